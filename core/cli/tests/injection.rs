//! Words that are code elsewhere stay words: a file made of them is built like one made of harmless words.
//!
//! Each line of `injection/words.txt` is put into every place of a text that takes words, once in an adopted text and once
//! in a draft. Every output must show them as written (`check --parity`), and must have the elements, attributes, fields,
//! links and actions of the same text with a harmless word, no others.
#![allow(clippy::unwrap_used)]
#![cfg(all(feature = "typst", feature = "html", feature = "docx", feature = "text"))]

#[allow(dead_code, reason = "other tests need more of it")]
mod common;

use std::fs;
use std::io::{Cursor, Read as _};

use common::Folder;

/// Stands in the texts below where running text goes.
const PLACE: &str = "WORDS";
/// Stands where words go that know no markup.
const PLAIN_PLACE: &str = "RAW";

const ADOPTED: &str = include_str!("injection/adopted.yaml");
const DRAFT: &str = include_str!("injection/draft.yaml");

#[test]
fn words_that_are_code_elsewhere_change_nothing_but_the_words() {
    let folder = Folder::new(&[]);
    let lines: Vec<&str> = include_str!("injection/words.txt")
        .lines()
        .filter(|line| !line.starts_with("## ") && !line.is_empty())
        .collect();
    for (number, words) in std::iter::once(&"harmless").chain(&lines).enumerate() {
        for (name, text) in [("adopted", ADOPTED), ("draft", DRAFT)] {
            folder.write(
                &format!("texts/{name}-{number}.yaml"),
                &text.replace(PLACE, &quoted(&literal(words))).replace(PLAIN_PLACE, &quoted(words)),
            );
        }
    }
    for arguments in
        [&["check", "texts", "--parity", "--format", "short"][..], &["build", "texts", "--format", "short"]]
    {
        let output = folder.engross(arguments).output().unwrap();
        let said = [output.stdout, output.stderr].concat();
        let said = String::from_utf8(said).unwrap();
        let errors: Vec<&str> =
            said.lines().filter(|line| !line.starts_with("warning") && !line.starts_with("note")).collect();
        assert!(output.status.success() && !said.contains("REND-0"), "{errors:#?}");
    }

    for (number, words) in (1..).zip(&lines) {
        for name in ["adopted", "draft"] {
            let file = |number: usize, extension: &str| {
                fs::read(folder.path(&format!("dist/{name}-{number}/{name}-{number}.en.{extension}"))).unwrap()
            };
            let page = |number| tags(str::from_utf8(&file(number, "html")).unwrap());
            assert_same(&page(0), &page(number), words);
            let word = |number| word_file(&file(number, "docx"));
            assert_same(&word(0), &word(number), words);
            let actions = |number| pdf_keys(&file(number, "pdf"));
            assert_same(&actions(0), &actions(number), words);
            let shown = String::from_utf8(file(number, "txt")).unwrap();
            let isolates = |letter: &char| matches!(letter, '\u{2066}'..='\u{2069}');
            let shown: String = shown.split_whitespace().flat_map(str::chars).filter(|it| !isolates(it)).collect();
            let expected: String = words.split_whitespace().flat_map(str::chars).filter(|it| !isolates(it)).collect();
            assert!(shown.matches(&expected).count() >= text_places(name), "{words} in\n{shown}");
        }
    }
    let left: Vec<_> = fs::read_dir(folder.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "nothing but texts and dist: {left:?}");
}

/// Places of a text whose words are printed as written; a title is in capitals.
fn text_places(name: &str) -> usize {
    let text = if name == "adopted" { ADOPTED } else { DRAFT };
    text.matches(PLACE).count() + text.matches(PLAIN_PLACE).count() - 1
}

/// Words as running text: what is markup there is escaped.
fn literal(words: &str) -> String {
    words.chars().flat_map(|it| "\\*^~[](){}".contains(it).then_some('\\').into_iter().chain([it])).collect()
}

/// Words as they stand between double quotes in YAML.
fn quoted(words: &str) -> String {
    let quoted = serde_json::to_string(words).unwrap();
    quoted[1..quoted.len() - 1].to_owned()
}

