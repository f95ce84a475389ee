//! The houses there are: those built into the program, and those in the folders that the user named. A folder's house
//! takes the place of a built-in one of the same name as a whole. Each is read, hashed and loaded at most once, and only
//! when a text asks for it. The habits of languages are built in, for all houses.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, OnceLock, PoisonError};

use engross_compile::house::{self, Folder, HOUSE_FILE};
use engross_compile::{House, Languages};
use engross_model::{Bytes, Finding, is_name};
use walkdir::WalkDir;

use crate::exit::Stop;
use crate::files::read_within;

type Files = BTreeMap<String, Bytes>;

/// Names and bytes of files that the program carries.
type BuiltInFiles = &'static [(&'static str, &'static [u8])];

static BUILT_IN: &[(&str, BuiltInFiles)] = include!(concat!(env!("OUT_DIR"), "/built_in_houses.rs"));

/// The files of `templates/languages/`.
static LANGUAGE_FILES: BuiltInFiles = include!(concat!(env!("OUT_DIR"), "/built_in_languages.rs"));

static LANGUAGES: LazyLock<Arc<Languages>> = LazyLock::new(|| Arc::new(Languages::new(in_memory(LANGUAGE_FILES))));

/// More files and folders than any house has; a folder named by mistake ends here, and one of links that branch.
const MOST_ENTRIES: usize = 1_000;
/// The most bytes of one file of a house: a large font has some 20 MiB.
pub(crate) const LARGEST_FILE: u64 = 64 << 20;
/// The most bytes of all files of a house.
const LARGEST_HOUSE: u64 = 256 << 20;

/// All houses that a run can use.
#[derive(Debug, Default)]
pub(crate) struct Houses {
    folders: Vec<PathBuf>,
    /// Font files of the project, which all houses may use.
    fonts: Files,
    known: Mutex<BTreeMap<String, Arc<Known>>>,
}

#[derive(Debug, Default)]
struct Known {
    folder: OnceLock<Result<Folder, Vec<Finding>>>,
    /// Its folder, and those of the houses that it extends.
    chain: OnceLock<Result<Vec<Folder>, Vec<Finding>>>,
    digest: OnceLock<Option<String>>,
    house: OnceLock<Result<Arc<House>, Vec<Finding>>>,
}

/// Where a house comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Origin {
    BuiltIn,
    Folder(PathBuf),
}

impl Houses {
    /// Makes ready to look for houses in these folders, the first of which wins.
    pub(crate) fn new(folders: Vec<PathBuf>) -> Result<Self, Stop> {
        for folder in &folders {
            let shown = folder.display();
            if !folder.is_dir() {
                return Err(Stop::usage(format!("the folder of houses `{shown}` does not exist")));
            }
            if folder.join(HOUSE_FILE).is_file() {
                return Err(Stop::usage(format!("`{shown}` is a house, not a folder of houses"))
                    .help("name the folder above it"));
            }
        }
        Ok(Self { folders, ..Self::default() })
    }

    /// Offers all houses these font files.
    #[must_use]
    pub(crate) fn with_fonts(self, fonts: Files) -> Self {
        Self { fonts, ..self }
    }

    /// Returns the folders in which houses are looked for, besides those built in.
    pub(crate) fn folders(&self) -> &[PathBuf] {
        &self.folders
    }

