//! What is said of labels that were lost, misread, or are others than the house counts.
//!
//! Labels are judged list by list: where no entry of a list has one that is said once, and what comes later in a list proves
//! what was lost before it.

use std::collections::BTreeSet;
use std::rc::Rc;

use engross_model::Finding;

use crate::arrange::{LabelReading, Role, Sight};
use crate::forms::Form;
use crate::label;
use crate::sureness::Sureness;

/// Returns what is to be said of the label of each paragraph.
pub(super) fn of_labels(file: &str, sights: &[Sight<'_>], roles: &[Role], forms: &[Form<'_>]) -> Vec<Option<Finding>> {
    let mut findings: Vec<Option<Finding>> = vec![None; sights.len()];
    let lists = lists(roles, forms);
    let dressed_alike = levels_dressed_as_printed(&lists, sights);
    for list in lists {
        let labels: Vec<&LabelReading> = list.iter().map(|entry| entry.label).collect();
        let is_lost =
            |label: &&LabelReading| matches!(label, LabelReading::Lost { .. } | LabelReading::LostOfTheFirst { .. });
        let is_unread = |entry: &Entry<'_>| {
            *entry.label == LabelReading::Right && sights[entry.paragraph].parted().0.is_some_and(label::is_unread)
        };
        if let ([first, .., last], true) = (list.as_slice(), labels.iter().all(is_lost) || list.iter().all(is_unread)) {
            let place = sights[first.paragraph].label_place.clone();
            let read: Vec<&str> = list.iter().filter_map(|entry| sights[entry.paragraph].parted().0).collect();
            findings[first.paragraph] = Some(of_list(list.len(), &read, first, last).at(file, place));
            continue;
        }
        if let ([first, .., last], true) = (list.as_slice(), are_counted_otherwise(&list, sights)) {
            let sight = &sights[first.paragraph];
            let read = |entry: &Entry<'_>| sights[entry.paragraph].parted().0.unwrap_or_default().to_owned();
            let finding = of_numerals(&[first, last].map(|entry| (read(entry), entry.now.clone().unwrap_or_default())));
            findings[first.paragraph] = Some(finding.at(file, sight.label_place.clone()));
            continue;
        }
        // The next label that goes on counting as what stands before it says.
        let mut proof = None;
        for entry in list.iter().rev() {
            let sight = &sights[entry.paragraph];
            let read = sight.parted().0;
            let finding = match entry.label {
                LabelReading::Lost { expected } if sight.words.trim() == &**expected => {
                    let finding = Finding::new("IMP-09", format!("the clause `{expected}` has no words but its label"));
                    Some(finding.help("write its words, or delete it"))
                }
                _ => of_entry(entry, read.unwrap_or_default(), proof, list.len() > 1),
            };
            let finding = finding.or_else(|| of_sole(entry, read?, list.len()));
            findings[entry.paragraph] = finding.map(|finding| finding.at(file, sight.label_place.clone()));
            proof = match entry.label {
                LabelReading::Right => read.map(|label| label.trim_start_matches('[')),
                LabelReading::Other { .. } => None,
                _ => proof,
            };
        }
        if let [first, ..] = list.as_slice()
            && dressed_alike.contains(&first.level)
        {
            let sight = &sights[first.paragraph];
            let finding = of_dress(first, sight.parted().0).map(|it| it.at(file, sight.label_place.clone()));
            let slot = &mut findings[first.paragraph];
            *slot = slot.take().or(finding);
        }
    }
    findings
}

/// A clause in its list.
struct Entry<'r> {
    paragraph: usize,
    /// The form of its part, and how deep it stands in it.
    level: (usize, usize),
    label: &'r LabelReading,
    /// The label that it would have if it were alone, where the house has one of its own for that.
    sole: Option<&'r str>,
    /// The label that it has in the text that is made.
    now: Option<Rc<str>>,
}

