//! The templates of the page, and how they place words.

use handlebars::{Handlebars, handlebars_helper, html_escape};

use crate::assets;

/// Makes the templates ready.
///
/// # Errors
/// If one of them does not parse; the tests see to that.
pub(crate) fn templates() -> Result<Handlebars<'static>, Box<handlebars::TemplateError>> {
    let mut templates = Handlebars::new();
    templates.set_strict_mode(true);
    templates.register_helper("prose", Box::new(prose));
    for (name, content) in assets::TEMPLATES {
        templates.register_template_string(name.trim_end_matches(".hbs"), content).map_err(Box::new)?;
    }
    Ok(templates)
}

handlebars_helper!(prose: |words: str| with_code(words));

/// Makes markup of words in which code stands between backticks.
fn with_code(words: &str) -> String {
    let mut pieces = words.split('`').map(html_escape);
    let mut markup = pieces.next().unwrap_or_default();
    while let Some(code) = pieces.next() {
        match pieces.next() {
            Some(after) => markup += &format!("<code>{code}</code>{after}"),
            // It is never closed.
            None => markup += &format!("`{code}"),
        }
    }
    markup
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_in_messages_is_shown_as_code() {
        for (words, markup) in [
            ("ends with `,`", "ends with <code>,</code>"),
            ("`a` & `<b>`", "<code>a</code> &amp; <code>&lt;b&gt;</code>"),
            ("a lone ` stays", "a lone ` stays"),
            ("", ""),
        ] {
            assert_eq!(with_code(words).replace("&#x60;", "`"), markup);
        }
    }
}
