//! How a call of a plugin can fail, and what each failure means for the user.

use std::time::Duration;

use engross_plugin::conformance;

/// How a call failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Failure {
    /// The plugin could not use the request; its response says why.
    Refused(Vec<u8>),
    /// It does not know the operation.
    UnknownOperation,
    /// It panicked, with this message.
    Panicked(String),
    /// It ended otherwise than it should: how, and the last thing it said.
    Ended(String, String),
    /// It took longer than it may.
    TooSlow(Duration),
    /// It did more work than it may.
    TooMuchWork(u64),
    /// It wanted more memory than it may have, in bytes.
    TooMuchMemory(usize),
    /// Its answer is longer than it may be, in bytes.
    TooLong(usize),
    /// It broke the protocol.
    Broken(String),
    /// It could not be reached at all: why, and what to do if that is known.
    NotStarted(String, Option<String>),
}

/// What to do about a plugin that misbehaves.
pub(crate) const MAKER: &str =
    "this is a mistake in the plugin: please report it to its maker, with the text if you can";
const RAISE: &str = "if the text is really that large, raise the limit under `plugin-limits` in engross.yaml; else report it to the plugin's maker";

impl Failure {
    /// Says what happened, to follow the plugin's name: `took longer than 60 s`.
    pub(crate) fn what(&self) -> String {
        match self {
            Self::Refused(_) => "refused the request".to_owned(),
            Self::UnknownOperation => "does not know the operation".to_owned(),
            Self::Panicked(message) => format!("panicked: {message}"),
            Self::Ended(how, said) if said.is_empty() => format!("{how}, and said nothing"),
            Self::Ended(how, said) => format!("{how}; it said: {said}"),
            Self::TooSlow(time) => format!("took longer than {} s and was stopped", time.as_secs()),
            Self::TooMuchWork(fuel) => format!("did more than {fuel} units of work and was stopped"),
            Self::TooMuchMemory(bytes) => format!("wanted more than {} MiB of memory", bytes >> 20),
            Self::TooLong(bytes) => format!("answered with more than {} MiB", bytes >> 20),
            Self::Broken(how) => format!("broke the protocol: {how}"),
            Self::NotStarted(why, _) => format!("could not be started: {why}"),
        }
    }

    /// Says who has to do what.
    pub(crate) fn help(&self) -> &str {
        match self {
            Self::TooSlow(_) | Self::TooMuchWork(_) | Self::TooMuchMemory(_) | Self::TooLong(_) => RAISE,
            Self::NotStarted(_, Some(help)) => help,
            Self::NotStarted(_, None) => {
                "check that the file is there, may be executed, and that its interpreter is installed"
            }
            Self::Refused(_) | Self::UnknownOperation | Self::Panicked(_) | Self::Ended(..) | Self::Broken(_) => MAKER,
        }
    }
}

impl From<Failure> for conformance::Failure {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Refused(_) => Self::Refused,
            Failure::UnknownOperation => Self::UnknownOperation,
            Failure::TooSlow(_) | Failure::TooMuchWork(_) => Self::Hung(format!("it {}", failure.what())),
            other => Self::Broken(format!("it {}", other.what())),
        }
    }
}

/// Cuts what a stranger wrote to a length that fits a message, on one line, without what would steer a
/// terminal.
pub(crate) fn shown(text: &str, letters: usize) -> String {
    let mut words = text.split_whitespace().flat_map(|word| [" ", word]).skip(1).flat_map(str::chars);
    let mut shown: String = words.by_ref().filter(|letter| !steers(*letter)).take(letters).collect();
    if words.next().is_some() {
        shown.push('…');
    }
    shown
}

/// Tells whether a letter is none, but would move, hide or turn around what stands beside it.
pub(crate) fn steers(letter: char) -> bool {
    letter.is_control() || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
