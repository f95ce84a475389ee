//! A bar for runs that last: only on a terminal, and only after a second.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use crate::output::Stream;

const PATIENCE: Duration = Duration::from_secs(1);

/// Counts finished texts.
pub(crate) struct Progress {
    begun: Option<Instant>,
    total: usize,
    done: AtomicUsize,
    bar: OnceLock<ProgressBar>,
}

impl Progress {
    pub(crate) fn new(total: usize, quiet: bool) -> Self {
        let shown = !quiet && total > 1 && Stream::Err.is_terminal();
        let begun = shown.then(Instant::now);
        Self { begun, total, done: AtomicUsize::new(0), bar: OnceLock::new() }
    }

    /// Notes that one more text is done.
    pub(crate) fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        if self.begun.is_some_and(|begun| begun.elapsed() > PATIENCE) {
            self.bar.get_or_init(|| bar(self.total)).set_position(done as u64);
        }
    }

    /// Takes the bar away.
    pub(crate) fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn bar(total: usize) -> ProgressBar {
    let style = ProgressStyle::with_template("{wide_bar} {pos} of {len} texts, {eta} left");
    let bar = ProgressBar::new(total as u64);
    if let Ok(style) = style { bar.with_style(style) } else { bar }
}