    /// Returns the name of every house and where it comes from. Other folders may stand beside those of houses.
    pub(crate) fn all(&self) -> BTreeMap<String, Origin> {
        let mut all: BTreeMap<String, Origin> =
            BUILT_IN.iter().map(|(id, _)| ((*id).to_owned(), Origin::BuiltIn)).collect();
        for folder in self.folders.iter().rev() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let id = entry.file_name().to_string_lossy().into_owned();
                let is_house =
                    entry.path().join(HOUSE_FILE).is_file() || (all.contains_key(&id) && entry.path().is_dir());
                if is_name(&id) && is_house {
                    all.insert(id, Origin::Folder(entry.path()));
                }
            }
        }
        all
    }

    /// Says where a house comes from, or `None` if there is none of that name. A folder of its name stands for it, even
    /// where it lacks what makes it a house: the built-in house is not what its user meant.
    pub(crate) fn origin(&self, id: &str) -> Option<Origin> {
        if !is_name(id) {
            return None;
        }
        let in_folder = self.folders.iter().map(|folder| folder.join(id)).find(|path| path.is_dir());
        let built_in = || BUILT_IN.iter().any(|(known, _)| *known == id).then_some(Origin::BuiltIn);
        in_folder.map(Origin::Folder).or_else(built_in)
    }

    /// Loads a house, or returns the one loaded before.
    ///
    /// # Errors
    /// `HOUSE-01` if there is none of that name; what is wrong with its files, or with the houses that it extends.
    pub(crate) fn house(&self, id: &str) -> Result<Arc<House>, Vec<Finding>> {
        let known = self.known(id);
        let load = || {
            House::load(self.chain(id, &known)?.to_vec(), &LANGUAGES)
                .map(|house| Arc::new(house.with_fonts(&self.fonts)))
        };
        known.house.get_or_init(load).clone()
    }

    /// Returns a hash of all files of a house, of those it extends, of the project's fonts and of the languages, without loading it; `None` if it
    /// cannot be read.
    pub(crate) fn digest(&self, id: &str) -> Option<String> {
        let known = self.known(id);
        known.digest.get_or_init(|| self.chain(id, &known).ok().map(|chain| digest(chain, &self.fonts))).clone()
    }

    /// Returns the names and sizes of a house's own files.
    pub(crate) fn files(&self, id: &str) -> Result<Vec<(String, usize)>, Vec<Finding>> {
        let folder = self.folder(id)?;
        Ok(folder.files.iter().map(|(name, bytes)| (name.clone(), bytes.len())).collect())
    }

    fn known(&self, id: &str) -> Arc<Known> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known.get(id) {
            return found.clone();
        }
        known.entry(id.to_owned()).or_default().clone()
    }

    fn chain<'k>(&self, id: &str, known: &'k Known) -> Result<&'k [Folder], Vec<Finding>> {
        let find = || house::chain(self.folder(id)?, |base, by| self.base(base, by));
        known.chain.get_or_init(find).as_deref().map_err(Clone::clone)
    }

    /// Returns the folder of a house that another one extends. What the program carries stands on what it carries, and a
    /// folder that stands for a built-in house may extend that.
    fn base(&self, id: &str, by: &Folder) -> Result<Folder, Vec<Finding>> {
        match built_in(id) {
            Some(folder) if by.built_in || by.id == id => Ok(folder),
            _ => self.folder(id),
        }
    }

    fn folder(&self, id: &str) -> Result<Folder, Vec<Finding>> {
        self.known(id).folder.get_or_init(|| self.read(id)).clone()
    }

    fn read(&self, id: &str) -> Result<Folder, Vec<Finding>> {
        match self.origin(id) {
            Some(Origin::Folder(folder)) if !folder.join(HOUSE_FILE).is_file() => Err(vec![no_house(id, &folder)]),
            Some(Origin::Folder(folder)) => {
                let files = read_folder(&folder).map_err(|finding| vec![finding])?;
                Ok(Folder { id: id.to_owned(), shown: folder.display().to_string(), built_in: false, files })
            }
            Some(Origin::BuiltIn) | None => built_in(id).ok_or_else(|| vec![self.unknown(id)]),
        }
    }

    fn unknown(&self, id: &str) -> Finding {
        let all = self.all();
        let names = || all.keys().map(String::as_str);
        let list = names().collect::<Vec<_>>().join(", ");
        let finding = Finding::new("HOUSE-01", format!("there is no house `{id}`"));
        finding.help(match engross_model::nearest(id, names()) {
            Some(meant) => format!("did you mean `{meant}`? There are: {list}"),
            None => {
                format!("there are: {list}; a folder of others is named with `--templates` or in `engross.yaml`")
            }
        })
    }
}

fn no_house(id: &str, folder: &Path) -> Finding {
    let message = format!("the folder stands for the house `{id}`, and its file `{HOUSE_FILE}` is missing");
    Finding::new("HOUSE-02", message)
        .in_file(folder.join(HOUSE_FILE).display().to_string())
        .help("add the file, or give the folder another name if it is no house")
}

fn built_in(id: &str) -> Option<Folder> {
    let (_, files) = BUILT_IN.iter().find(|(known, _)| *known == id)?;
    Some(Folder { id: id.to_owned(), shown: format!("templates/{id}"), built_in: true, files: in_memory(files) })
}

fn in_memory(files: BuiltInFiles) -> Files {
    files.iter().map(|(name, bytes)| ((*name).to_owned(), Bytes::new(*bytes))).collect()
}

