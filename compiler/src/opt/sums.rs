//! Sums of three, added in the order of which a part is there already: `b + (x + y)` becomes `(b + x) + y` where `b + x` was computed
//! before, if nothing else reads `x + y`.
//!
//! So an address of which only the index was chosen, `base + select(right, x + 4, x)`, is chosen itself if `base + x` is
//! known. What is read only after a loop does not keep the sum in it: there `x + y` is made again, as `(b + x + y) - b`.
//!
//! All sums are modulo 2^32, so their order does not matter. No check reads another value than it did.

use cranelift_entity::SecondaryMap;
use rustc_hash::FxHashMap;

use crate::ir::dominators::TreeStep;
use crate::ir::loops::LoopForest;
use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, Inst, InstData, Type, Value,
    ValueDef,
};

/// Runs the pass; says whether anything changed.
pub(super) fn run(func: &mut Function) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let tree = DominatorTree::compute(func, &cfg);
    let mut sums = Sums {
        forest: LoopForest::compute(func, &cfg, &tree),
        tree,
        reads: func.count_reads(),
        known: FxHashMap::default(),
    };
    let mut changed = false;
    for step in sums.tree.walk(func.entry()) {
        let TreeStep::Enter(block) = step else {
            continue;
        };
        for inst in func.blocks[block].insts.clone() {
            changed |= sums.visit(func, block, inst);
        }
    }
    changed
}

struct Sums {
    tree: DominatorTree,
    forest: LoopForest,
    reads: SecondaryMap<Value, u32>,
    /// The sum of two values, and where it was computed last. If that does not dominate the current block, it holds nowhere that
    /// the walk of the tree still comes to.
    known: FxHashMap<[Value; 2], (Value, Block)>,
}

impl Sums {
    fn visit(&mut self, func: &mut Function, block: Block, inst: Inst) -> bool {
        let Some([a, b]) = sum(func, inst) else {
            return false;
        };
        let found = [(a, b), (b, a)].into_iter().find_map(|(base, part)| {
            let args = self.better(func, block, base, part)?;
            let after = match self.reads[part] {
                1 => Vec::new(),
                _ => self.readers_after_loop(func, block, inst, part)?,
            };
            Some((args, base, part, after))
        });
        let better = found.map(|(args, base, part, after)| {
            let op = BinaryOp::Iadd;
            *func.inst_mut(inst) = InstData::Binary { op, args };
            let sum = func.result(inst);
            after
                .into_iter()
                .for_each(|block| make_again(func, block, part, [sum, base]));
            args
        });
        let [a, b] = better.unwrap_or([a, b]);
        self.known
            .insert(in_order([a, b]), (func.result(inst), block));
        better.is_some()
    }

    /// `(base + x) + y`, if `part` is `x + y` and `base + x` is known.
    fn better(
        &self,
        func: &Function,
        block: Block,
        base: Value,
        part: Value,
    ) -> Option<[Value; 2]> {
        let ValueDef::Result(inner, _) = func.def(part) else {
            return None;
        };
        let [x, y] = sum(func, inner)?;
        if base == part || !func.blocks[block].insts.contains(&inner) {
            return None;
        }
        let known = |x: Value| {
            let &(value, at) = self.known.get(&in_order([base, x]))?;
            self.tree.dominates(at, block).then_some(value)
        };
        match (known(x), known(y)) {
            (Some(sum), _) => Some([sum, y]),
            (None, Some(sum)) => Some([sum, x]),
            (None, None) => None,
        }
    }

    /// The blocks that read a value, if but for one instruction in a loop all come after that loop.
    fn readers_after_loop(
        &self,
        func: &Function,
        block: Block,
        reader: Inst,
        value: Value,
    ) -> Option<Vec<Block>> {
        let id = self.forest.innermost(block)?;
        let mut after = Vec::new();
        for &other in &func.layout {
            let insts = func.blocks[other].insts.iter();
            let mut readers = insts.filter(|&&inst| inst != reader && func.inst(inst).reads(value));
            if readers.next().is_some() {
                let is_after =
                    !self.forest.contains(id, other) && self.tree.dominates(block, other);
                after.push(is_after.then_some(other)?);
            }
        }
        Some(after)
    }
}

/// Has a block read the difference instead of the value that it is.
fn make_again(func: &mut Function, block: Block, value: Value, args: [Value; 2]) {
    let insts = func.blocks[block].insts.clone();
    let Some(first) = insts.iter().position(|&inst| func.inst(inst).reads(value)) else {
        return;
    };
    let loc = func.loc(insts[first]);
    let op = BinaryOp::Isub;
    let inst = func.make_inst(InstData::Binary { op, args }, &[Type::I32], loc);
    func.blocks[block].insts.insert(first, inst);
    let again = func.result(inst);
    for reader in insts {
        func.inst_mut(reader).visit_args_mut(|arg| {
            if *arg == value {
                *arg = again;
            }
        });
    }
}

fn sum(func: &Function, inst: Inst) -> Option<[Value; 2]> {
    match *func.inst(inst) {
        InstData::Binary {
            op: BinaryOp::Iadd,
            args,
        } => Some(args),
        _ => None,
    }
}

fn in_order(mut args: [Value; 2]) -> [Value; 2] {
    args.sort_unstable();
    args
}
