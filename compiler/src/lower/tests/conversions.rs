//! Conversions between integers and floats, with the traps of the truncations, and between words and their parts.

use super::floats::{doubles, singles};
use super::integers::{EDGES, held, signed, trim};
use super::{Outcome, on_every_core, words};
use crate::ir::TrapKind;

fn conversion(op: &str, from: &str, to: &str) -> String {
    format!(
        "function u0:0({from}) -> {to} tail {{
        block0(v0: {from}):
            v1 = {op}.{to} v0
            return v1
        }}"
    )
}

/// Truncation as wasm defines it, in i128, where every finite f64 in question fits.
fn truncate(x: f64, bits: u32, is_signed: bool, saturates: bool) -> Outcome {
    let (least, greatest) = match is_signed {
        true => (-(1_i128 << (bits - 1)), (1_i128 << (bits - 1)) - 1),
        false => (0, (1_i128 << bits) - 1),
    };
    if x.is_nan() {
        return match saturates {
            true => Ok(held(bits, 0)),
            false => Err(TrapKind::InvalidConversionToInteger),
        };
    }
    let n = x.trunc() as i128;
    if !saturates && (n < least || n > greatest) {
        return Err(TrapKind::IntegerOverflow);
    }
    Ok(held(bits, n.clamp(least, greatest) as u64))
}

#[test]
fn truncations() {
    for (op, is_signed, saturates) in [
        ("fcvt_to_sint", true, false),
        ("fcvt_to_uint", false, false),
        ("fcvt_to_sint_sat", true, true),
        ("fcvt_to_uint_sat", false, true),
    ] {
        for bits in [32, 64] {
            let to = format!("i{bits}");
            on_every_core(&conversion(op, "f32", &to), |target, machine| {
                for &a in &singles() {
                    let x = f32::from_bits(a);
                    let wanted = truncate(x.into(), bits, is_signed, saturates);
                    assert_eq!(machine.run(&[a]), wanted, "{} {op}.{to} {x:?}", target.name);
                }
            });
            on_every_core(&conversion(op, "f64", &to), |target, machine| {
                for &a in &doubles() {
                    let x = f64::from_bits(a);
                    let wanted = truncate(x, bits, is_signed, saturates);
                    let found = machine.run(&words(a));
                    assert_eq!(found, wanted, "{} {op}.{to} {x:?}", target.name);
                }
            });
        }
    }
}

#[test]
fn from_integers() {
    for bits in [8, 16, 32, 64] {
        let from = format!("i{bits}");
        for is_signed in [false, true] {
            let op = if is_signed {
                "fcvt_from_sint"
            } else {
                "fcvt_from_uint"
            };
            let single = |n: u64| match is_signed {
                true => signed(bits, n) as f32,
                false => trim(bits, n) as f32,
            };
            let double = |n: u64| match is_signed {
                true => signed(bits, n) as f64,
                false => trim(bits, n) as f64,
            };
            on_every_core(&conversion(op, &from, "f32"), |target, machine| {
                for &n in EDGES {
                    let wanted = vec![single(n).to_bits()];
                    let found = machine.run(&held(bits, n));
                    assert_eq!(found, Ok(wanted), "{} {op} {n:#x}", target.name);
                }
            });
            on_every_core(&conversion(op, &from, "f64"), |target, machine| {
                for &n in EDGES {
                    let wanted = words(double(n).to_bits()).to_vec();
                    let found = machine.run(&held(bits, n));
                    assert_eq!(found, Ok(wanted), "{} {op} {n:#x}", target.name);
                }
            });
        }
    }
}

#[test]
fn between_floats() {
    on_every_core(&conversion("fpromote", "f32", "f64"), |target, machine| {
        for a in singles()
            .into_iter()
            .filter(|&a| !f32::from_bits(a).is_nan())
        {
            let wanted = words(f64::from(f32::from_bits(a)).to_bits()).to_vec();
            assert_eq!(machine.run(&[a]), Ok(wanted), "{}", target.name);
        }
    });
    on_every_core(&conversion("fdemote", "f64", "f32"), |target, machine| {
        for a in doubles()
            .into_iter()
            .filter(|&a| !f64::from_bits(a).is_nan())
        {
            let wanted = vec![(f64::from_bits(a) as f32).to_bits()];
            assert_eq!(machine.run(&words(a)), Ok(wanted), "{}", target.name);
        }
    });
}

#[test]
fn bits_are_kept() {
    for (from, to) in [("i32", "f32"), ("f32", "i32")] {
        on_every_core(&conversion("bitcast", from, to), |target, machine| {
            for a in singles() {
                assert_eq!(machine.run(&[a]), Ok(vec![a]), "{} {from}", target.name);
            }
        });
    }
    for (from, to) in [("i64", "f64"), ("f64", "i64")] {
        on_every_core(&conversion("bitcast", from, to), |target, machine| {
            for a in doubles() {
                let wanted = words(a).to_vec();
                assert_eq!(machine.run(&words(a)), Ok(wanted), "{} {from}", target.name);
            }
        });
    }
}

#[test]
fn parts_of_an_i64() {
    let text = "function u0:0(i64) -> i64, i64, i16 tail {
        block0(v0: i64):
            v1, v2 = isplit v0
            v3 = iconcat v2, v1
            v4 = ireduce.i16 v0
            v5 = sextend.i64 v4
            return v3, v5, v4
        }";
    on_every_core(text, |target, machine| {
        for &n in EDGES {
            let [low, high] = words(n);
            let [ext_low, ext_high] = words(signed(16, n) as u64);
            let wanted = vec![high, low, ext_low, ext_high, low & 0xffff];
            assert_eq!(
                machine.run(&[low, high]),
                Ok(wanted),
                "{} {n:#x}",
                target.name
            );
        }
    });
}
