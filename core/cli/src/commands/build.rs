//! `engross build`: makes the official files of texts.

use crate::args::Build;
use crate::backends::{self, Loaded, Wanted};
use crate::build::plan::Plan;
use crate::build::{Built, build};
use crate::discover::discover;
use crate::exit::{Outcome, Stop};
use crate::output::{self, Stream, count};
use crate::project::Project;
use crate::report;

pub(crate) fn run(arguments: &Build) -> Outcome {
    let project = Project::open(&arguments.paths, &arguments.houses, Some(&arguments.judging))?;
    let to = project.formats(&arguments.to);
    let Loaded { registry, refusals } = backends::load(&project, &arguments.plugins, Wanted::Formats(to))?;
    let discovery = discover(&arguments.paths)?;
    let plan = Plan::new(arguments, &project, &registry).map_err(|stop| stop.after(&refusals))?;
    let mut built = build(&project, &plan, &discovery.candidates, arguments.talk.quiet);
    built.findings.extend(project.judge.weigh(discovery.findings));
    built.findings.extend(refusals);
    check_side_by_side(&plan, &built)?;
    report::print(&mut built.findings, arguments.form.format, Stream::Err)?;
    for name in &built.names {
        output::say(&format!("wrote {name}\n"));
    }
    check_languages(&plan, &built)?;
    if !arguments.talk.quiet {
        output::say(&summary(&built, arguments));
    }
    Ok(built.exit())
}

/// Refuses languages that are to stand side by side and that no text is written in.
fn check_side_by_side(plan: &Plan<'_>, built: &Built) -> Result<(), Stop> {
    let unknown = plan.languages.beside.iter().flatten().find(|code| !built.languages.contains(*code));
    match unknown {
        Some(code) if !built.languages.is_empty() => {
            let known: Vec<String> = built.languages.iter().map(|code| format!("`{code}`")).collect();
            let message = format!("no text here is written in `{code}`");
            Err(Stop::usage(message).help(format!("the languages here are {}", known.join(", "))))
        }
        _ => Ok(()),
    }
}

fn check_languages(plan: &Plan<'_>, built: &Built) -> Result<(), Stop> {
    let codes: Vec<&str> = plan.languages.named().collect();
    if plan.languages.all || built.texts > 0 || !built.findings.is_empty() {
        return Ok(());
    }
    let message = format!("no text here is written in {}", codes.join(" or "));
    Err(Stop::usage(message).help("`engross translate new` begins a language version"))
}

fn summary(built: &Built, arguments: &Build) -> String {
    if built.texts == 0 && built.findings.is_empty() {
        let paths: Vec<String> = arguments.paths.iter().map(|path| path.display().to_string()).collect();
        return format!("no texts in {}\n", paths.join(", "));
    }
    let (texts, written) = (count(built.texts, "text"), count(built.written, "file"));
    let findings = report::tally(&built.findings).map(|tally| format!(", {tally}")).unwrap_or_default();
    format!("{texts}: {written} written, {} unchanged{findings}\n", built.unchanged)
}
