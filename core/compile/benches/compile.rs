//! How long the passes take, each alone and together, on a real text and on a very long one, with the house loaded before.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use engross_compile::house::Folder;
use engross_compile::passes::{self, Passes};
use engross_compile::{Compiled, House, Languages, Options, World, compare, compile, fix};
use engross_model::{Bytes, Document, Finding};

fn main() {
    divan::main();
}

struct Desk {
    text: Bytes,
    house: Arc<House>,
}

impl World for Desk {
    fn read(&self, _: &str) -> Result<Bytes, Finding> {
        Ok(self.text.clone())
    }

    fn house(&self, _: &str) -> Result<Arc<House>, Vec<Finding>> {
        Ok(self.house.clone())
    }
}

impl Desk {
    fn with(text: String) -> Self {
        Self {
            text: Bytes::from(text),
            house: Arc::new(House::load(vec![house_folder()], &languages()).expect("the house")),
        }
    }

    fn declaration() -> Self {
        Self::with(read("declarations/496-the-hague-summit/en.yaml"))
    }

    fn compile(&self) -> Compiled {
        compile(self, "en.yaml", &Options { slug: "text".to_owned(), ..Options::default() })
    }
}

/// The five pages of Declaration 496.
#[divan::bench]
fn declaration(bencher: divan::Bencher<'_, '_>) {
    let desk = Desk::declaration();
    bencher.bench(|| desk.compile());
}

#[divan::bench]
fn pass_1_parse(bencher: divan::Bencher<'_, '_>) {
    let desk = Desk::declaration();
    bencher.bench(|| passes::parse("en.yaml", &desk.text));
}

#[divan::bench]
fn pass_2_resolve(bencher: divan::Bencher<'_, '_>) {
    let passes = passes();
    bencher.bench(|| passes.resolve());
}

#[divan::bench]
fn pass_3_number(bencher: divan::Bencher<'_, '_>) {
    let passes = passes();
    bencher.with_inputs(|| passes.resolve().expect("a document")).bench_values(|text| passes.number(text));
}

#[divan::bench]
fn pass_4_check(bencher: divan::Bencher<'_, '_>) {
    let passes = passes();
    let text = passes.number(passes.resolve().expect("a document"));
    bencher.bench(|| passes.check(&text));
}

fn passes() -> Passes {
    Passes::new(&Desk::declaration(), "en.yaml").expect("a text and its house")
}

#[divan::bench]
fn ten_thousand_clauses(bencher: divan::Bencher<'_, '_>) {
    let clause =
        |number: usize| format!("  - id: c-{number}\n    text: \"**NOTES** the {number}th of many clauses;\"\n");
    let desk = Desk::with(format!("{HEAD}operative:\n{}", (1..=10_000).map(clause).collect::<String>()));
    bencher.bench(|| desk.compile());
}

/// Ten thousand clauses before and after one word changed: with ids, and without.
#[divan::bench(args = [true, false])]
fn compare_ten_thousand_clauses(bencher: divan::Bencher<'_, '_>, ids: bool) {
    let (before, after) = (long_text(ids, "many"), long_text(ids, "all"));
    bencher.bench(|| compare(&before, &after));
}

/// Two long texts of one clause each that have nothing but common words in common.
#[divan::bench]
fn compare_unlike_texts(bencher: divan::Bencher<'_, '_>) {
    let text = |factor: usize| {
        let word =
            |at: usize| if at.is_multiple_of(3) { "the ".to_owned() } else { format!("{} ", at * factor % 9_973) };
        let words: String = (1..=20_000).map(word).collect();
        Desk::with(format!("{HEAD}operative:\n  - id: c\n    text: \"{words}\"\n")).compile().document.expect("a text")
    };
    let (before, after) = (text(7), text(13));
    bencher.bench(|| compare(&before, &after));
}

fn long_text(ids: bool, word: &str) -> Document {
    let clause = |number: usize| {
        let id = if ids { format!("id: c-{number}\n    ") } else { String::new() };
        let word = if number == 5_000 { word } else { "many" };
        format!("  - {id}text: \"**NOTES** the {number}th of {word} clauses;\"\n")
    };
    let text = format!("{HEAD}operative:\n{}", (1..=10_000).map(clause).collect::<String>());
    Desk::with(text).compile().document.expect("a document")
}

/// A thousand mistakes, mended.
#[divan::bench]
fn mend(bencher: divan::Bencher<'_, '_>) {
    let clause = |number: usize| format!("  - id: c-{number}\n    text: \"**NOTES** the  {number}th clause\"\n");
    let text = format!("{HEAD}operative:\n{}", (1..=1_000).map(clause).collect::<String>());
    let findings = Desk::with(text.clone()).compile().findings;
    bencher.bench(|| fix("en.yaml", text.as_bytes(), &findings));
}

#[divan::bench]
fn load_house_and_terms(bencher: divan::Bencher<'_, '_>) {
    bencher.with_inputs(|| (house_folder(), languages())).bench_values(|(folder, languages)| {
        let house = House::load(vec![folder], &languages).expect("the house");
        house.terms("en").expect("its terms")
    });
}

const HEAD: &str = "house: nato-pa\nkind: declaration\nlanguage: en\nstatus: draft\ntitle: A Long Specimen\n";

fn languages() -> Arc<Languages> {
    let files = BTreeMap::from([("en.yaml".to_owned(), Bytes::from(read("templates/languages/en.yaml")))]);
    Arc::new(Languages::new(files))
}

fn house_folder() -> Folder {
    let shown = "templates/nato-pa".to_owned();
    Folder { id: "nato-pa".to_owned(), shown, built_in: true, files: house_files() }
}

fn house_files() -> BTreeMap<String, Bytes> {
    let names = ["house.yaml", "terms/en.yaml"];
    names.map(|name| (name.to_owned(), Bytes::from(read(&format!("templates/nato-pa/{name}"))))).into()
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path);
    std::fs::read_to_string(path).expect("a file of the repository")
}
