//! What belongs to pages and not to the text: running heads, page numbers, and what the file itself calls so.

use std::collections::{BTreeMap, BTreeSet};

use engross_model::Finding;

use super::PageLines;
use super::edges;
use super::line::Line;
use super::turned::TurnedLine;
use crate::read::lines::Lines;
use crate::read::page_lines::{self, with_numbers_alike};
use crate::sureness::Sureness;

/// How many lines at the top and at the foot of a page may be furniture.
const OUTER: usize = 4;
/// How many lines of the first page a running head may repeat.
const HEAD: usize = 40;
/// How near the same place is, in points.
pub(super) const SAME_PLACE: f32 = 3.0;
/// Of all pages, the share on which the same line stands: a head may stand on every other page.
const SHARE: f32 = 0.3;
/// A lone number is one of a page if it is so much further away than lines are, as a share of the type's size.
pub(super) const AWAY: f32 = 1.6;

/// A line that was left out, and on how many pages.
#[derive(Debug, Clone)]
pub(super) struct LeftOut {
    words: String,
    pages: usize,
    /// Whether it runs otherwise than the text.
    is_turned: bool,
    reason: String,
}

/// Takes page furniture out of the lines.
pub(super) fn take(pages: &mut [PageLines]) -> Vec<LeftOut> {
    let repeated = repeated(pages);
    let first_page: Vec<String> =
        pages.first().map(|page| page.lines.iter().take(HEAD).map(Line::words).collect()).unwrap_or_default();
    let count = pages.len();
    let mut found: BTreeMap<String, LeftOut> = BTreeMap::new();
    for page in pages.iter_mut() {
        let outer = outer(page);
        let is_furniture: BTreeSet<usize> = outer
            .iter()
            .copied()
            .filter(|at| page.lines.get(*at).is_some_and(|line| is_repeated(line, &repeated)))
            .chain(outer.iter().copied().filter(|at| is_number(page, *at, count) || is_head(page, *at, &first_page)))
            .collect();
        let mut at = 0;
        let aside = std::mem::take(&mut page.aside);
        let lines = std::mem::take(&mut page.lines).into_iter();
        let (gone, stay): (Vec<Line>, Vec<Line>) = lines.partition(|_| {
            at += 1;
            is_furniture.contains(&(at - 1))
        });
        page.lines = stay;
        for line in aside.iter().chain(&gone) {
            add(&mut found, with_numbers_alike(&line.words()), line, AT_EDGE);
        }
        for TurnedLine { line, how } in std::mem::take(&mut page.turned) {
            let name = format!("{how}: {}", with_numbers_alike(&line.words()));
            let left_out = add(&mut found, name, &line, &format!("it runs {how}, the text does not"));
            left_out.is_turned = true;
        }
    }
    for line in edges::take(pages) {
        add(&mut found, line.words(), &line, "it stands at the edge of the page, where no other page has text");
    }
    found.into_values().collect()
}

/// Why most lines are left out.
const AT_EDGE: &str = "it stands at the edge of the page, apart from the text";

/// Adds a line to those that are called alike.
fn add<'f>(found: &'f mut BTreeMap<String, LeftOut>, name: String, line: &Line, reason: &str) -> &'f mut LeftOut {
    let new = || LeftOut { words: line.words(), pages: 0, is_turned: false, reason: reason.to_owned() };
    let left_out = found.entry(name).or_insert_with(new);
    left_out.pages += 1;
    left_out
}

/// Says what was left out, each once.
pub(super) fn report(file: &str, left_out: Vec<LeftOut>, lines: &mut Lines, findings: &mut Vec<Finding>) {
    for LeftOut { words, pages, is_turned, reason } in left_out {
        let on = if pages == 1 { "one page".to_owned() } else { format!("{pages} pages") };
        let what = if is_turned {
            format!("a line that does not run as the text does was left out on {on}")
        } else if with_numbers_alike(&words).chars().any(char::is_alphabetic) {
            format!("a line at the edge of {on} was left out")
        } else {
            format!("the number of {on} was left out")
        };
        let place = lines.aside(&words);
        let sure = Sureness::Likely.because(&reason);
        let reads = if pages == 1 { format!("it reads: {words}") } else { format!("the first one reads: {words}") };
        findings.push(Finding::new("IMP-04", what).at(file, place).note(sure).note(reads));
    }
}

/// Lines at one place that are alike but for their numbers.
struct Alike {
    words: String,
    height: f32,
    /// The pages on which they stand, and the numbers in them.
    numbers: BTreeMap<usize, Vec<u64>>,
}

