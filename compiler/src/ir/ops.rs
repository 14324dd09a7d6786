//! The table of operations: one row per operator with its spelling and types, from which the printer, the parser
//! and the verifier derive what they know of it.

use super::inst::{BinaryOp, FloatCC, IntCC, LoadKind, StoreKind, TrapKind, UnaryOp};
use super::types::Type;

use Type::{F32, I32};

/// The unary operations: operation, spelling, operand type, result type. In the order of the enum.
#[rustfmt::skip] // one row a line
pub const UNARY: &[(UnaryOp, &str, Type, Type)] = &[
    (UnaryOp::Clz,             "clz",           I32, I32),
    (UnaryOp::Ctz,             "ctz",           I32, I32),
    (UnaryOp::Popcnt,          "popcnt",        I32, I32),
    (UnaryOp::Sext8,           "sext8",         I32, I32),
    (UnaryOp::Sext16,          "sext16",        I32, I32),
    (UnaryOp::Bswap,           "bswap",         I32, I32),
    (UnaryOp::Fneg,            "fneg",          F32, F32),
    (UnaryOp::Fabs,            "fabs",          F32, F32),
    (UnaryOp::Fsqrt,           "fsqrt",         F32, F32),
    (UnaryOp::Fceil,           "fceil",         F32, F32),
    (UnaryOp::Ffloor,          "ffloor",        F32, F32),
    (UnaryOp::Ftrunc,          "ftrunc",        F32, F32),
    (UnaryOp::Fnearest,        "fnearest",      F32, F32),
    (UnaryOp::FcvtFromS,       "fcvt_from_s",   I32, F32),
    (UnaryOp::FcvtFromU,       "fcvt_from_u",   I32, F32),
    (UnaryOp::FcvtToSSat,      "fcvt_to_s_sat", F32, I32),
    (UnaryOp::FcvtToUSat,      "fcvt_to_u_sat", F32, I32),
    (UnaryOp::BitcastF32ToI32, "bitcast.i32",   F32, I32),
    (UnaryOp::BitcastI32ToF32, "bitcast.f32",   I32, F32),
];

/// The binary operations: operation, spelling, type of operands and result, whether operands commute. In the
/// order of the enum.
///
/// `fadd` and `fmul` commute but for the bits of a NaN, which are anyone's choice.
#[rustfmt::skip] // one row a line
pub const BINARY: &[(BinaryOp, &str, Type, bool)] = &[
    (BinaryOp::Iadd,      "iadd",      I32, true),
    (BinaryOp::Isub,      "isub",      I32, false),
    (BinaryOp::Imul,      "imul",      I32, true),
    (BinaryOp::Umulhi,    "umulhi",    I32, true),
    (BinaryOp::Smulhi,    "smulhi",    I32, true),
    (BinaryOp::Udiv,      "udiv",      I32, false),
    (BinaryOp::Sdiv,      "sdiv",      I32, false),
    (BinaryOp::Urem,      "urem",      I32, false),
    (BinaryOp::Srem,      "srem",      I32, false),
    (BinaryOp::And,       "and",       I32, true),
    (BinaryOp::Or,        "or",        I32, true),
    (BinaryOp::Xor,       "xor",       I32, true),
    (BinaryOp::Ishl,      "ishl",      I32, false),
    (BinaryOp::Ushr,      "ushr",      I32, false),
    (BinaryOp::Sshr,      "sshr",      I32, false),
    (BinaryOp::Rotl,      "rotl",      I32, false),
    (BinaryOp::Rotr,      "rotr",      I32, false),
    (BinaryOp::Smin,      "smin",      I32, true),
    (BinaryOp::Smax,      "smax",      I32, true),
    (BinaryOp::Umin,      "umin",      I32, true),
    (BinaryOp::Umax,      "umax",      I32, true),
    (BinaryOp::Fadd,      "fadd",      F32, true),
    (BinaryOp::Fsub,      "fsub",      F32, false),
    (BinaryOp::Fmul,      "fmul",      F32, true),
    (BinaryOp::Fdiv,      "fdiv",      F32, false),
    (BinaryOp::Fmin,      "fmin",      F32, true),
    (BinaryOp::Fmax,      "fmax",      F32, true),
    (BinaryOp::Fcopysign, "fcopysign", F32, false),
];

