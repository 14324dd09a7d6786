//! What is known of a value from the instructions that make it: bits that cannot be one, and an upper bound.

use crate::ir::{BinaryOp, Function, InstData, LoadKind, UnaryOp, Value, ValueDef};

/// How many definitions deep to look.
const DEPTH: u32 = 4;

/// The bits that may be one. The value, unsigned, is at most this.
pub(in crate::opt) fn possible_bits(func: &Function, value: Value) -> u32 {
    bits(func, value, DEPTH)
}

/// The largest number, unsigned, that the value may be.
pub(in crate::opt) fn upper_bound(func: &Function, value: Value) -> u32 {
    bound(func, value, DEPTH)
}

/// Whether the value is 0 or 1.
pub(in crate::opt) fn is_bool(func: &Function, value: Value) -> bool {
    possible_bits(func, value) <= 1
}

/// Every bit up to the highest one of `n`.
fn smear(n: u32) -> u32 {
    u32::MAX.checked_shr(n.leading_zeros()).unwrap_or(0)
}

fn constant(func: &Function, value: Value) -> Option<u32> {
    match func.made_by(value)? {
        InstData::Iconst(n) => Some(*n as u32),
        _ => None,
    }
}

fn bits(func: &Function, value: Value, depth: u32) -> u32 {
    let data = match func.def(value) {
        ValueDef::Param(..) => return func.possible_bits(value),
        ValueDef::Result(inst, _) if depth > 0 => func.inst(inst),
        ValueDef::Result(..) => return u32::MAX,
    };
    let of = |value: Value| bits(func, value, depth - 1);
    match data {
        InstData::Iconst(n) => *n as u32,
        InstData::Icmp { .. } | InstData::Fcmp { .. } => 1,
        InstData::Load { kind, .. } => match kind {
            LoadKind::U8 => 0xff,
            LoadKind::U16 => 0xffff,
            _ => u32::MAX,
        },
        InstData::Select {
            if_true, if_false, ..
        } => of(*if_true) | of(*if_false),
        InstData::Unary {
            op: UnaryOp::Clz | UnaryOp::Ctz | UnaryOp::Popcnt,
            ..
        } => 0x3f,
        InstData::Binary { op, args: [a, b] } => match (op, constant(func, *b)) {
            (BinaryOp::And, _) => of(*a) & of(*b),
            (BinaryOp::Or | BinaryOp::Xor, _) => of(*a) | of(*b),
            (BinaryOp::Ishl, Some(k)) => of(*a).wrapping_shl(k),
            (BinaryOp::Ushr, Some(k)) => of(*a).wrapping_shr(k),
            (
                BinaryOp::Umin
                | BinaryOp::Umax
                | BinaryOp::Udiv
                | BinaryOp::Urem
                | BinaryOp::Iadd
                | BinaryOp::Imul,
                _,
            ) => smear(bound(func, value, depth)),
            _ => u32::MAX,
        },
        _ => u32::MAX,
    }
}

fn bound(func: &Function, value: Value, depth: u32) -> u32 {
    let Some(InstData::Binary { op, args: [a, b] }) = func.made_by(value).filter(|_| depth > 0)
    else {
        return bits(func, value, depth);
    };
    let of = |value: Value| bound(func, value, depth - 1);
    match (op, constant(func, *b)) {
        (BinaryOp::Umin, _) => of(*a).min(of(*b)),
        (BinaryOp::Umax, _) => of(*a).max(of(*b)),
        (BinaryOp::Udiv, Some(c)) => of(*a).checked_div(c).unwrap_or(u32::MAX),
        (BinaryOp::Udiv, None) => of(*a),
        (BinaryOp::Urem, Some(c)) if c != 0 => of(*a).min(c - 1),
        (BinaryOp::Urem, _) => of(*a),
        (BinaryOp::Ushr, Some(k)) => of(*a).wrapping_shr(k),
        (BinaryOp::And, _) => bits(func, value, depth).min(of(*a)).min(of(*b)),
        // What does not wrap is bounded by the bounds.
        (BinaryOp::Iadd, _) => of(*a).saturating_add(of(*b)),
        (BinaryOp::Imul, _) => of(*a).saturating_mul(of(*b)),
        (BinaryOp::Ishl, Some(k)) => {
            let shifted = u64::from(of(*a)) << (k & 31);
            u32::try_from(shifted).unwrap_or_else(|_| bits(func, value, depth))
        }
        _ => bits(func, value, depth),
    }
}
