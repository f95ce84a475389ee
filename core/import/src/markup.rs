//! Words with their looks, written in engross's markup: lead words, emphasis, links, references and the marks of notes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use engross_compile::LeadPhrases;
use engross_compile::writing::literally;
use engross_model::{Finding, LeadStyle, is_direction_mark};

use crate::forms::Form;
use crate::label;
use crate::marks;
use crate::notes::{self, FoundNote, Notes};
use crate::read::breaks;
use crate::sheet::{self, Paragraph, Run, RunLook, behind, placed};
use crate::sureness::Sureness;

/// A clause that links of the file may lead to.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) label: Option<String>,
    /// What the house calls it: `paragraph 3 (b)`.
    pub(crate) called: Option<String>,
}

/// Writes words, and keeps the notes that are marked in them.
pub(crate) struct Markup<'a> {
    pub(crate) file: &'a str,
    pub(crate) notes: &'a Notes,
    /// The clauses, by the names that the file gives their places.
    pub(crate) targets: BTreeMap<String, Target>,
    /// Whether the file can mark words at all.
    pub(crate) has_looks: bool,
    /// The notes that were marked, in the order of their marks: their ids and words.
    pub(crate) marked: Vec<(String, String)>,
    /// Their marks as they are printed, by their ids.
    pub(crate) marks: BTreeMap<String, String>,
    /// The ids of the notes that were marked, by their places among the notes.
    ids: BTreeMap<usize, String>,
    /// The notes that were marked and have no words yet, by their places among the notes and among those marked.
    unwritten: VecDeque<(usize, usize)>,
    /// The ids that notes have of their own.
    taken: BTreeSet<&'a str>,
    /// The number of the last id that was made.
    counted: usize,
    /// The words whose links lead to no clause.
    lost_links: Vec<String>,
    /// Where links on lead words led.
    lead_links: Vec<String>,
    /// The marks that lead to no note.
    lost_marks: Vec<String>,
    /// The words that stood out otherwise than in italics.
    turned: Vec<String>,
    /// The numbers of references that stay as they were printed.
    kept_numbers: Vec<String>,
}

impl<'a> Markup<'a> {
    pub(crate) fn new(file: &'a str, notes: &'a Notes, targets: BTreeMap<String, Target>, has_looks: bool) -> Self {
        Self {
            file,
            notes,
            targets,
            has_looks,
            marked: Vec::new(),
            marks: BTreeMap::new(),
            ids: BTreeMap::new(),
            unwritten: VecDeque::new(),
            taken: notes.iter().filter_map(own_id).collect(),
            counted: 0,
            lost_links: Vec::new(),
            lead_links: Vec::new(),
            lost_marks: Vec::new(),
            turned: Vec::new(),
            kept_numbers: Vec::new(),
        }
    }

    /// Writes words that have no lead words.
    pub(crate) fn plain(&mut self, runs: &[Run]) -> String {
        let mut written = String::new();
        runs.iter().for_each(|run| self.add(run, false, &mut written));
        written
    }

    /// Writes the words of a heading, whose look is the house's.
    pub(crate) fn heading(&mut self, runs: &[Run]) -> String {
        let words = || runs.iter().filter(|run| run.note.is_none() && !run.words.trim().is_empty());
        let all = |look: fn(&RunLook) -> bool| words().all(|run| look(&run.look));
        let (bold, italic, underlined) = (all(|it| it.bold), all(|it| it.italic), all(|it| it.underlined));
        let bare = |run: &Run| {
            let look = RunLook {
                bold: run.look.bold && !bold,
                italic: run.look.italic && !italic,
                underlined: run.look.underlined && !underlined,
                ..run.look
            };
            Run { look, ..run.clone() }
        };
        let runs: Vec<Run> = runs.iter().map(bare).collect();
        self.plain(&runs)
    }

