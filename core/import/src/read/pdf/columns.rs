//! Columns: where a strip of the page stays free from line to line, with text on both sides of it, one side is read
//! before the other. The room between labels and words is no such strip: labels are short.

use super::line::Line;
use super::order;
use super::signs::{Row, Sign};

/// Columns are looked for inside columns, this often.
const DEEPEST: usize = 2;
/// Steps in which a page is looked at from left to right, in points.
const STEP: f32 = 1.0;
/// A strip as it usually is.
const WIDE: Gutter = Gutter { narrowest: 8.0, apart: 1.2, crossing: 0.4 };
/// A strip that is hardly wider than the room between words: hardly a line crosses it, or it is that room.
const NARROW: Gutter = Gutter { narrowest: 5.0, apart: 0.7, crossing: 0.1 };
/// Text that is narrower has no columns, text that is wider is none; in points.
const NARROWEST_PAGE: f32 = 100.0;
const WIDEST_PAGE: f32 = 20_000.0;
/// How many lines there are on either side, and how wide they are as a share of the page.
const FEWEST: usize = 6;
const WIDTH: f32 = 0.25;

/// What a strip between columns is like.
#[derive(Debug, Clone, Copy)]
struct Gutter {
    /// How wide it is at least, in points.
    narrowest: f32,
    /// Signs that are further apart than this share of the type's size are no neighbours.
    apart: f32,
    /// How many lines may cross it, of all.
    crossing: f32,
}

/// Puts the rows of a page into the order of reading.
pub(super) fn lines(rows: Vec<Row<'_>>, page: usize) -> Vec<Line> {
    let mut lines = Vec::with_capacity(rows.len());
    add(rows, page, 0, 0, &mut lines);
    lines
}

fn add(rows: Vec<Row<'_>>, page: usize, column: usize, depth: usize, lines: &mut Vec<Line>) {
    let mut gutters = [WIDE, NARROW].into_iter().filter(|_| depth < DEEPEST);
    let found = gutters.find_map(|gutter| Some((gutter, strip(&rows, gutter)?)));
    let Some((gutter, strip)) = found else {
        let leftward = order::is_leftward(&rows);
        lines.extend(rows.into_iter().map(|row| Line::of(row, page, column, leftward)));
        return;
    };
    let leftward = order::is_leftward(&rows);
    let (mut left, mut right) = (Vec::new(), Vec::new());
    let flush = |left: &mut Vec<Row<'_>>, right: &mut Vec<Row<'_>>, lines: &mut Vec<Line>| {
        let (left, right) = (std::mem::take(left), std::mem::take(right));
        // What stands on one side only is no column: the last line of a paragraph as wide as the page.
        if left.is_empty() || right.is_empty() {
            return lines.extend(left.into_iter().chain(right).map(|row| Line::of(row, page, column, leftward)));
        }
        let (first, second) = if leftward { (right, left) } else { (left, right) };
        add(first, page, column * 2 + 1, depth + 1, lines);
        add(second, page, column * 2 + 2, depth + 1, lines);
    };
    for row in rows {
        if segments(&row, gutter).iter().any(|(start, end)| *start < strip && *end > strip) {
            flush(&mut left, &mut right, lines);
            lines.push(Line::of(row, page, column, leftward));
            continue;
        }
        let Row { signs, height, size } = row;
        let (one, other): (Vec<Sign<'_>>, Vec<Sign<'_>>) =
            signs.into_iter().partition(|sign| f32::midpoint(sign.left, sign.right) < strip);
        for (side, signs) in [(&mut left, one), (&mut right, other)] {
            if !signs.iter().all(Sign::is_blank) {
                side.push(Row { signs, height, size });
            }
        }
    }
    flush(&mut left, &mut right, lines);
}

/// Finds the middle of the strip that parts two columns.
fn strip(rows: &[Row<'_>], gutter: Gutter) -> Option<f32> {
    let segments: Vec<Vec<(f32, f32)>> = rows.iter().map(|row| segments(row, gutter)).collect();
    let all = || segments.iter().flatten();
    let left = all().map(|segment| segment.0).fold(f32::INFINITY, f32::min);
    let right = all().map(|segment| segment.1).fold(f32::NEG_INFINITY, f32::max);
    let width = right - left;
    if rows.len() < FEWEST || !(NARROWEST_PAGE..=WIDEST_PAGE).contains(&width) {
        return None;
    }
    // How many more segments there are at a step than at the one before, then how many there are.
    let mut crossing = vec![0_isize; (width / STEP) as usize + 2];
    for (start, end) in all() {
        let (first, last) = (((start - left) / STEP) as usize, ((end - left) / STEP) as usize);
        if let [Some(first), Some(behind)] = [first, last + 1].map(|at| (at < crossing.len()).then_some(at)) {
            crossing[first] += 1;
            crossing[behind] -= 1;
        }
    }
    let mut count = 0;
    for step in &mut crossing {
        count += *step;
        *step = count;
    }
    let most = (rows.len() as f32 * gutter.crossing) as isize;
    let quarter = crossing.len() / 4;
    let mut free: Vec<(usize, usize)> = Vec::new();
    for at in quarter..crossing.len() - quarter {
        match (crossing.get(at).is_some_and(|count| *count <= most), free.last_mut()) {
            (true, Some((_, end))) if *end == at => *end += 1,
            (true, _) => free.push((at, at + 1)),
            (false, _) => {}
        }
    }
    free.retain(|(from, to)| (to - from) as f32 * STEP >= gutter.narrowest);
    let middles = free.iter().map(|(from, to)| left + STEP * (from + to) as f32 / 2.0);
    middles.into_iter().find(|middle| {
        let on_left = |segment: &(f32, f32)| segment.1 <= *middle;
        let on_right = |segment: &(f32, f32)| segment.0 >= *middle;
        is_column(extents(&segments, on_left), width) && is_column(extents(&segments, on_right), width)
    })
}

/// Measures for each row how wide those of its segments are together that a test picks: in justified lines words stand apart.
fn extents(rows: &[Vec<(f32, f32)>], is_there: impl Fn(&(f32, f32)) -> bool) -> Vec<f32> {
    let extent = |row: &Vec<(f32, f32)>| {
        let mut there = row.iter().filter(|segment| is_there(segment));
        let first = there.next()?;
        Some(there.next_back().unwrap_or(first).1 - first.0)
    };
    rows.iter().filter_map(extent).collect()
}

fn is_column(mut widths: Vec<f32>, page: f32) -> bool {
    widths.sort_by(f32::total_cmp);
    widths.len() >= FEWEST && widths.get(widths.len() / 2).is_some_and(|median| *median >= WIDTH * page)
}

/// Returns where neighbouring signs begin and end, given how far they may be apart.
fn segments(row: &Row<'_>, gutter: Gutter) -> Vec<(f32, f32)> {
    let mut segments: Vec<(f32, f32)> = Vec::new();
    for sign in row.signs.iter().filter(|sign| !sign.is_blank()) {
        match segments.last_mut() {
            Some((_, end)) if sign.left - *end < gutter.apart * row.size => *end = end.max(sign.right),
            _ => segments.push((sign.left, sign.right)),
        }
    }
    segments
}
