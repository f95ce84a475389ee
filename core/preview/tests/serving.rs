//! The server from outside, with a desk that draws what is written in a folder: one text, one picture a line.
#![expect(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use engross_model::{Bytes, Finding, UnitPlace};
use engross_preview::{
    Content, Desk, Drawn, Entry, EntryKind, File, Form, Found, Language, Options, Picture, Place, Text, Touched, View,
    Watched, serve,
};

/// Draws `<folder>/<slug>.txt`: a page for every line. A file that begins with `!` cannot be read. Where one ends with
/// `wait`, all but the pictures is ready as soon as there is a file `<slug>.ready`.
struct Lines {
    folder: PathBuf,
    drawn: Arc<Mutex<Vec<String>>>,
}

impl Lines {
    fn file(&self, slug: &str) -> PathBuf {
        self.folder.join(format!("{slug}.txt"))
    }
}

impl Desk for Lines {
    fn texts(&self) -> Vec<Text> {
        let mut slugs: Vec<String> = fs::read_dir(&self.folder)
            .into_iter()
            .flatten()
            .filter_map(|entry| Some(entry.ok()?.file_name().to_str()?.strip_suffix(".txt")?.to_owned()))
            .collect();
        slugs.sort();
        let language =
            |code: &str| Language { code: code.into(), name: code.into(), tag: code.into(), ..Language::default() };
        let text = |slug: String| Text {
            title: format!("The <text> {slug}"),
            files: vec![format!("{slug}.txt")],
            languages: vec![language("en"), language("fr")],
            slug,
        };
        slugs.into_iter().map(text).collect()
    }

    fn complaints(&self) -> Vec<Finding> {
        let other = self.folder.join("other.yaml").display().to_string();
        let complaint = Finding::new("FILE-04", "the text has the slug `one`").in_file(other);
        if self.file("two").exists() { vec![complaint] } else { Vec::new() }
    }

    fn draw(&self, view: &View, ahead: &mut dyn FnMut(&[Picture])) -> Drawn {
        let written = fs::read_to_string(self.file(&view.text)).unwrap_or_else(|_| "!gone".to_owned());
        assert!(written.trim() != "!panic", "this desk falls over");
        self.drawn.lock().unwrap().push(written.clone());
        let lines: Vec<&str> = written.lines().collect();
        let picture =
            |line: &&str| Picture { bytes: Bytes::from(format!("<svg>{line}</svg>")), width: 100.0, height: 50.0 };
        let place = |(at, _)| UnitPlace {
            unit: format!("line-{at}"),
            language: "en".into(),
            page: at + 1,
            x: 1.0,
            y: 2.0,
            width: 3.0,
            height: 4.0,
        };
        let content = match view.form {
            _ if written.starts_with('!') => None,
            Form::Pages => {
                let pictures: Vec<Picture> = lines.iter().map(picture).collect();
                ahead(&pictures);
                if written.ends_with("wait") {
                    wait_until(|| self.folder.join(format!("{}.ready", view.text)).exists());
                }
                Some(Content::Pages(pictures, lines.iter().enumerate().map(place).collect()))
            }
            Form::Html => Some(Content::Html(Bytes::from(format!("<p>{written}")))),
            Form::Text => Some(Content::Text(written.clone())),
        };
        let entry = |(at, line): (usize, &&str)| Entry {
            unit: format!("line-{at}"),
            words: (*line).to_owned(),
            kind: if line.starts_with("note") { EntryKind::Other } else { EntryKind::Clause },
            digest: blake3_of(line),
            ..Entry::default()
        };
        let mut finding = Finding::new("PUN-01", "no end");
        finding.place.clause = Some("line-0".into());
        let found = Found {
            finding,
            rule: "",
            position: Some((1, 2)),
            excerpt: ["a ".into(), "<b>".into(), " c".into()],
            key: "the-key".into(),
        };
        Drawn {
            title: format!("Text {}", view.text),
            language: Language { code: view.language.clone(), ..Language::default() },
            outline: if content.is_some() { lines.iter().enumerate().map(entry).collect() } else { Vec::new() },
            content,
            findings: if written.contains('?') { vec![found] } else { Vec::new() },
        }
    }

