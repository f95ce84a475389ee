//! What was drawn last, for every view that was asked for lately: nothing is drawn twice, and what could be shown stays
//! while the file cannot be read.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use crate::ahead::{Ahead, AheadLayers};
use crate::desk::{Content, Desk, Drawn, Entry, EntryKind, Picture, Touched};
use crate::layers::{Layer, layers};
use crate::view::View;

/// More views than a drafter goes back and forth between; the one that was not asked for longest goes.
const MOST_VIEWS: usize = 32;

/// How long at most the rest of a text waits for its pictures to be painted.
const LONGEST_WAIT: Duration = Duration::from_millis(30);

/// How many pages take a millisecond of that.
const PAGES_PER_MILLISECOND: u64 = 4;

/// The views, and how often each text has changed.
pub(crate) struct Shelf {
    slots: Mutex<BTreeMap<View, (u64, Arc<Slot>)>>,
    clock: Mutex<Clock>,
    /// Is told of pictures that go ahead.
    tell: Box<dyn Fn(Ahead) + Send + Sync>,
}

/// Counts changes.
#[derive(Default)]
struct Clock {
    of_texts: BTreeMap<String, u64>,
    of_everything: u64,
    asked: u64,
}

/// One view.
#[derive(Default)]
struct Slot {
    /// Held by who draws it, so that others wait and then have it.
    drawing: Mutex<()>,
    shown: Mutex<Option<Arc<Shown>>>,
    /// What went ahead of what is being drawn.
    ahead: Mutex<AheadLayers>,
    /// Whether it was asked for since it was last drawn ahead.
    is_followed: AtomicBool,
}

/// A view as it is shown.
#[derive(Debug, Clone)]
pub(crate) struct Shown {
    /// The changes that had happened when it was drawn.
    pub(crate) generation: u64,
    /// What was drawn last. Its content may be older than its findings.
    pub(crate) drawn: Arc<Drawn>,
    /// Whether the content is older, since nothing can be made of the file.
    pub(crate) is_behind: bool,
    /// The layers of every picture.
    pub(crate) pictures: Vec<Arc<[Layer]>>,
    /// The unit that the last change concerned.
    pub(crate) edited: Option<String>,
    /// The pictures before that, for browsers that still ask for them.
    before: Vec<Arc<[Layer]>>,
}

impl Shelf {
    /// Makes an empty one. `tell` is told of pictures as soon as they are drawn.
    pub(crate) fn new(tell: impl Fn(Ahead) + Send + Sync + 'static) -> Self {
        Self { slots: Mutex::default(), clock: Mutex::default(), tell: Box::new(tell) }
    }

    /// Notes a change. Returns how often the text, or everything, has changed.
    pub(crate) fn touch(&self, touched: &Touched) -> Option<u64> {
        let mut clock = lock(&self.clock);
        match touched {
            Touched::Nothing => None,
            Touched::Text(slug) => {
                *clock.of_texts.entry(slug.clone()).or_default() += 1;
                Some(clock.generation(slug))
            }
            Touched::Everything => {
                clock.of_everything += 1;
                Some(clock.of_everything)
            }
        }
    }

    /// Returns how often a text has changed.
    pub(crate) fn generation(&self, slug: &str) -> u64 {
        lock(&self.clock).generation(slug)
    }

    /// Returns the views that will be asked for after a change, the last first: those that were asked for after the one
    /// before it.
    pub(crate) fn followed(&self, touched: &Touched) -> Vec<View> {
        let is_touched = |view: &View| match touched {
            Touched::Nothing => false,
            Touched::Text(slug) => view.text == *slug,
            Touched::Everything => true,
        };
        let slots = lock(&self.slots);
        let touched = slots.iter().filter(|(view, _)| is_touched(view));
        let mut followed: Vec<_> =
            touched.filter(|(_, (_, slot))| slot.is_followed.swap(false, Ordering::Relaxed)).collect();
        followed.sort_by_key(|(_, (asked, _))| std::cmp::Reverse(*asked));
        followed.into_iter().map(|(view, _)| view.clone()).collect()
    }

    /// Returns a view as it is now; draws it if something has changed.
    pub(crate) fn show(&self, desk: &dyn Desk, view: &View) -> Arc<Shown> {
        let slot = self.slot(view);
        slot.is_followed.store(true, Ordering::Relaxed);
        self.up_to_date(desk, view, &slot)
    }

    /// Draws a view before it is asked for.
    pub(crate) fn draw_ahead(&self, desk: &dyn Desk, view: &View) {
        let slot = lock(&self.slots).get(view).map(|(_, slot)| slot.clone());
        if let Some(slot) = slot {
            self.up_to_date(desk, view, &slot);
        }
    }

    fn up_to_date(&self, desk: &dyn Desk, view: &View, slot: &Slot) -> Arc<Shown> {
        let _alone = lock(&slot.drawing);
        let generation = self.generation(&view.text);
        let before = lock(&slot.shown).clone();
        if let Some(shown) = before.as_ref().filter(|shown| shown.generation == generation) {
            return shown.clone();
        }
        let mut ahead = AheadLayers::default();
        let drawn = desk.draw(view, &mut |drawn| {
            let Some(before) = &before else { return };
            ahead = AheadLayers::of(pictures(&before.drawn), drawn);
            // A browser asks for them as soon as it is told.
            lock(&slot.ahead).clone_from(&ahead);
            if let Some(told) = ahead.told(view, generation, drawn) {
                (self.tell)(told);
                thread::sleep(time_to_paint(drawn.len()));
            }
        });
        let shown = Arc::new(Shown::new(generation, drawn, before.as_deref(), &ahead));
        *lock(&slot.shown) = Some(shown.clone());
        *lock(&slot.ahead) = AheadLayers::default();
        shown
    }

