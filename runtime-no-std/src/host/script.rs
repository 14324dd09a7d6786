//! The run script: what to instantiate, call and look at, as data.
//!
//! | words | does |
//! |---|---|
//! | 0 | end: exit status 0 |
//! | 1, code, memory descriptor or 0 | instantiate; the memory is what host functions see |
//! | 2, code, SIG, flags, slot or -1, operands… | call with one operand per parameter |
//! | 3, operand, bytes, length | write bytes to the memory at the operand |
//! | 4, operand, operand | print that many (second operand) bytes of memory from the first |
//! | 5, operand, slot | load the word of memory at the operand into the slot |
//! | 6, id, code, SIG, operands… | call, and report the outcome as one line: `done`, id, the results' bits or the trap |
//! | 7, id, global, letter | report the bits of a global of that type likewise |
//! | 8, id, memory descriptor | report a memory's size in bytes and the hash of its contents likewise |
//! | 9, id, table descriptor | report a table's size and its entries likewise |
//!
//! SIG is the address of a NUL-terminated string. Call flags: 1 prints the results, 2 goes on after a trap, 4 counts
//! instructions. An operand is kind, low, high: kind 0 is the number `high:low`, kind 1 slot `low` plus `high`. The
//! first result goes to the slot.

use super::control::Line;
use super::frame::{Bits, Call, REGISTERS, TooManyValues, Trap};
use crate::desc::{MemoryDesc, TableDesc};
use super::{STATUS_FAULT, STATUS_TRAP, count, guest};

/// How many result slots a script has.
pub const SLOTS: usize = 16;

const PRINT: usize = 1;
const GO_ON: usize = 2;
const COUNT: usize = 4;

/// Why a script ends early.
enum Stop {
    /// A trap nobody asked to survive; it is reported.
    Trap,
    /// The script asks for what cannot be done.
    Script(&'static str),
}

impl From<TooManyValues> for Stop {
    fn from(_: TooManyValues) -> Self {
        Self::Script("too many values")
    }
}

impl From<guest::Fault> for Stop {
    fn from(_: guest::Fault) -> Self {
        Self::Script("memory access out of bounds")
    }
}

/// Executes a script to its end; the exit status.
///
/// # Safety
/// The script is well-formed: its addresses are of what the table above says.
pub unsafe fn execute(script: *const usize) -> u32 {
    let mut machine = Machine {
        next: script,
        slots: [0; SLOTS],
    };
    loop {
        // SAFETY: the caller's promise.
        match unsafe { machine.step() } {
            Ok(true) => {}
            Ok(false) => return 0,
            Err(Stop::Trap) => return STATUS_TRAP,
            Err(Stop::Script(why)) => {
                Line::new("script error: ").text(why).send();
                return STATUS_FAULT;
            }
        }
    }
}

struct Machine {
    next: *const usize,
    slots: [Bits; SLOTS],
}

impl Machine {
    fn word(&mut self) -> usize {
        // SAFETY: `execute`'s contract: a script has all its words.
        unsafe {
            let word = *self.next;
            self.next = self.next.add(1);
            word
        }
    }

    fn operand(&mut self) -> Bits {
        let (kind, low, high) = (self.word(), self.word(), self.word());
        match kind {
            0 => low as u32 as Bits | (high as Bits) << 32,
            // `high` is a signed displacement.
            _ => self
                .slots
                .get(low)
                .map_or(0, |&slot| slot.wrapping_add(i64::from(high as i32) as Bits)),
        }
    }

    /// One command; false at the end.
    unsafe fn step(&mut self) -> Result<bool, Stop> {
        match self.word() {
            0 => return Ok(false),
            // SAFETY: the script is well-formed.
            1 => unsafe { self.instantiate()? },
            // SAFETY: the script is well-formed.
            2 => unsafe { self.call()? },
            // SAFETY: the script is well-formed.
            3 => unsafe { self.write()? },
            4 => self.print_memory()?,
            5 => self.load_word()?,
            // SAFETY: the script is well-formed.
            6 => unsafe { self.check()? },
            // SAFETY: the script is well-formed.
            7 => unsafe { self.look() },
            // SAFETY: the script is well-formed.
            8 => unsafe { self.hash() },
            // SAFETY: the script is well-formed.
            9 => unsafe { self.entries() },
            _ => return Err(Stop::Script("unknown command")),
        }
        Ok(true)
    }

    unsafe fn instantiate(&mut self) -> Result<(), Stop> {
        let (code, memory) = (self.word(), self.word());
        // SAFETY: the script is well-formed.
        unsafe { guest::set_memory(memory as *mut _) };
        // SAFETY: an `instantiate` function has no parameters and results.
        unsafe { Call::new(code, REGISTERS).enter() }.map_err(|trap| {
            report(trap);
            Stop::Trap
        })
    }

    unsafe fn call(&mut self) -> Result<(), Stop> {
        let (code, signature, flags) = (self.word(), self.word(), self.word());
        let slot = self.word();
        // SAFETY: the script is well-formed.
        let (params, results) = unsafe { split(signature as *const u8) };
        let mut call = Call::new(code, REGISTERS);
        call.arguments(params, || self.operand())?;
        call.expect(results)?;
        let outcome = if flags & COUNT != 0 {
            // SAFETY: the script is well-formed: the code has this signature.
            unsafe { count::counted(&mut call) }
        } else {
            // SAFETY: as above.
            unsafe { call.enter() }
        };
        if let Err(trap) = outcome {
            report(trap);
            return if flags & GO_ON != 0 {
                Ok(())
            } else {
                Err(Stop::Trap)
            };
        }
        let mut first = None;
        call.results(results, |ty, bits| {
            first.get_or_insert(bits);
            if flags & PRINT != 0 {
                print_result(ty, bits);
            }
        });
        if let (Some(slot), Some(bits)) = (self.slots.get_mut(slot), first) {
            *slot = bits;
        }
        Ok(())
    }

