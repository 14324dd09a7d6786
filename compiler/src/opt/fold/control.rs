//! Conditions of `trapif` and `brif`.

use super::{Folded, Folder, Rewrite};
use crate::ir::{BinaryOp, InstData, IntCC, Value};

use super::known::is_bool;

impl Folder<'_> {
    pub(super) fn control(&mut self, data: &InstData) -> Folded {
        match data {
            InstData::TrapIf { cond, kind } => {
                if self.int_of(*cond) == Some(0) {
                    return Some(Rewrite::Remove);
                }
                // Only the test without inversion is free.
                let (cond, inverted) = self.condition(*cond)?;
                let kind = *kind;
                (!inverted).then_some(Rewrite::Inst(InstData::TrapIf { cond, kind }))
            }
            InstData::BrIf {
                cond,
                then_dest,
                else_dest,
            } => {
                let (cond, inverted) = self.condition(*cond)?;
                let (mut then_dest, mut else_dest) = (then_dest.clone(), else_dest.clone());
                if inverted {
                    std::mem::swap(&mut then_dest, &mut else_dest);
                }
                Some(Rewrite::Inst(InstData::BrIf {
                    cond,
                    then_dest,
                    else_dest,
                }))
            }
            _ => None,
        }
    }

    /// A simpler value that is zero where `cond` is zero, or, inverted, where it is not.
    pub(super) fn condition(&self, cond: Value) -> Option<(Value, bool)> {
        match *self.func.made_by(cond)? {
            InstData::Icmp {
                cc: cc @ (IntCC::Eq | IntCC::Ne),
                args: [x, zero],
            } if self.int_of(zero) == Some(0) => Some((x, cc == IntCC::Eq)),
            InstData::Binary {
                op: BinaryOp::Xor,
                args: [x, one],
            } if self.int_of(one) == Some(1) && is_bool(self.func, x) => Some((x, true)),
            InstData::Select {
                cond,
                if_true,
                if_false,
            } => match (self.int_of(if_true)?, self.int_of(if_false)?) {
                (1.., 0) => Some((cond, false)),
                (0, 1..) => Some((cond, true)),
                _ => None,
            },
            _ => None,
        }
    }
}
