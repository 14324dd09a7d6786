//! Xtensa relocations.
//!
//! `R_XTENSA_SLOT0_OP` says only "the PC-relative operand of the instruction here": the instruction tells which field.
//! Bit numbers are those of the little-endian 24-bit word; `ISA` is the Xtensa Instruction Set Architecture manual.

use object::elf;

use super::chunk::{Reach, Veneer};
use super::program::{Reloc, Section, Target};

/// Whether a relocation fills a word with an address.
pub(super) fn is_word(reloc: &Reloc) -> bool {
    reloc.r_type == elf::R_XTENSA_32
}

/// The form of an instruction's PC-relative operand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `l32r`: bits 23..8, words backwards from the word after the instruction's.
    L32r,
    /// `call0`, `call4`, `call8`, `call12`: bits 23..6, words from the word after the instruction's. The field is the `n` of the name.
    Call(u8),
    /// `j`: bits 23..6, bytes from PC + 4.
    Jump,
    /// `beqz`, …: bits 23..12.
    Branch12,
    /// `beq`, `beqi`, `bt`, …: bits 23..16.
    Branch8,
    /// `loop`, …: bits 23..16, forward only.
    Loop,
    /// `beqz.n`, `bnez.n`: bits 5..4 and 15..12, forward only.
    Branch6,
}

impl Form {
    /// What instruction bytes hold.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let (&b0, &b1) = (bytes.first()?, bytes.get(1)?);
        let (n, m) = (b0 >> 4 & 3, b0 >> 6);
        match b0 & 0xf {
            1 => Some(Self::L32r),
            5 => Some(Self::Call(n)),
            6 => match (n, m) {
                (0, _) => Some(Self::Jump),
                (1, _) => Some(Self::Branch12),
                (2, _) | (3, 2 | 3) => Some(Self::Branch8),
                (3, 1) => match b1 >> 4 {
                    0 | 1 => Some(Self::Branch8),
                    8..=10 => Some(Self::Loop),
                    _ => None,
                },
                _ => None,
            },
            7 => Some(Self::Branch8),
            0xc if b0 & 0x80 != 0 => Some(Self::Branch6),
            _ => None,
        }
    }

    /// Its name in messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::L32r => "l32r",
            Self::Call(0) => "call0",
            Self::Call(1) => "call4",
            Self::Call(2) => "call8",
            Self::Call(_) => "call12",
            Self::Jump => "j",
            Self::Branch12 | Self::Branch8 | Self::Branch6 => "a branch",
            Self::Loop => "a loop",
        }
    }

    /// The operand for an instruction at `pc` that refers to `target`; `None` if out of reach or misaligned.
    fn operand(self, pc: u32, target: u32) -> Option<i32> {
        let signed = |value: u32, bits: u32| {
            let value = value.cast_signed();
            let limit = 1i32 << (bits - 1);
            (-limit..limit).contains(&value).then_some(value)
        };
        let forward = |value: u32, bits: u32| (value < 1 << bits).then_some(value.cast_signed());
        let from_next = target.wrapping_sub(pc.wrapping_add(4));
        match self {
            // ISA, L32R: ((PC + 3) & ~3) + (ones ‖ imm16 ‖ 00)
            Self::L32r => {
                let offset = target.wrapping_sub(pc.wrapping_add(3) & !3).cast_signed();
                let words = offset >> 2;
                (offset & 3 == 0 && (-0x1_0000..0).contains(&words)).then_some(words)
            }
            // ISA, CALL0: (PC & ~3) + 4 + (imm18 ‖ 00)
            Self::Call(_) => {
                let offset = target.wrapping_sub((pc & !3).wrapping_add(4));
                if offset & 3 != 0 {
                    return None;
                }
                signed((offset.cast_signed() >> 2).cast_unsigned(), 18)
            }
            Self::Jump => signed(from_next, 18),
            Self::Branch12 => signed(from_next, 12),
            Self::Branch8 => signed(from_next, 8),
            Self::Loop => forward(from_next, 8),
            Self::Branch6 => forward(from_next, 6),
        }
    }

    /// Writes the operand into the instruction.
    fn insert(self, bytes: &mut [u8], operand: i32) {
        let operand = operand.cast_unsigned();
        let mut word = u32::from(bytes[0]) | u32::from(bytes[1]) << 8;
        if let Some(&b2) = bytes.get(2) {
            word |= u32::from(b2) << 16;
        }
        let field = |word: u32, low: u32, bits: u32, value: u32| {
            let mask = (1 << bits) - 1;
            word & !(mask << low) | (value & mask) << low
        };
        word = match self {
            Self::L32r => field(word, 8, 16, operand),
            Self::Call(_) | Self::Jump => field(word, 6, 18, operand),
            Self::Branch12 => field(word, 12, 12, operand),
            Self::Branch8 | Self::Loop => field(word, 16, 8, operand),
            Self::Branch6 => field(field(word, 12, 4, operand), 4, 2, operand >> 4),
        };
        for (byte, value) in bytes.iter_mut().zip(word.to_le_bytes()) {
            *byte = value;
        }
    }

    /// Bytes of the instruction.
    pub fn size(self) -> usize {
        if self == Self::Branch6 { 2 } else { 3 }
    }

    /// Patches the instruction `bytes` at `pc`; `None` if it does not reach.
    pub fn patch(self, bytes: &mut [u8], pc: u32, target: u32) -> Option<()> {
        let operand = self.operand(pc, target)?;
        self.insert(bytes, operand);
        Some(())
    }
}

