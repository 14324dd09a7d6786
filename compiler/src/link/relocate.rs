//! Filling in addresses: from a layout to bytes.

use std::collections::HashMap;

use object::elf;

use super::chunk::{self, Chunk, Veneer};
use super::error::LinkError;
use super::gc;
use super::layout::Layout;
use super::program::{Base, Kind, Program, Reloc, Section, SectionId, Target};
use super::reloc_riscv::{self, Field, Value};
use super::reloc_xtensa::{self, Form};
use crate::board::Class;
use crate::target::Isa;

/// Where debug information says a dropped function is: an address that no code has, so that debuggers skip it.
const TOMBSTONE: u32 = u32::MAX;
/// The same in `.debug_loc` and `.debug_ranges`, where the above introduces a base address.
const TOMBSTONE_IN_LISTS: u32 = u32::MAX - 1;

/// The bytes of the firmware.
pub(super) struct Image {
    /// By class; none for those without bytes.
    pub classes: HashMap<Class, Vec<u8>>,
    /// Debug sections by name, merged, in order of the first appearance.
    pub debug: Vec<(String, Vec<u8>)>,
}

/// Copies and patches every live section.
pub(super) fn relocate(
    program: &Program<'_>,
    layout: &Layout,
    isa: Isa,
) -> Result<Image, LinkError> {
    let mut image = Image {
        classes: HashMap::new(),
        debug: Vec::new(),
    };
    for placed in &layout.placed {
        if placed.class.is_zero_fill() || placed.size == 0 {
            continue;
        }
        let mut bytes = vec![0; placed.size as usize];
        let patcher = Patcher {
            program,
            layout,
            isa,
            debug: &HashMap::new(),
        };
        for &id in layout.data.get(&placed.class).into_iter().flatten() {
            patcher.copy(id, placed.address, &mut bytes)?;
        }
        for chunk in layout.chunks.get(&placed.class).into_iter().flatten() {
            for &id in &chunk.sections {
                patcher.copy(id, placed.address, &mut bytes)?;
            }
            patcher.pool_and_veneers(chunk, placed.address, &mut bytes)?;
        }
        image.classes.insert(placed.class, bytes);
    }
    image.debug = debug(program, layout, isa)?;
    Ok(image)
}

/// Concatenates debug sections of a name and relocates them.
fn debug(
    program: &Program<'_>,
    layout: &Layout,
    isa: Isa,
) -> Result<Vec<(String, Vec<u8>)>, LinkError> {
    let mut merged: Vec<(String, u32)> = Vec::new();
    let mut offsets = HashMap::new();
    let live = || {
        program
            .section_ids()
            .filter(|(id, s)| s.kind == Kind::Debug && program.is_live(*id))
    };
    for (id, section) in live() {
        let index = merged
            .iter()
            .position(|(name, _)| name == section.name)
            .unwrap_or_else(|| {
                merged.push((section.name.to_owned(), 0));
                merged.len() - 1
            });
        let start = merged[index].1.next_multiple_of(section.align);
        merged[index].1 = start.saturating_add(section.size);
        offsets.insert(id, start);
    }
    let mut out: Vec<_> = merged
        .into_iter()
        .map(|(name, size)| (name, vec![0; size as usize]))
        .collect();
    let patcher = Patcher {
        program,
        layout,
        isa,
        debug: &offsets,
    };
    for (id, section) in live() {
        if let Some((_, bytes)) = out.iter_mut().find(|(name, _)| name == section.name) {
            patcher.copy(id, 0, bytes)?;
        }
    }
    Ok(out)
}

struct Patcher<'p, 'a> {
    program: &'p Program<'a>,
    layout: &'p Layout,
    isa: Isa,
    /// Offsets of debug sections in the merged ones.
    debug: &'p HashMap<SectionId, u32>,
}

impl Patcher<'_, '_> {
    /// The address of a section, or its offset in the merged debug section.
    fn address(&self, id: SectionId) -> u32 {
        self.debug
            .get(&id)
            .copied()
            .unwrap_or_else(|| self.layout.section(id))
    }

    /// Copies a section into the bytes that start at `base`, patched.
    fn copy(&self, id: SectionId, base: u32, out: &mut [u8]) -> Result<(), LinkError> {
        let section = self.program.section(id);
        let address = self.address(id);
        let start = address.wrapping_sub(base) as usize;
        let bytes = &mut out[start..start + section.size as usize];
        let data = &section.data[..section.size as usize];
        bytes.copy_from_slice(data);
        for reloc in section.own_relocs() {
            self.patch(id, section, reloc, address, bytes)?;
        }
        Ok(())
    }

