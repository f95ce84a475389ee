//! The only place that prints. A reader who has seen enough (`engross … | head`) is no failure: what comes after is
//! dropped, and the run ends well.

use std::io::{self, ErrorKind, IsTerminal as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};

use engross_model::is_direction_mark;

use crate::exit::{Exit, Stop};

static READER_HAS_GONE: AtomicBool = AtomicBool::new(false);

/// Prints what was asked for.
pub(crate) fn print(text: &str) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {
            READER_HAS_GONE.store(true, Ordering::Relaxed);
            Ok(())
        }
        Err(error) => Err(Stop::usage(format!("the output cannot be written: {error}"))),
    }
}

/// Prints something about the run. Nobody can be told if that fails.
pub(crate) fn say(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}

/// Tells whether the reader of the output closed it early.
pub(crate) fn reader_has_gone() -> bool {
    READER_HAS_GONE.load(Ordering::Relaxed)
}

/// Prints what clap has to say: help and version are success, the rest is bad usage.
pub(crate) fn usage(error: &clap::Error) -> Exit {
    match error.print() {
        _ if error.use_stderr() => Exit::Unusable,
        Err(error) if error.kind() != ErrorKind::BrokenPipe => {
            say(&format!("error: the output cannot be written: {error}\n"));
            Exit::Unusable
        }
        _ => Exit::Clean,
    }
}

/// Where text goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stream {
    /// Standard output.
    Out,
    /// Standard error.
    Err,
}

impl Stream {
    pub(crate) fn write(self, text: &str) -> Result<(), Stop> {
        match self {
            Self::Out => print(text),
            Self::Err => {
                say(text);
                Ok(())
            }
        }
    }

    /// Tells whether colour is welcome: on a terminal, unless `NO_COLOR` or a dumb terminal says otherwise.
    pub(crate) fn wants_colour(self) -> bool {
        let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        self.is_terminal() && !is_set("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
    }

    pub(crate) fn is_terminal(self) -> bool {
        match self {
            Self::Out => io::stdout().is_terminal(),
            Self::Err => io::stderr().is_terminal(),
        }
    }
}

/// Replaces control characters and marks of direction, so that what stands in a file cannot steer the terminal, and cuts
/// words that nobody reads to their end.
pub(crate) fn printable(text: &str) -> String {
    const LONGEST_WORD: usize = 300;
    let steers = |letter: char| letter.is_control() && letter != '\n' || is_direction_mark(letter);
    let mut printable = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        let (word, rest) = word.char_indices().nth(LONGEST_WORD).map_or((word, ""), |(at, _)| word.split_at(at));
        printable.extend(word.chars().map(|letter| if steers(letter) { '\u{fffd}' } else { letter }));
        if !rest.is_empty() {
            printable.push('…');
            printable.extend(rest.chars().next_back().filter(|last| last.is_whitespace()));
        }
    }
    printable
}

/// Silences the panic message of plugins: the host reports it as a finding. Our own panics stay loud.
pub(crate) fn keep_plugins_quiet() {
    let loud = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if !engross_host::inside_a_plugin() {
            loud(info);
        }
    }));
}

/// Puts a number before a noun: `1 text`, `3 texts`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}

/// Begins words with a capital.
pub(crate) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}

/// Sets rows in columns under their heads.
pub(crate) fn table<const N: usize>(heads: [&str; N], rows: &[[String; N]]) -> String {
    let width = |text: &str| text.chars().count();
    let widths: Vec<usize> = (heads.iter().enumerate())
        .map(|(column, head)| {
            let cells = rows.iter().filter_map(|row| row.get(column)).map(|cell| width(cell));
            cells.chain([width(head)]).max().unwrap_or(0)
        })
        .collect();
    let mut table = String::new();
    let heads = heads.map(str::to_owned);
    for row in std::iter::once(&heads).chain(rows) {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
        table += printable(&cells.collect::<Vec<_>>().join("  ")).trim_end();
        table.push('\n');
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_in_a_file_steers_no_terminal_and_fills_none() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b\u{2069}\nc"), "a\u{fffd}[31m\u{fffd}b\u{fffd}\nc");
        assert_eq!(printable(&format!("say {} now", "é".repeat(5_000))), format!("say {}… now", "é".repeat(300)));
    }
}
