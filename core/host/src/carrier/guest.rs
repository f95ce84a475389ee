//! Plugins as WASM modules.
//!
//! A guest gets the request and nothing else: no files, no clock, no network, no environment. The protocol is Typst's
//! byte protocol, with the operations `manifest` (no argument) and `render` (one) as exported functions; see
//! `plugins/README.md`. Every call gets a fresh instance, so that nothing of one call shows in the next and a trapped
//! instance is never used again.

use std::fs;
use std::io::Read as _;

use engross_plugin::OPERATIONS;

use wasmi::errors::{ErrorKind, HostError, InstantiationError, MemoryError};
use wasmi::{
    Caller, Config, EnforcedLimits, Engine, Error, Extern, ExternType, Linker, Memory, Module, Store, StoreLimits,
    TrapCode, Val, ValType,
};

use crate::Limits;
use crate::failure::{Failure, shown};

/// A module with the host's functions linked.
pub(super) struct Guest {
    module: Module,
    linker: Linker<Call>,
    limits: Limits,
}

/// The state of one call.
struct Call {
    input: Vec<u8>,
    output: Vec<u8>,
    bounds: StoreLimits,
    response: usize,
}

/// Modules beyond this are not read: 16 MiB.
const LARGEST_MODULE: u64 = 16 << 20;

/// The module under which guests import the host's functions.
const HOST: &str = "typst_env";

/// What is wrong, and what to do.
type Refusal = (String, &'static str);

impl Guest {
    /// Reads and checks a module; returns it with the hash of its bytes.
    pub(super) fn open(file: fs::File, limits: Limits) -> Result<(Self, blake3::Hash), Refusal> {
        let mut bytes = Vec::new();
        file.take(LARGEST_MODULE + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| (format!("the file cannot be read: {error}"), "check its permissions"))?;
        if bytes.len() as u64 > LARGEST_MODULE {
            return Err((
                format!("the module has more than {} MiB", LARGEST_MODULE >> 20),
                "ask its maker for a smaller build",
            ));
        }
        Ok((Self::new(&bytes, limits)?, blake3::hash(&bytes)))
    }

    fn new(bytes: &[u8], limits: Limits) -> Result<Self, Refusal> {
        const REBUILD: &str = "plugins/README.md says what a guest exports and imports";
        let mut config = Config::default();
        // Relaxed SIMD may differ between machines.
        config.consume_fuel(true).wasm_relaxed_simd(false);
        // Reading a module is no work that fuel counts: its functions and their sizes are bounded.
        config.enforced_limits(EnforcedLimits::strict());
        let engine = Engine::new(&config);
        let module =
            Module::new(&engine, bytes).map_err(|error| (format!("it is no valid WASM module: {error}"), REBUILD))?;
        if !matches!(module.get_export("memory"), Some(ExternType::Memory(_))) {
            return Err(("it does not export its memory".to_owned(), REBUILD));
        }
        for (operation, _) in OPERATIONS {
            if !matches!(module.get_export(operation), Some(ExternType::Func(_))) {
                return Err((format!("it exports no function `{operation}`"), REBUILD));
            }
        }
        for import in module.imports() {
            if import.module() != HOST {
                let what = format!("it wants `{}.{}` from the system", import.module(), import.name());
                return Err((
                    what,
                    "a guest gets nothing but the request: build it without WASI, or stub it (wasi-stub of wasm-minimal-protocol)",
                ));
            }
        }
        let linker = linked(&engine).map_err(|error| (format!("it cannot be linked: {error}"), REBUILD))?;
        Ok(Self { module, linker, limits })
    }

    /// Makes one call, in an instance of its own.
    pub(super) fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let Some((name, _)) = OPERATIONS.iter().find(|(_, number)| *number == operation) else {
            return Err(Failure::UnknownOperation);
        };
        let mut store = Store::new(self.linker.engine(), self.state(input));
        store.limiter(|call| &mut call.bounds);
        store.set_fuel(self.limits.fuel).map_err(|error| Failure::Broken(error.to_string()))?;
        let status = self.run(&mut store, name, input).map_err(|error| self.failure(&error))?;
        let output = std::mem::take(&mut store.data_mut().output);
        match status {
            0 => Ok(output),
            1 => Err(Failure::Refused(output)),
            other => Err(Failure::Broken(format!("it answers with status {other}, which does not exist"))),
        }
    }

    fn state(&self, input: &[u8]) -> Call {
        let bounds = wasmi::StoreLimitsBuilder::new()
            .memory_size(self.limits.memory)
            .memories(1)
            .instances(1)
            .tables(16)
            .table_elements(1 << 20)
            .trap_on_grow_failure(true)
            .build();
        Call { input: input.to_vec(), output: Vec::new(), bounds, response: self.limits.response }
    }

    fn run(&self, store: &mut Store<Call>, operation: &str, input: &[u8]) -> Result<i32, Error> {
        let instance = self.linker.instantiate_and_start(&mut *store, &self.module)?;
        let function = instance
            .get_func(&mut *store, operation)
            .ok_or_else(|| Error::new(format!("it exports no function `{operation}`")))?;
        let length = i32::try_from(input.len()).map_err(|_| Error::new("the request is too long for a guest"))?;
        let arguments: &[Val] =
            if input.is_empty() && function.ty(&*store).params().is_empty() { &[] } else { &[Val::I32(length)] };
        if function.ty(&*store).results() != [ValType::I32] {
            return Err(Error::new(format!("`{operation}` does not return one 32-bit number")));
        }
        let mut status = [Val::I32(-1)];
        function.call(&mut *store, arguments, &mut status)?;
        status[0].i32().ok_or_else(|| Error::new("no status"))
    }

    /// Reads what stopped a guest.
    fn failure(&self, error: &Error) -> Failure {
        if let Some(TooLong) = error.downcast_ref() {
            return Failure::TooLong(self.limits.response);
        }
        match error.as_trap_code() {
            Some(TrapCode::OutOfFuel) => Failure::TooMuchWork(self.limits.fuel),
            Some(TrapCode::GrowthOperationLimited) => Failure::TooMuchMemory(self.limits.memory),
            Some(trap) => Failure::Ended(format!("trapped ({trap})"), String::new()),
            None if is_about_memory(error) => Failure::TooMuchMemory(self.limits.memory),
            None => Failure::Broken(shown(&error.to_string(), 300)),
        }
    }
}

