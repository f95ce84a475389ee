//! Reading within limits, and writing so that nobody ever sees half a file.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use engross_model::{Bytes, Finding};
use tempfile::{Builder, NamedTempFile};

use crate::exit::Stop;

/// How the names of drafts begin.
const DRAFT: &str = ".engross-";

/// Reads a regular file of at most `limit` bytes.
pub(crate) fn read_within(path: &Path, name: &str, limit: u64) -> Result<Bytes, Finding> {
    let unreadable = |error: &io::Error| Finding::new("FILE-01", unreadable(error)).in_file(name);
    // Opening a pipe would wait for somebody to write into it.
    let about = fs::metadata(path).map_err(|error| unreadable(&error))?;
    if !about.is_file() {
        return Err(Finding::new("FILE-01", "this is no regular file").in_file(name));
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    // The size may change while reading, so the limit is kept by counting and the size is only a hint.
    let mut bytes = Vec::with_capacity(usize::try_from(about.len().min(limit)).unwrap_or(0) + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > limit {
        let message = format!("the file is larger than {} MiB", limit >> 20);
        return Err(Finding::new("FILE-02", message).in_file(name));
    }
    Ok(Bytes::from(bytes))
}

fn unreadable(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "the file does not exist".to_owned(),
        io::ErrorKind::PermissionDenied => "the file may not be read: permission denied".to_owned(),
        _ => format!("the file cannot be read: {error}"),
    }
}

/// Says that a file cannot be written.
pub(crate) fn cannot_write(path: &Path, error: &io::Error) -> Finding {
    Finding::new("OUT-01", format!("the file cannot be written: {error}")).in_file(path.display().to_string())
}

/// Makes a folder, with those above it.
pub(crate) fn make_folder(folder: &Path) -> Result<(), Finding> {
    fs::create_dir_all(folder).map_err(|error| {
        let name = folder.display().to_string();
        match folder.ancestors().find(|above| above.is_file()) {
            Some(file) => Finding::new("OUT-01", "the folder cannot be made: a file stands in its place")
                .in_file(file.display().to_string())
                .help("name another folder, or move the file"),
            None => Finding::new("OUT-01", format!("the folder cannot be made: {error}")).in_file(name),
        }
    })
}

/// Whether a file was written or already had these bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Written {
    Written,
    Unchanged,
}

/// How much is risked for speed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Durability {
    /// A crash of the machine may leave the file empty: right for what can be made again. What killed runs left unfinished
    /// beside it is removed.
    Renewable,
    /// The bytes are on the disk before the old file goes: right for what somebody wrote.
    Precious,
}

/// Replaces a file as a whole: a reader sees the old bytes or the new ones. A file that already has these bytes is left
/// untouched, and a symbolic link stays one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8], durability: Durability) -> io::Result<Written> {
    let (target, existing) = target(path)?;
    let same_length = existing.as_ref().is_some_and(|about| about.len() == bytes.len() as u64);
    if same_length && fs::read(&target)? == bytes {
        return Ok(Written::Unchanged);
    }
    let file = draft(&target, durability, &|file| file.write_all(bytes))?;
    put(file, &target, existing.as_ref(), durability)
}

/// As [`write_whole`], for a file that is too large to be held in memory twice.
pub(crate) fn write_whole_with(path: &Path, durability: Durability, write: &Writer<'_>) -> io::Result<Written> {
    let (target, existing) = target(path)?;
    let file = draft(&target, durability, write)?;
    if existing.is_some() && same_bytes(file.path(), &target)? {
        return Ok(Written::Unchanged);
    }
    put(file, &target, existing.as_ref(), durability)
}

/// Writes a file that does not exist yet, as a whole or not at all.
///
/// # Errors
/// It is bad usage if something of that name stands there, a dangling link included: nothing is overwritten.
pub(crate) fn write_new(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    let draft = draft(path, Durability::Precious, &|file| file.write_all(bytes));
    let draft = draft.and_then(|file| file.as_file().sync_all().map(|()| file));
    let written = draft.and_then(|file| file.persist_noclobber(path).map(drop).map_err(|error| error.error));
    written.map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => exists(path),
        _ => cannot_write(path, &error).into(),
    })
}

