//! The one list of backends that are part of the program.

use engross_host::{Plugin, Registry};
use engross_plugin::Backend;

use crate::exit::Stop;

/// Loads all backends; the order decides who has a format that two of them make.
pub(crate) fn registry() -> Result<Registry, Stop> {
    let mut registry = Registry::default();
    for backend in embedded() {
        registry.add(Plugin::embedded(backend)?)?;
    }
    Ok(registry)
}

fn embedded() -> Vec<Box<dyn Backend>> {
    vec![
        #[cfg(feature = "typst")]
        Box::new(engross_typst::TypstBackend),
        #[cfg(feature = "html")]
        Box::new(engross_html::HtmlBackend),
        #[cfg(feature = "docx")]
        Box::new(engross_docx::DocxBackend),
        #[cfg(feature = "text")]
        Box::new(engross_text::TextBackend),
    ]
}