    fn file(&self, view: &View, format: &str) -> Result<File, String> {
        match format {
            "txt" => Ok(File {
                name: format!("{} é.txt", view.text),
                media_type: "text/plain".into(),
                bytes: fs::read(self.file(&view.text)).map_err(|error| error.to_string())?.into(),
            }),
            other => Err(format!("no {other}")),
        }
    }

    fn formats(&self) -> Vec<String> {
        vec!["txt".into()]
    }

    fn mend(&self, view: &View, key: &str) -> Result<String, String> {
        if key != "the-key" {
            return Err("look again".into());
        }
        fs::write(self.file(&view.text), "mended").map_err(|error| error.to_string())?;
        Ok("mended it".into())
    }

    fn open(&self, view: &View, place: &Place) -> Result<String, String> {
        Ok(format!("{} {place:?}", view.text))
    }

    fn say(&self, _: &str) {}

    fn watched(&self) -> Vec<Watched> {
        vec![Watched { folder: self.folder.clone(), deep: true }]
    }

    fn touched(&self, path: &Path) -> Touched {
        match path.file_name().and_then(|name| name.to_str()).and_then(|name| name.strip_suffix(".txt")) {
            Some(slug) => Touched::Text(slug.to_owned()),
            None => Touched::Nothing,
        }
    }
}

fn wait_until(holds: impl Fn() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(10));
        std::thread::sleep(Duration::from_millis(2));
    }
}

fn blake3_of(text: &str) -> u64 {
    text.bytes().fold(7, |sum, byte| sum.wrapping_mul(31).wrapping_add(byte.into()))
}

