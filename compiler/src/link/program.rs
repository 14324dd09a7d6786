//! The linker's picture of its inputs: sections, symbols and relocations, free of file offsets.

use std::borrow::Cow;

use object::elf::RelocationType;

use crate::board::Class;

/// A section, counted through all objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct SectionId(pub u32);

/// An object, in the order of inclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct ObjectId(pub u32);

/// A set of symbol definitions: 0 is the one everybody sees, the others belong to one scoped input each.
pub(super) type ScopeId = usize;

/// The scope of what everybody sees.
pub(super) const PUBLIC: ScopeId = 0;

/// What becomes of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of the firmware's memory.
    Alloc(Class),
    /// DWARF: not loaded, kept for the objects that contribute code.
    Debug,
    /// Used while linking, never output.
    Other,
}

/// A section of an object.
#[derive(Clone, Debug)]
pub(super) struct Section<'a> {
    pub object: ObjectId,
    pub name: &'a str,
    pub kind: Kind,
    pub align: u32,
    pub size: u32,
    /// `size` bytes, or none if the section is zero-filled.
    pub data: Cow<'a, [u8]>,
    /// By rising offset; those of one offset in file order.
    pub relocs: Vec<Reloc>,
    /// Whether it stays without being referred to.
    pub keep: bool,
    /// Offsets of words that are only ever loaded with `l32r`, rising. They are copied to literal pools.
    pub literals: Vec<u32>,
}

impl Section<'_> {
    /// Whether `offset` holds a word that is only loaded with `l32r`.
    pub fn is_literal(&self, offset: u32) -> bool {
        self.literals.binary_search(&offset).is_ok()
    }

    /// The relocations at `offset`.
    pub fn relocs_at(&self, offset: u32) -> &[Reloc] {
        let start = self.relocs.partition_point(|r| r.offset < offset);
        let end = self.relocs.partition_point(|r| r.offset <= offset);
        &self.relocs[start..end]
    }

    /// The relocations that count: not those of literals, which pools copy.
    pub fn own_relocs(&self) -> impl Iterator<Item = &Reloc> {
        self.relocs
            .iter()
            .filter(|r| r.offset < self.size && !self.is_literal(r.offset))
    }

    /// The class of a loaded section.
    pub fn class(&self) -> Option<Class> {
        match self.kind {
            Kind::Alloc(class) => Some(class),
            Kind::Debug | Kind::Other => None,
        }
    }
}

/// A field to patch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reloc {
    pub offset: u32,
    pub r_type: RelocationType,
    /// Index in the object's symbols.
    pub symbol: u32,
    pub addend: i32,
}

/// A symbol of an object.
#[derive(Clone, Debug)]
pub(super) struct Symbol<'a> {
    pub name: &'a str,
    pub place: Place,
    pub size: u32,
    pub binding: Binding,
    pub is_function: bool,
}

/// How strongly a symbol is defined or referred to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Binding {
    /// Not seen outside its object.
    Local,
    Weak,
    /// C's tentative definition.
    Common,
    Global,
}

/// Where a symbol is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Undefined,
    Section(SectionId, u32),
    Absolute(u32),
}

/// An object file.
#[derive(Clone, Debug)]
pub(super) struct Object<'a> {
    pub name: String,
    pub scope: ScopeId,
    /// By ELF symbol index.
    pub symbols: Vec<Symbol<'a>>,
    /// Second names for symbols of other objects.
    pub aliases: Vec<(&'a str, &'a str)>,
}

/// What a name means once everything is resolved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Definition {
    Section(SectionId, u32),
    Absolute(u32),
    /// Known when the layout is.
    Linker(LinkerSymbol),
    Undefined,
}

impl Definition {
    /// The definition's address plus an addend, addresses modulo 2^32.
    pub fn plus(self, addend: i32) -> Target {
        let (base, offset) = match self {
            Self::Section(section, offset) => (Base::Section(section), offset),
            Self::Absolute(value) => (Base::Absolute, value),
            Self::Linker(symbol) => (Base::Linker(symbol), 0),
            Self::Undefined => (Base::Undefined, 0),
        };
        Target {
            base,
            offset: offset.wrapping_add_signed(addend),
        }
    }
}

