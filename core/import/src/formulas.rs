//! Formulae of the house that go on with the sentence of the clause below them: `At its 3rd plenary meeting, on 5 May 2025, the
//! General Assembly took note …`, where the house ends them with a colon. Those without a word of the text in them are none.

use engross_model::Finding;

use crate::forms::Form;
use crate::head;
use crate::sheet::{Paragraph, Run, words};
use crate::sureness::Sureness;

/// Parts the first paragraph that begins with a formula and goes on; says so.
pub(crate) fn part(file: &str, paragraphs: &mut Vec<Paragraph>, forms: &[Form<'_>]) -> Option<Finding> {
    let ends_in = |paragraph: &Paragraph| {
        let words = paragraph.words();
        forms.iter().find_map(|form| form.formula.as_ref()?.runs_on(&words))
    };
    let (at, end) = paragraphs.iter().enumerate().find_map(|(at, paragraph)| Some((at, ends_in(paragraph)?)))?;
    let paragraph = &paragraphs[at];
    let formula = Run { words: format!("{}:", &paragraph.words()[..end]), ..Run::default() };
    let mut clause = paragraph.without_start(end + 1);
    if let Some(first) = clause.first_mut() {
        first.words = head::with_capital(&first.words);
    }
    let finding = Finding::new("IMP-08", "a formula goes on with the sentence of a clause; they were parted");
    let finding = finding.at(file, paragraph.place.clone());
    let finding =
        finding.note(Sureness::Likely.because("the house ends the formula with a colon, and begins the clause anew"));
    let finding =
        finding.help(format!("the clause begins now: {}", words(&clause).chars().take(SHOWN).collect::<String>()));
    let formula = Paragraph { runs: vec![formula], ..paragraph.clone() };
    let clause = Paragraph { runs: clause, remarks: Vec::new(), anchors: Vec::new(), ..paragraph.clone() };
    paragraphs.splice(at..=at, [formula, clause]);
    Some(finding)
}

/// So many letters of a clause are shown.
const SHOWN: usize = 40;
