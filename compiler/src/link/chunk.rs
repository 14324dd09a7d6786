//! Chunks: runs of code with the literals before them and the veneers behind them.
//!
//! ```text
//! pool: literals | code sections … | veneers
//! ```
//!
//! A chunk is small enough that every `l32r` in it reaches back to its pool and every jump forward to its veneers.

use std::collections::HashMap;

use super::gc;
use super::program::{Base, Program, SectionId, Target};
use super::{reloc_riscv, reloc_xtensa};
use crate::board::Class;
use crate::target::Isa;

/// A jump to anywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Veneer {
    pub target: Target,
    /// The register it may use: which one is free depends on the jump that it extends.
    pub register: u8,
}

/// A jump's reach, as a test of its own address and its target's, and the register its veneer may use.
pub(super) type Reach = (fn(u32, u32) -> bool, u8);

/// The contents of a literal: a constant (an absolute target) or an address. Equal ones share a word.
pub(super) type Literal = Target;

/// A run of code.
#[derive(Clone, Debug, Default)]
pub(super) struct Chunk {
    /// The code, in order.
    pub sections: Vec<SectionId>,
    /// The words of the pool.
    pub literals: Vec<Literal>,
    /// Their places in the pool.
    pub literal_index: HashMap<Literal, u32>,
    /// What the veneers jump to.
    pub veneers: Vec<Veneer>,
    /// Their places behind the code.
    pub veneer_index: HashMap<Veneer, u32>,
    /// Where the pool starts.
    pub pool: u32,
    /// Where the veneers start.
    pub veneer_start: u32,
}

impl Chunk {
    /// The place of a literal in the pool, new or shared.
    pub fn add_literal(&mut self, literal: Literal) {
        let next = self.literals.len();
        self.literal_index.entry(literal).or_insert_with(|| {
            self.literals.push(literal);
            u32::try_from(next).unwrap_or(u32::MAX)
        });
    }

    /// Makes sure there is a veneer; tells whether it is new.
    pub fn add_veneer(&mut self, isa: Isa, veneer: Veneer) -> bool {
        if self.veneer_index.contains_key(&veneer) {
            return false;
        }
        self.veneer_index.insert(
            veneer,
            u32::try_from(self.veneers.len()).unwrap_or(u32::MAX),
        );
        self.veneers.push(veneer);
        if isa == Isa::Xtensa {
            self.add_literal(veneer.target);
        }
        true
    }

    /// The address of a literal of the pool.
    pub fn literal_address(&self, literal: &Literal) -> Option<u32> {
        self.literal_index
            .get(literal)
            .map(|index| self.pool + index * 4)
    }

    /// The address of a veneer.
    pub fn veneer_address(&self, veneer: &Veneer) -> Option<u32> {
        self.veneer_index
            .get(veneer)
            .map(|index| self.veneer_start + index * VENEER_SIZE)
    }
}

/// Bytes of a veneer, on either ISA.
pub(super) const VENEER_SIZE: u32 = 8;

/// Bytes of code and literals in a chunk. Xtensa: `j` has to reach the veneers, 128 KiB away at most; what is left is for
/// the veneers themselves. RISC-V: `jal` reaches 1 MiB.
fn limit(isa: Isa) -> u64 {
    match isa {
        Isa::Xtensa => 112 << 10,
        Isa::Riscv32 => 896 << 10,
    }
}

/// Splits the live code of a class into chunks.
pub(super) fn split(program: &Program<'_>, isa: Isa, class: Class) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    let mut chunk = Chunk::default();
    let mut size = 0;
    for (id, section) in program.section_ids() {
        if section.class() != Some(class) || !program.is_live(id) {
            continue;
        }
        let literals = literals_of(program, isa, id);
        let new = literals
            .iter()
            .filter(|l| !chunk.literal_index.contains_key(l))
            .count() as u64;
        let grown = u64::from(section.size) + u64::from(section.align) - 1 + 4 * new;
        if size + grown > limit(isa) && !chunk.sections.is_empty() {
            chunks.push(std::mem::take(&mut chunk));
            size = 0;
        }
        size += grown;
        chunk.sections.push(id);
        for literal in literals {
            chunk.add_literal(literal);
        }
    }
    if !chunk.sections.is_empty() {
        chunks.push(chunk);
    }
    chunks
}

/// The literals a section's `l32r` load from the pool.
fn literals_of(program: &Program<'_>, isa: Isa, id: SectionId) -> Vec<Literal> {
    let section = program.section(id);
    let literal = |reloc| {
        let (holder, at) = gc::literal(program, isa, id, section, reloc)?;
        contents(program, holder, at)
    };
    section.own_relocs().filter_map(literal).collect()
}

/// What a literal holds: its relocation if it has one, else its bytes.
pub(super) fn contents(program: &Program<'_>, holder: SectionId, at: u32) -> Option<Literal> {
    let holder = program.section(holder);
    let at_usize = at as usize;
    let bytes = holder.data.get(at_usize..at_usize.checked_add(4)?)?;
    let word = u32::from_le_bytes(bytes.try_into().ok()?);
    let mut relocs = holder
        .relocs_at(at)
        .iter()
        .filter(|r| reloc_xtensa::is_word(r));
    Some(match relocs.next() {
        Some(reloc) => program.target(holder, reloc),
        None => Target {
            base: Base::Absolute,
            offset: word,
        },
    })
}

/// The direct jumps and calls of a section that a veneer could extend: place, target, reach.
pub(super) fn extensible<'p>(
    program: &'p Program<'_>,
    isa: Isa,
    id: SectionId,
) -> impl Iterator<Item = Jump> + 'p {
    let section = program.section(id);
    section.own_relocs().filter_map(move |reloc| {
        let (reaches, register) = match isa {
            Isa::Xtensa => reloc_xtensa::jump_reach(section, reloc)?,
            Isa::Riscv32 => reloc_riscv::jump_reach(reloc)?,
        };
        Some(Jump {
            offset: reloc.offset,
            veneer: Veneer {
                target: program.target(section, reloc),
                register,
            },
            reaches,
        })
    })
}

/// A direct jump or call.
pub(super) struct Jump {
    pub offset: u32,
    /// The veneer that would extend it.
    pub veneer: Veneer,
    /// Whether an instruction at the first address reaches the second.
    pub reaches: fn(u32, u32) -> bool,
}