    /// Writes the words of a clause of a part, its lead words marked.
    pub(crate) fn clause(
        &mut self,
        runs: &[Run],
        form: &Form<'_>,
        paragraph: &Paragraph,
        findings: &mut Vec<Finding>,
    ) -> String {
        let words = sheet::words_beside_marks(runs);
        let first = runs.first().map(|run| run.look).unwrap_or_default();
        let marked = if first.is_emphasised() { leading(runs, first) } else { 0 };
        let before_marks: usize = runs.iter().take_while(|run| run.note.is_none()).map(|run| run.words.len()).sum();
        let known = form.lead.and_then(|lead| known_lead(&lead, &words, marked)).filter(|end| *end <= before_marks);
        let style = form.part.lead;
        let mut written = String::new();
        let mut rest = runs.to_vec();
        let has_lead = known.is_some() || marked > 0 && is_lead(first, style);
        let mut lead_words = "";
        if has_lead {
            lead_words = words.get(..known.unwrap_or(marked)).unwrap_or_default().trim_end();
            let marked_words = words.get(..marked).unwrap_or_default().trim_end();
            let otherwise = marked_otherwise(lead_words, marked_words, is_lead(first, style));
            let otherwise = otherwise.filter(|_| self.has_looks || marked > 0);
            findings.extend(otherwise.map(|finding| finding.at(self.file, paragraph.place.clone())));
            let is_otherwise = |run: &Run| run.look != first && !run.words.trim().is_empty();
            if marked > 0 && runs.iter().take_while(|run| covers(run.look, first)).any(is_otherwise) {
                let message = format!("the emphasis of single words among the lead words `{lead_words}` was left out");
                let finding = Finding::new("IMP-06", message).at(self.file, paragraph.place.clone());
                findings.push(finding.note(Sureness::Sure.because("lead words look alike in a source text")));
            }
            written = format!("**{}**", literally(lead_words));
            rest = unmarked(behind(&rest, lead_words.len()), marked.saturating_sub(lead_words.len()));
            self.leave_out_links(runs, lead_words.len(), &rest);
        }
        for run in &rest {
            // Where lead words are bold further ones begin as the house's own do, or are in capitals as the first are; italics may
            // be mere emphasis.
            let is_phrase = |lead: LeadPhrases<'_>| {
                let words = run.words.trim();
                let are_alike = || label::is_capitals(lead_words) && label::is_capitals(words);
                match style.bold {
                    true => !lead.at_start(words, 0).is_empty() || are_alike(),
                    false => is_whole(&lead, words),
                }
            };
            let looks_so = is_lead(run.look, style);
            let ends_lead = || form.lead.is_some_and(|lead| lead.ends_with(run.words.trim()));
            let is_ending = has_lead && (looks_so || run.look == first && marked > 0) && ends_lead();
            let is_lead = is_ending || looks_so && form.lead.is_some_and(is_phrase);
            self.add(run, is_lead, &mut written);
        }
        written
    }

    /// Remembers where links on the first bytes lead, which become lead words; a link that goes on in the rest is kept there.
    fn leave_out_links(&mut self, runs: &[Run], bytes: usize, rest: &[Run]) {
        let kept = rest.iter().find(|run| !run.words.trim().is_empty()).and_then(|run| run.link.as_ref());
        let placed = runs.iter().scan(0, |ends, run| {
            let begins = *ends;
            *ends += run.words.len();
            Some((begins, run.link.as_ref()))
        });
        let on_lead_words = placed.take_while(|(begins, _)| *begins < bytes).filter_map(|(_, link)| link);
        let mut links: Vec<&String> = on_lead_words.filter(|link| Some(*link) != kept).collect();
        // One link may be on several runs, each with another look.
        links.dedup();
        self.lead_links.extend(links.into_iter().cloned());
    }

    /// Writes a run behind what was written. Where the word that the house prints before a clause's number was typed before
    /// it, it gives way to the reference, which has it.
    fn add(&mut self, run: &Run, lead: bool, written: &mut String) {
        let target = run.link.as_deref().and_then(|link| self.targets.get(link.strip_prefix('#')?));
        let called = target.and_then(|target| target.called.as_deref()).filter(|_| !lead && !run.look.is_emphasised());
        let whole = called.and_then(|called| Some((typed_before(called, &run.words, written)?, run.with(called))));
        match whole {
            Some((before, mut whole)) => {
                let behind = run.words.len() - run.words.trim_end().len();
                whole.words.push_str(run.words.get(run.words.len() - behind..).unwrap_or_default());
                written.truncate(before);
                written.push_str(&self.run(&whole, lead));
            }
            None => written.push_str(&self.run(run, lead)),
        }
    }

    fn run(&mut self, run: &Run, lead: bool) -> String {
        if let Some(mark) = self.note_mark(run) {
            return mark;
        }
        if run.note.is_some() {
            self.lost_marks.push(run.words.trim().to_owned());
        }
        let trimmed = run.words.trim();
        if trimmed.is_empty() || notes::parts_marks(run) {
            return run.words.replace(',', "");
        }
        let (before, after) = run.words.split_once(trimmed).unwrap_or(("", ""));
        let look = run.look;
        let mut words = match &run.link {
            Some(link) => self.link(trimmed, link),
            None => literally(trimmed),
        };
        if look.raised {
            words = format!("^{words}^");
        } else if look.lowered {
            words = format!("~{words}~");
        }
        if lead {
            words = format!("**{words}**");
        } else if look.is_emphasised() && !(run.link.is_some() && !look.bold && !look.italic) {
            if !look.italic {
                self.turned.push(trimmed.to_owned());
            }
            words = format!("*{words}*");
        }
        format!("{before}{words}{after}")
    }

    fn link(&mut self, words: &str, link: &str) -> String {
        let Some(anchor) = link.strip_prefix('#') else {
            let address = link.replace('(', "%28").replace(')', "%29").replace(char::is_whitespace, "%20");
            return format!("[{}]({address})", literally(words));
        };
        let Some(target) = self.targets.get(anchor) else {
            self.lost_links.push(words.to_owned());
            return literally(words);
        };
        let id = &target.id;
        if target.called.as_deref().is_some_and(|called| plainly(called) == plainly(words)) {
            return format!("[#{id}]");
        }
        match target.label.as_deref() {
            Some(label) if words == label => format!("[#{id}.label]"),
            _ if target.called.is_some() && is_number_alone(words) => self.number(words, link),
            Some(label) if names(words, label) => format!("[#{id}]"),
            _ => format!("[{}](#{id})", literally(words)),
        }
    }

    /// Writes a reference that has no word before its number, given the number and where it leads: the house prints the last
    /// part of it alone, and no more.
    fn number(&mut self, words: &str, link: &str) -> String {
        let target = link.strip_prefix('#').and_then(|anchor| self.targets.get(anchor));
        let Some((id, called)) = target.and_then(|target| Some((&target.id, target.called.as_deref()?))) else {
            return literally(words);
        };
        let numeral = label::core(words);
        match words.split_once(numeral) {
            Some((before, behind)) if tokens(called).last().is_some_and(|(_, last)| last == numeral) => {
                format!("{}[#{id}.label]{}", literally(before), literally(behind))
            }
            _ => {
                self.kept_numbers.push(words.to_owned());
                format!("[{}](#{id})", literally(words))
            }
        }
    }

    /// Writes the mark of a note, if a run is one.
    fn note_mark(&mut self, run: &Run) -> Option<String> {
        let at = notes::marked_by(run, self.notes)?;
        Some(self.mark(at))
    }

    /// Writes down the notes that nothing marks, and says so; the note of adoption is made by the house.
    pub(crate) fn take_unmarked(&mut self, adoption_note: Option<usize>, findings: &mut Vec<Finding>) {
        self.write_notes();
        self.say_lost_links(findings);
        self.say_lead_links(findings);
        self.say_lost_marks(findings);
        self.say_kept_numbers(findings);
        self.say_turned(findings);
        for at in 0..self.notes.len() {
            if Some(at) == adoption_note || self.ids.contains_key(&at) {
                continue;
            }
            let note = &self.notes[at];
            let words = sheet::words(&note.runs);
            let beginning = words.split_whitespace().take(5).collect::<Vec<_>>().join(" ");
            let called = if note.mark.is_empty() { &beginning } else { &note.mark };
            let finding = Finding::new("IMP-09", format!("the note `{called}` is marked nowhere in the text"));
            // A note that the format keeps apart stands at no place of what is shown.
            let place = Some(note.place.clone()).filter(|place| !place.is_empty());
            let finding = placed(finding, self.file, place);
            findings.push(finding.help("put its mark where it belongs, or delete it"));
            self.mark(at);
            self.write_notes();
        }
    }

    fn say_lost_links(&self, findings: &mut Vec<Finding>) {
        let message = match self.lost_links.len() {
            0 => return,
            1 => "a link leads to no clause of the text; its words stay without it".to_owned(),
            count => format!("{count} links lead to no clause of the text; their words stay without them"),
        };
        let finding = Finding::new("IMP-09", message).in_file(self.file);
        let finding = finding.note(format!("they are on: {}", self.lost_links.join(" | ")));
        findings.push(finding.help("write `[words](#id)` where they are to lead to a clause"));
    }

    fn say_lead_links(&self, findings: &mut Vec<Finding>) {
        let message = match self.lead_links.len() {
            0 => return,
            1 => "a link on lead words was left out".to_owned(),
            count => format!("{count} links on lead words were left out"),
        };
        let finding = Finding::new("IMP-09", message).in_file(self.file);
        let finding = finding.note(format!("they lead to: {}", self.lead_links.join(" | ")));
        findings.push(finding.help("lead words lead nowhere; set the link on other words: `[words](address)`"));
    }

    fn say_lost_marks(&self, findings: &mut Vec<Finding>) {
        let message = match self.lost_marks.len() {
            0 => return,
            1 => "a mark leads to no note; it stays as a word".to_owned(),
            count => format!("{count} marks lead to no note; they stay as words"),
        };
        let finding = Finding::new("IMP-09", message).in_file(self.file);
        let finding = finding.note(format!("they are: {}", self.lost_marks.join(" | ")));
        findings.push(finding.help("write the notes, or delete the marks"));
    }

    fn say_turned(&self, findings: &mut Vec<Finding>) {
        let message = match self.turned.len() {
            0 => return,
            1 => "a passage that is bold or underlined is in italics now".to_owned(),
            count => format!("{count} passages that are bold or underlined are in italics now"),
        };
        let finding = Finding::new("IMP-08", message).in_file(self.file);
        let finding = finding.note(Sureness::Sure.because("a source text has one emphasis, which the house sets"));
        let finding = finding.note(format!("they are: {}", self.turned.join(" | ")));
        findings.push(finding.help("take the `*` away where the look said nothing"));
    }

    fn say_kept_numbers(&self, findings: &mut Vec<Finding>) {
        let message = match self.kept_numbers.len() {
            0 => return,
            1 => "the number of a reference stays as the file prints it".to_owned(),
            count => format!("the numbers of {count} references stay as the file prints them"),
        };
        let finding = Finding::new("IMP-08", message).in_file(self.file);
        let sure = Sureness::Likely.because("the house writes numbers otherwise there, or counts otherwise");
        let finding = finding.note(sure).note(format!("they are: {}", self.kept_numbers.join(" | ")));
        findings.push(finding.help("see whether they are right; write `[#id]` for what the house prints"));
    }

    /// Writes the words of the notes that were marked, and of those that are marked in them.
    fn write_notes(&mut self) {
        while let Some((at, place)) = self.unwritten.pop_front() {
            let words = self.plain(&self.notes[at].runs);
            self.marked[place].1 = words;
        }
    }

    /// Returns the next id that no note has of its own.
    fn next_id(&mut self) -> String {
        loop {
            self.counted += 1;
            let id = format!("note-{}", self.counted);
            if !self.taken.contains(id.as_str()) {
                return id;
            }
        }
    }

    /// Writes the mark of a note, given its place among the notes.
    pub(crate) fn mark(&mut self, at: usize) -> String {
        if let Some(id) = self.ids.get(&at) {
            return format!("[^{id}]");
        }
        let id = own_id(&self.notes[at]).map_or_else(|| self.next_id(), str::to_owned);
        let note = &self.notes[at];
        let mark = marks::plain(note.mark.trim());
        // A name in the file is no mark that is printed.
        let is_name = note.mark == note.name && !marks::is_figures(&mark) && !marks::is_sign(&mark);
        if !mark.is_empty() && !is_name {
            self.marks.insert(id.clone(), mark);
        }
        self.ids.insert(at, id.clone());
        self.unwritten.push_back((at, self.marked.len()));
        self.marked.push((id.clone(), String::new()));
        format!("[^{id}]")
    }
}

