//! [`ObjectModule`] to ELF.
//!
//! Sections are named after the symbol they hold: `.text.<symbol>`, `.literal.<symbol>` (Xtensa), `.rodata.`, `.data.`,
//! `.bss.` and `.noinit.<symbol>`. Three more say what ELF has no words for:
//!
//! * `.tinsmith.abi`, words that hold addresses, kept by any linker: of `tinsmith_abi_<version>`, which a runtime of another version does
//!   not define, so that linking fails and names it; on Xtensa, if the code accesses linear memory, of
//!   `tinsmith_emulate_alignment`, which a firmware without such code does without.
//! * `.tinsmith.target` (not loaded): the name of the target.
//! * `.tinsmith.alias` (not loaded): pairs of NUL-terminated names, an alias and the symbol *of another object* it
//!   stands for. ELF can only express second names for definitions of the same object.

use std::collections::HashMap;
use std::sync::Arc;

use object::write::{Object, Relocation, SectionId, Symbol, SymbolId, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, FileFlags, RelocationFlags, SectionFlags, SectionKind,
    SymbolFlags, SymbolKind, SymbolScope, elf,
};

use super::dwarf;
use super::error::ObjectError;
use super::module::{
    ABI_VERSION, Binding, Code, Data, DataKind, Literal, ObjectModule, Reloc, RelocKind,
    RelocTarget,
};
use crate::target::{HostAbi, Isa, Target};

/// The section that names the target an object was compiled for.
pub const TARGET_SECTION: &str = ".tinsmith.target";
/// The section of aliases for symbols of other objects.
pub const ALIAS_SECTION: &str = ".tinsmith.alias";

/// Writes a module as an ELF32 relocatable object.
pub fn write(module: &ObjectModule) -> Result<Vec<u8>, ObjectError> {
    let mut writer = Writer::new(module.target);
    writer.define_data(&module.data)?;
    let text = writer.define_functions(&module.functions)?;
    writer.aliases(module)?;
    for (code, &section) in module.functions.iter().zip(&text) {
        writer.code_relocations(code, section)?;
    }
    for data in &module.data {
        writer.data_relocations(data)?;
    }
    writer.markers(module);
    dwarf::write(&mut writer, module, &text)?;
    writer
        .object
        .write()
        .map_err(|error| ObjectError::Elf(error.to_string()))
}

/// An object under construction.
pub(super) struct Writer<'a> {
    pub(super) object: Object<'a>,
    isa: Isa,
    /// Symbols so far, undefined ones included.
    symbols: HashMap<Arc<str>, SymbolId>,
}

impl<'a> Writer<'a> {
    fn new(target: &Target) -> Self {
        let (architecture, e_flags) = match target.isa {
            Isa::Xtensa => (Architecture::Xtensa, XTENSA_FLAGS),
            Isa::Riscv32 => (Architecture::Riscv32, riscv_flags(target)),
        };
        let mut object = Object::new(BinaryFormat::Elf, architecture, Endianness::Little);
        object.flags = FileFlags::Elf {
            os_abi: elf::ELFOSABI_NONE,
            abi_version: 0,
            e_flags: elf::FileFlags(e_flags),
        };
        Self {
            object,
            isa: target.isa,
            symbols: HashMap::new(),
        }
    }

    /// A section of the given ELF type and flags.
    fn section(
        &mut self,
        prefix: &str,
        symbol: &str,
        sh_type: elf::SectionType,
        sh_flags: elf::SectionFlags,
    ) -> SectionId {
        let name = if symbol.is_empty() {
            prefix.to_owned()
        } else {
            format!("{prefix}.{symbol}")
        };
        // The kind only chooses between "has bytes" and "has none"; the flags are given in full.
        let kind = if sh_type == elf::SHT_NOBITS {
            SectionKind::UninitializedData
        } else {
            SectionKind::Data
        };
        let id = self.object.add_section(Vec::new(), name.into_bytes(), kind);
        self.object.section_mut(id).flags = SectionFlags::Elf { sh_type, sh_flags };
        id
    }

