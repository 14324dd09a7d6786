//! Stubs of imported functions on cores whose host functions are windowed.
//!
//! The runtime's `tinsmith_host_call` takes the words of the wasm convention, in a2..a7 and then at sp, to a host function
//! whose address is in a8. What is left for the stub is that the windowed psABI puts 64-bit arguments into even
//! register pairs and at addresses that are multiples of eight, where the wasm convention leaves no holes.

use std::sync::Arc;

use super::abi::{A8, A9, RETURN_ADDRESS, a};
use super::emit::{copy, frame_word, jump_to_symbol, load_literal, move_sp};
use super::table::Op;
use crate::mach::Asm;
use crate::object::module::Literal;

/// Argument words in registers.
const REGISTERS: u32 = 6;

/// For each argument word of the wasm convention, in order, its position in the host's.
fn host_positions(params: &str) -> Vec<u32> {
    let mut positions = Vec::new();
    let mut next = 0;
    for letter in params.chars() {
        let words = if matches!(letter, 'I' | 'F') { 2 } else { 1 };
        next = u32::next_multiple_of(next, words);
        positions.extend(next..next + words);
        next += words;
    }
    positions
}

/// The parameters' letters in `import:MODULE:NAME:SIG`, whose SIG is `params>results`.
fn params_of(import: &str) -> &str {
    let signature = import.rsplit(':').next().unwrap_or_default();
    signature.split('>').next().unwrap_or_default()
}

/// Writes the stub.
pub fn import_stub(asm: &mut Asm, import: &Arc<str>) {
    let positions = host_positions(params_of(import));
    let host_words = positions.last().map_or(0, |last| last + 1);
    let stays = |(word, &position): (usize, &u32)| word as u32 == position;
    if positions.iter().enumerate().all(stays) || host_words <= REGISTERS {
        // No word moves down, so the last goes first.
        for (word, &position) in positions.iter().enumerate().rev() {
            if word as u32 != position {
                copy_word(asm, word as u32, position, 0);
            }
        }
        load_literal(asm, A8, Literal::Symbol(import.clone(), 0));
        return jump_to_symbol(asm, Op::J, "tinsmith_host_call".into());
    }
    spread_over_frame(asm, import, &positions, host_words);
}

/// The host's stack words need a frame of their own.
fn spread_over_frame(asm: &mut Asm, import: &Arc<str>, positions: &[u32], host_words: u32) {
    let size = (4 * (host_words - REGISTERS + 1)).next_multiple_of(16);
    asm.frame_size = size;
    let size = size as i32;
    move_sp(asm, -size);
    frame_word(asm, false, RETURN_ADDRESS, size - 4, A9);
    for (word, &position) in positions.iter().enumerate().rev() {
        copy_word(asm, word as u32, position, size);
    }
    load_literal(asm, A8, Literal::Symbol(import.clone(), 0));
    jump_to_symbol(asm, Op::Call0, "tinsmith_host_call".into());
    frame_word(asm, true, RETURN_ADDRESS, size - 4, A9);
    move_sp(asm, size);
    asm.inst(Op::Ret, &[]);
}

/// Copies an argument word of ours (stack words are `size` above sp) to its place for the host.
fn copy_word(asm: &mut Asm, from: u32, to: u32, size: i32) {
    let register = |word: u32| a(word as usize + 2);
    let offset = |word: u32| 4 * (word - REGISTERS) as i32;
    if to < REGISTERS {
        if from != to {
            copy(asm, register(from), register(to));
        }
        return;
    }
    let source = if from < REGISTERS {
        register(from)
    } else {
        frame_word(asm, true, A8, size + offset(from), A9);
        A8
    };
    frame_word(asm, false, source, offset(to), A9);
}

#[cfg(test)]
mod tests {
    use super::{host_positions, params_of};

    #[test]
    fn wide_arguments_go_to_even_words() {
        assert_eq!(params_of("import:env:f:x:iIfF>i"), "iIfF");
        assert_eq!(host_positions("iIfF"), [0, 2, 3, 4, 6, 7]);
        assert_eq!(host_positions("iiI"), [0, 1, 2, 3]);
        assert!(host_positions("").is_empty());
    }
}
