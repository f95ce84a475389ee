//! Findings with the lines in question, the place underlined.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet, Title};
use engross_model::{Finding, Severity};

use super::Placed;
use crate::output::{Stream, printable};
use crate::positions::Lines;

/// Excerpts longer than this are cut to their first line.
const MOST_LINES: usize = 4;
/// Of a line longer than this only what is near the place is shown.
const LONGEST_EXCERPT: usize = 1_000;
/// How many bytes of such a line are shown on either side.
const AROUND: usize = 60;

/// Draws findings, in colour where that is welcome.
pub(crate) struct Painter {
    renderer: Renderer,
}

impl Painter {
    pub(crate) fn new(stream: Stream) -> Self {
        let renderer = if stream.wants_colour() { Renderer::styled() } else { Renderer::plain() };
        Self { renderer }
    }

    pub(crate) fn paint(&self, placed: &Placed<'_>) -> String {
        let finding = placed.finding;
        let level = match finding.severity {
            Severity::Error => Level::ERROR,
            Severity::Warning => Level::WARNING,
            Severity::Info => Level::NOTE,
        };
        let title = level.primary_title(printable(&finding.message)).id(finding.code.clone());
        if finding.place.file.is_none() {
            return self.without_place(title, finding);
        }
        let mut elements: Vec<Element<'_>> = Vec::new();
        elements.extend(excerpt(placed));
        elements.extend(finding.notes.iter().map(|note| Level::NOTE.message(printable(note)).into()));
        elements.extend(help(finding).map(|help| Level::HELP.message(help).into()));
        let mut painted = self.renderer.render(&[title.elements(elements)]);
        painted.push_str("\n\n");
        painted
    }

    /// Without an excerpt there is nothing to draw lines to: notes and help are lines of their own.
    fn without_place(&self, title: Title<'_>, finding: &Finding) -> String {
        let notes = finding.notes.iter().map(|note| (Level::NOTE, note));
        let extras = notes.chain(finding.help.iter().map(|help| (Level::HELP, help)));
        let mut painted = self.renderer.render(&[Group::with_title(title)]);
        for (level, text) in extras {
            let line = Group::with_title(level.primary_title(printable(text)));
            painted = painted + "\n" + &self.renderer.render(&[line]);
        }
        painted + "\n\n"
    }
}

/// Returns what to do, and says so where `--fix` does it.
fn help(finding: &Finding) -> Option<String> {
    let fix = finding.fix.as_ref();
    let help = finding.help.as_deref().or(fix.map(|fix| fix.title.as_str())).map(printable)?;
    let offered = fix.is_none() || help.contains("--fix");
    Some(if offered { help } else { format!("{help} (`engross check --fix` does it)") })
}

fn excerpt<'a>(placed: &Placed<'a>) -> Vec<Element<'a>> {
    let finding = placed.finding;
    let Some(path) = finding.place.file.as_deref().map(printable) else { return Vec::new() };
    let (Some((first, last)), Some(span), Some(lines)) = (placed.range, finding.place.span.clone(), placed.lines)
    else {
        return vec![Origin::path(path).into()];
    };
    let last_line = if last.line - first.line >= MOST_LINES { first.line } else { last.line };
    let window = lines.lines(first.line, last_line);
    if window.len() > LONGEST_EXCERPT {
        let (source, place) = cut(lines, near(window, &span), &span);
        let snippet = Snippet::source(source).line_start(first.line).fold(false);
        let origin = Origin::path(path).line(first.line).char_column(first.column);
        return vec![origin.into(), snippet.annotation(AnnotationKind::Primary.span(place)).into()];
    }
    let (source, place) = cut(lines, window, &span);
    let snippet = Snippet::source(source).path(path).line_start(first.line).fold(false);
    vec![snippet.annotation(AnnotationKind::Primary.span(place)).into()]
}

/// Narrows lines too long to be shown to what stands around the place.
fn near(window: Range<usize>, span: &Range<usize>) -> Range<usize> {
    let start = span.start.saturating_sub(AROUND).clamp(window.start, window.end);
    let end = (span.end.min(span.start + LONGEST_EXCERPT) + AROUND).clamp(start, window.end);
    start..end
}

/// Returns the lines as text and the place in it. Both are computed from text that may have had to be repaired, so the
/// place always lies between characters.
fn cut(lines: &Lines<'_>, window: Range<usize>, span: &Range<usize>) -> (String, Range<usize>) {
    let start = span.start.clamp(window.start, window.end);
    let end = span.end.clamp(start, window.end);
    let mut source = clean(lines, window.start..start);
    let from = source.len();
    source.push_str(&clean(lines, start..end));
    let to = source.len();
    source.push_str(&clean(lines, end..window.end));
    (source, from..to)
}

/// Returns bytes as text that can be shown, as many characters as there are; every line ends with a line feed.
fn clean(lines: &Lines<'_>, range: Range<usize>) -> String {
    let ends_within_break = lines.text(range.end..range.end + 1) == "\n";
    let text = lines.text(range).replace("\r\n", " \n");
    let text = text.strip_suffix('\r').filter(|_| ends_within_break).map_or(text.clone(), |text| text.to_owned() + " ");
    text.chars()
        .map(|letter| match letter {
            '\u{feff}' => '\u{fffd}',
            '\n' | '\t' => letter,
            '\r' => '\n',
            control if control.is_control() => '\u{fffd}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_break_ends_a_line_of_an_excerpt() {
        for bytes in [&b"a: b\nc: d"[..], b"a: b\rc: d"] {
            assert_eq!(cut(&Lines::new(bytes), 0..9, &(4..9)), ("a: b\nc: d".to_owned(), 4..9));
        }
        for span in [4..10, 5..10] {
            assert_eq!(cut(&Lines::new(b"a: b\r\nc: d"), 0..10, &span), ("a: b \nc: d".to_owned(), span));
        }
    }
}
