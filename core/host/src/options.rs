//! Options of backends, as typed: `--set pdf.paper=a5` (by the format) or `--set typst.paper=a5` (by the plugin), checked against the manifests.

use std::collections::BTreeMap;

use engross_model::{Finding, Manifest, OptionKind, OptionSpec, OptionValue, nearest};

use crate::Registry;

/// Checked options, by plugin and key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct OptionValues(BTreeMap<String, BTreeMap<String, OptionValue>>);

impl OptionValues {
    /// Reads settings of the form `plugin.key=value`; a later one wins. What is not set has the default that the manifest
    /// names.
    ///
    /// # Errors
    /// A `REND-04` for every setting that no loaded plugin understands.
    pub fn parse<'a>(registry: &Registry, settings: impl IntoIterator<Item = &'a str>) -> Result<Self, Vec<Finding>> {
        let mut values = Self(registry.plugins().iter().map(|plugin| defaults(plugin.manifest())).collect());
        let mut findings = Vec::new();
        for setting in settings {
            match parse_one(registry, setting) {
                Ok((plugin, key, value)) => {
                    values.0.entry(plugin).or_default().insert(key, value);
                }
                Err(finding) => findings.push(finding),
            }
        }
        if findings.is_empty() { Ok(values) } else { Err(findings) }
    }

    /// Returns what holds for a plugin.
    pub fn of(&self, plugin: &str) -> BTreeMap<String, OptionValue> {
        self.0.get(plugin).cloned().unwrap_or_default()
    }
}

fn defaults(manifest: &Manifest) -> (String, BTreeMap<String, OptionValue>) {
    let options = manifest.options.iter().filter_map(|option| Some((option.key.clone(), option.default.clone()?)));
    (manifest.id.clone(), options.collect())
}

fn parse_one(registry: &Registry, setting: &str) -> Result<(String, String, OptionValue), Finding> {
    let wrong = |message: String| Finding::new("REND-04", message);
    let Some(((id, key), value)) =
        setting.split_once('=').and_then(|(name, value)| name.trim().split_once('.').zip(Some(value)))
    else {
        return Err(suggest(wrong(format!("`{setting}` is not of the form `plugin.key=value`")), None));
    };
    let ids = || registry.plugins().iter().map(|plugin| plugin.manifest().id.as_str());
    let Some(plugin) = registry.plugin(id).or_else(|| registry.choose(id).ok().map(|choice| choice.plugin)) else {
        let known = ids().collect::<Vec<_>>().join(", ");
        let message = format!("no plugin is called `{id}` or makes a format of that name; there are: {known}");
        return Err(suggest(wrong(message), nearest(id, ids())));
    };
    let specs = &plugin.manifest().options;
    let Some(spec) = specs.iter().find(|spec| spec.key == key) else {
        let keys = || specs.iter().map(|spec| spec.key.as_str());
        let finding = wrong(match keys().collect::<Vec<_>>().join(", ") {
            known if known.is_empty() => format!("the plugin `{id}` has no options"),
            known => format!("the plugin `{id}` has no option `{key}`; it has: {known}"),
        });
        return Err(suggest(finding, nearest(key, keys())));
    };
    let value = value_of(spec, value).map_err(|expected| {
        let finding = wrong(format!("`{id}.{key}` takes {expected}, not `{value}`"));
        if spec.doc.is_empty() { finding } else { finding.help(format!("what it sets: {}", spec.doc)) }
    })?;
    Ok((plugin.manifest().id.clone(), key.to_owned(), value))
}

fn suggest(finding: Finding, meant: Option<&str>) -> Finding {
    match meant {
        Some(meant) => finding.help(format!("did you mean `{meant}`?")),
        None => finding.help("`engross plugin inspect ID` lists a plugin's options"),
    }
}

/// Reads a value as the option wants it; else says what it wants.
fn value_of(spec: &OptionSpec, text: &str) -> Result<OptionValue, String> {
    match &spec.kind {
        OptionKind::Flag => text.parse().map(OptionValue::Flag).map_err(|_| "`true` or `false`".to_owned()),
        OptionKind::Number => match text.parse() {
            Ok(number) if spec.takes(number) => Ok(OptionValue::Number(number)),
            _ => Err(match spec.range {
                Some([least, most]) => format!("a whole number from {least} to {most}"),
                None => "a whole number".to_owned(),
            }),
        },
        OptionKind::Text => Ok(OptionValue::Text(text.to_owned())),
        OptionKind::Choice(choices) if choices.iter().any(|choice| choice == text) => {
            Ok(OptionValue::Text(text.to_owned()))
        }
        OptionKind::Choice(choices) => Err(format!("one of {}", choices.join(", "))),
    }
}
