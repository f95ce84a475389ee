//! Notices what has changed, once it is whole.
//!
//! Editors save in many ways: they write into the file, write another and rename it, move the old one away first. Each
//! gives a volley of events, and at some moment the file may be gone, empty or half-written. So nothing is believed
//! before it has been quiet for a moment, and a file counts as changed only if its bytes have.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind};

use crate::desk::Watched;
use crate::folders::{Folders, ROUND, Unwatched};

/// How long it must have been quiet.
const QUIET: Duration = Duration::from_millis(4);
/// How long if all that was written is whole.
const QUIET_IF_WHOLE: Duration = Duration::from_millis(1);
/// In a flood of events, how long is waited for quiet.
const FLOOD: Duration = Duration::from_millis(40);
/// How long a file may be half-written before it is taken as it is.
const HALF_WRITTEN: Duration = Duration::from_millis(200);
/// How long a file may be empty or gone before that is believed.
const GONE: Duration = Duration::from_millis(600);
/// Longer files are told apart by their time and length.
const LARGEST: u64 = 8 << 20;

/// Watches folders on a thread of its own for as long as the program runs, and calls `changed` with the files that have
/// changed. `watched` is asked again and again: folders come and go. `unwatched` is told what the system does not watch.
///
/// # Errors
/// If no thread can be started.
pub(crate) fn watch(
    watched: impl Fn() -> Vec<Watched> + Send + 'static,
    changed: impl Fn(&Path) + Send + 'static,
    unwatched: impl Fn(Unwatched) + Send + 'static,
) -> io::Result<()> {
    let (sender, events) = channel();
    let mut folders = Folders::new(sender);
    folders.renew(&watched());
    folders.unwatched.drain(..).for_each(&unwatched);
    let watch = move || {
        let mut files = Files::default();
        loop {
            let Volley { paths, moved, refused, is_over } = next_volley(&events, files.next_deadline());
            if is_over {
                return;
            }
            let now = Instant::now();
            for (path, is_whole) in paths {
                files.look(path, is_whole, now);
            }
            files.look_again(now);
            moved.iter().for_each(|path| folders.doubt(path));
            files.changed.extend(refused.into_iter().filter_map(|error| folders.give_up(error)));
            files.changed.extend(folders.renew_sometimes(&watched));
            folders.unwatched.drain(..).for_each(&unwatched);
            files.changed.drain(..).for_each(|path| changed(&path));
        }
    };
    std::thread::Builder::new().name("watch".to_owned()).spawn(watch)?;
    Ok(())
}

/// Events that came close together.
#[derive(Default)]
struct Volley {
    /// The files, with whether their writer has finished.
    paths: BTreeMap<PathBuf, bool>,
    /// What has come, gone or got another name.
    moved: Vec<PathBuf>,
    /// What could not be watched.
    refused: Vec<notify::Error>,
    /// Whether the events are over for ever.
    is_over: bool,
}

/// Waits for events and for quiet after them.
fn next_volley(events: &Receiver<notify::Result<Event>>, deadline: Option<Instant>) -> Volley {
    let mut volley = Volley::default();
    let patience = deadline.map_or(ROUND, |deadline| deadline.saturating_duration_since(Instant::now()).min(ROUND));
    match events.recv_timeout(patience) {
        Ok(event) => volley.note(event),
        Err(RecvTimeoutError::Timeout) => return volley,
        Err(RecvTimeoutError::Disconnected) => return Volley { is_over: true, ..volley },
    }
    let began = Instant::now();
    while began.elapsed() < FLOOD {
        match events.recv_timeout(volley.quiet()) {
            Ok(event) => volley.note(event),
            Err(_) => break,
        }
    }
    volley
}

impl Volley {
    fn quiet(&self) -> Duration {
        if self.paths.values().all(|is_whole| *is_whole) { QUIET_IF_WHOLE } else { QUIET }
    }

