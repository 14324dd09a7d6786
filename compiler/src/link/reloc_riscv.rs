//! RISC-V relocations, as in the RISC-V ELF psABI. S is the symbol's address plus addend, P the address of the field.
//!
//! Nothing is relaxed: `R_RISCV_RELAX` is a permission this linker does not use, and `R_RISCV_ALIGN` was dealt
//! with when the object was read.

use object::elf;

use super::chunk::Reach;
use super::program::Reloc;

/// How a relocation is computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Value {
    /// S
    Absolute,
    /// S - P
    Relative,
    /// The displacement that the `auipc` at S computes.
    OfAuipc,
    /// Nothing to do.
    Ignored,
}

/// Where a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    Word,
    /// Instruction formats of the ISA manual.
    B,
    J,
    U,
    I,
    S,
    CB,
    CJ,
    /// `auipc` and `jalr`.
    UI,
    Add(u32),
    Sub(u32),
    Set(u32),
    /// The low six bits of a byte.
    Sub6,
    Set6,
    SetUleb128,
    SubUleb128,
}

/// What to do for a relocation type; `None` if it is unknown or belongs to position-independent or thread-local code.
pub(super) fn describe(r_type: elf::RelocationType) -> Option<(Value, Field)> {
    use Value::{Absolute, Ignored, OfAuipc, Relative};
    Some(match r_type {
        elf::R_RISCV_NONE | elf::R_RISCV_RELAX | elf::R_RISCV_ALIGN => (Ignored, Field::Word),
        elf::R_RISCV_32 => (Absolute, Field::Word),
        elf::R_RISCV_BRANCH => (Relative, Field::B),
        elf::R_RISCV_JAL => (Relative, Field::J),
        elf::R_RISCV_CALL | elf::R_RISCV_CALL_PLT => (Relative, Field::UI),
        elf::R_RISCV_PCREL_HI20 => (Relative, Field::U),
        elf::R_RISCV_PCREL_LO12_I => (OfAuipc, Field::I),
        elf::R_RISCV_PCREL_LO12_S => (OfAuipc, Field::S),
        elf::R_RISCV_HI20 => (Absolute, Field::U),
        elf::R_RISCV_LO12_I => (Absolute, Field::I),
        elf::R_RISCV_LO12_S => (Absolute, Field::S),
        elf::R_RISCV_RVC_BRANCH => (Relative, Field::CB),
        elf::R_RISCV_RVC_JUMP => (Relative, Field::CJ),
        elf::R_RISCV_32_PCREL | elf::R_RISCV_PLT32 => (Relative, Field::Word),
        elf::R_RISCV_ADD8 => (Absolute, Field::Add(1)),
        elf::R_RISCV_ADD16 => (Absolute, Field::Add(2)),
        elf::R_RISCV_ADD32 => (Absolute, Field::Add(4)),
        elf::R_RISCV_SUB8 => (Absolute, Field::Sub(1)),
        elf::R_RISCV_SUB16 => (Absolute, Field::Sub(2)),
        elf::R_RISCV_SUB32 => (Absolute, Field::Sub(4)),
        elf::R_RISCV_SET8 => (Absolute, Field::Set(1)),
        elf::R_RISCV_SET16 => (Absolute, Field::Set(2)),
        elf::R_RISCV_SET32 => (Absolute, Field::Set(4)),
        elf::R_RISCV_SET6 => (Absolute, Field::Set6),
        elf::R_RISCV_SUB6 => (Absolute, Field::Sub6),
        elf::R_RISCV_SET_ULEB128 => (Absolute, Field::SetUleb128),
        elf::R_RISCV_SUB_ULEB128 => (Absolute, Field::SubUleb128),
        _ => return None,
    })
}

