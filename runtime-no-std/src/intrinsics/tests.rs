//! Every arithmetic intrinsic against the development machine's own arithmetic, bit by bit.

use super::samples::{Random, f32_edges, f64_edges, i64_edges};
use super::{convert, float, int};

const RANDOM: usize = 20_000;

/// Equal bits, or both NaN: then the result is quiet, and canonical if wasm demands it.
fn same64(got: u64, want: f64, canonical: bool) -> bool {
    if !want.is_nan() {
        return got == want.to_bits();
    }
    let magnitude = got & !(1 << 63);
    magnitude >= 0x7ff8 << 48 && (!canonical || magnitude == 0x7ff8 << 48)
}

fn same32(got: u32, want: f32, canonical: bool) -> bool {
    if !want.is_nan() {
        return got == want.to_bits();
    }
    let magnitude = got & !(1 << 31);
    magnitude >= 0x7fc0_0000 && (!canonical || magnitude == 0x7fc0_0000)
}

/// Whether no operand is a NaN other than the canonical one: then a NaN result must be canonical.
fn canonical64(operands: &[u64]) -> bool {
    operands.iter().all(|&x| {
        let magnitude = x & !(1 << 63);
        magnitude <= 0x7ff0 << 48 || magnitude == 0x7ff8 << 48
    })
}

fn canonical32(operands: &[u32]) -> bool {
    operands.iter().all(|&x| {
        let magnitude = x & !(1 << 31);
        magnitude <= 0x7f80_0000 || magnitude == 0x7fc0_0000
    })
}

fn f64_values() -> Vec<u64> {
    let mut random = Random::new(64);
    let mut values = f64_edges();
    values.extend((0..RANDOM).map(|_| random.f64()));
    values
}

fn f32_values() -> Vec<u32> {
    let mut random = Random::new(32);
    let mut values = f32_edges();
    values.extend((0..RANDOM).map(|_| random.f32()));
    values
}

fn f64_pairs() -> Vec<(u64, u64)> {
    let mut random = Random::new(6464);
    let edges = f64_edges();
    let mut pairs: Vec<_> = edges
        .iter()
        .flat_map(|&a| edges.iter().map(move |&b| (a, b)))
        .collect();
    pairs.extend((0..RANDOM).map(|_| (random.f64(), random.f64())));
    // Products and quotients about the least and the largest numbers.
    for n in 0..RANDOM as u64 {
        let a = random.next() & !(0x7ff << 52) | (n % 2046) << 52;
        let edge = if n & 1 == 0 { 1022 } else { 3068 };
        let field = |near: u64| near.clamp(0, 2046) << 52;
        let near = (edge + random.next() % 60).saturating_sub(30);
        let b = random.next() & !(0x7ff << 52);
        pairs.push((a, b | field(near.saturating_sub(n % 2046))));
        pairs.push((a, b | field((n % 2046 + 1023).saturating_sub(near))));
    }
    pairs
}

fn f32_pairs() -> Vec<(u32, u32)> {
    let mut random = Random::new(3232);
    let edges = f32_edges();
    let mut pairs: Vec<_> = edges
        .iter()
        .flat_map(|&a| edges.iter().map(move |&b| (a, b)))
        .collect();
    pairs.extend((0..RANDOM).map(|_| (random.f32(), random.f32())));
    // Products and quotients about the least and the largest numbers.
    for n in 0..RANDOM as u32 {
        let a = random.next() as u32 & !(0xff << 23) | (n % 254) << 23;
        let edge = if n & 1 == 0 { 126 } else { 380 };
        let field = |near: u32| near.clamp(0, 254) << 23;
        let near = (edge + random.next() as u32 % 60).saturating_sub(30);
        let b = random.next() as u32 & !(0xff << 23);
        pairs.push((a, b | field(near.saturating_sub(n % 254))));
        pairs.push((a, b | field((n % 254 + 127).saturating_sub(near))));
    }
    pairs
}

