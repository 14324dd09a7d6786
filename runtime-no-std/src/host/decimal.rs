//! The shortest decimal that reads back as the same float, exactly, with integers (Steele and White's free-format
//! algorithm, in Dybvig and Burger's form).
//!
//! For a value v the decimals between the midpoints to its neighbours read back as v. With v = r/s, half the distance
//! to the lower neighbour m/s and to the upper one m/s (2m/s at a power of two), digits of r/s are generated until what is left is
//! below m or above s - m. The written form is that of ECMAScript's `Number::toString`.

use super::control::Line;

/// 1,130 bits and a factor of ten: s of the least binary64 times its power of ten.
const LIMBS: usize = 37;

/// The most digits a binary64 needs.
const DIGITS: usize = 17;

/// Appends a binary64, given by its bits.
pub fn write_f64(line: &mut Line, bits: u64) {
    write(
        line,
        bits >> 63 != 0,
        (bits >> 52 & 0x7ff) as i32,
        bits << 12 >> 12,
        52,
    );
}

/// Appends a binary32, given by its bits.
pub fn write_f32(line: &mut Line, bits: u32) {
    let fraction = u64::from(bits << 9 >> 9);
    // An exponent field of all ones in the wider format's place.
    let field = match (bits >> 23 & 0xff) as i32 {
        0xff => 0x7ff,
        field => field,
    };
    write(line, bits >> 31 != 0, field, fraction, 23);
}

/// Appends sign, exponent field and fraction of a format with that many fraction bits.
fn write(line: &mut Line, negative: bool, field: i32, fraction: u64, width: i32) {
    if field == 0x7ff && fraction != 0 {
        line.text("nan");
        return;
    }
    if negative {
        line.byte(b'-');
    }
    if field == 0x7ff {
        line.text("inf");
    } else if field == 0 && fraction == 0 {
        line.byte(b'0');
    } else {
        let bias = if width == 52 { 1075 } else { 150 };
        let hidden = if field == 0 { 0 } else { 1 << width };
        let exponent = field.max(1) - bias;
        let wide = fraction == 0 && field > 1;
        let mut digits = [0; DIGITS];
        let (len, point) = shortest(fraction | hidden, exponent, wide, &mut digits);
        layout(line, digits.get(..len).unwrap_or(&[]), point);
    }
}

/// The shortest digits of `significand * 2^exponent`: how many, and the place of the decimal point before the
/// first. `wide`: the lower neighbour is half as far as the upper one.
fn shortest(
    significand: u64,
    exponent: i32,
    wide: bool,
    digits: &mut [u8; DIGITS],
) -> (usize, i32) {
    let even = significand & 1 == 0;
    let up = exponent.max(0) as u32;
    let down = (-exponent).max(0) as u32;
    // r and s doubled, so that m is whole; doubled again if the lower gap is half the upper one.
    let scale = 1 + u32::from(wide);
    let mut r = Big::new(significand);
    r.shift_left(up + scale);
    let mut s = Big::new(1);
    s.shift_left(down + scale);
    let mut m = Big::new(1);
    m.shift_left(up);
    let upper = u32::from(wide);

    // log10 of the leading bit, rounded down, never too large by more than the loop below allows.
    let top = exponent + 63 - significand.leading_zeros() as i32;
    let mut point = (top * 1233) >> 12;
    for _ in 0..point {
        s.times(10);
    }
    for _ in point..0 {
        r.times(10);
        m.times(10);
    }
    // Until (r + m+) / s is below one (or is one, if that would not read back as v).
    while reaches(&r, &m, upper, &s, even) {
        s.times(10);
        point += 1;
    }
    let mut len = 0;
    loop {
        r.times(10);
        m.times(10);
        let mut digit = r.divide(&s);
        let low = match r.compare(&m) {
            core::cmp::Ordering::Less => true,
            core::cmp::Ordering::Equal => even,
            core::cmp::Ordering::Greater => false,
        };
        let high = reaches(&r, &m, upper, &s, even);
        if low || high {
            // Both neighbours' sides are near enough: take the nearer digit.
            r.times(2);
            let nearer_up = r.compare(&s) != core::cmp::Ordering::Less;
            digit += u8::from(high && (!low || nearer_up));
        }
        if let Some(slot) = digits.get_mut(len) {
            *slot = b'0' + digit;
            len += 1;
        }
        if low || high || len == DIGITS {
            return (len, point);
        }
    }
}

/// Whether r + m·2^upper reaches s: strictly beyond it, or at it if `even`.
fn reaches(r: &Big, m: &Big, upper: u32, s: &Big, even: bool) -> bool {
    let mut sum = r.clone();
    sum.add(m);
    if upper != 0 {
        sum.add(m);
    }
    match sum.compare(s) {
        core::cmp::Ordering::Less => false,
        core::cmp::Ordering::Equal => even,
        core::cmp::Ordering::Greater => true,
    }
}

/// Appends digits with the decimal point before digit `point`.
fn layout(line: &mut Line, digits: &[u8], point: i32) {
    let count = digits.len() as i32;
    let digit = |n: i32| *digits.get(n as usize).unwrap_or(&b'0');
    match point {
        1..=21 => {
            for n in 0..count.max(point) {
                if n == point {
                    line.byte(b'.');
                }
                line.byte(digit(n));
            }
        }
        -5..=0 => {
            line.text("0.");
            for _ in point..0 {
                line.byte(b'0');
            }
            line.ascii(digits);
        }
        _ => {
            line.byte(digit(0));
            if count > 1 {
                line.byte(b'.').ascii(digits.get(1..).unwrap_or(&[]));
            }
            line.byte(b'e').byte(if point > 0 { b'+' } else { b'-' });
            line.unsigned((point - 1).unsigned_abs());
        }
    }
}

/// A natural number, low limb first. It never overflows in the use made of it here.
#[derive(Clone)]
struct Big {
    limbs: [u32; LIMBS],
}

impl Big {
    fn new(value: u64) -> Self {
        let mut limbs = [0; LIMBS];
        let [low, high, ..] = &mut limbs;
        (*low, *high) = (value as u32, (value >> 32) as u32);
        Self { limbs }
    }

    /// Multiplies by a small number.
    fn times(&mut self, factor: u32) {
        let mut carry = 0;
        for limb in &mut self.limbs {
            let product = u64::from(*limb) * u64::from(factor) + carry;
            *limb = product as u32;
            carry = product >> 32;
        }
    }

    fn shift_left(&mut self, bits: u32) {
        for _ in 0..bits / 31 {
            self.times(1 << 31);
        }
        self.times(1 << (bits % 31));
    }

    fn add(&mut self, other: &Self) {
        let mut carry = false;
        for (a, &b) in self.limbs.iter_mut().zip(&other.limbs) {
            (*a, carry) = a.carrying_add(b, carry);
        }
    }

    fn subtract(&mut self, other: &Self) {
        let mut borrow = false;
        for (a, &b) in self.limbs.iter_mut().zip(&other.limbs) {
            (*a, borrow) = a.borrowing_sub(b, borrow);
        }
    }

    /// Leaves the remainder, returns the quotient, which is a digit.
    fn divide(&mut self, divisor: &Self) -> u8 {
        let mut quotient = 0;
        while self.compare(divisor) != core::cmp::Ordering::Less {
            self.subtract(divisor);
            quotient += 1;
        }
        quotient
    }

    fn compare(&self, other: &Self) -> core::cmp::Ordering {
        self.limbs.iter().rev().cmp(other.limbs.iter().rev())
    }
}
