//! Tinsmith compiles WebAssembly to sandboxed native code for ESP32-class chips.
//!
//! `ARCHITECTURE.md` beside this crate's manifest draws the pipeline; the modules below are its stages, in order.

pub mod board;
pub mod chip;
pub mod cli;
pub mod device;
pub mod driver;
pub mod emulator;
pub mod firmware;
pub mod fit;
pub mod flash;
pub mod image;
pub mod interpret;
pub mod ir;
pub mod isa;
pub mod link;
pub mod lower;
pub mod mach;
pub mod middle;
pub mod object;
pub mod opt;
pub mod runtime;
pub mod scratch;
pub mod script;
pub mod target;
pub mod wasm;
pub mod wast;
