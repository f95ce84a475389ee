//! End marks, spaces, quotation marks, and on which side of a mark a note mark stands.

use std::ops::Range;

use engross_model::Finding;

use super::words::inside_address;
use super::{Checked, replacement, shown, value_replacement, with_fix};
use crate::house::NoteMarkSide;
use crate::parse::inline::PLACEHOLDER;
use crate::resolve::written_end;
use crate::source_map::{EndPosition, Unit};

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.units() {
        end_mark(text, unit, findings);
        doubled_marks(text, unit, findings);
        space_before_marks(text, unit, findings);
        guillemets(text, unit, findings);
        double_spaces(text, unit, findings);
        outer_spaces(text, unit, findings);
        space_after_commas(text, unit, findings);
        typewriter_characters(text, unit, findings);
        quotation_marks(text, unit, findings);
        note_mark_side(text, unit, findings);
        missing_no_break_spaces(text, unit, findings);
    }
}

/// `PUN-01`, `PUN-02`, `PUN-03`: a clause that ends with another mark than the house's.
fn end_mark(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(end) = &unit.end else { return };
    let words = unit.visible.text.trim_end_matches(|c: char| c == PLACEHOLDER || c.is_whitespace());
    let conjunctions = &text.terms().conjunctions;
    let Some(written) = written_end(words, conjunctions).filter(|written| *written != end.mark) else { return };
    let (code, what) = match end.position {
        EndPosition::LeadIn => ("PUN-02", "what leads into points"),
        EndPosition::Final => ("PUN-03", "the text"),
        EndPosition::Other => ("PUN-01", "this clause"),
    };
    let range = words.len() - written.len()..words.len();
    let message = format!("{what} ends with `{written}` instead of `{}`", end.mark);
    // A word or two different marks are the author's to mend; so is a mark after another, or after an abbreviation.
    let before = &words[..range.start];
    let one_mark =
        [';', ':', ',', '.'].iter().find(|mark| written.trim_matches(|c| c == **mark || c == ' ').is_empty());
    let replaceable =
        one_mark.is_some_and(|mark| *mark != '.' || !ends_with_abbreviation(words, &text.terms().abbreviations));
    let fix = (replaceable && written_end(before, &[]).is_none()).then(|| replacement(unit, range.clone(), &end.mark));
    let finding = text.finding(code, message, unit, range).help(format!("end it with `{}`", end.mark));
    findings.push(with_fix(finding, fix.flatten()));
}

/// `PUN-05`: two commas or semicolons running, but for the end of a clause, which has rules of its own.
fn doubled_marks(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let mut from = 0;
    while let Some(found) = visible[from..].find([',', ';']) {
        let start = from + found;
        let rest = &visible[start..];
        let tail = rest.trim_start_matches(|character| ",;".contains(character) || is_space(character));
        let run = rest[..rest.len() - tail.len()].trim_end_matches(is_space);
        from = start + run.len();
        let at_end = unit.end.is_some() && tail.trim_end_matches(PLACEHOLDER).is_empty();
        if run.len() > 1 && !at_end && !inside_address(visible, start) {
            let mark = &run[..1];
            let same = run.chars().all(|character| mark.contains(character) || is_space(character));
            let finding = text.finding("PUN-05", format!("`{run}` stands for one mark"), unit, start..from);
            let fix = replacement(unit, start..from, mark).filter(|_| same);
            findings.push(with_fix(finding.help("keep one of them"), fix));
        }
    }
}

fn ends_with_abbreviation(words: &str, abbreviations: &[String]) -> bool {
    let last = words.trim_end_matches('.').rsplit(char::is_whitespace).next().unwrap_or_default();
    last.contains('.') || abbreviations.contains(&last.to_lowercase())
}

