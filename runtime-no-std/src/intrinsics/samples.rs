//! Values for tests: the edges of each type, and random bits.

/// Marsaglia's 64-bit xorshift: the same numbers at every run.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A binary64: any bits, or an exponent near those of integers.
    pub fn f64(&mut self) -> u64 {
        let bits = self.next();
        if bits & 3 == 0 {
            return self.next();
        }
        let exponent = 1023 - 12 + self.next() % 96;
        let short = !0 << (self.next() % 52);
        bits & (1 << 63) | exponent << 52 | self.next() & ((1 << 52) - 1) & short
    }

    /// A binary32, likewise.
    pub fn f32(&mut self) -> u32 {
        let bits = self.next() as u32;
        if bits & 3 == 0 {
            return self.next() as u32;
        }
        let exponent = 127 - 12 + (self.next() % 96) as u32;
        let short = !0u32 << (self.next() % 23);
        bits & (1 << 31) | exponent << 23 | self.next() as u32 & ((1 << 23) - 1) & short
    }
}

/// Edge values of binary64: zeros, ones, halves, ties, powers of two around the integers' limits, subnormals,
/// infinities, quiet and signalling NaNs; each with its neighbours and both signs.
pub fn f64_edges() -> Vec<u64> {
    let values = [
        0.0,
        1.0,
        0.5,
        1.5,
        2.5,
        3.5,
        0.1,
        1e300,
        1e-300,
        f64::MIN_POSITIVE,
        f64::MAX,
        f64::from(f32::MAX),
        f64::from(f32::MIN_POSITIVE),
        f64::from(f32::from_bits(1)) / 2.0,
        f64::INFINITY,
        2f64.powi(23),
        2f64.powi(24),
        2f64.powi(31),
        2f64.powi(32),
        2f64.powi(51),
        2f64.powi(52),
        2f64.powi(53),
        2f64.powi(63),
        2f64.powi(64),
    ];
    let mut bits: Vec<u64> = values
        .iter()
        .flat_map(|v| [v.to_bits().wrapping_sub(1), v.to_bits(), v.to_bits() + 1])
        .collect();
    bits.extend([
        0x7ff8 << 48,
        0x7ff8_0000_1234_5678,
        0x7ff4 << 48,
        2,
        3,
        (1 << 52) - 1,
    ]);
    bits.iter().flat_map(|&b| [b, b ^ 1 << 63]).collect()
}

/// Edge values of binary32.
pub fn f32_edges() -> Vec<u32> {
    let values = [
        0.0,
        1.0,
        0.5,
        1.5,
        2.5,
        3.5,
        0.1,
        f32::MIN_POSITIVE,
        f32::MAX,
        f32::INFINITY,
        2f32.powi(22),
        2f32.powi(23),
        2f32.powi(24),
        2f32.powi(31),
        2f32.powi(32),
        2f32.powi(63),
        2f32.powi(64),
    ];
    let mut bits: Vec<u32> = values
        .iter()
        .flat_map(|v| [v.to_bits().wrapping_sub(1), v.to_bits(), v.to_bits() + 1])
        .collect();
    bits.extend([0x7fc0_0000, 0x7fc1_2345, 0x7fa0_0000, 2, 3, (1 << 23) - 1]);
    bits.iter().flat_map(|&b| [b, b ^ 1 << 31]).collect()
}

/// Edge values of the integers.
pub fn i64_edges() -> Vec<u64> {
    let powers = [
        0u64,
        1 << 8,
        1 << 15,
        1 << 23,
        1 << 24,
        1 << 31,
        1 << 32,
        1 << 52,
        1 << 53,
        1 << 62,
        1 << 63,
    ];
    let near = powers
        .iter()
        .flat_map(|&p| [p.wrapping_sub(1), p, p.wrapping_add(1), p | 3]);
    near.flat_map(|v| [v, v.wrapping_neg()]).collect()
}
