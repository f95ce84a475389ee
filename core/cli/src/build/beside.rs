//! The languages of one text side by side: each compiled as ever, and put into the first as its columns.

use engross_compile::Compiled;
use engross_model::{Bytes, Document, Finding, Severity};
use sha2::{Digest as _, Sha256};

use super::{Input, Job, Made, TextKey, matters};
use crate::beside::languages_of;
use crate::discover::{Candidate, Content};
use crate::severity::blocks;
use crate::text::{TextFile, compile_text};

impl Job<'_> {
    /// Makes the text that a file belongs to, with these languages side by side.
    pub(super) fn side_by_side(&self, candidate: &Candidate, codes: &[String]) -> Made {
        let (languages, found) = files_of(candidate, codes);
        let mut made = Made { languages, ..Made::default() };
        let candidates = match found {
            Ok(candidates) => candidates,
            Err(lacks) => {
                made.findings = self.project.judge.weigh(lacks.into_iter().collect());
                return made;
            }
        };
        let mut texts = Vec::new();
        for candidate in &candidates {
            match candidate.read() {
                Content::Text(bytes) => texts.push(TextFile::new(candidate, bytes)),
                other => made.findings.append(&mut self.no_text(other).findings),
            }
        }
        if texts.len() == codes.len() {
            made.is_text = true;
            self.columns(&texts, codes, &mut made);
        }
        made
    }

    fn columns(&self, texts: &[TextFile<'_>], codes: &[String], made: &mut Made) {
        let Some(first) = texts.first().map(|text| text.candidate) else { return };
        let source = self.plan.source_name(first.path());
        let key = |house: &str| {
            let keys: Vec<TextKey> = texts.iter().map(|text| TextKey::new(self.project, text, house)).collect();
            TextKey::side_by_side(&keys)
        };
        let before = self.record.in_language(&first.slug, &codes.join("+"));
        let before = before.filter(|text| text.clean && *text.source == *source && self.may_leave_files());
        if let Some(text) = before
            && let Some(house) = text.files.first().map(|file| file.maker.house.clone())
        {
            let key = key(&house);
            if self.plan.choices.iter().all(|choice| self.format_is_current(text, choice, &key)) {
                made.unchanged += text.files.iter().filter(|file| self.wants(&file.maker.format)).count();
                return;
            }
        }
        let mut columns: Vec<Compiled> = texts.iter().map(|text| compile_text(self.project, text)).collect();
        let mut clean = true;
        for (compiled, code) in columns.iter_mut().zip(codes) {
            clean &= !compiled.findings.iter().any(matters);
            let mut findings = self.project.judge.weigh(std::mem::take(&mut compiled.findings));
            findings.retain(matters);
            let is_blocked = blocks(&findings);
            // A language that is built on its own too has said this already.
            if !self.plan.languages.include(code) {
                made.findings.append(&mut findings);
            }
            if is_blocked || compiled.document.is_none() {
                compiled.document = None;
            }
        }
        let documents: Option<Vec<Document>> = columns.iter_mut().map(|compiled| compiled.document.take()).collect();
        let Some(compiled) = columns.first() else { return };
        let (Some(documents), Some(house)) = (documents, compiled.house.as_deref()) else { return };
        match joined(documents) {
            Ok(document) => {
                let sha256 = sha256_of_all(texts.iter().map(|text| &text.bytes));
                let input = Input { candidate: first, key: key(house.id()), sha256, source, clean };
                self.make(input, document, house, compiled, made);
            }
            Err((column, finding)) => {
                let file = texts.get(column).map_or(&*first.name, |text| &*text.candidate.name);
                made.findings.extend(self.project.judge.weigh(vec![finding.in_file(file)]));
            }
        }
    }
}

/// Returns the languages of the text that a file belongs to, and its files in these languages.
///
/// # Errors
/// What to say of a text that lacks one of them; nothing of a file that is no text.
pub(crate) fn files_of(
    candidate: &Candidate,
    codes: &[String],
) -> (Vec<String>, Result<Vec<Candidate>, Option<Finding>>) {
    let Content::Text(bytes) = candidate.read() else { return (Vec::new(), Err(None)) };
    let languages = languages_of(candidate.path(), &bytes);
    let file = |code: &String| {
        let (_, name) = languages.iter().find(|(known, _)| known == code)?;
        Some(Candidate { name: name.as_str().into(), slug: candidate.slug.clone(), named: false })
    };
    let files: Vec<Option<Candidate>> = codes.iter().map(file).collect();
    let lacking = codes.iter().zip(&files).find(|(_, file)| file.is_none());
    let lacks = lacking.map(|(code, _)| lacks(candidate, codes, code));
    let files: Option<Vec<Candidate>> = files.into_iter().collect();
    (languages.into_iter().map(|(code, _)| code).collect(), files.ok_or(lacks))
}

/// Puts the documents into the first of them.
///
/// # Errors
/// Which of them is not the same text, and why.
pub(crate) fn joined(documents: Vec<Document>) -> Result<Document, (usize, Finding)> {
    let mut documents = documents.into_iter();
    let Some(mut first) = documents.next() else { return Err((0, unlike("there is none"))) };
    for (at, document) in documents.enumerate() {
        if document.anchors() != first.anchors() {
            return Err((at + 1, unlike("the clauses are not those of the first language")));
        }
        let marks = |document: &Document| -> Vec<(String, String)> {
            document.notes.iter().map(|note| (note.id.clone(), note.mark.clone())).collect()
        };
        let (here, there) = (marks(&document), marks(&first));
        if here != there {
            let other =
                here.iter().find(|note| !there.contains(note)).or(there.iter().find(|note| !here.contains(note)));
            let (note, mark) = other.map(|(id, mark)| (id.as_str(), mark.as_str())).unwrap_or_default();
            let message = format!("the mark of the note `{note}`, `{mark}`, is not the same in all languages");
            return Err((at + 1, unlike(&message).help("point to the notes in the same order in every language")));
        }
        first.parallel.push(document);
    }
    Ok(first)
}

fn unlike(message: &str) -> Finding {
    Finding::new("FILE-07", message)
}

fn sha256_of_all<'a>(files: impl Iterator<Item = &'a Bytes>) -> [u8; 32] {
    let mut hasher = Sha256::new();
    files.for_each(|bytes| hasher.update(&**bytes));
    hasher.finalize().into()
}

/// Says that a text is passed over; one that the user named must be there.
fn lacks(candidate: &Candidate, codes: &[String], code: &str) -> Finding {
    let message = format!("the text is not there in `{code}`, so that `{}` cannot be made of it", codes.join("+"));
    let finding = Finding::new("FILE-06", message).in_file(&*candidate.name);
    if candidate.named { Finding { severity: Severity::Error, ..finding } } else { finding }
}
