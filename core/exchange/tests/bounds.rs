//! Files that are made to exhaust: each is read or refused in a moment, and nothing panics.

use std::time::{Duration, Instant};

use engross_exchange::{read, read_tbx, read_tmx, read_tsv};
use engross_model::Finding;

/// What a file of some megabytes may take, on a machine with other work to do. What grows with the square of a file takes
/// minutes.
const MOMENT: Duration = Duration::from_secs(30);

const XLIFF: &str = "<xliff version=\"1.2\" xmlns=\"urn:oasis:names:tc:xliff:document:1.2\"><file original=\"t\" \
                     source-language=\"en\" target-language=\"fr\"><body>";
const UNIT: &str = "<trans-unit id=\"a\"><source>";
const CLOSED: &str = "</source></trans-unit></body></file></xliff>";
const MEGABYTE: usize = 1 << 20;

fn code<T>(result: Result<T, Finding>) -> Option<String> {
    result.err().map(|finding| {
        assert!(finding.place.span.is_some() && finding.help.is_some() && finding.message.len() < 400, "{finding:?}");
        finding.code
    })
}

/// Reads a file in every way and returns the code with which [`read`] refuses it.
fn refused(name: &str, text: &str) -> Option<String> {
    let began = Instant::now();
    let found = code(read(name, text.as_bytes()));
    code(read_tmx(name, text.as_bytes(), "en", "fr"));
    code(read_tbx(name, text.as_bytes()));
    code(read_tsv(name, text.as_bytes(), "en", "fr"));
    assert!(began.elapsed() < MOMENT, "{name} takes {:?}", began.elapsed());
    found
}

#[test]
fn what_is_too_large_or_too_deep_is_refused() {
    let unit = |content: &str| format!("{XLIFF}{UNIT}{content}{CLOSED}");
    let attributes: String = (0..100_000).map(|at| format!(" a{at}=\"\"")).collect();
    let namespaces: String = (0..100_000).map(|at| format!(" xmlns:a{at}=\"u\"")).collect();
    let units =
        |most: usize| (0..most).map(|at| format!("<trans-unit id=\"{at}\"><source/></trans-unit>")).collect::<String>();
    let cases = [
        ("bytes", format!("<a>{}</a>", " ".repeat(32 * MEGABYTE)), "M206"),
        ("bytes of PO", format!("msgid \"{}\"", "a".repeat(32 * MEGABYTE)), "M206"),
        ("depth", unit(&"<g id=\"1\" ctype=\"bold\">".repeat(100_000)), "M206"),
        ("elements", format!("<a>{}</a>", "<b/>".repeat(750_001)), "M206"),
        ("attributes", unit(&format!("<g{attributes}/>")), "M206"),
        ("namespaces", unit(&format!("<g{namespaces}/>")), "M206"),
        ("units", format!("{XLIFF}{}</body></file></xliff>", units(50_001)), "M206"),
        ("entities", unit(&"&a;".repeat(100_000)), "M202"),
        ("a name", format!("<{}", "a".repeat(4 * MEGABYTE)), "M201"),
        ("a long name", format!("<{0}/>", "a".repeat(4 * MEGABYTE)), "M203"),
        ("brackets", "<".repeat(4 * MEGABYTE), "M201"),
        ("headers", "msgid \"\"\n".repeat(400_000), "M205"),
    ];
    for (name, text, expected) in cases {
        assert_eq!(refused(name, &text).as_deref(), Some(expected), "{name}");
    }
}

#[test]
fn what_is_only_large_is_read() {
    let unit = |content: &str| format!("{XLIFF}{UNIT}{content}{CLOSED}");
    let po = |text: &str| {
        format!("msgid \"\"\nmsgstr \"\"\n\"Language: fr\\n\"\n\nmsgctxt \"a\"\nmsgid \"{text}\"\nmsgstr \"\"\n")
    };
    let cases = [
        ("words", unit(&"word &amp; ".repeat(MEGABYTE / 4))),
        ("pieces", unit(&"a<![CDATA[b]]><!-- c -->".repeat(MEGABYTE / 8))),
        ("codes", unit(&"<ph id=\"1\" ctype=\"x-fn\">{fn:a}</ph>".repeat(200_000))),
        ("PO", po(&"<b>a</b> {fn:a} ".repeat(MEGABYTE / 8))),
        ("lines of PO", po(&"a\"\n\"".repeat(MEGABYTE / 2))),
        ("braces of PO", po(&"{b|".repeat(MEGABYTE / 2))),
        ("header of PO", "msgid \"\"\nmsgstr \"\"\n".to_owned() + &"\"a: b\\n\"\n".repeat(MEGABYTE / 4)),
    ];
    for (name, text) in cases {
        assert_eq!(refused(name, &text), None, "{name}");
    }
}

#[test]
fn memories_and_glossaries_have_no_slow_corner() {
    let memory = |segment: &str| {
        format!(
            "<tmx version=\"1.4\"><body><tu><tuv xml:lang=\"en\"><seg>{segment}</seg></tuv><tuv xml:lang=\"fr\"><seg/></tuv>\
             </tu></body></tmx>"
        )
    };
    let opened: String = (0..200_000).map(|at| format!("<bpt i=\"{at}\">{{b|</bpt><ept i=\"x\">}}</ept>")).collect();
    refused("open marks", &memory(&opened));
    refused("languages", &format!("<tmx><body><tu>{}</tu></body></tmx>", "<tuv xml:lang=\"de\"/>".repeat(500_000)));
    refused(
        "terms",
        &format!(
            "<martif><text><body><termEntry>{}</termEntry></body></text></martif>",
            "<langSet xml:lang=\"fr\"><tig><term>a</term></tig></langSet>".repeat(200_000)
        ),
    );
    let lines: String = (0..200_000).map(|at| format!("term {at}\tterme\n")).collect();
    refused("lines", &lines);
}

/// The place of a finding is counted from the first byte, whatever marks stand there.
#[test]
fn byte_order_marks_count() {
    for (file, place) in [("]", 0..1), ("\u{FEFF}]", 3..4), ("\u{FEFF}\u{FEFF}]", 6..7)] {
        let finding = read_tmx("file", file.as_bytes(), "en", "fr").expect_err("no file");
        assert_eq!(finding.place.span, Some(place), "{file:?}");
    }
}

/// A file that is cut off or has one byte changed at any place is read or refused.
#[test]
fn damage_anywhere_is_survived() {
    for file in ["xliff12.xlf", "xliff20.xlf", "specimen.po", "memory.tmx", "glossary.tbx", "glossary.tsv"] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exports").join(file);
        let whole = std::fs::read(path).expect("an export");
        for at in (0..whole.len()).step_by(31) {
            let mut changed = whole.clone();
            changed[at] = b"<>\"&{}\\\n|/\0\xff"[at % 12];
            for bytes in [&whole[..at], &changed] {
                code(read(file, bytes));
                code(read_tmx(file, bytes, "en", "fr"));
                code(read_tbx(file, bytes));
                code(read_tsv(file, bytes, "en", "fr"));
            }
        }
    }
}