    fn note(&mut self, event: notify::Result<Event>) {
        let event = match event {
            Ok(event) => event,
            Err(error) => return self.refused.push(error),
        };
        let is_whole = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write))
            | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => true,
            EventKind::Access(_) => return,
            _ => false,
        };
        if matches!(event.kind, EventKind::Create(_) | EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_))) {
            self.moved.extend(event.paths.iter().cloned());
        }
        for path in event.paths {
            *self.paths.entry(path).or_default() |= is_whole;
        }
    }
}

/// What is known of files, and those that are not whole yet.
#[derive(Default)]
struct Files {
    known: BTreeMap<PathBuf, State>,
    waiting: BTreeMap<PathBuf, Instant>,
    changed: Vec<PathBuf>,
}

/// What a file was when it was last believed.
#[derive(Debug, Clone, PartialEq, Eq)]
enum State {
    Gone,
    Bytes { hash: blake3::Hash, length: usize },
    Other,
}

impl Files {
    /// Looks at a file after an event.
    fn look(&mut self, path: PathBuf, is_whole: bool, now: Instant) {
        let (state, patience) = self.state(&path, is_whole);
        match patience {
            Some(patience) => {
                self.waiting.entry(path).or_insert(now + patience);
            }
            None => self.believe(path, state),
        }
    }

    /// Takes files as they are that have been waited for long enough.
    fn look_again(&mut self, now: Instant) {
        let due: Vec<PathBuf> =
            self.waiting.iter().filter(|(_, deadline)| **deadline <= now).map(|(path, _)| path.clone()).collect();
        for path in due {
            let (state, _) = self.state(&path, true);
            self.believe(path, state);
        }
    }

    fn next_deadline(&self) -> Option<Instant> {
        self.waiting.values().min().copied()
    }

    fn believe(&mut self, path: PathBuf, state: State) {
        self.waiting.remove(&path);
        // What is gone is forgotten: editors make many files that live for a moment. That it was there is certain, even if
        // nothing ever happened to it before.
        let has_changed = if state == State::Gone {
            self.known.remove(&path);
            true
        } else {
            self.known.insert(path.clone(), state.clone()) != Some(state)
        };
        if has_changed {
            self.changed.push(path);
        }
    }

