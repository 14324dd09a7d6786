//! i8 and i16: a word whose upper bits are zero.
//!
//! That is the one invariant: every value of these types is held zero-extended. So `uextend` and unsigned comparison
//! cost nothing; an operation that may set upper bits masks them off, and one that reads the sign extends it first.
//! Wasm has no such type: they come from comparisons (i8) and from the optimiser, which narrows.

use super::builder::Builder;
use super::int32;
use crate::ir::{IntCC, Value};

/// The width of a narrow type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrow {
    /// i8
    W8,
    /// i16
    W16,
}

impl Narrow {
    /// Its bits.
    pub fn bits(self) -> i32 {
        match self {
            Self::W8 => 8,
            Self::W16 => 16,
        }
    }

    /// A one for each bit.
    pub fn mask(self) -> i32 {
        (1 << self.bits()) - 1
    }

    /// The least signed number.
    pub fn min(self) -> i32 {
        -(1 << (self.bits() - 1))
    }
}

/// Clears the bits above the width.
pub fn mask(b: &mut Builder, w: Narrow, x: Value) -> Value {
    if b.is_bool(x) {
        return x;
    }
    b.and_const(x, w.mask())
}

/// The value sign-extended to a word.
pub fn sext(b: &mut Builder, w: Narrow, x: Value) -> Value {
    if b.is_bool(x) {
        return x;
    }
    match w {
        Narrow::W8 => int32::sext8(b, x),
        Narrow::W16 => int32::sext16(b, x),
    }
}

/// How a narrow operation follows from the operation on words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Zero-extended operands give a zero-extended result.
    Plain,
    /// The low bits do not depend on upper bits: mask the result.
    Mask,
    /// Sign-extend the operands, mask the result.
    Signed,
}

/// A two-operand operation by its rule.
pub fn binary(
    b: &mut Builder,
    w: Narrow,
    rule: Rule,
    word: fn(&mut Builder, Value, Value) -> Value,
    x: Value,
    y: Value,
) -> Value {
    let (x, y) = match rule {
        Rule::Signed => (sext(b, w, x), sext(b, w, y)),
        Rule::Plain | Rule::Mask => (x, y),
    };
    let result = word(b, x, y);
    match rule {
        Rule::Plain => result,
        Rule::Mask | Rule::Signed => mask(b, w, result),
    }
}

/// `icmp cc x, y`; only an ordered signed comparison looks at the sign.
pub fn icmp(b: &mut Builder, w: Narrow, cc: IntCC, x: Value, y: Value) -> Value {
    match cc {
        IntCC::Slt | IntCC::Sge | IntCC::Sgt | IntCC::Sle => {
            let (x, y) = (sext(b, w, x), sext(b, w, y));
            b.icmp(cc, x, y)
        }
        _ => b.icmp(cc, x, y),
    }
}

/// `~x`
pub fn not(b: &mut Builder, w: Narrow, x: Value) -> Value {
    b.xor_const(x, w.mask())
}

/// `-x`
pub fn neg(b: &mut Builder, w: Narrow, x: Value) -> Value {
    let negated = b.neg(x);
    mask(b, w, negated)
}

/// `|x|`
pub fn abs(b: &mut Builder, w: Narrow, x: Value) -> Value {
    let x = sext(b, w, x);
    let x = int32::abs(b, x);
    mask(b, w, x)
}

/// High half of the unsigned product: the product of two narrow numbers fits a word.
pub fn umulhi(b: &mut Builder, w: Narrow, x: Value, y: Value) -> Value {
    let product = int32::mul(b, x, y);
    b.ushr(product, w.bits())
}

/// High half of the signed product.
pub fn smulhi(b: &mut Builder, w: Narrow, x: Value, y: Value) -> Value {
    let (x, y) = (sext(b, w, x), sext(b, w, y));
    let product = int32::mul(b, x, y);
    let high = b.sshr(product, w.bits());
    mask(b, w, high)
}

/// `n` modulo the width.
fn amount(b: &mut Builder, w: Narrow, n: Value) -> Value {
    b.and_const(n, w.bits() - 1)
}

/// `x << n`
pub fn shl(b: &mut Builder, w: Narrow, x: Value, n: Value) -> Value {
    let n = amount(b, w, n);
    let shifted = int32::shl(b, x, n);
    mask(b, w, shifted)
}

/// `x >> n` with zeros
pub fn ushr(b: &mut Builder, w: Narrow, x: Value, n: Value) -> Value {
    let n = amount(b, w, n);
    int32::ushr(b, x, n)
}

/// `x >> n` with the sign
pub fn sshr(b: &mut Builder, w: Narrow, x: Value, n: Value) -> Value {
    let n = amount(b, w, n);
    let x = sext(b, w, x);
    let shifted = int32::sshr(b, x, n);
    mask(b, w, shifted)
}

/// Rotate left: `(x << n) | (x >> (bits - n))`, the second shift being by at most 16.
pub fn rotl(b: &mut Builder, w: Narrow, x: Value, n: Value) -> Value {
    let n = amount(b, w, n);
    let bits = b.iconst(w.bits());
    let rest = b.sub(bits, n);
    let upper = int32::shl(b, x, n);
    let lower = int32::ushr(b, x, rest);
    let both = b.or(upper, lower);
    mask(b, w, both)
}

/// Rotate right: left by `bits - n`.
pub fn rotr(b: &mut Builder, w: Narrow, x: Value, n: Value) -> Value {
    let n = b.neg(n);
    rotl(b, w, x, n)
}

/// Leading zeros: those of the word less the upper bits'.
pub fn clz(b: &mut Builder, w: Narrow, x: Value) -> Value {
    let zeros = int32::clz(b, x);
    let above = b.iconst(32 - w.bits());
    b.sub(zeros, above)
}

/// Trailing zeros: a one above the width stops the count.
pub fn ctz(b: &mut Builder, w: Narrow, x: Value) -> Value {
    let stop = b.iconst(1 << w.bits());
    let x = b.or(x, stop);
    int32::ctz(b, x)
}

/// The bytes reversed.
pub fn bswap(b: &mut Builder, w: Narrow, x: Value) -> Value {
    match w {
        Narrow::W8 => x,
        Narrow::W16 => {
            let eight = b.iconst(8);
            rotl(b, w, x, eight)
        }
    }
}