fn read_folder(folder: &Path) -> Result<Files, Finding> {
    let shown = |path: &Path| path.display().to_string();
    let wrong = |path: &Path, message: String| Finding::new("HOUSE-02", message).in_file(shown(path));
    let root = folder.canonicalize().map_err(|error| wrong(folder, format!("the folder cannot be read: {error}")))?;
    let mut files = Files::new();
    let mut left = LARGEST_HOUSE;
    let visible =
        |entry: &walkdir::DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    let entries = WalkDir::new(folder).follow_links(true).sort_by_file_name().into_iter().filter_entry(visible);
    for (count, entry) in entries.enumerate() {
        if count > MOST_ENTRIES {
            let message = format!("the folder holds more than {MOST_ENTRIES} files and folders: is it really a house?");
            return Err(wrong(folder, message));
        }
        let entry = entry.map_err(|error| wrong(error.path().unwrap_or(folder), format!("cannot be read: {error}")))?;
        if entry.file_type().is_dir() {
            continue;
        }
        let path = entry.path();
        let real = path.canonicalize().map_err(|error| wrong(path, format!("cannot be read: {error}")))?;
        if !real.starts_with(&root) {
            return Err(wrong(path, "the link leads out of the house's folder".to_owned())
                .help("copy the file into the folder"));
        }
        let inner = path.strip_prefix(folder).unwrap_or(path);
        let name = inner.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/");
        let bytes = read_within(path, &shown(path), LARGEST_FILE)?;
        left = left.checked_sub(bytes.len() as u64).ok_or_else(|| {
            wrong(folder, format!("the files of the house have more than {} MiB", LARGEST_HOUSE >> 20))
                .help("leave in the folder what the house needs")
        })?;
        files.insert(name, bytes);
    }
    Ok(files)
}

fn digest(chain: &[Folder], fonts: &Files) -> String {
    let mut hasher = blake3::Hasher::new();
    for folder in chain {
        hasher.update(&(folder.files.len() as u64).to_le_bytes());
    }
    let files = chain.iter().flat_map(|folder| &folder.files).chain(fonts);
    let files = files.map(|(name, bytes)| (name.as_str(), &**bytes));
    for (name, bytes) in files.chain(LANGUAGE_FILES.iter().copied()) {
        hasher.update(&(name.len() as u64).to_le_bytes()).update(name.as_bytes());
        hasher.update(&(bytes.len() as u64).to_le_bytes()).update(bytes);
    }
    hasher.finalize().to_hex().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house(folder: &Path, id: &str) -> PathBuf {
        let path = folder.join(id);
        fs::create_dir_all(path.join("terms")).unwrap();
        fs::write(path.join("house.yaml"), "name: x\n").unwrap();
        fs::write(path.join("terms/en.yaml"), "a: b\n").unwrap();
        path
    }

    #[test]
    fn folders_add_and_override_and_the_first_wins() {
        let (one, two) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let first = house(one.path(), "mine");
        house(two.path(), "mine");
        house(two.path(), "theirs");
        fs::create_dir(two.path().join("no-house")).unwrap();
        fs::create_dir_all(one.path().join("theirs/terms")).unwrap();
        let houses = Houses::new(vec![one.path().to_owned(), two.path().to_owned()]).unwrap();
        let all = houses.all();
        assert_eq!(all["mine"], Origin::Folder(first));
        assert_eq!(all["theirs"], Origin::Folder(one.path().join("theirs")), "a folder without its file hides a house");
        assert!(houses.files("theirs").unwrap_err()[0].message.contains("`house.yaml` is missing"));
        assert!(!all.contains_key("no-house"));
        assert_eq!(houses.files("mine").unwrap().len(), 2);
        assert!(houses.digest("mine").is_some() && houses.digest("theirs").is_none());
        assert_eq!(houses.digest("none"), None);
    }

    #[test]
    fn names_do_not_lead_out_of_the_folder() {
        let folder = tempfile::tempdir().unwrap();
        house(folder.path(), "mine");
        let houses = Houses::new(vec![folder.path().join("mine/terms")]).unwrap();
        for id in ["..", "../mine", "", "/etc", "a/b", "."] {
            assert_eq!(houses.origin(id), None, "{id}");
            assert_eq!(houses.files(id).unwrap_err()[0].code, "HOUSE-01");
        }
    }

    #[cfg(unix)]
    #[test]
    fn links_that_lead_out_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = house(folder.path(), "mine");
        std::os::unix::fs::symlink("house.yaml", path.join("inside.yaml")).unwrap();
        let houses = || Houses::new(vec![folder.path().to_owned()]).unwrap();
        assert_eq!(houses().files("mine").unwrap().len(), 3);
        std::os::unix::fs::symlink("/etc/hostname", path.join("outside.css")).unwrap();
        let findings = houses().files("mine").unwrap_err();
        assert!(findings[0].message.contains("leads out of the house's folder"), "{findings:?}");
    }

    #[test]
    fn a_missing_folder_and_a_house_for_a_folder_are_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = house(folder.path(), "mine");
        assert!(Houses::new(vec![path]).is_err());
        assert!(Houses::new(vec![folder.path().join("none")]).is_err());
    }
}