/// `PUN-04`, `PUN-05`: the space before `: ; ! ?` and before `, .`.
fn space_before_marks(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let wanted = |mark: char| {
        text.terms().spacing.before.get(mark.encode_utf8(&mut [0; 4]) as &str).map(|space| space.character())
    };
    for (at, mark) in visible.char_indices().filter(|(_, mark)| ":;!?,.".contains(*mark)) {
        let before = &visible[..at];
        let words = before.trim_end_matches(is_space);
        let spaces = &before[words.len()..];
        let range = words.len()..at;
        let misplaced = ",;".contains(mark) && !spaces.is_empty();
        if !at_word_end(&visible[at + 1..]) && !misplaced {
            continue;
        }
        // A mark after another mark, at the beginning, or in front of an ellipsis is no end of words.
        if words.is_empty() || words.ends_with(|last: char| ":;!?,.(«“‘".contains(last)) {
            continue;
        }
        match wanted(mark) {
            Some(space) if spaces != space.to_string() => {
                let finding = text.finding(
                    "PUN-04",
                    format!("a no-break space belongs before `{mark}`"),
                    unit,
                    around(range.clone(), at),
                );
                let help = format!("write {} there", shown(&space.to_string()));
                findings.push(with_fix(finding.help(help), replacement(unit, range, &space.to_string())));
            }
            None if !spaces.is_empty() => {
                let code =
                    if spaces.contains(['\u{a0}', '\u{202f}']) && ":;!?".contains(mark) { "PUN-04" } else { "PUN-05" };
                let finding =
                    text.finding(code, format!("a space stands before `{mark}`"), unit, around(range.clone(), at));
                // A lone character or sign closed up to its mark would read as something else: `* ,`, `x .`, `** ;`
                let lone =
                    words.chars().rev().nth(1).is_none_or(char::is_whitespace) || words.ends_with(['*', '^', '~']);
                let fix = replacement(unit, range, "").filter(|_| !lone);
                findings.push(with_fix(finding.help("delete the space"), fix));
            }
            _ => {}
        }
    }
}

/// Says whether a mark ends words: not the colon of `10:30` or `https://`, nor the point of `1.10`.
fn at_word_end(rest: &str) -> bool {
    rest.chars().next().is_none_or(|next| next.is_whitespace() || ")]»”’\"'".contains(next) || next == PLACEHOLDER)
}

fn around(spaces: Range<usize>, mark: usize) -> Range<usize> {
    spaces.start..mark + 1
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}')
}

/// `PUN-04`: the space inside `«` and `»`.
fn guillemets(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(space) = text.terms().spacing.inside_guillemets.map(|space| space.character()) else { return };
    let visible = unit.visible.text.as_str();
    for (at, mark) in visible.char_indices().filter(|(_, mark)| "«»".contains(*mark)) {
        let after = at + mark.len_utf8();
        let range = if mark == '«' {
            after..after + leading_spaces(&visible[after..])
        } else {
            visible[..at].trim_end_matches(is_space).len()..at
        };
        if visible[range.clone()] != space.to_string() {
            let place = range.start.min(at)..range.end.max(after);
            let finding = text.finding("PUN-04", format!("a no-break space belongs inside `{mark}`"), unit, place);
            let help = format!("write {} there", shown(&space.to_string()));
            findings.push(with_fix(finding.help(help), replacement(unit, range, &space.to_string())));
        }
    }
}

fn leading_spaces(text: &str) -> usize {
    text.len() - text.trim_start_matches(is_space).len()
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
    for (at, mark) in visible.match_indices([',', ';']) {
        let before = visible[..at].trim_end().chars().next_back();
        let after = visible[at + 1..].chars().next();
        let glued = before.is_some_and(char::is_alphabetic) && after.is_some_and(char::is_alphabetic);
        if glued && !inside_address(visible, at) {
            let finding = text.finding("PUN-05", format!("a space is missing after `{mark}`"), unit, at..at + 1);
            findings.push(with_fix(finding.help("add one"), replacement(unit, at + 1..at + 1, " ")));
        }
    }
}

/// `PUN-05`: a hyphen used as a dash, three dots for an ellipsis.
fn typewriter_characters(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    for (message, typed) in [("a hyphen is used as a dash", " - "), ("two hyphens are used as a dash", " -- ")] {
        for (at, _) in visible.match_indices(typed) {
            let hyphens = at + 1..at + typed.len() - 1;
            let finding = text.finding("PUN-05", message, unit, hyphens.clone());
            let finding = finding.help("write – (or — where the house does)");
            findings.push(with_fix(finding, replacement(unit, hyphens, "–")));
        }
    }
    for (at, dots) in visible.match_indices("...").filter(|(at, _)| !inside_address(visible, *at)) {
        let finding = text.finding("PUN-05", "three dots stand for an ellipsis", unit, at..at + dots.len());
        findings.push(with_fix(finding.help("write …"), replacement(unit, at..at + dots.len(), "…")));
    }
}

