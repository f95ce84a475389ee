//! Lines at the edge of one page alone, which no other page repeats: the head of a second page, what stands at the foot of
//! the first one. They give themselves away by standing where no page has text, and by a sentence that goes on over them.

use super::PageLines;
use super::foot::{self, SMALLER};
use super::furniture::{AWAY, SAME_PLACE};
use super::line::Line;
use super::paragraphs::goes_on;

/// How many lines such a head or foot has at most.
const MOST: usize = 2;
/// How much further they stand away than paragraphs do from each other.
const FURTHER: f32 = 1.2;
/// Of all gaps between lines, the share that is no wider than the room between paragraphs.
const USUAL: f32 = 0.9;
/// A line that is wider than this share of the widest one may be one of the text.
const FULL: f32 = 0.9;

/// Takes out the lines over which a sentence goes on, and says of others at the edge of a page that they stand apart.
pub(super) fn take(pages: &mut [PageLines]) -> Vec<Line> {
    if pages.len() < 2 {
        return Vec::new();
    }
    let size = foot::usual_size(pages);
    let least = FURTHER * room_of_paragraphs(pages);
    let mut edges: Vec<Edges> = pages.iter().map(|page| Edges::of(page, size, least)).collect();
    keep_those_outside(pages, &mut edges);
    let goes_over: Vec<bool> = (1..pages.len()).map(|next| sentence_goes_over(pages, &edges, next, size)).collect();
    let proven: Vec<Line> = heads(pages, &edges, &goes_over).cloned().collect();
    let mut taken = Vec::new();
    for (number, (page, edges)) in pages.iter_mut().zip(edges).enumerate() {
        let over_head = number.checked_sub(1).and_then(|before| goes_over.get(before)).copied();
        let over_foot = goes_over.get(number).copied().unwrap_or(false);
        let first_head = number == 0 && is_first_head(page, &edges, &proven);
        let mut stay = Vec::with_capacity(page.lines.len());
        for (at, mut line) in std::mem::take(&mut page.lines).into_iter().enumerate() {
            let (in_head, in_foot) = (edges.head.contains(&at), edges.foot.contains(&at));
            if in_head && over_head.unwrap_or(first_head) || in_foot && over_foot {
                taken.push(line);
                continue;
            }
            // What stands above the text on the first page says what text it is.
            line.apart = in_head && number > 0 || in_foot;
            stay.push(line);
        }
        page.lines = stay;
    }
    taken
}

/// The lines that stand apart at the top and at the foot of a page.
#[derive(Debug, Default)]
struct Edges {
    head: Vec<usize>,
    foot: Vec<usize>,
}

impl Edges {
    fn of(page: &PageLines, size: f32, least: f32) -> Self {
        let mut by_height: Vec<usize> = (0..page.lines.len()).collect();
        by_height.sort_by(|one, other| height(page, *other).total_cmp(&height(page, *one)));
        let head = apart(page, &by_height, least);
        by_height.reverse();
        let foot = apart(page, &by_height, least);
        let widest = page.lines.iter().map(|line| line.near_end - line.start).fold(0.0, f32::max);
        let may_be = |at: &usize| page.lines.get(*at).is_some_and(|line| may_be_of_page(line, size, widest));
        let head = Some(head).filter(|head| head.iter().all(may_be)).unwrap_or_default();
        let foot = Some(foot).filter(|foot| foot.iter().all(may_be) && !has_notes(page, foot)).unwrap_or_default();
        Self { head, foot }
    }

    fn has(&self, at: usize) -> bool {
        self.head.contains(&at) || self.foot.contains(&at)
    }
}

/// Returns the first few of the lines, given from the edge of a page inwards, if all others stand further away.
fn apart(page: &PageLines, inwards: &[usize], least: f32) -> Vec<usize> {
    let is_far = |pair: &[usize]| {
        let [one, next] = pair else { return false };
        let size = page.lines.get(*one).map_or(0.0, |line| line.size);
        (height(page, *one) - height(page, *next)).abs() > least.max(AWAY * size)
    };
    let count = inwards.windows(2).take(MOST).position(is_far).map_or(0, |last| last + 1);
    inwards.iter().take(count).copied().collect()
}

/// Says whether a line may be one of a page, by itself: neither the end of a sentence, nor a clause, nor a full line.
fn may_be_of_page(line: &Line, size: f32, widest: f32) -> bool {
    let is_full = line.near_end - line.start > FULL * widest && line.size >= size * SMALLER;
    !is_full && !line.has_label() && !line.words().starts_with(char::is_lowercase)
}

