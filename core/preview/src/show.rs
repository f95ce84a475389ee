//! From what was drawn to what the templates place: addresses, names and numbers, in the language of the interface.

use std::collections::BTreeMap;
use std::sync::Arc;

use engross_model::{Severity, UnitPlace};

use crate::desk::{Content, Desk, Entry, EntryKind, Found, Language, Picture, Text};
use crate::folders::Unwatched;
use crate::known::Known;
use crate::layers::Layer;
use crate::page::{Choice, FindingItem, OutlineItem, Page, Pane, Sheet, ShownText, Stretch, TextItem, UnitBox};
use crate::plain::pieces;
use crate::shelf::{Shelf, Shown};
use crate::view::{Form, Look, View};
use crate::words::{Words, languages};

/// What a page is made from.
pub(crate) struct Showing<'a> {
    pub(crate) desk: &'a dyn Desk,
    pub(crate) shelf: &'a Shelf,
    pub(crate) words: &'static Words,
    pub(crate) token: &'a str,
    /// What the browser has already.
    pub(crate) known: Known,
    pub(crate) unwatched: Vec<Unwatched>,
}

impl Showing<'_> {
    /// Makes the page of the list of texts; those whose title or name holds `search`. `interface` is the language that was
    /// chosen, or an empty text.
    pub(crate) fn list(&self, search: &str, interface: &str) -> Page {
        let view = View { interface: interface.to_owned(), ..View::default() };
        let mut page = self.page(&view, self.desk.texts(), None);
        page.notices.extend(self.complaints());
        let query = serde_urlencoded::to_string([("search", search)]).unwrap_or_default();
        page.interfaces = self.interfaces(|code| format!("/?interface={code}&{query}"));
        let search = search.to_lowercase();
        page.texts.retain(|text| format!("{} {}", text.slug, text.title).to_lowercase().contains(&search));
        page
    }

    /// Makes the page of a text; `None` if there is no such text.
    pub(crate) fn text(&self, view: &View) -> Option<Page> {
        let texts = self.desk.texts();
        let text = texts.iter().find(|text| text.slug == view.text)?.clone();
        let shown = self.shown(view, &text, &texts);
        Some(self.page(view, texts, Some(shown)))
    }

    fn page(&self, view: &View, texts: Vec<Text>, shown: Option<ShownText>) -> Page {
        let item = |text: Text| {
            let at = |language: &Language| View {
                text: text.slug.clone(),
                language: language.code.clone(),
                interface: view.interface.clone(),
                ..View::default()
            };
            let choices =
                text.languages.iter().map(|language| choice(&language.code, &language.name, &at(language), false));
            TextItem {
                href: read(&View { language: String::new(), ..at(&Language::default()) }),
                languages: choices.collect(),
                current: text.slug == view.text,
                title: text.title.clone(),
                slug: text.slug.clone(),
            }
        };
        Page {
            words: self.words.words.clone(),
            interface: self.words.code.to_owned(),
            token: self.token.to_owned(),
            interfaces: self.interfaces(|code| read(&View { interface: code.to_owned(), ..view.clone() })),
            notices: self.not_watched(),
            texts: texts.into_iter().map(item).collect(),
            shown,
        }
    }

    fn interfaces(&self, href: impl Fn(&str) -> String) -> Vec<Choice> {
        let choice = |(code, name): (&str, &str)| Choice {
            key: code.to_owned(),
            name: name.to_owned(),
            href: href(code),
            current: code == self.words.code,
        };
        languages().map(choice).collect()
    }

    fn shown(&self, view: &View, text: &Text, texts: &[Text]) -> ShownText {
        let first = text.languages.first().map(|language| language.code.clone()).unwrap_or_default();
        let language = if view.language.is_empty() { &first } else { &view.language };
        let beside = Some(&view.beside).filter(|beside| !beside.is_empty() && *beside != language);
        let mut numbering = 0;
        let drawn: Vec<Arc<Shown>> = std::iter::once(language)
            .chain(beside)
            .map(|language| self.shelf.show(self.desk, &view.pane(language)))
            .collect();
        let panes: Vec<Pane> = drawn.iter().map(|shown| self.pane(view, shown, &mut numbering)).collect();
        let found: Vec<&Found> = drawn.iter().flat_map(|shown| &shown.drawn.findings).collect();
        let query = view.query();
        let word = |key: &str| self.words.get(key).to_owned();
        ShownText {
            slug: text.slug.clone(),
            title: drawn.first().map(|shown| shown.drawn.title.clone()).unwrap_or_default(),
            generation: drawn.iter().map(|shown| shown.generation).min().unwrap_or_default(),
            languages: text
                .languages
                .iter()
                .map(|it| {
                    // The other language goes on standing beside it.
                    let beside = if view.beside == it.code { language.clone() } else { view.beside.clone() };
                    choice(
                        &it.code,
                        &it.name,
                        &View { language: it.code.clone(), beside, ..view.clone() },
                        it.code == *language,
                    )
                })
                .collect(),
            beside: std::iter::once((String::new(), word("beside-none")))
                .chain(text.languages.iter().map(|it| (it.code.clone(), it.name.clone())))
                .filter(|(code, _)| code != language)
                .map(|(code, name)| {
                    let is_current = view.beside == code;
                    choice(
                        &code,
                        &name,
                        &View { beside: code.clone(), language: language.clone(), ..view.clone() },
                        is_current,
                    )
                })
                .collect(),
            forms: Form::ALL
                .map(|form| {
                    choice(
                        form.key(),
                        self.words.get(&format!("form-{}", form.key())),
                        &View { form, ..view.clone() },
                        view.form == form,
                    )
                })
                .into(),
            looks: Look::ALL
                .map(|look| {
                    choice(
                        look.key(),
                        self.words.get(&format!("look-{}", look.key())),
                        &View { look, ..view.clone() },
                        view.look == look,
                    )
                })
                .into(),
            since: [("nothing", ""), ("save", "save"), ("commit", "commit")]
                .map(|(key, since)| {
                    let to = View { since: since.to_owned(), ..view.clone() };
                    choice(key, self.words.get(&format!("since-{key}")), &to, view.since == since)
                })
                .into(),
            files: texts
                .iter()
                .flat_map(|text| &text.files)
                .map(|file| choice(file, file, &View { since: file.clone(), ..view.clone() }, view.since == *file))
                .collect(),
            downloads: self
                .desk
                .formats()
                .iter()
                .map(|format| Choice {
                    key: format.clone(),
                    name: word(&format!("download-{format}")),
                    href: format!("/download?{query}&format={format}"),
                    current: false,
                })
                .collect(),
            tally: self.tally(&found),
            news: self.news(&drawn, &found),
            panes,
            query,
        }
    }

    fn pane(&self, view: &View, shown: &Shown, numbering: &mut usize) -> Pane {
        let drawn = &shown.drawn;
        let first = *numbering;
        let findings: Vec<FindingItem> = drawn
            .findings
            .iter()
            .map(|found| {
                *numbering += 1;
                self.finding(found, *numbering)
            })
            .collect();
        let marks = Marks::of(&drawn.findings, first);
        let Language { code, name, tag, is_right_to_left } = &drawn.language;
        let direction = if *is_right_to_left { "rtl" } else { "ltr" };
        let (mut pages, mut html, mut text) = (Vec::new(), String::new(), Vec::new());
        let mut begins: BTreeMap<&str, usize> = BTreeMap::new();
        match &drawn.content {
            Some(Content::Pages(pictures, places)) => {
                for place in places {
                    begins.entry(&place.unit).or_insert(place.page);
                }
                pages = self.sheets(shown, pictures, places, &marks);
            }
            Some(Content::Html(_)) => {
                let at = shown.edited.as_deref().unwrap_or_default();
                html = format!("/twin?{}&generation={}#{at}", view.pane(code).query(), shown.generation);
            }
            Some(Content::Text(plain)) => text = pieces(plain, &drawn.outline),
            None => {}
        }
        let behind = match (shown.is_behind, &drawn.content) {
            (false, _) => None,
            (true, Some(_)) => Some("behind"),
            (true, None) => Some("behind-none"),
        };
        let entries = drawn.outline.iter().filter(|entry| entry.kind != EntryKind::Other);
        let outline = entries.map(|entry| self.outline_item(entry, tag, &begins, &marks)).collect();
        // What the markup of a piece depends on besides what is in it.
        let place = [self.words.code, code, tag, direction, view.form.key()];
        let pages = pages.into_iter().map(|sheet| self.known.sheet(&place, sheet)).collect();
        let outline = stretches(outline).into_iter().map(|stretch| self.known.stretch(&place, stretch)).collect();
        Pane {
            language: code.clone(),
            language_name: name.clone(),
            tag: tag.clone(),
            direction: direction.to_owned(),
            view: view.pane(code).query(),
            form: view.form.key().to_owned(),
            behind: behind.map(|key| self.words.get(key).to_owned()).unwrap_or_default(),
            pages,
            html,
            text,
            outline,
            findings,
            edited: shown.edited.clone().unwrap_or_default(),
        }
    }

    fn sheets(&self, shown: &Shown, pictures: &[Picture], places: &[UnitPlace], marks: &Marks<'_>) -> Vec<Sheet> {
        let entries: BTreeMap<&str, &Entry> =
            shown.drawn.outline.iter().map(|entry| (entry.unit.as_str(), entry)).collect();
        let sheet = |(at, (picture, layers)): (usize, (&Picture, &Arc<[Layer]>))| Sheet {
            number: at + 1,
            name: self.words.say("page-of", &[("page", &(at + 1)), ("pages", &pictures.len())]),
            layers: layers.iter().map(Layer::address).collect(),
            width: picture.width,
            height: picture.height,
            ..Sheet::default()
        };
        let mut sheets: Vec<Sheet> = pictures.iter().zip(&shown.pictures).enumerate().map(sheet).collect();
        for place in places {
            if let Some(sheet) = place.page.checked_sub(1).and_then(|at| sheets.get_mut(at)) {
                sheet.units.push(self.unit_box(place, entries.get(place.unit.as_str()).copied(), marks));
            }
        }
        sheets
    }

    fn unit_box(&self, place: &UnitPlace, entry: Option<&Entry>, marks: &Marks<'_>) -> UnitBox {
        let (mark, finding) = marks.of_unit(&place.unit);
        let tenth = |length: f64| (length * 10.0).round() / 10.0;
        UnitBox {
            unit: place.unit.clone(),
            x: tenth(place.x),
            y: tenth(place.y),
            width: tenth(place.width),
            height: tenth(place.height),
            about: self.about(&place.unit, entry),
            line: entry.and_then(|entry| entry.line).unwrap_or_default(),
            mark: mark.to_owned(),
            finding,
        }
    }

    /// Says what a unit is: `paragraph 3 · urges · draft · line 41`.
    fn about(&self, unit: &str, entry: Option<&Entry>) -> String {
        let Some(entry) = entry else { return unit.to_owned() };
        let id = entry.id.clone().or_else(|| (!unit.contains('.')).then(|| unit.to_owned()));
        let line = entry.line.map(|line| self.words.say("line", &[("line", &line)]));
        let state = entry.state.map(|state| self.state(state));
        let name = Some(entry.name.clone()).filter(|name| !name.is_empty());
        [name, id, state, line].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    }

    fn state(&self, state: &str) -> String {
        self.words.get(&format!("state-{state}")).to_owned()
    }

    fn outline_item(&self, entry: &Entry, tag: &str, begins: &BTreeMap<&str, usize>, marks: &Marks<'_>) -> OutlineItem {
        let kind = match entry.kind {
            EntryKind::Part => "part",
            EntryKind::Heading => "heading",
            EntryKind::Clause | EntryKind::Other => "clause",
        };
        // A part that prints no heading is called by a word of the interface.
        let part = entry.unit.strip_prefix("part.").filter(|_| entry.words.is_empty());
        let (words, tag) = match part {
            Some(part) => (self.words.words.get(&format!("part-{part}")).map_or(part, String::as_str), self.words.code),
            None => (entry.words.as_str(), tag),
        };
        OutlineItem {
            unit: entry.unit.clone(),
            id: entry.id.clone().unwrap_or_default(),
            label: entry.label.clone(),
            words: words.to_owned(),
            tag: tag.to_owned(),
            depth: entry.depth,
            kind: kind.to_owned(),
            page: begins.get(entry.unit.as_str()).copied().unwrap_or_default(),
            line: entry.line.unwrap_or_default(),
            state: entry.state.map(|state| self.state(state)).unwrap_or_default(),
            mark: marks.of_unit(&entry.unit).0.to_owned(),
        }
    }

    fn finding(&self, found: &Found, number: usize) -> FindingItem {
        let Found { finding, rule, position, excerpt, key } = found;
        let severity = severity(finding.severity);
        let file = finding.place.file.as_deref().unwrap_or_default();
        let (line, column) = position.unwrap_or_default();
        let name = file.rsplit(['/', '\\']).next().unwrap_or_default();
        FindingItem {
            number,
            severity: severity.to_owned(),
            severity_word: self.words.get(severity).to_owned(),
            code: finding.code.clone(),
            rule: (*rule).to_owned(),
            message: finding.message.clone(),
            place: if line > 0 { format!("{name}:{line}:{column}") } else { name.to_owned() },
            line,
            column,
            excerpt: excerpt.clone(),
            notes: finding.notes.clone(),
            help: finding.help.iter().cloned().collect(),
            unit: finding.place.clause.clone().unwrap_or_default(),
            fix: finding.fix.as_ref().map(|fix| fix.title.clone()).unwrap_or_default(),
            key: key.clone(),
        }
    }

    /// Counts what was found: `1 error, 2 warnings`.
    fn tally(&self, found: &[&Found]) -> String {
        let counts = [
            (Severity::Error, "one-error", "errors"),
            (Severity::Warning, "one-warning", "warnings"),
            (Severity::Info, "one-note", "notes"),
        ];
        let counted = counts.into_iter().filter_map(|(severity, one, many)| {
            let number = found.iter().filter(|found| found.finding.severity == severity).count();
            (number > 0).then(|| self.words.count(number, one, many))
        });
        counted.collect::<Vec<_>>().join(", ")
    }

    /// Says what has changed, for who cannot see it.
    fn news(&self, drawn: &[Arc<Shown>], found: &[&Found]) -> String {
        if drawn.iter().any(|shown| shown.is_behind) {
            return self.words.get("behind").to_owned();
        }
        let edited = drawn.iter().find_map(|shown| {
            let unit = shown.edited.as_ref()?;
            shown.drawn.outline.iter().find(|entry| entry.unit == *unit)
        });
        let words = edited.map(|entry| format!("{} {}", entry.label, entry.words));
        let tally = if found.is_empty() { self.words.get("nothing-found").to_owned() } else { self.tally(found) };
        match words {
            Some(words) => format!("{} {tally}", self.words.say("saved", &[("words", &words.trim())])),
            None => tally,
        }
    }
}

