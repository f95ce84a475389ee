//! Which files could be texts: the paths that the user named, and what lies in folders below them.
//!
//! Nothing is read here unless two candidates have one slug: whether a file *is* a text is seen when it is read for
//! work, so that each file is read once.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use engross_compile::{FileKind, LARGEST_TEXT, sniff, word_behind};
use engross_model::{Bytes, Finding, Severity, is_language_code};
use walkdir::{DirEntry, WalkDir};

use crate::exit::Stop;
use crate::files::read_within;

/// A file that may be a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    /// As the user named it, or below a folder that they named.
    pub(crate) name: Box<str>,
    /// Names the outputs.
    pub(crate) slug: Box<str>,
    /// The user named this very file, so that it must be a text.
    pub(crate) named: bool,
}

/// What a file turned out to be.
#[derive(Debug)]
pub(crate) enum Content {
    /// A source text or a language version.
    Text(Bytes),
    /// A file in a folder that is not for us.
    Nothing,
    /// Something to tell the user instead.
    Finding(Box<Finding>),
}

/// All candidates in order of their paths, and what was wrong on the way.
#[derive(Debug, Default)]
pub(crate) struct Discovery {
    pub(crate) candidates: Vec<Candidate>,
    pub(crate) findings: Vec<Finding>,
}

/// Finds the candidates.
///
/// # Errors
/// A path that does not exist is bad usage.
pub(crate) fn discover(paths: &[PathBuf]) -> Result<Discovery, Stop> {
    let mut discovery = Discovery::default();
    for path in paths {
        let about = path.metadata().map_err(|error| missing(path, &error))?;
        if about.is_dir() {
            walk(path, &mut discovery);
        } else {
            add(&mut discovery, path, true);
        }
    }
    drop_repetitions(&mut discovery.candidates, paths.len());
    discovery.settle_slugs();
    Ok(discovery)
}

fn missing(path: &Path, error: &std::io::Error) -> Stop {
    let shown = path.display();
    if error.kind() != std::io::ErrorKind::NotFound {
        return Stop::usage(format!("`{shown}` cannot be read: {error}"));
    }
    let stop = Stop::usage(format!("`{shown}` does not exist"));
    if path == Path::new("declarations") {
        return stop.help(
            "without a path, engross works on the folder `declarations`; name another, or begin a text with \
                          `engross new declarations/my-text`",
        );
    }
    stop
}

impl Candidate {
    pub(crate) fn path(&self) -> &Path {
        Path::new(&*self.name)
    }

    /// Reads the file and says what it is.
    pub(crate) fn read(&self) -> Content {
        self.bytes().map_or_else(|content| content, |bytes| self.content(bytes))
    }

    /// Reads the file without asking what it is.
    ///
    /// # Errors
    /// What to say instead.
    pub(crate) fn bytes(&self) -> Result<Bytes, Content> {
        read_within(self.path(), &self.name, LARGEST_TEXT).map_err(|finding| {
            let passed_over = finding.code == "FILE-02" && !self.named && !self.begins_like_a_text();
            if passed_over { Content::Nothing } else { Content::Finding(Box::new(finding)) }
        })
    }

    /// Says what the file's bytes are.
    pub(crate) fn content(&self, bytes: Bytes) -> Content {
        let refusal = |finding: Finding| Content::Finding(Box::new(finding.in_file(&*self.name)));
        match sniff(&bytes) {
            Some(FileKind::Text | FileKind::LanguageVersion) => Content::Text(bytes),
            // Whoever reads on says what is wrong with the encoding; passing over it would hide a text.
            None if looks_like_another_encoding(&bytes) => Content::Text(bytes),
            None if self.named => refusal(
                Finding::new("FILE-05", "the file is neither a text nor a language version")
                    .help("a source text has a line `kind:`, a language version a line `translation-of:`"),
            ),
            None => Content::Nothing,
        }
    }

    /// Says whether the file is of a kind.
    pub(crate) fn is(&self, kind: FileKind) -> bool {
        matches!(self.read(), Content::Text(bytes) if sniff(&bytes) == Some(kind))
    }

    fn begins_like_a_text(&self) -> bool {
        use std::io::Read as _;
        let mut beginning = Vec::new();
        let file = std::fs::File::open(self.path()).map(|file| file.take(64 << 10).read_to_end(&mut beginning));
        file.is_ok() && sniff(&beginning).is_some()
    }
}

