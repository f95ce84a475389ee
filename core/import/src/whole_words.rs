//! Looks that begin or end within a word: source texts mark whole words, so the word has the look of its marked letters.

use engross_model::Finding;
use unicode_script::{Script, UnicodeScript};

use crate::sheet::{Paragraph, Run, RunLook};
use crate::sureness::Sureness;

/// Gives whole words the look of their letters, and says where.
pub(crate) fn dress(file: &str, paragraphs: &mut [Paragraph]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for paragraph in paragraphs {
        let is_dressed = dressed(&mut paragraph.runs);
        joined(&mut paragraph.runs);
        if is_dressed {
            let message = "bold or italic letters ended within a word; the whole word looks so now";
            let finding = Finding::new("IMP-08", message).at(file, paragraph.place.clone());
            findings.push(finding.note(Sureness::Likely.because("a source text marks whole words")));
        }
    }
    findings
}

/// Moves the rest of a word to the run that looks otherwise than the text; says whether there was one.
fn dressed(runs: &mut [Run]) -> bool {
    let mut is_dressed = false;
    for at in 1..runs.len() {
        let (before, after) = runs.split_at_mut(at);
        let (Some(before), Some(after)) = (before.last_mut(), after.first_mut()) else { continue };
        let is_one_word = before.words.ends_with(is_of_word) && after.words.starts_with(is_of_word);
        if !is_one_word || !may_share_look(before, after) {
            continue;
        }
        match (shown(before.look), shown(after.look)) {
            (one, other) if one == other => continue,
            ((false, false, false), _) => {
                let start = before.words.trim_end_matches(is_of_word).len();
                let moved = before.words.split_off(start);
                after.words.insert_str(0, &moved);
            }
            _ => {
                let end = after.words.len() - after.words.trim_start_matches(is_of_word).len();
                let moved: String = after.words.drain(..end).collect();
                before.words.push_str(&moved);
            }
        }
        is_dressed = true;
    }
    is_dressed
}

/// Joins emphasised runs that touch: between their marks must stand a blank.
fn joined(runs: &mut Vec<Run>) {
    let mut joined: Vec<Run> = Vec::with_capacity(runs.len());
    for run in std::mem::take(runs) {
        let touches = |last: &Run| {
            last.look.is_emphasised()
                && run.look.is_emphasised()
                && shown(last.look) != shown(run.look)
                && !last.words.ends_with(char::is_whitespace)
                && !run.words.starts_with(char::is_whitespace)
                && may_share_look(last, &run)
        };
        match joined.last_mut().filter(|last| touches(last)) {
            Some(last) => last.words.push_str(&run.words),
            None if run.words.is_empty() && run.note.is_none() => {}
            None => joined.push(run),
        }
    }
    *runs = joined;
}

/// Says whether letters may go from one run to the other: both are words of the line, under the same link if any.
fn may_share_look(one: &Run, other: &Run) -> bool {
    let is_on_line = |run: &Run| run.note.is_none() && !run.look.raised && !run.look.lowered;
    one.link == other.link && is_on_line(one) && is_on_line(other)
}

fn shown(look: RunLook) -> (bool, bool, bool) {
    (look.bold, look.italic, look.underlined)
}

fn is_of_word(sign: char) -> bool {
    // In these scripts no blank parts the words.
    let has_no_blanks = matches!(
        sign.script(),
        Script::Han
            | Script::Hiragana
            | Script::Katakana
            | Script::Thai
            | Script::Lao
            | Script::Khmer
            | Script::Myanmar
    );
    (sign.is_alphanumeric() || matches!(sign, '-' | '\u{2011}' | '’' | '\'')) && !has_no_blanks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_have_the_look_of_their_letters() {
        let run = |words: &str| {
            let bold = words.starts_with('<');
            Run {
                words: words.trim_matches(['<', '>']).to_owned(),
                look: RunLook { bold, ..RunLook::default() },
                ..Run::default()
            }
        };
        let shown = |runs: &[Run]| -> String {
            runs.iter().map(|run| if run.look.bold { format!("<{}>", run.words) } else { run.words.clone() }).collect()
        };
        for (before, after) in [
            (["<Not>", "ing it", ""], "<Noting> it"),
            (["all ", "<States>", "to act"], "all <Statesto> act"),
            (["the Secretary", "<-General>", "s act"], "the <Secretary-Generals> act"),
            (["the ", "<States>", ", act"], "the <States>, act"),
        ] {
            let mut runs: Vec<Run> = before.into_iter().filter(|words| !words.is_empty()).map(run).collect();
            dressed(&mut runs);
            assert_eq!(shown(&runs), after);
        }
    }
}
