//! Reads Markdown. Its numbers of ordered lists are labels that somebody typed.

mod inline_notes;
mod spans;
mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Options, Parser, Tag, TagEnd};

use self::inline_notes::{InlineNote, unmasked};
use super::breaks::{self, BREAK, WRAP};
use super::lines::{add_to_note, beginning};
use super::omissions::{Kind, Omissions, target};
use super::page;
use crate::label;
use crate::marks;
use crate::sheet::{self, Cell, Paragraph, Run, RunLook, Sheet, push, tidy_blanks, words};

/// Reads a text file with Markdown's marks; insertions and deletions in its tags are accepted or refused.
pub(crate) fn read(file: &str, text: &str, refuse_changes: bool) -> Sheet {
    let options = Options::ENABLE_FOOTNOTES
        | Options::ENABLE_SUPERSCRIPT
        | Options::ENABLE_SUBSCRIPT
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_DEFINITION_LIST;
    let sheet = Sheet { shown: text.to_owned(), ..Sheet::default() };
    let mut read = MarkdownText { text, refuse_changes, sheet, ..MarkdownText::default() };
    let (properties, body) = front_matter(text);
    read.properties(properties);
    let notes = inline_notes::find(&text[body..]);
    let masked = inline_notes::masked(&text[body..], &notes);
    read.inline_notes = notes.into_iter().map(|(open, close)| (body + open, body + close)).collect();
    let parser = Parser::new_ext(&masked, options);
    let defined: Vec<(String, String)> = parser
        .reference_definitions()
        .iter()
        .map(|(name, link)| (name.to_owned(), format!("{} {}", link.dest, link.title.as_deref().unwrap_or_default())))
        .collect();
    for (event, place) in parser.into_offset_iter() {
        read.event(event, body + place.start..body + place.end);
    }
    read.end_paragraph();
    for remark in std::mem::take(&mut read.remarks) {
        read.leave_out(Kind::Remark, &remark);
    }
    for (name, link) in defined {
        if !read.used.contains(&name.to_lowercase()) {
            read.leave_out(Kind::Link, &format!("[{name}]: {link}"));
        }
    }
    let places: Vec<Range<usize>> = read.sheet.paragraphs.iter().map(|paragraph| paragraph.place.clone()).collect();
    read.sheet.findings = read.omissions.findings(file, &places);
    read.sheet
}

/// Finds what a file says of itself before its text, between a line `---` and the next one: its lines, and where the text
/// begins. Where a line of these is no property the strokes are strokes.
fn front_matter(text: &str) -> (Range<usize>, usize) {
    let start = text.len() - text.trim_start_matches('\u{feff}').len();
    let nothing = (start..start, 0);
    let Some(first) = text[start..].split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else {
        return nothing;
    };
    let begin = start + first.len();
    let is_property = |line: &str| {
        let name = line.split_once(':').map_or("", |(name, _)| name);
        let is_name =
            !name.is_empty() && name.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '-' | '_' | '.'));
        line.trim().is_empty() || line.starts_with([' ', '\t', '#']) || line.starts_with("- ") || is_name
    };
    let mut at = begin;
    for line in text[begin..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return (begin..at, at + line.len());
        }
        if !is_property(line) {
            break;
        }
        at += line.len();
    }
    nothing
}

/// Signs that a stroke before them makes plain, and what stands for them until the marks of their like are read.
const ESCAPED: [(char, char); 2] = [('^', '\u{fdd0}'), ('~', '\u{fdd1}')];

/// The name of a note has no more letters.
const LONGEST_NAME: usize = 64;

fn unescaped(mut runs: Vec<Run>) -> Vec<Run> {
    for run in &mut runs {
        for (mark, stand_in) in ESCAPED.into_iter().chain([('^', inline_notes::STAND_IN)]) {
            if run.words.contains(stand_in) {
                run.words = run.words.replace(stand_in, &mark.to_string());
            }
        }
    }
    runs
}

/// Says whether a sign may stand in the name of a note.
fn is_of_name(sign: char) -> bool {
    !sign.is_whitespace() && !matches!(sign, '[' | ']' | '^' | '\\')
}

/// Returns what stands behind the bullet that words begin with.
fn bullet(words: &str) -> Option<&str> {
    words.strip_prefix(['-', '*', '+'])?.strip_prefix(' ')
}

