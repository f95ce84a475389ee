//! Findings as people, programs and code hosts want to read them: one file per form.

mod github;
mod json;
mod sarif;
mod short;
mod text;

use std::fs;

use engross_model::{Finding, Severity};

use crate::args::FindingForm;
use crate::exit::Stop;
use crate::output::{self, Stream, count, printable};
use crate::positions::{Lines, Position};

pub(crate) use json::List as JsonList;

/// Sorts findings by file and place, and prints them.
///
/// Forms for programs go to standard output in any case; sentences and excerpts go where `stream` says.
pub(crate) fn print(findings: &mut [Finding], form: FindingForm, stream: Stream) -> Result<(), Stop> {
    print_showing(findings, form, stream, &|file| fs::read(file).ok())
}

/// Sorts findings and prints them, where a file's text may be another than its bytes.
pub(crate) fn print_showing(
    findings: &mut [Finding],
    form: FindingForm,
    stream: Stream,
    text_of: &TextOf<'_>,
) -> Result<(), Stop> {
    sort(findings);
    let stream = if form.is_for_programs() { Stream::Out } else { stream };
    let mut paper = Paper { stream, buffer: String::new() };
    match form {
        FindingForm::Text => {
            let painter = text::Painter::new(stream);
            each_placed(findings, text_of, &mut |placed| paper.add(&painter.paint(placed)))?;
        }
        FindingForm::Short => each_placed(findings, text_of, &mut |placed| paper.add(&short::sentence(placed)))?,
        FindingForm::Github => {
            each_placed(findings, text_of, &mut |placed| paper.add(&github::annotation(placed)))?;
        }
        FindingForm::Json => {
            let mut list = json::List::default();
            each_placed(findings, text_of, &mut |placed| paper.add(&list.entry(placed)))?;
            paper.add(&list.end())?;
        }
        FindingForm::Sarif => {
            let mut log = sarif::Log::default();
            each_placed(findings, text_of, &mut |placed| paper.add(&log.result(placed)))?;
            paper.add(&log.end())?;
        }
    }
    paper.finish()
}

/// Says why a command could not do its work.
pub(crate) fn stop(stop: &Stop) {
    match stop {
        Stop::Usage(message, help) => {
            output::say(&printable(&format!("error: {message}\n")));
            if let Some(help) = help {
                output::say(&printable(&format!("help: {help}\n")));
            }
        }
        Stop::Findings(findings) => {
            // If standard error fails, there is nobody left to tell.
            let _ = print(&mut findings.clone(), FindingForm::Text, Stream::Err);
        }
    }
}

/// Counts findings for a summary: `1 error, 2 warnings`; `None` if there are none.
pub(crate) fn tally(findings: &[Finding]) -> Option<String> {
    let of = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let counts = [(of(Severity::Error), "error"), (of(Severity::Warning), "warning"), (of(Severity::Info), "note")];
    let said: Vec<String> =
        counts.into_iter().filter(|(number, _)| *number > 0).map(|(number, noun)| count(number, noun)).collect();
    (!said.is_empty()).then(|| said.join(", "))
}

/// Gives the text of a file, into which its findings point.
pub(crate) type TextOf<'a> = dyn Fn(&str) -> Option<Vec<u8>> + 'a;

/// A finding with its place worked out.
pub(crate) struct Placed<'a> {
    pub(crate) finding: &'a Finding,
    /// First and last place; the last is just beyond the last character.
    pub(crate) range: Option<(Position, Position)>,
    lines: Option<&'a Lines<'a>>,
}

impl Placed<'_> {
    pub(crate) fn file(&self) -> Option<&str> {
        self.finding.place.file.as_deref()
    }
}

pub(crate) fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        let key = |finding: &Finding| finding.place.span.as_ref().map_or((0, 0), |span| (span.start, span.end));
        let files = one.place.file.cmp(&other.place.file);
        files.then_with(|| key(one).cmp(&key(other))).then_with(|| one.code.cmp(&other.code))
    });
}

/// Works out places file by file, so that one file is in memory at a time.
fn each_placed(
    findings: &[Finding],
    text_of: &TextOf<'_>,
    visit: &mut dyn FnMut(&Placed<'_>) -> Result<(), Stop>,
) -> Result<(), Stop> {
    for group in findings.chunk_by(|one, other| one.place.file == other.place.file) {
        let needed = group.iter().any(|finding| finding.place.span.is_some());
        let file = group.first().and_then(|finding| finding.place.file.as_deref()).filter(|_| needed);
        let bytes = file.and_then(text_of);
        let lines = bytes.as_deref().map(Lines::new);
        for finding in group {
            let span = finding.place.span.as_ref();
            let range = lines
                .as_ref()
                .zip(span)
                .map(|(lines, span)| (lines.position(span.start), lines.position(span.end.max(span.start))));
            visit(&Placed { finding, range, lines: lines.as_ref() })?;
        }
    }
    Ok(())
}

/// Gathers text into large pieces before it is written.
struct Paper {
    stream: Stream,
    buffer: String,
}

impl Paper {
    fn add(&mut self, text: &str) -> Result<(), Stop> {
        self.buffer.push_str(text);
        if self.buffer.len() < 64 << 10 { Ok(()) } else { self.finish() }
    }

    fn finish(&mut self) -> Result<(), Stop> {
        let text = std::mem::take(&mut self.buffer);
        if text.is_empty() { Ok(()) } else { self.stream.write(&text) }
    }
}
