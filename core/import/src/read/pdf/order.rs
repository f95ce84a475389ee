//! From the order in which signs stand on a line to that in which they are read.

use unicode_normalization::char::canonical_combining_class;

use super::signs::{Row, Sign};

/// A line with more signs is no text that anybody reads.
const LONGEST: usize = 5_000;
/// What stands so much higher than the sign before, as a share of its size, is raised.
const RAISED: f32 = 0.2;

/// How a sign runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    Leftward,
    Rightward,
    /// Digits run rightwards, but they do not draw what stands between them along.
    Digit,
    Neutral,
}

/// Says whether a column is read from right to left.
pub(super) fn is_leftward(rows: &[Row<'_>]) -> bool {
    let count = |run: Run| rows.iter().flat_map(|row| &row.signs).filter(|sign| run_of(&sign.text) == run).count();
    count(Run::Leftward) > count(Run::Rightward)
}

/// Puts signs that stand from left to right into the order in which a line is read, given its direction.
pub(super) fn read(signs: Vec<Sign<'_>>, leftward: bool) -> Vec<Sign<'_>> {
    let runs_against = |sign: &Sign<'_>| run_of(&sign.text) == Run::Leftward;
    if signs.len() > LONGEST || !leftward && !signs.iter().any(runs_against) {
        return signs;
    }
    let mut clusters = clusters(without_fillers(signs));
    let runs: Vec<Run> =
        clusters.iter().map(|cluster| cluster.first().map_or(Run::Neutral, |sign| run_of(&sign.text))).collect();
    let signs: Vec<Sign<'_>> = clusters.iter().filter_map(|cluster| cluster.first().cloned()).collect();
    // Spans that run against the line are turned; then, in a line from right to left, everything is.
    let mut at = 0;
    while at < runs.len() {
        let end = if leftward { span_of_words(&runs, &signs, at) } else { span_of_script(&runs, at) };
        if let Some(span) = clusters.get_mut(at..end) {
            span.reverse();
        }
        at = end.max(at + 1);
    }
    if leftward {
        clusters.reverse();
    }
    clusters.into_iter().flatten().collect()
}

/// Leaves out what stretches words: signs inside of them that are no letters.
fn without_fillers(signs: Vec<Sign<'_>>) -> Vec<Sign<'_>> {
    let is_filler = |sign: &Sign<'_>| sign.text == "\u{FFFD}";
    let mut kept: Vec<Sign<'_>> = Vec::with_capacity(signs.len());
    for sign in signs {
        let follows_letter = kept.last().is_some_and(|before| run_of(&before.text) == Run::Leftward);
        if is_filler(&sign) && follows_letter {
            // Room that was filled is no blank.
            let right = sign.right;
            if let Some(before) = kept.last_mut() {
                before.right = before.right.max(right);
            }
        } else {
            kept.push(sign);
        }
    }
    kept
}

/// Joins marks that stand over or under a letter to that letter, which comes first.
fn clusters(signs: Vec<Sign<'_>>) -> Vec<Vec<Sign<'_>>> {
    let is_mark = |sign: &Sign<'_>| sign.text.chars().next().is_some_and(|first| canonical_combining_class(first) != 0);
    let (marks, bases): (Vec<Sign<'_>>, Vec<Sign<'_>>) = signs.into_iter().partition(is_mark);
    let mut clusters: Vec<Vec<Sign<'_>>> = bases.into_iter().map(|base| vec![base]).collect();
    for mark in marks {
        let middle = f32::midpoint(mark.left, mark.right);
        let distance = |cluster: &Vec<Sign<'_>>| {
            let base = cluster.first().filter(|base| !base.is_blank())?;
            Some((f32::midpoint(base.left, base.right) - middle).abs())
        };
        let nearest = clusters.iter_mut().filter_map(|cluster| Some((distance(cluster)?, cluster)));
        if let Some((_, cluster)) = nearest.min_by(|one, other| one.0.total_cmp(&other.0)) {
            cluster.push(mark);
        }
    }
    clusters
}

/// In a line from right to left: the end of the span from here that runs rightwards. Brackets in it come in pairs.
fn span_of_words(runs: &[Run], signs: &[Sign<'_>], from: usize) -> usize {
    if !matches!(runs.get(from), Some(Run::Rightward | Run::Digit)) {
        return from + 1;
    }
    let (mut end, mut open, mut has_words) = (from, 0_usize, false);
    let height = signs.get(from).map_or(0.0, |sign| sign.height);
    for (at, (run, sign)) in runs.iter().zip(signs).enumerate().skip(from) {
        let text = &sign.text;
        match run {
            Run::Leftward => break,
            // A raised mark before the words is read behind them, and one that stands apart is no part of them.
            Run::Digit if height - sign.height > RAISED * sign.size => break,
            Run::Digit if at > end && sign.height - height > RAISED * sign.size => break,
            // Digits with more than a separator between them are numbers of their own.
            Run::Digit if !has_words && at > end + 1 => break,
            Run::Rightward | Run::Digit => {
                has_words |= *run == Run::Rightward;
                if open == 0 {
                    end = at + 1;
                }
            }
            Run::Neutral if text.starts_with(['(', '[']) => open += 1,
            Run::Neutral if text.starts_with([')', ']']) => {
                let Some(rest) = open.checked_sub(1) else { break };
                open = rest;
                if open == 0 {
                    end = at + 1;
                }
            }
            Run::Neutral => {}
        }
    }
    end.max(from + 1)
}

/// In a line from left to right: the end of the span from here that runs leftwards.
fn span_of_script(runs: &[Run], from: usize) -> usize {
    if runs.get(from) != Some(&Run::Leftward) {
        return from + 1;
    }
    let rest = runs.get(from..).unwrap_or_default();
    let length = rest.iter().position(|run| matches!(run, Run::Rightward | Run::Digit)).unwrap_or(rest.len());
    let last = rest.get(..length).and_then(|span| span.iter().rposition(|run| *run == Run::Leftward));
    from + last.map_or(1, |last| last + 1)
}

fn run_of(text: &str) -> Run {
    let runs = text.chars().map(|letter| match letter {
        '\u{590}'..='\u{65F}' | '\u{66E}'..='\u{6EF}' | '\u{6FA}'..='\u{8FF}' | '\u{FB1D}'..='\u{FDFF}' => {
            if letter.is_alphabetic() || canonical_combining_class(letter) != 0 { Run::Leftward } else { Run::Neutral }
        }
        '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => Run::Digit,
        _ if letter.is_ascii_digit() => Run::Digit,
        _ if letter.is_alphabetic() => Run::Rightward,
        _ => Run::Neutral,
    });
    runs.into_iter().find(|run| *run != Run::Neutral).unwrap_or(Run::Neutral)
}
