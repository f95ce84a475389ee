//! Changes that the program makes in a language version, in files laid out in every way that YAML knows.

use engross_compile::translation::{State, UnitChange, change, prune};
use proptest::prelude::*;

const HEAD: &str = "translation-of: en\nlanguage: fr\n";

/// The units of the source, in order.
const ORDER: [&str; 4] = ["doc.title", "aware", "urges", "run"];

const HASH: &str = "00000000000000aa";

/// Changes what stands after the head of a version, with LF, with CR LF and with a mark of the encoding; all must come out
/// alike.
fn changed(units: &str, changes: &[UnitChange]) -> String {
    alike(units, |text| change("fr.yaml", text.as_bytes(), &ORDER, changes).expect("a change"))
}

fn pruned(units: &str, orphans: &[&str]) -> String {
    let orphans: Vec<String> = orphans.iter().map(|id| (*id).to_owned()).collect();
    alike(units, |text| prune("fr.yaml", text.as_bytes(), &orphans).expect("a change"))
}

fn alike(units: &str, edit: impl Fn(&str) -> String) -> String {
    let text = format!("{HEAD}{units}");
    let [line_feed, both] = ["\n", "\r\n"].map(|line_break| edit(&text.replace('\n', line_break)));
    assert_eq!(line_feed.replace('\n', "\r\n"), both, "a file keeps its line ends");
    let marked = edit(&format!("\u{feff}{text}"));
    assert_eq!(marked.strip_prefix('\u{feff}'), Some(&*line_feed), "a mark of the encoding takes no room");
    line_feed.strip_prefix(HEAD).expect("the head stays").to_owned()
}

fn words(id: &str, text: &str) -> UnitChange {
    let text = Some(text.to_owned());
    UnitChange { id: id.to_owned(), text, state: Some(State::Translated), ..UnitChange::default() }
}

fn signed(id: &str) -> UnitChange {
    let by = Some("jd".to_owned());
    UnitChange { id: id.to_owned(), state: Some(State::Final), by, ..UnitChange::default() }
}

fn source(id: &str) -> UnitChange {
    UnitChange { id: id.to_owned(), src: Some(HASH.to_owned()), ..UnitChange::default() }
}

#[test]
fn units_change_where_they_stand() {
    let changes = [words("aware", "Consciente;")];
    for (before, after) in [
        ("units:\n  aware:\n    text: \"Non\"\n", "units:\n  aware:\n    text: Consciente;\n    state: translated\n"),
        ("units:\n  aware: {text: Non}\n", "units:\n  aware: {text: Consciente;, state: translated}\n"),
        ("units:\n  aware: {text: Non,}\n", "units:\n  aware: {text: Consciente;, state: translated,}\n"),
        ("units:\n  aware: {text: }\n", "units:\n  aware: {text: Consciente;, state: translated }\n"),
        ("units:\n  aware: {text}\n", "units:\n  aware: {text: Consciente;, state: translated}\n"),
        ("units:\n  aware: {}\n", "units:\n  aware: {text: Consciente;, state: translated}\n"),
        (
            "units:\n  aware: {\n    text: Non, # two\n    note: x # three\n  } # four\n",
            "units:\n  aware: {\n    text: Consciente;, # two\n    note: x,\n    state: translated # three\n  } # four\n",
        ),
        (
            "units:\n  aware: {text: \"Non,\n    non\", note: x}\n",
            "units:\n  aware: {text: Consciente;, note: x, state: translated}\n",
        ),
        (
            "units:\n  aware:\n    text: # a remark\n      Non\n    note: x # y\n  urges: {text: Non}\n",
            "units:\n  aware:\n    text: # a remark\n      Consciente;\n    note: x # y\n    state: translated\n  urges: {text: Non}\n",
        ),
        (
            "units:\n  aware:\n    text: >-\n      Non,\n      non\n\n    # a remark\n    state: draft\n",
            "units:\n  aware:\n    text: Consciente;\n\n    # a remark\n    state: translated\n",
        ),
    ] {
        assert_eq!(changed(before, &changes), after);
    }
}

