//! Columns: where a strip of the page stays free from line to line, with text on both sides of it, one side is read
//! before the other. The room between labels and words is no such strip: labels are short.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::Finding;

use super::line::Line;
use super::order;
use super::signs::{Row, Sign};
use crate::sureness::Sureness;

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

/// A part of a page that has columns has so many rows at least.
const FEWEST_IN_BAND: usize = 8;
/// A page with more rows, or parts of it that have columns, is not looked at in parts.
const MOST_ROWS: usize = 400;
const MOST_BANDS: usize = 3;
/// A strip that cuts through this share of the rows that have columns is not theirs.
const CUT: f32 = 0.2;
/// How near to the edge of its column most lines of running text end, as a share of the type's size.
const RAGGED: f32 = 3.0;
/// How near to each other the edges of a column are from page to page, in points.
const SAME_EDGE: f32 = 1.0;

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

/// A strip between columns.
#[derive(Debug, Clone, Copy)]
struct Strip {
    /// From the left column's edge to the right one's, as far as lines show them.
    edges: (f32, f32),
    /// The part of it that no line of these columns goes over, however long it is.
    free: (f32, f32),
}

impl Strip {
    fn middle(self) -> f32 {
        f32::midpoint(self.free.0, self.free.1)
    }
}

/// What is known of the columns of a file.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Where the strip between them was on the page before.
    strip: Option<Strip>,
    /// The pages whose columns stand between lines as wide as the page.
    pages: Vec<usize>,
    /// Those that have too few lines to show columns, and go on with those of the page before.
    short: Vec<usize>,
}

impl Columns {
    /// Puts the rows of a page into the order of reading.
    pub(super) fn lines(&mut self, rows: Vec<Row<'_>>, page: usize) -> Vec<Line> {
        let mut lines = Vec::with_capacity(rows.len());
        let before = self.strip.take();
        if let Some((gutter, strip)) = strip_of_page(&rows) {
            self.strip = strip_at(&rows, gutter, strip);
            let (gutter, strip) =
                self.strip.and_then(|found| nearer(&rows, gutter, strip, found)).unwrap_or((gutter, strip));
            part(rows, gutter, strip, (page, 0, 0), &mut lines);
            return lines;
        }
        let mut rest = rows;
        for _ in 0..MOST_BANDS {
            let own = band(&rest).map(|band| (band, &mut self.pages));
            let found = own.or_else(|| Some((band_that_goes_on(&rest, before?)?, &mut self.short)));
            let Some((Band { rows, strip }, pages)) = found else { break };
            let behind = rest.split_off(rows.end);
            let columns = rest.split_off(rows.start);
            plain(rest, page, &mut lines);
            part(columns, NARROW, strip.middle(), (page, 0, DEEPEST), &mut lines);
            rest = behind;
            self.strip = Some(strip);
            if pages.last() != Some(&page) {
                pages.push(page);
            }
        }
        plain(rest, page, &mut lines);
        lines
    }

    /// Says which pages were read so.
    pub(super) fn findings(&self, file: &str) -> impl Iterator<Item = Finding> {
        let close =
            finding(file, &self.pages, "which stand close together", "no line goes over the strip between them");
        let short = finding(file, &self.short, "as the page before has them", "its lines stand where those columns do");
        close.into_iter().chain(short)
    }
}

