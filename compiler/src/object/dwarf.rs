//! Debug information of a module: DWARF 4, one compilation unit.
//!
//! The unit's name is the wasm file's. Every function has a `DW_TAG_subprogram` with its name for people (`DW_AT_name`), its symbol
//! (`DW_AT_linkage_name`) and its extent. The line table has no lines of a source text to tell of, so **a line number is an
//! offset in the wasm file**, the form in which every wasm tool names places; line 0 is code the compiler
//! added. Debuggers can step through it, `addr2line` prints it, and the command line turns a trap's
//! program counter into function and offset with it ([`link::symbolize`](crate::link::symbolize)).
//!
//! All addresses and section offsets are relocations, against section symbols, so that any linker can place and merge.

use gimli::write::{
    Address, AttributeValue, DwarfUnit, EndianVec, LineProgram, LineString, Range, RangeList,
    RelocateWriter, Relocation, RelocationTarget, Sections,
};
use gimli::{Encoding, Format, LineEncoding, LittleEndian};
use object::elf;
use object::write::SectionId;

use super::error::ObjectError;
use super::module::{Code, ObjectModule};
use super::write::Writer;
use crate::target::Isa;

/// `DW_AT_producer` of compiled modules begins with this.
pub const PRODUCER: &str = "tinsmith ";

/// Adds the debug sections to an object; `text` are the sections of the module's functions.
pub(super) fn write(
    writer: &mut Writer<'_>,
    module: &ObjectModule,
    text: &[SectionId],
) -> Result<(), ObjectError> {
    let functions: Vec<(usize, &Code)> = module
        .functions
        .iter()
        .enumerate()
        .filter(|(_, code)| !code.bytes.is_empty())
        .collect();
    if functions.is_empty() {
        return Ok(());
    }
    let mut dwarf = unit(&module.source, &functions);
    let mut sections = Sections::new(Section {
        bytes: EndianVec::new(LittleEndian),
        relocations: Vec::new(),
    });
    dwarf
        .write(&mut sections)
        .map_err(|error| ObjectError::Dwarf(error.to_string()))?;
    add_sections(writer, module.target.isa, &sections, text)
}

/// The compilation unit.
fn unit(source: &str, functions: &[(usize, &Code)]) -> DwarfUnit {
    let encoding = Encoding {
        format: Format::Dwarf32,
        version: 4,
        address_size: 4,
    };
    let mut dwarf = DwarfUnit::new(encoding);
    dwarf.unit.line_program = lines(&mut dwarf, encoding, source, functions);
    let ranges = functions.iter().map(|&(index, code)| Range::StartLength {
        begin: start(index),
        length: code.bytes.len() as u64,
    });
    let ranges = dwarf.unit.ranges.add(RangeList(ranges.collect()));
    let producer = format!("{PRODUCER}{}", env!("CARGO_PKG_VERSION"));
    let (producer, name) = (
        dwarf.strings.add(producer),
        dwarf.strings.add(c_string(source)),
    );
    let root = dwarf.unit.root();
    let entry = dwarf.unit.get_mut(root);
    entry.set(gimli::DW_AT_producer, AttributeValue::StringRef(producer));
    // DWARF has no number for WebAssembly; C's rules for names are those of symbols.
    entry.set(
        gimli::DW_AT_language,
        AttributeValue::Language(gimli::DW_LANG_C11),
    );
    entry.set(gimli::DW_AT_name, AttributeValue::StringRef(name));
    entry.set(gimli::DW_AT_stmt_list, AttributeValue::LineProgramRef);
    entry.set(
        gimli::DW_AT_low_pc,
        AttributeValue::Address(Address::Constant(0)),
    );
    entry.set(gimli::DW_AT_ranges, AttributeValue::RangeListRef(ranges));
    for &(index, code) in functions {
        let (name, symbol) = (
            dwarf.strings.add(c_string(&code.display_name)),
            dwarf.strings.add(c_string(&code.name)),
        );
        let function = dwarf.unit.add(root, gimli::DW_TAG_subprogram);
        let entry = dwarf.unit.get_mut(function);
        entry.set(gimli::DW_AT_name, AttributeValue::StringRef(name));
        entry.set(gimli::DW_AT_linkage_name, AttributeValue::StringRef(symbol));
        entry.set(gimli::DW_AT_low_pc, AttributeValue::Address(start(index)));
        entry.set(
            gimli::DW_AT_high_pc,
            AttributeValue::Udata(code.bytes.len() as u64),
        );
        entry.set(gimli::DW_AT_external, AttributeValue::Flag(true));
    }
    dwarf
}

