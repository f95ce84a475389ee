//! Running text written as its author would: from nodes back to marks.

use engross_model::Inline;

use super::canonical;
use crate::parse::inline;

/// Writes content in the marks of running text; `None` where they cannot say it, as bold inside a word.
///
/// Characters that could be marks get a backslash only where they would be taken for some.
pub fn written(content: &[Inline]) -> Option<String> {
    let meant = canonical(content);
    let reads_as_meant = |markup: &String| {
        let read = inline::parse(markup);
        read.errors.is_empty() && canonical(&read.inlines()) == meant
    };
    [false, true]
        .into_iter()
        .map(|escape| {
            let mut markup = String::new();
            push(content, escape, &mut markup);
            markup
        })
        .find(reads_as_meant)
}

fn push(content: &[Inline], escape: bool, markup: &mut String) {
    for node in content {
        let (opening, closing) = match node {
            Inline::Text(text) => {
                for character in text.chars() {
                    if escape && inline::is_sign(character) {
                        markup.push('\\');
                    }
                    markup.push(character);
                }
                continue;
            }
            Inline::NoteMark { note, .. } => (format!("[^{note}]"), String::new()),
            Inline::Reference { target, content } if content.is_empty() => (format!("[#{target}]"), String::new()),
            Inline::Changed { .. } | Inline::Isolated { .. } => (String::new(), String::new()),
            Inline::Lead(_) => ("**".to_owned(), "**".to_owned()),
            Inline::Emphasis(_) => ("*".to_owned(), "*".to_owned()),
            Inline::Superscript(_) => ("^".to_owned(), "^".to_owned()),
            Inline::Subscript(_) => ("~".to_owned(), "~".to_owned()),
            Inline::Reference { target, .. } => ("[".to_owned(), format!("](#{target})")),
            Inline::Link { url, .. } => ("[".to_owned(), format!("]({url})")),
        };
        markup.push_str(&opening);
        push(node.children(), escape, markup);
        markup.push_str(&closing);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn marks_are_written_as_an_author_would() {
        for markup in [
            "**Noting** that 2*3*4 [it](#a), [#b][^n] and [x](https://example.org);",
            "a \\*star\\* and \\*\\*two\\*\\*",
            "***both*** and the 1^st^",
            "[sic] and {x}",
        ] {
            assert_eq!(written(&inline::content(markup)).as_deref(), Some(markup));
        }
        assert_eq!(written(&[Inline::text("a"), Inline::Lead(vec![Inline::text("b")]), Inline::text("c")]), None);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_as_meant(markup in "([a-z]{1,4}| |\\*|\\*\\*|\\^|~|\\[|\\]|\\(|\\)|#|\\\\|é){0,30}") {
            let content = inline::parse(&markup).inlines();
            if let Some(written) = written(&content) {
                prop_assert_eq!(canonical(&inline::content(&written)), canonical(&content));
            }
        }
    }
}
