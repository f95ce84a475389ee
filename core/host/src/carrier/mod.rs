//! What brings a plugin into reach: part of the program, a shared library, a WASM guest, or a program of its own.
//!
//! All carriers do the same: an operation and bytes go in, bytes or a [`Failure`] come out. What the bytes mean is
//! [`Plugin`](crate::Plugin)'s affair.

mod child;
mod guest;
mod library;

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use engross_model::Finding;
use engross_plugin::abi::Status;
use engross_plugin::conformance::{self, Subject};
use engross_plugin::{Backend, answer};

use self::child::Child;
pub(crate) use self::child::run as run_child;
use self::guest::Guest;
pub(crate) use self::library::Library;
use crate::failure::{Failure, shown};
use crate::guard::guarded;
use crate::helper::Errand;
use crate::{Limits, Rule, Trust};

/// Under which conditions plugins are opened.
#[derive(Debug, Clone, Default)]
pub struct Conditions {
    /// What they may take.
    pub limits: Limits,
    /// This very program, which is started again to run plugins in processes of their own; it calls
    /// [`do_errand`](crate::do_errand) first of all.
    pub program: Option<PathBuf>,
    /// Whether native plugins, those of the program included, run in such processes too.
    pub isolate: bool,
}

/// A plugin within reach, not yet asked who it is.
pub struct Carrier {
    kind: Kind,
    origin: String,
    fingerprint: Option<String>,
}

enum Kind {
    Embedded(Box<dyn Backend>),
    Library(Library),
    Guest(Box<Guest>),
    Child { child: Child, trust: Trust },
}

impl Carrier {
    /// Takes a backend that is part of the program.
    pub fn embedded(backend: Box<dyn Backend>, conditions: &Conditions) -> Self {
        let kind = match &conditions.program {
            Some(program) if conditions.isolate => {
                let errand = Errand::Embedded { id: backend.manifest().id };
                Kind::Child { child: Child::new(program, errand, conditions.limits), trust: Trust::PartOfProgram }
            }
            _ => Kind::Embedded(backend),
        };
        Self { kind, origin: "part of this program".to_owned(), fingerprint: None }
    }

    /// Opens a file: a shared library, a WASM module or an executable program. A library's code may run from here on.
    ///
    /// `symbol` names the function that a library exports, where it does not follow from the file's name.
    ///
    /// # Errors
    /// `PLUG-01` that says what the file is instead, or why it cannot be loaded.
    pub fn open(path: &Path, symbol: Option<&str>, conditions: &Conditions) -> Result<Self, Finding> {
        let refusal = |(reason, help): (String, &str)| {
            Finding::new("PLUG-01", format!("the plugin {} was refused: {reason}", path.display())).help(help)
        };
        let file = fs::canonicalize(path)
            .map_err(|error| refusal((format!("the file cannot be opened: {error}"), "check the path")))?;
        let (kind, fingerprint) = kind_of(&file, symbol, conditions).map_err(refusal)?;
        Ok(Self { kind, origin: format!("from {}", path.display()), fingerprint })
    }

    /// Says where it comes from, to stand in a sentence.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Names what carries it.
    pub fn name(&self) -> &'static str {
        match &self.kind {
            Kind::Embedded(_) => "embedded",
            Kind::Library(_) => "library",
            Kind::Guest(_) => "wasm",
            Kind::Child { child, .. } => child.carrier(),
        }
    }

    /// Says how much it can do besides answering.
    pub fn trust(&self) -> Trust {
        match &self.kind {
            Kind::Embedded(_) => Trust::PartOfProgram,
            Kind::Library(_) => Trust::Full,
            Kind::Guest(_) => Trust::RequestOnly,
            Kind::Child { trust, .. } => *trust,
        }
    }

    /// Finds out what the fence around it keeps on this machine, by trying; nothing if it has none.
    ///
    /// # Errors
    /// A sentence that says why it could not be tried.
    pub fn fence(&self) -> Option<Result<Vec<Rule>, String>> {
        match &self.kind {
            Kind::Child { child, .. } if cfg!(target_os = "linux") => Some(child.fence()),
            _ => None,
        }
    }

    /// Returns the folder that it may read, where there is a fence and it may read one.
    pub fn folder(&self) -> Option<&Path> {
        match &self.kind {
            Kind::Child { child, .. } => child.folder(),
            _ => None,
        }
    }

    /// Returns a hash of the file that it was loaded from; nothing for a part of the program, and for a program, which
    /// may be made of more than its file.
    pub fn fingerprint(&self) -> Option<&str> {
        self.fingerprint.as_deref()
    }

    /// Tells whether the same version or fingerprint makes the same files another time.
    pub fn is_steady(&self) -> bool {
        self.fingerprint.is_some() || self.trust() == Trust::PartOfProgram
    }

    /// Returns the backend itself where no border lies between.
    pub(crate) fn backend(&self) -> Option<&dyn Backend> {
        match &self.kind {
            Kind::Embedded(backend) => Some(&**backend),
            Kind::Library(_) | Kind::Guest(_) | Kind::Child { .. } => None,
        }
    }

    /// Tells whether it may keep files of one call for the next.
    pub(crate) fn remembers(&self) -> bool {
        matches!(self.kind, Kind::Embedded(_) | Kind::Library(_))
    }

    /// Makes one call.
    pub(crate) fn call_raw(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure> {
        match &self.kind {
            Kind::Embedded(backend) => {
                guarded(|| answer(&**backend, operation, input)).map_err(Failure::Panicked).and_then(outcome)
            }
            Kind::Library(library) => library.call(operation, input),
            Kind::Guest(guest) => guest.call(operation, input),
            Kind::Child { child, .. } => child.call(operation, input),
        }
    }
}