    /// Defines a symbol that did not exist, or gives an already mentioned one its definition.
    fn define(
        &mut self,
        name: &Arc<str>,
        place: Place,
        kind: SymbolKind,
        weak: bool,
    ) -> Result<(), ObjectError> {
        let symbol = Symbol {
            name: name.as_bytes().to_vec(),
            value: place.offset,
            size: u64::from(place.size),
            kind,
            scope: SymbolScope::Dynamic,
            weak,
            section: SymbolSection::Section(place.section),
            flags: SymbolFlags::None,
        };
        if self.symbols.contains_key(name) {
            return Err(ObjectError::Duplicate {
                symbol: name.to_string(),
            });
        }
        let id = self.object.add_symbol(symbol);
        self.symbols.insert(Arc::clone(name), id);
        Ok(())
    }

    /// The symbol of that name, undefined if nothing here defines it.
    fn reference(&mut self, name: &Arc<str>) -> SymbolId {
        if let Some(&id) = self.symbols.get(name) {
            return id;
        }
        let id = self.object.add_symbol(Symbol {
            name: name.as_bytes().to_vec(),
            value: 0,
            size: 0,
            kind: SymbolKind::Unknown,
            scope: SymbolScope::Unknown,
            weak: false,
            section: SymbolSection::Undefined,
            flags: SymbolFlags::None,
        });
        self.symbols.insert(Arc::clone(name), id);
        id
    }

    fn relocate(
        &mut self,
        section: SectionId,
        offset: u32,
        symbol: SymbolId,
        addend: i64,
        r_type: elf::RelocationType,
    ) -> Result<(), ObjectError> {
        self.object
            .add_relocation(
                section,
                Relocation {
                    offset: u64::from(offset),
                    symbol,
                    addend,
                    flags: RelocationFlags::Elf { r_type },
                },
            )
            .map_err(|error| ObjectError::Elf(error.to_string()))
    }

    fn define_functions(&mut self, functions: &[Code]) -> Result<Vec<SectionId>, ObjectError> {
        let mut sections = Vec::with_capacity(functions.len());
        for code in functions {
            check_align(&code.name, code.align)?;
            let section = self.section(
                ".text",
                &code.name,
                elf::SHT_PROGBITS,
                elf::SHF_ALLOC | elf::SHF_EXECINSTR,
            );
            self.object
                .section_mut(section)
                .set_data(code.bytes.clone(), u64::from(code.align));
            let place = Place {
                section,
                offset: 0,
                size: size_of_bytes(&code.bytes),
            };
            self.define(&code.name, place, SymbolKind::Text, false)?;
            sections.push(section);
        }
        Ok(sections)
    }

    fn define_data(&mut self, data: &[Data]) -> Result<(), ObjectError> {
        for item in data {
            check_align(&item.name, item.align)?;
            let (prefix, sh_type, sh_flags) = match item.kind {
                DataKind::ReadOnly => (".rodata", elf::SHT_PROGBITS, elf::SHF_ALLOC),
                DataKind::Data => (".data", elf::SHT_PROGBITS, elf::SHF_ALLOC | elf::SHF_WRITE),
                DataKind::Bss => (".bss", elf::SHT_NOBITS, elf::SHF_ALLOC | elf::SHF_WRITE),
                DataKind::NoInit => (".noinit", elf::SHT_NOBITS, elf::SHF_ALLOC | elf::SHF_WRITE),
            };
            let section = self.section(prefix, &item.name, sh_type, sh_flags);
            if sh_type == elf::SHT_NOBITS {
                self.object.append_section_bss(
                    section,
                    u64::from(item.size),
                    u64::from(item.align),
                );
            } else {
                self.object
                    .section_mut(section)
                    .set_data(item.bytes.clone(), u64::from(item.align));
            }
            let place = Place {
                section,
                offset: 0,
                size: item.size,
            };
            self.define(
                &item.name,
                place,
                SymbolKind::Data,
                item.binding == Binding::Weak,
            )?;
        }
        Ok(())
    }

    fn code_relocations(&mut self, code: &Code, section: SectionId) -> Result<(), ObjectError> {
        let literals = self.literal_section(code)?;
        for reloc in &code.relocs {
            let r_type = self.r_type(&code.name, reloc)?;
            let (symbol, addend) = match (&reloc.target, literals) {
                (RelocTarget::Symbol(name), _) if reloc.kind != RelocKind::XtensaL32r => {
                    (self.reference(name), i64::from(reloc.addend))
                }
                (&RelocTarget::Literal(index), Some(literals))
                    if reloc.kind == RelocKind::XtensaL32r =>
                {
                    check_literal(code, index)?;
                    (literals, i64::from(index) * 4)
                }
                (&RelocTarget::Literal(index), None) => return Err(missing_literal(code, index)),
                _ => return Err(misplaced(&code.name, reloc)),
            };
            self.relocate(section, reloc.offset, symbol, addend, r_type)?;
        }
        Ok(())
    }

