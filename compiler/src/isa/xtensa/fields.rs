//! The operand fields of Xtensa instructions, as the ISA manual's formats (section 7.1) name them: r, s and t are the
//! nibbles at bits 12, 8 and 4.

use super::regs;
use crate::isa::row::{Bank, Codec, Field, PcBase, Reach, Slice, slice};

const R: &[Slice] = &[slice(12, 4)];
const S: &[Slice] = &[slice(8, 4)];
const T: &[Slice] = &[slice(4, 4)];
const IMM8_BITS: &[Slice] = &[slice(16, 8)];

/// Address register in r.
pub const AR: Field = Field::new("ar", R, Codec::Reg(Bank::Int));
/// Address register in s.
pub const AS: Field = Field::new("as", S, Codec::Reg(Bank::Int));
/// Address register in t.
pub const AT: Field = Field::new("at", T, Codec::Reg(Bank::Int));
/// Floating-point register in r.
pub const FR: Field = Field::new("fr", R, Codec::Reg(Bank::Float));
/// Floating-point register in s.
pub const FS: Field = Field::new("fs", S, Codec::Reg(Bank::Float));
/// Floating-point register in t.
pub const FT: Field = Field::new("ft", T, Codec::Reg(Bank::Float));
/// Boolean in r.
pub const BR: Field = Field::new("br", R, Codec::Reg(Bank::Bool));
/// Boolean in s.
pub const BS: Field = Field::new("bs", S, Codec::Reg(Bank::Bool));
/// Boolean in t.
pub const BT: Field = Field::new("bt", T, Codec::Reg(Bank::Bool));
/// The first of four booleans.
pub const BS4: Field = Field::new("bs4", S, Codec::RegExcept(Bank::Bool, 0xeeee));
/// The first of eight booleans.
pub const BS8: Field = Field::new("bs8", S, Codec::RegExcept(Bank::Bool, 0xfefe));
/// A special register to read.
pub const SR_READ: Field = Field::new("sr", &[slice(8, 8)], Codec::Named(&regs::READABLE));
/// A special register to write.
pub const SR_WRITE: Field = Field::new("sr", &[slice(8, 8)], Codec::Named(&regs::WRITABLE));
/// A special register to exchange.
pub const SR_EXCHANGE: Field = Field::new("sr", &[slice(8, 8)], Codec::Named(&regs::EXCHANGEABLE));
/// The user register `rur` reads.
pub const UR_READ: Field = Field::new("ur", &[slice(4, 8)], Codec::Named(&regs::USER));
/// The user register `wur` writes.
pub const UR_WRITE: Field = Field::new("ur", &[slice(8, 8)], Codec::Named(&regs::USER));

/// A byte offset.
pub const IMM8: Field = Field::new("imm8", IMM8_BITS, Codec::Unsigned { shift: 0 });
/// A byte offset of halfwords.
pub const IMM8X2: Field = Field::new("imm8x2", IMM8_BITS, Codec::Unsigned { shift: 1 });
/// A byte offset of words.
pub const IMM8X4: Field = Field::new("imm8x4", IMM8_BITS, Codec::Unsigned { shift: 2 });
/// `addi`'s addend.
pub const SIMM8: Field = Field::new("simm8", IMM8_BITS, Codec::Signed { shift: 0 });
/// `addmi`'s addend.
pub const SIMM8X256: Field = Field::new("simm8x256", IMM8_BITS, Codec::Signed { shift: 8 });
/// `movi`'s constant.
pub const IMM12: Field = Field::new(
    "imm12",
    &[slice(8, 4), slice(16, 8)],
    Codec::Signed { shift: 0 },
);
/// A byte offset of words, density option.
pub const IMM4X4: Field = Field::new("imm4x4", R, Codec::Unsigned { shift: 2 });
/// `movi.n`'s constant.
pub const IMM7: Field = Field::new("imm7", &[slice(4, 3), slice(12, 4)], Codec::Wrapped(-32));
/// `addi.n`'s addend.
pub const AI4CONST: Field = Field::new(
    "ai4const",
    T,
    Codec::Table(&[-1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15]),
);
/// A constant to compare with.
pub const B4CONST: Field = Field::new(
    "b4const",
    R,
    Codec::Table(&[-1, 1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256]),
);
/// An unsigned constant to compare with.
pub const B4CONSTU: Field = Field::new(
    "b4constu",
    R,
    Codec::Table(&[
        32768, 65536, 2, 3, 4, 5, 6, 7, 8, 10, 12, 16, 32, 64, 128, 256,
    ]),
);
/// A bit's number.
pub const BIT: Field = Field::new(
    "bit",
    &[slice(12, 1), slice(4, 4)],
    Codec::Unsigned { shift: 0 },
);

