//! Values that an iteration computes anew though the one before had them: they are carried round the loop as parameters.
//!
//! `loop(p): a = base + p; …; q = load a; b = base + q; …; loop(q)` computes b, and as the next iteration's a once more. The loop with
//! another parameter, `loop(p, a): …; b = base + q; …; loop(q, b)`, computes it once, and need not carry p if nothing else reads it.
//!
//! The *next* value of a value is what it will be an iteration later, if the loop computes that now: of a parameter what the latch
//! passes on; of what comes from outside itself; of an operation the same operation on next values, where that is found in a block
//! that dominates the latch. What is carried is computed before the loop, too, from what the loop begins with: so only what
//! every iteration computes, which is pure and cannot trap.
//!
//! It is worth it if the instructions it saves are more than the moves it costs: a value that is still read when the next one is
//! made needs a register of its own.

use cranelift_entity::packed_option::PackedOption;
use cranelift_entity::{EntitySet, SecondaryMap};
use rustc_hash::FxHashMap;

use crate::ir::cfg::successors;
use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, Type, Value,
    ValueDef,
};
use crate::opt::pressure::{pressure, registers};
use crate::opt::remat::is_constant;
use crate::opt::rewrite::{Copies, Replacements};
use crate::target::Target;

use super::induction::CountedLoop;
use super::layout::block_before;

/// More instructions than this before the loop are not worth one in it.
const MAX_BEFORE: usize = 3;

/// Runs on one loop; says whether anything changed.
pub(super) fn run(
    func: &mut Function,
    target: &Target,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    lp: &CountedLoop,
) -> bool {
    if func.blocks[lp.header].cold {
        return false;
    }
    let mut before = None;
    while let Some(carried) = find(func, target, cfg, tree, lp) {
        let before = *before.get_or_insert_with(|| block_before(func, cfg, lp).0);
        carry(func, lp, before, &carried);
    }
    before.is_some()
}

/// A value to be carried.
struct Carried {
    value: Value,
    next: Value,
    /// The instructions that make it of the header's parameters and what comes from outside, in order.
    made_by: Vec<Inst>,
}

/// What each iteration computes, and where.
struct Body<'a> {
    func: &'a Function,
    lp: &'a CountedLoop,
    /// The place of each instruction in the blocks that dominate the latch.
    places: FxHashMap<Inst, (Block, usize)>,
    /// What is computed there, by operation.
    known: FxHashMap<(BinaryOp, [Value; 2]), Value>,
    next: SecondaryMap<Value, PackedOption<Value>>,
    passed: Vec<Value>,
    reads: SecondaryMap<Value, u32>,
}

fn find(
    func: &Function,
    target: &Target,
    cfg: &ControlFlowGraph,
    tree: &DominatorTree,
    lp: &CountedLoop,
) -> Option<Carried> {
    let body = Body::new(func, tree, lp)?;
    let mut has_room = None;
    body.lp.body.iter().find_map(|block| {
        let insts = func.blocks[*block].insts.iter();
        insts.copied().find_map(|inst| {
            let carried = body.carried(inst)?;
            let (saved, more_registers) = body.worth(&carried);
            let mut fits = || {
                *has_room.get_or_insert_with(|| {
                    let pressure = pressure(func, cfg);
                    let most = lp.body.iter().map(|&block| pressure[block]).max();
                    !lp.has_calls && most.unwrap_or(0) < registers(target)
                })
            };
            (saved > 0 && (!more_registers || fits())).then_some(carried)
        })
    })
}

impl<'a> Body<'a> {
    /// None if no iteration computes what another could use.
    fn new(func: &'a Function, tree: &DominatorTree, lp: &'a CountedLoop) -> Option<Self> {
        let passed = lp.passed_back(func);
        let mut body = Self {
            func,
            lp,
            places: FxHashMap::default(),
            known: FxHashMap::default(),
            next: SecondaryMap::new(),
            reads: SecondaryMap::new(),
            passed,
        };
        let always = || {
            let blocks = lp.body.iter().copied();
            blocks.filter(|&block| tree.dominates(block, lp.latch))
        };
        for block in always() {
            for (n, &inst) in func.blocks[block].insts.iter().enumerate() {
                body.places.insert(inst, (block, n));
                if let Some(operation) = operation(func, inst) {
                    body.known.insert(operation, func.result(inst));
                }
            }
        }
        let mut any = false;
        for block in always() {
            for &inst in &func.blocks[block].insts {
                if let Some((op, args)) = operation(func, inst)
                    && let Some(next) = body.next_of(op, args)
                    && next != func.result(inst)
                {
                    body.next[func.result(inst)] = next.into();
                    any = true;
                }
            }
        }
        if !any {
            return None;
        }
        body.reads = func.count_reads();
        Some(body)
    }

    /// What the operation will give in the next iteration.
    fn next_of(&self, op: BinaryOp, args: [Value; 2]) -> Option<Value> {
        let [x, y] = [self.next(args[0])?, self.next(args[1])?];
        // (a - y) + y is a.
        let sum = |value: Value, other: Value| match self.func.made_by(value)? {
            InstData::Binary {
                op: BinaryOp::Isub,
                args: [a, b],
            } => (op == BinaryOp::Iadd && *b == other).then_some(*a),
            _ => None,
        };
        let known = || self.known.get(&(op, in_order(op, [x, y]))).copied();
        sum(x, y).or_else(|| sum(y, x)).or_else(known)
    }

