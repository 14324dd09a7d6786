//! The runtime's intrinsics for the interpreter, in Rust's own arithmetic: the oracle the runtime's implementations and
//! the lowered code are held against. The contract is the ABI's (`ARCHITECTURE.md`, "Intrinsics").

use super::descriptors;
use super::memory::Memory;
use crate::ir::eval::float;

/// A routine by the words it takes and gives: `W` is a word (an integer, or an `f32` by its bits), `L` two words (an
/// `i64`, or an `f64` by its bits). A `checked` one has a precondition.
#[derive(Clone, Copy)]
enum Routine {
    W2W(fn(u32) -> u32),
    WW2W(fn(u32, u32) -> u32),
    WW2WChecked(fn(u32, u32) -> Option<u32>),
    W2L(fn(u32) -> u64),
    L2W(fn(u64) -> u32),
    L2L(fn(u64) -> u64),
    LL2L(fn(u64, u64) -> u64),
    LL2LChecked(fn(u64, u64) -> Option<u64>),
    F2F(fn(f32) -> f32),
    FF2F(fn(f32, f32) -> f32),
    FF2W(fn(f32, f32) -> bool),
    D2D(fn(f64) -> f64),
    DD2D(fn(f64, f64) -> f64),
    DD2W(fn(f64, f64) -> bool),
}

use Routine::{
    D2D, DD2D, DD2W, F2F, FF2F, FF2W, L2L, L2W, LL2L, LL2LChecked, W2L, W2W, WW2W, WW2WChecked,
};

/// The arithmetic routines, by the name after `tinsmith_`.
#[rustfmt::skip] // one row a line
const ARITHMETIC: &[(&str, Routine)] = &[
    ("i32_mul",              WW2W(u32::wrapping_mul)),
    ("i32_mulh_u",           WW2W(|a, b| ((u64::from(a) * u64::from(b)) >> 32) as u32)),
    ("i32_mulh_s",           WW2W(|a, b| ((i64::from(a as i32) * i64::from(b as i32)) >> 32) as u32)),
    ("i32_div_u",            WW2WChecked(u32::checked_div)),
    ("i32_div_s",            WW2WChecked(|a, b| (a as i32).checked_div(b as i32).map(|q| q as u32))),
    ("i32_rem_u",            WW2WChecked(u32::checked_rem)),
    ("i32_rem_s",            WW2WChecked(|a, b| (b != 0).then(|| (a as i32).wrapping_rem(b as i32) as u32))),
    ("i32_clz",              W2W(u32::leading_zeros)),
    ("i32_ctz",              W2W(u32::trailing_zeros)),
    ("i32_popcnt",           W2W(u32::count_ones)),
    ("i64_mul",              LL2L(u64::wrapping_mul)),
    ("i64_mulh_u",           LL2L(|a, b| ((u128::from(a) * u128::from(b)) >> 64) as u64)),
    ("i64_mulh_s",           LL2L(|a, b| ((i128::from(a as i64) * i128::from(b as i64)) >> 64) as u64)),
    ("i64_div_u",            LL2LChecked(u64::checked_div)),
    ("i64_div_s",            LL2LChecked(|a, b| (a as i64).checked_div(b as i64).map(|q| q as u64))),
    ("i64_rem_u",            LL2LChecked(u64::checked_rem)),
    ("i64_rem_s",            LL2LChecked(|a, b| (b != 0).then(|| (a as i64).wrapping_rem(b as i64) as u64))),
    ("f32_add",              FF2F(float::add32)),
    ("f32_sub",              FF2F(float::sub32)),
    ("f32_mul",              FF2F(float::mul32)),
    ("f32_div",              FF2F(float::div32)),
    ("f32_min",              FF2F(float::min32)),
    ("f32_max",              FF2F(float::max32)),
    ("f32_copysign",         WW2W(|a, b| a & !(1 << 31) | b & 1 << 31)),
    ("f32_sqrt",             F2F(float::sqrt32)),
    ("f32_ceil",             F2F(float::ceil32)),
    ("f32_floor",            F2F(float::floor32)),
    ("f32_trunc",            F2F(float::trunc32)),
    ("f32_nearest",          F2F(float::nearest32)),
    ("f32_eq",               FF2W(|a, b| a == b)),
    ("f32_lt",               FF2W(|a, b| a < b)),
    ("f32_le",               FF2W(|a, b| a <= b)),
    ("f64_add",              DD2D(float::add64)),
    ("f64_sub",              DD2D(float::sub64)),
    ("f64_mul",              DD2D(float::mul64)),
    ("f64_div",              DD2D(float::div64)),
    ("f64_min",              DD2D(float::min64)),
    ("f64_max",              DD2D(float::max64)),
    ("f64_copysign",         LL2L(|a, b| a & !(1 << 63) | b & 1 << 63)),
    ("f64_sqrt",             D2D(float::sqrt64)),
    ("f64_ceil",             D2D(float::ceil64)),
    ("f64_floor",            D2D(float::floor64)),
    ("f64_trunc",            D2D(float::trunc64)),
    ("f64_nearest",          D2D(float::nearest64)),
    ("f64_eq",               DD2W(|a, b| a == b)),
    ("f64_lt",               DD2W(|a, b| a < b)),
    ("f64_le",               DD2W(|a, b| a <= b)),
    ("f64_promote_f32",      W2L(|a| float::canonical64(f64::from(f32::from_bits(a))).to_bits())),
    ("f32_demote_f64",       L2W(|a| float::canonical32(f64::from_bits(a) as f32).to_bits())),
    ("f32_convert_i32_s",    W2W(|a| (a as i32 as f32).to_bits())),
    ("f32_convert_i32_u",    W2W(|a| (a as f32).to_bits())),
    ("f32_convert_i64_s",    L2W(|a| (a as i64 as f32).to_bits())),
    ("f32_convert_i64_u",    L2W(|a| (a as f32).to_bits())),
    ("f64_convert_i32_s",    W2L(|a| f64::from(a as i32).to_bits())),
    ("f64_convert_i32_u",    W2L(|a| f64::from(a).to_bits())),
    ("f64_convert_i64_s",    L2L(|a| (a as i64 as f64).to_bits())),
    ("f64_convert_i64_u",    L2L(|a| (a as f64).to_bits())),
    ("i32_trunc_sat_f32_s",  W2W(|a| f32::from_bits(a) as i32 as u32)),
    ("i32_trunc_sat_f32_u",  W2W(|a| f32::from_bits(a) as u32)),
    ("i32_trunc_sat_f64_s",  L2W(|a| f64::from_bits(a) as i32 as u32)),
    ("i32_trunc_sat_f64_u",  L2W(|a| f64::from_bits(a) as u32)),
    ("i64_trunc_sat_f32_s",  W2L(|a| f32::from_bits(a) as i64 as u64)),
    ("i64_trunc_sat_f32_u",  W2L(|a| f32::from_bits(a) as u64)),
    ("i64_trunc_sat_f64_s",  L2L(|a| f64::from_bits(a) as i64 as u64)),
    ("i64_trunc_sat_f64_u",  L2L(|a| f64::from_bits(a) as u64)),
];

