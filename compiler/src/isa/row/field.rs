//! Operand fields: the bits of an instruction word that hold an operand, and the meaning of their number.

/// A register file, or another numbered set of registers the assembler has names for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bank {
    /// Integer (RISC-V x, Xtensa address) registers.
    Int,
    /// Floating-point registers.
    Float,
    /// Xtensa's booleans.
    Bool,
    /// Control and status (RISC-V) or special (Xtensa) registers; never allocated.
    Special,
    /// Xtensa's user registers; never allocated.
    User,
}

/// What the distance of a PC-relative operand is counted from. `pc` is the instruction's own address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PcBase {
    /// `pc` (RISC-V).
    Pc,
    /// `pc + 4` (Xtensa branches, jumps and loops).
    PcPlus4,
    /// `(pc & !3) + 4` (Xtensa calls).
    PcAligned4Plus4,
    /// `(pc + 3) & !3` (Xtensa `l32r`).
    L32r,
}

impl PcBase {
    /// The address distances are counted from.
    pub const fn address(self, pc: u32) -> u32 {
        match self {
            Self::Pc => pc,
            Self::PcPlus4 => pc.wrapping_add(4),
            Self::PcAligned4Plus4 => (pc & !3).wrapping_add(4),
            Self::L32r => pc.wrapping_add(3) & !3,
        }
    }
}

/// Which way a PC-relative operand reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// Both ways: the stored number is signed.
    Both,
    /// Forwards only: it is unsigned.
    Forward,
    /// Backwards only: it is a negative number without its sign bits.
    Backward,
}

/// Some bits of an instruction word: `len` of them from bit `lo` upwards.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// The least significant bit.
    pub lo: u8,
    /// How many.
    pub len: u8,
}

/// A [`Slice`], written as manuals do: position and length.
pub const fn slice(lo: u8, len: u8) -> Slice {
    assert!(len > 0 && lo + len <= 32);
    Slice { lo, len }
}

/// An entry of a [`Codec::Table`] that no value has.
pub const RESERVED: i32 = i32::MIN;

/// How an operand's value becomes the number stored in its field.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Codec {
    /// A register's number.
    Reg(Bank),
    /// A register's number; those of the mask's ones mean another instruction.
    RegExcept(Bank, u32),
    /// A register's number less the first one's (RISC-V's compressed x8..x15).
    RegSubset(Bank, u8),
    /// Always that register; no bits.
    RegFixed(Bank, u8),
    /// `value >> shift`, the bits shifted out being zero.
    Unsigned {
        /// The scale's logarithm.
        shift: u8,
    },
    /// As `Unsigned`, but zero means another instruction.
    UnsignedNonZero {
        /// The scale's logarithm.
        shift: u8,
    },
    /// `value >> shift` in two's complement, the bits shifted out being zero.
    Signed {
        /// The scale's logarithm.
        shift: u8,
    },
    /// As `Signed`, but zero means another instruction.
    SignedNonZero {
        /// The scale's logarithm.
        shift: u8,
    },
    /// `value - bias`.
    Biased(i32),
    /// `value` modulo 2^bits, values starting at the minimum given (Xtensa `movi.n`: -32..=95).
    Wrapped(i32),
    /// `32 - value`, for 1..=31 (Xtensa `slli`).
    From32,
    /// The index of the value in a table; [`RESERVED`] entries are no values.
    Table(&'static [i32]),
    /// A number the assembler spells by name (rounding modes, fence sets); reserved where the name is `None`.
    Named(&'static [Option<&'static str>]),
    /// The byte distance from a base, shifted right; the bits shifted out are zero.
    PcRel {
        /// What it is counted from.
        base: PcBase,
        /// The scale's logarithm.
        shift: u8,
        /// Which way.
        reach: Reach,
    },
}

/// How an operand looks in assembly text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Separated by commas.
    Plain,
    /// A base register in parentheses after its offset.
    Base,
    /// A suffix of the mnemonic (RISC-V `.aq`, `.rl`).
    Suffix,
    /// Not written: implied by the mnemonic.
    Hidden,
}

/// An operand field.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The manual's name.
    pub name: &'static str,
    /// Its bits, most significant first.
    pub slices: &'static [Slice],
    /// What they mean.
    pub codec: Codec,
    /// How it is written.
    pub style: Style,
}

impl Field {
    /// A field written plainly.
    pub const fn new(name: &'static str, slices: &'static [Slice], codec: Codec) -> Self {
        Self {
            name,
            slices,
            codec,
            style: Style::Plain,
        }
    }

    /// The same field, written in another way.
    pub const fn styled(mut self, style: Style) -> Self {
        self.style = style;
        self
    }

    /// The number of bits.
    pub const fn width(&self) -> u32 {
        let (mut width, mut i) = (0, 0);
        while i < self.slices.len() {
            width += self.slices[i].len as u32;
            i += 1;
        }
        width
    }

    /// Ones at its bits of the instruction word.
    ///
    /// # Panics
    /// At compile time, if two slices overlap.
    pub const fn mask(&self) -> u32 {
        let (mut mask, mut i) = (0u32, 0);
        while i < self.slices.len() {
            let Slice { lo, len } = self.slices[i];
            let bits = (u32::MAX >> (32 - len as u32)) << lo;
            assert!(mask & bits == 0, "slices of a field overlap");
            mask |= bits;
            i += 1;
        }
        mask
    }

    /// The registers it names, if it is a register.
    pub const fn bank(&self) -> Option<Bank> {
        match self.codec {
            Codec::Reg(bank)
            | Codec::RegExcept(bank, _)
            | Codec::RegSubset(bank, _)
            | Codec::RegFixed(bank, _) => Some(bank),
            _ => None,
        }
    }

