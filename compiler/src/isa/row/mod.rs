//! Instructions as rows of a table: what every instruction set says about its instructions, and what derives from it.
//!
//! A [`Row`] holds the columns of a manual's instruction table: mnemonic, bit pattern, operands in assembly order
//! with their roles, the option it needs, the manual's section. Encoder, decoder and printer ([`code`]), branch
//! ranges, register-allocation constraints and test vectors ([`vectors`]) are ordinary functions of it; nobody
//! writes an instruction's facts twice.
//!
//! A table is made by [`isa_table!`](crate::isa_table), which checks it while it is compiled: every operand bit is
//! owned by exactly one field, and no word matches two rows, unless one is marked `special`: a case that the more
//! general row's fields refuse or that should be preferred when decoding.
//!
//! Operand values are plain `i32`: a register's number; an immediate in the units the assembler prints; a
//! PC-relative operand as the byte distance from its base ([`PcBase`]). Out-of-range values are errors, never
//! truncated.

pub mod code;
pub mod field;
pub mod vectors;

pub use code::{Decoder, Encoded, OperandError, Values, decode, encode, pcrel_fits, print, range};
pub use field::{Bank, Codec, Field, PcBase, RESERVED, Reach, Slice, Style, slice};

use crate::target::Ext;

/// What an instruction does with an operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// A register it writes.
    Def,
    /// A register it reads.
    Use,
    /// A register it reads and writes.
    Mod,
    /// A number, or the distance to a label.
    Imm,
}

/// One operand of an instruction.
#[derive(Clone, Copy, Debug)]
pub struct Operand {
    /// What happens to it.
    pub role: Role,
    /// Where and how it is encoded.
    pub field: &'static Field,
}

/// Processor state, other than the operands, that an instruction reads or writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// Xtensa's shift-amount register.
    Sar,
    /// Xtensa's zero-overhead loop registers.
    Loop,
    /// Xtensa's `SCOMPARE1`.
    Scompare1,
    /// Xtensa's register window.
    Window,
    /// Floating-point rounding mode and exception flags.
    FpStatus,
}

/// The fixed bits of an instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// Ones where the instruction's bits are fixed.
    pub mask: u32,
    /// The fixed bits.
    pub value: u32,
    /// Bytes: 2, 3 or 4.
    pub size: u8,
}

impl Pattern {
    /// A pattern from its drawing in the manual: most significant bit first, `.` for an operand's bit, spaces ignored.
    ///
    /// # Panics
    /// At compile time, if the drawing is not of 16, 24 or 32 bits.
    pub const fn drawn(text: &str) -> Self {
        let text = text.as_bytes();
        let (mut mask, mut value, mut bits, mut i) = (0u32, 0u32, 0u32, 0);
        while i < text.len() {
            let (fixed, bit) = match text[i] {
                b'0' => (1, 0),
                b'1' => (1, 1),
                b'.' => (0, 0),
                b' ' => {
                    i += 1;
                    continue;
                }
                _ => panic!("a pattern is drawn with 0, 1, . and spaces"),
            };
            assert!(bits < 32, "a pattern has at most 32 bits");
            mask = mask << 1 | fixed;
            value = value << 1 | bit;
            bits += 1;
            i += 1;
        }
        assert!(
            bits == 16 || bits == 24 || bits == 32,
            "a pattern has 16, 24 or 32 bits"
        );
        Self {
            mask,
            value,
            size: (bits / 8) as u8,
        }
    }

    /// Ones for every bit the instruction has.
    pub const fn all_bits(&self) -> u32 {
        u32::MAX >> (32 - 8 * self.size as u32)
    }

    /// Whether a word (of which only the low `size` bytes count) has the fixed bits.
    pub const fn matches(&self, word: u32) -> bool {
        word & self.mask == self.value
    }

    /// Whether some word matches both.
    const fn overlaps(&self, other: &Self) -> bool {
        let common = self.mask & other.mask;
        self.value & common == other.value & common
    }

    /// Whether every word that matches `self` matches `other`, but not the other way round.
    const fn is_case_of(&self, other: &Self) -> bool {
        self.mask & other.mask == other.mask && self.mask != other.mask
    }
}

