//! All loaded plugins, in the order in which they were added, and the choice among them.

use std::collections::BTreeSet;

use engross_model::{Finding, Format, nearest};

use crate::Plugin;

/// The loaded plugins. Where two offer one format, the one that was added first has it; the other is reached by
/// writing `plugin:format`.
#[derive(Debug, Default)]
pub struct Registry {
    plugins: Vec<Plugin>,
}

/// A format and the plugin that makes it.
#[derive(Debug, Clone, Copy)]
pub struct Choice<'a> {
    /// The plugin.
    pub plugin: &'a Plugin,
    /// One of its formats.
    pub format: &'a Format,
}

impl Registry {
    /// Adds a plugin.
    ///
    /// # Errors
    /// `PLUG-01` if another has its id, or makes a format of that name, naming where both come from: `--set pdf.paper=a4`
    /// must mean one plugin.
    pub fn add(&mut self, plugin: Plugin) -> Result<(), Finding> {
        if let Some(other) = self.plugin(&plugin.manifest().id) {
            let (id, first, second) = (&plugin.manifest().id, other.carrier().origin(), plugin.carrier().origin());
            let message = format!("two plugins are called `{id}`: one is {first}, the other {second}");
            return Err(Finding::new("PLUG-01", message).help("load only one of them"));
        }
        for other in &self.plugins {
            for (one, two) in [(&plugin, other), (other, &plugin)] {
                let id = &one.manifest().id;
                if two.manifest().formats.iter().any(|format| format.name == *id) {
                    let (first, second) = (one.carrier().origin(), two.carrier().origin());
                    let message = format!(
                        "`{id}` would be the name of a plugin ({first}) and of a format of the plugin `{}` ({second})",
                        two.manifest().id
                    );
                    return Err(Finding::new("PLUG-01", message)
                        .help("load only one of them, or ask the maker of one for another name"));
                }
            }
        }
        self.plugins.push(plugin);
        Ok(())
    }

    /// Returns all plugins in order.
    pub fn plugins(&self) -> &[Plugin] {
        &self.plugins
    }

    /// Returns the plugin with this id.
    pub fn plugin(&self, id: &str) -> Option<&Plugin> {
        self.plugins.iter().find(|plugin| plugin.manifest().id == id)
    }

    /// Returns every format for readers once, with the plugin that has it.
    pub fn choices(&self) -> Vec<Choice<'_>> {
        let mut choices: Vec<Choice<'_>> = Vec::new();
        for choice in self.offers().filter(|choice| !choice.format.on_request) {
            if choices.iter().all(|earlier| earlier.format.name != choice.format.name) {
                choices.push(choice);
            }
        }
        choices
    }

    /// Finds who makes a format, named as `pdf` or as `plugin:pdf`.
    ///
    /// # Errors
    /// `REND-04` that lists the formats there are.
    pub fn choose(&self, wanted: &str) -> Result<Choice<'_>, Finding> {
        let (id, format) = wanted.split_once(':').map_or((None, wanted), |(id, format)| (Some(id), format));
        self.offers()
            .find(|choice| choice.format.name == format && id.is_none_or(|id| choice.plugin.manifest().id == id))
            .ok_or_else(|| self.unknown_format(wanted))
    }

    fn offers(&self) -> impl Iterator<Item = Choice<'_>> {
        self.plugins
            .iter()
            .flat_map(|plugin| plugin.manifest().formats.iter().map(move |format| Choice { plugin, format }))
    }

    fn unknown_format(&self, wanted: &str) -> Finding {
        let known: BTreeSet<&str> = self.offers().map(|choice| choice.format.name.as_str()).collect();
        let known: Vec<&str> = known.into_iter().collect();
        let message = format!("no plugin makes the format `{wanted}`; there are: {}", known.join(", "));
        let finding = Finding::new("REND-04", message);
        match nearest(wanted, known.iter().copied()) {
            Some(meant) => finding.help(format!("did you mean `{meant}`?")),
            None => finding.help("`engross plugin list` shows who makes what"),
        }
    }
}