    /// The step between legal values.
    pub const fn step(&self) -> i32 {
        match self.codec {
            Codec::Unsigned { shift }
            | Codec::UnsignedNonZero { shift }
            | Codec::Signed { shift }
            | Codec::SignedNonZero { shift }
            | Codec::PcRel { shift, .. } => 1 << shift,
            _ => 1,
        }
    }

    /// The least and the greatest legal value. Between them not every value need be legal.
    pub fn range(&self) -> (i32, i32) {
        let width = self.width();
        let count = 1i64 << width;
        let (min, max) = match self.codec {
            Codec::Reg(_) => (0, count - 1),
            Codec::RegExcept(_, except) => {
                let legal = !except & (u64::MAX >> (64 - count)) as u32;
                (legal.trailing_zeros().into(), legal.ilog2().into())
            }
            Codec::RegSubset(_, first) => (i64::from(first), i64::from(first) + count - 1),
            Codec::RegFixed(_, n) => (n.into(), n.into()),
            Codec::Unsigned { shift } => (0, (count - 1) << shift),
            Codec::UnsignedNonZero { shift } => (1 << shift, (count - 1) << shift),
            Codec::Signed { shift } | Codec::SignedNonZero { shift } => {
                (-(count / 2) << shift, (count / 2 - 1) << shift)
            }
            Codec::Biased(bias) => (bias.into(), i64::from(bias) + count - 1),
            Codec::Wrapped(min) => (min.into(), i64::from(min) + count - 1),
            Codec::From32 => (1, 31),
            Codec::Table(table) => {
                let legal = || table.iter().copied().filter(|&v| v != RESERVED);
                (
                    legal().min().unwrap_or(0).into(),
                    legal().max().unwrap_or(0).into(),
                )
            }
            Codec::Named(names) => (0, names.len() as i64 - 1),
            Codec::PcRel { shift, reach, .. } => match reach {
                Reach::Both => (-(count / 2) << shift, (count / 2 - 1) << shift),
                Reach::Forward => (0, (count - 1) << shift),
                Reach::Backward => (-count << shift, -1 << shift),
            },
        };
        // Every field is narrower than 32 bits, so the limits are `i32`s.
        (min as i32, max as i32)
    }

    /// The number stored for a value, if the value is legal.
    pub fn to_bits(&self, value: i32) -> Option<u32> {
        let (min, max) = self.range();
        if value < min || value > max || value & (self.step() - 1) != 0 {
            return None;
        }
        let mask = (1u64 << self.width()) as u32;
        let mask = mask.wrapping_sub(1);
        let stored = match self.codec {
            Codec::Reg(_) | Codec::Wrapped(_) => value,
            Codec::RegExcept(_, except) => (except >> value & 1 == 0).then_some(value)?,
            Codec::RegSubset(_, first) => value - i32::from(first),
            Codec::RegFixed(..) => 0,
            Codec::SignedNonZero { shift } => (value != 0).then_some(value >> shift)?,
            Codec::Unsigned { shift }
            | Codec::UnsignedNonZero { shift }
            | Codec::Signed { shift }
            | Codec::PcRel { shift, .. } => value >> shift,
            Codec::Biased(bias) => value - bias,
            Codec::From32 => 32 - value,
            Codec::Table(table) => table.iter().position(|&v| v == value)? as i32,
            Codec::Named(names) => names[value as usize].map(|_| value)?,
        };
        Some(stored as u32 & mask)
    }

    /// The value of a stored number, if it has one.
    pub fn from_bits(&self, stored: u32) -> Option<i32> {
        let unused = 32 - self.width();
        let unsigned = stored as i32;
        let signed = || unsigned.wrapping_shl(unused) >> unused;
        let value = match self.codec {
            Codec::Reg(_) | Codec::RegExcept(..) => unsigned,
            Codec::RegSubset(_, first) => unsigned + i32::from(first),
            Codec::RegFixed(_, n) => n.into(),
            Codec::Unsigned { shift } | Codec::UnsignedNonZero { shift } => unsigned << shift,
            Codec::Signed { shift } | Codec::SignedNonZero { shift } => signed() << shift,
            Codec::Biased(bias) => unsigned + bias,
            Codec::Wrapped(min) => min + (unsigned.wrapping_sub(min) & (u32::MAX >> unused) as i32),
            Codec::From32 => 32 - unsigned,
            Codec::Table(table) => *table.get(stored as usize)?,
            Codec::Named(_) => unsigned,
            Codec::PcRel { shift, reach, .. } => match reach {
                Reach::Both => signed() << shift,
                Reach::Forward => unsigned << shift,
                Reach::Backward => (unsigned - (1 << self.width())) << shift,
            },
        };
        (value != RESERVED && self.to_bits(value) == Some(stored)).then_some(value)
    }

    /// Puts a stored number into its bits of an instruction word that is zero there.
    pub fn insert(&self, word: u32, mut stored: u32) -> u32 {
        let mut word = word;
        for Slice { lo, len } in self.slices.iter().rev() {
            word |= (stored & (u32::MAX >> (32 - u32::from(*len)))) << lo;
            stored = stored.checked_shr(u32::from(*len)).unwrap_or(0);
        }
        word
    }

    /// The number stored in an instruction word.
    pub fn extract(&self, word: u32) -> u32 {
        self.slices.iter().fold(0, |stored, Slice { lo, len }| {
            stored << len | word >> lo & (u32::MAX >> (32 - u32::from(*len)))
        })
    }
}
