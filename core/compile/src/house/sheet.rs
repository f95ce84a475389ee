//! A file of a house, laid over those of the same name in the houses that this one extends.

use engross_model::Finding;
use serde::de::DeserializeOwned;

use super::places::{Spot, Wrong, meant};
use super::tree::{Idle, Node, Written, lay_over};

/// A file, the topmost first: its name for findings, and its bytes.
#[derive(Debug, Default)]
pub(super) struct Sheet<'a>(Vec<(String, &'a [u8])>);

impl<'a> Sheet<'a> {
    /// Makes one of a single file.
    pub(super) fn of(file: impl Into<String>, bytes: &'a [u8]) -> Self {
        Self(vec![(file.into(), bytes)])
    }

    /// Puts another file below.
    pub(super) fn over(mut self, below: Self) -> Self {
        self.0.extend(below.0);
        self
    }

    /// Reads what the files say together.
    ///
    /// # Errors
    /// A finding of the code given for each value that does not fit, in the file that says it; `FILE-03` for a file that
    /// is not UTF-8.
    pub(super) fn read<T: DeserializeOwned>(&self, code: &str) -> Result<T, Vec<Finding>> {
        let (value, passed) = match &self.0[..] {
            [(file, bytes)] => engross_data::read_noting(code, file, bytes).map_err(|finding| vec![finding])?,
            _ => self.read_laid(code)?,
        };
        let mut wrong = Wrong::default();
        for path in passed {
            let key = path.rsplit('/').next().unwrap_or_default();
            let finding = Finding::new(code, format!("unknown key `{key}`"));
            wrong.push(
                Spot::Key(path.clone()),
                finding.help("`engross schema house` lists the keys that may stand here"),
            );
        }
        let wrong = self.place(wrong);
        if wrong.is_empty() { Ok(value) } else { Err(wrong) }
    }

    fn read_laid<T: DeserializeOwned>(&self, code: &str) -> Result<(T, Vec<String>), Vec<Finding>> {
        // Whatever makes a file no YAML at all is said as of any other.
        for (file, bytes) in &self.0 {
            engross_data::read::<serde::de::IgnoredAny>(code, file, bytes).map_err(|finding| vec![finding])?;
        }
        let Some((tree, idle)) = self.tree() else {
            let finding = Finding::new(code, "the file repeats itself too often, or has a list for a key");
            let file = self.0.first().map(|(file, _)| file.clone()).unwrap_or_default();
            return Err(vec![finding.in_file(file).help("write it more simply")]);
        };
        if !idle.is_empty() {
            return Err(idle.into_iter().map(|idle| self.idle(code, idle)).collect());
        }
        let written = Written::of(&tree);
        engross_data::read_noting(code, "", written.text.as_bytes()).map_err(|mut finding| {
            let origin = written.origin(finding.place.span.as_ref().map_or(0, |span| span.start));
            if let Some((origin, (file, _))) = origin.and_then(|origin| Some((origin, self.0.get(origin.file)?))) {
                finding = finding.at(file.clone(), origin.span.clone());
            }
            vec![finding]
        })
    }

    fn idle(&self, code: &str, idle: Idle) -> Finding {
        let known: Vec<&str> = idle.known.iter().map(String::as_str).collect();
        let finding = Finding::new(code, format!("there is no `{}` here that could be removed", idle.key));
        let file = self.0.get(idle.origin.file).map(|(file, _)| file.clone()).unwrap_or_default();
        finding.at(file, idle.origin.span).help(meant(&idle.key, &known))
    }

    /// Lays the files over one another.
    fn tree(&self) -> Option<(Node, Vec<Idle>)> {
        let mut laid: Option<Node> = None;
        let mut idle = Vec::new();
        for (index, (_, bytes)) in self.0.iter().enumerate().rev() {
            let over = Node::read(index, bytes)?;
            laid = Some(match laid.take() {
                None => over,
                Some(base) => {
                    let (node, removed) = lay_over(over, base);
                    idle.extend(removed);
                    node
                }
            });
        }
        Some((laid?, idle))
    }

