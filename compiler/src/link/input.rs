//! Reading ELF objects into the [`Program`].
//!
//! Exit: every offset of a section's relocations, symbols and literals is in bounds; relocations rise.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use object::read::elf::ElfFile32;
use object::{
    LittleEndian, Object as _, ObjectComdat as _, ObjectSection as _, ObjectSymbol as _,
    RelocationFlags, RelocationTarget, SectionFlags, SymbolKind, SymbolSection, elf,
};

use super::error::LinkError;
use super::program::{
    Binding, Kind, Object, ObjectId, Place, Program, Reloc, ScopeId, Section, SectionId, Symbol,
};
use super::{literals, riscv_align};
use crate::board::Class;
use crate::object::{ALIAS_SECTION, TARGET_SECTION, riscv_flags};
use crate::target::{Isa, Target};

/// An ELF file whose header has been read.
pub(super) type Elf<'a> = ElfFile32<'a, LittleEndian>;

/// Reads the header.
pub(super) fn parse<'a>(name: &str, bytes: &'a [u8]) -> Result<Elf<'a>, LinkError> {
    let elf = Elf::parse(bytes).map_err(|error| unreadable(name, &error))?;
    if elf.kind() != object::ObjectKind::Relocatable {
        return Err(unreadable(name, &"it is not a relocatable object"));
    }
    Ok(elf)
}

pub(super) fn unreadable(name: &str, reason: &dyn std::fmt::Display) -> LinkError {
    LinkError::Read {
        input: name.to_owned(),
        reason: reason.to_string(),
    }
}

/// COMDAT groups seen so far, per scope: the first of a name wins.
pub(super) type Groups<'a> = HashSet<(ScopeId, &'a str)>;

/// Adds an object to the program.
pub(super) fn load<'a>(
    program: &mut Program<'a>,
    groups: &mut Groups<'a>,
    target: &Target,
    name: &str,
    scope: ScopeId,
    elf: &Elf<'a>,
) -> Result<ObjectId, LinkError> {
    check_machine(name, target, elf)?;
    let object = ObjectId(index(program.objects.len()));
    let mut loader = Loader {
        program,
        name,
        object,
        aliases: Vec::new(),
        sections: HashMap::new(),
    };
    let dropped = loader.duplicate_groups(groups, scope, elf)?;
    loader.sections(target, elf, &dropped)?;
    let symbols = loader.symbols(elf)?;
    loader.relocations(elf, symbols.len())?;
    let first = loader.sections.values().map(|id| id.0).min();
    let aliases = loader.aliases;
    let mut object_file = Object {
        name: name.to_owned(),
        scope,
        symbols,
        aliases,
    };
    let own = first.map_or(program.sections.len(), |id| id as usize);
    match target.isa {
        Isa::Xtensa => literals::find(&mut program.sections[own..], own, &object_file.symbols),
        Isa::Riscv32 => {
            riscv_align::delete_padding(&mut program.sections[own..], own, &mut object_file)?
        }
    }
    program.objects.push(object_file);
    Ok(object)
}

/// Refuses objects for other processors.
fn check_machine(name: &str, target: &Target, elf: &Elf<'_>) -> Result<(), LinkError> {
    let machine = elf.elf_header().e_machine.get(LittleEndian);
    let mismatch = |found: String| LinkError::Mismatch {
        input: name.to_owned(),
        found,
        wanted: target.name.to_owned(),
    };
    let wanted = match target.isa {
        Isa::Xtensa => elf::EM_XTENSA,
        Isa::Riscv32 => elf::EM_RISCV,
    };
    if machine != wanted {
        return Err(mismatch(match machine {
            elf::EM_XTENSA => "Xtensa".to_owned(),
            elf::EM_RISCV => "RISC-V".to_owned(),
            other => format!("another processor (ELF machine {})", other.0),
        }));
    }
    if let Some(section) = elf.section_by_name(TARGET_SECTION) {
        let found = section.data().map_err(|error| unreadable(name, &error))?;
        if found != target.name.as_bytes() {
            return Err(mismatch(String::from_utf8_lossy(found).into_owned()));
        }
    }
    // psABI: bits 1 and 2 are the floating-point ABI; bit 3 is the reduced register set.
    const ABI: u32 = 0xe;
    let flags = elf.elf_header().e_flags.get(LittleEndian).0;
    if target.isa == Isa::Riscv32 && (flags ^ riscv_flags(target)) & ABI != 0 {
        let float = ["ilp32", "ilp32f", "ilp32d", "ilp32q"][(flags >> 1 & 3) as usize];
        let reduced = if flags & 8 == 0 { "" } else { "e" };
        return Err(mismatch(format!("the {float}{reduced} calling convention")));
    }
    Ok(())
}

struct Loader<'p, 'a> {
    program: &'p mut Program<'a>,
    name: &'p str,
    object: ObjectId,
    aliases: Vec<(&'a str, &'a str)>,
    /// ELF section index to ours.
    sections: HashMap<usize, SectionId>,
}

