//! `engross completions`: completions of a shell.

use clap::CommandFactory as _;

use crate::args::{Arguments, Completions};
use crate::exit::{Exit, Outcome};
use crate::output;

pub(crate) fn run(arguments: &Completions) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Arguments::command(), "engross", &mut script);
    output::print(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Clean)
}
