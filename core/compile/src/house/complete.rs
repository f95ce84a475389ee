//! How terms that say little are completed by those that hold more generally.

use std::collections::BTreeMap;
use std::ops::Deref;

use serde::Deserialize;

/// Takes over from more general data what this says nothing about.
pub(super) trait Complete {
    fn complete(&mut self, base: &Self);
}

impl<T: Clone> Complete for Option<T> {
    fn complete(&mut self, base: &Self) {
        if self.is_none() {
            self.clone_from(base);
        }
    }
}

impl Complete for String {
    fn complete(&mut self, base: &Self) {
        if self.is_empty() {
            self.clone_from(base);
        }
    }
}

impl<K: Ord + Clone, V: Clone> Complete for BTreeMap<K, V> {
    fn complete(&mut self, base: &Self) {
        for (key, value) in base {
            self.entry(key.clone()).or_insert_with(|| value.clone());
        }
    }
}

/// A list that may be absent, which is not the same as empty: an absent one is taken over, an empty one is not.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct List<T>(Option<Vec<T>>);

impl<T> Default for List<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        self.0.as_deref().unwrap_or_default()
    }
}

impl<T: Clone> Complete for List<T> {
    fn complete(&mut self, base: &Self) {
        self.0.complete(&base.0);
    }
}