/// One instruction.
#[derive(Clone, Copy, Debug)]
pub struct Row {
    /// The mnemonic.
    pub name: &'static str,
    /// The fixed bits.
    pub pattern: Pattern,
    /// The operands in assembly order.
    pub operands: &'static [Operand],
    /// The option it needs.
    pub ext: Ext,
    /// The manual's section.
    pub section: &'static str,
    /// A special case of a more general row; decoded first.
    pub special: bool,
    /// State it reads besides its operands.
    pub reads: &'static [State],
    /// State it writes besides its operands.
    pub writes: &'static [State],
}

impl Row {
    /// A row without implicit state.
    pub const fn new(
        name: &'static str,
        drawing: &str,
        operands: &'static [Operand],
        ext: Ext,
        section: &'static str,
    ) -> Self {
        let row = Self {
            name,
            pattern: Pattern::drawn(drawing),
            operands,
            ext,
            section,
            special: false,
            reads: &[],
            writes: &[],
        };
        row.check_bits();
        row
    }

    /// Marks a special case of a more general row.
    pub const fn special(mut self) -> Self {
        self.special = true;
        self
    }

    /// Names the state it reads.
    pub const fn reads(mut self, states: &'static [State]) -> Self {
        self.reads = states;
        self
    }

    /// Names the state it writes.
    pub const fn writes(mut self, states: &'static [State]) -> Self {
        self.writes = states;
        self
    }

    /// Every operand bit is owned by exactly one field.
    const fn check_bits(&self) {
        let mut owned = self.pattern.mask;
        let mut i = 0;
        while i < self.operands.len() {
            let bits = self.operands[i].field.mask();
            assert!(owned & bits == 0, "a bit belongs to two fields");
            owned |= bits;
            i += 1;
        }
        assert!(
            owned == self.pattern.all_bits(),
            "an operand bit belongs to no field, or a field lies outside the instruction"
        );
    }
}

/// Checks that no word matches two rows of a table, unless one is a marked special case of the other.
///
/// # Panics
/// At compile time, if not.
pub const fn check_table(rows: &[Row]) {
    let mut i = 0;
    while i < rows.len() {
        let mut j = 0;
        while j < i {
            let (a, b) = (&rows[i], &rows[j]);
            if a.pattern.overlaps(&b.pattern) {
                assert!(
                    (a.special && a.pattern.is_case_of(&b.pattern))
                        || (b.special && b.pattern.is_case_of(&a.pattern)),
                    "two rows overlap and neither is marked as a special case of the other"
                );
            }
            j += 1;
        }
        i += 1;
    }
}

/// Makes an instruction set's table `ROWS` and the enum `Op` that indexes it, from lines of
/// `Variant "mnemonic" "bit pattern" (Role FIELD, …) Ext "section" attributes;`
/// where attributes are `special`, `reads(State…)`, `writes(State…)`. Fields are constants in scope.
#[macro_export]
macro_rules! isa_table {
    ($($op:ident $name:literal $pattern:literal ($($role:ident $field:ident),*) $ext:ident $section:literal
       $($attr:ident $(($($state:ident),+))?)*;)+) => {
        /// An instruction: an index into [`ROWS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u16)]
        pub enum Op { $(#[doc = concat!("`", $name, "`, section ", $section, ".")] $op),+ }

        impl Op {
            /// Every instruction, in the table's order.
            pub const ALL: &[Op] = &[$(Op::$op),+];

            /// Its row.
            pub fn row(self) -> &'static $crate::isa::row::Row {
                &ROWS[self as usize]
            }
        }

        impl From<Op> for u16 {
            fn from(op: Op) -> u16 {
                op as u16
            }
        }

        /// One row per instruction.
        pub const ROWS: &[$crate::isa::row::Row] = &[$(
            $crate::isa::row::Row::new(
                $name,
                $pattern,
                &[$($crate::isa::row::Operand { role: $crate::isa::row::Role::$role, field: &$field }),*],
                $crate::target::Ext::$ext,
                $section,
            )$(.$attr($(&[$($crate::isa::row::State::$state),+])?))*
        ),+];

        const _: () = $crate::isa::row::check_table(ROWS);
    };
}

#[cfg(test)]
mod tests;