impl<'a> Loader<'_, 'a> {
    fn error(&self, reason: &dyn std::fmt::Display) -> LinkError {
        unreadable(self.name, reason)
    }

    /// Sections of COMDAT groups that another object already brought.
    fn duplicate_groups(
        &self,
        groups: &mut Groups<'a>,
        scope: ScopeId,
        elf: &Elf<'a>,
    ) -> Result<HashSet<usize>, LinkError> {
        let mut dropped = HashSet::new();
        for group in elf.comdats() {
            // The name lives in the file, although the iterator's type forgets that.
            let symbol = elf
                .symbol_by_index(group.symbol())
                .map_err(|error| self.error(&error))?;
            let name = symbol.name().map_err(|error| self.error(&error))?;
            if !groups.insert((scope, name)) {
                dropped.extend(group.sections().map(|section| section.0));
            }
        }
        Ok(dropped)
    }

    fn sections(
        &mut self,
        target: &Target,
        elf: &Elf<'a>,
        dropped: &HashSet<usize>,
    ) -> Result<(), LinkError> {
        for section in elf.sections() {
            if dropped.contains(&section.index().0) {
                continue;
            }
            let name = section.name().map_err(|error| self.error(&error))?;
            let SectionFlags::Elf { sh_type, sh_flags } = section.flags() else {
                continue;
            };
            if name == ALIAS_SECTION {
                let bytes = section.data().map_err(|error| self.error(&error))?;
                self.aliases = self.read_aliases(bytes)?;
            }
            let Some(kind) = classify(name, sh_type, sh_flags) else {
                continue;
            };
            let data = section.data().map_err(|error| self.error(&error))?;
            let size = u32::try_from(section.size()).map_err(|error| self.error(&error))?;
            let zero_fill = matches!(kind, Kind::Alloc(class) if class.is_zero_fill());
            if zero_fill && data.iter().any(|&byte| byte != 0) {
                return Err(self.error(&format!(
                    "section {name} has contents, but its memory is never initialised"
                )));
            }
            let mut align = u32::try_from(section.align()).unwrap_or(u32::MAX).max(1);
            if !align.is_power_of_two() {
                return Err(self.error(&format!("section {name} has alignment {align}")));
            }
            // Targets of `call0` and places of literals are word-aligned, whatever the assembler was told.
            if target.isa == Isa::Xtensa && matches!(kind, Kind::Alloc(class) if class.is_code()) {
                align = align.max(4);
            }
            let id = SectionId(index(self.program.sections.len()));
            self.sections.insert(section.index().0, id);
            self.program.sections.push(Section {
                object: self.object,
                name,
                kind,
                align,
                size,
                data: Cow::Borrowed(if zero_fill { &[] } else { data }),
                relocs: Vec::new(),
                keep: is_kept(name, kind, sh_flags),
                literals: Vec::new(),
            });
        }
        Ok(())
    }

    fn read_aliases(&self, bytes: &'a [u8]) -> Result<Vec<(&'a str, &'a str)>, LinkError> {
        let text = std::str::from_utf8(bytes).map_err(|error| self.error(&error))?;
        let mut names = text.split_terminator('\0');
        let mut aliases = Vec::new();
        while let (Some(alias), Some(target)) = (names.next(), names.next()) {
            aliases.push((alias, target));
        }
        Ok(aliases)
    }

    fn symbols(&mut self, elf: &Elf<'a>) -> Result<Vec<Symbol<'a>>, LinkError> {
        let null = Symbol {
            name: "",
            place: Place::Absolute(0),
            size: 0,
            binding: Binding::Local,
            is_function: false,
        };
        let mut symbols = vec![null];
        for symbol in elf.symbols() {
            let name = symbol.name().map_err(|error| self.error(&error))?;
            let size = u32::try_from(symbol.size()).map_err(|error| self.error(&error))?;
            let value = symbol.elf_symbol().st_value.get(LittleEndian);
            let mut binding = match (symbol.is_local(), symbol.is_weak()) {
                (true, _) => Binding::Local,
                (false, true) => Binding::Weak,
                (false, false) => Binding::Global,
            };
            let place = match symbol.section() {
                SymbolSection::Absolute => Place::Absolute(value),
                SymbolSection::Common => {
                    binding = Binding::Common;
                    Place::Section(self.common(name, value, size)?, 0)
                }
                // A symbol in a section that is left out stands for its namesake elsewhere.
                SymbolSection::Section(section) => match self.sections.get(&section.0) {
                    Some(&id) if value <= self.program.section(id).size => {
                        Place::Section(id, value)
                    }
                    Some(_) => {
                        return Err(
                            self.error(&format!("symbol `{name}` lies outside its section"))
                        );
                    }
                    None => Place::Undefined,
                },
                _ => Place::Undefined,
            };
            // A section symbol's own name is empty; messages use the section's.
            let name = if symbol.kind() == SymbolKind::Section {
                ""
            } else {
                name
            };
            symbols.push(Symbol {
                name,
                place,
                size,
                binding,
                is_function: symbol.kind() == SymbolKind::Text,
            });
        }
        Ok(symbols)
    }

    /// The storage of a tentative definition, for which `align` stands in the value.
    fn common(&mut self, name: &'a str, align: u32, size: u32) -> Result<SectionId, LinkError> {
        if !align.is_power_of_two() {
            return Err(self.error(&format!("common symbol `{name}` has alignment {align}")));
        }
        let id = SectionId(index(self.program.sections.len()));
        self.program.sections.push(Section {
            object: self.object,
            name,
            kind: Kind::Alloc(Class::Bss),
            align,
            size,
            data: Cow::Borrowed(&[]),
            relocs: Vec::new(),
            keep: false,
            literals: Vec::new(),
        });
        Ok(id)
    }

    fn relocations(&mut self, elf: &Elf<'a>, symbols: usize) -> Result<(), LinkError> {
        for section in elf.sections() {
            let Some(&id) = self.sections.get(&section.index().0) else {
                continue;
            };
            let mut relocs = Vec::new();
            for (offset, relocation) in section.relocations() {
                let RelocationFlags::Elf { r_type } = relocation.flags() else {
                    continue;
                };
                let symbol = match relocation.target() {
                    RelocationTarget::Symbol(symbol) => symbol.0,
                    _ => 0,
                };
                let offset = u32::try_from(offset)
                    .ok()
                    .filter(|&offset| offset <= self.program.section(id).size);
                let (Some(offset), true) = (offset, symbol < symbols) else {
                    return Err(self.error(&format!(
                        "a relocation of section {} is out of bounds",
                        self.program.section(id).name
                    )));
                };
                if relocation.has_implicit_addend() {
                    return Err(self.error(&"it has REL relocations; both ISAs use RELA"));
                }
                // Addresses are modulo 2^32, so the low half is all that counts.
                #[expect(
                    clippy::cast_possible_truncation,
                    reason = "ELF32 addends have 32 bits"
                )]
                let addend = relocation.addend() as i32;
                relocs.push(Reloc {
                    offset,
                    r_type,
                    symbol: index(symbol),
                    addend,
                });
            }
            relocs.sort_by_key(|reloc| reloc.offset);
            self.program.sections[id.0 as usize].relocs = relocs;
        }
        Ok(())
    }
}