impl Subject for Carrier {
    fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, conformance::Failure> {
        self.call_raw(operation, input).map_err(conformance::Failure::from)
    }
}

impl std::fmt::Debug for Carrier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Carrier").field("carrier", &self.name()).field("origin", &self.origin).finish_non_exhaustive()
    }
}

/// Reads what a status means.
fn outcome((status, output): (Status, Vec<u8>)) -> Result<Vec<u8>, Failure> {
    match status {
        Status::Done => Ok(output),
        Status::Refused => Err(Failure::Refused(output)),
        Status::Panicked => Err(Failure::Panicked(shown(&String::from_utf8_lossy(&output), 400))),
        Status::UnknownOperation => Err(Failure::UnknownOperation),
    }
}

/// Opens a file as what it is, with the fingerprint of what will run; else says what is wrong, and what to do.
fn kind_of(
    file: &Path,
    symbol: Option<&str>,
    conditions: &Conditions,
) -> Result<(Kind, Option<String>), (String, &'static str)> {
    const PROGRAM_NEEDED: &str = "this build of engross cannot start plugins in processes of their own";
    if !file.is_file() {
        return Err(("it is not a file".to_owned(), "name the library, module or program itself"));
    }
    let unreadable = |error: std::io::Error| (format!("the file cannot be read: {error}"), "check its permissions");
    if is_module(file).map_err(unreadable)? {
        let (guest, hash) = Guest::open(fs::File::open(file).map_err(unreadable)?, conditions.limits)?;
        return Ok((Kind::Guest(Box::new(guest)), Some(hash.to_string())));
    }
    if is_library(file) {
        // Before it is loaded: if the file is replaced meanwhile, what it makes counts as made by another.
        let fingerprint = Some(fingerprint(file).map_err(unreadable)?);
        let symbol = symbol.map_or_else(|| library::symbol(file), str::to_owned);
        if !conditions.isolate {
            return Ok((Kind::Library(Library::open(file, &symbol)?), fingerprint));
        }
        let program = conditions.program.as_deref().ok_or((PROGRAM_NEEDED.to_owned(), "load it without --isolate"))?;
        let errand = Errand::Library { file: file.to_owned(), symbol };
        let child = Child::new(program, errand, conditions.limits);
        return Ok((Kind::Child { child, trust: Trust::Isolated }, fingerprint));
    }
    if is_executable(file) {
        let program =
            conditions.program.as_deref().ok_or((PROGRAM_NEEDED.to_owned(), "use a library or a WASM module"))?;
        let errand = Errand::Program { file: file.to_owned() };
        let trust = if cfg!(target_os = "linux") { Trust::Fenced } else { Trust::Full };
        return Ok((Kind::Child { child: Child::new(program, errand, conditions.limits), trust }, None));
    }
    Err(match file.extension().and_then(|extension| extension.to_str()) {
        Some("wat") => ("it is WASM written as text".to_owned(), "translate it first, with `wat2wasm` for example"),
        _ => (
            "it is neither a shared library nor a WASM module nor an executable program".to_owned(),
            "a library's name ends in .so, .dylib or .dll; a program needs permission to be executed (chmod +x)",
        ),
    })
}

fn is_module(file: &Path) -> std::io::Result<bool> {
    let mut start = Vec::new();
    fs::File::open(file)?.take(4).read_to_end(&mut start)?;
    Ok(start == b"\0asm")
}

/// Tells by its name: `liblabels.so`, `liblabels.so.1.2`, `labels.dll`.
fn is_library(file: &Path) -> bool {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let name = name.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '.');
    [".so", ".dylib", ".dll"].iter().any(|ending| name.ends_with(ending))
}

#[cfg(unix)]
fn is_executable(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    fs::metadata(file).is_ok_and(|about| about.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_executable(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("exe"))
}

fn fingerprint(file: &Path) -> std::io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(fs::File::open(file)?)?;
    Ok(hasher.finalize().to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_told_by_their_names() {
        for (name, expected) in [
            ("liblabels.so", true),
            ("liblabels.so.1.2", true),
            ("labels.dll", true),
            ("liblabels.dylib", true),
            ("x.so.py", false),
            ("labels.py", false),
            ("so", false),
        ] {
            assert_eq!(is_library(Path::new(name)), expected, "{name}");
        }
    }
}
