//! Characters that look right and are not.

use std::collections::BTreeSet;

use engross_model::Finding;
use unicode_normalization::{UnicodeNormalization, is_nfc};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use super::{Checked, replacement, with_fix};
use crate::source_map::Unit;

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.units().filter(|unit| !unit.visible.text.is_ascii()) {
        foreign_characters(text, unit, findings);
        composed_form(text, unit, findings);
        mixed_scripts(text, unit, findings);
        balanced_directions(text, unit, findings);
    }
}

/// `UNI-01`: private-use and invisible characters.
fn foreign_characters(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    for (at, character) in unit.visible.text.char_indices().filter(|(_, character)| !character.is_ascii()) {
        let name = match character {
            '\u{ad}' => "a soft hyphen",
            '\u{200b}' => "a zero-width space",
            '\u{feff}' => "a byte-order mark",
            '\u{2060}' => "a word joiner",
            '\u{180e}' | '\u{2061}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{e0000}'..='\u{e007f}' => {
                "an invisible character"
            }
            '\u{fffd}' => "a replacement character, the trace of a lost one,",
            _ if character.general_category() == GeneralCategory::PrivateUse => "a private-use character",
            _ if character.general_category() == GeneralCategory::Unassigned => "an unassigned character",
            _ => continue,
        };
        let range = at..at + character.len_utf8();
        let message = format!("{name} (U+{:04X}) stands in the text", u32::from(character));
        // Invisible characters can go without loss; what a private-use one meant only the author knows.
        let fix = matches!(character, '\u{ad}' | '\u{200b}' | '\u{feff}' | '\u{2060}')
            .then(|| replacement(unit, range.clone(), ""));
        let help = match character {
            '\u{fffd}' => "write the character that was lost here",
            _ if fix.is_some() => "delete it",
            _ => "write a character that every font has in its place, or delete it",
        };
        findings.push(with_fix(text.finding("UNI-01", message, unit, range).help(help), fix.flatten()));
    }
}

/// `UNI-01`: letters that are not in composed form.
fn composed_form(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    if is_nfc(visible) {
        return;
    }
    let mut start = 0;
    for word in visible.split_inclusive(char::is_whitespace) {
        let range = start..start + word.trim_end().len();
        start += word.len();
        let composed: String = visible[range.clone()].nfc().collect();
        if composed != visible[range.clone()] {
            let finding = text.finding("UNI-01", "the word is not in composed form (NFC)", unit, range.clone());
            findings.push(with_fix(finding.help("type the word again"), replacement(unit, range, &composed)));
        }
    }
}

/// `UNI-02`: letters of two look-alike scripts in one word.
fn mixed_scripts(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let mut start = 0;
    for word in visible.split_inclusive(|character: char| !character.is_alphanumeric()) {
        let range = start..start + word.len();
        start += word.len();
        if word.is_ascii() {
            continue;
        }
        let scripts: BTreeSet<&str> = word
            .chars()
            .map(|character| character.script())
            .filter(|script| matches!(script, Script::Latin | Script::Cyrillic | Script::Greek))
            .map(|script| script.full_name())
            .collect();
        if scripts.len() > 1 {
            let names = scripts.into_iter().collect::<Vec<_>>().join(" and ");
            let finding = text.finding("UNI-02", format!("the word mixes {names} letters"), unit, range);
            findings.push(finding.help("type the word again in one script"));
        }
    }
}

/// `UNI-03`: marks of direction that are not closed, and those that force letters round: what a reader sees would not be
/// what is written.
fn balanced_directions(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut wrong: Vec<(usize, char)> = Vec::new();
    for (at, character) in unit.visible.text.char_indices() {
        if forces_letters_round(character) {
            let message =
                format!("a mark (U+{:04X}) makes the text look otherwise than it is written", u32::from(character));
            let finding = text.finding("UNI-03", message, unit, at..at + character.len_utf8());
            findings.push(finding.help("delete it; letters of every script find their direction by themselves"));
        }
        match character {
            '\u{202a}' | '\u{202b}' | '\u{202d}' | '\u{202e}' | '\u{2066}'..='\u{2068}' => open.push((at, character)),
            '\u{202c}' | '\u{2069}' => match open.pop() {
                Some((_, opening)) if (opening >= '\u{2066}') == (character == '\u{2069}') => {}
                Some(other) => wrong.extend([other, (at, character)]),
                None => wrong.push((at, character)),
            },
            _ => {}
        }
    }
    for (at, character) in wrong.into_iter().chain(open).filter(|(_, character)| !forces_letters_round(*character)) {
        let message =
            format!("a direction mark (U+{:04X}) is not closed or not opened in this text", u32::from(character));
        findings.push(
            text.finding("UNI-03", message, unit, at..at + character.len_utf8())
                .help("delete it, or close it where the other direction ends"),
        );
    }
}

fn forces_letters_round(character: char) -> bool {
    matches!(character, '\u{202d}' | '\u{202e}')
}
