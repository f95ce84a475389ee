//! Language codes as file names carry them, and the choice of languages on the command line.

use crate::exit::Stop;

/// Tells whether a file's stem can be a language code: `fr`, `cnr`, `sr-latn`.
pub(crate) fn is_code(stem: &str) -> bool {
    let mut subtags = stem.split('-');
    let primary = subtags.next().unwrap_or_default();
    let is_primary = (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase());
    is_primary
        && subtags.all(|tag| (2..=8).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Which languages to build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Languages {
    All,
    These(Vec<String>),
}

impl Languages {
    /// Reads what `--language` or the settings say; nothing means all.
    pub(crate) fn parse(words: &[String]) -> Result<Self, Stop> {
        if let Some(pair) = words.iter().find(|word| word.contains('+')) {
            let message =
                format!("`{pair}` asks for a bilingual document, and texts have one language in this version");
            return Err(
                Stop::usage(message).help("bilingual documents come with language versions; build one language now")
            );
        }
        if let Some(wrong) = words.iter().find(|word| *word != "all" && !is_code(word)) {
            return Err(Stop::usage(format!("`{wrong}` is no language code such as `en` or `fr`")));
        }
        let all = words.is_empty() || words.iter().any(|word| word == "all");
        Ok(if all { Self::All } else { Self::These(words.to_vec()) })
    }

    pub(crate) fn include(&self, code: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(codes) => codes.iter().any(|wanted| wanted == code),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_told_from_names() {
        for (stem, is) in [
            ("en", true),
            ("cnr", true),
            ("sr-latn", true),
            ("zh-hant", true),
            ("text", false),
            ("EN", false),
            ("", false),
            ("e", false),
        ] {
            assert_eq!(is_code(stem), is, "{stem}");
        }
    }

    #[test]
    fn pairs_are_refused_and_all_is_all() {
        let words = |list: &[&str]| list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert!(Languages::parse(&words(&["en+fr"])).is_err());
        assert!(Languages::parse(&words(&["English"])).is_err());
        assert_eq!(Languages::parse(&words(&["en", "all"])).unwrap(), Languages::All);
        assert!(!Languages::parse(&words(&["fr"])).unwrap().include("en"));
    }
}
