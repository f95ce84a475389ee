//! Holds a reading against the document.
//!
//! Both are lists in print order. They are walked side by side; where they part, the nearest place at which they meet
//! again decides what was changed, what is missing and what is extra.

use engross_model::{Document, Finding, is_direction_mark, is_ideographic, is_right_to_left};

use crate::excerpt::{beginning, difference};
use crate::expected::{self, Unit};
use crate::reading::{MARK_END, MARK_START, Notation, ReadBlock, Reading, is_blank};

/// How far ahead the two lists are searched for a place where they meet again.
const HORIZON: usize = 64;
/// How many lines a look may run together.
const MOST_JOINED: usize = 32;
/// More letters than a label has.
const LONGEST_LABEL: usize = 24;

/// Compares what the core decided with what was read out of a file.
///
/// Codes: `PAR-01` for labels, `PAR-02` for texts that differ, are missing, extra or elsewhere, `PAR-03` for notes and
/// their marks. None at all means that the file shows the document.
pub fn compare(document: &Document, reading: &Reading) -> Vec<Finding> {
    let units = tight_units(expected::units(document, reading.notation));
    let blocks: Vec<ReadBlock> = reading.blocks.iter().map(tight_block).collect();
    let steps = Walk::new(&units, &blocks, reading.notation).steps();
    let mut findings = describe(&steps, reading.notation, &|block| is_furniture(document, block));

    let notes = tight_units(expected::notes(document, reading.notation));
    let read_notes: Vec<ReadBlock> = reading
        .notes
        .iter()
        .map(|note| ReadBlock { label: Some(note.mark.clone()), text: tight(&note.text) })
        .collect();
    let steps = Walk::new(&notes, &read_notes, reading.notation).steps();
    findings.extend(describe(&steps, reading.notation, &|_| false).into_iter().map(about_notes));
    findings
}

fn tight_units(mut units: Vec<Unit>) -> Vec<Unit> {
    units.iter_mut().for_each(|unit| unit.text = tight(&unit.text));
    units
}

fn tight_block(block: &ReadBlock) -> ReadBlock {
    ReadBlock { label: block.label.clone(), text: tight(&block.text) }
}

/// Writes a text without the blanks beside ideographs: lines end there without one.
fn tight(text: &str) -> String {
    if !text.contains(is_ideographic) {
        return text.to_owned();
    }
    let mut tight = String::with_capacity(text.len());
    for word in text.split(' ') {
        let is_beside = [tight.chars().next_back(), word.chars().next()].into_iter().flatten().any(is_ideographic);
        if !tight.is_empty() && !is_beside {
            tight.push(' ');
        }
        tight.push_str(word);
    }
    tight
}

/// One thing found while walking both lists.
enum Step<'a> {
    Same,
    Label(&'a Unit, String),
    Text(&'a Unit, &'a ReadBlock),
    Missing(&'a Unit),
    Extra(&'a ReadBlock),
}

/// How a block agrees with a unit.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Fit {
    Same,
    /// The words agree; the label reads so.
    OtherLabel(String),
    Other,
}

struct Walk<'a> {
    units: &'a [Unit],
    blocks: &'a [ReadBlock],
    notation: Notation,
}

impl<'a> Walk<'a> {
    fn new(units: &'a [Unit], blocks: &'a [ReadBlock], notation: Notation) -> Self {
        Self { units, blocks, notation }
    }

