//! The habits of languages, which houses share.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use engross_model::{Bytes, Finding};

use super::complete::Complete;
use super::places::{Spot, Wrong, meant};
use super::sheet::Sheet;
use super::terms::TermsData;

type Read = Result<Arc<TermsData>, Finding>;

/// The files of `templates/languages/`, each read once, when terms first ask for it.
#[derive(Debug, Default)]
pub struct Languages(BTreeMap<String, File>);

#[derive(Debug)]
struct File {
    bytes: Bytes,
    terms: OnceLock<Read>,
}

impl Languages {
    /// Takes the files by their names in the folder: `fr-eu.yaml`.
    pub fn new(files: BTreeMap<String, Bytes>) -> Self {
        let known = files.into_iter().filter_map(|(name, bytes)| {
            let name = name.strip_suffix(".yaml")?.to_owned();
            Some((name, File { bytes, terms: OnceLock::new() }))
        });
        Self(known.collect())
    }

    /// Returns the names of all, sorted.
    pub fn names(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }

    /// Completes a house's terms by the language that they name, else by that of their tag, and by those that this one
    /// names in turn. `sheet` is that of the terms.
    ///
    /// # Errors
    /// `HOUSE-02` if there is no such language, or its file does not read.
    pub(super) fn complete(&self, terms: &mut TermsData, sheet: &Sheet<'_>) -> Result<(), Vec<Finding>> {
        let mut read: Option<Sheet<'_>> = None;
        let mut next = terms.habits.clone().or_else(|| self.of_tag(&terms.tag));
        let mut taken = BTreeSet::new();
        while let Some(name) = next.take() {
            let Some(language) = self.0.get(&name) else {
                let finding = Finding::new("HOUSE-02", format!("there is no language `{name}`"));
                return Err(named_by(read.as_ref().unwrap_or(sheet), finding.help(meant(&name, &self.names()))));
            };
            if !taken.insert(name.clone()) {
                let finding = Finding::new("HOUSE-02", format!("the language `{name}` completes itself"));
                return Err(named_by(read.as_ref().unwrap_or(sheet), finding.help("name another language, or none")));
            }
            let file = format!("templates/languages/{name}.yaml");
            let base = language.read(&file).map_err(|finding| vec![finding])?;
            read = Some(Sheet::of(file, &language.bytes));
            terms.complete(&base);
            next = base.habits.clone();
        }
        Ok(())
    }

    /// Returns the language of a tag, without its last words if need be: `fr` for `fr-BE`.
    fn of_tag(&self, tag: &str) -> Option<String> {
        let mut tags = std::iter::successors(Some(tag), |tag| Some(tag.rsplit_once('-')?.0));
        tags.find(|tag| self.0.contains_key(*tag)).map(str::to_owned)
    }
}

/// Places a finding where a file names a language.
fn named_by(sheet: &Sheet<'_>, finding: Finding) -> Vec<Finding> {
    let mut wrong = Wrong::default();
    wrong.push(Spot::Value("habits".to_owned()), finding);
    sheet.place(wrong)
}

impl File {
    fn read(&self, name: &str) -> Read {
        self.terms.get_or_init(|| engross_data::read("HOUSE-02", name, &self.bytes).map(Arc::new)).clone()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use engross_model::Date;

    use super::*;
    use crate::house::{Folder, House, NoteMarkSide};
    use crate::language;

    fn repository() -> BTreeMap<String, Bytes> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/languages");
        let entries = std::fs::read_dir(folder).unwrap().flatten();
        entries.map(|it| (it.file_name().into_string().unwrap(), std::fs::read(it.path()).unwrap().into())).collect()
    }

    fn completed(languages: &Languages, terms: &str) -> Result<TermsData, Vec<Finding>> {
        let mut read: TermsData = engross_data::read("HOUSE-02", "terms.yaml", terms.as_bytes()).unwrap();
        languages.complete(&mut read, &Sheet::of("terms.yaml", terms.as_bytes())).map(|()| read)
    }

