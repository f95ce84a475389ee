//! What the house says of its pages, and the file of itself, as data for looks.

use std::collections::BTreeSet;

use engross_plugin::model::{
    Align, BlockStyle, LabelPlace, LevelStyle, Look, OptionValue, PagePiece, Request, TitleLine,
};
use typst::foundations::{Array, IntoValue, Str, Value};

use crate::data::{language_and_region, list, pair, text, value};

/// Names and sizes of paper in millimetres.
pub(crate) const PAPERS: &[(&str, f64, f64)] =
    &[("a4", 210.0, 297.0), ("a5", 148.0, 210.0), ("letter", 215.9, 279.4), ("legal", 215.9, 355.6)];

/// Turns the house's `look:`, and what the file says of itself, into what looks read:
///
/// ```text
/// settings  (width, height, top, right, bottom, left: millimetres of the sheet and of its margins,
///            fonts: (str, …), fonts-of-languages: ((str, …), …), a list for each language, phrase-fonts: (str, …),
///            size: points, justify: bool, line-height: a multiple of the type size,
///            page-number: (("words", str), ("page", none) or ("pages", none), …),
///            styles: (name: style, …), those of its lines and of all paragraphs, levels: (name: level, …), those of its clauses,
///            language: str, region: str or none, title: str, author: str, keywords: (str, …))
/// style     (size: points or none, bold: bool, italic: bool, align: "start", "center", "end", "outer", "both" or none,
///            indent: millimetres, before: points, after: points, keep: bool, frame: bool, rule: bool,
///            first-letter: points or none)
/// level     (label: "hanging", "run-in" or "line", indent: millimetres, column: millimetres,
///            after: points, bold: bool, italic: bool)
/// ```
pub(crate) fn settings(request: &Request, families: &[Vec<String>]) -> Value {
    let look = &request.look;
    let Look { page, fonts, size, justify, line_height, .. } = look;
    let (width, height) = paper(request).unwrap_or((page.width, page.height));
    let metadata = &request.document.metadata;
    let tag = request.document.language.tag.as_str();
    let (language, region) = language_and_region(tag);
    // A draft goes by its reference.
    let reference = metadata.reference.as_ref().filter(|reference| **reference != metadata.identifier);
    let keywords: Array =
        std::iter::once(&metadata.identifier).chain(reference).map(|word| word.as_str().into_value()).collect();
    let (mut styles, mut levels) = (BTreeSet::from(Look::PARAGRAPHS), BTreeSet::new());
    for column in request.document.columns() {
        styles.extend(column.lines().map(TitleLine::style));
        column.walk_clauses(&mut |_, clause, _| _ = levels.insert(clause.level.as_str()));
    }
    let names = |families: &[String]| -> Array { families.iter().map(|family| family.as_str().into_value()).collect() };
    value([
        ("width", width.into_value()),
        ("height", height.into_value()),
        ("top", page.margin.top.into_value()),
        ("right", page.margin.right.into_value()),
        ("bottom", page.margin.bottom.into_value()),
        ("left", page.margin.left.into_value()),
        ("fonts", Value::Array(families.first().map(|first| names(first)).unwrap_or_default())),
        ("fonts-of-languages", list(families, |families| Value::Array(names(families)))),
        ("phrase-fonts", Value::Array(names(fonts))),
        ("size", size.into_value()),
        ("justify", justify.into_value()),
        ("line-height", line_height.into_value()),
        ("page-number", list(&request.look.page_pieces(), page_piece)),
        ("styles", Value::Dict(styles.into_iter().map(|name| (Str::from(name), style(&look.style(name)))).collect())),
        ("levels", Value::Dict(levels.into_iter().map(|name| (Str::from(name), level(look.level(name)))).collect())),
        ("language", language.into_value()),
        ("region", region),
        ("title", request.document.file_title().into_value()),
        ("author", metadata.creator.as_str().into_value()),
        ("keywords", Value::Array(keywords)),
    ])
}

fn page_piece(piece: &PagePiece<'_>) -> Value {
    match piece {
        PagePiece::Words(words) => pair("words", text(words)),
        PagePiece::Page => pair("page", Value::None),
        PagePiece::Pages => pair("pages", Value::None),
    }
}

fn style(style: &BlockStyle) -> Value {
    let BlockStyle { size, bold, italic, align, indent, before, after, keep, frame, rule, first_letter, .. } = style;
    let align = align.map(|align| match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
        Align::Outer => "outer",
        Align::Both => "both",
    });
    value([
        ("size", size.into_value()),
        ("bold", bold.into_value()),
        ("italic", italic.into_value()),
        ("align", align.into_value()),
        ("indent", indent.into_value()),
        ("before", before.into_value()),
        ("after", after.into_value()),
        ("keep", keep.into_value()),
        ("frame", frame.into_value()),
        ("rule", rule.into_value()),
        ("first-letter", first_letter.into_value()),
    ])
}

fn level(level: &LevelStyle) -> Value {
    let LevelStyle { label, indent, column, after, bold, italic } = level;
    let place = match label {
        LabelPlace::Hanging => "hanging",
        LabelPlace::RunIn => "run-in",
        LabelPlace::Line => "line",
    };
    value([
        ("label", text(place)),
        ("indent", indent.into_value()),
        ("column", column.into_value()),
        ("after", after.into_value()),
        ("bold", bold.into_value()),
        ("italic", italic.into_value()),
    ])
}

fn paper(request: &Request) -> Option<(f64, f64)> {
    let Some(OptionValue::Text(name)) = request.options.get("paper") else { return None };
    let page = &request.look.page;
    let (_, width, height) = PAPERS.iter().find(|(known, ..)| known == name)?;
    // A sheet that lies on its long side goes on lying there.
    Some(if page.width > page.height { (*height, *width) } else { (*width, *height) })
}
