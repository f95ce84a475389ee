//! Plugins that misbehave: each gets a refusal that says who it is, what happened and what to do; the other backends'
//! files are written all the same.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::{Workshop, checkout};

fn source() -> PathBuf {
    checkout().join("core/cli/tests/plugins/hostile.c")
}

/// A workshop with a plugin that does one thing wrong, and tight limits.
fn hostile(does: &str, file: &str, more: &[&str]) -> Workshop {
    let workshop = Workshop::new();
    workshop.write("engross.yaml", "plugin-limits: {seconds: 3, memory: 256, response: 1}\n");
    let does = format!("-DDOES={does}");
    let secret = format!("-DSECRET=\"{}\"", workshop.path("secret").display());
    workshop.write("secret", "nobody's business");
    let mut flags = vec![does.as_str(), secret.as_str()];
    if !more.iter().any(|flag| flag.starts_with("-DDOES_EXPORT")) {
        flags.push("-DDOES_EXPORT=1");
    }
    flags.extend(more);
    workshop.compile(&source(), file, &flags);
    workshop
}

/// Builds with the plugin, and expects its refusal beside the files of the others.
#[track_caller]
fn assert_refused(workshop: &Workshop, arguments: &[&str], expected: &str) -> String {
    let began = Instant::now();
    let (exit, said) = workshop.engross(&[&["build", "--to", "txt,html,hostile"], arguments].concat());
    assert!(began.elapsed() < Duration::from_secs(20), "it did not end in time: {said}");
    assert!(said.contains(expected), "expected `{expected}`: {said}");
    assert!(said.contains("= help: ") || expected.contains("owned"), "it says what to do: {said}");
    assert_eq!(exit, 1, "{said}");
    for file in ["dist/peace/peace.en.txt", "dist/peace/peace.en.html"] {
        assert!(workshop.path(file).exists(), "{file} is made: {said}");
    }
    assert!(!workshop.path("dist/peace/peace.en.hostile").exists());
    said
}

/// What goes wrong while rendering, in a process of its own.
const IN_A_PROCESS: [(&str, &str); 12] = [
    ("ABORTS", "was ended by the system (signal: 6 (SIGABRT)"),
    ("CRASHES", "was ended by the system (signal: 11 (SIGSEGV)"),
    ("RUBBISH", "broke the protocol: the message cannot be read"),
    ("NEVER_RETURNS", "took longer than 3 s and was stopped"),
    ("EATS_MEMORY", "was ended by the system (signal: 6 (SIGABRT)"),
    ("FLOODS", "answered with more than 1 MiB"),
    ("SAYS_NOTHING", "broke the protocol: the message cannot be read"),
    ("ENDS_AS_IF_NOT_STARTED", "ended with code 125; it said: the ink is empty"),
    ("TAKES_ANOTHERS_NAME", "a file of the format `hostile` is called `hostile` or `1.hostile`, not `html`"),
    ("FAILS", "ended with code 41; it said: the [31mink[0m is empty"),
    ("ESCAPES_ITS_NAME", "broke its contract: `../../escaped` cannot be part of a file name"),
    ("STEERS_THE_TERMINAL", "look:]0;owned here and there"),
];

#[test]
fn programs_that_misbehave_are_refused() {
    for (does, expected) in IN_A_PROCESS {
        let workshop = hostile(does, "plugin/hostile", &[]);
        let said = assert_refused(&workshop, &["--plugin", "plugin/hostile"], expected);
        assert!(said.contains("plugin `hostile` 6.6.6") || does == "STEERS_THE_TERMINAL", "{said}");
        assert!(!said.contains('\x1b') && !said.contains('\x07'), "{said:?}");
        assert!(!workshop.path("escaped").exists());
    }
}

#[test]
fn libraries_that_misbehave_are_refused_under_isolation() {
    for (does, expected) in IN_A_PROCESS.into_iter().filter(|(does, _)| *does != "FLOODS") {
        let workshop = hostile(does, "plugin/libhostile.so", &[]);
        assert_refused(&workshop, &["--isolate", "--plugin", "plugin/libhostile.so"], expected);
    }
}

#[test]
fn what_a_library_does_wrong_without_isolation_is_said_where_it_can_be() {
    for (does, expected) in [
        ("PANICS", "the plugin `hostile` 6.6.6 panicked: out of ink"),
        ("ODD_STATUS", "it answers with status 99, which does not exist"),
        ("NULL_BUFFER", "its buffer cannot be"),
        ("RUBBISH", "broke the protocol: the message cannot be read"),
        ("ESCAPES_ITS_NAME", "`../../escaped` cannot be part of a file name"),
    ] {
        let workshop = hostile(does, "plugin/libhostile.so", &[]);
        assert_refused(&workshop, &["--plugin", "plugin/libhostile.so"], expected);
    }
}

