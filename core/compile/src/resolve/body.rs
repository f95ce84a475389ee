//! Parts, clauses, headings and notes.

use engross_model::{Block, Clause, Document, Finding, Fix, Heading, Inline, Part, nearest};

use super::{ADOPTION_NOTE, Header, Resolved, length};
use crate::enough::is_enough;
use crate::house::{PartData, Slots, fill};
use crate::parse::KEYS;
use crate::parse::inline::{self, Markup};
use crate::patch;
use crate::source::{ScalarStyle, SourceBlock, SourceClause, SourceHeading, SourcePart, Text};
use crate::source_map::{Unit, UnitKind};

/// How many marks and runs of words a text may have: each takes a thousand bytes on its way to the page.
const MOST_PIECES: usize = 200_000;

/// Fills the parts and the notes.
pub(super) fn resolve(header: &Header<'_>, resolved: &mut Resolved) {
    refuse_unknown_parts(header, resolved);
    resolve_notes(header, resolved);
    let data = header.house.data();
    let mut opening = data.opening.clone();
    for part in &data.parts {
        let Some(source) = header.source.parts.iter().find(|source| source.name.value == part.name) else { continue };
        if source.blocks.is_empty() {
            continue;
        }
        let part = with_variant(part, header);
        // The house's opening stands before the first clause of a text, or nowhere.
        let bare =
            data.bare_opening.clone().filter(|_| data.parts.first().is_some_and(|first| first.name != part.name));
        let opening = opening.take().map(|opening| bare.unwrap_or(opening));
        let formula = part.formula.clone().or(opening);
        let index = resolved.document.parts.len();
        let blocks = resolve_blocks(header, resolved, source, index, &part.numbering);
        resolved.document.parts.push(Part {
            name: part.name.clone(),
            lead: part.lead,
            heading: phrase(header, part.heading.as_deref(), &resolved.slots),
            formula: phrase(header, formula.as_deref(), &resolved.slots),
            blocks,
            new_page: part.new_page,
            closing: Vec::new(),
        });
        resolved.parts.push(part);
        resolved.part_gaps.push(source.has_gap);
    }
    if let Some(name) = &data.closing_after {
        close_part(name, &mut resolved.document);
    }
}

/// Moves the closing block below the part that it follows, where another part stands below it.
fn close_part(name: &str, document: &mut Document) {
    if let Some((_, before)) = document.parts.split_last()
        && let Some(at) = before.iter().position(|part| part.name == name)
        && let Some(part) = document.parts.get_mut(at)
    {
        part.closing = std::mem::take(&mut document.closing_block);
    }
}

fn phrase(header: &Header<'_>, term: Option<&str>, slots: &Slots) -> Vec<Inline> {
    let phrases = term.and_then(|term| header.terms.phrases.get(term));
    phrases.and_then(|phrases| fill(phrases, slots)).unwrap_or_default()
}

/// Returns the part as the text's variant has it, with what the language says of it.
pub(super) fn with_variant(part: &PartData, header: &Header<'_>) -> PartData {
    header.terms.part_in(part, header.variant(&part.name))
}

fn refuse_unknown_parts(header: &Header<'_>, resolved: &mut Resolved) {
    let house = header.house.id();
    let parts: Vec<&str> = header.house.data().parts.iter().map(|part| part.name.as_str()).collect();
    for part in &header.source.parts {
        let name = part.name.value.as_str();
        let near = nearest(name, parts.iter().copied());
        let meant = near
            .map_or_else(|| format!("its parts are: {}", parts.join(", ")), |near| format!("did you mean `{near}`?"));
        let (code, message, help) = match (parts.contains(&name), part.is_list) {
            (true, true) => continue,
            (true, false) => (
                "SRC-02",
                format!("`{name}` is a list of clauses"),
                "begin each clause with a hyphen (`-`) and a blank, on a line of its own below the key".to_owned(),
            ),
            (false, true) => ("HOUSE-05", format!("the house `{house}` has no part `{name}`"), meant),
            (false, false) => (
                "SRC-01",
                format!("unknown key `{name}`"),
                match near {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => {
                        format!("known here: {}, and the parts of the house: {}", KEYS.join(", "), parts.join(", "))
                    }
                },
            ),
        };
        resolved.findings.push(Finding::new(code, message).at(header.file, part.name.span.clone()).help(help));
    }
}

