//! What the back end hands to the object writer: code, data and their relocations, by symbol name.
//!
//! This is also what a hand-made object (host-defined memories, the run script) is built from, so that
//! everything that reaches the linker takes one road.

use std::sync::Arc;

use crate::ir::SourceLoc;
use crate::target::Target;

/// The version of the contract between compiled modules and the runtime. Objects refer to the symbol
/// `tinsmith_abi_<version>`, which exactly one runtime defines.
pub const ABI_VERSION: u32 = 4;

/// How a field of code or data is patched once addresses are known. S is the symbol's address, A the addend,
/// P the address of the field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RelocKind {
    /// A 32-bit word: `S + A`. (`R_RISCV_32`, `R_XTENSA_32`)
    Abs32,
    /// Xtensa `l32r`: the symbol is a literal, made with [`Code::literals`]. (`R_XTENSA_SLOT0_OP`)
    XtensaL32r,
    /// Xtensa `call0`/`call8`/`j`: an 18-bit PC-relative field; the linker adds a veneer if it does not reach.
    /// (`R_XTENSA_SLOT0_OP`)
    XtensaCall,
    /// RISC-V `jal`: a 21-bit PC-relative field; the linker adds a veneer if it does not reach. (`R_RISCV_JAL`)
    RiscvJal,
    /// RISC-V `auipc`+`jalr` pair. (`R_RISCV_CALL_PLT`)
    RiscvCall,
    /// RISC-V `lui`: the upper 20 bits, rounded for a signed low part. (`R_RISCV_HI20`)
    RiscvHi20,
    /// RISC-V I-type low 12 bits. (`R_RISCV_LO12_I`)
    RiscvLo12I,
    /// RISC-V S-type low 12 bits. (`R_RISCV_LO12_S`)
    RiscvLo12S,
}

/// What a relocation or literal refers to.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RelocTarget {
    /// A symbol of this or another object.
    Symbol(Arc<str>),
    /// The n-th entry of [`Code::literals`] (Xtensa `l32r`).
    Literal(u32),
}

/// A field to patch.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Reloc {
    /// Byte offset of the instruction or word in its section.
    pub offset: u32,
    /// How to patch it.
    pub kind: RelocKind,
    /// What to refer to.
    pub target: RelocTarget,
    /// Added to the target's address.
    pub addend: i32,
}

/// A word that code loads with `l32r`; equal ones are merged per function here and across functions by the linker.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Literal {
    /// A number.
    Const(u32),
    /// An address: symbol plus offset.
    Symbol(Arc<str>, i32),
    /// The address of a byte of this same function (jump tables on Xtensa).
    CodeOffset(u32),
}

/// A compiled function.
#[derive(Clone, Debug, Default)]
pub struct Code {
    /// Its symbol.
    pub name: Arc<str>,
    /// The name for people (from the name section or an export), for DWARF.
    pub display_name: String,
    /// The machine code.
    pub bytes: Vec<u8>,
    /// Its alignment in bytes, a power of two.
    pub align: u32,
    /// Fields to patch in `bytes`, by rising offset.
    pub relocs: Vec<Reloc>,
    /// The literals its `l32r` load (Xtensa only).
    pub literals: Vec<Literal>,
    /// `(code offset, wasm offset)`: from here on code belongs to that wasm offset; rising code offsets. The row
    /// of a call or trap stub covers the return address minus one.
    pub lines: Vec<(u32, SourceLoc)>,
    /// Bytes of stack a call of it takes, without its callees'.
    pub frame_size: u32,
}

/// Which kind of section data belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DataKind {
    /// Constant: flash on a chip.
    ReadOnly,
    /// Initialised and writable.
    Data,
    /// Zero at start, takes no space in the image.
    Bss,
    /// Takes no space in the image and is not cleared at start: linear memories and tables, which
    /// instantiation sets itself.
    NoInit,
}

/// How far a symbol is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Binding {
    /// By everyone; two definitions are an error.
    Global,
    /// By everyone; equal definitions in several objects become one.
    Weak,
}

/// A data object in a section of its own, so that garbage collection sees it alone.
#[derive(Clone, Debug)]
pub struct Data {
    /// Its symbol.
    pub name: Arc<str>,
    /// Where it lives.
    pub kind: DataKind,
    /// How far it is seen.
    pub binding: Binding,
    /// Alignment in bytes, a power of two.
    pub align: u32,
    /// The bytes; empty for [`DataKind::Bss`] and [`DataKind::NoInit`].
    pub bytes: Vec<u8>,
    /// Its size in bytes; equals `bytes.len()` where there are bytes.
    pub size: u32,
    /// Words that hold addresses ([`RelocKind::Abs32`]).
    pub relocs: Vec<Reloc>,
}

/// A second name for a symbol of this object (an export) or of another one.
#[derive(Clone, Debug)]
pub struct Alias {
    /// The new name.
    pub name: Arc<str>,
    /// The symbol it stands for.
    pub target: Arc<str>,
}

/// A module ready to be written as a relocatable object.
#[derive(Clone, Debug)]
pub struct ObjectModule {
    /// The instance name, first part of its symbols.
    pub name: String,
    /// What it was compiled for.
    pub target: &'static Target,
    /// The file name of the wasm module, for DWARF.
    pub source: String,
    /// Whether its code accesses linear memory, so that on some cores it needs what the runtime has for misaligned accesses.
    pub accesses: bool,
    /// Functions in order.
    pub functions: Vec<Code>,
    /// Data objects.
    pub data: Vec<Data>,
    /// Exports and other second names.
    pub aliases: Vec<Alias>,
}
