//! Floats against Rust's: arithmetic, signs, comparisons, constants; f32 in registers and in words, f64 in words.

use super::{Machine, Target, on_every_core, words};

/// Edge values of f64; rounded, those of f32.
pub const EDGES: &[f64] = &[
    0.0,
    -0.0,
    1.0,
    -1.0,
    0.5,
    -0.5,
    1.5,
    2.5,
    -2.5,
    0.1,
    -0.999_999_999_999,
    3.4e38,
    -3.4e38,
    1.0e-40,
    2_147_483_647.0,
    2_147_483_647.5,
    2_147_483_648.0,
    -2_147_483_648.0,
    -2_147_483_648.5,
    -2_147_483_648.999_999_5,
    -2_147_483_649.0,
    -2_147_483_904.0,
    4_294_967_295.0,
    4_294_967_295.9,
    4_294_967_296.0,
    9_223_372_036_854_774_784.0,
    9_223_372_036_854_775_808.0,
    -9_223_372_036_854_775_808.0,
    -9_223_372_036_854_777_856.0,
    18_446_744_073_709_549_568.0,
    18_446_744_073_709_551_616.0,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    f64::MIN_POSITIVE,
    f64::MAX,
];

/// Bits of f32 and f64, with NaNs of both signs and with only a low bit set.
pub fn singles() -> Vec<u32> {
    let rounded = EDGES.iter().map(|&x| (x as f32).to_bits());
    rounded
        .chain([0xffc0_0000, 0x7f80_0001, 0xbf7f_ffff])
        .collect()
}

pub fn doubles() -> Vec<u64> {
    let exact = EDGES.iter().map(|x| x.to_bits());
    let nans = [
        0xfff8_0000_0000_0000,
        0x7ff0_0000_0000_0001,
        0x7ff0_0001_0000_0000,
    ];
    exact.chain(nans).collect()
}

/// Runs and compares: bit for bit, except that any NaN is one from arithmetic.
fn check32(target: &Target, machine: &mut Machine, args: &[u32], wanted: f32, what: &str) {
    let found = machine.run(args).expect("no trap")[0];
    let both_nan = f32::from_bits(found).is_nan() && wanted.is_nan();
    assert!(
        both_nan || found == wanted.to_bits(),
        "{} {what} {args:x?}: {found:#x}, not {wanted}\n{}",
        target.name,
        machine.shown
    );
}

fn check64(target: &Target, machine: &mut Machine, args: &[u32], wanted: f64, what: &str) {
    let found = machine.run(args).expect("no trap");
    let bits = u64::from(found[0]) | u64::from(found[1]) << 32;
    let both_nan = f64::from_bits(bits).is_nan() && wanted.is_nan();
    assert!(
        both_nan || bits == wanted.to_bits(),
        "{} {what} {args:x?}: {bits:#x}, not {wanted}\n{}",
        target.name,
        machine.shown
    );
}

/// The wasm minimum, which no Rust function is.
fn min(a: f64, b: f64) -> f64 {
    if a.is_nan() || b.is_nan() {
        f64::NAN
    } else if a == b {
        f64::from_bits(a.to_bits() | b.to_bits())
    } else if a < b {
        a
    } else {
        b
    }
}

fn max(a: f64, b: f64) -> f64 {
    -min(-a, -b)
}

#[test]
fn arithmetic() {
    type Row = (&'static str, fn(f32, f32) -> f32, fn(f64, f64) -> f64);
    let rows: [Row; 6] = [
        ("fadd", |a, b| a + b, |a, b| a + b),
        ("fsub", |a, b| a - b, |a, b| a - b),
        ("fmul", |a, b| a * b, |a, b| a * b),
        ("fdiv", |a, b| a / b, |a, b| a / b),
        ("fmin", |a, b| min(a.into(), b.into()) as f32, min),
        ("fmax", |a, b| max(a.into(), b.into()) as f32, max),
    ];
    for (op, single, double) in rows {
        on_every_core(&two_operands(op, "f32", "f32"), |target, machine| {
            for &a in &singles() {
                for &b in &singles() {
                    let wanted = single(f32::from_bits(a), f32::from_bits(b));
                    check32(target, machine, &[a, b], wanted, op);
                }
            }
        });
        on_every_core(&two_operands(op, "f64", "f64"), |target, machine| {
            for &a in &doubles() {
                for &b in &doubles() {
                    let wanted = double(f64::from_bits(a), f64::from_bits(b));
                    check64(target, machine, &[words(a), words(b)].concat(), wanted, op);
                }
            }
        });
    }
}

fn two_operands(op: &str, ty: &str, result: &str) -> String {
    format!(
        "function u0:0({ty}, {ty}) -> {result} tail {{
        block0(v0: {ty}, v1: {ty}):
            v2 = {op} v0, v1
            return v2
        }}"
    )
}

fn one_operand(op: &str, from: &str, to: &str) -> String {
    format!(
        "function u0:0({from}) -> {to} tail {{
        block0(v0: {from}):
            v1 = {op} v0
            return v1
        }}"
    )
}

