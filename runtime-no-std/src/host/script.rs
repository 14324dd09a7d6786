//! The run script: what to instantiate, call and look at, as data.
//!
//! A command begins with the address of the routine here that executes it, so that the linker leaves out what no script
//! uses; 0 ends the script. The routines, and the words that follow their addresses:
//!
//! | `tinsmith_script_…` | words | does |
//! |---|---|---|
//! | `memory` | memory descriptor or 0 | from now on the memory is what host functions see |
//! | `call` | code, SIG, enter, print, flag, operands… | call with one operand per parameter |
//! | `keep` | slot | keep the first result of that call, if there is one |
//! | `write` | operand, bytes, length | write bytes to the memory at the operand |
//! | `print_memory` | operand, operand | print that many (second operand) bytes of memory from the first |
//! | `load` | operand, slot | load the word of memory at the operand into the slot |
//! | `check` | id, code, SIG, operands… | call, and report the outcome as one line: `done`, id, the results' bits or the trap |
//! | `look` | id, global, letter | report the bits of a global of that type likewise |
//! | `hash` | id, memory descriptor | report a memory's size in bytes and the hash of its contents likewise |
//! | `entries` | id, table descriptor | report a table's size and its entries likewise |
//!
//! SIG is the address of a NUL-terminated string. A call is made by `enter`, 0 or the address of
//! `tinsmith_script_count`, which counts instructions; its results are printed by `print`, the address of `tinsmith_script_result`, of
//! `tinsmith_script_result_i32` if all are of that type, or 0. Flag 1 goes on after a trap. An operand is kind, low, high: kind 0 is
//! the number `high:low`; else it is the address of `tinsmith_script_slot`, for slot `low` plus `high`.

use core::sync::atomic::{AtomicU32, Ordering};

use super::control::{Line, say, say_number};
use super::frame::{Bits, Call, REGISTERS, Trap};
use super::{STATUS_FAULT, STATUS_TRAP, board, count, guest};
use crate::desc::{MemoryDesc, TableDesc};

/// How many result slots a script has.
pub const SLOTS: usize = 16;

/// A script being executed.
pub struct Machine {
    next: *const usize,
    /// The first result of the last call.
    first: Option<Bits>,
}

/// A command: the exit status, or 0 to go on.
type Command = unsafe extern "C" fn(&mut Machine) -> u32;
/// Makes a call; the kind of its trap, or 0.
type Enter = unsafe extern "C" fn(&mut Call) -> u32;
/// Prints a result of that type: low and high word.
type Print = extern "C" fn(u8, u32, u32);
/// Reads an operand: its second and third word.
type Read = extern "C" fn(usize, usize) -> Bits;

/// Executes a script to its end; the exit status.
///
/// # Safety
/// The script is well-formed: its addresses are of what the table above says.
pub unsafe fn execute(script: *const usize) -> u32 {
    let mut machine = Machine {
        next: script,
        first: None,
    };
    loop {
        let word = machine.word();
        if word == 0 {
            return 0;
        }
        // SAFETY: the script is well-formed: this is a command's address.
        let command = unsafe { core::mem::transmute::<usize, Command>(word) };
        // SAFETY: the caller's promise.
        let status = unsafe { command(&mut machine) };
        if status != 0 {
            return status;
        }
    }
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
        if kind == 0 {
            return wide(low as u32, high as u32);
        }
        // SAFETY: the script is well-formed: this is the address of `tinsmith_script_slot`.
        let read = unsafe { core::mem::transmute::<usize, Read>(kind) };
        read(low, high)
    }
}

/// `tinsmith_script_memory`
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_memory(machine: &mut Machine) -> u32 {
    // SAFETY: the script is well-formed.
    unsafe { guest::set_memory(machine.word() as *mut _) };
    0
}

/// `tinsmith_script_call`
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_call(machine: &mut Machine) -> u32 {
    let mut call = Call::new(machine.word(), REGISTERS);
    let (signature, enter) = (machine.word(), machine.word());
    let (print, goes_on) = (machine.word(), machine.word());
    machine.first = None;
    // SAFETY: the script is well-formed.
    let Some(results) = (unsafe { prepare(&mut call, machine, signature) }) else {
        return too_many_values();
    };
    let kind = if enter == 0 {
        // SAFETY: the script is well-formed: the code has this signature.
        unsafe { call.enter() }
    } else {
        // SAFETY: the script is well-formed: this is an `Enter`'s address.
        let enter = unsafe { core::mem::transmute::<usize, Enter>(enter) };
        // SAFETY: as above.
        unsafe { enter(&mut call) }
    };
    if kind != 0 {
        let status = report(call.trap(kind));
        return if goes_on != 0 { 0 } else { status };
    }
    let each = |ty, bits: Bits| {
        machine.first.get_or_insert(bits);
        if print != 0 {
            // SAFETY: the script is well-formed: this is a `Print`'s address.
            let print = unsafe { core::mem::transmute::<usize, Print>(print) };
            print(ty, bits as u32, (bits >> 32) as u32);
        }
    };
    // SAFETY: it did not trap.
    unsafe { call.results(results, each) };
    0
}

