//! Every integer operation of every width over edge values: both operands unknown, and each of them constant.

use super::{Outcome, on_every_core, words};
use crate::ir::TrapKind;

/// Clears what is above the width.
pub fn trim(bits: u32, n: u64) -> u64 {
    if bits == 64 { n } else { n & ((1 << bits) - 1) }
}

/// The number as a signed one.
pub fn signed(bits: u32, n: u64) -> i64 {
    ((n << (64 - bits)) as i64) >> (64 - bits)
}

/// What an operation gives of two trimmed operands, untrimmed.
pub type Oracle = fn(u32, u64, u64) -> Result<u64, TrapKind>;

fn nonzero(b: u64) -> Result<u64, TrapKind> {
    match b {
        0 => Err(TrapKind::IntegerDivideByZero),
        b => Ok(b),
    }
}

fn sdiv(bits: u32, a: u64, b: u64) -> Result<u64, TrapKind> {
    let (a, b) = (signed(bits, a), signed(bits, nonzero(b)?));
    if a == i64::MIN >> (64 - bits) && b == -1 {
        return Err(TrapKind::IntegerOverflow);
    }
    Ok((a / b) as u64)
}

fn smulhi(bits: u32, a: u64, b: u64) -> u64 {
    ((i128::from(signed(bits, a)) * i128::from(signed(bits, b))) >> bits) as u64
}

fn amount(bits: u32, n: u64) -> u32 {
    n as u32 % bits
}

fn rotl(bits: u32, a: u64, n: u32) -> u64 {
    match n % bits {
        0 => a,
        n => (a << n) | (a >> (bits - n)),
    }
}

/// The operations of two operands.
#[rustfmt::skip] // one row a line
pub const BINARY: &[(&str, Oracle)] = &[
    ("iadd", |_, a, b| Ok(a.wrapping_add(b))),
    ("isub", |_, a, b| Ok(a.wrapping_sub(b))),
    ("imul", |_, a, b| Ok(a.wrapping_mul(b))),
    ("umulhi", |n, a, b| Ok(((u128::from(a) * u128::from(b)) >> n) as u64)),
    ("smulhi", |n, a, b| Ok(smulhi(n, a, b))),
    ("band", |_, a, b| Ok(a & b)),
    ("bor", |_, a, b| Ok(a | b)),
    ("bxor", |_, a, b| Ok(a ^ b)),
    ("umin", |_, a, b| Ok(a.min(b))),
    ("umax", |_, a, b| Ok(a.max(b))),
    ("smin", |n, a, b| Ok(signed(n, a).min(signed(n, b)) as u64)),
    ("smax", |n, a, b| Ok(signed(n, a).max(signed(n, b)) as u64)),
    ("udiv", |_, a, b| Ok(a / nonzero(b)?)),
    ("urem", |_, a, b| Ok(a % nonzero(b)?)),
    ("sdiv", sdiv),
    ("srem", |n, a, b| Ok(signed(n, a).wrapping_rem(signed(n, nonzero(b)?)) as u64)),
    ("ishl", |n, a, b| Ok(a << amount(n, b))),
    ("ushr", |n, a, b| Ok(a >> amount(n, b))),
    ("sshr", |n, a, b| Ok((signed(n, a) >> amount(n, b)) as u64)),
    ("rotl", |n, a, b| Ok(rotl(n, a, amount(n, b)))),
    ("rotr", |n, a, b| Ok(rotl(n, a, n - amount(n, b)))),
];

/// The comparisons; their result is an i8.
#[rustfmt::skip] // one row a line
pub const COMPARE: &[(&str, Oracle)] = &[
    ("icmp eq", |_, a, b| Ok(u64::from(a == b))),
    ("icmp ne", |_, a, b| Ok(u64::from(a != b))),
    ("icmp ult", |_, a, b| Ok(u64::from(a < b))),
    ("icmp uge", |_, a, b| Ok(u64::from(a >= b))),
    ("icmp ugt", |_, a, b| Ok(u64::from(a > b))),
    ("icmp ule", |_, a, b| Ok(u64::from(a <= b))),
    ("icmp slt", |n, a, b| Ok(u64::from(signed(n, a) < signed(n, b)))),
    ("icmp sge", |n, a, b| Ok(u64::from(signed(n, a) >= signed(n, b)))),
    ("icmp sgt", |n, a, b| Ok(u64::from(signed(n, a) > signed(n, b)))),
    ("icmp sle", |n, a, b| Ok(u64::from(signed(n, a) <= signed(n, b)))),
];

