//! Float arithmetic by wasm's rules: Rust's operations, which are IEEE 754's, with canonical NaNs, and `min`, `max` and `nearest`
//! as wasm defines them.

macro_rules! wasm_float {
    ($ty:ident: $canon:ident, $add:ident, $sub:ident, $mul:ident, $div:ident, $min:ident, $max:ident,
     $sqrt:ident, $ceil:ident, $floor:ident, $trunc:ident, $nearest:ident) => {
        /// The canonical NaN for every NaN.
        pub fn $canon(x: $ty) -> $ty {
            // In integers: to an optimiser, one NaN is as good as another.
            let (bits, infinity) = (x.to_bits(), $ty::INFINITY.to_bits());
            $ty::from_bits(if bits << 1 > infinity << 1 { infinity | infinity >> 1 } else { bits })
        }
        wasm_float!(binary $ty $canon $add, |a, b| a + b, "Sum.");
        wasm_float!(binary $ty $canon $sub, |a, b| a - b, "Difference.");
        wasm_float!(binary $ty $canon $mul, |a, b| a * b, "Product.");
        wasm_float!(binary $ty $canon $div, |a, b| a / b, "Quotient.");
        wasm_float!(binary $ty $canon $min, |a, b| if a.is_nan() || b.is_nan() {
            $ty::NAN
        } else if a == b {
            // Equal numbers differ at most in the sign of zero: any minus sign wins.
            $ty::from_bits(a.to_bits() | b.to_bits())
        } else {
            a.min(b)
        }, "Minimum; NaN if an operand is; -0 is less than +0.");
        wasm_float!(binary $ty $canon $max, |a, b| if a.is_nan() || b.is_nan() {
            $ty::NAN
        } else if a == b {
            $ty::from_bits(a.to_bits() & b.to_bits())
        } else {
            a.max(b)
        }, "Maximum; NaN if an operand is; -0 is less than +0.");
        wasm_float!(unary $ty $canon $sqrt, sqrt, "Square root.");
        wasm_float!(unary $ty $canon $ceil, ceil, "Round to integral towards +inf.");
        wasm_float!(unary $ty $canon $floor, floor, "Round to integral towards -inf.");
        wasm_float!(unary $ty $canon $trunc, trunc, "Round to integral towards zero.");
        wasm_float!(unary $ty $canon $nearest, round_ties_even, "Round to integral, ties to even.");
    };
    (binary $ty:ident $canon:ident $name:ident, |$a:ident, $b:ident| $body:expr, $doc:literal) => {
        #[doc = $doc]
        pub fn $name($a: $ty, $b: $ty) -> $ty {
            $canon($body)
        }
    };
    (unary $ty:ident $canon:ident $name:ident, $method:ident, $doc:literal) => {
        #[doc = $doc]
        pub fn $name(a: $ty) -> $ty {
            $canon(a.$method())
        }
    };
}

wasm_float!(f32: canonical32, add32, sub32, mul32, div32, min32, max32,
            sqrt32, ceil32, floor32, trunc32, nearest32);
wasm_float!(f64: canonical64, add64, sub64, mul64, div64, min64, max64,
            sqrt64, ceil64, floor64, trunc64, nearest64);
