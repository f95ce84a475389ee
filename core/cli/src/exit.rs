//! How a run ends.

use std::process::ExitCode;

use engross_model::Finding;

use crate::severity::blocks;

/// The exit codes; the highest wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Exit {
    /// All is well.
    Clean = 0,
    /// At least one finding blocks.
    Blocked = 1,
    /// Bad usage, a missing path, unusable settings, or a file that cannot be written.
    Unusable = 2,
}

impl Exit {
    /// Says how a run over texts ends.
    pub(crate) fn of(unwritable: bool, findings: &[Finding]) -> Self {
        match (unwritable || findings.iter().any(is_about_the_command), blocks(findings)) {
            (true, _) => Self::Unusable,
            (false, true) => Self::Blocked,
            (false, false) => Self::Clean,
        }
    }

    pub(crate) fn code(self) -> ExitCode {
        ExitCode::from(self as u8)
    }
}

/// Tells whether a finding blames the command line, not a text: an option that its backend refuses.
pub(crate) fn is_about_the_command(finding: &Finding) -> bool {
    finding.code == "REND-04"
}

/// Why a command could not do its work. It always ends as [`Exit::Unusable`].
#[derive(Debug)]
pub(crate) enum Stop {
    /// The command line asks for something impossible: one sentence, and what to do.
    Usage(String, Option<String>),
    /// Something outside the texts is wrong.
    Findings(Vec<Finding>),
}

impl Stop {
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::Usage(message.into(), None)
    }

    /// Puts findings before it, which may be its cause.
    pub(crate) fn after(self, findings: &[Finding]) -> Self {
        if findings.is_empty() {
            return self;
        }
        Self::Findings([findings.to_vec(), self.into_findings()].concat())
    }

    /// Says it as findings.
    pub(crate) fn into_findings(self) -> Vec<Finding> {
        match self {
            Self::Usage(message, help) => {
                let finding = Finding::new("SET-01", message);
                vec![help.into_iter().fold(finding, Finding::help)]
            }
            Self::Findings(findings) => findings,
        }
    }

    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        match self {
            Self::Usage(message, _) => Self::Usage(message, Some(help.into())),
            Self::Findings(findings) => Self::Findings(findings),
        }
    }
}

impl From<Finding> for Stop {
    fn from(finding: Finding) -> Self {
        Self::Findings(vec![finding])
    }
}

impl From<Vec<Finding>> for Stop {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Findings(findings)
    }
}

/// What a command returns.
pub(crate) type Outcome = Result<Exit, Stop>;
