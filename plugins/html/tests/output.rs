//! What the backend makes of specimens, and what it refuses.

mod specimens;

use engross_html::HtmlBackend;
use engross_plugin::Backend;
use engross_plugin::model::{
    Align, Block, BlockStyle, Bytes, Change, ChangeKind, Date, Direction, Finding, Inline, LabelPlace, LanguageLink,
    LevelStyle, OptionValue, Request, Response, Review, ReviewState, Severity, Status, TitleLine, TitleRole,
};

use crate::specimens::{STYLE, TEMPLATE, asset, empty, everything, long};

fn render(request: &Request) -> Response {
    HtmlBackend.render(request)
}

/// Renders without any finding.
fn page(request: &Request) -> String {
    let response = render(request);
    assert!(response.findings.is_empty(), "{:?}", response.findings);
    text_of(&response)
}

fn text_of(response: &Response) -> String {
    String::from_utf8(response.artifacts.first().expect("an artifact").bytes.to_vec()).expect("UTF-8")
}

fn refusal(request: &Request) -> Finding {
    let response = render(request);
    assert!(response.artifacts.is_empty());
    response.findings.into_iter().next().expect("a finding")
}

fn with_template(template: impl Into<String>) -> Request {
    let mut request = everything();
    request.assets[0] = asset(TEMPLATE, &template.into());
    request
}

/// Puts running text into the first clause.
fn with_content(content: Vec<Inline>) -> Request {
    let mut request = everything();
    let Some(Block::Clause(clause)) = request.document.parts[0].blocks.first_mut() else { panic!("a clause") };
    clause.content = content;
    request
}

#[test]
fn words_that_look_like_code_are_words() {
    let page = page(&everything());
    assert!(page.contains("{{handlebars}} $math$ @ref &lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; *stars*"));
    assert!(page.contains("<title>205 CDS 25 E: A Specimen of Everything on Small &amp; Large &lt;Things&gt;</title>"));
    assert!(!page.contains("<script>"));
}

#[test]
fn every_clause_has_its_anchor_its_label_and_its_spoken_form() {
    let page = page(&everything());
    assert!(page.contains(
        "<li id=\"point-a\"><p><span class=\"label\" aria-hidden=\"true\">a. </span>\
         <span class=\"visually-hidden\">paragraph 4, point a </span>to do one thing"
    ));
    assert!(page.contains("<a class=\"link-mark\" href=\"#point-a\" aria-label=\"Link to paragraph 4, point a\"></a>"));
    assert!(page.contains("<li id=\"operative.2.3\"><p>an unlabelled point;"));
    assert!(page.contains("aria-label=\"Link to an unlabelled point;\""));
    assert!(page.contains(">5 bis. </span>") && !page.contains(">5. </span>"));
}

#[test]
fn one_of_everything_is_there() {
    let page = page(&everything());
    for piece in [
        "<p class=\"line-reference\">205 CDS 25 E</p>",
        "<p class=\"formula\"><b class=\"lead bold\">The Assembly,</b></p>",
        "<h2 id=\"preamble.h1\">A heading between clauses<sup",
        "<h2>Operative part</h2>",
        "H<sub>2</sub>O, the 1<sup>st</sup> <em>emphasised <b class=\"lead bold\">and led</b></em>",
        "<a href=\"https://example.org/a?b=1&amp;c=%222%22\">link</a>",
        "<a class=\"to-clause\" href=\"#operative.2.2.2\">paragraph 4 (b) (ii)</a>",
        "<p class=\"closing\">and requests a report on all of these points.</p></li>",
        "<ins class=\"change inserted\" title=\"am-1, Ms Specimen, 2025-05-26\" datetime=\"2025-05-26\">inserted</ins>",
        "<del class=\"change deleted\" title=\"am-1\">deleted</del>",
        "content: \"205 CDS 25 E\"",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    assert_eq!(page.matches("<main").count(), 1);
}

#[test]
fn a_note_with_two_marks_has_two_ways_back() {
    let page = page(&everything());
    for id in ["_mark.n1.1", "_mark.n1.2"] {
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        assert_eq!(page.matches(&format!("href=\"#{id}\"")).count(), 1, "{id}");
    }
    assert!(page.contains("<li id=\"_note.n1\"><sup class=\"mark\">1</sup> A note with two marks"));
}

#[test]
fn ways_back_follow_the_marks_that_are_there() {
    let mut request = everything();
    request.document.notes[1].anchors = u32::MAX;
    assert_eq!(page(&request).matches("href=\"#_mark.n1.").count(), 2);
}

#[test]
fn every_link_inside_the_page_arrives_and_no_name_stands_twice() {
    for request in [everything(), empty(), long(1)] {
        let page = page(&request);
        let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let mut distinct = ids.clone();
        distinct.sort_unstable();
        distinct.dedup();
        assert_eq!(distinct.len(), ids.len());
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(ids.contains(&target), "{target}");
        }
    }
}

