//! Backends that misbehave, and what the host makes of them.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use engross_host::{OptionValues, Plugin, Registry, Trust, inside_a_plugin};
use engross_model::{
    Artifact, Asset, AssetRole, Bytes, Document, Finding, Format, Manifest, Need, OptionKind, OptionSpec, OptionValue,
    PROTOCOL, Request, Response,
};
use engross_plugin::Backend;
use engross_plugin::wire;

type Render = Box<dyn Fn(&Request) -> Response + Send + Sync>;

struct Fake {
    manifest: Manifest,
    render: Render,
}

impl Backend for Fake {
    fn manifest(&self) -> Manifest {
        self.manifest.clone()
    }

    fn render(&self, request: &Request) -> Response {
        (self.render)(request)
    }
}

fn manifest(id: &str) -> Manifest {
    Manifest {
        id: id.into(),
        name: "A fake".into(),
        version: "1.2.3".into(),
        licence: "MIT".into(),
        protocol: PROTOCOL.into(),
        encoding: Default::default(),
        concurrent: true,
        formats: vec![Format {
            name: "txt".into(),
            extension: "txt".into(),
            media_type: "text/plain".into(),
            text: true,
            on_request: false,
        }],
        features: vec![],
        options: vec![],
        needs: vec![],
    }
}

fn plugin_of(manifest: Manifest, render: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Plugin {
    Plugin::embedded(Box::new(Fake { manifest, render: Box::new(render) })).unwrap()
}

fn plugin(render: impl Fn(&Request) -> Response + Send + Sync + 'static) -> Plugin {
    plugin_of(manifest("fake"), render)
}

fn refused(manifest: Manifest) -> Finding {
    Plugin::embedded(Box::new(Fake { manifest, render: Box::new(|_| Response::default()) })).unwrap_err()
}

fn request() -> Request {
    let document: Document = wire::decode(
        br#"{"slug":"s","language":{"code":"en","tag":"en-GB","direction":"ltr"},"house":{"id":"h","name":"H"},
            "kind":"declaration","status":"draft","title-block":[],"parts":[],
            "metadata":{"title":"","identifier":"","kind":"","creator":"","legal-value":"official"}}"#,
        engross_model::Encoding::Json,
    )
    .unwrap();
    let look: engross_model::Look = wire::decode(
        br#"{"page":{"width":210.0,"height":297.0,"margin":{"top":1.0,"right":1.0,"bottom":1.0,"left":1.0}},
            "fonts":[],"size":11.0,"justify":true}"#,
        engross_model::Encoding::Json,
    )
    .unwrap();
    Request {
        protocol: PROTOCOL.into(),
        format: "txt".into(),
        document,
        look,
        options: BTreeMap::new(),
        assets: vec![],
        timestamp: "2025-05-26".parse().unwrap(),
    }
}

fn asset(name: &str, sha256: &str) -> Asset {
    let bytes = Some(Bytes::from(vec![1, 2, 3]));
    Asset { name: name.into(), role: AssetRole::Template, sha256: sha256.into(), bytes }
}

fn codes(response: &Response) -> Vec<&str> {
    response.findings.iter().map(|finding| finding.code.as_str()).collect()
}

#[test]
fn a_good_answer_passes_unchanged() {
    let plugin = plugin(|_| Response::artifact("txt", "text/plain", "words".to_owned()));
    let response = plugin.render(&request());
    assert_eq!(response, Response::artifact("txt", "text/plain", "words".to_owned()));
    assert_eq!((plugin.carrier().name(), plugin.carrier().trust()), ("embedded", Trust::PartOfProgram));
}

#[test]
fn a_panic_is_a_finding_and_costs_no_other_text_its_file() {
    let plugin = plugin(|request| {
        assert!(inside_a_plugin());
        assert!(request.document.slug != "bad", "no {} today", "ink");
        Response::artifact("txt", "text/plain", "words".to_owned())
    });
    let mut bad = request();
    bad.document.slug = "bad".to_owned();
    let failed = plugin.render(&bad);
    assert_eq!(codes(&failed), ["REND-01"]);
    for word in ["`fake` 1.2.3", "panicked: no ink today"] {
        assert!(failed.findings[0].message.contains(word), "{word}: {}", failed.findings[0].message);
    }
    assert_eq!(plugin.render(&request()).artifacts.len(), 1);
    assert!(!inside_a_plugin());
}

