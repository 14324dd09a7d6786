//! The runtime routines that lowered code calls, by name and signature: this table is what a runtime has to define
//! for `lower/`. (The front end calls more of them by itself: memory and table operations.)
//!
//! Signatures are letters as in the ABI, parameters, `>`, result: `i` one word (u32), `I` two words (u64, low first).
//! Floats travel as their bits: an `f32` is `i`, an `f64` is `I`, whether or not the target has an FPU. None of them traps:
//! divisors are checked before, and only the saturating conversions are called. A comparison returns 0 or 1.

/// A runtime routine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Intrinsic {
    /// Its symbol.
    pub name: &'static str,
    /// Its signature, `iI>I` for instance.
    pub signature: &'static str,
}

impl Intrinsic {
    /// How many words it takes.
    pub fn param_words(&self) -> usize {
        words(self.signature.split('>').next().unwrap_or_default())
    }

    /// How many words it returns.
    pub fn result_words(&self) -> usize {
        words(self.signature.split('>').nth(1).unwrap_or_default())
    }
}

/// The number of words that letters of a signature stand for.
fn words(letters: &str) -> usize {
    letters.chars().map(|c| if c == 'I' { 2 } else { 1 }).sum()
}

macro_rules! intrinsics {
    ($($constant:ident $name:literal $signature:literal $doc:literal;)*) => {
        $(
            #[doc = $doc]
            pub const $constant: Intrinsic = Intrinsic { name: $name, signature: $signature };
        )*
        /// Every routine lowered code may call.
        pub const INTRINSICS: &[Intrinsic] = &[$($constant),*];
    };
}

