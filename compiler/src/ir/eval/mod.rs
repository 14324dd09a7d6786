//! What the operations compute, on words: the one definition behind the interpreter and the constant folder.
//!
//! An `f32` is its bits. Arithmetic that gives a NaN gives the canonical one, `0x7fc00000`: wasm leaves the choice open, so a target may
//! give another, and no comparison of results may look at the bits of a NaN that arithmetic made.

pub mod float;

use super::inst::{BinaryOp, FloatCC, IntCC, UnaryOp};

/// The result of a unary operation.
pub fn eval_unary(op: UnaryOp, a: u32) -> u32 {
    let f = f32::from_bits(a);
    match op {
        UnaryOp::Clz => a.leading_zeros(),
        UnaryOp::Ctz => a.trailing_zeros(),
        UnaryOp::Popcnt => a.count_ones(),
        UnaryOp::Sext8 => a as i8 as u32,
        UnaryOp::Sext16 => a as i16 as u32,
        UnaryOp::Bswap => a.swap_bytes(),
        UnaryOp::Fneg => a ^ 1 << 31,
        UnaryOp::Fabs => a & !(1 << 31),
        UnaryOp::Fsqrt => float::sqrt32(f).to_bits(),
        UnaryOp::Fceil => float::ceil32(f).to_bits(),
        UnaryOp::Ffloor => float::floor32(f).to_bits(),
        UnaryOp::Ftrunc => float::trunc32(f).to_bits(),
        UnaryOp::Fnearest => float::nearest32(f).to_bits(),
        UnaryOp::FcvtFromS => (a as i32 as f32).to_bits(),
        UnaryOp::FcvtFromU => (a as f32).to_bits(),
        UnaryOp::FcvtToSSat => f as i32 as u32,
        UnaryOp::FcvtToUSat => f as u32,
        UnaryOp::BitcastF32ToI32 | UnaryOp::BitcastI32ToF32 => a,
    }
}

/// The result of a binary operation; none where the operation's precondition does not hold (a division by zero, the
/// quotient `MIN / -1`).
pub fn eval_binary(op: BinaryOp, a: u32, b: u32) -> Option<u32> {
    Some(match op {
        BinaryOp::Iadd => a.wrapping_add(b),
        BinaryOp::Isub => a.wrapping_sub(b),
        BinaryOp::Imul => a.wrapping_mul(b),
        BinaryOp::Umulhi => ((u64::from(a) * u64::from(b)) >> 32) as u32,
        BinaryOp::Smulhi => ((i64::from(a as i32) * i64::from(b as i32)) >> 32) as u32,
        BinaryOp::Udiv | BinaryOp::Sdiv | BinaryOp::Urem | BinaryOp::Srem => {
            return eval_division(op, a, b);
        }
        BinaryOp::And => a & b,
        BinaryOp::Or => a | b,
        BinaryOp::Xor => a ^ b,
        BinaryOp::Ishl => a.wrapping_shl(b),
        BinaryOp::Ushr => a.wrapping_shr(b),
        BinaryOp::Sshr => (a as i32).wrapping_shr(b) as u32,
        BinaryOp::Rotl => a.rotate_left(b & 31),
        BinaryOp::Rotr => a.rotate_right(b & 31),
        BinaryOp::Smin => (a as i32).min(b as i32) as u32,
        BinaryOp::Smax => (a as i32).max(b as i32) as u32,
        BinaryOp::Umin => a.min(b),
        BinaryOp::Umax => a.max(b),
        BinaryOp::Fcopysign => a & !(1 << 31) | b & 1 << 31,
        BinaryOp::Fadd
        | BinaryOp::Fsub
        | BinaryOp::Fmul
        | BinaryOp::Fdiv
        | BinaryOp::Fmin
        | BinaryOp::Fmax => eval_float(op, f32::from_bits(a), f32::from_bits(b)).to_bits(),
    })
}

fn eval_division(op: BinaryOp, a: u32, b: u32) -> Option<u32> {
    let (sa, sb) = (a as i32, b as i32);
    match op {
        BinaryOp::Udiv => a.checked_div(b),
        BinaryOp::Urem => a.checked_rem(b),
        BinaryOp::Sdiv => sa.checked_div(sb).map(|q| q as u32),
        _ if sb == -1 => Some(0),
        _ => sa.checked_rem(sb).map(|r| r as u32),
    }
}

fn eval_float(op: BinaryOp, a: f32, b: f32) -> f32 {
    match op {
        BinaryOp::Fsub => float::sub32(a, b),
        BinaryOp::Fmul => float::mul32(a, b),
        BinaryOp::Fdiv => float::div32(a, b),
        BinaryOp::Fmin => float::min32(a, b),
        BinaryOp::Fmax => float::max32(a, b),
        _ => float::add32(a, b),
    }
}

/// Whether an integer comparison holds.
pub fn eval_icmp(cc: IntCC, a: u32, b: u32) -> bool {
    let (sa, sb) = (a as i32, b as i32);
    match cc {
        IntCC::Eq => a == b,
        IntCC::Ne => a != b,
        IntCC::Slt => sa < sb,
        IntCC::Sge => sa >= sb,
        IntCC::Sgt => sa > sb,
        IntCC::Sle => sa <= sb,
        IntCC::Ult => a < b,
        IntCC::Uge => a >= b,
        IntCC::Ugt => a > b,
        IntCC::Ule => a <= b,
    }
}

/// Whether a float comparison holds.
pub fn eval_fcmp(cc: FloatCC, a: u32, b: u32) -> bool {
    let (a, b) = (f32::from_bits(a), f32::from_bits(b));
    let unord = a.is_nan() || b.is_nan();
    match cc {
        FloatCC::Eq => a == b,
        FloatCC::Ne => a != b,
        FloatCC::Lt => a < b,
        FloatCC::Le => a <= b,
        FloatCC::Gt => a > b,
        FloatCC::Ge => a >= b,
        FloatCC::Ord => !unord,
        FloatCC::Unord => unord,
        FloatCC::UnordLt => unord || a < b,
        FloatCC::UnordLe => unord || a <= b,
        FloatCC::UnordGt => unord || a > b,
        FloatCC::UnordGe => unord || a >= b,
    }
}

#[cfg(test)]
mod tests;