fn resolve_notes(header: &Header<'_>, resolved: &mut Resolved) {
    for note in &header.source.notes {
        let name = &note.name.value;
        if name == ADOPTION_NOTE {
            resolved.findings.push(
                Finding::new("SRC-06", "the name `adoption` is taken by the adoption note")
                    .at(header.file, note.name.span.clone())
                    .help("choose another name; the adoption note itself comes from `adoption:`"),
            );
            continue;
        }
        let mut unit = plain_unit(&format!("fn.{name}"), UnitKind::Note, &note.text);
        unit.waivers.clone_from(&note.waivers);
        let content = unit_content(resolved, &note.text, unit);
        resolved.notes.insert(name.clone(), content);
        if let Some(series) = &note.series {
            resolved.note_series.insert(name.clone(), series.clone());
        }
    }
}

fn resolve_blocks(
    header: &Header<'_>,
    resolved: &mut Resolved,
    source: &SourcePart,
    part: usize,
    levels: &[String],
) -> Vec<Block> {
    let is_headed = |level: &String| header.house.data().numbering.get(level).is_some_and(|scheme| scheme.headed);
    let levels: Vec<bool> = levels.iter().map(is_headed).collect();
    let mut clauses = 0;
    let mut headings = 0;
    let mut blocks = Vec::with_capacity(source.blocks.len());
    for block in &source.blocks {
        match block {
            SourceBlock::Clause(clause) => {
                clauses += 1;
                let place =
                    Placed { part, level: 0, levels: &levels, anchor: format!("{}.{clauses}", source.name.value) };
                blocks.push(Block::Clause(resolve_clause(resolved, clause, &place)));
            }
            SourceBlock::Heading(heading) => {
                headings += 1;
                let anchor = format!("{}.heading-{headings}", source.name.value);
                blocks.push(Block::Heading(resolve_heading(resolved, heading, part, anchor)));
            }
        }
    }
    blocks
}

/// Where a clause stands in the tree.
struct Placed<'a> {
    part: usize,
    level: usize,
    /// The levels that the house has here, and whether clauses of each have headings of their own.
    levels: &'a [bool],
    /// The anchor that it gets if it has no id.
    anchor: String,
}

fn resolve_clause(resolved: &mut Resolved, clause: &SourceClause, place: &Placed<'_>) -> Clause {
    if place.level == place.levels.len() {
        resolved.findings.push(
            Finding::new(
                "SRC-07",
                format!("the house nests clauses up to level {} here, and this one stands deeper", place.levels.len()),
            )
            .at(&*clause.text.file, clause.text.span.clone())
            .help("bring the point one level up"),
        );
    }
    let id = clause.id.as_ref().map_or_else(|| place.anchor.clone(), |id| id.value.clone());
    if let Some(heading) = clause.heading.as_ref().filter(|_| place.levels.get(place.level) == Some(&false)) {
        let finding = Finding::new("SRC-07", "the house gives clauses of this level no headings of their own");
        let help = "let the heading stand before the clause, as an entry of its own";
        resolved.findings.push(finding.at(&*heading.file, heading.span.clone()).help(help));
    }
    let heading = clause.heading.as_ref().map(|text| {
        let mut unit = plain_unit(&format!("{id}.heading"), UnitKind::ClauseHeading, text);
        unit.part = Some(place.part);
        // A waiver on the clause covers its heading too.
        unit.waivers.clone_from(&clause.waivers);
        unit.entry = clause.span.clone();
        unit_content(resolved, text, unit)
    });
    let heading = heading.unwrap_or_default();
    let kind = if clause.points.is_empty() { UnitKind::Clause } else { UnitKind::LeadIn };
    let mut unit = plain_unit(&id, kind, &clause.text);
    unit.part = Some(place.part);
    unit.level = place.level;
    unit.has_gap = clause.has_gap;
    unit.waivers.clone_from(&clause.waivers);
    unit.given_label.clone_from(&clause.label);
    unit.entry = clause.span.clone();
    let content = unit_content(resolved, &clause.text, unit);
    let points = (1..)
        .zip(&clause.points)
        .map(|(number, point)| {
            let anchor = format!("{}.{number}", place.anchor);
            let place = Placed { level: place.level + 1, anchor, ..*place };
            resolve_clause(resolved, point, &place)
        })
        .collect();
    let closing = clause.closing.as_ref().map(|text| {
        let mut unit = plain_unit(&format!("{id}.tail"), UnitKind::Closing, text);
        unit.part = Some(place.part);
        unit.level = place.level;
        // A waiver on the clause covers its closing text too.
        unit.waivers.clone_from(&clause.waivers);
        unit_content(resolved, text, unit)
    });
    Clause {
        id,
        level: String::new(),
        label: None,
        provisional: None,
        heading,
        content,
        points,
        closing: closing.unwrap_or_default(),
        change: None,
    }
}

