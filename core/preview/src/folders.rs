//! The folders in which changes are noticed: by the system, or, where it cannot watch them, by looking every second.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use notify::{Config, ErrorKind, Event, PollWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use crate::desk::Watched;
use crate::words::Words;

/// How often it is seen to that the folders are still those that are watched, and how often it is looked where the system
/// does not watch.
pub(crate) const ROUND: Duration = Duration::from_secs(1);

/// Why the system does not watch something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unwatched {
    /// It watches no more for this user.
    Limit,
    /// It does not watch this folder.
    Folder { folder: PathBuf, reason: String },
}

impl Unwatched {
    /// Says what that means and what to do.
    pub(crate) fn said(&self, words: &Words) -> String {
        match self {
            Self::Limit => words.get("unwatched-limit").to_owned(),
            Self::Folder { folder, reason } => {
                words.say("unwatched", &[("folder", &folder.display()), ("reason", reason)])
            }
        }
    }
}

/// The folders that are watched.
pub(crate) struct Folders {
    system: Option<Box<dyn Watcher + Send>>,
    poller: Option<PollWatcher>,
    events: Sender<notify::Result<Event>>,
    known: BTreeMap<PathBuf, Standing>,
    /// What the system does not watch, and nobody was told yet.
    pub(crate) unwatched: Vec<Unwatched>,
}

/// What a folder was when it began to be watched, and when that was last seen.
struct Standing {
    deep: bool,
    identity: Option<u64>,
    seen: Instant,
    is_polled: bool,
    /// Whether it may have gone and come back since: the system watches no folder that was moved.
    is_doubtful: bool,
}

impl Folders {
    /// Watches nothing yet. Events go to `events`, with what is not watched among them.
    pub(crate) fn new(events: Sender<notify::Result<Event>>) -> Self {
        let teller = events.clone();
        let tell = move |event| {
            // Nobody listens any more when the program ends.
            let _ = teller.send(event);
        };
        let system = RecommendedWatcher::new(tell, Config::default().with_follow_symlinks(false));
        Self::with(system.map(|system| Box::new(system) as Box<_>), events)
    }

    fn with(system: notify::Result<Box<dyn Watcher + Send>>, events: Sender<notify::Result<Event>>) -> Self {
        let mut folders = Self { system: None, poller: None, events, known: BTreeMap::new(), unwatched: Vec::new() };
        match system {
            Ok(system) => folders.system = Some(system),
            Err(_) => folders.unwatched.push(Unwatched::Limit),
        }
        folders
    }

    /// Sees to it, now and then, that the right folders are watched. Returns those that are new, or others than before: what
    /// happened in them until now was not seen.
    pub(crate) fn renew_sometimes(&mut self, watched: &impl Fn() -> Vec<Watched>) -> Vec<PathBuf> {
        let is_doubtful = self.known.values().any(|standing| standing.is_doubtful);
        let is_due = is_doubtful || self.known.values().all(|standing| standing.seen.elapsed() >= ROUND);
        if is_due { self.renew(&watched()) } else { Vec::new() }
    }

    /// Sees to it that these folders are watched, and no others. Returns as [`renew_sometimes`](Self::renew_sometimes).
    pub(crate) fn renew(&mut self, watched: &[Watched]) -> Vec<PathBuf> {
        let gone = self.known.extract_if(.., |folder, _| !watched.iter().any(|it| it.folder == *folder));
        for (folder, standing) in gone.collect::<Vec<_>>() {
            self.unwatch(&folder, &standing);
        }
        let mut renewed = Vec::new();
        for Watched { folder, deep } in watched {
            let identity = identity(folder);
            if let Some(known) = self.known.get_mut(folder) {
                known.seen = Instant::now();
                if known.identity == identity && known.deep == *deep && !known.is_doubtful {
                    continue;
                }
            }
            if let Some(known) = self.known.remove(folder) {
                self.unwatch(folder, &known);
            }
            let mut standing =
                Standing { deep: *deep, identity, seen: Instant::now(), is_polled: false, is_doubtful: false };
            // A folder that is gone is tried again in the next round.
            if identity.is_some() {
                standing.is_polled = !self.watch(folder, *deep);
            }
            self.known.insert(folder.clone(), standing);
            renewed.push(folder.clone());
        }
        renewed
    }

