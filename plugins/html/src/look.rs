//! The rules of a page's style sheet that follow from the house's look: lines, headings, and the levels of clauses. All
//! sizes are relative to the body, so that readers can zoom.

use std::collections::BTreeSet;

use engross_plugin::model::{Align, BlockStyle, Document, LabelPlace, LevelStyle, Look};

use crate::escape;

/// The least space below a clause on screen, in ems.
const LEAST_AFTER: f64 = 0.85;

/// Writes the rules for what a document has.
pub(crate) fn rules(document: &Document, look: &Look) -> String {
    let sheet = Rules { look, italics: document.language.italics };
    let mut rules = format!("html {{ font-family: {}; }}\n", fonts(look));
    for (name, selector) in [("banner", ".banner"), ("heading", "h2, h3, .parallel .heading"), ("formula", ".formula")]
    {
        rules.push_str(&sheet.block(selector, &look.style(name)));
    }
    let lines: BTreeSet<&str> = document.columns().flat_map(|column| column.lines()).map(|line| line.style()).collect();
    let shared = document.columns().flat_map(styles_of_shared_lines).collect::<BTreeSet<&str>>();
    for line in lines.into_iter().filter(|line| is_class(line)) {
        rules.push_str(&sheet.block(&format!(".line-{line}"), &look.style(line)));
        if let Some(first) = look.style(line).first_letter {
            let size = look.style(line).size.unwrap_or(look.size);
            rules.push_str(&format!(".line-{line} .first-letter {{ font-size: {}; }}\n", ratio(first, size, "em")));
        }
        if shared.contains(line) {
            rules.push_str(&sheet.beside(line, &look.style(line)));
        }
        if look.style(line).rule {
            // The rule runs from edge to edge below all that stands on the line.
            let border = "padding-block-end: .15em; border-block-end: 1px solid var(--ink);";
            rules.push_str(&format!(".shared-line:has(> .line-{line}) {{ {border} }}\n"));
            rules.push_str(&format!(".shared-line > .line-{line} {{ padding-block-end: 0; border: 0; }}\n"));
        }
    }
    let mut levels: BTreeSet<&str> = BTreeSet::new();
    document.walk_clauses(&mut |_, clause, _| _ = levels.insert(&clause.level));
    for level in levels.into_iter().filter(|level| is_class(level)) {
        if document.parallel.is_empty() {
            rules.push_str(&sheet.level(&format!(".level-{level}"), look.level(level)));
        } else {
            rules.push_str(&sheet.level_beside(&format!(".parallel .level-{level}"), look.level(level)));
        }
    }
    for column in document.columns().filter(|column| !column.language.italics && is_class(&column.language.tag)) {
        // Phrases of another script have their italics.
        let tag = &column.language.tag;
        rules.push_str(&format!(":lang({tag}) :is(em, .lead.italic) {{ font-style: normal; font-weight: bold; }}\n"));
        rules.push_str(&format!(":lang({tag}) bdi em {{ font-style: italic; font-weight: inherit; }}\n"));
    }
    let note = look.style("note").size.unwrap_or(look.size);
    rules.push_str(&format!("@media print {{ .notes {{ font-size: {}; }} }}\n", ratio(note, look.size, "rem")));
    rules
}

/// Returns the styles of lines that share one.
fn styles_of_shared_lines(document: &Document) -> Vec<&str> {
    let next = document.lines().skip(1);
    let shared = document.lines().zip(next).filter(|(_, next)| next.beside);
    shared.flat_map(|(line, next)| [line.style(), next.style()]).collect()
}

/// Returns the class of a list of clauses, and whether their labels stand in a column.
pub(crate) fn class_of_list(level: &str, style: &LevelStyle, is_labelled: bool) -> (String, bool) {
    let class = if is_class(level) { format!(" level-{level}") } else { String::new() };
    (class + if is_labelled { "" } else { " bare" }, hangs(style, is_labelled))
}

