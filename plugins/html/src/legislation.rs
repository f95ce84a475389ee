//! The text as schema.org's `Legislation`, for search engines.
//!
//! What is said is true of the text at hand: a draft has not been passed by anybody, and has no standing yet.

use engross_plugin::model::{Document, LanguageLink, LegalValue, Status};
use serde::Serialize;

use crate::head::{Addresses, is_original};

/// Writes the description so that nothing in it can end the script element around it.
pub(crate) fn json(document: &Document, addresses: &Addresses<'_>) -> String {
    // These values always have a JSON form.
    let json = serde_json::to_string(&describe(document, addresses)).unwrap_or_else(|_| "{}".to_owned());
    let mut safe = String::with_capacity(json.len() + 64);
    for character in json.chars() {
        match character {
            '<' | '>' | '&' | '\u{2028}' | '\u{2029}' | '\u{7f}'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => {
                safe.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ if u32::from(character) & 0xfffe == 0xfffe => safe.push(char::REPLACEMENT_CHARACTER),
            _ => safe.push(character),
        }
    }
    safe
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Legislation<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    name: &'a str,
    in_language: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    legislation_identifier: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    legislation_type: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_created: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    legislation_passed_by: Option<Organization<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creator: Option<Organization<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    creative_work_status: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    work_translation: Vec<Version<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    translation_of_work: Option<Version<'a>>,
    encoding: [File; 1],
}

#[derive(Serialize)]
struct Organization<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Version<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(rename = "@id", skip_serializing_if = "Option::is_none")]
    id: Option<String>,
    in_language: &'a str,
    url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(rename = "@type")]
    kind: &'static str,
    encoding_format: &'static str,
    content_url: String,
    legislation_legal_value: &'static str,
}

fn describe<'a>(document: &'a Document, addresses: &Addresses<'_>) -> Legislation<'a> {
    let metadata = &document.metadata;
    let adopted = document.status == Status::Adopted;
    let own_page = addresses.page(&document.language_codes());
    let date = metadata.date.map(|date| date.to_string());
    let (legislation_date, date_created) = if adopted { (date, None) } else { (None, date) };
    let organization =
        (!metadata.creator.is_empty()).then_some(Organization { kind: "Organization", name: &metadata.creator });
    let (legislation_passed_by, creator) = if adopted { (organization, None) } else { (None, organization) };
    let version = |other: &'a LanguageLink| version(other, addresses);
    Legislation {
        context: "https://schema.org",
        kind: "Legislation",
        id: addresses.are_whole().then(|| own_page.clone()),
        name: if metadata.title.is_empty() { &metadata.identifier } else { &metadata.title },
        in_language: &document.language.tag,
        legislation_identifier: &metadata.identifier,
        legislation_type: &metadata.kind,
        legislation_date,
        date_created,
        legislation_passed_by,
        creator,
        creative_work_status: (!adopted).then_some("Draft"),
        work_translation: metadata.languages.iter().filter(|_| is_original(document)).map(version).collect(),
        translation_of_work: metadata.languages.iter().find(|other| other.original).map(version),
        encoding: [File {
            kind: "LegislationObject",
            encoding_format: "text/html",
            content_url: own_page,
            legislation_legal_value: legal_value(adopted, metadata.legal_value),
        }],
    }
}

fn version<'a>(other: &'a LanguageLink, addresses: &Addresses<'_>) -> Version<'a> {
    let url = addresses.page(&other.code);
    let id = addresses.are_whole().then(|| url.clone());
    Version { kind: "Legislation", id, in_language: &other.tag, url }
}

fn legal_value(adopted: bool, value: LegalValue) -> &'static str {
    match value {
        LegalValue::Official if adopted => "https://schema.org/OfficialLegalValue",
        LegalValue::Official | LegalValue::Working | LegalValue::Courtesy => "https://schema.org/UnofficialLegalValue",
    }
}
