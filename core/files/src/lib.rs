//! Opens the files of office programs and browsers with distrust: containers, XML parts, pages, Word's lists, PDF.
//!
//! Nothing in a file acts, and everything is bounded: bytes, elements, nesting, work. What a file means is decided by
//! those who read it; this crate knows no text and no house, and touches no disk.
#![forbid(unsafe_code)]

pub mod container;
pub mod html;
pub mod pdf;
pub mod word_lists;
pub mod word_styles;
pub mod xml;

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason}")]
pub struct Unreadable {
    reason: String,
}

impl Unreadable {
    /// Says why.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}
