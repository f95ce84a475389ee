//! The contract of a backend.

use engross_model::{Manifest, Request, Response};

/// Turns documents into files of one or more formats.
///
/// Both functions are pure: the same request gives the same response, byte for byte. Caches are welcome as long as
/// they do not show. `render` may be called on several threads at once if the manifest says `concurrent`.
pub trait Backend: Send + Sync {
    /// Describes the backend. The answer never changes.
    fn manifest(&self) -> Manifest;

    /// Makes one format of one document.
    ///
    /// Whatever goes wrong is an error finding in the response, with no artifacts. Anything in the document that the
    /// format cannot show is a warning finding (`REND-02`), never left out in silence.
    fn render(&self, request: &Request) -> Response;
}
