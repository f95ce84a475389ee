//! One backend behind its border.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use engross_model::{Artifact, Asset, Finding, Manifest, Request, Response, Severity};
use engross_plugin::Backend;

use crate::guard::guarded;
use crate::handshake;

/// A loaded backend that has passed the handshake.
pub struct Plugin {
    manifest: Manifest,
    origin: String,
    carrier: Carrier,
    /// Held during a call where the manifest does not allow several at once.
    turn: Mutex<()>,
}

/// What brings a backend into the process. Each carrier takes a request and gives a response; everything else is the
/// same for all of them.
enum Carrier {
    Embedded(Box<dyn Backend>),
}

/// How much a plugin can do besides answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is part of the program.
    PartOfProgram,
}

impl Plugin {
    /// Takes in a backend that is compiled into the program.
    ///
    /// # Errors
    /// `PLUG-01` if it cannot describe itself, speaks another protocol or uses names that cannot be file names.
    pub fn embedded(backend: Box<dyn Backend>) -> Result<Self, Finding> {
        Self::admit("part of this program".to_owned(), Carrier::Embedded(backend))
    }

    fn admit(origin: String, carrier: Carrier) -> Result<Self, Finding> {
        let manifest = carrier.manifest().map_err(|reason| {
            Finding::new("PLUG-01", format!("a plugin ({origin}) was refused: it does not describe itself: {reason}"))
        })?;
        handshake::check(&manifest, &origin)?;
        Ok(Self { manifest, origin, carrier, turn: Mutex::default() })
    }

    /// Returns what it says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Says where it comes from, to stand in a sentence.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Names what carries it.
    pub fn carrier(&self) -> &'static str {
        match self.carrier {
            Carrier::Embedded(_) => "embedded",
        }
    }

    /// Says how much it can do besides answering.
    pub fn trust(&self) -> Trust {
        match self.carrier {
            Carrier::Embedded(_) => Trust::PartOfProgram,
        }
    }

    /// Collects the house's files that it asked for. `pick` returns the files that a name stands for, none if the
    /// house has no such file.
    ///
    /// # Errors
    /// `HOUSE-02` if one is missing that it cannot do without.
    pub fn assets(&self, pick: &dyn Fn(&str) -> Vec<Asset>) -> Result<Vec<Asset>, Finding> {
        let mut assets = Vec::new();
        for need in &self.manifest.needs {
            let found = pick(&need.name);
            if found.is_empty() && need.required {
                let message =
                    format!("the house has no `{}`, which the plugin `{}` needs", need.name, self.manifest.id);
                return Err(Finding::new("HOUSE-02", message));
            }
            assets.extend(found);
        }
        Ok(assets)
    }

    /// Makes one format of one document.
    ///
    /// Whatever the plugin does, this returns: a panic, a broken contract and an empty answer become findings. It is
    /// called again for the next text: one text's failure never costs another its file.
    pub fn render(&self, request: &Request) -> Response {
        let called = if self.manifest.concurrent {
            self.call(request)
        } else {
            let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
            self.call(request)
        };
        called.map_or_else(Response::refusal, |response| self.checked(response))
    }

    fn call(&self, request: &Request) -> Result<Response, Finding> {
        let first = self.call_once(request)?;
        if first.send_again.is_empty() {
            return Ok(first);
        }
        self.check_that_it_can_be_sent(request, &first.send_again)?;
        let second = self.call_once(request)?;
        if second.send_again.is_empty() {
            return Ok(second);
        }
        Err(self.failure("asks again for files that it has just been sent"))
    }

    fn call_once(&self, request: &Request) -> Result<Response, Finding> {
        guarded(|| self.carrier.render(request)).map_err(|panic| {
            let reason = format!("it panicked in `render` of {}: {panic}", request.format);
            Finding::new("REND-01", format!("{} failed: {reason}", self.name()))
                .help("this is a mistake in the plugin: please report it to its maker, with the text if you can")
        })
    }

    fn check_that_it_can_be_sent(&self, request: &Request, wanted: &[String]) -> Result<(), Finding> {
        let has = |hash: &String| request.assets.iter().any(|asset| asset.sha256 == *hash && asset.bytes.is_some());
        if wanted.iter().all(has) {
            Ok(())
        } else {
            Err(self.failure("asks for a file that is not part of the request"))
        }
    }

    /// Lets through what keeps the contract.
    fn checked(&self, mut response: Response) -> Response {
        response.findings.iter_mut().for_each(keep_to_the_document);
        if response.findings.iter().any(|finding| finding.severity == Severity::Error) {
            response.artifacts.clear();
            return response;
        }
        let broken = if response.artifacts.is_empty() {
            Some(self.failure("made no file and does not say why"))
        } else {
            contract_breach(&response.artifacts)
                .map(|reason| Finding::new("PLUG-01", format!("{} broke its contract: {reason}", self.name())))
        };
        if let Some(finding) = broken {
            response.artifacts.clear();
            response.findings.push(finding);
        }
        response
    }

    fn failure(&self, what: &str) -> Finding {
        Finding::new("REND-01", format!("{} {what}", self.name()))
    }

    fn name(&self) -> String {
        format!("the plugin `{}` {}", self.manifest.id, self.manifest.version)
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin").field("id", &self.manifest.id).field("origin", &self.origin).finish_non_exhaustive()
    }
}

impl Carrier {
    fn manifest(&self) -> Result<Manifest, String> {
        match self {
            Self::Embedded(backend) => guarded(|| backend.manifest()),
        }
    }

    fn render(&self, request: &Request) -> Response {
        match self {
            Self::Embedded(backend) => backend.render(request),
        }
    }
}

/// Takes away what a plugin cannot know: it never saw the author's file, so it can neither point into it nor mend it.
fn keep_to_the_document(finding: &mut Finding) {
    finding.fix = None;
    finding.place.span = None;
    if let Some(file) = finding.place.file.take() {
        finding.notes.push(format!("in `{file}`"));
    }
}

/// More than any text makes; a plugin that runs away ends here.
const MOST_ARTIFACTS: usize = 10_000;
/// The most bytes of one artifact: 1 GiB.
const LARGEST_ARTIFACT: usize = 1 << 30;

fn contract_breach(artifacts: &[Artifact]) -> Option<String> {
    if artifacts.len() > MOST_ARTIFACTS {
        return Some(format!("{} files for one format", artifacts.len()));
    }
    let mut seen = BTreeSet::new();
    artifacts.iter().find_map(|Artifact { name, bytes, .. }| {
        if !is_file_part(name) {
            let shown: String = name.chars().flat_map(char::escape_default).take(80).collect();
            Some(format!("`{shown}` cannot be part of a file name"))
        } else if bytes.len() > LARGEST_ARTIFACT {
            Some(format!("the file `{name}` has {} bytes", bytes.len()))
        } else if !seen.insert(name.to_ascii_lowercase()) {
            Some(format!("two files are called `{name}`"))
        } else {
            None
        }
    })
}

/// Tells whether a name can follow `<slug>.<language>.` and stay in its folder on every system.
pub(crate) fn is_file_part(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'+');
    (1..=64).contains(&name.len())
        && name.bytes().all(fits)
        && !name.contains("..")
        && !name.starts_with('.')
        && !name.ends_with('.')
}