#[test]
fn names_of_the_page_do_not_meet_those_of_clauses() {
    let mut request = everything();
    let ids = ["text", "notes", "note-n1", "mark-n1-1"];
    for (block, id) in request.document.parts[1].blocks.iter_mut().zip(ids) {
        let Block::Clause(clause) = block else { continue };
        clause.id = id.to_owned();
    }
    let page = text_of(&render(&request));
    assert_eq!(page.matches(" id=\"text\"").count(), 1);
    assert_eq!(page.matches(" id=\"notes\"").count(), 1);
}

#[test]
fn catalogues_find_what_they_look_for() {
    let page = page(&everything());
    assert!(page.contains("<link rel=\"schema.dcterms\" href=\"http://purl.org/dc/terms/\">"));
    assert!(page.contains("<meta name=\"dcterms.identifier\" content=\"205 CDS 25 E\">"));
    assert!(page.contains("<meta name=\"dcterms.hasVersion\" content=\"everything.fr.html\">"));
    assert!(page.contains("<link rel=\"alternate\" hreflang=\"fr-FR\" href=\"everything.fr.html\">"));
    assert!(page.contains("<link rel=\"alternate\" hreflang=\"x-default\" href=\"everything.en.html\">"));
    assert!(page.contains("<meta name=\"generator\" content=\"engross "));
    assert!(page.contains("\"name\":\"A Specimen of Everything on Small \\u0026 Large \\u003cThings\\u003e\""));
    assert!(page.contains("\"workTranslation\":[{\"@type\":\"Legislation\",\"inLanguage\":\"fr-FR\""));
}

#[test]
fn a_draft_is_not_said_to_be_passed() {
    let mut request = everything();
    request.document.metadata.date = Date::new(2025, 5, 26);
    let draft = page(&request);
    assert!(draft.contains("\"creativeWorkStatus\":\"Draft\"") && draft.contains("\"dateCreated\":\"2025-05-26\""));
    assert!(!draft.contains("legislationPassedBy") && !draft.contains("/OfficialLegalValue"));
    request.document.status = Status::Adopted;
    let adopted = page(&request);
    assert!(adopted.contains("\"legislationDate\":\"2025-05-26\""));
    assert!(adopted.contains("\"legislationPassedBy\":{\"@type\":\"Organization\",\"name\":"));
    assert!(adopted.contains("\"legislationLegalValue\":\"https://schema.org/OfficialLegalValue\""));
    assert!(adopted.contains("<meta name=\"dcterms.issued\" content=\"2025-05-26\">"));
}

#[test]
fn a_translation_leads_to_its_original() {
    let mut request = everything();
    request.document.metadata.languages =
        vec![LanguageLink { code: "fr".to_owned(), tag: "fr-FR".to_owned(), original: true }];
    request.options.insert("metadata-base".to_owned(), OptionValue::Text("https://example.org/texts".to_owned()));
    let page = page(&request);
    let original = "https://example.org/texts/everything.fr.html";
    assert!(page.contains(&format!("<link rel=\"alternate\" hreflang=\"x-default\" href=\"{original}\">")));
    assert!(page.contains(&format!("<meta name=\"dcterms.isVersionOf\" content=\"{original}\">")));
    assert!(page.contains("<link rel=\"canonical\" href=\"https://example.org/texts/everything.en.html\">"));
    assert!(page.contains("\"@id\":\"https://example.org/texts/everything.en.html\""));
    assert!(page.contains(&format!("\"translationOfWork\":{{\"@type\":\"Legislation\",\"@id\":\"{original}\"")));
    assert!(!page.contains("workTranslation"));
}

