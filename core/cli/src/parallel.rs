//! Work on many texts at once.
//!
//! Plain threads and not a rayon pool: while Typst's PDF writer waits for a task of the pool that it was called on, it
//! runs any other task of that pool, and so would begin text after text on one stack until that overflows.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// Calls `work` for every item, `jobs` of them at once or as many as there are processors; returns the results in the
/// order of the items.
pub(crate) fn map<T: Sync, R: Send>(items: &[T], jobs: Option<u16>, work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = match items {
        // A single item needs no threads, nor to know how many there could be.
        [] | [_] => 1,
        several => jobs.map_or_else(processors, usize::from).clamp(1, several.len()),
    };
    let next = AtomicUsize::new(0);
    let take = || {
        let at = next.fetch_add(1, Ordering::Relaxed);
        items.get(at).map(|item| (at, work(item)))
    };
    let mut done: Vec<(usize, R)> = Vec::with_capacity(items.len());
    thread::scope(|scope| {
        // Where the system gives no more threads, those there are do the work.
        let helpers: Vec<_> = (1..threads)
            .map_while(|_| {
                thread::Builder::new().spawn_scoped(scope, || std::iter::from_fn(take).collect::<Vec<_>>()).ok()
            })
            .collect();
        done.extend(std::iter::from_fn(take));
        for helper in helpers {
            done.extend(helper.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
    });
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

fn processors() -> usize {
    thread::available_parallelism().map_or(1, usize::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_item_is_worked_on_once_and_in_order() {
        let items: Vec<u32> = (0..1_000).collect();
        for jobs in [None, Some(0), Some(1), Some(3), Some(u16::MAX)] {
            assert_eq!(map(&items, jobs, |item| item * 2), items.iter().map(|item| item * 2).collect::<Vec<_>>());
        }
        assert_eq!(map(&[], None, |item: &u32| *item), Vec::<u32>::new());
    }
}
