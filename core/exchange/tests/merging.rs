//! The rules of a merge, each on a unit of its own: what was sent, what is in the version now, what came back.
#![allow(clippy::unwrap_used)]

use engross_compile::translation::{
    Standing, State, Translation, TranslationKind, TranslationUnit, UnitStanding, hash, read_canonical,
};
use engross_exchange::{
    Choices, Conflicts, ExchangeUnit, Format, Group, Manifest, Merged, Package, State as Sent, merge, read, write,
};
use engross_model::Inline;

const SOURCE: &str = "{b|Noting} the report{fn:treaty}, {ref:urges}, of 1 June;";
const TARGET: &str = "{b|Notant} le rapport{fn:treaty}, {ref:urges}, du 1{sup|er} juin ;";
const OTHER: &str = "{b|Notant} ce rapport{fn:treaty}, {ref:urges}, du 1{sup|er} juin ;";

fn content(form: &str) -> Vec<Inline> {
    read_canonical(form).unwrap()
}

fn sent(target: &str) -> Package {
    let unit = ExchangeUnit {
        id: "noting".to_owned(),
        kind: "clause".to_owned(),
        number: "1.".to_owned(),
        hash: hash(&content(SOURCE)),
        source: content(SOURCE),
        target: content(target),
        state: if target.is_empty() { Sent::Missing } else { Sent::Translated },
        note: "Paragraph 1.".to_owned(),
        previous_source: None,
        translate: true,
    };
    Package {
        document: "specimen".to_owned(),
        source_language: "en".to_owned(),
        target_language: "fr".to_owned(),
        groups: vec![Group { id: "preamble".to_owned(), units: vec![unit] }],
        ..Package::default()
    }
}

/// The version as it is when the file comes back.
fn now(source: &str, target: &str, state: State) -> Translation {
    let standing = if target.is_empty() { UnitStanding::Missing } else { UnitStanding::Current(state) };
    let unit = TranslationUnit {
        id: "noting".to_owned(),
        kind: TranslationKind::Clause,
        part: Some("preamble".to_owned()),
        source: content(source),
        hash: hash(&content(source)),
        words: 5,
        target: content(target),
        translates: None,
        state,
        standing,
        by: None,
        origin: None,
        same_as_source: false,
    };
    Translation {
        source_file: "en.yaml".to_owned(),
        house: "h".to_owned(),
        source_language: "en".to_owned(),
        language: "fr".to_owned(),
        standing: Standing::Working,
        units: vec![unit],
        orphans: Vec::new(),
        without_id: 0,
    }
}

/// Sends a unit, lets it come back with another target, and merges it.
fn meet(sent_target: &str, here: &Translation, back: &str, choices: &Choices) -> Merged {
    let package = sent(sent_target);
    let mut changed = sent(back);
    changed.groups[0].units[0].state = Sent::Translated;
    let returned = read("fr.xlf", write(&changed, Format::Xliff12).as_bytes()).unwrap();
    merge(&returned, Some(&Manifest::of(&package)), here, choices)
}