    fn steps(mut self) -> Vec<Step<'a>> {
        let mut steps = Vec::new();
        while let (Some(unit), Some(block)) = (self.units.first(), self.blocks.first()) {
            match fit(unit, block, self.notation) {
                Fit::Same => self.pass(1, 1, &mut steps),
                other => {
                    // Two lines of the same words may share one: the first of them is no label.
                    if let Some((units, blocks)) = joined(self.units, self.blocks) {
                        self.pass(units, blocks, &mut steps);
                    } else if let Fit::OtherLabel(label) = other {
                        steps.push(Step::Label(unit, label));
                        self.advance(1, 1);
                    } else if let Some(label) = label_above(unit, self.blocks, self.notation) {
                        let is_same = unit.label.as_deref() == Some(label);
                        steps.push(if is_same { Step::Same } else { Step::Label(unit, label.to_owned()) });
                        self.advance(1, 2);
                    } else {
                        self.part(&mut steps);
                    }
                }
            }
        }
        steps.extend(self.units.iter().map(Step::Missing));
        steps.extend(self.blocks.iter().map(Step::Extra));
        steps
    }

    fn pass(&mut self, units: usize, blocks: usize, steps: &mut Vec<Step<'a>>) {
        steps.push(Step::Same);
        self.advance(units, blocks);
    }

    fn advance(&mut self, units: usize, blocks: usize) {
        self.units = self.units.get(units..).unwrap_or_default();
        self.blocks = self.blocks.get(blocks..).unwrap_or_default();
    }

    /// Goes on to the nearest place where the two lists meet again.
    fn part(&mut self, steps: &mut Vec<Step<'a>>) {
        let (units, blocks) = self.meeting();
        let paired = units.min(blocks);
        steps.extend(self.units.iter().zip(self.blocks).take(paired).map(|(unit, block)| Step::Text(unit, block)));
        steps.extend(self.units.iter().take(units).skip(paired).map(Step::Missing));
        steps.extend(self.blocks.iter().take(blocks).skip(paired).map(Step::Extra));
        self.advance(units, blocks);
    }

    /// Returns how many units and blocks to pass over; one of each where the lists do not meet again.
    fn meeting(&self) -> (usize, usize) {
        let meets = |units: usize, blocks: usize| {
            let (ahead, read_ahead) = (self.units.get(units..)?, self.blocks.get(blocks..)?);
            let unit = ahead.first()?;
            let same = fit(unit, read_ahead.first()?, self.notation) == Fit::Same
                || joined(ahead, read_ahead).is_some()
                || label_above(unit, read_ahead, self.notation)
                    .is_some_and(|label| unit.label.as_deref() == Some(label));
            same.then_some((units, blocks))
        };
        (1..HORIZON)
            .flat_map(|distance| middle_first(distance).map(move |units| (units, distance - units)))
            .find_map(|(units, blocks)| meets(units, blocks))
            .unwrap_or((1, 1))
    }
}

/// Sees whether the label of a clause stands on a line of its own, above its words, and returns it as read.
fn label_above<'a>(unit: &Unit, blocks: &'a [ReadBlock], notation: Notation) -> Option<&'a str> {
    let [line, words, ..] = blocks else { return None };
    let is_line = line.label.is_none() && line.text.chars().count() <= LONGEST_LABEL;
    let fits = words.label.is_none() && !unit.text.is_empty() && same_text(&unit.text, &words.text, notation);
    (unit.labelled && is_line && fits).then_some(&*line.text)
}

/// Sees whether lines of a title, or headings, are only divided otherwise than the core has them, and returns how many
/// units and blocks say the same. Words at the other end of a line make a label of those before them.
fn joined(units: &[Unit], blocks: &[ReadBlock]) -> Option<(usize, usize)> {
    if !units.first()?.loose {
        return None;
    }
    let whole = |block: &ReadBlock| match &block.label {
        Some(label) => format!("{label} {}", block.text).trim_end().to_owned(),
        None => block.text.clone(),
    };
    let read: Vec<String> = blocks.iter().take(MOST_JOINED).map(whole).collect();
    let mut lines = units.iter().take(MOST_JOINED).map_while(|unit| unit.loose.then_some(&*unit.text));
    let mut read_lines = read.iter().map(String::as_str);
    let (mut line, mut read) = (lines.next()?, read_lines.next()?);
    let (mut units, mut blocks) = (1, 1);
    while !(line.is_empty() && read.is_empty()) {
        if line.is_empty() {
            line = lines.next()?;
            units += 1;
        } else if read.is_empty() {
            read = read_lines.next()?;
            blocks += 1;
        } else if let Some(rest) = rest_after(read, line) {
            (line, read) = ("", rest);
        } else {
            (line, read) = (rest_after(line, read)?, "");
        }
    }
    Some((units, blocks))
}

/// Counts 0 to `distance`, the middle first: a changed block is likelier than a missing and an extra one.
fn middle_first(distance: usize) -> impl Iterator<Item = usize> {
    let middle = distance / 2;
    std::iter::once(middle)
        .chain((1..=distance).flat_map(move |step| [middle.checked_sub(step), middle.checked_add(step)]).flatten())
        .filter(move |units| *units <= distance)
}

