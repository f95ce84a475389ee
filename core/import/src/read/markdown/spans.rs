//! Words in brackets with attributes behind them, as pandoc writes what Markdown has no signs for: anchors, underlined words,
//! tracked changes, remarks. Other words in brackets are words.

use crate::marks::marks_a_note;
use crate::sheet::{Run, push};

/// The words of a paragraph, and what stood in its spans.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) runs: Vec<Run>,
    /// The names by which links find it.
    pub(super) anchors: Vec<String>,
    /// What somebody remarked on it.
    pub(super) remarks: Vec<String>,
}

/// No raised or lowered words are longer, in signs.
const LONGEST_HEIGHT: usize = 40;

/// Reads what is raised or lowered within a word, as pandoc writes it: `x^2^`, `H~2~O`. Other readers want a blank before it.
pub(super) fn heights(runs: Vec<Run>) -> Vec<Run> {
    let mut read = Vec::with_capacity(runs.len());
    for mut run in runs {
        let words = std::mem::take(&mut run.words);
        let mut rest = words.as_str();
        while let Some((before, mark, inside, behind)) = next_height(rest).filter(|_| run.note.is_none()) {
            push(&mut read, run.with(before));
            let mut within = run.with(inside);
            (within.look.raised, within.look.lowered) = (mark == '^', mark == '~');
            push(&mut read, within);
            rest = behind;
        }
        if !rest.is_empty() || run.note.is_some() {
            push(&mut read, run.with(rest));
        }
    }
    read
}

/// Finds the next raised or lowered words: what stands before them, their mark, they, and what stands behind them.
fn next_height(words: &str) -> Option<(&str, char, &str, &str)> {
    for (at, mark) in words.char_indices().filter(|(_, sign)| matches!(sign, '^' | '~')) {
        let behind = &words[at + 1..];
        let is_sign = |sign: char| marks_a_note(sign) || matches!(sign, '+' | '-' | '−' | '(' | ')' | '.' | ',');
        let fits = |sign: char| sign.is_alphanumeric() || is_sign(sign);
        let length: usize =
            behind.chars().take(LONGEST_HEIGHT).take_while(|sign| fits(*sign)).map(char::len_utf8).sum();
        let (inside, rest) = behind.split_at(length);
        if let Some(rest) = rest.strip_prefix(mark).filter(|_| !inside.is_empty()) {
            return Some((&words[..at], mark, inside, rest));
        }
    }
    None
}

/// No more brackets are open at once: hostile ones would have the words in them moved at every level.
const MOST_OPEN: usize = 200;

/// Reads the spans of a paragraph; changes in them are accepted or refused.
pub(super) fn read(runs: Vec<Run>, refuse_changes: bool) -> Read {
    let mut read = Read::default();
    if !runs.iter().any(|run| run.words.contains("]{")) {
        return Read { runs, ..read };
    }
    // Every piece of words up to a bracket is a run, so that those within brackets are found again.
    let mut pieces: Vec<Run> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    // Those that a bracket without attributes has closed: it may be one of the words in a span.
    let mut closed: Vec<usize> = Vec::new();
    for run in runs {
        let mut rest = run.words.as_str();
        while let Some(at) = rest.find(['[', ']']).filter(|_| run.note.is_none()) {
            let (before, behind) = rest.split_at(at);
            let (bracket, behind) = behind.split_at(1);
            pieces.push(run.with(before));
            rest = behind;
            match (bracket, attributes(behind)) {
                ("[", _) if open.len() < MOST_OPEN => open.push(pieces.len()),
                ("[", _) => {}
                (_, None) => closed.extend(open.pop()),
                (_, Some((attributes, behind))) => {
                    if let Some(first) = open.pop().or_else(|| closed.pop()) {
                        while closed.last().is_some_and(|at| *at >= first) {
                            closed.pop();
                        }
                        let inside = pieces.split_off(first);
                        read.close(inside.into_iter().skip(1).collect(), attributes, refuse_changes, &mut pieces);
                        rest = behind;
                        continue;
                    }
                }
            }
            pieces.push(run.with(bracket));
        }
        pieces.push(run.with(rest));
    }
    pieces.retain(|run| !run.words.is_empty() || run.note.is_some());
    pieces.into_iter().for_each(|run| push(&mut read.runs, run));
    read
}