/// The routines on descriptors, by the name after `tinsmith_`: parameters, and the routine. None is a broken contract.
type DescriptorRoutine = fn(&mut Memory, &[u32]) -> Option<Vec<u32>>;

#[rustfmt::skip] // one row a line
const DESCRIPTORS: &[(&str, usize, DescriptorRoutine)] = &[
    ("memory_grow",   2, descriptors::memory_grow),
    ("memory_fill",   4, descriptors::memory_fill),
    ("memory_copy",   5, descriptors::memory_copy),
    ("memory_init",   5, descriptors::memory_init),
    ("memory_reset",  1, descriptors::memory_reset),
    ("memory_place",  3, descriptors::memory_place),
    ("table_grow",    3, descriptors::table_grow),
    ("table_fill",    4, descriptors::table_fill),
    ("table_copy",    5, descriptors::table_copy),
    ("table_init",    5, descriptors::table_init),
    ("table_reset",   1, descriptors::table_reset),
    ("segment_reset", 1, descriptors::segment_reset),
];

/// Calls an intrinsic. None if there is none of that name; inside, none if it is called against its contract (another
/// number of words, a zero divisor, a descriptor that is not there).
pub fn call(memory: &mut Memory, name: &str, args: &[u32]) -> Option<Option<Vec<u32>>> {
    let name = name.strip_prefix("tinsmith_")?;
    if let Some(&(_, routine)) = ARITHMETIC.iter().find(|row| row.0 == name) {
        return Some(arithmetic(routine, args));
    }
    let &(_, params, routine) = DESCRIPTORS.iter().find(|row| row.0 == name)?;
    if args.len() != params {
        return Some(None);
    }
    Some(routine(memory, args))
}

fn arithmetic(routine: Routine, args: &[u32]) -> Option<Vec<u32>> {
    Some(match (routine, args) {
        (W2W(f), &[a]) => vec![f(a)],
        (W2L(f), &[a]) => words(f(a)),
        (F2F(f), &[a]) => vec![f(f32::from_bits(a)).to_bits()],
        (WW2W(f), &[a, b]) => vec![f(a, b)],
        (WW2WChecked(f), &[a, b]) => vec![f(a, b)?],
        (FF2F(f), &[a, b]) => vec![f(f32::from_bits(a), f32::from_bits(b)).to_bits()],
        (FF2W(f), &[a, b]) => vec![u32::from(f(f32::from_bits(a), f32::from_bits(b)))],
        (L2W(f), &[al, ah]) => vec![f(long(al, ah))],
        (L2L(f), &[al, ah]) => words(f(long(al, ah))),
        (D2D(f), &[al, ah]) => words(f(double(al, ah)).to_bits()),
        (LL2L(f), &[al, ah, bl, bh]) => words(f(long(al, ah), long(bl, bh))),
        (LL2LChecked(f), &[al, ah, bl, bh]) => words(f(long(al, ah), long(bl, bh))?),
        (DD2D(f), &[al, ah, bl, bh]) => words(f(double(al, ah), double(bl, bh)).to_bits()),
        (DD2W(f), &[al, ah, bl, bh]) => vec![u32::from(f(double(al, ah), double(bl, bh)))],
        _ => return None,
    })
}

/// Two words, low first.
fn words(long: u64) -> Vec<u32> {
    vec![long as u32, (long >> 32) as u32]
}

fn long(low: u32, high: u32) -> u64 {
    u64::from(low) | u64::from(high) << 32
}

fn double(low: u32, high: u32) -> f64 {
    f64::from_bits(long(low, high))
}
