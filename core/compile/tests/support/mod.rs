//! A world in memory over the repository's houses, for the tests of this crate.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use engross_compile::house::{self, Folder, HOUSE_FILE};
use engross_compile::{Compiled, House, Languages, Options, World, compile, compile_showing, line_starts};
use engross_model::{Bytes, Finding};

/// Texts in memory, and the houses of the repository and of the tests.
pub(crate) struct TestWorld {
    /// The texts, by their names.
    pub(crate) texts: BTreeMap<String, Vec<u8>>,
}

impl World for TestWorld {
    fn read(&self, path: &str) -> Result<Bytes, Finding> {
        let text = self.texts.get(path).ok_or_else(|| Finding::new("FILE-01", "there is no such file"))?;
        Ok(Bytes::from(text.clone()))
    }

    fn house(&self, id: &str) -> Result<Arc<House>, Vec<Finding>> {
        static LOADED: Mutex<BTreeMap<String, Arc<House>>> = Mutex::new(BTreeMap::new());
        let mut loaded = LOADED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(house) = loaded.get(id) {
            return Ok(house.clone());
        }
        let chain = house::chain(house_folder(id)?, |base, by| {
            // A house of the tests may extend one of the repository that bears its name.
            if by.id == base { repository_house(base) } else { house_folder(base) }
        });
        let house = Arc::new(House::load(chain?, &languages())?);
        loaded.insert(id.to_owned(), house.clone());
        Ok(house)
    }
}

fn house_folder(id: &str) -> Result<Folder, Vec<Finding>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/houses").join(id);
    if !folder.join(HOUSE_FILE).exists() {
        return repository_house(id);
    }
    Ok(Folder { id: id.to_owned(), shown: format!("tests/houses/{id}"), built_in: false, files: files_of(&folder) })
}

fn repository_house(id: &str) -> Result<Folder, Vec<Finding>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates").join(id);
    if !folder.join(HOUSE_FILE).exists() {
        return Err(vec![Finding::new("HOUSE-01", format!("there is no house `{id}`"))]);
    }
    Ok(Folder { id: id.to_owned(), shown: format!("templates/{id}"), built_in: true, files: files_of(&folder) })
}

/// Returns the languages of the repository.
pub(crate) fn languages() -> Arc<Languages> {
    static LANGUAGES: LazyLock<Arc<Languages>> = LazyLock::new(|| {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/languages");
        Arc::new(Languages::new(files_of(&folder)))
    });
    LANGUAGES.clone()
}

fn files_of(folder: &Path) -> BTreeMap<String, Bytes> {
    let mut files = BTreeMap::new();
    collect(folder, folder, &mut files);
    files
}

fn collect(root: &Path, folder: &Path, files: &mut BTreeMap<String, Bytes>) {
    for entry in std::fs::read_dir(folder).expect("the house's folder").flatten() {
        let path: PathBuf = entry.path();
        if path.is_dir() {
            collect(root, &path, files);
        } else {
            let name = path.strip_prefix(root).expect("inside").to_string_lossy().replace('\\', "/");
            files.insert(name, Bytes::from(std::fs::read(&path).expect("a file of the house")));
        }
    }
}

/// Compiles the last of some texts: a language version after its source. What is shown while the rules look at it is what
/// comes out, and they find the same.
pub(crate) fn compile_texts(texts: &[(&str, &[u8])]) -> Compiled {
    let (name, _) = texts.last().expect("a text");
    let (world, options) = (world(texts), Options { slug: "text".to_owned(), ..Options::default() });
    let compiled = compile(&world, name, &options);
    let mut shown = None;
    let checked = compile_showing(&world, name, &options, |finished| shown = Some(finished.document));
    assert!(
        shown == compiled.document && checked.document == compiled.document,
        "the document is shown as it comes out"
    );
    assert_eq!(checked.findings, compiled.findings);
    compiled
}

/// Makes a world of some texts.
pub(crate) fn world(texts: &[(&str, &[u8])]) -> TestWorld {
    TestWorld { texts: texts.iter().map(|(name, text)| ((*name).to_owned(), text.to_vec())).collect() }
}

/// Compiles a text under the name `text.yaml`.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn compile_text(text: impl AsRef<[u8]>) -> Compiled {
    compile_texts(&[("text.yaml", text.as_ref())])
}

/// Writes a finding as one line: place, code, the words underlined, message.
#[allow(dead_code, reason = "not every test file needs it")]
pub(crate) fn line(text: &[u8], finding: &Finding) -> String {
    let span = finding.place.span.clone().unwrap_or(0..0);
    let starts = line_starts(text);
    let row = starts.partition_point(|start| *start <= span.start);
    let column = String::from_utf8_lossy(&text[starts[row - 1]..span.start]).chars().count() + 1;
    let words = String::from_utf8_lossy(&text[span]);
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(40).collect();
    let fix = finding.fix.as_ref().map(|fix| format!(" [fix: {}]", fix.title)).unwrap_or_default();
    let line = format!("{row}:{column} {} «{words}» {}{fix}", finding.code, finding.message);
    line.chars().map(|it| if it.is_control() { it.escape_unicode().to_string() } else { it.to_string() }).collect()
}
