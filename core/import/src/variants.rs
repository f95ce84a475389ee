//! Parts that were read in a form which texts of their kind have only if they ask for it. Where nothing that the house prints
//! tells of it, the labels alone do, and that is said.

use engross_compile::House;
use engross_model::Finding;

use crate::arrange::{Role, Sight};
use crate::draft::{Draft, DraftPart};
use crate::forms::Form;
use crate::head::Head;
use crate::sureness::Sureness;

/// Says which parts of a draft have such a form though neither its heading nor its formula stands in the file.
pub(crate) fn of_labels_alone(
    file: &str,
    house: &House,
    head: &Head,
    draft: &Draft,
    forms: &[Form<'_>],
    sights: &[Sight<'_>],
    roles: &[Role],
) -> Vec<Finding> {
    let data = house.data();
    let kind = data.kinds.get(&head.kind);
    let printed: Vec<&str> = sights
        .iter()
        .zip(roles)
        .filter(|(_, role)| matches!(role, Role::Printed | Role::Heading))
        .map(|(sight, _)| sight.words.as_str())
        .collect();
    let is_told = |form: &Form<'_>| {
        let patterns = form.heading.iter().chain(&form.formula);
        patterns.into_iter().any(|pattern| printed.iter().any(|line| pattern.is(line)))
    };
    let finding = |part: &DraftPart| {
        let form = forms.get(part.form)?;
        let variant = part.variant.as_deref()?;
        let is_usual = kind.is_some_and(|kind| data.variant_of(kind, &part.name) == Some(variant));
        if is_usual || is_told(form) {
            return None;
        }
        let message =
            format!("the part `{}` was read in its form `{variant}`, with other labels and end marks", part.name);
        let place = part.blocks.first()?.place();
        let finding = Finding::new("IMP-08", message).at(file, place);
        let finding =
            finding.note(Sureness::Guess.because("its labels fit that form best, and the house prints nothing else"));
        Some(finding.help("if it has the usual form, take it out of `variant:` at the top of the text"))
    };
    draft.parts.iter().filter_map(finding).collect()
}