/// The integer comparisons: comparison, spelling, its complement, the one with operands exchanged. In the order of
/// the enum.
#[rustfmt::skip] // one row a line
pub const INT_CC: &[(IntCC, &str, IntCC, IntCC)] = &[
    (IntCC::Eq,  "eq",  IntCC::Ne,  IntCC::Eq),
    (IntCC::Ne,  "ne",  IntCC::Eq,  IntCC::Ne),
    (IntCC::Slt, "slt", IntCC::Sge, IntCC::Sgt),
    (IntCC::Sge, "sge", IntCC::Slt, IntCC::Sle),
    (IntCC::Sgt, "sgt", IntCC::Sle, IntCC::Slt),
    (IntCC::Sle, "sle", IntCC::Sgt, IntCC::Sge),
    (IntCC::Ult, "ult", IntCC::Uge, IntCC::Ugt),
    (IntCC::Uge, "uge", IntCC::Ult, IntCC::Ule),
    (IntCC::Ugt, "ugt", IntCC::Ule, IntCC::Ult),
    (IntCC::Ule, "ule", IntCC::Ugt, IntCC::Uge),
];

/// The float comparisons, columns as [`INT_CC`].
#[rustfmt::skip] // one row a line
pub const FLOAT_CC: &[(FloatCC, &str, FloatCC, FloatCC)] = &[
    (FloatCC::Eq,      "eq",       FloatCC::Ne,      FloatCC::Eq),
    (FloatCC::Ne,      "ne",       FloatCC::Eq,      FloatCC::Ne),
    (FloatCC::Lt,      "lt",       FloatCC::UnordGe, FloatCC::Gt),
    (FloatCC::Le,      "le",       FloatCC::UnordGt, FloatCC::Ge),
    (FloatCC::Gt,      "gt",       FloatCC::UnordLe, FloatCC::Lt),
    (FloatCC::Ge,      "ge",       FloatCC::UnordLt, FloatCC::Le),
    (FloatCC::Ord,     "ord",      FloatCC::Unord,   FloatCC::Ord),
    (FloatCC::Unord,   "unord",    FloatCC::Ord,     FloatCC::Unord),
    (FloatCC::UnordLt, "unord_lt", FloatCC::Ge,      FloatCC::UnordGt),
    (FloatCC::UnordLe, "unord_le", FloatCC::Gt,      FloatCC::UnordGe),
    (FloatCC::UnordGt, "unord_gt", FloatCC::Le,      FloatCC::UnordLt),
    (FloatCC::UnordGe, "unord_ge", FloatCC::Lt,      FloatCC::UnordLe),
];

/// The loads: kind, spelling, result type, bytes read. In the order of the enum.
#[rustfmt::skip] // one row a line
pub const LOADS: &[(LoadKind, &str, Type, u32)] = &[
    (LoadKind::U8,  "load.u8",  I32, 1),
    (LoadKind::S8,  "load.s8",  I32, 1),
    (LoadKind::U16, "load.u16", I32, 2),
    (LoadKind::S16, "load.s16", I32, 2),
    (LoadKind::W32, "load.w32", I32, 4),
    (LoadKind::F32, "load.f32", F32, 4),
];

/// The stores: kind, spelling, operand type, bytes written. In the order of the enum.
#[rustfmt::skip] // one row a line
pub const STORES: &[(StoreKind, &str, Type, u32)] = &[
    (StoreKind::B8,  "store.b8",  I32, 1),
    (StoreKind::B16, "store.b16", I32, 2),
    (StoreKind::W32, "store.w32", I32, 4),
    (StoreKind::F32, "store.f32", F32, 4),
];

