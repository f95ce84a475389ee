//! Data handed to Typst as the values they are: a world brings them along, and its sources ask for them by their number.
//!
//! A file in JSON would say the same, but writing and reading it takes as long as a quarter of a long text takes to set.
//! What Typst remembers of a call it remembers of the number, and no number comes twice.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use typst::diag::bail;
use typst::foundations::{Bytes, CastInfo, NativeFuncData, NativeFuncPtr, Scope, Value};

/// Values that are being set.
static HANDED: Mutex<BTreeMap<u64, Value>> = Mutex::new(BTreeMap::new());

/// `handed(number)` in Typst: the value of that number.
pub(crate) static FUNCTION: NativeFuncData = NativeFuncData {
    function: NativeFuncPtr(&|_, _, arguments| {
        let number: Bytes = arguments.expect("number")?;
        let number = <[u8; 8]>::try_from(number.as_slice()).map(u64::from_ne_bytes);
        let values = HANDED.lock().unwrap_or_else(PoisonError::into_inner);
        match number.ok().and_then(|number| values.get(&number)) {
            Some(value) => Ok(value.clone()),
            None => bail!(arguments.span, "nothing was handed over under this number"),
        }
    }),
    name: "handed",
    title: "Handed",
    docs: "Returns what the program hands over.",
    def_site: None,
    keywords: &[],
    contextual: false,
    scope: LazyLock::new(&|| Scope::new()),
    params: LazyLock::new(&|| Vec::new()),
    returns: LazyLock::new(&|| CastInfo::Any),
};

/// A value that is there for Typst as long as this is.
pub(crate) struct Handed(u64);

impl Handed {
    pub(crate) fn new(value: Value) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        HANDED.lock().unwrap_or_else(PoisonError::into_inner).insert(number, value);
        Self(number)
    }

    /// Returns what the sources find as the file of the data.
    pub(crate) fn number(&self) -> Bytes {
        Bytes::new(self.0.to_ne_bytes())
    }
}

impl Drop for Handed {
    fn drop(&mut self) {
        let value = HANDED.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.0);
        // Of a long text that takes its time, and others wait for the lock.
        drop(value);
    }
}