/// Says that something stands where a new file should.
pub(crate) fn exists(path: &Path) -> Stop {
    Stop::usage(format!("`{}` exists and is not overwritten", path.display())).help("move it away, or delete it")
}

/// Waits until no other run of this program is alone in a folder, and is alone itself as long as the result lives. Where
/// a folder cannot be locked nobody waits.
pub(crate) fn alone_in(folder: &Path) -> Option<File> {
    let folder = File::open(folder).ok()?;
    folder.lock().ok()?;
    Some(folder)
}

/// Returns the folder of a file.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Writes the content of a file.
type Writer<'a> = dyn Fn(&mut File) -> io::Result<()> + 'a;

/// Follows a link, and looks at what stands there: a file, or nothing yet. A pipe or device is nobody's to replace, least
/// of all through a link.
fn target(path: &Path) -> io::Result<(PathBuf, Option<fs::Metadata>)> {
    let (target, existing) = match fs::symlink_metadata(path) {
        Ok(about) if about.is_symlink() => (follow(path)?, fs::metadata(path).ok()),
        Ok(about) => (path.to_owned(), Some(about)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (path.to_owned(), None),
        Err(error) => return Err(error),
    };
    match &existing {
        Some(about) if !about.is_file() => Err(io::Error::other("what stands there is no regular file")),
        _ => Ok((target, existing)),
    }
}

/// Writes a temporary file beside the target, so that it can take its place at once.
fn draft(target: &Path, durability: Durability, write: &Writer<'_>) -> io::Result<NamedTempFile> {
    let folder = folder_of(target);
    if durability == Durability::Renewable {
        clear_drafts(folder);
    }
    let mut file = own_draft(folder)?;
    write(file.as_file_mut())?;
    Ok(file)
}

/// Makes an empty draft, and locks it as long as this run lives: so another run sees that it is no leftover.
fn own_draft(folder: &Path) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    builder.prefix(DRAFT);
    // What any program's new file gets: the user's mask takes away what it will.
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    loop {
        let file = builder.tempfile_in(folder)?;
        let locked = file.as_file().try_lock();
        // Another run may have come between and cleared it away.
        if !matches!(locked, Err(TryLockError::WouldBlock)) && file.path().exists() {
            return Ok(file);
        }
    }
}

/// Removes the drafts of runs that were killed.
fn clear_drafts(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let is_draft = entry.file_name().as_encoded_bytes().starts_with(DRAFT.as_bytes())
            && entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_draft {
            clear_draft(&entry.path());
        }
    }
}

/// Removes a draft that nobody is writing. It stays locked until it is gone: a run that has just made it would else take
/// it for its own.
fn clear_draft(path: &Path) {
    if let Ok(draft) = File::open(path)
        && draft.try_lock().is_ok()
    {
        let _ = fs::remove_file(path);
    }
}

/// Puts a draft in the target's place.
fn put(
    file: NamedTempFile,
    target: &Path,
    existing: Option<&fs::Metadata>,
    durability: Durability,
) -> io::Result<Written> {
    if let Some(about) = existing {
        file.as_file().set_permissions(about.permissions())?;
    }
    if durability == Durability::Precious {
        file.as_file().sync_all()?;
    }
    file.persist(target).map_err(|error| error.error)?;
    Ok(Written::Written)
}

fn same_bytes(one: &Path, other: &Path) -> io::Result<bool> {
    let (mut one, mut other) = (BufReader::new(File::open(one)?), BufReader::new(File::open(other)?));
    loop {
        let (left, right) = (one.fill_buf()?, other.fill_buf()?);
        let length = left.len().min(right.len());
        if left.get(..length) != right.get(..length) || left.is_empty() != right.is_empty() {
            return Ok(false);
        }
        if length == 0 {
            return Ok(true);
        }
        one.consume(length);
        other.consume(length);
    }
}

/// Follows a link even to a file that does not exist yet.
fn follow(link: &Path) -> io::Result<PathBuf> {
    fs::canonicalize(link).or_else(|error| {
        if error.kind() != io::ErrorKind::NotFound {
            return Err(error);
        }
        let target = fs::read_link(link)?;
        Ok(link.parent().unwrap_or(Path::new("")).join(target))
    })
}

