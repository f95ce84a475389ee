//! From what a secretariat has to a source text: the reading of files that were never meant for a machine.
//!
//! ```text
//! file ─read→ Sheet ─part house's lines, gather notes, join labels→ Sheet ─arrange→ roles ─draft→ Draft ─write→ YAML
//! ```
//!
//! Nothing is guessed in silence: every repair is a finding with its place, what was read, what was made of it and how sure
//! that is. This crate touches no disk and names no house; what a house prints it learns from the house's files.

mod arrange;
mod bare_labels;
mod concord;
mod conjunctions;
mod dates;
mod draft;
mod forms;
mod formulas;
mod hand_notes;
mod head;
mod house_lines;
mod label;
mod language;
mod lone_labels;
mod lone_page_numbers;
mod mail_heads;
mod marks;
mod markup;
mod misread_lines;
mod note_series;
mod notes;
mod phrase;
mod read;
mod sheet;
mod side_by_side;
mod sign_notes;
mod sureness;
mod variants;
mod whole_words;
mod working_labels;
mod write;

use std::collections::BTreeMap;

use engross_compile::House;
use engross_compile::glossary::Glossaries;
use engross_model::{Document, Finding};

use crate::arrange::{Features, LabelReading, Role, Sight};
use crate::draft::Draft;
use crate::forms::{Form, Level};
use crate::head::Head;
use crate::sheet::Sheet;

/// What the user says about a file.
#[derive(Debug, Clone, Default)]
pub struct Wishes {
    /// The language it is in; recognised by the house's terms if absent.
    pub language: Option<String>,
    /// Whether tracked changes are refused; they are accepted otherwise.
    pub refuse_changes: bool,
}

/// A text made of a file.
#[derive(Debug, Default)]
pub struct Imported {
    /// The source text, as YAML; `None` where the findings say why there is none.
    pub text: Option<String>,
    /// The language it is in.
    pub language: String,
    /// A short name for its folder.
    pub slug: String,
    /// What the findings point into.
    pub shown: String,
    /// Everything that was repaired, moved or not understood.
    pub findings: Vec<Finding>,
}

/// Words for a language version.
#[derive(Debug, Default)]
pub struct ImportedVersion {
    /// The words of units, by their ids; `None` where the findings say why there are none.
    pub words: Option<BTreeMap<String, String>>,
    /// The language they are in.
    pub language: String,
    /// What the findings point into.
    pub shown: String,
    /// Everything that was repaired, moved, not understood or not matched.
    pub findings: Vec<Finding>,
}

/// Makes a source text of a file in a house.
pub fn import(file: &str, bytes: &[u8], house: &House, wishes: &Wishes) -> Imported {
    match understand(file, bytes, house, wishes) {
        Ok(Understood { language, head, draft, shown, findings }) => {
            let text = write::write(&head, &draft, house);
            Imported { text: Some(text), language, slug: head.slug(), shown, findings }
        }
        Err(findings) => Imported { findings, ..Imported::default() },
    }
}

/// Makes words for a version of a text out of a file that is its translation, given what the original has words for.
pub fn import_version(
    file: &str,
    bytes: &[u8],
    house: &House,
    wishes: &Wishes,
    original: &Document,
    has_unit: impl Fn(&str) -> bool,
) -> ImportedVersion {
    match understand(file, bytes, house, wishes) {
        Ok(Understood { language, head, draft, shown, mut findings }) => {
            let glossary: Vec<_> = house.glossary().ok().flatten().into_iter().collect();
            let renderings = Glossaries(&glossary).renderings(&original.language.code, &language);
            let mut words = concord::match_clauses(file, &head, &draft, original, &renderings, &mut findings);
            findings.extend(concord::leave_out_strangers(file, &mut words, house, has_unit));
            findings.extend(draft.remarked(file));
            ImportedVersion { words: Some(words), language, shown, findings }
        }
        Err(findings) => ImportedVersion { findings, ..ImportedVersion::default() },
    }
}

/// A text of a thousand pages has fewer.
const MOST_PARAGRAPHS: usize = 30_000;

/// What was understood of a file.
struct Understood {
    language: String,
    head: Head,
    draft: Draft,
    shown: String,
    findings: Vec<Finding>,
}

