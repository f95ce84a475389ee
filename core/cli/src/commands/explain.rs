//! `engross explain`: what a code means, or which clause prints a label.

use std::fs;

use engross_model::{CODES, Clause, CodeEntry, Document, code_entry, plain_text};

use crate::args::Explain;
use crate::commands::one_text::{self, OneText};
use crate::commands::outline::first_words;
use crate::exit::{Exit, Outcome, Stop};
use crate::output;
use crate::positions::Lines;
use crate::report::severity_word;

pub(crate) fn run(arguments: &Explain) -> Outcome {
    match (&arguments.what, &arguments.file) {
        (None, _) => {
            output::print(&all_codes())?;
            Ok(Exit::Clean)
        }
        (Some(code), None) => explain_code(code),
        (Some(label), Some(_)) => explain_label(label, arguments),
    }
}

fn all_codes() -> String {
    let line = |entry: &CodeEntry| format!("{:<9} {:<8} {}\n", entry.code, severity_word(entry.severity), entry.title);
    CODES.iter().map(line).collect()
}

fn explain_code(code: &str) -> Outcome {
    let wanted = code.to_ascii_uppercase();
    let Some(entry) = code_entry(&wanted) else {
        let stop = Stop::usage(format!("there is no code `{code}`"));
        let meant = engross_model::nearest(&wanted, CODES.iter().map(|entry| entry.code));
        return Err(match meant {
            Some(meant) => {
                stop.help(format!("did you mean `{meant}`? To find a clause by its label, name its file too"))
            }
            None => stop.help("`engross explain` lists all codes; to find a clause by its label, name its file too"),
        });
    };
    let mut page = format!("{}: {} ({})\n\n", entry.code, entry.title, severity_word(entry.severity));
    page += &wrapped(entry.text, 78);
    output::print(&page)?;
    Ok(Exit::Clean)
}

/// Breaks a paragraph into lines.
fn wrapped(text: &str, width: usize) -> String {
    let mut lines = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if used > 0 && used + 1 + length > width {
            lines.push('\n');
            used = 0;
        } else if used > 0 {
            lines.push(' ');
            used += 1;
        }
        lines.push_str(word);
        used += length;
    }
    lines.push('\n');
    lines
}

fn explain_label(label: &str, arguments: &Explain) -> Outcome {
    let Some(file) = &arguments.file else { return explain_code(label) };
    let Some(OneText { document, sources, exit }) = one_text::open(file, &arguments.houses)? else {
        return Ok(Exit::Blocked);
    };
    let clauses = all_clauses(&document);
    let found = find(label, &clauses);
    if found.is_empty() {
        let last = clauses.iter().rev().find_map(|found| found.clause.printed_label());
        let stop = Stop::usage(format!("no clause of `{}` is labelled `{label}`", file.display()));
        return Err(match last {
            Some(last) => stop.help(format!("the last one is {}; `engross outline` shows all", last.reference)),
            None => stop,
        });
    }
    for (index, found) in found.iter().enumerate() {
        let mut page = if index > 0 { "\n".to_owned() } else { String::new() };
        page += &found.describe();
        if let Some((file, span)) = sources.place(&found.clause.id) {
            let bytes = fs::read(&file).unwrap_or_default();
            let position = Lines::new(&bytes).position(span.start);
            page += &format!("  place   {file}:{}:{}\n", position.line, position.column);
        }
        output::print(&output::printable(&page))?;
    }
    Ok(exit)
}

/// A clause and what stands above it.
struct Found<'a> {
    part: &'a str,
    above: Vec<&'a Clause>,
    clause: &'a Clause,
}

impl Found<'_> {
    fn describe(&self) -> String {
        let label = self.clause.printed_label();
        let mut page = format!("{}\n", label.map_or("(no label)", |label| label.text.as_str()));
        page += &format!("  id      {}\n", self.clause.id);
        let above = self.above.iter().map(|clause| clause.printed_label().map_or("–", |label| label.text.as_str()));
        let own = label.map_or("–", |label| label.text.as_str());
        let path: Vec<&str> = std::iter::once(self.part).chain(above).chain([own]).collect();
        page += &format!("  path    {}\n", path.join(" > "));
        if let Some(label) = label {
            page += &format!("  cited   {}\n  spoken  {}\n", label.reference, label.spoken);
        }
        page + &format!("  words   {}\n", first_words(&plain_text(self.clause.opening())))
    }

    /// The label with those above it, as words: `26`, `bb`.
    fn path(&self) -> Vec<String> {
        let own = self.clause.printed_label().map(|label| words(&label.text)).unwrap_or_default();
        // A label such as `3.1.2` holds those above it already.
        if own.len() > 1 && own.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
            return own;
        }
        let above = self.above.iter().filter_map(|clause| clause.printed_label());
        above.flat_map(|label| words(&label.text)).chain(own).collect()
    }
}

fn all_clauses(document: &Document) -> Vec<Found<'_>> {
    let mut all = Vec::new();
    let mut above: Vec<&Clause> = Vec::new();
    document.walk_clauses(&mut |part, clause, depth| {
        above.truncate(depth);
        all.push(Found { part: &part.name, above: above.clone(), clause });
        above.push(clause);
    });
    all
}

/// Finds by id, else as the house cites it, else by the labels from the top, else by the last label alone.
fn find<'a, 'b>(wanted: &str, all: &'b [Found<'a>]) -> Vec<&'b Found<'a>> {
    let by = |fits: &dyn Fn(&Found<'_>) -> bool| all.iter().filter(|found| fits(found)).collect::<Vec<_>>();
    let sought = words(wanted);
    let label = |found: &Found<'_>| found.clause.printed_label().cloned();
    let ways: [&dyn Fn(&Found<'_>) -> bool; 5] = [
        &|found| found.clause.id == wanted,
        &|found| label(found).is_some_and(|label| words(&label.reference) == sought),
        &|found| label(found).is_some_and(|label| words(&label.spoken) == sought),
        &|found| !sought.is_empty() && found.path() == sought,
        &|found| !sought.is_empty() && label(found).is_some_and(|label| words(&label.text) == sought),
    ];
    ways.into_iter().map(by).find(|found| !found.is_empty()).unwrap_or_default()
}

/// Splits into runs of letters and runs of digits: `26(bb)`, `26.bb` and `26bb` are the same two words.
fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = None;
    for letter in text.chars().flat_map(char::to_lowercase) {
        let kind = letter.is_alphanumeric().then(|| letter.is_numeric());
        match (kind, before, words.last_mut()) {
            (Some(kind), Some(last), Some(word)) if kind == last => word.push(letter),
            (Some(_), _, _) => words.push(letter.to_string()),
            (None, _, _) => {}
        }
        before = kind;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_read_however_they_are_written() {
        for spelling in ["26.bb", "26 (bb)", "26bb", "26. BB.", "(26) bb"] {
            assert_eq!(words(spelling), ["26", "bb"], "{spelling}");
        }
        assert_eq!(words("3.1.2"), ["3", "1", "2"]);
        assert_eq!(words("paragraph 26 (bb)"), ["paragraph", "26", "bb"]);
        assert!(words("…").is_empty());
    }
}