/// Returns the id that our own files have for a note.
fn own_id(note: &FoundNote) -> Option<&str> {
    note.name.strip_prefix("_note.")
}

/// Says whether words look as the house's lead words do.
fn is_lead(look: RunLook, style: LeadStyle) -> bool {
    let fits = |wanted: bool, is: bool| !wanted || is;
    let wanted = style.bold || style.italic || style.underline;
    wanted && fits(style.bold, look.bold) && fits(style.italic, look.italic) && fits(style.underline, look.underlined)
}

/// Returns where the house's own lead words end at the beginning of a clause, whose first bytes are marked: those that begin
/// within the marks, or the first ones where nothing is marked.
fn known_lead(lead: &LeadPhrases<'_>, words: &str, marked: usize) -> Option<usize> {
    if marked == 0 {
        return Some(lead.at_start(words, words.len()).first()?.end);
    }
    let plain = plain_end(words.get(..marked)?);
    let last = lead.at_start(words, plain).into_iter().take_while(|phrase| phrase.start < plain).last()?;
    // A comma behind them may be marked too.
    Some(if last.end == plain { marked } else { last.end })
}

/// Says where a file marks lead words otherwise than the house: not at all, in another look, or more or fewer words.
fn marked_otherwise(lead_words: &str, marked: &str, looks_so: bool) -> Option<Finding> {
    const OWN: &str = "the house has them among its own";
    let (message, reason) = if marked.is_empty() {
        (format!("the lead words `{lead_words}` were not marked"), OWN)
    } else if lead_words.len() < plain_end(marked) {
        (format!("more than the lead words `{lead_words}` was marked"), OWN)
    } else if lead_words.len() > marked.len() {
        (format!("of the lead words `{lead_words}` only `{marked}` was marked"), OWN)
    } else if !looks_so {
        let message = format!("the lead words `{lead_words}` were marked otherwise than the house does");
        (message, "they stand out, as lead words do")
    } else {
        return None;
    };
    let finding = Finding::new("IMP-06", message).note(Sureness::Likely.because(reason));
    Some(finding.help("they are marked as lead words now"))
}

