//! Checks of an index, made on the pointer that is counted on beside it: see [`pointers`](super::pointers) on when that is right.

use crate::ir::{Block, DominatorTree, Function, Inst, InstData, IntCC, Symbol, Type, Value};
use crate::opt::Context;
use crate::opt::checks::{Base, check_of, least_size};

use super::guards::index_of;
use super::induction::{Affine, CountedLoop, Term};
use super::number::{Builder, Number};

/// Checks of indices, which are the same sum as the pointer but for a symbol's address and constants.
#[derive(Default)]
pub(super) struct Checks {
    pub list: Vec<IndexCheck>,
    base: Base,
    /// The symbol that the pointer has more than the indices.
    symbol: Option<Symbol>,
}

#[derive(Clone, Copy)]
pub(super) struct IndexCheck {
    pub block: Block,
    pub inst: Inst,
    pub cond: Value,
    /// The number in the index's sum.
    add: i32,
    limit: i64,
}

/// How far indices of a group may be from each other, and rise in an iteration.
pub(super) const MAX_AHEAD: i32 = 2048;

impl Checks {
    /// The checks of a loop whose indices are an address's sum but for a symbol's address and constants.
    pub fn find(func: &Function, lp: &CountedLoop, address: &Affine) -> Self {
        let symbol = address.terms.iter().find_map(|&(term, _)| match term {
            Term::Symbol(symbol) => Some(symbol),
            Term::Value(_) => None,
        });
        let mut checks = Self {
            symbol,
            ..Self::default()
        };
        if symbol.is_none() || !(1..=MAX_AHEAD).contains(&address.step(lp)) {
            return checks;
        }
        for &block in &lp.body {
            for &inst in &func.blocks[block].insts {
                checks.add(func, lp, address, block, inst);
            }
        }
        checks
    }

    fn add(
        &mut self,
        func: &Function,
        lp: &CountedLoop,
        address: &Affine,
        block: Block,
        inst: Inst,
    ) {
        let (Some(check), &InstData::TrapIf { cond, .. }) = (check_of(func, inst), func.inst(inst))
        else {
            return;
        };
        let Some(index) = index_of(func, lp, check) else {
            return;
        };
        let is_symbol = |(term, _): &&(Term, i32)| matches!(term, Term::Symbol(_));
        let others = address.terms.iter().filter(|term| !is_symbol(term));
        let same = index.variable == address.variable && index.terms.iter().eq(others);
        if same && (self.list.is_empty() || self.base == check.base) {
            self.base = check.base;
            self.list.push(IndexCheck {
                block,
                inst,
                cond,
                add: index.add,
                limit: check.limit,
            });
        }
    }

    /// The number in the least index's sum; none without checks.
    pub fn least(&self) -> Option<i32> {
        self.list.iter().map(|check| check.add).min()
    }

    /// Whether all limits and the base are such that the checks can be made on a pointer.
    pub fn are_sound(
        &self,
        func: &Function,
        context: &Context<'_>,
        tree: &DominatorTree,
        lp: &CountedLoop,
    ) -> bool {
        let size = least_size(func, context.memories, self.base);
        let near = |check: &IndexCheck| {
            let ahead = i64::from(check.add) - i64::from(self.least().unwrap_or(check.add));
            ahead <= MAX_AHEAD.into() && check.limit - ahead >= -size
        };
        let always = |check: &IndexCheck| tree.dominates(check.block, lp.latch);
        self.list.iter().all(near)
            && self.list.iter().any(always)
            && self.base.is_none_or(|size| lp.is_outside(size))
    }

    /// Whether one of the checks is made before an instruction whenever that is come to.
    pub fn precede(
        &self,
        func: &Function,
        tree: &DominatorTree,
        lp: &CountedLoop,
        inst: Inst,
    ) -> bool {
        let place =
            |block: Block, inst: Inst| func.blocks[block].insts.iter().position(|&i| i == inst);
        let home = lp
            .body
            .iter()
            .find_map(|&block| Some((block, place(block, inst)?)));
        let Some((home, at)) = home else {
            return false;
        };
        self.list.iter().any(|check| match check.block == home {
            true => place(home, check.inst).is_some_and(|place| place < at),
            false => tree.dominates(check.block, home),
        })
    }

    /// What the least index must not pass for a check to pass.
    pub fn limit(&self, check: &IndexCheck) -> i64 {
        let least = self.least().unwrap_or(check.add);
        check.limit - (i64::from(check.add) - i64::from(least))
    }

    /// A limit with the base.
    fn number(&self, builder: &mut Builder<'_>, limit: i64) -> Number {
        let limit = Number::Known(limit as i32 as u32);
        match self.base {
            Some(base) => builder.add(Number::Value(base), limit),
            None => limit,
        }
    }

    fn address(&self, builder: &mut Builder<'_>, offset: i32) -> Number {
        let symbol = self.symbol.expect("checks are found only with a symbol");
        Number::Value(builder.emit(InstData::SymbolAddr { symbol, offset }))
    }

    /// What the pointer begins with, given the sum it would begin with.
    pub fn begin(&self, builder: &mut Builder<'_>, index: Number) -> Number {
        let most = self.list.iter().map(|check| self.limit(check)).max();
        let beyond = self.number(builder, most.unwrap_or_default() + 1);
        let index = builder.umin(index, beyond);
        let address = self.address(builder, 0);
        builder.add(address, index)
    }

    /// What the pointer is compared with by each check.
    pub fn limits(&self, builder: &mut Builder<'_>) -> Vec<Value> {
        let limit = |check| {
            let address = self.address(builder, self.limit(check) as i32);
            let limit = match self.base {
                Some(base) => builder.add(address, Number::Value(base)),
                None => address,
            };
            builder.value(limit)
        };
        self.list.iter().map(limit).collect()
    }
}

/// Has a check fail if the first value is greater than the second.
pub(super) fn check_instead(func: &mut Function, check: &IndexCheck, args: [Value; 2]) {
    let cc = IntCC::Ugt;
    let loc = func.loc(check.inst);
    let compare = func.make_inst(InstData::Icmp { cc, args }, &[Type::I32], loc);
    let insts = &mut func.blocks[check.block].insts;
    if let Some(place) = insts.iter().position(|&inst| inst == check.inst) {
        insts.insert(place, compare);
    }
    let result = func.result(compare);
    if let InstData::TrapIf { cond, .. } = func.inst_mut(check.inst) {
        *cond = result;
    }
}
