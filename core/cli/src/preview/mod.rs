//! What the live preview shows: texts drawn with the project's houses and backends, mended and opened on its behalf.
//!
//! The server, the page and the watching stand in `engross-preview`; nothing here knows of browsers.

mod draw;
mod earlier;
mod editor;
mod entries;
mod found;
mod listing;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use engross_compile::fix;
use engross_host::Registry;
use engross_model::{Bytes, Finding};
use engross_preview::{Desk, Drawn, File, Picture, Place, Text, Touched, View, Watched};

use self::draw::Drawing;
use self::earlier::Saves;
pub(crate) use self::editor::Editor;
use self::listing::{Listing, whole};
use crate::args::Preview;
use crate::backends::{self, Loaded, Wanted};
use crate::discover::{Candidate, Content, is_yaml};
use crate::exit::Stop;
use crate::files::{Durability, write_whole};
use crate::output;
use crate::positions::Lines;
use crate::project::Project;
use crate::settings;

/// Draws the texts below some paths.
pub(crate) struct Studio {
    arguments: Preview,
    editor: Option<Editor>,
    /// What is read once, and again when it changes.
    standing: RwLock<Arc<Standing>>,
    saves: Mutex<Saves>,
}

/// The project, its backends and its texts.
struct Standing {
    project: Arc<Project>,
    registry: Arc<Registry>,
    listing: Arc<Listing>,
    /// Why something could not be read anew: what was read before still holds.
    complaints: Vec<Finding>,
}

impl Studio {
    /// Opens the project that the paths belong to.
    ///
    /// # Errors
    /// If a path leads nowhere, or the settings cannot be used.
    pub(crate) fn open(arguments: Preview) -> Result<Self, Stop> {
        let editor = Editor::find(arguments.editor.as_deref())?;
        let standing = RwLock::new(Arc::new(Standing::read(&arguments, None)?));
        Ok(Self { arguments, editor, standing, saves: Mutex::default() })
    }

    fn standing(&self) -> Arc<Standing> {
        self.standing.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Reads settings, houses and the list of texts anew. What cannot be read stays as it was, and it is said why.
    fn renew(&self) {
        let old = self.standing();
        let standing = Standing::read(&self.arguments, Some(&old.listing)).unwrap_or_else(|stop| {
            let listing = Listing::read(&self.arguments.paths, &old.project, Some(&old.listing));
            let listing = listing.map_or_else(|_| old.listing.clone(), Arc::new);
            let (project, registry) = (old.project.clone(), old.registry.clone());
            Standing { project, registry, listing, complaints: stop.into_findings() }
        });
        *self.standing.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(standing);
    }

    fn drawing<'a>(&'a self, standing: &'a Standing, view: &'a View) -> Option<Drawing<'a>> {
        let file = standing.listing.file(&view.text, &view.language)?;
        Some(Drawing { standing, view, file, saves: &self.saves })
    }
}

impl Standing {
    fn read(arguments: &Preview, before: Option<&Listing>) -> Result<Self, Stop> {
        let project = Project::open(&arguments.paths, &arguments.houses, None)?;
        let formats: Vec<String> = draw::SHOWN.iter().chain(&draw::TAKEN_ALONG).map(|it| (*it).to_owned()).collect();
        let Loaded { registry, refusals } = backends::load(&project, &arguments.plugins, Wanted::Formats(&formats))?;
        let listing = Arc::new(Listing::read(&arguments.paths, &project, before)?);
        let complaints = [&refusals[..], &listing.findings].concat();
        Ok(Self { project: Arc::new(project), registry: Arc::new(registry), listing, complaints })
    }
}

impl Desk for Studio {
    fn texts(&self) -> Vec<Text> {
        self.standing().listing.texts.clone()
    }

    fn complaints(&self) -> Vec<Finding> {
        let standing = self.standing();
        [&standing.complaints[..], &standing.listing.passed_over].concat()
    }

    fn draw(&self, view: &View, ahead: &mut dyn FnMut(&[Picture])) -> Drawn {
        let standing = self.standing();
        match self.drawing(&standing, view) {
            Some(drawing) => drawing.draw(ahead),
            None => {
                let message = format!("the text has no version in the language `{}`", view.language);
                let findings = [&standing.complaints[..], &[Finding::new("FILE-01", message)]].concat();
                draw::nothing(view, findings, &standing.listing)
            }
        }
    }

    fn file(&self, view: &View, format: &str) -> Result<File, String> {
        let standing = self.standing();
        let drawing = self.drawing(&standing, view).ok_or_else(|| "there is no such text".to_owned())?;
        drawing.file(format)
    }

    fn formats(&self) -> Vec<String> {
        let standing = self.standing();
        let there = |format: &&str| standing.registry.choose(format).is_ok();
        draw::TAKEN_ALONG.into_iter().filter(there).map(str::to_owned).collect()
    }

