//! Relief for loops with more values alive than there are registers: constants that were made before such a loop are made again in it,
//! where they are read, those read least first, until what is left fits. Something would be loaded from the stack over and over
//! otherwise, and making a constant that is one instruction costs no more.
//!
//! What nobody reads in a loop can be on the stack until it ends, and is not counted where registers are few. With the 27 of
//! RISC-V the allocator does not find that, and rather loads a constant in the loop.

use cranelift_entity::{EntitySet, SecondaryMap};
use rustc_hash::FxHashMap;

use crate::ir::loops::{LoopForest, LoopId};
use crate::ir::{
    Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, Value, ValueDef,
};
use crate::target::{Isa, Target};

use super::pressure::{is_counted, live_in, pressure_of, registers};
use super::remat::{copy, homes};

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function, target: &Target) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let tree = DominatorTree::compute(func, &cfg);
    let forest = LoopForest::compute(func, &cfg, &tree);
    if forest.loops.is_empty() {
        return false;
    }
    let registers = registers(target);
    let live_in = live_in(func, &cfg);
    let mut pressure = pressure_of(func, &cfg, &live_in);
    let mut known_homes = None;
    let mut changed = false;
    // Outer loops first: what is relieved around an inner loop is relieved in it.
    for (id, body) in forest.bodies(&cfg).iter().enumerate().rev() {
        let most = body.iter().map(|&block| pressure[block]).max().unwrap_or(0);
        if most <= registers {
            continue;
        }
        let header = forest.loops[id].header;
        let through = match target.isa {
            Isa::Xtensa => unread(func, &live_in[header], body),
            Isa::Riscv32 => 0,
        };
        let excess = most.saturating_sub(registers + through);
        if excess == 0 {
            continue;
        }
        let homes = known_homes.get_or_insert_with(|| homes(func));
        for value in least_read(func, target, &forest, homes, id, body, excess) {
            let copies = make_where_read(func, &tree, &forest, id, body, value);
            changed |= !copies.is_empty();
            homes.extend(copies.into_iter().map(|(block, copy)| (copy, block)));
            // It is alive in few places now.
            for &block in body {
                pressure[block] = pressure[block].saturating_sub(1);
            }
        }
    }
    changed
}

/// How many of these values no block reads.
fn unread(func: &Function, values: &EntitySet<Value>, body: &[Block]) -> usize {
    let mut read = EntitySet::new();
    for &inst in body.iter().flat_map(|&block| &func.blocks[block].insts) {
        func.inst(inst).visit_args(|arg| {
            read.insert(arg);
        });
    }
    let unread = values.iter().filter(|&value| !read.contains(value));
    unread.filter(|&value| is_counted(func, value)).count()
}

/// Cheap constants made outside of a loop and read in it, those read least first.
fn least_read(
    func: &Function,
    target: &Target,
    forest: &LoopForest,
    homes: &FxHashMap<Value, Block>,
    id: LoopId,
    body: &[Block],
    most: usize,
) -> Vec<Value> {
    let mut reads = SecondaryMap::<Value, usize>::new();
    let mut found = Vec::new();
    for &block in body {
        let weight = 8_usize.saturating_pow(forest.depth(block).min(6) as u32);
        for &inst in &func.blocks[block].insts {
            func.inst(inst).visit_args(|arg| {
                let outside = homes
                    .get(&arg)
                    .is_some_and(|&home| !forest.contains(id, home));
                if outside && is_cheap(func, target, arg) {
                    if reads[arg] == 0 {
                        found.push(arg);
                    }
                    reads[arg] += weight;
                }
            });
        }
    }
    found.sort_by_key(|&value| reads[value]);
    found.truncate(most);
    found
}

/// Whether a constant takes one instruction, and is one that may be kept in a register.
fn is_cheap(func: &Function, target: &Target, value: Value) -> bool {
    let ValueDef::Result(inst, _) = func.def(value) else {
        return false;
    };
    match (target.isa, func.inst(inst)) {
        (_, InstData::Iconst(n)) if (-128..128).contains(n) => false,
        (Isa::Xtensa, InstData::Iconst(_) | InstData::SymbolAddr { .. }) => true,
        (_, InstData::Iconst(_)) => true,
        _ => false,
    }
}

/// Has each block of a loop make a constant of its own before it first reads it; what each made. Loops inside have it made before them.
fn make_where_read(
    func: &mut Function,
    tree: &DominatorTree,
    forest: &LoopForest,
    id: LoopId,
    body: &[Block],
    value: Value,
) -> FxHashMap<Block, Value> {
    let mut copies: FxHashMap<Block, Value> = FxHashMap::default();
    for &block in body {
        let mut insts = func.blocks[block].insts.iter();
        let Some(first) = insts.position(|&inst| func.inst(inst).reads(value)) else {
            continue;
        };
        let (home, place) = match loop_inside(forest, id, block) {
            None => (block, first),
            Some(inner) => {
                let home = tree.idom(forest.loops[inner].header).unwrap_or(block);
                (home, func.blocks[home].insts.len() - 1)
            }
        };
        let Some(new) = made_in(func, &mut copies, home, place, value) else {
            break;
        };
        for inst in func.blocks[block].insts.clone() {
            func.inst_mut(inst).visit_args_mut(|arg| {
                if *arg == value {
                    *arg = new;
                }
            });
        }
    }
    copies
}

/// The outermost loop inside of a loop that a block is in.
fn loop_inside(forest: &LoopForest, id: LoopId, block: Block) -> Option<LoopId> {
    let mut inside = None;
    let mut at = forest.innermost(block);
    while let Some(inner) = at.filter(|&inner| inner != id) {
        inside = Some(inner);
        at = forest.loops[inner].parent;
    }
    inside
}

fn made_in(
    func: &mut Function,
    copies: &mut FxHashMap<Block, Value>,
    block: Block,
    place: usize,
    value: Value,
) -> Option<Value> {
    if let Some(&made) = copies.get(&block) {
        return Some(made);
    }
    let inst: Inst = copy(func, value)?;
    func.blocks[block].insts.insert(place, inst);
    let made = func.result(inst);
    copies.insert(block, made);
    Some(made)
}
