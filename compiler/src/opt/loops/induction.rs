//! Loops and the values in them that rise or fall by the same number in every iteration.
//!
//! A *basic* induction variable is a parameter of the header that the latch passes on with a constant added. An [`Affine`] value is a
//! sum of values from outside of the loop, a basic induction variable times a number, and a number. All arithmetic is modulo
//! 2^32, so the sums are exact whatever wraps.

use cranelift_entity::EntitySet;
use smallvec::SmallVec;

use crate::ir::loops::{Loop, LoopForest};
use crate::ir::{
    BinaryOp, Block, ControlFlowGraph, DominatorTree, Function, InstData, Symbol, Value, ValueDef,
};

/// A loop with one latch: the one block that branches back to the header.
pub(super) struct CountedLoop {
    pub header: Block,
    pub latch: Block,
    /// The blocks, the header first, each after those that dominate it, those of inner loops included.
    pub body: Vec<Block>,
    blocks: EntitySet<Block>,
    pub is_innermost: bool,
    pub has_calls: bool,
    /// For each parameter of the header, what it rises by, if it is a basic induction variable.
    pub steps: Vec<Option<i32>>,
    /// The values defined in the loop.
    defined: EntitySet<Value>,
}

/// A summand that does not change while the loop runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Term {
    Value(Value),
    Symbol(Symbol),
}

/// `terms * their numbers + variable * scale + add`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Affine {
    pub terms: SmallVec<[(Term, i32); 3]>,
    /// The position among the header's parameters, and a number that is not 0.
    pub variable: Option<(usize, i32)>,
    pub add: i32,
}

/// How many operations a value is taken apart.
const DEPTH: u32 = 6;

/// The loops of a function as of when they were looked for.
pub(super) struct Loops {
    pub cfg: ControlFlowGraph,
    pub tree: DominatorTree,
    forest: LoopForest,
    bodies: Vec<Vec<Block>>,
}

impl Loops {
    pub fn compute(func: &Function) -> Self {
        let cfg = ControlFlowGraph::compute(func);
        let tree = DominatorTree::compute(func, &cfg);
        let forest = LoopForest::compute(func, &cfg, &tree);
        let bodies = forest.bodies(&cfg);
        Self {
            cfg,
            tree,
            forest,
            bodies,
        }
    }

    /// The headers of all loops, inner ones first.
    pub fn headers(&self) -> Vec<Block> {
        self.forest.loops.iter().map(|lp| lp.header).collect()
    }

    /// The loop with that header, if it has one latch. Only what branches there are must be as it was when the loops
    /// were looked for.
    pub fn counted(&self, func: &Function, header: Block) -> Option<CountedLoop> {
        let mut loops = self.forest.loops.iter();
        let id = loops.position(|lp| lp.header == header)?;
        CountedLoop::new(func, &self.cfg, &self.forest.loops[id], &self.bodies[id])
    }
}

impl CountedLoop {
    fn new(func: &Function, cfg: &ControlFlowGraph, data: &Loop, body: &[Block]) -> Option<Self> {
        let header = data.header;
        let mut blocks = EntitySet::new();
        blocks.extend(body.iter().copied());
        let mut latches = cfg
            .preds(header)
            .iter()
            .filter(|pred| blocks.contains(**pred));
        let (&latch, None) = (latches.next()?, latches.next()) else {
            return None;
        };
        let mut found = Self {
            header,
            latch,
            body: body.to_vec(),
            blocks,
            is_innermost: data.is_innermost,
            has_calls: false,
            steps: Vec::new(),
            defined: EntitySet::new(),
        };
        found.look(func);
        Some(found)
    }

    fn look(&mut self, func: &Function) {
        for &block in &self.body {
            self.defined
                .extend(func.blocks[block].params.iter().copied());
            for &inst in &func.blocks[block].insts {
                self.defined.extend(func.results(inst).iter().copied());
            }
            self.has_calls |= func.calls(block);
        }
        let passed = self.passed_back(func);
        let params = func.blocks[self.header].params.iter().zip(passed);
        self.steps = params
            .map(|(&param, next)| step(func, param, next))
            .collect();
    }

    /// What the latch passes to the header.
    pub fn passed_back(&self, func: &Function) -> Vec<Value> {
        let mut args = Vec::new();
        func.inst(func.terminator(self.latch)).visit_dests(|dest| {
            if dest.block == self.header {
                args = dest.args.to_vec();
            }
        });
        args
    }

    /// Whether a value is the same in all iterations, because it is defined outside.
    pub fn is_outside(&self, value: Value) -> bool {
        !self.defined.contains(value)
    }

    pub fn contains(&self, block: Block) -> bool {
        self.blocks.contains(block)
    }

    /// How many blocks branch out of the loop.
    pub fn exits(&self, func: &Function) -> usize {
        let leaves = |&&block: &&Block| {
            let mut leaves = false;
            func.inst(func.terminator(block))
                .visit_dests(|dest| leaves |= !self.contains(dest.block));
            leaves
        };
        self.body.iter().filter(leaves).count()
    }

    /// The instructions of all blocks.
    pub fn size(&self, func: &Function) -> usize {
        let blocks = self.body.iter();
        blocks.map(|&block| func.blocks[block].insts.len()).sum()
    }