/// The line table: a sequence per function, since a linker may place or drop each alone.
fn lines(
    dwarf: &mut DwarfUnit,
    encoding: Encoding,
    source: &str,
    functions: &[(usize, &Code)],
) -> LineProgram {
    let file = match c_string(source) {
        name if name.is_empty() => b"module.wasm".to_vec(),
        name => name,
    };
    let mut string = |text: Vec<u8>| LineString::new(text, encoding, &mut dwarf.line_strings);
    let directory = string(b".".to_vec());
    let file = string(file);
    let mut program = LineProgram::new(
        encoding,
        LineEncoding::default(),
        directory,
        None,
        file.clone(),
        None,
    );
    let directory = program.default_directory();
    let file = program.add_file(file, directory, None);
    for &(index, code) in functions {
        program.begin_sequence(Some(start(index)));
        for (offset, line) in rows(code) {
            let row = program.row();
            row.address_offset = u64::from(offset);
            row.file = file;
            row.line = line;
            program.generate_row();
        }
        program.end_sequence(code.bytes.len() as u64);
    }
    program
}

/// A function's rows: from its first byte, one per offset, within its bytes.
fn rows(code: &Code) -> Vec<(u32, u64)> {
    let mut rows: Vec<(u32, u64)> = vec![(0, 0)];
    for &(offset, wasm) in &code.lines {
        let line = wasm.offset().map_or(0, u64::from);
        match rows.last_mut() {
            Some(last) if offset <= last.0 => last.1 = line,
            _ if (offset as usize) < code.bytes.len() => rows.push((offset, line)),
            _ => {}
        }
    }
    rows.dedup_by_key(|row| row.1);
    rows
}

/// The start of the n-th function.
fn start(index: usize) -> Address {
    Address::Symbol {
        symbol: index,
        addend: 0,
    }
}

/// A string without zero bytes, which wasm names may have and DWARF strings may not.
fn c_string(text: &str) -> Vec<u8> {
    text.bytes().filter(|&byte| byte != 0).collect()
}

/// A debug section being written.
#[derive(Clone)]
struct Section {
    bytes: EndianVec<LittleEndian>,
    relocations: Vec<Relocation>,
}

impl RelocateWriter for Section {
    type Writer = EndianVec<LittleEndian>;

    fn writer(&self) -> &Self::Writer {
        &self.bytes
    }

    fn writer_mut(&mut self) -> &mut Self::Writer {
        &mut self.bytes
    }

    fn relocate(&mut self, relocation: Relocation) {
        self.relocations.push(relocation);
    }
}

/// Puts the debug sections into the object.
fn add_sections(
    writer: &mut Writer<'_>,
    isa: Isa,
    sections: &Sections<Section>,
    text: &[SectionId],
) -> Result<(), ObjectError> {
    let word = match isa {
        Isa::Xtensa => elf::R_XTENSA_32,
        Isa::Riscv32 => elf::R_RISCV_32,
    };
    let mut ids: Vec<(gimli::SectionId, SectionId)> = Vec::new();
    // Each section refers to text or to sections before it.
    sections.for_each(|id, section| {
        let bytes = gimli::write::Writer::len(section);
        if bytes == 0 {
            return Ok(());
        }
        let own = writer.debug_section(id.name(), section.bytes.slice());
        ids.push((id, own));
        for relocation in &section.relocations {
            let target = match relocation.target {
                RelocationTarget::Symbol(function) => text.get(function).copied(),
                RelocationTarget::Section(id) => ids
                    .iter()
                    .find(|(known, _)| *known == id)
                    .map(|(_, own)| *own),
            };
            let (Some(target), 4) = (target, relocation.size) else {
                return Err(ObjectError::Dwarf(format!(
                    "a relocation in {} has no target",
                    id.name()
                )));
            };
            let offset =
                u32::try_from(relocation.offset).map_err(|e| ObjectError::Dwarf(e.to_string()))?;
            writer.relocate_section(own, offset, target, relocation.addend, word)?;
        }
        Ok(())
    })
}
