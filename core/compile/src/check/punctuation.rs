//! Punctuation marks: those at the ends of clauses, doubled and foreign ones, and on which side of them a note mark stands.

use engross_model::Finding;
use unicode_script::{Script, UnicodeScript};

use super::words::{inside_address, is_full_width, is_space, leading_spaces};
use super::{Checked, replacement, value_replacement, with_fix};
use crate::house::{NoteMarkSide, TermsData};
use crate::parse::inline::PLACEHOLDER;
use crate::resolve::{ends_with_abbreviation, written_end};
use crate::source_map::{EndPosition, Unit};

pub(super) fn check(text: &Checked<'_>, findings: &mut Vec<Finding>) {
    for unit in text.units() {
        end_mark(text, unit, findings);
        doubled_marks(text, unit, findings);
        foreign_marks(text, unit, findings);
        typewriter_characters(text, unit, findings);
        note_mark_side(text, unit, findings);
    }
}

/// `PUN-01`, `PUN-02`, `PUN-03`: a clause that ends with another mark than the house's.
fn end_mark(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let Some(end) = &unit.end else { return };
    let words = unit.visible.text.trim_end_matches(|c: char| c == PLACEHOLDER || c.is_whitespace());
    let terms = text.terms();
    let Some(written) = written_end(words, &terms.conjunctions).filter(|written| *written != end.mark) else { return };
    let (code, what) = match end.position {
        EndPosition::Set => return,
        EndPosition::LeadIn => ("PUN-02", "what leads into points"),
        EndPosition::Final => ("PUN-03", "the text"),
        EndPosition::Other => ("PUN-01", "this clause"),
    };
    let range = words.len() - written.len()..words.len();
    let message = format!("{what} ends with `{written}` instead of `{}`", end.mark);
    // A word or two different marks are the author's to mend; so is a mark after another, or after an abbreviation.
    let before = &words[..range.start];
    let one_mark = written.chars().next().filter(|mark| written.trim_matches([*mark, ' ']).is_empty());
    let replaceable = one_mark.is_some_and(|mark| {
        terms.is_mark(";:,.", mark) && (mark != '.' || !ends_with_abbreviation(words, &terms.abbreviations))
    });
    let fix = (replaceable && written_end(before, &[]).is_none()).then(|| replacement(unit, range.clone(), &end.mark));
    let finding = text.finding(code, message, unit, range).help(format!("end it with `{}`", end.mark));
    findings.push(with_fix(finding, fix.flatten()));
}

/// `PUN-05`: two commas or semicolons running, but for the end of a clause, which has rules of its own.
fn doubled_marks(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let is_mark = |character| text.terms().is_mark(",;", character);
    let mut from = 0;
    while let Some(found) = visible[from..].find(is_mark) {
        let start = from + found;
        let rest = &visible[start..];
        let tail = rest.trim_start_matches(|character| is_mark(character) || is_space(character));
        let run = rest[..rest.len() - tail.len()].trim_end_matches(is_space);
        from = start + run.len();
        let at_end = unit.end.is_some() && tail.trim_end_matches(PLACEHOLDER).is_empty();
        let mark = &run[..run.chars().next().map_or(0, char::len_utf8)];
        if run.len() > mark.len() && !at_end && !inside_address(visible, start) {
            let same = run.chars().all(|character| mark.contains(character) || is_space(character));
            let finding = text.finding("PUN-05", format!("`{run}` stands for one mark"), unit, start..from);
            let fix = replacement(unit, start..from, mark).filter(|_| same);
            findings.push(with_fix(finding.help("keep one of them"), fix));
        }
    }
}

/// `PUN-05`: a mark that the language writes otherwise, after a word in the language's own script.
fn foreign_marks(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let visible = unit.visible.text.as_str();
    let marks = &text.terms().marks;
    for (at, mark) in visible.char_indices().filter(|_| !marks.is_empty()) {
        let Some(own) = marks.get(mark.encode_utf8(&mut [0; 4]) as &str) else { continue };
        let before =
            visible[..at].trim_end_matches(|last| is_space(last) || "\")]»”’".contains(last)).chars().next_back();
        let after = &visible[at + mark.len_utf8()..];
        let in_own_script = before.is_some_and(|last| last.is_alphabetic() && last.script() != Script::Latin);
        // The end of a clause has rules of its own, an ellipsis is no full stop.
        let at_end = unit.end.is_some() && after.trim_matches(|last| last == PLACEHOLDER || is_space(last)).is_empty();
        let is_own = marks.values().any(|own| own.contains(mark));
        if is_own || at_end || !in_own_script || after.starts_with(mark) || inside_address(visible, at) {
            continue;
        }
        let spaces = if own.chars().any(is_full_width) { leading_spaces(after) } else { 0 };
        let finding = text.finding(
            "PUN-05",
            format!("this language writes `{own}` for `{mark}`"),
            unit,
            at..at + mark.len_utf8(),
        );
        let fix = replacement(unit, at..at + mark.len_utf8() + spaces, own);
        findings.push(with_fix(finding.help(format!("write `{own}`")), fix));
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

/// `PUN-06`: a note mark on the wrong side of the punctuation.
fn note_mark_side(text: &Checked<'_>, unit: &Unit, findings: &mut Vec<Finding>) {
    let value = unit.text.value.as_str();
    let terms = text.terms();
    let side = terms.note_marks.unwrap_or_default();
    for (_, mark) in unit.markup.note_marks() {
        let swap = match side {
            NoteMarkSide::AfterPunctuation => punctuation_start(&value[mark.end..], terms)
                .map(|length| (mark.start..mark.end + length, mark.end..mark.end + length)),
            NoteMarkSide::BeforePunctuation => punctuation_length_before(&value[..mark.start], terms)
                .map(|length| (mark.start - length..mark.end, mark.start - length..mark.start)),
        };
        let Some((both, punctuation)) = swap else { continue };
        let (note, words) = (&value[mark.clone()], &value[punctuation.clone()]);
        let (side, new) = match side {
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

fn punctuation_start(rest: &str, terms: &TermsData) -> Option<usize> {
    let mark = rest.chars().next().filter(|mark| terms.is_mark(",;:.!?", *mark))?;
    Some(mark.len_utf8())
}

/// Measures a mark and the no-break space before it.
fn punctuation_length_before(before: &str, terms: &TermsData) -> Option<usize> {
    let mark = before.chars().next_back().filter(|mark| terms.is_mark(",;:.!?", *mark))?;
    let words = before[..before.len() - mark.len_utf8()].trim_end_matches(['\u{a0}', '\u{202f}']);
    Some(before.len() - words.len())
}
