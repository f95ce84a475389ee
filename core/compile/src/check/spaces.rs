//! The spaces at marks, between words and at the edges of a text.

use std::ops::Range;

use engross_model::Finding;

use super::words::{inside_address, is_full_width, is_space, leading_spaces};
use super::{Checked, replacement, shown, with_fix};
use crate::house::Space;
use crate::parse::inline::PLACEHOLDER;
use crate::source_map::Unit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.units() {
        space_before_marks(text, unit, findings);
        signs_at_numbers(text, unit, findings);
        guillemets(text, unit, findings);
        double_spaces(text, unit, findings);
        outer_spaces(text, unit, findings);
        space_after_commas(text, unit, findings);
    }
}

/// `PUN-04`, `PUN-05`: the space before `: ; ! ?` and before `, .`.
fn space_before_marks(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let terms = text.terms();
    for (at, mark) in visible.char_indices().filter(|(_, mark)| terms.is_mark(":;!?,.", *mark)) {
        let before = &visible[..at];
        let words = before.trim_end_matches(is_space);
        let spaces = &before[words.len()..];
        let range = words.len()..at;
        let misplaced = terms.is_mark(",;", mark) && !spaces.is_empty();
        if !at_word_end(&visible[at + mark.len_utf8()..]) && !misplaced {
            continue;
        }
        // A mark after another mark, at the beginning, or in front of an ellipsis is no end of words.
        let Some(last) = words.chars().next_back() else { continue };
        let closes = ")]»”".contains(last) || terms.quotes.closes(last);
        if "(«“‘".contains(last) && !closes || terms.is_mark(":;!?,.", last) {
            continue;
        }
        let place = range.start..at + mark.len_utf8();
        match terms.spacing.before(mark).unwrap_or(Space::None) {
            wanted if spaces == wanted.as_str() => {}
            Space::None => {
                let no_break = spaces.contains(['\u{a0}', '\u{202f}']) && terms.is_mark(":;!?", mark);
                let code = if no_break { "PUN-04" } else { "PUN-05" };
                let finding = text.finding(code, format!("a space stands before `{mark}`"), unit, place);
                // A lone character or sign closed up to its mark would read as something else: `* ,`, `x .`, `** ;`
                let lone = words.chars().rev().nth(1).is_none_or(char::is_whitespace) || "*^~".contains(last);
                let fix = replacement(unit, range, "").filter(|_| closes || !lone);
                findings.push(with_fix(finding.help("delete the space"), fix));
            }
            wanted => findings.push(wrong_space(text, unit, &format!("before `{mark}`"), place, range, wanted)),
        }
    }
}

/// Says whether a mark ends words: not the colon of `10:30` or `https://`, nor the point of `1.10`.
fn at_word_end(rest: &str) -> bool {
    rest.chars().next().is_none_or(|next| next.is_whitespace() || ")]»”’\"'".contains(next) || next == PLACEHOLDER)
}

/// `PUN-04`: the space between a number and a sign that the language has a habit for, as `%`.
fn signs_at_numbers(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let terms = text.terms();
    if terms.spacing.before.is_empty() && terms.spacing.after.is_empty() {
        return;
    }
    let signs = visible.char_indices().filter(|(_, sign)| !sign.is_alphanumeric() && !is_space(*sign));
    for (at, sign) in signs {
        let number = visible[..at].trim_end_matches(is_space);
        let ends_number = number.ends_with(char::is_numeric);
        if let Some(wanted) = terms.spacing.after(sign) {
            findings.extend(sign_before_number(text, unit, at..at + sign.len_utf8(), wanted));
        } else if let Some(wanted) = terms.spacing.before(sign).filter(|_| !terms.is_mark(":;!?,.", sign))
            && ends_number
            && visible[number.len()..at] != *wanted.as_str()
        {
            let place = number.len()..at + sign.len_utf8();
            findings.push(wrong_space(text, unit, &format!("before `{sign}`"), place, number.len()..at, wanted));
        }
    }
}