#[test]
fn no_title_ends_the_script() {
    let mut request = everything();
    request.document.metadata.title = "</script><!-- <script>alert(1)</script> \u{2028}\u{1}".to_owned();
    let page = page(&request);
    assert_eq!(page.matches("</script>").count(), 1);
    assert!(!page.contains("<!--"));
}

#[test]
fn the_page_loads_nothing_and_says_so() {
    let page = page(&everything());
    assert!(page.contains("content=\"default-src 'none'; style-src 'sha256-"));
    for loading in ["<img", "src=", "@import", "url(", "<iframe", "style=\"", "'unsafe-inline'"] {
        assert!(!page.contains(loading), "{loading}");
    }
}

#[test]
fn link_marks_can_be_left_out() {
    let mut request = everything();
    request.options.insert("link-marks".to_owned(), OptionValue::Flag(false));
    let page = page(&request);
    assert!(!page.contains("class=\"link-mark\"") && !page.contains(" marked\""));
}

#[test]
fn a_page_can_stay_light() {
    let mut request = everything();
    request.options.insert("colours".to_owned(), OptionValue::Text("light".to_owned()));
    let page = page(&request);
    assert!(page.contains("<meta name=\"color-scheme\" content=\"light\">") && page.contains(" class=\"light\">"));
}

#[test]
fn options_that_do_not_fit_are_refused() {
    for (key, value) in [
        ("link-marks", OptionValue::Number(1)),
        ("colours", OptionValue::Text("dark".to_owned())),
        ("metadata-base", OptionValue::Text("javascript:alert(1)".to_owned())),
    ] {
        let mut request = everything();
        request.options.insert(key.to_owned(), value);
        assert_eq!(refusal(&request).code, "REND-04", "{key}");
    }
}

#[test]
fn a_document_with_nothing_in_it_is_a_page() {
    let page = page(&empty());
    assert_eq!(page.matches("<h1").count(), 1);
    assert!(page.contains("<h1 class=\"visually-hidden\">Draft declaration</h1>"));
    assert!(!page.contains("<ol") && !page.contains("<section"));
}

#[test]
fn a_document_without_words_and_names_is_a_page() {
    let mut request = everything();
    request.document.words.clear();
    request.document.title_block.clear();
    request.document.metadata.title.clear();
    request.document.metadata.identifier.clear();
    let page = page(&request);
    assert!(page.contains("<h1 class=\"visually-hidden\">everything</h1>"));
    assert!(page.contains("<title>everything</title>"));
    assert!(!page.contains("class=\"skip\"") && !page.contains("aria-labelledby"));
}

#[test]
fn there_is_one_main_heading_though_two_lines_claim_it() {
    let mut request = everything();
    request.document.title_block.iter_mut().for_each(|line| line.heading = true);
    assert_eq!(page(&request).matches("<h1").count(), 1);
}

#[test]
fn headings_between_clauses_lie_below_the_heading_of_their_part() {
    let mut request = everything();
    request.document.parts[0].heading = vec![Inline::text("Preamble")];
    let page = page(&request);
    assert!(page.contains("<h2>Preamble</h2>") && page.contains("<h3 id=\"preamble.h1\">"));
}

#[test]
fn clauses_without_labels_have_no_column_for_them() {
    let mut request = everything();
    for block in &mut request.document.parts[0].blocks {
        let Block::Clause(clause) = block else { continue };
        clause.label = None;
    }
    let page = page(&request);
    assert!(page.contains("<ol class=\"clauses column-0 ") && page.contains("<ol class=\"clauses column-7"));
}

