//! Signs between words that look otherwise than the words do: a bold semicolon behind a plain one. What they look like says
//! nothing, as it does of blanks; so they look as the words beside them do. Marks that are raised are left alone.

use crate::sheet::{Run, RunLook, Sheet, push};

/// Gives signs the look of what stands beside them.
pub(super) fn settle(sheet: &mut Sheet) {
    let paragraphs = sheet.paragraphs.iter_mut().map(|paragraph| &mut paragraph.runs);
    for runs in paragraphs.chain(sheet.notes.values_mut()) {
        if runs.len() > 1 && runs.iter().any(stands_out) {
            *runs = settled(parted(std::mem::take(runs)));
        }
    }
}

/// Parts from words that stand out the signs by which they touch plain ones: `log` and `(sic)`.
fn parted(runs: Vec<Run>) -> Vec<Run> {
    let touches = |beside: Option<&Run>, sign: fn(&str) -> Option<char>| {
        beside.is_some_and(|run| run.note.is_none() && sign(&run.words).is_some_and(char::is_alphanumeric))
    };
    let mut parts = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        if !stands_out(run) || is_of_signs(run) {
            parts.push(run.clone());
            continue;
        }
        let before = at.checked_sub(1).and_then(|before| runs.get(before));
        // A bracket that is parted takes its other half with it.
        let is_touched = signs_before(&run.words) > 0 && touches(before, |words| words.chars().next_back())
            || signs_behind(&run.words) > 0 && touches(runs.get(at + 1), |words| words.chars().next());
        let (from, to) = if is_touched { (signs_before(&run.words), signs_behind(&run.words)) } else { (0, 0) };
        let to = run.words.len() - to;
        let words = [run.words.get(..from), run.words.get(from..to), run.words.get(to..)];
        let words = words.into_iter().flatten().enumerate().filter(|(_, words)| !words.is_empty());
        parts.extend(words.map(|(part, words)| match part {
            1 => run.with(words),
            _ => Run { look: plain(run.look), ..run.with(words) },
        }));
    }
    parts
}

/// Counts the bytes of the signs before the first letter, if no blank stands among them.
fn signs_before(words: &str) -> usize {
    let end = words.find(char::is_alphanumeric).unwrap_or(words.len());
    words.get(..end).filter(|signs| !signs.contains(char::is_whitespace)).map_or(0, str::len)
}

/// Counts the bytes of the signs behind the last letter, if no blank stands among them.
fn signs_behind(words: &str) -> usize {
    let signs = words.rsplit(char::is_alphanumeric).next().unwrap_or_default();
    if signs.contains(char::is_whitespace) { 0 } else { signs.len() }
}

/// Gives runs of signs alone the look of a run beside them with which they have some of it in common, else none.
fn settled(runs: Vec<Run>) -> Vec<Run> {
    let mut settled: Vec<Run> = Vec::with_capacity(runs.len());
    for (at, run) in runs.iter().enumerate() {
        let mut run = run.clone();
        if stands_out(&run) && is_of_signs(&run) {
            let before = settled.last().map(|run| run.look);
            let behind = runs.get(at + 1).filter(|next| !is_of_signs(next)).map(|next| next.look);
            let alike = before.into_iter().chain(behind).find(|look| is_alike(*look, run.look));
            run.look = alike.map_or(plain(run.look), |look| RunLook {
                bold: look.bold,
                italic: look.italic,
                underlined: look.underlined,
                ..run.look
            });
        }
        push(&mut settled, run);
    }
    settled
}

/// Says whether a run stands out on its line, and marks no note.
fn stands_out(run: &Run) -> bool {
    run.note.is_none() && run.look.is_emphasised() && !run.look.raised && !run.look.lowered
}

/// Says whether a run has signs, and neither letters nor figures.
fn is_of_signs(run: &Run) -> bool {
    !run.words.contains(char::is_alphanumeric) && !run.words.trim().is_empty()
}

fn is_alike(one: RunLook, other: RunLook) -> bool {
    one.bold && other.bold || one.italic && other.italic || one.underlined && other.underlined
}

fn plain(look: RunLook) -> RunLook {
    RunLook { bold: false, italic: false, underlined: false, ..look }
}
