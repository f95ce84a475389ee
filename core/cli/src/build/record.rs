//! `manifest.json` in the output folder: what was made, of what, by what. It lets a reader check a file, and the next
//! run leave alone what has not changed. Same inputs, same bytes: it holds no time.
//!
//! In memory a record is small, because that of a large collection stays there for the whole run: hashes are bytes, and
//! what many files share is shared. In the file everything is written out: see `written.rs`.

use std::collections::BTreeSet;
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use super::written;
use crate::files::{Durability, Written, write_whole_with};

/// The file's name.
pub(crate) const FILE: &str = "manifest.json";

/// What stands in an output folder, by slug and language.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Record {
    texts: Vec<TextRecord>,
}

/// One language of one text.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct TextRecord {
    pub(crate) slug: Box<str>,
    pub(crate) language: Arc<str>,
    /// The source, seen from the output folder.
    pub(crate) source: Box<str>,
    /// Neither warning nor error was found in it, so that it need not be checked again.
    pub(crate) clean: bool,
    pub(crate) files: Vec<FileRecord>,
}

/// One file.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct FileRecord {
    /// What follows slug and language in its name.
    pub(crate) ending: Arc<str>,
    pub(crate) maker: Arc<Maker>,
    pub(crate) sha256: [u8; 32],
    pub(crate) size: u64,
    /// SHA-256 of the source it was made of.
    pub(crate) source_sha256: [u8; 32],
    /// Hash over everything that went into it; absent where it must be made anew each time.
    pub(crate) inputs: Option<[u8; 16]>,
    /// Made in this run, so that nobody need make sure of it. Not written down.
    pub(crate) fresh: bool,
}

/// What made a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Maker {
    pub(crate) format: String,
    pub(crate) house: String,
    pub(crate) backend: String,
    pub(crate) backend_version: String,
    pub(crate) engross: String,
}

/// Keeps one copy of what many files share.
#[derive(Debug, Default)]
pub(crate) struct Shared {
    words: Mutex<BTreeSet<Arc<str>>>,
    makers: Mutex<BTreeSet<Arc<Maker>>>,
}

impl Shared {
    pub(crate) fn word(&self, word: &str) -> Arc<str> {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = words.get(word) {
            return known.clone();
        }
        let new: Arc<str> = word.into();
        words.insert(new.clone());
        new
    }

    pub(crate) fn maker(&self, maker: Maker) -> Arc<Maker> {
        let mut makers = self.makers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = makers.get(&maker) {
            return known.clone();
        }
        let new = Arc::new(maker);
        makers.insert(new.clone());
        new
    }
}

impl TextRecord {
    /// Returns the name of one of its files.
    pub(crate) fn file_name(&self, file: &FileRecord) -> String {
        format!("{}.{}.{}", self.slug, self.language, file.ending)
    }

    /// Returns where one of its files stands.
    pub(crate) fn path(&self, out: &Path, file: &FileRecord) -> PathBuf {
        out.join(&*self.slug).join(self.file_name(file))
    }

    /// Takes over what is recorded of the formats that were not made in this run: another one may have made them meanwhile.
    fn keep_other_formats(&mut self, recorded: &Self) {
        self.files.retain(|file| file.fresh);
        let is_made = |file: &FileRecord| {
            let same = |made: &FileRecord| made.maker.format == file.maker.format || made.ending == file.ending;
            self.files.iter().any(same)
        };
        let others: Vec<FileRecord> = recorded.files.iter().filter(|file| !is_made(file)).cloned().collect();
        self.files.extend(others);
        self.files.sort_by(|one, other| one.ending.cmp(&other.ending));
        self.files.shrink_to_fit();
    }

    /// Tells whether it holds several languages, `en+fr`. Its source is then that of the first.
    fn is_side_by_side(&self) -> bool {
        self.language.contains('+')
    }

    fn place(&self) -> (&str, &str) {
        (&self.slug, &self.language)
    }
}

