//! A package with every kind of unit, mark and state.

use std::collections::BTreeMap;

use engross_compile::translation::{hash, read_canonical};
use engross_exchange::{ExchangeUnit, Group, Package, State};
use engross_model::Inline;

/// Reads running text written in canonical form.
pub(crate) fn content(form: &str) -> Vec<Inline> {
    read_canonical(form).expect("a canonical form")
}

/// Returns the package.
pub(crate) fn package() -> Package {
    let unit = |id: &str, kind: &str, number: &str, source: &str, target: &str, state: State| ExchangeUnit {
        id: id.to_owned(),
        kind: kind.to_owned(),
        number: number.to_owned(),
        hash: hash(&content(source)),
        source: content(source),
        target: content(target),
        state,
        note: if number.is_empty() { kind.to_owned() } else { format!("Paragraph {number} ({kind}).") },
        previous_source: None,
        own: None,
        translate: true,
    };
    let mut stale = unit(
        "convinced",
        "recital",
        "2.",
        "{b|Convinced} that {b|peace} is vital{fn:treaty} (see {ref:urges} and {ref:initiative});",
        "{b|Convaincue} que la {b|paix} est nécessaire{fn:treaty} (voir {ref:urges} et {ref:initiative}) ;",
        State::Stale,
    );
    stale.previous_source = Some(content("{b|Convinced} that peace is necessary;"));
    let mut locked = unit("urges.tail", "closing", "", "without delay.", "sans délai.", State::Final);
    locked.translate = false;
    let group = |id: &str, units: Vec<ExchangeUnit>| Group { id: id.to_owned(), units };
    Package {
        document: "keeping-of-specimens".to_owned(),
        revision: "r7".to_owned(),
        source_language: "en".to_owned(),
        target_language: "fr".to_owned(),
        note: "Original: English.".to_owned(),
        shown: BTreeMap::from([("fn.treaty", "1"), ("urges", "4"), ("initiative", "4 (a)"), ("fn.old", "2")])
            .into_iter()
            .map(|(id, shown)| (id.to_owned(), shown.to_owned()))
            .collect(),
        groups: vec![
            group("front", vec![unit("doc.title", "title", "", "On the Keeping of Specimens", "", State::Missing)]),
            group(
                "preamble",
                vec![
                    unit(
                        "noting",
                        "recital",
                        "1.",
                        "{b|Noting} that 3 < 4 & “\\{so\\}” it is, at 5\u{a0}%;",
                        "{b|Notant} que 3 < 4 et « \\{tel\\} » est le cas, à 5\u{a0}% ;",
                        State::Translated,
                    ),
                    stale,
                    unit(
                        "welcoming",
                        "recital",
                        "3.",
                        "{b|Welcoming} the {i|first} report{fn:old} under {ref:urges};",
                        "",
                        State::Missing,
                    ),
                ],
            ),
            group(
                "operative",
                vec![
                    unit(
                        "urges",
                        "paragraph",
                        "4.",
                        "{b|URGES} all to read {a:https://example.org/a?b=1&c={2}|the {i|whole} page} as {ref:noting|said above}:"
                            .replace("{2}", "\\{2\\}")
                            .as_str(),
                        "{b|INVITE} chacun, comme {ref:noting|dit plus haut}, à lire \
                         {a:https://example.org/a?b=1&c=\\{2\\}|toute la {i|page}} :",
                        State::Reviewed,
                    ),
                    unit(
                        "initiative",
                        "point",
                        "(a)",
                        "to agree on the 1{sup|st} report on H{sub|2}O, {i|in {b|any} case};",
                        "de convenir du 1{sup|er} rapport sur H{sub|2}O ;",
                        State::Draft,
                    ),
                    locked,
                ],
            ),
            group(
                "notes",
                vec![
                    unit("fn.treaty", "note", "", "The \u{645}\u{639}\u{627}\u{647}\u{62f}\u{629} of 1949.", "", State::Missing),
                    unit("fn.old", "note", "", "As amended.", "Telle qu’amendée.", State::FuzzyMatch),
                ],
            ),
        ],
    }
}
