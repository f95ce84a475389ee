//! Typst's messages as findings.

use engross_plugin::model::Finding;
use typst::World;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::FileId;

use crate::world::{LOOK, LookWorld};

/// Turns errors into findings.
pub(crate) fn errors(world: &LookWorld, errors: &[SourceDiagnostic]) -> Vec<Finding> {
    errors.iter().map(|error| finding(world, error, "REND-03")).collect()
}

/// Turns a warning into a finding.
pub(crate) fn warning(world: &LookWorld, warning: &SourceDiagnostic) -> Finding {
    finding(world, warning, "REND-02")
}

fn finding(world: &LookWorld, diagnostic: &SourceDiagnostic, code: &str) -> Finding {
    let place = place(world, diagnostic).unwrap_or_default();
    let mut finding = Finding::new(code, format!("{place}{}", diagnostic.message));
    finding.notes = diagnostic.hints.iter().map(|hint| hint.v.to_string()).collect();
    finding
}

/// Says where in the look the trouble is: `document.typ:12:5: `. What comes out of our own functions is placed where
/// the look calls them.
fn place(world: &LookWorld, diagnostic: &SourceDiagnostic) -> Option<String> {
    let calls = diagnostic.trace.iter().map(|point| point.span);
    let spans = std::iter::once(diagnostic.span).chain(calls.map(Into::into));
    spans.into_iter().find_map(|span| {
        let id: FileId = span.id().filter(|id| world.is_look(*id))?;
        let range = world.range(span)?;
        let source = world.source(id).ok()?;
        let (line, column) = source.lines().byte_to_line_column(range.start)?;
        Some(format!("{LOOK}:{}:{}: ", line + 1, column + 1))
    })
}
