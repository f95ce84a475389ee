//! What is answered at which address. All work on texts is done on threads that may take their time, two at once.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::{get, post};
use handlebars::{Context, Handlebars};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use tokio::sync::{Semaphore, broadcast};
use tokio_stream::wrappers::BroadcastStream;
use tokio_stream::{Stream, StreamExt as _};

use crate::ahead::Ahead;
use crate::assets;
use crate::desk::{Content, Desk, Place};
use crate::folders::Unwatched;
use crate::guard::POLICY_OF_FILES;
use crate::known::Known;
use crate::page::{Page, Parts};
use crate::shelf::Shelf;
use crate::show::Showing;
use crate::view::{Form, View};
use crate::words::Words;

/// How often the stream says that it is there.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// What may not stand in the name of a file in a header.
const CODED_IN_NAMES: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// What every request may need.
pub(crate) struct Office {
    pub(crate) desk: Box<dyn Desk>,
    pub(crate) shelf: Shelf,
    pub(crate) token: String,
    pub(crate) templates: Handlebars<'static>,
    pub(crate) told: broadcast::Sender<Told>,
    pub(crate) workers: Semaphore,
    /// What the system does not watch.
    pub(crate) unwatched: Mutex<Vec<Unwatched>>,
}

/// What browsers are told without asking.
#[derive(Debug, Clone)]
pub(crate) enum Told {
    /// Something has changed.
    Changed(Changed),
    /// Pictures of what has changed are there, and all else will be.
    Pictures(Arc<Ahead>),
}

/// A text has changed, or with `None` everything may have.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Changed {
    pub(crate) text: Option<String>,
    pub(crate) generation: u64,
}

type Shared = State<Arc<Office>>;

pub(crate) fn routes() -> axum::Router<Arc<Office>> {
    axum::Router::new()
        .route("/", get(list))
        .route("/read", get(read))
        .route("/parts", get(parts))
        .route("/page/{name}", get(picture))
        .route("/twin", get(twin))
        .route("/download", get(download))
        .route("/events", get(events))
        .route("/assets/{name}", get(asset))
        .route("/fix", post(fix))
        .route("/open", post(open))
}

#[derive(Debug, Deserialize)]
struct Search {
    #[serde(default)]
    search: String,
    #[serde(default)]
    interface: String,
}

async fn list(State(office): Shared, Query(asked): Query<Search>, headers: HeaderMap) -> Response {
    let page = work(&office, move |office| {
        let words = Words::choose(&asked.interface, accepted(&headers));
        let texts = office.desk.texts();
        match (&texts[..], asked.search.is_empty()) {
            // Of one text there is nothing to choose, unless others are missing.
            ([only], true) if office.desk.complaints().is_empty() => {
                let view = View { text: only.slug.clone(), interface: asked.interface, ..View::default() };
                office.showing(words).text(&view)
            }
            _ => Some(office.showing(words).list(&asked.search, &asked.interface)),
        }
    });
    office.html(page.await)
}

async fn read(State(office): Shared, Query(view): Query<View>, headers: HeaderMap) -> Response {
    let words = Words::choose(&view.interface, accepted(&headers));
    let page = work(&office, move |office| office.showing(words).text(&view));
    office.html(page.await)
}

async fn parts(
    State(office): Shared,
    Query(view): Query<View>,
    Query(known): Query<Known>,
    headers: HeaderMap,
) -> Response {
    let words = Words::choose(&view.interface, accepted(&headers));
    let parts = work(&office, move |office| {
        let page = Showing { known, ..office.showing(words) }.text(&view)?;
        let shown = page.shown.as_ref()?;
        // Made once for all parts: of a long text it is large.
        let context = Context::wraps(&page).ok()?;
        let part = |name: &str| office.templates.render_with_context(name, &context).ok();
        let edited = shown.panes.iter().find(|pane| !pane.edited.is_empty());
        Some(Parts {
            title: shown.title.clone(),
            generation: shown.generation,
            panes: part("panes")?,
            outline: part("outline")?,
            findings: part("findings")?,
            thumbnails: part("thumbnails")?,
            news: shown.news.clone(),
            edited: edited.map(|pane| [pane.language.clone(), pane.edited.clone()]).unwrap_or_default(),
        })
    });
    parts.await.map_or_else(nothing_there, |parts| Json(parts).into_response())
}

async fn picture(State(office): Shared, Path(name): Path<String>) -> Response {
    let picture = name.strip_suffix(".svg").and_then(|name| office.shelf.picture(name));
    let headers =
        [(header::CONTENT_TYPE, "image/svg+xml"), (header::CACHE_CONTROL, "private, max-age=31536000, immutable")];
    picture.map_or_else(nothing_there, |bytes| (headers, bytes).into_response())
}

async fn twin(State(office): Shared, Query(view): Query<View>) -> Response {
    let view = View { form: Form::Html, ..view.pane(&view.language) };
    let shown = work(&office, move |office| Some(office.shelf.show(&*office.desk, &view)));
    match shown.await.as_deref().map(|shown| &shown.drawn.content) {
        Some(Some(Content::Html(bytes))) => {
            let headers = [
                (header::CONTENT_TYPE, "text/html; charset=utf-8"),
                (header::CONTENT_SECURITY_POLICY, POLICY_OF_FILES),
            ];
            (headers, bytes.to_vec()).into_response()
        }
        _ => nothing_there(),
    }
}

#[derive(Debug, Deserialize)]
struct Wanted {
    format: String,
}