fn resolve_heading(resolved: &mut Resolved, heading: &SourceHeading, part: usize, anchor: String) -> Heading {
    let id = heading.id.as_ref().map_or(anchor, |id| id.value.clone());
    let mut unit = plain_unit(&id, UnitKind::Heading, &heading.text);
    unit.part = Some(part);
    unit.waivers.clone_from(&heading.waivers);
    unit.entry = heading.span.clone();
    let content = unit_content(resolved, &heading.text, unit);
    Heading { id, content }
}

/// Makes a unit without a place in the body.
pub(super) fn plain_unit(id: &str, kind: UnitKind, text: &Text) -> Unit {
    let markup = inline::parse(&text.value);
    let visible = markup.visible();
    Unit {
        id: id.to_owned(),
        kind,
        text: text.clone(),
        markup,
        visible,
        end: None,
        part: None,
        level: 0,
        waivers: Vec::new(),
        has_gap: false,
        given_label: None,
        entry: text.span.clone(),
    }
}

/// Reports what is wrong with a unit's markup and length, keeps the unit and returns its content.
pub(super) fn unit_content(resolved: &mut Resolved, text: &Text, mut unit: Unit) -> Vec<Inline> {
    if is_enough(&resolved.findings) {
        unit.markup.errors.clear();
    }
    report_markup(text, &unit.id, &unit.markup, &mut resolved.findings);
    length::check(&unit, &mut resolved.findings);
    if has_too_many_marks(&unit, resolved) {
        return Vec::new();
    }
    let content = unit.markup.inlines();
    resolved.sources.add(unit);
    content
}

/// Counts the marks of a unit, and says whether the text has more than it may: such a unit is not read.
fn has_too_many_marks(unit: &Unit, resolved: &mut Resolved) -> bool {
    let before = resolved.pieces;
    resolved.pieces += unit.markup.nodes.len();
    let is_too_many = resolved.pieces > MOST_PIECES;
    if is_too_many && before <= MOST_PIECES {
        let finding = Finding::new("SRC-12", "the text has more marks than one file may have");
        resolved
            .findings
            .push(finding.at(&*unit.text.file, unit.text.span.clone()).in_clause(&unit.id).help("split the file"));
    }
    resolved.has_gap |= is_too_many;
    is_too_many
}

fn report_markup(text: &Text, id: &str, markup: &Markup, findings: &mut Vec<Finding>) {
    for error in &markup.errors {
        let mut finding = Finding::new(error.code, error.message.clone())
            .at(&*text.file, text.file_range(error.range.clone()))
            .in_clause(id);
        // Inside double quotes YAML takes a backslash for its own, and two for one.
        let escaped = |help: &String| match text.style {
            ScalarStyle::DoubleQuoted => help.replace('\\', "\\\\"),
            _ => help.clone(),
        };
        finding.help = error.help.as_ref().map(escaped);
        // A line break in the file stays where it is.
        let mend = error.mend.as_ref().filter(|(range, _)| text.exact_file_range(range.clone()).is_some());
        let mend = mend.and_then(|(range, new)| patch::replace(text, range.clone(), new));
        finding.fix = mend.map(|edit| Fix { title: "move the mark before the blank".to_owned(), edits: vec![edit] });
        findings.push(finding);
    }
}
