//! From a program counter of a running firmware back to the source, by the firmware's own debug information.

use std::borrow::Cow;

use addr2line::Context;
use gimli::{AttributeValue, EndianSlice, LittleEndian};
use object::read::elf::ElfFile32;
use object::{Object as _, ObjectSection as _, ObjectSymbol as _, SymbolKind};

use crate::object::PRODUCER;

/// Where a program counter is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodePlace {
    /// The function's name for people.
    pub function: String,
    /// Its symbol.
    pub symbol: String,
    /// The offset in the wasm file, for code compiled from one.
    pub wasm_offset: Option<u32>,
    /// The source: a wasm file's name, or `file:line` of the firmware's own code.
    pub source: Option<String>,
}

type Slice<'a> = EndianSlice<'a, LittleEndian>;

/// Where `pc` is in a firmware. For a return address pass the address minus one: it is the call that is meant.
/// `None` if the bytes are no firmware or no function holds the address.
pub fn symbolize(elf: &[u8], pc: u32) -> Option<CodePlace> {
    let file = ElfFile32::<LittleEndian2>::parse(elf).ok()?;
    let symbol = function_symbol(&file, pc);
    let load = |id: gimli::SectionId| -> Result<Slice<'_>, gimli::Error> {
        let data = file
            .section_by_name(id.name())
            .and_then(|section| section.data().ok());
        Ok(EndianSlice::new(data.unwrap_or(&[]), LittleEndian))
    };
    let described = gimli::Dwarf::load(load).ok().and_then(|dwarf| {
        let context = Context::from_dwarf(dwarf).ok()?;
        compiled_place(&context, pc).or_else(|| host_place(&context, pc))
    });
    match (described, symbol) {
        (Some(mut place), symbol) => {
            if let Some(symbol) = symbol {
                place.symbol = symbol;
            }
            Some(place)
        }
        (None, Some(symbol)) => Some(CodePlace {
            function: addr2line::demangle_auto(Cow::Borrowed(&symbol), None).into_owned(),
            symbol,
            wasm_offset: None,
            source: None,
        }),
        (None, None) => None,
    }
}

/// `object` has an endianness of its own.
type LittleEndian2 = object::LittleEndian;

/// The function symbol whose extent holds `pc`.
fn function_symbol(file: &ElfFile32<'_, LittleEndian2>, pc: u32) -> Option<String> {
    let pc = u64::from(pc);
    let holds = |symbol: &_| {
        let symbol: &object::read::elf::ElfSymbol32<'_, '_, LittleEndian2> = symbol;
        symbol.kind() == SymbolKind::Text
            && symbol.address() <= pc
            && pc - symbol.address() < symbol.size()
    };
    file.symbols()
        .find(holds)
        .and_then(|symbol| symbol.name().ok().map(str::to_owned))
}

/// A place in code compiled from wasm.
fn compiled_place<'a>(context: &Context<Slice<'a>>, pc: u32) -> Option<CodePlace> {
    let unit = context
        .find_dwarf_and_unit(u64::from(pc))
        .skip_all_loads()?;
    let text = |value: AttributeValue<Slice<'a>>| -> Option<String> {
        let string = unit.attr_string(value).ok()?;
        Some(string.to_string_lossy().into_owned())
    };
    let mut entries = unit.entries();
    let root = entries.next_dfs().ok()??;
    if !text(root.attr_value(gimli::DW_AT_producer)?)?.starts_with(PRODUCER) {
        return None;
    }
    let source = root.attr_value(gimli::DW_AT_name).and_then(text);
    while let Ok(Some(entry)) = entries.next_dfs() {
        let (Some(AttributeValue::Addr(low)), Some(size)) = (
            entry.attr_value(gimli::DW_AT_low_pc),
            entry
                .attr_value(gimli::DW_AT_high_pc)
                .and_then(|value| value.udata_value()),
        ) else {
            continue;
        };
        if entry.tag() != gimli::DW_TAG_subprogram
            || !(low..low.saturating_add(size)).contains(&u64::from(pc))
        {
            continue;
        }
        let line = context
            .find_location(u64::from(pc))
            .ok()
            .flatten()
            .and_then(|location| location.line);
        return Some(CodePlace {
            function: entry.attr_value(gimli::DW_AT_name).and_then(text)?,
            symbol: entry.attr_value(gimli::DW_AT_linkage_name).and_then(text)?,
            wasm_offset: line.filter(|&line| line != 0),
            source,
        });
    }
    None
}

/// A place in the firmware's own code, as its compiler describes it.
fn host_place(context: &Context<Slice<'_>>, pc: u32) -> Option<CodePlace> {
    let mut frames = context.find_frames(u64::from(pc)).skip_all_loads().ok()?;
    let frame = frames.next().ok()??;
    let name = frame.function.as_ref()?;
    let source = frame.location.and_then(|location| {
        let file = location.file?;
        Some(
            location
                .line
                .map_or_else(|| file.to_owned(), |line| format!("{file}:{line}")),
        )
    });
    Some(CodePlace {
        function: name.demangle().ok()?.into_owned(),
        symbol: name.raw_name().ok()?.into_owned(),
        wasm_offset: None,
        source,
    })
}