#[test]
fn new_units_are_written_as_those_beside_them() {
    let changes = [words("doc.title", "Titre"), words("urges", "PRIE,")];
    let lines = "  doc.title:\n    text: Titre\n    state: translated\n";
    for (before, after) in [
        ("", format!("\nunits:\n{lines}  urges:\n    text: \"PRIE,\"\n    state: translated\n")),
        ("units:\n", format!("units:\n{lines}  urges:\n    text: \"PRIE,\"\n    state: translated\n")),
        (
            "units: {\n  } # none yet\nwaive: {}\n",
            format!("units: # none yet\n{lines}  urges:\n    text: \"PRIE,\"\n    state: translated\nwaive: {{}}\n"),
        ),
        (
            "units: {aware: {text: Non}}\n",
            "units: {doc.title: {text: Titre, state: translated}, aware: {text: Non}, urges: {text: \"PRIE,\", state: \
             translated}}\n"
                .to_owned(),
        ),
        (
            "units: {\n  aware: {text: Non},\n  run: {text: Non},\n}\n",
            "units: {\n  doc.title: {text: Titre, state: translated},\n  aware: {text: Non},\n  urges: {text: \"PRIE,\", \
             state: translated},\n  run: {text: Non},\n}\n"
                .to_owned(),
        ),
        (
            "units:\n  aware: {text: Non} # a remark\n  # source\n  run: {text: Non}",
            format!(
                "units:\n{lines}  aware: {{text: Non}} # a remark\n  urges:\n    text: \"PRIE,\"\n    state: translated\n  \
                 # source\n  run: {{text: Non}}"
            ),
        ),
    ] {
        assert_eq!(changed(before, &changes), after);
    }
    let braces = "{translation-of: en, language: fr}";
    let whole = change("fr.yaml", braces.as_bytes(), &ORDER, &[words("aware", "Oui")]).expect("a change");
    assert_eq!(whole, "{translation-of: en, language: fr, units: {aware: {text: Oui, state: translated}}}");
}

#[test]
fn new_words_and_a_new_source_set_state_and_signer_anew() {
    let unit = "units:\n  aware: {text: Non, src: 00000000000000bb, state: final, by: jd, origin: tm}\n";
    for (change, after) in [
        (words("aware", "Oui"), "{text: Oui, src: 00000000000000bb, state: translated}"),
        (UnitChange { state: None, ..words("aware", "Oui") }, "{text: Oui, src: 00000000000000bb}"),
        (words("aware", "Non"), "{text: Non, src: 00000000000000bb, state: translated, origin: tm}"),
        (source("aware"), "{text: Non, src: 00000000000000aa, state: translated, origin: tm}"),
        (signed("aware"), "{text: Non, src: 00000000000000bb, state: final, by: jd, origin: tm}"),
    ] {
        assert_eq!(changed(unit, &[change]), format!("units:\n  aware: {after}\n"));
    }
    let lines =
        "units:\n  aware:\n    by: jd # signed\n    text: Non\n    state: reviewed\n    note: x\n    origin: tm\n";
    let after = "units:\n  aware:\n    text: Oui\n    state: translated\n    note: x\n";
    assert_eq!(changed(lines, &[words("aware", "Oui")]), after);
    // Who wrote words before it was noted what they translate did so still; what was read beside is not known.
    let new = "units:\n  aware: {text: Oui, by: ab}\n";
    assert_eq!(changed(new, &[source("aware")]), "units:\n  aware: {text: Oui, by: ab, src: 00000000000000aa}\n");
    let unknown = "units:\n  aware: {text: Oui, state: reviewed, by: ab}\n";
    let after = "units:\n  aware: {text: Oui, state: translated, src: 00000000000000aa}\n";
    assert_eq!(changed(unknown, &[source("aware")]), after);
}

#[test]
fn units_are_put_away_with_their_comments() {
    for (before, after) in [
        (
            "units:\n  aware: {text: Oui}\n\n  # source\n  gone: # an id\n    text: Non\n    # behind it\n\n  # last\n  run: {text: Oui}\n",
            "units:\n  aware: {text: Oui}\n\n  # last\n  run: {text: Oui}\n\nattic:\n  # source\n  gone: # an id\n    text: Non\n    # behind it\n",
        ),
        (
            "units:\n  aware:\n    text: Oui\n    # of `aware`\n  gone: {text: Non} # behind\nattic: {}\n",
            "units:\n  aware:\n    text: Oui\n    # of `aware`\nattic:\n  gone: {text: Non} # behind\n",
        ),
        (
            "units:\n    gone:\n        text: >-\n            Non,\n            non\nattic:\n  past: {text: Non}\n",
            "units:\nattic:\n  gone:\n      text: >-\n          Non,\n          non\n  past: {text: Non}\n",
        ),
        (
            "units: {aware: {text: Oui}, gone: {text: Non}, run: {text: Oui}}\nattic:\n",
            "units: {aware: {text: Oui}, run: {text: Oui}}\nattic:\n  gone: {text: Non}\n",
        ),
        (
            "units: {aware: {text: Oui}, gone: {text: Non}}\nattic: {past: {text: Non}}\n",
            "units: {aware: {text: Oui}}\nattic: {gone: {text: Non}, past: {text: Non}}\n",
        ),
    ] {
        assert_eq!(pruned(before, &["gone"]), after);
    }
}