    fn mend(&self, view: &View, key: &str) -> Result<String, String> {
        let standing = self.standing();
        let drawing = self.drawing(&standing, view).ok_or_else(|| "there is no such text".to_owned())?;
        let stale = || "the file has changed since this was found; look again".to_owned();
        let found = drawing.found().into_iter().find(|found| found.key == key).ok_or_else(stale)?;
        let name = found.finding.place.file.clone().ok_or_else(stale)?;
        let file = standing.listing.named(&name).ok_or_else(stale)?;
        // The key vouches for the bytes in which this was found.
        let vouched = |bytes: &Bytes| found::key(&found.finding, Some(blake3::hash(bytes))) == key;
        let bytes = bytes_of(file).filter(vouched).ok_or_else(stale)?;
        let fixed = fix(&name, &bytes, std::slice::from_ref(&found.finding)).map_err(|finding| finding.message)?;
        if fixed.applied == 0 {
            return Err("this would spoil another part of the file; mend it by hand".to_owned());
        }
        if bytes_of(file).is_none_or(|now| now != bytes) {
            return Err(stale());
        }
        write_whole(file.path(), fixed.text.as_bytes(), Durability::Precious)
            .map_err(|error| format!("{name} cannot be written: {error}"))?;
        Ok(found.finding.fix.map(|fix| fix.title).unwrap_or_default())
    }

    fn open(&self, view: &View, place: &Place) -> Result<String, String> {
        let standing = self.standing();
        let drawing = self.drawing(&standing, view).ok_or_else(|| "there is no such text".to_owned())?;
        let (name, at) = drawing.place(place).ok_or_else(|| "this stands in no file".to_owned())?;
        let file = standing.listing.named(&name).ok_or_else(|| format!("{name} is none of the texts shown here"))?;
        let bytes = bytes_of(file).ok_or_else(|| format!("{name} cannot be read"))?;
        let position = Lines::new(&bytes).position(at);
        let place = format!("{name}:{}:{}", position.line, position.column);
        match &self.editor {
            Some(editor) => editor.open(file.path(), position).map(|()| place),
            None => Err(format!("no editor is known for {place}: start the preview with --editor")),
        }
    }

    fn say(&self, words: &str) {
        output::say(&format!("{words}\n"));
    }

    fn watched(&self) -> Vec<Watched> {
        let standing = self.standing();
        let folder = |path: &Path| if path.as_os_str().is_empty() { PathBuf::from(".") } else { path.to_owned() };
        // A file, or what is gone, is seen from the folder above it.
        let texts = self.arguments.paths.iter().map(|path| match path.is_dir() {
            true => Watched { folder: path.clone(), deep: true },
            false => Watched { folder: folder(path.parent().unwrap_or(path)), deep: false },
        });
        // Where there are no settings yet, they may come.
        let root = folder(standing.project.found.root().unwrap_or(Path::new("")));
        let houses = standing.project.houses.folders().iter().map(|it| Watched { folder: it.clone(), deep: true });
        let mut watched: Vec<Watched> = texts.chain(houses).collect();
        watched.push(Watched { folder: root, deep: false });
        // Texts behind links change elsewhere.
        let seen: Vec<(PathBuf, bool)> = watched.iter().map(|it| (whole(&it.folder), it.deep)).collect();
        let is_seen = |path: &Path| seen.iter().any(|(it, deep)| path == it || *deep && path.starts_with(it));
        let elsewhere = standing.listing.folders().into_iter().filter(|path| !is_seen(path));
        watched.extend(elsewhere.map(|path| Watched { folder: path.to_owned(), deep: false }));
        // A folder that is named twice is watched once.
        let mut seen = std::collections::BTreeSet::new();
        watched.retain(|it| seen.insert(it.folder.clone()));
        watched
    }

    fn touched(&self, path: &Path) -> Touched {
        let standing = self.standing();
        if let Some(file) = standing.listing.at(path)
            && let Some(bytes) = bytes_of(file)
        {
            let says_otherwise = standing.listing.says_otherwise(file, &bytes);
            self.saves.lock().unwrap_or_else(PoisonError::into_inner).note(&file.name, bytes);
            if !says_otherwise {
                return Touched::Text(file.slug.to_string());
            }
        }
        let is_settings = path.file_name().is_some_and(|name| name == settings::FILE);
        let is_of_house = standing.project.houses.folders().iter().any(|folder| whole(path).starts_with(whole(folder)));
        let is_folder = path.is_dir() || standing.listing.lies_in(path);
        // Editors lay down hidden files beside what they edit; no text is hidden.
        let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let may_be_text = is_yaml(path) && !is_hidden;
        if is_settings || is_of_house || is_folder || may_be_text || standing.project.is_glossary(path) {
            self.renew();
            return Touched::Everything;
        }
        Touched::Nothing
    }
}

/// Reads a text; `None` if it is none now.
fn bytes_of(file: &Candidate) -> Option<Bytes> {
    match file.read() {
        Content::Text(bytes) => Some(bytes),
        Content::Nothing | Content::Finding(_) => None,
    }
}
