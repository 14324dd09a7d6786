//! RISC-V `R_RISCV_ALIGN`.
//!
//! An assembler that leaves relaxation to the linker pads alignments with as many no-ops as could ever be needed and
//! lets the linker delete the surplus. This linker relaxes nothing, but the surplus has to go all the same, or the code
//! behind it is not aligned. Since a section starts at its own alignment, which is at least that of anything in it, how much to
//! delete does not depend on where the section ends up.

use std::borrow::Cow;

use object::elf;

use super::error::LinkError;
use super::program::{Object, Place, Section};

/// Deletes surplus padding in the sections of one object, the first of which is number `first`.
pub(super) fn delete_padding(
    sections: &mut [Section<'_>],
    first: usize,
    object: &mut Object<'_>,
) -> Result<(), LinkError> {
    for (i, section) in sections.iter_mut().enumerate() {
        let padded = section
            .relocs
            .iter()
            .any(|r| r.r_type == elf::R_RISCV_ALIGN);
        if !padded || section.data.len() != section.size as usize {
            continue;
        }
        let cuts = cuts(section).ok_or_else(|| LinkError::Read {
            input: object.name.clone(),
            reason: format!("section {} has padding that ends outside it", section.name),
        })?;
        cut_bytes(section, &cuts);
        move_symbols(object, first + i, &cuts);
    }
    Ok(())
}

/// `addi x0, x0, 0`
const NOP: u32 = 0x0000_0013;
/// `c.nop`
const C_NOP: u16 = 0x0001;

/// A range of bytes to delete, and how much padding before it stays.
struct Cut {
    offset: u32,
    len: u32,
    kept: u32,
}

/// What to delete, in order.
fn cuts(section: &mut Section<'_>) -> Option<Vec<Cut>> {
    let mut cuts = Vec::new();
    let mut deleted = 0;
    let mut align = section.align;
    for reloc in section
        .relocs
        .iter()
        .filter(|r| r.r_type == elf::R_RISCV_ALIGN)
    {
        // The addend is the padding's length: the alignment less the smallest instruction.
        let padding = u32::try_from(reloc.addend).ok()?;
        let wanted = padding.checked_add(1)?.checked_next_power_of_two()?;
        let start = reloc.offset - deleted;
        let needed = start.checked_next_multiple_of(wanted)? - start;
        let surplus = padding.checked_sub(needed)?;
        let offset = reloc.offset.checked_add(needed)?;
        if offset.checked_add(surplus)? > section.size {
            return None;
        }
        if surplus > 0 {
            cuts.push(Cut {
                offset,
                len: surplus,
                kept: needed,
            });
        }
        deleted += surplus;
        align = align.max(wanted);
    }
    section.align = align;
    Some(cuts)
}

/// How many bytes before `offset` go.
fn deleted_before(cuts: &[Cut], offset: u32) -> u32 {
    cuts.iter()
        .filter(|cut| cut.offset < offset)
        .map(|cut| cut.len.min(offset - cut.offset))
        .sum()
}

fn cut_bytes(section: &mut Section<'_>, cuts: &[Cut]) {
    let mut data = Vec::with_capacity(section.data.len());
    let mut from = 0;
    for cut in cuts {
        data.extend_from_slice(&section.data[from..(cut.offset - cut.kept) as usize]);
        // The cut may split an instruction of the padding, so what stays is written anew.
        data.extend((0..cut.kept / 4).flat_map(|_| NOP.to_le_bytes()));
        data.extend((0..cut.kept % 4 / 2).flat_map(|_| C_NOP.to_le_bytes()));
        from = (cut.offset + cut.len) as usize;
    }
    data.extend_from_slice(&section.data[from..]);
    section.size -= deleted_before(cuts, u32::MAX);
    section.data = Cow::Owned(data);
    for reloc in &mut section.relocs {
        reloc.offset -= deleted_before(cuts, reloc.offset);
    }
}

fn move_symbols(object: &mut Object<'_>, section: usize, cuts: &[Cut]) {
    for symbol in &mut object.symbols {
        if let Place::Section(id, value) = &mut symbol.place
            && id.0 as usize == section
        {
            let end = value.saturating_add(symbol.size);
            let start = *value - deleted_before(cuts, *value);
            symbol.size = (end - deleted_before(cuts, end)).saturating_sub(start);
            *value = start;
        }
    }
}