    /// Takes note that something of this name has come, gone or moved: a folder that is watched, or one that it lies in, must
    /// be watched anew.
    pub(crate) fn doubt(&mut self, path: &Path) {
        // The system names whole paths.
        let lies_in = |folder: &Path| std::path::absolute(folder).is_ok_and(|folder| folder.starts_with(path));
        let concerned = self.known.iter_mut().filter(|(folder, _)| folder.starts_with(path) || lies_in(folder));
        concerned.for_each(|(_, standing)| standing.is_doubtful = true);
    }

    /// Takes note that the system has ceased to watch whatever is new: looks for itself from now on in the folder that it
    /// lies in, and returns that.
    pub(crate) fn give_up(&mut self, error: notify::Error) -> Option<PathBuf> {
        let path = error.paths.first().filter(|_| matches!(error.kind, ErrorKind::MaxFilesWatch))?;
        let folder =
            self.known.iter().find(|(folder, it)| it.deep && !it.is_polled && path.starts_with(folder))?.0.clone();
        let mut standing = self.known.remove(&folder)?;
        self.unwatch(&folder, &standing);
        self.poll(&folder, standing.deep, error);
        standing.is_polled = true;
        self.known.insert(folder.clone(), standing);
        Some(folder)
    }

    /// Watches a folder, and says whether the system does so.
    fn watch(&mut self, folder: &Path, deep: bool) -> bool {
        let Some(system) = &mut self.system else {
            self.poll(folder, deep, notify::Error::new(ErrorKind::MaxFilesWatch));
            return false;
        };
        let Err(error) = system.watch(folder, mode(deep)) else { return true };
        // Some of what lies in it may be watched by now.
        let _ = system.unwatch(folder);
        self.poll(folder, deep, error);
        false
    }

    /// Looks into a folder every second, and notes why.
    fn poll(&mut self, folder: &Path, deep: bool, error: notify::Error) {
        let reason = match error.kind {
            ErrorKind::MaxFilesWatch => Unwatched::Limit,
            // It has gone in between, and is tried again in the next round.
            ErrorKind::PathNotFound => return,
            kind => {
                let reason = match kind {
                    ErrorKind::Io(error) => error.kind().to_string(),
                    kind => notify::Error::new(kind).to_string(),
                };
                Unwatched::Folder { folder: error.paths.first().map_or(folder, |it| it).to_owned(), reason }
            }
        };
        self.unwatched.push(reason);
        if self.poller.is_none() {
            // Times of files count seconds only, and one may save twice in a second.
            let settings = Config::default().with_poll_interval(ROUND).with_compare_contents(true);
            let teller = self.events.clone();
            let tell = move |event: notify::Result<Event>| {
                // What cannot be read is said by whoever reads it.
                if event.is_ok() {
                    let _ = teller.send(event);
                }
            };
            self.poller = PollWatcher::new(tell, settings.with_follow_symlinks(false)).ok();
        }
        if let Some(poller) = &mut self.poller {
            // What is not there yet is seen when it comes.
            let _ = poller.watch(folder, mode(deep));
        }
    }

    fn unwatch(&mut self, folder: &Path, standing: &Standing) {
        // It may be gone already.
        let _ = match (&mut self.system, &mut self.poller) {
            (_, Some(poller)) if standing.is_polled => poller.unwatch(folder),
            (Some(system), _) => system.unwatch(folder),
            (None, _) => Ok(()),
        };
    }
}

fn mode(deep: bool) -> RecursiveMode {
    if deep { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive }
}

