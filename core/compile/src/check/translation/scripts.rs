//! Letters that look right and are those of another script, and marks of direction that nobody sees.

use std::collections::BTreeSet;

use engross_model::Finding;
use unicode_script::{Script, UnicodeScript};

use super::{Comparison, Pair};
use crate::check::{replacement, with_fix};

/// Letters of each script that look like letters of another.
const LOOKALIKES: &[(Script, &str)] = &[
    (Script::Latin, "aceiopsxyjABCEHIJKMOPSTXYZNv"),
    (Script::Cyrillic, "асеіорѕхујАВСЕНІЈКМОРЅТХУ"),
    (Script::Greek, "ονΑΒΕΖΗΙΚΜΝΟΡΤΥΧ"),
];

pub(super) fn check(version: &Comparison<'_>, findings: &mut Vec<Finding>) {
    for pair in version.pairs() {
        foreign_words(version, pair, findings);
        direction_marks(version, pair, findings);
    }
}

/// `T214`: a word in letters of another script, each of which looks like one of the text's. A word of the source may
/// stand as it is.
fn foreign_words(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    let words = pair.target_words();
    let Some(script) = main_script(words) else { return };
    let known: BTreeSet<&str> = pair.source_words().split(|it: char| !it.is_alphanumeric()).collect();
    let mut start = 0;
    for word in words.split_inclusive(|character: char| !character.is_alphanumeric()) {
        let bare = word.trim_end_matches(|character: char| !character.is_alphanumeric());
        let range = start..start + bare.len();
        start += word.len();
        let looks = |(of, letters): &&(Script, &str)| *of != script && bare.chars().all(|it| letters.contains(it));
        if bare.is_empty() || known.contains(bare) {
            continue;
        }
        if let Some((other, _)) = LOOKALIKES.iter().find(looks) {
            let message =
                format!("`{bare}` is written in {} letters among {} ones", other.full_name(), script.full_name());
            let finding = version.finding("T214", message, pair, range);
            findings.push(finding.help("type the word again in the letters of the language"));
        }
    }
}

/// Returns the script of most letters, among those that look alike.
fn main_script(words: &str) -> Option<Script> {
    let count = |script: Script| words.chars().filter(|character| character.script() == script).count();
    let counted = LOOKALIKES.iter().map(|(script, _)| (count(*script), *script));
    let (most, script) = counted.max_by_key(|(count, _)| *count)?;
    let all = words.chars().filter(|character| character.is_alphabetic()).count();
    (most * 2 > all).then_some(script)
}

/// `T215`: lone marks of direction. Output sets the direction of words itself, and needs none.
fn direction_marks(version: &Comparison<'_>, pair: &Pair<'_>, findings: &mut Vec<Finding>) {
    for (at, mark) in pair.target_words().char_indices() {
        if matches!(mark, '\u{200e}' | '\u{200f}' | '\u{61c}') {
            let range = at..at + mark.len_utf8();
            let message = format!("an invisible mark of direction (U+{:04X}) stands in the words", u32::from(mark));
            let finding = version.finding("T215", message, pair, range.clone());
            let help = "delete it; the direction of foreign words is set in the output";
            findings.push(with_fix(finding.help(help), replacement(pair.target, range, "")));
        }
    }
}
