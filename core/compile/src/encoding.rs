//! From bytes to characters.

use engross_model::Finding;

/// Reads a file's bytes as text.
///
/// # Errors
/// `FILE-03` at the first byte that is not UTF-8.
pub fn utf8<'a>(file: &str, bytes: &'a [u8]) -> Result<&'a str, Finding> {
    let utf16 = [&[0xff, 0xfe][..], &[0xfe, 0xff]].iter().any(|mark| bytes.starts_with(mark));
    std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let message = if utf16 { "the file is UTF-16".to_owned() } else { format!("byte {at} is not UTF-8") };
        Finding::new("FILE-03", message).at(file, at..at + 1).help("save the file in the encoding UTF-8")
    })
}