    /// Writes the literals of a function; returns the section's symbol.
    fn literal_section(&mut self, code: &Code) -> Result<Option<SymbolId>, ObjectError> {
        if code.literals.is_empty() {
            return Ok(None);
        }
        if self.isa != Isa::Xtensa {
            return Err(missing_literal(code, 0));
        }
        let words = code.literals.iter().flat_map(|literal| match literal {
            Literal::Const(value) => value.to_le_bytes(),
            Literal::Symbol(..) | Literal::CodeOffset(_) => [0; 4],
        });
        let section = self.section(
            ".literal",
            &code.name,
            elf::SHT_PROGBITS,
            elf::SHF_ALLOC | elf::SHF_EXECINSTR,
        );
        self.object
            .section_mut(section)
            .set_data(words.collect::<Vec<u8>>(), 4);
        for (offset, literal) in (0u32..).step_by(4).zip(&code.literals) {
            let (name, addend) = match literal {
                Literal::Const(_) => continue,
                Literal::Symbol(name, addend) => (name, i64::from(*addend)),
                Literal::CodeOffset(offset) => (&code.name, i64::from(*offset)),
            };
            let symbol = self.reference(name);
            self.relocate(section, offset, symbol, addend, elf::R_XTENSA_32)?;
        }
        Ok(Some(self.object.section_symbol(section)))
    }

    fn data_relocations(&mut self, data: &Data) -> Result<(), ObjectError> {
        if data.relocs.is_empty() {
            return Ok(());
        }
        let Some(section) = self
            .symbols
            .get(&data.name)
            .and_then(|&id| self.object.symbol(id).section.id())
        else {
            return Err(ObjectError::Duplicate {
                symbol: data.name.to_string(),
            });
        };
        for reloc in &data.relocs {
            match &reloc.target {
                RelocTarget::Symbol(name) if reloc.kind == RelocKind::Abs32 => {
                    let symbol = self.reference(name);
                    let r_type = self.r_type(&data.name, reloc)?;
                    self.relocate(
                        section,
                        reloc.offset,
                        symbol,
                        i64::from(reloc.addend),
                        r_type,
                    )?;
                }
                _ => return Err(misplaced(&data.name, reloc)),
            }
        }
        Ok(())
    }

    /// Adds a section that is not loaded.
    pub(super) fn debug_section(&mut self, name: &str, bytes: &[u8]) -> SectionId {
        let section = self.section(name, "", elf::SHT_PROGBITS, elf::SectionFlags(0));
        self.object.section_mut(section).set_data(bytes.to_vec(), 1);
        section
    }

    /// Adds a relocation that refers to a place in a section.
    pub(super) fn relocate_section(
        &mut self,
        section: SectionId,
        offset: u32,
        target: SectionId,
        addend: i64,
        r_type: elf::RelocationType,
    ) -> Result<(), ObjectError> {
        let symbol = self.object.section_symbol(target);
        self.relocate(section, offset, symbol, addend, r_type)
    }

    /// The relocation's number in its psABI.
    fn r_type(&self, symbol: &str, reloc: &Reloc) -> Result<elf::RelocationType, ObjectError> {
        match (self.isa, reloc.kind) {
            (Isa::Xtensa, RelocKind::Abs32) => Ok(elf::R_XTENSA_32),
            (Isa::Xtensa, RelocKind::XtensaL32r | RelocKind::XtensaCall) => {
                Ok(elf::R_XTENSA_SLOT0_OP)
            }
            (Isa::Riscv32, RelocKind::Abs32) => Ok(elf::R_RISCV_32),
            (Isa::Riscv32, RelocKind::RiscvJal) => Ok(elf::R_RISCV_JAL),
            (Isa::Riscv32, RelocKind::RiscvCall) => Ok(elf::R_RISCV_CALL_PLT),
            (Isa::Riscv32, RelocKind::RiscvHi20) => Ok(elf::R_RISCV_HI20),
            (Isa::Riscv32, RelocKind::RiscvLo12I) => Ok(elf::R_RISCV_LO12_I),
            (Isa::Riscv32, RelocKind::RiscvLo12S) => Ok(elf::R_RISCV_LO12_S),
            _ => Err(misplaced(symbol, reloc)),
        }
    }

