//! The program `engross`: turns clause lists of parliamentary assemblies into official documents.
//!
//! This is the only crate that names backends and touches disk and terminal. Each subcommand is a file in
//! [`commands`]; what they share stands beside it. Everything printed goes through [`output`].

mod args;
mod backends;
mod beside;
mod build;
mod commands;
mod discover;
mod exit;
mod files;
mod houses;
mod html;
mod language;
mod output;
mod parallel;
mod positions;
#[cfg(feature = "preview")]
mod preview;
mod project;
mod report;
mod schema;
mod settings;
mod severity;
mod text;

use std::process::ExitCode;

use clap::Parser as _;

use crate::args::{Arguments, Command};
use crate::exit::Exit;

fn main() -> ExitCode {
    if let Some(code) = engross_host::do_errand(backends::embedded) {
        return code;
    }
    output::keep_plugins_quiet();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return output::usage(&error).code(),
    };
    let outcome = match arguments.command {
        Command::New(it) => commands::new::run(&it),
        Command::Import(it) => commands::import::run(&it),
        Command::Check(it) => commands::check::run(&it),
        Command::Build(it) => commands::build::run(&it),
        Command::Outline(it) => commands::outline::run(&it),
        #[cfg(feature = "preview")]
        Command::Preview(it) => commands::preview::run(it),
        Command::Translate(it) => commands::translate::run(&it),
        Command::Tm(it) => commands::memory::run(&it),
        Command::Terms(it) => commands::terms::run(&it),
        Command::House(it) => commands::house::run(&it),
        Command::Plugin(it) => commands::plugin::run(&it),
        Command::Schema(it) => commands::schema::run(&it),
        Command::Explain(it) => commands::explain::run(&it),
        Command::Completions(it) => commands::completions::run(&it),
    };
    let exit = outcome.unwrap_or_else(|stop| {
        report::stop(&stop);
        Exit::Unusable
    });
    if output::reader_has_gone() { ExitCode::SUCCESS } else { exit.code() }
}
