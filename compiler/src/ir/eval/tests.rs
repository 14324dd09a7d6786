//! The corners of the operations, by the wasm specification.

use super::{eval_binary, eval_fcmp, eval_icmp, eval_unary};
use crate::ir::inst::{BinaryOp, IntCC, UnaryOp};
use crate::ir::ops;

const NAN: u32 = 0x7fc0_0000;
const NEG_ZERO: u32 = 0x8000_0000;

fn unary(op: UnaryOp, a: f32) -> f32 {
    f32::from_bits(eval_unary(op, a.to_bits()))
}

fn binary(op: BinaryOp, a: f32, b: f32) -> u32 {
    eval_binary(op, a.to_bits(), b.to_bits()).expect("float operations are total")
}

#[test]
fn nearest_breaks_ties_to_even_and_keeps_the_sign_of_zero() {
    for (a, b) in [(0.5, 0.0), (1.5, 2.0), (2.5, 2.0), (-1.5, -2.0), (4.2, 4.0)] {
        assert_eq!(unary(UnaryOp::Fnearest, a), b);
    }
    assert_eq!(unary(UnaryOp::Fnearest, -0.3).to_bits(), NEG_ZERO);
    assert_eq!(unary(UnaryOp::Fceil, -0.3).to_bits(), NEG_ZERO);
}

#[test]
fn min_and_max_order_zeros_and_spread_nans() {
    assert_eq!(binary(BinaryOp::Fmin, 0.0, -0.0), NEG_ZERO);
    assert_eq!(binary(BinaryOp::Fmin, -0.0, 0.0), NEG_ZERO);
    assert_eq!(binary(BinaryOp::Fmax, -0.0, 0.0), 0);
    assert_eq!(binary(BinaryOp::Fmax, 0.0, -0.0), 0);
    assert_eq!(binary(BinaryOp::Fmin, 1.0, f32::NAN), NAN);
    assert_eq!(binary(BinaryOp::Fmax, f32::NAN, 1.0), NAN);
    assert_eq!(binary(BinaryOp::Fmin, -3.5, -3.5), (-3.5f32).to_bits());
    assert_eq!(binary(BinaryOp::Fmax, -3.5, -3.5), (-3.5f32).to_bits());
}

#[test]
fn arithmetic_makes_only_the_canonical_nan() {
    assert_eq!(binary(BinaryOp::Fsub, f32::INFINITY, f32::INFINITY), NAN);
    assert_eq!(binary(BinaryOp::Fdiv, -0.0, 0.0), NAN);
    assert_eq!(eval_unary(UnaryOp::Fsqrt, (-1f32).to_bits()), NAN);
    assert_eq!(eval_unary(UnaryOp::Fneg, NAN | 1), NAN | 1 | NEG_ZERO);
}

#[test]
fn conversions_saturate() {
    let to_s = |x: f32| eval_unary(UnaryOp::FcvtToSSat, x.to_bits()) as i32;
    let to_u = |x: f32| eval_unary(UnaryOp::FcvtToUSat, x.to_bits());
    assert_eq!(
        [to_s(-1.9), to_s(3e9), to_s(-3e9), to_s(f32::NAN)],
        [-1, i32::MAX, i32::MIN, 0]
    );
    assert_eq!(
        [to_u(1.9), to_u(-1.0), to_u(5e9), to_u(f32::NAN)],
        [1, 0, u32::MAX, 0]
    );
    assert_eq!(
        eval_unary(UnaryOp::FcvtFromU, u32::MAX),
        4_294_967_296f32.to_bits()
    );
    assert_eq!(eval_unary(UnaryOp::FcvtFromS, u32::MAX), (-1f32).to_bits());
}

#[test]
fn divisions_have_preconditions() {
    let min = i32::MIN as u32;
    let minus_one = u32::MAX;
    for op in [
        BinaryOp::Udiv,
        BinaryOp::Sdiv,
        BinaryOp::Urem,
        BinaryOp::Srem,
    ] {
        assert_eq!(eval_binary(op, 5, 0), None);
    }
    assert_eq!(eval_binary(BinaryOp::Sdiv, min, minus_one), None);
    assert_eq!(eval_binary(BinaryOp::Srem, min, minus_one), Some(0));
    assert_eq!(
        eval_binary(BinaryOp::Srem, -7i32 as u32, 2),
        Some(minus_one)
    );
    assert_eq!(
        eval_binary(BinaryOp::Sdiv, -7i32 as u32, 2),
        Some(-3i32 as u32)
    );
}

#[test]
fn shift_amounts_are_modulo_32() {
    assert_eq!(eval_binary(BinaryOp::Ishl, 1, 33), Some(2));
    assert_eq!(eval_binary(BinaryOp::Ushr, NEG_ZERO, 63), Some(1));
    assert_eq!(eval_binary(BinaryOp::Sshr, NEG_ZERO, 31), Some(u32::MAX));
    assert_eq!(eval_binary(BinaryOp::Rotl, 1, 32), Some(1));
    assert_eq!(eval_binary(BinaryOp::Rotr, 1, 33), Some(NEG_ZERO));
    assert_eq!(eval_binary(BinaryOp::Umulhi, NEG_ZERO, 4), Some(2));
    assert_eq!(
        eval_binary(BinaryOp::Smulhi, NEG_ZERO, 4),
        Some(u32::MAX - 1)
    );
}

#[test]
fn comparisons_agree_with_their_complements_and_swaps() {
    let words = [
        0,
        1,
        2,
        0x7fff_ffff,
        NEG_ZERO,
        u32::MAX,
        NAN,
        0x3f80_0000,
        0xff80_0000,
    ];
    for (a, b) in words.iter().flat_map(|&a| words.map(|b| (a, b))) {
        for &(cc, _, complement, swapped) in ops::INT_CC {
            assert_eq!(eval_icmp(cc, a, b), !eval_icmp(complement, a, b));
            assert_eq!(eval_icmp(cc, a, b), eval_icmp(swapped, b, a));
        }
        for &(cc, name, complement, swapped) in ops::FLOAT_CC {
            assert_eq!(eval_fcmp(cc, a, b), !eval_fcmp(complement, a, b), "{name}");
            assert_eq!(eval_fcmp(cc, a, b), eval_fcmp(swapped, b, a), "{name}");
        }
        for &(op, name, ..) in ops::BINARY.iter().filter(|row| row.3) {
            assert_eq!(eval_binary(op, a, b), eval_binary(op, b, a), "{name}");
        }
    }
    assert!(eval_icmp(IntCC::Slt, u32::MAX, 0) && eval_icmp(IntCC::Ugt, u32::MAX, 0));
}