impl UnaryOp {
    /// The spelling in IR text.
    pub fn name(self) -> &'static str {
        UNARY[self as usize].1
    }

    /// The type of the operand.
    pub fn arg_ty(self) -> Type {
        UNARY[self as usize].2
    }

    /// The type of the result.
    pub fn result_ty(self) -> Type {
        UNARY[self as usize].3
    }
}

impl BinaryOp {
    /// The spelling in IR text.
    pub fn name(self) -> &'static str {
        BINARY[self as usize].1
    }

    /// The type of both operands and the result.
    pub fn ty(self) -> Type {
        BINARY[self as usize].2
    }

    /// Whether the operands may be exchanged.
    pub fn is_commutative(self) -> bool {
        BINARY[self as usize].3
    }
}

impl IntCC {
    /// The spelling in IR text.
    pub fn name(self) -> &'static str {
        INT_CC[self as usize].1
    }

    /// The comparison that is true exactly where this one is false.
    pub fn complement(self) -> Self {
        INT_CC[self as usize].2
    }

    /// `a cc b` is `b cc.swapped() a`.
    pub fn swapped(self) -> Self {
        INT_CC[self as usize].3
    }
}

impl FloatCC {
    /// The spelling in IR text.
    pub fn name(self) -> &'static str {
        FLOAT_CC[self as usize].1
    }

    /// The comparison that is true exactly where this one is false.
    pub fn complement(self) -> Self {
        FLOAT_CC[self as usize].2
    }

    /// `a cc b` is `b cc.swapped() a`.
    pub fn swapped(self) -> Self {
        FLOAT_CC[self as usize].3
    }
}

impl LoadKind {
    /// The spelling in IR text.
    pub fn name(self) -> &'static str {
        LOADS[self as usize].1
    }

    /// The type of the result.
    pub fn ty(self) -> Type {
        LOADS[self as usize].2
    }

    /// How many bytes are read.
    pub fn bytes(self) -> u32 {
        LOADS[self as usize].3
    }
}

impl StoreKind {
    /// The spelling in IR text.
    pub fn name(self) -> &'static str {
        STORES[self as usize].1
    }

    /// The type of the value stored.
    pub fn ty(self) -> Type {
        STORES[self as usize].2
    }

    /// How many bytes are written.
    pub fn bytes(self) -> u32 {
        STORES[self as usize].3
    }
}

impl TrapKind {
    /// The kind spelled so in IR text.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

impl Type {
    /// The spelling in IR text.
    pub fn name(self) -> &'static str {
        match self {
            I32 => "i32",
            F32 => "f32",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{BINARY, FLOAT_CC, INT_CC, LOADS, STORES, UNARY};

    #[test]
    fn rows_are_in_the_order_of_their_enums() {
        assert!(UNARY.iter().enumerate().all(|(n, r)| r.0 as usize == n));
        assert!(BINARY.iter().enumerate().all(|(n, r)| r.0 as usize == n));
        assert!(INT_CC.iter().enumerate().all(|(n, r)| r.0 as usize == n));
        assert!(FLOAT_CC.iter().enumerate().all(|(n, r)| r.0 as usize == n));
        assert!(LOADS.iter().enumerate().all(|(n, r)| r.0 as usize == n));
        assert!(STORES.iter().enumerate().all(|(n, r)| r.0 as usize == n));
    }

    #[test]
    fn complement_and_swap_undo_themselves() {
        for &(cc, ..) in INT_CC {
            assert_eq!(cc.complement().complement(), cc);
            assert_eq!(cc.swapped().swapped(), cc);
        }
        for &(cc, ..) in FLOAT_CC {
            assert_eq!(cc.complement().complement(), cc);
            assert_eq!(cc.swapped().swapped(), cc);
        }
    }
}
