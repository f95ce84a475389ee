//! Plugins in shared libraries.
//!
//! A library runs with all the rights of the program: nothing here can hold it. What can be checked is checked, so that a
//! file that is no plugin, or one of another time, gets a refusal and not a crash.
#![expect(unsafe_code, reason = "a library is loaded and called through raw pointers; see `engross_plugin::abi`")]

use std::ffi::c_void;
use std::path::Path;

use engross_plugin::abi::{ABI, Api, Buffer, Call, Entry, Free, SYMBOL_SUFFIX, Status};

use super::outcome;
use crate::failure::Failure;

/// A loaded library, through its table.
pub(crate) struct Library {
    call: Call,
    free: Free,
}

/// What is wrong, and what to do.
type Refusal = (String, &'static str);

/// The name of the function that a library exports: `libengross_text.so` has `engross_text_plugin_v1`.
pub(super) fn symbol(file: &Path) -> String {
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = name.split('.').next().unwrap_or_default();
    let stem = stem.strip_prefix("lib").unwrap_or(stem);
    format!("{}{SYMBOL_SUFFIX}", stem.replace('-', "_"))
}

impl Library {
    /// Loads a library and reads its table.
    pub(crate) fn open(file: &Path, symbol: &str) -> Result<Self, Refusal> {
        // SAFETY: loading runs the library's initialisers. The user named this file, and its trust is theirs to give.
        let library = unsafe { libloading::Library::new(file) }.map_err(|error| {
            let help = "it must be a shared library for this system and processor, with all that it links to";
            (format!("it cannot be loaded: {error}"), help)
        })?;
        // Never unloaded, on purpose: threads, thread-locals and `'static` values of the library may outlive any use.
        let library: &'static libloading::Library = Box::leak(Box::new(library));
        let api = table(library, symbol)?;
        Self::from_table(api)
    }

    fn from_table(api: *const Api) -> Result<Self, Refusal> {
        const REBUILD: &str = "ask its maker for a build against `engross_plugin.h` of this version";
        let broken = |what: &str| Err((format!("its table {what}"), REBUILD));
        if api.is_null() || !api.is_aligned() {
            return broken("is missing");
        }
        // SAFETY: every layout begins with these two members, and the pointer is neither null nor askew.
        let (abi, size) = unsafe { ((*api).abi, (*api).size) };
        match abi {
            ABI => {}
            newer if newer > ABI => {
                let reason = format!("its table has layout {newer}, and this engross knows {ABI}");
                return Err((reason, "the plugin is newer: upgrade engross, or use an older release of the plugin"));
            }
            other => return broken(&format!("has layout {other}, and this engross knows {ABI}")),
        }
        if size < size_of::<Api>() {
            return broken(&format!("has {size} bytes, and layout {ABI} has at least {}", size_of::<Api>()));
        }
        // SAFETY: the table says that it has all members of this layout, and it lives as long as the library.
        let Api { call, free, .. } = unsafe { std::ptr::read(api) };
        if call.is_null() || free.is_null() {
            return broken("lacks a function");
        }
        // SAFETY: the layout of this number fixes the types of both functions, and neither is null.
        let (call, free) = unsafe {
            (std::mem::transmute::<*const c_void, Call>(call), std::mem::transmute::<*const c_void, Free>(free))
        };
        Ok(Self { call, free })
    }

    /// Makes one call.
    pub(crate) fn call(&self, operation: u32, input: &[u8]) -> Result<Vec<u8>, Failure> {
        let mut output = Buffer::EMPTY;
        // SAFETY: the input lives through the call, and the output is a place for one buffer.
        let status = unsafe { (self.call)(operation, input.as_ptr(), input.len(), &raw mut output) };
        let status = Status::from_number(status).ok_or(status);
        let bytes = copied(&output);
        // SAFETY: the buffer came from this library's `call`, unchanged, and is given back this once. A null one is
        // given back too, as the rules of `abi` allow.
        unsafe { (self.free)(output) };
        match status {
            Ok(status) => outcome((status, bytes?)),
            Err(number) => Err(Failure::Broken(format!("it answers with status {number}, which does not exist"))),
        }
    }
}

fn copied(output: &Buffer) -> Result<Vec<u8>, Failure> {
    if output.length == 0 {
        return Ok(Vec::new());
    }
    if output.data.is_null() || output.length > output.capacity || output.length > isize::MAX.unsigned_abs() {
        return Err(Failure::Broken("its buffer cannot be".to_owned()));
    }
    // SAFETY: the plugin says that it allocated at least so many bytes, and nobody else has the buffer now.
    Ok(unsafe { std::slice::from_raw_parts(output.data, output.length) }.to_vec())
}

/// Finds the table through the exported function.
fn table(library: &libloading::Library, symbol: &str) -> Result<*const Api, Refusal> {
    // SAFETY: the function of this name has this type; that is what the name is for.
    if let Ok(entry) = unsafe { library.get::<Entry>(symbol.as_bytes()) } {
        // SAFETY: as above; it takes nothing and returns a pointer.
        return Ok(unsafe { entry() });
    }
    let newer = symbol.strip_suffix('1').and_then(|name| {
        // SAFETY: the symbol is looked for and not used.
        (2..=9).find(|version| unsafe { library.get::<Entry>(format!("{name}{version}").as_bytes()) }.is_ok())
    });
    Err(match newer {
        Some(version) => (
            format!("it is made for version {version} of the plugin border, and this engross knows {ABI}"),
            "the plugin is newer: upgrade engross, or use an older release of the plugin",
        ),
        None => (
            format!("it exports no function `{symbol}`"),
            "if the file was renamed, give the function's name in engross.yaml (`plugins: [{path: …, symbol: …}]`); else it is no engross plugin",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_follow_file_names() {
        for (file, expected) in [
            ("/a/libengross_text.so", "engross_text_plugin_v1"),
            ("my-labels.dll", "my_labels_plugin_v1"),
            ("/x/libmy-labels.1.dylib", "my_labels_plugin_v1"),
        ] {
            assert_eq!(symbol(Path::new(file)), expected);
        }
    }

    extern "C" fn odd_call(operation: u32, _: *const u8, _: usize, output: *mut Buffer) -> u32 {
        let (status, buffer) = match operation {
            0 => (77, Buffer::EMPTY),
            1 => (0, Buffer { data: std::ptr::null_mut(), length: 9, capacity: 9 }),
            _ => (0, Buffer { data: std::ptr::dangling_mut(), length: 9, capacity: 1 }),
        };
        // SAFETY: the host passes a place for one buffer.
        unsafe { output.write(buffer) };
        status
    }

    extern "C" fn no_free(_: Buffer) {}

    #[test]
    fn impossible_answers_are_breaches() {
        let api = Api::new(odd_call, no_free);
        let library = Library::from_table(&raw const api).ok().unwrap();
        for operation in [0, 1, 2] {
            assert!(matches!(library.call(operation, &[]), Err(Failure::Broken(_))), "{operation}");
        }
    }

    #[test]
    fn impossible_tables_are_refused() {
        let good = || Api::new(odd_call, no_free);
        let reason = |api: Api| Library::from_table(&raw const api).err().unwrap().0;
        assert!(reason(Api { abi: 2, ..good() }).contains("layout 2"));
        assert!(reason(Api { abi: 0, ..good() }).contains("layout 0"));
        assert!(reason(Api { size: 8, ..good() }).contains("8 bytes"));
        assert!(reason(Api { call: std::ptr::null(), ..good() }).contains("lacks a function"));
        assert!(reason(Api { free: std::ptr::null(), ..good() }).contains("lacks a function"));
        assert!(Library::from_table(std::ptr::null()).err().unwrap().0.contains("is missing"));
    }
}
