//! The border to other languages: one table of two functions, integers and pointers only.
//!
//! A plugin in a shared library exports one function without arguments, `<crate>_plugin_v1`, which returns a pointer to
//! its [`Api`]. `plugins/include/engross_plugin.h` says the same in C. Rules that both sides keep:
//!
//! - The table and what it points to live as long as the process; nobody writes to it.
//! - `call` may be called from any thread; from several at once only if the manifest says `concurrent`.
//! - The input is lent for the call. The output belongs to the plugin's allocator: the caller copies it and gives the
//!   [`Buffer`] back to the same table's `free`, exactly once, whatever the status was.
//! - No panic, exception or jump crosses the border.
//!
//! This file is the layout alone; [`export!`](crate::export) fills it in, the host reads it.
#![expect(unsafe_code, reason = "the table holds pointers, and a pointer cannot be shared without saying so")]

use std::ffi::c_void;

/// The version of the layout. Another layout has another number and another symbol.
pub const ABI: u32 = 1;

/// What the symbol of the exported function ends with, after the crate's name.
pub const SYMBOL_SUFFIX: &str = "_plugin_v1";

/// Asks for the [`Manifest`](crate::model::Manifest); the input is empty.
pub const MANIFEST: u32 = 0;

/// Asks for a [`Response`](crate::model::Response); the input is a [`Request`](crate::model::Request).
pub const RENDER: u32 = 1;

/// How a call ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The buffer holds what was asked for.
    Done,
    /// The input could not be used; the buffer holds a response whose findings say why.
    Refused,
    /// The plugin panicked; the buffer holds a text that says where.
    Panicked,
    /// The plugin does not know the operation; the buffer is empty.
    UnknownOperation,
}

impl Status {
    /// All of them, in the order of their numbers.
    const ALL: [Self; 4] = [Self::Done, Self::Refused, Self::Panicked, Self::UnknownOperation];

    /// Returns its number at the border.
    pub fn number(self) -> u32 {
        self as u32
    }

    /// Returns the status with this number; `None` is a breach of the protocol.
    pub fn from_number(number: u32) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.number() == number)
    }
}

/// Bytes that a plugin made. `data` may be null where `length` is 0.
#[derive(Debug)]
#[repr(C)]
pub struct Buffer {
    /// The first byte.
    pub data: *mut u8,
    /// How many bytes there are.
    pub length: usize,
    /// How many bytes the plugin allocated; its own affair, given back unchanged.
    pub capacity: usize,
}

impl Buffer {
    /// A buffer without bytes, which needs no freeing.
    pub const EMPTY: Self = Self { data: std::ptr::null_mut(), length: 0, capacity: 0 };

    /// Hands bytes over the border.
    pub fn give(bytes: Vec<u8>) -> Self {
        let mut bytes = std::mem::ManuallyDrop::new(bytes);
        Self { data: bytes.as_mut_ptr(), length: bytes.len(), capacity: bytes.capacity() }
    }

    /// Takes back what [`give`](Self::give) handed over.
    ///
    /// # Safety
    /// The buffer came from `give` in this very library, unchanged, and is not used again.
    pub unsafe fn take_back(self) -> Vec<u8> {
        if self.data.is_null() {
            return Vec::new();
        }
        // SAFETY: `give` took these three values from a `Vec<u8>` of this library's allocator and forgot it.
        unsafe { Vec::from_raw_parts(self.data, self.length, self.capacity) }
    }
}

/// The type of [`Api::call`]: operation, input, its length, where the output goes; returns a status number.
pub type Call = unsafe extern "C" fn(u32, *const u8, usize, *mut Buffer) -> u32;

/// The type of [`Api::free`].
pub type Free = unsafe extern "C" fn(Buffer);

/// The type of the exported function.
pub type Entry = unsafe extern "C" fn() -> *const Api;

/// The table. Later versions of the layout add members at the end only, and `size` tells how far it goes.
///
/// The functions are plain pointers, so that a null or a wild value can be read and refused.
#[derive(Debug)]
#[repr(C)]
pub struct Api {
    /// [`ABI`].
    pub abi: u32,
    /// The bytes of the table as the plugin knew it.
    pub size: usize,
    /// A [`Call`].
    pub call: *const c_void,
    /// A [`Free`].
    pub free: *const c_void,
}

// SAFETY: a table is written once, by its initialiser, and its pointers lead to functions.
unsafe impl Sync for Api {}

impl Api {
    /// Makes a table of two functions.
    pub const fn new(call: Call, free: Free) -> Self {
        Self { abi: ABI, size: size_of::<Self>(), call: call as *const c_void, free: free as *const c_void }
    }
}
