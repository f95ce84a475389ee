//! The record as `manifest.json` has it: everything written out, a line for each output.

use std::fs::{self, File};
use std::io::{self, BufReader, Write};
use std::path::Path;

use serde::de::{Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize};

use super::record::{FileRecord, Maker, Shared, TextRecord};

/// A larger file is read piece by piece, which is slower and needs no memory.
const LARGE: u64 = 4 << 20;

/// Reads the texts of a file; `None` if it is missing, broken, or no regular file: opening a pipe would wait for somebody
/// to write into it.
pub(super) fn read(path: &Path) -> Option<Vec<TextRecord>> {
    let about = fs::metadata(path).ok().filter(fs::Metadata::is_file)?;
    let written: WrittenRecord = if about.len() > LARGE {
        serde_json::from_reader(BufReader::new(File::open(path).ok()?)).ok()?
    } else {
        serde_json::from_slice(&fs::read(path).ok()?).ok()?
    };
    Some(written.texts.0)
}

/// Writes texts that are sorted by slug and language.
pub(super) fn write(texts: &[TextRecord], paper: &mut dyn Write) -> io::Result<()> {
    let text = |text: &str| serde_json::Value::from(text).to_string();
    write!(paper, "{{\n  \"engross\": {},\n  \"texts\": {{", text(env!("CARGO_PKG_VERSION")))?;
    let mut before = "\n";
    for group in texts.chunk_by(|one, other| one.slug == other.slug) {
        let Some(first) = group.first() else { continue };
        write!(paper, "{before}    {}: {{", text(&first.slug))?;
        before = ",\n";
        let mut comma = "";
        for it in group {
            let (language, source) = (text(&it.language), text(&it.source));
            write!(paper, "{comma}{language}: {{\"source\": {source}, \"clean\": {}, \"files\": {{", it.clean)?;
            comma = ", ";
            for (index, file) in it.files.iter().enumerate() {
                let line = serde_json::to_string(&WrittenFile::of(file))?;
                let comma = if index > 0 { "," } else { "" };
                write!(paper, "{comma}\n      {}: {line}", text(&it.file_name(file)))?;
            }
            write!(paper, "}}}}")?;
        }
        write!(paper, "}}")?;
    }
    paper.write_all(b"\n  }\n}\n")
}

/// The file's shape.
#[derive(Deserialize)]
struct WrittenRecord {
    texts: Texts,
}

struct Texts(Vec<TextRecord>);

#[derive(Deserialize)]
struct WrittenText {
    source: Box<str>,
    clean: bool,
    files: Pairs<WrittenFile>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
struct WrittenFile {
    format: String,
    sha256: String,
    size: u64,
    source_sha256: String,
    house: String,
    backend: String,
    backend_version: String,
    engross: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    inputs: Option<String>,
}

impl WrittenFile {
    fn of(file: &FileRecord) -> Self {
        let maker = &*file.maker;
        Self {
            format: maker.format.clone(),
            sha256: hex(&file.sha256),
            size: file.size,
            source_sha256: hex(&file.source_sha256),
            house: maker.house.clone(),
            backend: maker.backend.clone(),
            backend_version: maker.backend_version.clone(),
            engross: maker.engross.clone(),
            inputs: file.inputs.as_ref().map(|inputs| hex(inputs)),
        }
    }

    /// Returns the record, or nothing if a hash or the name is not what this program writes.
    fn read(self, name: &str, stem: &str, shared: &Shared) -> Option<FileRecord> {
        let ending = name.strip_prefix(stem)?.strip_prefix('.')?;
        let maker = Maker {
            format: self.format,
            house: self.house,
            backend: self.backend,
            backend_version: self.backend_version,
            engross: self.engross,
        };
        Some(FileRecord {
            ending: shared.word(ending),
            maker: shared.maker(maker),
            sha256: bytes(&self.sha256)?,
            size: self.size,
            source_sha256: bytes(&self.source_sha256)?,
            inputs: self.inputs.as_deref().and_then(bytes),
            fresh: false,
        })
    }
}

impl<'de> Deserialize<'de> for Texts {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(TextsVisitor)
    }
}

struct TextsVisitor;

impl<'de> Visitor<'de> for TextsVisitor {
    type Value = Texts;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("texts by slug")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Texts, A::Error> {
        let shared = Shared::default();
        let mut texts = Vec::new();
        while let Some((slug, languages)) = map.next_entry::<Box<str>, Pairs<WrittenText>>()? {
            for (language, text) in languages.0 {
                let stem = format!("{slug}.{language}");
                let files = text.files.0.into_iter().filter_map(|(name, file)| file.read(&name, &stem, &shared));
                let mut files: Vec<FileRecord> = files.collect();
                files.shrink_to_fit();
                let (slug, language) = (slug.clone(), shared.word(&language));
                texts.push(TextRecord { slug, language, source: text.source, clean: text.clean, files });
            }
        }
        Ok(Texts(texts))
    }
}

/// A map read as a list: most have one entry, for which a tree would be large.
struct Pairs<T>(Vec<(String, T)>);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pairs<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct PairsVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for PairsVisitor<T> {
            type Value = Pairs<T>;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a map")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<T>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(PairsVisitor(std::marker::PhantomData))
    }
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |value: u8| DIGITS.get(usize::from(value)).copied().map_or('0', char::from);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn bytes<const N: usize>(hex: &str) -> Option<[u8; N]> {
    let digits: Vec<u8> =
        hex.chars().map(|digit| digit.to_digit(16).map(|value| value as u8)).collect::<Option<_>>()?;
    let pairs: Vec<u8> =
        digits.chunks_exact(2).map(|pair| pair.iter().fold(0, |byte, digit| byte << 4 | digit)).collect();
    pairs.try_into().ok()
}
