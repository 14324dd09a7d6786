//! The executable ELF file.
//!
//! One section per class that is not empty, one segment per class that start-up finds initialised or clears, so that code and
//! constants are never in a writable segment. Stack and [`Class::Noinit`] have sections and no segment: a loader has nothing to do for them.

use std::collections::BTreeMap;

use object::elf;
use object::write::StringId;
use object::write::elf::{FileHeader, ProgramHeader, SectionHeader, SectionIndex, Sym, Writer};

use super::error::LinkError;
use super::layout::{Layout, Placed};
use super::program::{Base, Binding, Definition, LinkerSymbol, Place, Program, Target};
use super::relocate::Image;
use super::resolve::Resolved;
use super::{ClassSize, Firmware, SymbolPlace};
use crate::board::{Board, Class};
use crate::object::riscv_flags;
use crate::target::Isa;

/// Builds the result.
pub(super) fn firmware(
    resolved: &Resolved<'_>,
    layout: &Layout,
    image: &Image,
    board: &Board,
) -> Result<Firmware, LinkError> {
    let symbols = public_symbols(resolved, layout);
    let entry = symbols.get(&board.entry).map(|s| s.address);
    let entry = entry.ok_or_else(|| LinkError::NoEntry {
        symbol: board.entry.clone(),
    })?;
    let sizes = layout.placed.iter().map(|placed| ClassSize {
        class: placed.class,
        region: board.memory[placed.region].name.clone(),
        address: placed.address,
        size: placed.size,
    });
    Ok(Firmware {
        elf: write(&resolved.program, layout, image, board, entry)?,
        entry,
        sizes: sizes.collect(),
        symbols,
    })
}

fn public_symbols(resolved: &Resolved<'_>, layout: &Layout) -> BTreeMap<String, SymbolPlace> {
    let program = &resolved.program;
    let mut symbols = BTreeMap::new();
    for (&name, &definition) in &resolved.public {
        let Some(address) = layout.resolve(program, definition.plus(0)) else {
            continue;
        };
        symbols.insert(name.to_owned(), SymbolPlace { address, size: 0 });
    }
    for object in &program.objects {
        for symbol in object
            .symbols
            .iter()
            .filter(|s| s.binding != Binding::Local)
        {
            let Place::Section(section, value) = symbol.place else {
                continue;
            };
            let here = Definition::Section(section, value);
            if resolved.public.get(symbol.name) == Some(&here)
                && let Some(place) = symbols.get_mut(symbol.name)
            {
                place.size = symbol.size;
            }
        }
    }
    for (name, symbol) in LinkerSymbol::ALL {
        let address = layout.linker_symbol(symbol);
        symbols
            .entry(name.to_owned())
            .or_insert(SymbolPlace { address, size: 0 });
    }
    symbols
}

/// A symbol of the file.
struct OutSymbol<'a> {
    name: &'a str,
    string: Option<StringId>,
    address: u32,
    size: u32,
    section: Option<SectionIndex>,
    local: bool,
    weak: bool,
    kind: elf::SymbolType,
}

/// A section of the file.
struct OutSection<'i> {
    name: String,
    string: Option<StringId>,
    index: SectionIndex,
    sh_type: elf::SectionType,
    sh_flags: elf::SectionFlags,
    address: u32,
    size: u32,
    align: u32,
    bytes: &'i [u8],
    offset: u64,
    /// The class, unless it is debug information.
    placed: Option<Placed>,
}