#[test]
fn a_panic_in_the_manifest_is_a_refusal() {
    struct Mute;
    impl Backend for Mute {
        fn manifest(&self) -> Manifest {
            panic!("who am I?")
        }
        fn render(&self, _: &Request) -> Response {
            Response::default()
        }
    }
    let finding = Plugin::embedded(Box::new(Mute)).unwrap_err();
    assert_eq!(finding.code, "PLUG-01");
    assert!(finding.message.contains("who am I?"));
}

#[test]
fn names_that_leave_the_folder_are_a_breach() {
    let names = [
        "",
        "/etc/passwd",
        "../up",
        "a/b",
        "a\\b",
        "..",
        ".hidden",
        "nul\0",
        "C:",
        "txt.",
        "caf\u{e9}",
        &"x".repeat(65),
    ];
    for name in names.map(str::to_owned) {
        let wrong = name.clone();
        let response = plugin(move |_| Response::artifact(&wrong, "text/plain", String::new())).render(&request());
        assert_eq!((codes(&response), response.artifacts.len()), (vec!["PLUG-01"], 0), "{name:?}");
    }
    let pages = ["1.txt", "12.txt", "txt"];
    let artifacts = pages.map(|name| Artifact { name: name.into(), media_type: "x".into(), bytes: Bytes::default() });
    let response =
        plugin(move |_| Response { artifacts: artifacts.to_vec(), ..Response::default() }).render(&request());
    assert_eq!((codes(&response), response.artifacts.len()), (vec![], 3));
}

#[test]
fn one_name_stands_once() {
    let twice =
        ["1.txt", "1.txt"].map(|name| Artifact { name: name.into(), media_type: "x".into(), bytes: Bytes::default() });
    let response = plugin(move |_| Response { artifacts: twice.to_vec(), ..Response::default() }).render(&request());
    assert_eq!(codes(&response), ["PLUG-01"]);
}

#[test]
fn silence_is_a_failure() {
    assert_eq!(codes(&plugin(|_| Response::default()).render(&request())), ["REND-01"]);
    let warned = plugin(|_| Response::refusal(Finding::new("REND-02", "no colours"))).render(&request());
    assert_eq!(codes(&warned), ["REND-02", "REND-01"]);
}

#[test]
fn an_error_leaves_no_files_and_no_way_into_the_authors_file() {
    let response = plugin(|_| {
        let mut response = Response::artifact("txt", "text/plain", "half".to_owned());
        response.findings.push(Finding::new("REND-03", "line 3").at("/etc/passwd", 0..4).in_clause("urges"));
        response
    })
    .render(&request());
    assert!(response.artifacts.is_empty());
    let place = &response.findings[0].place;
    assert_eq!((place.file.as_ref(), place.span.as_ref(), place.clause.as_deref()), (None, None, Some("urges")));
    assert_eq!(response.findings[0].notes, ["in `/etc/passwd`"]);
}

#[test]
fn files_are_sent_again_once() {
    let calls = AtomicUsize::new(0);
    let forgetful = plugin(move |_| match calls.fetch_add(1, Ordering::SeqCst) {
        0 => Response { send_again: vec!["ab".into()], ..Response::default() },
        _ => Response::artifact("txt", "text/plain", "now".to_owned()),
    });
    let request = Request { assets: vec![asset("a.css", "ab")], ..request() };
    assert_eq!(forgetful.render(&request).artifacts.len(), 1);

    let greedy = plugin(|_| Response { send_again: vec!["ab".into()], ..Response::default() });
    assert!(greedy.render(&request).findings[0].message.contains("asks again"));

    let strange = plugin(|_| Response { send_again: vec!["cd".into()], ..Response::default() });
    assert!(strange.render(&request).findings[0].message.contains("not part of the request"));
}

