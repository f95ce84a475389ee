//! What is not finished in a translation, said before the words that it is about.

use engross_plugin::model::Review;

/// Writes words with the word of their review before them: `[Draft] to keep …`.
pub(crate) fn reviewed(review: Option<(&Review, &str)>, words: String) -> String {
    match review {
        Some((_, word)) => format!("[{word}] {words}"),
        None => words,
    }
}
