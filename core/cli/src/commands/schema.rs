//! `engross schema`: the JSON Schema of a file or message.

use crate::args::{Schema, SchemaSubject};
use crate::exit::{Exit, Outcome};
use crate::output;
use crate::project::Project;
use crate::schema;

pub(crate) fn run(arguments: &Schema) -> Outcome {
    let house = match (&arguments.houses.house, arguments.subject) {
        (Some(id), SchemaSubject::Source) => Some(Project::here(&arguments.houses.folders)?.houses.house(id)?),
        _ => None,
    };
    output::print(&schema::text(arguments.subject, house.as_deref()))?;
    Ok(Exit::Clean)
}
