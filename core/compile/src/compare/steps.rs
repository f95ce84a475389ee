//! What must be done to one list of tokens to make another of it, in steps that people can read.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

/// Lists that differ for longer than this are not compared there: one replaces the other.
const LONGEST_DIFFERENCE: usize = 20_000;

/// A stretch of the two lists: either the same in both, or one in place of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// Whether the tokens are the same in both lists.
    pub(super) is_kept: bool,
    /// The tokens of the earlier list.
    pub(super) earlier: Range<usize>,
    /// The tokens of the later list.
    pub(super) later: Range<usize>,
}

/// Finds the steps. Changes are one where nothing stands between them but what `is_short` says is not worth a pause; it
/// is given places of the earlier list.
pub(super) fn steps(earlier: &[u32], later: &[u32], is_short: impl Fn(Range<usize>) -> bool) -> Vec<Step> {
    let all = Step { is_kept: false, earlier: 0..earlier.len(), later: 0..later.len() };
    let [before, all, after] = without_ends(all, earlier, later);
    let mut joined: Vec<Step> = Vec::new();
    for step in differences(&all, earlier, later) {
        match joined.as_mut_slice() {
            [.., changed, kept] if !step.is_kept && is_short(kept.earlier.clone()) => {
                (changed.earlier.end, changed.later.end) = (step.earlier.end, step.later.end);
                joined.pop();
            }
            _ => joined.push(step),
        }
    }
    // What was joined may begin or end alike: `Urges ` and `Calls upon `.
    let joined = joined.into_iter().flat_map(|step| match step.is_kept {
        true => vec![step],
        false => without_ends(step, earlier, later).to_vec(),
    });
    let steps = std::iter::once(before).chain(joined).chain([after]);
    steps.filter(|step| !step.earlier.is_empty() || !step.later.is_empty()).collect()
}

/// Compares a stretch; kept and changed steps take turns.
fn differences(stretch: &Step, earlier: &[u32], later: &[u32]) -> Vec<Step> {
    if stretch.earlier.len().max(stretch.later.len()) > LONGEST_DIFFERENCE {
        return vec![stretch.clone()];
    }
    let (from, later_from) = (stretch.earlier.start, stretch.later.start);
    let (earlier, later) = (&earlier[stretch.earlier.clone()], &later[stretch.later.clone()]);
    let shifted = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    let mut steps: Vec<Step> = Vec::new();
    for difference in capture_diff_slices(Algorithm::Myers, earlier, later) {
        let is_kept = difference.tag() == DiffTag::Equal;
        let earlier = shifted(difference.old_range(), from);
        let later = shifted(difference.new_range(), later_from);
        match steps.last_mut() {
            Some(last) if last.is_kept == is_kept => (last.earlier.end, last.later.end) = (earlier.end, later.end),
            _ => steps.push(Step { is_kept, earlier, later }),
        }
    }
    steps
}

/// Parts a change into what is the same at its beginning, the rest, and what is the same at its end.
fn without_ends(change: Step, earlier: &[u32], later: &[u32]) -> [Step; 3] {
    let (old, new) = (&earlier[change.earlier.clone()], &later[change.later.clone()]);
    let same = |(one, other): &(&u32, &u32)| one == other;
    let first = old.iter().zip(new).take_while(same).count();
    let last = old[first..].iter().rev().zip(new[first..].iter().rev()).take_while(same).count();
    let Step { earlier, later, .. } = change;
    let (begin, later_begin) = (earlier.start + first, later.start + first);
    let (end, later_end) = (earlier.end - last, later.end - last);
    [
        Step { is_kept: true, earlier: earlier.start..begin, later: later.start..later_begin },
        Step { is_kept: false, earlier: begin..end, later: later_begin..later_end },
        Step { is_kept: true, earlier: end..earlier.end, later: later_end..later.end },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Writes the steps with one letter a token, where `.` is short.
    fn written(earlier: &str, later: &str) -> String {
        let keys = |text: &str| text.bytes().map(u32::from).collect::<Vec<_>>();
        let is_short = |kept: Range<usize>| earlier[kept].bytes().all(|byte| byte == b'.');
        let step = |step: Step| match step.is_kept {
            true => earlier[step.earlier].to_owned(),
            false => format!("[{}>{}]", &earlier[step.earlier], &later[step.later]),
        };
        steps(&keys(earlier), &keys(later), is_short).into_iter().map(step).collect()
    }

    #[test]
    fn changes_that_hardly_anything_parts_are_one() {
        for (earlier, later, expected) in [
            ("abc", "abc", "abc"),
            ("abc", "axc", "a[b>x]c"),
            ("a.b", "x.y", "[a.b>x.y]"),
            ("aKb", "xKy", "[a>x]K[b>y]"),
            (".a.b.", ".x.", ".[a.b>x]."),
            ("a.", "x.y.", "[a>x.y]."),
            ("", "a", "[>a]"),
            ("a", "", "[a>]"),
            ("", "", ""),
        ] {
            assert_eq!(written(earlier, later), expected, "{earlier} {later}");
        }
    }

    #[test]
    fn long_texts_that_have_nothing_in_common_take_no_time() {
        let (one, other): (Vec<u32>, Vec<u32>) = (0..1_000_000).map(|at| (at, at + 2_000_000)).unzip();
        assert_eq!(steps(&one, &other, |_| false).len(), 1);
    }
}