fn understand(file: &str, bytes: &[u8], house: &House, wishes: &Wishes) -> Result<Understood, Vec<Finding>> {
    let mut sheet = read::read(file, bytes, wishes).map_err(|refusal| vec![refusal])?;
    refuse_if_too_long(file, &sheet)?;
    if sheet.paragraphs.iter().all(|paragraph| paragraph.words().trim().is_empty()) {
        let finding = Finding::new("IMP-11", "the file has no words").in_file(file);
        return Err(vec![
            finding.help("if it has pictures of words, let a program for text recognition read it first"),
        ]);
    }
    let chosen = side_by_side::choose(file, &mut sheet, house, wishes.language.as_deref());
    let found = wishes.language.clone().or_else(|| language::recognise(&sheet, house));
    let Some(language) = found else {
        let finding = Finding::new("IMP-11", "nothing in the file says which language it is in").in_file(file);
        let languages = house.languages().join(", ");
        return Err(vec![finding.help(format!("say it with `--language`; the house has: {languages}"))]);
    };
    let terms = house.terms(&language)?;
    let mut findings = std::mem::take(&mut sheet.findings);
    findings.extend(chosen);
    let mut forms = forms::forms(house, &terms);
    let printed = head::printed(house, &terms);
    findings.extend(misread_lines::mend(file, &mut sheet.paragraphs, &printed, &forms));
    house_lines::part(&mut sheet, &forms, &printed);
    refuse_if_too_long(file, &sheet)?;
    findings.extend(mail_heads::leave_out(file, &mut sheet, &forms, &printed));
    findings.extend(lone_page_numbers::leave_out(file, &mut sheet, &forms));
    let mut notes = notes::gather(file, &mut sheet, &mut findings);
    findings.extend(formulas::part(file, &mut sheet.paragraphs, &forms));
    findings.extend(head::leave_out_banner(file, &mut sheet.paragraphs, house, &terms));
    let paragraphs = &mut sheet.paragraphs;
    findings.extend(head::leave_out_other_languages(file, paragraphs, &forms, &printed, house, &language));
    findings.extend(head::leave_out_other_pieces(file, paragraphs, &mut notes, &forms, &printed, house, &terms));
    findings.extend(head::leave_out_open_number(file, paragraphs, &forms, &printed, house, &terms));
    findings.extend(head::take_adoption_line(file, &mut sheet.paragraphs, &mut notes, house, &terms));
    findings.extend(whole_words::dress(file, &mut sheet.paragraphs));
    let runs_through = forms.iter().filter_map(|form| form.levels.first()).any(Level::runs_through);
    findings.extend(working_labels::leave_out(file, &mut sheet.paragraphs, runs_through));
    findings.extend(bare_labels::take_typed_twice(file, &mut sheet.paragraphs, &forms));
    findings.extend(bare_labels::take(file, &mut sheet.paragraphs, &forms));
    findings.extend(conjunctions::join(file, &mut sheet.paragraphs, &terms.conjunctions));
    let worded = forms::worded_labels(&forms);
    sheet.paragraphs = lone_labels::join(file, sheet.paragraphs, &worded, &mut findings);
    let sights = arrange::look(&sheet.paragraphs, &sheet.shown, &worded, &forms, &printed);
    let features: Vec<Features<'_>> = sights.iter().map(|sight| Features::of(sight, &forms, &printed)).collect();
    let lay = |roles: &[Role], forms: &[Form<'_>]| {
        head::lay(head::Around::of(&sights, roles, &notes, sheet.title.as_deref()), &printed, forms, house, &terms)
    };
    let mut roles = arrange::arrange(&features, &forms);
    let mut laid = lay(&roles, &forms);
    // Which forms are usual is known once the kind is.
    if laid.kind().is_some_and(|(kind, variant)| forms::keep_to(&mut forms, house, kind, variant)) {
        roles = arrange::arrange(&features, &forms);
        laid = lay(&roles, &forms);
    }
    let (head, mut found) = head::read(file, laid, &printed, &forms, house, &terms, &language);
    findings.append(&mut found);
    if !has_clauses(&sights, &roles, &forms) {
        let message = format!("nothing in the file is a clause as `{}` has them in `{language}`", house.id());
        let finding = Finding::new("IMP-11", message).in_file(file);
        return Err(vec![finding.help("see whether the house and the language are right: `--house`, `--language`")]);
    }
    findings.extend(language::others(file, &sights, house, &language));
    findings.extend(draft::headed_clauses(file, &sights, &roles, &forms));
    let mut draft = draft::draft(file, &sights, &roles, &forms, &notes, &head, &mut findings);
    findings.extend(variants::of_labels_alone(file, house, &head, &draft, &forms, &sights, &roles));
    findings.extend(note_series::choose(file, house, &head, &mut draft));
    Ok(Understood { language, head, draft, shown: sheet.shown, findings })
}

fn refuse_if_too_long(file: &str, sheet: &Sheet) -> Result<(), Vec<Finding>> {
    if sheet.paragraphs.len() <= MOST_PARAGRAPHS {
        return Ok(());
    }
    let message = format!("the file has more than {MOST_PARAGRAPHS} paragraphs");
    let finding = Finding::new("IMP-11", message).in_file(file);
    Err(vec![finding.help("import it in pieces")])
}

/// Says whether a file has clauses. One alone that has neither a label nor lead words is none.
fn has_clauses(sights: &[Sight<'_>], roles: &[Role], forms: &[Form<'_>]) -> bool {
    let clauses = sights.iter().zip(roles).filter_map(|(sight, role)| match role {
        Role::Clause { form, label, .. } => Some((sight.parted().1, forms.get(*form)?, label)),
        _ => None,
    });
    let is_sure = |(words, form, label): (&str, &Form<'_>, &LabelReading)| {
        form.leads(words) || !matches!(label, LabelReading::Lost { .. })
    };
    clauses.clone().count() > 1 || clauses.clone().any(is_sure)
}
