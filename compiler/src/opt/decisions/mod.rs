//! Compound conditions and selects as branches, when everything else is done.
//!
//! A comparison of 64-bit numbers, and `or` and `and` of conditions, take several instructions to make a value that one branch
//! then tests; as branches on the parts they are one or two. A select is a conditional move where there is one, else a branch
//! over a move: several on one condition are better one branch, and any on a compound one.
//!
//! On exit blocks are shorter and more: what looks for something in a block runs before. What the conditions were computed with is
//! left for `dce`.

mod apart;

use cranelift_entity::SecondaryMap;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::rewrite::Replacements;
use crate::ir::{Block, BlockCall, Function, InstData, IntCC, SourceLoc, Type, Value};
use crate::target::{Isa, Target};

/// A condition is taken apart into no more tests than this.
const MAX_TESTS: usize = 4;

pub(super) fn run(func: &mut Function, target: &Target) -> bool {
    let mut pass = Pass {
        reads: func.count_reads(),
        has_moves: target.isa == Isa::Xtensa,
        layout: Vec::with_capacity(func.layout.len()),
        replacements: Replacements::default(),
        func,
    };
    let blocks = std::mem::take(&mut pass.func.layout);
    let count = blocks.len();
    for block in blocks {
        pass.block(block);
    }
    let Pass {
        func,
        layout,
        replacements,
        ..
    } = pass;
    let changed = layout.len() != count;
    func.layout = layout;
    replacements.apply(func);
    changed
}

struct Pass<'a> {
    func: &'a mut Function,
    /// How often each value was read before the pass.
    reads: SecondaryMap<Value, u32>,
    /// Whether a select is an instruction.
    has_moves: bool,
    layout: Vec<Block>,
    replacements: Replacements,
}

/// A condition as tests.
enum Decision {
    /// Not zero.
    Value(Value),
    /// A comparison that was not there.
    Compare(IntCC, [Value; 2]),
    Not(Box<Decision>),
    Or(Box<[Decision; 2]>),
    And(Box<[Decision; 2]>),
    /// The second decides if the first holds, else the third.
    Choice(Box<[Decision; 3]>),
}

impl Decision {
    fn is_compound(&self) -> bool {
        match self {
            Self::Value(_) | Self::Compare(..) => false,
            Self::Not(inner) => inner.is_compound(),
            Self::Or(_) | Self::And(_) | Self::Choice(_) => true,
        }
    }
}

/// Selects on one condition.
struct Group {
    decision: Decision,
    /// Their places in the block.
    places: SmallVec<[usize; 4]>,
}

