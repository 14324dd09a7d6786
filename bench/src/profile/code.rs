//! A linked program's code: which function an address is in, and the instruction there.

use std::path::Path;

use object::{Object as _, ObjectSegment as _, ObjectSymbol as _, SymbolKind};
use tinsmith::isa::listing::Syntax;
use tinsmith::isa::row::{self, PcBase};

use crate::{Failure, context};

/// An instruction.
pub struct Line {
    /// Where it is.
    pub address: u32,
    /// Its bytes.
    pub size: u32,
    /// As assembly.
    pub text: String,
}

/// A program in memory.
pub struct Image {
    segments: Vec<(u32, Vec<u8>)>,
    /// Names of places, by rising address.
    symbols: Vec<(u32, String)>,
}

impl Image {
    /// Reads an ELF file.
    ///
    /// # Errors
    /// If it is none.
    pub fn load(path: &Path) -> Result<Self, Failure> {
        let bytes = std::fs::read(path).map_err(context(path.display()))?;
        let elf = object::File::parse(&*bytes).map_err(context(path.display()))?;
        let segments = elf.segments().filter_map(|segment| {
            let address = u32::try_from(segment.address()).ok()?;
            Some((address, segment.data().ok()?.to_vec()))
        });
        // RISC-V objects have a symbol for every label, without a kind.
        let function = |symbol: &object::Symbol<'_, '_>| {
            symbol.kind() == SymbolKind::Text && symbol.size() > 0
        };
        let global = |symbol: &object::Symbol<'_, '_>| symbol.is_global() && symbol.is_definition();
        let mut symbols: Vec<(u32, String)> = (elf.symbols())
            .filter(|symbol| function(symbol) || global(symbol))
            .filter_map(|symbol| {
                let address = u32::try_from(symbol.address()).ok()?;
                Some((address, symbol.name().ok()?.to_owned()))
            })
            .collect();
        symbols.retain(|(_, name)| !name.starts_with("__kernel_"));
        symbols.sort();
        symbols.dedup_by_key(|(address, _)| *address);
        Ok(Self {
            segments: segments.collect(),
            symbols,
        })
    }

    /// The function an address is in.
    pub fn function(&self, address: u32) -> String {
        let after = self.symbols.partition_point(|(at, _)| *at <= address);
        let symbol = after.checked_sub(1).map(|n| self.symbols[n].1.clone());
        symbol.unwrap_or_else(|| format!("{address:#x}"))
    }

    fn word(&self, address: u32) -> Option<u32> {
        self.segments.iter().find_map(|(start, bytes)| {
            let at = usize::try_from(address.checked_sub(*start)?).ok()?;
            let rest = bytes.get(at..).filter(|rest| rest.len() >= 2)?;
            let mut word = [0; 4];
            let n = rest.len().min(4);
            word[..n].copy_from_slice(&rest[..n]);
            Some(u32::from_le_bytes(word))
        })
    }

    /// The instruction at an address. What the table does not know is shown as a number of the length its lowest bits
    /// would give it.
    pub fn instruction(&self, address: u32, syntax: &Syntax) -> Line {
        let word = self.word(address).unwrap_or(0);
        let Some((index, values)) = syntax.decoder.decode(word) else {
            let size = if word & 3 == 3 { 4 } else { 2 };
            return Line {
                address,
                size,
                text: format!(".long {word:#x}"),
            };
        };
        let row = &syntax.rows[usize::from(index)];
        let label = |base: PcBase, distance: i32| {
            let target = base.address(address).wrapping_add_signed(distance);
            match base {
                PcBase::L32r => self
                    .word(target)
                    .map_or("?".to_owned(), |word| self.constant(word)),
                _ => self.place(address, target),
            }
        };
        Line {
            address,
            size: u32::from(row.pattern.size),
            text: row::print(row, &values, &syntax.reg_name, &label),
        }
    }

    /// A place in the same function by its address, another by its name.
    fn place(&self, from: u32, to: u32) -> String {
        match self.symbols.binary_search_by_key(&to, |(at, _)| *at) {
            Ok(n) if self.function(from) != self.symbols[n].1 => self.symbols[n].1.clone(),
            _ => format!("{to:x}"),
        }
    }

    /// A literal, with its name if it is the address of something.
    fn constant(&self, word: u32) -> String {
        match self.symbols.binary_search_by_key(&word, |(at, _)| *at) {
            Ok(n) => format!("={}", self.symbols[n].1),
            Err(_) => format!("={word:#x}"),
        }
    }
}