#[test]
fn a_changed_clause_is_marked_and_said_to_be() {
    let mut request = everything();
    request.document.words.insert("inserted".to_owned(), "inserted".to_owned());
    let change = Change { kind: ChangeKind::Inserted, amendment: "am-2".to_owned(), author: None, date: None };
    let Some(Block::Clause(clause)) = request.document.parts[0].blocks.first_mut() else { panic!("a clause") };
    clause.change = Some(change);
    let page = page(&request);
    assert!(page.contains(
        "<li id=\"first\"><ins class=\"change inserted whole\" title=\"inserted, am-2\">\
         <span class=\"visually-hidden\">[inserted: </span><p>"
    ));
    assert!(page.contains("</p><span class=\"visually-hidden\">]</span></ins></li>"));
}

#[test]
fn a_text_from_right_to_left_says_so() {
    let mut request = everything();
    request.document.language.tag = "ar".to_owned();
    request.document.language.direction = Direction::Rtl;
    let page = page(&request);
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">"));
    assert!(page.contains("@top-left { content: \"205 CDS 25 E\";"));
}

#[test]
fn a_phrase_that_runs_against_the_text_is_isolated() {
    let phrase = Inline::Isolated { direction: Direction::Ltr, content: vec![Inline::text("A/RES/73/7")] };
    let page = text_of(&render(&with_content(vec![Inline::text("القرار "), phrase])));
    assert!(page.contains("القرار <bdi dir=\"ltr\">A/RES/73/7</bdi>"));
}

#[test]
fn what_cannot_be_a_link_is_said_and_its_words_stay() {
    let words = |words: &str| vec![Inline::text(words)];
    let cases = [
        Inline::Link { url: "javascript:alert(1)".to_owned(), content: words("words") },
        Inline::Link { url: "//example.org".to_owned(), content: words("words") },
        Inline::Reference { target: "nowhere".to_owned(), content: words("words") },
        Inline::NoteMark { note: "nowhere".to_owned(), mark: "words".to_owned(), anchor: 1, separator: String::new() },
    ];
    for case in cases {
        let response = render(&with_content(vec![case]));
        let finding = response.findings.first().expect("a finding");
        assert_eq!((finding.code.as_str(), finding.severity), ("REND-02", Severity::Warning));
        assert_eq!(finding.place.clause.as_deref(), Some("first"));
        let page = text_of(&response);
        assert!(page.contains("words") && !page.contains("javascript:") && !page.contains("nowhere"));
    }
}

#[test]
fn a_note_mark_inside_a_link_is_a_link_of_its_own() {
    let mark = Inline::NoteMark { note: "n3".to_owned(), mark: "3".to_owned(), anchor: 7, separator: String::new() };
    let content = vec![Inline::text("before"), mark, Inline::text("after")];
    let page = page(&with_content(vec![Inline::Link { url: "https://example.org/".to_owned(), content }]));
    assert!(page.contains("<a href=\"https://example.org/\">before</a><sup class=\"mark\"><a role=\"doc-noteref\""));
    assert!(page.contains("3</a></sup><a href=\"https://example.org/\">after</a>"));
}

#[test]
fn hostile_names_stay_names() {
    let mut request = everything();
    let Some(Block::Clause(clause)) = request.document.parts[0].blocks.first_mut() else { panic!("a clause") };
    clause.id = "a\" onclick=\"alert(1)".to_owned();
    request.document.parts[0].name = "x\"><script>".to_owned();
    request.document.language.tag = "en\"><script>".to_owned();
    request.document.slug = "a b\"/../c".to_owned();
    request.document.running_head = "\"} </style><script>".to_owned();
    request.document.title_block[0].role = TitleRole::Other;
    let page = text_of(&render(&request));
    assert!(!page.contains("<script>") && !page.contains("onclick=\"") && page.matches("</style>").count() == 1);
    assert!(page.contains("<li id=\"a__onclick__alert_1_\">"));
}

