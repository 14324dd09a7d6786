//! Register pressure: how many values are alive at once in each block, at most. What the back end rarely keeps in a register, comparisons
//! and small constants, is not counted, so this is an estimate.

use cranelift_entity::{EntitySet, SecondaryMap};

use crate::ir::{Block, ControlFlowGraph, Function, InstData, Type, Value, ValueDef};
use crate::target::{Isa, Target};

/// How many integer values a function can have in registers at once.
pub(super) fn registers(target: &Target) -> usize {
    match target.isa {
        Isa::Riscv32 => 27,
        Isa::Xtensa => 14,
    }
}

/// The most integer values alive at once, by block.
pub(super) fn pressure(func: &Function, cfg: &ControlFlowGraph) -> SecondaryMap<Block, usize> {
    pressure_of(func, cfg, &live_in(func, cfg))
}

/// As [`pressure`], where it is known what is alive at the beginning of each block.
pub(super) fn pressure_of(
    func: &Function,
    cfg: &ControlFlowGraph,
    live_in: &SecondaryMap<Block, EntitySet<Value>>,
) -> SecondaryMap<Block, usize> {
    let mut most = SecondaryMap::new();
    for &block in &cfg.rpo {
        let mut live = live_out(func, live_in, block);
        let mut count = live.iter().filter(|&v| is_counted(func, v)).count();
        most[block] = count;
        walk(func, block, &mut live, |live, value| {
            if is_counted(func, value) {
                count = if live { count + 1 } else { count - 1 };
                most[block] = most[block].max(count);
            }
        });
    }
    most
}

pub(super) fn is_counted(func: &Function, value: Value) -> bool {
    if func.ty(value) != Type::I32 {
        return false;
    }
    match func.def(value) {
        ValueDef::Param(..) => true,
        ValueDef::Result(inst, _) => match func.inst(inst) {
            InstData::Icmp { .. } | InstData::Fcmp { .. } => false,
            InstData::Iconst(n) => !(-128..128).contains(n),
            _ => true,
        },
    }
}

/// The values alive where each block begins, its parameters not among them.
pub(super) fn live_in(
    func: &Function,
    cfg: &ControlFlowGraph,
) -> SecondaryMap<Block, EntitySet<Value>> {
    let mut live_in = SecondaryMap::<Block, EntitySet<Value>>::new();
    let mut changed = true;
    while changed {
        changed = false;
        for &block in cfg.rpo.iter().rev() {
            let mut live = live_out(func, &live_in, block);
            walk(func, block, &mut live, |_, _| {});
            if live != live_in[block] {
                live_in[block] = live;
                changed = true;
            }
        }
    }
    live_in
}

fn live_out(
    func: &Function,
    live_in: &SecondaryMap<Block, EntitySet<Value>>,
    block: Block,
) -> EntitySet<Value> {
    let mut live = EntitySet::new();
    func.inst(func.terminator(block)).visit_dests(|dest| {
        live.extend(live_in[dest.block].iter());
    });
    live
}

/// Walks a block backwards from what is alive at its end to its beginning, telling what becomes alive (`true`) or is not yet.
fn walk(
    func: &Function,
    block: Block,
    live: &mut EntitySet<Value>,
    mut tell: impl FnMut(bool, Value),
) {
    for &inst in func.blocks[block].insts.iter().rev() {
        for &result in func.results(inst) {
            if live.remove(result) {
                tell(false, result);
            }
        }
        func.inst(inst).visit_args(|arg| {
            if live.insert(arg) {
                tell(true, arg);
            }
        });
    }
    for &param in &func.blocks[block].params {
        if live.remove(param) {
            tell(false, param);
        }
    }
}