impl Read {
    /// Does what attributes say of the words inside.
    fn close(&mut self, mut inside: Vec<Run>, attributes: &str, refuse_changes: bool, pieces: &mut Vec<Run>) {
        let classes = || attributes.split_whitespace().filter_map(|name| name.strip_prefix('.'));
        let is = |class: &str| classes().any(|own| own == class);
        self.anchors.extend(anchors(attributes));
        if is("comment-start") {
            self.remarks.push(crate::sheet::words(&inside));
            return;
        }
        if is("deletion") && !refuse_changes || is("insertion") && refuse_changes {
            return;
        }
        if is("underline") || is("ul") {
            inside.iter_mut().for_each(|run| run.look.underlined = true);
        }
        pieces.extend(inside);
    }
}

/// Lists the names in attributes by which links find what has them.
fn anchors(attributes: &str) -> impl Iterator<Item = String> {
    attributes.split_whitespace().filter_map(|name| name.strip_prefix('#')).map(str::to_owned)
}

/// Takes away the attributes that stand behind the words of a heading, `{.unnumbered #top}`, as pandoc writes and reads them;
/// returns the names by which links find it. Other words in braces are words.
pub(super) fn take_attributes(runs: &mut [Run]) -> Vec<String> {
    let Some(last) = runs.last_mut().filter(|run| run.note.is_none()) else { return Vec::new() };
    let Some((before, inside)) = last.words.trim_end().strip_suffix('}').and_then(|words| words.rsplit_once('{'))
    else {
        return Vec::new();
    };
    if !are_attributes(inside) {
        return Vec::new();
    }
    let anchors = anchors(inside).collect();
    last.words.truncate(before.trim_end().len());
    anchors
}

/// What attributes say without quotes: others have them, and an equation such as `{E=mc2}` is words.
const UNQUOTED: [&str; 11] =
    ["class", "dir", "height", "id", "lang", "number", "role", "start", "style", "title", "width"];

/// Says whether what stands in braces are attributes: `.unnumbered #top lang=en title="two words"`.
fn are_attributes(inside: &str) -> bool {
    let mut words = inside.split_whitespace();
    words.next().is_some_and(is_attribute) && (inside.contains("=\"") || words.all(is_attribute))
}

fn is_attribute(word: &str) -> bool {
    let is_plain = |key: &str| {
        key.starts_with(|sign: char| sign.is_ascii_lowercase())
            && key.chars().all(|sign| sign.is_ascii_lowercase() || matches!(sign, '-' | '_' | ':'))
    };
    match word.split_once('=') {
        Some((key, value)) if value.starts_with(['"', '\'']) => is_plain(key),
        Some((key, value)) => UNQUOTED.contains(&key) && !value.is_empty(),
        None => word == "-" || word.starts_with(['.', '#']) && word.len() > 1,
    }
}

/// No attributes are longer, in bytes: hostile ones would have the rest of the text searched at every bracket.
const LONGEST_ATTRIBUTES: usize = 2_000;

