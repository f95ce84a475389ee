//! What is to be seen: the query of every address of the preview.

use serde::{Deserialize, Serialize};

/// A view of a text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// The text's short name.
    pub text: String,
    /// The language to show; empty for the source's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// Another language beside it; empty for none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub beside: String,
    /// How it is shown.
    #[serde(skip_serializing_if = "is_default")]
    pub form: Form,
    /// As what it is set.
    #[serde(skip_serializing_if = "is_default")]
    pub look: Look,
    /// With what it is compared: `save`, `commit`, or the name of a file; empty for nothing.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub since: String,
    /// The language of the interface; empty for the browser's.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub interface: String,
}

/// How a text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Form {
    /// The pages of the printed file.
    #[default]
    Pages,
    /// The HTML file.
    Html,
    /// Plain text.
    Text,
}

impl Form {
    pub(crate) const ALL: [Self; 3] = [Self::Pages, Self::Html, Self::Text];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Pages => "pages",
            Self::Html => "html",
            Self::Text => "text",
        }
    }
}

/// As what a text is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Look {
    /// As its own `status:` says.
    #[default]
    Written,
    /// As a draft.
    Draft,
    /// As an adopted text.
    Adopted,
}

impl Look {
    pub(crate) const ALL: [Self; 3] = [Self::Written, Self::Draft, Self::Adopted];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Draft => "draft",
            Self::Adopted => "adopted",
        }
    }
}

impl View {
    /// Reads a query.
    pub(crate) fn parse(query: &str) -> Option<Self> {
        serde_urlencoded::from_str(query).ok()
    }

    /// Returns the query.
    pub(crate) fn query(&self) -> String {
        serde_urlencoded::to_string(self).unwrap_or_default()
    }

    /// Returns what one pane of it shows, whatever the interface and the other pane are.
    pub(crate) fn pane(&self, language: &str) -> Self {
        Self { language: language.to_owned(), beside: String::new(), interface: String::new(), ..self.clone() }
    }
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_say_what_is_not_usual_and_read_back() {
        let view = View { text: "a&b é".to_owned(), look: Look::Adopted, ..View::default() };
        assert_eq!(view.query(), "text=a%26b+%C3%A9&look=adopted");
        assert_eq!(View::parse(&view.query()), Some(view));
        assert_eq!(View::parse("text=a&form=painting"), None);
    }
}
