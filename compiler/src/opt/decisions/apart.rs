//! Taking a condition apart into tests.

use super::{Decision, MAX_TESTS, Pass};
use crate::ir::{BinaryOp, InstData, IntCC, Value};

impl Pass<'_> {
    /// The condition that `cond` is not zero; what computes it is not needed if `reads` are all that read it.
    pub(super) fn decision(&self, cond: Value, reads: u32) -> Decision {
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