fn fit(unit: &Unit, block: &ReadBlock, notation: Notation) -> Fit {
    let same_text = |read: &str| same_text(&unit.text, read, notation);
    match (&unit.label, &block.label) {
        (expected, read) if expected == read => {
            if same_text(&block.text) {
                Fit::Same
            } else {
                Fit::Other
            }
        }
        // The file does not set the label apart: it stands at the head of the text.
        (Some(_), None) => fit_of_run_in(unit, &block.text, notation),
        (None, Some(read)) if same_text(format!("{read} {}", block.text).trim()) => Fit::Same,
        (_, read) if !unit.text.is_empty() && same_text(&block.text) => {
            Fit::OtherLabel(read.clone().unwrap_or_default())
        }
        _ => Fit::Other,
    }
}

/// Compares a unit with a block whose label, if it has one, stands at the head of its text.
fn fit_of_run_in(unit: &Unit, read: &str, notation: Notation) -> Fit {
    let label = unit.label.as_deref().unwrap_or_default();
    if read.strip_prefix(label).is_some_and(|rest| same_text(&unit.text, rest.trim_start(), notation)) {
        return Fit::Same;
    }
    if unit.text.is_empty() {
        return Fit::Other;
    }
    let mut splits = read.char_indices().take(LONGEST_LABEL).map(|(at, _)| read.split_at(at));
    match splits.find(|(_, rest)| same_text(&unit.text, rest.trim_start(), notation)) {
        Some((label, _)) => Fit::OtherLabel(label.trim_end().to_owned()),
        None => Fit::Other,
    }
}

/// Compares texts letter by letter. On set lines, a soft hyphen may have been used up at a line's end.
fn same_text(expected: &str, read: &str, notation: Notation) -> bool {
    expected == read
        || notation == Notation::Typeset
            && (same_but_for_hyphenation(expected, read)
                || expected.chars().any(turns) && words(expected) == words(read))
}

fn same_but_for_hyphenation(expected: &str, read: &str) -> bool {
    const SOFT_HYPHEN: char = '\u{AD}';
    let mut read = read.chars().peekable();
    expected.chars().all(|letter| read.next_if_eq(&letter).is_some() || letter == SOFT_HYPHEN) && read.next().is_none()
}

/// Returns the words of a text, and the signs around them, in alphabetic order. Where directions mix, the letters of a
/// PDF stand in the order in which they look; their order in reading depends on the lines, so words are compared alone.
/// Marks of direction have done their work by then, and show nothing.
fn words(text: &str) -> Vec<&str> {
    let mut words: Vec<&str> = text
        .split_inclusive(|letter: char| !letter.is_alphanumeric())
        .flat_map(|word| word.split_at_checked(word.trim_end_matches(|letter: char| !letter.is_alphanumeric()).len()))
        .flat_map(|(word, sign)| [word, sign])
        .filter(|piece| !piece.chars().all(|letter| is_blank(letter) || is_direction_mark(letter)))
        .collect();
    words.sort_unstable();
    words
}

/// Says whether the direction of writing turns at a letter.
fn turns(letter: char) -> bool {
    is_right_to_left(letter) || is_direction_mark(letter)
}

/// Returns what is left of a text after a beginning that ends where a word or a note mark does.
fn rest_after<'a>(text: &'a str, beginning: &str) -> Option<&'a str> {
    let rest = text.strip_prefix(beginning)?;
    (rest.is_empty() || rest.starts_with([' ', MARK_START])).then(|| rest.trim_start())
}

/// Says whether a block is a word that the page needs around the text, such as the heading over the notes.
fn is_furniture(document: &Document, block: &ReadBlock) -> bool {
    let is_of =
        |column: &Document| column.words.values().any(|word| *word == block.text) || column.running_head == block.text;
    block.label.is_none() && document.columns().any(is_of)
}

