//! The conformance kit: what every backend is put through, whatever carries it.
//!
//! In the tests of a backend written in Rust, one line is enough:
//!
//! ```
//! # use engross_plugin::model::{Format, Manifest, PROTOCOL, Request, Response, plain_text};
//! # struct Labels;
//! # impl engross_plugin::Backend for Labels {
//! #     fn manifest(&self) -> Manifest {
//! #         let format = Format { name: "labels".into(), extension: "labels".into(), media_type: "text/plain".into(), text: true, on_request: false };
//! #         Manifest { id: "labels".into(), name: "".into(), version: "1".into(), licence: "MIT".into(), protocol: PROTOCOL.into(),
//! #             encoding: Default::default(), concurrent: true, formats: vec![format], features: vec![], options: vec![], needs: vec![] }
//! #     }
//! #     fn render(&self, request: &Request) -> Response {
//! #         let mut lines = String::new();
//! #         request.document.walk_clauses(&mut |_, clause, _| lines += clause.printed_label().map_or("-", |label| &label.text));
//! #         request.document.notes.iter().for_each(|note| lines += &format!("\n{} {}", note.mark, plain_text(&note.content)));
//! #         Response::artifact("labels", "text/plain", lines)
//! #     }
//! # }
//! engross_plugin::conformance::assert_conforms(&Labels);
//! ```
//!
//! The program runs the same checks on a finished plugin: `engross plugin check FILE`.

mod specimens;
mod words;

use std::cell::Cell;
use std::fmt;

use engross_model::{Artifact, Asset, Document, Encoding, Format, Manifest, Need, Request, Response, Severity};

pub use self::specimens::{empty, everything};
use crate::abi::{MANIFEST, RENDER, Status};
use crate::{Backend, answer, wire};

/// What is put through the kit: a backend behind whatever carries it.
pub trait Subject {
    /// Makes one call.
    ///
    /// # Errors
    /// How the call failed.
    fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure>;
}

/// How a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// The input could not be used, and the plugin said so.
    Refused,
    /// The plugin does not know the operation, and said so.
    UnknownOperation,
    /// It did not answer in the time or within the work that it has, and was stopped; in words.
    Hung(String),
    /// Anything else, in words.
    Broken(String),
}

/// What a plugin is given besides the specimens, and who reads what it made.
#[derive(Clone, Copy)]
pub struct Surroundings<'a> {
    /// The files of a house that stand for a name in the manifest's `needs`; none if the house has no such file.
    pub assets: &'a dyn Fn(&str) -> Vec<Asset>,
    /// Says what of a document's labels and notes is missing in a file, or `None` if nobody can read its format. Formats
    /// of plain text need no reader.
    pub reader: &'a dyn Fn(&Document, &Artifact) -> Option<Vec<String>>,
}

impl Surroundings<'_> {
    /// No house and no reader: enough for backends that need no files and make plain text.
    pub const NONE: Self = Self { assets: &|_| Vec::new(), reader: &|_, _| None };
}

/// The score card of a plugin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ScoreCard {
    /// One row a check, in the order in which they were made.
    pub rows: Vec<Row>,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What a conforming plugin does: `gives the same bytes twice (txt)`.
    pub check: String,
    /// Whether this one does.
    pub verdict: Verdict,
}

/// What came of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It does.
    Passed,
    /// It does not, and why.
    Failed(String),
    /// It cannot be told, and why.
    NotChecked(String),
}

impl ScoreCard {
    /// Tells whether no check failed.
    pub fn passed(&self) -> bool {
        !self.rows.iter().any(|row| matches!(row.verdict, Verdict::Failed(_)))
    }

    fn add(&mut self, check: impl Into<String>, outcome: Result<(), String>) {
        let verdict = outcome.map_or_else(failed, |()| Verdict::Passed);
        self.rows.push(Row { check: check.into(), verdict });
    }
}

impl fmt::Display for ScoreCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Row { check, verdict } in &self.rows {
            match verdict {
                Verdict::Passed => writeln!(f, "passed       {check}")?,
                Verdict::Failed(why) => writeln!(f, "FAILED       {check}: {why}")?,
                Verdict::NotChecked(why) => writeln!(f, "not checked  {check}: {why}")?,
            }
        }
        let passed = self.rows.iter().filter(|row| row.verdict == Verdict::Passed).count();
        writeln!(f, "{passed} of {} checks passed", self.rows.len())
    }
}