/// Gives a call the arguments that follow in the script, and room for its results; their type letters, if there are
/// not too many.
///
/// # Safety
/// It is the script's next word, and the signature a NUL-terminated string's address.
unsafe fn prepare<'a>(
    call: &mut Call,
    machine: &mut Machine,
    signature: usize,
) -> Option<&'a [u8]> {
    // SAFETY: the caller's promise.
    let params = unsafe { letters(signature as *const u8, b'>') };
    // SAFETY: as above.
    let results = unsafe { letters((signature as *const u8).add(params.len() + 1), 0) };
    call.arguments(params, || machine.operand()).ok()?;
    call.expect(results).ok()?;
    Some(results)
}

/// The bytes at `start` before the first `end`.
///
/// # Safety
/// There is one, in read-only data.
unsafe fn letters<'a>(start: *const u8, end: u8) -> &'a [u8] {
    let mut len = 0;
    // SAFETY: the caller's promise.
    while unsafe { *start.add(len) } != end {
        len += 1;
    }
    // SAFETY: as above.
    unsafe { core::slice::from_raw_parts(start, len) }
}

/// `tinsmith_script_count`
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_count(call: &mut Call) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { count::counted(call) }
}

/// The result slots, low words first.
static SLOT_WORDS: [[AtomicU32; 2]; SLOTS] = [const { [const { AtomicU32::new(0) }; 2] }; SLOTS];

/// Fills a slot, if there is one of that number.
fn fill(slot: usize, bits: Bits) {
    if let Some([low, high]) = SLOT_WORDS.get(slot) {
        low.store(bits as u32, Ordering::Relaxed);
        high.store((bits >> 32) as u32, Ordering::Relaxed);
    }
}

/// `tinsmith_script_slot`
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_script_slot(slot: usize, plus: usize) -> Bits {
    // `plus` is a signed displacement.
    let plus = i64::from(plus as i32) as Bits;
    SLOT_WORDS.get(slot).map_or(0, |[low, high]| {
        wide(low.load(Ordering::Relaxed), high.load(Ordering::Relaxed)).wrapping_add(plus)
    })
}

/// `tinsmith_script_keep`
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_script_keep(machine: &mut Machine) -> u32 {
    let slot = machine.word();
    if let Some(bits) = machine.first {
        fill(slot, bits);
    }
    0
}

/// `tinsmith_script_check`: a call for the official test suite: the line for it is sent whatever it does, and says which
/// call it was.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_check(machine: &mut Machine) -> u32 {
    let id = machine.word();
    let mut call = Call::new(machine.word(), REGISTERS);
    let signature = machine.word();
    // SAFETY: the script is well-formed.
    let Some(results) = (unsafe { prepare(&mut call, machine, signature) }) else {
        return too_many_values();
    };
    // SAFETY: the script is well-formed: the code has this signature.
    let kind = unsafe { call.enter() };
    let mut line = Line::on(board::STDERR);
    done(&mut line, id);
    match kind {
        // SAFETY: it did not trap.
        0 => unsafe { call.results(results, |ty, bits| value(&mut line, ty, bits)) },
        kind => append_trap(line.byte(b' '), call.trap(kind)),
    }
    line.send();
    0
}

/// `tinsmith_script_look`: the value of a global.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_look(machine: &mut Machine) -> u32 {
    let (id, global, ty) = (machine.word(), machine.word(), machine.word() as u8);
    let words = global as *const u32;
    // SAFETY: the script is well-formed: the global has one word, or two, low first.
    let low = unsafe { words.read_volatile() };
    let high = match ty {
        // SAFETY: as above.
        b'I' | b'F' => unsafe { words.add(1).read_volatile() },
        _ => 0,
    };
    let mut line = Line::on(board::STDERR);
    done(&mut line, id);
    value(&mut line, ty, wide(low, high));
    line.send();
    0
}

/// `tinsmith_script_hash`: the size of a memory and the hash of what it holds: two memories are compared without sending
/// either.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_hash(machine: &mut Machine) -> u32 {
    let (id, desc) = (machine.word(), machine.word());
    // SAFETY: the script is well-formed: this is the descriptor of a memory.
    let bytes = unsafe {
        let desc = desc as *const MemoryDesc;
        core::slice::from_raw_parts((*desc).base, (*desc).size)
    };
    let mut line = Line::on(board::STDERR);
    done(&mut line, id);
    value(&mut line, b'i', bytes.len() as Bits);
    value(&mut line, b'I', hash(bytes));
    line.send();
    0
}

