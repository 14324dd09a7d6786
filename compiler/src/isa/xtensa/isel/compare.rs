//! Comparisons: as branches, as 0 or 1, as selections.
//!
//! A comparison of integers is a branch of the ISA; a float comparison writes the boolean [`COND`], on which a branch follows
//! directly. To get a value, a branch skips an instruction, or arithmetic does it where that is as short.

use regalloc2::{RegClass, VReg};
use smallvec::SmallVec;

use super::super::Xtensa;
use super::super::abi::COND;
use super::super::fields::{B4CONST, B4CONSTU};
use super::super::relax::{op_of, opposite};
use super::super::seq::{self, Seq};
use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::{BinaryOp, FloatCC, InstData, IntCC, Value};
use crate::mach::{Arg, CondBranch, Lower};
use crate::target::Ext;

/// A branch taken if `cond` is not zero (or, with `negate`, is zero).
pub fn branch_if(isa: &Xtensa, ctx: &mut Lower<'_>, cond: Value, negate: bool) -> CondBranch {
    (Isel { ctx, isa }).branch(cond, negate)
}

/// A branch taken if `index >= count` unsigned.
pub fn branch_if_not_below(
    isa: &Xtensa,
    ctx: &mut Lower<'_>,
    index: Value,
    count: u32,
) -> CondBranch {
    let mut isel = Isel { ctx, isa };
    let index = isel.ctx.use_reg(index);
    let count = count as i32;
    with_constant(IntCC::Uge, index, count).unwrap_or_else(|| {
        let count = isel.constant_temp(count);
        two_registers(IntCC::Uge, index, count)
    })
}

fn cond_branch(op: Op, args: impl Into<SmallVec<[Arg; 4]>>) -> CondBranch {
    CondBranch {
        op: op.into(),
        args: args.into(),
    }
}

/// Branches.
impl Isel<'_, '_> {
    /// A branch taken if `cond` is not zero (or, with `negate`, is zero); compares and bit tests that define it are looked through.
    pub fn branch(&mut self, cond: Value, negate: bool) -> CondBranch {
        match self.ctx.def_of(cond) {
            Some(&InstData::Icmp { cc, args: [x, y] }) => {
                let cc = if negate { cc.complement() } else { cc };
                return self.compare_and_branch(cc, x, y);
            }
            Some(&InstData::Fcmp { cc, args }) => {
                let holds = self.float_compare(cc, args);
                return float_branch(holds != negate);
            }
            _ => {}
        }
        if let Some(branch) = self.bit_test(cond, negate) {
            return branch;
        }
        let cond = self.ctx.use_reg(cond);
        let op = if negate { Op::Beqz } else { Op::Bnez };
        cond_branch(op, [reg(cond)].as_slice())
    }

    /// A branch taken if `x cc y`.
    pub fn compare_and_branch(&mut self, cc: IntCC, x: Value, y: Value) -> CondBranch {
        if let Some(n) = self.ctx.const_of(y) {
            let equality = matches!(cc, IntCC::Eq | IntCC::Ne);
            if n == 0
                && equality
                && let Some(branch) = self.compared_again(x, cc == IntCC::Eq)
            {
                return branch;
            }
            let x = self.ctx.use_reg(x);
            if let Some(branch) = with_constant(cc, x, n) {
                return branch;
            }
        } else if let Some(n) = self.ctx.const_of(x) {
            let y = self.ctx.use_reg(y);
            if let Some(branch) = with_constant(cc.swapped(), y, n) {
                return branch;
            }
        }
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        two_registers(cc, x, y)
    }

    /// The branch for `x == 0` or `x != 0` where x is itself a comparison or a bit test.
    fn compared_again(&mut self, x: Value, is_zero: bool) -> Option<CondBranch> {
        match self.ctx.def_of(x) {
            Some(InstData::Icmp { .. } | InstData::Fcmp { .. }) => Some(self.branch(x, is_zero)),
            _ => self.bit_test(x, is_zero),
        }
    }

    /// `x & y` that nobody else wants: `bbsi`, `bbci`, `bany`, `bnone`.
    fn bit_test(&mut self, cond: Value, is_zero: bool) -> Option<CondBranch> {
        let Some(&InstData::Binary {
            op: BinaryOp::And,
            args: [x, y],
        }) = self.ctx.sole_use_def(cond)
        else {
            return None;
        };
        let by_mask = (self.ctx.const_of(y).map(|n| (x, n)))
            .or_else(|| self.ctx.const_of(x).map(|n| (y, n)))
            .filter(|&(_, n)| n.count_ones() == 1);
        if let Some((x, mask)) = by_mask {
            let op = if is_zero { Op::Bbci } else { Op::Bbsi };
            let bit = Arg::Imm(mask.trailing_zeros() as i32);
            let x = self.ctx.use_reg(x);
            return Some(cond_branch(op, [reg(x), bit].as_slice()));
        }
        let op = if is_zero { Op::Bnone } else { Op::Bany };
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        Some(cond_branch(op, [reg(x), reg(y)].as_slice()))
    }