impl Pass<'_> {
    fn block(&mut self, block: Block) {
        self.layout.push(block);
        let mut at = block;
        while let Some(group) = self.group(at) {
            at = self.split(at, &group);
        }
        self.terminator(at);
    }

    /// The first selects of a block that should be a branch.
    fn group(&self, block: Block) -> Option<Group> {
        let insts = &self.func.blocks[block].insts;
        let mut places = FxHashMap::<Value, usize>::default();
        let mut groups = Vec::<(Value, SmallVec<[usize; 4]>)>::new();
        for (place, &inst) in insts.iter().enumerate() {
            if let InstData::Select {
                cond,
                if_true,
                if_false,
            } = *self.func.inst(inst)
            {
                // It moves up to the first of its group: its operands must be there.
                let available = |first: usize| {
                    let made = [if_true, if_false].map(|value| places.get(&value).copied());
                    made.into_iter().flatten().all(|made| made < first)
                };
                let group = groups
                    .iter_mut()
                    .find(|(of, places)| *of == cond && available(places[0]));
                match group {
                    Some((_, members)) => members.push(place),
                    None => groups.push((cond, SmallVec::from_slice(&[place]))),
                }
            }
            places.extend(self.func.results(inst).iter().map(|&value| (value, place)));
        }
        groups.into_iter().find_map(|(cond, places)| {
            let decision = self.decision(cond, places.len() as u32);
            let several = places.len() > 1 && !self.has_moves;
            (several || decision.is_compound()).then_some(Group { decision, places })
        })
    }

    /// Splits a block before a group of selects, which become parameters of the block with the rest.
    fn split(&mut self, block: Block, group: &Group) -> Block {
        let insts = std::mem::take(&mut self.func.blocks[block].insts);
        let loc = self.func.loc(insts[group.places[0]]);
        let rest = self.new_block(block);
        let mut dests = [BlockCall::plain(rest), BlockCall::plain(rest)];
        for (place, inst) in insts.into_iter().enumerate() {
            if !group.places.contains(&place) {
                let to = if place < group.places[0] { block } else { rest };
                self.func.blocks[to].insts.push(inst);
                continue;
            }
            let InstData::Select {
                if_true, if_false, ..
            } = *self.func.inst(inst)
            else {
                unreachable!("a group has the places of selects");
            };
            let old = self.func.result(inst);
            let ty = self.func.ty(old);
            let new = self.func.append_param(rest, ty);
            self.replacements.replace(old, new);
            dests[0].args.push(if_true);
            dests[1].args.push(if_false);
        }
        self.branch(block, &group.decision, dests, loc);
        self.layout.push(rest);
        rest
    }

    /// Takes the condition of a branch apart.
    fn terminator(&mut self, block: Block) {
        let inst = self.func.terminator(block);
        let InstData::BrIf {
            cond,
            then_dest,
            else_dest,
        } = self.func.inst(inst).clone()
        else {
            return;
        };
        let decision = self.decision(cond, 1);
        if decision.is_compound() {
            let loc = self.func.loc(inst);
            self.func.blocks[block].insts.pop();
            self.branch(block, &decision, [then_dest, else_dest], loc);
        }
    }

    /// Ends a block with a decision between two ways.
    fn branch(&mut self, block: Block, decision: &Decision, dests: [BlockCall; 2], loc: SourceLoc) {
        let dests = if decision.is_compound() {
            // Several branches go each way: what goes along is passed once.
            dests.map(|dest| {
                let way = self.new_block(block);
                self.func.blocks[way].cold = self.func.blocks[dest.block].cold;
                self.func
                    .append_inst(way, InstData::Jump { dest }, &[], loc);
                BlockCall::plain(way)
            })
        } else {
            dests
        };
        let ways = [dests[0].block, dests[1].block];
        let is_compound = decision.is_compound();
        self.decide(block, decision, dests, loc);
        if is_compound {
            self.layout.extend(ways);
        }
    }

    fn decide(&mut self, block: Block, decision: &Decision, dests: [BlockCall; 2], loc: SourceLoc) {
        let [then_dest, else_dest] = dests;
        match decision {
            Decision::Value(cond) => {
                let cond = *cond;
                let data = InstData::BrIf {
                    cond,
                    then_dest,
                    else_dest,
                };
                self.func.append_inst(block, data, &[], loc);
            }
            Decision::Compare(cc, args) => {
                let (cc, args) = (*cc, *args);
                let compare = InstData::Icmp { cc, args };
                let inst = self.func.append_inst(block, compare, &[Type::I32], loc);
                let cond = Decision::Value(self.func.result(inst));
                self.decide(block, &cond, [then_dest, else_dest], loc);
            }
            Decision::Not(inner) => self.decide(block, inner, [else_dest, then_dest], loc),
            Decision::Or(parts) => {
                let next = self.next_block(block);
                let first = [then_dest.clone(), BlockCall::plain(next)];
                self.decide(block, &parts[0], first, loc);
                self.decide(next, &parts[1], [then_dest, else_dest], loc);
            }
            Decision::And(parts) => {
                let next = self.next_block(block);
                let first = [BlockCall::plain(next), else_dest.clone()];
                self.decide(block, &parts[0], first, loc);
                self.decide(next, &parts[1], [then_dest, else_dest], loc);
            }
            Decision::Choice(parts) => {
                let chosen = [self.next_block(block), self.next_block(block)];
                self.decide(block, &parts[0], chosen.map(BlockCall::plain), loc);
                for (part, at) in parts[1..].iter().zip(chosen) {
                    self.decide(at, part, [then_dest.clone(), else_dest.clone()], loc);
                }
            }
        }
    }

    fn next_block(&mut self, like: Block) -> Block {
        let block = self.new_block(like);
        self.layout.push(block);
        block
    }

    /// A block that is as seldom come to as another; not in the layout yet.
    fn new_block(&mut self, like: Block) -> Block {
        // The entry, the first in the layout, is never out of line.
        let cold = self.func.blocks[like].cold && self.layout.first() != Some(&like);
        let block = self.func.append_block();
        self.func.layout.pop();
        self.func.blocks[block].cold = cold;
        block
    }
}