/// Says of pages how they were read, if there are any.
fn finding(file: &str, pages: &[usize], how: &str, reason: &str) -> Option<Finding> {
    let pages = match pages {
        [] => return None,
        [page] => format!("page {page} was"),
        pages => format!("pages {} were", pages.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")),
    };
    let finding = Finding::new("IMP-08", format!("{pages} read in two columns, {how}")).in_file(file);
    let sure = Sureness::Likely.because(reason);
    Some(finding.note(sure).help("see whether lines stand in the order in which they are read"))
}

fn plain(rows: Vec<Row<'_>>, page: usize, lines: &mut Vec<Line>) {
    let leftward = order::is_leftward(&rows);
    lines.extend(rows.into_iter().map(|row| Line::of(row, page, 0, leftward)));
}

fn add(rows: Vec<Row<'_>>, page: usize, column: usize, depth: usize, lines: &mut Vec<Line>) {
    let found = if depth < DEEPEST { found_strip(&rows) } else { None };
    let Some((gutter, strip)) = found else {
        let leftward = order::is_leftward(&rows);
        lines.extend(rows.into_iter().map(|row| Line::of(row, page, column, leftward)));
        return;
    };
    part(rows, gutter, strip, (page, column, depth), lines);
}

/// Reads rows on both sides of a strip, one side before the other, given the page, and which column they are of it, inside of
/// how many others.
fn part(
    rows: Vec<Row<'_>>,
    gutter: Gutter,
    strip: f32,
    (page, column, depth): (usize, usize, usize),
    lines: &mut Vec<Line>,
) {
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

/// Finds a strip that parts two columns, and what it is like.
fn found_strip(rows: &[Row<'_>]) -> Option<(Gutter, f32)> {
    [WIDE, NARROW].into_iter().find_map(|gutter| Some((gutter, strip(rows, gutter)?)))
}

/// Finds a strip that parts a page as a whole, and does not cut through rows that another one parts better.
fn strip_of_page(rows: &[Row<'_>]) -> Option<(Gutter, f32)> {
    let (gutter, strip) = found_strip(rows)?;
    let band = band(rows).and_then(|band| rows.get(band.rows)).unwrap_or_default();
    let is_cut = |row: &&Row<'_>| segments(row, gutter).iter().any(|(start, end)| *start < strip && *end > strip);
    let is_theirs = band.iter().filter(is_cut).count() as f32 <= CUT * band.len() as f32;
    is_theirs.then_some((gutter, strip))
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

/// Some rows of a page that have columns, and the strip between these.
#[derive(Debug)]
struct Band {
    rows: Range<usize>,
    strip: Strip,
}

/// Finds the rows of running text in two columns between rows that are as wide as the page: of all rows one below the other
/// that leave a strip free, the most.
fn band(rows: &[Row<'_>]) -> Option<Band> {
    let segments: Vec<Vec<(f32, f32)>> = rows.iter().map(|row| segments(row, NARROW)).collect();
    let all = || segments.iter().flatten();
    let left = all().map(|segment| segment.0).fold(f32::INFINITY, f32::min);
    let right = all().map(|segment| segment.1).fold(f32::NEG_INFINITY, f32::max);
    let width = right - left;
    if !(FEWEST_IN_BAND..=MOST_ROWS).contains(&rows.len()) || !(NARROWEST_PAGE..=WIDEST_PAGE).contains(&width) {
        return None;
    }
    // For each step, how many rows up to this one leave it free.
    let mut free = vec![0_usize; (width / STEP) as usize + 1];
    let mut most = 0..0;
    for (at, row) in segments.iter().enumerate() {
        free.iter_mut().for_each(|count| *count += 1);
        for (start, end) in row {
            let (first, last) = (((start - left) / STEP) as usize, ((end - left) / STEP) as usize);
            free.get_mut(first..=last.min((width / STEP) as usize)).unwrap_or_default().fill(0);
        }
        let quarter = free.len() / 4;
        let longest = free.get(quarter..free.len() - quarter)?.iter().max().copied()?;
        if longest > most.len() {
            most = at + 1 - longest..at + 1;
        }
    }
    let rows = rows.get(most.clone()).filter(|rows| rows.len() >= FEWEST_IN_BAND)?;
    let middle = strip(rows, NARROW)?;
    let segments = segments.get(most.clone())?;
    let size = rows.first()?.size;
    let is_running = runs(segments, size, |segment| segment.1 <= middle) && runs(segments, size, |it| it.0 >= middle);
    let edges = edges(segments, middle);
    is_running.then_some(Band { rows: most, strip: Strip { edges, free: edges } })
}

/// Finds the rows that go on with columns of the page before: no line crosses their strip, on one row at least lines of both
/// stand beside each other at the edges of these columns, and lines of the left one are about as long as it is wide.
fn band_that_goes_on(rows: &[Row<'_>], strip: Strip) -> Option<Band> {
    let middle = strip.middle();
    let segments: Vec<Vec<(f32, f32)>> = rows.iter().map(|row| segments(row, NARROW)).collect();
    let (left, right) = (strip.free.0 + SAME_EDGE, strip.free.1 - SAME_EDGE);
    let crosses = |row: &Vec<(f32, f32)>| row.iter().any(|(start, end)| *start < right && *end > left);
    let first = segments.iter().position(|row| !crosses(row))?;
    let count = segments.iter().skip(first).take_while(|row| !crosses(row)).count();
    let here = segments.get(first..first + count)?;
    let size = rows.get(first)?.size;
    let begins_there = |row: &Vec<(f32, f32)>| {
        let (left, right) = beside(row, middle);
        let is_at_edge = is_same_place(left, strip.edges.0) || is_same_place(right, strip.edges.1);
        left.is_some() && right.is_some() && is_at_edge
    };
    let is_long = |row: &Vec<(f32, f32)>| row.iter().any(|segment| (segment.1 - strip.edges.0).abs() < RAGGED * size);
    let goes_on = here.iter().any(begins_there) && here.iter().any(is_long);
    goes_on.then_some(Band { rows: first..first + count, strip })
}

/// Says whether most lines of a column end near its edge, as those of running text do, not those of a table.
fn runs(rows: &[Vec<(f32, f32)>], size: f32, is_there: impl Fn(&(f32, f32)) -> bool) -> bool {
    let last = |row: &Vec<(f32, f32)>| row.iter().rfind(|segment| is_there(segment)).map(|segment| segment.1);
    let ends: Vec<f32> = rows.iter().filter_map(last).collect();
    let edge = ends.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    ends.iter().filter(|end| **end > edge - RAGGED * size).count() * 2 > ends.len()
}

/// Returns the strip between the columns of a page, given its middle: most lines of one of them begin or end at one place, and
/// what stands in the middle of the page is none of them.
fn strip_at(rows: &[Row<'_>], gutter: Gutter, middle: f32) -> Option<Strip> {
    let segments: Vec<Vec<(f32, f32)>> = rows.iter().map(|row| segments(row, gutter)).collect();
    let ends = || segments.iter().filter_map(|row| row.iter().rfind(|it| it.1 <= middle)).map(|it| it.1);
    let starts = || segments.iter().filter_map(|row| row.iter().find(|it| it.0 >= middle)).map(|it| it.0);
    let ((left, ending), (right, beginning)) = (usual(ends())?, usual(starts())?);
    // How far ragged lines may go the longest of them does not show.
    Some(if beginning >= ending {
        let left = ends().filter(|end| *end <= right).fold(f32::NEG_INFINITY, f32::max);
        Strip { edges: (left, right), free: (right - NARROW.narrowest, right) }
    } else {
        let right = starts().filter(|start| *start >= left).fold(f32::INFINITY, f32::min);
        Strip { edges: (left, right), free: (left, left + NARROW.narrowest) }
    })
}

/// Returns a strip that cuts through fewer rows of a page than one that was found, if what stands on both sides of it there
/// shows that they are lines of columns: some ragged lines go far, or the columns stand close together.
fn nearer(rows: &[Row<'_>], gutter: Gutter, middle: f32, found: Strip) -> Option<(Gutter, f32)> {
    let is_cut = |row: &Row<'_>, gutter: Gutter, (left, right): (f32, f32)| {
        segments(row, gutter).iter().any(|(start, end)| *start < right && *end > left)
    };
    let free = (found.free.0 + SAME_EDGE, found.free.1 - SAME_EDGE);
    let is_of_columns = |row: &Row<'_>| {
        let segments = segments(row, NARROW);
        let (left, right) = beside(&segments, found.middle());
        right.is_none() || is_same_place(left, found.edges.0) || is_same_place(right, found.edges.1)
    };
    let mut is_nearer = false;
    for row in rows {
        let (was_cut, is_cut) = (is_cut(row, gutter, (middle, middle)), is_cut(row, NARROW, free));
        if is_cut && !was_cut || was_cut && !is_cut && !is_of_columns(row) {
            return None;
        }
        is_nearer |= was_cut && !is_cut;
    }
    is_nearer.then_some((NARROW, found.middle()))
}

/// Returns where what stands to the left of a place on a row ends, and where what stands to its right begins.
fn beside(row: &[(f32, f32)], middle: f32) -> (Option<f32>, Option<f32>) {
    let left = row.iter().rfind(|segment| segment.1 <= middle).map(|segment| segment.1);
    (left, row.iter().find(|segment| segment.0 >= middle).map(|segment| segment.0))
}

fn is_same_place(one: Option<f32>, other: f32) -> bool {
    one.is_some_and(|one| (one - other).abs() < SAME_EDGE)
}

/// Returns the most usual of some places, and how often there is one near to it.
fn usual(places: impl Iterator<Item = f32>) -> Option<(f32, usize)> {
    let mut counts: BTreeMap<i32, (f32, usize)> = BTreeMap::new();
    for place in places {
        counts.entry((place / SAME_EDGE).round() as i32).or_insert((place, 0)).1 += 1;
    }
    counts.into_values().max_by_key(|(_, count)| *count)
}

/// Returns where the left column ends and the right one begins.
fn edges(rows: &[Vec<(f32, f32)>], middle: f32) -> (f32, f32) {
    let all = || rows.iter().flatten();
    let left = all().map(|segment| segment.1).filter(|end| *end <= middle).fold(f32::NEG_INFINITY, f32::max);
    let right = all().map(|segment| segment.0).filter(|start| *start >= middle).fold(f32::INFINITY, f32::min);
    (left, right)
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
