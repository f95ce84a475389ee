//! What was sent, on the disk: the manifest beside an export. It is kept until the file comes back, and no other export
//! takes its place before.

use std::path::Path;

use engross_compile::sniff;
use engross_exchange::{LARGEST_FILE, Manifest};

use crate::exit::Stop;
use crate::files::{Durability, cannot_write, folder_of, make_folder, read_within, write_whole};

/// Reads a manifest.
pub(super) fn read(path: &Path) -> Result<Manifest, Stop> {
    let shown = path.display();
    let bytes = read_within(path, &shown.to_string(), LARGEST_FILE)?;
    Manifest::read(&bytes).ok_or_else(|| {
        Stop::usage(format!("`{shown}` does not say what was sent")).help("an export writes it beside its file")
    })
}

/// Reads the manifest that stands beside a file that is about to be written, if any does.
pub(super) fn beside(out: &Path) -> Result<Option<Manifest>, Stop> {
    let path = Manifest::beside(out);
    if !path.exists() {
        return Ok(None);
    }
    let shown = path.display();
    let read = Manifest::read(&read_within(&path, &shown.to_string(), LARGEST_FILE)?);
    read.map(Some).ok_or_else(|| {
        let message = format!("`{shown}` was not written by an export, and is not overwritten");
        Stop::usage(message).help("name another file with `--out`")
    })
}

/// Refuses an export in the place of one that is still out, or of a translator's work that was not imported. The very
/// same export may be written again.
pub(super) fn refuse_loss(out: &Path, old: Option<&Manifest>, new: Option<(&Manifest, &[u8])>) -> Result<(), Stop> {
    refuse_precious(out)?;
    let Some(old) = old else { return Ok(()) };
    let (shown, manifest) = (out.display(), Manifest::beside(out));
    let there = read_within(out, "", LARGEST_FILE);
    let is_new = |bytes: &[u8]| new.is_some_and(|(_, written)| written == bytes);
    if there.is_ok_and(|bytes| !old.knows(&bytes) && !is_new(&bytes)) {
        let message = format!("`{shown}` was changed since it was sent, and is not overwritten");
        return Err(Stop::usage(message).help("import it first, or name another file with `--out`"));
    }
    if old.is_out() && new.is_none_or(|(new, _)| new != old) {
        let manifest = manifest.display();
        let message = format!("`{shown}` was sent and has not come back; only `{manifest}` knows what was sent");
        let help = "import what came back, or name another file with `--out`; if nothing will come back, delete both";
        return Err(Stop::usage(message).help(help));
    }
    Ok(())
}

/// Writes a manifest.
pub(super) fn keep(manifest: &Manifest, path: &Path) -> Result<(), Stop> {
    make_room(path)?;
    write(path, &manifest.write())
}

/// Writes a file for others, but never over a text, a language version or a manifest.
pub(crate) fn put(path: &Path, text: &str) -> Result<(), Stop> {
    refuse_precious(path)?;
    make_room(path)?;
    write(path, text)
}

/// Refuses to write over a text, a language version or a manifest, and in the place of a folder.
fn refuse_precious(path: &Path) -> Result<(), Stop> {
    if path.is_dir() {
        let message = format!("`{}` is a folder", path.display());
        return Err(Stop::usage(message).help("name a file in it with `--out`"));
    }
    let there = read_within(path, "", LARGEST_FILE).unwrap_or_default();
    let what = match (sniff(&there), Manifest::read(&there)) {
        (Some(_), _) => "is a text",
        (None, Some(_)) => "says what was sent in an export",
        (None, None) => return Ok(()),
    };
    let message = format!("`{}` {what}, and is not overwritten", path.display());
    Err(Stop::usage(message).help("name another file with `--out`"))
}

fn make_room(path: &Path) -> Result<(), Stop> {
    make_folder(folder_of(path)).map_err(Stop::from)
}

fn write(path: &Path, text: &str) -> Result<(), Stop> {
    let written = write_whole(path, text.as_bytes(), Durability::Precious);
    written.map(drop).map_err(|error| cannot_write(path, &error).into())
}
