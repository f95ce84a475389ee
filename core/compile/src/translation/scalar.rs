//! Values of a version's file as its author would write them.

use super::is_hash;
use super::layout::Layout;
use crate::patch;

/// Writes a scalar behind a key on a line of its own.
pub(crate) fn folded(value: &str, indent: usize) -> String {
    scalar(value, Layout::Lines { indent })
}

/// How wide running text is written.
const WIDTH: usize = 116;

/// Writes a scalar that reads as `value` behind a key in a layout: short words on the line, longer ones folded below it.
pub(super) fn scalar(value: &str, layout: Layout) -> String {
    let Layout::Lines { indent } = layout else { return on_one_line(value) };
    let room = WIDTH.saturating_sub(indent + 8);
    if value.chars().count() <= room || !can_fold(value) {
        return on_one_line(value);
    }
    let deeper = indent + 2;
    let mut folded = ">-".to_owned();
    let mut line_width = usize::MAX;
    for word in value.split(' ') {
        let width = word.chars().count();
        if line_width.saturating_add(width + 1) > WIDTH {
            folded.push_str(&format!("\n{:deeper$}", ""));
            line_width = deeper;
        } else {
            folded.push(' ');
            line_width += 1;
        }
        folded.push_str(word);
        line_width += width;
    }
    folded
}

fn on_one_line(value: &str) -> String {
    let looks_like_number = value.parse::<f64>().is_ok() || value.starts_with(|first: char| first.is_ascii_digit());
    let plain = !looks_like_number && patch::may_stand_plain(value) && !value.contains(char::is_control);
    if plain && !value.contains(',') || is_hash(value) && plain_hash(value) {
        value.to_owned()
    } else {
        patch::in_double_quotes(value)
    }
}

/// Says whether a text can be folded at its blanks and read back.
fn can_fold(value: &str) -> bool {
    let edges = value.starts_with(char::is_whitespace) || value.ends_with(char::is_whitespace);
    !edges
        && !value.contains("  ")
        && !value.contains(|it: char| it.is_control() || matches!(it, '\u{2028}' | '\u{2029}'))
}

/// Says whether a hash is no number to any reader of YAML: digits alone, or digits around one `e`, would be one.
fn plain_hash(value: &str) -> bool {
    value.bytes().filter(|byte| byte.is_ascii_lowercase()).count() > value.matches('e').count()
}