/// Lists the clauses that stand beside one another, list by list.
fn lists<'r>(roles: &'r [Role], forms: &'r [Form<'_>]) -> Vec<Vec<Entry<'r>>> {
    let mut closed = Vec::new();
    // One for each level: the clauses so far, and the number of the last one in the text that is made.
    let mut open: Vec<(Vec<Entry<'_>>, u32)> = Vec::new();
    let mut running = 0;
    let mut part = None;
    for (paragraph, role) in roles.iter().enumerate() {
        let Role::Clause { form, values, label } = role else { continue };
        let kept = if part == Some(*form) { values.len() } else { 0 };
        part = Some(*form);
        closed.extend(open.drain(kept.min(open.len())..).map(|(list, _)| list));
        let Some(level) = forms[*form].levels.get(values.len() - 1) else { continue };
        let is_through = values.len() == 1 && level.runs_through();
        if open.len() < values.len() {
            let before = if is_through { running } else { level.scheme.start.saturating_sub(1) };
            open.push((Vec::new(), before));
        }
        if let Some((_, number)) = open.last_mut() {
            *number += 1;
            running = if is_through { *number } else { running };
        }
        let above: Vec<u32> = open.iter().rev().skip(1).rev().map(|(_, number)| *number).collect();
        if let Some((list, number)) = open.last_mut() {
            let (sole, now) = (level.sole.as_deref(), level.label(&above, *number));
            list.push(Entry { paragraph, level: (*form, values.len()), label, sole, now });
        }
    }
    closed.extend(open.into_iter().map(|(list, _)| list));
    closed
}

/// Returns the levels of which some list has the signs around its numerals that the house prints.
fn levels_dressed_as_printed(lists: &[Vec<Entry<'_>>], sights: &[Sight<'_>]) -> BTreeSet<(usize, usize)> {
    let first = lists.iter().filter_map(|list| list.first());
    let as_printed = first.filter(|entry| {
        let read = sights[entry.paragraph].parted().0;
        read.zip(entry.now.as_deref()).is_some_and(|(read, now)| label::dress(read) == label::dress(now))
    });
    as_printed.map(|entry| entry.level).collect()
}

/// Says that a list has other signs around its numerals than others of its level: the house has one form for all.
fn of_dress(first: &Entry<'_>, read: Option<&str>) -> Option<Finding> {
    let (read, now) = (read?, first.now.as_deref()?);
    let is_dressed = *first.label == LabelReading::Right && label::core(read) == label::core(now);
    if !is_dressed || label::core(read).is_empty() || label::dress(read) == label::dress(now) {
        return None;
    }
    let message = format!("the labels from `{read}` on are written otherwise than others of their level");
    let finding = Finding::new("IMP-05", message)
        .note(Sureness::Sure.because(format_args!("the house has one form for all: `{now}`")));
    Some(finding.help("see whether others refer to them"))
}

/// Says what was made of the label of the one clause that is alone, or of one that says so and is not, given how many stand in
/// its list.
fn of_sole(entry: &Entry<'_>, read: &str, count: usize) -> Option<Finding> {
    let sole = entry.sole?;
    let says_sole = read.to_lowercase() == sole.to_lowercase();
    let (now, why) = match count {
        1 if !says_sole => (sole, "it is the only one, and the house has words for that"),
        2.. if says_sole => (entry.now.as_deref()?, "others stand beside it"),
        _ => return None,
    };
    Some(Finding::new("IMP-05", format!("`{read}` was read; it is `{now}` now")).note(Sureness::Sure.because(why)))
}