/// A server over a folder.
struct Scene {
    folder: tempfile::TempDir,
    /// What was drawn, from the first to the last.
    drawn: Arc<Mutex<Vec<String>>>,
    port: u16,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Scene {
    fn new(texts: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (slug, text) in texts {
            fs::write(folder.path().join(format!("{slug}.txt")), text).unwrap();
        }
        let drawn = Arc::default();
        let desk = Lines { folder: folder.path().to_owned(), drawn: Arc::clone(&drawn) };
        let (sender, address) = channel();
        std::thread::spawn(move || serve(desk, Options { port: Some(0) }, |at| sender.send(at.to_owned()).unwrap()));
        let address = address.recv_timeout(Duration::from_secs(10)).unwrap();
        let port = address.trim_end_matches('/').rsplit(':').next().unwrap().parse().unwrap();
        Self { folder, drawn, port }
    }

    fn write(&self, slug: &str, text: &str) {
        fs::write(self.folder.path().join(format!("{slug}.txt")), text).unwrap();
    }

    fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        let mut request =
            format!("{method} {path} HTTP/1.1\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        if !headers.iter().any(|(name, _)| *name == "Host") {
            request += &format!("Host: 127.0.0.1:{}\r\n", self.port);
        }
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        write!(stream, "{request}\r\n{body}").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head: head.to_lowercase(), body: body.to_owned() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], "")
    }

    fn parts(&self, slug: &str) -> serde_json::Value {
        serde_json::from_str(&self.get(&format!("/parts?text={slug}&language=en")).body).unwrap()
    }

    /// Asks for the parts until they are as wanted.
    fn parts_when(&self, slug: &str, wanted: impl Fn(&serde_json::Value) -> bool) -> serde_json::Value {
        let began = Instant::now();
        loop {
            let parts = self.parts(slug);
            if wanted(&parts) {
                return parts;
            }
            assert!(began.elapsed() < Duration::from_secs(10), "{parts:#}");
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Opens the stream of events: the kind of each, and what it says.
    fn events(&self) -> impl Iterator<Item = (String, serde_json::Value)> + use<> {
        let mut events = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        events.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        write!(events, "GET /events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", self.port).unwrap();
        let mut lines = BufReader::new(events).lines().map(Result::unwrap);
        lines.find(String::is_empty).unwrap();
        std::iter::from_fn(move || {
            let kind = lines.find_map(|line| line.strip_prefix("event: ").map(str::to_owned))?;
            let said = lines.find_map(|line| line.strip_prefix("data: ").map(str::to_owned))?;
            Some((kind, serde_json::from_str(&said).unwrap()))
        })
    }

    fn token(&self) -> String {
        let page = self.get("/read?text=one&language=en").body;
        let from = page.find("data-token=\"").unwrap() + "data-token=\"".len();
        page[from..].split('"').next().unwrap().to_owned()
    }

    /// Sends something to be done.
    fn post(&self, path: &str, token: &str, body: &serde_json::Value) -> Answer {
        let headers = [("Content-Type", "application/json"), ("X-Engross-Token", token)];
        self.ask("POST", path, &headers, &body.to_string())
    }
}

/// The names of the pictures in markup, each once.
fn pictures(markup: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for (at, _) in markup.match_indices("/page/") {
        let name = markup[at..].split(['"', ' ']).next().unwrap().to_owned();
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

#[test]
fn a_text_is_shown_and_its_pictures_are_there() {
    let scene = Scene::new(&[("one", "first\nsecond")]);
    let page = scene.get("/");
    assert_eq!(page.status, 200);
    assert!(page.head.contains("content-security-policy: default-src 'none'; script-src 'self'"), "{}", page.head);
    assert!(page.body.contains("The &lt;text&gt; one"), "words are words");
    let names = pictures(&page.body);
    assert_eq!(names.len(), 2, "{names:?}");
    let picture = scene.get(&names[1]);
    assert_eq!(picture.body, "<svg>second</svg>");
    assert!(picture.head.contains("immutable"));
    assert_eq!(scene.get("/read?text=none").status, 404);
    assert_eq!(scene.get("/read?text=one&form=painting").status, 400);
    for path in
        ["/page/nothing.svg", "/page/..%2f..%2fetc%2fpasswd", "/assets/..%2fCargo.toml", "/assets/../src/lib.rs"]
    {
        assert_eq!(scene.get(path).status, 404, "{path}");
    }
    let french = scene.ask("GET", "/", &[("Accept-Language", "fr")], "");
    assert!(french.body.contains("<html lang=\"fr\""));
}

#[test]
fn what_a_browser_has_is_not_sent_again() {
    let scene = Scene::new(&[("one", "first\nsecond")]);
    let states = |parts: &serde_json::Value| -> String {
        let markup = format!("{}{}", parts["panes"], parts["outline"]);
        let states = markup.split("data-state=\\\"").skip(1).map(|rest| rest.split('\\').next().unwrap());
        states.collect::<Vec<_>>().join(",")
    };
    let stays = |parts: &serde_json::Value, part: &str| parts[part].to_string().matches("data-stays").count();
    let before = scene.parts("one");
    assert_eq!((stays(&before, "panes"), stays(&before, "outline"), stays(&before, "thumbnails")), (0, 0, 0));
    scene.write("one", "first\nother");
    scene.parts_when("one", |parts| parts["panes"] != before["panes"]);
    let path = format!("/parts?text=one&language=en&known={}", states(&before));
    let after: serde_json::Value = serde_json::from_str(&scene.get(&path).body).unwrap();
    assert_eq!((stays(&after, "panes"), stays(&after, "thumbnails")), (1, 1), "{after:#}");
    assert_eq!(pictures(after["panes"].as_str().unwrap()).len(), 1, "{after:#}");
    let path = format!("/parts?text=one&language=en&interface=fr&known={}", states(&after));
    let french: serde_json::Value = serde_json::from_str(&scene.get(&path).body).unwrap();
    assert_eq!(stays(&french, "panes"), 0, "other words are other markup");
}

#[test]
fn what_is_followed_is_drawn_before_it_is_asked_for() {
    let scene = Scene::new(&[("one", "first")]);
    scene.parts("one");
    let count = |words: &str| scene.drawn.lock().unwrap().iter().filter(|drawn| *drawn == words).count();
    scene.write("one", "second");
    wait_until(|| count("second") > 0);
    scene.write("one", "third");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(count("third"), 0, "nobody has asked since");
    scene.parts_when("one", |parts| parts["panes"].as_str().unwrap().contains("Page 1"));
    assert_eq!((count("second"), count("third")), (1, 1), "what was drawn ahead is not drawn again");
}

#[test]
fn the_list_says_what_is_missing_and_speaks_the_language_that_is_chosen() {
    let scene = Scene::new(&[("one", "first"), ("two", "second")]);
    let list = scene.get("/?interface=fr&search=two").body;
    assert!(list.contains("<html lang=\"fr\"") && list.contains("the text has the slug <code>one</code>"), "{list}");
    assert!(list.contains("/?interface&#x3D;en&amp;search&#x3D;two"), "the other language is a click away: {list}");
    assert!(list.contains("/read?text&#x3D;two&amp;interface&#x3D;fr"), "and the choice holds: {list}");
}

#[test]
fn a_save_changes_what_has_changed_and_nothing_else() {
    let scene = Scene::new(&[("one", "first\nsecond"), ("two", "other")]);
    let before = scene.parts("one");
    let mut events = scene.events();
    scene.write("one", "first\nchanged");
    assert_eq!(events.next().unwrap(), ("changed".into(), serde_json::json!({"text": "one", "generation": 1})));
    let after = scene.parts("one");
    let (old, new) = (pictures(before["panes"].as_str().unwrap()), pictures(after["panes"].as_str().unwrap()));
    assert_eq!(old[0], new[0]);
    assert_ne!(old[1], new[1]);
    assert_eq!(scene.get(&old[1]).body, "<svg>second</svg>", "a browser may still ask for it");
    assert_eq!(after["edited"], serde_json::json!(["en", "line-1"]));
    assert!(after["news"].as_str().unwrap().contains("changed"), "{}", after["news"]);
}

#[test]
fn pictures_go_ahead_of_all_else() {
    let scene = Scene::new(&[("one", "first\nsecond"), ("two", "other")]);
    scene.parts("one");
    let mut events = scene.events();
    scene.write("one", "first\nchanged, wait");
    assert_eq!(events.next().unwrap().0, "changed");
    let (kind, ahead) = events.next().unwrap();
    assert_eq!(kind, "pictures");
    let layers = ahead["changed"][0]["layers"].clone();
    let page = serde_json::json!({"number": 2, "width": 100.0, "height": 50.0, "layers": layers});
    let expected = serde_json::json!({"view": "text=one&language=en", "generation": 1, "pages": 2, "changed": [page]});
    assert_eq!(ahead, expected);
    let address = layers[0].as_str().unwrap();
    assert_eq!(scene.get(address).body, "<svg>changed, wait</svg>", "it is there before all else");
    fs::write(scene.folder.path().join("one.ready"), "").unwrap();
    let after = scene.parts("one");
    let panes = after["panes"].as_str().unwrap();
    assert!(panes.contains("data-view=\"text&#x3D;one&amp;language&#x3D;en\""), "{panes}");
    assert_eq!(pictures(panes)[1], address, "all else has the same picture");
    // A page that comes moves the others: they come with all else.
    scene.write("one", "first\nmiddle\nlast");
    assert_eq!(events.next().unwrap().0, "changed");
    scene.parts_when("one", |parts| pictures(parts["panes"].as_str().unwrap()).len() == 3);
    scene.write("one", "first\nmiddle\nend");
    let kinds: Vec<String> = events.by_ref().take(2).map(|(kind, _)| kind).collect();
    assert_eq!(kinds, ["changed", "pictures"]);
}

#[test]
fn a_save_of_what_the_outline_lacks_is_said_too() {
    let scene = Scene::new(&[("one", "first\nnote on it")]);
    scene.parts("one");
    scene.write("one", "first\nnote on that");
    let after = scene.parts_when("one", |parts| parts["edited"][1] == "line-1");
    assert_eq!(after["news"], "Saved: note on that Nothing found.");
}

#[test]
fn the_last_good_pages_stay() {
    let scene = Scene::new(&[("one", "first\nsecond")]);
    let before = scene.parts("one");
    scene.write("one", "!what?");
    let behind = scene.parts_when("one", |parts| parts["panes"].as_str().unwrap().contains("behind"));
    assert_eq!(pictures(before["panes"].as_str().unwrap()), pictures(behind["panes"].as_str().unwrap()));
    assert!(behind["findings"].as_str().unwrap().contains("PUN-01"));
    scene.write("one", "!panic");
    std::thread::sleep(Duration::from_millis(100));
    assert_eq!(scene.get("/parts?text=one&language=en").status, 404, "a desk that falls over has no answer");
    fs::remove_file(scene.folder.path().join("one.txt")).unwrap();
    fs::create_dir(scene.folder.path().join("one.txt")).unwrap();
    scene.parts_when("one", |parts| parts["panes"].as_str().unwrap().contains("behind"));
    fs::remove_dir(scene.folder.path().join("one.txt")).unwrap();
    scene.write("one", "third");
    let good = scene.parts_when("one", |parts| !parts["panes"].as_str().unwrap().contains("behind"));
    assert_eq!(pictures(good["panes"].as_str().unwrap()).len(), 1);
}

#[test]
fn only_who_has_the_token_writes_and_opens() {
    let scene = Scene::new(&[("one", "first?")]);
    let token = scene.token();
    let fix = serde_json::json!({"query": "text=one&language=en", "language": "en", "key": "the-key"});
    assert_eq!(scene.post("/fix", "wrong", &fix).status, 403);
    assert_eq!(scene.ask("POST", "/fix", &[("Host", "evil.example"), ("X-Engross-Token", &token)], "{}").status, 403);
    let stale = serde_json::json!({"query": "text=one", "language": "en", "key": "another"});
    let refused = scene.post("/fix", &token, &stale);
    assert_eq!((refused.status, refused.body.contains("look again")), (409, true));
    let mended = scene.post("/fix", &token, &fix);
    assert_eq!((mended.status, mended.body.as_str()), (200, r#"{"said":"Fixed: mended it"}"#));
    assert_eq!(fs::read_to_string(scene.folder.path().join("one.txt")).unwrap(), "mended");
    let open = serde_json::json!({"query": "text=one", "language": "en", "unit": "line-0"});
    assert!(scene.post("/open", &token, &open).body.contains("one Unit"));
    assert_eq!(scene.get("/fix").status, 405);
}

#[test]
fn files_to_take_along_have_names_and_frames_run_nothing() {
    let scene = Scene::new(&[("one", "<script>x</script>")]);
    let file = scene.get("/download?text=one&language=en&format=txt");
    assert!(file.head.contains("filename*=utf-8''one%20%c3%a9.txt"), "{}", file.head);
    assert_eq!(file.body, "<script>x</script>");
    assert_eq!(scene.get("/download?text=one&language=en&format=pdf").status, 409);
    let twin = scene.get("/twin?text=one&language=en");
    assert!(twin.head.contains("sandbox") && twin.head.contains("frame-ancestors 'self'"), "{}", twin.head);
    let page = scene.get("/read?text=one&form=text");
    assert!(page.body.contains("&lt;script&gt;") && !page.body.contains("<script>x"));
}

#[test]
fn a_flood_of_saves_and_of_tabs_leaves_it_serving() {
    let scene = Scene::new(&[("one", "0")]);
    let tabs: Vec<TcpStream> = (0..100)
        .map(|_| {
            let mut tab = TcpStream::connect(("127.0.0.1", scene.port)).unwrap();
            write!(tab, "GET /events HTTP/1.1\r\nHost: localhost:{}\r\n\r\n", scene.port).unwrap();
            tab
        })
        .collect();
    for save in 0..=1_000 {
        scene.write("one", &save.to_string());
    }
    drop(tabs);
    let last = scene.parts_when("one", |parts| parts["outline"].as_str().unwrap().contains("1000"));
    assert_eq!(pictures(last["panes"].as_str().unwrap()).len(), 1);
}