/// Tells a folder from another of the same name.
#[cfg(unix)]
fn identity(folder: &Path) -> Option<u64> {
    use std::os::unix::fs::MetadataExt as _;
    fs::metadata(folder).ok().filter(fs::Metadata::is_dir).map(|about| about.ino())
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<u64> {
    fs::metadata(folder).ok().filter(fs::Metadata::is_dir).map(|_| 0)
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::sync::mpsc::channel;

    use super::*;

    /// A system that watches nothing, or nothing that is called `full`.
    #[derive(Debug)]
    struct Refusing(fn() -> ErrorKind);

    impl Watcher for Refusing {
        fn new<F: notify::EventHandler>(_: F, _: Config) -> notify::Result<Self> {
            Err(notify::Error::new(ErrorKind::MaxFilesWatch))
        }

        fn watch(&mut self, _: &Path, _: RecursiveMode) -> notify::Result<()> {
            Err(notify::Error::new((self.0)()))
        }

        fn unwatch(&mut self, _: &Path) -> notify::Result<()> {
            Ok(())
        }

        fn kind() -> notify::WatcherKind {
            notify::WatcherKind::NullWatcher
        }
    }

    #[test]
    fn what_the_system_does_not_watch_is_looked_at() {
        let refused = || ErrorKind::Io(io::ErrorKind::PermissionDenied.into());
        let systems: [notify::Result<Box<dyn Watcher + Send>>; 3] = [
            Ok(Box::new(Refusing(|| ErrorKind::MaxFilesWatch))),
            Ok(Box::new(Refusing(refused))),
            Err(notify::Error::new(ErrorKind::MaxFilesWatch)),
        ];
        for system in systems {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("text/en.yaml");
            fs::create_dir(folder.path().join("text")).unwrap();
            fs::write(&file, "one").unwrap();
            let (sender, events) = channel();
            let mut folders = Folders::with(system, sender);
            let watched = [Watched { folder: folder.path().to_owned(), deep: true }];
            assert_eq!(folders.renew(&watched), [folder.path()]);
            assert!(folders.renew(&watched).is_empty(), "and that is that");
            assert!(!folders.unwatched.is_empty());
            fs::write(&file, "two").unwrap();
            let seen = |event: notify::Result<Event>| event.unwrap().paths.contains(&file);
            assert!(events.iter().any(seen));
        }
    }

    #[test]
    fn a_folder_that_was_moved_is_watched_anew() {
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("texts");
        fs::create_dir(&inner).unwrap();
        let (sender, events) = channel();
        let mut folders = Folders::new(sender);
        let watched = || vec![Watched { folder: inner.clone(), deep: true }];
        assert_eq!(folders.renew_sometimes(&watched), std::slice::from_ref(&inner));
        fs::rename(&inner, folder.path().join("elsewhere")).unwrap();
        fs::rename(folder.path().join("elsewhere"), &inner).unwrap();
        folders.doubt(&inner.join("en.yaml"));
        assert!(folders.renew_sometimes(&watched).is_empty(), "a file in it says nothing of the folder");
        folders.doubt(folder.path());
        assert_eq!(folders.renew_sometimes(&watched), std::slice::from_ref(&inner));
        let file = inner.join("en.yaml");
        fs::write(&file, "words").unwrap();
        assert!(events.iter().any(|event| event.unwrap().paths.contains(&file)));
        assert!(folders.renew_sometimes(&watched).is_empty(), "once");
    }

    #[test]
    fn where_the_system_ceases_to_watch_is_looked_from_then_on() {
        let folder = tempfile::tempdir().unwrap();
        let (sender, events) = channel();
        let mut folders = Folders::new(sender);
        folders.renew(&[Watched { folder: folder.path().to_owned(), deep: true }]);
        assert!(folders.unwatched.is_empty());
        let new = folder.path().join("new");
        let full = || notify::Error::new(ErrorKind::MaxFilesWatch).add_path(new.clone());
        assert_eq!(folders.give_up(full()).as_deref(), Some(folder.path()));
        assert_eq!(folders.give_up(full()), None, "once");
        assert_eq!(folders.unwatched, [Unwatched::Limit]);
        fs::write(&new, "words").unwrap();
        assert!(events.iter().any(|event| event.unwrap().paths.contains(&new)));
    }
}