intrinsics! {
    // Words, on cores that lack the instruction.
    I32_MUL "tinsmith_i32_mul" "ii>i" "Low word of the product.";
    I32_MULH_U "tinsmith_i32_mulh_u" "ii>i" "High word of the unsigned product.";
    I32_MULH_S "tinsmith_i32_mulh_s" "ii>i" "High word of the signed product.";
    I32_DIV_U "tinsmith_i32_div_u" "ii>i" "Unsigned quotient.";
    I32_DIV_S "tinsmith_i32_div_s" "ii>i" "Signed quotient; never called with `MIN / -1`.";
    I32_REM_U "tinsmith_i32_rem_u" "ii>i" "Unsigned remainder.";
    I32_REM_S "tinsmith_i32_rem_s" "ii>i" "Signed remainder; `MIN % -1` is 0.";
    I32_CLZ "tinsmith_i32_clz" "i>i" "Leading zeros; 32 for 0.";
    I32_CTZ "tinsmith_i32_ctz" "i>i" "Trailing zeros; 32 for 0.";
    I32_POPCNT "tinsmith_i32_popcnt" "i>i" "One bits.";
    // Double words.
    I64_MUL "tinsmith_i64_mul" "II>I" "Product modulo 2^64, where there is no 32-bit high multiplication.";
    I64_MULH_U "tinsmith_i64_mulh_u" "II>I" "High half of the unsigned product, likewise.";
    I64_MULH_S "tinsmith_i64_mulh_s" "II>I" "High half of the signed product, likewise.";
    I64_DIV_U "tinsmith_i64_div_u" "II>I" "Unsigned quotient.";
    I64_DIV_S "tinsmith_i64_div_s" "II>I" "Signed quotient; never called with `MIN / -1`.";
    I64_REM_U "tinsmith_i64_rem_u" "II>I" "Unsigned remainder.";
    I64_REM_S "tinsmith_i64_rem_s" "II>I" "Signed remainder; `MIN % -1` is 0.";
    // f32: all of them without an FPU; with one, those it lacks.
    F32_ADD "tinsmith_f32_add" "ii>i" "f32.add";
    F32_SUB "tinsmith_f32_sub" "ii>i" "f32.sub";
    F32_MUL "tinsmith_f32_mul" "ii>i" "f32.mul";
    F32_DIV "tinsmith_f32_div" "ii>i" "f32.div";
    F32_MIN "tinsmith_f32_min" "ii>i" "f32.min";
    F32_MAX "tinsmith_f32_max" "ii>i" "f32.max";
    F32_SQRT "tinsmith_f32_sqrt" "i>i" "f32.sqrt";
    F32_CEIL "tinsmith_f32_ceil" "i>i" "f32.ceil";
    F32_FLOOR "tinsmith_f32_floor" "i>i" "f32.floor";
    F32_TRUNC "tinsmith_f32_trunc" "i>i" "f32.trunc";
    F32_NEAREST "tinsmith_f32_nearest" "i>i" "f32.nearest";
    F32_EQ "tinsmith_f32_eq" "ii>i" "f32.eq";
    F32_LT "tinsmith_f32_lt" "ii>i" "f32.lt";
    F32_LE "tinsmith_f32_le" "ii>i" "f32.le";
    // f64: always.
    F64_ADD "tinsmith_f64_add" "II>I" "f64.add";
    F64_SUB "tinsmith_f64_sub" "II>I" "f64.sub";
    F64_MUL "tinsmith_f64_mul" "II>I" "f64.mul";
    F64_DIV "tinsmith_f64_div" "II>I" "f64.div";
    F64_MIN "tinsmith_f64_min" "II>I" "f64.min";
    F64_MAX "tinsmith_f64_max" "II>I" "f64.max";
    F64_SQRT "tinsmith_f64_sqrt" "I>I" "f64.sqrt";
    F64_CEIL "tinsmith_f64_ceil" "I>I" "f64.ceil";
    F64_FLOOR "tinsmith_f64_floor" "I>I" "f64.floor";
    F64_TRUNC "tinsmith_f64_trunc" "I>I" "f64.trunc";
    F64_NEAREST "tinsmith_f64_nearest" "I>I" "f64.nearest";
    F64_EQ "tinsmith_f64_eq" "II>i" "f64.eq";
    F64_LT "tinsmith_f64_lt" "II>i" "f64.lt";
    F64_LE "tinsmith_f64_le" "II>i" "f64.le";
    // Conversions, named as wasm names them.
    F64_PROMOTE_F32 "tinsmith_f64_promote_f32" "i>I" "f64.promote_f32";
    F32_DEMOTE_F64 "tinsmith_f32_demote_f64" "I>i" "f32.demote_f64";
    F32_CONVERT_I32_S "tinsmith_f32_convert_i32_s" "i>i" "f32.convert_i32_s";
    F32_CONVERT_I32_U "tinsmith_f32_convert_i32_u" "i>i" "f32.convert_i32_u";
    F32_CONVERT_I64_S "tinsmith_f32_convert_i64_s" "I>i" "f32.convert_i64_s";
    F32_CONVERT_I64_U "tinsmith_f32_convert_i64_u" "I>i" "f32.convert_i64_u";
    F64_CONVERT_I32_S "tinsmith_f64_convert_i32_s" "i>I" "f64.convert_i32_s";
    F64_CONVERT_I32_U "tinsmith_f64_convert_i32_u" "i>I" "f64.convert_i32_u";
    F64_CONVERT_I64_S "tinsmith_f64_convert_i64_s" "I>I" "f64.convert_i64_s";
    F64_CONVERT_I64_U "tinsmith_f64_convert_i64_u" "I>I" "f64.convert_i64_u";
    I32_TRUNC_SAT_F32_S "tinsmith_i32_trunc_sat_f32_s" "i>i" "i32.trunc_sat_f32_s";
    I32_TRUNC_SAT_F32_U "tinsmith_i32_trunc_sat_f32_u" "i>i" "i32.trunc_sat_f32_u";
    I32_TRUNC_SAT_F64_S "tinsmith_i32_trunc_sat_f64_s" "I>i" "i32.trunc_sat_f64_s";
    I32_TRUNC_SAT_F64_U "tinsmith_i32_trunc_sat_f64_u" "I>i" "i32.trunc_sat_f64_u";
    I64_TRUNC_SAT_F32_S "tinsmith_i64_trunc_sat_f32_s" "i>I" "i64.trunc_sat_f32_s";
    I64_TRUNC_SAT_F32_U "tinsmith_i64_trunc_sat_f32_u" "i>I" "i64.trunc_sat_f32_u";
    I64_TRUNC_SAT_F64_S "tinsmith_i64_trunc_sat_f64_s" "I>I" "i64.trunc_sat_f64_s";
    I64_TRUNC_SAT_F64_U "tinsmith_i64_trunc_sat_f64_u" "I>I" "i64.trunc_sat_f64_u";
}
