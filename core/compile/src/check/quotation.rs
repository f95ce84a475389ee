//! Quotation marks and apostrophes.

use std::ops::Range;

use engross_model::Finding;

use super::words::{inside_address, is_space};
use super::{Checked, replacement, with_fix};
use crate::house::{Quotes, Space};
use crate::parse::inline::PLACEHOLDER;
use crate::source_map::Unit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.units() {
        apostrophes(text, unit, findings);
        quotation_marks(text, unit, findings);
    }
}

/// `PUN-05`: an apostrophe of another style than the house's.
fn apostrophes(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(own) = text.terms().quotes.apostrophe else { return };
    let visible = unit.visible.text.as_str();
    for (at, found) in visible.char_indices().filter(|(_, found)| ['\'', '’'].contains(found) && *found != own) {
        let range = at..at + found.len_utf8();
        if is_apostrophe(visible, at) && !inside_address(visible, at) {
            let finding = text.finding("PUN-05", format!("the house's apostrophe is `{own}`"), unit, range.clone());
            let fix = replacement(unit, range, &own.to_string());
            findings.push(with_fix(finding.help(format!("write `{own}`")), fix));
        }
    }
}

/// An apostrophe stands after a letter: `Allies'`, `l'Alliance`, `NATO's`.
fn is_apostrophe(visible: &str, at: usize) -> bool {
    let before = visible[..at].chars().next_back();
    let opened = visible[..at].contains('‘');
    before.is_some_and(char::is_alphanumeric) && !opened
}

/// `PUN-05`: quotation marks of another style than the house's.
fn quotation_marks(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let quotes = &text.terms().quotes;
    let Some(outer) = quotes.outer.as_deref().filter(|outer| !outer.is_empty()) else { return };
    let visible = unit.visible.text.as_str();
    let mut depth = 0;
    for (at, found) in visible.char_indices() {
        let range = at..at + found.len_utf8();
        let pairs = [quotes.outer.as_deref(), quotes.inner.as_deref()].into_iter().flatten();
        let own = pairs.filter(|pair| pair.contains(found)).find_map(Pair::of);
        if own.is_none() && !['"', '“', '”', '„', '«', '»'].contains(&found)
            || found == '’' && is_apostrophe(visible, at)
        {
            continue;
        }
        // Where it stands says which of the two it is; a pair of the house says so itself.
        let opens = match own {
            Some(pair) if pair.opening != pair.closing => Some(found == pair.opening),
            _ => opens(visible, &range, depth > 0),
        };
        if opens == Some(false) {
            depth -= i32::from(depth > 0);
        }
        if own.is_none() {
            let finding =
                text.finding("PUN-05", format!("the house's quotation marks are `{outer}`"), unit, range.clone());
            let new =
                opens.and_then(|opens| written(quotes, opens, depth == 0, text.terms().spacing.inside_guillemets));
            findings.push(match new {
                Some(new) => with_fix(finding.help(format!("write `{new}`")), replacement(unit, range, &new)),
                None => finding.help("which of the two belongs here is for you to say"),
            });
        }
        depth += i32::from(opens == Some(true));
    }
}

/// An opening and a closing mark.
#[derive(Clone, Copy)]
struct Pair {
    opening: char,
    closing: char,
}

impl Pair {
    fn of(marks: &str) -> Option<Self> {
        let mut marks = marks.chars();
        Some(Self { opening: marks.next()?, closing: marks.next()? })
    }

    fn side(self, opens: bool) -> char {
        if opens { self.opening } else { self.closing }
    }
}

/// Says whether a mark opens a quotation, as far as what stands around it tells.
fn opens(visible: &str, mark: &Range<usize>, is_open: bool) -> Option<bool> {
    let before = visible[..mark.start].chars().next_back().filter(|before| !is_space(*before));
    let after = visible[mark.end..].chars().next().filter(|after| !is_space(*after) && *after != PLACEHOLDER);
    let opens = before.is_none_or(|before| "([–—".contains(before)) && after.is_some_and(char::is_alphanumeric);
    let closes = is_open && before.is_some() && after.is_none_or(|after| !after.is_alphanumeric());
    match (opens, closes) {
        (true, false) => Some(true),
        (false, true) => Some(false),
        _ => None,
    }
}

/// Writes a quotation mark of a language on its side, with the space that belongs inside it.
fn written(quotes: &Quotes, opens: bool, is_outer: bool, inside_guillemets: Option<Space>) -> Option<String> {
    let marks = if is_outer { &quotes.outer } else { &quotes.inner };
    let mark = Pair::of(marks.as_deref()?)?.side(opens);
    let space = inside_guillemets.filter(|_| "«»".contains(mark)).map_or("", Space::as_str);
    Some(if opens { format!("{mark}{space}") } else { format!("{space}{mark}") })
}