fn i64_pairs() -> Vec<(u64, u64)> {
    let mut random = Random::new(99);
    let edges = i64_edges();
    let mut pairs: Vec<_> = edges
        .iter()
        .flat_map(|&a| edges.iter().map(move |&b| (a, b)))
        .collect();
    pairs.extend((0..RANDOM).map(|_| (random.next(), random.next() >> (random.next() % 64))));
    pairs
}

/// wasm `min` by its definition.
fn min64(a: f64, b: f64) -> f64 {
    match a.partial_cmp(&b) {
        None => f64::NAN,
        Some(core::cmp::Ordering::Equal) => {
            if a.is_sign_negative() {
                a
            } else {
                b
            }
        }
        Some(order) => {
            if order.is_lt() {
                a
            } else {
                b
            }
        }
    }
}

fn max64(a: f64, b: f64) -> f64 {
    -min64(-a, -b)
}

fn min32(a: f32, b: f32) -> f32 {
    min64(a.into(), b.into()) as f32
}

fn max32(a: f32, b: f32) -> f32 {
    max64(a.into(), b.into()) as f32
}

#[test]
fn f64_binary() {
    type Row = (
        &'static str,
        extern "C" fn(u64, u64) -> u64,
        fn(f64, f64) -> f64,
    );
    let rows: [Row; 6] = [
        ("add", float::tinsmith_f64_add, |a, b| a + b),
        ("sub", float::tinsmith_f64_sub, |a, b| a - b),
        ("mul", float::tinsmith_f64_mul, |a, b| a * b),
        ("div", float::tinsmith_f64_div, |a, b| a / b),
        ("min", float::tinsmith_f64_min, min64),
        ("max", float::tinsmith_f64_max, max64),
    ];
    for (name, routine, oracle) in rows {
        for (a, b) in f64_pairs() {
            let got = routine(a, b);
            let want = oracle(f64::from_bits(a), f64::from_bits(b));
            assert!(
                same64(got, want, canonical64(&[a, b])),
                "{name} {a:016x} {b:016x}: {got:016x}"
            );
        }
    }
    for (a, b) in f64_pairs() {
        let want = f64::from_bits(a).copysign(f64::from_bits(b)).to_bits();
        assert_eq!(float::tinsmith_f64_copysign(a, b), want);
    }
}

#[test]
fn f32_binary() {
    type Row = (
        &'static str,
        extern "C" fn(u32, u32) -> u32,
        fn(f32, f32) -> f32,
    );
    let rows: [Row; 6] = [
        ("add", float::tinsmith_f32_add, |a, b| a + b),
        ("sub", float::tinsmith_f32_sub, |a, b| a - b),
        ("mul", float::tinsmith_f32_mul, |a, b| a * b),
        ("div", float::tinsmith_f32_div, |a, b| a / b),
        ("min", float::tinsmith_f32_min, min32),
        ("max", float::tinsmith_f32_max, max32),
    ];
    for (name, routine, oracle) in rows {
        for (a, b) in f32_pairs() {
            let got = routine(a, b);
            let want = oracle(f32::from_bits(a), f32::from_bits(b));
            assert!(
                same32(got, want, canonical32(&[a, b])),
                "{name} {a:08x} {b:08x}: {got:08x}"
            );
        }
    }
    for (a, b) in f32_pairs() {
        let want = f32::from_bits(a).copysign(f32::from_bits(b)).to_bits();
        assert_eq!(float::tinsmith_f32_copysign(a, b), want);
    }
}

#[test]
fn comparisons() {
    for (a, b) in f64_pairs() {
        let (x, y) = (f64::from_bits(a), f64::from_bits(b));
        assert_eq!(
            float::tinsmith_f64_eq(a, b),
            (x == y).into(),
            "eq {a:016x} {b:016x}"
        );
        assert_eq!(
            float::tinsmith_f64_lt(a, b),
            (x < y).into(),
            "lt {a:016x} {b:016x}"
        );
        assert_eq!(
            float::tinsmith_f64_le(a, b),
            (x <= y).into(),
            "le {a:016x} {b:016x}"
        );
    }
    for (a, b) in f32_pairs() {
        let (x, y) = (f32::from_bits(a), f32::from_bits(b));
        assert_eq!(
            float::tinsmith_f32_eq(a, b),
            (x == y).into(),
            "eq {a:08x} {b:08x}"
        );
        assert_eq!(
            float::tinsmith_f32_lt(a, b),
            (x < y).into(),
            "lt {a:08x} {b:08x}"
        );
        assert_eq!(
            float::tinsmith_f32_le(a, b),
            (x <= y).into(),
            "le {a:08x} {b:08x}"
        );
    }
}

