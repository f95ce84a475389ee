//! How a Word file counts its notes: as each section says, or else the settings of the file, or else as Word does.

use engross_files::word_lists::number;
use engross_files::xml::Element;

/// A kind of notes, with the numerals that Word gives it where a file says nothing.
const KINDS: [(&str, &str); 2] = [("footnote", "decimal"), ("endnote", "lowerRoman")];

/// Where notes begin to count anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Restart {
    Never,
    Section,
    /// Which pages a file has is not written in it.
    Page,
}

/// How notes of a kind are counted.
#[derive(Debug, Clone)]
struct Counting {
    format: String,
    start: u32,
    restart: Restart,
}

impl Counting {
    /// Reads what a section says of a kind, over what the file says.
    fn of(kind: &str, usual: &str, section: Option<&Element>, settings: Option<&Element>) -> Self {
        let name = format!("{kind}Pr");
        let said = [section, settings].map(|said| said.and_then(|said| said.child(&name)));
        let value = |name| said.into_iter().flatten().find_map(|said| said.setting(name));
        Self {
            format: value("numFmt").unwrap_or(usual).to_owned(),
            start: value("numStart").and_then(|start| start.parse().ok()).unwrap_or(1),
            restart: match value("numRestart") {
                Some("eachSect") => Restart::Section,
                Some("eachPage") => Restart::Page,
                _ => Restart::Never,
            },
        }
    }
}

/// The notes of a file while they are counted.
#[derive(Debug)]
pub(super) struct NoteCounts {
    /// What holds in each section, by kind.
    sections: Vec<[Counting; 2]>,
    /// The section at hand.
    at: usize,
    /// The number of the next note, by kind.
    next: [u32; 2],
    /// Whether notes were counted through that begin anew on each page.
    passed_pages: bool,
}

impl NoteCounts {
    /// Reads how the sections of a file count, given its settings.
    pub(super) fn new(settings: Option<&Element>, body: Option<&Element>) -> Self {
        let mut sections = Vec::new();
        body.into_iter().for_each(|body| sections_in(body, &mut sections));
        let of = |section| KINDS.map(|(kind, usual)| Counting::of(kind, usual, section, settings));
        let mut sections: Vec<_> = sections.into_iter().map(|section| of(Some(section))).collect();
        if sections.is_empty() {
            sections.push(of(None));
        }
        let next = [0, 1].map(|kind| sections[0][kind].start);
        Self { sections, at: 0, next, passed_pages: false }
    }

    /// Counts a note and returns its mark; one of no known kind is among the first.
    pub(super) fn count(&mut self, kind: &str) -> String {
        let at = KINDS.iter().position(|(own, _)| *own == kind).unwrap_or_default();
        let count = self.next[at];
        self.next[at] = count.saturating_add(1);
        let counting = &self.sections[self.at][at];
        self.passed_pages |= counting.restart == Restart::Page;
        number(count, &counting.format)
    }

    /// Goes on to the next section.
    pub(super) fn end_section(&mut self) {
        // The last one ends with the text.
        self.at = (self.at + 1).min(self.sections.len() - 1);
        for (next, counting) in self.next.iter_mut().zip(&self.sections[self.at]) {
            if counting.restart == Restart::Section {
                *next = counting.start;
            }
        }
    }

    /// Says whether notes were counted through that begin anew on each page.
    pub(super) fn passed_pages(&self) -> bool {
        self.passed_pages
    }
}

/// Lists the sections of a text: each is described at its end.
fn sections_in<'e>(parent: &'e Element, found: &mut Vec<&'e Element>) {
    for child in &parent.children {
        match child.name.as_str() {
            "sectPr" => found.push(child),
            "p" => found.extend(section_ended_by(child)),
            "sdt" | "sdtContent" | "customXml" | "ins" => sections_in(child, found),
            _ => {}
        }
    }
}

/// Returns the section that ends with a paragraph.
pub(super) fn section_ended_by(paragraph: &Element) -> Option<&Element> {
    paragraph.child("pPr")?.child("sectPr")
}

#[cfg(test)]
mod tests {
    use super::NoteCounts;

    #[test]
    fn notes_are_counted_by_their_kinds() {
        let mut counts = NoteCounts::new(None, None);
        let marks = ["footnote", "endnote", "unheard-of", "endnote"].map(|kind| counts.count(kind));
        assert_eq!(marks, ["1", "i", "2", "ii"]);
    }
}
