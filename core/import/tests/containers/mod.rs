//! Files that are containers of XML, made of what stands in them.

use std::io::{Cursor, Write as _};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Packs parts into a container.
pub(crate) fn container(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, contents) in parts {
        let method = if *name == "mimetype" { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        zip.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("a part");
        zip.write_all(contents).expect("a part");
    }
    zip.finish().expect("a container").into_inner()
}

/// Makes a Word file of its body and further parts.
pub(crate) fn word(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let document = format!("<w:document xmlns:w=\"{namespace}\"><w:body>{body}</w:body></w:document>");
    let own = ("word/document.xml", document.as_bytes());
    let further = parts.iter().map(|(name, part)| (*name, part.as_bytes()));
    container(&[own].into_iter().chain(further).collect::<Vec<_>>())
}

/// Makes an `OpenDocument` file of its content and further parts.
pub(crate) fn opendocument(content: &[u8], parts: &[(&str, &str)]) -> Vec<u8> {
    let own = [("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()), ("content.xml", content)];
    let further = parts.iter().map(|(name, part)| (*name, part.as_bytes()));
    container(&own.into_iter().chain(further).collect::<Vec<_>>())
}

/// Makes an `OpenDocument` text of its body and further parts.
pub(crate) fn opendocument_text(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let names = "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
                 xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\"";
    let content = format!(
        "<office:document-content {names}><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    );
    opendocument(content.as_bytes(), parts)
}
