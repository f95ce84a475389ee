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
        // Without ids, nothing is lowered, and drafts are nobody's finished work.
        UnitStanding::Current(state) if arguments.ids.is_empty() => {
            state >= State::Translated && state < arguments.state
        }
        UnitStanding::Current(_) => true,
        UnitStanding::Missing | UnitStanding::Stale => false,
    };
    if let Some(unfit) = chosen(&version, &arguments.ids).find(|unit| !arguments.ids.is_empty() && !fits(unit)) {
        let (what, help) = match unfit.standing {
            UnitStanding::Missing => ("is not translated", "translate it first"),
            _ => ("is stale", "mend it, or accept it with `engross translate refresh`"),
        };
        return Err(Stop::usage(format!("`{}` {what}", unfit.id)).help(help));
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
    change(&version, &changes, &format!("marked {}", arguments.state))
}

/// Accepts words as the translation of the source as it is now.
pub(crate) fn refresh(arguments: &TranslateRefresh) -> Outcome {
    let version = arguments.version.open()?;
    if arguments.ids.is_empty() && !arguments.all {
        return Err(Stop::usage("which units are right as they are?").help("name their ids, or say `--all`"));
    }
    version.refuse_unknown(&arguments.ids)?;
    let changes: Vec<UnitChange> = chosen(&version, &arguments.ids)
        .filter(|unit| unit.standing == UnitStanding::Stale)
        .map(|unit| UnitChange {
            id: unit.id.clone(),
            src: Some(unit.hash.clone()),
            // Words that say nothing of their state are at least done.
            state: unit.translates.is_none().then_some(State::Translated.max(unit.state)),
            ..UnitChange::default()
        })
        .collect();
    change(&version, &changes, "refreshed")
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

fn change(version: &Version, changes: &[UnitChange], what: &str) -> Outcome {
    let text = translation::change(&version.name, &version.bytes, &version.order(), changes)?;
    version.write(&text)?;
    output::say(&format!("{} {what}\n", count(changes.len(), "unit")));
    Ok(Exit::Clean)
}

impl crate::args::VersionArguments {
    fn open(&self) -> Result<Version, Stop> {
        open(&self.text, &self.language, &self.houses).map(|(_, version)| version)
    }
}