/// Finds the attributes that words begin with, and what stands behind them.
fn attributes(words: &str) -> Option<(&str, &str)> {
    let inside = words.strip_prefix('{')?;
    let end = inside[..inside.floor_char_boundary(LONGEST_ATTRIBUTES)].find('}')?;
    let (attributes, behind) = (&inside[..end], &inside[end + 1..]);
    are_attributes(attributes).then_some((attributes, behind))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::sheet::{Run, RunLook, words};

    fn plain(words: &str) -> Run {
        Run { words: words.to_owned(), ..Run::default() }
    }

    #[test]
    fn spans_are_no_words() {
        let bold = Run { look: RunLook { bold: true, ..RunLook::default() }, ..plain("URGES") };
        let read = read(vec![plain("[]{#urges .anchor}["), bold, plain("]{.underline} [all] of [them]{it}")], false);
        assert_eq!(words(&read.runs), "URGES [all] of [them]{it}");
        assert!(read.runs[0].look.bold && read.runs[0].look.underlined && !read.runs[1].look.underlined);
        assert_eq!(read.anchors, ["urges"]);
        let unbalanced = super::read(vec![plain("see [a] and [x ] y]{.underline}")], false).runs;
        assert_eq!(words(&unbalanced), "see [a] and x ] y");
        assert!(unbalanced[1].look.underlined);
    }

    #[test]
    fn words_may_be_raised_or_lowered_within_a_word() {
        let read = super::heights(vec![plain("x^2^ and H~2~O, 5 ~ 6 ~ 7, a^b c^d, 2^")]);
        let found: Vec<(&str, bool, bool)> =
            read.iter().map(|run| (run.words.as_str(), run.look.raised, run.look.lowered)).collect();
        let rest = "O, 5 ~ 6 ~ 7, a^b c^d, 2^";
        assert_eq!(
            found,
            [
                ("x", false, false),
                ("2", true, false),
                (" and H", false, false),
                ("2", false, true),
                (rest, false, false)
            ]
        );
    }

    #[test]
    fn attributes_of_headings_are_no_words() {
        let taken = |words: &str| {
            let mut runs = vec![plain(words)];
            let anchors = super::take_attributes(&mut runs);
            (super::super::words(&runs), anchors)
        };
        assert_eq!(taken("On Tides {.unnumbered #top}"), ("On Tides".to_owned(), vec!["top".to_owned()]));
        for attributes in ["{-}", "{#top}", "{.a .b}", "{lang=en}", "{#x title=\"two words\"}"] {
            assert_eq!(taken(&format!("On Tides {attributes} ")).0, "On Tides");
        }
        for words in ["On {Tides}", "On Tides {.}", "On Tides {}", "On {.x} Tides", "On Tides {new, .x}"] {
            assert_eq!(taken(words), (words.to_owned(), Vec::new()));
        }
        for equation in ["Energy {E=mc2}", "Energy {e=mc2}", "Energy {x=}", "Energy {=\"5\"}"] {
            assert_eq!(taken(equation), (equation.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn spans_and_headings_have_the_same_attributes() {
        for (braces, are_attributes) in [
            ("{lang=en}", true),
            ("{custom-style=\"Body Text\"}", true),
            ("{.smallcaps title='x'}", true),
            ("{E=mc2}", false),
            ("{E=\"mc2\"}", false),
            ("{.}", false),
            ("{.5 or so}", false),
        ] {
            let spanned = read(vec![plain(&format!("see [it]{braces}"))], false).runs;
            assert_eq!(words(&spanned) == "see it", are_attributes, "{braces}");
            let mut heading = vec![plain(&format!("see it {braces}"))];
            super::take_attributes(&mut heading);
            assert_eq!(words(&heading) == "see it", are_attributes, "{braces}");
        }
    }

    #[test]
    fn changes_are_accepted_or_refused() {
        let changed = || vec![plain("in [thirty]{.deletion author=\"A\"}[forty]{.insertion author=\"A\"} days")];
        assert_eq!(words(&read(changed(), false).runs), "in forty days");
        assert_eq!(words(&read(changed(), true).runs), "in thirty days");
        let remarked = read(vec![plain("in [Why?]{.comment-start id=\"0\"}days[]{.comment-end id=\"0\"}")], false);
        assert_eq!((words(&remarked.runs), remarked.remarks), ("in days".to_owned(), vec!["Why?".to_owned()]));
    }
}
