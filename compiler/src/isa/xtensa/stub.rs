//! Stubs of imported functions: from the wasm convention to the host's psABI.
//!
//! Both have arguments in a2..a7, then in words at sp. They differ in three things. The psABI puts a 64-bit
//! argument into an even register pair or at a multiple of eight bytes, where the wasm convention leaves no holes. Several
//! results are the fields of a C structure: up to four words of it come back in a2..a5, a larger one in
//! memory the caller provides, whose address is a hidden first argument. And on windowed cores the call itself is the runtime's
//! `tinsmith_host_call`, with the host function's address in a8.

use std::sync::Arc;

use super::abi::{A8, A9, ARGUMENTS, SP, a};
use super::emit::{add, copy, epilogue, frame_word, jump_to_symbol, load_literal, prologue};
use super::table::Op;
use crate::ir::Signature;
use crate::mach::Asm;
use crate::mach::abi::{ArgLoc, CallLocs, Frame};
use crate::object::module::Literal;
use crate::target::HostAbi;

/// Argument words in registers.
const REGISTERS: u32 = 6;

/// The largest structure of results that comes back in registers, in bytes.
const RESULT_BYTES_IN_REGISTERS: u32 = 16;

/// The type letters in `import:MODULE:NAME:PARAMS>RESULTS`.
fn type_letters(import: &str) -> (&str, &str) {
    let signature = import.rsplit(':').next().unwrap_or_default();
    signature.split_once('>').unwrap_or((signature, ""))
}

/// Byte offsets of the words of a list of values that are laid out one after the other, each at a multiple of its size, and
/// the bytes they take.
fn layout(letters: &str) -> (Vec<u32>, u32) {
    let (mut offsets, mut next, mut align) = (Vec::new(), 0_u32, 4);
    for letter in letters.chars() {
        let size = if matches!(letter, 'I' | 'F') { 8 } else { 4 };
        next = next.next_multiple_of(size);
        offsets.extend((next..next + size).step_by(4));
        next += size;
        align = align.max(size);
    }
    (offsets, next.next_multiple_of(align))
}

/// How the words of a call move.
struct Plan {
    /// For each argument word of ours, its number among the host's.
    args: Vec<u32>,
    /// How many argument words the host gets.
    host_words: u32,
    /// For each result word of ours, its byte offset in what the host returns.
    results: Vec<u32>,
    /// The size of that.
    result_bytes: u32,
}

impl Plan {
    fn new(import: &str) -> Self {
        let (params, results) = type_letters(import);
        let (results, result_bytes) = layout(results);
        let mut plan = Self {
            args: Vec::new(),
            host_words: 0,
            results,
            result_bytes,
        };
        // The hidden argument is a word before the others.
        let hidden = if plan.in_memory() { "i" } else { "" };
        let (offsets, _) = layout(&format!("{hidden}{params}"));
        plan.host_words = offsets.last().map_or(0, |last| last / 4 + 1);
        plan.args = offsets[hidden.len()..].iter().map(|o| o / 4).collect();
        plan
    }

    /// Whether the host returns a structure in memory.
    fn in_memory(&self) -> bool {
        self.result_bytes > RESULT_BYTES_IN_REGISTERS
    }

    /// Whether the arguments are where the host has them.
    fn args_stay(&self) -> bool {
        (0..).zip(&self.args).all(|(n, &to)| n == to)
    }

    /// Whether the results are.
    fn results_stay(&self) -> bool {
        let stay = (0..).step_by(4).zip(&self.results).all(|(n, &at)| n == at);
        stay && !self.in_memory()
    }

    /// Whether nothing is to be done after the call, and nothing on the stack before it.
    fn is_tail_call(&self) -> bool {
        (self.args_stay() || self.host_words <= REGISTERS) && self.results_stay()
    }

    /// Bytes of stack arguments, to a multiple of eight: where the structure of results begins.
    fn structure_at(&self) -> u32 {
        (4 * self.host_words.saturating_sub(REGISTERS)).next_multiple_of(8)
    }
}

/// Whether a call0 host function can be called as if it were a wasm function.
pub fn conventions_agree(import: &str) -> bool {
    let plan = Plan::new(import);
    plan.args_stay() && plan.results_stay()
}

/// Goes to an imported function by `j` or `call0`; a windowed one has its address in a8 for `tinsmith_host_call`.
fn transfer(asm: &mut Asm, op: Op, host: HostAbi, import: &Arc<str>) {
    if host == HostAbi::Windowed {
        load_literal(asm, A8, Literal::Symbol(import.clone(), 0));
        jump_to_symbol(asm, op, "tinsmith_host_call".into());
    } else {
        jump_to_symbol(asm, op, import.clone());
    }
}

