//! End marks that promise what does not follow: a colon at the end of a clause without points.
//!
//! Other marks are left as they are: `engross check` knows what belongs where, and offers to write it.

use engross_compile::house::Ends;
use engross_model::Finding;

use super::{Block, Draft, DraftClause};
use crate::forms::Form;
use crate::read::breaks;
use crate::sureness::Sureness;

/// Replaces colons that lead into nothing by the mark that belongs there.
pub(super) fn mend(file: &str, draft: &mut Draft, forms: &[Form<'_>], findings: &mut Vec<Finding>) {
    let last_part = draft.parts.len().saturating_sub(1);
    for (index, part) in draft.parts.iter_mut().enumerate() {
        let Some(form) = forms.get(part.form) else { continue };
        let mut clauses: Vec<&mut DraftClause> = part.blocks.iter_mut().filter_map(clause).collect();
        let last = clauses.len().saturating_sub(1);
        let leads: Vec<bool> = clauses.iter().map(|clause| has_lead_words(clause, form)).collect();
        let mut mending = Mending { file, ends: &form.part.ends, findings };
        for (at, clause) in clauses.iter_mut().enumerate() {
            // `BE IT RESOLVED that:` leads to all clauses below it.
            let leads_to_next = form.lead.is_some() && leads[at] && leads.get(at + 1) == Some(&false);
            if leads_to_next && clause.points.is_empty() && clause.text.ends_with(breaks::promises_points) {
                mending.left(clause);
                continue;
            }
            let closes = at == last;
            let mark = if closes { form.part.ends.last_clause.as_ref() } else { None };
            mending.clause(clause, mark.or(form.part.ends.clause.as_ref()), closes && index == last_part);
        }
    }
}

fn clause(block: &mut Block) -> Option<&mut DraftClause> {
    match block {
        Block::Clause(clause) => Some(clause),
        Block::Heading { .. } => None,
    }
}

fn has_lead_words(clause: &DraftClause, form: &Form<'_>) -> bool {
    form.leads(clause.text.trim_start_matches(['*', '_', '[']))
}

struct Mending<'a> {
    file: &'a str,
    ends: &'a Ends,
    findings: &'a mut Vec<Finding>,
}

impl Mending<'_> {
    /// Says that the colon at the end of a clause leads to clauses that may be its points.
    fn left(&mut self, clause: &DraftClause) {
        let finding = Finding::new("IMP-10", "a colon ends a clause that has no points; it was left");
        let finding = finding.at(self.file, clause.place.clone());
        let sure = Sureness::Guess.because("the next clause has no lead words: it may be what the colon leads to");
        self.findings.push(finding.note(sure).help("make points of the clauses that it leads to"));
    }

    /// Mends a clause, given the mark that ends it, and the points below it.
    fn clause(&mut self, clause: &mut DraftClause, mark: Option<&String>, is_final: bool) {
        let last = clause.points.len().saturating_sub(1);
        let closing = clause.closing.is_some();
        for (at, point) in clause.points.iter_mut().enumerate() {
            let own = if at == last { self.ends.last_point.as_ref() } else { None };
            let mark = own.or(self.ends.point.as_ref()).or(self.ends.clause.as_ref());
            self.clause(point, mark, is_final && at == last && !closing);
        }
        if !clause.points.is_empty() {
            return;
        }
        let mark = self.ends.r#final.as_ref().filter(|_| is_final).or(mark);
        let (Some(mark), Some(words)) = (mark, clause.text.strip_suffix(breaks::promises_points)) else { return };
        let colon = &clause.text[words.len()..];
        let mended = format!("{}{mark}", words.trim_end());
        let finding =
            Finding::new("IMP-10", format!("`{colon}` ended a clause that has no points; it is `{mark}` now"));
        let end = clause.place.end;
        self.findings.push(
            finding
                .at(self.file, end.saturating_sub(colon.len())..end)
                .note(Sureness::Likely.because("without points a colon ends nothing"))
                .help("if points are missing, add them"),
        );
        clause.text = mended;
    }
}