/// Takes the names from the marks of notes whose own marks are printed behind them, as pandoc writes those of Word: `[^1]^((1))^`.
fn printed_once(mut runs: Vec<Run>) -> Vec<Run> {
    for at in 1..runs.len() {
        let (mark, own) = (runs[at - 1].note.is_some(), runs[at].words.trim());
        let is_bracketed = own.strip_prefix('(').is_some_and(|inside| inside.ends_with(')'));
        let is_own = runs[at].look.raised && runs[at].note.is_none() && !own.is_empty();
        if mark && is_own && (is_bracketed || marks::is_sign(own)) {
            // A sign that is no mark: what has no words at all goes with the blanks around it.
            "^".clone_into(&mut runs[at - 1].words);
        }
    }
    runs
}

/// A list that is open.
struct List {
    is_numbered: bool,
    /// The number before its last entry, as it is written and as it is counted.
    last: Option<(u64, u64)>,
}

/// A Markdown text while it is read.
#[derive(Default)]
struct MarkdownText<'t> {
    text: &'t str,
    refuse_changes: bool,
    sheet: Sheet,
    omissions: Omissions,
    lists: Vec<List>,
    /// What will stand before the next paragraph.
    label: Option<String>,
    runs: Vec<Run>,
    /// Where the lines behind the breaks of the paragraph begin.
    breaks: Vec<usize>,
    look: RunLook,
    link: Option<String>,
    /// Remarks on the paragraph at hand, or the next one.
    remarks: Vec<String>,
    /// The names of links that are defined elsewhere and used.
    used: BTreeSet<String>,
    /// How the picture at hand is described.
    picture: Option<String>,
    /// The piece of HTML at hand.
    page: Option<String>,
    /// Whether the words at hand are gone by a change.
    is_gone: bool,
    /// The words that are gone since the change began.
    gone: Vec<Run>,
    heading: bool,
    is_in_table: bool,
    /// The next cell of a table.
    cell: Cell,
    /// How many quotations are open, each in the other.
    quotations: usize,
    place: Option<Range<usize>>,
    /// The note that is being read.
    note: Option<String>,
    /// Where the brackets of notes open and close that stand where they are marked, and the one that is being read.
    inline_notes: BTreeMap<usize, usize>,
    inline_note: Option<InlineNote>,
    counted_notes: usize,
    /// Up to where the words were read ahead.
    read_ahead: usize,
    /// The last note of which it was said that its paragraphs were joined.
    joined_note: Option<String>,
}

