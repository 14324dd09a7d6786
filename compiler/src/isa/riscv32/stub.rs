//! Calls to the host: from the wasm convention to the psABI's.
//!
//! The two agree but for two things. The psABI aligns a 64-bit argument on the stack to 8 bytes. And several results
//! are the fields of a C structure: up to two words come back in registers as ours do, a larger one in memory the
//! caller provides, whose address is a hidden first argument.

use std::sync::Arc;

use regalloc2::{PReg, RegClass};

use super::frame::{emit_const, emit_stack_check, emit_transfer, number};
use super::regs::{A0, GP, INNER, RA, SP, T0, TP, ZERO};
use super::table::Op;
use crate::ir::{Signature, Type};
use crate::mach::abi::{ArgLoc, CallLocs, RegisterFile, UNCHECKED_LEAF_BYTES};
use crate::mach::backend::FinalTarget;
use crate::mach::{Asm, FArg, FInst, Pinned};
use crate::object::module::RelocKind;

/// The most result words that come back in registers.
const RESULTS_IN_REGISTERS: usize = 2;

/// Whether a host function of that signature can be called as if it were a wasm function.
pub(super) fn conventions_agree(registers: &RegisterFile, sig: &Signature) -> bool {
    let locs = CallLocs::new(registers, sig);
    locs.args.stack_words == 0 && sig.results.len() <= RESULTS_IN_REGISTERS
}

/// The type letters of an import's symbol, `import:MODULE:NAME:PARAMS>RESULTS`.
fn type_letters(import: &str) -> (&str, &str) {
    let signature = import.rsplit(':').next().unwrap_or_default();
    signature.split_once('>').unwrap_or((signature, ""))
}

/// The words a value of that type letter takes, and its alignment in words.
fn words_of(letter: char) -> u32 {
    if matches!(letter, 'I' | 'F') { 2 } else { 1 }
}

/// Host locations of the words of all parameters, and the stack words they take.
fn host_locations(
    registers: &RegisterFile,
    sig: &Signature,
    letters: &str,
    hidden_pointer: bool,
) -> (Vec<ArgLoc>, u32) {
    let mut ints = registers.int.iter().skip(usize::from(hidden_pointer));
    let mut floats = registers.float.iter();
    let mut types = sig.params.iter();
    let (mut locs, mut stack) = (Vec::new(), 0_u32);
    for letter in letters.chars() {
        let words = words_of(letter);
        if ints.len() == 0 {
            // A float that finds a register leaves no hole: it is one word wide.
            stack = stack.next_multiple_of(words);
        }
        for &ty in types.by_ref().take(words as usize) {
            let float = (ty == Type::F32).then(|| floats.next()).flatten();
            locs.push(match float.or_else(|| ints.next()) {
                Some(&reg) => ArgLoc::Reg(reg),
                None => {
                    stack += 1;
                    ArgLoc::Stack(stack - 1)
                }
            });
        }
    }
    (locs, stack)
}

/// Byte offsets of the result words in the structure the host returns, and its size.
fn result_layout(letters: &str) -> (Vec<u32>, u32) {
    let (mut offsets, mut size) = (Vec::new(), 0_u32);
    for letter in letters.chars() {
        let words = words_of(letter);
        size = size.next_multiple_of(4 * words);
        offsets.extend((0..words).map(|n| size + 4 * n));
        size += 4 * words;
    }
    (offsets, size)
}

