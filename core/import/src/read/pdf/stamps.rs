//! Words that are printed over others: stamps, and what shows through a page. Their type is another than that of the text,
//! and letters of both stand in one place.

use std::collections::BTreeMap;

use engross_model::Finding;

use super::line::Line;
use super::signs::{Sign, rows};
use crate::read::lines::Lines;

/// How many times larger or smaller than the text the type of a stamp is at least.
const OTHER_SIZE: f32 = 1.25;
/// How much of the size of its type a letter takes above the line.
const HEIGHT: f32 = 0.6;
/// Two letters of which this share stands in one place, up and across, stand over each other.
const SHARE: f32 = 0.3;
/// So many letters over others are no chance.
const FEWEST: usize = 3;
/// Pages with more letters of other sizes are not looked at: each is laid over all.
const MOST: usize = 4_000_000;

/// What is printed over other words, and on how many pages.
#[derive(Debug, Default)]
pub(super) struct Stamps(BTreeMap<String, usize>);

impl Stamps {
    /// Takes what is printed over other words out of the signs of a page.
    pub(super) fn take<'p>(&mut self, signs: Vec<Sign<'p>>, page: usize) -> Vec<Sign<'p>> {
        let runs = printed_over(&signs);
        if runs.is_empty() {
            return signs;
        }
        let (stamps, text): (Vec<Sign<'p>>, Vec<Sign<'p>>) =
            signs.into_iter().partition(|sign| runs.contains(&run_of(sign)));
        for row in rows(stamps) {
            let leftward = super::order::is_leftward(std::slice::from_ref(&row));
            *self.0.entry(Line::of(row, page, 0, leftward).words()).or_default() += 1;
        }
        text
    }

    /// Says what was left out, each once.
    pub(super) fn report(self, file: &str, lines: &mut Lines, findings: &mut Vec<Finding>) {
        for (words, pages) in self.0 {
            let on = if pages == 1 { "one page".to_owned() } else { format!("{pages} pages") };
            let place = lines.aside(&words);
            let what = format!("words that are printed over others on {on} were left out");
            let finding = Finding::new("IMP-09", what).at(file, place).note(format!("they read: {words}"));
            findings.push(finding.help("if they belong to the text, write them where they belong"));
        }
    }
}

/// The size and height of signs of one run, in tenths of a point.
type Run = (i32, i32);

fn run_of(sign: &Sign<'_>) -> Run {
    ((sign.size * 10.0).round() as i32, (sign.height * 10.0).round() as i32)
}

/// Returns the runs of another size than the text's of which half the letters stand over other ones.
fn printed_over(signs: &[Sign<'_>]) -> Vec<Run> {
    let Some(usual) = usual_size(signs) else { return Vec::new() };
    let mut others: BTreeMap<Run, Vec<&Sign<'_>>> = BTreeMap::new();
    for sign in signs.iter().filter(|sign| !sign.is_blank() && is_other(sign.size, usual)) {
        others.entry(run_of(sign)).or_default().push(sign);
    }
    others.retain(|_, run| run.len() >= FEWEST);
    let count: usize = others.values().map(Vec::len).sum();
    if count.saturating_mul(signs.len()) > MOST {
        return Vec::new();
    }
    let is_over = |sign: &&&Sign<'_>| signs.iter().any(|below| stand_in_one_place(sign, below));
    let is_stamp = |run: &Vec<&Sign<'_>>| {
        let over = run.iter().filter(is_over).count();
        over >= FEWEST && over * 2 >= run.len()
    };
    others.into_iter().filter(|(_, run)| is_stamp(run)).map(|(run, _)| run).collect()
}

/// Returns the size of most letters.
fn usual_size(signs: &[Sign<'_>]) -> Option<f32> {
    let mut sizes: BTreeMap<i32, (f32, usize)> = BTreeMap::new();
    for sign in signs.iter().filter(|sign| !sign.is_blank()) {
        sizes.entry((sign.size * 10.0).round() as i32).or_insert((sign.size, 0)).1 += 1;
    }
    sizes.into_values().max_by_key(|(_, count)| *count).map(|(size, _)| size)
}

fn is_other(size: f32, usual: f32) -> bool {
    size.max(usual) > size.min(usual) * OTHER_SIZE
}

/// Says whether letters of different sizes stand over each other.
fn stand_in_one_place(one: &Sign<'_>, other: &Sign<'_>) -> bool {
    let share = |one: (f32, f32), other: (f32, f32)| {
        let shared = one.1.min(other.1) - one.0.max(other.0);
        shared > SHARE * (one.1 - one.0).min(other.1 - other.0)
    };
    let height = |sign: &Sign<'_>| (sign.height, sign.height + HEIGHT * sign.size);
    is_other(one.size, other.size)
        && share(height(one), height(other))
        && share((one.left, one.right), (other.left, other.right))
        && !other.is_blank()
}