impl MarkdownText<'_> {
    fn event(&mut self, event: Event<'_>, place: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, place),
            Event::End(tag) => self.end(tag, place),
            Event::Text(html) if self.page.is_some() => self.page.get_or_insert_default().push_str(&unmasked(&html)),
            Event::Text(_) if place.end <= self.read_ahead => {}
            Event::Text(words) if matches!(&*words, "[" | "]") && self.bracket(place.start) => {}
            Event::Text(words) if &*words == "[" && self.lost_mark(&place) => {}
            Event::Text(words) if words.contains('\n') => self.lines(&words, place),
            Event::Text(words) | Event::Code(words) | Event::InlineMath(words) | Event::DisplayMath(words) => {
                self.words(&words, place);
            }
            Event::SoftBreak | Event::HardBreak if self.inline_note.is_some() => self.words(" ", place),
            Event::SoftBreak if self.label_follows(place.end) || self.entry_follows(place.end) => {
                self.end_line(WRAP, place);
            }
            Event::SoftBreak => self.words(" ", place),
            Event::HardBreak => self.end_line(BREAK, place),
            Event::Html(html) => match &mut self.page {
                Some(page) => page.push_str(&unmasked(&html)),
                None => self.piece_of_page(&unmasked(&html), place),
            },
            Event::InlineHtml(tag) => self.tag(&unmasked(&tag), place),
            Event::FootnoteReference(name) => self.mark(&name, place),
            Event::Rule => self.end_paragraph(),
            Event::TaskListMarker(is_ticked) => self.leave_out(Kind::Box, if is_ticked { "[x]" } else { "[ ]" }),
        }
    }

    fn start(&mut self, tag: Tag<'_>, place: Range<usize>) {
        match tag {
            Tag::Heading { .. } => {
                self.end_paragraph();
                self.heading = true;
            }
            Tag::List(first) => {
                self.end_paragraph();
                self.lists.push(List { is_numbered: first.is_some(), last: None });
            }
            Tag::Item => {
                self.end_paragraph();
                self.label = self.entry(place.start);
            }
            Tag::FootnoteDefinition(name) => {
                self.end_paragraph();
                self.note = Some(name.into_string());
            }
            Tag::HtmlBlock => {
                self.end_paragraph();
                self.page = Some(String::new());
            }
            // As pandoc marks HTML.
            Tag::CodeBlock(CodeBlockKind::Fenced(kind)) if kind.trim() == "{=html}" => {
                self.end_paragraph();
                self.page = Some(String::new());
            }
            Tag::Strong => self.look.bold = true,
            Tag::Emphasis => self.look.italic = true,
            Tag::Superscript => self.look.raised = true,
            Tag::Subscript => self.look.lowered = true,
            Tag::Strikethrough => self.look.struck = true,
            Tag::Link { link_type, dest_url, title, id } => {
                self.used.insert(id.to_lowercase());
                // The parser keeps what makes an address of a name.
                let scheme = if link_type == LinkType::Email { "mailto:" } else { "" };
                self.link = target(&format!("{scheme}{dest_url}")).map(str::to_owned);
                if self.link.is_none() {
                    self.leave_out(Kind::Link, &format!("{dest_url} {title}"));
                }
            }
            Tag::Table(columns) => {
                self.end_paragraph();
                self.is_in_table = columns.len() > 1;
                self.cell.table += 1;
            }
            Tag::TableHead | Tag::TableRow => {
                self.end_paragraph();
                self.cell = Cell { row: self.cell.row + 1, first: 0, last: 0, ..self.cell };
            }
            Tag::BlockQuote(_) => {
                self.end_paragraph();
                self.quotations += 1;
            }
            Tag::Image { title, id, .. } => {
                self.used.insert(id.to_lowercase());
                self.picture = Some(format!("{title} "));
            }
            _ => self.end_paragraph(),
        }
    }

    fn end(&mut self, tag: TagEnd, place: Range<usize>) {
        match tag {
            TagEnd::Strong => self.look.bold = false,
            TagEnd::Emphasis => self.look.italic = false,
            TagEnd::Superscript => self.look.raised = false,
            TagEnd::Subscript => self.look.lowered = false,
            TagEnd::Strikethrough => self.look.struck = false,
            TagEnd::Link => self.link = None,
            TagEnd::Image => {
                let described = self.picture.take().unwrap_or_default();
                self.leave_out(Kind::Picture, &described);
            }
            TagEnd::Table => {
                self.end_paragraph();
                self.is_in_table = false;
            }
            TagEnd::TableCell => {
                self.end_paragraph();
                self.cell.first += 1;
                self.cell.last += 1;
            }
            TagEnd::BlockQuote(_) => {
                self.end_paragraph();
                self.quotations = self.quotations.saturating_sub(1);
            }
            TagEnd::HtmlBlock | TagEnd::CodeBlock if self.page.is_some() => {
                let page = self.page.take().unwrap_or_default();
                self.piece_of_page(&page, place);
            }
            TagEnd::Item => {
                self.end_paragraph();
                self.label = None;
            }
            TagEnd::List(_) => {
                self.end_paragraph();
                self.lists.pop();
            }
            TagEnd::FootnoteDefinition => {
                self.end_paragraph();
                self.note = None;
            }
            _ => self.end_paragraph(),
        }
    }

    /// Returns the label of the entry that begins here: as it is written, counted where all say the same number.
    fn entry(&mut self, at: usize) -> Option<String> {
        let list = self.lists.last_mut().filter(|list| list.is_numbered)?;
        let source = self.text.get(at..)?.trim_start();
        let figures = source.len() - source.trim_start_matches(|sign: char| sign.is_ascii_digit()).len();
        let written: u64 = source.get(..figures)?.parse().ok()?;
        let sign = source.get(figures..)?.chars().next()?;
        let counted = match list.last {
            Some((last, counted)) if last == written => counted.checked_add(1)?,
            _ => written,
        };
        list.last = Some((written, counted));
        Some(format!("{counted}{sign}"))
    }

    /// Says whether the line that begins here has a label.
    fn label_follows(&self, at: usize) -> bool {
        let line = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let plain = line.trim_start_matches([' ', '\t', '>']).replace(['*', '_', '\\'], "");
        label::typed(&plain).is_some()
    }

    /// Adds words that keep their lines: those of code.
    fn lines(&mut self, words: &str, place: Range<usize>) {
        let mut at = place.start;
        for line in words.split_inclusive('\n') {
            let end = (at + line.len()).min(place.end);
            self.words(line.trim_end_matches(['\r', '\n']), at..end);
            if line.ends_with('\n') {
                self.end_line(WRAP, end..end);
            }
            at = end;
        }
    }

    /// Reads what the file says of itself: converters keep the title there. Everything else is no line of the text.
    fn properties(&mut self, place: Range<usize>) {
        let mut at = place.start;
        for line in self.text[place].split_inclusive('\n') {
            let here = at..at + line.len();
            at = here.end;
            let title = line.split_once(':').filter(|(name, _)| matches!(*name, "title" | "subtitle"));
            let title = title.map(|(_, title)| title.trim().trim_matches(['"', '\'']));
            match title.filter(|title| title.contains(char::is_alphanumeric)) {
                Some(title) => {
                    self.heading = true;
                    self.words(title, here);
                    self.end_paragraph();
                }
                None if line.trim().is_empty() => {}
                None => self.leave_out(Kind::Property, line),
            }
        }
    }

    fn end_line(&mut self, sign: char, place: Range<usize>) {
        self.breaks.push(place.end);
        self.push(sign.to_string(), place);
    }

    fn words(&mut self, words: &str, place: Range<usize>) {
        // A break that the writer put in as a letter has no line of its own.
        let mut words = words.replace([BREAK, WRAP], " ");
        let is_escaped = place.start > 0 && self.text.as_bytes().get(place.start - 1) == Some(&b'\\');
        if let Some((mark, stand_in)) = ESCAPED.iter().find(|(mark, _)| is_escaped && words.starts_with(*mark)) {
            words = words.replacen(*mark, &stand_in.to_string(), 1);
        }
        self.push(words, place);
    }

    fn push(&mut self, words: String, place: Range<usize>) {
        if let Some(picture) = &mut self.picture {
            picture.push_str(&words);
            return;
        }
        if self.is_gone {
            self.gone.push(Run { words, look: self.look, note: None, link: self.link.clone() });
            return;
        }
        let start = self.place.as_ref().map_or(place.start, |known| known.start);
        self.place = Some(start..place.end);
        push(&mut self.runs, Run { words, look: self.look, note: None, link: self.link.clone() });
    }

    fn mark(&mut self, name: &str, place: Range<usize>) {
        if self.is_gone || self.picture.is_some() {
            return;
        }
        self.words("", place);
        self.runs.push(Run { words: name.to_owned(), look: self.look, note: Some(name.to_owned()), link: None });
    }

    /// Takes a mark whose note is nowhere, as `[^1]` is; says whether one begins here.
    fn lost_mark(&mut self, place: &Range<usize>) -> bool {
        let is_escaped = self.text[..place.start].ends_with('\\');
        let behind = self.text.get(place.start..).and_then(|rest| rest.strip_prefix("[^"));
        let name: &str = behind.map_or("", |behind| {
            let end = behind.char_indices().take(LONGEST_NAME).find(|(_, sign)| !is_of_name(*sign));
            end.and_then(|(end, _)| behind[end..].starts_with(']').then_some(&behind[..end])).unwrap_or_default()
        });
        if name.is_empty() || is_escaped || self.is_gone || self.picture.is_some() {
            return false;
        }
        let end = place.start + "[^]".len() + name.len();
        self.words("", place.start..end);
        self.runs.push(Run { words: format!("[^{name}]"), look: self.look, note: Some(name.to_owned()), link: None });
        self.read_ahead = end;
        true
    }

    fn remark(&mut self, words: &str) {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        // An empty one parts lists from each other.
        if !words.is_empty() {
            self.remarks.push(words);
        }
    }

    fn leave_out(&mut self, kind: Kind, words: &str) {
        self.omissions.add(kind, self.sheet.paragraphs.len(), words);
    }

    /// Reads a piece of HTML; what is none stays as it is written.
    fn piece_of_page(&mut self, html: &str, place: Range<usize>) {
        self.end_paragraph();
        if let Some(remark) = tags::comment(html) {
            return self.remark(remark);
        }
        let read = tags::begins_as_page(html).then(|| page::lines(html, self.refuse_changes).ok()).flatten();
        let Some(lines) = read else {
            self.words(html, place);
            return self.end_paragraph();
        };
        let (paragraphs, notes, omissions) = lines.into_parts();
        for (name, runs) in notes {
            add_to_note(self.sheet.notes.entry(name).or_default(), runs);
        }
        self.omissions.absorb(omissions, self.sheet.paragraphs.len());
        for paragraph in paragraphs {
            let label = paragraph.label.or_else(|| self.label.take());
            self.add(Paragraph { label, place: place.clone(), ..paragraph });
        }
    }

    /// Begins or ends a change that takes words away.
    fn change(&mut self, begins: bool) {
        self.is_gone = begins;
        self.gone.clear();
    }

    /// Says whether an entry of a list is written in the line that begins here, though no list can begin there.
    fn entry_follows(&self, at: usize) -> bool {
        let line = self.text.get(at..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        bullet(line.trim_start()).is_some()
    }

    /// Takes the bullet away with which a line of a paragraph begins, and the box behind it.
    fn without_bullet(&mut self, runs: Vec<Run>) -> Vec<Run> {
        let runs = tidy_blanks(runs);
        let words = words(&runs);
        let Some(entry) = bullet(&words) else { return runs };
        let boxed = ["[ ]", "[x]", "[X]"].into_iter().find_map(|tick| Some((tick, entry.strip_prefix(tick)?)));
        let behind = boxed.filter(|(_, behind)| behind.starts_with(' '));
        behind.into_iter().for_each(|(tick, _)| self.leave_out(Kind::Box, &tick.to_lowercase()));
        let entry = behind.map_or(entry, |(_, behind)| behind);
        tidy_blanks(sheet::behind(&runs, words.len() - entry.len()))
    }

    /// Ends a paragraph, and with it what a tag began that nobody closed: such a change takes no word away.
    fn end_paragraph(&mut self) {
        self.leave_inline_note();
        let (mut runs, breaks) = (std::mem::take(&mut self.runs), std::mem::take(&mut self.breaks));
        if std::mem::take(&mut self.is_gone) {
            runs.append(&mut self.gone);
        }
        (self.look, self.link) = (RunLook::default(), None);
        let spans::Read { runs, mut anchors, remarks } = spans::read(spans::heights(runs), self.refuse_changes);
        let mut runs = printed_once(unescaped(runs));
        remarks.iter().for_each(|remark| self.remark(remark));
        let heading = std::mem::take(&mut self.heading);
        if heading {
            anchors.extend(spans::take_attributes(&mut runs));
        }
        let place = self.place.take().unwrap_or_default();
        if words(&runs).trim().is_empty() {
            return;
        }
        let depth = self.lists.len().checked_sub(1);
        let label = self.label.take();
        let parted = breaks::part(Paragraph { runs, label, depth, heading, anchors, ..Paragraph::default() });
        let starts: Vec<usize> = parted
            .iter()
            .map(|(line, _)| line.checked_sub(1).and_then(|at| breaks.get(at).copied()).unwrap_or(place.start))
            .collect();
        for (at, (_, mut paragraph)) in parted.into_iter().enumerate() {
            if at > 0 {
                paragraph.runs = self.without_bullet(paragraph.runs);
            }
            let start = starts.get(at).copied().unwrap_or(place.start);
            let end = starts.get(at + 1).copied().unwrap_or(place.end).max(start);
            let indent = self.text.get(start..end).map_or(0, |line| line.len() - line.trim_start().len());
            let end = start + self.text.get(start..end).map_or(end - start, |line| line.trim_end().len());
            self.add(Paragraph { place: (start + indent).min(end)..end, ..paragraph });
        }
    }

    /// Adds a paragraph to the text, or to the note that is being read.
    fn add(&mut self, mut paragraph: Paragraph) {
        paragraph.runs = tidy_blanks(paragraph.runs);
        match &self.note {
            Some(note) => {
                let label = paragraph.label.map(|label| Run { words: format!("{label} "), ..Run::default() });
                let runs = label.into_iter().chain(paragraph.runs).collect();
                let before = self.sheet.notes.entry(note.clone()).or_default();
                let first = Some(words(before.iter())).filter(|words| !words.is_empty());
                add_to_note(before, runs);
                if let Some(first) = first.filter(|_| self.joined_note.as_ref() != Some(note)) {
                    self.joined_note = Some(note.clone());
                    let kind = if self.is_in_table { Kind::NoteTable } else { Kind::NoteParagraphs };
                    self.leave_out(kind, &beginning(&first));
                }
            }
            None => {
                paragraph.cell |= self.is_in_table;
                paragraph.at = paragraph.at.or(Some(self.cell).filter(|_| self.is_in_table));
                paragraph.quotation |= self.quotations > 0;
                paragraph.remarks = std::mem::take(&mut self.remarks);
                self.sheet.paragraphs.push(paragraph);
            }
        }
    }
}