/// The lines that stand on several pages at the same place, and differ in nothing but what counts the pages: their words and
/// heights.
fn repeated(pages: &[PageLines]) -> Vec<(String, f32)> {
    let mut seen: Vec<Alike> = Vec::new();
    let mut by_words: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for page in pages {
        for line in outer(page).into_iter().filter_map(|at| page.lines.get(at)) {
            let numbers = page_lines::numbers(&line.words());
            let words = with_numbers_alike(&line.words());
            let known = by_words.entry(words.clone()).or_default();
            let same = known
                .iter()
                .copied()
                .find(|at| seen.get(*at).is_some_and(|alike| (alike.height - line.height).abs() < SAME_PLACE));
            let at = same.unwrap_or(seen.len());
            if same.is_none() {
                known.push(at);
                seen.push(Alike { words, height: line.height, numbers: BTreeMap::new() });
            }
            if let Some(alike) = seen.get_mut(at) {
                alike.numbers.entry(page.number).or_insert(numbers);
            }
        }
    }
    let least = ((pages.len() as f32 * SHARE).ceil() as usize).max(2);
    let is_furniture = |alike: &Alike| alike.numbers.len() >= least && count_pages(&alike.numbers);
    seen.into_iter().filter(is_furniture).map(|alike| (alike.words, alike.height)).collect()
}

/// Says whether each number in lines that are alike is the same on all pages, or goes up as they do: notes differ otherwise.
fn count_pages(numbers: &BTreeMap<usize, Vec<u64>>) -> bool {
    let Some((first_page, first)) = numbers.first_key_value() else { return false };
    let is_counted = |at: usize| {
        let same = numbers.values().all(|here| here.get(at) == first.get(at));
        let goes_up = || {
            let from = |page: &usize| first[at].checked_add((page - first_page) as u64);
            numbers.iter().all(|(page, here)| here.get(at).copied() == from(page))
        };
        same || goes_up()
    };
    (0..first.len()).all(is_counted)
}

fn is_repeated(line: &Line, repeated: &[(String, f32)]) -> bool {
    let words = with_numbers_alike(&line.words());
    repeated.iter().any(|(known, height)| *known == words && (height - line.height).abs() < SAME_PLACE)
}

/// Returns the outermost lines of a page, from the top and from the foot.
fn outer(page: &PageLines) -> Vec<usize> {
    let mut by_height: Vec<usize> = (0..page.lines.len()).collect();
    let height = |at: &usize| page.lines.get(*at).map_or(0.0, |line| line.height);
    by_height.sort_by(|one, other| height(other).total_cmp(&height(one)));
    let top = by_height.iter().take(OUTER);
    let foot = by_height.iter().skip(OUTER.max(by_height.len().saturating_sub(OUTER)));
    top.chain(foot).copied().collect()
}

/// Says whether a line is the number of its page or of the document, where no other page proves it: alone, and away from the
/// text.
fn is_number(page: &PageLines, at: usize, pages: usize) -> bool {
    page.lines.get(at).is_some_and(|line| {
        let words = line.words();
        let is_plain = |sign: char| sign.is_ascii_digit() || sign.is_whitespace() || "-–—/|[]".contains(sign);
        let plain = words.chars().all(is_plain);
        let numbers: Vec<usize> =
            words.split(|sign: char| !sign.is_ascii_digit()).filter_map(|number| number.parse().ok()).collect();
        let counts = numbers == [page.number] || numbers == [page.number, pages];
        let is_at_edge = || is_outermost(page, at) && page.lines.len() > 1;
        plain && !numbers.is_empty() && (counts || is_at_edge()) && is_away(page, at)
    })
}

/// Says whether a line on a later page is a running head that no further page repeats: away from the text, with words that
/// stand on the first page.
fn is_head(page: &PageLines, at: usize, first_page: &[String]) -> bool {
    let is_known = |line: &Line| first_page.iter().any(|known| known.contains(line.words().trim()));
    page.number > 1 && page.lines.get(at).is_some_and(is_known) && is_away(page, at) && is_outermost(page, at)
}

fn is_outermost(page: &PageLines, at: usize) -> bool {
    let height = |line: &Line| line.height;
    let Some(own) = page.lines.get(at).map(height) else { return false };
    let mut all = page.lines.iter().map(height);
    all.clone().all(|other| other <= own + SAME_PLACE) || all.all(|other| other >= own - SAME_PLACE)
}

fn is_away(page: &PageLines, at: usize) -> bool {
    let Some(line) = page.lines.get(at) else { return false };
    let distance = |other: &Line| (other.height - line.height).abs();
    // The number of the page may stand on one line with that of the document.
    let others = page.lines.iter().enumerate().filter(|(other, _)| *other != at);
    let nearest = others.map(|(_, other)| distance(other)).filter(|it| *it > SAME_PLACE).fold(f32::INFINITY, f32::min);
    nearest > AWAY * line.size
}
