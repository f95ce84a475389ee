//! Characters that a program or a typesetter left behind: they show nothing, and no word needs them; or only one font shows
//! them.

use std::collections::BTreeSet;

use engross_model::{Finding, is_direction_mark, is_right_to_left};
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use super::breaks::{BREAK, WRAP};
use crate::sheet::{Run, Sheet, placed, tidy_blanks};
use crate::sureness::Sureness;

/// Takes such characters out of a sheet and composes letters from their accents; says so once, where the first stands.
pub(crate) fn take(file: &str, sheet: &mut Sheet) {
    let mut count = 0;
    let mut signs = BTreeSet::new();
    // Where all words run one way, what says which way says nothing.
    let is_needless: fn(char) -> bool = if runs_both_ways(sheet) { is_isolate } else { is_direction_mark };
    let paragraphs = sheet.paragraphs.iter_mut().map(|paragraph| &mut paragraph.runs);
    for runs in paragraphs.chain(sheet.notes.values_mut()) {
        let is_to_clear = |letter: char| is_leftover(letter) || is_needless(letter) || is_of_picture_font(letter);
        if runs.iter().any(|run| run.words.contains(is_to_clear) || !is_nfc(&run.words)) {
            *runs = cleared(std::mem::take(runs), is_needless, &mut count, &mut signs);
        }
    }
    for remark in sheet.paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.remarks) {
        remark.retain(|letter| !is_leftover(letter));
    }
    sheet.retain(|paragraph| {
        paragraph.label.is_some() || paragraph.runs.iter().any(|run| run.note.is_some() || !run.words.trim().is_empty())
    });
    if !signs.is_empty() {
        let message = "signs of picture fonts stand between the words; `\u{fffd}` stands for them now";
        let codes: Vec<String> = signs.iter().map(|sign| format!("U+{:04X}", u32::from(*sign))).collect();
        let finding = Finding::new("IMP-09", message).in_file(file).note(format!("it has: {}", codes.join(", ")));
        sheet.findings.push(finding.help("write what they show, or delete them"));
    }
    if count > 0 {
        let what = if count == 1 { "an invisible character was" } else { "invisible characters were" };
        let finding = Finding::new("IMP-04", format!("{what} left out: soft hyphens and the like"))
            .note(Sureness::Sure.because("nobody sees them"));
        let first = sheet.shown.trim_start_matches('\u{feff}').find(is_leftover);
        let first = first.map(|at| at + sheet.shown.len() - sheet.shown.trim_start_matches('\u{feff}').len());
        let place = first.and_then(|at| Some(at..at + sheet.shown.get(at..)?.chars().next()?.len_utf8()));
        sheet.findings.push(placed(finding, file, place));
    }
}

/// Says whether a character shows nothing, and is none that a script needs as joiners are.
pub(super) fn is_leftover(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{180e}' | '\u{200b}' | '\u{2060}'..='\u{2064}' | '\u{206a}'..='\u{206f}' | '\u{feff}' | '\u{e0000}'..='\u{e007f}'
    ) || letter.is_control() && !letter.is_whitespace()
}

/// Says whether each font has another sign for a character.
pub(super) fn is_of_picture_font(letter: char) -> bool {
    matches!(letter, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// Returns what stands for a sign of a picture font: the bullets of Symbol and Wingdings, or the sign of what is unknown.
fn shown(letter: char) -> char {
    match letter {
        '\u{f0b7}' => '•',
        '\u{f0a7}' => '▪',
        _ => char::REPLACEMENT_CHARACTER,
    }
}

/// Says whether a character begins or ends a phrase that runs the other way: each format sets its own.
fn is_isolate(letter: char) -> bool {
    matches!(letter, '\u{2066}'..='\u{2069}')
}

/// Says whether some words of a sheet run from right to left.
fn runs_both_ways(sheet: &Sheet) -> bool {
    let runs = sheet.paragraphs.iter().map(|paragraph| &paragraph.runs).chain(sheet.notes.values()).flatten();
    runs.into_iter().any(|run| run.words.contains(is_right_to_left))
}

/// Returns runs without what nobody sees, which is counted; the signs of picture fonts that it replaces are kept.
fn cleared(runs: Vec<Run>, is_needless: fn(char) -> bool, count: &mut usize, signs: &mut BTreeSet<char>) -> Vec<Run> {
    let clear = |mut run: Run| {
        // Words that look otherwise, or stand behind a mark, are no second half of one.
        let mut is_hyphenated = false;
        let mut words = String::with_capacity(run.words.len());
        for letter in run.words.chars() {
            // The mark of a note may be nothing else.
            if is_needless(letter) && run.note.is_none() {
                continue;
            }
            if is_leftover(letter) {
                *count += 1;
                is_hyphenated = letter == '\u{ad}' && !words.is_empty();
                continue;
            }
            let sign = is_of_picture_font(letter).then(|| shown(letter));
            if sign == Some(char::REPLACEMENT_CHARACTER) {
                signs.insert(letter);
            }
            let letter = sign.unwrap_or(letter);
            // A soft hyphen at the end of a line parts no words.
            let is_line_end = is_hyphenated && matches!(letter, ' ' | '\n' | BREAK | WRAP);
            if !is_line_end {
                words.push(letter);
                is_hyphenated = false;
            }
        }
        run.words = words.nfc().collect();
        run
    };
    tidy_blanks(runs.into_iter().map(clear).collect())
}