#[test]
fn rounding_and_roots() {
    type Row = (&'static str, fn(f32) -> f32, fn(f64) -> f64);
    let rows: [Row; 5] = [
        ("sqrt", f32::sqrt, f64::sqrt),
        ("ceil", f32::ceil, f64::ceil),
        ("floor", f32::floor, f64::floor),
        ("trunc", f32::trunc, f64::trunc),
        ("nearest", f32::round_ties_even, f64::round_ties_even),
    ];
    for (op, single, double) in rows {
        on_every_core(&one_operand(op, "f32", "f32"), |target, machine| {
            for &a in &singles() {
                check32(target, machine, &[a], single(f32::from_bits(a)), op);
            }
        });
        on_every_core(&one_operand(op, "f64", "f64"), |target, machine| {
            for &a in &doubles() {
                check64(target, machine, &words(a), double(f64::from_bits(a)), op);
            }
        });
    }
}

/// Signs are bit operations: exact for NaNs too.
#[test]
fn signs() {
    let sign = 1_u64 << 63;
    type Row = (&'static str, fn(u64, u64) -> u64);
    let rows: [Row; 2] = [("fneg", |a, s| a ^ s), ("fabs", |a, s| a & !s)];
    for (op, oracle) in rows {
        on_every_core(&one_operand(op, "f32", "f32"), |target, machine| {
            for &a in &singles() {
                let wanted = oracle(a.into(), 1 << 31) as u32;
                assert_eq!(machine.run(&[a]), Ok(vec![wanted]), "{} {op}", target.name);
            }
        });
        on_every_core(&one_operand(op, "f64", "f64"), |target, machine| {
            for &a in &doubles() {
                let wanted = words(oracle(a, sign)).to_vec();
                assert_eq!(machine.run(&words(a)), Ok(wanted), "{} {op}", target.name);
            }
        });
    }
    on_every_core(
        &two_operands("fcopysign", "f32", "f32"),
        |target, machine| {
            for &a in &singles() {
                for &b in &singles() {
                    let wanted = a & !(1 << 31) | b & 1 << 31;
                    assert_eq!(machine.run(&[a, b]), Ok(vec![wanted]), "{}", target.name);
                }
            }
        },
    );
    on_every_core(
        &two_operands("fcopysign", "f64", "f64"),
        |target, machine| {
            for &a in &doubles() {
                for &b in &doubles() {
                    let wanted = words(a & !sign | b & sign).to_vec();
                    let found = machine.run(&[words(a), words(b)].concat());
                    assert_eq!(found, Ok(wanted), "{}", target.name);
                }
            }
        },
    );
}

#[test]
fn comparisons() {
    type Row = (&'static str, fn(f64, f64) -> bool);
    let rows: [Row; 14] = [
        ("eq", |a, b| a == b),
        ("ne", |a, b| a != b),
        ("lt", |a, b| a < b),
        ("le", |a, b| a <= b),
        ("gt", |a, b| a > b),
        ("ge", |a, b| a >= b),
        ("ord", |a, b| !a.is_nan() && !b.is_nan()),
        ("uno", |a, b| a.is_nan() || b.is_nan()),
        ("one", |a, b| a != b && !a.is_nan() && !b.is_nan()),
        ("ueq", |a, b| a == b || a.is_nan() || b.is_nan()),
        ("ult", |a, b| a < b || a.is_nan() || b.is_nan()),
        ("ule", |a, b| a <= b || a.is_nan() || b.is_nan()),
        ("ugt", |a, b| a > b || a.is_nan() || b.is_nan()),
        ("uge", |a, b| a >= b || a.is_nan() || b.is_nan()),
    ];
    for (cc, oracle) in rows {
        let op = format!("fcmp {cc}");
        on_every_core(&two_operands(&op, "f32", "i8"), |target, machine| {
            for &a in &singles() {
                for &b in &singles() {
                    let wanted = oracle(f32::from_bits(a).into(), f32::from_bits(b).into());
                    let found = machine.run(&[a, b]);
                    assert_eq!(found, Ok(vec![wanted.into()]), "{} {op}", target.name);
                }
            }
        });
        on_every_core(&two_operands(&op, "f64", "i8"), |target, machine| {
            for &a in &doubles() {
                for &b in &doubles() {
                    let wanted = oracle(f64::from_bits(a), f64::from_bits(b));
                    let found = machine.run(&[words(a), words(b)].concat());
                    assert_eq!(found, Ok(vec![wanted.into()]), "{} {op}", target.name);
                }
            }
        });
    }
}

/// The complement of a comparison, which `trapz` asks for, is true on NaN.
#[test]
fn negated_comparison() {
    let text = "function u0:0(f32, f32) tail {
        block0(v0: f32, v1: f32):
            v2 = fcmp lt v0, v1
            trapz v2, user1
            return
        }";
    on_every_core(text, |target, machine| {
        for &a in &singles() {
            for &b in &singles() {
                let is_less = f32::from_bits(a) < f32::from_bits(b);
                assert_eq!(machine.run(&[a, b]).is_ok(), is_less, "{}", target.name);
            }
        }
    });
}

#[test]
fn constants_and_selects() {
    let text = "function u0:0(i64, f32, f64) -> f32, f64 tail {
        block0(v0: i64, v1: f32, v2: f64):
            v3 = f32const 0x1.8p1
            v4 = f64const -0x1.8p1
            v5 = select v0, v1, v3
            v6 = select v0, v2, v4
            return v5, v6
        }";
    on_every_core(text, |target, machine| {
        let [low, high] = words(7.25_f64.to_bits());
        let other = words((-3.0_f64).to_bits());
        for (cond, wanted) in [
            ([0, 0], [3.0_f32.to_bits(), other[0], other[1]]),
            ([0, 9], [5, low, high]),
            ([1, 0], [5, low, high]),
        ] {
            let found = machine.run(&[cond[0], cond[1], 5, low, high]);
            assert_eq!(found, Ok(wanted.to_vec()), "{}", target.name);
        }
    });
}
