//! Where the linear memories of a firmware's instances lie.
//!
//! A script makes dozens of instances, most of which nothing can reach once the next module comes. Giving each a reserve of its
//! own would fill any board, so all memories share one arena: instances that may live on get places of their own from
//! its start; one that cannot be reached later has all the rest, and so has the next. Instantiation and growth clear
//! what they add, so an instance never sees its predecessor's bytes, or a test fails.

use object::write::{Object, Symbol, SymbolSection};
use object::{
    Architecture, BinaryFormat, Endianness, FileFlags, SectionFlags, SectionKind, SymbolFlags,
    SymbolKind, SymbolScope, elf,
};

use crate::interpret::Place;
use crate::object::module::{Data, DataKind};
use crate::object::{ObjectError, riscv_flags};
use crate::target::{Isa, Target};

/// The places handed out so far.
#[derive(Clone, Debug)]
pub(super) struct Arena {
    size: u32,
    /// The end of the lasting places.
    top: u32,
    places: Vec<Place>,
}

/// A page, so that memories begin at multiples of one.
const ALIGN: u32 = 0x1_0000;

impl Arena {
    pub fn new(size: u32) -> Self {
        Self {
            size,
            top: 0,
            places: Vec::new(),
        }
    }

    /// Bytes that are free.
    pub fn free(&self) -> u32 {
        self.size - self.top
    }

    /// The next script's instances may have everything.
    pub fn start_script(&mut self) {
        self.top = 0;
    }

    /// Takes the linear memories out of a compiled instance's data and gives them places here; `lasting` ones nobody else gets.
    /// False if there is not enough room.
    pub fn adopt(&mut self, instance: &str, data: &mut Vec<Data>, lasting: bool) -> bool {
        let prefix = format!("{instance}.mem.");
        let is_memory =
            |data: &Data| data.kind == DataKind::NoInit && data.name.starts_with(&prefix);
        let mut at = self.top;
        for data in data.iter().filter(|data| is_memory(data)) {
            self.places.push((data.name.to_string(), at, data.size));
            let Some(end) = at.checked_add(data.size.next_multiple_of(ALIGN)) else {
                return false;
            };
            at = end;
        }
        data.retain(|data| !is_memory(data));
        if lasting {
            self.top = at.min(self.size);
        }
        at <= self.size
    }

    /// Its size.
    pub fn size(&self) -> u32 {
        self.size
    }

    /// The places handed out: symbol, place, size.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// An object file that defines the memories' symbols.
    pub fn object(&self, target: &Target) -> Result<Vec<u8>, ObjectError> {
        let architecture = match target.isa {
            Isa::Xtensa => Architecture::Xtensa,
            Isa::Riscv32 => Architecture::Riscv32,
        };
        let mut object = Object::new(BinaryFormat::Elf, architecture, Endianness::Little);
        object.flags = FileFlags::Elf {
            os_abi: elf::ELFOSABI_NONE,
            abi_version: 0,
            e_flags: elf::FileFlags(match target.isa {
                Isa::Xtensa => 0,
                Isa::Riscv32 => riscv_flags(target),
            }),
        };
        let kind = SectionKind::UninitializedData;
        let section = object.add_section(Vec::new(), b".noinit.arena".to_vec(), kind);
        object.section_mut(section).flags = SectionFlags::Elf {
            sh_type: elf::SHT_NOBITS,
            sh_flags: elf::SHF_ALLOC | elf::SHF_WRITE,
        };
        object.append_section_bss(section, u64::from(self.size), u64::from(ALIGN));
        for (name, place, size) in &self.places {
            object.add_symbol(Symbol {
                name: name.as_bytes().to_vec(),
                value: u64::from(*place),
                size: u64::from(*size),
                kind: SymbolKind::Data,
                scope: SymbolScope::Dynamic,
                weak: false,
                section: SymbolSection::Section(section),
                flags: SymbolFlags::None,
            });
        }
        object
            .write()
            .map_err(|error| ObjectError::Elf(error.to_string()))
    }
}
