//! Whether files still stand as the record says, without reading those that nobody has touched since it was written.
//!
//! The record holds no times, so that the same texts make the same record; its own time stands for all of them. Before it
//! takes a new one, every file that may have changed since the old one is read, so that a damage is not vouched for.

use std::fs::{self, File, Metadata};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use sha2::{Digest as _, Sha256};

use super::record::{FILE, FileRecord, Record};

/// What the times of files are held against.
#[derive(Debug)]
pub(crate) struct Standing {
    /// When the record was written: whatever has not changed since is as it was then.
    recorded: Option<SystemTime>,
    /// The same as the file system says it, whether or not it can be.
    written: Option<SystemTime>,
    /// Some file was younger than the record and had to be read.
    younger: AtomicBool,
}

impl Standing {
    /// Looks at the time of the record. One that comes out of the future, after a clock was set back, vouches for nothing.
    pub(crate) fn of(record: &Path) -> Self {
        let written = written(record);
        let recorded = written.filter(|time| *time <= SystemTime::now());
        Self { recorded, written, younger: AtomicBool::new(false) }
    }

    /// Tells whether a file has the bytes that were recorded. It is read only if it may have changed since.
    pub(crate) fn holds(&self, path: &Path, file: &FileRecord) -> bool {
        let Ok(about) = fs::metadata(path) else { return false };
        if !about.is_file() || about.len() != file.size {
            return false;
        }
        match self.recorded.zip(last_change(&about)) {
            Some((recorded, change)) if change < recorded => return true,
            // Written in the same moment as the record.
            Some((recorded, change)) if change == recorded => {}
            _ => self.younger.store(true, Ordering::Relaxed),
        }
        fs::read(path).is_ok_and(|bytes| Sha256::digest(bytes)[..] == file.sha256)
    }

    /// Tells whether files had to be read that need not be read again once the record vouches for them.
    pub(crate) fn needs_a_new_record(&self) -> bool {
        self.younger.load(Ordering::Relaxed)
    }

    /// Makes sure of every file in the record: one that does not hold will be made anew. Those made in this run hold, unless
    /// another one has recorded its own meanwhile. Returns when the youngest file was last changed.
    pub(crate) fn make_sure(&self, record: &mut Record, out: &Path) -> Option<SystemTime> {
        let alone = self.written == written(&out.join(FILE));
        let mut youngest = None;
        record.each_file(out, &mut |path, file| {
            let is_ours = file.fresh && alone;
            if !is_ours && !self.holds(path, file) {
                file.inputs = None;
            }
            youngest = youngest.max(fs::metadata(path).ok().and_then(|about| last_change(&about)));
        });
        youngest
    }

    /// Lets a record that keeps its bytes vouch for files as young as this. Where its time cannot be set, the next run
    /// only reads them again.
    pub(crate) fn renew(&self, record: &Path, youngest: Option<SystemTime>) {
        if let Some(time) = youngest.filter(|time| Some(*time) > self.recorded) {
            let _ = File::options().append(true).open(record).and_then(|file| file.set_modified(time));
        }
    }
}

fn written(record: &Path) -> Option<SystemTime> {
    fs::metadata(record).and_then(|about| about.modified()).ok()
}

/// Returns when a file's bytes were last changed, or the file put in its place. Copying tools may set the time of the
/// bytes as they like, but not that of the change.
fn last_change(about: &Metadata) -> Option<SystemTime> {
    let modified = about.modified().ok()?;
    #[cfg(unix)]
    let modified = {
        use std::os::unix::fs::MetadataExt as _;
        use std::time::Duration;
        let (seconds, nanoseconds) = (u64::try_from(about.ctime()).ok()?, u32::try_from(about.ctime_nsec()).ok()?);
        modified.max(SystemTime::UNIX_EPOCH + Duration::new(seconds, nanoseconds))
    };
    Some(modified)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_another_run_replaced_and_recorded_is_not_vouched_for() {
        for (others, holds) in [(false, true), (true, false)] {
            let folder = tempfile::tempdir().unwrap();
            let record = folder.path().join(FILE);
            let standing = Standing::of(&record);
            fs::create_dir(folder.path().join("a")).unwrap();
            fs::write(folder.path().join("a/a.en.pdf"), "theirs").unwrap();
            if others {
                fs::write(&record, "{}").unwrap();
            }
            let mut ours = Record::of_one_file("a", "en", "pdf", b"ours!!");
            standing.make_sure(&mut ours, folder.path());
            ours.each_file(folder.path(), &mut |_, file| assert_eq!(file.inputs.is_some(), holds));
        }
    }
}
