//! Fields of Word files that say themselves what they show: the entry that was chosen, the words of a button.

use engross_files::xml::Element;

/// The fields whose code goes on, behind the name of what they do, with the words that can be pressed.
const BUTTONS: [&str; 2] = ["MACROBUTTON", "GOTOBUTTON"];

/// A field while it is read.
#[derive(Debug, Default)]
pub(super) struct Field {
    /// What makes it.
    pub(super) code: String,
    /// The entry of its list that was chosen.
    chosen: Option<String>,
    /// Whether the file has words for what it shows.
    pub(super) has_words: bool,
}

impl Field {
    /// Returns a field that begins here.
    pub(super) fn begun(begin: &Element) -> Self {
        Self { chosen: begin.child("ffData").and_then(|form| chosen(form.child("ddList")?)), ..Self::default() }
    }

    /// Returns a field that is one element.
    pub(super) fn simple(code: &str) -> Self {
        Self { code: code.to_owned(), ..Self::default() }
    }

    /// Returns where it leads: an address, or `#` and the name of a bookmark.
    pub(super) fn target(&self) -> Option<String> {
        let mut words = code_words(&self.code);
        match words.next()?.to_ascii_uppercase().as_str() {
            "HYPERLINK" => {}
            "REF" => return words.next().map(|bookmark| format!("#{bookmark}")),
            _ => return None,
        }
        let first = words.next()?;
        let address = Some(&first).filter(|word| !word.starts_with('\\')).cloned();
        let mut behind = std::iter::once(first).chain(words);
        let bookmark = behind.any(|word| word == "\\l").then(|| behind.next()).flatten();
        match (address, bookmark) {
            (Some(address), Some(bookmark)) => Some(format!("{address}#{bookmark}")),
            (address, bookmark) => address.or(bookmark.map(|bookmark| format!("#{bookmark}"))),
        }
    }

    /// Returns what it shows, as far as it says so itself.
    pub(super) fn shown(self) -> Option<String> {
        let mut words = self.code.split_whitespace();
        let is_button = words.next().is_some_and(|name| BUTTONS.contains(&name.to_ascii_uppercase().as_str()));
        let pressed = is_button.then(|| words.skip(1).collect::<Vec<_>>().join(" "));
        self.chosen.or(pressed).filter(|shown| !shown.is_empty())
    }
}

/// Says whether the box that a field is, if it is one to tick, is ticked.
pub(super) fn is_ticked(begin: &Element) -> Option<bool> {
    let tick = begin.child("ffData")?.child("checkBox")?;
    let state = tick.child("checked").or_else(|| tick.child("default"));
    Some(state.is_some_and(|state| !matches!(state.get("val"), Some("0" | "false" | "off"))))
}

/// Returns the words of a field's code; those between quotation marks are one.
fn code_words(code: &str) -> impl Iterator<Item = String> {
    let mut rest = code;
    std::iter::from_fn(move || {
        rest = rest.trim_start();
        let quoted = rest.strip_prefix('"').map(|inside| inside.split_once('"').unwrap_or((inside, "")));
        let (word, behind) = quoted.or_else(|| rest.split_once(char::is_whitespace)).unwrap_or((rest, ""));
        rest = behind;
        Some(word.to_owned()).filter(|word| !word.is_empty())
    })
}

/// Returns the entry of a list that was chosen, or is unless another one was.
fn chosen(list: &Element) -> Option<String> {
    let at = list.setting("result").or_else(|| list.setting("default")).and_then(|at| at.parse().ok()).unwrap_or(0);
    list.all("listEntry").nth(at)?.get("val").map(str::to_owned)
}
