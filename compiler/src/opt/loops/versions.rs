//! Two versions of a loop: the one that is there, and a copy of it for the case that guards fail.
//!
//! On entry the loop has one block before it that does nothing but jump to it at its end. On exit that block chooses. What the loop
//! computes and others read then comes from either: it becomes a parameter of a block that both loops leave through,
//! which is possible where all ways out lead to one block.

use rustc_hash::FxHashMap;

use crate::ir::{Block, BlockCall, Function, InstData, SourceLoc, Value};
use crate::opt::rewrite::{Copies, Replacements};

use super::induction::CountedLoop;
use super::layout::{append_cold_block, insert_block_after, retarget};
use super::number::Condition;

/// What leaves a loop.
pub(super) struct Exits {
    /// The blocks that branch out, once each.
    pub blocks: Vec<Block>,
    /// The values of the loop that are read outside.
    live: Vec<Value>,
    /// The block they go to, if it is one.
    target: Option<Block>,
}

impl Exits {
    /// Looks at a loop. None if there cannot be two versions of it.
    pub fn of(func: &Function, lp: &CountedLoop) -> Option<Self> {
        let mut exits = Self {
            blocks: Vec::new(),
            live: Vec::new(),
            target: None,
        };
        let mut several = false;
        for &block in &lp.body {
            func.inst(func.terminator(block)).visit_dests(|dest| {
                if lp.contains(dest.block) {
                    return;
                }
                if exits.blocks.last() != Some(&block) {
                    exits.blocks.push(block);
                }
                several |= exits.target.is_some_and(|target| target != dest.block);
                exits.target = Some(dest.block);
            });
        }
        for &block in func.layout.iter().filter(|block| !lp.contains(**block)) {
            for &inst in &func.blocks[block].insts {
                func.inst(inst).visit_args(|arg| {
                    if !lp.is_outside(arg) && !exits.live.contains(&arg) {
                        exits.live.push(arg);
                    }
                });
            }
        }
        if several {
            exits.target = None;
        }
        (exits.live.is_empty() || exits.target.is_some()).then_some(exits)
    }
}

/// Makes `before` choose: the copy of the loop if one of `unless` holds, the loop itself if none does.
pub(super) fn choose(
    func: &mut Function,
    lp: &CountedLoop,
    exits: &Exits,
    before: Block,
    unless: &[Condition],
) {
    if !exits.live.is_empty() {
        join(func, lp, exits);
    }
    let jump = func.blocks[before]
        .insts
        .pop()
        .expect("verified: a block has a terminator");
    let InstData::Jump { dest } = func.inst(jump).clone() else {
        unreachable!("the block before the loop jumps to it");
    };
    let loc = func.loc(jump);
    let copy = copy(func, lp);
    let slow = append_cold_block(func);
    let enter_copy = InstData::Jump {
        dest: BlockCall {
            block: copy,
            args: dest.args.clone(),
        },
    };
    func.append_inst(slow, enter_copy, &[], loc);
    let mut at = before;
    for condition in unless {
        let &Condition::Value(cond) = condition else {
            continue;
        };
        let next = insert_block_after(func, at);
        let branch = InstData::BrIf {
            cond,
            then_dest: BlockCall::plain(slow),
            else_dest: BlockCall::plain(next),
        };
        func.append_inst(at, branch, &[], SourceLoc::NONE);
        at = next;
    }
    func.blocks[at].insts.push(jump);
}

/// Leads all ways out through a new block with the values that are read outside as its parameters.
fn join(func: &mut Function, lp: &CountedLoop, exits: &Exits) {
    let target = exits
        .target
        .expect("several values leave through one block");
    let last = *exits
        .blocks
        .last()
        .expect("values leave, so there is an exit");
    let joined = insert_block_after(func, last);
    func.blocks[joined].cold = func.blocks[target].cold;
    let types: Vec<_> = func.blocks[target]
        .params
        .iter()
        .map(|&p| func.ty(p))
        .collect();
    let args = types
        .into_iter()
        .map(|ty| func.append_param(joined, ty))
        .collect();
    let mut replacements = Replacements::default();
    for &value in &exits.live {
        let param = func.append_param(joined, func.ty(value));
        replacements.replace(value, param);
    }
    // Only what is outside reads the parameters, so the loop is rewritten before its exits are.
    let outside: Vec<Block> = func
        .layout
        .iter()
        .copied()
        .filter(|&b| !lp.contains(b))
        .collect();
    for block in outside {
        for inst in func.blocks[block].insts.clone() {
            func.inst_mut(inst)
                .visit_args_mut(|arg| *arg = replacements.resolve(*arg));
        }
    }
    for &block in &exits.blocks {
        let branch = func.terminator(block);
        func.inst_mut(branch).visit_dests_mut(|dest| {
            if dest.block == target {
                dest.block = joined;
                dest.args.extend(exits.live.iter().copied());
            }
        });
    }
    let dest = BlockCall {
        block: target,
        args,
    };
    func.append_inst(joined, InstData::Jump { dest }, &[], SourceLoc::NONE);
}

/// Copies a loop; the copy's header.
fn copy(func: &mut Function, lp: &CountedLoop) -> Block {
    let mut blocks = FxHashMap::default();
    let mut copies = Copies::default();
    for &block in &lp.body {
        let copy = append_cold_block(func);
        blocks.insert(block, copy);
        for param in func.blocks[block].params.clone() {
            let ty = func.ty(param);
            copies.insert(param, func.append_param(copy, ty));
        }
    }
    // A block comes after those that dominate it, so every operand has its copy by then, parameters aside, which have it too.
    for &block in &lp.body {
        for inst in func.blocks[block].insts.clone() {
            let mut data = copies.data(func, inst);
            retarget(&mut data, |block| blocks.get(&block).copied());
            copies.append(func, inst, data, blocks[&block]);
        }
    }
    blocks[&lp.header]
}