/// Returns where words end without what stands between them and the next ones.
fn plain_end(words: &str) -> usize {
    words.trim_end_matches(|sign: char| sign.is_whitespace() || breaks::is_comma(sign)).len()
}

/// Takes the look of lead words from the first bytes.
fn unmarked(runs: Vec<Run>, bytes: usize) -> Vec<Run> {
    let mut left = bytes;
    let mut bare = Vec::with_capacity(runs.len() + 1);
    for run in runs {
        let cut = left.min(run.words.len());
        left -= cut;
        let (before, after) = run.words.split_at_checked(cut).unwrap_or((&run.words, ""));
        let look = RunLook { bold: false, italic: false, underlined: false, ..run.look };
        if !before.is_empty() {
            bare.push(Run { look, ..run.with(before) });
        }
        if !after.is_empty() {
            bare.push(run.with(after));
        }
    }
    bare
}

/// Says whether words are one lead phrase and nothing else.
fn is_whole(lead: &LeadPhrases<'_>, words: &str) -> bool {
    lead.at_start(words, words.len()).first().is_some_and(|phrase| phrase.end == words.len())
}

/// Says whether words look as others do, or stand out even more.
fn covers(look: RunLook, first: RunLook) -> bool {
    let fits = |wanted: bool, is: bool| !wanted || is;
    let stands_out = fits(first.bold, look.bold)
        && fits(first.italic, look.italic)
        && fits(first.underlined, look.underlined)
        && first.is_emphasised();
    look == first
        || stands_out && (look.raised, look.lowered, look.struck) == (first.raised, first.lowered, first.struck)
}

