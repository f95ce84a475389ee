//! What a file has beside its words, or behind them: pictures, formulas, running heads. One finding for each kind says what
//! became of it.

use std::collections::BTreeMap;
use std::ops::Range;

use engross_model::{Finding, is_direction_mark, is_link_address};

use super::leftovers::is_leftover;
use crate::sheet::placed;
use crate::sureness::Sureness;

/// More words out of sight are not looked for in the text: each costs a reading of it all.
const MOST_LOOKED_FOR: usize = 500;

/// Longer addresses are no links: each word that leads there keeps its own.
const LONGEST_LINK: usize = 2_000;

/// The number of a page has no more figures, all in one.
const LONGEST_PAGE_NUMBER: usize = 4;

/// Says whether a running head has more than the number of the page, of which nothing is said.
pub(super) fn is_more_than_a_page_number(head: &str) -> bool {
    let mut numbers = head.split(|sign: char| !sign.is_ascii_digit()).filter(|number| !number.is_empty());
    let is_number = numbers.next().is_none_or(|number| number.len() <= LONGEST_PAGE_NUMBER) && numbers.next().is_none();
    head.contains(char::is_alphabetic) || !is_number
}

/// What cannot be words of a text, or is not to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    /// Headers and footers.
    RunningHead,
    /// What leads around a page, and what can be pressed or filled in there.
    Control,
    /// A box that was ticked, or was to be, before an entry of a list.
    Box,
    /// Words for those who listen, not for those who see.
    Aloud,
    /// Words that nobody sees.
    Hidden,
    Picture,
    /// A chart, a sheet, a film, another file.
    Object,
    /// Its letters are read as words.
    Formula,
    /// A sign of a font that has its own signs instead of letters.
    Sign,
    /// How a word is spoken, in small letters beside it.
    Pronunciation,
    /// Where a link led.
    Link,
    /// What the file says of itself.
    Property,
    /// What somebody remarked on no paragraph of the text.
    Remark,
    /// What somebody remarked on a note.
    NoteRemark,
    /// A note without words.
    EmptyNote,
    /// Notes that begin anew on each page, which no file shows before it is printed.
    NotesOfPages,
    /// Words in capitals, or small ones, that were typed in other letters.
    Capitals,
    /// A note that has the number of another in the file: no mark leads to it.
    SecondNote,
    /// A note whose mark nobody sees.
    HiddenNote,
    /// Several paragraphs of one note.
    NoteParagraphs,
    /// A table in a note.
    NoteTable,
    /// A table in which people sign beside each other.
    SignatureTable,
    /// Plain letters that are set in the font Symbol, which has signs in their places.
    SymbolLetters,
}

impl Kind {
    /// Says whether it stands among the paragraphs: headers, footers and notes do not.
    fn has_place(self) -> bool {
        !matches!(
            self,
            Self::RunningHead
                | Self::NoteRemark
                | Self::EmptyNote
                | Self::NotesOfPages
                | Self::SecondNote
                | Self::HiddenNote
                | Self::NoteParagraphs
                | Self::NoteTable
        )
    }

    /// Says how sure it is that this is right; `None` where nothing was repaired.
    fn sureness(self) -> Option<String> {
        match self {
            Self::RunningHead | Self::Control | Self::Box | Self::Aloud => {
                Some(Sureness::Sure.because("the file itself says what it is"))
            }
            Self::Formula => {
                Some(Sureness::Guess.because("its letters stand side by side, its strokes and heights are lost"))
            }
            Self::NotesOfPages => Some(Sureness::Sure.because("the file itself says how it counts")),
            Self::Capitals => Some(Sureness::Sure.because("a source text has no letters that look like others")),
            Self::NoteParagraphs => Some(Sureness::Sure.because("a note of a source text is one paragraph")),
            Self::SignatureTable => Some(Sureness::Likely.because("a row of strokes to sign on stands in it")),
            Self::SymbolLetters => {
                Some(Sureness::Guess.because("some programs show signs for them, others these letters"))
            }
            Self::NoteTable => Some(Sureness::Guess.because("what rows and columns say is lost")),
            _ => None,
        }
    }

