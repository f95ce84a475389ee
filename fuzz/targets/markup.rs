//! Any words in a clause: as markup whatever is wrong is said, and with backslashes before its marks every word prints as
//! written.
#![no_main]

use engross_fuzz::{FORM, compile_text};
use engross_model::plain_text;

libfuzzer_sys::fuzz_target!(|words: &str| {
    compile_text(form(words).as_bytes());

    let printable =
        |letter: char| !letter.is_control() && !matches!(letter, '\u{2028}' | '\u{2029}' | '\u{fff9}'..='\u{fffc}');
    let words: String = words.chars().filter(|letter| printable(*letter)).take(3_000).collect();
    let marked =
        words.chars().flat_map(|letter| "\\*^~[](){}".contains(letter).then_some('\\').into_iter().chain([letter]));
    let compiled = compile_text(form(&marked.collect::<String>()).as_bytes());
    let Some(document) = compiled.document else { return };
    let mut content = None;
    document.walk_clauses(&mut |_, clause, _| {
        content.get_or_insert_with(|| plain_text(&clause.content));
    });
    assert_eq!(content, Some(format!("Noting {words};")));
});

fn form(words: &str) -> String {
    let quoted = serde_json::to_string(words).expect("a text");
    FORM.replace("WORDS", &quoted[1..quoted.len() - 1])
}
