//! How much findings matter in this run: the registry's weights, as the settings and the command line change them.

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;

use engross_model::{CODES, Finding, Severity, code_entry, is_about_progress};
use schemars::JsonSchema;
use serde::Deserialize;

/// What a code is turned into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Level {
    /// Blocks.
    Error,
    /// Worth a look.
    Warning,
    /// Worth knowing.
    Info,
    /// Not reported.
    Off,
}

/// `CODE=LEVEL`, as typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Adjustment {
    pub(crate) code: String,
    pub(crate) level: Level,
}

impl FromStr for Adjustment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (code, level) = text.split_once('=').ok_or("write CODE=LEVEL, as in PUN-05=off")?;
        let level = match level.trim() {
            "error" => Level::Error,
            "warning" => Level::Warning,
            "info" => Level::Info,
            "off" => Level::Off,
            other => return Err(format!("`{other}` is none of error, warning, info, off")),
        };
        Ok(Self { code: code.trim().to_owned(), level })
    }
}

/// Stands for all warnings in a list of denied codes.
const ALL_WARNINGS: &str = "warnings";

/// Decides what is reported and what blocks.
#[derive(Debug, Clone, Default)]
pub(crate) struct Judge {
    levels: BTreeMap<String, Level>,
    denied: BTreeSet<String>,
}

impl Judge {
    /// Gathers the weights; later adjustments of a code win.
    ///
    /// # Errors
    /// Says which code does not exist, and which one was probably meant.
    pub(crate) fn new(
        levels: impl IntoIterator<Item = (String, Level)>,
        denied: impl IntoIterator<Item = String>,
    ) -> Result<Self, (String, Option<String>)> {
        let judge = Self { levels: levels.into_iter().collect(), denied: denied.into_iter().collect() };
        let named = judge.levels.keys().chain(judge.denied.iter().filter(|code| *code != ALL_WARNINGS));
        for code in named {
            if code_entry(code).is_none() {
                let meant = engross_model::nearest(code, CODES.iter().map(|entry| entry.code));
                let help = meant.map_or_else(
                    || "`engross explain` lists all codes".to_owned(),
                    |code| format!("did you mean `{code}`?"),
                );
                return Err((format!("there is no code `{code}`"), Some(help)));
            }
        }
        let lowered = judge.levels.iter().find(|(code, level)| **level != Level::Error && must_block(code));
        if let Some((code, _)) = lowered {
            let message = format!("`{code}` cannot be made less than an error");
            return Err((message, Some("only rules about texts can be switched off or down".to_owned())));
        }
        Ok(judge)
    }

    /// Weighs findings and drops those that are off.
    pub(crate) fn weigh(&self, findings: Vec<Finding>) -> Vec<Finding> {
        findings.into_iter().filter_map(|finding| self.weigh_one(finding)).collect()
    }

    /// Tells whether a note could become more than a note in this run.
    pub(crate) fn raises(&self) -> bool {
        let raised = self.levels.values().any(|level| matches!(level, Level::Error | Level::Warning));
        raised || self.denied.iter().any(|code| code != ALL_WARNINGS)
    }

    fn weigh_one(&self, mut finding: Finding) -> Option<Finding> {
        // In a draft these are warnings, which may be switched off; where they are errors nothing switches them off.
        let is_binding = finding.severity == Severity::Error && is_about_progress(&finding.code);
        match self.levels.get(&finding.code).filter(|_| !is_binding) {
            Some(Level::Off) => return None,
            Some(Level::Info) => finding.severity = Severity::Info,
            Some(Level::Warning) => finding.severity = Severity::Warning,
            Some(Level::Error) => finding.severity = Severity::Error,
            None => {}
        }
        let all_warnings = finding.severity == Severity::Warning && self.denied.contains(ALL_WARNINGS);
        if all_warnings || self.denied.contains(&finding.code) {
            finding.severity = Severity::Error;
        }
        Some(finding)
    }
}

/// Tells whether a code says that a text, a house or a file cannot be read or made: nothing right comes of going on.
fn must_block(code: &str) -> bool {
    const FAMILIES: [&str; 11] =
        ["FILE", "SET", "HOUSE", "YAML", "SRC", "INL", "REND", "PLUG", "PAR", "OUT", "NOTE-01"];
    let blocks = code_entry(code).is_some_and(|entry| entry.severity == Severity::Error);
    blocks && FAMILIES.iter().any(|family| code.starts_with(family))
}

/// Tells whether any finding blocks.
pub(crate) fn blocks(findings: &[Finding]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn weighed(judge: &Judge, code: &str) -> Option<Severity> {
        judge.weigh(vec![Finding::new(code, "x")]).first().map(|finding| finding.severity)
    }

    #[test]
    fn adjustments_and_denials_work_together() {
        let levels = [("PUN-05".to_owned(), Level::Off), ("PUN-01".to_owned(), Level::Warning)];
        let judge = Judge::new(levels.clone(), ["PUN-07".to_owned()]).unwrap();
        assert_eq!(weighed(&judge, "PUN-05"), None);
        assert_eq!(weighed(&judge, "PUN-01"), Some(Severity::Warning));
        assert_eq!(weighed(&judge, "PUN-07"), Some(Severity::Error));
        assert_eq!(weighed(&judge, "PUN-04"), Some(Severity::Warning));
        let strict = Judge::new(levels, ["warnings".to_owned()]).unwrap();
        assert_eq!(weighed(&strict, "PUN-01"), Some(Severity::Error));
        assert_eq!(weighed(&strict, "PUN-07"), Some(Severity::Info));
    }

    #[test]
    fn an_unfinished_version_is_not_switched_off_where_it_is_an_error() {
        let judge = Judge::new([("T001".to_owned(), Level::Off)], []).unwrap();
        assert_eq!(weighed(&judge, "T001"), Some(Severity::Error));
        let of_draft = Finding { severity: Severity::Warning, ..Finding::new("T001", "x") };
        assert_eq!(judge.weigh(vec![of_draft]), []);
    }

    #[test]
    fn unknown_codes_are_refused_with_a_guess() {
        let (message, help) = Judge::new([], ["PUN-1".to_owned()]).unwrap_err();
        assert_eq!(message, "there is no code `PUN-1`");
        assert!(help.is_some_and(|help| help.contains("PUN-")));
    }
}
