//! One backend behind its border.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};

use engross_model::{Artifact, Asset, Finding, Manifest, Request, Response, Severity, code_entry};
use engross_plugin::abi::{MANIFEST, RENDER};
use engross_plugin::{Backend, wire};

use crate::failure::{Failure, MAKER, shown};
use crate::guard::guarded;
use crate::{Carrier, Conditions, features, handshake};

/// A loaded backend that has passed the handshake.
pub struct Plugin {
    manifest: Manifest,
    carrier: Carrier,
    /// Held during a call where the manifest does not allow several at once.
    turn: Mutex<()>,
    /// Hashes of the files that the plugin has been sent, where it may keep them.
    sent: Mutex<BTreeSet<String>>,
}

/// How much a plugin can do besides answering.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It is part of the program.
    PartOfProgram,
    /// All that the program can do: it runs inside, or in a process without a fence.
    Full,
    /// A library that runs in a process of its own, behind the fence.
    Isolated,
    /// A program behind the fence.
    Fenced,
    /// Nothing: it sees the request alone.
    RequestOnly,
}

impl Plugin {
    /// Takes in a backend that is compiled into the program.
    ///
    /// # Errors
    /// `PLUG-01` if it cannot describe itself, speaks another protocol or uses names that cannot be file names.
    pub fn embedded(backend: Box<dyn Backend>) -> Result<Self, Finding> {
        Self::new(Carrier::embedded(backend, &Conditions::default()))
    }

    /// Asks a plugin within reach who it is, and takes it in.
    ///
    /// # Errors
    /// `PLUG-01` if it cannot describe itself, speaks another protocol or uses names that cannot be file names.
    pub fn new(carrier: Carrier) -> Result<Self, Finding> {
        let mut manifest = describe(&carrier).map_err(|failure| {
            let origin = carrier.origin();
            let reason = match &failure {
                Failure::NotStarted(reason, _) => reason.clone(),
                other => format!("it does not describe itself: it {}", other.what()),
            };
            Finding::new("PLUG-01", format!("a plugin ({origin}) was refused: {reason}")).help(failure.help())
        })?;
        handshake::check(&mut manifest, carrier.origin())?;
        Ok(Self { manifest, carrier, turn: Mutex::default(), sent: Mutex::default() })
    }

    /// Returns what it says about itself.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Returns what brought it here.
    pub fn carrier(&self) -> &Carrier {
        &self.carrier
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
        called.map_or_else(Response::refusal, |response| self.checked(response, request))
    }

    fn call(&self, request: &Request) -> Result<Response, Finding> {
        let spared = self.spared(request);
        let first = self.call_once(spared.as_ref().unwrap_or(request))?;
        if first.send_again.is_empty() {
            self.remember(request);
            return Ok(first);
        }
        self.check_that_it_can_be_sent(request, &first.send_again)?;
        let second = self.call_once(request)?;
        if second.send_again.is_empty() {
            self.remember(request);
            return Ok(second);
        }
        Err(self.failure("asks again for files that it has just been sent"))
    }

    /// Returns the request without the bytes that the plugin should have already; nothing if it has none of them.
    fn spared(&self, request: &Request) -> Option<Request> {
        let sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
        if !request.assets.iter().any(|asset| sent.contains(&asset.sha256)) {
            return None;
        }
        let mut request = request.clone();
        for asset in &mut request.assets {
            if sent.contains(&asset.sha256) {
                asset.bytes = None;
            }
        }
        Some(request)
    }

    /// Keeps in mind what the plugin has been sent, where bytes cross a border and may be kept on its other side.
    fn remember(&self, request: &Request) {
        if self.carrier.backend().is_none() && self.carrier.remembers() {
            let mut sent = self.sent.lock().unwrap_or_else(PoisonError::into_inner);
            sent.extend(request.assets.iter().map(|asset| asset.sha256.clone()));
        }
    }

    fn call_once(&self, request: &Request) -> Result<Response, Finding> {
        let outcome = match self.carrier.backend() {
            Some(backend) => guarded(|| backend.render(request)).map_err(Failure::Panicked),
            None => self.call_over_the_border(request),
        };
        outcome.map_err(|failure| {
            let message = format!("{} {}", self.name(), failure.what());
            Finding::new("REND-01", message).note(format!("while making `{}`", request.format)).help(failure.help())
        })
    }

