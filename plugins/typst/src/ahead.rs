//! Sets the second half of a long text on another thread, ahead of the real run.
//!
//! Most of the time of a PDF goes into breaking paragraphs into lines, one after another. Typst remembers every
//! paragraph that it has set, whoever asked for it: while the real run sets the first half, a second run over the same
//! structure, with the first half left empty, sets the second half, and the real run finds it done. What it remembers is
//! by definition what it would have made, so that nothing of this shows in the file.

use std::sync::atomic::{AtomicUsize, Ordering};

use engross_plugin::model::{Document, Inline};
use typst_layout::PagedDocument;

use crate::world::LookWorld;

/// Texts with fewer letters are done before a second thread has begun.
const WORTH_IT: usize = 2_000;

/// How many texts are being set at this moment.
static AT_WORK: AtomicUsize = AtomicUsize::new(0);

/// Says whether a second thread has begun before a text is done.
pub(crate) fn is_long(document: &Document) -> bool {
    letters(document) >= WORTH_IT
}

/// Sets the second half of a text on a thread of its own. Nobody waits for it, and without it the real run only takes
/// longer.
pub(crate) fn set_second_half(world: &LookWorld) {
    let half = world.ahead();
    let set = move || drop(typst::compile::<PagedDocument>(&half));
    drop(std::thread::Builder::new().stack_size(crate::STACK).spawn(set));
}

/// Returns how many clauses, at all levels and in print order, hold the first half of the letters.
pub(crate) fn first_half(document: &Document) -> usize {
    let half = letters(document) / 2;
    let (mut clauses, mut seen) = (0, 0);
    document.walk_clauses(&mut |_, clause, _| {
        seen += letters_of(&clause.content);
        clauses += usize::from(seen <= half);
    });
    clauses
}

/// Counts the letters of all clauses.
pub(crate) fn letters(document: &Document) -> usize {
    let mut letters = 0;
    document.walk_clauses(&mut |_, clause, _| letters += letters_of(&clause.content));
    letters
}

fn letters_of(content: &[Inline]) -> usize {
    let own = |inline: &Inline| if let Inline::Text(text) = inline { text.len() } else { 0 };
    content.iter().map(|inline| own(inline) + letters_of(inline.children())).sum()
}

/// Held while a text is set.
pub(crate) struct AtWork;

impl AtWork {
    pub(crate) fn begin() -> Self {
        AT_WORK.fetch_add(1, Ordering::Relaxed);
        Self
    }

    /// Says whether no other text keeps the processors busy.
    pub(crate) fn is_alone(&self) -> bool {
        AT_WORK.load(Ordering::Relaxed) == 1
    }
}

impl Drop for AtWork {
    fn drop(&mut self) {
        AT_WORK.fetch_sub(1, Ordering::Relaxed);
    }
}
