//! Rows of tables: lines one below the other whose words stand at as many places, with figures among them.

use super::line::Line;
use super::paragraphs::NEAR;
use crate::label;
use crate::read::breaks;

/// Fewer columns may be anything: names and offices, labels and words.
const FEWEST_COLUMNS: usize = 3;
/// Fewer rows are no table.
const FEWEST_ROWS: usize = 2;

/// Says of each line whether it is a row of a table.
pub(super) fn rows(lines: &[Line]) -> Vec<bool> {
    let columns: Vec<Option<usize>> = lines.iter().map(columns).collect();
    let places: Vec<usize> = (0..lines.len()).collect();
    let goes_on = |row: &usize, next: &usize| {
        columns[*row].is_some() && columns[*row] == columns[*next] && are_below(&lines[*row], &lines[*next])
    };
    let is_table = |rows: &[usize]| {
        let has_figures = || rows.iter().any(|row| lines[*row].words().contains(char::is_numeric));
        rows.len() >= FEWEST_ROWS && has_figures()
    };
    let said = places.chunk_by(goes_on).map(|rows| std::iter::repeat_n(is_table(rows), rows.len()));
    said.flatten().collect()
}

/// Counts the places at which the words of a line stand, if it may be a row: it has neither a label nor the end of a clause.
fn columns(line: &Line) -> Option<usize> {
    let words = line.words();
    let columns = words.split('\t').count();
    let is_clause = label::typed(&words).is_some() || words.trim_end().ends_with(breaks::ends_clause);
    (columns >= FEWEST_COLUMNS && !is_clause).then_some(columns)
}

/// Says whether two lines begin at the same place of a page.
fn are_below(line: &Line, next: &Line) -> bool {
    let is_near = (line.start - next.start).abs() < NEAR * line.size;
    line.page == next.page && line.column == next.column && line.leftward == next.leftward && is_near
}