/// Byte-order marks of UTF-16, or NUL bytes near the beginning.
fn looks_like_another_encoding(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xff, 0xfe])
        || bytes.starts_with(&[0xfe, 0xff])
        || bytes.iter().take(256).any(|byte| *byte == 0)
}

fn walk(folder: &Path, discovery: &mut Discovery) {
    let visible = |entry: &DirEntry| entry.depth() == 0 || !entry.file_name().as_encoded_bytes().starts_with(b".");
    for entry in WalkDir::new(folder).follow_links(true).into_iter().filter_entry(visible) {
        match entry {
            Ok(entry) if entry.file_type().is_file() && is_yaml(entry.path()) => {
                add(discovery, entry.path(), false);
            }
            Ok(_) => {}
            Err(error) => discovery.findings.extend(walk_finding(&error)),
        }
    }
}

fn walk_finding(error: &walkdir::Error) -> Option<Finding> {
    let path = error.path()?;
    let place = path.display().to_string();
    if let Some(ancestor) = error.loop_ancestor() {
        let message = format!("the link leads back to `{}` and is passed over", ancestor.display());
        let finding = Finding::new("FILE-01", message).in_file(place);
        return Some(Finding { severity: Severity::Warning, ..finding });
    }
    // A dead link matters only if a text should be there.
    let dead_link = path.symlink_metadata().is_ok_and(|about| about.is_symlink());
    if dead_link && !is_yaml(path) {
        return None;
    }
    let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
    let what = if dead_link { "the link leads nowhere" } else { "cannot be read" };
    Some(Finding::new("FILE-01", format!("{what}: {reason}")).in_file(place))
}

pub(crate) fn is_yaml(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}

fn add(discovery: &mut Discovery, path: &Path, named: bool) {
    match path.to_str() {
        Some(name) => {
            let candidate = Candidate { name: name.into(), slug: slug(path).into(), named };
            discovery.candidates.push(candidate);
        }
        None => {
            let message = "the path is not UTF-8, so its outputs cannot be named";
            discovery.findings.push(Finding::new("FILE-01", message).in_file(path.display().to_string()));
        }
    }
}

/// The folder's name if the file is called by its language, else the file's own.
fn slug(path: &Path) -> String {
    let text = |name: Option<&std::ffi::OsStr>| name.unwrap_or_default().to_string_lossy().into_owned();
    let stem = text(path.file_stem());
    if !is_language_code(&stem) || !is_language(path, &stem) {
        return stem;
    }
    let folder = path.parent().filter(|folder| folder.file_name().is_some()).map(Path::to_owned);
    let folder = folder.or_else(|| std::path::absolute(path).ok()?.parent()?.canonicalize().ok());
    let name = text(folder.as_deref().and_then(Path::file_name));
    if name.is_empty() { stem } else { name }
}

/// Says whether a file is named by its language: `war.yaml` may be a word, and the file's own `language:`
/// decides. One that says nothing is taken for a language if its name has two letters.
fn is_language(path: &Path, stem: &str) -> bool {
    let Ok(bytes) = read_within(path, "", LARGEST_TEXT) else { return stem.len() == 2 };
    match word_behind(&bytes, "language") {
        Some(language) => language == stem,
        None => stem.len() == 2,
    }
}

/// Sorts, and keeps one of several paths to the same file.
fn drop_repetitions(candidates: &mut Vec<Candidate>, paths: usize) {
    candidates.sort_by(|one, other| one.path().cmp(other.path()).then(other.named.cmp(&one.named)));
    candidates.dedup_by(|one, other| one.name == other.name);
    if paths > 1 {
        let mut seen = std::collections::BTreeSet::new();
        candidates.retain(|candidate| match candidate.path().canonicalize() {
            Ok(real) => seen.insert(real),
            Err(_) => true,
        });
    }
}

