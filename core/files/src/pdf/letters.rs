//! From codes of a font to letters: its `ToUnicode` map.

use std::collections::BTreeMap;

/// How many codes a map may name, and the bytes of UTF-16 that one of them may stand for: a ligature has a few letters.
const MOST_CODES: usize = 1 << 17;
const LONGEST: usize = 64;

/// Reads the `bfchar` and `bfrange` sections of a character map.
pub(super) fn letters(map: &[u8]) -> BTreeMap<u32, String> {
    let mut letters = BTreeMap::new();
    let mut operands: Vec<Token<'_>> = Vec::new();
    for token in tokens(map) {
        let Token::Word(word) = token else {
            operands.push(token);
            continue;
        };
        match word {
            b"endbfchar" => add_single(&operands, &mut letters),
            b"endbfrange" => add_ranges(&operands, &mut letters),
            _ => {}
        }
        operands.clear();
    }
    letters
}

fn add_single(operands: &[Token<'_>], letters: &mut BTreeMap<u32, String>) {
    for pair in operands.chunks_exact(2) {
        if let [Token::Hex(code), Token::Hex(text)] = pair
            && letters.len() < MOST_CODES
        {
            letters.insert(number(code), utf16(short(text)));
        }
    }
}

/// Reads ranges: either one text whose last unit counts up, or a list of texts.
fn add_ranges(operands: &[Token<'_>], letters: &mut BTreeMap<u32, String>) {
    let mut operands = operands.iter();
    while let (Some(Token::Hex(first)), Some(Token::Hex(last))) = (operands.next(), operands.next()) {
        let codes = number(first)..=number(last);
        match operands.next() {
            Some(Token::Hex(text)) => {
                for (step, code) in codes.enumerate().take(MOST_CODES.saturating_sub(letters.len())) {
                    letters.insert(code, utf16(&counted_up(short(text), step)));
                }
            }
            Some(Token::Open) => {
                let texts =
                    operands.by_ref().map_while(|token| if let Token::Hex(text) = token { Some(text) } else { None });
                for (code, text) in codes.zip(texts).take(MOST_CODES.saturating_sub(letters.len())) {
                    letters.insert(code, utf16(short(text)));
                }
            }
            _ => return,
        }
    }
}

fn short(text: &[u8]) -> &[u8] {
    text.get(..LONGEST).unwrap_or(text)
}

fn counted_up(text: &[u8], step: usize) -> Vec<u8> {
    let mut text = text.to_vec();
    if let [.., high, low] = text.as_mut_slice() {
        let unit = u16::from_be_bytes([*high, *low]).wrapping_add(u16::try_from(step).unwrap_or(u16::MAX));
        [*high, *low] = unit.to_be_bytes();
    }
    text
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |number: u32, byte| (number << 8) | u32::from(*byte))
}

/// Reads UTF-16, most significant byte first.
pub(super) fn utf16(bytes: &[u8]) -> String {
    let units = bytes.chunks(2).map(|unit| u16::try_from(number(unit)).unwrap_or_default());
    char::decode_utf16(units).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// What a character map is made of, as far as it matters here.
enum Token<'a> {
    Hex(Vec<u8>),
    Open,
    Close,
    Word(&'a [u8]),
}

fn tokens(map: &[u8]) -> impl Iterator<Item = Token<'_>> {
    let mut rest = map;
    std::iter::from_fn(move || {
        loop {
            rest = rest.trim_ascii_start();
            let (first, after) = rest.split_first()?;
            match first {
                b'%' => rest = after.split_at(end_of(after, |byte| matches!(byte, b'\r' | b'\n'))).1,
                b'[' | b']' => {
                    rest = after;
                    return Some(if *first == b'[' { Token::Open } else { Token::Close });
                }
                b'<' if after.first() != Some(&b'<') => {
                    let (digits, after) = after.split_at(end_of(after, |byte| byte == b'>'));
                    rest = after.get(1..).unwrap_or_default();
                    return Some(Token::Hex(hex(digits)));
                }
                _ => {
                    let delimits = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'[' | b']' | b'<' | b'%');
                    let (word, after) = rest.split_at(1 + end_of(after, delimits));
                    rest = after;
                    return Some(Token::Word(word));
                }
            }
        }
    })
}

fn end_of(bytes: &[u8], ends: impl Fn(u8) -> bool) -> usize {
    bytes.iter().position(|byte| ends(*byte)).unwrap_or(bytes.len())
}

fn hex(digits: &[u8]) -> Vec<u8> {
    let digits: Vec<u8> = digits
        .iter()
        .filter_map(|digit| char::from(*digit).to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits.chunks(2).map(|pair| pair.iter().fold(0, |byte, digit| (byte << 4) | digit)).collect()
}
