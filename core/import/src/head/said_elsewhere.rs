//! What the lines above and below a text tell of one another: the kind of text alone, as `kind:` says it, pieces of a line that
//! stands whole elsewhere, and lines behind one that may be a name, or below the kind.

use engross_model::Finding;

use super::Around;
use super::fit::{Found, Line, MOST_LINES, Taken};
use super::joined::is_in_brackets;
use crate::sheet::Paragraph;
use crate::sureness::Sureness;

/// No line that repeats another, or is repeated, is longer, in bytes.
const LONGEST: usize = 400;

/// Notes what the other lines tell of each: that one which the house knows by its words has all of its words, or that the one
/// above it may be a name, or begins with the kind of text.
pub(super) fn look_beside(mut lines: Vec<Line>) -> Vec<Line> {
    // What is longer is no line that another one repeats.
    let short = lines.iter().take(MOST_LINES).map(|line| Some(&line.words).filter(|words| words.len() <= LONGEST));
    let words: Vec<Vec<String>> = short.map(|words| words.map(|words| words_of(words)).unwrap_or_default()).collect();
    let whole: Vec<usize> = (0..lines.len().min(MOST_LINES)).filter(|at| lines[*at].is_of_house).collect();
    for (at, line) in lines.iter_mut().enumerate().take(MOST_LINES).filter(|(_, it)| !it.is_of_house && !it.is_fixed) {
        let piece = &words[at];
        let has_it = |words: &[String]| words.windows(piece.len().max(1)).any(|words| words == piece.as_slice());
        // The line of the house may go on in the next one.
        let stands_in = |whole: &usize| {
            let next = words.get(whole + 1).filter(|_| whole + 1 != at);
            has_it(&words[*whole]) || next.is_some_and(|next| has_it(next))
        };
        // One word alone may stand anywhere.
        line.is_said_elsewhere = piece.len() > 1 && whole.iter().any(stands_in);
    }
    let names_kind = |line: &Line| line.is_of_house && line.begins_with_kind;
    let above: Vec<(bool, bool)> = lines.iter().map(|line| (may_be_name(line), names_kind(line))).collect();
    for (line, (may_be_name, names_kind)) in lines.iter_mut().skip(1).zip(above) {
        line.may_say_who = may_be_name && !line.is_of_house && !line.is_fixed;
        line.is_below_kind = names_kind && !line.is_of_house;
    }
    lines
}

/// Says whether a line may be the name of somebody: the house has no words for it, and no sentence goes on in it.
fn may_be_name(line: &Line) -> bool {
    !line.is_of_house && !line.is_fixed && !line.words.starts_with(char::is_lowercase) && !is_in_brackets(&line.words)
}

/// Returns the words of a line in small letters, without the signs between them.
fn words_of(line: &str) -> Vec<String> {
    let words = line.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// Says which lines were left out as others say what they do.
pub(super) fn left_out(file: &str, around: &Around<'_>, found: &Found) -> Vec<Finding> {
    let finding = |((line, _), taken): ((&Paragraph, &str), &Taken)| {
        let (message, why) = match taken {
            Taken::KindAlone => ("a line with the kind of text alone was left out", "`kind:` says it"),
            Taken::SaidElsewhere => ("a line was left out that another line has within it", "the words are the same"),
            Taken::OfHouse | Taken::OfHouseInPart | Taken::NotUnderstood => return None,
        };
        let finding = Finding::new("IMP-04", message).at(file, line.place.clone());
        Some(finding.note(Sureness::Sure.because(why)))
    };
    around.lines().zip(&found.taken).filter_map(finding).collect()
}
