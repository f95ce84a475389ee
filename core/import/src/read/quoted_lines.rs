//! The marks that mail programs set before the lines that they quote, in plain text: `> 1. Noting …`.

use std::ops::Range;

use engross_model::Finding;

use super::text::LINE_ENDS;
use crate::sureness::Sureness;

const MARK: char = '>';

/// Of fewer lines each may begin so by itself.
const FEWEST: usize = 5;

/// Writes blanks for the marks of quoted lines; `None` where too few have one. Says so.
pub(super) fn blanked(file: &str, text: &str) -> Option<(String, Finding)> {
    let marks = marks(text);
    let first = marks.first().filter(|_| marks.len() >= FEWEST)?.clone();
    let mut bare = String::with_capacity(text.len());
    let mut at = 0;
    for mark in marks {
        bare.push_str(&text[at..mark.start]);
        bare.extend(text[mark.clone()].chars().map(|sign| if sign == MARK { ' ' } else { sign }));
        at = mark.end;
    }
    bare.push_str(&text[at..]);
    let finding = Finding::new("IMP-04", "the marks `>` of quoted lines were left out").at(file, first);
    let finding = finding.note(Sureness::Likely.because("mail programs set them before each line that they quote"));
    Some((bare, finding.help("see whether all that is quoted belongs to the text, and nothing else does")))
}

/// Finds the marks before lines: `>`, `> >`, `>>`.
fn marks(text: &str) -> Vec<Range<usize>> {
    let mut marks = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive(LINE_ENDS) {
        let start = at + line.len() - line.trim_start_matches('\u{feff}').len();
        let written = line.trim_start_matches('\u{feff}');
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
    }
}