/// What becomes of a section; `None` drops it unread.
fn classify(name: &str, sh_type: elf::SectionType, sh_flags: elf::SectionFlags) -> Option<Kind> {
    let has = |flag: elf::SectionFlags| sh_flags.0 & flag.0 != 0;
    let named = |prefix: &str| {
        name == prefix
            || name
                .strip_prefix(prefix)
                .is_some_and(|rest| rest.starts_with('.'))
    };
    match sh_type {
        elf::SHT_PROGBITS | elf::SHT_NOBITS => {}
        elf::SHT_INIT_ARRAY | elf::SHT_FINI_ARRAY | elf::SHT_PREINIT_ARRAY => {}
        _ => return None,
    }
    if !has(elf::SHF_ALLOC) {
        // Compressed ones cannot be concatenated.
        let debug = name.starts_with(".debug_")
            && sh_type == elf::SHT_PROGBITS
            && !has(elf::SHF_COMPRESSED);
        return Some(if debug { Kind::Debug } else { Kind::Other });
    }
    // Stack unwinding is by traps alone; the tables would only take flash.
    if named(".eh_frame") || name == ".tinsmith.abi" {
        return Some(Kind::Other);
    }
    let class = if sh_type == elf::SHT_NOBITS {
        if named(".noinit") {
            Class::Noinit
        } else {
            Class::Bss
        }
    } else if named(".reset") {
        Class::Reset
    } else if named(".vectors") {
        Class::Vectors
    } else if named(".noinit") {
        Class::Noinit
    } else if has(elf::SHF_EXECINSTR) {
        Class::Text
    } else if has(elf::SHF_WRITE) {
        Class::Data
    } else {
        Class::Rodata
    };
    Some(Kind::Alloc(class))
}

/// Whether a section is a root of garbage collection.
fn is_kept(name: &str, kind: Kind, sh_flags: elf::SectionFlags) -> bool {
    match kind {
        Kind::Alloc(Class::Reset | Class::Vectors) => true,
        Kind::Alloc(_) => sh_flags.0 & elf::SHF_GNU_RETAIN.0 != 0,
        // The version of the runtime interface: nothing refers to the section that asks for it.
        Kind::Other => name == ".tinsmith.abi",
        Kind::Debug => false,
    }
}

/// An index into what fits a 32-bit file.
fn index(n: usize) -> u32 {
    u32::try_from(n).expect("ELF32 files have fewer than 2^32 parts")
}
