//! What a plugin must say of itself before it is called: a protocol we speak, names that can be used, and options that can
//! be set.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use engross_model::{Finding, Format, Manifest, OptionKind, OptionSpec, OptionValue, PROTOCOL, is_name};

use crate::failure::{shown, steers};

/// Checks a manifest, and makes its words fit to be printed.
pub(crate) fn check(manifest: &mut Manifest, origin: &str) -> Result<(), Finding> {
    check_protocol(manifest, origin)?;
    check_names(manifest).and_then(|()| check_options(&manifest.options)).map_err(|reason| {
        let help = "ask its maker for a build that keeps to plugins/README.md";
        refusal(manifest, origin, &reason).help(help)
    })?;
    clean(manifest);
    Ok(())
}

/// The most formats, options, values of an option, and files of the house: more than anybody reads.
const MOST: usize = 100;

/// Cuts what is there to be read, and takes away what would steer a terminal.
fn clean(manifest: &mut Manifest) {
    const WORDS: usize = 100;
    const SENTENCES: usize = 1_000;
    let Manifest { name, version, licence, protocol, formats, options, needs, .. } = manifest;
    let words = [name, version, licence, protocol].into_iter();
    let words = words.chain(formats.iter_mut().map(|format| &mut format.media_type));
    words.chain(needs.iter_mut().map(|need| &mut need.name)).for_each(|text| *text = shown(text, WORDS));
    options.iter_mut().for_each(|option| option.doc = shown(&option.doc, SENTENCES));
}

fn refusal(manifest: &Manifest, origin: &str, reason: &str) -> Finding {
    Finding::new("PLUG-01", format!("the plugin `{}` ({origin}) was refused: {reason}", shown(&manifest.id, 60)))
}

/// While the protocol is unstable (major 0), a minor step breaks: both numbers must agree. From 1.0 on, the major
/// must agree, and a plugin may not be newer than the host.
fn check_protocol(manifest: &Manifest, origin: &str) -> Result<(), Finding> {
    let (Some(theirs), Some(ours)) = (version(&manifest.protocol), version(PROTOCOL)) else {
        let said = shown(&manifest.protocol, 60);
        return Err(refusal(manifest, origin, &format!("`{said}` is no protocol version of the form `{PROTOCOL}`")));
    };
    let order = if ours.0 == 0 || theirs.0 != ours.0 { theirs.cmp(&ours) } else { theirs.1.cmp(&ours.1) };
    let cure = match order {
        Ordering::Equal => return Ok(()),
        Ordering::Less if ours.0 > 0 && theirs.0 == ours.0 => return Ok(()),
        Ordering::Less => {
            "the plugin is older: ask its maker for a build against this protocol, or use an older engross"
        }
        Ordering::Greater => "the plugin is newer: upgrade engross, or use an older release of the plugin",
    };
    let reason = format!("it speaks protocol {}, and this engross speaks {PROTOCOL}", shown(&manifest.protocol, 60));
    Err(refusal(manifest, origin, &reason).help(cure))
}

fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.split('.').map(|number| number.parse::<u32>().ok());
    let version = (numbers.next()??, numbers.next()??);
    numbers.all(|number| number.is_some()).then_some(version)
}

fn check_names(manifest: &Manifest) -> Result<(), String> {
    if !is_name(&manifest.id) {
        return Err("its id is not made of lower-case letters, digits and hyphens".to_owned());
    }
    if manifest.formats.is_empty() {
        return Err("it offers no format".to_owned());
    }
    if manifest.formats.len() > MOST || manifest.needs.len() > MOST {
        return Err(format!("it has more than {MOST} formats, or needs more than {MOST} files"));
    }
    let mut seen = BTreeSet::new();
    for Format { name, extension, .. } in &manifest.formats {
        if !is_name(name) || !crate::plugin::is_file_part(extension) {
            let (name, extension) = (shown(name, 60), shown(extension, 60));
            return Err(format!("the format `{name}` with extension `{extension}` cannot be part of a file name"));
        }
        if crate::plugin::without_page_number(extension) != extension {
            return Err(format!("the extension `{extension}` begins like the number of a page"));
        }
        if !seen.insert(name) {
            return Err(format!("it offers the format `{name}` twice"));
        }
    }
    Ok(())
}

fn check_options(options: &[OptionSpec]) -> Result<(), String> {
    if options.len() > MOST {
        return Err(format!("it has more than {MOST} options"));
    }
    let mut seen = BTreeSet::new();
    for option @ OptionSpec { key, kind, range, default, .. } in options {
        if !is_name(key) {
            let key = shown(key, 60);
            return Err(format!("its option `{key}` is not made of lower-case letters, digits and hyphens"));
        }
        if !seen.insert(key) {
            return Err(format!("it has the option `{key}` twice"));
        }
        if let OptionKind::Choice(choices) = kind
            && !can_be_chosen(choices)
        {
            return Err(format!("its option `{key}` has no values, too many, one twice, or one that cannot be typed"));
        }
        if range.is_some_and(|[least, most]| *kind != OptionKind::Number || least > most) {
            return Err(format!("its option `{key}` has a range and is no number, or has one without a number in it"));
        }
        if default.as_ref().is_some_and(|default| !fits(option, default)) {
            return Err(format!("its option `{key}` has a default that it would not take"));
        }
    }
    Ok(())
}

fn can_be_chosen(choices: &[String]) -> bool {
    let can_be_typed = |choice: &String| (1..=64).contains(&choice.len()) && !choice.contains(steers);
    let different: BTreeSet<&String> = choices.iter().collect();
    (1..=MOST).contains(&choices.len()) && different.len() == choices.len() && choices.iter().all(can_be_typed)
}

fn fits(option: &OptionSpec, value: &OptionValue) -> bool {
    match (&option.kind, value) {
        (OptionKind::Flag, OptionValue::Flag(_)) => true,
        (OptionKind::Number, OptionValue::Number(number)) => option.takes(*number),
        (OptionKind::Text, OptionValue::Text(text)) => text.len() <= 1_000 && !text.contains(steers),
        (OptionKind::Choice(choices), OptionValue::Text(text)) => choices.contains(text),
        _ => false,
    }
}
