//! Redundant block parameters: one that is passed the same value, or the same constant, from everywhere (itself
//! aside) is that value. Splitting an `i64` that holds 32 bits leaves many whose high word is always 0.

use cranelift_entity::SecondaryMap;

use super::rewrite::Replacements;
use crate::ir::{Block, ControlFlowGraph, Function, Inst, InstData, SourceLoc, Value, ValueDef};

/// What is passed for a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Passed {
    /// Nothing yet but the parameter itself.
    #[default]
    Nothing,
    /// One value, or one constant by the first value that holds it.
    Same(Value),
    /// Different values.
    Different,
}

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let mut replacements = Replacements::default();
    // Each replacement may make others possible; what more than a few rounds would find is left.
    for _ in 0..4 {
        if !round(func, &cfg, &mut replacements) {
            break;
        }
    }
    let changed = !replacements.is_empty();
    replacements.apply(func);
    changed
}

/// Replaces the parameters that are redundant now; they stay, unread, for `dce`.
fn round(func: &mut Function, cfg: &ControlFlowGraph, replacements: &mut Replacements) -> bool {
    let passed = collect(func, cfg, replacements);
    let mut changed = false;
    for &block in &cfg.rpo {
        for (n, param) in func.blocks[block].params.clone().into_iter().enumerate() {
            let Some(&Passed::Same(value)) = passed[block].get(n) else {
                continue;
            };
            if replacements.resolve(param) != param {
                continue;
            }
            let value = replacements.resolve(value);
            let value = match is_const(func, value) {
                // The constant's own definition need not dominate this block.
                true => copy_const(func, value, block),
                false => value,
            };
            if value != param {
                replacements.replace(param, value);
                changed = true;
            }
        }
    }
    changed
}

fn collect(
    func: &Function,
    cfg: &ControlFlowGraph,
    replacements: &mut Replacements,
) -> SecondaryMap<Block, Vec<Passed>> {
    let mut passed = SecondaryMap::<Block, Vec<Passed>>::with_capacity(func.blocks.len());
    for &block in &cfg.rpo {
        func.inst(func.terminator(block)).visit_dests(|dest| {
            let params = &func.blocks[dest.block].params;
            let list = &mut passed[dest.block];
            list.resize(params.len(), Passed::Nothing);
            for ((&param, &arg), passed) in params.iter().zip(&dest.args).zip(list) {
                let arg = replacements.resolve(arg);
                if arg != param {
                    *passed = meet(func, *passed, arg);
                }
            }
        });
    }
    passed
}

fn meet(func: &Function, passed: Passed, arg: Value) -> Passed {
    match passed {
        Passed::Nothing => Passed::Same(arg),
        Passed::Same(value) if value == arg || same_const(func, value, arg) => passed,
        _ => Passed::Different,
    }
}

fn def(func: &Function, value: Value) -> Option<Inst> {
    match func.def(value) {
        ValueDef::Result(inst, _) => Some(inst),
        ValueDef::Param(..) => None,
    }
}

fn is_const(func: &Function, value: Value) -> bool {
    def(func, value).is_some_and(|inst| {
        matches!(
            func.inst(inst),
            InstData::Iconst(_) | InstData::Fconst(_) | InstData::SymbolAddr { .. }
        )
    })
}

fn same_const(func: &Function, a: Value, b: Value) -> bool {
    is_const(func, a)
        && def(func, a).map(|inst| func.inst(inst)) == def(func, b).map(|inst| func.inst(inst))
}

/// Puts a copy of a constant at the head of a block.
fn copy_const(func: &mut Function, value: Value, block: Block) -> Value {
    let Some(inst) = def(func, value) else {
        return value;
    };
    let data = func.inst(inst).clone();
    let ty = func.ty(value);
    let copy = func.make_inst(data, &[ty], SourceLoc::NONE);
    func.blocks[block].insts.insert(0, copy);
    func.result(copy)
}