    /// Returns what a file is, and how long to wait before that is believed.
    fn state(&self, path: &Path, is_whole: bool) -> (State, Option<Duration>) {
        let known = self.known.get(path);
        let Ok(about) = fs::metadata(path) else {
            return (State::Gone, Some(GONE));
        };
        if !about.is_file() || about.len() > LARGEST {
            return (State::Other, None);
        }
        let mut bytes = Vec::new();
        let read = fs::File::open(path).and_then(|file| file.take(LARGEST).read_to_end(&mut bytes));
        if read.is_err() {
            return (State::Other, None);
        }
        let state = State::Bytes { hash: blake3::hash(&bytes), length: bytes.len() };
        if bytes.is_empty() {
            return (state, Some(GONE));
        }
        let is_beginning = || {
            let Some(State::Bytes { length, .. }) = known else { return false };
            bytes.len() < *length
        };
        let patience = (!is_whole && is_beginning()).then_some(HALF_WRITTEN);
        (state, patience)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;

    /// Changes in a folder that is watched, as they are told.
    struct Scene {
        folder: tempfile::TempDir,
        told: Arc<Mutex<Vec<String>>>,
    }

    impl Scene {
        fn new() -> Self {
            let folder = tempfile::tempdir().unwrap();
            fs::write(folder.path().join("en.yaml"), "kind: declaration\n").unwrap();
            let told = Arc::new(Mutex::new(Vec::new()));
            let watched = vec![Watched { folder: folder.path().to_owned(), deep: true }];
            let note = told.clone();
            watch(
                move || watched.clone(),
                move |path| {
                    let content = fs::read_to_string(path).unwrap_or_else(|_| "gone".to_owned());
                    note.lock().unwrap().push(format!("{}: {content}", path.file_name().unwrap().display()));
                },
                |it| panic!("the system watches it: {it:?}"),
            )
            .unwrap();
            Self { folder, told }
        }

        fn path(&self, name: &str) -> PathBuf {
            self.folder.path().join(name)
        }

        /// Waits until this is the last thing that was told of its file.
        fn expect(&self, last: &str) {
            let file = last.split_inclusive(':').next().unwrap();
            let began = Instant::now();
            while began.elapsed() < Duration::from_secs(10) {
                let told = self.told.lock().unwrap().iter().rfind(|told| told.starts_with(file)).cloned();
                if told.is_some_and(|told| told == last) {
                    return;
                }
                std::thread::sleep(Duration::from_millis(2));
            }
            panic!("wanted `{last}`, was told {:?}", self.told.lock().unwrap());
        }

        fn count(&self, name: &str) -> usize {
            self.told.lock().unwrap().iter().filter(|told| told.starts_with(name)).count()
        }
    }

    #[test]
    fn every_way_of_saving_is_one_change() {
        let scene = Scene::new();
        let file = scene.path("en.yaml");
        fs::write(&file, "plain").unwrap();
        scene.expect("en.yaml: plain");
        fs::write(scene.path(".en.tmp"), "renamed").unwrap();
        fs::rename(scene.path(".en.tmp"), &file).unwrap();
        scene.expect("en.yaml: renamed");
        // As some editors do: the old one steps aside first.
        fs::rename(&file, scene.path("en.yaml~")).unwrap();
        fs::write(&file, "swapped").unwrap();
        scene.expect("en.yaml: swapped");
        fs::remove_file(&file).unwrap();
        fs::write(&file, "removed first").unwrap();
        scene.expect("en.yaml: removed first");
        let changes = scene.count("en.yaml:");
        fs::write(&file, "removed first").unwrap();
        std::thread::sleep(Duration::from_millis(100));
        assert_eq!(scene.count("en.yaml:"), changes, "the same bytes are no change");
    }

    #[test]
    fn a_file_that_goes_is_told_even_if_nothing_happened_to_it_before() {
        let scene = Scene::new();
        fs::remove_file(scene.path("en.yaml")).unwrap();
        scene.expect("en.yaml: gone");
    }

    #[test]
    fn half_a_file_is_not_believed() {
        use std::io::Write as _;
        let scene = Scene::new();
        let whole = "a: b\n".repeat(40_000);
        fs::write(scene.path("en.yaml"), &whole).unwrap();
        scene.expect(&format!("en.yaml: {whole}"));
        let mut file = fs::File::create(scene.path("en.yaml")).unwrap();
        for half in [&whole[..100_000], &whole[100_000..], "end"] {
            file.write_all(half.as_bytes()).unwrap();
            std::thread::sleep(Duration::from_millis(30));
        }
        drop(file);
        scene.expect(&format!("en.yaml: {whole}end"));
        let told = scene.told.lock().unwrap();
        assert!(
            told.iter().all(|it| it.len() < 10 || it.len() > 100_000 && it.len() != 100_009),
            "no half, no nothing"
        );
    }

    #[test]
    fn a_folder_that_is_watched_from_now_on_counts_as_changed() {
        let (first, second) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let watched = Arc::new(Mutex::new(vec![Watched { folder: first.path().to_owned(), deep: true }]));
        let (asked, (sender, told)) = (watched.clone(), channel());
        watch(move || asked.lock().unwrap().clone(), move |path| sender.send(path.to_owned()).unwrap(), |_| ())
            .unwrap();
        watched.lock().unwrap().push(Watched { folder: second.path().to_owned(), deep: false });
        assert_eq!(told.recv_timeout(Duration::from_secs(10)).as_deref(), Ok(second.path()));
    }

    #[test]
    fn folders_come_and_go() {
        let scene = Scene::new();
        let inner = scene.path("text");
        for round in ["one", "two"] {
            fs::create_dir(&inner).unwrap();
            std::thread::sleep(Duration::from_millis(50));
            fs::write(inner.join("fr.yaml"), round).unwrap();
            scene.expect(&format!("fr.yaml: {round}"));
            fs::remove_dir_all(&inner).unwrap();
            scene.expect("text: gone");
        }
        fs::remove_file(scene.path("en.yaml")).unwrap();
        fs::create_dir(scene.path("en.yaml")).unwrap();
        scene.expect("en.yaml: gone");
    }
}