    /// Returns the layer of a picture that some view shows or has just shown.
    pub(crate) fn picture(&self, name: &str) -> Option<Vec<u8>> {
        let slots: Vec<Arc<Slot>> = lock(&self.slots).values().map(|(_, slot)| slot.clone()).collect();
        let shown = |slot: &Slot| lock(&slot.shown).as_ref()?.picture(name);
        slots.iter().find_map(|slot| lock(&slot.ahead).picture(name).or_else(|| shown(slot)))
    }

    fn slot(&self, view: &View) -> Arc<Slot> {
        let now = {
            let mut clock = lock(&self.clock);
            clock.asked += 1;
            clock.asked
        };
        let mut slots = lock(&self.slots);
        let (asked, slot) = slots.entry(view.clone()).or_default();
        *asked = now;
        let slot = slot.clone();
        if slots.len() > MOST_VIEWS {
            let oldest = slots.iter().min_by_key(|(_, (asked, _))| *asked).map(|(view, _)| view.clone());
            oldest.and_then(|view| slots.remove(&view));
        }
        slot
    }
}

impl Clock {
    fn generation(&self, slug: &str) -> u64 {
        self.of_everything + self.of_texts.get(slug).copied().unwrap_or_default()
    }
}

impl Shown {
    fn new(generation: u64, drawn: Drawn, before: Option<&Self>, ahead: &AheadLayers) -> Self {
        let known = before.map(|before| before.drawn.as_ref()).filter(|known| known.content.is_some());
        let is_behind = drawn.content.is_none();
        let drawn = match known {
            Some(known) if is_behind => Drawn { findings: drawn.findings, ..known.clone() },
            _ => drawn,
        };
        let edited = match known {
            Some(known) if !is_behind => edited(&known.outline, &drawn.outline),
            _ => None,
        };
        // Most pages are as they were.
        let known = |at: usize, picture: &Picture| {
            let before = before.filter(|before| pictures(&before.drawn).get(at) == Some(picture))?;
            before.pictures.get(at).cloned()
        };
        let layers_of =
            |(at, picture)| known(at, picture).or_else(|| ahead.of_page(at)).unwrap_or_else(|| layers(picture).into());
        let pictures = pictures(&drawn).iter().enumerate().map(layers_of).collect();
        let before = before.map(|before| before.pictures.clone()).unwrap_or_default();
        Self { generation, drawn: Arc::new(drawn), is_behind, pictures, edited, before }
    }

    fn picture(&self, name: &str) -> Option<Vec<u8>> {
        let layers = self.pictures.iter().chain(&self.before).flat_map(|layers| layers.iter());
        layers.into_iter().find(|layer| layer.name == name).map(Layer::bytes)
    }
}

/// Returns how long the rest of a text stands back behind its pictures: it would take the processor from the browser that
/// paints them. Of a short text there is little rest.
fn time_to_paint(pages: usize) -> Duration {
    Duration::from_millis(pages as u64 / PAGES_PER_MILLISECOND).min(LONGEST_WAIT)
}

fn pictures(drawn: &Drawn) -> &[Picture] {
    match &drawn.content {
        Some(Content::Pages(pictures, _)) => pictures,
        _ => &[],
    }
}

/// Finds the unit that was changed: the first that says something else or is new; else the one that was moved; where one
/// is gone, what follows it.
fn edited(before: &[Entry], after: &[Entry]) -> Option<String> {
    let words = |entries: &'_ [Entry]| -> Vec<(String, u64)> {
        let units = entries.iter().filter(|entry| entry.kind != EntryKind::Part);
        units.map(|entry| (entry.unit.clone(), entry.digest)).collect()
    };
    let (before, after) = (words(before), words(after));
    let known: BTreeMap<&str, u64> = before.iter().map(|(unit, digest)| (unit.as_str(), *digest)).collect();
    let changed = after.iter().find(|(unit, digest)| known.get(unit.as_str()) != Some(digest));
    let moved_or_gone = || {
        let (old, new) = before.iter().zip(&after).find(|(old, new)| old != new)?;
        let others = |units: &'_ [(String, u64)]| -> Vec<(String, u64)> {
            units.iter().filter(|unit| *unit != old).cloned().collect()
        };
        let is_moved = after.contains(old) && others(&before) == others(&after);
        Some(if is_moved { old } else { new })
    };
    let last_gone = || after.last().filter(|_| before.len() > after.len());
    changed.or_else(moved_or_gone).or_else(last_gone).map(|(unit, _)| unit.clone())
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_unit_that_was_edited_is_found() {
        // A unit for every letter; a capital says something else.
        let entries = |letters: &str| -> Vec<Entry> {
            let entry = |letter: char| Entry {
                unit: letter.to_ascii_lowercase().to_string(),
                digest: letter.into(),
                ..Entry::default()
            };
            letters.chars().map(entry).collect()
        };
        for (before, after, found) in [
            ("abcd", "abcd", None),
            ("abcd", "abCd", Some("c")),
            ("abcd", "abxcd", Some("x")),
            ("abcd", "acd", Some("c")),
            ("abcd", "abc", Some("c")),
            ("abcd", "bcda", Some("a")),
            ("abcd", "dabc", Some("d")),
            ("a", "", None),
        ] {
            assert_eq!(edited(&entries(before), &entries(after)).as_deref(), found, "{before} to {after}");
        }
    }
}
