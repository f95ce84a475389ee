//! Two states of a text, and what a reader sees of the difference.
//!
//! `tests/compare/<what>.txt` holds threes of sections: `=== before`, `=== after` and `=== compared`; what all texts have
//! at their head is left out. `cargo comparisons -- --update` writes the last sections anew:
//!
//! ```text
//! {+put in+} [-taken out-] {>moved<}
//! + 2. (urges) a clause that is new; - one that is gone; > one that stood elsewhere; its label and id first
//! ```

mod support;

use std::path::Path;

use engross_compile::compare;
use engross_model::{Block, Change, ChangeKind, Clause, Document, Inline};
use support::compile_text;

/// What a text has at its head if it has no head of its own.
const HEAD: &str = "house: nato-pa\nkind: declaration\nlanguage: en\n";

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compare");
    let update = std::env::args().any(|argument| argument == "--update");
    let mut wrong = Vec::new();
    for entry in std::fs::read_dir(&folder).expect("the folder of specimens").flatten() {
        let path = entry.path();
        let written = std::fs::read_to_string(&path).expect("a specimen");
        let expected = run(&written);
        if update && expected != written {
            std::fs::write(&path, &expected).expect("a specimen rewritten");
        } else if expected != written {
            wrong.push(format!("{}: expected\n{written}\nfound\n{expected}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Compares the texts of a file; returns the file as it should be.
fn run(written: &str) -> String {
    let mut expected = String::new();
    let mut before = String::new();
    for section in written.split_inclusive("=== ").skip(1) {
        let section = section.trim_end_matches("=== ");
        let (name, body) = section.split_once('\n').expect("a section");
        match name.split(':').next() {
            Some("before") => body.clone_into(&mut before),
            Some("after") => {
                let (earlier, later) = (document(&before), document(body));
                for same in [&earlier, &later] {
                    assert_eq!(compare(same, same), *same, "a text that is compared with itself");
                }
                let compared = shown(&compare(&earlier, &later));
                expected.push_str(&format!("=== {section}=== compared\n{compared}"));
                continue;
            }
            Some("compared") => continue,
            other => panic!("unknown section {other:?}"),
        }
        expected.push_str(&format!("=== {section}"));
    }
    expected
}

fn document(text: &str) -> Document {
    let head = if text.contains("house:") { "" } else { HEAD };
    let title = if text.contains("title:") { "" } else { "title: On Specimens\n" };
    compile_text(format!("{head}{title}{text}")).document.expect("a document")
}

/// Writes everything that a comparison may have touched, and what it may not: labels, ids, marks and anchors.
fn shown(document: &Document) -> String {
    let mut lines = Vec::new();
    for line in &document.title_block {
        lines.push(format!("{}: {}", line.role.name(), prose(&line.content)));
    }
    for part in &document.parts {
        lines.push(format!("{}: {}", part.name, prose(&[part.heading.as_slice(), &part.formula].concat())));
        for block in &part.blocks {
            match block {
                Block::Clause(clause) => push_clause(clause, 1, &mut lines),
                Block::Heading(heading) => lines.push(format!("  # ({}) {}", heading.id, prose(&heading.content))),
            }
        }
    }
    for note in &document.notes {
        lines.push(format!("[{}] (fn.{}, marks: {}) {}", note.mark, note.id, note.anchors, prose(&note.content)));
    }
    lines.into_iter().map(|line| line.trim_end().to_owned() + "\n").collect()
}

fn push_clause(clause: &Clause, depth: usize, lines: &mut Vec<String>) {
    let sign = |change: &Change| match change.kind {
        ChangeKind::Inserted => "+",
        ChangeKind::Deleted => "-",
        ChangeKind::Moved => ">",
    };
    let sign = clause.change.as_ref().map_or(" ", sign);
    let label = clause.printed_label().map_or("", |label| &label.text);
    let indent = "  ".repeat(depth - 1);
    lines.push(format!("{indent}{sign} {label} ({}) {}", clause.id, prose(&clause.content)));
    for point in &clause.points {
        push_clause(point, depth + 1, lines);
    }
    if !clause.closing.is_empty() {
        lines.push(format!("{indent}{sign} … {}", prose(&clause.closing)));
    }
}

fn prose(content: &[Inline]) -> String {
    let mut written = String::new();
    for node in content {
        let inside = prose(node.children());
        written.push_str(&match node {
            Inline::Text(text) => text.clone(),
            Inline::Lead(_) => format!("**{inside}**"),
            Inline::Emphasis(_) => format!("*{inside}*"),
            Inline::Superscript(_) => format!("^{inside}^"),
            Inline::Subscript(_) => format!("~{inside}~"),
            Inline::Link { url, .. } => format!("[{inside}]({url})"),
            Inline::Reference { target, .. } => format!("[{inside}](#{target})"),
            Inline::NoteMark { note, mark, anchor, separator } => format!("{separator}[^{mark} {note} {anchor}]"),
            Inline::Isolated { .. } => format!("<{inside}>"),
            Inline::Changed { change, .. } => match change.kind {
                ChangeKind::Inserted => format!("{{+{inside}+}}"),
                ChangeKind::Deleted => format!("[-{inside}-]"),
                ChangeKind::Moved => format!("{{>{inside}<}}"),
            },
        });
    }
    written
}