async fn download(State(office): Shared, Query(view): Query<View>, Query(wanted): Query<Wanted>) -> Response {
    let file = work(&office, move |office| Some(office.desk.file(&view, &wanted.format)));
    match file.await {
        Some(Ok(file)) => {
            let name = utf8_percent_encode(&file.name, CODED_IN_NAMES);
            let disposition = HeaderValue::try_from(format!("attachment; filename*=UTF-8''{name}"));
            let media_type = HeaderValue::try_from(file.media_type);
            let unknown = HeaderValue::from_static("application/octet-stream");
            let attachment = HeaderValue::from_static("attachment");
            let headers = [
                (header::CONTENT_TYPE, media_type.unwrap_or(unknown)),
                (header::CONTENT_DISPOSITION, disposition.unwrap_or(attachment)),
            ];
            (headers, file.bytes.to_vec()).into_response()
        }
        Some(Err(reason)) => (StatusCode::CONFLICT, reason + "\n").into_response(),
        None => nothing_there(),
    }
}

async fn events(State(office): Shared) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    // Who has missed some, reads all anew.
    let everything = |_| Told::Changed(Changed { text: None, generation: 0 });
    let told = BroadcastStream::new(office.told.subscribe()).map(move |it| it.unwrap_or_else(everything));
    let event = |told: Told| {
        let event = match told {
            Told::Changed(changed) => Event::default().event("changed").json_data(changed),
            Told::Pictures(ahead) => Event::default().event("pictures").json_data(&*ahead),
        };
        Ok(event.unwrap_or_else(|_| Event::default()))
    };
    Sse::new(told.map(event)).keep_alive(KeepAlive::new().interval(HEARTBEAT))
}

async fn asset(Path(name): Path<String>) -> Response {
    assets::file(&name).map_or_else(nothing_there, |(media_type, content)| {
        ([(header::CONTENT_TYPE, media_type)], content).into_response()
    })
}

#[derive(Debug, Deserialize)]
struct FixWanted {
    query: String,
    #[serde(default)]
    language: String,
    key: String,
}

async fn fix(State(office): Shared, headers: HeaderMap, Json(wanted): Json<FixWanted>) -> Response {
    let FixWanted { query, language, key } = wanted;
    act(&office, &headers, &query, &language, move |office, view, words| {
        office.desk.mend(view, &key).map(|done| words.say("fixed", &[("fix", &done)]))
    })
    .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OpenWanted {
    query: String,
    language: String,
    unit: Option<String>,
    key: Option<String>,
}

async fn open(State(office): Shared, headers: HeaderMap, Json(wanted): Json<OpenWanted>) -> Response {
    let OpenWanted { query, language, unit, key } = wanted;
    let place = match (unit, key) {
        (_, Some(key)) => Place::Finding(key),
        (unit, None) => Place::Unit(unit.unwrap_or_default()),
    };
    act(&office, &headers, &query, &language, move |office, view, words| {
        office.desk.open(view, &place).map(|place| words.say("opened", &[("place", &place)]))
    })
    .await
}

/// What is answered to who wanted something done.
#[derive(Debug, Serialize)]
struct Said {
    said: String,
}

async fn act(
    office: &Arc<Office>,
    headers: &HeaderMap,
    query: &str,
    language: &str,
    act: impl FnOnce(&Office, &View, &Words) -> Result<String, String> + Send + 'static,
) -> Response {
    let Some(view) = View::parse(query) else { return nothing_there() };
    let words = Words::choose(&view.interface, accepted(headers));
    let pane = view.pane(if language.is_empty() { &view.language } else { language });
    match work(office, move |office| Some(act(office, &pane, words))).await {
        Some(Ok(said)) => Json(Said { said }).into_response(),
        Some(Err(said)) => (StatusCode::CONFLICT, Json(Said { said })).into_response(),
        None => nothing_there(),
    }
}

/// Draws views before browsers ask for them.
pub(crate) async fn draw_ahead(office: Arc<Office>, views: Vec<View>) {
    let draw = move |office: &Office| {
        views.iter().for_each(|view| office.shelf.draw_ahead(&*office.desk, view));
        Some(())
    };
    // What panics here panics again for who asks for it.
    let _ = work(&office, draw).await;
}

/// Works on texts on a thread that may take its time. What panics has no answer, and the others go on.
async fn work<T: Send + 'static>(
    office: &Arc<Office>,
    work: impl FnOnce(&Office) -> Option<T> + Send + 'static,
) -> Option<T> {
    let _turn = office.workers.acquire().await.ok()?;
    let office = office.clone();
    tokio::task::spawn_blocking(move || work(&office)).await.ok().flatten()
}

impl Office {
    fn showing(&self, words: &'static Words) -> Showing<'_> {
        let unwatched = self.unwatched.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Showing { desk: &*self.desk, shelf: &self.shelf, words, token: &self.token, known: Known::default(), unwatched }
    }

    fn html(&self, page: Option<Page>) -> Response {
        let Some(page) = page else { return nothing_there() };
        match self.templates.render("page", &page) {
            Ok(html) => Html(html).into_response(),
            Err(error) => (StatusCode::INTERNAL_SERVER_ERROR, format!("{error}\n")).into_response(),
        }
    }
}

fn accepted(headers: &HeaderMap) -> &str {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn nothing_there() -> Response {
    (StatusCode::NOT_FOUND, "there is nothing here\n").into_response()
}
