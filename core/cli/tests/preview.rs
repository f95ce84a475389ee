//! The live preview of a folder, asked as a browser asks: what happens to files shows on the page.
#![allow(clippy::unwrap_used)]
#![cfg(all(unix, feature = "typst", feature = "html", feature = "docx", feature = "text"))]

#[allow(dead_code, reason = "other tests need more of it")]
mod common;
#[path = "common/houses.rs"]
mod houses;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{Folder, TEXT};
use houses::{copies, houses};

const FILE: &str = "declarations/peace/en.yaml";

/// A preview that runs as long as the value lives.
struct Preview {
    child: Child,
    port: u16,
}

impl Preview {
    fn of(folder: &Folder, arguments: &[&str]) -> Self {
        Self::start(folder.engross(&[&["preview", "--port", "0"], arguments].concat()))
    }

    fn start(mut command: Command) -> Self {
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut said = String::new();
        BufReader::new(child.stderr.take().unwrap()).read_line(&mut said).unwrap();
        let port = said.split("127.0.0.1:").nth(1).and_then(|rest| rest.split('/').next()).expect(&said);
        Self { port: port.parse().unwrap(), child }
    }

    fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port).unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Waits until the text is shown with these words, and returns what is shown.
    fn expect(&self, words: &str) -> String {
        self.expect_at("/parts?text=peace&language=en", words)
    }

    /// Waits until the list of texts has these words.
    fn expect_list(&self, words: &str) {
        self.expect_at("/", words);
    }

    fn expect_at(&self, path: &str, words: &str) -> String {
        let began = Instant::now();
        loop {
            let shown = self.get(path);
            if shown.contains(words) {
                return shown;
            }
            assert!(began.elapsed() < Duration::from_secs(20), "wanted `{words}`, is shown: {shown}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn why_a_file_cannot_be_read_stands_over_its_last_pages() {
    let folder = Folder::new(&["peace"]);
    let preview = Preview::of(&folder, &[]);
    preview.expect("On Tests");
    for (text, code) in [(TEXT.replace("kind:", "kid:"), "FILE-05"), (String::new(), "FILE-05")] {
        folder.write(FILE, &text);
        let shown = preview.expect(code);
        assert!(shown.contains("/page/") && shown.contains("behind"), "the pages stay: {shown}");
        folder.write(FILE, TEXT);
        preview.expect("Nothing found.");
    }
    fs::remove_file(folder.path(FILE)).unwrap();
    fs::create_dir(folder.path(FILE)).unwrap();
    preview.expect("no regular file");
    fs::remove_dir(folder.path(FILE)).unwrap();
    preview.expect("there is nothing here");
    folder.write(FILE, TEXT);
    preview.expect("Nothing found.");
}

#[test]
fn texts_of_a_new_house_are_listed_and_shown() {
    let folder = Folder::new(&[]);
    copies(&folder);
    let preview = Preview::of(&folder, &[]);
    for house in houses() {
        preview.expect_list(&format!("own-{house}-text"));
    }
    let first = houses().remove(0);
    preview.expect_at(&format!("/parts?text=own-{first}-text&language="), "/page/");
}

#[test]
fn a_second_text_of_the_same_name_is_complained_about() {
    let folder = Folder::new(&["peace"]);
    let preview = Preview::of(&folder, &[]);
    preview.expect("On Tests");
    folder.write("declarations/copies/peace/en.yaml", &TEXT.replace("On Tests", "On Copies"));
    let shown = preview.expect("FILE-04");
    assert!(shown.contains("On Tests"), "what was shown stays: {shown}");
    fs::remove_dir_all(folder.path("declarations/copies")).unwrap();
    preview.expect("Nothing found.");
}

#[test]
fn the_list_says_why_a_file_is_not_in_it() {
    let folder = Folder::new(&["peace", "war"]);
    folder.write("declarations/copies/peace/en.yaml", TEXT);
    folder.write("minutes.yaml", "day: Monday\n");
    let preview = Preview::of(&folder, &["declarations", "minutes.yaml"]);
    let list = preview.get("/");
    for said in ["the text has the slug <code>peace</code>", "neither a text nor a language version"] {
        assert!(list.contains(said), "{list}");
    }
    folder.write("minutes.yaml", TEXT);
    preview.expect_list("/read?text&#x3D;minutes");
    fs::remove_dir_all(folder.path("declarations/copies")).unwrap();
    preview.expect_list("/read?text&#x3D;peace");
    assert!(!preview.get("/").contains("class=\"notice "));
}

#[test]
fn a_mistake_of_the_text_is_not_laid_at_the_door_of_the_look() {
    let folder = Folder::new(&["peace"]);
    let preview = Preview::of(&folder, &[]);
    preview.expect("On Tests");
    folder.write(FILE, &TEXT.replace("everybody", "everybody[^none]"));
    let shown = preview.expect("NOTE-01");
    assert!(!shown.contains("REND-03"), "{shown}");
}

#[test]
fn languages_are_called_by_their_names_whichever_file_comes_first() {
    let folder = Folder::new(&["peace", "war"]);
    folder.write("declarations/peace/ar.yaml", "translation-of: en\nlanguage: ar\n");
    let list = Preview::of(&folder, &[]).get("/");
    assert!(list.contains(">English</a>") && list.contains(">العربية</a>"), "{list}");
}

#[test]
fn a_port_in_use_and_a_machine_without_a_browser_are_said() {
    let folder = Folder::new(&["peace"]);
    let preview = Preview::of(&folder, &[]);
    let port = preview.port.to_string();
    let refused = folder.engross(&["preview", "--port", &port]).output().unwrap();
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert_eq!(refused.status.code(), Some(2));
    assert!(said.contains(&format!("the port {port} is in use")) && said.contains("leave out `--port`"), "{said}");

    let mut command = folder.engross(&["preview", "--port", "0", "--open"]);
    let mut child = command.env("PATH", "/nowhere").stderr(Stdio::piped()).spawn().unwrap();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap).take(2).collect::<Vec<_>>();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(lines[0].contains("127.0.0.1") && lines[1].contains("open this address"), "{lines:?}");
}

#[test]
fn what_may_not_be_read_is_said_and_the_rest_goes_on() {
    let folder = Folder::new(&["peace", "war"]);
    fs::set_permissions(folder.path("declarations/war"), fs::Permissions::from_mode(0o000)).unwrap();
    let is_refused = fs::read_dir(folder.path("declarations/war")).is_err();
    let mut command = folder.engross(&["preview", "--port", "0"]);
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let said: Vec<String> = lines.by_ref().take(if is_refused { 2 } else { 1 }).collect();
    let port = said.last().unwrap().split("127.0.0.1:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
    let preview = Preview { child, port };
    // Who may read everything is refused nothing.
    if is_refused {
        assert!(said[0].contains("cannot be watched (permission denied)"), "{said:?}");
        assert!(preview.get("/").contains("every second"));
    }
    preview.expect("On Tests");
    folder.write(FILE, &TEXT.replace("On Tests", "On Refusals"));
    preview.expect("On Refusals");
    fs::set_permissions(folder.path("declarations/war"), fs::Permissions::from_mode(0o755)).unwrap();
}

#[test]
fn a_file_that_is_shown_alone_comes_back() {
    let folder = Folder::new(&["peace"]);
    let preview = Preview::of(&folder, &[FILE]);
    preview.expect("On Tests");
    fs::remove_file(folder.path(FILE)).unwrap();
    preview.expect("FILE-01");
    folder.write(FILE, &TEXT.replace("On Tests", "On Returns"));
    preview.expect("On Returns");
}

#[test]
fn texts_behind_links_are_seen_to_change() {
    let folder = Folder::new(&[]);
    folder.write("elsewhere/peace/en.yaml", TEXT);
    fs::create_dir(folder.path("declarations")).unwrap();
    symlink("../elsewhere/peace", folder.path("declarations/peace")).unwrap();
    let preview = Preview::of(&folder, &[]);
    preview.expect("On Tests");
    folder.write("elsewhere/peace/en.yaml", &TEXT.replace("On Tests", "On Links"));
    preview.expect("On Links");
}

#[test]
fn hidden_files_that_editors_lay_down_change_nothing() {
    let folder = Folder::new(&["peace"]);
    let preview = Preview::of(&folder, &[]);
    preview.expect("On Tests");
    folder.write("declarations/peace/.en.yaml", TEXT);
    std::thread::sleep(Duration::from_millis(200));
    folder.write(FILE, &TEXT.replace("everybody", "nobody"));
    let shown = preview.expect("nobody");
    assert!(shown.contains("\"generation\":1,"), "{shown}");
}

#[test]
fn a_look_and_settings_show_as_soon_as_they_change() {
    let folder = Folder::new(&["peace"]);
    let house = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../templates/nato-pa");
    for name in ["house.yaml", "terms/en.yaml"] {
        folder.write(&format!("houses/nato-pa/{name}"), &fs::read_to_string(house.join(name)).unwrap());
    }
    let look = "#import \"/house.typ\": house-look as look\n";
    folder.write("houses/nato-pa/document.typ", look);
    let preview = Preview::of(&folder, &["--templates", "houses"]);
    preview.expect("On Tests");
    folder.write("houses/nato-pa/document.typ", "#let x = (");
    preview.expect("REND-03");
    folder.write("houses/nato-pa/document.typ", look);
    let shown = preview.expect("On Tests");
    assert!(!shown.contains("SET-01"), "{shown}");
    folder.write("engross.yaml", "colour: red\n");
    preview.expect("SET-01");
}

#[test]
fn a_text_is_taken_along_without_saying_its_language() {
    let folder = Folder::new(&["peace"]);
    let preview = Preview::of(&folder, &[]);
    let file = preview.get("/download?text=peace&format=txt");
    assert!(file.starts_with("HTTP/1.1 200") && file.contains("URGES"), "{file}");
}

#[test]
fn git_is_not_waited_for_and_fetches_nothing() {
    let folder = Folder::new(&["peace"]);
    folder.write("bin/git", "#!/bin/sh\nenv > asked\nexec sleep 60\n");
    fs::set_permissions(folder.path("bin/git"), fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = folder.engross(&["preview", "--port", "0"]);
    let path = format!("{}:{}", folder.path("bin").display(), std::env::var("PATH").unwrap());
    command.env("PATH", path);
    let preview = Preview::start(command);
    let shown = preview.get("/parts?text=peace&language=en&since=commit");
    assert!(shown.contains("git has not answered") && shown.contains("/page/"), "{shown}");
    let asked = folder.read("asked");
    assert!(asked.contains("GIT_ALLOW_PROTOCOL=none\n") && asked.contains("GIT_NO_LAZY_FETCH=1\n"), "{asked}");
}