/// Says that a whole list has no labels that are read, given what stands where they should.
fn of_list(count: usize, read: &[&str], first: &Entry<'_>, last: &Entry<'_>) -> Finding {
    let label = |entry: &Entry<'_>| entry.now.clone().unwrap_or_default();
    let what = match read {
        _ if read.iter().any(|label| label::is_unread(label)) => "a number in a form that is not read",
        [] => "no label",
        _ => "no number or letter",
    };
    let message = format!(
        "{what} stands before these {count} paragraphs; they were taken for `{}` to `{}`",
        label(first),
        label(last)
    );
    let finding = Finding::new("IMP-05", message)
        .note(Sureness::Likely.because("they stand one below the other, and nothing else tells what they are"));
    finding.help("see whether each of them is a clause or point of its own")
}

/// Says whether a whole list has labels that count on from one another, and are not those that the house counts in.
fn are_counted_otherwise(list: &[Entry<'_>], sights: &[Sight<'_>]) -> bool {
    let label = |entry: &Entry<'_>| sights[entry.paragraph].parted().0.unwrap_or_default();
    list.iter().all(|entry| matches!(entry.label, LabelReading::Mistaken { .. }))
        && list.windows(2).all(|two| matches!(two, [before, next] if label::counts_on(label(before), label(next))))
}

/// Says that a whole list counts otherwise than the house, given what was read and what it is now for its first and its last
/// label.
fn of_numerals([(first, first_now), (last, last_now)]: &[(String, Rc<str>); 2]) -> Finding {
    let now = if label::is_bullet(first_now.trim()) {
        format!("has `{}`", first_now.trim())
    } else {
        format!("counts `{first_now}` to `{last_now}`")
    };
    let message = format!("`{first}` to `{last}` were read where the house {now}");
    let finding =
        Finding::new("IMP-02", message).note(Sureness::Sure.because("each of them counts on from the one before it"));
    finding.help("see whether others refer to them")
}

/// Says what was made of a label, given what was read for it and the one behind it that proves it.
fn of_entry(entry: &Entry<'_>, read: &str, proof: Option<&str>, has_siblings: bool) -> Option<Finding> {
    let sure = || match proof {
        Some(next) => Sureness::Sure.because(format_args!("`{next}` comes later in the list, where it should")),
        None => Sureness::Likely.because("no label comes later in the list that would prove it"),
    };
    let lost = |expected: &str| {
        let message = match label::is_unread(read) {
            true => format!("a number in a form that is not read stands for `{expected}`; its place says what it was"),
            false => format!("the label `{expected}` was lost; its place says what it was"),
        };
        Finding::new("IMP-01", message).note(sure())
    };
    match entry.label {
        LabelReading::Right => None,
        LabelReading::LostOfTheFirst { expected } => has_siblings.then(|| lost(expected)),
        LabelReading::Lost { expected } => Some(lost(expected)),
        // Nothing proves that `(e)` is no other entry than `(c)`, behind which some are missing.
        LabelReading::Mistaken { expected } if proof.is_some() || !label::are_letters_alike(read, expected) => {
            Some(Finding::new("IMP-02", format!("`{read}` was read where `{expected}` stands")).note(sure()))
        }
        LabelReading::Mistaken { expected } | LabelReading::Other { expected } => {
            let finding = Finding::new("IMP-05", format!("`{read}` was read where `{expected}` was expected"));
            let sure = match proof {
                Some(next) => Sureness::Sure
                    .because(format_args!("`{next}` comes later in the list, and counts on from `{read}`")),
                None => Sureness::Likely
                    .because(format_args!("no label comes later in the list that would count on from `{read}`")),
            };
            let now = entry
                .now
                .as_ref()
                .map(|now| format!("it is `{now}` now, as the text is numbered anew; "))
                .unwrap_or_default();
            let look = "see whether a clause is missing, or too many, and whether others refer to it";
            Some(finding.note(sure).help(format!("{now}{look}")))
        }
        LabelReading::Needless => {
            let finding = Finding::new("IMP-05", format!("`{read}` stands where the house prints no label"));
            let finding = finding.note(Sureness::Likely.because("the house numbers nothing here"));
            Some(finding.help("it was left out; write it into the text if it belongs to the words"))
        }
    }
}