    fn next(&self, value: Value) -> Option<Value> {
        if self.lp.is_outside(value) || self.func.made_by(value).is_some_and(is_constant) {
            return Some(value);
        }
        match self.func.def(value) {
            ValueDef::Param(block, n) if block == self.lp.header => {
                Some(self.passed[usize::from(n)])
            }
            _ => self.next[value].expand(),
        }
    }

    fn carried(&self, inst: Inst) -> Option<Carried> {
        let &value = self.func.results(inst).first()?;
        let next = self.next[value].expand()?;
        let mut made_by = Vec::new();
        self.collect(inst, &mut made_by);
        (made_by.len() <= MAX_BEFORE).then_some(Carried {
            value,
            next,
            made_by,
        })
    }

    /// The instructions of the loop that make something, those it reads first.
    fn collect(&self, inst: Inst, made_by: &mut Vec<Inst>) {
        if made_by.len() > MAX_BEFORE || made_by.contains(&inst) {
            return;
        }
        self.func.inst(inst).visit_args(|arg| {
            if let ValueDef::Result(arg_inst, _) = self.func.def(arg)
                && !self.lp.is_outside(arg)
            {
                self.collect(arg_inst, made_by);
            }
        });
        made_by.push(inst);
    }

    /// The instructions that are saved in an iteration less the moves that are added, and whether a register more is needed.
    fn worth(&self, carried: &Carried) -> (i32, bool) {
        let func = self.func;
        // What nothing reads any more.
        let mut dead = vec![carried.value];
        let mut gone: FxHashMap<Value, u32> = FxHashMap::default();
        let mut saved = 0;
        let mut params_gone = 0;
        while let Some(value) = dead.pop() {
            match func.def(value) {
                ValueDef::Result(inst, _) => {
                    saved += i32::from(!is_constant(func.inst(inst)));
                    func.inst(inst).visit_args(|arg| {
                        let gone = gone.entry(arg).or_default();
                        *gone += 1;
                        if *gone == self.reads[arg] && !self.lp.is_outside(arg) {
                            dead.push(arg);
                        }
                    });
                }
                ValueDef::Param(block, n) if block == self.lp.header => {
                    params_gone += 1;
                    saved += i32::from(self.meet(value, self.passed[usize::from(n)]));
                }
                ValueDef::Param(..) => {}
            }
        }
        saved -= i32::from(self.meet(carried.value, carried.next));
        // It is kept until after its own next value was made, or in two registers.
        let params = &func.blocks[self.lp.header].params;
        let next = carried.next;
        saved -= i32::from(params.contains(&next) || self.passed.contains(&next));
        (saved, params_gone == 0)
    }

    /// Whether `value` is still read when `next` has been made.
    fn meet(&self, value: Value, next: Value) -> bool {
        let place = match self.func.def(next) {
            ValueDef::Result(inst, _) => self.places.get(&inst).copied(),
            ValueDef::Param(..) => None,
        };
        let Some((block, at)) = place else {
            return true;
        };
        let reads = |inst: &Inst| self.func.inst(*inst).reads(value);
        if self.func.blocks[block].insts[at + 1..].iter().any(reads) {
            return true;
        }
        let mut seen = EntitySet::new();
        let mut todo = vec![block];
        while let Some(block) = todo.pop() {
            for succ in successors(self.func, block) {
                if succ == self.lp.header || !seen.insert(succ) {
                    continue;
                }
                if self.func.blocks[succ].insts.iter().any(reads) {
                    return true;
                }
                todo.push(succ);
            }
        }
        false
    }
}

/// An operation that only computes and cannot trap, with commuting operands in order.
fn operation(func: &Function, inst: Inst) -> Option<(BinaryOp, [Value; 2])> {
    let InstData::Binary { op, args } = *func.inst(inst) else {
        return None;
    };
    let divides = matches!(
        op,
        BinaryOp::Udiv | BinaryOp::Sdiv | BinaryOp::Urem | BinaryOp::Srem
    );
    (!divides && op.ty() == Type::I32).then(|| (op, in_order(op, args)))
}

fn in_order(op: BinaryOp, [x, y]: [Value; 2]) -> [Value; 2] {
    if op.is_commutative() && y < x {
        [y, x]
    } else {
        [x, y]
    }
}

/// Makes the value before the loop, and a parameter of it.
fn carry(func: &mut Function, lp: &CountedLoop, before: Block, carried: &Carried) {
    let mut copies = Copies::default();
    let starts = super::starts(func, before, lp);
    for (&param, &start) in func.blocks[lp.header].params.iter().zip(&starts) {
        copies.insert(param, start);
    }
    let jump = func.blocks[before].insts.pop();
    for &inst in &carried.made_by {
        let data = copies.data(func, inst);
        copies.append(func, inst, data, before);
    }
    func.blocks[before].insts.extend(jump);
    let first = copies.of(carried.value);
    let param = func.append_param(lp.header, Type::I32);
    for (block, value) in [(before, first), (lp.latch, carried.next)] {
        let branch = func.terminator(block);
        func.inst_mut(branch).visit_dests_mut(|dest| {
            if dest.block == lp.header {
                dest.args.push(value);
            }
        });
    }
    let mut replacements = Replacements::default();
    replacements.replace(carried.value, param);
    replacements.apply(func);
    let made = carried.made_by.last().copied();
    for &block in &lp.body {
        let insts = &mut func.blocks[block].insts;
        insts.retain(|&inst| Some(inst) != made);
    }
}