/// Tells whether a module could not even be given the memory that it begins with.
fn is_about_memory(error: &Error) -> bool {
    let wanted = match error.kind() {
        ErrorKind::Memory(error) => error,
        ErrorKind::Instantiation(InstantiationError::FailedToInstantiateMemory(error)) => error,
        _ => return false,
    };
    matches!(wanted, MemoryError::ResourceLimiterDeniedAllocation)
}

/// The answer was longer than it may be.
#[derive(Debug)]
struct TooLong;

impl std::fmt::Display for TooLong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the answer is too long")
    }
}

impl HostError for TooLong {}

/// Offers the two functions that Typst's byte protocol has.
fn linked(engine: &Engine) -> Result<Linker<Call>, Error> {
    let mut linker = Linker::new(engine);
    linker.func_wrap(HOST, "wasm_minimal_protocol_write_args_to_buffer", write_input)?;
    linker.func_wrap(HOST, "wasm_minimal_protocol_send_result_to_host", take_output)?;
    Ok(linker)
}

fn write_input(mut caller: Caller<'_, Call>, to: u32) -> Result<(), Error> {
    let memory = memory(&caller)?;
    let input = std::mem::take(&mut caller.data_mut().input);
    let written = memory.write(&mut caller, to as usize, &input);
    written.map_err(|_| Error::new("it gave a place outside its memory for the request"))
}

fn take_output(mut caller: Caller<'_, Call>, from: u32, length: u32) -> Result<(), Error> {
    let length = length as usize;
    if length > caller.data().response {
        return Err(Error::host(TooLong));
    }
    charge(&mut caller, length)?;
    let memory = memory(&caller)?;
    let outside = || Error::new("it gave a place outside its memory for the answer");
    let start = from as usize;
    let answer = memory.data(&caller).get(start..start + length).ok_or_else(outside)?.to_vec();
    caller.data_mut().output = answer;
    Ok(())
}

/// Counts bytes that the host copies as work of the guest, one unit each: it may hand over answers in an endless loop.
fn charge(caller: &mut Caller<'_, Call>, bytes: usize) -> Result<(), Error> {
    let left = caller.get_fuel()?.checked_sub(bytes as u64);
    caller.set_fuel(left.unwrap_or(0))?;
    left.map(drop).ok_or_else(|| TrapCode::OutOfFuel.into())
}

fn memory(caller: &Caller<'_, Call>) -> Result<Memory, Error> {
    caller.get_export("memory").and_then(Extern::into_memory).ok_or_else(|| Error::new("it exports no memory"))
}