/// Turns what was found into findings. What is missing here and extra there stands elsewhere.
fn describe(steps: &[Step<'_>], notation: Notation, is_furniture: &dyn Fn(&ReadBlock) -> bool) -> Vec<Finding> {
    let mut extra: Vec<&ReadBlock> = Vec::new();
    extra.extend(steps.iter().filter_map(|step| if let Step::Extra(block) = step { Some(*block) } else { None }));
    extra.retain(|block| !is_furniture(block));

    let mut findings = Vec::new();
    for step in steps {
        match step {
            Step::Same | Step::Extra(_) => {}
            Step::Label(unit, read) => findings.push(other_label(unit, read)),
            Step::Text(unit, block) => findings.extend(other_text(unit, block, notation)),
            Step::Missing(unit) => {
                let elsewhere = extra.iter().position(|block| fit(unit, block, notation) == Fit::Same);
                findings.push(match elsewhere.map(|at| extra.remove(at)) {
                    Some(_) => text_finding(unit, "stands elsewhere in the file"),
                    None => text_finding(unit, "is missing in the file"),
                });
            }
        }
    }
    findings.extend(extra.into_iter().map(unknown_block));
    findings
}

fn other_label(unit: &Unit, read: &str) -> Finding {
    let expected = unit.label.as_deref().unwrap_or_default();
    let message = match (expected, read) {
        ("", read) => format!("{} `{}` has the label `{read}` in the file; it has none", unit.name, unit.id),
        (expected, "") => format!("{} `{}` has no label in the file; it is `{expected}`", unit.name, unit.id),
        (expected, read) => format!("{} `{}` has the label `{read}` in the file, not `{expected}`", unit.name, unit.id),
    };
    Finding::new("PAR-01", message).in_clause(&unit.id)
}

/// Says what differs between a unit and the block that stands in its place: the label, the note marks, the words.
fn other_text(unit: &Unit, block: &ReadBlock, notation: Notation) -> Vec<Finding> {
    let run_in =
        unit.label.as_deref().filter(|_| block.label.is_none()).and_then(|label| block.text.strip_prefix(label));
    let read = run_in.map_or(&*block.text, str::trim_start);
    let mut findings = Vec::new();
    if run_in.is_none() && unit.label != block.label {
        findings.push(other_label(unit, block.label.as_deref().unwrap_or_default()));
    }
    let (quoted, quoted_read) = difference(&unit.text, read);
    let message = format!("{} `{}` reads {quoted_read} in the file, not {quoted}", unit.name, unit.id);
    let only_marks = without_marks(&unit.text, notation) == without_marks(read, notation);
    let code = if only_marks && !same_text(&unit.text, read, notation) { "PAR-03" } else { "PAR-02" };
    findings.push(Finding::new(code, message).in_clause(&unit.id));
    findings
}

fn text_finding(unit: &Unit, what: &str) -> Finding {
    let whole = format!("{} {}", unit.label.as_deref().unwrap_or_default(), unit.text);
    let message = format!("{} `{}` {what}: {}", unit.name, unit.id, beginning(whole.trim_start()));
    Finding::new("PAR-02", message).in_clause(&unit.id)
}

fn unknown_block(block: &ReadBlock) -> Finding {
    let whole = format!("{} {}", block.label.as_deref().unwrap_or_default(), block.text);
    Finding::new("PAR-02", format!("the file shows what the text does not have: {}", beginning(whole.trim_start())))
}

/// Whatever is wrong with a note, its mark included, is one kind of finding.
fn about_notes(mut finding: Finding) -> Finding {
    finding.code = "PAR-03".to_owned();
    finding.message = finding.message.replacen(" the label ", " the mark ", 1);
    finding
}

/// Returns a text without its note marks, to tell a changed mark from a changed word.
fn without_marks(text: &str, notation: Notation) -> String {
    let (start, end) = match notation {
        Notation::Styled | Notation::Typeset => (MARK_START, MARK_END),
        Notation::Signs => ('[', ']'),
    };
    let mut kept = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(start) {
        kept.push_str(before);
        rest = match after.split_once(end).filter(|(mark, _)| is_mark(mark)) {
            Some((_, after)) => after,
            None => after,
        };
    }
    kept + rest
}

/// Tells a mark from inserted, deleted or moved words between the same signs.
fn is_mark(inside: &str) -> bool {
    !inside.is_empty() && !inside.starts_with(['+', '-', '>']) && !inside.contains(is_blank)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_beside_ideographs_do_not_count() {
        for (text, expected) in [
            ("the two words", "the two words"),
            ("手册[4]：“5. 水尺读 两次", "手册[4]：“5.水尺读两次"),
            ("the 水位 at A 1", "the水位at A 1"),
        ] {
            assert_eq!(tight(text), expected);
        }
    }
}