fn write(
    program: &Program<'_>,
    layout: &Layout,
    image: &Image,
    board: &Board,
    entry: u32,
) -> Result<Vec<u8>, LinkError> {
    let failed = |error: object::write::Error| LinkError::Output(error.to_string());
    let mut buffer = Vec::new();
    let mut plan = sections(layout, image);
    let names: Vec<String> = plan.iter().map(|s| s.name.clone()).collect();
    let mut writer = Writer::new(object::Endianness::Little, false, &mut buffer);
    writer.reserve_file_header();
    let segments = plan.iter().filter(|s| is_segment(s)).count();
    writer.reserve_program_headers(u32::try_from(segments).unwrap_or(u32::MAX));
    writer.reserve_null_section_index();
    for (section, name) in plan.iter_mut().zip(&names) {
        section.string = Some(writer.add_section_name(name.as_bytes()));
        section.index = writer.reserve_section_index();
        // The offset follows the address, so that a loader may map the file.
        let align = u64::from(section.align.max(4));
        section.offset = writer.reserve(section.bytes.len() as u64, align);
    }
    let mut symbols = symbols(program, layout, &plan);
    writer.reserve_null_symbol_index();
    for symbol in &mut symbols {
        symbol.string = Some(writer.add_string(symbol.name.as_bytes()));
        writer.reserve_symbol_index(symbol.section);
    }
    writer.reserve_symtab_section_index();
    writer.reserve_symtab();
    writer.reserve_strtab_section_index();
    writer.reserve_strtab().map_err(failed)?;
    writer.reserve_shstrtab_section_index();
    writer.reserve_shstrtab().map_err(failed)?;
    writer.reserve_section_headers();
    writer
        .write_file_header(&header(board, entry))
        .map_err(failed)?;
    writer.write_align_program_headers();
    for section in plan.iter().filter(|s| is_segment(s)) {
        writer.write_program_header(&segment(section));
    }
    for section in &plan {
        writer.pad_until(section.offset);
        writer.write(section.bytes);
    }
    write_symbols(&mut writer, &symbols);
    writer.write_strtab();
    writer.write_shstrtab();
    write_section_headers(&mut writer, &plan, &symbols);
    Ok(buffer)
}

fn header(board: &Board, entry: u32) -> FileHeader {
    let (e_machine, e_flags) = match board.target.isa {
        Isa::Xtensa => (elf::EM_XTENSA, 0x300),
        Isa::Riscv32 => (elf::EM_RISCV, riscv_flags(board.target)),
    };
    FileHeader {
        os_abi: elf::ELFOSABI_NONE,
        abi_version: 0,
        e_type: elf::ET_EXEC,
        e_machine,
        e_entry: u64::from(entry),
        e_flags: elf::FileFlags(e_flags),
    }
}

/// The sections to write: classes in order of their addresses, then debug information.
fn sections<'i>(layout: &Layout, image: &'i Image) -> Vec<OutSection<'i>> {
    let mut placed: Vec<&Placed> = layout.placed.iter().filter(|p| p.size > 0).collect();
    placed.sort_by_key(|p| p.address);
    let mut sections: Vec<OutSection<'i>> = placed
        .into_iter()
        .map(|placed| {
            let zero = placed.class.is_zero_fill();
            let mut sh_flags = elf::SHF_ALLOC;
            if placed.class.is_code() {
                sh_flags |= elf::SHF_EXECINSTR;
            }
            if placed.class.is_writable() {
                sh_flags |= elf::SHF_WRITE;
            }
            OutSection {
                name: format!(".{}", placed.class.name()),
                string: None,
                index: SectionIndex::default(),
                sh_type: if zero {
                    elf::SHT_NOBITS
                } else {
                    elf::SHT_PROGBITS
                },
                sh_flags,
                address: placed.address,
                size: placed.size,
                align: placed.align,
                bytes: image.classes.get(&placed.class).map_or(&[], Vec::as_slice),
                offset: 0,
                placed: Some(*placed),
            }
        })
        .collect();
    sections.extend(image.debug.iter().map(|(name, bytes)| OutSection {
        name: name.clone(),
        string: None,
        index: SectionIndex::default(),
        sh_type: elf::SHT_PROGBITS,
        sh_flags: elf::SectionFlags(0),
        address: 0,
        size: u32::try_from(bytes.len()).unwrap_or(u32::MAX),
        align: 1,
        bytes,
        offset: 0,
        placed: None,
    }));
    sections
}

/// Whether a loader has something to do for a section.
fn is_segment(section: &OutSection<'_>) -> bool {
    section
        .placed
        .is_some_and(|p| !matches!(p.class, Class::Stack | Class::Noinit))
}