    fn patch(
        &self,
        id: SectionId,
        section: &Section<'_>,
        reloc: &Reloc,
        address: u32,
        bytes: &mut [u8],
    ) -> Result<(), LinkError> {
        let target = self.program.target(section, reloc);
        let site = Site {
            id,
            section,
            reloc,
            target,
            value: self.value(section, target),
            pc: address.wrapping_add(reloc.offset),
        };
        let field = &mut bytes[reloc.offset as usize..];
        match self.isa {
            Isa::Xtensa => self.patch_xtensa(&site, field),
            Isa::Riscv32 => self.patch_riscv(&site, field),
        }
    }

    /// S + A; for debug information about what was dropped, an address that nothing has.
    fn value(&self, section: &Section<'_>, target: Target) -> u32 {
        if let Base::Section(holder) = target.base
            && let Some(offset) = self.debug.get(&holder)
        {
            return offset.wrapping_add(target.offset);
        }
        self.layout
            .resolve(self.program, target)
            .unwrap_or(match (section.kind, section.name) {
                (Kind::Debug, ".debug_loc" | ".debug_ranges") => TOMBSTONE_IN_LISTS,
                (Kind::Debug, _) => TOMBSTONE,
                // Whatever is loaded and refers to something undefined was refused before.
                _ => 0,
            })
    }

    fn patch_xtensa(&self, site: &Site<'_>, field: &mut [u8]) -> Result<(), LinkError> {
        match site.reloc.r_type {
            // The differences are right in the file; they only change if a linker moves code inside a section.
            elf::R_XTENSA_NONE
            | elf::R_XTENSA_ASM_EXPAND
            | elf::R_XTENSA_ASM_SIMPLIFY
            | elf::R_XTENSA_DIFF8
            | elf::R_XTENSA_DIFF16
            | elf::R_XTENSA_DIFF32
            | elf::R_XTENSA_PDIFF8
            | elf::R_XTENSA_PDIFF16
            | elf::R_XTENSA_PDIFF32
            | elf::R_XTENSA_NDIFF8
            | elf::R_XTENSA_NDIFF16
            | elf::R_XTENSA_NDIFF32 => Ok(()),
            elf::R_XTENSA_32 => self.word(site, site.value, field),
            elf::R_XTENSA_32_PCREL => self.word(site, site.value.wrapping_sub(site.pc), field),
            elf::R_XTENSA_SLOT0_OP => self.patch_instruction(site, field),
            _ => Err(self.unsupported(site)),
        }
    }

    fn word(&self, site: &Site<'_>, value: u32, field: &mut [u8]) -> Result<(), LinkError> {
        Field::Word
            .patch(field, value)
            .ok_or_else(|| self.cut_off(site))
    }

    fn patch_instruction(&self, site: &Site<'_>, field: &mut [u8]) -> Result<(), LinkError> {
        let form = Form::of(field).ok_or_else(|| {
            self.refuse(site, "there is no instruction with a PC-relative operand")
        })?;
        let bytes = field
            .get_mut(..form.size())
            .ok_or_else(|| self.cut_off(site))?;
        let (target, destination) = self.operand(site)?;
        if form.patch(bytes, site.pc, destination).is_some() {
            return Ok(());
        }
        let chunk = self.layout.chunk(site.id);
        let veneer = form
            .veneer(target)
            .and_then(|veneer| chunk?.veneer_address(&veneer));
        match veneer {
            Some(veneer) if form.patch(bytes, site.pc, veneer).is_some() => Ok(()),
            _ => Err(self.out_of_reach(site, form.name(), destination)),
        }
    }

    /// What an instruction refers to and where that is: for `l32r` the copy of its literal in the pool.
    fn operand(&self, site: &Site<'_>) -> Result<(Target, u32), LinkError> {
        let Some((holder, at)) =
            gc::literal(self.program, self.isa, site.id, site.section, site.reloc)
        else {
            return Ok((site.target, site.value));
        };
        let literal = chunk::contents(self.program, holder, at)
            .ok_or_else(|| self.refuse(site, "the literal lies outside its section"))?;
        let chunk = self.layout.chunk(site.id);
        let address = chunk.and_then(|chunk| chunk.literal_address(&literal));
        let address = address.ok_or_else(|| self.refuse(site, "l32r is not in code"))?;
        Ok((literal, address))
    }