/// Looks at a sign that belongs before its number: whether it stands there, and the space between the two.
fn sign_before_number(text: &Checked<'_>, unit: &Unit, sign: Range<usize>, wanted: Space) -> Option<Finding> {
    let visible = unit.visible.text.as_str();
    let shown = &visible[sign.clone()];
    let behind = &visible[sign.end..];
    let spaces = leading_spaces(behind);
    if behind[spaces..].starts_with(char::is_numeric) {
        let is_wrong = behind[..spaces] != *wanted.as_str();
        let (place, spaces) = (sign.start..sign.end + spaces, sign.end..sign.end + spaces);
        return is_wrong.then(|| wrong_space(text, unit, &format!("after `{shown}`"), place, spaces, wanted));
    }
    let before = visible[..sign.start].trim_end_matches(is_space);
    let figures = before.trim_end_matches(|it: char| it.is_numeric() || matches!(it, '.' | ',')).len();
    let start = figures + before[figures..].find(char::is_numeric)?;
    before.ends_with(char::is_numeric).then(|| {
        let meant = format!("{shown}{}{}", wanted.as_str(), &before[start..]);
        let message = format!("`{shown}` stands before its number in this language");
        let finding = text.finding("PUN-04", message, unit, start..sign.end).help(format!("write `{meant}`"));
        with_fix(finding, replacement(unit, start..sign.end, &meant))
    })
}

/// `PUN-04`: the space inside `«` and `»`.
fn guillemets(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(wanted) = text.terms().spacing.inside_guillemets else { return };
    let visible = unit.visible.text.as_str();
    for (at, mark) in visible.char_indices().filter(|(_, mark)| "«»".contains(*mark)) {
        let after = at + mark.len_utf8();
        let range = if mark == '«' {
            after..after + leading_spaces(&visible[after..])
        } else {
            visible[..at].trim_end_matches(is_space).len()..at
        };
        if visible[range.clone()] != *wanted.as_str() {
            let place = range.start.min(at)..range.end.max(after);
            findings.push(wrong_space(text, unit, &format!("inside `{mark}`"), place, range, wanted));
        }
    }
}

/// Makes the finding about the space at a mark that the language wants otherwise.
fn wrong_space(
    text: &Checked<'_>,
    unit: &Unit,
    at_mark: &str,
    place: Range<usize>,
    spaces: Range<usize>,
    wanted: Space,
) -> Finding {
    let (message, help) = match wanted {
        Space::None => (format!("a space stands {at_mark}"), "delete the space".to_owned()),
        _ => (format!("a no-break space belongs {at_mark}"), format!("write {} there", shown(wanted.as_str()))),
    };
    let fix = replacement(unit, spaces, wanted.as_str());
    with_fix(text.finding("PUN-04", message, unit, place).help(help), fix)
}

/// `PUN-05`: two spaces running.
fn double_spaces(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let mut from = 0;
    while let Some(found) = visible[from..].find("  ") {
        let start = from + found;
        let end = start + visible[start..].bytes().take_while(|byte| *byte == b' ').count();
        let finding = text.finding("PUN-05", "two spaces stand together", unit, start..end);
        findings.push(with_fix(finding.help("leave one"), replacement(unit, start..end, " ")));
        from = end;
    }
}

/// `PUN-05`: a space or tab before the first or after the last word.
fn outer_spaces(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let inner = visible.trim_matches([' ', '\t', '\u{a0}']);
    let start = visible.len() - visible.trim_start_matches([' ', '\t', '\u{a0}']).len();
    for range in [0..start, start + inner.len()..visible.len()] {
        if !range.is_empty() && !inner.is_empty() {
            let finding = text.finding("PUN-05", "a space stands at the edge of the text", unit, range.clone());
            findings.push(with_fix(finding.help("delete it"), replacement(unit, range, "")));
        }
    }
}

/// `PUN-05`: no space after a comma or semicolon.
fn space_after_commas(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let terms = text.terms();
    let brings_no_space = |mark: char| terms.is_mark(",;", mark) && !terms.in_marks(mark).chars().all(is_full_width);
    for (at, mark) in visible.char_indices().filter(|(_, mark)| brings_no_space(*mark)) {
        let end = at + mark.len_utf8();
        let before = visible[..at].trim_end().chars().next_back();
        let after = visible[end..].chars().next();
        let glued = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
        if glued && !inside_address(visible, at) {
            let finding = text.finding("PUN-05", format!("a space is missing after `{mark}`"), unit, at..end);
            findings.push(with_fix(finding.help("add one"), replacement(unit, end..end, " ")));
        }
    }
}
