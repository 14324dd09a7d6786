//! Integer arithmetic that some or all of the 32-bit cores lack.

use super::wide::{self, divide, divide_word, leading_zeros, long_product, product};

/// `i64.div_u`. The divisor is not zero: compiled code checks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_div_u(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { divide(a, b) }.0
}

/// `i64.rem_u`. The divisor is not zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_rem_u(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    unsafe { divide(a, b) }.1
}

/// `i64.div_s`. The divisor is not zero; `MIN / -1` is `MIN`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_div_s(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    let (quotient, _) = unsafe { divide(magnitude(a), magnitude(b)) };
    negate_if((a ^ b) as i64, quotient)
}

/// `i64.rem_s`: the sign of the dividend. The divisor is not zero; `MIN % -1` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i64_rem_s(a: u64, b: u64) -> u64 {
    // SAFETY: the caller's promise.
    let (_, remainder) = unsafe { divide(magnitude(a), magnitude(b)) };
    negate_if(a as i64, remainder)
}

/// The magnitude of a signed number, as an unsigned one.
fn magnitude(x: u64) -> u64 {
    (x as i64).unsigned_abs()
}

/// `-x` if `sign` is negative.
fn negate_if(sign: i64, x: u64) -> u64 {
    if sign < 0 { x.wrapping_neg() } else { x }
}

/// `i64.mul`. What a core without high products has instead of this and of high words is in `asm/xtensa/multiply.s`.
#[cfg(not(feature = "no-mulh"))]
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i64_mul(a: u64, b: u64) -> u64 {
    let ((al, ah), (bl, bh)) = (wide::halves(a), wide::halves(b));
    let cross = al.wrapping_mul(bh).wrapping_add(ah.wrapping_mul(bl));
    product(al, bl).wrapping_add(u64::from(cross) << 32)
}

/// The high half of the 128-bit unsigned product.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i64_mulh_u(a: u64, b: u64) -> u64 {
    long_product(a, b).1
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
#[cfg(not(feature = "no-mulh"))]
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_mulh_u(a: u32, b: u32) -> u32 {
    (product(a, b) >> 32) as u32
}

/// The high word of the signed product.
#[cfg(not(feature = "no-mulh"))]
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_mulh_s(a: u32, b: u32) -> u32 {
    let sign = |x: u32| (x as i32 >> 31) as u32;
    tinsmith_i32_mulh_u(a, b)
        .wrapping_sub(sign(a) & b)
        .wrapping_sub(sign(b) & a)
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
    unsafe { divide_word(a, b) }.0
}

/// `i32.rem_u`, for cores without a divider. The divisor is not zero.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i32_rem_u(a: u32, b: u32) -> u32 {
    // SAFETY: the caller's promise.
    unsafe { divide_word(a, b) }.1
}

/// `i32.div_s`, for cores without a divider. The divisor is not zero; `MIN / -1` is `MIN`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i32_div_s(a: u32, b: u32) -> u32 {
    // SAFETY: the caller's promise.
    let (quotient, _) = unsafe { divide_word(word_magnitude(a), word_magnitude(b)) };
    negate_word_if((a ^ b) as i32, quotient)
}

/// `i32.rem_s`, for cores without a divider. The divisor is not zero; `MIN % -1` is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn tinsmith_i32_rem_s(a: u32, b: u32) -> u32 {
    // SAFETY: the caller's promise.
    let (_, remainder) = unsafe { divide_word(word_magnitude(a), word_magnitude(b)) };
    negate_word_if(a as i32, remainder)
}

/// The magnitude of a signed word, as an unsigned one.
fn word_magnitude(x: u32) -> u32 {
    (x as i32).unsigned_abs()
}

/// `-x` if `sign` is negative.
fn negate_word_if(sign: i32, x: u32) -> u32 {
    if sign < 0 { x.wrapping_neg() } else { x }
}

/// `i32.clz`.
#[unsafe(no_mangle)]
pub extern "C" fn tinsmith_i32_clz(x: u32) -> u32 {
    if x == 0 { 32 } else { leading_zeros(x) }
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