    /// Writes [`COND`]; the answer is what its value is when the comparison holds.
    fn float_compare(&mut self, cc: FloatCC, [x, y]: [Value; 2]) -> bool {
        let (op, exchange, holds) = match cc {
            FloatCC::Eq => (Op::OeqS, false, true),
            FloatCC::Ne => (Op::OeqS, false, false),
            FloatCC::Lt => (Op::OltS, false, true),
            FloatCC::Le => (Op::OleS, false, true),
            FloatCC::Gt => (Op::OltS, true, true),
            FloatCC::Ge => (Op::OleS, true, true),
            FloatCC::Ord => (Op::UnS, false, false),
            FloatCC::Unord => (Op::UnS, false, true),
            FloatCC::UnordLt => (Op::UltS, false, true),
            FloatCC::UnordLe => (Op::UleS, false, true),
            FloatCC::UnordGt => (Op::UltS, true, true),
            FloatCC::UnordGe => (Op::UleS, true, true),
        };
        let (x, y) = if exchange { (y, x) } else { (x, y) };
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        self.compare_floats(op, x, y);
        holds
    }

    /// A float comparison into [`COND`].
    pub fn compare_floats(&mut self, op: Op, x: VReg, y: VReg) {
        self.ctx.row(op, [Arg::Fixed(COND), reg(x), reg(y)]);
    }
}

/// A branch taken if `x cc n`, if it can tell by sign, zero or an encoded constant.
fn with_constant(cc: IntCC, x: VReg, n: i32) -> Option<CondBranch> {
    let (cc, n) = closed_form(cc, n);
    let with_zero = match (cc, n) {
        (IntCC::Eq, 0) | (IntCC::Ult, 1) => Some(Op::Beqz),
        (IntCC::Ne, 0) | (IntCC::Uge, 1) => Some(Op::Bnez),
        (IntCC::Slt, 0) | (IntCC::Uge, i32::MIN) => Some(Op::Bltz),
        (IntCC::Sge, 0) | (IntCC::Ult, i32::MIN) => Some(Op::Bgez),
        _ => None,
    };
    if let Some(op) = with_zero {
        return Some(cond_branch(op, [reg(x)].as_slice()));
    }
    let (op, field) = match cc {
        IntCC::Eq => (Op::Beqi, &B4CONST),
        IntCC::Ne => (Op::Bnei, &B4CONST),
        IntCC::Slt => (Op::Blti, &B4CONST),
        IntCC::Sge => (Op::Bgei, &B4CONST),
        IntCC::Ult => (Op::Bltui, &B4CONSTU),
        IntCC::Uge => (Op::Bgeui, &B4CONSTU),
        _ => return None,
    };
    let encoded = field.to_bits(n).is_some();
    encoded.then(|| cond_branch(op, [reg(x), Arg::Imm(n)].as_slice()))
}

/// `<=` and `>` of a constant as `<` and `>=` of the next, if there is a next.
fn closed_form(cc: IntCC, n: i32) -> (IntCC, i32) {
    match cc {
        IntCC::Sle if n != i32::MAX => (IntCC::Slt, n + 1),
        IntCC::Sgt if n != i32::MAX => (IntCC::Sge, n + 1),
        IntCC::Ule if n != -1 => (IntCC::Ult, n.wrapping_add(1)),
        IntCC::Ugt if n != -1 => (IntCC::Uge, n.wrapping_add(1)),
        _ => (cc, n),
    }
}

fn two_registers(cc: IntCC, x: VReg, y: VReg) -> CondBranch {
    let (op, x, y) = match cc {
        IntCC::Eq => (Op::Beq, x, y),
        IntCC::Ne => (Op::Bne, x, y),
        IntCC::Slt => (Op::Blt, x, y),
        IntCC::Sge => (Op::Bge, x, y),
        IntCC::Sgt => (Op::Blt, y, x),
        IntCC::Sle => (Op::Bge, y, x),
        IntCC::Ult => (Op::Bltu, x, y),
        IntCC::Uge => (Op::Bgeu, x, y),
        IntCC::Ugt => (Op::Bltu, y, x),
        IntCC::Ule => (Op::Bgeu, y, x),
    };
    cond_branch(op, [reg(x), reg(y)].as_slice())
}

fn float_branch(if_set: bool) -> CondBranch {
    let op = if if_set { Op::Bt } else { Op::Bf };
    cond_branch(op, [Arg::Fixed(COND)].as_slice())
}

