//! `engross translate`: a translator's day with language versions, a file for each verb.

mod export;
mod import;
mod marks;
mod new;
mod package;
mod sent;
mod status;
mod status_page;
mod versions;

pub(super) use self::new::begun_version;
pub(super) use self::package::package;
pub(super) use self::sent::put;
pub(super) use self::versions::{open_source, read as open_version, source, version_path};
use crate::args::{Translate, TranslateVerb};
use crate::exit::Outcome;

pub(crate) fn run(arguments: &Translate) -> Outcome {
    match &arguments.verb {
        TranslateVerb::New(it) => new::run(it),
        TranslateVerb::Status(it) => status::run(it),
        TranslateVerb::Lint(it) => super::check::run_on_versions(it),
        TranslateVerb::Mark(it) => marks::mark(it),
        TranslateVerb::Refresh(it) => marks::refresh(it),
        TranslateVerb::Prune(it) => marks::prune(it),
        TranslateVerb::Export(it) => export::run(it),
        TranslateVerb::Import(it) => import::run(it),
    }
}
