//! What was made of a house's files, kept by their hashes so that one text after another need not make it again.

use std::sync::{Arc, Mutex, PoisonError};

use engross_plugin::model::{Asset, Bytes, Finding};

/// How many files of one kind are kept: more houses than one run has.
const KEPT: usize = 16;

/// A bounded store. The oldest goes first.
pub(crate) struct Cache<T> {
    kept: Mutex<Vec<Kept<T>>>,
}

struct Kept<T> {
    sha256: String,
    bytes: Bytes,
    made: Arc<T>,
}

impl<T> Cache<T> {
    /// Makes an empty store.
    pub(crate) const fn new() -> Self {
        Self { kept: Mutex::new(Vec::new()) }
    }

    /// Returns what `make` makes of a file, from the store where it can; `None` if the file is neither there nor sent.
    ///
    /// Bytes that were sent are compared with those that the store's answer was made of, so that a wrong hash never
    /// shows.
    ///
    /// # Errors
    /// Whatever `make` finds wrong. That is not kept.
    pub(crate) fn get(
        &self,
        asset: &Asset,
        make: impl FnOnce(&Asset, &[u8]) -> Result<T, Finding>,
    ) -> Result<Option<Arc<T>>, Finding> {
        if let Some(made) = self.find(asset) {
            return Ok(Some(made));
        }
        let Some(bytes) = &asset.bytes else { return Ok(None) };
        let made = Arc::new(make(asset, bytes)?);
        self.keep(Kept { sha256: asset.sha256.clone(), bytes: bytes.clone(), made: made.clone() });
        Ok(Some(made))
    }

    fn find(&self, asset: &Asset) -> Option<Arc<T>> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let fits =
            |one: &&Kept<T>| one.sha256 == asset.sha256 && asset.bytes.as_ref().is_none_or(|bytes| *bytes == one.bytes);
        kept.iter().find(fits).map(|one| one.made.clone())
    }

    fn keep(&self, new: Kept<T>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|one| one.sha256 != new.sha256);
        if kept.len() >= KEPT {
            kept.remove(0);
        }
        kept.push(new);
    }
}

#[cfg(test)]
mod tests {
    use engross_plugin::model::AssetRole;

    use super::*;

    fn asset(sha256: &str, bytes: Option<&str>) -> Asset {
        let bytes = bytes.map(|bytes| Bytes::from(bytes.to_owned()));
        Asset { name: "file".to_owned(), role: AssetRole::Template, sha256: sha256.to_owned(), bytes }
    }

    fn length(cache: &Cache<usize>, asset: &Asset) -> Option<usize> {
        cache.get(asset, |_, bytes| Ok(bytes.len())).unwrap().map(|made| *made)
    }

    #[test]
    fn a_file_is_known_by_its_hash_once_it_was_sent() {
        let cache = Cache::new();
        assert_eq!(length(&cache, &asset("a", None)), None);
        assert_eq!(length(&cache, &asset("a", Some("abc"))), Some(3));
        assert_eq!(length(&cache, &asset("a", None)), Some(3));
    }

    #[test]
    fn a_wrong_hash_does_not_show() {
        let cache = Cache::new();
        assert_eq!(length(&cache, &asset("a", Some("abc"))), Some(3));
        assert_eq!(length(&cache, &asset("a", Some("abcd"))), Some(4));
    }

    #[test]
    fn the_store_is_bounded() {
        let cache = Cache::new();
        for number in 0..100 {
            assert_eq!(length(&cache, &asset(&number.to_string(), Some("x"))), Some(1));
        }
        assert_eq!(cache.kept.lock().unwrap().len(), KEPT);
        assert_eq!(length(&cache, &asset("0", None)), None);
    }

    #[test]
    fn a_mistake_is_not_kept() {
        let cache: Cache<usize> = Cache::new();
        let wrong = cache.get(&asset("a", Some("x")), |_, _| Err(Finding::new("REND-03", "wrong")));
        assert!(wrong.is_err());
        assert_eq!(length(&cache, &asset("a", None)), None);
    }
}
