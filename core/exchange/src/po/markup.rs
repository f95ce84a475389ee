//! Running text in PO: tags as translators know them for what looks different, canonical forms for what leads somewhere.
//!
//! ```text
//! <b>words</b>  <i>words</i>  <sup>words</sup>  <sub>words</sub>
//! {fn:name}  {ref:id}  {ref:id|words}  {a:URL|words}
//! \\  \{  \}  \<           the characters themselves
//! ```

use engross_compile::translation::read_canonical;
use engross_model::Inline;

use crate::code::{Code, Kind, push_words};
use crate::refusal::excerpt;

/// The tags, each with the canonical form's opening.
const TAGS: [(Kind, &str, &str); 4] = [
    (Kind::Lead, "b", "{b|"),
    (Kind::Emphasis, "i", "{i|"),
    (Kind::Superscript, "sup", "{sup|"),
    (Kind::Subscript, "sub", "{sub|"),
];

/// Writes running text.
pub(super) fn write(content: &[Inline]) -> String {
    let mut written = String::new();
    push(content, &mut written);
    written
}

fn push(content: &[Inline], written: &mut String) {
    for node in content {
        let Some(code) = Code::of(node) else {
            match node {
                Inline::Text(text) => push_escaped(text, written),
                _ => push(node.children(), written),
            }
            continue;
        };
        let (opening, closing) = match TAGS.iter().find(|(kind, ..)| *kind == code.kind) {
            Some((_, tag, _)) => (format!("<{tag}>"), format!("</{tag}>")),
            None if code.kind.is_paired() => {
                let (opening, closing) = code.halves();
                (opening, closing.to_owned())
            }
            None => (code.form(), String::new()),
        };
        written.push_str(&opening);
        push(node.children(), written);
        written.push_str(&closing);
    }
}

fn push_escaped(text: &str, written: &mut String) {
    for character in text.chars() {
        if matches!(character, '\\' | '{' | '}' | '<') {
            written.push('\\');
        }
        written.push(character);
    }
}

/// Reads running text by bringing its tags into canonical form.
///
/// # Errors
///
/// What is wrong, in words.
pub(super) fn read(text: &str) -> Result<Vec<Inline>, String> {
    let mut form = String::with_capacity(text.len());
    let mut open = Vec::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        let mut length = next.len_utf8();
        match next {
            '\\' => {
                let escaped = rest.chars().nth(1).ok_or("it ends with a backslash")?;
                length += escaped.len_utf8();
                if escaped != '<' {
                    form.push('\\');
                }
                form.push(escaped);
            }
            '<' => {
                let (tag, closes, whole) =
                    tag(rest).ok_or("`<` begins no mark; the character itself is written `\\<`")?;
                length = whole;
                if !closes {
                    open.push(tag);
                } else if open.pop() != Some(tag) {
                    return Err(format!("`</{tag}>` closes nothing that is open"));
                }
                let opening = TAGS.iter().find(|(_, name, _)| *name == tag).map_or("", |(.., opening)| opening);
                form.push_str(if closes { "}" } else { opening });
            }
            '{' => {
                open.push("{");
                form.push(next);
            }
            '}' if open.pop() != Some("{") => return Err("`}` closes nothing that is open".to_owned()),
            _ => form.push(next),
        }
        rest = rest.get(length..).unwrap_or_default();
    }
    if let Some(tag) = open.pop() {
        return Err(format!("the mark `{tag}` is not closed"));
    }
    let read = read_canonical(&form).ok_or("a mark in `{…}` is none that an export writes")?;
    let mut content = Vec::new();
    take_over(&read, &mut content)?;
    Ok(content)
}

/// Reads `<b>` or `</b>` at the beginning; returns its name, whether it closes, and its length.
fn tag(text: &str) -> Option<(&'static str, bool, usize)> {
    let inside = text.strip_prefix('<')?;
    let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
    let fits = |tag: &&str| inside.strip_prefix(*tag).is_some_and(|rest| rest.starts_with('>'));
    let tag = TAGS.into_iter().map(|(_, tag, _)| tag).find(fits)?;
    Some((tag, closes, tag.len() + if closes { 3 } else { 2 }))
}

/// Takes a text over with blanks in order, and refuses codes that lead nowhere they may.
fn take_over(read: &[Inline], content: &mut Vec<Inline>) -> Result<(), String> {
    for node in read {
        let Some(code) = Code::of(node) else {
            if let Inline::Text(text) = node {
                push_words(content, text);
            }
            continue;
        };
        let code = Code::new(code.kind, &code.target)
            .ok_or_else(|| format!("`{}` leads nowhere that a text may lead", excerpt(&code.target)))?;
        let mut inner = Vec::new();
        take_over(node.children(), &mut inner)?;
        content.push(code.around(inner));
    }
    Ok(())
}
