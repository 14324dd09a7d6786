//! Branches with one way to go, checks that always fail, and branches to a trap, which are checks.

use crate::ir::{
    Block, BlockCall, Function, Inst, InstData, IntCC, SourceLoc, TrapKind, Type, Value, ValueDef,
};

pub(super) fn run(func: &mut Function) -> bool {
    let mut changed = false;
    for block in func.layout.clone() {
        changed |= cut_after_trap(func, block);
        changed |= branch_to_trap(func, block);
        let terminator = func.terminator(block);
        if let Some(data) = simpler_branch(func, func.inst(terminator)) {
            *func.inst_mut(terminator) = data;
            changed = true;
        }
    }
    changed
}

/// A `trapif` that always traps is a `trap`, and the rest of the block is not reached.
fn cut_after_trap(func: &mut Function, block: Block) -> bool {
    let always = func.blocks[block]
        .insts
        .iter()
        .enumerate()
        .find_map(|(n, &inst)| match *func.inst(inst) {
            InstData::TrapIf { cond, kind } if int_of(func, cond)? != 0 => Some((n, inst, kind)),
            _ => None,
        });
    let Some((n, inst, kind)) = always else {
        return false;
    };
    *func.inst_mut(inst) = InstData::Trap { kind };
    func.blocks[block].insts.truncate(n + 1);
    true
}

/// `brif c, block1, …` where block1 only traps is `trapif c`, and a jump.
fn branch_to_trap(func: &mut Function, block: Block) -> bool {
    let terminator = func.terminator(block);
    let InstData::BrIf {
        cond,
        then_dest,
        else_dest,
    } = func.inst(terminator).clone()
    else {
        return false;
    };
    let (cond, (kind, loc), dest) =
        match (only_traps(func, &then_dest), only_traps(func, &else_dest)) {
            (Some(trap), _) => (cond, trap, else_dest),
            (None, Some(trap)) => (inverted(func, terminator, block, cond), trap, then_dest),
            (None, None) => return false,
        };
    let check = func.make_inst(InstData::TrapIf { cond, kind }, &[], loc);
    insert_before_last(func, block, check);
    *func.inst_mut(terminator) = InstData::Jump { dest };
    true
}

/// The trap that is all a block does.
fn only_traps(func: &Function, dest: &BlockCall) -> Option<(TrapKind, SourceLoc)> {
    let [inst] = func.blocks[dest.block].insts[..] else {
        return None;
    };
    match *func.inst(inst) {
        InstData::Trap { kind } => Some((kind, func.loc(inst))),
        _ => None,
    }
}

/// A new value that is not zero exactly where `cond` is zero.
fn inverted(func: &mut Function, at: Inst, block: Block, cond: Value) -> Value {
    let loc = func.loc(at);
    let zero = func.make_inst(InstData::Iconst(0), &[Type::I32], loc);
    let args = [cond, func.result(zero)];
    let cc = IntCC::Eq;
    let not = func.make_inst(InstData::Icmp { cc, args }, &[Type::I32], loc);
    insert_before_last(func, block, zero);
    insert_before_last(func, block, not);
    func.result(not)
}

fn insert_before_last(func: &mut Function, block: Block, inst: Inst) {
    let insts = &mut func.blocks[block].insts;
    insts.insert(insts.len() - 1, inst);
}

/// The terminator that does the same with less choice.
fn simpler_branch(func: &Function, data: &InstData) -> Option<InstData> {
    match data {
        InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        } => {
            let dest = match int_of(func, *cond) {
                Some(0) => else_dest,
                Some(_) => then_dest,
                None if then_dest == else_dest => then_dest,
                None => return None,
            };
            Some(InstData::Jump { dest: dest.clone() })
        }
        InstData::BrTable {
            index,
            targets,
            default,
        } => {
            if let Some(index) = int_of(func, *index) {
                let dest = targets.get(index as usize).unwrap_or(default).clone();
                return Some(InstData::Jump { dest });
            }
            if targets.iter().all(|dest| dest == default) {
                let dest = default.clone();
                return Some(InstData::Jump { dest });
            }
            match &targets[..] {
                [zero] => Some(InstData::BrIf {
                    cond: *index,
                    then_dest: default.clone(),
                    else_dest: zero.clone(),
                }),
                _ => None,
            }
        }
        _ => None,
    }
}

fn int_of(func: &Function, value: Value) -> Option<i32> {
    match func.def(value) {
        ValueDef::Result(inst, _) => match func.inst(inst) {
            InstData::Iconst(n) => Some(*n),
            _ => None,
        },
        ValueDef::Param(..) => None,
    }
}
