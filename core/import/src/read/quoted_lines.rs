//! The marks that mail programs set before the lines that they quote, in plain text: `> 1. Noting …`.

use std::ops::Range;

use engross_model::Finding;

use super::text::LINE_ENDS;
use crate::sureness::Sureness;

const MARK: char = '>';

/// Of fewer lines each may begin so by itself.
const FEWEST: usize = 5;

/// Writes blanks for the marks of quoted lines; `None` where too few lines have one, or most have none: there they are bullets.
/// Says so, and which lines between them have none.
pub(super) fn blanked(file: &str, text: &str) -> Option<(String, Finding)> {
    let marks = marks(text);
    let (first, last) = (marks.first().filter(|_| marks.len() >= FEWEST)?.clone(), marks.last()?.end);
    let bare_lines = text.split(LINE_ENDS).filter(|line| !line.trim().is_empty() && !line.starts_with(MARK)).count();
    if bare_lines >= marks.len() {
        return None;
    }
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for mark in marks {
        bare.push_str(&text[at..mark.start]);
        bare.extend(text[mark.clone()].chars().map(|sign| if sign == MARK { ' ' } else { sign }));
        at = mark.end;
    }
    bare.push_str(&text[at..]);
    let finding = Finding::new("IMP-04", "the marks `>` of quoted lines were left out").at(file, first.clone());
    let mut finding = finding.note(Sureness::Likely.because("mail programs set them before each line that they quote"));
    let between = text[first.start..last].split(LINE_ENDS).map(str::trim);
    let between: Vec<&str> = between.filter(|line| !line.is_empty() && !line.starts_with(MARK)).collect();
    if !between.is_empty() {
        finding = finding.note(format!("not quoted: {}", between.join(" … ")));
    }
    Some((bare, finding.help("see whether all that is quoted belongs to the text, and nothing else does")))
}

/// Finds the marks before lines: `>`, `> >`, `>>`.
fn marks(text: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(LINE_ENDS) {
        let written = line.trim_start_matches('\u{feff}');
        let start = at + line.len() - written.len();
        at += line.len();
        let behind = written.trim_start_matches([MARK, ' ']);
        let mark = written[..written.len() - behind.len()].trim_end_matches(' ');
        // Blanks may stand between marks, not before the first one.
        if mark.starts_with(MARK) {
            marks.push(start..start + mark.len());
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::blanked;

    #[test]
    fn the_marks_of_quoted_lines_become_blanks() {
        let text = "Dear all,\n> DRAFT\n>\r\n>> on > Tides\n> > 1. Noting;\n>2. URGES\n  > all\n";
        let bare = "Dear all,\n  DRAFT\n \r\n   on > Tides\n    1. Noting;\n 2. URGES\n  > all\n";
        assert_eq!(blanked("file", text).map(|(bare, _)| bare).as_deref(), Some(bare));
    }

    #[test]
    fn few_lines_are_quoted_by_nobody() {
        assert_eq!(blanked("file", "> one\n> two\nthree > four\n"), None);
        assert_eq!(blanked("file", &format!("{}{}", "1. Asks:\n".repeat(6), "> to go;\n".repeat(6))), None);
    }

    #[test]
    fn lines_between_those_quoted_are_named() {
        let said = blanked("file", "> a\n> b\n\nI see.\n> c\n> d\n> e\nBye\n").map(|(_, finding)| finding.notes);
        assert_eq!(said.and_then(|notes| notes.last().cloned()).as_deref(), Some("not quoted: I see."));
    }
}