fn assert_same(harmless: &[String], hostile: &[String], words: &str) {
    // Words against the direction of the text are isolated: that is what is meant.
    let against = words.chars().any(|letter| matches!(letter, '\u{590}'..='\u{8ff}'));
    let kept = |tags: &[String]| tags.iter().filter(|tag| !(against && isolates(tag))).cloned().collect::<Vec<_>>();
    let (harmless, hostile) = (&kept(harmless), &kept(hostile));
    let at = harmless.iter().zip(hostile).take_while(|(one, other)| one == other).count();
    let shown = |all: &[String]| all.iter().skip(at).take(3).cloned().collect::<Vec<_>>();
    assert!(harmless == hostile, "`{words}` makes {:?} of {:?}", shown(hostile), shown(harmless));
}

/// Says whether a tag is one of those that set a phrase apart, in a page or as a run of a Word file.
fn isolates(tag: &str) -> bool {
    // Scripts without italics are emphasised otherwise.
    const OF_RUNS: [&str; 10] = ["w:dir", "w:r", "w:rStyle", "w:rPr", "w:rtl", "w:t", "w:b", "w:bCs", "w:i", "w:iCs"];
    let name = tag.trim_matches('/').split(' ').next().unwrap_or_default();
    name == "bdi" || name == "w:lang" || OF_RUNS.contains(&name)
}

/// The tags of a page or of a part in XML, with the names of their attributes: everything but words and values. The
/// instructions of fields are kept.
fn tags(markup: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = markup;
    while let Some((_, after)) = rest.split_once('<') {
        let (mut tag, mut quoted, mut end) = (String::new(), false, after.len());
        for (at, letter) in after.char_indices() {
            match letter {
                '"' => quoted = !quoted,
                '>' if !quoted => {
                    end = at;
                    break;
                }
                letter if !quoted => tag.push(letter),
                _ => {}
            }
        }
        rest = &after[end..];
        if tag.starts_with("w:instrText") {
            tag += rest.split('<').next().unwrap_or_default();
        }
        tags.push(tag);
    }
    assert!(tags.len() > 3, "{markup}");
    tags
}

/// The tags of all parts of a Word file.
fn word_file(bytes: &[u8]) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut all = Vec::new();
    for number in 0..archive.len() {
        let mut part = archive.by_index(number).unwrap();
        all.push(format!("part {}", part.name().unwrap()));
        let mut xml = String::new();
        part.read_to_string(&mut xml).unwrap();
        all.extend(tags(&xml));
    }
    all
}

/// What a PDF can do besides showing words: how often each of these keys and names stands in its objects.
fn pdf_keys(bytes: &[u8]) -> Vec<String> {
    const ACTIVE: [&[u8]; 13] = [
        b"JavaScript",
        b"JS",
        b"Launch",
        b"AA",
        b"OpenAction",
        b"EmbeddedFile",
        b"Filespec",
        b"RichMedia",
        b"AcroForm",
        b"SubmitForm",
        b"GoToR",
        b"Annots",
        b"URI",
    ];
    let document = lopdf::Document::load_mem(bytes).unwrap();
    let mut counts = vec![0; ACTIVE.len()];
    let mut open: Vec<&lopdf::Object> = document.objects.values().collect();
    while let Some(object) = open.pop() {
        let mut count = |name: &[u8]| {
            if let Some(at) = ACTIVE.iter().position(|active| *active == name) {
                counts[at] += 1;
            }
        };
        let dictionary = match object {
            lopdf::Object::Name(name) => {
                count(name);
                continue;
            }
            lopdf::Object::Array(items) => {
                open.extend(items);
                continue;
            }
            lopdf::Object::Dictionary(dictionary) => dictionary,
            lopdf::Object::Stream(stream) => &stream.dict,
            _ => continue,
        };
        for (key, value) in dictionary {
            count(key);
            open.push(value);
        }
    }
    ACTIVE.iter().zip(counts).map(|(name, count)| format!("{} {count}", String::from_utf8_lossy(name))).collect()
}
