//! The choice of languages on the command line.

use engross_model::is_language_code;

use crate::exit::Stop;

/// Which languages to build.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Languages {
    /// Every language of every text.
    pub(crate) all: bool,
    /// These languages, each as a text of its own.
    pub(crate) single: Vec<String>,
    /// Languages to set side by side in one text: `en+fr`.
    pub(crate) beside: Vec<Vec<String>>,
}

impl Languages {
    /// Reads what `--language` or the settings say; nothing means all.
    pub(crate) fn parse(words: &[String]) -> Result<Self, Stop> {
        let mut languages = Self { all: words.is_empty(), ..Self::default() };
        for word in words {
            let codes: Vec<String> = word.split('+').map(str::to_owned).collect();
            if let Some(wrong) = codes.iter().find(|code| *word != "all" && (*code == "all" || !is_language_code(code)))
            {
                return Err(Stop::usage(format!("`{wrong}` is no language code such as `en` or `fr`")));
            }
            let repeated = codes.iter().enumerate().find(|(at, code)| codes.iter().take(*at).any(|it| it == *code));
            if let Some((_, twice)) = repeated {
                return Err(Stop::usage(format!("`{word}` names `{twice}` twice"))
                    .help("name each language of a text once, the first column first: `en+fr`"));
            }
            match codes.as_slice() {
                _ if word == "all" => languages.all = true,
                [code] => languages.single.push(code.clone()),
                _ if languages.beside.contains(&codes) => {}
                _ => languages.beside.push(codes),
            }
        }
        Ok(languages)
    }

    /// Tells whether a language is wanted as a text of its own.
    pub(crate) fn include(&self, code: &str) -> bool {
        self.all || self.single.iter().any(|wanted| wanted == code)
    }

    /// Returns every language that the user named.
    pub(crate) fn named(&self) -> impl Iterator<Item = &str> {
        self.single.iter().chain(self.beside.iter().flatten()).map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_read_one_by_one_and_side_by_side() {
        let parse = |list: &[&str]| Languages::parse(&list.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>());
        for wrong in ["English", "en+", "+", "en+fr+en", "all+en"] {
            assert!(parse(&[wrong]).is_err(), "{wrong}");
        }
        assert!(parse(&[]).unwrap().include("en"));
        assert!(parse(&["fr", "all"]).unwrap().include("en"));
        assert!(!parse(&["fr"]).unwrap().include("en"));
        let both = parse(&["en+fr", "uk", "en+fr"]).unwrap();
        assert!(both.include("uk") && !both.include("en"));
        assert_eq!(both.beside, [["en", "fr"]]);
    }
}
