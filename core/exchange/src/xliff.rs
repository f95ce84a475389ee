//! What both versions of XLIFF have in common when they are read.

use engross_model::Finding;

use crate::refusal::{excerpt, refuse};
use crate::xml::Element;

const HELP: &str = "export the text anew, and save the tool's file in the version in which it was exported";

/// Returns the one `file` inside.
pub(crate) fn only_file<'e, 'a>(file: &str, root: &'e Element<'a>) -> Result<&'e Element<'a>, Finding> {
    let mut files = root.all("file");
    match (files.next(), files.next()) {
        (Some(only), None) => Ok(only),
        (None, _) => Err(refuse("M201", "there is no `file` in it", file, root.place.clone()).help(HELP)),
        (Some(_), Some(second)) => {
            let message = "the file holds more than one text";
            let help = "let the tool save each text in a file of its own";
            Err(refuse("M205", message, file, second.place.clone()).help(help))
        }
    }
}

/// Refuses a version that is not read.
pub(crate) fn unsupported(what: &str, file: &str, root: &Element<'_>) -> Finding {
    refuse("M203", format!("the file is {}, which is not read", excerpt(what)), file, root.place.clone()).help(HELP)
}

/// Refuses a profile of another number, if the text names one.
pub(crate) fn check_profile(text: &str, profile: &str, file: &str, at: &Element<'_>) -> Result<(), Finding> {
    let Some((name, _)) = profile.split_once('/') else { return Ok(()) };
    let numbers = text.split(name).skip(1).filter_map(|rest| rest.strip_prefix('/'));
    for number in numbers.map(|rest| rest.chars().take_while(char::is_ascii_digit).collect::<String>()) {
        if format!("{name}/{number}") != profile {
            let message = format!(
                "the file has the profile {name}/{}; this version of engross reads {profile}",
                excerpt(&number)
            );
            return Err(refuse("M203", message, file, at.place.clone()).help(HELP));
        }
    }
    Ok(())
}

/// Says of a code that it is none that was sent.
pub(crate) fn unknown_code(element: &Element<'_>, kind: &str) -> String {
    let [name, id, kind] = [element.name, element.get("id").unwrap_or_default(), kind].map(excerpt);
    format!("its code `{name}` with the id `{id}` and the type `{kind}` is none that an export writes")
}