#[test]
fn what_cannot_be_written_is_refused_by_the_name_of_its_unit() {
    let refusal = |units: &str, orphan: &str| {
        let text = format!("{HEAD}{units}");
        let findings = prune("fr.yaml", text.as_bytes(), &[orphan.to_owned()]).expect_err("a refusal");
        let [finding] = findings.as_slice() else { panic!("one finding") };
        assert_eq!((finding.code.as_str(), finding.place.clause.as_deref()), ("T008", Some(orphan)));
        assert_eq!(finding.place.span.as_ref().map(|span| &text[span.clone()]), Some(orphan));
        assert!(finding.help.is_some());
        finding.message.clone()
    };
    assert_eq!(
        refusal("units:\n  gone:\n    text: Non\nattic: {past: {text: Non}}\n", "gone"),
        "`gone` cannot be put away in the file as it is laid out"
    );
    assert_eq!(
        refusal("units:\n  gone:\n    text: Non\nattic:\n  gone: {text: Non}\n", "gone"),
        "`gone` stands below `attic:` already"
    );
}

/// A unit as somebody may have written it.
fn unit(id: &'static str) -> impl Strategy<Value = String> {
    let forms = [
        "{text: Non}",
        "{ text: \"Non, {non}\" , src: later , by: jd,}",
        "{text: 'Non: non',\n    state: final, # signed\n    by: jd\n  }",
        "{by: jd, text: }",
        "{}",
        "{state, text: Non}",
        "\n    text: Non # a remark",
        "\n    # a remark\n    text: >-\n      Non,\n      non\n\n    state: reviewed\n    by: jd\n    # behind it",
        "\n    by: \"jd\"\n    origin: tm\n    text: |\n      Non\n",
        "\n    text: # a remark\n      \"Non\"\n    waive: {T205: x}",
        "\n    text:\n    note: x",
    ];
    (0..forms.len()).prop_map(move |form| format!("  {id}: {}\n", forms[form]))
}

proptest! {
    #[test]
    fn whatever_the_layout_changes_are_written_and_written_once(
        units in (unit("doc.title"), unit("aware"), unit("urges"), unit("gone")),
        there in prop::collection::vec(any::<bool>(), 4),
        attic in prop::sample::select(vec!["", "attic:\n", "attic: {}\n", "attic:\n    past: {text: Non}\n"]),
        line_break in prop::sample::select(vec!["\n", "\r\n"]),
        text in "[a-zé:#'\"{},* ]{1,140}",
    ) {
        let (title, aware, urges, gone) = units;
        let units: String = [title, aware, urges, gone].into_iter().zip(there).filter(|it| it.1).map(|it| it.0).collect();
        let text = text.trim();
        prop_assume!(!text.is_empty());
        let before = format!("{HEAD}units:\n{units}{attic}").replace('\n', line_break);
        // What does not read is refused as it stands.
        let Ok(read) = change("fr.yaml", before.as_bytes(), &ORDER, &[]) else { return Ok(()) };
        prop_assert_eq!(&read, &before);
        let changes = [words("doc.title", text), signed("aware"), UnitChange { by: Some("ab".to_owned()), ..words("run", text) }];
        let after = change("fr.yaml", before.as_bytes(), &ORDER, &changes).expect("a change");
        prop_assert_eq!(&change("fr.yaml", after.as_bytes(), &ORDER, &changes).expect("a change"), &after);
        prop_assert_eq!(before.matches("# a remark").count(), after.matches("# a remark").count());
        let pruned = prune("fr.yaml", after.as_bytes(), &["gone".to_owned()]).expect("a change");
        prop_assert_eq!(before.matches("# a remark").count(), pruned.matches("# a remark").count());
        prop_assert!(line_break == "\n" || !pruned.replace("\r\n", "").contains('\n'));
    }
}