    /// A value as a sum, if it is one.
    pub fn affine(&self, func: &Function, value: Value) -> Option<Affine> {
        self.affine_to(func, value, DEPTH)
    }

    fn affine_to(&self, func: &Function, value: Value, depth: u32) -> Option<Affine> {
        let data = match func.def(value) {
            ValueDef::Param(block, n) if block == self.header && !self.is_outside(value) => {
                let n = usize::from(n);
                self.steps[n]?;
                return Some(Affine {
                    variable: Some((n, 1)),
                    ..Affine::default()
                });
            }
            ValueDef::Param(..) => return self.term(value),
            ValueDef::Result(inst, _) => func.inst(inst),
        };
        match *data {
            InstData::Iconst(add) => Some(Affine {
                add,
                ..Affine::default()
            }),
            InstData::SymbolAddr { symbol, offset } => Some(Affine {
                terms: SmallVec::from_slice(&[(Term::Symbol(symbol), 1)]),
                variable: None,
                add: offset,
            }),
            InstData::Binary { op, args } if depth > 0 => self
                .operation(func, op, args, depth - 1)
                .or_else(|| self.term(value)),
            _ => self.term(value),
        }
    }

    fn operation(
        &self,
        func: &Function,
        op: BinaryOp,
        [x, y]: [Value; 2],
        depth: u32,
    ) -> Option<Affine> {
        let x = self.affine_to(func, x, depth)?;
        let y = self.affine_to(func, y, depth)?;
        match op {
            BinaryOp::Iadd => x.plus(y),
            BinaryOp::Isub => x.plus(y.times(-1)?),
            BinaryOp::Imul => x.times(y.constant()?),
            BinaryOp::Ishl => x.times(1_i32.wrapping_shl(y.constant()? as u32)),
            _ => None,
        }
    }

    fn term(&self, value: Value) -> Option<Affine> {
        self.is_outside(value).then(|| Affine {
            terms: SmallVec::from_slice(&[(Term::Value(value), 1)]),
            ..Affine::default()
        })
    }
}

impl Affine {
    /// The number, if it is nothing else.
    pub fn constant(&self) -> Option<i32> {
        (self.terms.is_empty() && self.variable.is_none()).then_some(self.add)
    }

    /// What it rises by in an iteration.
    pub fn step(&self, lp: &CountedLoop) -> i32 {
        self.variable.map_or(0, |(n, scale)| {
            scale.wrapping_mul(lp.steps[n].unwrap_or_default())
        })
    }

    /// The sum; none if it has two induction variables, or more terms than are worth it.
    pub fn plus(mut self, other: Self) -> Option<Self> {
        self.add = self.add.wrapping_add(other.add);
        self.variable = match (self.variable, other.variable) {
            (variable, None) | (None, variable) => variable,
            (Some((n, a)), Some((m, b))) if n == m => {
                let scale = a.wrapping_add(b);
                (scale != 0).then_some((n, scale))
            }
            _ => return None,
        };
        for (term, number) in other.terms {
            match self.terms.iter_mut().find(|(mine, _)| *mine == term) {
                Some((_, mine)) => *mine = mine.wrapping_add(number),
                None => self.terms.push((term, number)),
            }
        }
        self.terms.retain(|(_, number)| *number != 0);
        self.terms.sort_unstable();
        (self.terms.len() <= 3).then_some(self)
    }

    /// The difference, to look at: what is left may have symbols' addresses in it with other numbers than 1, which no code is made of.
    pub fn minus(self, mut other: Self) -> Option<Self> {
        other.add = other.add.wrapping_neg();
        for (_, number) in &mut other.terms {
            *number = number.wrapping_neg();
        }
        other.variable = other.variable.map(|(n, scale)| (n, scale.wrapping_neg()));
        self.plus(other)
    }

    /// The product; none if a symbol's address would be multiplied.
    pub fn times(mut self, number: i32) -> Option<Self> {
        if number == 0 {
            return Some(Self::default());
        }
        let has_symbol = |(term, _): &(Term, i32)| matches!(term, Term::Symbol(_));
        if number != 1 && self.terms.iter().any(has_symbol) {
            return None;
        }
        for (_, mine) in &mut self.terms {
            *mine = mine.wrapping_mul(number);
        }
        self.terms.retain(|(_, number)| *number != 0);
        self.variable = self
            .variable
            .map(|(n, scale)| (n, scale.wrapping_mul(number)))
            .filter(|&(_, scale)| scale != 0);
        self.add = self.add.wrapping_mul(number);
        Some(self)
    }
}

/// The number that was added to `param` to make `next`.
fn step(func: &Function, param: Value, mut next: Value) -> Option<i32> {
    let mut sum = 0_i32;
    for _ in 0..DEPTH {
        if next == param {
            return (sum != 0).then_some(sum);
        }
        let InstData::Binary {
            op: BinaryOp::Iadd,
            args: [x, c],
        } = func.made_by(next)?
        else {
            return None;
        };
        let InstData::Iconst(c) = func.made_by(*c)? else {
            return None;
        };
        sum = sum.wrapping_add(*c);
        next = *x;
    }
    None
}
