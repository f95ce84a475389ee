//! Puts everything together, and serves until it is told to stop.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::middleware;
use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::{Semaphore, broadcast};

use crate::desk::{Desk, Touched};
use crate::folders::Unwatched;
use crate::guard::{Guard, guard};
use crate::routes::{Changed, Office, Told, draw_ahead, routes};
use crate::shelf::Shelf;
use crate::templates::templates;
use crate::watch::watch;
use crate::words::Words;

/// The port that is tried first.
const USUAL_PORT: u16 = 8496;
/// How many events a stream may be behind before it is told to read everything anew.
const MOST_TOLD: usize = 64;
/// How many texts are worked on at once.
const WORKERS: usize = 2;

/// How to serve.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options {
    /// The port; the usual one if it is free, else any, if not given.
    pub port: Option<u16>,
}

/// Why nothing is served.
#[derive(Debug, thiserror::Error)]
pub enum Stopped {
    /// The port that was asked for is taken.
    #[error("the port {0} is in use, perhaps by another preview")]
    Taken(u16),
    /// No address may be used.
    #[error("no address on this machine can be used: {0}")]
    Address(#[source] io::Error),
    /// There is no thread for watching files.
    #[error("changes of files cannot be watched: {0}")]
    Watch(#[source] io::Error),
    /// The system has no random numbers.
    #[error("the system has no random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// The page does not parse.
    #[error("the page cannot be made: {0}")]
    Page(#[from] Box<handlebars::TemplateError>),
    /// Serving broke off.
    #[error("serving broke off: {0}")]
    Serving(#[source] io::Error),
}

/// Serves the preview on this machine until the user ends it. `ready` is told the address.
///
/// # Errors
/// Why it cannot go on.
pub fn serve(desk: impl Desk, options: Options, ready: impl FnOnce(&str)) -> Result<(), Stopped> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(Stopped::Serving)?;
    let served = runtime.block_on(async {
        let listener = listen(options.port).await.map_err(|error| match (error.kind(), options.port) {
            (io::ErrorKind::AddrInUse, Some(port)) => Stopped::Taken(port),
            _ => Stopped::Address(error),
        })?;
        let port = listener.local_addr().map_err(Stopped::Address)?.port();
        let guarded = Arc::new(Guard::new(port)?);
        let told = broadcast::channel(MOST_TOLD).0;
        let of_pictures = told.clone();
        let office = Arc::new(Office {
            desk: Box::new(desk),
            // Without a browser nobody listens.
            shelf: Shelf::new(move |ahead| drop(of_pictures.send(Told::Pictures(ahead.into())))),
            token: guarded.token.clone(),
            templates: templates()?,
            told,
            workers: Semaphore::new(WORKERS),
            unwatched: Mutex::default(),
        });
        let (watcher, teller, noter) = (office.clone(), office.clone(), office.clone());
        let runtime = Handle::current();
        watch(move || watcher.desk.watched(), move |path| teller.tell(path, &runtime), move |it| noter.note(it))
            .map_err(Stopped::Watch)?;
        let app = routes().layer(middleware::from_fn_with_state(guarded, guard)).with_state(office);
        ready(&format!("http://127.0.0.1:{port}/"));
        tokio::select! {
            served = std::future::IntoFuture::into_future(axum::serve(listener, app)) => served.map_err(Stopped::Serving),
            _ = tokio::signal::ctrl_c() => Ok(()),
        }
    });
    // Whatever is still being drawn is for nobody.
    runtime.shutdown_background();
    served
}

async fn listen(port: Option<u16>) -> io::Result<TcpListener> {
    let at = |port| TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)));
    match port {
        Some(port) => at(port).await,
        None => match at(USUAL_PORT).await {
            Ok(listener) => Ok(listener),
            Err(_) => at(0).await,
        },
    }
}

impl Office {
    /// Tells all browsers what a changed file concerns, and draws meanwhile what they will ask for.
    fn tell(self: &Arc<Self>, path: &Path, runtime: &Handle) {
        let touched = self.desk.touched(path);
        let Some(generation) = self.shelf.touch(&touched) else { return };
        let followed = self.shelf.followed(&touched);
        let text = match touched {
            Touched::Text(slug) => Some(slug),
            _ => None,
        };
        // Said before anything is drawn of it, so that no picture comes unexpected. Without a browser nobody listens.
        let _ = self.told.send(Told::Changed(Changed { text, generation }));
        if !followed.is_empty() {
            runtime.spawn(draw_ahead(self.clone(), followed));
        }
    }

    /// Says, once, that the system does not watch something: at the terminal and on every page.
    fn note(&self, unwatched: Unwatched) {
        let mut known = self.unwatched.lock().unwrap_or_else(PoisonError::into_inner);
        if known.contains(&unwatched) {
            return;
        }
        self.desk.say(&unwatched.said(Words::choose("", "")));
        known.push(unwatched);
        drop(known);
        let _ = self.told.send(Told::Changed(Changed { text: None, generation: 0 }));
    }
}
