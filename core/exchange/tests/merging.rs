//! The rules of a merge, each on a unit of its own: what was sent, what is in the version now, what came back.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use engross_compile::translation::{
    Standing, State, Translation, TranslationKind, TranslationUnit, UnitStanding, hash, read_canonical,
};
use engross_exchange::{
    Choices, Conflicts, ExchangeUnit, Format, Group, How, Manifest, Merged, Package, State as Sent, merge, read, write,
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
        own: None,
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

/// Sends a unit as it is in the version, lets it come back with another target, and merges it.
fn meet(sent_target: &str, here: &Translation, back: &str, choices: &Choices) -> Merged {
    meet_as(&sent(sent_target), here, back, Sent::Translated, choices)
}

/// Lets a package come back with another target, of which the file says how far it is, and merges it.
fn meet_as(package: &Package, here: &Translation, back: &str, claim: Sent, choices: &Choices) -> Merged {
    let mut changed = sent(back);
    changed.groups[0].units[0].state = claim;
    let returned = read("fr.xlf", write(&changed, Format::Xliff12).as_bytes()).unwrap();
    merge(&returned, Some(&manifest(package)), here, choices)
}

fn manifest(package: &Package) -> Manifest {
    Manifest::of(package, write(package, Format::Xliff12).as_bytes())
}

/// A package that carries other words than the version has.
fn sent_instead(own: &str, target: &str, state: Sent) -> Package {
    let mut package = sent(own);
    package.groups[0].units[0].send(content(target), state);
    package
}

fn accepting() -> Choices {
    Choices { accept_unchanged: true, ..Choices::default() }
}

fn codes(merged: &Merged) -> Vec<&str> {
    merged.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn what_is_new_comes_in_with_the_hash_that_was_sent() {
    let merged = meet("", &now(SOURCE, "", State::Draft), TARGET, &Choices::default());
    let [change] = merged.changes.as_slice() else { panic!("{merged:?}") };
    assert_eq!(change.unit.text.as_deref(), Some("**Notant** le rapport[^treaty], [#urges], du 1^er^ juin ;"));
    assert_eq!((change.unit.state, change.unit.by.as_deref()), (Some(State::Translated), None));
    assert_eq!(change.unit.src, Some(hash(&content(SOURCE))));
    let translated = UnitStanding::Current(State::Translated);
    assert_eq!((change.before, change.after, change.how), (UnitStanding::Missing, translated, How::FirstWords));
    // The source has moved on meanwhile: the unit is stale at once.
    let moved = meet("", &now("{b|Noting} the report;", "", State::Draft), TARGET, &Choices::default());
    assert_eq!(moved.changes[0].unit.src, Some(hash(&content(SOURCE))));
    assert_eq!(moved.changes[0].after, UnitStanding::Stale);
}

#[test]
fn what_comes_back_as_it_went_changes_nothing() {
    let here = now(SOURCE, TARGET, State::Draft);
    let merged = meet(TARGET, &here, TARGET, &Choices::default());
    assert_eq!((merged.changes.len(), merged.unchanged, merged.findings.len()), (0, 1, 0));
    assert_eq!(meet(TARGET, &here, TARGET, &accepting()).changes[0].unit.state, Some(State::Translated));
    let reviewed = now(SOURCE, TARGET, State::Reviewed);
    assert_eq!(meet(TARGET, &reviewed, TARGET, &accepting()).changes.len(), 0, "what tools claim lowers nothing");
}

#[test]
fn other_words_than_those_that_were_sent_are_not_accepted_unseen() {
    let here = now(SOURCE, OTHER, State::Draft);
    assert_eq!(meet(TARGET, &here, TARGET, &accepting()).changes, []);
    // Nobody knows what was sent.
    let returned = read("fr.xlf", write(&sent(OTHER), Format::Xliff12).as_bytes()).unwrap();
    assert_eq!(merge(&returned, None, &here, &accepting()).changes, []);
}

#[test]
fn words_that_were_deleted_here_do_not_come_back_as_if_from_a_memory() {
    let merged = meet(TARGET, &now(SOURCE, "", State::Draft), TARGET, &Choices::default());
    assert_eq!((merged.changes.len(), merged.unchanged), (0, 1));
}

#[test]
fn what_a_memory_offered_comes_in_as_a_draft() {
    let here = now(SOURCE, "", State::Draft);
    for (state, origin) in [(Sent::ExactMatch, "tm"), (Sent::FuzzyMatch, "tm"), (Sent::Machine, "mt")] {
        let offered = sent_instead("", TARGET, state);
        let merged = meet_as(&offered, &here, TARGET, Sent::Translated, &Choices::default());
        assert_eq!((merged.changes[0].unit.state, merged.changes[0].how), (Some(State::Draft), How::Offer));
        assert_eq!(merged.changes[0].unit.origin.as_deref(), Some(origin));
        let accepted = meet_as(&offered, &here, TARGET, Sent::Translated, &accepting());
        assert_eq!(accepted.changes[0].unit.state, Some(State::Translated));
    }
}

#[test]
fn a_file_that_carried_no_words_makes_no_conflicts() {
    let without_words = sent_instead(TARGET, "", Sent::Missing);
    let here = now(SOURCE, TARGET, State::Translated);
    let merged = meet_as(&without_words, &here, OTHER, Sent::Translated, &Choices::default());
    assert_eq!((codes(&merged), merged.changes[0].how), (vec![], How::OtherWords));
    let changed_here = now(SOURCE, "{b|Notant} mon rapport{fn:treaty}, {ref:urges} ;", State::Translated);
    let merged = meet_as(&without_words, &changed_here, OTHER, Sent::Translated, &Choices::default());
    assert_eq!(codes(&merged), ["M105"]);
}

/// Marks that the version lacks were lost before the export: who did not touch the unit cannot mend it.
#[test]
fn what_nobody_touched_is_not_refused_for_its_marks() {
    let poor = "{b|Notant} le rapport, {ref:urges} ;";
    let merged = meet(poor, &now(SOURCE, poor, State::Translated), poor, &Choices::default());
    assert_eq!((codes(&merged), merged.unchanged), (vec![], 1));
}

/// A tool that edits the translation alone is sent the source in the place of words that are not done.
#[test]
fn stale_words_and_drafts_can_be_translated_anew_in_every_tool() {
    for state in [Sent::Stale, Sent::Draft, Sent::FuzzyMatch] {
        let mut package = sent(TARGET);
        package.units_mut().for_each(|unit| unit.state = state);
        package.prefill_with_source();
        let unit = package.units().next().unwrap();
        assert_eq!((&unit.target, unit.translate), (&unit.source, true), "{state:?}");
        let here = now(SOURCE, TARGET, State::Draft);
        let merged = meet_as(&package, &here, OTHER, Sent::Translated, &Choices::default());
        assert_eq!((codes(&merged), merged.changes[0].how), (vec![], How::OtherWords), "{state:?}");
        let untouched = meet_as(&package, &here, SOURCE, Sent::SourceCopy, &Choices::default());
        assert_eq!((untouched.changes.len(), untouched.empty), (0, 1), "{state:?}");
        let elsewhere = now(SOURCE, "{b|Notant} autre chose{fn:treaty}, {ref:urges} ;", State::Draft);
        assert_eq!(codes(&meet_as(&package, &elsewhere, OTHER, Sent::Translated, &Choices::default())), ["M105"]);
    }
    let mut done = sent(TARGET);
    done.prefill_with_source();
    assert!(!done.units().next().unwrap().translate);
}

#[test]
fn an_empty_target_or_the_words_of_the_source_are_no_translation() {
    let (missing, here) = (now(SOURCE, "", State::Draft), now(SOURCE, TARGET, State::Draft));
    let copied = sent_instead("", SOURCE, Sent::SourceCopy);
    for (package, here, back, claim, expected) in [
        (&sent(""), &missing, "", Sent::Translated, None),
        // Tools fill what nobody has translated.
        (&sent(""), &missing, SOURCE, Sent::SourceCopy, None),
        (&copied, &missing, SOURCE, Sent::Translated, None),
        // The translator says that it is one, or it takes the place of one.
        (&sent(""), &missing, SOURCE, Sent::Translated, Some("T201")),
        (&sent(TARGET), &here, SOURCE, Sent::SourceCopy, Some("T201")),
    ] {
        let merged = meet_as(package, here, back, claim, &Choices::default());
        assert_eq!(
            (merged.changes.len(), merged.findings.first().map(|it| &*it.code)),
            (0, expected),
            "{back} {claim:?}"
        );
        assert_eq!(merged.empty, usize::from(expected.is_none()));
    }
    // A name that was sent as it is in the source, and came back so.
    let same = meet(SOURCE, &now(SOURCE, TARGET, State::Draft), SOURCE, &Choices::default());
    assert_eq!((codes(&same), same.unchanged), (vec![], 1));
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
    let manifest = manifest(&package);
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
        merge(&returned, Some(&manifest(&package)), &here, &choices).changes[0].unit.state
    };
    assert_eq!(state(None), Some(State::Translated));
    assert_eq!(state(Some("jd")), Some(State::Reviewed));
}

#[test]
fn without_a_manifest_everything_is_a_draft() {
    let returned = read("fr.xlf", write(&sent(TARGET), Format::Xliff12).as_bytes()).unwrap();
    let merged = merge(&returned, None, &now(SOURCE, "", State::Draft), &Choices::default());
    assert_eq!(merged.changes[0].unit.state, Some(State::Draft));
}

#[test]
fn a_manifest_reads_what_it_writes() {
    let package = sent_instead(TARGET, OTHER, Sent::FuzzyMatch);
    let mut manifest = manifest(&package);
    assert_eq!(Manifest::read(manifest.write().as_bytes()), Some(manifest.clone()));
    assert_eq!(Manifest::read(b"{}"), None);
    let written = write(&package, Format::Xliff12);
    assert!(manifest.knows(written.as_bytes()) && !manifest.knows(b"translated") && manifest.is_out());
    manifest.take_back(b"translated");
    assert!(manifest.knows(written.as_bytes()) && manifest.knows(b"translated") && !manifest.is_out());
    assert_eq!(Manifest::read(manifest.write().as_bytes()), Some(manifest));
    for (file, beside) in [("x/fr.xlf", "x/fr.xlf.json"), ("x/fr.po", "x/fr.po.json"), ("fr", "fr.json")] {
        assert_eq!(Manifest::beside(Path::new(file)), Path::new(beside));
    }
}