impl Record {
    /// Reads the record of a folder. One that is missing or broken is an empty one: then everything is made.
    pub(crate) fn read(out: &Path) -> Self {
        Self::read_file(&out.join(FILE)).unwrap_or_default()
    }

    fn read_file(path: &Path) -> Option<Self> {
        let mut texts = written::read(path)?;
        texts.sort_by(|one, other| one.place().cmp(&other.place()));
        Some(Self { texts })
    }

    pub(crate) fn write(&self, out: &Path) -> io::Result<Written> {
        write_whole_with(&out.join(FILE), Durability::Renewable, &|file| {
            let mut paper = BufWriter::new(file);
            written::write(&self.texts, &mut paper)?;
            paper.flush()
        })
    }

    /// Finds what was made of a source in its own language.
    pub(crate) fn of(&self, slug: &str, source: &str) -> Option<&TextRecord> {
        self.of_slug(slug).find(|text| &*text.source == source && !text.is_side_by_side())
    }

    /// Finds what was made of a text in a language, or in several side by side.
    pub(crate) fn in_language(&self, slug: &str, language: &str) -> Option<&TextRecord> {
        self.of_slug(slug).find(|text| &*text.language == language)
    }

    fn of_slug(&self, slug: &str) -> impl Iterator<Item = &TextRecord> {
        let begin = self.texts.partition_point(|text| &*text.slug < slug);
        self.texts.iter().skip(begin).take_while(move |text| &*text.slug == slug)
    }

    /// Calls `visit` for every file, with its path.
    pub(crate) fn each_file(&mut self, out: &Path, visit: &mut dyn FnMut(&Path, &mut FileRecord)) {
        for text in &mut self.texts {
            let mut files = std::mem::take(&mut text.files);
            for file in &mut files {
                visit(&text.path(out, file), file);
            }
            text.files = files;
        }
    }

    /// Takes in what was made in this run.
    pub(crate) fn update(&mut self, mut changes: Vec<TextRecord>) {
        for change in &mut changes {
            let recorded = self.of(&change.slug, &change.source).filter(|text| text.language == change.language);
            if let Some(recorded) = recorded {
                change.keep_other_formats(recorded);
            }
        }
        let places: BTreeSet<(&str, &str)> = changes.iter().map(TextRecord::place).collect();
        // A source whose language was changed is no longer a text in the old one.
        let alone = changes.iter().filter(|text| !text.is_side_by_side());
        let sources: BTreeSet<(&str, &str)> = alone.map(|text| (&*text.slug, &*text.source)).collect();
        let is_of = |text: &TextRecord| !text.is_side_by_side() && sources.contains(&(&*text.slug, &*text.source));
        let stays = |text: &TextRecord| !places.contains(&text.place()) && !is_of(text);
        self.texts.retain(stays);
        self.texts.extend(changes);
        self.texts.sort_by(|one, other| one.place().cmp(&other.place()));
    }

    /// Forgets texts whose source has gone; their files stay where they are.
    pub(crate) fn forget_vanished(&mut self, out: &Path, is_known: &dyn Fn(&str, &str) -> bool) -> bool {
        let before = self.texts.len();
        self.texts.retain(|text| is_known(&text.slug, &text.source) || out.join(&*text.source).exists());
        self.texts.len() != before
    }
}

