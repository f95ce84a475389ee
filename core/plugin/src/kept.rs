//! What a backend keeps between texts: things made of a house's files, so that one text after another need not make them
//! again. Nothing of it may show in a file.

use std::sync::{Mutex, PoisonError};

/// A store of the last things that were made, by what they were made of. The oldest goes first.
///
/// ```
/// use engross_plugin::Kept;
///
/// static LENGTHS: Kept<String, usize> = Kept::new(16);
/// let length = LENGTHS.get("word".to_owned(), |word| if word.is_empty() { Err("no word") } else { Ok(word.len()) });
/// assert_eq!(length, Ok(4));
/// assert_eq!(LENGTHS.find(|word| word == "word"), Some(4));
/// ```
pub struct Kept<K, V> {
    kept: Mutex<Vec<(K, V)>>,
    most: usize,
}

impl<K: PartialEq, V: Clone> Kept<K, V> {
    /// Makes an empty store for so many things: more than the houses of one run need.
    pub const fn new(most: usize) -> Self {
        Self { kept: Mutex::new(Vec::new()), most }
    }

    /// Returns what was made of something that fits, the newest first.
    pub fn find(&self, fits: impl Fn(&K) -> bool) -> Option<V> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().rev().find(|(key, _)| fits(key)).map(|(_, value)| value.clone())
    }

    /// Returns what is made of `key`, now or before. Several threads may make it at once; none waits for another.
    ///
    /// # Errors
    /// Whatever `make` finds wrong. That is not kept.
    pub fn get<E>(&self, key: K, make: impl FnOnce(&K) -> Result<V, E>) -> Result<V, E> {
        if let Some(known) = self.find(|other| *other == key) {
            return Ok(known);
        }
        let made = make(&key)?;
        self.keep(key, made.clone());
        Ok(made)
    }

    /// Keeps what was made of `key`.
    pub fn keep(&self, key: K, made: V) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(other, _)| *other != key);
        if kept.len() >= self.most {
            kept.remove(0);
        }
        kept.push((key, made));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn twice(kept: &Kept<u32, u32>, number: u32) -> Result<u32, &'static str> {
        kept.get(number, |number| if *number == 13 { Err("no luck") } else { Ok(number * 2) })
    }

    #[test]
    fn things_are_made_once_and_mistakes_are_not_kept() {
        let kept = Kept::new(4);
        assert_eq!(twice(&kept, 1), Ok(2));
        assert_eq!(kept.get(1, |_| Err("made again")), Ok(2));
        assert_eq!(twice(&kept, 13), Err("no luck"));
        assert_eq!(kept.find(|number| *number == 13), None);
    }

    #[test]
    fn the_store_is_bounded_and_the_oldest_goes_first() {
        let kept = Kept::new(4);
        for number in 0..10 {
            assert_eq!(twice(&kept, number), Ok(number * 2));
        }
        assert_eq!(kept.find(|_| true), Some(18), "the newest is found first");
        assert_eq!((kept.find(|number| *number == 5), kept.find(|number| *number == 6)), (None, Some(12)));
    }
}