    /// Second names: a symbol at the same place, or a record where the place is another object's.
    fn aliases(&mut self, module: &ObjectModule) -> Result<(), ObjectError> {
        let mut foreign = Vec::new();
        for alias in &module.aliases {
            let target = self
                .symbols
                .get(&alias.target)
                .map(|&id| self.object.symbol(id));
            let defined =
                target.and_then(|t| Some((t.section.id()?, t.value, t.size, t.kind, t.weak)));
            if let Some((section, offset, size, kind, weak)) = defined {
                let place = Place {
                    section,
                    offset,
                    size: u32::try_from(size).unwrap_or(u32::MAX),
                };
                self.define(&alias.name, place, kind, weak)?;
            } else {
                for name in [&alias.name, &alias.target] {
                    foreign.extend_from_slice(name.as_bytes());
                    foreign.push(0);
                }
            }
        }
        if !foreign.is_empty() {
            let section = self.section(ALIAS_SECTION, "", elf::SHT_PROGBITS, elf::SectionFlags(0));
            self.object.section_mut(section).set_data(foreign, 1);
        }
        Ok(())
    }

    /// The ABI version, what the code needs without naming it, and the target.
    fn markers(&mut self, module: &ObjectModule) {
        let mut names = vec![format!("tinsmith_abi_{ABI_VERSION}")];
        let r_type = match self.isa {
            Isa::Xtensa => elf::R_XTENSA_32,
            Isa::Riscv32 => elf::R_RISCV_32,
        };
        if self.isa == Isa::Xtensa && module.accesses {
            names.push("tinsmith_emulate_alignment".to_owned());
        }
        let flags = elf::SHF_ALLOC | elf::SHF_GNU_RETAIN;
        let section = self.section(".tinsmith.abi", "", elf::SHT_PROGBITS, flags);
        let words = vec![0; 4 * names.len()];
        self.object.section_mut(section).set_data(words, 4);
        for (at, name) in (0..).step_by(4).zip(names) {
            let symbol = self.reference(&Arc::from(name));
            // Fails only for relocation kinds that ELF does not have.
            let _ = self.relocate(section, at, symbol, 0, r_type);
        }
        let section = self.section(TARGET_SECTION, "", elf::SHT_PROGBITS, elf::SectionFlags(0));
        self.object
            .section_mut(section)
            .set_data(module.target.name.as_bytes().to_vec(), 1);
    }
}

/// Where a symbol is.
struct Place {
    section: SectionId,
    offset: u64,
    size: u32,
}

/// `XT_INSN | XT_LIT`: the property tables GNU tools would look for are those of plain code.
const XTENSA_FLAGS: u32 = 0x300;

/// psABI, "File Header": bit 0 compressed code may occur, bits 1..2 the floating-point ABI.
pub(crate) fn riscv_flags(target: &Target) -> u32 {
    let rvc = u32::from(target.has(crate::target::Ext::C));
    let float = match target.host_abi {
        HostAbi::Ilp32f => 2,
        HostAbi::Ilp32 | HostAbi::Call0 | HostAbi::Windowed => 0,
    };
    rvc | float
}

fn size_of_bytes(bytes: &[u8]) -> u32 {
    u32::try_from(bytes.len()).unwrap_or(u32::MAX)
}

fn check_align(symbol: &str, align: u32) -> Result<(), ObjectError> {
    if align.is_power_of_two() {
        return Ok(());
    }
    Err(ObjectError::Align {
        symbol: symbol.to_owned(),
        align,
    })
}

fn check_literal(code: &Code, index: u32) -> Result<(), ObjectError> {
    if (index as usize) < code.literals.len() {
        return Ok(());
    }
    Err(missing_literal(code, index))
}

fn missing_literal(code: &Code, index: u32) -> ObjectError {
    ObjectError::Literal {
        symbol: code.name.to_string(),
        index,
        count: code.literals.len(),
    }
}

fn misplaced(symbol: &str, reloc: &Reloc) -> ObjectError {
    ObjectError::Relocation {
        symbol: symbol.to_owned(),
        offset: reloc.offset,
        kind: reloc.kind,
    }
}

#[cfg(test)]
mod tests;
