//! Draws the pages that show a house: those of a text of its own, else of a new draft.

use std::sync::Arc;

use engross_compile::{House, Sample, scaffold};
use engross_host::{Choice, OptionValues};
use engross_model::{Artifact, Bytes, Date, Document, Finding};
use engross_typst::Exhibit;

use crate::build::{Rendered, matters, render, request};
use crate::discover::{Candidate, Content};
use crate::project::Project;
use crate::severity::blocks;
use crate::text::{TextFile, compile_text, place_finding};

/// The date of new drafts, which must come out the same every day.
const DATE_OF_DRAFTS: Date = Date { year: 2025, month: 1, day: 1 };

/// What all houses are drawn with.
pub(super) struct Drawing<'a> {
    pub(super) project: &'a Project,
    pub(super) pdf: Choice<'a>,
    pub(super) pictures: Choice<'a>,
    pub(super) options: OptionValues,
    pub(super) language: Option<&'a str>,
    /// How many pages are shown, at most.
    pub(super) pages: usize,
}

/// A house on its pages.
pub(super) struct Shown {
    pub(super) house: Arc<House>,
    /// Whether a new draft stands for a text.
    pub(super) is_draft: bool,
    /// The language of what is shown.
    pub(super) language: engross_model::Language,
    /// The institution, in that language.
    pub(super) name: String,
    title: String,
    pdf: Bytes,
    /// The first pages as SVG, each whole in itself.
    pub(super) pictures: Vec<Bytes>,
    all_pages: usize,
    /// The labels of the levels of each part.
    labels: String,
}

impl Drawing<'_> {
    /// Draws the first of these texts that can be made, and returns it with what was found in it and in those before it.
    pub(super) fn house(&self, id: &str, texts: &[Candidate]) -> (Option<Shown>, Vec<Finding>) {
        let mut findings = Vec::new();
        let house = match self.project.houses.house(id) {
            Ok(house) => house,
            Err(found) => return (None, found),
        };
        for text in texts {
            let shown = match text.read() {
                Content::Text(bytes) => self.text(&house, text, bytes, false, &mut findings),
                Content::Finding(finding) => {
                    findings.push(*finding);
                    None
                }
                Content::Nothing => None,
            };
            if shown.is_some() {
                return (shown, findings);
            }
        }
        let shown = self.draft(&house, &mut findings);
        (shown, findings)
    }

    fn draft(&self, house: &Arc<House>, findings: &mut Vec<Finding>) -> Option<Shown> {
        let known = house.languages();
        let wanted = [self.language, Some("en"), known.first().map(String::as_str)].into_iter().flatten();
        let language = wanted.into_iter().find(|code| known.iter().any(|it| it == code))?;
        let kind = house.kinds().into_iter().next()?;
        match scaffold::new_text(house, &kind, language, DATE_OF_DRAFTS) {
            Ok(text) => {
                let name = format!("new {}", house.id());
                let candidate = Candidate { name: name.into(), slug: house.id().into(), named: true };
                self.text(house, &candidate, Bytes::from(text), true, findings)
            }
            Err(found) => {
                findings.extend(found);
                None
            }
        }
    }

    fn text(
        &self,
        house: &Arc<House>,
        candidate: &Candidate,
        bytes: Bytes,
        is_draft: bool,
        findings: &mut Vec<Finding>,
    ) -> Option<Shown> {
        let mut compiled = compile_text(self.project, &TextFile::new(candidate, bytes));
        let mut said = self.project.judge.weigh(std::mem::take(&mut compiled.findings));
        // A draft breaks rules, as that of the house's last clause, until somebody has written it.
        let document = compiled.document.take().filter(|_| is_draft || !blocks(&said));
        let shown = document.and_then(|document| {
            let sources = &compiled.sources;
            let mut render = |choice: &Choice<'_>| {
                let Rendered { artifacts, findings } = self.render(choice, document.clone(), house);
                let place = |finding| place_finding(finding, &candidate.name, sources);
                let found = self.project.judge.weigh(findings.into_iter().map(place).collect());
                let artifacts = if blocks(&found) { Vec::new() } else { artifacts };
                // Both formats say the same of the same pages.
                found.into_iter().for_each(|finding| {
                    if !said.contains(&finding) {
                        said.push(finding);
                    }
                });
                artifacts
            };
            let (pdf, pictures) = (render(&self.pdf).into_iter().next()?, render(&self.pictures));
            Some(self.shown(house, &document, pdf, pictures, is_draft))
        });
        // It is nobody's text, so that only what keeps it from being shown is worth a word.
        said.retain(|finding| matters(finding) && (!is_draft || shown.is_none()));
        findings.extend(said);
        shown
    }

    fn render(&self, choice: &Choice<'_>, document: Document, house: &House) -> Rendered {
        let mut request = request(document, house, None);
        request.options = self.options.of(&choice.plugin.manifest().id);
        render(choice, &mut request, house)
    }

    fn shown(
        &self,
        house: &Arc<House>,
        document: &Document,
        pdf: Artifact,
        pictures: Vec<Artifact>,
        is_draft: bool,
    ) -> Shown {
        Shown {
            house: house.clone(),
            is_draft,
            language: document.language.clone(),
            name: document.house.name.clone(),
            title: document.file_title(),
            pdf: pdf.bytes,
            all_pages: pictures.len(),
            pictures: pictures.into_iter().take(self.pages).map(|picture| picture.bytes).collect(),
            labels: labels(house, &document.language.code),
        }
    }
}

impl Shown {
    /// Says what the house is, in a few lines.
    pub(super) fn lines(&self) -> Vec<String> {
        let page = &self.house.look().page;
        let languages = self.house.languages().join(", ");
        let text = if self.is_draft { "a new draft".to_owned() } else { self.title.clone() };
        let house = format!("{} · {} × {} mm · {languages}", self.house.id(), page.width, page.height);
        let lines = [house, self.labels.clone(), text];
        lines.into_iter().filter(|line| !line.is_empty()).collect()
    }

    /// Describes a page that is shown, counted from 0.
    pub(super) fn description(&self, at: usize) -> String {
        let text = if self.is_draft { "a new draft" } else { &self.title };
        format!("{}: {} of {text}", self.name, self.place(at))
    }

    /// Says which page it is: `page 1 of 3`.
    pub(super) fn place(&self, at: usize) -> String {
        format!("page {} of {}", at + 1, self.all_pages)
    }

    /// Returns width and height of the pages, in millimetres.
    pub(super) fn size(&self) -> [f64; 2] {
        let page = &self.house.look().page;
        [page.width, page.height]
    }

    pub(super) fn exhibit(&self) -> Exhibit {
        Exhibit {
            heading: self.name.clone(),
            lines: self.lines(),
            pdf: self.pdf.clone(),
            pages: (0..self.pictures.len()).map(|at| self.description(at)).collect(),
            size: self.size(),
        }
    }
}

/// Returns the first label of each level of each part that has any: `operative 1. › (a) › (i)`.
fn labels(house: &House, language: &str) -> String {
    let Ok(terms) = house.terms(language) else { return String::new() };
    let data = house.data();
    let sample = Sample::new(&data.numbering, &terms);
    let parts = data.parts.iter().filter_map(|part| {
        let labels: Vec<String> = part.numbering.iter().filter_map(|level| sample.label(level, 1)).collect();
        (!labels.is_empty()).then(|| format!("{} {}", part.name, labels.join(" › ")))
    });
    parts.collect::<Vec<_>>().join("; ")
}
