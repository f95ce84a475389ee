//! A run of `check --fix` to its end: the mended file reads, says the same, and a second run leaves it alone.
#![no_main]

use engross_compile::fix;
use engross_fuzz::{FILE, compile_text, letters};
use engross_model::Finding;

/// As many rounds as the program makes.
const MOST_ROUNDS: usize = 100;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let Some(before) = compile_text(text.as_bytes()).document else { return };

    let mended = run(text, |_| true);
    assert!(compile_text(mended.as_bytes()).document.is_some(), "no document any more:\n{mended}");
    assert_eq!(run(&mended, |_| true), mended, "a second run goes on");

    let mended = run(text, |finding| !changes_letters(finding));
    let after = compile_text(mended.as_bytes()).document.expect("a document");
    assert_eq!(letters(&before), letters(&after), "{text}\n-----\n{mended}");
});

/// These say of themselves that they write other letters: a label goes, a reference is written for it, a spelling changes.
fn changes_letters(finding: &Finding) -> bool {
    ["NUM-", "TERM-", "DATE-", "UNI-01"].iter().any(|family| finding.code.starts_with(family))
}

fn run(text: &str, which: impl Fn(&Finding) -> bool) -> String {
    let mut text = text.to_owned();
    for _ in 0..MOST_ROUNDS {
        let findings: Vec<Finding> = compile_text(text.as_bytes()).findings.into_iter().filter(&which).collect();
        let fixed = fix(FILE, text.as_bytes(), &findings).expect("UTF-8");
        if fixed.text == text {
            return text;
        }
        text = fixed.text;
    }
    panic!("no end of mending:\n{text}");
}
