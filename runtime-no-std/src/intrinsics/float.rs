//! Float arithmetic, by the bits.
//!
//! Each is integer arithmetic, of [`super::soft`], [`super::ieee`] and [`super::sqrt`].

use super::{ieee, soft, sqrt};

/// Exports binary operations under their wasm names.
macro_rules! binary {
    ($bits:ty: $($name:ident = $body:expr;)*) => {$(
        #[doc = concat!("The wasm instruction in the name `", stringify!($name), "`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(a: $bits, b: $bits) -> $bits {
            let op: fn($bits, $bits) -> $bits = $body;
            op(a, b)
        }
    )*};
}

/// Exports comparisons: 1 or 0.
macro_rules! compare {
    ($bits:ty: $($name:ident = $body:expr;)*) => {$(
        #[doc = concat!("The wasm instruction in the name `", stringify!($name), "`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(a: $bits, b: $bits) -> u32 {
            let op: fn($bits, $bits) -> bool = $body;
            op(a, b).into()
        }
    )*};
}

/// Exports unary operations.
macro_rules! unary {
    ($bits:ty: $($name:ident = $body:expr;)*) => {$(
        #[doc = concat!("The wasm instruction in the name `", stringify!($name), "`.")]
        #[unsafe(no_mangle)]
        pub extern "C" fn $name(x: $bits) -> $bits {
            let op: fn($bits) -> $bits = $body;
            op(x)
        }
    )*};
}

binary! { u64:
    tinsmith_f64_add = soft::add;
    tinsmith_f64_sub = soft::sub;
    tinsmith_f64_mul = soft::mul;
    tinsmith_f64_div = soft::div;
    tinsmith_f64_min = ieee::min;
    tinsmith_f64_max = ieee::max;
    tinsmith_f64_copysign = ieee::copysign;
}

binary! { u32:
    tinsmith_f32_add = soft::add;
    tinsmith_f32_sub = soft::sub;
    tinsmith_f32_mul = soft::mul;
    tinsmith_f32_div = soft::div;
    tinsmith_f32_min = ieee::min;
    tinsmith_f32_max = ieee::max;
    tinsmith_f32_copysign = ieee::copysign;
}

compare! { u64:
    tinsmith_f64_eq = ieee::eq;
    tinsmith_f64_lt = ieee::lt;
    tinsmith_f64_le = ieee::le;
}

compare! { u32:
    tinsmith_f32_eq = ieee::eq;
    tinsmith_f32_lt = ieee::lt;
    tinsmith_f32_le = ieee::le;
}

unary! { u64:
    tinsmith_f64_sqrt = sqrt::sqrt64;
    tinsmith_f64_ceil = ieee::ceil;
    tinsmith_f64_floor = ieee::floor;
    tinsmith_f64_trunc = ieee::trunc;
    tinsmith_f64_nearest = ieee::nearest;
}

unary! { u32:
    tinsmith_f32_sqrt = sqrt::sqrt32;
    tinsmith_f32_ceil = ieee::ceil;
    tinsmith_f32_floor = ieee::floor;
    tinsmith_f32_trunc = ieee::trunc;
    tinsmith_f32_nearest = ieee::nearest;
}