impl Form {
    /// The register a veneer may use between the jump and the first instruction of the function it leads to.
    ///
    /// `call0` and tail jumps: a9, which the calling convention gives to the callee and import stubs leave alone (they pass the
    /// import's address in a8). Windowed calls run the veneer in the caller's window,
    /// where the callee's a0 holds the return address and a2… the arguments; its a1 is only written by `entry`.
    fn scratch(self) -> Option<u8> {
        match self {
            Self::Call(0) | Self::Jump => Some(9),
            Self::Call(n) => Some(4 * n + 1),
            _ => None,
        }
    }

    /// The veneer that could extend this jump to a target.
    pub fn veneer(self, target: Target) -> Option<Veneer> {
        Some(Veneer {
            target,
            register: self.scratch()?,
        })
    }
}

/// The reach of a jump that a veneer can extend.
pub(super) fn jump_reach(section: &Section<'_>, reloc: &Reloc) -> Option<Reach> {
    if reloc.r_type != elf::R_XTENSA_SLOT0_OP {
        return None;
    }
    let form = Form::of(section.data.get(reloc.offset as usize..)?)?;
    let reaches = match form {
        // A veneer does not help a target that is not aligned.
        Form::Call(_) => {
            |pc, target| Form::Call(0).operand(pc, target).is_some() || target & 3 != 0
        }
        _ => |pc, target| Form::Jump.operand(pc, target).is_some(),
    };
    Some((reaches, form.scratch()?))
}

/// `l32r a8, literal; jx a8`, for any a8, padded to a word.
pub(super) fn veneer(address: u32, literal: u32, register: u8) -> Option<[u8; 8]> {
    let mut code = [0x01 | register << 4, 0, 0, 0xa0, register, 0x00, 0, 0];
    Form::L32r.patch(&mut code[..3], address, literal)?;
    Some(code)
}

#[cfg(test)]
mod tests {
    use super::{Form, veneer};

