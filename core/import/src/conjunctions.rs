//! Conjunctions that stand on lines of their own between points, `and`: each belongs to the end of the point before it.

use engross_model::Finding;

use crate::label;
use crate::read::breaks;
use crate::sheet::{Paragraph, Run};
use crate::sureness::Sureness;

/// Joins such lines to the points before them, and says so, given the conjunctions of the language.
pub(crate) fn join(file: &str, paragraphs: &mut Vec<Paragraph>, conjunctions: &[String]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut joined: Vec<Paragraph> = Vec::with_capacity(paragraphs.len());
    let mut waiting = std::mem::take(paragraphs).into_iter().peekable();
    while let Some(paragraph) = waiting.next() {
        let is_between = is_conjunction(&paragraph, conjunctions) && waiting.peek().is_some_and(has_label);
        let Some(point) = joined.last_mut().filter(|before| is_between && goes_on(before)) else {
            joined.push(paragraph);
            continue;
        };
        let message =
            format!("`{}` stood on a line of its own; it ends the point before it now", paragraph.words().trim());
        let sure = Sureness::Likely.because("it joins that point to the one below it");
        findings.push(Finding::new("IMP-07", message).at(file, paragraph.place.clone()).note(sure));
        point.runs.push(Run { words: " ".to_owned(), ..Run::default() });
        point.runs.extend(paragraph.runs);
        point.remarks.extend(paragraph.remarks);
        point.anchors.extend(paragraph.anchors);
        point.place.end = paragraph.place.end;
    }
    *paragraphs = joined;
    findings
}

/// No conjunction is longer, in bytes.
const LONGEST: usize = 32;

fn is_conjunction(paragraph: &Paragraph, conjunctions: &[String]) -> bool {
    let words = paragraph.words();
    let word = words.trim();
    let is_plain = paragraph.label.is_none() && !paragraph.heading;
    is_plain && word.len() <= LONGEST && conjunctions.contains(&word.to_lowercase())
}

fn has_label(paragraph: &Paragraph) -> bool {
    paragraph.label.is_some() || label::typed(&paragraph.words()).is_some()
}

/// Says whether a paragraph is no sentence that has ended, and promises no points.
fn goes_on(paragraph: &Paragraph) -> bool {
    let end = breaks::last_sign_of(&paragraph.runs);
    !paragraph.heading && end.is_some_and(|end| !breaks::ends_sentence(end) && !breaks::promises_points(end))
}

#[cfg(test)]
mod tests {
    use super::join;
    use crate::sheet::{Paragraph, Run};

    fn joined(lines: &[&str]) -> Vec<String> {
        let paragraph = |line: &&str| {
            let runs = vec![Run { words: (*line).to_owned(), ..Run::default() }];
            Paragraph { runs, ..Paragraph::default() }
        };
        let mut paragraphs: Vec<Paragraph> = lines.iter().map(paragraph).collect();
        join("file", &mut paragraphs, &["and".to_owned(), "or".to_owned()]);
        paragraphs.iter().map(Paragraph::words).collect()
    }

    #[test]
    fn a_conjunction_ends_the_point_before_it() {
        assert_eq!(joined(&["a. to print;", "and", "b. to read"]), ["a. to print; and", "b. to read"]);
        assert_eq!(joined(&["(a) to print", "OR", "(b) to read"]), ["(a) to print OR", "(b) to read"]);
    }

    #[test]
    fn between_other_lines_it_stays() {
        for lines in
            [["a. to print;", "and", "to read"], ["a. to print.", "and", "b. to read"], ["All:", "and", "b. x"]]
        {
            assert_eq!(joined(&lines), lines);
        }
        assert_eq!(joined(&["and", "b. to read"]), ["and", "b. to read"]);
    }
}
