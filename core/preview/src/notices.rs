//! What there is to say about the folder as a whole and about the system.

use engross_model::{Finding, Severity};

use crate::page::Notice;
use crate::show::{Showing, severity};

impl Showing<'_> {
    /// Says why texts that should be in the list are not.
    pub(crate) fn complaints(&self) -> Vec<Notice> {
        let notice = |finding: Finding| Notice {
            place: finding.place.file.unwrap_or_default(),
            help: finding.help.unwrap_or_default(),
            ..self.notice(finding.severity, finding.message)
        };
        self.desk.complaints().into_iter().map(notice).collect()
    }

    /// Says what the system does not watch.
    pub(crate) fn not_watched(&self) -> Vec<Notice> {
        self.unwatched.iter().map(|it| self.notice(Severity::Warning, it.said(self.words))).collect()
    }

    fn notice(&self, how_bad: Severity, message: String) -> Notice {
        let key = severity(how_bad);
        Notice {
            severity: key.to_owned(),
            severity_word: self.words.get(key).to_owned(),
            message,
            place: String::new(),
            help: String::new(),
        }
    }
}