#[test]
fn mistakes_in_a_template_are_placed() {
    for (template, message) in [
        ("<p>\n{{#if x}}", "document.html.hbs:2: "),
        ("<p>\n{{nothing}}", "document.html.hbs:2: there is no value `nothing`"),
        ("<p>\n\n{{words.nothing}}", "document.html.hbs:3: there is no value `words.nothing`"),
        ("{{#each words}}{{this}}{{/each}}", "document.html.hbs:1: "),
        ("{{log title}}", "document.html.hbs:1: there is no value and no helper `log`"),
        ("\n{{> \"/etc/passwd\"}}", "document.html.hbs:2: "),
        ("\n{{> /etc/passwd}}", "document.html.hbs:2: a template here cannot include"),
        ("\n{{> page}}", "document.html.hbs:2: a template here cannot include"),
        ("{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}", "document.html.hbs:1: a template here cannot include"),
        ("{{#if title}}\n{{#if title}}\n{{> a}}{{/if}}{{/if}}", "document.html.hbs:3: a template here cannot include"),
    ] {
        let finding = refusal(&with_template(template));
        assert_eq!(finding.code, "REND-03");
        assert!(finding.message.starts_with(message), "{template}: {}", finding.message);
        assert_eq!(finding.place.file.as_deref(), Some(TEMPLATE));
    }
}

#[test]
fn no_template_exhausts_the_program() {
    let nested = |opening: &str, times: usize| format!("{{{{x {}", opening.repeat(times));
    for template in [
        "{{#if title}}".repeat(200),
        "{{#if title}}".repeat(100_000),
        "{{#if title}}".repeat(200) + &"{{/if}}".repeat(200),
        "{{{{raw}}}}".repeat(200),
        nested("(not ", 200),
        nested("(not ", 100_000),
        nested("[", 200),
        nested("{\"a\":", 200),
        nested("{ \"a\" : ", 100_000),
        "x".repeat(1 << 20),
        "{{{body-html}}}".repeat(4_000),
    ] {
        let mut request = with_template(template);
        request.document = long(4).document;
        let response = render(&request);
        assert!(response.artifacts.is_empty() || response.findings.is_empty());
    }
}

#[test]
fn a_template_escapes_text_once() {
    let page = page(&with_template("{{title}}|{{{title}}}|{{#if link-marks}}yes{{/if}}"));
    assert!(page.starts_with("205 CDS 25 E: A Specimen of Everything on Small &amp; Large &lt;Things&gt;|"));
    assert!(page.ends_with("|yes"));
}

#[test]
fn a_style_sheet_cannot_end_itself() {
    for style in ["p {} </STYLE><script>", "p { \0 }"] {
        let mut request = everything();
        request.assets[1] = asset(STYLE, style);
        assert_eq!(refusal(&request).code, "REND-03");
    }
}

#[test]
fn files_of_the_house_must_be_text() {
    for at in [0, 1] {
        let mut request = everything();
        request.assets[at].bytes = Some(Bytes::from(vec![0xff, 0xfe]));
        assert_eq!(refusal(&request).code, "REND-03");
    }
}

#[test]
fn files_that_are_known_need_not_be_sent() {
    let mut request = with_template("{{title}} of a template that no other test has");
    let bytes = request.assets[0].bytes.take();
    let hash = request.assets[0].sha256.clone();
    let response = render(&request);
    assert_eq!((response.send_again, response.artifacts.len()), (vec![hash], 0));
    request.assets[0].bytes = bytes;
    let first = render(&request);
    assert!(first.send_again.is_empty());
    request.assets.iter_mut().for_each(|asset| asset.bytes = None);
    assert_eq!(render(&request), first);
}

#[test]
fn only_html_is_made() {
    let mut request = everything();
    request.format = "pdf".to_owned();
    assert_eq!(refusal(&request).code, "REND-01");
}

#[test]
fn the_same_request_gives_the_same_bytes_on_every_thread() {
    let expected = render(&everything());
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| render(&everything()))).collect();
        for thread in threads {
            assert!(thread.join().expect("no panic") == expected);
        }
    });
}

#[test]
fn the_manifest_offers_what_requests_may_set() {
    let manifest = HtmlBackend.manifest();
    assert!(manifest.concurrent && manifest.needs.iter().all(|need| !need.required));
    let mut request = everything();
    for option in manifest.options {
        if let Some(default) = option.default {
            request.options.insert(option.key, default);
        }
    }
    assert_eq!(page(&request), page(&everything()));
}