/// Values.
impl Isel<'_, '_> {
    /// `d = x cc y` as 0 or 1.
    pub fn icmp(&mut self, d: VReg, cc: IntCC, [x, y]: [Value; 2]) {
        match (cc, self.ctx.const_of(y)) {
            (IntCC::Eq | IntCC::Ne, _) if self.equality(d, cc == IntCC::Eq, x, y) => return,
            (IntCC::Slt, Some(0)) | (IntCC::Sle, Some(-1)) => {
                let x = self.ctx.use_reg(x);
                return self.shift_right(d, x, 31);
            }
            (IntCC::Sge, Some(0)) | (IntCC::Sgt, Some(-1)) => {
                let x = self.ctx.use_reg(x);
                let sign = self.rri_temp(Op::Srai, x, 31);
                return self.rri(Op::Addi, d, sign, 1);
            }
            _ => {}
        }
        let cond = self.compare_and_branch(cc, x, y);
        seq::set_if(self.ctx, d, &cond);
    }

    /// Equality by the difference: it is zero where 32 zeros lead, and not zero where it and 1 have the minimum 1.
    fn equality(&mut self, d: VReg, equal: bool, x: Value, y: Value) -> bool {
        let compared = (self.ctx.def_of(x))
            .is_some_and(|def| matches!(def, InstData::Icmp { .. } | InstData::Fcmp { .. }));
        let wanted = if equal { Ext::Nsa } else { Ext::MinMax };
        if compared || !self.isa.has(wanted) {
            return false;
        }
        let difference = match self.ctx.const_of(y) {
            Some(0) => self.ctx.use_reg(x),
            Some(n) if (-127..=128).contains(&n) => {
                let x = self.ctx.use_reg(x);
                self.rri_temp(Op::Addi, x, -n)
            }
            _ => {
                let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
                self.rrr_temp(Op::Sub, x, y)
            }
        };
        if equal {
            let zeros = self.rr_temp(Op::Nsau, difference);
            self.rri(Op::Srli, d, zeros, 5);
        } else {
            let one = self.constant_temp(1);
            self.rrr(Op::Minu, d, difference, one);
        }
        true
    }

    /// `d = x cc y` of floats, as 0 or 1.
    pub fn fcmp(&mut self, d: VReg, cc: FloatCC, args: [Value; 2]) {
        let holds = self.float_compare(cc, args);
        seq::set_if(self.ctx, d, &float_branch(holds));
    }

    /// `d = x if cond else y`, words or floats: conditional moves where the condition is a comparison with zero or of floats,
    /// else a branch over a move.
    pub fn select_value(&mut self, d: VReg, cond: Value, x: Value, y: Value) {
        let (x, y) = (self.ctx.use_reg(x), self.ctx.use_reg(y));
        let branch = self.branch(cond, false);
        let op = op_of(branch.op);
        let float = d.class() == RegClass::Float;
        let moved = match op {
            Op::Beqz => Some((Op::Moveqz, Op::MoveqzS)),
            Op::Bnez => Some((Op::Movnez, Op::MovnezS)),
            Op::Bltz => Some((Op::Movltz, Op::MovltzS)),
            Op::Bgez => Some((Op::Movgez, Op::MovgezS)),
            Op::Bt => Some((Op::Movt, Op::MovtS)),
            Op::Bf => Some((Op::Movf, Op::MovfS)),
            _ => None,
        };
        if let Some((word, single)) = moved {
            let d = Arg::Mod {
                input: y,
                output: d,
            };
            let by = branch.args[0].clone();
            let op = if float { single } else { word };
            return self.ctx.row(op, [d, reg(x), by]);
        }
        let difference = match (op, &branch.args[..]) {
            (Op::Beq | Op::Bne, &[Arg::Reg(p), Arg::Reg(q)]) => Some(self.rrr_temp(Op::Sub, p, q)),
            (Op::Beqi | Op::Bnei, &[Arg::Reg(p), Arg::Imm(n)]) if n <= 128 => {
                Some(self.rri_temp(Op::Addi, p, -n))
            }
            _ => None,
        };
        if let Some(difference) = difference {
            let op = match (opposite(op), float) {
                (Some(Op::Bne | Op::Bnei), false) => Op::Moveqz,
                (Some(Op::Bne | Op::Bnei), true) => Op::MoveqzS,
                (_, false) => Op::Movnez,
                (_, true) => Op::MovnezS,
            };
            return self.modify(op, d, y, x, difference);
        }
        let seq = if float { Seq::SelectFloat } else { Seq::Select };
        seq::select(self.ctx, seq, d, x, y, &branch);
    }
}
