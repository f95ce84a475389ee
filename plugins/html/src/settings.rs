//! The options of the backend, as the manifest offers them and as a request sets them.

use engross_plugin::model::{Finding, OptionKind, OptionSpec, OptionValue, Request};

const LINK_MARKS: &str = "link-marks";
const COLOURS: &str = "colours";
const NUMBERS: &str = "numbers";
const METADATA_BASE: &str = "metadata-base";

/// What a request asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    /// Whether every clause has a mark that links to it.
    pub(crate) link_marks: bool,
    /// Whether the page is light wherever it is read.
    pub(crate) light_only: bool,
    /// Where the numbers of a text in several languages stand.
    pub(crate) numbers: Numbers,
    /// Where the pages are published, ending in `/`.
    pub(crate) base: Option<String>,
}

/// Where the numbers of a text in several languages stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numbers {
    /// Before every language.
    Both,
    /// Before the first alone.
    Once,
}

/// Lists the options for the manifest.
pub(crate) fn specs() -> Vec<OptionSpec> {
    let spec = |key: &str, kind, default, doc: &str| OptionSpec {
        key: key.to_owned(),
        kind,
        range: None,
        default,
        doc: doc.to_owned(),
    };
    vec![
        spec(
            LINK_MARKS,
            OptionKind::Flag,
            Some(OptionValue::Flag(true)),
            "Whether every clause has a mark that links to it.",
        ),
        spec(
            COLOURS,
            OptionKind::Choice(vec!["auto".to_owned(), "light".to_owned()]),
            Some(OptionValue::Text("auto".to_owned())),
            "`auto` is dark where the reader's device is; `light` never is.",
        ),
        spec(
            NUMBERS,
            OptionKind::Choice(vec!["both".to_owned(), "once".to_owned()]),
            Some(OptionValue::Text("both".to_owned())),
            "Where the numbers of a text in several languages stand: `both` before every language, `once` before the first.",
        ),
        spec(
            METADATA_BASE,
            OptionKind::Text,
            None,
            "The address under which the pages are published (https://example.org/texts/); catalogues then get whole addresses.",
        ),
    ]
}

impl Settings {
    /// Reads the options of a request.
    ///
    /// # Errors
    /// `REND-04` for a value that does not fit.
    pub(crate) fn of(request: &Request) -> Result<Self, Finding> {
        let option = |key: &str| request.options.get(key);
        Ok(Self {
            link_marks: match option(LINK_MARKS) {
                None => true,
                Some(OptionValue::Flag(on)) => *on,
                Some(other) => return Err(wrong(LINK_MARKS, other, "give `true` or `false`")),
            },
            light_only: match option(COLOURS) {
                None => false,
                Some(OptionValue::Text(colours)) if colours == "auto" => false,
                Some(OptionValue::Text(colours)) if colours == "light" => true,
                Some(other) => return Err(wrong(COLOURS, other, "give `auto` or `light`")),
            },
            numbers: match option(NUMBERS) {
                None => Numbers::Both,
                Some(OptionValue::Text(numbers)) if numbers == "both" => Numbers::Both,
                Some(OptionValue::Text(numbers)) if numbers == "once" => Numbers::Once,
                Some(other) => return Err(wrong(NUMBERS, other, "give `both` or `once`")),
            },
            base: match option(METADATA_BASE) {
                None => None,
                Some(OptionValue::Text(base)) if is_web_address(base) => Some(folder(base)),
                Some(other) => return Err(wrong(METADATA_BASE, other, "give an address that begins with `https://`")),
            },
        })
    }
}

fn is_web_address(address: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| address.strip_prefix(scheme).is_some_and(|rest| !rest.is_empty()))
}

fn folder(base: &str) -> String {
    format!("{}/", base.trim_end_matches('/'))
}

fn wrong(key: &str, value: &OptionValue, help: &str) -> Finding {
    let value = match value {
        OptionValue::Flag(flag) => flag.to_string(),
        OptionValue::Number(number) => number.to_string(),
        OptionValue::Text(text) => text.clone(),
    };
    Finding::new("REND-04", format!("`html.{key}` cannot be `{value}`")).help(help)
}