/// The operations of one operand; the second is ignored.
#[rustfmt::skip] // one row a line
pub const UNARY: &[(&str, Oracle)] = &[
    ("ineg", |_, a, _| Ok(a.wrapping_neg())),
    ("bnot", |_, a, _| Ok(!a)),
    ("iabs", |n, a, _| Ok(signed(n, a).wrapping_abs() as u64)),
    ("clz", |n, a, _| Ok(u64::from(a.leading_zeros() - (64 - n)))),
    ("ctz", |n, a, _| Ok(u64::from(a.trailing_zeros().min(n)))),
    ("popcnt", |_, a, _| Ok(u64::from(a.count_ones()))),
];

/// Edge values, to be trimmed to the width.
pub const EDGES: &[u64] = &[
    0,
    1,
    2,
    5,
    7,
    31,
    32,
    33,
    63,
    64,
    0x7f,
    0x80,
    0xff,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
    0x1_0000_0000,
    0x1_0000_0001,
    0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000,
    0x8000_0000_ffff_ffff,
    0x1234_5678_9abc_def0,
    0xffff_ffff_0000_0000,
    0xffff_ffff_8000_0000,
    0xffff_ffff_ffff_fff6,
    0xffff_ffff_ffff_fffe,
    0xffff_ffff_ffff_ffff,
];

/// The words a number of that width is held in.
pub fn held(bits: u32, n: u64) -> Vec<u32> {
    let n = trim(bits, n);
    match bits {
        64 => words(n).to_vec(),
        _ => vec![n as u32],
    }
}

fn expected(oracle: Oracle, bits: u32, result: u32, a: u64, b: u64) -> Outcome {
    oracle(bits, trim(bits, a), trim(bits, b)).map(|n| held(result, n))
}

/// Checks an operation with both operands unknown.
fn check_unknown(op: &str, oracle: Oracle, bits: u32, result: u32) {
    let text = format!(
        "function u0:0(i{bits}, i{bits}) -> i{result} tail {{
        block0(v0: i{bits}, v1: i{bits}):
            v2 = {op} v0, v1
            return v2
        }}"
    );
    on_every_core(&text, |target, machine| {
        for &a in EDGES {
            for &b in EDGES {
                let args = [held(bits, a), held(bits, b)].concat();
                let found = machine.run(&args);
                let wanted = expected(oracle, bits, result, a, b);
                let shown = &machine.shown;
                assert_eq!(
                    found, wanted,
                    "{} {op}.i{bits} {a:#x}, {b:#x}\n{shown}",
                    target.name
                );
            }
        }
    });
}

/// Checks an operation with one operand constant.
fn check_constant(op: &str, oracle: Oracle, bits: u32, result: u32) {
    for &c in EDGES {
        let value = signed(bits, trim(bits, c));
        for swapped in [false, true] {
            let args = if swapped { "v1, v0" } else { "v0, v1" };
            let text = format!(
                "function u0:0(i{bits}) -> i{result} tail {{
                block0(v0: i{bits}):
                    v1 = iconst.i{bits} {value}
                    v2 = {op} {args}
                    return v2
                }}"
            );
            on_every_core(&text, |target, machine| {
                for &x in EDGES {
                    let (a, b) = if swapped { (c, x) } else { (x, c) };
                    let found = machine.run(&held(bits, x));
                    let wanted = expected(oracle, bits, result, a, b);
                    let shown = &machine.shown;
                    assert_eq!(
                        found, wanted,
                        "{} {op}.i{bits} {a:#x}, {b:#x}\n{shown}",
                        target.name
                    );
                }
            });
        }
    }
}

#[test]
fn two_unknown_operands() {
    for bits in [8, 16, 32, 64] {
        for &(op, oracle) in BINARY {
            check_unknown(op, oracle, bits, bits);
        }
        for &(op, oracle) in COMPARE {
            check_unknown(op, oracle, bits, 8);
        }
    }
}

#[test]
fn one_constant_operand_of_i64() {
    for &(op, oracle) in BINARY {
        check_constant(op, oracle, 64, 64);
    }
}

#[test]
fn one_constant_operand_of_i64_comparisons() {
    for &(op, oracle) in COMPARE {
        check_constant(op, oracle, 64, 8);
    }
}

