//! Tables in which people sign beside each other: a row of strokes, below it their names, below these their offices. They are
//! read column by column, so that each keeps what is his.

use engross_files::xml::Element;

use crate::label;
use crate::marks;

/// No name or office is longer, in letters.
const LONGEST: usize = 90;

/// How a format calls what a table is made of.
pub(super) struct Names {
    pub(super) row: &'static str,
    pub(super) cell: &'static str,
    /// Returns the words of a cell.
    pub(super) words: fn(&Element) -> String,
}

/// Returns the cells of such a table, column by column.
pub(super) fn cells<'t>(table: &'t Element, names: &Names) -> Option<Vec<&'t Element>> {
    let groups = table.children.iter().filter(|child| child.child(names.row).is_some());
    let all = groups.chain([table]).flat_map(|group| &group.children).filter(|child| child.name == names.row);
    let cells_of = |row: &'t Element| row.children.iter().filter(|child| child.name == names.cell).collect::<Vec<_>>();
    let rows: Vec<Vec<&Element>> = all.map(cells_of).collect();
    let width = rows.first().map(Vec::len).filter(|width| *width > 1 && rows.len() > 1)?;
    let words: Vec<Vec<String>> =
        rows.iter().map(|row| row.iter().map(|cell| (names.words)(cell).trim().to_owned()).collect()).collect();
    let is_even = rows.iter().all(|row| row.len() == width);
    let has_strokes = words.iter().any(|row| is_of_strokes(row));
    // Rows and cells may stand in controls, where they are not looked for.
    let letters = |words: &str| words.chars().filter(|sign| !sign.is_whitespace()).count();
    let is_all = words.iter().flatten().map(|words| letters(words)).sum::<usize>() == letters(&(names.words)(table));
    let are_names = words.iter().flatten().all(|words| may_be_name(words));
    let columns = (0..width).flat_map(|column| rows.iter().map(move |row| (row, column)));
    let cells = || columns.filter_map(|(row, column)| row.get(column).copied()).collect();
    (is_even && has_strokes && are_names && is_all).then(cells)
}

/// Says whether a row is to be signed on.
fn is_of_strokes(row: &[String]) -> bool {
    row.iter().all(|words| words.is_empty() || marks::is_rule(words)) && row.iter().any(|words| !words.is_empty())
}

/// Says whether words may be a name or an office, or nothing, or strokes.
fn may_be_name(words: &str) -> bool {
    let is_line = words.chars().count() <= LONGEST && label::typed(words).is_none();
    is_line && (!words.contains(char::is_numeric) || marks::is_rule(words))
}