    fn call_over_the_border(&self, request: &Request) -> Result<Response, Failure> {
        let encoding = self.manifest.encoding;
        let broken = |error: wire::WireError| Failure::Broken(shown(&error.to_string(), 300));
        let input = wire::encode(request, encoding).map_err(broken)?;
        match self.carrier.call_raw(RENDER, &input) {
            Ok(output) => wire::decode_answer(&output, encoding).map_err(broken),
            // Its reasons are findings of their own, or a text in a guest's case.
            Err(Failure::Refused(output)) => wire::decode_answer(&output, encoding).map_err(|_| {
                Failure::Ended("refused the request".to_owned(), shown(&String::from_utf8_lossy(&output), 400))
            }),
            Err(failure) => Err(failure),
        }
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
    fn checked(&self, mut response: Response, request: &Request) -> Response {
        response.findings.truncate(MOST_FINDINGS);
        response.findings.iter_mut().for_each(keep_to_the_document);
        response.findings.extend(features::unlisted(&request.document, &self.manifest));
        if response.findings.iter().any(|finding| finding.severity == Severity::Error) {
            response.artifacts.clear();
            return response;
        }
        let broken = if response.artifacts.is_empty() {
            Some(self.failure("made no file and does not say why"))
        } else {
            self.contract_breach(&response.artifacts, &request.format).map(|reason| {
                Finding::new("PLUG-01", format!("{} broke its contract: {reason}", self.name())).help(MAKER)
            })
        };
        if let Some(finding) = broken {
            response.artifacts.clear();
            response.findings.push(finding);
        }
        response
    }

    fn contract_breach(&self, artifacts: &[Artifact], format: &str) -> Option<String> {
        if artifacts.len() > MOST_ARTIFACTS {
            return Some(format!("{} files for one format", artifacts.len()));
        }
        let extension = &self.manifest.formats.iter().find(|offered| offered.name == format)?.extension;
        let mut seen = BTreeSet::new();
        artifacts.iter().find_map(|Artifact { name, bytes, .. }| {
            if !is_file_part(name) {
                let shown: String = name.chars().flat_map(char::escape_default).take(80).collect();
                Some(format!("`{shown}` cannot be part of a file name"))
            } else if without_page_number(name) != extension {
                // Else it could write over what another plugin made.
                Some(format!(
                    "a file of the format `{format}` is called `{extension}` or `1.{extension}`, not `{name}`"
                ))
            } else if bytes.len() > LARGEST_ARTIFACT {
                Some(format!("the file `{name}` has {} bytes", bytes.len()))
            } else if !seen.insert(name) {
                Some(format!("two files are called `{name}`"))
            } else {
                None
            }
        })
    }

    fn failure(&self, what: &str) -> Finding {
        Finding::new("REND-01", format!("{} {what}", self.name())).help(MAKER)
    }

    fn name(&self) -> String {
        format!("the plugin `{}` {}", self.manifest.id, self.manifest.version)
    }
}

impl std::fmt::Debug for Plugin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plugin").field("id", &self.manifest.id).field("carrier", &self.carrier).finish_non_exhaustive()
    }
}

fn describe(carrier: &Carrier) -> Result<Manifest, Failure> {
    if let Some(backend) = carrier.backend() {
        return guarded(|| backend.manifest()).map_err(Failure::Panicked);
    }
    let bytes = carrier.call_raw(MANIFEST, &[])?;
    wire::decode_either(&bytes).map_err(|error| Failure::Broken(shown(&error.to_string(), 300)))
}

/// Takes away what a plugin cannot know, and what could harm a reader: it never saw the author's file, so it can neither
/// point into it nor mend it, its codes are the registry's, and its words are words.
fn keep_to_the_document(finding: &mut Finding) {
    const MOST_LETTERS: usize = 2_000;
    const MOST_LETTERS_OF_A_NAME: usize = 100;
    finding.fix = None;
    finding.place.span = None;
    finding.notes.truncate(20);
    for place in [&mut finding.place.clause, &mut finding.place.language].into_iter().flatten() {
        *place = shown(place, MOST_LETTERS_OF_A_NAME);
    }
    if let Some(file) = finding.place.file.take() {
        finding.notes.push(format!("in `{file}`"));
    }
    if code_entry(&finding.code).is_none() {
        finding.notes.push(format!("the plugin calls this `{}`", finding.code));
        let code = if finding.severity == Severity::Error { "REND-01" } else { "REND-02" };
        code.clone_into(&mut finding.code);
    }
    let texts = std::iter::once(&mut finding.message).chain(&mut finding.notes).chain(&mut finding.help);
    texts.for_each(|text| *text = shown(text, MOST_LETTERS));
}

/// More than anybody reads.
const MOST_FINDINGS: usize = 1_000;
/// More than any text makes; a plugin that runs away ends here.
const MOST_ARTIFACTS: usize = 10_000;
/// The most bytes of one artifact: 1 GiB.
const LARGEST_ARTIFACT: usize = 1 << 30;

/// Returns what follows the page's number in the name of an artifact that is one of several: `svg` of `12.svg`.
pub(crate) fn without_page_number(name: &str) -> &str {
    match name.split_once('.') {
        Some((number, rest)) if !number.starts_with('0') && number.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => name,
    }
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
