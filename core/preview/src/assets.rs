//! The files of the page, which are part of the program.

/// Names and contents.
type Files = &'static [(&'static str, &'static str)];

macro_rules! files {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../page/", $name)))),+]
    };
}

/// What the page loads.
static FILES: Files = files![
    "ahead.js",
    "app.js",
    "ask.js",
    "early.js",
    "events-worker.js",
    "events.js",
    "findings.js",
    "icon.svg",
    "known.js",
    "menus.js",
    "morph.js",
    "page.css",
    "panels.js",
    "pictures.js",
    "place.js",
    "preferences.js",
    "refresh.js",
    "say.js",
    "screen.js",
    "scrolled.js",
    "search.js",
    "shortcuts.js",
    "stream.js",
    "theme.js",
    "together.js",
    "units.js",
    "zoom.js",
];

/// The templates.
pub(crate) static TEMPLATES: Files = files![
    "choices.hbs",
    "findings.hbs",
    "interfaces.hbs",
    "notices.hbs",
    "outline.hbs",
    "page.hbs",
    "panes.hbs",
    "texts.hbs",
    "thumbnails.hbs",
];

/// Returns a file's media type and content.
pub(crate) fn file(name: &str) -> Option<(&'static str, &'static str)> {
    let (_, content) = FILES.iter().find(|(known, _)| *known == name)?;
    let media_type = match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "svg" => "image/svg+xml",
        _ => return None,
    };
    Some((media_type, content))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn every_file_of_the_page_is_part_of_the_program() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("page");
        let there: BTreeSet<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .filter(|entry| entry.path().is_file())
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        let known = FILES.iter().chain(TEMPLATES).map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(there, known);
        assert!(FILES.iter().all(|(name, _)| file(name).is_some()));
    }
}
