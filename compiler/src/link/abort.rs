//! `abort` for objects that call it and inputs that lack it.
//!
//! LLVM calls `abort` where a processor has no trap instruction it knows. Here that is the illegal instruction, which
//! reaches the board's exception vector under every calling convention.

use std::borrow::Cow;

use super::program::{
    Binding, Kind, Object, ObjectId, PUBLIC, Place, Program, Section, SectionId, Symbol,
};
use crate::board::Class;
use crate::target::Isa;

/// Xtensa `ill`, padded to the alignment of call targets.
const XTENSA: &[u8] = &[0, 0, 0, 0];
/// RISC-V `c.unimp`, twice.
const RISCV: &[u8] = &[0, 0, 0, 0];

/// Adds an object whose first symbol is `abort`.
pub(super) fn add(program: &mut Program<'_>, isa: Isa) -> ObjectId {
    let id = ObjectId(u32::try_from(program.objects.len()).unwrap_or(u32::MAX));
    let section = SectionId(u32::try_from(program.sections.len()).unwrap_or(u32::MAX));
    let code = match isa {
        Isa::Xtensa => XTENSA,
        Isa::Riscv32 => RISCV,
    };
    program.sections.push(Section {
        object: id,
        name: ".text.abort",
        kind: Kind::Alloc(Class::Text),
        align: 4,
        size: 4,
        data: Cow::Borrowed(code),
        relocs: Vec::new(),
        keep: false,
        literals: Vec::new(),
    });
    program.objects.push(Object {
        name: "the linker".to_owned(),
        scope: PUBLIC,
        symbols: vec![Symbol {
            name: "abort",
            place: Place::Section(section, 0),
            size: 4,
            binding: Binding::Global,
            is_function: true,
        }],
        aliases: Vec::new(),
    });
    id
}