impl Discovery {
    /// Makes sure that no two texts have one slug. Of several candidates with one slug mostly all but one are language
    /// versions; only they are read here.
    fn settle_slugs(&mut self) {
        let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, candidate) in self.candidates.iter().enumerate() {
            // Some systems do not tell `A` from `a` in file names.
            groups.entry(candidate.slug.to_lowercase()).or_default().push(index);
        }
        let mut refused = Vec::new();
        for group in groups.into_values().filter(|group| group.len() > 1) {
            let texts: Vec<usize> = group
                .into_iter()
                .filter(|index| self.candidates.get(*index).is_some_and(|candidate| candidate.is(FileKind::Text)))
                .collect();
            if let [first, second, ..] = texts[..] {
                for &index in &texts {
                    let other = if index == first { second } else { first };
                    self.findings.extend(self.clash(index, other));
                }
                refused.extend(texts);
            }
        }
        let mut index = 0;
        self.candidates.retain(|_| {
            index += 1;
            !refused.contains(&(index - 1))
        });
    }

    fn clash(&self, index: usize, other: usize) -> Option<Finding> {
        let (one, other) = (self.candidates.get(index)?, self.candidates.get(other)?);
        let message = format!("the text has the slug `{}`, and so has `{}`", one.slug, other.name);
        Some(
            Finding::new("FILE-04", message)
                .in_file(&*one.name)
                .help("rename one of the two: outputs are named by the slug"),
        )
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn project(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    fn slugs(discovery: &Discovery) -> Vec<&str> {
        discovery.candidates.iter().map(|candidate| &*candidate.slug).collect()
    }

    #[test]
    fn slugs_come_from_folder_or_file() {
        let folder = project(&[
            ("496-summit/en.yaml", "kind: x\n"),
            ("peace.yaml", "kind: x\n"),
            ("war.yaml", "kind: x\nlanguage: en\n"),
            ("treaty/cnr.yaml", "kind: x\nlanguage: cnr # Montenegrin\n"),
            (".hidden/en.yaml", "kind: x\n"),
            ("notes.txt", "kind: x\n"),
        ]);
        let discovery = discover(&[folder.path().to_owned()]).unwrap();
        assert_eq!(slugs(&discovery), ["496-summit", "peace", "treaty", "war"]);
    }

    #[test]
    fn language_versions_do_not_clash_and_texts_do() {
        let folder = project(&[("a/en.yaml", "kind: x\n"), ("a/fr.yaml", "translation-of: en\n")]);
        let discovery = discover(&[folder.path().to_owned()]).unwrap();
        assert!(discovery.findings.is_empty());

        let folder = project(&[("a/en.yaml", "kind: x\n"), ("b/A.yaml", "kind: x\n"), ("c.yaml", "kind: x\n")]);
        let discovery = discover(&[folder.path().to_owned()]).unwrap();
        assert_eq!(slugs(&discovery), ["c"]);
        assert_eq!(discovery.findings.len(), 2);
        assert!(discovery.findings[0].message.contains("A.yaml") && discovery.findings[1].message.contains("en.yaml"));
    }

    #[test]
    fn named_files_must_be_texts_and_paths_must_exist() {
        let folder =
            project(&[("a/en.yaml", "kind: x\n"), ("a/fr.yaml", "translation-of: en\n"), ("x.yaml", "a: b\n")]);
        let read = |name: &str| discover(&[folder.path().join(name)]).unwrap().candidates[0].read();
        assert!(matches!(read("a/en.yaml"), Content::Text(_)));
        assert!(matches!(read("a/fr.yaml"), Content::Text(_)));
        assert!(matches!(read("x.yaml"), Content::Finding(finding) if finding.code == "FILE-05"));
        assert!(discover(&[folder.path().join("none")]).is_err());
        let both = [folder.path().to_owned(), folder.path().join("a/en.yaml"), folder.path().join("a/../a")];
        assert_eq!(
            slugs(&discover(&both).unwrap()).iter().filter(|slug| **slug == "a").count(),
            2,
            "en and fr, once each"
        );
    }

    #[cfg(unix)]
    #[test]
    fn loops_and_dead_links_are_said_and_passed_over() {
        let folder = project(&[("a/en.yaml", "kind: x\n")]);
        std::os::unix::fs::symlink("..", folder.path().join("a/up")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("dead.yaml")).unwrap();
        std::os::unix::fs::symlink("nowhere", folder.path().join("dead.png")).unwrap();
        let discovery = discover(&[folder.path().to_owned()]).unwrap();
        assert_eq!(slugs(&discovery), ["a"]);
        let mut said: Vec<_> =
            discovery.findings.iter().map(|finding| (finding.severity, &finding.message[..14])).collect();
        said.sort();
        assert_eq!(said, [(Severity::Warning, "the link leads"), (Severity::Error, "the link leads")]);
    }

    #[test]
    fn files_in_another_encoding_are_not_passed_over() {
        let folder = tempfile::tempdir().unwrap();
        let utf16: Vec<u8> =
            std::iter::once(0xfeff).chain("kind: x".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        fs::write(folder.path().join("text.yaml"), utf16).unwrap();
        let discovery = discover(&[folder.path().to_owned()]).unwrap();
        assert!(matches!(discovery.candidates[0].read(), Content::Text(_)));
    }
}