/// Divides the outline where a page ends.
fn stretches(items: Vec<OutlineItem>) -> Vec<Stretch> {
    let mut stretches = vec![Stretch::default()];
    for item in items {
        let page = stretches.last().map_or(0, |stretch| stretch.page);
        if item.page > page {
            stretches.push(Stretch { page: item.page, ..Stretch::default() });
        }
        if let Some(stretch) = stretches.last_mut() {
            stretch.items.push(item);
        }
    }
    stretches.retain(|stretch| !stretch.items.is_empty());
    stretches
}

/// The worst finding of every unit, and the number of its first one.
struct Marks<'a>(BTreeMap<&'a str, (Severity, usize)>);

impl<'a> Marks<'a> {
    fn of(found: &'a [Found], before: usize) -> Self {
        let mut marks: BTreeMap<&str, (Severity, usize)> = BTreeMap::new();
        for (at, found) in found.iter().enumerate() {
            if let Some(unit) = &found.finding.place.clause {
                let mark = marks.entry(unit).or_insert((found.finding.severity, before + at + 1));
                mark.0 = mark.0.max(found.finding.severity);
            }
        }
        Self(marks)
    }

    fn of_unit(&self, unit: &str) -> (&'static str, usize) {
        self.0.get(unit).map_or(("", 0), |(worst, number)| (severity(*worst), *number))
    }
}

/// Returns the key of the word for it.
pub(crate) fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "note",
    }
}

fn choice(key: &str, name: &str, view: &View, current: bool) -> Choice {
    Choice { key: key.to_owned(), name: name.to_owned(), href: read(view), current }
}

fn read(view: &View) -> String {
    format!("/read?{}", view.query())
}
