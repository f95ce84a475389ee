//! `engross preview`: shows texts in the browser while they are being written.

use engross_preview::{Options, Stopped, serve};

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
            let reason = error.kind();
            output::say(&format!("no browser can be opened ({reason}): open this address in one yourself\n"));
        }
    };
    serve(studio, Options { port }, ready).map_err(|stopped| {
        let stop = Stop::usage(stopped.to_string());
        match stopped {
            Stopped::Taken(_) => stop.help("name another, or leave out `--port`: then a free one is found"),
            _ => stop,
        }
    })?;
    Ok(Exit::Clean)
}
