//! Prints what a translator's file holds: a line for every unit with its id, what the file says of it, and source and
//! translation in canonical form, with tabs between.
//!
//! ```sh
//! cargo run --release -p engross-exchange --example units -- FILE
//! ```

use std::error::Error;
use std::io::{Write as _, stdout};

use engross_compile::translation::canonical;

fn main() -> Result<(), Box<dyn Error>> {
    let file = std::env::args().nth(1).ok_or("name a file")?;
    let bytes = std::fs::read(&file)?;
    let returned = engross_exchange::read(&file, &bytes).map_err(|finding| finding.message)?;
    let mut out = stdout();
    for finding in &returned.findings {
        writeln!(out, "{}\t{}", finding.code, finding.message)?;
    }
    for unit in &returned.units {
        let claim = unit.claim.map_or("-".to_owned(), |claim| format!("{claim:?}"));
        writeln!(out, "{}\t{claim}\t{}\t{}", unit.id, canonical(&unit.source), canonical(&unit.target))?;
    }
    Ok(())
}