/// Counts the bytes at the beginning that look alike, or stand out even more.
fn leading(runs: &[Run], look: RunLook) -> usize {
    let goes_on = |run: &&Run| run.note.is_none() && covers(run.look, look);
    runs.iter().take_while(goes_on).map(|run| run.words.len()).sum()
}

/// Writes words as they are compared: in small letters, with plain blanks, without marks of direction.
fn plainly(words: &str) -> String {
    let shown = words.chars().filter(|sign| !is_direction_mark(*sign));
    shown.map(|sign| if sign.is_whitespace() { ' ' } else { sign }).flat_map(char::to_lowercase).collect()
}

/// Returns the words and numbers in words, without what stands around them, each with the byte that it begins at.
fn tokens<'w>(words: &'w str) -> impl Iterator<Item = (usize, &'w str)> {
    let is_between = |sign: char| !sign.is_alphanumeric();
    let mut at = 0;
    let token = move |part: &'w str| {
        let start = at;
        at += part.len();
        (start, part.trim_end_matches(is_between))
    };
    words.split_inclusive(is_between).map(token).filter(|(_, token)| !token.is_empty())
}

fn is_numeral(token: &str) -> bool {
    token.chars().count() < 2 || label::is_lone(&format!("{token}."))
}

/// Says whether words are the number of a clause and nothing else: `3`, `(b)`, `3.b`.
fn is_number_alone(words: &str) -> bool {
    let mut tokens = tokens(words).peekable();
    tokens.peek().is_some() && tokens.all(|(_, token)| is_numeral(token))
}