    /// Places findings in the files that say what they are about.
    pub(super) fn place(&self, wrong: Wrong) -> Vec<Finding> {
        if wrong.is_empty() {
            return Vec::new();
        }
        let files: Vec<&str> = self.0.iter().map(|(file, _)| file.as_str()).collect();
        wrong.in_tree(self.tree().map(|(tree, _)| tree).as_ref(), &files)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde::Deserialize;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case", deny_unknown_fields)]
    struct Small {
        extends: Option<String>,
        size: f64,
        #[serde(default)]
        opening: Option<String>,
        #[serde(default)]
        words: BTreeMap<String, String>,
        #[serde(default)]
        fonts: Vec<String>,
        #[serde(default)]
        parts: Vec<Part>,
        #[serde(default)]
        numerals: Option<Numerals>,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Part {
        name: String,
        #[serde(default)]
        levels: Vec<String>,
        #[serde(default)]
        end: String,
    }

    #[derive(Debug, PartialEq, Deserialize)]
    #[serde(rename_all = "kebab-case")]
    enum Numerals {
        Letters(BTreeMap<String, String>),
        List(Vec<String>),
    }

    const BASE: &str = "size: 11.0\nopening: opening\nwords: {a: one, b: two}\nfonts: [Sans, Serif]\nparts:\n  - &one \
                        {name: first, levels: [x], end: ';'}\n  - {name: last, end: .}\nnumerals: {letters: {alphabet: z}}\n";

    fn laid(over: &str, base: &str) -> Result<Small, Vec<Finding>> {
        Sheet::of("over.yaml", over.as_bytes()).over(Sheet::of("base.yaml", base.as_bytes())).read("HOUSE-02")
    }

    /// Writes the findings as `file | words | message | help`.
    fn wrong(over: &str, base: &str) -> String {
        let findings = laid(over, base).unwrap_err();
        let line = |finding: &Finding| {
            let file = finding.place.file.clone().unwrap_or_default();
            let text = if file == "over.yaml" { over } else { base };
            let words = &text[finding.place.span.clone().unwrap_or_default()];
            format!("{file} | {words} | {} | {}", finding.message, finding.help.clone().unwrap_or_default())
        };
        findings.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn mappings_are_laid_key_by_key_lists_whole_and_parts_by_name() {
        let small = laid(
            "extends: base\nopening: null\nwords: {b: zwei, c: \"3\", a: }\nfonts: [Mono]\nparts:\n  - {name: new}\n  - \
             {name: first, end: \",\"}\nnumerals: {list: [i]}\n",
            BASE,
        )
        .unwrap();
        let part = |name: &str, levels: &[&str], end: &str| Part {
            name: name.to_owned(),
            levels: levels.iter().map(|level| (*level).to_owned()).collect(),
            end: end.to_owned(),
        };
        assert_eq!((small.size, small.opening), (11.0, None));
        assert_eq!(small.words, BTreeMap::from([("b", "zwei"), ("c", "3")].map(|(a, b)| (a.to_owned(), b.to_owned()))));
        assert_eq!(small.fonts, ["Mono"]);
        assert_eq!(small.parts, [part("first", &["x"], ","), part("last", &[], "."), part("new", &[], "")]);
        assert_eq!(small.numerals, Some(Numerals::List(vec!["i".to_owned()])));
    }

    #[test]
    fn every_character_survives() {
        let words = "\"q\" \\ {x}: [#] 'y' , \u{85}\u{2028}\u{1f600} – «a»\ttab";
        let over = format!("extends: base\nwords:\n  a: |-\n    {}\n    second line\n", "plain: \"q\" \\ {x}, #1");
        assert_eq!(laid(&over, BASE).unwrap().words["a"], "plain: \"q\" \\ {x}, #1\nsecond line");
        let over = format!("extends: base\nwords: {{a: '{}'}}\n", words.replace('\'', "''"));
        assert_eq!(laid(&over, BASE).unwrap().words["a"], words);
        let over = "extends: base\nwords: {a: \"null\", b: \"true\"}\n";
        assert_eq!(laid(over, BASE).unwrap().words["a"], "null");
    }

    #[test]
    fn what_is_wrong_is_placed_in_the_file_that_says_it() {
        for (over, base, said) in [
            ("extends: base\nopning: x\n", BASE, "over.yaml | opning | unknown key `opning` | did you mean `opening`?"),
            (
                "extends: base\nsize: big\n",
                BASE,
                "over.yaml | big | a number is expected here | write digits, with a point before decimals",
            ),
            (
                "extends: base\n",
                "size: big\n",
                "base.yaml | big | a number is expected here | write digits, with a point before decimals",
            ),
            (
                "extends: base\nwords: {}\n",
                "opening: a\n",
                "over.yaml | words | the key `size` is missing | add `size: …`",
            ),
            (
                "extends: base\nwords: {d: null}\n",
                BASE,
                "over.yaml | d | there is no `d` here that could be removed | there are: a, b",
            ),
            (
                "extends: base\nsize: 1.0\nsize: 2.0\n",
                BASE,
                "over.yaml | size | the key `size` stands twice | delete one of the two, or rename it",
            ),
            (
                "extends: base\nwords: {? [a] : b}\n",
                BASE,
                "over.yaml |  | the file repeats itself too often, or has a list for a key | write it more simply",
            ),
        ] {
            assert_eq!(wrong(over, base), said, "{over}");
        }
    }

    #[test]
    fn aliases_and_what_is_taken_over_stand_for_their_values() {
        let over = "extends: base\nparts: [{name: last, levels: &levels [a, b]}, {name: more, levels: *levels}]\nwords: \
                    {<<: {a: uno, d: four}, a: unus}\n";
        let small = laid(over, BASE).unwrap();
        assert_eq!(small.parts[2].levels, ["a", "b"]);
        assert_eq!((small.words["a"].as_str(), small.words["d"].as_str()), ("unus", "four"));
    }

    #[test]
    fn aliases_do_not_grow_without_end() {
        let mut bomb = String::from("extends: base\nx0: &x0 [a, a, a, a, a, a, a, a, a, a]\n");
        for step in 1..9 {
            let aliases = vec![format!("*x{}", step - 1); 10].join(", ");
            bomb.push_str(&format!("x{step}: &x{step} [{aliases}]\n"));
        }
        assert!(laid(&bomb, BASE).is_err());
    }
}