    fn patch_riscv(&self, site: &Site<'_>, field: &mut [u8]) -> Result<(), LinkError> {
        let Some((kind, place)) = reloc_riscv::describe(site.reloc.r_type) else {
            return Err(self.unsupported(site));
        };
        let operand = match kind {
            Value::Ignored => return Ok(()),
            Value::Absolute => site.value,
            Value::Relative => site.value.wrapping_sub(site.pc),
            Value::OfAuipc => self
                .auipc_displacement(site.target, site.value)
                .ok_or_else(|| {
                    self.refuse(
                        site,
                        "it does not refer to an auipc with R_RISCV_PCREL_HI20",
                    )
                })?,
        };
        if place.patch(field, operand).is_some() {
            return Ok(());
        }
        let chunk = self.layout.chunk(site.id);
        if let Some((_, register)) = reloc_riscv::jump_reach(site.reloc)
            && let Some(veneer) = chunk.and_then(|c| {
                c.veneer_address(&Veneer {
                    target: site.target,
                    register,
                })
            })
            && place.patch(field, veneer.wrapping_sub(site.pc)).is_some()
        {
            return Ok(());
        }
        Err(self.out_of_reach(site, place.name(), site.value))
    }

    /// The displacement of the `auipc` that `target` names, which is at `address`.
    fn auipc_displacement(&self, target: Target, address: u32) -> Option<u32> {
        let Base::Section(holder) = target.base else {
            return None;
        };
        let section = self.program.section(holder);
        let auipc = section
            .relocs_at(target.offset)
            .iter()
            .find(|r| r.r_type == elf::R_RISCV_PCREL_HI20)?;
        Some(
            self.value(section, self.program.target(section, auipc))
                .wrapping_sub(address),
        )
    }

    /// Writes a chunk's literals and veneers.
    fn pool_and_veneers(&self, chunk: &Chunk, base: u32, out: &mut [u8]) -> Result<(), LinkError> {
        for literal in &chunk.literals {
            let value = self.layout.resolve(self.program, *literal).unwrap_or(0);
            if let Some(address) = chunk.literal_address(literal) {
                write(out, address.wrapping_sub(base), &value.to_le_bytes());
            }
        }
        for veneer in &chunk.veneers {
            let target = self.layout.resolve(self.program, veneer.target);
            let (Some(address), Some(target)) = (chunk.veneer_address(veneer), target) else {
                continue;
            };
            let code = match self.isa {
                Isa::Riscv32 => reloc_riscv::veneer(address, target, veneer.register),
                Isa::Xtensa => {
                    let literal = chunk.literal_address(&veneer.target).unwrap_or(0);
                    let code = reloc_xtensa::veneer(address, literal, veneer.register);
                    code.ok_or_else(|| LinkError::OutOfReach {
                        place: self.program.describe(chunk.sections[0], 0),
                        offset: address,
                        instruction: "a veneer",
                        symbol: "its literal".to_owned(),
                        distance: i64::from(address) - i64::from(literal),
                    })?
                }
            };
            write(out, address.wrapping_sub(base), &code);
        }
        Ok(())
    }

    fn refuse(&self, site: &Site<'_>, reason: &str) -> LinkError {
        LinkError::Relocation {
            place: self.program.describe(site.id, site.reloc.offset),
            offset: site.reloc.offset,
            r_type: site.reloc.r_type.0,
            reason: reason.to_owned(),
        }
    }

    fn cut_off(&self, site: &Site<'_>) -> LinkError {
        self.refuse(site, "the field passes the end of the section")
    }

    fn unsupported(&self, site: &Site<'_>) -> LinkError {
        self.refuse(
            site,
            "not a relocation of static code; compile without position independence and thread-local storage",
        )
    }

    fn out_of_reach(
        &self,
        site: &Site<'_>,
        instruction: &'static str,
        destination: u32,
    ) -> LinkError {
        LinkError::OutOfReach {
            place: self.program.describe(site.id, site.reloc.offset),
            offset: site.reloc.offset,
            instruction,
            symbol: self
                .program
                .symbol_name(site.section, site.reloc)
                .to_owned(),
            distance: i64::from(destination) - i64::from(site.pc),
        }
    }
}

/// A relocation where it is applied.
struct Site<'s> {
    id: SectionId,
    section: &'s Section<'s>,
    reloc: &'s Reloc,
    target: Target,
    /// The target's address.
    value: u32,
    /// The field's address.
    pc: u32,
}

fn write(out: &mut [u8], offset: u32, bytes: &[u8]) {
    let offset = offset as usize;
    out[offset..offset + bytes.len()].copy_from_slice(bytes);
}
