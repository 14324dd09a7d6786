//! The operand fields of RISC-V's instruction formats, named as the manual names them.
//!
//! Slices are written position:length, most significant part first; the drawings are in sections 2.2, 2.3 and 16.2 of the
//! unprivileged manual (version 20191213).

use crate::isa::row::{Bank, Codec, Field, PcBase, RESERVED, Reach, Style, slice};

const fn int(name: &'static str, slices: &'static [crate::isa::row::Slice]) -> Field {
    Field::new(name, slices, Codec::Reg(Bank::Int))
}

const fn float(name: &'static str, slices: &'static [crate::isa::row::Slice]) -> Field {
    Field::new(name, slices, Codec::Reg(Bank::Float))
}

const fn pcrel(name: &'static str, slices: &'static [crate::isa::row::Slice]) -> Field {
    let codec = Codec::PcRel {
        base: PcBase::Pc,
        shift: 1,
        reach: Reach::Both,
    };
    Field::new(name, slices, codec)
}

// 32-bit formats: registers.
pub(super) const RD: Field = int("rd", &[slice(7, 5)]);
pub(super) const RS1: Field = int("rs1", &[slice(15, 5)]);
pub(super) const RS2: Field = int("rs2", &[slice(20, 5)]);
/// `rs1` as the base of an address.
pub(super) const BASE: Field = RS1.styled(Style::Base);
pub(super) const FRD: Field = float("rd", &[slice(7, 5)]);
pub(super) const FRS1: Field = float("rs1", &[slice(15, 5)]);
pub(super) const FRS2: Field = float("rs2", &[slice(20, 5)]);
pub(super) const FRS3: Field = float("rs3", &[slice(27, 5)]);

// 32-bit formats: immediates.
pub(super) const IMM_I: Field =
    Field::new("imm[11:0]", &[slice(20, 12)], Codec::Signed { shift: 0 });
pub(super) const IMM_S: Field = Field::new(
    "imm[11:0]",
    &[slice(25, 7), slice(7, 5)],
    Codec::Signed { shift: 0 },
);
pub(super) const IMM_U: Field =
    Field::new("imm[31:12]", &[slice(12, 20)], Codec::Unsigned { shift: 0 });
pub(super) const IMM_B: Field = pcrel(
    "imm[12:1]",
    &[slice(31, 1), slice(7, 1), slice(25, 6), slice(8, 4)],
);
pub(super) const IMM_J: Field = pcrel(
    "imm[20:1]",
    &[slice(31, 1), slice(12, 8), slice(20, 1), slice(21, 10)],
);
pub(super) const SHAMT: Field = Field::new("shamt", &[slice(20, 5)], Codec::Unsigned { shift: 0 });
pub(super) const CSR: Field = Field::new("csr", &[slice(20, 12)], Codec::Unsigned { shift: 0 });
pub(super) const ZIMM: Field =
    Field::new("uimm[4:0]", &[slice(15, 5)], Codec::Unsigned { shift: 0 });

/// Which accesses a fence orders: device input, output, memory reads, writes.
const FENCE_SETS: &[Option<&str>] = &[
    Some("0"),
    Some("w"),
    Some("r"),
    Some("rw"),
    Some("o"),
    Some("ow"),
    Some("or"),
    Some("orw"),
    Some("i"),
    Some("iw"),
    Some("ir"),
    Some("irw"),
    Some("io"),
    Some("iow"),
    Some("ior"),
    Some("iorw"),
];
pub(super) const PRED: Field = Field::new("pred", &[slice(24, 4)], Codec::Named(FENCE_SETS));
pub(super) const SUCC: Field = Field::new("succ", &[slice(20, 4)], Codec::Named(FENCE_SETS));

/// Acquire and release bits of an atomic, written as a suffix.
pub(super) const ORDER: Field = Field::new(
    "aqrl",
    &[slice(25, 2)],
    Codec::Named(&[Some(""), Some(".rl"), Some(".aq"), Some(".aqrl")]),
)
.styled(Style::Suffix);

/// Rounding mode: to nearest even, towards zero, down, up, to nearest away from zero, as `fcsr` says.
pub(super) const RM: Field = Field::new(
    "rm",
    &[slice(12, 3)],
    Codec::Named(&[
        Some("rne"),
        Some("rtz"),
        Some("rdn"),
        Some("rup"),
        Some("rmm"),
        None,
        None,
        Some("dyn"),
    ]),
);

