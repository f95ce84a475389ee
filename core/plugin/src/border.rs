//! The macro that makes a shared library of a backend, and the functions that it puts at the border.
#![expect(unsafe_code, reason = "functions at the border take and give raw pointers")]

use crate::abi::{Buffer, Status};
use crate::{Backend, answer::answer, answer::keep_panics_quiet};

/// Exports a backend from the crate it stands in.
///
/// Takes the value of the backend, a constant expression. The crate gets a table `PLUGIN` and, for the loader, the function
/// `<crate>_plugin_v1`: the name comes from the crate, so that several plugins can be linked into one program.
/// `cargo rustc --lib --release --crate-type cdylib` then makes the library.
///
/// ```
/// # use engross_plugin::model::{Manifest, Request, Response};
/// struct Labels;
/// # impl engross_plugin::Backend for Labels {
/// #     fn manifest(&self) -> Manifest { unimplemented!() }
/// #     fn render(&self, _: &Request) -> Response { unimplemented!() }
/// # }
/// engross_plugin::export!(Labels);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! export {
    ($backend:expr $(,)?) => {
        /// The table of this plugin.
        pub static PLUGIN: $crate::abi::Api = {
            static BACKEND: &dyn $crate::Backend = &$backend;

            unsafe extern "C" fn call(
                operation: u32,
                input: *const u8,
                length: usize,
                output: *mut $crate::abi::Buffer,
            ) -> u32 {
                // SAFETY: the loader keeps the rules of `abi`, which are those of the inner function.
                unsafe { $crate::border::call(BACKEND, operation, input, length, output) }
            }

            $crate::abi::Api::new(call, $crate::border::free)
        };

        const _: () = {
            #[unsafe(export_name = concat!(env!("CARGO_CRATE_NAME"), "_plugin_v1"))]
            extern "C" fn plugin() -> *const $crate::abi::Api {
                $crate::border::loaded();
                &PLUGIN
            }
        };
    };
}

/// Runs when a loader, and not a linker, brought the plugin in.
pub fn loaded() {
    keep_panics_quiet();
}

/// Answers a call from the other side of the border. Arguments that cannot be are refused, and nothing is written then.
///
/// # Safety
/// `input` points to `length` bytes that nobody changes during the call, `output` to a place for one buffer.
pub unsafe fn call(backend: &dyn Backend, operation: u32, input: *const u8, length: usize, output: *mut Buffer) -> u32 {
    if output.is_null() || (input.is_null() && length > 0) || length > isize::MAX.unsigned_abs() {
        return Status::Refused.number();
    }
    let input = if length == 0 {
        &[]
    } else {
        // SAFETY: the caller lends `length` bytes at `input` for the call; null and overlong are refused above.
        unsafe { std::slice::from_raw_parts(input, length) }
    };
    let (status, bytes) = answer(backend, operation, input);
    // SAFETY: the caller passes a place for one buffer; it holds nothing that would have to be dropped.
    unsafe { output.write(Buffer::give(bytes)) };
    status.number()
}

/// Frees what [`call`] put into the output.
///
/// # Safety
/// The buffer is one that `call` of this library wrote, unchanged, and is not used again.
pub unsafe extern "C" fn free(buffer: Buffer) {
    // SAFETY: as promised by the caller.
    drop(unsafe { buffer.take_back() });
}
