//! Xtensa literals: which words are only there for `l32r`.
//!
//! `l32r` reaches 256 KiB backwards from a word-aligned address. Where an assembler puts a literal says nothing about
//! that: LLVM leaves those of a function unaligned behind the function *before* it, in a section that may be
//! `.rodata` or not loaded at all. So the linker never uses them in place. It finds them here, by the relocations that
//! load them; layout copies each to a pool that precedes its users, once per pool.

use object::elf;

use super::program::{Kind, Place, Section, SectionId, Symbol};
use crate::board::Class;

/// Opcode bits of `l32r`.
pub(super) fn is_l32r(instruction: u8) -> bool {
    instruction & 0xf == 1
}

/// Whether an instruction of `user` may load its literal where it lies. Nothing can precede a reset vector, so its
/// code brings its own literals, placed by hand.
pub(super) fn in_place(
    user: &Section<'_>,
    user_id: SectionId,
    offset: u32,
    literal: SectionId,
    at: u32,
) -> bool {
    user.kind == Kind::Alloc(Class::Reset) && user_id == literal && at < offset
}

/// Marks the literals among the sections of one object, the first of which is number `first`, and cuts off
/// those at the end of sections.
pub(super) fn find(sections: &mut [Section<'_>], first: usize, symbols: &[Symbol<'_>]) {
    let mut found: Vec<(usize, u32)> = Vec::new();
    for (i, section) in sections.iter().enumerate() {
        for reloc in &section.relocs {
            let code = section.data.get(reloc.offset as usize).copied();
            if reloc.r_type != elf::R_XTENSA_SLOT0_OP || !code.is_some_and(is_l32r) {
                continue;
            }
            let Some(Symbol {
                place: Place::Section(literal, value),
                ..
            }) = symbols.get(reloc.symbol as usize)
            else {
                continue;
            };
            let at = value.wrapping_add_signed(reloc.addend);
            let user = SectionId(u32::try_from(first + i).unwrap_or(u32::MAX));
            if !in_place(section, user, reloc.offset, *literal, at) {
                found.push((literal.0 as usize - first, at));
            }
        }
    }
    found.sort_unstable();
    found.dedup();
    for (section, at) in found {
        if let Some(section) = sections.get_mut(section) {
            section.literals.push(at);
        }
    }
    for section in sections {
        trim(section);
    }
}

/// Shortens a section that ends in literals. The word's own offset stays readable in `data`.
fn trim(section: &mut Section<'_>) {
    while section.size >= 4 && section.is_literal(section.size - 4) {
        section.size -= 4;
    }
}