/// Says whether lines at the foot of a page may be notes: below a stroke, or with a mark that stands above them.
fn has_notes(page: &PageLines, foot: &[usize]) -> bool {
    let top = foot.iter().map(|at| height(page, *at)).fold(f32::NEG_INFINITY, f32::max);
    let above = page.lines.iter().map(|line| line.height).filter(|height| *height > top + SAME_PLACE);
    let nearest = above.fold(f32::INFINITY, f32::min);
    let is_parted = page.rules.iter().any(|rule| rule.height > top && rule.height < nearest);
    let lines = || foot.iter().filter_map(|at| page.lines.get(*at));
    is_parted || lines().any(|line| foot::has_raised_mark(line) || foot::is_marked(page, line))
}

/// Keeps the edges that stand outside of the text of all pages.
fn keep_those_outside(pages: &[PageLines], edges: &mut [Edges]) {
    let (mut top, mut bottom) = (f32::NEG_INFINITY, f32::INFINITY);
    for (page, edges) in pages.iter().zip(edges.iter()) {
        for (_, line) in page.lines.iter().enumerate().filter(|(at, _)| !edges.has(*at)) {
            top = top.max(line.height);
            bottom = bottom.min(line.height);
        }
    }
    for (page, edges) in pages.iter().zip(edges) {
        let size = |at: &usize| page.lines.get(*at).map_or(0.0, |line| line.size);
        if !edges.head.iter().all(|at| height(page, *at) > top + size(at)) {
            edges.head.clear();
        }
        if !edges.foot.iter().all(|at| height(page, *at) < bottom - size(at)) {
            edges.foot.clear();
        }
    }
}

/// Says whether a sentence goes on from the page before to this one; notes stand below it in smaller type.
fn sentence_goes_over(pages: &[PageLines], edges: &[Edges], next: usize, size: f32) -> bool {
    let lines = |number: usize| {
        let edges = edges.get(number);
        let lines = pages.get(number).map(|page| page.lines.as_slice()).unwrap_or_default().iter().enumerate();
        lines.filter(move |(at, _)| !edges.is_some_and(|edges| edges.has(*at))).map(|(_, line)| line)
    };
    let before = next.checked_sub(1).and_then(|before| lines(before).rfind(|line| line.size >= size * SMALLER));
    let behind = lines(next).next();
    before.zip(behind).is_some_and(|(before, behind)| goes_on(before, behind) && !behind.has_label())
}

/// Returns the heads over which a sentence goes on.
fn heads<'p>(pages: &'p [PageLines], edges: &'p [Edges], goes_over: &'p [bool]) -> impl Iterator<Item = &'p Line> {
    let later = pages.iter().zip(edges).skip(1).zip(goes_over).filter(|(_, goes_over)| **goes_over);
    later.flat_map(|((page, edges), _)| edges.head.iter().filter_map(|at| page.lines.get(*at)))
}

/// Says whether the first page has a head in the place of a later one that is proven, whose words stand below it once more.
fn is_first_head(page: &PageLines, edges: &Edges, proven: &[Line]) -> bool {
    let is_alike = |line: &Line, other: &Line| {
        (line.height - other.height).abs() < SAME_PLACE && (line.size - other.size).abs() < 0.5
    };
    let stands_below = |at: usize, line: &Line| {
        let words = line.words().trim().to_lowercase();
        let mut others = page.lines.iter().enumerate().filter(|(other, _)| *other != at);
        others.any(|(_, other)| other.words().to_lowercase().contains(&words))
    };
    edges.head.iter().all(|at| {
        page.lines
            .get(*at)
            .is_some_and(|line| proven.iter().any(|other| is_alike(line, other)) && stands_below(*at, line))
    })
}

/// Returns the room from line to line where a paragraph ends; at the edges of a page there may be more.
fn room_of_paragraphs(pages: &[PageLines]) -> f32 {
    let mut gaps: Vec<f32> = Vec::new();
    for page in pages {
        let pairs = page.lines.windows(2).take(page.lines.len().saturating_sub(2)).skip(1);
        let same_column = pairs.filter(|pair| matches!(pair, [one, next] if one.column == next.column));
        gaps.extend(same_column.map(|pair| pair[0].height - pair[1].height).filter(|gap| *gap > SAME_PLACE));
    }
    gaps.sort_by(f32::total_cmp);
    gaps.get((gaps.len() as f32 * USUAL) as usize).copied().unwrap_or_default()
}

fn height(page: &PageLines, at: usize) -> f32 {
    page.lines.get(at).map_or(0.0, |line| line.height)
}