/// Writes `M.func.N` for an imported function.
pub fn import_stub(asm: &mut Asm, host: HostAbi, import: &Arc<str>, sig: &Signature) {
    let plan = Plan::new(import);
    if plan.is_tail_call() {
        // With results in registers, arguments on the stack begin at sp.
        move_arguments(asm, &plan, 0);
        return transfer(asm, Op::J, host, import);
    }
    let structure = if plan.in_memory() {
        plan.result_bytes
    } else {
        0
    };
    let frame = Frame::new(plan.structure_at() + structure, 0, Vec::new(), true, None);
    asm.frame_size = frame.size;
    prologue(asm, &frame);
    let ours = CallLocs::new(&ARGUMENTS, sig);
    move_arguments(asm, &plan, (frame.size + ours.arg_offset(0)) as i32);
    if plan.in_memory() {
        add(asm, a(2), i32::from(SP), plan.structure_at() as i32);
    }
    transfer(asm, Op::Call0, host, import);
    move_results(asm, &plan, &ours, frame.size as i32);
    epilogue(asm, &frame, None);
}

/// Moves the argument words; ours on the stack are `area` above sp. None moves down, so the last goes first.
fn move_arguments(asm: &mut Asm, plan: &Plan, area: i32) {
    for (from, &to) in (0..plan.args.len() as u32).zip(&plan.args).rev() {
        if area == 0 && from == to {
            continue;
        }
        match (place(from), place(to)) {
            (ArgLoc::Reg(from), ArgLoc::Reg(to)) if from == to => {}
            (ArgLoc::Reg(from), ArgLoc::Reg(to)) => copy(asm, from, to),
            (ArgLoc::Reg(from), ArgLoc::Stack(to)) => {
                frame_word(asm, false, from, 4 * to as i32, A9);
            }
            (ArgLoc::Stack(from), ArgLoc::Stack(to)) => {
                frame_word(asm, true, A8, area + 4 * from as i32, A9);
                frame_word(asm, false, A8, 4 * to as i32, A9);
            }
            (ArgLoc::Stack(from), ArgLoc::Reg(to)) => {
                frame_word(asm, true, to, area + 4 * from as i32, A9);
            }
        }
    }
}

/// Where an argument word is.
fn place(word: u32) -> ArgLoc {
    match word.checked_sub(REGISTERS) {
        None => ArgLoc::Reg(a(word as usize + 2)),
        Some(word) => ArgLoc::Stack(word),
    }
}

/// Moves the result words from where the host left them. None moves up, so the first goes first.
fn move_results(asm: &mut Asm, plan: &Plan, ours: &CallLocs, size: i32) {
    for (&loc, &offset) in ours.results.locs.iter().zip(&plan.results) {
        let to = match loc {
            ArgLoc::Reg(reg) => reg,
            ArgLoc::Stack(_) => A8,
        };
        if plan.in_memory() {
            let at = plan.structure_at() + offset;
            frame_word(asm, true, to, at as i32, A9);
        } else if to != a(offset as usize / 4 + 2) {
            copy(asm, a(offset as usize / 4 + 2), to);
        }
        if let ArgLoc::Stack(word) = loc {
            let at = size + ours.result_offset(word) as i32;
            frame_word(asm, false, A8, at, A9);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Plan, conventions_agree};

    #[test]
    fn wide_arguments_go_to_even_words() {
        assert_eq!(Plan::new("import:env:f:x:iIfF>i").args, [0, 2, 3, 4, 6, 7]);
        assert!(Plan::new("import:env:f:iI>i").is_tail_call());
        assert!(!Plan::new("import:env:f:x:iIfF>i").is_tail_call());
        assert!(Plan::new("import:env:f:iiiiiiii>I").is_tail_call());
        let agree = |letters: &str| conventions_agree(&format!("import:env:f:{letters}"));
        assert!(agree("iiI>i") && agree("iiiiiiii>I") && !agree("iI>i"));
        assert!(agree(">iiff") && !agree(">iI") && !agree(">iiiii"));
    }

    #[test]
    fn several_results_are_a_structure() {
        let small = Plan::new("import:env:f:i>iI");
        assert_eq!(small.results, [0, 8, 12]);
        assert!(!small.in_memory() && !small.is_tail_call());
        assert!(Plan::new("import:env:f:i>iif").is_tail_call());
        let large = Plan::new("import:env:f:iI>iIi");
        assert_eq!((large.result_bytes, &large.args[..]), (24, &[1, 2, 3][..]));
    }
}