/// Says whether all lines of a clause begin where labels end.
pub(crate) fn hangs(style: &LevelStyle, is_labelled: bool) -> bool {
    style.label == LabelPlace::Hanging && (is_labelled || style.indent <= 0.0)
}

struct Rules<'a> {
    look: &'a Look,
    /// Whether the script has italics.
    italics: bool,
}

impl Rules<'_> {
    /// Writes the rule for a line, a heading or a formula.
    fn block(&self, selector: &str, style: &BlockStyle) -> String {
        let body = self.look.size;
        let size = style.size.unwrap_or(body);
        let air = |space: f64| format!("calc({} * var(--air, 1))", ratio(space, size, "em"));
        let (bold, italic) = self.weight(style.bold, style.italic);
        let mut rule = format!(
            "{selector} {{ font-size: {}; font-weight: {}; font-style: {}; margin-block: {} {};",
            ratio(size, body, "em"),
            if bold { "bold" } else { "normal" },
            if italic { "italic" } else { "normal" },
            air(style.before),
            air(style.after),
        );
        rule.push_str(match style.align {
            None => "",
            Some(Align::Start) => " text-align: start;",
            Some(Align::Center) => " text-align: center;",
            Some(Align::End | Align::Outer) => " text-align: end;",
            Some(Align::Both) => " text-align: justify;",
        });
        if style.indent > 0.0 {
            // A narrow window has no room for what a sheet has.
            rule.push_str(&format!(" margin-inline-start: min({}, 25%);", ratio(points(style.indent), size, "em")));
        }
        if style.frame {
            rule.push_str(" padding: .6rem 1rem; border: 1px solid var(--ink);");
        }
        if style.rule {
            rule.push_str(" padding-block-end: .15em; border-block-end: 1px solid var(--ink);");
        }
        if style.keep {
            rule.push_str(" break-after: avoid;");
        }
        rule + " }\n"
    }

    /// Writes how a line stands behind one that it shares a line with, where it does not end where lines end: from where its
    /// style has it begin, or in the middle of a column of its own.
    fn beside(&self, line: &str, style: &BlockStyle) -> String {
        let page = &self.look.page;
        let width = page.width - page.margin.left - page.margin.right;
        let behind = format!(".shared-line > .line-{line}:not(:first-child)");
        match style.align {
            Some(Align::Start) => {
                let room = (100.0 * (1.0 - style.indent / width)).clamp(20.0, 100.0).round();
                // Beside a line that is no wider than its words there is the rest.
                let (basis, least) = if style.indent > 0.0 {
                    (format!("0 0 {room}%"), "max-content")
                } else {
                    ("1 0 0".to_owned(), "50%")
                };
                format!(
                    "{behind} {{ flex: {basis}; min-inline-size: {least}; margin-inline-start: 0; text-align: start; }}\n"
                )
            }
            Some(Align::Center) => {
                format!(
                    ".shared-line:not(:has(> :not(.line-{line}))) > .line-{line} {{ flex: 1 0 0; text-align: center; }}\n"
                )
            }
            _ => String::new(),
        }
    }

    /// Writes the rules for the lists of a level.
    fn level(&self, list: &str, style: &LevelStyle) -> String {
        let body = self.look.size;
        let indent = ratio(points(style.indent), body, "em");
        // A clause under a change stands in an element of its own.
        let inside = |what: &str| format!(":is({list} > li, {list} > li > .whole) > {what}");
        let mut rules = String::new();
        let after = style.after / body;
        if after > LEAST_AFTER {
            rules.push_str(&format!("{} {{ margin-block-end: {}; }}\n", inside("p"), ratio(after, 1.0, "em")));
        }
        let (bold, italic) = self.weight(style.bold, style.italic);
        for (on, declaration) in [(bold, "font-weight: bold"), (italic, "font-style: italic")] {
            if on {
                rules.push_str(&format!("{list} > li .label {{ {declaration}; }}\n"));
                rules.push_str(&format!("{list} > li ol .label {{ font-weight: inherit; font-style: inherit; }}\n"));
            }
        }
        let at_edge = format!("{} {{ margin-inline-start: 0; }}\n", inside("ol"));
        let first_line = format!("{} {{ text-indent: {indent}; }}\n", inside("p:first-of-type:not(.closing)"));
        match style.label {
            LabelPlace::Hanging if style.indent > 0.0 => {
                rules.push_str(&format!("{list}:not(.bare) {{ padding-inline-start: {indent}; }}\n"));
                rules.push_str(&first_line.replace(list, &format!("{list}.bare")));
                rules.push_str(&at_edge.replace(list, &format!("{list}.bare")));
            }
            LabelPlace::Hanging => {}
            LabelPlace::RunIn => {
                let column = ratio(points(style.column), body, "em");
                rules.push_str(&first_line);
                rules.push_str(&at_edge);
                let label = inside("p > .label");
                rules.push_str(&format!("{label} {{ min-inline-size: {column}; margin-inline-start: 0; }}\n"));
            }
            LabelPlace::Line => {
                rules.push_str(&first_line);
                rules.push_str(&at_edge);
            }
        }
        rules
    }

    /// Writes the rules for a level where languages stand side by side.
    fn level_beside(&self, clause: &str, style: &LevelStyle) -> String {
        let indent = ratio(points(style.indent), self.look.size, "em");
        let mut rules = format!("{clause}.bare .words {{ text-indent: {indent}; }}\n");
        if style.label == LabelPlace::RunIn {
            let column = ratio(points(style.column), self.look.size, "em");
            let words = format!("calc({indent} + max({column}, var(--column)))");
            rules.push_str(&format!("{clause}:not(.bare) .words {{ text-indent: {words}; }}\n"));
            rules.push_str(&format!("{clause} > .label {{ margin-inline-start: {indent}; }}\n"));
            let before_first = format!("calc(.75rem + var(--depth) * var(--column) + {indent})");
            rules.push_str(&format!("{clause}.number-cell > .label {{ margin-inline-start: {before_first}; }}\n"));
        }
        rules
    }

    /// Returns what is bold and what is italic, in the script at hand.
    fn weight(&self, bold: bool, italic: bool) -> (bool, bool) {
        (bold || italic && !self.italics, italic && self.italics)
    }
}