impl Field {
    /// Patches `bytes`, which start at the field; `None` if the value does not fit or the field is cut off.
    pub fn patch(self, bytes: &mut [u8], value: u32) -> Option<()> {
        match self {
            Self::Word | Self::Set(4) => store(bytes, 4, value),
            Self::Set(size) => store(bytes, size, value),
            Self::Add(size) => modify(bytes, size, |old| old.wrapping_add(value)),
            Self::Sub(size) => modify(bytes, size, |old| old.wrapping_sub(value)),
            Self::Set6 => modify(bytes, 1, |old| old & 0xc0 | value & 0x3f),
            Self::Sub6 => modify(bytes, 1, |old| old & 0xc0 | old.wrapping_sub(value) & 0x3f),
            Self::SetUleb128 => uleb128(bytes, |_| value),
            Self::SubUleb128 => uleb128(bytes, |old| old.wrapping_sub(value)),
            Self::UI => {
                modify(bytes, 4, |old| u_type(old, value))?;
                modify(bytes.get_mut(4..)?, 4, |old| i_type(old, value))
            }
            Self::U => modify(bytes, 4, |old| u_type(old, value)),
            Self::I => modify(bytes, 4, |old| i_type(old, value)),
            Self::S => modify(bytes, 4, |old| s_type(old, value)),
            Self::B => {
                signed(value, 13)?;
                modify(bytes, 4, |old| b_type(old, value))
            }
            Self::J => {
                signed(value, 21)?;
                modify(bytes, 4, |old| j_type(old, value))
            }
            Self::CB => {
                signed(value, 9)?;
                modify(bytes, 2, |old| cb_type(old, value))
            }
            Self::CJ => {
                signed(value, 12)?;
                modify(bytes, 2, |old| cj_type(old, value))
            }
        }
    }

    /// The instruction's name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::B | Self::CB => "a branch",
            Self::J => "jal",
            Self::CJ => "c.j",
            _ => "a field",
        }
    }
}

/// Whether an even displacement fits that many bits, sign included.
fn signed(value: u32, bits: u32) -> Option<()> {
    let value = value.cast_signed();
    let limit = 1 << (bits - 1);
    (value & 1 == 0 && (-limit..limit).contains(&value)).then_some(())
}

fn load(bytes: &[u8], size: u32) -> Option<u32> {
    let bytes = bytes.get(..size as usize)?;
    Some(
        bytes
            .iter()
            .rev()
            .fold(0, |word, &byte| word << 8 | u32::from(byte)),
    )
}

fn store(bytes: &mut [u8], size: u32, value: u32) -> Option<()> {
    let bytes = bytes.get_mut(..size as usize)?;
    bytes.copy_from_slice(&value.to_le_bytes()[..size as usize]);
    Some(())
}

fn modify(bytes: &mut [u8], size: u32, f: impl FnOnce(u32) -> u32) -> Option<()> {
    let old = load(bytes, size)?;
    store(bytes, size, f(old))
}

/// Rewrites a ULEB128 number in its length.
fn uleb128(bytes: &mut [u8], f: impl FnOnce(u32) -> u32) -> Option<()> {
    let len = bytes.iter().position(|byte| byte & 0x80 == 0)? + 1;
    let bytes = &mut bytes[..len];
    let old = bytes
        .iter()
        .rev()
        .fold(0u64, |n, &byte| n << 7 | u64::from(byte & 0x7f));
    #[expect(
        clippy::cast_possible_truncation,
        reason = "differences of 32-bit addresses"
    )]
    let mut value = u64::from(f(old as u32));
    for (i, byte) in bytes.iter_mut().enumerate() {
        let more = if i + 1 < len { 0x80 } else { 0 };
        *byte = (value & 0x7f).to_le_bytes()[0] | more;
        value >>= 7;
    }
    (value == 0).then_some(())
}

/// Bits `low + len - 1 ..= low` of `value`, moved to bit `to`.
fn bits(value: u32, low: u32, len: u32, to: u32) -> u32 {
    (value >> low & ((1 << len) - 1)) << to
}

/// imm[31:12], rounded so that the sign-extended low twelve bits make up the rest.
fn u_type(word: u32, value: u32) -> u32 {
    word & 0xfff | value.wrapping_add(0x800) & 0xffff_f000
}

/// imm[11:0] in bits 31..20
fn i_type(word: u32, value: u32) -> u32 {
    word & 0x000f_ffff | bits(value, 0, 12, 20)
}

