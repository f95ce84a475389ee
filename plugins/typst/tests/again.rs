//! What stays as it is in a text is not set again. Alone in its file: what Typst notes is of the whole process.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use engross_plugin::model::{Block, Clause, Inline, Request};
use engross_plugin::{Backend, conformance};
use engross_typst::TypstBackend;

#[test]
fn what_stays_as_it_is_is_not_set_again() {
    typst_timing::enable();
    let first = steps_with("first");
    let later = ["second", "third"].map(steps_with);
    assert!(first > 200, "every clause is set: {first}");
    assert!(later.iter().all(|later| later * 6 < first), "{later:?} after {first}");
}

/// Counts the steps of setting two hundred clauses, one of which has this word in it.
fn steps_with(word: &str) -> usize {
    let clause = |at: usize| {
        let words = if at == 100 { word.to_owned() } else { format!("{at} is the number of this clause. ") };
        Block::Clause(Clause {
            id: format!("clause-{at}"),
            level: "clause".to_owned(),
            heading: Vec::new(),
            label: None,
            provisional: None,
            content: vec![Inline::Text(words.repeat(20))],
            points: Vec::new(),
            closing: Vec::new(),
            change: None,
        })
    };
    let mut request = Request { format: "svg-pages".to_owned(), ..conformance::everything() };
    request.document.parts.truncate(1);
    request.document.parts[0].blocks = (0..200).map(clause).collect();
    request.assets.clear();
    typst_timing::clear();
    assert!(!TypstBackend.render(&request).artifacts.is_empty());
    let mut steps = Vec::new();
    typst_timing::export_json(&mut steps, |_| (String::new(), 0)).unwrap();
    String::from_utf8(steps).unwrap().matches("\"ph\":\"B\"").count()
}