#[test]
fn one_call_at_a_time_unless_the_manifest_allows_more() {
    for (concurrent, most_expected) in [(false, 1), (true, 4)] {
        static NOW: AtomicUsize = AtomicUsize::new(0);
        static MOST: AtomicUsize = AtomicUsize::new(0);
        MOST.store(0, Ordering::SeqCst);
        let plugin = plugin_of(Manifest { concurrent, ..manifest("fake") }, |_| {
            MOST.fetch_max(NOW.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            thread::sleep(Duration::from_millis(20));
            NOW.fetch_sub(1, Ordering::SeqCst);
            Response::artifact("txt", "text/plain", String::new())
        });
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| plugin.render(&request()));
            }
        });
        let most = MOST.load(Ordering::SeqCst);
        assert!(most <= most_expected && (concurrent == (most > 1)), "{concurrent}: {most}");
    }
}

#[test]
fn the_protocol_decides_who_must_upgrade() {
    for (protocol, who) in [("0.0", "older"), ("0.2", "newer"), ("1.0", "newer")] {
        let finding = refused(Manifest { protocol: protocol.into(), ..manifest("fake") });
        assert_eq!(finding.code, "PLUG-01");
        assert!(finding.help.as_deref().is_some_and(|help| help.contains(who)), "{protocol}: {finding:?}");
    }
    for protocol in ["", "one", "0", "0.x", "0.1.y"] {
        assert!(refused(Manifest { protocol: protocol.into(), ..manifest("fake") }).message.contains("no protocol"));
    }
    plugin_of(Manifest { protocol: format!("{PROTOCOL}.7"), ..manifest("fake") }, |_| Response::default());
}

#[test]
fn manifests_need_usable_names() {
    for id in ["", "Upper", "a b", "../x", "1st"] {
        assert_eq!(refused(manifest(id)).code, "PLUG-01", "{id}");
    }
    assert!(refused(Manifest { formats: vec![], ..manifest("fake") }).message.contains("no format"));
    let mut escaping = manifest("fake");
    escaping.formats[0].extension = "../txt".into();
    assert!(refused(escaping).message.contains("file name"));
}

#[test]
fn options_must_be_ones_that_can_be_set() {
    let spec = |key: &str, kind: OptionKind, default: Option<OptionValue>| OptionSpec {
        key: key.into(),
        kind,
        range: None,
        default,
        doc: String::new(),
    };
    let ranged = |kind, range, default| vec![OptionSpec { range: Some(range), ..spec("a", kind, default) }];
    let choice = |choices: &[&str]| OptionKind::Choice(choices.iter().map(|choice| (*choice).to_owned()).collect());
    let text = |text: &str| Some(OptionValue::Text(text.into()));
    for (options, said) in [
        (vec![spec("a.b", OptionKind::Flag, None)], "not made of lower-case letters"),
        (vec![spec("a", OptionKind::Flag, None), spec("a", OptionKind::Text, None)], "the option `a` twice"),
        (vec![spec("a", choice(&["x", "y"]), text("z"))], "a default that it would not take"),
        (vec![spec("a", OptionKind::Number, Some(OptionValue::Flag(true)))], "a default that it would not take"),
        (vec![spec("a", OptionKind::Text, text("\x1b[2J"))], "a default that it would not take"),
        (ranged(OptionKind::Text, [1, 9], None), "has a range and is no number"),
        (ranged(OptionKind::Number, [9, 1], None), "without a number in it"),
        (ranged(OptionKind::Number, [1, 9], Some(OptionValue::Number(10))), "a default that it would not take"),
        (vec![spec("a", choice(&["\u{202e}4a"]), None)], "one that cannot be typed"),
        (vec![spec("a", choice(&[]), None)], "has no values"),
        (vec![spec("a", choice(&["x", "x"]), None)], "one twice"),
        (vec![spec("a", choice(&["\x1b[2J"]), None)], "one that cannot be typed"),
        ((0..101).map(|number| spec(&format!("a{number}"), OptionKind::Flag, None)).collect(), "more than 100 options"),
    ] {
        let finding = refused(Manifest { options, ..manifest("fake") });
        assert!(finding.code == "PLUG-01" && finding.message.contains(said), "{said}: {}", finding.message);
        assert!(!finding.message.contains('\x1b'));
    }
}

