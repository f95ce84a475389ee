//! Draws one text: compiles it, compares it if that is wanted, and has it rendered.

use std::sync::{Mutex, PoisonError};

use engross_compile::{Finished, House, SourceMap, compare};
use engross_model::{Bytes, Document, Finding, Request, Severity, Status, UnitPlace};
use engross_preview::{Content, Drawn, File, Form, Found, Language, Look, Picture, Place, View};

use super::earlier::{Saves, committed};
use super::entries::entries;
use super::found::placed;
use super::listing::Listing;
use super::{Standing, bytes_of};
use crate::build::{render, request};
use crate::discover::{self, Candidate};
use crate::positions::Lines;
use crate::text::{TextFile, compile_as, compile_text, compile_text_showing, place_finding};

/// The formats that are shown.
pub(super) const SHOWN: [&str; 4] = ["svg-pages", "places", "html", "txt"];
/// The formats to take along.
pub(super) const TAKEN_ALONG: [&str; 4] = ["pdf", "docx", "html", "txt"];

/// One text in one language, on its way to a picture.
pub(super) struct Drawing<'a> {
    pub(super) standing: &'a Standing,
    pub(super) view: &'a View,
    pub(super) file: &'a Candidate,
    pub(super) saves: &'a Mutex<Saves>,
}

/// What is shown of a text that is not there.
pub(super) fn nothing(view: &View, complaints: Vec<Finding>, listing: &Listing) -> Drawn {
    let code = view.language.clone();
    Drawn {
        title: view.text.clone(),
        language: Language { name: code.clone(), tag: code.clone(), code, is_right_to_left: false },
        content: None,
        outline: Vec::new(),
        findings: placed(complaints, &SourceMap::default(), listing, &[]),
    }
}

