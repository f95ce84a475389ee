//! Workflow commands of GitHub, which show findings beside the changed lines.

use engross_model::Severity;

use super::Placed;

pub(crate) fn annotation(placed: &Placed<'_>) -> String {
    let finding = placed.finding;
    let command = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "notice",
    };
    let mut properties = Vec::new();
    if let Some(file) = placed.file() {
        properties.push(format!("file={}", property(file)));
    }
    if let Some((first, last)) = placed.range {
        properties.push(format!("line={},endLine={}", first.line, last.line));
        // GitHub takes columns only where first and last line are the same.
        if first.line == last.line {
            properties.push(format!(
                "col={},endColumn={}",
                first.column,
                last.column.saturating_sub(1).max(first.column)
            ));
        }
    }
    properties.push(format!("title={}", property(&finding.code)));
    let mut message = finding.message.clone();
    for extra in finding.notes.iter().chain(&finding.help) {
        message += &format!("\n{extra}");
    }
    format!("::{command} {}::{}\n", properties.join(","), data(&message))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_finding_can_end_the_command() {
        let finding = engross_model::Finding::new("PUN-01", "50 %\n::stop").in_file("a,b:c.yaml");
        let placed = Placed { finding: &finding, range: None, lines: None };
        assert_eq!(annotation(&placed), "::error file=a%2Cb%3Ac.yaml,title=PUN-01::50 %25%0A::stop\n");
    }
}
