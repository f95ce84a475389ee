//! What the lines above a text were taken to say and may not mean: a title that begins with a number, several sayings in one
//! field, a formula of another kind of text. Nothing of it is changed here.

use std::collections::BTreeMap;

use engross_compile::House;
use engross_compile::house::TermsData;
use engross_model::Finding;

use super::fit::Found;
use super::{Around, Head, is_of_title, kinds};
use crate::dates;
use crate::marks;
use crate::notes::{self, Notes};
use crate::phrase;
use crate::sheet::{self, Paragraph};
use crate::sureness::Sureness;

/// Says what of the lines above a text is doubtful, or was left out within a line.
pub(super) fn doubts(
    file: &str,
    around: &Around<'_>,
    found: &Found,
    head: &Head,
    house: &House,
    terms: &TermsData,
) -> Vec<Finding> {
    let sign = sign_of_number(file, around, found);
    let title = doubtful_title(file, around, head, house, terms);
    let several = several_sayings(file, head);
    let formula = formula_of_other_kind(file, found, terms);
    let marks = marks_without_notes(file, around, found);
    sign.into_iter().chain(title).chain(several).chain(formula).chain(marks).collect()
}

/// Says what stood before the number, where the house prints nothing there.
fn sign_of_number(file: &str, around: &Around<'_>, found: &Found) -> Option<Finding> {
    let sign = found.values.get(phrase::NUMBER_SIGN)?;
    let number = found.values.get("number")?;
    let has_both = |line: &&&Paragraph| line.words().contains(sign) && line.words().contains(number);
    let place = around.above.iter().find(has_both).map(|line| line.place.clone());
    let finding = Finding::new("IMP-04", format!("`{sign}` before the number was left out"));
    let finding = sheet::placed(finding, file, place);
    Some(finding.note(Sureness::Sure.because("the house prints none there")))
}

/// Says where the title hardly begins as one does: with the kind of text and a number, with figures, a day, a sign
/// or the name of the house.
fn doubtful_title(file: &str, around: &Around<'_>, head: &Head, house: &House, terms: &TermsData) -> Option<Finding> {
    let title = head.title.as_ref()?;
    let small = title.to_lowercase();
    let has_organ = house.data().name.values().any(|name| small.starts_with(&name.to_lowercase()));
    let begins_with_day = || {
        let first: Vec<&str> = title.split_whitespace().take(5).collect();
        let is_number = first.get(1).is_some_and(|word| word.starts_with(char::is_numeric));
        is_number && dates::read(terms, &first.join(" ")).is_some()
    };
    let named = kinds::at_start(title, terms).is_some_and(|end| title[end..].contains(char::is_numeric));
    let why = match title.chars().next()? {
        _ if named && head.number.is_none() => "it begins with the kind of text, and has a number",
        first if first.is_numeric() && head.number.is_none() => "it begins with figures, and the text has no number",
        first if first.is_lowercase() && begins_with_day() => "it begins with a day",
        _ if has_organ && around.above.len() > 1 => {
            "it begins with the name of the house, as the head of a letter does"
        }
        first if first.is_alphanumeric() || is_opening(first) => return None,
        _ => "it begins with a sign",
    };
    let line = around.above.iter().find(|line| is_of_title(line, head, around.notes))?;
    let finding = Finding::new("IMP-08", format!("the title may be something else too: `{title}`"));
    let finding = finding.at(file, line.place.clone()).note(Sureness::Guess.because(why));
    Some(finding.help("see at the top of the text whether all of it is the title, and whether its number is there"))
}

/// Says whether a sign opens words.
fn is_opening(sign: char) -> bool {
    matches!(sign, '“' | '"' | '«' | '‘' | '\'' | '„' | '¿' | '¡' | '《' | '「')
}