/// Writes `M.func.N` for an imported function. Its frame: the host's stack arguments, the structure of results, the
/// return address.
pub(super) fn emit_import_stub(
    asm: &mut Asm,
    registers: &RegisterFile,
    import: &Arc<str>,
    sig: &Signature,
) {
    let (params, results) = type_letters(import);
    let ours = CallLocs::new(registers, sig);
    let in_memory = sig.results.len() > RESULTS_IN_REGISTERS;
    let (theirs, stack_words) = host_locations(registers, sig, params, in_memory);
    let (offsets, struct_size) = result_layout(results);
    let struct_at = (4 * stack_words).next_multiple_of(8);
    let size = (struct_at + struct_size + 4).next_multiple_of(16) as i32;
    asm.frame_size = size as u32;
    asm.inst(Op::Addi, &[SP, SP, -size]);
    if size as u32 > UNCHECKED_LEAF_BYTES {
        emit_stack_check(asm, SP);
    }
    asm.inst(Op::Sw, &[RA, size - 4, SP]);
    // Last first: a word never moves to where an earlier one still is.
    for (&from, &to) in ours.args.locs.iter().zip(&theirs).rev() {
        let stack_argument = |word| size + ours.arg_offset(word) as i32;
        move_argument(asm, from, to, stack_argument);
    }
    if in_memory {
        asm.inst(Op::Addi, &[A0, SP, struct_at as i32]);
    }
    emit_transfer(asm, RA, &FinalTarget::Symbol(import.clone()));
    if in_memory {
        for (loc, offset) in ours.results.locs.iter().zip(offsets) {
            let stack_result = |word| size + ours.result_offset(word) as i32;
            load_result(asm, *loc, (struct_at + offset) as i32, stack_result);
        }
    }
    asm.inst(Op::Lw, &[RA, size - 4, SP]);
    asm.inst(Op::Addi, &[SP, SP, size]);
    asm.inst(Op::Jalr, &[ZERO, 0, RA]);
}

fn move_argument(asm: &mut Asm, from: ArgLoc, to: ArgLoc, stack_argument: impl Fn(u32) -> i32) {
    let offset = |word: u32| 4 * word as i32;
    match (from, to) {
        (ArgLoc::Reg(from), ArgLoc::Reg(to)) if from == to => {}
        (ArgLoc::Reg(from), ArgLoc::Reg(to)) => {
            asm.inst(Op::Addi, &[number(to), number(from), 0]);
        }
        (ArgLoc::Reg(from), ArgLoc::Stack(to)) => {
            asm.inst(Op::Sw, &[number(from), offset(to), SP]);
        }
        (ArgLoc::Stack(from), ArgLoc::Stack(to)) => {
            asm.inst(Op::Lw, &[T0, stack_argument(from), SP]);
            asm.inst(Op::Sw, &[T0, offset(to), SP]);
        }
        (ArgLoc::Stack(from), ArgLoc::Reg(to)) => {
            asm.inst(Op::Lw, &[number(to), stack_argument(from), SP]);
        }
    }
}

fn load_result(asm: &mut Asm, loc: ArgLoc, from: i32, stack_result: impl Fn(u32) -> i32) {
    let load = |reg: PReg| match reg.class() {
        RegClass::Float => Op::Flw,
        _ => Op::Lw,
    };
    match loc {
        ArgLoc::Reg(reg) => asm.inst(load(reg), &[number(reg), from, SP]),
        ArgLoc::Stack(word) => {
            asm.inst(Op::Lw, &[T0, from, SP]);
            asm.inst(Op::Sw, &[T0, stack_result(word), SP]);
        }
    }
}

/// Sets the pinned registers and goes to the function.
pub(super) fn emit_entry(asm: &mut Asm, function: &Arc<str>, pinned: &Pinned) {
    emit_address(asm, GP, &pinned.address, 0);
    if let Some(constant) = pinned.constant {
        emit_const(asm, TP, constant);
    }
    if let Some(offset) = pinned.inner {
        emit_address(asm, INNER, &pinned.address, offset);
    }
    emit_transfer(asm, ZERO, &FinalTarget::Symbol(function.clone()));
}

fn emit_address(asm: &mut Asm, rd: i32, symbol: &Arc<str>, addend: i32) {
    let parts = [
        (FInst::new(Op::Lui, &[rd]), RelocKind::RiscvHi20),
        (FInst::new(Op::Addi, &[rd, rd]), RelocKind::RiscvLo12I),
    ];
    for (mut inst, kind) in parts {
        inst.args.push(FArg::Sym {
            kind,
            symbol: symbol.clone(),
            addend,
        });
        asm.push(inst);
    }
}