#[test]
fn what_a_manifest_says_cannot_steer_a_terminal() {
    let steering = || "1.0\x1b]0;owned\x07 \n \u{202e}and\u{2066} more".to_owned();
    let options = vec![OptionSpec {
        key: "a".into(),
        kind: OptionKind::Flag,
        range: None,
        default: None,
        doc: steering() + &"x".repeat(9_000),
    }];
    let needs = vec![Need { name: steering(), required: true }];
    let fake = manifest("fake");
    let plugin = plugin_of(
        Manifest { version: steering(), name: steering(), licence: steering(), options, needs, ..fake },
        |_| Response::default(),
    );
    let told = serde_json::to_string(plugin.manifest()).unwrap();
    assert!(!told.contains("u001b") && !told.contains("u0007"), "{told}");
    assert_eq!(plugin.manifest().version, "1.0]0;owned and more");
    assert!(plugin.manifest().options[0].doc.len() < 1_100);
    assert!(!plugin.assets(&|_| vec![]).unwrap_err().message.contains('\x1b'));
}

#[test]
fn the_place_in_a_finding_cannot_steer_a_terminal() {
    let plugin = plugin(|_| {
        let mut finding = Finding::new("REND-01", "no").in_clause("\x1b[2Jurges");
        finding.place.language = Some(format!("\x1b{}", "x".repeat(1_000)));
        Response::refusal(finding)
    });
    let place = plugin.render(&request()).findings.remove(0).place;
    assert_eq!(place.clause.as_deref(), Some("[2Jurges"));
    assert_eq!(place.language.map(|language| language.chars().count()), Some(101));
}

#[test]
fn files_bear_the_extension_of_their_format() {
    for (name, good) in [
        ("txt", true),
        ("1.txt", true),
        ("12.txt", true),
        ("html", false),
        ("0.txt", false),
        ("01.txt", false),
        ("a.txt", false),
        ("TXT", false),
        ("1.html", false),
    ] {
        let response = plugin(move |_| Response::artifact(name, "text/plain", "words".to_owned())).render(&request());
        assert_eq!(response.artifacts.len(), usize::from(good), "{name}");
        if !good {
            assert_eq!(codes(&response), ["PLUG-01"], "{name}");
            assert!(
                response.findings[0].message.contains(&format!("not `{name}`")),
                "{}",
                response.findings[0].message
            );
        }
    }
    let mut numbered = manifest("fake");
    numbered.formats[0].extension = "1.txt".into();
    assert!(refused(numbered).message.contains("like the number of a page"));
}

#[test]
fn no_plugin_is_called_like_a_format_of_another() {
    let format = |name: &str| Format { name: name.into(), ..manifest("fake").formats.remove(0) };
    let one = |id: &str, name: &str| {
        plugin_of(Manifest { formats: vec![format(name)], ..manifest(id) }, |_| Response::default())
    };
    for (first, second) in [(("typst", "pdf"), ("pdf", "evil")), (("pdf", "good"), ("evil", "pdf"))] {
        let mut registry = Registry::default();
        registry.add(one(first.0, first.1)).unwrap();
        let finding = registry.add(one(second.0, second.1)).unwrap_err();
        assert!(finding.code == "PLUG-01" && finding.message.starts_with("`pdf` would be"), "{}", finding.message);
        assert_eq!(registry.plugins().len(), 1);
    }
    Registry::default().add(one("pdf", "pdf")).unwrap();
}

#[test]
fn two_plugins_of_one_name_are_told_apart() {
    let mut registry = Registry::default();
    registry.add(plugin(|_| Response::default())).unwrap();
    let finding = registry.add(plugin(|_| Response::default())).unwrap_err();
    assert_eq!(finding.code, "PLUG-01");
    assert_eq!(finding.message.matches("part of this program").count(), 2);
    assert_eq!(registry.plugins().len(), 1);
}