    /// Returns the code of its finding, its name for one and for many, what became of it, and what to do.
    fn told(self) -> (&'static str, &'static str, &'static str, &'static str, &'static str) {
        let (put_in, write) =
            ("put it into the text by hand if it belongs there", "write it into the text if it belongs there");
        match self {
            Self::RunningHead => ("IMP-04", "a running head", "running heads", "left out", ""),
            Self::Control => ("IMP-04", "a control of the page", "controls of the page", "left out", ""),
            Self::Box => ("IMP-04", "a box to tick", "boxes to tick", "left out", ""),
            Self::Aloud => ("IMP-04", "a word for readers aloud", "words for readers aloud", "left out", ""),
            Self::Hidden => ("IMP-09", "a hidden passage", "hidden passages", "left out", write),
            Self::Picture => ("IMP-09", "a picture", "pictures", "left out", put_in),
            Self::Object => ("IMP-09", "an embedded object", "embedded objects", "left out", put_in),
            Self::Formula => {
                ("IMP-08", "a formula", "formulas", "read letter by letter", "see whether it can still be understood")
            }
            Self::Sign => (
                "IMP-09",
                "a sign of a picture font",
                "signs of picture fonts",
                "not understood",
                "each is written as `\u{fffd}`: put in the letter that it shows",
            ),
            Self::SymbolLetters => (
                "IMP-08",
                "a word in the font Symbol",
                "words in the font Symbol",
                "read in plain letters",
                "see which signs the file means: α for a, μ for m",
            ),
            Self::Pronunciation => {
                ("IMP-09", "a pronunciation beside a word", "pronunciations beside words", "left out", write)
            }
            Self::Link => (
                "IMP-09",
                "the target of a link",
                "targets of links",
                "left out",
                "links lead to addresses with https://, http:// or mailto:",
            ),
            Self::Property => ("IMP-09", "a property of the file", "properties of the file", "left out", write),
            Self::Remark => ("IMP-09", "a remark on no paragraph", "remarks on no paragraph", "left out", write),
            Self::NoteRemark => ("IMP-09", "a remark on a note", "remarks on notes", "left out", write),
            Self::EmptyNote => (
                "IMP-09",
                "a note without words",
                "notes without words",
                "kept",
                "write its words, or delete it with its mark",
            ),
            Self::NotesOfPages => (
                "IMP-05",
                "a series of notes that begins anew on each page",
                "series of notes that begin anew on each page",
                "counted through",
                "see whether words of the text name notes by their numbers",
            ),
            Self::Capitals => (
                "IMP-08",
                "a passage that the file shows in capitals",
                "passages that the file shows in capitals",
                "written in the letters that were typed",
                "write capitals where they belong to the words",
            ),
            Self::SecondNote => (
                "IMP-09",
                "a note that the file gives the number of another",
                "notes that the file gives the numbers of others",
                "left out",
                "write it into the text with a mark of its own if it belongs there",
            ),
            Self::HiddenNote => ("IMP-09", "a note with a hidden mark", "notes with hidden marks", "left out", write),
            Self::NoteParagraphs => (
                "IMP-07",
                "a note of several paragraphs",
                "notes of several paragraphs",
                "joined, paragraph to paragraph",
                "see whether it still reads well",
            ),
            Self::NoteTable => (
                "IMP-07",
                "a note with a table in it",
                "notes with tables in them",
                "joined, cell to cell",
                "write what the table says in words",
            ),
            Self::SignatureTable => (
                "IMP-08",
                "a table of signatures",
                "tables of signatures",
                "read column by column",
                "see whether each name has its office",
            ),
        }
    }
}

/// All that was left out of a file, by kind.
#[derive(Debug, Default)]
pub(crate) struct Omissions(BTreeMap<Kind, Found>);

/// What was found of a kind.
#[derive(Debug, Default)]
struct Found {
    count: usize,
    /// Before which paragraph the first stood.
    first: usize,
    /// Its words, each once.
    words: Vec<String>,
}

impl Omissions {
    /// Adds one, with its words if it has any, given how many paragraphs stand before it.
    pub(crate) fn add(&mut self, kind: Kind, before: usize, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let found = self.0.entry(kind).or_insert_with(|| Found { first: before, ..Found::default() });
        found.count += 1;
        // What is said again and again is looked for among the first.
        if !words.is_empty() && !found.words.iter().take(64).any(|known| *known == words) {
            found.words.push(words);
        }
    }

    /// Takes in what was left out of a passage that was read apart, given how many paragraphs stand before that.
    pub(crate) fn absorb(&mut self, other: Self, before: usize) {
        for (kind, mut new) in other.0 {
            let found = self.0.entry(kind).or_insert_with(|| Found { first: before, ..Found::default() });
            found.count += new.count;
            found.words.append(&mut new.words);
        }
    }

    /// Forgets the words out of sight that stand in the text too.
    pub(crate) fn forget_what_is_shown(&mut self, shown: &str) {
        for kind in [Kind::Hidden, Kind::Aloud] {
            let Some(found) = self.0.get_mut(&kind) else { continue };
            let mut looks = 0..MOST_LOOKED_FOR;
            let mut is_shown = |words: &str| looks.next().is_some() && shown.contains(words);
            found.words.retain(|words| words.contains(char::is_alphanumeric) && !is_shown(words));
            found.count = found.words.len();
            if found.count == 0 {
                self.0.remove(&kind);
            }
        }
    }

    /// Returns what is to be said of it, given the places of the paragraphs.
    pub(crate) fn findings(self, file: &str, places: &[Range<usize>]) -> Vec<Finding> {
        let finding = |(kind, found): (Kind, Found)| {
            let (code, one, many, fate, help) = kind.told();
            let message = match found.count {
                1 => format!("{one} was {fate}"),
                count => format!("{count} {many} were {fate}"),
            };
            let place = places.get(found.first).or(places.last()).filter(|_| kind.has_place());
            let mut finding = placed(Finding::new(code, message), file, place.cloned());
            finding.notes.extend(kind.sureness());
            if !found.words.is_empty() {
                finding = finding.note(format!("it says: {}", found.words.join(" | ")));
            }
            if help.is_empty() { finding } else { finding.help(help) }
        };
        self.0.into_iter().map(finding).collect()
    }
}

/// Returns where a link may lead in a text: to an address, or to a place of the file.
pub(crate) fn target(link: &str) -> Option<&str> {
    let link = link.trim();
    let is_hidden = |letter: char| letter.is_control() || is_leftover(letter) || is_direction_mark(letter);
    let leads = is_link_address(link) && !link.contains(is_hidden) || link.len() > 1 && link.starts_with('#');
    (leads && link.len() <= LONGEST_LINK).then_some(link)
}
