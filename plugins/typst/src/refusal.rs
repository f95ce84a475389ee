//! Typst's messages as findings.

use engross_plugin::model::Finding;
use typst::World;
use typst::WorldExt;
use typst::diag::SourceDiagnostic;
use typst::syntax::FileId;

use crate::world::{LOOK, LookWorld};

/// Turns errors into findings. The look is blamed only for what comes out of it: the file as a whole may be what
/// cannot be made.
pub(crate) fn errors(world: &LookWorld, errors: &[SourceDiagnostic]) -> Vec<Finding> {
    let code = |place: &Option<String>| if place.is_some() { "REND-03" } else { "REND-01" };
    errors.iter().map(|error| finding(world, error, code)).collect()
}

/// Turns a warning into a finding.
pub(crate) fn warning(world: &LookWorld, warning: &SourceDiagnostic) -> Finding {
    finding(world, warning, |_| "REND-02")
}

fn finding(
    world: &LookWorld,
    diagnostic: &SourceDiagnostic,
    code: impl Fn(&Option<String>) -> &'static str,
) -> Finding {
    let place = place(world, diagnostic);
    let code = code(&place);
    let mut finding = Finding::new(code, format!("{}{}", place.unwrap_or_default(), diagnostic.message));
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