#[test]
fn one_constant_operand_of_words() {
    for bits in [16, 32] {
        for &(op, oracle) in BINARY {
            check_constant(op, oracle, bits, bits);
        }
        for &(op, oracle) in COMPARE {
            check_constant(op, oracle, bits, 8);
        }
    }
}

#[test]
fn extended_operands_of_i64() {
    for extend in ["uextend", "sextend"] {
        for (op, oracle, result) in BINARY
            .iter()
            .map(|&(op, oracle)| (op, oracle, 64))
            .chain(COMPARE.iter().map(|&(op, oracle)| (op, oracle, 8)))
        {
            let text = format!(
                "function u0:0(i32, i32) -> i{result} tail {{
                block0(v0: i32, v1: i32):
                    v2 = {extend}.i64 v0
                    v3 = {extend}.i64 v1
                    v4 = {op} v2, v3
                    return v4
                }}"
            );
            on_every_core(&text, |target, machine| {
                let widen = |n: u64| match extend {
                    "sextend" => signed(32, n) as u64,
                    _ => trim(32, n),
                };
                for &a in EDGES {
                    for &b in EDGES {
                        let found = machine.run(&[a as u32, b as u32]);
                        let wanted = expected(oracle, 64, result, widen(a), widen(b));
                        assert_eq!(
                            found, wanted,
                            "{} {op} {extend} {a:#x}, {b:#x}",
                            target.name
                        );
                    }
                }
            });
        }
    }
}

#[test]
fn one_operand() {
    for bits in [8, 16, 32, 64] {
        for &(op, oracle) in UNARY {
            let text = format!(
                "function u0:0(i{bits}) -> i{bits} tail {{
                block0(v0: i{bits}):
                    v1 = {op} v0
                    return v1
                }}"
            );
            on_every_core(&text, |target, machine| {
                for &a in EDGES {
                    let found = machine.run(&held(bits, a));
                    let wanted = expected(oracle, bits, bits, a, 0);
                    assert_eq!(found, wanted, "{} {op}.i{bits} {a:#x}", target.name);
                }
            });
        }
    }
}

#[test]
fn byte_swaps() {
    let oracle: Oracle = |n, a, _| Ok(a.swap_bytes() >> (64 - n));
    for bits in [16, 32, 64] {
        let text = format!(
            "function u0:0(i{bits}) -> i{bits} tail {{
            block0(v0: i{bits}):
                v1 = bswap v0
                return v1
            }}"
        );
        on_every_core(&text, |target, machine| {
            for &a in EDGES {
                let found = machine.run(&held(bits, a));
                assert_eq!(found, expected(oracle, bits, bits, a, 0), "{}", target.name);
            }
        });
    }
}

/// A shift whose amount is known to be less than 32 has no selects; it must still be right.
#[test]
fn masked_amounts() {
    for &(op, oracle) in &BINARY[16..] {
        for mask in [31_u64, 63] {
            let text = format!(
                "function u0:0(i64, i32) -> i64 tail {{
                block0(v0: i64, v1: i32):
                    v2 = iconst.i32 {mask}
                    v3 = band v1, v2
                    v4 = {op} v0, v3
                    return v4
                }}"
            );
            on_every_core(&text, |target, machine| {
                for &a in EDGES {
                    for &n in EDGES {
                        let found = machine.run(&[words(a)[0], words(a)[1], n as u32]);
                        let wanted = expected(oracle, 64, 64, a, n & mask);
                        assert_eq!(found, wanted, "{} {op} {a:#x}, {n}", target.name);
                    }
                }
            });
        }
    }
}

