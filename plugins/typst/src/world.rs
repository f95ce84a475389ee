//! Typst's view of the world: the sources, the data and some fonts. No disk, no packages, no clock.

use std::sync::{Arc, LazyLock, OnceLock};

use engross_plugin::Kept;
use engross_plugin::model::{Asset, Finding};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration, Value};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::fonts::Fonts;
use crate::handed::{self, Handed};

/// The house's look, among its files.
pub(crate) const LOOK: &str = "document.typ";

/// How many looks are kept parsed.
const KEPT_LOOKS: usize = 16;

/// What one compilation sees.
pub(crate) struct LookWorld {
    fonts: Arc<Fonts>,
    main: Source,
    whole: Source,
    prelude: Source,
    look: Source,
    /// Whether the house brought no look of its own.
    is_usual: bool,
    data: Arc<Handed>,
}

impl LookWorld {
    /// Makes the world of one document, which is given as data. A house without a look gets the usual one.
    pub(crate) fn new(look: Option<&Asset>, data: Value, fonts: Arc<Fonts>) -> Result<Self, Finding> {
        let own = own_sources();
        let (main, prelude, whole) = (own.main.clone(), own.prelude.clone(), own.whole.clone());
        let is_usual = look.is_none();
        let look = look.map_or_else(|| Ok(own.usual_look.clone()), look_source)?;
        Ok(Self { fonts, main, whole, prelude, look, is_usual, data: Arc::new(Handed::new(data)) })
    }

    /// Makes the world of the same document without its first half.
    pub(crate) fn ahead(&self) -> Self {
        let whole = own_sources().half.clone();
        Self {
            fonts: self.fonts.clone(),
            main: self.main.clone(),
            whole,
            prelude: self.prelude.clone(),
            look: self.look.clone(),
            is_usual: self.is_usual,
            data: self.data.clone(),
        }
    }

    /// Says whether a file is the house's look, for messages.
    pub(crate) fn is_look(&self, id: FileId) -> bool {
        id == self.look.id() && !self.is_usual
    }
}

impl World for LookWorld {
    fn library(&self) -> &LazyHash<Library> {
        library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.fonts.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        [&self.main, &self.whole, &self.prelude, &self.look, &own_sources().house_look]
            .into_iter()
            .find(|source| source.id() == id)
            .cloned()
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        // A look gets what the request carries and nothing else.
        if id == own_sources().data { Ok(self.data.number()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// Returns Typst's functions. They are the same for all documents: whatever Typst remembers it remembers of a library, so that
/// data in it would make it forget all of a document as soon as a word changes.
pub(crate) fn library() -> &'static LazyHash<Library> {
    static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
        let mut library = Library::default();
        library.global.scope_mut().define_func_with_data(&handed::FUNCTION);
        LazyHash::new(library)
    });
    &LIBRARY
}

struct OwnSources {
    main: Source,
    whole: Source,
    half: Source,
    prelude: Source,
    house_look: Source,
    /// What stands in the place of a look that a house does not have.
    usual_look: Source,
    /// The name of the data.
    data: FileId,
}

fn own_sources() -> &'static OwnSources {
    static SOURCES: OnceLock<OwnSources> = OnceLock::new();
    SOURCES.get_or_init(|| OwnSources {
        main: source("main.typ", include_str!("main.typ").to_owned()),
        whole: source("whole.typ", "#let whole = true".to_owned()),
        half: source("whole.typ", "#let whole = false".to_owned()),
        prelude: source("engross.typ", include_str!("engross.typ").to_owned()),
        house_look: source("house.typ", include_str!("house.typ").to_owned()),
        usual_look: source(LOOK, "#import \"/house.typ\": house-look as look".to_owned()),
        data: file("data"),
    })
}

/// Returns the look, parsed once as long as it does not change.
fn look_source(look: &Asset) -> Result<Source, Finding> {
    static PARSED: Kept<engross_plugin::model::Bytes, Source> = Kept::new(KEPT_LOOKS);
    PARSED.get(look.bytes.clone().unwrap_or_default(), |bytes| {
        let text = std::str::from_utf8(bytes)
            .map_err(|_| Finding::new("REND-03", format!("the look `{}` is not UTF-8", look.name)))?;
        Ok(source(LOOK, text.to_owned()))
    })
}

/// Returns a source of this name.
pub(crate) fn source(name: &str, text: String) -> Source {
    Source::new(file(name), text)
}

/// Returns the name of a file as Typst knows it.
pub(crate) fn file(name: &str) -> FileId {
    let path = VirtualPath::new(format!("/{name}")).expect("our own names are well-formed");
    RootedPath::new(VirtualRoot::Project, path).intern()
}
