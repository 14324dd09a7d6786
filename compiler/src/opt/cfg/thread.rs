//! Jump threading: who branches to a block that only jumps on branches to where it jumps.
//!
//! A block in the middle of a critical edge that passes arguments stays: the back end would only put it back.

use cranelift_entity::{EntitySet, SecondaryMap};

use crate::ir::{Block, BlockCall, Function, InstData, Value};

/// How many blocks one branch is threaded through at most; there may be circles.
const MAX_STEPS: usize = 32;

pub(super) fn run(func: &mut Function) -> bool {
    let forwards = forwards(func);
    let mut changed = false;
    for block in func.layout.clone() {
        let terminator = func.terminator(block);
        let many = !matches!(func.inst(terminator), InstData::Jump { .. });
        let mut data = func.inst(terminator).clone();
        let mut threaded = false;
        data.visit_dests_mut(|dest| {
            for _ in 0..MAX_STEPS {
                match next(func, &forwards, dest, many) {
                    Some(further) => *dest = further,
                    None => break,
                }
                threaded = true;
            }
        });
        if threaded {
            *func.inst_mut(terminator) = data;
            changed = true;
        }
    }
    changed
}

/// Where a block call goes on to, if its block only jumps.
fn next(
    func: &Function,
    forwards: &SecondaryMap<Block, Option<BlockCall>>,
    dest: &BlockCall,
    many: bool,
) -> Option<BlockCall> {
    let mut further = forwards[dest.block].clone()?;
    if further.block == dest.block || many && !further.args.is_empty() {
        return None;
    }
    let params = &func.blocks[dest.block].params;
    for arg in &mut further.args {
        if let Some(n) = params.iter().position(|param| param == arg) {
            *arg = dest.args[n];
        }
    }
    Some(further)
}

/// For each block that only jumps, and whose parameters no one else reads, where to.
fn forwards(func: &Function) -> SecondaryMap<Block, Option<BlockCall>> {
    let mut forwards = SecondaryMap::<Block, Option<BlockCall>>::new();
    let mut candidates = EntitySet::<Value>::new();
    for &block in &func.layout {
        let data = &func.blocks[block];
        if let [only] = data.insts[..]
            && let InstData::Jump { dest } = func.inst(only)
            && block != func.entry()
            && data.params.len() <= MAX_STEPS
        {
            forwards[block] = Some(dest.clone());
            candidates.extend(data.params.iter().copied());
        }
    }
    let read = read_elsewhere(func, &forwards, &candidates);
    for &block in &func.layout {
        if func.blocks[block].params.iter().any(|&p| read.contains(p)) {
            forwards[block] = None;
        }
    }
    forwards
}

/// Those of the parameters that are read outside of their own block.
fn read_elsewhere(
    func: &Function,
    forwards: &SecondaryMap<Block, Option<BlockCall>>,
    candidates: &EntitySet<Value>,
) -> EntitySet<Value> {
    let mut read = EntitySet::new();
    for &block in &func.layout {
        let own = match forwards[block] {
            Some(_) => &func.blocks[block].params[..],
            None => &[],
        };
        for &inst in &func.blocks[block].insts {
            func.inst(inst).visit_args(|arg| {
                if candidates.contains(arg) && !own.contains(&arg) {
                    read.insert(arg);
                }
            });
        }
    }
    read
}