/// Builds with a plugin that cannot even be loaded.
#[track_caller]
fn assert_not_loaded(workshop: &Workshop, plugin: &str, expected: &str, cure: &str) {
    for isolate in [&[][..], &["--isolate"]] {
        let (exit, said) = workshop.engross(&[&["build", "--to", "txt,html", "--plugin", plugin], isolate].concat());
        assert_eq!(exit, 1, "{said}");
        assert!(said.contains(expected), "expected `{expected}`: {said}");
        assert!(said.contains(cure), "expected `{cure}`: {said}");
        assert!(said.contains(plugin), "it names the file: {said}");
        assert!(workshop.path("dist/peace/peace.en.txt").exists(), "{said}");
    }
}

#[test]
fn libraries_that_are_no_plugins_are_refused() {
    let library = |does: &str, more: &[&str]| hostile(does, "plugin/libhostile.so", more);
    let plugin = "plugin/libhostile.so";
    assert_not_loaded(
        &library("ANSWERS", &["-DDOES_EXPORT=0"]),
        plugin,
        "it exports no function `hostile_plugin_v1`",
        "it is no engross plugin",
    );
    let newer = "version 2 of the plugin border, and this engross knows 1";
    assert_not_loaded(&library("ANSWERS", &["-DDOES_EXPORT=2"]), plugin, newer, "upgrade engross");
    assert_not_loaded(&library("IS_NEWER", &[]), plugin, "its table has layout 2", "upgrade engross");
    assert_not_loaded(&library("IS_OLDER", &[]), plugin, "its table has 8 bytes", "ask its maker");
    assert_not_loaded(&library("IS_MUTE", &[]), plugin, "its table is missing", "ask its maker");
    let workshop = Workshop::new();
    workshop.write("plugin/libtext.so", "I am not a library.\n");
    assert_not_loaded(
        &workshop,
        "plugin/libtext.so",
        "it cannot be loaded",
        "it must be a shared library for this system",
    );
}

#[test]
fn files_that_are_no_plugins_are_refused() {
    let workshop = Workshop::new();
    workshop.write("plugin/readme.txt", "I am not a plugin.\n");
    let neither = "it is neither a shared library nor a WASM module nor an executable program";
    assert_not_loaded(&workshop, "plugin/readme.txt", neither, "chmod +x");
    workshop.write("plugin/words.wat", "(module)");
    assert_not_loaded(&workshop, "plugin/words.wat", "it is WASM written as text", "wat2wasm");
    assert_not_loaded(&workshop, "plugin", "it is not a file", "name the library");
    let (exit, said) = workshop.engross(&["build", "--plugin", "plugin/nowhere"]);
    assert!(exit == 2 && said.contains("plugin/nowhere cannot be opened"), "{said}");
}

#[test]
fn other_protocols_and_bad_names_are_refused() {
    let program = |more: &[&str]| hostile("ANSWERS", "plugin/hostile", more);
    assert_not_loaded(&program(&["-DPROTOCOL=\"0.9\""]), "plugin/hostile", "it speaks protocol 0.9", "upgrade engross");
    assert_not_loaded(&program(&["-DPROTOCOL=\"0.0\""]), "plugin/hostile", "it speaks protocol 0.0", "ask its maker");
    assert_not_loaded(&program(&["-DID=\"../../x\""]), "plugin/hostile", "its id is not made of", "");
}

