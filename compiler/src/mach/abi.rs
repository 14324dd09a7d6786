//! Where arguments and results live, and the layout of a stack frame.
//!
//! ```text
//!            | caller's frame                         |
//!            | stack arguments of this function       |
//!            | stack results of this function         |
//! sp+size -> +----------------------------------------+
//!            | saved registers                        |
//!            | spill slots                            |
//!            | outgoing stack results and arguments   |
//! sp      -> +----------------------------------------+
//! ```
//!
//! A function that makes a tail call which needs a larger incoming area than its own callers provide begins with
//! moving to one that is large enough ([`TailArea`]).

use regalloc2::{PReg, PRegSet, RegClass};

use super::vcode::FrameRef;
use crate::ir::{Signature, Type};

/// Where one argument or result is passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgLoc {
    /// In a register; an `f32` may be in an integer register.
    Reg(PReg),
    /// The n-th word of the stack area.
    Stack(u32),
}

/// Locations for a list of types, and the stack words they take.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArgLocs {
    /// One location a value.
    pub locs: Vec<ArgLoc>,
    /// Stack words used.
    pub stack_words: u32,
}

/// The argument (and result) registers of a convention: values take them in order, then stack words.
#[derive(Clone, Copy, Debug)]
pub struct RegisterFile {
    /// For integers and addresses.
    pub int: &'static [PReg],
    /// For floats; empty if floats travel like integers. Floats that find none left go on as integers.
    pub float: &'static [PReg],
}

impl RegisterFile {
    /// Assigns locations.
    pub fn assign(&self, types: &[Type]) -> ArgLocs {
        let (mut ints, mut floats) = (self.int.iter(), self.float.iter());
        let mut stack_words = 0;
        let mut next = |ty: Type| {
            let float = (ty == Type::F32).then(|| floats.next()).flatten();
            match float.or_else(|| ints.next()) {
                Some(&reg) => ArgLoc::Reg(reg),
                None => {
                    stack_words += 1;
                    ArgLoc::Stack(stack_words - 1)
                }
            }
        };
        let locs = types.iter().map(|&ty| next(ty)).collect();
        ArgLocs { locs, stack_words }
    }
}

/// Where a call's arguments and results are. Stack arguments follow stack results, so that a tail call, whose results are
/// its caller's, finds their place whatever its arguments are.
#[derive(Clone, Debug)]
pub struct CallLocs {
    /// The arguments.
    pub args: ArgLocs,
    /// The results; stack words count from the first result word.
    pub results: ArgLocs,
}

impl CallLocs {
    /// The locations for a signature.
    pub fn new(registers: &RegisterFile, sig: &Signature) -> Self {
        Self {
            args: registers.assign(&sig.params),
            results: registers.assign(&sig.results),
        }
    }

    /// Byte offset of a stack result word in the area.
    pub fn result_offset(&self, word: u32) -> u32 {
        4 * word
    }

    /// Byte offset of a stack argument word in the area.
    pub fn arg_offset(&self, word: u32) -> u32 {
        4 * (self.results.stack_words + word)
    }

    /// Bytes of stack the caller provides.
    pub fn stack_size(&self) -> u32 {
        4 * (self.args.stack_words + self.results.stack_words)
    }
}

/// An incoming area for tail calls that need more than the function's callers provide.
///
/// The prologue calls the runtime's `tinsmith_tail_area`, which moves the function's stack arguments to an area of this class
/// below, from where the function, or whatever it calls in its place, returns through the runtime. Who already returns
/// there from an area as large keeps it: that is how endless tail calls run in constant stack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TailArea {
    /// The area has `128 << class` bytes.
    class: u32,
    /// Words of stack results.
    results: u32,
    /// Words of the function's own stack arguments.
    args: u32,
}

impl TailArea {
    /// The runtime's routine.
    pub const ROUTINE: &'static str = "tinsmith_tail_area";
    const SMALLEST: u32 = 128;

    /// For a function called like that whose tail calls need `needed` bytes.
    pub fn new(locs: &CallLocs, needed: u32) -> Self {
        Self {
            class: needed.div_ceil(Self::SMALLEST).next_power_of_two().ilog2(),
            results: locs.results.stack_words,
            args: locs.args.stack_words,
        }
    }

    /// Bytes of stack it takes, with the routine's own 16.
    pub fn size(self) -> u32 {
        (Self::SMALLEST << self.class) + 16
    }

    /// What the routine is told: the class in bits 3..0, the result words in 15..4, the argument words above. There is room:
    /// wasm has at most 1000 parameters and results, of two words each.
    pub fn word(self) -> u32 {
        self.class | self.results << 4 | self.args << 16
    }
}

/// The register class a type is computed in.
pub fn class_of(ty: Type) -> RegClass {
    match ty {
        Type::I32 => RegClass::Int,
        Type::F32 => RegClass::Float,
    }
}

/// The frame of a function after register allocation.
#[derive(Clone, Debug)]
pub struct Frame {
    /// Bytes of outgoing arguments and results, at sp.
    pub outgoing_size: u32,
    /// Spill slots, a word each, above them.
    pub spill_slots: u32,
    /// Callee-saved registers to save, in order, above the spill slots; the return address first if `saves_return`.
    pub saved: Vec<PReg>,
    /// The whole frame in bytes, a multiple of 16 (0: no frame).
    pub size: u32,
    /// Whether the function calls, so that the return address must be saved.
    pub saves_return: bool,
    /// Whether the prologue compares sp with the stack limit.
    pub check_stack: bool,
    /// A register the allocator left alone, for offsets that do not fit an instruction. Only with large frames.
    pub scratch: Option<PReg>,
    /// The incoming area to move to first.
    pub tail_area: Option<TailArea>,
}

/// Leaves that use no more stack than this need no check; the stack limit leaves room for it.
pub const UNCHECKED_LEAF_BYTES: u32 = 128;

impl Frame {
    /// Lays out a frame.
    pub fn new(
        outgoing_size: u32,
        spill_slots: u32,
        saved: Vec<PReg>,
        saves_return: bool,
        scratch: Option<PReg>,
    ) -> Self {
        let words = spill_slots + saved.len() as u32 + u32::from(saves_return);
        let size = (outgoing_size + 4 * words).next_multiple_of(16);
        let check_stack = saves_return || size > UNCHECKED_LEAF_BYTES;
        Self {
            outgoing_size,
            spill_slots,
            saved,
            size,
            saves_return,
            check_stack,
            scratch,
            tail_area: None,
        }
    }

    /// Offset from sp of a spill slot.
    pub fn spill_offset(&self, slot: u32) -> i32 {
        (self.outgoing_size + 4 * slot) as i32
    }

    /// Offset from sp of the return address's save word.
    pub fn return_offset(&self) -> i32 {
        self.size as i32 - 4
    }

    /// Offset from sp of the n-th saved register's word.
    pub fn saved_offset(&self, n: usize) -> i32 {
        self.return_offset() - 4 * (n as i32 + i32::from(self.saves_return))
    }

    /// Offset from sp of a place.
    pub fn offset(&self, place: FrameRef) -> i32 {
        match place {
            FrameRef::Outgoing(offset) => offset as i32,
            FrameRef::Incoming(offset) => (self.size + offset) as i32,
        }
    }
}

/// The registers of `set` that `used` contains, in register order.
pub fn used_of(set: &[PReg], used: PRegSet) -> Vec<PReg> {
    set.iter()
        .copied()
        .filter(|&reg| used.contains(reg))
        .collect()
}