#[cfg(test)]
impl Record {
    /// Returns the record of one file, as if it was made in this run.
    pub(crate) fn of_one_file(slug: &str, language: &str, ending: &str, bytes: &[u8]) -> Self {
        use sha2::Digest as _;
        let mut text = tests::text(slug, language, &[ending]);
        for file in &mut text.files {
            (file.sha256, file.size) = (sha2::Sha256::digest(bytes).into(), bytes.len() as u64);
            file.fresh = true;
        }
        Self { texts: vec![text] }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    pub(super) fn text(slug: &str, language: &str, endings: &[&str]) -> TextRecord {
        let maker = Arc::new(Maker {
            format: "pdf".into(),
            house: "h".into(),
            backend: "b".into(),
            backend_version: "1".into(),
            engross: "0".into(),
        });
        let file = |ending: &&str| FileRecord {
            ending: (*ending).into(),
            maker: maker.clone(),
            sha256: [0xab; 32],
            size: 7,
            source_sha256: [1; 32],
            inputs: Some([0x0f; 16]),
            fresh: false,
        };
        TextRecord {
            slug: slug.into(),
            language: language.into(),
            source: format!("../{slug}.yaml").into(),
            clean: true,
            files: endings.iter().map(file).collect(),
        }
    }

    #[test]
    fn a_record_reads_what_it_writes() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::default();
        record.update(vec![text("b", "fr", &["pdf"]), text("a\"é", "en", &[]), text("b", "en", &["1.svg", "2.svg"])]);
        assert_eq!(record.write(folder.path()).unwrap(), Written::Written);
        assert_eq!(Record::read(folder.path()), record);
        assert_eq!(record.write(folder.path()).unwrap(), Written::Unchanged);
        let written = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert!(
            serde_json::from_str::<serde_json::Value>(&written).unwrap()["texts"]["b"]["en"]["files"]["b.en.1.svg"]
                .is_object()
        );
        assert_eq!(record.of("b", "../b.yaml").map(|text| &*text.language), Some("en"));
        assert_eq!(record.of("c", "../c.yaml"), None);
    }

    #[test]
    fn formats_that_another_run_made_meanwhile_stay() {
        let mut record = Record::default();
        record.update(vec![text("a", "en", &["pdf"])]);
        let mut change = text("a", "en", &["txt"]);
        change.files[0].fresh = true;
        change.files[0].maker = Arc::new(Maker { format: "txt".into(), ..(*change.files[0].maker).clone() });
        record.update(vec![change]);
        let endings: Vec<&str> = record.texts[0].files.iter().map(|file| &*file.ending).collect();
        assert_eq!(endings, ["pdf", "txt"]);
    }

    #[test]
    fn a_broken_record_is_an_empty_one() {
        let folder = tempfile::tempdir().unwrap();
        for broken in ["", "{", "[]", "{\"texts\": 3}", "{\"texts\": {\"a\": {\"en\": {}}}}"] {
            fs::write(folder.path().join(FILE), broken).unwrap();
            assert_eq!(Record::read(folder.path()), Record::default(), "{broken}");
        }
    }

    #[test]
    fn files_with_strange_names_or_hashes_are_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::default();
        record.update(vec![text("a", "en", &["pdf"])]);
        record.write(folder.path()).unwrap();
        let path = folder.path().join(FILE);
        let written = fs::read_to_string(&path).unwrap();
        for (was, is) in [("a.en.pdf", "../../x.pdf"), ("abab", "zz"), ("abab", "")] {
            fs::write(&path, written.replace(was, is)).unwrap();
            assert!(Record::read(folder.path()).texts[0].files.is_empty());
        }
    }

    #[test]
    fn several_languages_side_by_side_are_a_text_of_their_own() {
        let mut record = Record::default();
        record.update(vec![text("a", "en", &["pdf"])]);
        record.update(vec![text("a", "en+fr", &["pdf"])]);
        assert_eq!(record.of("a", "../a.yaml").map(|text| &*text.language), Some("en"));
        record.update(vec![text("a", "de", &["pdf"])]);
        assert!(record.in_language("a", "en").is_none() && record.in_language("a", "en+fr").is_some());
    }

    #[test]
    fn what_vanished_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let mut record = Record::default();
        record.update(vec![text("a", "en", &["pdf"]), text("b", "en", &["pdf"])]);
        assert!(record.forget_vanished(folder.path(), &|slug, _| slug == "a"));
        assert!(!record.forget_vanished(folder.path(), &|slug, _| slug == "a"));
        assert_eq!(record.texts.len(), 1);
    }
}