fn segment(section: &OutSection<'_>) -> ProgramHeader {
    let mut p_flags = elf::PF_R;
    if section.sh_flags.0 & elf::SHF_EXECINSTR.0 != 0 {
        p_flags |= elf::PF_X;
    }
    if section.sh_flags.0 & elf::SHF_WRITE.0 != 0 {
        p_flags |= elf::PF_W;
    }
    ProgramHeader {
        p_type: elf::PT_LOAD,
        p_flags,
        p_offset: section.offset,
        p_vaddr: u64::from(section.address),
        p_paddr: u64::from(section.placed.map_or(section.address, |p| p.load)),
        p_filesz: section.bytes.len() as u64,
        p_memsz: u64::from(section.size),
        p_align: 4,
    }
}

/// Names worth keeping: of all objects, where they mean something in the firmware. Locals first, as ELF wants it.
fn symbols<'a>(
    program: &Program<'a>,
    layout: &Layout,
    plan: &[OutSection<'_>],
) -> Vec<OutSymbol<'a>> {
    let index_of = |class: Class| {
        plan.iter()
            .find(|s| s.placed.is_some_and(|p| p.class == class))
            .map(|s| s.index)
    };
    let mut symbols = Vec::new();
    for object in &program.objects {
        for symbol in &object.symbols {
            let Place::Section(id, value) = symbol.place else {
                continue;
            };
            let section = program.section(id);
            // A label behind a section's last byte may name another section's first.
            let outside = value > section.size || (value == section.size && section.size > 0);
            let Some(class) = section.class().filter(|_| !outside && program.is_live(id)) else {
                continue;
            };
            if symbol.name.is_empty() || symbol.name.starts_with(".L") {
                continue;
            }
            let target = Target {
                base: Base::Section(id),
                offset: value,
            };
            symbols.push(OutSymbol {
                name: symbol.name,
                string: None,
                address: layout.resolve(program, target).unwrap_or(0),
                size: symbol.size,
                section: index_of(class),
                // Scoped objects may repeat each other's names.
                local: symbol.binding == Binding::Local || object.scope != super::program::PUBLIC,
                weak: symbol.binding == Binding::Weak,
                kind: match (symbol.is_function, symbol.size) {
                    (true, _) => elf::STT_FUNC,
                    (false, 0) => elf::STT_NOTYPE,
                    (false, _) => elf::STT_OBJECT,
                },
            });
        }
    }
    symbols.extend(LinkerSymbol::ALL.iter().map(|&(name, symbol)| OutSymbol {
        name,
        string: None,
        address: layout.linker_symbol(symbol),
        size: 0,
        section: None,
        local: false,
        weak: true,
        kind: elf::STT_NOTYPE,
    }));
    symbols.sort_by_key(|symbol| !symbol.local);
    symbols
}

fn write_symbols(writer: &mut Writer<'_>, symbols: &[OutSymbol<'_>]) {
    writer.write_null_symbol();
    for symbol in symbols {
        let binding = match (symbol.local, symbol.weak) {
            (true, _) => elf::STB_LOCAL,
            (false, true) => elf::STB_WEAK,
            (false, false) => elf::STB_GLOBAL,
        };
        let st_name = writer.string_offset(symbol.string);
        writer.write_symbol(&Sym {
            section: symbol.section.map(|s| s.0),
            st_name,
            st_info: elf::SymbolInfo::new(binding, symbol.kind),
            st_other: elf::SymbolOther(0),
            st_shndx: if symbol.section.is_some() {
                elf::SHN_UNDEF
            } else {
                elf::SHN_ABS
            },
            st_value: u64::from(symbol.address),
            st_size: u64::from(symbol.size),
        });
    }
}

fn write_section_headers(
    writer: &mut Writer<'_>,
    plan: &[OutSection<'_>],
    symbols: &[OutSymbol<'_>],
) {
    writer.write_null_section_header();
    for section in plan {
        let sh_name = writer.section_name_offset(section.string);
        writer.write_section_header(&SectionHeader {
            sh_name,
            sh_type: section.sh_type,
            sh_flags: section.sh_flags,
            sh_addr: u64::from(section.address),
            sh_offset: section.offset,
            sh_size: u64::from(section.size),
            sh_link: 0,
            sh_info: 0,
            sh_addralign: u64::from(section.align),
            sh_entsize: 0,
        });
    }
    let locals = symbols.iter().filter(|s| s.local).count() + 1;
    writer.write_symtab_section_header(u32::try_from(locals).unwrap_or(u32::MAX));
    writer.write_strtab_section_header();
    writer.write_shstrtab_section_header();
}