#[test]
fn a_program_leaves_nothing_behind() {
    let workshop = hostile("LEAVES_A_CHILD", "plugin/hostile", &[]);
    if !rules(&workshop, "plugin/hostile", &[])["start other processes"] {
        eprintln!("NOT RUN: this system does not forbid a plugin to start other processes");
        assert_refused(&workshop, &["--plugin", "plugin/hostile"], "took longer than 3 s and was stopped");
        return;
    }
    let (exit, said) = workshop.engross(&["build", "--to", "hostile", "--plugin", "plugin/hostile"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!(workshop.read("dist/peace/peace.en.hostile"), "there is no child");
}

/// Whoever kills engross ends its plugins too, whatever they have become.
#[test]
#[cfg(target_os = "linux")]
fn a_program_does_not_outlive_engross() {
    for does in ["NEVER_RETURNS", "BECOMES_ANOTHER"] {
        let workshop = hostile(does, "plugin/hostile", &[]);
        workshop.write("engross.yaml", "");
        let mut engross =
            workshop.command(&["build", "--to", "hostile", "--plugin", "plugin/hostile"]).spawn().unwrap();
        let runs = || processes_of(&workshop.path("plugin/hostile"));
        let until = Instant::now() + Duration::from_secs(20);
        let wait = |wanted: bool| {
            while runs() != wanted {
                assert!(Instant::now() < until, "{does}: waiting for it to {}", if wanted { "run" } else { "end" });
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        // It describes itself in one process, and never returns in the next.
        wait(true);
        std::thread::sleep(Duration::from_millis(300));
        wait(true);
        engross.kill().unwrap();
        engross.wait().unwrap();
        wait(false);
    }
}

/// What lies in the buffers of the system is no memory of the process: the number of files bounds it.
#[test]
#[cfg(target_os = "linux")]
fn a_program_hoards_no_buffers() {
    let workshop = hostile("HOARDS_BUFFERS", "plugin/hostile", &[]);
    let (exit, said) = workshop.engross(&["build", "--to", "hostile", "--plugin", "plugin/hostile"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!(workshop.read("dist/peace/peace.en.hostile"), "there is little room");
}

/// Tells whether a process runs this program.
#[cfg(target_os = "linux")]
fn processes_of(program: &std::path::Path) -> bool {
    let program = program.canonicalize().unwrap();
    let processes = std::fs::read_dir("/proc").unwrap().flatten();
    processes.into_iter().any(|process| std::fs::read_link(process.path().join("exe")).is_ok_and(|exe| exe == program))
}

#[test]
fn what_a_library_prints_is_no_part_of_its_answer() {
    let workshop = hostile("CHATTERS", "plugin/libhostile.so", &[]);
    let (exit, said) = workshop.engross(&["build", "--isolate", "--to", "hostile", "--plugin", "plugin/libhostile.so"]);
    assert_eq!(exit, 0, "{said}");
    assert_eq!(workshop.read("dist/peace/peace.en.hostile"), "all is well");
}

/// What `plugin inspect` says of the fence.
fn rules(workshop: &Workshop, file: &str, isolate: &[&str]) -> BTreeMap<String, bool> {
    let (exit, said) = workshop.engross(&[&["plugin", "inspect", file], isolate].concat());
    assert_eq!(exit, 0, "{said}");
    let about: serde_json::Value = serde_json::from_str(&said).unwrap();
    serde_json::from_value(about["fence"]["the-plugin-cannot"].clone()).unwrap()
}

/// What `plugin inspect` says that the fence keeps, and what a plugin that tries gets to do, must be the same.
#[test]
fn the_fence_keeps_what_it_is_said_to_keep() {
    for (file, isolate) in [("plugin/hostile", &[][..]), ("plugin/libhostile.so", &["--isolate"])] {
        let workshop = hostile("TRIES_THE_FENCE", file, &[]);
        let rules = rules(&workshop, file, isolate);
        // The file with the number 9 is open when engross is started.
        let line = format!(r#"exec 9<secret; exec "$0" build --to hostile --plugin {file} {}"#, isolate.concat());
        let output = workshop.shell(&line);
        assert!(output.status.success(), "{}", crate::words(&output));
        let told = workshop.read("dist/peace/peace.en.hostile");
        for (rule, act) in [
            ("read files outside its own folder and the system's run-time folders", "read"),
            ("write, make or remove files", "write"),
            ("write, make or remove files", "remove"),
            ("open TCP connections", "tcp"),
            ("reach the network otherwise (UDP)", "udp"),
            ("see the environment of engross", "environment"),
            ("use files that were open when engross was started", "inherited"),
            ("change the mode, owner, times or attributes of files", "change"),
            ("reach other programs through sockets or shared memory", "unix"),
            ("start other processes", "start"),
            ("steer, end or look into other processes", "steer"),
            ("reach deep into the system (namespaces, mounts, keys, bpf, io_uring)", "deep"),
            ("outlive engross", "outlive"),
        ] {
            if !rules[rule] {
                eprintln!("NOT RUN: this system does not forbid a plugin to {rule}");
                continue;
            }
            let tries: Vec<&str> = told.lines().filter(|line| line.starts_with(act)).collect();
            assert!(!tries.is_empty() && tries.iter().all(|line| line.ends_with(" no")), "{file}: {told}");
        }
    }
    for escaped in ["/tmp/engross-escaped", "/var/tmp/engross-escaped", "/dev/shm/engross-escaped"] {
        assert!(std::fs::remove_file(escaped).is_err() || cfg!(not(target_os = "linux")), "{escaped} was written");
    }
}
