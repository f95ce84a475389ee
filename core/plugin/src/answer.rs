//! What every carrier asks of a backend: an operation and bytes in, a status and bytes out.
//!
//! Reading the request, writing the response and stopping a panic happen here and nowhere else, so that a backend
//! behaves the same in a shared library, in a program and in a test.

use std::any::Any;
use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::sync::Once;

use engross_model::{Encoding, Finding, Request, Response};

use crate::abi::{MANIFEST, RENDER, Status};
use crate::{Backend, wire};

/// The operations as programs and WASM guests know them.
pub const OPERATIONS: [(&str, u32); 2] = [("manifest", MANIFEST), ("render", RENDER)];

/// Answers one call. A panic becomes [`Status::Panicked`] with its message.
pub fn answer(backend: &dyn Backend, operation: u32, input: &[u8]) -> (Status, Vec<u8>) {
    let work = || match operation {
        MANIFEST => manifest(backend),
        RENDER => render(backend, input),
        _ => (Status::UnknownOperation, Vec::new()),
    };
    catch_unwind(AssertUnwindSafe(work))
        .unwrap_or_else(|payload| (Status::Panicked, panic_text(payload.as_ref()).into_bytes()))
}

fn manifest(backend: &dyn Backend) -> (Status, Vec<u8>) {
    let manifest = backend.manifest();
    written(&manifest, manifest.encoding)
}

fn render(backend: &dyn Backend, input: &[u8]) -> (Status, Vec<u8>) {
    let encoding = backend.manifest().encoding;
    match wire::decode::<Request>(input, encoding) {
        Ok(request) => written(&backend.render(&request), encoding),
        Err(error) => {
            let finding = Finding::new("PLUG-01", format!("the request cannot be read: {error}"));
            let (_, bytes) = written(&Response::refusal(finding), encoding);
            (Status::Refused, bytes)
        }
    }
}

fn written<T: serde::Serialize>(message: &T, encoding: Encoding) -> (Status, Vec<u8>) {
    match wire::encode(message, encoding) {
        Ok(bytes) => (Status::Done, bytes),
        Err(error) => (Status::Panicked, error.to_string().into_bytes()),
    }
}

/// Runs a backend as a program of its own: the operation is the first argument, the input comes on standard input, the
/// output goes to standard output, and the status is the exit code.
///
/// This is all that the `main` of such a program needs:
///
/// ```no_run
/// # use engross_plugin::model::{Manifest, Request, Response};
/// # struct Labels;
/// # impl engross_plugin::Backend for Labels {
/// #     fn manifest(&self) -> Manifest { unimplemented!() }
/// #     fn render(&self, _: &Request) -> Response { unimplemented!() }
/// # }
/// fn main() -> std::process::ExitCode {
///     engross_plugin::run_as_program(&Labels)
/// }
/// ```
pub fn run_as_program(backend: &dyn Backend) -> ExitCode {
    let operation = std::env::args_os().nth(1).unwrap_or_default();
    let number = OPERATIONS.iter().find(|(name, _)| *name == operation).map(|(_, number)| *number);
    serve_on(std::io::stdout(), |input| match number {
        Some(number) => answer(backend, number, input),
        None => (Status::UnknownOperation, Vec::new()),
    })
}

/// Reads standard input to its end, lets `call` work on it, and writes what came of it as a program does, to `out`.
pub fn serve_on(mut out: impl std::io::Write, call: impl FnOnce(&[u8]) -> (Status, Vec<u8>)) -> ExitCode {
    keep_panics_quiet();
    let mut input = Vec::new();
    if let Err(error) = std::io::stdin().lock().read_to_end(&mut input) {
        return said(Status::Panicked, &format!("the request cannot be read: {error}"));
    }
    let (status, output) = call(&input);
    if status == Status::Panicked {
        return said(status, &String::from_utf8_lossy(&output));
    }
    match out.write_all(&output).and_then(|()| out.flush()) {
        Ok(()) => exit_code(status),
        Err(error) => said(Status::Panicked, &format!("the response cannot be written: {error}")),
    }
}

fn said(status: Status, text: &str) -> ExitCode {
    // Nobody is left to tell if this fails.
    let _ = writeln!(std::io::stderr(), "{text}");
    exit_code(status)
}

fn exit_code(status: Status) -> ExitCode {
    ExitCode::from(u8::try_from(status.number()).unwrap_or(u8::MAX))
}

thread_local! {
    static LAST_PANIC: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Makes panics keep their message and place for the answer instead of shouting. A library has a hook of its own, apart
/// from the program's; it is set once, by whoever loads it.
pub(crate) fn keep_panics_quiet() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(|panic| {
            let place = panic.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
            let text = format!("{}{place}", payload_text(panic.payload()));
            LAST_PANIC.with(|last| *last.borrow_mut() = Some(text));
        }));
    });
}

fn panic_text(payload: &(dyn Any + Send)) -> String {
    LAST_PANIC.with(RefCell::take).unwrap_or_else(|| payload_text(payload).to_owned())
}

/// Reads the message out of a panic.
pub fn payload_text(payload: &dyn Any) -> &str {
    let text = payload.downcast_ref::<&str>().copied().or_else(|| payload.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("it gave no message")
}