/// `slli`'s amount.
pub const SLL_SA: Field = Field::new("sa", &[slice(20, 1), slice(4, 4)], Codec::From32);
/// `srli`'s amount.
pub const SRL_SA: Field = Field::new("sa", S, Codec::Unsigned { shift: 0 });
/// `srai`'s amount.
pub const SRA_SA: Field = Field::new(
    "sa",
    &[slice(20, 1), slice(8, 4)],
    Codec::Unsigned { shift: 0 },
);
/// `ssai`'s amount.
pub const SSAI_SA: Field = Field::new(
    "sa",
    &[slice(4, 1), slice(8, 4)],
    Codec::Unsigned { shift: 0 },
);
/// `extui`'s first bit.
pub const EXTUI_SA: Field = Field::new(
    "shiftimm",
    &[slice(16, 1), slice(8, 4)],
    Codec::Unsigned { shift: 0 },
);
/// `extui`'s number of bits.
pub const EXTUI_BITS: Field = Field::new("maskimm", &[slice(20, 4)], Codec::Biased(1));
/// The sign bit of `sext` and `clamps`.
pub const SIGN_BIT: Field = Field::new("imm", T, Codec::Biased(7));
/// The power of two a conversion scales by.
pub const SCALE: Field = Field::new("scale", T, Codec::Unsigned { shift: 0 });
/// The number of a floating-point constant: 0.0, 1.0, 2.0 or 0.5 by its low two bits.
pub const CONST_S: Field = Field::new("imm", S, Codec::Unsigned { shift: 0 });

/// A conditional branch's target.
pub const BRANCH8: Field = Field::new("label", IMM8_BITS, pc_plus_4(Reach::Both));
/// A comparison with zero's target.
pub const BRANCH12: Field = Field::new("label", &[slice(12, 12)], pc_plus_4(Reach::Both));
/// A narrow branch's target.
pub const BRANCH6: Field = Field::new(
    "label",
    &[slice(4, 2), slice(12, 4)],
    pc_plus_4(Reach::Forward),
);
/// The end of a zero-overhead loop.
pub const LOOP8: Field = Field::new("label", IMM8_BITS, pc_plus_4(Reach::Forward));
/// `j`'s target.
pub const JUMP18: Field = Field::new("label", &[slice(6, 18)], pc_plus_4(Reach::Both));
/// A call's target.
pub const CALL18: Field = Field::new(
    "label",
    &[slice(6, 18)],
    Codec::PcRel {
        base: PcBase::PcAligned4Plus4,
        shift: 2,
        reach: Reach::Both,
    },
);
/// A literal.
pub const LITERAL: Field = Field::new(
    "label",
    &[slice(8, 16)],
    Codec::PcRel {
        base: PcBase::L32r,
        shift: 2,
        reach: Reach::Backward,
    },
);

/// `entry`'s frame size.
pub const FRAME: Field = Field::new("imm12", &[slice(12, 12)], Codec::Unsigned { shift: 3 });
/// The offset of a register spilt by a window exception.
pub const SPILL: Field = Field::new(
    "offset",
    R,
    Codec::Table(&[
        -64, -60, -56, -52, -48, -44, -40, -36, -32, -28, -24, -20, -16, -12, -8, -4,
    ]),
);
/// `rotw`'s distance.
pub const ROTATE: Field = Field::new("imm4", T, Codec::Signed { shift: 0 });
/// An interrupt level.
pub const LEVEL: Field = Field::new("level", S, Codec::Unsigned { shift: 0 });
/// The first number of a breakpoint.
pub const BREAK_S: Field = Field::new("imms", S, Codec::Unsigned { shift: 0 });
/// The second number of a breakpoint.
pub const BREAK_T: Field = Field::new("immt", T, Codec::Unsigned { shift: 0 });

/// A distance from the instruction's address plus four.
const fn pc_plus_4(reach: Reach) -> Codec {
    Codec::PcRel {
        base: PcBase::PcPlus4,
        shift: 0,
        reach,
    }
}
