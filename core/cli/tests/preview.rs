//! The live preview of a folder, asked as a browser asks: what happens to files shows on the page.
#![allow(clippy::unwrap_used)]
#![cfg(all(unix, feature = "typst", feature = "html", feature = "docx", feature = "text"))]

#[allow(dead_code, reason = "other tests need more of it")]
mod common;

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use common::Folder;

/// A preview that runs as long as the value lives.
struct Preview {
    child: Child,
    port: u16,
}

impl Preview {
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
}

impl Drop for Preview {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
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
