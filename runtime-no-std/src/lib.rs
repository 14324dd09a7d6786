//! The runtime of firmware made by Tinsmith. No standard library, no allocation, no floating-point formatting of `core`.
//!
//! It has two halves, built as separate static libraries because on most Xtensa chips they follow different calling
//! conventions:
//!
//! * [`intrinsics`] (feature `intrinsics`): what compiled code calls, in the wasm calling convention.
//! * [`host`] (feature `host`): the main program, the run script, WASI; in the platform's convention.
//!
//! The contract between them, compiled code and the linker is "The ABI" in the compiler's `ARCHITECTURE.md`.
//! Entry and trap routines are assembly, in `asm/`; start-up code and the board interface are the boards'.
//!
//! On a development machine both halves compile into one library, with pointers of that machine, for unit tests.
#![cfg_attr(not(test), no_std)]

pub mod desc;
#[cfg(feature = "host")]
pub mod host;
#[cfg(feature = "intrinsics")]
pub mod intrinsics;