/// imm[11:5] in 31..25, imm[4:0] in 11..7
fn s_type(word: u32, value: u32) -> u32 {
    word & 0x01ff_f07f | bits(value, 5, 7, 25) | bits(value, 0, 5, 7)
}

/// imm[12|10:5] in 31..25, imm[4:1|11] in 11..7
fn b_type(word: u32, value: u32) -> u32 {
    word & 0x01ff_f07f
        | bits(value, 12, 1, 31)
        | bits(value, 5, 6, 25)
        | bits(value, 1, 4, 8)
        | bits(value, 11, 1, 7)
}

/// imm[20|10:1|11|19:12] in 31..12
fn j_type(word: u32, value: u32) -> u32 {
    word & 0xfff
        | bits(value, 20, 1, 31)
        | bits(value, 1, 10, 21)
        | bits(value, 11, 1, 20)
        | bits(value, 12, 8, 12)
}

/// imm[8|4:3] in 12..10, imm[7:6|2:1|5] in 6..2
fn cb_type(word: u32, value: u32) -> u32 {
    word & 0xe383
        | bits(value, 8, 1, 12)
        | bits(value, 3, 2, 10)
        | bits(value, 6, 2, 5)
        | bits(value, 1, 2, 3)
        | bits(value, 5, 1, 2)
}

/// imm[11|4|9:8|10|6|7|3:1|5] in 12..2
fn cj_type(word: u32, value: u32) -> u32 {
    word & 0xe003
        | bits(value, 11, 1, 12)
        | bits(value, 4, 1, 11)
        | bits(value, 8, 2, 9)
        | bits(value, 10, 1, 8)
        | bits(value, 6, 1, 7)
        | bits(value, 7, 1, 6)
        | bits(value, 1, 3, 3)
        | bits(value, 5, 1, 2)
}

/// The reach of a jump that a veneer can extend: `jal`, at whose targets t1 (x6) is free.
pub(super) fn jump_reach(reloc: &Reloc) -> Option<Reach> {
    const T1: u8 = 6;
    let reaches =
        |pc: u32, target: u32| target & 1 != 0 || signed(target.wrapping_sub(pc), 21).is_some();
    (reloc.r_type == elf::R_RISCV_JAL).then_some((reaches, T1))
}

/// `auipc t1, …; jalr x0, …(t1)`, for any t1.
pub(super) fn veneer(address: u32, target: u32, register: u8) -> [u8; 8] {
    const AUIPC: u32 = 0x0000_0017;
    const JR: u32 = 0x0000_0067;
    let displacement = target.wrapping_sub(address);
    let register = u32::from(register);
    let mut code = [0; 8];
    code[..4].copy_from_slice(&u_type(AUIPC | register << 7, displacement).to_le_bytes());
    code[4..].copy_from_slice(&i_type(JR | register << 15, displacement).to_le_bytes());
    code
}

#[cfg(test)]
mod tests {
    use super::{Field, veneer};

    fn patched(field: Field, bytes: &[u8], value: i32) -> Option<Vec<u8>> {
        let mut bytes = bytes.to_vec();
        field
            .patch(&mut bytes, value.cast_unsigned())
            .map(|()| bytes)
    }