/// Returns the path of `to` as seen from the folder `from`, with forward slashes. Both must be absolute.
pub(crate) fn relative(from: &Path, to: &Path) -> String {
    let (from, to) = (tidy(from), tidy(to));
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..".to_owned(), from.len() - shared);
    let down = to.into_iter().skip(shared);
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// Splits a path into its names, with `.` and `..` worked out.
fn tidy(path: &Path) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for component in path.components() {
        match component {
            std::path::Component::CurDir => {}
            std::path::Component::ParentDir => {
                names.pop();
            }
            other => names.push(other.as_os_str().to_string_lossy().into_owned()),
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_replaced_whole_and_left_alone_when_equal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        assert_eq!(write_whole(&path, b"one", Durability::Renewable).unwrap(), Written::Written);
        let first = fs::metadata(&path).unwrap().modified().unwrap();
        assert_eq!(write_whole(&path, b"one", Durability::Renewable).unwrap(), Written::Unchanged);
        assert_eq!(fs::metadata(&path).unwrap().modified().unwrap(), first);
        assert_eq!(write_whole(&path, b"two", Durability::Precious).unwrap(), Written::Written);
        assert_eq!(fs::read(&path).unwrap(), b"two");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_survive() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real", &link).unwrap();
        write_whole(&link, b"new", Durability::Renewable).unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read(&real).unwrap(), b"new");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
        let fresh = folder.path().join("fresh");
        write_whole(&fresh, b"x", Durability::Renewable).unwrap();
        let plain = folder.path().join("plain");
        fs::write(&plain, "x").unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&fresh), mode(&plain));
    }

    #[test]
    fn new_files_never_overwrite() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("en.yaml");
        write_new(&path, b"one").unwrap();
        assert!(matches!(write_new(&path, b"two"), Err(Stop::Usage(message, _)) if message.contains("exists")));
        assert_eq!(fs::read(&path).unwrap(), b"one");
        assert!(matches!(write_new(&folder.path().join("none/en.yaml"), b"x"), Err(Stop::Findings(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no temporary file stays");
    }

    #[test]
    fn drafts_of_killed_runs_are_cleared_and_those_of_others_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path(".engross-killed"), "half").unwrap();
        fs::create_dir(path(".engross-folder")).unwrap();
        let other = own_draft(folder.path()).unwrap();
        write_whole(&path("en.yaml"), b"x", Durability::Precious).unwrap();
        assert!(path(".engross-killed").exists(), "beside what somebody wrote nothing is removed");
        write_whole(&path("a.pdf"), b"x", Durability::Renewable).unwrap();
        assert!(!path(".engross-killed").exists());
        assert!(path(".engross-folder").exists() && other.path().exists());
    }

    #[test]
    fn runs_that_write_into_one_folder_leave_each_others_drafts_alone() {
        let folder = tempfile::tempdir().unwrap();
        let write = |run: usize| {
            for turn in 0..500 {
                let path = folder.path().join(format!("{}.txt", turn % 5));
                write_whole(&path, format!("{run} {turn}").as_bytes(), Durability::Renewable).unwrap();
            }
        };
        std::thread::scope(|scope| {
            for run in 0..8 {
                scope.spawn(move || write(run));
            }
        });
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 5, "no temporary file stays");
    }

    #[test]
    fn limits_hold() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read_within(&path, "a", 5).unwrap().len(), 5);
        assert_eq!(read_within(&path, "a", 4).unwrap_err().code, "FILE-02");
        assert_eq!(read_within(folder.path(), "f", 4).unwrap_err().code, "FILE-01");
        assert_eq!(read_within(&folder.path().join("none"), "n", 4).unwrap_err().message, "the file does not exist");
    }

    #[test]
    fn relative_paths() {
        let seen = |from: &str, to: &str| relative(Path::new(from), Path::new(to));
        assert_eq!(seen("/p/dist", "/p/declarations/x/en.yaml"), "../declarations/x/en.yaml");
        assert_eq!(seen("/p/dist", "/p/./dist/../a.yaml"), "../a.yaml");
        assert_eq!(seen("/p", "/p/a.yaml"), "a.yaml");
    }
}