// 16-bit formats: registers. The zero register means another instruction, or a hint.
pub(super) const SP: Field = Field::new("sp", &[], Codec::RegFixed(Bank::Int, 2));
pub(super) const SP_BASE: Field = SP.styled(Style::Base);
/// The link register that `c.jal` and `c.jalr` imply.
pub(super) const LINK: Field =
    Field::new("ra", &[], Codec::RegFixed(Bank::Int, 1)).styled(Style::Hidden);
pub(super) const C_RD: Field = Field::new("rd", &[slice(7, 5)], Codec::RegExcept(Bank::Int, 1));
/// `c.lui` with `sp` is `c.addi16sp`.
pub(super) const C_RD_NOT_SP: Field =
    Field::new("rd", &[slice(7, 5)], Codec::RegExcept(Bank::Int, 0b101));
pub(super) const C_RS2: Field = Field::new("rs2", &[slice(2, 5)], Codec::RegExcept(Bank::Int, 1));
pub(super) const C_RS2_ANY: Field = int("rs2", &[slice(2, 5)]);
pub(super) const C_FRD: Field = float("rd", &[slice(7, 5)]);
pub(super) const C_FRS2: Field = float("rs2", &[slice(2, 5)]);
/// x8..x15 at bits 9..7: a first source, or a register modified.
pub(super) const C_RS1S: Field = Field::new("rs1'", &[slice(7, 3)], Codec::RegSubset(Bank::Int, 8));
pub(super) const C_BASE: Field = C_RS1S.styled(Style::Base);
/// x8..x15 at bits 4..2: a result or second source.
pub(super) const C_RS2S: Field = Field::new("rs2'", &[slice(2, 3)], Codec::RegSubset(Bank::Int, 8));
pub(super) const C_FRS2S: Field =
    Field::new("rs2'", &[slice(2, 3)], Codec::RegSubset(Bank::Float, 8));

// 16-bit formats: immediates.
pub(super) const C_IMM: Field = Field::new(
    "imm[5:0]",
    &[slice(12, 1), slice(2, 5)],
    Codec::Signed { shift: 0 },
);
pub(super) const C_NZIMM: Field = Field::new(
    "nzimm[5:0]",
    &[slice(12, 1), slice(2, 5)],
    Codec::SignedNonZero { shift: 0 },
);
pub(super) const C_SHAMT: Field = Field::new(
    "shamt[4:0]",
    &[slice(2, 5)],
    Codec::UnsignedNonZero { shift: 0 },
);
pub(super) const C_ADDI4SPN: Field = Field::new(
    "nzuimm[9:2]",
    &[slice(7, 4), slice(11, 2), slice(5, 1), slice(6, 1)],
    Codec::UnsignedNonZero { shift: 2 },
);
pub(super) const C_ADDI16SP: Field = Field::new(
    "nzimm[9:4]",
    &[
        slice(12, 1),
        slice(3, 2),
        slice(5, 1),
        slice(2, 1),
        slice(6, 1),
    ],
    Codec::SignedNonZero { shift: 4 },
);
pub(super) const C_OFFSET: Field = Field::new(
    "uimm[6:2]",
    &[slice(5, 1), slice(10, 3), slice(6, 1)],
    Codec::Unsigned { shift: 2 },
);
pub(super) const C_LWSP: Field = Field::new(
    "uimm[7:2]",
    &[slice(2, 2), slice(12, 1), slice(4, 3)],
    Codec::Unsigned { shift: 2 },
);
pub(super) const C_SWSP: Field = Field::new(
    "uimm[7:2]",
    &[slice(7, 2), slice(9, 4)],
    Codec::Unsigned { shift: 2 },
);
pub(super) const C_B: Field = pcrel(
    "imm[8:1]",
    &[
        slice(12, 1),
        slice(5, 2),
        slice(2, 1),
        slice(10, 2),
        slice(3, 2),
    ],
);
pub(super) const C_J: Field = pcrel(
    "imm[11:1]",
    &[
        slice(12, 1),
        slice(8, 1),
        slice(9, 2),
        slice(6, 1),
        slice(7, 1),
        slice(2, 1),
        slice(11, 1),
        slice(3, 3),
    ],
);

/// `c.lui`'s signed 6-bit immediate, not zero, in the unsigned 20-bit form assemblers write.
const C_LUI_VALUES: [i32; 64] = {
    let mut values = [RESERVED; 64];
    let mut stored = 1;
    while stored < 64 {
        let sign_bits = if stored < 32 { 0 } else { 0xfffc0 };
        values[stored as usize] = sign_bits | stored;
        stored += 1;
    }
    values
};
pub(super) const C_LUI: Field = Field::new(
    "nzimm[17:12]",
    &[slice(12, 1), slice(2, 5)],
    Codec::Table(&C_LUI_VALUES),
);