#[test]
fn f64_unary() {
    type Row = (&'static str, extern "C" fn(u64) -> u64, fn(f64) -> f64);
    let rows: [Row; 5] = [
        ("sqrt", float::tinsmith_f64_sqrt, f64::sqrt),
        ("ceil", float::tinsmith_f64_ceil, f64::ceil),
        ("floor", float::tinsmith_f64_floor, f64::floor),
        ("trunc", float::tinsmith_f64_trunc, f64::trunc),
        ("nearest", float::tinsmith_f64_nearest, f64::round_ties_even),
    ];
    for (name, routine, oracle) in rows {
        for x in f64_values() {
            let got = routine(x);
            let want = oracle(f64::from_bits(x));
            assert!(
                same64(got, want, canonical64(&[x])),
                "{name} {x:016x}: {got:016x}"
            );
        }
    }
}

#[test]
fn f32_unary() {
    type Row = (&'static str, extern "C" fn(u32) -> u32, fn(f32) -> f32);
    let rows: [Row; 5] = [
        ("sqrt", float::tinsmith_f32_sqrt, f32::sqrt),
        ("ceil", float::tinsmith_f32_ceil, f32::ceil),
        ("floor", float::tinsmith_f32_floor, f32::floor),
        ("trunc", float::tinsmith_f32_trunc, f32::trunc),
        ("nearest", float::tinsmith_f32_nearest, f32::round_ties_even),
    ];
    for (name, routine, oracle) in rows {
        for x in f32_values() {
            let got = routine(x);
            let want = oracle(f32::from_bits(x));
            assert!(
                same32(got, want, canonical32(&[x])),
                "{name} {x:08x}: {got:08x}"
            );
        }
    }
}

#[test]
fn float_to_float() {
    for x in f32_values() {
        let got = convert::tinsmith_f64_promote_f32(x);
        let want = f64::from(f32::from_bits(x));
        assert!(
            same64(got, want, canonical32(&[x])),
            "promote {x:08x}: {got:016x}"
        );
    }
    for x in f64_values() {
        let got = convert::tinsmith_f32_demote_f64(x);
        let want = f64::from_bits(x) as f32;
        assert!(
            same32(got, want, canonical64(&[x])),
            "demote {x:016x}: {got:08x}"
        );
    }
    // Every place where a binary64 becomes a subnormal binary32 or a tie.
    let mut random = Random::new(5);
    for exponent in 1023 - 160..1023 + 130 {
        for low in [
            0,
            1,
            1 << 28,
            (1 << 28) - 1,
            (1 << 28) + 1,
            3 << 28,
            random.next(),
        ] {
            let x = exponent << 52 | low & ((1 << 52) - 1);
            let got = convert::tinsmith_f32_demote_f64(x);
            assert_eq!(got, (f64::from_bits(x) as f32).to_bits(), "demote {x:016x}");
        }
    }
}

#[test]
fn float_to_integer() {
    for x in f64_values() {
        let value = f64::from_bits(x);
        assert_eq!(
            convert::tinsmith_i32_trunc_sat_f64_s(x),
            value as i32 as u32,
            "{x:016x}"
        );
        assert_eq!(
            convert::tinsmith_i32_trunc_sat_f64_u(x),
            value as u32,
            "{x:016x}"
        );
        assert_eq!(
            convert::tinsmith_i64_trunc_sat_f64_s(x),
            value as i64 as u64,
            "{x:016x}"
        );
        assert_eq!(
            convert::tinsmith_i64_trunc_sat_f64_u(x),
            value as u64,
            "{x:016x}"
        );
    }
    for x in f32_values() {
        let value = f32::from_bits(x);
        assert_eq!(
            convert::tinsmith_i32_trunc_sat_f32_s(x),
            value as i32 as u32,
            "{x:08x}"
        );
        assert_eq!(
            convert::tinsmith_i32_trunc_sat_f32_u(x),
            value as u32,
            "{x:08x}"
        );
        assert_eq!(
            convert::tinsmith_i64_trunc_sat_f32_s(x),
            value as i64 as u64,
            "{x:08x}"
        );
        assert_eq!(
            convert::tinsmith_i64_trunc_sat_f32_u(x),
            value as u64,
            "{x:08x}"
        );
    }
}

#[test]
fn i64_arithmetic() {
    for (a, b) in i64_pairs() {
        assert_eq!(int::tinsmith_i64_mul(a, b), a.wrapping_mul(b));
        let wide = u128::from(a) * u128::from(b);
        assert_eq!(int::tinsmith_i64_mulh_u(a, b), (wide >> 64) as u64);
        let wide = i128::from(a as i64) * i128::from(b as i64);
        assert_eq!(int::tinsmith_i64_mulh_s(a, b), (wide >> 64) as u64);
        if b == 0 {
            continue;
        }
        // SAFETY: the divisor is not zero.
        unsafe {
            assert_eq!(int::tinsmith_i64_div_u(a, b), a / b);
            assert_eq!(int::tinsmith_i64_rem_u(a, b), a % b);
            assert_eq!(
                int::tinsmith_i64_rem_s(a, b),
                (a as i64).wrapping_rem(b as i64) as u64
            );
            assert_eq!(
                int::tinsmith_i64_div_s(a, b),
                (a as i64).wrapping_div(b as i64) as u64
            );
        }
    }
}

#[test]
fn i32_arithmetic() {
    for (a, b) in i64_pairs() {
        let (a, b) = (a as u32, b as u32);
        assert_eq!(int::tinsmith_i32_mul(a, b), a.wrapping_mul(b));
        let wide = u64::from(a) * u64::from(b);
        assert_eq!(int::tinsmith_i32_mulh_u(a, b), (wide >> 32) as u32);
        let wide = i64::from(a as i32) * i64::from(b as i32);
        assert_eq!(int::tinsmith_i32_mulh_s(a, b), (wide >> 32) as u32);
        assert_eq!(int::tinsmith_i32_clz(a), a.leading_zeros());
        assert_eq!(int::tinsmith_i32_ctz(a), a.trailing_zeros());
        assert_eq!(int::tinsmith_i32_popcnt(a), a.count_ones());
        if b == 0 {
            continue;
        }
        // SAFETY: the divisor is not zero.
        unsafe {
            assert_eq!(int::tinsmith_i32_div_u(a, b), a / b);
            assert_eq!(int::tinsmith_i32_rem_u(a, b), a % b);
            assert_eq!(
                int::tinsmith_i32_rem_s(a, b),
                (a as i32).wrapping_rem(b as i32) as u32
            );
            assert_eq!(
                int::tinsmith_i32_div_s(a, b),
                (a as i32).wrapping_div(b as i32) as u32
            );
        }
    }
}

#[test]
fn integer_to_float() {
    for (a, _) in i64_pairs() {
        assert_eq!(
            convert::tinsmith_f64_convert_i64_s(a),
            (a as i64 as f64).to_bits()
        );
        assert_eq!(convert::tinsmith_f64_convert_i64_u(a), (a as f64).to_bits());
        assert_eq!(
            convert::tinsmith_f32_convert_i64_s(a),
            (a as i64 as f32).to_bits()
        );
        assert_eq!(convert::tinsmith_f32_convert_i64_u(a), (a as f32).to_bits());
        let a = a as u32;
        assert_eq!(
            convert::tinsmith_f64_convert_i32_s(a),
            f64::from(a as i32).to_bits()
        );
        assert_eq!(
            convert::tinsmith_f64_convert_i32_u(a),
            f64::from(a).to_bits()
        );
        assert_eq!(
            convert::tinsmith_f32_convert_i32_s(a),
            (a as i32 as f32).to_bits()
        );
        assert_eq!(convert::tinsmith_f32_convert_i32_u(a), (a as f32).to_bits());
    }
}