    fn made_up(files: &[(&str, &str)]) -> Languages {
        Languages::new(files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned().into())).collect())
    }

    fn said(findings: &[Finding]) -> Vec<String> {
        let file = |finding: &Finding| finding.place.file.clone().unwrap_or_default();
        findings
            .iter()
            .map(|finding| format!("{} {:?}: {}", file(finding), finding.place.span, finding.message))
            .collect()
    }

    #[test]
    fn every_language_gives_a_house_all_it_needs() {
        let languages = Arc::new(Languages::new(repository()));
        let names: Vec<String> = languages.names().into_iter().map(|name| format!("{name}: A")).collect();
        let house = "name: {NAMES}\nkinds: {note: {}}\nparts: []\nnumbering: {letters: {numerals: {letters: {alphabet: \
                     language}}}}\ntitle-block: {}\nnotes: {series: {n: {numerals: decimal}}, default: n}\nlook: {page: \
                     {width: 100.0, height: 100.0, margin: {top: 0.0, right: 0.0, bottom: 0.0, left: 0.0}}, fonts: [A], \
                     size: 1.0, justify: false}\n";
        let terms = languages.names().into_iter().map(|name| {
            let terms = format!("habits: {name}\nkinds: {{note: Note}}\nphrases: {{}}\n");
            (format!("terms/{name}.yaml"), Bytes::from(terms))
        });
        let files =
            terms.chain([("house.yaml".to_owned(), Bytes::from(house.replace("NAMES", &names.join(", "))))]).collect();
        let folder = Folder { id: "made-up".to_owned(), shown: "made-up".to_owned(), built_in: false, files };
        let house = House::load(vec![folder], &languages).unwrap();
        assert_eq!(said(&house.check()), Vec::<String>::new());
        for name in languages.names() {
            let terms = house.terms(name).unwrap();
            let settled = terms.direction.is_some() && terms.note_marks.is_some() && terms.alphabet.is_some();
            assert!(settled && terms.numbers.decimal.is_some() && terms.quotes.outer.is_some(), "{name}");
        }
    }

    #[test]
    fn dates_and_ordinals_are_those_of_the_language() {
        let languages = Languages::new(repository());
        let day = Date::new(2025, 5, 26).unwrap();
        let first = Date::new(2025, 1, 1).unwrap();
        for (tag, full, new_year, ordinal) in [
            ("en-GB", "Monday 26\u{a0}May 2025", "1\u{a0}January 2025", "51st"),
            ("fr-FR", "lundi 26\u{a0}mai 2025", "1^er^\u{a0}janvier 2025", "51^e^"),
            ("fr-CA", "lundi 26\u{a0}mai 2025", "1^er^\u{a0}janvier 2025", "51^e^"),
            ("de-DE", "Montag, 26.\u{a0}Mai 2025", "1.\u{a0}Januar 2025", "51."),
            ("es-ES", "lunes 26\u{a0}de\u{a0}mayo de 2025", "1\u{a0}de\u{a0}enero de 2025", "51º"),
            ("ru-RU", "понедельник, 26\u{a0}мая 2025\u{a0}года", "1\u{a0}января 2025\u{a0}года", "51-я"),
            ("uk-UA", "понеділок, 26\u{a0}травня 2025\u{a0}року", "1\u{a0}січня 2025\u{a0}року", "51-а"),
            ("el-GR", "Δευτέρα 26\u{a0}Μαΐου 2025", "1η\u{a0}Ιανουαρίου 2025", "51η"),
            ("tr-TR", "26\u{a0}Mayıs 2025 Pazartesi", "1\u{a0}Ocak 2025", "51."),
            ("ar", "الاثنين، 26\u{a0}أيار/مايو 2025", "1\u{a0}كانون الثاني/يناير 2025", "الـ51"),
            ("zh-CN", "2025年5月26日星期一", "2025年1月1日", "第51"),
        ] {
            let terms = completed(&languages, &format!("tag: {tag}\n")).unwrap();
            let dates = &terms.dates;
            assert_eq!(language::date(&dates.full, day, tag, dates), full, "{tag}");
            assert_eq!(language::date(&dates.plain, first, tag, dates), new_year, "{tag}");
            assert_eq!(language::ordinal(51, tag, dates), ordinal, "{tag}");
        }
    }

    #[test]
    fn terms_take_over_what_they_do_not_say() {
        let languages = made_up(&[
            (
                "fr.yaml",
                "note-marks: before-punctuation\nunits: [km]\nspacing: {before: {\":\": no-break, \";\": no-break}}",
            ),
            ("fr-eu.yaml", "habits: fr\nspacing: {before: {\":\": none}}"),
        ]);
        let space = |terms: &TermsData, mark: char| terms.spacing.before(mark).map_or("?", crate::house::Space::as_str);
        let belgian = completed(&languages, "tag: fr-BE").unwrap();
        assert_eq!((belgian.note_marks, space(&belgian, ':')), (Some(NoteMarkSide::BeforePunctuation), "\u{a0}"));
        let union =
            completed(&languages, "tag: fr-BE\nhabits: fr-eu\nunits: []\nspacing: {before: {\"!\": none}}").unwrap();
        assert_eq!([':', ';', '!', '?'].map(|mark| space(&union, mark)), ["", "\u{a0}", "", "?"]);
        assert!(union.units.is_empty() && !belgian.units.is_empty());
        let unknown = completed(&languages, "tag: sv-SE\nnote-marks: after-punctuation").unwrap();
        assert_eq!(unknown.note_marks, Some(NoteMarkSide::AfterPunctuation));
    }

    #[test]
    fn a_language_that_is_not_there_is_reported_where_it_is_named() {
        let languages =
            made_up(&[("fr.yaml", "habits: fr-eu"), ("fr-eu.yaml", "habits: fr"), ("de.yaml", "habits: ge")]);
        let wrong = |terms: &str| said(&completed(&languages, terms).unwrap_err());
        assert_eq!(wrong("tag: fr\nhabits: fr-ue"), ["terms.yaml Some(16..21): there is no language `fr-ue`"]);
        assert_eq!(wrong("tag: de"), ["templates/languages/de.yaml Some(8..10): there is no language `ge`"]);
        assert_eq!(
            wrong("tag: fr"),
            ["templates/languages/fr-eu.yaml Some(8..10): the language `fr` completes itself"]
        );
    }
}