/// Says which fields hold more than one saying.
fn several_sayings(file: &str, head: &Head) -> Vec<Finding> {
    let presented = head.presented_by.iter().map(|(key, value)| (*key, value));
    let place = head.adoption.iter().filter_map(|adoption| adoption.place.as_ref()).map(|place| ("place", place));
    let reference = head.reference.iter().map(|reference| ("reference", reference));
    // A title has a colon within it.
    let fields = head.fields.iter().filter(|(key, _)| !key.ends_with("title"));
    let fields = fields.map(|(key, value)| (key.as_str(), value));
    let all = presented.chain(place).chain(reference).chain(fields);
    let finding = |(key, value): (&str, &String)| {
        let finding = Finding::new("IMP-08", format!("`{key}` may say more than one thing: `{value}`")).in_file(file);
        let finding = finding.note(Sureness::Guess.because("signs stand in it that part sayings"));
        finding.help("see at the top of the text whether it is all that")
    };
    let is_doubtful = |(key, value): &(&str, &String)| {
        has_several(value) || *key == "reference" && value.contains(", ") || *key == "place" && value.contains(", and ")
    };
    all.filter(is_doubtful).map(finding).collect()
}

/// Says whether words are parted as sentences are.
fn has_several(words: &str) -> bool {
    words.contains([';', '；']) || words.contains(": ") || words.contains(" - ")
}

/// Says where a formula in the text names another kind than the lines above it.
fn formula_of_other_kind(file: &str, found: &Found, terms: &TermsData) -> Option<Finding> {
    let forms = [
        ("kind", &terms.kinds),
        ("kind-lower", &terms.kinds),
        ("kind-of", &terms.kind_forms.of),
        ("kind-adopted", &terms.kind_forms.adopted),
    ];
    // Kinds may share a name there: delegated regulations are regulations.
    let is_own = |names: &BTreeMap<String, String>, named: &str| {
        names.get(&found.kind).is_some_and(|own| phrase::is_printed(own, named))
    };
    let mut named = forms.into_iter().filter_map(|(slot, names)| Some((names, found.values.get(slot)?)));
    let is_other = |names, named| phrase::key_of(names, named).is_some() && !is_own(names, named);
    let (_, other) = named.find(|(names, named)| is_other(names, named))?;
    let message = format!("the text calls itself by two kinds: `{other}`, and `{}` was written", found.kind);
    let finding = Finding::new("IMP-08", message).in_file(file);
    let finding = finding.note(Sureness::Guess.because("the lines around it name both"));
    Some(
        finding.help("see whether `kind:` at the top of the text is right; the house prints its formula for that kind"),
    )
}

/// Says which marks stand on lines that were understood, and no note has them.
fn marks_without_notes(file: &str, around: &Around<'_>, found: &Found) -> Vec<Finding> {
    let lines = around.lines().zip(&found.taken).filter(|(_, taken)| taken.is_of_house()).map(|((line, _), _)| line);
    let finding = |line: &Paragraph| {
        let mark = mark_without_note(line, around.notes)?;
        let message = format!("`{mark}` stands as the mark of a note does, and no note was found for it");
        let finding = Finding::new("IMP-09", message).at(file, line.place.clone());
        Some(finding.help("write the note, if the text has it"))
    };
    lines.filter_map(finding).collect()
}

/// Finds a mark of a line that no note has: raised figures behind others, or a sign behind a word that has no small letters, of
/// which the marks in the text tell.
fn mark_without_note(line: &Paragraph, notes: &Notes) -> Option<String> {
    let mut before = String::new();
    for run in line.runs.iter().filter(|run| notes::marked_by(run, notes).is_none()) {
        if notes::is_figure_above(run, &before) {
            return Some(run.words.trim().to_owned());
        }
        before.push_str(&run.words);
    }
    let is_mark = |sign: char| marks::marks_a_note(sign) || matches!(sign, '¹' | '²' | '³');
    let mark = |word: &str| {
        let bare = word.trim_end_matches(is_mark);
        let is_behind_word = bare.ends_with(|sign: char| sign.is_alphanumeric() && !sign.is_lowercase() || sign == ')');
        (bare.len() < word.len() && is_behind_word).then(|| word[bare.len()..].to_owned())
    };
    before.split_whitespace().find_map(mark)
}
