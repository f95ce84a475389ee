//! Cross-references: from a clause's id to what the house calls it.

use std::collections::BTreeMap;

use engross_model::{Cell, Document, Finding, Inline, LABEL_ALONE, Label, clause_of, plain_text};

use crate::enough::{is_enough, is_many};
use crate::resolve::Resolved;

/// Gives every cross-reference without words of its own the house's form of its target.
pub(super) fn fill_references(resolved: &mut Resolved) -> Vec<Finding> {
    // Of a long text without references the names take a while to collect.
    let mut refers = resolved.sources.units().iter().any(|unit| !unit.markup.references().is_empty());
    resolved.document.walk_words_mut(&mut |content| refers |= content.iter().any(is_reference));
    if !refers {
        return Vec::new();
    }
    let names = names(&resolved.document);
    resolved.document.walk_words_mut(&mut |content| fill(content, &names));
    dangling(resolved, &names)
}

fn is_reference(inline: &Inline) -> bool {
    matches!(inline, Inline::Reference { .. }) || inline.children().iter().any(is_reference)
}

/// Collects what each clause is called, and its numeral alone below its id with [`LABEL_ALONE`]; a clause without a label
/// has an empty name, a heading its words.
fn names(document: &Document) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    document.walk_content(&mut |cell| match cell {
        Cell::Heading(_, heading) => _ = names.insert(heading.id.clone(), plain_text(&heading.content)),
        Cell::Clause(_, clause, _) => {
            let label = clause.label.as_ref();
            names.insert(clause.id.clone(), label.map(|label| label.reference.clone()).unwrap_or_default());
            let numeral = label.filter(|label| !label.reference.is_empty()).map(bare_numeral).unwrap_or_default();
            names.insert(format!("{}{LABEL_ALONE}", clause.id), numeral.to_owned());
        }
        _ => {}
    });
    names
}

/// Returns a label without what the house writes around its numeral: `d` of `(d)`.
fn bare_numeral(label: &Label) -> &str {
    let text = label.text.strip_prefix(label.numeral.prefix.as_str()).unwrap_or(&label.text);
    text.strip_suffix(label.numeral.suffix.as_str()).unwrap_or(text)
}

fn fill(content: &mut [Inline], names: &BTreeMap<String, String>) {
    for node in content {
        match node {
            Inline::Text(_) | Inline::NoteMark { .. } => {}
            Inline::Reference { target, content } if content.is_empty() => {
                // A target that does not exist prints as its id; the finding blocks the text anyway.
                let name = names.get(target).filter(|name| !name.is_empty()).unwrap_or(target);
                content.push(Inline::Text(name.clone()));
                target.truncate(clause_of(target).len());
            }
            other => fill(other.children_mut(), names),
        }
    }
}

fn dangling(resolved: &Resolved, names: &BTreeMap<String, String>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for unit in resolved.sources.units() {
        for (target, has_words, range) in unit.markup.references() {
            if is_enough(&findings) {
                return findings;
            }
            let clause = clause_of(&target);
            let finding = |message: String| {
                Finding::new("NUM-04", message)
                    .at(&*unit.text.file, unit.text.file_range(range.clone()))
                    .in_clause(&unit.id)
            };
            match names.get(&target) {
                None => {
                    let ids = names.keys().map(String::as_str).filter(|id| !id.contains('.'));
                    let near = if is_many(&findings) { None } else { engross_model::nearest(clause, ids) };
                    let help = match near {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("give the clause `id: {clause}`, or name one that exists"),
                    };
                    findings.push(finding(format!("no clause has the id `{clause}`")).help(help));
                }
                Some(name) if name.is_empty() && !has_words => findings.push(
                    finding(format!("the clause `{clause}` has no label to refer to"))
                        .help(format!("write `[your words](#{clause})`")),
                ),
                Some(_) => {}
            }
        }
    }
    findings
}
