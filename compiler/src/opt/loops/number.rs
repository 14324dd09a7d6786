//! Arithmetic that is done at once where the operands are known, and becomes instructions where they are not.

use crate::ir::eval::eval_icmp;
use crate::ir::{BinaryOp, Function, Inst, InstData, IntCC, SourceLoc, Type, Value, ValueDef};

use super::induction::{Affine, Term};

/// A 32-bit number, known now or when the code runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Number {
    Known(u32),
    Value(Value),
}

/// A condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Condition {
    Known(bool),
    Value(Value),
}

/// Makes instructions, in order, that are not placed yet.
pub(super) struct Builder<'a> {
    pub func: &'a mut Function,
    pub insts: Vec<Inst>,
    pub loc: SourceLoc,
}

impl<'a> Builder<'a> {
    pub fn new(func: &'a mut Function, loc: SourceLoc) -> Self {
        Self {
            func,
            insts: Vec::new(),
            loc,
        }
    }

    pub fn number(&self, value: Value) -> Number {
        match self.func.def(value) {
            ValueDef::Result(inst, _) => match self.func.inst(inst) {
                InstData::Iconst(n) => Number::Known(*n as u32),
                _ => Number::Value(value),
            },
            ValueDef::Param(..) => Number::Value(value),
        }
    }

    pub fn emit(&mut self, data: InstData) -> Value {
        let inst = self.func.make_inst(data, &[Type::I32], self.loc);
        self.insts.push(inst);
        self.func.result(inst)
    }

    pub fn value(&mut self, number: Number) -> Value {
        match number {
            Number::Known(n) => self.emit(InstData::Iconst(n as i32)),
            Number::Value(value) => value,
        }
    }

    fn binary(&mut self, op: BinaryOp, x: Number, y: Number) -> Number {
        let args = [self.value(x), self.value(y)];
        Number::Value(self.emit(InstData::Binary { op, args }))
    }

    pub fn add(&mut self, x: Number, y: Number) -> Number {
        match (x, y) {
            (Number::Known(x), Number::Known(y)) => Number::Known(x.wrapping_add(y)),
            (other, Number::Known(0)) | (Number::Known(0), other) => other,
            // A constant stands on the right.
            (Number::Known(_), _) => self.binary(BinaryOp::Iadd, y, x),
            _ => self.binary(BinaryOp::Iadd, x, y),
        }
    }

    pub fn sub(&mut self, x: Number, y: Number) -> Number {
        match (x, y) {
            (_, Number::Known(y)) => self.add(x, Number::Known(y.wrapping_neg())),
            _ => self.binary(BinaryOp::Isub, x, y),
        }
    }

    pub fn shr(&mut self, x: Number, by: u32) -> Number {
        match x {
            _ if by == 0 => x,
            Number::Known(x) => Number::Known(x >> by),
            Number::Value(_) => self.binary(BinaryOp::Ushr, x, Number::Known(by)),
        }
    }

    pub fn and(&mut self, x: Number, mask: u32) -> Number {
        match x {
            _ if mask == 0 => Number::Known(0),
            Number::Known(x) => Number::Known(x & mask),
            Number::Value(_) => self.binary(BinaryOp::And, x, Number::Known(mask)),
        }
    }

    pub fn mul(&mut self, x: Number, by: u32) -> Number {
        match x {
            Number::Known(x) => Number::Known(x.wrapping_mul(by)),
            _ if by == 1 => x,
            _ if by.is_power_of_two() => {
                self.binary(BinaryOp::Ishl, x, Number::Known(by.trailing_zeros()))
            }
            Number::Value(_) => self.binary(BinaryOp::Imul, x, Number::Known(by)),
        }
    }

    /// The lesser of two unsigned numbers, without an instruction for it: not all processors have one.
    pub fn umin(&mut self, x: Number, y: Number) -> Number {
        let less = match self.compare(IntCC::Ult, x, y) {
            Condition::Known(true) => return x,
            Condition::Known(false) => return y,
            Condition::Value(less) => less,
        };
        let [if_true, if_false] = [self.value(x), self.value(y)];
        Number::Value(self.emit(InstData::Select {
            cond: less,
            if_true,
            if_false,
        }))
    }

    pub fn compare(&mut self, cc: IntCC, x: Number, y: Number) -> Condition {
        if let (Number::Known(x), Number::Known(y)) = (x, y) {
            return Condition::Known(eval_icmp(cc, x, y));
        }
        let args = [self.value(x), self.value(y)];
        Condition::Value(self.emit(InstData::Icmp { cc, args }))
    }

    /// An affine value where its induction variable, if it has one, is `start`.
    pub fn affine(&mut self, affine: &Affine, start: impl Fn(usize) -> Value) -> Number {
        let mut sum = Number::Known(affine.add as u32);
        if let Some((n, scale)) = affine.variable {
            let start = self.number(start(n));
            let scaled = self.scaled(start, scale);
            sum = self.add(scaled, sum);
        }
        for &(term, number) in &affine.terms {
            let term = match term {
                Term::Value(value) => self.number(value),
                Term::Symbol(symbol) => {
                    // What is known so far goes into the symbol's own offset.
                    let offset = match sum {
                        Number::Known(n) => n as i32,
                        Number::Value(_) => 0,
                    };
                    let address = self.emit(InstData::SymbolAddr { symbol, offset });
                    if let Number::Known(_) = sum {
                        sum = Number::Value(address);
                        continue;
                    }
                    Number::Value(address)
                }
            };
            let scaled = self.scaled(term, number);
            sum = self.add(sum, scaled);
        }
        sum
    }

    pub fn scaled(&mut self, x: Number, by: i32) -> Number {
        if by < 0 {
            let positive = self.mul(x, by.unsigned_abs());
            return match positive {
                Number::Known(x) => Number::Known(x.wrapping_neg()),
                Number::Value(_) => self.binary(BinaryOp::Isub, Number::Known(0), positive),
            };
        }
        self.mul(x, by as u32)
    }
}
