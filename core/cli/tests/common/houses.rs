//! The houses of the repository, and copies of them under other names.

use std::fs;
use std::path::{Path, PathBuf};

use crate::common::Folder;

/// A language version whose letters the program's own fonts lack.
const FONTLESS: &str = "zh.yaml";

/// Returns the names of all houses that are built in.
pub(crate) fn houses() -> Vec<String> {
    let entries = fs::read_dir(repository().join("templates")).unwrap().flatten();
    let houses = entries.filter(|entry| entry.path().join("house.yaml").is_file());
    let mut houses: Vec<String> = houses.map(|entry| entry.file_name().into_string().unwrap()).collect();
    houses.sort();
    houses
}

/// Copies every house to the folder `templates` as `own-…`, with the first of its texts in all languages but
/// those whose letters the program's own fonts lack.
pub(crate) fn copies(folder: &Folder) {
    folder.write("engross.yaml", "templates: [templates]\n");
    let mut texts: Vec<PathBuf> =
        fs::read_dir(repository().join("declarations")).unwrap().map(|entry| entry.unwrap().path()).collect();
    texts.sort();
    for house in houses() {
        copy(&repository().join("templates").join(&house), &folder.path(&format!("templates/own-{house}")), &|text| {
            text
        });
        let named = format!("house: {house}\n");
        let of_house =
            |text: &&PathBuf| files(text).iter().any(|file| fs::read_to_string(file).unwrap().contains(&named));
        let text = texts.iter().find(of_house).expect("a text of every house");
        let own = |text: String| text.replace(&named, &format!("house: own-{house}\n"));
        let copied = folder.path(&format!("declarations/own-{house}-text"));
        copy(text, &copied, &own);
        let _ = fs::remove_file(copied.join(FONTLESS));
    }
}

fn copy(from: &Path, to: &Path, change: &dyn Fn(String) -> String) {
    for file in files(from) {
        let target = to.join(file.strip_prefix(from).unwrap());
        fs::create_dir_all(target.parent().unwrap()).unwrap();
        fs::write(target, change(fs::read_to_string(&file).unwrap())).unwrap();
    }
}

/// Lists the files of YAML below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let paths = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let below = paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] });
    below.filter(|path| path.extension().is_some_and(|extension| extension == "yaml")).collect()
}

fn repository() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}
