//! The house's template: the shell of the page, filled with what the other modules wrote.
//!
//! A template comes from strangers, so it is a form to fill and no program: it sees the values made here and nothing
//! else. There are no partials, no loops, and no helpers but conditions and comparisons. What a name in it does not
//! stand for is a mistake, not an empty place.

use std::io::{self, Write};

use engross_plugin::model::{Asset, Bytes, Finding};
use handlebars::template::TemplateElement as Element;
use handlebars::{Handlebars, RenderError, Template};
use serde::Serialize;

use crate::escape;

/// The largest template, in bytes.
const MOST_TEMPLATE: usize = 64 * 1024;
/// The most signs of each kind that open something: more would nest deeper than a thread's stack is.
const MOST_OPENED: usize = 200;
/// The largest page a template may make, in bytes.
const MOST_PAGE: usize = 64 * 1024 * 1024;
/// The name of the template in its registry.
const NAME: &str = "page";

/// A compiled template.
pub(crate) struct Compiled(Handlebars<'static>);

impl Compiled {
    /// Compiles a template.
    ///
    /// # Errors
    /// `REND-03` with the line for whatever is wrong with it.
    pub(crate) fn read(asset: &Asset, bytes: &[u8]) -> Result<Self, Finding> {
        let text = std::str::from_utf8(bytes).map_err(|_| mistake(asset, None, "the template is not UTF-8"))?;
        let text = text.trim_start_matches('\u{feff}');
        if let Some(line) = first_excess(text) {
            return Err(mistake(asset, Some(line), "the template is too large or opens too many blocks and brackets"));
        }
        let template = Template::compile(text)
            .map_err(|error| mistake(asset, error.pos().map(|(line, _)| line), &error.reason().to_string()))?;
        if let Some(line) = first_inclusion(&template) {
            return Err(mistake(asset, Some(line), "a template here cannot include another one or define one"));
        }
        let mut registry = Handlebars::new();
        registry.set_strict_mode(true);
        registry.register_escape_fn(escape::text);
        for helper in ["each", "with", "lookup", "raw", "log"] {
            registry.unregister_helper(helper);
        }
        registry.register_template(NAME, template);
        Ok(Self(registry))
    }

    /// Fills the template.
    ///
    /// # Errors
    /// `REND-03` with the line for a name that stands for nothing, or a page without end.
    pub(crate) fn fill(&self, asset: &Asset, values: &impl Serialize) -> Result<Bytes, Finding> {
        let mut page = Page(Vec::with_capacity(64 * 1024));
        self.0.render_to_write(NAME, values, &mut page).map_err(|error| misfilled(asset, &error))?;
        Ok(page.0.into())
    }
}

/// Returns the line at which a template becomes more than it may be.
fn first_excess(text: &str) -> Option<usize> {
    if text.len() > MOST_TEMPLATE {
        return Some(1);
    }
    ["{{#", "{{~#", "{{{{", "(", "[", "{\"", "{'"]
        .iter()
        .filter_map(|opening| text.match_indices(opening).nth(MOST_OPENED))
        .map(|(at, _)| line_of(text, at))
        .min()
}

fn line_of(text: &str, at: usize) -> usize {
    1 + text.get(..at).unwrap_or_default().matches('\n').count()
}

/// Returns the line of the first partial or decorator, which would bring in more than the template says.
fn first_inclusion(template: &Template) -> Option<usize> {
    template.elements.iter().zip(&template.mapping).find_map(|(element, place)| match element {
        Element::RawString(_) | Element::HtmlExpression(_) | Element::Expression(_) | Element::Comment(_) => None,
        Element::HelperBlock(block) => {
            [&block.template, &block.inverse].into_iter().flatten().find_map(first_inclusion)
        }
        _ => Some(place.0),
    })
}

/// A page that does not grow without end.
struct Page(Vec<u8>);

impl Write for Page {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MOST_PAGE {
            return Err(io::Error::other("the template makes a page of more than 64 MiB"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn misfilled(asset: &Asset, error: &RenderError) -> Finding {
    use handlebars::RenderErrorReason as Reason;
    let what = match error.reason() {
        Reason::MissingVariable(Some(name)) => format!("there is no value `{name}`"),
        Reason::HelperNotFound(name) => format!("there is no value and no helper `{name}`"),
        Reason::IOError(error) => error.to_string(),
        other => other.to_string(),
    };
    mistake(asset, error.line_no, &what)
}

fn mistake(asset: &Asset, line: Option<usize>, what: &str) -> Finding {
    let place = line.map(|line| format!(":{line}")).unwrap_or_default();
    Finding::new("REND-03", format!("{}{place}: {what}", asset.name)).in_file(&asset.name)
}