impl Drawing<'_> {
    /// Draws the text. `ahead` is told of the pictures of its pages before all else is ready.
    pub(super) fn draw(&self, ahead: &mut dyn FnMut(&[Picture])) -> Drawn {
        let text = match self.text() {
            Ok(text) => text,
            Err(finding) => {
                let findings = self.standing.complaints.iter().cloned().chain([finding]).collect();
                return nothing(self.view, findings, &self.standing.listing);
            }
        };
        let mut drawn = nothing(self.view, Vec::new(), &self.standing.listing);
        let (mut incomparable, mut said) = (None, Vec::new());
        // The pages need not wait for the rules.
        let compiled = compile_text_showing(&self.standing.project, &text, |finished| {
            (incomparable, said) = self.show(finished, &text, &mut drawn, ahead);
        });
        let mut findings = self.weighed(compiled.findings);
        // A look that does not manage a text with a mistake is not itself mistaken.
        let is_wrong = drawn.content.is_none() && findings.iter().any(|finding| finding.severity == Severity::Error);
        let said = if is_wrong { Vec::new() } else { said };
        findings.extend(incomparable.into_iter().chain(said));
        drawn.findings = self.found_in(findings, &compiled.sources, &text.bytes);
        drawn
    }

    /// Shows a document in the look that is wanted, with what has changed if that is wanted. Returns why it cannot be
    /// compared, and what the backends say.
    fn show(
        &self,
        finished: Finished<'_>,
        text: &TextFile<'_>,
        drawn: &mut Drawn,
        ahead: &mut dyn FnMut(&[Picture]),
    ) -> (Option<Finding>, Vec<Finding>) {
        let Finished { document, house, sources, translation } = finished;
        let document = self.in_look(document, text);
        let name = &*self.file.name;
        drawn.title = document.file_title();
        drawn.language = language(&document);
        let (marked, incomparable) = self.compared(text, &document);
        let (own, shown) = match marked {
            Some(marked) => (Some(document), marked),
            None => (None, document),
        };
        let mut request = request(shown, house, None);
        let (content, said) = self.render(&mut request, house, ahead);
        drawn.content = content;
        // The pictures need not wait for it.
        let own = own.as_ref().unwrap_or(&request.document);
        drawn.outline = entries(own, sources, translation, name, &Lines::new(&text.bytes));
        (incomparable, said.into_iter().map(|finding| place_finding(finding, name, sources)).collect())
    }

    /// Makes a file to take along: never with marks of a comparison, but in the look that is shown.
    pub(super) fn file(&self, format: &str) -> Result<File, String> {
        if !TAKEN_ALONG.contains(&format) {
            return Err(format!("there is no format `{format}` to take along"));
        }
        let text = self.text().map_err(|finding| finding.message)?;
        let compiled = compile_text(&self.standing.project, &text);
        let choice = self.standing.registry.choose(format).map_err(|finding| finding.message)?;
        let own = compiled.document.ok_or("nothing can be made of the file as it is")?;
        let document = self.in_look(own, &text);
        let house = compiled.house.as_deref().ok_or("the text follows no house")?;
        let name = format!("{}.{}.{}", self.view.text, document.language.code, choice.format.extension);
        let rendered = render(&choice, &mut request(document, house, None), house);
        match rendered.artifacts.into_iter().next() {
            Some(artifact) => Ok(File { name, media_type: artifact.media_type, bytes: artifact.bytes }),
            None => Err(rendered.findings.into_iter().map(|it| it.message).collect::<Vec<_>>().join("; ")),
        }
    }

    /// Returns what is found in the text, without drawing it.
    pub(super) fn found(&self) -> Vec<Found> {
        let Ok(text) = self.text() else { return Vec::new() };
        let compiled = compile_text(&self.standing.project, &text);
        self.found_in(self.weighed(compiled.findings), &compiled.sources, &text.bytes)
    }

    /// Returns the file and the byte where something stands.
    pub(super) fn place(&self, place: &Place) -> Option<(String, usize)> {
        match place {
            Place::Unit(unit) => {
                let compiled = compile_text(&self.standing.project, &self.text().ok()?);
                compiled.sources.place(unit).map(|(file, span)| (file, span.start))
            }
            Place::Finding(key) => {
                let found = self.found().into_iter().find(|found| found.key == *key)?;
                Some((found.finding.place.file?, found.finding.place.span?.start))
            }
        }
    }

    fn text(&self) -> Result<TextFile<'_>, Finding> {
        let bytes = match self.file.read() {
            discover::Content::Text(bytes) => bytes,
            discover::Content::Finding(finding) => return Err(*finding),
            discover::Content::Nothing => {
                return Err(Finding::new("FILE-05", "the file is no text any more").in_file(&*self.file.name));
            }
        };
        self.saves.lock().unwrap_or_else(PoisonError::into_inner).note(&self.file.name, bytes.clone());
        Ok(TextFile::new(self.file, bytes))
    }

    /// Adds what was found in a text to what is wrong around it, and weighs all as the project says.
    fn weighed(&self, found: Vec<Finding>) -> Vec<Finding> {
        self.standing.project.judge.weigh([&self.standing.complaints[..], &found].concat())
    }

    /// Returns the document in the look that is wanted. What is missing for another look is nothing to blame the text for.
    fn in_look(&self, own: Document, text: &TextFile<'_>) -> Document {
        match self.status() {
            None => own,
            status => compile_as(&self.standing.project, text, status).document.unwrap_or(own),
        }
    }

    /// Marks what has changed, if that is wanted. Returns why it cannot.
    fn compared(&self, text: &TextFile<'_>, document: &Document) -> (Option<Document>, Option<Finding>) {
        let before = match self.view.since.as_str() {
            "" => return (None, None),
            "save" => self.earlier(text, |name| {
                let saves = self.saves.lock().unwrap_or_else(PoisonError::into_inner);
                saves.before(name).ok_or_else(|| "it was not saved yet".to_owned())
            }),
            "commit" => self.earlier(text, |name| committed(name.as_ref())),
            name => self.other(name),
        };
        match before {
            Ok(before) => (Some(compare(&before, document)), None),
            Err(reason) => {
                let finding = Finding::new("FILE-01", format!("there is nothing to compare with: {reason}"));
                (None, Some(Finding { severity: Severity::Info, ..finding }.in_file(&*self.file.name)))
            }
        }
    }

    /// Compiles an earlier state of the text; of a language version its source goes back too.
    fn earlier(&self, text: &TextFile<'_>, state: impl Fn(&str) -> Result<Bytes, String>) -> Result<Document, String> {
        let mut text = TextFile { candidate: self.file, bytes: state(&self.file.name)?, beside: text.beside.clone() };
        if let Some((name, bytes)) = &mut text.beside.source
            && let Ok(earlier) = state(name)
        {
            *bytes = Ok(earlier);
        }
        let compiled = compile_as(&self.standing.project, &text, self.status());
        compiled.document.ok_or_else(|| "nothing could be made of the earlier file".to_owned())
    }

    /// Compiles another file.
    fn other(&self, name: &str) -> Result<Document, String> {
        let file = self.standing.listing.named(name).ok_or("there is no such file")?;
        let bytes = bytes_of(file).ok_or("it is no text")?;
        let compiled = compile_as(&self.standing.project, &TextFile::new(file, bytes), self.status());
        compiled.document.ok_or_else(|| "nothing can be made of it".to_owned())
    }

    fn status(&self) -> Option<Status> {
        match self.view.look {
            Look::Written => None,
            Look::Draft => Some(Status::Draft),
            Look::Adopted => Some(Status::Adopted),
        }
    }

    fn render(
        &self,
        request: &mut Request,
        house: &House,
        ahead: &mut dyn FnMut(&[Picture]),
    ) -> (Option<Content>, Vec<Finding>) {
        let mut said = Vec::new();
        let mut make = |format: &str| match self.standing.registry.choose(format) {
            Ok(choice) => {
                let rendered = render(&choice, request, house);
                said.extend(rendered.findings);
                rendered.artifacts
            }
            Err(finding) => {
                said.push(finding);
                Vec::new()
            }
        };
        let content = match self.view.form {
            Form::Pages => {
                let pages: Vec<Picture> = make("svg-pages").into_iter().map(|it| picture(it.bytes)).collect();
                ahead(&pages);
                let places = if pages.is_empty() { Vec::new() } else { make("places") };
                let places = places.first().and_then(|it| serde_json::from_slice::<Vec<UnitPlace>>(&it.bytes).ok());
                (!pages.is_empty()).then(|| Content::Pages(pages, places.unwrap_or_default()))
            }
            Form::Html => make("html").into_iter().next().map(|it| Content::Html(it.bytes)),
            Form::Text => {
                make("txt").into_iter().next().map(|it| Content::Text(String::from_utf8_lossy(&it.bytes).into_owned()))
            }
        };
        (content, self.standing.project.judge.weigh(said))
    }

    fn found_in(&self, findings: Vec<Finding>, sources: &SourceMap, bytes: &Bytes) -> Vec<Found> {
        placed(findings, sources, &self.standing.listing, &[(&self.file.name, bytes)])
    }
}

fn language(document: &Document) -> Language {
    Language {
        code: document.language.code.clone(),
        name: document.language_name().to_owned(),
        tag: document.language.tag.clone(),
        is_right_to_left: document.language.direction == engross_model::Direction::Rtl,
    }
}

/// Reads the size of a page out of its picture: `viewBox="0 0 595.28 841.89"`.
fn picture(bytes: Bytes) -> Picture {
    let head = bytes.get(..bytes.len().min(1_000)).unwrap_or_default();
    let head = String::from_utf8_lossy(head);
    let size = head.split_once("viewBox=\"").and_then(|(_, rest)| rest.split_once('"')).map(|(size, _)| size);
    let mut numbers = size.unwrap_or_default().split_whitespace().skip(2).filter_map(|word| word.parse().ok());
    let (width, height) = (numbers.next().unwrap_or(595.28), numbers.next().unwrap_or(841.89));
    Picture { bytes, width, height }
}
