//! Remembers what was read out of the house's files, so that a run of many texts reads them once.

use std::sync::{Arc, Mutex, PoisonError};

use engross_plugin::model::{Bytes, Finding};

/// The last few files, by their bytes: a hash that lies cannot bring up another house's values.
pub(crate) struct Memory<T> {
    files: Mutex<Vec<(Bytes, Arc<T>)>>,
    most: usize,
}

impl<T> Memory<T> {
    /// Makes a memory for so many files.
    pub(crate) const fn new(most: usize) -> Self {
        Self { files: Mutex::new(Vec::new()), most }
    }

    /// Returns what stands in a file, read now or remembered. Mistakes are not remembered.
    pub(crate) fn read(&self, file: &Bytes, read: fn(&[u8]) -> Result<T, Finding>) -> Result<Arc<T>, Finding> {
        if let Some(known) = self.known(file) {
            return Ok(known);
        }
        let value = Arc::new(read(file)?);
        let mut files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        if files.len() >= self.most {
            files.remove(0);
        }
        files.push((file.clone(), Arc::clone(&value)));
        Ok(value)
    }

    fn known(&self, file: &Bytes) -> Option<Arc<T>> {
        let files = self.files.lock().unwrap_or_else(PoisonError::into_inner);
        files.iter().find(|(known, _)| known == file).map(|(_, value)| Arc::clone(value))
    }
}
