//! `engross preview`: shows texts in the browser while they are being written.

use engross_preview::{Options, serve};

use crate::args::Preview;
use crate::exit::{Exit, Outcome, Stop};
use crate::output;
use crate::preview::Studio;

pub(crate) fn run(arguments: Preview) -> Outcome {
    let (port, opens) = (arguments.port, arguments.open);
    let studio = Studio::open(arguments)?;
    let ready = |address: &str| {
        output::say(&format!("the preview is at {address} until Ctrl+C ends it\n"));
        if opens && let Err(error) = open::that_detached(address) {
            output::say(&format!("no browser can be opened: {error}\n"));
        }
    };
    serve(studio, Options { port }, ready).map_err(|stopped| Stop::usage(stopped.to_string()))?;
    Ok(Exit::Clean)
}
