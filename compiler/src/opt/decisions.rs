//! Compound conditions and selects as branches, when everything else is done.
//!
//! A comparison of 64-bit numbers, and `or` and `and` of conditions, take several instructions to make a value that one branch
//! then tests; as branches on the parts they are one or two. A select is a conditional move where there is one, else a branch
//! over a move: several on one condition are better one branch, and any on a compound one.
//!
//! On exit blocks are shorter and more: what looks for something in a block runs before. What the conditions were computed with is
//! left for `dce`.

use cranelift_entity::SecondaryMap;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::rewrite::Replacements;
use crate::ir::{BinaryOp, Block, BlockCall, Function, InstData, IntCC, SourceLoc, Type, Value};
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

// ---- taking conditions apart -----------------------------------------------------------------

impl Pass<'_> {
    /// The condition that `cond` is not zero; what computes it is not needed if `reads` are all that read it.
    fn decision(&self, cond: Value, reads: u32) -> Decision {
        let mut tests = MAX_TESTS;
        self.taken_apart(cond, reads, &mut tests)
    }

    fn taken_apart(&self, cond: Value, reads: u32, tests: &mut usize) -> Decision {
        let data = match self.func.made_by(cond) {
            Some(data) if self.reads[cond] == reads && *tests > 1 => data,
            _ => return Decision::Value(cond),
        };
        match *data {
            InstData::Binary {
                op: BinaryOp::Xor,
                args,
            } => Decision::Compare(IntCC::Ne, args),
            InstData::Icmp {
                cc: cc @ (IntCC::Eq | IntCC::Ne),
                args: [tested, zero],
            } if self.is_zero(zero) => {
                let inner = self.taken_apart(tested, 1, tests);
                match (inner, cc) {
                    (Decision::Value(_), _) => Decision::Value(cond),
                    (inner, IntCC::Eq) => Decision::Not(Box::new(inner)),
                    (inner, _) => inner,
                }
            }
            InstData::Icmp { .. } => self
                .pair_by_select(data, tests)
                .unwrap_or(Decision::Value(cond)),
            InstData::Binary { op, args } => {
                let apart = match op {
                    BinaryOp::Or => self
                        .pair_by_borrow(args, tests)
                        .or_else(|| self.either(args, tests)),
                    BinaryOp::And => self.both(args, tests),
                    _ => None,
                };
                apart.unwrap_or(Decision::Value(cond))
            }
            _ => Decision::Value(cond),
        }
    }

    /// `a | b`, if that is worth it: one of them is a comparison.
    fn either(&self, args: [Value; 2], tests: &mut usize) -> Option<Decision> {
        if !args.iter().any(|&arg| self.is_test(arg)) {
            return None;
        }
        *tests -= 1;
        let parts = args.map(|arg| self.taken_apart(arg, 1, tests));
        Some(Decision::Or(Box::new(parts)))
    }

    /// `a & b` of comparisons.
    fn both(&self, args: [Value; 2], tests: &mut usize) -> Option<Decision> {
        if !args.iter().all(|&arg| self.is_condition(arg)) {
            return None;
        }
        *tests -= 1;
        let parts = args.map(|arg| self.taken_apart(arg, 1, tests));
        Some(Decision::And(Box::new(parts)))
    }

    /// `[xh < yh] | [(xh - yh) <u [xl <u yl]]`, as `lower/int64/compare.rs` makes it for cores with `slt`.
    fn pair_by_borrow(&self, [a, b]: [Value; 2], tests: &mut usize) -> Option<Decision> {
        let part = |high, low| {
            let (less, high) = self.less(high)?;
            let (IntCC::Ult, [difference, borrow]) = self.less(low)? else {
                return None;
            };
            let (IntCC::Ult, low) = self.less(borrow)? else {
                return None;
            };
            let subtracted = InstData::Binary {
                op: BinaryOp::Isub,
                args: high,
            };
            (self.func.made_by(difference) == Some(&subtracted)).then_some((less, high, low))
        };
        let (less, high, low) = part(a, b).or_else(|| part(b, a))?;
        Some(pair(tests, high, less, (IntCC::Ult, low)))
    }

    /// `xh != yh ? xh < yh : xl < yl` by choosing what is compared, as `lower/int64/compare.rs` makes it for cores without.
    fn pair_by_select(&self, data: &InstData, tests: &mut usize) -> Option<Decision> {
        let (less, [x, y]) = less(data)?;
        let chosen = |value| match *self.func.made_by(value)? {
            InstData::Select {
                cond,
                if_true,
                if_false,
            } => Some((cond, if_true, if_false)),
            _ => None,
        };
        let ((cond, xh, xl), (other, yh, yl)) = (chosen(x)?, chosen(y)?);
        let differ = match self.func.made_by(cond)? {
            InstData::Binary {
                op: BinaryOp::Xor,
                args,
            } => *args == [xh, yh] || *args == [yh, xh],
            _ => false,
        };
        let is_private = [x, y].iter().all(|&value| self.reads[value] == 1);
        let low = match (self.unbiased(xl), self.unbiased(yl)) {
            (Some(xl), Some(yl)) if less == IntCC::Slt => (IntCC::Ult, [xl, yl]),
            _ => (less, [xl, yl]),
        };
        (cond == other && differ && is_private).then(|| pair(tests, [xh, yh], less, low))
    }

    /// `x` of `x ^ MIN`: as unsigned numbers such are in the order that these are in as signed ones.
    fn unbiased(&self, value: Value) -> Option<Value> {
        let is_bias = |value| matches!(self.func.made_by(value), Some(InstData::Iconst(i32::MIN)));
        match *self.func.made_by(value)? {
            InstData::Binary {
                op: BinaryOp::Xor,
                args: [x, bias],
            } if is_bias(bias) => Some(x),
            _ => None,
        }
    }

    fn less(&self, value: Value) -> Option<(IntCC, [Value; 2])> {
        less(self.func.made_by(value)?)
    }

    fn is_zero(&self, value: Value) -> bool {
        matches!(self.func.made_by(value), Some(InstData::Iconst(0)))
    }

    /// Whether a branch tests this in one instruction, and saves the one that makes it a value.
    fn is_test(&self, value: Value) -> bool {
        let is_xor = |data: &InstData| {
            matches!(
                data,
                InstData::Binary {
                    op: BinaryOp::Xor,
                    ..
                }
            )
        };
        self.reads[value] == 1
            && (self.is_condition(value) || self.func.made_by(value).is_some_and(is_xor))
    }

    /// Whether the value is 1 or 0.
    fn is_condition(&self, value: Value) -> bool {
        matches!(self.func.made_by(value), Some(InstData::Icmp { .. }))
    }
}

/// `x < y`, however it is spelt.
fn less(data: &InstData) -> Option<(IntCC, [Value; 2])> {
    match *data {
        InstData::Icmp { cc, args: [x, y] } => match cc {
            IntCC::Slt | IntCC::Ult => Some((cc, [x, y])),
            IntCC::Sgt => Some((IntCC::Slt, [y, x])),
            IntCC::Ugt => Some((IntCC::Ult, [y, x])),
            _ => None,
        },
        _ => None,
    }
}

/// The high words decide if they differ.
fn pair(
    tests: &mut usize,
    high: [Value; 2],
    less: IntCC,
    (low_less, low): (IntCC, [Value; 2]),
) -> Decision {
    *tests -= 1;
    Decision::Choice(Box::new([
        Decision::Compare(IntCC::Ne, high),
        Decision::Compare(less, high),
        Decision::Compare(low_less, low),
    ]))
}

// ---- branching -------------------------------------------------------------------------------

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