/// `tinsmith_script_entries`: the size of a table and what it holds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_entries(machine: &mut Machine) -> u32 {
    let (id, desc) = (machine.word(), machine.word());
    // SAFETY: the script is well-formed: this is the descriptor of a table.
    let entries = unsafe {
        let desc = desc as *const TableDesc;
        core::slice::from_raw_parts((*desc).base, (*desc).size)
    };
    let mut line = Line::on(board::STDERR);
    done(&mut line, id);
    value(&mut line, b'i', entries.len() as Bits);
    for &entry in entries {
        value(&mut line, b'r', entry as Bits);
    }
    line.send();
    0
}

/// `tinsmith_script_write`
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_script_write(machine: &mut Machine) -> u32 {
    let at = machine.operand();
    let (bytes, len) = (machine.word(), machine.word());
    // SAFETY: the script is well-formed.
    let bytes = unsafe { core::slice::from_raw_parts(bytes as *const u8, len) };
    match guest::write(at as u32, bytes) {
        Ok(()) => 0,
        Err(guest::Fault) => out_of_bounds(),
    }
}

/// `tinsmith_script_load`
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_script_load(machine: &mut Machine) -> u32 {
    let (at, slot) = (machine.operand(), machine.word());
    match guest::read_u32(at as u32) {
        Ok(word) => {
            fill(slot, word.into());
            0
        }
        Err(guest::Fault) => out_of_bounds(),
    }
}

/// `tinsmith_script_print_memory`
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_script_print_memory(machine: &mut Machine) -> u32 {
    let (at, len) = (machine.operand(), machine.operand());
    let Ok(range) = guest::range(at as u32, len as u32) else {
        return out_of_bounds();
    };
    let mut line = Line::on(board::STDERR);
    line.control("memory ");
    for &byte in range.bytes() {
        line.hex_byte(byte);
    }
    line.send();
    0
}

/// Says why the script ends; the exit status.
fn too_many_values() -> u32 {
    say("script error: too many values");
    STATUS_FAULT
}

/// Likewise.
fn out_of_bounds() -> u32 {
    say("script error: memory access out of bounds");
    STATUS_FAULT
}

/// Reports a trap; the exit status.
fn report(trap: Trap) -> u32 {
    let mut line = Line::on(board::STDERR);
    append_trap(line.control(""), trap);
    line.send();
    STATUS_TRAP
}

fn append_trap(line: &mut Line, trap: Trap) {
    line.text("trap ")
        .unsigned(trap.kind)
        .text(" pc ")
        .hex(trap.pc as u32);
}

/// Begins the line about a checked call.
fn done(line: &mut Line, id: usize) {
    line.control("done ").unsigned(id as u32);
}

/// FNV-1a over little-endian words; a part of a word at the end is filled up with zeros.
pub(super) fn hash(bytes: &[u8]) -> u64 {
    bytes.chunks(4).fold(0xcbf2_9ce4_8422_2325, |hash, chunk| {
        let word = chunk.iter().rev().fold(0, |w, &b| w << 8 | u64::from(b));
        (hash ^ word).wrapping_mul(0x100_0000_01b3)
    })
}

/// A double word of its halves.
fn wide(low: u32, high: u32) -> Bits {
    Bits::from(low) | Bits::from(high) << 32
}

/// A value's bits, as many as its type has.
fn value(line: &mut Line, ty: u8, bits: Bits) {
    line.byte(b' ');
    match ty {
        b'I' | b'F' => line.wide_hex(bits),
        _ => line.hex(bits as u32),
    };
}

/// `tinsmith_script_result_i32`
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_script_result_i32(_: u8, bits: u32, _: u32) {
    let text = if bits as i32 >= 0 {
        "result i32:"
    } else {
        "result i32:-"
    };
    say_number(text, (bits as i32).unsigned_abs());
}

/// `tinsmith_script_result`
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_script_result(ty: u8, low: u32, high: u32) {
    let bits = wide(low, high);
    let mut line = Line::on(board::STDERR);
    line.control("result ");
    match ty {
        b'i' => line.text("i32:").signed(low as i32),
        b'I' => line.text("i64:").wide_signed(bits as i64),
        b'f' => line.text("f32:").hex(low),
        b'F' => line.text("f64:").wide_hex(bits),
        b'r' => line.text("funcref:").hex(low),
        _ => line.text("externref:").hex(low),
    };
    line.send();
}