/// Returns the families of the body, and what comes near them where they are not installed.
fn fonts(look: &Look) -> String {
    let is_sans = look
        .fonts
        .first()
        .is_none_or(|font| ["Sans", "Arial", "Helvetica", "Gothic"].iter().any(|word| font.contains(word)));
    let near: &[&str] = if is_sans { &["Arial", "Helvetica"] } else { &["Times New Roman", "Times"] };
    let own = look.fonts.iter().map(String::as_str);
    let named = own.chain(near.iter().copied()).chain(["Noto Naskh Arabic"]).map(escape::style_string);
    let generic = if is_sans { "sans-serif" } else { "serif" };
    named.chain([generic.to_owned()]).collect::<Vec<_>>().join(", ")
}

/// Says whether a name can be part of a class.
fn is_class(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|letter| letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_'))
}

pub(crate) fn points(millimetres: f64) -> f64 {
    millimetres * 72.0 / 25.4
}

/// Writes a length as a multiple of the type size, within what a page can have.
fn ratio(length: f64, size: f64, unit: &str) -> String {
    let ratio = length / size;
    let ratio = if ratio.is_finite() { ratio.clamp(0.0, 100.0) } else { 0.0 };
    let digits = format!("{ratio:.3}");
    format!("{}{unit}", digits.trim_end_matches('0').trim_end_matches('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_short_and_finite() {
        assert_eq!(ratio(12.0, 11.0, "em"), "1.091em");
        assert_eq!(ratio(0.0, 11.0, "em"), "0em");
        assert_eq!(ratio(f64::NAN, 11.0, "em"), "0em");
        assert_eq!(ratio(1.0, 0.0, "em"), "0em");
        assert_eq!(ratio(1e300, 1.0, "em"), "100em");
    }
}
