//! Integer arithmetic that some or all of the 32-bit cores lack.

use core::hint::assert_unchecked;
use core::num::NonZero;

/// `i64.div_u`. The divisor is not zero: compiled code checks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_div_u(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    a / unsafe { NonZero::new_unchecked(b) }
}

/// `i64.rem_u`. The divisor is not zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_rem_u(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    a % unsafe { NonZero::new_unchecked(b) }
}

/// `i64.div_s`. The divisor is not zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_div_s(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { assert_unchecked(b != 0) };
    (a as i64).wrapping_div(b as i64) as u64
}

/// `i64.rem_s`. The divisor is not zero; `MIN % -1` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_rem_s(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { assert_unchecked(b != 0) };
    (a as i64).wrapping_rem(b as i64) as u64
}

/// `i64.mul`.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i64_mul(a: u64, b: u64) -> u64 {
    let (al, ah, bl, bh) = (a as u32, (a >> 32) as u32, b as u32, (b >> 32) as u32);
    let cross = al.wrapping_mul(bh).wrapping_add(ah.wrapping_mul(bl));
    product(al, bl).wrapping_add(u64::from(cross) << 32)
}

/// The high half of the 128-bit unsigned product.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i64_mulh_u(a: u64, b: u64) -> u64 {
    let (al, ah, bl, bh) = (a as u32, (a >> 32) as u32, b as u32, (b >> 32) as u32);
    // Neither sum can overflow: (2^32-1)^2 + 2(2^32-1) = 2^64-1.
    let low = product(al, bl) >> 32;
    let middle = product(ah, bl) + low;
    let carried = product(al, bh) + u64::from(middle as u32);
    product(ah, bh) + (middle >> 32) + (carried >> 32)
}

/// The high half of the 128-bit signed product: the unsigned one less `b` if `a` is negative, less `a` if `b` is.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i64_mulh_s(a: u64, b: u64) -> u64 {
    let sign = |x: u64| (x as i64 >> 63) as u64;
    tinsmith_i64_mulh_u(a, b)
        .wrapping_sub(sign(a) & b)
        .wrapping_sub(sign(b) & a)
}

/// The high word of the unsigned product.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_mulh_u(a: u32, b: u32) -> u32 {
    (product(a, b) >> 32) as u32
}

/// The high word of the signed product.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_mulh_s(a: u32, b: u32) -> u32 {
    let sign = |x: u32| (x as i32 >> 31) as u32;
    tinsmith_i32_mulh_u(a, b)
        .wrapping_sub(sign(a) & b)
        .wrapping_sub(sign(b) & a)
}

/// The 64-bit product of two words. Xtensa cores that call this have no instruction for the
/// high word: it is made of 16-bit halves.
fn product(a: u32, b: u32) -> u64 {
    if cfg!(target_arch = "xtensa") {
        let (al, ah, bl, bh) = (a & 0xffff, a >> 16, b & 0xffff, b >> 16);
        let low = al * bl;
        let middle = ah * bl + (low >> 16);
        let carried = al * bh + (middle & 0xffff);
        let high = ah * bh + (middle >> 16) + (carried >> 16);
        u64::from(high) << 32 | u64::from(carried << 16 | low & 0xffff)
    } else {
        u64::from(a) * u64::from(b)
    }
}

/// `i32.mul`, for cores without a 32-bit multiplier.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_mul(a: u32, b: u32) -> u32 {
    a.wrapping_mul(b)
}

/// `i32.div_u`, for cores without a divider. The divisor is not zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i32_div_u(a: u32, b: u32) -> u32 {
    // SAFETY: the caller's promise.
    a / unsafe { NonZero::new_unchecked(b) }
}

/// `i32.rem_u`, for cores without a divider. The divisor is not zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i32_rem_u(a: u32, b: u32) -> u32 {
    // SAFETY: the caller's promise.
    a % unsafe { NonZero::new_unchecked(b) }
}

/// `i32.div_s`, for cores without a divider. The divisor is not zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i32_div_s(a: u32, b: u32) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { assert_unchecked(b != 0) };
    (a as i32).wrapping_div(b as i32) as u32
}

/// `i32.rem_s`, for cores without a divider. The divisor is not zero; `MIN % -1` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i32_rem_s(a: u32, b: u32) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { assert_unchecked(b != 0) };
    (a as i32).wrapping_rem(b as i32) as u32
}

/// `i32.clz`.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_clz(x: u32) -> u32 {
    x.leading_zeros()
}

/// `i32.ctz`.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_ctz(x: u32) -> u32 {
    x.trailing_zeros()
}

/// `i32.popcnt`.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_popcnt(x: u32) -> u32 {
    x.count_ones()
}
