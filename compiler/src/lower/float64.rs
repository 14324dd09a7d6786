//! f64: always the runtime's routines on two words of bits; signs are bit operations on the high word.

use super::builder::{Builder, Pair};
use super::float32;
use super::intrinsics::Intrinsic;
use crate::ir::{IntCC, Value};

/// A routine of two operands.
pub fn binary(b: &mut Builder, routine: &Intrinsic, x: Pair, y: Pair) -> Pair {
    b.call_pair(routine, &[x.lo, x.hi, y.lo, y.hi])
}

/// A routine of one operand.
pub fn unary(b: &mut Builder, routine: &Intrinsic, x: Pair) -> Pair {
    b.call_pair(routine, &[x.lo, x.hi])
}

/// The sign flipped, also of a NaN.
pub fn neg(b: &mut Builder, x: Pair) -> Pair {
    Pair {
        lo: x.lo,
        hi: b.xor_const(x.hi, i32::MIN),
    }
}

/// The sign cleared, also of a NaN.
pub fn abs(b: &mut Builder, x: Pair) -> Pair {
    Pair {
        lo: x.lo,
        hi: b.and_const(x.hi, i32::MAX),
    }
}

/// The magnitude of `x` with the sign of `y`.
pub fn copysign(b: &mut Builder, x: Pair, y: Pair) -> Pair {
    Pair {
        lo: x.lo,
        hi: float32::copysign_word(b, x.hi, y.hi),
    }
}

/// Whether bits are a NaN's: beyond infinity's without the sign, the low word counting as one bit below the
/// high one's: `((h << 1) | [l != 0]) >u 0xffe0_0000`.
pub fn is_nan(b: &mut Builder, x: Pair) -> Value {
    let magnitude = b.shl(x.hi, 1);
    let rest = b.nez(x.lo);
    let magnitude = b.or(magnitude, rest);
    let infinity = b.uconst(0xffe0_0000);
    b.icmp(IntCC::Ugt, magnitude, infinity)
}
