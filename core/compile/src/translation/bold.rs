//! Whether nothing but what is bold has changed since a translation was written.
//!
//! A version keeps only the hash of what it translates, so the earlier text cannot be compared. The likely changes of
//! what is bold are tried instead: a hash that fits proves that no word has changed.

use engross_model::Inline;

use super::canonical::{hash, lift_bold};

/// How many first words may have been the lead words.
const MOST_LEAD_WORDS: usize = 8;

/// How many bold passages are tried.
const MOST_PASSAGES: usize = 8;

/// Says whether a hash is that of a source but for what is bold.
pub(crate) fn is_bold_only(source: &[Inline], earlier: &str) -> bool {
    let mut plain = Vec::new();
    lift_bold(source.to_vec(), &mut plain);
    let leads = source.iter().enumerate().filter(|(_, node)| matches!(node, Inline::Lead(_)));
    let without_one: Vec<Vec<Inline>> = leads.take(MOST_PASSAGES).map(|(index, _)| without(source, index)).collect();
    // The first words may have been bold in place of those that are, with what else is bold now or without.
    let begun = without_one.first().into_iter().chain([&plain]).flat_map(|content| with_bold_beginning(content));
    let unchanged = hash(source);
    [plain.clone()].into_iter().chain(without_one.iter().cloned()).chain(begun).any(|content| {
        let hash = hash(&content);
        hash == earlier && hash != unchanged
    })
}

/// Returns content with one of its bold passages plain.
fn without(content: &[Inline], index: usize) -> Vec<Inline> {
    let mut changed = Vec::new();
    for (at, node) in content.iter().enumerate() {
        match node {
            Inline::Lead(inner) if at == index => inner.iter().for_each(|node| push(&mut changed, node.clone())),
            _ => push(&mut changed, node.clone()),
        }
    }
    changed
}

fn push(content: &mut Vec<Inline>, node: Inline) {
    match (content.last_mut(), node) {
        (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
        (_, node) => content.push(node),
    }
}

/// Returns content with its first one, two, … words bold.
fn with_bold_beginning(content: &[Inline]) -> Vec<Vec<Inline>> {
    let mut joined = Vec::new();
    content.iter().for_each(|node| push(&mut joined, node.clone()));
    let Some((Inline::Text(first), rest)) = joined.split_first() else { return Vec::new() };
    let ends = first.match_indices(' ').map(|(at, _)| at).chain([first.len()]).take(MOST_LEAD_WORDS);
    let bold = |end: usize| {
        let words = first.get(..end).unwrap_or_default().trim_end_matches([',', ';', ':', '.']);
        let after = first.get(words.len()..).unwrap_or_default();
        let mut changed = vec![Inline::Lead(vec![Inline::text(words)]), Inline::text(after)];
        changed.extend(rest.iter().cloned());
        changed
    };
    ends.map(bold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::inline::content;

    #[test]
    fn changes_of_what_is_bold_are_told_from_changes_of_words() {
        let source = content("**Noting with concern**, today, that it is **stressing** the *same*;");
        for (earlier, expected) in [
            ("Noting with concern, today, that it is stressing the *same*;", true),
            ("Noting with concern, today, that it is **stressing** the *same*;", true),
            ("**Noting with concern**, today, that it is stressing the *same*;", true),
            ("**Noting**  with concern, today, that it is **stressing** the *same*;", true),
            ("**Noting with concern, today**, that it is stressing the *same*;", true),
            ("**Noting with concern**, today, that it is **stressing** the *same*;", false),
            ("**Noting with concern**, now, that it is **stressing** the *same*;", false),
            ("Noting with concern, today, that it is stressing the same;", false),
        ] {
            assert_eq!(is_bold_only(&source, &hash(&content(earlier))), expected, "{earlier}");
        }
    }
}
