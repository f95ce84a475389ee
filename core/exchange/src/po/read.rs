//! Reads PO.

use engross_data::utf8;
use engross_model::Finding;

use super::entries::{Entry, entries};
use super::{DOCUMENT, PROFILE, PROFILE_FIELD, REVISION, SOURCE_LANGUAGE, TARGET_LANGUAGE, markup};
use crate::collected::{Collected, Found};
use crate::refusal::{check_size, excerpt, refuse};
use crate::{Claim, Format, Returned};

/// Reads a file.
pub(crate) fn read(file: &str, bytes: &[u8]) -> Result<Returned, Finding> {
    check_size(file, bytes)?;
    let entries = entries(file, utf8(file, bytes)?)?;
    let header = header(file, &entries)?;
    let mut collected = Collected::new(file);
    for entry in entries.iter().filter(|entry| !is_header(entry)) {
        let found = read_unit(entry);
        collected.add(entry.context.as_deref().unwrap_or_default(), entry.place.clone(), found)?;
    }
    let field = |name: &str| header.field(name).unwrap_or_default().to_owned();
    Ok(Returned {
        format: Format::Po,
        document: field(DOCUMENT),
        revision: field(REVISION),
        source_language: field(SOURCE_LANGUAGE),
        target_language: field(TARGET_LANGUAGE),
        units: collected.units,
        findings: collected.findings,
        file: file.to_owned(),
        place: header.entry.place.clone(),
    })
}

fn is_header(entry: &Entry) -> bool {
    entry.context.is_none() && entry.id.as_deref() == Some("")
}

/// The entry without words, which says what the file is.
struct Header<'e> {
    entry: &'e Entry,
}

impl Header<'_> {
    fn field(&self, name: &str) -> Option<&str> {
        let lines = self.entry.translation.as_deref().unwrap_or_default().lines();
        let mut fields = lines.filter_map(|line| line.split_once(':'));
        fields.find(|(key, _)| key.trim().eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

fn header<'e>(file: &str, entries: &'e [Entry]) -> Result<Header<'e>, Finding> {
    let mut headers = entries.iter().filter(|entry| is_header(entry));
    let help = "import the file that came from an export, as the translator's tool saved it";
    let Some(entry) = headers.next() else {
        return Err(refuse("M201", "the file is no PO: it has no header", file, 0..0).help(help));
    };
    if let Some(second) = headers.next() {
        return Err(refuse("M205", "the file holds more than one text", file, second.place.clone()).help(help));
    }
    let header = Header { entry };
    let content = header.field("Content-Type").unwrap_or_default();
    let charset = content.split_once("charset=").map_or("UTF-8", |(_, charset)| charset.trim());
    if !charset.eq_ignore_ascii_case("utf-8") {
        let message = format!("the file says that its encoding is `{}`", excerpt(charset));
        return Err(refuse("FILE-03", message, file, entry.place.clone()).help("save the file in the encoding UTF-8"));
    }
    match header.field(PROFILE_FIELD) {
        Some(profile) if profile != PROFILE => {
            let message =
                format!("the file has the profile {}; this version of engross reads {PROFILE}", excerpt(profile));
            Err(refuse("M203", message, file, entry.place.clone()).help(help))
        }
        _ => Ok(header),
    }
}

fn read_unit(entry: &Entry) -> Found {
    if entry.has_plural {
        return Err("it has forms for several numbers".to_owned());
    }
    let source = markup::read(entry.id.as_deref().ok_or("it has no `msgid`")?)?;
    let target = markup::read(entry.translation.as_deref().unwrap_or_default())?;
    let claim = match (target.is_empty(), entry.is_fuzzy) {
        (true, _) => None,
        (false, true) => Some(Claim::Draft),
        (false, false) => Some(Claim::Translated),
    };
    Ok((source, target, claim))
}