    /// A call for the official test suite: the line for it is sent whatever it does, and says which call it was.
    unsafe fn check(&mut self) -> Result<(), Stop> {
        let (id, code, signature) = (self.word(), self.word(), self.word());
        // SAFETY: the script is well-formed.
        let (params, results) = unsafe { split(signature as *const u8) };
        let mut call = Call::new(code, REGISTERS);
        call.arguments(params, || self.operand())?;
        call.expect(results)?;
        // SAFETY: the script is well-formed: the code has this signature.
        let outcome = unsafe { call.enter() };
        let mut line = done(id);
        match outcome {
            Ok(()) => call.results(results, |ty, bits| {
                value(&mut line, ty, bits);
            }),
            Err(trap) => {
                line.text(" trap ")
                    .unsigned(trap.kind.into())
                    .text(" pc ")
                    .hex(trap.pc as u64, 8);
            }
        }
        line.send();
        Ok(())
    }

    /// The value of a global.
    unsafe fn look(&mut self) {
        let (id, global, ty) = (self.word(), self.word(), self.word() as u8);
        let words = global as *const u32;
        // SAFETY: the script is well-formed: the global has one word, or two, low first.
        let low = unsafe { words.read_volatile() };
        let high = match ty {
            // SAFETY: as above.
            b'I' | b'F' => unsafe { words.add(1).read_volatile() },
            _ => 0,
        };
        let mut line = done(id);
        value(&mut line, ty, Bits::from(low) | Bits::from(high) << 32);
        line.send();
    }

    /// The size of a memory and the hash of what it holds: two memories are compared without sending either.
    unsafe fn hash(&mut self) {
        let (id, desc) = (self.word(), self.word());
        // SAFETY: the script is well-formed: this is the descriptor of a memory.
        let bytes = unsafe {
            let desc = desc as *const MemoryDesc;
            core::slice::from_raw_parts((*desc).base, (*desc).size)
        };
        let mut line = done(id);
        value(&mut line, b'i', bytes.len() as Bits);
        value(&mut line, b'I', hash(bytes));
        line.send();
    }

    /// The size of a table and what it holds.
    unsafe fn entries(&mut self) {
        let (id, desc) = (self.word(), self.word());
        // SAFETY: the script is well-formed: this is the descriptor of a table.
        let entries = unsafe {
            let desc = desc as *const TableDesc;
            core::slice::from_raw_parts((*desc).base, (*desc).size)
        };
        let mut line = done(id);
        value(&mut line, b'i', entries.len() as Bits);
        for &entry in entries {
            value(&mut line, b'r', entry as Bits);
        }
        line.send();
    }

    unsafe fn write(&mut self) -> Result<(), Stop> {
        let at = self.operand();
        let (bytes, len) = (self.word(), self.word());
        // SAFETY: the script is well-formed.
        let bytes = unsafe { core::slice::from_raw_parts(bytes as *const u8, len) };
        Ok(guest::write(at as u32, bytes)?)
    }

    fn load_word(&mut self) -> Result<(), Stop> {
        let (at, slot) = (self.operand(), self.word());
        let word = guest::read_u32(at as u32)?;
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = word.into();
        }
        Ok(())
    }

    fn print_memory(&mut self) -> Result<(), Stop> {
        let (at, len) = (self.operand(), self.operand());
        let range = guest::range(at as u32, len as u32)?;
        let mut line = Line::new("memory ");
        for &byte in range.bytes() {
            line.hex_byte(byte);
        }
        line.send();
        Ok(())
    }
}

fn report(trap: Trap) {
    Line::new("trap ")
        .unsigned(trap.kind.into())
        .text(" pc ")
        .hex(trap.pc as u64, 8)
        .send();
}

/// The beginning of the line about a checked call.
fn done(id: usize) -> Line {
    let mut line = Line::new("done ");
    line.unsigned(id as u64);
    line
}

/// FNV-1a over little-endian words; a part of a word at the end is filled up with zeros.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.chunks(4).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let word = chunk.iter().rev().fold(0, |w, &b| w << 8 | u64::from(b));
        (hash ^ word).wrapping_mul(0x100_0000_01b3)
    })
}

/// A value's bits, as many as its type has.
fn value(line: &mut Line, ty: u8, bits: Bits) {
    let digits = if matches!(ty, b'I' | b'F') { 16 } else { 8 };
    line.byte(b' ').hex(bits, digits);
}

fn print_result(ty: u8, bits: Bits) {
    let mut line = Line::new("result ");
    match ty {
        b'i' => line.text("i32:").signed((bits as i32).into()),
        b'I' => line.text("i64:").signed(bits as i64),
        b'f' => line.text("f32:").hex(bits, 8),
        b'F' => line.text("f64:").hex(bits, 16),
        b'r' => line.text("funcref:").hex(bits, 8),
        _ => line.text("externref:").hex(bits, 8),
    };
    line.send();
}

/// The parameter and result letters of a signature string.
unsafe fn split<'a>(signature: *const u8) -> (&'a [u8], &'a [u8]) {
    // SAFETY: the caller's promise: a NUL-terminated string in read-only data.
    let letters = unsafe { core::ffi::CStr::from_ptr(signature.cast()) }.to_bytes();
    let mut halves = letters.split(|&letter| letter == b'>');
    (halves.next().unwrap_or(&[]), halves.next().unwrap_or(&[]))
}