/// Returns the byte of what was written at which the house's word before a number begins, if it was typed there: `paragraph` before
/// `3.b`, where the house calls the clause `paragraph 3 (b)`.
fn typed_before(called: &str, words: &str, written: &str) -> Option<usize> {
    let number: Vec<&str> = tokens(words).map(|(_, token)| token).collect();
    let own: Vec<(usize, &str)> = tokens(called).collect();
    let (_, end) = own.split_at_checked(own.len().checked_sub(number.len())?)?;
    if !is_number_alone(words) || !end.iter().map(|(_, token)| *token).eq(number) {
        return None;
    }
    let before = called.get(..end.first()?.0)?.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    let typed = written.trim_end();
    let is_apart = typed.len() < written.len() || words.starts_with(char::is_whitespace);
    let start = typed.char_indices().rev().nth(before.chars().count().checked_sub(1)?)?.0;
    let is_whole_word = !typed.get(..start)?.ends_with(char::is_alphanumeric);
    (is_apart && is_whole_word && without_no_breaks(typed.get(start..)?) == without_no_breaks(before)).then_some(start)
}

fn without_no_breaks(words: &str) -> String {
    words.replace('\u{a0}', " ")
}

/// Says whether words name a label and say nothing else: `paragraph 3 (b)` names `b.`, `the 3 great powers` does not name `3.`.
fn names(words: &str, label: &str) -> bool {
    let numeral = label::core(label.split_whitespace().next_back().unwrap_or_default());
    let tokens = words.split(|sign: char| !sign.is_alphanumeric() && sign != '.').map(|token| token.trim_matches('.'));
    let tokens: Vec<&str> = tokens.filter(|token| !token.is_empty()).collect();
    let is_running = tokens.windows(2).any(|pair| !pair.iter().any(|token| is_numeral(token)));
    !numeral.is_empty() && !is_running && tokens.last() == Some(&numeral)
}
