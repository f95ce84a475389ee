//! What a plugin must say of itself before it is called: a protocol we speak, and names that can be used.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use engross_model::{Finding, Format, Manifest, PROTOCOL, is_name};

use crate::failure::shown;

/// Checks a manifest.
pub(crate) fn check(manifest: &Manifest, origin: &str) -> Result<(), Finding> {
    check_protocol(manifest, origin)?;
    check_names(manifest).map_err(|reason| refusal(manifest, origin, &reason))
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
    let mut seen = BTreeSet::new();
    for Format { name, extension, .. } in &manifest.formats {
        if !is_name(name) || !crate::plugin::is_file_part(extension) {
            let (name, extension) = (shown(name, 60), shown(extension, 60));
            return Err(format!("the format `{name}` with extension `{extension}` cannot be part of a file name"));
        }
        if !seen.insert(name) {
            return Err(format!("it offers the format `{name}` twice"));
        }
    }
    Ok(())
}