    /// Against instructions as LLVM assembles them.
    #[test]
    fn fields_agree_with_the_assembler() {
        let cases: &[(Field, &[u8], i32, &[u8])] = &[
            (
                Field::B,
                &[0x63, 0x00, 0xb5, 0x00],
                0xabc,
                &[0xe3, 0x0e, 0xb5, 0x2a],
            ), // beq a0, a1
            (
                Field::B,
                &[0x63, 0x10, 0xb5, 0x00],
                -0x1000,
                &[0x63, 0x10, 0xb5, 0x80],
            ), // bne a0, a1
            (
                Field::J,
                &[0xef, 0x00, 0x00, 0x00],
                0x5a5a4,
                &[0xef, 0xa0, 0x45, 0x5a],
            ), // jal ra
            (
                Field::J,
                &[0x6f, 0x00, 0x00, 0x00],
                -0x100000,
                &[0x6f, 0x00, 0x00, 0x80],
            ), // j
            (
                Field::U,
                &[0x37, 0x05, 0x00, 0x00],
                0x12345878,
                &[0x37, 0x65, 0x34, 0x12],
            ), // lui a0
            (
                Field::I,
                &[0x13, 0x05, 0x05, 0x00],
                0x12345878,
                &[0x13, 0x05, 0x85, 0x87],
            ), // addi a0, a0
            (
                Field::S,
                &[0x23, 0x20, 0xb5, 0x00],
                0x12345878,
                &[0x23, 0x2c, 0xb5, 0x86],
            ), // sw a1, …(a0)
            (
                Field::S,
                &[0x23, 0x20, 0xb5, 0x00],
                0x7ff,
                &[0xa3, 0x2f, 0xb5, 0x7e],
            ), // sw a1, …(a0)
            (Field::CJ, &[0x01, 0xa0], 0x5a6, &[0x5d, 0xa3]), // c.j
            (Field::CJ, &[0x01, 0xa0], -0x800, &[0x01, 0xb0]), // c.j
            (Field::CB, &[0x01, 0xc1], 0x9a, &[0x49, 0xcd]),  // c.beqz a0
            (Field::CB, &[0x81, 0xe1], -0x100, &[0x81, 0xf1]), // c.bnez a1
            (
                Field::UI,
                &[0x97, 0x00, 0x00, 0x00, 0xe7, 0x80, 0x00, 0x00],
                -0xedd,
                &[0x97, 0xf0, 0xff, 0xff, 0xe7, 0x80, 0x30, 0x12],
            ), // auipc ra; jalr ra
        ];
        for (field, blank, value, want) in cases {
            assert_eq!(
                patched(*field, blank, *value).as_deref(),
                Some(*want),
                "{field:?} {value:#x}"
            );
        }
    }

    #[test]
    fn bounds_are_exact() {
        for (field, bits) in [
            (Field::B, 13),
            (Field::J, 21),
            (Field::CB, 9),
            (Field::CJ, 12),
        ] {
            let limit = 1 << (bits - 1);
            assert!(
                patched(field, &[0; 4], limit - 2).is_some()
                    && patched(field, &[0; 4], -limit).is_some()
            );
            assert!(
                patched(field, &[0; 4], limit).is_none()
                    && patched(field, &[0; 4], -limit - 2).is_none()
            );
            assert!(patched(field, &[0; 4], 1).is_none());
        }
        assert_eq!(patched(Field::UI, &[0; 7], 0), None);
    }

    /// `hi20` rounds so that the signed low part makes up the rest.
    #[test]
    fn upper_part_is_rounded() {
        assert_eq!(
            patched(Field::U, &[0x37, 0, 0, 0], 0x7fff),
            Some(vec![0x37, 0x80, 0, 0])
        );
        assert_eq!(
            patched(Field::U, &[0x37, 0, 0, 0], 0x77ff),
            Some(vec![0x37, 0x70, 0, 0])
        );
    }

    #[test]
    fn numbers_keep_their_length() {
        assert_eq!(patched(Field::Add(2), &[0xff, 0xff], 3), Some(vec![2, 0]));
        assert_eq!(patched(Field::Sub6, &[0xc5], 6), Some(vec![0xff]));
        assert_eq!(
            patched(Field::SetUleb128, &[0x80, 0x00], 5),
            Some(vec![0x85, 0x00])
        );
        assert_eq!(
            patched(Field::SubUleb128, &[0x85, 0x01], 6),
            Some(vec![0xff, 0x00])
        );
        assert_eq!(patched(Field::SetUleb128, &[0x00], 0x80), None);
        assert_eq!(patched(Field::SetUleb128, &[0x80, 0x80], 0), None);
    }

    #[test]
    fn veneers_jump() {
        // auipc t1, 0x12346; jr -0x788(t1)
        let code = veneer(0x8000_0000, 0x8000_0000 + 0x1234_5878, 6);
        assert_eq!(code, [0x17, 0x63, 0x34, 0x12, 0x67, 0x00, 0x83, 0x87]);
    }
}
