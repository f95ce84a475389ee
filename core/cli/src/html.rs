//! What the pages of HTML have in common that the program writes of itself.

/// Writes words as they may stand in a page, also in the value of an attribute.
pub(crate) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