    /// Instruction bytes as LLVM assembles them for the given displacement.
    #[test]
    fn fields_agree_with_the_assembler() {
        let cases: &[(&[u8], u32, u32, &[u8])] = &[
            (&[0x21, 0, 0], 0x100, 0xfc, &[0x21, 0xff, 0xff]), // l32r a2
            (&[0x05, 0, 0], 0x103, 0x100, &[0xc5, 0xff, 0xff]), // call0
            (&[0x25, 0, 0], 0x106, 0x130, &[0xa5, 0x02, 0x00]), // call8
            (&[0x06, 0, 0], 0x109, 0x130, &[0xc6, 0x08, 0x00]), // j
            (&[0x06, 0, 0], 0x10c, 0x100, &[0x06, 0xfc, 0xff]), // j
            (&[0x16, 0x03, 0], 0x10f, 0x100, &[0x16, 0xd3, 0xfe]), // beqz a3
            (&[0x56, 0x03, 0], 0x112, 0x130, &[0x56, 0xa3, 0x01]), // bnez a3
            (&[0x37, 0x12, 0], 0x115, 0x130, &[0x37, 0x12, 0x17]), // beq a2, a3
            (&[0x37, 0x32, 0], 0x118, 0x100, &[0x37, 0x32, 0xe4]), // bltu a2, a3
            (&[0x26, 0x54, 0], 0x11b, 0x130, &[0x26, 0x54, 0x11]), // beqi a4, 5
            (&[0xb6, 0x44, 0], 0x11e, 0x130, &[0xb6, 0x44, 0x0e]), // bltui a4, 4
            (&[0x76, 0x13, 0], 0x121, 0x130, &[0x76, 0x13, 0x0b]), // bt b3
            (&[0x76, 0x85, 0], 0x124, 0x130, &[0x76, 0x85, 0x08]), // loop a5
            (&[0x76, 0x95, 0], 0x127, 0x130, &[0x76, 0x95, 0x05]), // loopnez a5
            (&[0x8c, 0x06], 0x12a, 0x130, &[0x8c, 0x26]),      // beqz.n a6
            (&[0xcc, 0x07], 0x12c, 0x130, &[0xcc, 0x07]),      // bnez.n a7
        ];
        for (blank, pc, target, want) in cases {
            let mut bytes = blank.to_vec();
            let form = Form::of(&bytes).unwrap_or_else(|| panic!("{blank:02x?}"));
            form.patch(&mut bytes, *pc, *target)
                .unwrap_or_else(|| panic!("{blank:02x?} {form:?}"));
            assert_eq!(&bytes, want, "{form:?} from {pc:#x} to {target:#x}");
        }
    }

    #[test]
    fn bounds_are_exact() {
        let reach = |form: Form, target: u32| form.operand(0x10_0000, target).is_some();
        assert!(
            reach(Form::Call(0), 0x10_0004 + (0x1_ffff << 2))
                && !reach(Form::Call(0), 0x10_0004 + (0x2_0000 << 2))
        );
        assert!(
            reach(Form::Call(0), 0x10_0004 - (0x2_0000 << 2))
                && !reach(Form::Call(0), 0x10_0000 - (0x2_0000 << 2))
        );
        assert!(!reach(Form::Call(0), 0x10_0002));
        assert!(
            reach(Form::Jump, 0x10_0004 + 0x1_ffff) && !reach(Form::Jump, 0x10_0004 + 0x2_0000)
        );
        assert!(reach(Form::L32r, 0x10_0000 - 4) && !reach(Form::L32r, 0x10_0000));
        assert!(
            reach(Form::L32r, 0x10_0000 - 0x4_0000) && !reach(Form::L32r, 0x10_0000 - 0x4_0004)
        );
        assert!(
            reach(Form::Branch6, 0x10_0004 + 63)
                && !reach(Form::Branch6, 0x10_0004 + 64)
                && !reach(Form::Branch6, 0x10_0003)
        );
    }

    #[test]
    fn veneers_load_and_jump() {
        // l32r a8, -8 words from 0x1004; jx a8
        assert_eq!(
            veneer(0x1001, 0x1000, 8),
            Some([0x81, 0xff, 0xff, 0xa0, 0x08, 0x00, 0, 0])
        );
        assert_eq!(veneer(0x1000, 0x1004, 8), None);
    }
}
