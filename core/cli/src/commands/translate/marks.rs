//! `engross translate mark | refresh | prune`: what people decide about units whose words they do not change.

use engross_compile::translation::{self, State, TranslationUnit, UnitChange, UnitStanding};

use super::versions::{Version, open};
use crate::args::{TranslateMark, TranslatePrune, TranslateRefresh};
use crate::exit::{Exit, Outcome, Stop};
use crate::output::{self, count};

/// Says how far units have come. Words that are missing or stale are not signed off.
pub(crate) fn mark(arguments: &TranslateMark) -> Outcome {
    let version = arguments.version.open()?;
    if arguments.state >= State::Reviewed && arguments.reviewer.is_none() {
        return Err(Stop::usage(format!("who says that it is `{}`?", arguments.state))
            .help("name the reviewer, in whatever signs the house uses: `--reviewer jd`"));
    }
    version.refuse_unknown(&arguments.ids)?;
    let fits = |unit: &&TranslationUnit| match unit.standing {
        // Without ids, nothing is lowered, and drafts are nobody's finished work unless somebody says so.
        UnitStanding::Current(state) if arguments.ids.is_empty() => {
            (arguments.all || state >= State::Translated) && state < arguments.state
        }
        UnitStanding::Current(_) => true,
        UnitStanding::Missing | UnitStanding::Stale => false,
    };
    if let Some(unfit) = chosen(&version, &arguments.ids).find(|unit| !arguments.ids.is_empty() && !fits(unit)) {
        return Err(match (unfit.standing, &unfit.translates) {
            (UnitStanding::Missing, _) => is_missing(unfit),
            (_, None) => Stop::usage(format!("it is not known which words `{}` translates", unfit.id))
                .help("compare it with the source, and accept it with `engross translate refresh`"),
            _ => Stop::usage(format!("`{}` is stale", unfit.id))
                .help("mend it, or accept it with `engross translate refresh`"),
        });
    }
    let changes: Vec<UnitChange> = chosen(&version, &arguments.ids)
        .filter(fits)
        .filter(|unit| unit.state != arguments.state)
        .map(|unit| UnitChange {
            id: unit.id.clone(),
            state: Some(arguments.state),
            by: arguments.reviewer.clone(),
            ..UnitChange::default()
        })
        .collect();
    change(&version, &changes)?;
    let is_draft = |unit: &&TranslationUnit| unit.standing == UnitStanding::Current(State::Draft);
    let drafts = version.translation.units.iter().filter(is_draft).count();
    let left = match arguments.ids.is_empty() && !arguments.all && drafts > 0 {
        true => format!(", {} left: name them, or say `--all`", count(drafts, "draft")),
        false => String::new(),
    };
    output::say(&format!("{} marked {}{left}\n", count(changes.len(), "unit"), arguments.state));
    Ok(Exit::Clean)
}

/// Accepts words as the translation of the source as it is now.
pub(crate) fn refresh(arguments: &TranslateRefresh) -> Outcome {
    let version = arguments.version.open()?;
    if arguments.ids.is_empty() && !arguments.all {
        return Err(Stop::usage("which units are right as they are?").help("name their ids, or say `--all`"));
    }
    version.refuse_unknown(&arguments.ids)?;
    let is_empty = |unit: &&TranslationUnit| unit.standing == UnitStanding::Missing;
    if let Some(empty) = chosen(&version, &arguments.ids).find(is_empty).filter(|_| !arguments.all) {
        return Err(is_missing(empty));
    }
    let stale: Vec<&TranslationUnit> =
        chosen(&version, &arguments.ids).filter(|unit| unit.standing == UnitStanding::Stale).collect();
    let changes: Vec<UnitChange> = stale.iter().map(|unit| accepted(unit)).collect();
    change(&version, &changes)?;
    let is_signed = |unit: &&&TranslationUnit| unit.state >= State::Reviewed && !unit.is_stale_in_bold_only();
    let again = stale.iter().filter(is_signed).count();
    let missing = chosen(&version, &arguments.ids).filter(is_empty).count();
    let also = |number: usize, what: &str| if number == 0 { String::new() } else { format!(", {number} {what}") };
    let (again, missing) = (also(again, "to be reviewed again"), also(missing, "not translated"));
    output::say(&format!("{} refreshed{again}{missing}\n", count(changes.len(), "unit")));
    Ok(Exit::Clean)
}

/// Makes the change that accepts words for the source as it is now.
fn accepted(unit: &TranslationUnit) -> UnitChange {
    let change = UnitChange { id: unit.id.clone(), src: Some(unit.hash.clone()), ..UnitChange::default() };
    match unit.translates {
        // Words that say nothing of their state are at least done.
        None => UnitChange { state: Some(State::Translated), ..change },
        // Who signed the words signed these very words.
        Some(_) if unit.is_stale_in_bold_only() => {
            UnitChange { state: Some(unit.state), by: unit.by.clone(), ..change }
        }
        Some(_) => change,
    }
}

fn is_missing(unit: &TranslationUnit) -> Stop {
    Stop::usage(format!("`{}` is not translated", unit.id)).help("translate it first")
}

/// Puts units away whose source is gone.
pub(crate) fn prune(arguments: &TranslatePrune) -> Outcome {
    let version = arguments.version.open()?;
    let orphans = &version.translation.orphans;
    let pruned = translation::prune(&version.name, &version.bytes, orphans)?;
    version.write(&pruned)?;
    output::say(&format!("{} put into the attic\n", count(orphans.len(), "unit")));
    Ok(Exit::Clean)
}

fn chosen<'v>(version: &'v Version, ids: &'v [String]) -> impl Iterator<Item = &'v TranslationUnit> {
    version.translation.units.iter().filter(move |unit| ids.is_empty() || ids.contains(&unit.id))
}

fn change(version: &Version, changes: &[UnitChange]) -> Result<(), Stop> {
    version.write(&translation::change(&version.name, &version.bytes, &version.order(), changes)?)
}

impl crate::args::VersionArguments {
    fn open(&self) -> Result<Version, Stop> {
        open(&self.text, &self.language, &self.houses).map(|(_, version)| version)
    }
}