/// Puts a backend of this very program through the kit.
///
/// # Panics
/// With the score card, if a check fails.
pub fn assert_conforms(backend: &dyn Backend) {
    let card = check(&InProcess(backend), Surroundings::NONE);
    assert!(card.passed(), "the backend does not conform:\n{card}");
}

/// Puts a plugin through the kit.
///
/// One that does not answer a call in time is not called again: every further check would take as long.
pub fn check(subject: &dyn Subject, surroundings: Surroundings<'_>) -> ScoreCard {
    let mut card = ScoreCard::default();
    let subject = &Impatient { subject, hung: Cell::new(false) };
    let described = subject.call(MANIFEST, &[]).map_err(in_words).and_then(|bytes| manifest(&bytes));
    card.add("describes itself", described.as_ref().map(|_| ()).map_err(Clone::clone));
    card.add("describes itself the same way again", same_manifest(subject));
    card.add("says that it does not know an unknown operation", unknown_operation(subject));
    let Ok(manifest) = described else { return card };
    for format in &manifest.formats {
        Examination { subject, surroundings, manifest: &manifest, format }.run(&mut card);
    }
    card
}

fn manifest(bytes: &[u8]) -> Result<Manifest, String> {
    let manifest: Manifest = wire::decode_either(bytes).map_err(|error| error.to_string())?;
    if manifest.formats.is_empty() { Err("it makes no format".to_owned()) } else { Ok(manifest) }
}

fn same_manifest(subject: &dyn Subject) -> Result<(), String> {
    let (first, second) = (subject.call(MANIFEST, &[]), subject.call(MANIFEST, &[]));
    match (first.map_err(in_words)?, second.map_err(in_words)?) {
        (first, second) if first == second => Ok(()),
        _ => Err("the bytes differ".to_owned()),
    }
}

fn unknown_operation(subject: &dyn Subject) -> Result<(), String> {
    const UNKNOWN: u32 = 4711;
    match subject.call(UNKNOWN, &[]) {
        Err(Failure::UnknownOperation) => Ok(()),
        Err(failure) => Err(in_words(failure)),
        Ok(_) => Err("it answers all the same".to_owned()),
    }
}

fn in_words(failure: Failure) -> String {
    match failure {
        Failure::Refused => "it refuses the request".to_owned(),
        Failure::UnknownOperation => "it does not know the operation".to_owned(),
        Failure::Hung(text) | Failure::Broken(text) => text,
    }
}

/// What stands in the place of an answer that is not waited for any more.
const NOT_ASKED: &str = "it did not answer an earlier call in time";

fn failed(why: String) -> Verdict {
    if why.ends_with(NOT_ASKED) { Verdict::NotChecked(why) } else { Verdict::Failed(why) }
}

/// A plugin that is not called again once it has kept the kit waiting.
struct Impatient<'a> {
    subject: &'a dyn Subject,
    hung: Cell<bool>,
}

impl Subject for Impatient<'_> {
    fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure> {
        if self.hung.get() {
            return Err(Failure::Broken(NOT_ASKED.to_owned()));
        }
        let outcome = self.subject.call(operation, input);
        self.hung.set(matches!(outcome, Err(Failure::Hung(_))));
        outcome
    }
}

/// One format of one plugin.
struct Examination<'a> {
    subject: &'a dyn Subject,
    surroundings: Surroundings<'a>,
    manifest: &'a Manifest,
    format: &'a Format,
}

