//! Selects.

use super::known::is_bool;
use super::{Folded, Folder, Rewrite, binary, value};
use crate::ir::{BinaryOp, InstData, IntCC, Type, Value};
use crate::target::Ext;

impl Folder<'_> {
    pub(super) fn select(&mut self, cond: Value, if_true: Value, if_false: Value) -> Folded {
        if if_true == if_false {
            return value(if_true);
        }
        match self.int_of(cond) {
            Some(0) => return value(if_false),
            Some(_) => return value(if_true),
            None => {}
        }
        if let Some(minmax) = self.select_min_max(cond, if_true, if_false) {
            return Some(minmax);
        }
        if self.func.ty(if_true) == Type::I32
            && let (Some(t), Some(f)) = (self.int_of(if_true), self.int_of(if_false))
        {
            match (t, f) {
                (1, 0) if is_bool(self.func, cond) => return value(cond),
                (1, 0) => return self.icmp_const(IntCC::Ne, cond, 0),
                (0, 1) => return self.icmp_const(IntCC::Eq, cond, 0),
                _ => {}
            }
        }
        if let Some((cond, inverted)) = self.condition(cond) {
            return select(cond, if_true, if_false, inverted);
        }
        self.select_of_select(cond, if_true, if_false)
    }

    /// The same condition decides an inner select.
    fn select_of_select(&self, cond: Value, if_true: Value, if_false: Value) -> Folded {
        if let Some(&InstData::Select {
            cond: inner,
            if_true: x,
            ..
        }) = self.func.made_by(if_true)
            && inner == cond
        {
            return select(cond, x, if_false, false);
        }
        match *self.func.made_by(if_false)? {
            InstData::Select {
                cond: inner,
                if_false: y,
                ..
            } if inner == cond => select(cond, if_true, y, false),
            _ => None,
        }
    }

    /// `a < b ? a : b` is a minimum, where the target has one.
    fn select_min_max(&self, cond: Value, if_true: Value, if_false: Value) -> Folded {
        if !self.target.has(Ext::MinMax) && !self.target.has(Ext::Zbb) {
            return None;
        }
        let InstData::Icmp { mut cc, args } = *self.func.made_by(cond)? else {
            return None;
        };
        if args == [if_false, if_true] {
            cc = cc.swapped();
        } else if args != [if_true, if_false] {
            return None;
        }
        let op = match cc {
            IntCC::Slt | IntCC::Sle => BinaryOp::Smin,
            IntCC::Sgt | IntCC::Sge => BinaryOp::Smax,
            IntCC::Ult | IntCC::Ule => BinaryOp::Umin,
            IntCC::Ugt | IntCC::Uge => BinaryOp::Umax,
            IntCC::Eq | IntCC::Ne => return None,
        };
        binary(op, if_true, if_false)
    }
}

fn select(cond: Value, if_true: Value, if_false: Value, inverted: bool) -> Folded {
    let (if_true, if_false) = match inverted {
        false => (if_true, if_false),
        true => (if_false, if_true),
    };
    Some(Rewrite::Inst(InstData::Select {
        cond,
        if_true,
        if_false,
    }))
}