fn codes(merged: &Merged) -> Vec<&str> {
    merged.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn what_is_new_comes_in_with_the_hash_that_was_sent() {
    let merged = meet("", &now(SOURCE, "", State::Draft), TARGET, &Choices::default());
    let [change] = merged.changes.as_slice() else { panic!("{merged:?}") };
    assert_eq!(change.text.as_deref(), Some("**Notant** le rapport[^treaty], [#urges], du 1^er^ juin ;"));
    assert_eq!((change.state, change.by.as_deref()), (Some(State::Translated), None));
    assert_eq!(change.src, Some(hash(&content(SOURCE))));
    // The source has moved on meanwhile: the unit is stale at once.
    let moved = meet("", &now("{b|Noting} the report;", "", State::Draft), TARGET, &Choices::default());
    assert_eq!(moved.changes[0].src, Some(hash(&content(SOURCE))));
}

#[test]
fn what_comes_back_as_it_went_changes_nothing() {
    let here = now(SOURCE, TARGET, State::Draft);
    let merged = meet(TARGET, &here, TARGET, &Choices::default());
    assert_eq!((merged.changes.len(), merged.unchanged, merged.findings.len()), (0, 1, 0));
    let accepting = Choices { accept_unchanged: true, ..Choices::default() };
    assert_eq!(meet(TARGET, &here, TARGET, &accepting).changes[0].state, Some(State::Translated));
    let reviewed = now(SOURCE, TARGET, State::Reviewed);
    assert_eq!(meet(TARGET, &reviewed, TARGET, &accepting).changes.len(), 0, "what tools claim lowers nothing");
}

#[test]
fn what_a_memory_offered_comes_in_as_a_draft() {
    let here = now(SOURCE, "", State::Draft);
    let merged = meet(TARGET, &here, TARGET, &Choices::default());
    assert_eq!(merged.changes[0].state, Some(State::Draft));
    assert_eq!(merged.changes[0].origin.as_deref(), Some("tm"));
    let accepting = Choices { accept_unchanged: true, ..Choices::default() };
    assert_eq!(meet(TARGET, &here, TARGET, &accepting).changes[0].state, Some(State::Translated));
}

#[test]
fn an_empty_target_or_the_words_of_the_source_are_no_translation() {
    let here = now(SOURCE, "", State::Draft);
    for back in ["", SOURCE] {
        let merged = meet("", &here, back, &Choices::default());
        assert_eq!((merged.changes.len(), merged.empty, merged.findings.len()), (0, 1, 0), "{back}");
    }
}

#[test]
fn marks_that_are_lost_or_added_are_refused() {
    let here = now(SOURCE, "", State::Draft);
    for back in [
        "Notant le rapport{fn:treaty}, {ref:urges} ;",
        "{b|Notant} le rapport, {ref:urges} ;",
        "{b|Notant} le rapport{fn:treaty} ;",
        "{b|Notant} {b|le} rapport{fn:treaty}, {ref:urges} ;",
    ] {
        assert_eq!(codes(&meet("", &here, back, &Choices::default())), ["M104"], "{back}");
    }
}

#[test]
fn a_change_on_both_sides_waits_for_a_decision() {
    let here = now(SOURCE, "{b|Notant} mon rapport{fn:treaty}, {ref:urges} ;", State::Translated);
    assert_eq!(codes(&meet(TARGET, &here, OTHER, &Choices::default())), ["M105"]);
    let choose = |conflicts| meet(TARGET, &here, OTHER, &Choices { conflicts, ..Choices::default() });
    assert_eq!(choose(Conflicts::Ours).changes.len(), 0);
    assert_eq!(choose(Conflicts::Theirs).changes.len(), 1);
}

#[test]
fn another_source_and_unknown_units_are_refused() {
    let package = sent("");
    let mut edited = sent(TARGET);
    edited.groups[0].units[0].source = content("{b|Noting} a report{fn:treaty}, {ref:urges}, of 1 June;");
    let returned = read("fr.xlf", write(&edited, Format::Xliff12).as_bytes()).unwrap();
    let manifest = Manifest::of(&package);
    let choices = Choices::default();
    assert_eq!(codes(&merge(&returned, Some(&manifest), &now(SOURCE, "", State::Draft), &choices)), ["M103"]);
    let mut gone = now(SOURCE, "", State::Draft);
    gone.units.clear();
    assert_eq!(codes(&merge(&returned, Some(&manifest), &gone, &choices)), ["M102"]);
    assert_eq!(codes(&merge(&returned, None, &gone, &choices)), ["M101"]);
}

#[test]
fn reviewed_comes_in_only_with_a_reviewer_and_final_never() {
    let here = now(SOURCE, "", State::Draft);
    let package = sent("");
    let mut back = sent(TARGET);
    back.groups[0].units[0].state = Sent::Final;
    let returned = read("fr.xlf", write(&back, Format::Xliff12).as_bytes()).unwrap();
    let state = |reviewer: Option<&str>| {
        let choices = Choices { reviewer: reviewer.map(str::to_owned), ..Choices::default() };
        merge(&returned, Some(&Manifest::of(&package)), &here, &choices).changes[0].state
    };
    assert_eq!(state(None), Some(State::Translated));
    assert_eq!(state(Some("jd")), Some(State::Reviewed));
}

#[test]
fn without_a_manifest_everything_is_a_draft() {
    let returned = read("fr.xlf", write(&sent(TARGET), Format::Xliff12).as_bytes()).unwrap();
    let merged = merge(&returned, None, &now(SOURCE, "", State::Draft), &Choices::default());
    assert_eq!(merged.changes[0].state, Some(State::Draft));
}

#[test]
fn a_manifest_reads_what_it_writes() {
    let manifest = Manifest::of(&sent(TARGET));
    assert_eq!(Manifest::read(manifest.write().as_bytes()), Some(manifest));
    assert_eq!(Manifest::read(b"{}"), None);
}
