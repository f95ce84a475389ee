//! What the targets share: a world in memory with the built-in house, and what must hold of every finding.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use engross_compile::house::Folder;
use engross_compile::{Compiled, House, Languages, Options, World, compile};
use engross_model::{Bytes, Document, Finding, plain_text};

/// The name under which every text is compiled.
pub const FILE: &str = "text.yaml";

/// The files of the built-in house that decide how texts are read.
pub const HOUSE: [(&str, &[u8]); 3] = [
    ("house.yaml", include_bytes!("../../templates/nato-pa/house.yaml")),
    ("terms/en.yaml", include_bytes!("../../templates/nato-pa/terms/en.yaml")),
    ("terms/fr.yaml", include_bytes!("../../templates/nato-pa/terms/fr.yaml")),
];

/// The habits of the built-in house's languages.
pub fn languages() -> Arc<Languages> {
    let files: [(&str, &[u8]); 2] = [
        ("en.yaml", include_bytes!("../../templates/languages/en.yaml")),
        ("fr.yaml", include_bytes!("../../templates/languages/fr.yaml")),
    ];
    Arc::new(Languages::new(files.map(|(name, bytes)| (name.to_owned(), Bytes::from(bytes.to_vec()))).into()))
}

/// A text with one place for words in a clause.
pub const FORM: &str = "house: nato-pa\nkind: declaration\nlanguage: en\nstatus: draft\ntitle: On Words\npreamble:\n  \
                        - id: noting\n    text: \"**Noting** WORDS;\"\noperative:\n  - id: urges\n    text: \
                        \"**URGES** all.\"\nnotes:\n  note: A note.\n";

/// Returns the house's folder, one of its files replaced.
pub fn house_folder(replaced: &str, by: &[u8]) -> Vec<Folder> {
    let bytes = |name: &str, own: &[u8]| Bytes::from(if name == replaced { by.to_vec() } else { own.to_vec() });
    let files: BTreeMap<String, Bytes> =
        HOUSE.iter().map(|(name, own)| ((*name).to_owned(), bytes(name, own))).collect();
    vec![Folder { id: "nato-pa".to_owned(), shown: "nato-pa".to_owned(), built_in: true, files }]
}

/// One text and one house, whatever they are called.
pub struct Memory {
    /// The text.
    pub text: Vec<u8>,
    /// The house.
    pub house: Arc<House>,
}

impl World for Memory {
    fn read(&self, _: &str) -> Result<Bytes, Finding> {
        Ok(Bytes::from(self.text.clone()))
    }

    fn house(&self, id: &str) -> Result<Arc<House>, Vec<Finding>> {
        if id == "nato-pa" {
            return Ok(self.house.clone());
        }
        Err(vec![Finding::new("HOUSE-01", format!("there is no house `{id}`"))])
    }
}

/// Compiles a text in the built-in house and checks its findings.
pub fn compile_text(text: &[u8]) -> Compiled {
    static HOUSE: LazyLock<Arc<House>> = LazyLock::new(|| {
        Arc::new(House::load(house_folder("", b""), &languages()).expect("the built-in house"))
    });
    compile_in(text, HOUSE.clone())
}

/// Compiles a text in a house and checks its findings.
pub fn compile_in(text: &[u8], house: Arc<House>) -> Compiled {
    let world = Memory { text: text.to_vec(), house };
    let compiled = compile(&world, FILE, &Options { slug: "text".to_owned(), ..Options::default() });
    check(text, FILE, &compiled.findings);
    if compiled.document.is_none() {
        assert!(!compiled.findings.is_empty(), "nothing says why there is no document");
    }
    compiled
}

/// Every finding about a file has its place inside it, on the borders of characters, and says something.
pub fn check(text: &[u8], file: &str, findings: &[Finding]) {
    for finding in findings {
        assert!(!finding.message.is_empty() && engross_model::code_entry(&finding.code).is_some(), "{finding:?}");
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.clone());
        let spans = finding.place.span.iter().cloned().chain(edits);
        for span in spans.filter(|_| finding.place.file.as_deref() == Some(file)) {
            assert!(span.start <= span.end && span.end <= text.len(), "{finding:?}");
            if let Ok(text) = std::str::from_utf8(text) {
                assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end), "{finding:?}");
            }
        }
    }
}

/// The letters and digits of every clause, closing text and note, in small letters: what a text says, whatever its marks
/// and blanks.
pub fn letters(document: &Document) -> Vec<String> {
    let small = |text: String| text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    let mut all = Vec::new();
    document.walk_clauses(&mut |_, clause, _| {
        all.push(small(plain_text(&clause.content)));
    });
    all.extend(document.notes.iter().map(|note| small(plain_text(&note.content))));
    all
}
