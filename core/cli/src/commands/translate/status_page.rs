//! The status of all language versions as one page of HTML, whole in itself.

use std::collections::BTreeSet;

use super::status::{HEADS, Row, numbers};
use crate::html::escaped;
use crate::output::{capitalised, count};

const STYLE: &str = "\
:root { color-scheme: light dark; --line: #767676; --ink: #1a1a1a; --paper: #fff; --good: #1e6b34; --bad: #a3180f; }
@media (prefers-color-scheme: dark) { :root { --line: #8c8c8c; --ink: #eee; --paper: #141414; --good: #7fd897; --bad: #ff9d94; } }
body { font: 1rem/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: clamp(1rem, 4vw, 2rem); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .875rem; }
caption { text-align: start; padding-block-end: .5rem; }
th, td { border-block-end: 1px solid var(--line); padding: .35rem .5rem; text-align: start; font-weight: normal; white-space: nowrap; }
@media (max-width: 40rem) { tbody th { white-space: normal; } }
thead th { font-weight: bold; border-block-end-width: 2px; }
.number { text-align: end; font-variant-numeric: tabular-nums; }
.good { color: var(--good); } .bad { color: var(--bad); font-weight: bold; }
";

/// Makes the page.
pub(super) fn page(rows: &[Row]) -> String {
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
    page +=
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>Language versions</title>\n";
    page += &format!("<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>Language versions</h1>\n");
    page += "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"Language versions\">\n<table>\n";
    let left: usize = rows.iter().map(Row::words_left).sum();
    let versions = rows.iter().filter(|row| row.is_version()).count();
    let texts = rows.iter().map(|row| &row.text).collect::<BTreeSet<_>>().len();
    let (versions, texts, left) = (count(versions, "version"), count(texts, "text"), count(left, "word"));
    page += &format!("<caption>{versions} of {texts}, {left} left to translate or to mend</caption>\n");
    page += "<thead>\n<tr><th scope=\"col\">Text</th><th scope=\"col\">Language</th>";
    page += "<th scope=\"col\">Status</th><th scope=\"col\">Standing</th>";
    for head in HEADS {
        page += &format!("<th scope=\"col\" class=\"number\">{}</th>", capitalised(head));
    }
    page += "</tr>\n</thead>\n<tbody>\n";
    rows.iter().for_each(|row| page += &line(row));
    page + "</tbody>\n</table>\n</div>\n</main>\n</body>\n</html>\n"
}

fn line(row: &Row) -> String {
    let [language, standing] = row.names().map(escaped);
    let counts = HEADS.into_iter().zip(numbers(row)).map(|(head, (shown, number))| {
        let alarming = number > 0 && matches!(head, "missing" | "stale" | "orphans");
        let class = if alarming { "number bad" } else { "number" };
        format!("<td class=\"{class}\">{shown}</td>")
    });
    let status = row.status;
    let class = match &row.counts {
        None => " class=\"bad\"",
        Some(_) if row.is_complete() => " class=\"good\"",
        Some(_) => "",
    };
    let text = escaped(&row.text);
    let words = format!("<td>{language}</td><td{class}>{status}</td><td>{standing}</td>");
    format!("<tr><th scope=\"row\">{text}</th>{words}{}</tr>\n", counts.collect::<String>())
}
