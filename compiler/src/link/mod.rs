//! Objects, archives and a board to a firmware.
//!
//! Static linking for a bare machine, on both ISAs, because no linker at hand does it for Xtensa. Entry: relocatable ELF32
//! objects and `ar` archives of them, from this compiler, rustc, clang or an assembler. Exit: an executable ELF in which
//! everything has its address, nothing undefined is left, and no segment is both writable and executable.
//!
//! ```text
//! input     ELF -> sections, symbols, relocations (riscv_align, literals: what has to be put right at once)
//! resolve   which objects take part, what names mean
//! gc        which sections are needed
//! layout    addresses (chunk: literal pools and veneers)
//! relocate  bytes (reloc_xtensa, reloc_riscv)
//! output    ELF
//! ```
//!
//! It relaxes nothing, knows neither shared libraries nor thread-local storage, and runs no constructors.

mod abort;
mod chunk;
mod error;
mod gc;
mod input;
mod layout;
mod literals;
mod output;
mod program;
mod reloc_riscv;
mod reloc_xtensa;
mod relocate;
mod resolve;
mod riscv_align;
mod symbolize;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::board::{Board, Class};

pub use error::{LinkError, Undefined};
pub use symbolize::{CodePlace, symbolize};

/// Who sees the symbols of an input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everybody.
    Public,
    /// The input itself, but for symbols that begin with `tinsmith_`, `import:`, `_start` or `__tinsmith`. Its own
    /// references prefer its own definitions.
    Scoped,
}

/// An object file or archive.
#[derive(Clone, Debug)]
pub struct Input<'a> {
    /// Its name in messages.
    pub name: String,
    /// Its contents.
    pub bytes: Cow<'a, [u8]>,
    /// Who sees its symbols.
    pub scope: Scope,
}

/// What the caller may ask beyond the inputs.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Symbols to keep although nothing refers to them.
    pub keep: Vec<String>,
}

/// A symbol's place in the firmware.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SymbolPlace {
    /// Its address.
    pub address: u32,
    /// Its size in bytes, 0 if it has none.
    pub size: u32,
}

/// What a class of sections takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClassSize {
    /// The class.
    pub class: Class,
    /// The name of the memory it is in.
    pub region: String,
    /// Its address.
    pub address: u32,
    /// Bytes.
    pub size: u32,
}

/// A linked firmware.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Firmware {
    /// The executable ELF file.
    pub elf: Vec<u8>,
    /// Where execution starts.
    pub entry: u32,
    /// What every class of sections takes, in order of [`Class::ALL`].
    pub sizes: Vec<ClassSize>,
    /// The public symbols.
    pub symbols: BTreeMap<String, SymbolPlace>,
}

impl Firmware {
    /// Bytes in a memory of the board.
    pub fn used(&self, region: &str) -> u64 {
        self.sizes
            .iter()
            .filter(|s| s.region == region)
            .map(|s| u64::from(s.size))
            .sum()
    }
}

/// Links a firmware for a board.
pub fn link(inputs: &[Input<'_>], board: &Board, options: &Options) -> Result<Firmware, LinkError> {
    let mut roots = vec![board.entry.as_str()];
    roots.extend(options.keep.iter().map(String::as_str));
    let mut resolved = resolve::resolve(inputs, board, &roots)?;
    gc::collect(&mut resolved, board.target.isa, &roots)?;
    let layout = layout::lay_out(&resolved.program, board)?;
    let image = relocate::relocate(&resolved.program, &layout, board.target.isa)?;
    output::firmware(&resolved, &layout, &image, board)
}
