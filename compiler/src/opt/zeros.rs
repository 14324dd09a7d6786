//! Bits of block parameters that are never one: those that are zero in all that is passed. A byte that a loop loads and passes on is a byte
//! in the next iteration.
//!
//! Parameters begin with no possible bit and gain those of their arguments until nothing changes. What keeps growing, because it is counted
//! up, is soon taken to be anything. The answer is noted in the function, where `fold` and `facts` read it.

use crate::ir::{BlockCall, ControlFlowGraph, Function, Type, Value};

use super::fold::known::possible_bits;

/// What still grows after this many rounds over the function may be anything.
const PATIENCE: usize = 3;

/// Runs the pass. It changes no instruction.
pub(super) fn run(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let params: Vec<Value> = cfg
        .rpo
        .iter()
        .filter(|&&block| block != func.entry())
        .flat_map(|&block| func.blocks[block].params.clone())
        .filter(|&param| func.ty(param) == Type::I32)
        .collect();
    for &param in &params {
        func.note_possible_bits(param, 0);
    }
    for round in 0.. {
        let mut changed = false;
        for &block in &cfg.rpo {
            let mut dests: Vec<BlockCall> = Vec::new();
            func.inst(func.terminator(block))
                .visit_dests(|dest| dests.push(dest.clone()));
            for dest in dests {
                changed |= pass(func, &dest, round >= PATIENCE);
            }
        }
        if !changed {
            break;
        }
    }
    false
}

/// Adds what a branch passes; says whether that is news.
fn pass(func: &mut Function, dest: &BlockCall, give_up: bool) -> bool {
    let mut changed = false;
    for (n, &arg) in dest.args.iter().enumerate() {
        let param = func.blocks[dest.block].params[n];
        if func.ty(param) != Type::I32 {
            continue;
        }
        let before = func.possible_bits(param);
        let mut after = before | possible_bits(func, arg);
        if after != before {
            if give_up {
                after = u32::MAX;
            }
            func.note_possible_bits(param, after);
            changed = true;
        }
    }
    changed
}