/// `PUN-05`: apostrophes and quotation marks of another style than the house's.
fn quotation_marks(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let quotes = &text.terms().quotes;
    let visible = unit.visible.text.as_str();
    for (at, found) in visible.char_indices() {
        let range = at..at + found.len_utf8();
        if let ('\'' | '’', Some(house)) = (found, quotes.apostrophe)
            && found != house
            && is_apostrophe(visible, range.clone())
            && !inside_address(visible, at)
        {
            let finding = text.finding("PUN-05", format!("the house's apostrophe is `{house}`"), unit, range.clone());
            findings
                .push(with_fix(finding.help(format!("write `{house}`")), replacement(unit, range, &house.to_string())));
        } else if let ('"' | '“' | '”' | '„' | '«' | '»', Some(outer)) = (found, &quotes.outer)
            && !outer.contains(found)
            && !quotes.inner.as_ref().is_some_and(|inner| inner.contains(found))
        {
            let finding = text.finding("PUN-05", format!("the house's quotation marks are `{outer}`"), unit, range);
            findings.push(finding.help("which of the two belongs here is for you to say"));
        }
    }
}

/// An apostrophe stands after a letter: `Allies'`, `l'Alliance`, `NATO's`.
fn is_apostrophe(visible: &str, mark: Range<usize>) -> bool {
    let before = visible[..mark.start].chars().next_back();
    let opened = visible[..mark.start].contains('‘');
    before.is_some_and(char::is_alphanumeric) && !opened
}

/// `PUN-06`: a note mark on the wrong side of the punctuation.
fn note_mark_side(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let value = unit.text.value.as_str();
    for (_, mark) in unit.markup.note_marks() {
        let swap = match text.terms().note_marks {
            NoteMarkSide::AfterPunctuation => punctuation_start(&value[mark.end..])
                .map(|length| (mark.start..mark.end + length, mark.end..mark.end + length)),
            NoteMarkSide::BeforePunctuation => punctuation_length_before(&value[..mark.start])
                .map(|length| (mark.start - length..mark.end, mark.start - length..mark.start)),
        };
        let Some((both, punctuation)) = swap else { continue };
        let (note, words) = (&value[mark.clone()], &value[punctuation.clone()]);
        let (side, new) = match text.terms().note_marks {
            NoteMarkSide::AfterPunctuation => ("after", format!("{words}{note}")),
            NoteMarkSide::BeforePunctuation => ("before", format!("{note}{words}")),
        };
        let fix = value_replacement(unit, both, &new, format!("move the note mark {side} `{}`", words.trim()));
        let message = format!("note marks stand {side} the punctuation in this language");
        let help = format!("write `{new}`");
        let finding =
            Finding::new("PUN-06", message).at(&*unit.text.file, unit.text.file_range(mark)).in_clause(&unit.id);
        findings.push(with_fix(finding.help(help), fix));
    }
}

fn punctuation_start(rest: &str) -> Option<usize> {
    let mark = rest.chars().next().filter(|mark| ",;:.!?".contains(*mark))?;
    Some(mark.len_utf8())
}

/// Measures a mark and the no-break space before it.
fn punctuation_length_before(before: &str) -> Option<usize> {
    let mark = before.chars().next_back().filter(|mark| ",;:.!?".contains(*mark))?;
    let words = before[..before.len() - mark.len_utf8()].trim_end_matches(['\u{a0}', '\u{202f}']);
    Some(before.len() - words.len())
}

/// `PUN-07`: a breaking space inside a number, or between a number and its sign or unit.
fn missing_no_break_spaces(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    for (at, _) in visible.match_indices(' ') {
        let before = visible[..at].rsplit(char::is_whitespace).next().unwrap_or_default();
        let after = visible[at + 1..].split(char::is_whitespace).next().unwrap_or_default();
        let digits = |word: &str| word.bytes().take_while(u8::is_ascii_digit).count();
        let thousands = (1..=3).contains(&digits(before)) && digits(before) == before.len() && digits(after) == 3;
        let signed = text.terms().number_signs.iter().any(|sign| sign == before) && digits(after) > 0;
        let unit_of = after.trim_end_matches(|last: char| ",;:.)".contains(last));
        let counted =
            before.ends_with(|last: char| last.is_ascii_digit()) && text.terms().units.iter().any(|it| it == unit_of);
        if thousands || signed || counted {
            let finding = text.finding("PUN-07", "a line may break at this number", unit, at..at + 1);
            findings.push(with_fix(finding.help("write a no-break space"), replacement(unit, at..at + 1, "\u{a0}")));
        }
    }
}