/// A place to refer to: the form in which literals and veneers are compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Target {
    pub base: Base,
    pub offset: u32,
}

/// What a [`Target`]'s offset counts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Base {
    Section(SectionId),
    Absolute,
    Linker(LinkerSymbol),
    Undefined,
}

/// Symbols the linker defines if no object does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum LinkerSymbol {
    StackBottom,
    StackTop,
    BssStart,
    BssEnd,
    DataStart,
    DataEnd,
    DataLoad,
}

impl LinkerSymbol {
    pub const ALL: [(&'static str, Self); 7] = [
        ("__stack_bottom", Self::StackBottom),
        ("__stack_top", Self::StackTop),
        ("__bss_start", Self::BssStart),
        ("__bss_end", Self::BssEnd),
        ("__data_start", Self::DataStart),
        ("__data_end", Self::DataEnd),
        ("__data_load", Self::DataLoad),
    ];

    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(n, _)| *n == name)
            .map(|&(_, symbol)| symbol)
    }
}

/// All that was included, and what its names mean.
#[derive(Clone, Debug, Default)]
pub(super) struct Program<'a> {
    pub objects: Vec<Object<'a>>,
    pub sections: Vec<Section<'a>>,
    /// The meaning of every symbol, by object and symbol index.
    pub definitions: Vec<Vec<Definition>>,
    /// Which sections the firmware needs, by section.
    pub live: Vec<bool>,
}

impl<'a> Program<'a> {
    pub fn section(&self, id: SectionId) -> &Section<'a> {
        &self.sections[id.0 as usize]
    }

    pub fn object(&self, id: ObjectId) -> &Object<'a> {
        &self.objects[id.0 as usize]
    }

    pub fn is_live(&self, id: SectionId) -> bool {
        self.live[id.0 as usize]
    }

    /// What a relocation refers to.
    pub fn target(&self, section: &Section<'_>, reloc: &Reloc) -> Target {
        self.definition(section, reloc).plus(reloc.addend)
    }

    /// The meaning of a relocation's symbol.
    pub fn definition(&self, section: &Section<'_>, reloc: &Reloc) -> Definition {
        self.definitions[section.object.0 as usize]
            .get(reloc.symbol as usize)
            .copied()
            .unwrap_or(Definition::Undefined)
    }

    /// The name of a relocation's symbol; that of its section for a section symbol.
    pub fn symbol_name(&self, section: &Section<'_>, reloc: &Reloc) -> &'a str {
        match self
            .object(section.object)
            .symbols
            .get(reloc.symbol as usize)
        {
            Some(Symbol {
                name: "",
                place: Place::Section(id, _),
                ..
            }) => self.section(*id).name,
            Some(symbol) => symbol.name,
            None => "",
        }
    }

    /// Sections with their numbers.
    pub fn section_ids(&self) -> impl Iterator<Item = (SectionId, &Section<'a>)> {
        (0u32..).map(SectionId).zip(&self.sections)
    }

    /// "`function` in object": the place of an offset, for messages.
    pub fn describe(&self, id: SectionId, offset: u32) -> String {
        let section = self.section(id);
        let object = self.object(section.object);
        let holder = object.symbols.iter().find(|symbol| match symbol.place {
            Place::Section(at, value) => {
                at == id
                    && !symbol.name.is_empty()
                    && value <= offset
                    && offset - value < symbol.size
            }
            _ => false,
        });
        let name = holder.map_or(short_name(section.name), |symbol| symbol.name);
        format!("`{name}` in {}", object.name)
    }
}

/// A section's symbol, where its name carries one.
pub(super) fn short_name(section: &str) -> &str {
    let prefixes = [".text.", ".rodata.", ".data.", ".bss.", ".noinit."];
    prefixes
        .iter()
        .find_map(|prefix| section.strip_prefix(prefix))
        .unwrap_or(section)
}