#[test]
fn overflow_flags() {
    type Flagged = fn(u32, u64, u64) -> bool;
    let rows: [(&str, Oracle, Flagged); 4] = [
        ("uadd_overflow", BINARY[0].1, |n, a, b| {
            trim(n, a.wrapping_add(b)) < a
        }),
        ("usub_overflow", BINARY[1].1, |_, a, b| a < b),
        ("sadd_overflow", BINARY[0].1, |n, a, b| {
            let sum = i128::from(signed(n, a)) + i128::from(signed(n, b));
            sum != i128::from(signed(n, sum as u64))
        }),
        ("ssub_overflow", BINARY[1].1, |n, a, b| {
            let difference = i128::from(signed(n, a)) - i128::from(signed(n, b));
            difference != i128::from(signed(n, difference as u64))
        }),
    ];
    for bits in [32, 64] {
        for (op, oracle, flagged) in rows {
            let text = format!(
                "function u0:0(i{bits}, i{bits}) -> i{bits}, i8 tail {{
                block0(v0: i{bits}, v1: i{bits}):
                    v2, v3 = {op} v0, v1
                    return v2, v3
                }}"
            );
            on_every_core(&text, |target, machine| {
                for &a in EDGES {
                    for &b in EDGES {
                        let (a, b) = (trim(bits, a), trim(bits, b));
                        let mut wanted = expected(oracle, bits, bits, a, b).expect("no trap");
                        wanted.push(u32::from(flagged(bits, a, b)));
                        let found = machine.run(&[held(bits, a), held(bits, b)].concat());
                        assert_eq!(found, Ok(wanted), "{} {op} {a:#x}, {b:#x}", target.name);
                    }
                }
            });
        }
    }
}

#[test]
fn addition_that_traps() {
    for bits in [32, 64] {
        let text = format!(
            "function u0:0(i{bits}, i{bits}) -> i{bits} tail {{
            block0(v0: i{bits}, v1: i{bits}):
                v2 = uadd_overflow_trap v0, v1, user2
                return v2
            }}"
        );
        on_every_core(&text, |target, machine| {
            for &a in EDGES {
                for &b in EDGES {
                    let (a, b) = (trim(bits, a), trim(bits, b));
                    let sum = u128::from(a) + u128::from(b);
                    let wanted = match sum >> bits {
                        0 => Ok(held(bits, sum as u64)),
                        _ => Err(TrapKind::MemoryOutOfBounds),
                    };
                    let found = machine.run(&[held(bits, a), held(bits, b)].concat());
                    assert_eq!(found, wanted, "{} {a:#x} + {b:#x}", target.name);
                }
            }
        });
    }
}

/// What LLVM writes for a comparison of 128-bit numbers, which the optimiser turns into one; and the one it makes of
/// extended numbers.
#[test]
fn comparisons_of_i128() {
    let low = ["ult", "ule", "ugt", "uge", "ult", "ule", "ugt", "uge"];
    let high = ["ult", "ule", "ugt", "uge", "slt", "sle", "sgt", "sge"];
    let pairs = [
        (0_u64, 0_u64),
        (1, 0),
        (u64::MAX, 0),
        (0, 1 << 63),
        (5, u64::MAX),
        (1 << 32, 1 << 31),
    ];
    for (low, high) in low.into_iter().zip(high) {
        for extend in ["", "uextend", "sextend"] {
            let upper = match extend {
                "uextend" => "v4 = iconst.i64 0",
                "sextend" => "v9 = iconst.i64 63\nv4 = sshr v2, v9",
                _ => "v4 = bor v3, v3",
            };
            let text = format!(
                "function u0:0(i64, i64, i64, i64) -> i8 tail {{
                block0(v0: i64, v1: i64, v2: i64, v3: i64):
                    {upper}
                    v5 = icmp eq v1, v4
                    v6 = icmp {low} v0, v2
                    v7 = icmp {high} v1, v4
                    v8 = select v5, v6, v7
                    return v8
                }}"
            );
            on_every_core(&text, |target, machine| {
                for (al, ah) in pairs {
                    for (bl, given) in pairs {
                        let bh = match extend {
                            "uextend" => 0,
                            "sextend" => ((bl as i64) >> 63) as u64,
                            _ => given,
                        };
                        let join = |lo: u64, hi: u64| u128::from(hi) << 64 | u128::from(lo);
                        let (a, b) = (join(al, ah), join(bl, bh));
                        let order = match high.starts_with('s') {
                            true => (a as i128).cmp(&(b as i128)),
                            false => a.cmp(&b),
                        };
                        let wanted = match &high[1..] {
                            "lt" => order.is_lt(),
                            "le" => order.is_le(),
                            "gt" => order.is_gt(),
                            _ => order.is_ge(),
                        };
                        let args = [al, ah, bl, given].map(|n| held(64, n)).concat();
                        let found = machine.run(&args);
                        let place = format!("{} {a:#x} {high} {b:#x}", target.name);
                        assert_eq!(found, Ok(vec![u32::from(wanted)]), "{place}");
                    }
                }
            });
        }
    }
}