impl Examination<'_> {
    fn run(&self, card: &mut ScoreCard) {
        let empty = self.request(empty());
        let all = self.request(everything());
        let rtl = self.request(specimens::from_right_to_left());
        self.add(card, "makes a file of an empty document, or says why not", self.answered(&empty).map(drop));
        self.add(card, "makes a file of one of everything", self.file(&all));
        self.add(card, "gives the same bytes twice", self.same_twice(&all));
        self.add(card, "passes over fields that it does not know", self.unknown_fields(&all));
        self.add(card, "refuses a request that is cut off", self.cut_off(&all));
        self.complete(card, "shows every label and note", &all);
        self.complete(card, "shows every label and note from right to left, listed or not", &rtl);
    }

    fn add(&self, card: &mut ScoreCard, check: &str, outcome: Result<(), String>) {
        card.add(format!("{check} ({})", self.format.name), outcome);
    }

    /// Makes a specimen a request for this format, with the files that the manifest asks for.
    fn request(&self, mut request: Request) -> Request {
        request.format.clone_from(&self.format.name);
        request.options.clear();
        request.assets =
            self.manifest.needs.iter().flat_map(|Need { name, .. }| (self.surroundings.assets)(name)).collect();
        request
    }

    fn encoding(&self) -> Encoding {
        self.manifest.encoding
    }

    fn bytes(&self, request: &Request) -> Result<Vec<u8>, String> {
        wire::encode(request, self.encoding()).map_err(|error| error.to_string())
    }

    fn respond(&self, request: &[u8]) -> Result<Response, String> {
        let output = self.subject.call(RENDER, request).map_err(in_words)?;
        wire::decode_answer(&output, self.encoding()).map_err(|error| error.to_string())
    }

    /// Asks, and returns the answer if it holds a file or says why there is none.
    fn answered(&self, request: &Request) -> Result<Response, String> {
        let response = self.respond(&self.bytes(request)?)?;
        let explained = response.findings.iter().any(|finding| finding.severity == Severity::Error);
        if response.artifacts.is_empty() && !explained {
            return Err("it makes no file and gives no error".to_owned());
        }
        Ok(response)
    }

    fn file(&self, request: &Request) -> Result<(), String> {
        let response = self.answered(request)?;
        match response.findings.iter().find(|finding| finding.severity == Severity::Error) {
            Some(finding) => Err(finding.message.clone()),
            None => Ok(()),
        }
    }

    fn same_twice(&self, request: &Request) -> Result<(), String> {
        let bytes = self.bytes(request)?;
        if self.respond(&bytes)? == self.respond(&bytes)? { Ok(()) } else { Err("the files differ".to_owned()) }
    }

    fn unknown_fields(&self, request: &Request) -> Result<(), String> {
        let later = specimens::of_a_later_version(request, self.encoding()).map_err(|error| error.to_string())?;
        if self.respond(&later)? == self.respond(&self.bytes(request)?)? {
            Ok(())
        } else {
            Err("they change the file".to_owned())
        }
    }

    fn cut_off(&self, request: &Request) -> Result<(), String> {
        let whole = self.bytes(request)?;
        for length in [0, 1, whole.len() / 2, whole.len() - 1] {
            match self.subject.call(RENDER, &whole[..length]) {
                Err(Failure::Refused) => {}
                Err(failure) => return Err(format!("after {length} bytes: {}", in_words(failure))),
                Ok(output) => {
                    let response: Result<Response, _> = wire::decode_answer(&output, self.encoding());
                    if response.is_ok_and(|response| !response.artifacts.is_empty()) {
                        return Err(format!("it makes a file of the first {length} of {} bytes", whole.len()));
                    }
                }
            }
        }
        Ok(())
    }

    /// Looks for every label and note in the file.
    fn complete(&self, card: &mut ScoreCard, check: &str, request: &Request) {
        let check = format!("{check} ({})", self.format.name);
        let verdict = match self.answered(request) {
            Err(why) => failed(why),
            Ok(response) => match response.artifacts.first() {
                // A backend may refuse what it cannot show; it said so, and the host passes that on.
                None => Verdict::Passed,
                Some(artifact) => self.read(&request.document, artifact),
            },
        };
        card.rows.push(Row { check, verdict });
    }

    fn read(&self, document: &Document, artifact: &Artifact) -> Verdict {
        let missing = match (self.surroundings.reader)(document, artifact) {
            Some(missing) => missing,
            None if self.format.text => words::missing(document, &artifact.bytes),
            None => return Verdict::NotChecked(format!("nobody here can read `.{}` files", self.format.extension)),
        };
        match missing.first() {
            None => Verdict::Passed,
            Some(first) if missing.len() == 1 => Verdict::Failed(first.clone()),
            Some(first) => Verdict::Failed(format!("{first}, and {} more", missing.len() - 1)),
        }
    }
}

/// A backend called straight.
struct InProcess<'a>(&'a dyn Backend);

impl Subject for InProcess<'_> {
    fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let (status, output) = answer(self.0, operation, input);
        match status {
            Status::Done => Ok(output),
            Status::Refused => Err(Failure::Refused),
            Status::UnknownOperation => Err(Failure::UnknownOperation),
            Status::Panicked => Err(Failure::Broken(format!("it panicked: {}", String::from_utf8_lossy(&output)))),
        }
    }
}
