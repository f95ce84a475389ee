//! TBX in its second version, the one that translators' tools read.

use engross_model::Finding;

use super::{Glossary, Term, Wording, is_rule};
use crate::refusal::refuse;
use crate::xml::{self, Element, Writer};

/// The one kind of administrative remark whose words are free; rules stand in it as `case: exact`.
const REMARK: &str = "annotatedNote";
const STATUS: &str = "administrativeStatus";
const PREFERRED: &str = "preferredTerm-admn-sts";
const ADMITTED: &str = "admittedTerm-admn-sts";
const FORBIDDEN: &str = "deprecatedTerm-admn-sts";

/// Writes a glossary as TBX version 2, core.
pub fn write_tbx(glossary: &Glossary) -> String {
    let mut xml = Writer::new();
    xml.begin("martif", &[("type", "TBX"), ("xml:lang", "en")]);
    xml.begin("martifHeader", &[]);
    xml.begin("fileDesc", &[]);
    xml.begin("sourceDesc", &[]);
    xml.line("p", &[], |xml| xml.text("A glossary written by engross."));
    xml.end();
    xml.end();
    xml.begin("encodingDesc", &[]);
    xml.line("p", &[("type", "XCSURI")], |xml| xml.text("TBXXCSV02.xcs"));
    xml.end();
    xml.end();
    xml.begin("text", &[]);
    xml.begin("body", &[]);
    for term in glossary.terms.iter().filter(|term| !term.languages.is_empty()) {
        xml.begin("termEntry", &[("id", &term.id)]);
        if !term.note.is_empty() {
            xml.line("note", &[], |xml| xml.text(&term.note));
        }
        for (key, value) in &term.rules {
            xml.line("admin", &[("type", REMARK)], |xml| xml.text(&format!("{key}: {value}")));
        }
        for (language, wording) in &term.languages {
            write_wording(&mut xml, language, wording);
        }
        xml.end();
    }
    xml.finish()
}

fn write_wording(xml: &mut Writer, language: &str, wording: &Wording) {
    xml.begin("langSet", &[("xml:lang", language)]);
    let preferred = [&wording.preferred].into_iter().filter(|term| !term.is_empty()).map(|term| (term, PREFERRED));
    let admitted = wording.admitted.iter().map(|term| (term, ADMITTED));
    let forbidden = wording.forbidden.iter().map(|term| (term, FORBIDDEN));
    for (term, status) in preferred.chain(admitted).chain(forbidden) {
        xml.begin("tig", &[]);
        xml.line("term", &[], |xml| xml.text(term));
        xml.line("termNote", &[("type", STATUS)], |xml| xml.text(status));
        xml.end();
    }
    xml.end();
}

/// Reads a glossary from TBX version 2.
///
/// # Errors
///
/// `FILE-03`, `M201`, `M202`, `M203` or `M206` for a file that is refused.
pub fn read_tbx(file: &str, bytes: &[u8]) -> Result<Glossary, Finding> {
    let root = xml::read(file, bytes)?;
    if root.name != "martif" {
        let message = if root.name == "tbx" { "the file is TBX version 3" } else { "the file is no TBX" };
        let help = "let the tool that made the glossary export it as TBX version 2, or as text with tabs";
        return Err(refuse("M203", message, file, root.place.clone()).help(help));
    }
    let bodies = root.all("text").flat_map(|text| text.all("body"));
    let terms = bodies.flat_map(|body| body.all("termEntry")).map(read_term);
    Ok(Glossary { terms: terms.filter(|term| !term.languages.is_empty()).collect() })
}

fn read_term(entry: &Element<'_>) -> Term {
    let mut term = Term {
        id: entry.get("id").unwrap_or_default().to_owned(),
        note: entry.child("note").map(plain).unwrap_or_default(),
        rules: entry.all("admin").filter_map(read_rule).collect(),
        ..Term::default()
    };
    for language in entry.all("langSet") {
        let code = language.get("xml:lang").or_else(|| language.get("lang")).unwrap_or_default();
        let wording = term.languages.entry(code.to_owned()).or_default();
        let simple = language.all("tig");
        let grouped = language.all("ntig").flat_map(|group| group.all("termGrp"));
        for group in simple.chain(grouped) {
            read_wording(group, wording);
        }
    }
    term.languages.retain(|code, wording| !code.is_empty() && *wording != Wording::default());
    term
}

/// Reads a rule of our own; remarks of other tools are none.
fn read_rule(remark: &Element<'_>) -> Option<(String, String)> {
    let words = plain(remark);
    let (key, value) = words.split_once(": ").filter(|(key, value)| is_rule(key, value))?;
    (remark.get("type") == Some(REMARK)).then(|| (key.to_owned(), value.to_owned()))
}

fn read_wording(group: &Element<'_>, wording: &mut Wording) {
    let term = group.child("term").map(plain).unwrap_or_default();
    if term.is_empty() {
        return;
    }
    let mut notes = group.all("termNote").filter(|note| note.get("type") == Some(STATUS));
    match notes.next().map(plain).unwrap_or_default().as_str() {
        FORBIDDEN | "supersededTerm-admn-sts" => wording.forbidden.push(term),
        ADMITTED => wording.admitted.push(term),
        _ => wording.add(term),
    }
}

/// Returns the words of an element with single blanks.
fn plain(element: &Element<'_>) -> String {
    element.text().split([' ', '\t', '\n']).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