/// Everything, and beside it the same text in French, whose first clause is a draft.
fn side_by_side() -> Request {
    let mut request = everything();
    let mut french = request.document.clone();
    french.language.code = "fr".to_owned();
    french.language.tag = "fr-FR".to_owned();
    french.banner = vec![Inline::text("Traduction de courtoisie.")];
    french.words.insert("draft".to_owned(), "Projet".to_owned());
    let mut first = None;
    french.walk_clauses(&mut |_, clause, _| {
        first.get_or_insert_with(|| clause.id.clone());
    });
    french.reviews.insert(first.expect("a clause"), Review { state: ReviewState::Draft, language: None });
    request.document.parallel.push(french);
    request
}

#[test]
fn languages_side_by_side_are_a_table_with_headers() {
    let page = page(&side_by_side());
    for piece in [
        "<p class=\"banner\" role=\"note\" lang=\"fr-FR\" dir=\"ltr\">Traduction de courtoisie.</p>",
        "<table class=\"parallel columns-2 column-",
        "<th scope=\"col\" lang=\"fr-FR\" dir=\"ltr\">",
        "<th scope=\"row\" class=\"number-cell depth-0\" lang=",
        "<p class=\"words in-review draft\"><span class=\"review\">Projet</span> ",
        "<div class=\"beside\"><div lang=",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    assert_eq!(page.matches("<h1").count(), 1);
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let mut unique = ids.clone();
    unique.sort_unstable();
    unique.dedup();
    assert_eq!(ids.len(), unique.len());
}

/// Everything, its clauses set as `style` says, the first of the second part with a heading.
fn with_level(style: LevelStyle) -> Request {
    let mut request = everything();
    request.look.levels.insert("article".to_owned(), style);
    for block in &mut request.document.parts[1].blocks {
        let Block::Clause(clause) = block else { continue };
        clause.level = "article".to_owned();
    }
    let first = request.document.parts[1].blocks.iter_mut().find_map(|block| match block {
        Block::Clause(clause) => Some(clause),
        Block::Heading(_) => None,
    });
    first.expect("a clause").heading = vec![Inline::text("Subject matter")];
    request
}

#[test]
fn a_house_without_files_has_the_usual_page() {
    let mut request = everything();
    request.assets.clear();
    let page = page(&request);
    assert!(page.contains("<main id=\"_text\"") && page.contains(".line-title {"));
    assert_eq!(page.matches("<style>").count(), 1);
}

#[test]
fn the_house_s_own_style_sheet_overrules_its_look() {
    let mut request = everything();
    request.assets[1] = asset(STYLE, ".line-title { color: red; }");
    let page = page(&request);
    let places: Vec<usize> = page.match_indices(".line-title {").map(|(at, _)| at).collect();
    assert!(matches!(places[..], [made, own] if page[made..own].contains("font-size")), "{places:?}");
    assert!(!page.contains("--gutter"), "the usual sheet is not in it");
}

#[test]
fn the_look_of_lines_is_in_the_style_sheet() {
    let mut request = everything();
    let signed = BlockStyle {
        size: Some(22.0),
        italic: true,
        align: Some(Align::End),
        indent: 25.4,
        before: 11.0,
        rule: true,
        ..BlockStyle::default()
    };
    request.look.size = 11.0;
    request.look.styles.insert("signed".to_owned(), signed);
    let line = |style: &str, beside| TitleLine {
        style: style.to_owned(),
        beside,
        content: vec![Inline::text(style)],
        ..TitleLine::default()
    };
    request.document.closing_block = vec![line("place", false), line("signed", true), line("a b", false)];
    let page = page(&request);
    for piece in [
        ".line-signed { font-size: 2em; font-weight: normal; font-style: italic; margin-block: calc(0.5em * var(--air, 1))",
        " text-align: end; margin-inline-start: min(3.273em, 25%); padding-block-end: .15em; border-block-end: 1px solid var(--ink);",
        "<footer class=\"closing-block\">\n<div class=\"shared-line\">\n<p class=\"line-place\">place</p>\n\
         <p class=\"line-signed\">signed</p>\n</div>\n<p class=\"line-a b\">a b</p>\n</footer>",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
    assert!(!page.contains(".line-a b"), "what is no class has no rule");
    request.document.language.italics = false;
    assert!(self::page(&request).contains("font-weight: bold; font-style: normal; margin-block: calc(0.5em"));
    assert!(self::page(&request).contains(":lang(en-GB) :is(em, .lead.italic) { font-style: normal"));
}

#[test]
fn a_label_on_a_line_stands_in_the_heading_of_its_clause() {
    let page = page(&with_level(LevelStyle { label: LabelPlace::Line, italic: true, ..LevelStyle::HANGING }));
    for piece in [
        "<ol class=\"clauses column-0 level-article\" role=\"list\">",
        "<h3 class=\"clause-heading line\"><span class=\"label\" aria-hidden=\"true\">",
        "Subject matter<a class=\"link-mark\"",
        ".level-article > li .label { font-style: italic; }",
    ] {
        assert!(page.contains(piece), "{piece}");
    }
}

#[test]
fn a_clause_without_a_label_stands_in_by_its_first_line() {
    let mut request = with_level(LevelStyle { label: LabelPlace::RunIn, indent: 25.4, ..LevelStyle::HANGING });
    let page = page(&request);
    assert!(page.contains("p:first-of-type:not(.closing) { text-indent: 6.545em; }"), "{}", request.look.size);
    assert!(page.contains("<h3 class=\"clause-heading\"><span class=\"label\""), "a heading behind its label");
    request.document.parts[1].blocks.iter_mut().for_each(|block| {
        if let Block::Clause(clause) = block {
            (clause.label, clause.provisional) = (None, None);
        }
    });
    assert!(self::page(&request).contains("<ol class=\"clauses column-0 level-article bare\""));
}

#[test]
fn languages_side_by_side_show_headings_of_clauses_and_closing_lines() {
    let mut request = with_level(LevelStyle { label: LabelPlace::Line, ..LevelStyle::HANGING });
    let signed =
        TitleLine { style: "signed".to_owned(), content: vec![Inline::text("Signed")], ..TitleLine::default() };
    request.document.closing_block.push(signed);
    let mut french = request.document.clone();
    french.language.code = "fr".to_owned();
    request.document.parallel.push(french);
    let page = page(&request);
    assert_eq!(
        page.matches("<h3 class=\"clause-heading line\">").count() * 2,
        page.matches("clause-heading line\">").count()
    );
    assert!(page.contains("<tbody class=\"closing-block\">"));
    assert_eq!(page.matches("Subject matter<").count(), 2);
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let unique: std::collections::BTreeSet<&&str> = ids.iter().collect();
    assert_eq!(ids.len(), unique.len());
}

#[test]
fn labels_run_in_side_by_side_as_they_do_alone() {
    let mut request = with_level(LevelStyle { label: LabelPlace::RunIn, indent: 8.0, ..LevelStyle::default() });
    let other = request.document.clone();
    request.document.parallel.push(other);
    let page = page(&request);
    assert!(page.contains("<th scope=\"row\" class=\"number-cell depth-0 flush level-article\""));
    assert!(page.contains("<td class=\"depth-0 flush level-article\""));
    assert!(page.contains(".parallel .level-article:not(.bare) .words { text-indent: calc("));
}

#[test]
fn a_large_first_letter_is_one_of_the_word() {
    let mut request = everything();
    let content = vec![Inline::text("A/1")];
    request.document.title_block = vec![TitleLine { style: "symbol".to_owned(), content, ..TitleLine::default() }];
    let style = BlockStyle { size: Some(10.0), first_letter: Some(20.0), indent: -10.0, ..BlockStyle::default() };
    request.look.styles.insert("symbol".to_owned(), style);
    request.look.page_number = "{page} / {pages}".to_owned();
    let page = page(&request);
    assert!(page.contains("<span class=\"first-letter\">A</span>/1"), "{page}");
    assert!(page.contains(".line-symbol .first-letter { font-size: 2em; }"));
    assert!(page.contains("content: counter(page) \" / \" counter(pages);"));
    let rule = page.split(".line-symbol {").nth(1).and_then(|rule| rule.split('}').next()).unwrap_or_default();
    assert!(!rule.contains("margin-inline-start"), "a window has no margin: {rule}");
}
