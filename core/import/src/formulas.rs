//! Formulae of the house that go on with the sentence of the clause below them: `At its 3rd plenary meeting, on 5 May 2025, the
//! General Assembly took note …`, where the house ends them with a colon. Those without a word of the text in them are none.

use engross_model::Finding;

use crate::forms::Form;
use crate::sheet::{Paragraph, Run, words};
use crate::sureness::Sureness;

/// Parts the first paragraph that begins with a formula and goes on; says so.
pub(crate) fn part(file: &str, paragraphs: &mut Vec<Paragraph>, forms: &[Form<'_>]) -> Option<Finding> {
    let ends_in = |paragraph: &Paragraph| {
        let words = paragraph.words();
        forms.iter().filter_map(|form| form.formula.as_ref()?.runs_on(&words)).next()
    };
    let (at, end) = paragraphs.iter().enumerate().find_map(|(at, paragraph)| Some((at, ends_in(paragraph)?)))?;
    let paragraph = &paragraphs[at];
    let formula = Run { words: format!("{}:", &paragraph.words()[..end]), ..Run::default() };
    let clause = begun_with_capital(paragraph.without_start(end + 1));
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

/// Begins words with a capital.
fn begun_with_capital(mut runs: Vec<Run>) -> Vec<Run> {
    if let Some(run) = runs.first_mut() {
        let behind: String = run.words.chars().skip(1).collect();
        run.words = run.words.chars().take(1).flat_map(char::to_uppercase).chain(behind.chars()).collect();
    }
    runs
}