#[test]
fn the_first_has_a_format_and_the_others_are_named() {
    let mut registry = Registry::default();
    registry.add(plugin_of(manifest("one"), |_| Response::default())).unwrap();
    registry.add(plugin_of(manifest("two"), |_| Response::default())).unwrap();
    assert_eq!(registry.choices().len(), 1);
    assert_eq!(registry.choose("txt").unwrap().plugin.manifest().id, "one");
    assert_eq!(registry.choose("two:txt").unwrap().plugin.manifest().id, "two");
    assert_eq!(registry.choose("tyt").unwrap_err().help.as_deref(), Some("did you mean `txt`?"));
    assert!(registry.choose("two:pdf").is_err());
}

#[test]
fn needs_are_picked_from_the_house() {
    let needs = vec![
        Need { name: "page.css".into(), required: false },
        Need { name: "fonts".into(), required: false },
        Need { name: "page.hbs".into(), required: true },
    ];
    let plugin = plugin_of(Manifest { needs, ..manifest("fake") }, |_| Response::default());
    let picked = plugin
        .assets(&|name| match name {
            "fonts" => vec![asset("fonts/a.ttf", "aa"), asset("fonts/b.ttf", "bb")],
            "page.hbs" => vec![asset(name, "cc")],
            _ => vec![],
        })
        .unwrap();
    assert_eq!(
        picked.iter().map(|asset| asset.name.as_str()).collect::<Vec<_>>(),
        ["fonts/a.ttf", "fonts/b.ttf", "page.hbs"]
    );
    let finding = plugin.assets(&|_| vec![]).unwrap_err();
    assert!(finding.message.contains("`page.hbs`") && finding.message.contains("`fake`"));
}

#[test]
fn options_are_read_as_the_manifest_wants_them() {
    let spec = |key: &str, kind| OptionSpec { key: key.into(), kind, range: None, default: None, doc: String::new() };
    let options = vec![
        OptionSpec {
            range: Some([20, 100]),
            default: Some(OptionValue::Number(72)),
            ..spec("width", OptionKind::Number)
        },
        spec("tags", OptionKind::Flag),
        spec("paper", OptionKind::Choice(vec!["a4".into(), "letter".into()])),
        spec("title", OptionKind::Text),
    ];
    let mut registry = Registry::default();
    registry.add(plugin_of(Manifest { options, ..manifest("fake") }, |_| Response::default())).unwrap();
    let unset = OptionValues::parse(&registry, []).unwrap();
    assert_eq!(unset.of("fake"), BTreeMap::from([("width".into(), OptionValue::Number(72))]), "defaults are filled in");

    let settings = ["fake.width=80", "fake.width=60", "fake.tags=false", "fake.paper=a4", "fake.title=a=b"];
    let values = OptionValues::parse(&registry, settings).unwrap().of("fake");
    assert_eq!(values["width"], OptionValue::Number(60));
    assert_eq!(values["tags"], OptionValue::Flag(false));
    assert_eq!(values["title"], OptionValue::Text("a=b".into()));

    for (wrong, said) in [
        ("width=80", "form `plugin.key=value`"),
        ("fake.width", "form `plugin.key=value`"),
        ("fake.width=wide", "a whole number from 20 to 100"),
        ("fake.width=19", "a whole number from 20 to 100"),
        ("fake.width=101", "a whole number from 20 to 100"),
        ("fake.tags=yes", "`true` or `false`"),
        ("fake.paper=a5", "one of a4, letter"),
        ("fake.widht=80", "no option `widht`"),
        ("fke.width=80", "no plugin is called `fke`"),
    ] {
        let findings = OptionValues::parse(&registry, [wrong]).unwrap_err();
        assert_eq!(findings[0].code, "REND-04");
        assert!(findings[0].message.contains(said), "{wrong}: {}", findings[0].message);
    }
    let findings = OptionValues::parse(&registry, ["fake.widht=80", "x=1"]).unwrap_err();
    assert_eq!(findings.len(), 2);
    assert_eq!(findings[0].help.as_deref(), Some("did you mean `width`?"));
}
