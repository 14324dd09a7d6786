//! Which sections the firmware needs: those that its roots reach.
//!
//! A literal keeps nothing alive by lying in a section; the `l32r` that loads it does. An object's debug information
//! stays if any of its code or data does.

use std::collections::{BTreeMap, HashSet};

use object::elf;

use super::error::{ABI_PREFIX, ImportName, LinkError, Undefined};
use super::literals;
use super::program::{Base, Definition, Kind, Program, Reloc, Section, SectionId};
use super::resolve::Resolved;
use crate::target::Isa;

/// Fills [`Program::live`] from the kept sections and `roots`, and reports names that live sections need in vain.
pub(super) fn collect(
    resolved: &mut Resolved<'_>,
    isa: Isa,
    roots: &[&str],
) -> Result<(), LinkError> {
    let program = &resolved.program;
    let mut marker = Marker {
        program,
        isa,
        live: vec![false; program.sections.len()],
        queue: Vec::new(),
        undefined: BTreeMap::new(),
    };
    for (id, section) in program.section_ids() {
        if section.keep {
            marker.mark(id);
        }
    }
    for root in roots {
        if let Some(&Definition::Section(section, _)) = resolved.public.get(root) {
            marker.mark(section);
        }
    }
    while let Some(id) = marker.queue.pop() {
        marker.scan(id);
    }
    marker.mark_debug();
    let Marker {
        live, undefined, ..
    } = marker;
    if !undefined.is_empty() {
        return Err(LinkError::Undefined(describe(undefined, &resolved.known)));
    }
    resolved.program.live = live;
    Ok(())
}

struct Marker<'p, 'a> {
    program: &'p Program<'a>,
    isa: Isa,
    live: Vec<bool>,
    queue: Vec<SectionId>,
    /// Referrers by name.
    undefined: BTreeMap<String, Vec<String>>,
}

impl Marker<'_, '_> {
    fn mark(&mut self, id: SectionId) {
        let live = &mut self.live[id.0 as usize];
        if !*live {
            *live = true;
            self.queue.push(id);
        }
    }

    fn scan(&mut self, id: SectionId) {
        let section = self.program.section(id);
        for reloc in section.own_relocs() {
            match literal(self.program, self.isa, id, section, reloc) {
                // Both `l32r` and the literal's own word may name the culprit; the user of the literal is who needs it.
                Some((holder, at)) => {
                    for word in self.program.section(holder).relocs_at(at) {
                        self.refer(id, reloc, self.program.section(holder), word);
                    }
                }
                None => self.refer(id, reloc, section, reloc),
            }
        }
    }

    /// Follows `reloc` of `holder` on behalf of the place of `at` in section `id`.
    fn refer(&mut self, id: SectionId, at: &Reloc, holder: &Section<'_>, reloc: &Reloc) {
        match self.program.target(holder, reloc).base {
            Base::Section(target) => self.mark(target),
            Base::Undefined if !is_marker(self.isa, reloc) => {
                let name = self.program.symbol_name(holder, reloc).to_owned();
                self.undefined
                    .entry(name)
                    .or_default()
                    .push(self.program.describe(id, at.offset));
            }
            Base::Undefined | Base::Absolute | Base::Linker(_) => {}
        }
    }

    /// Keeps the debug sections of objects of which anything is kept.
    fn mark_debug(&mut self) {
        let loaded = self
            .program
            .section_ids()
            .filter(|(id, s)| self.live[id.0 as usize] && s.class().is_some());
        let objects: HashSet<_> = loaded.map(|(_, section)| section.object).collect();
        for (i, section) in self.program.sections.iter().enumerate() {
            if section.kind == Kind::Debug && objects.contains(&section.object) {
                self.live[i] = true;
            }
        }
    }
}

/// The literal an `l32r` loads from a pool.
pub(super) fn literal(
    program: &Program<'_>,
    isa: Isa,
    id: SectionId,
    section: &Section<'_>,
    reloc: &Reloc,
) -> Option<(SectionId, u32)> {
    if isa != Isa::Xtensa || reloc.r_type != elf::R_XTENSA_SLOT0_OP {
        return None;
    }
    if !literals::is_l32r(*section.data.get(reloc.offset as usize)?) {
        return None;
    }
    match program.target(section, reloc) {
        t if matches!(t.base, Base::Section(holder) if literals::in_place(section, id, reloc.offset, holder, t.offset)) => {
            None
        }
        super::program::Target {
            base: Base::Section(holder),
            offset,
        } => Some((holder, offset)),
        _ => None,
    }
}

/// Relocations that refer to nothing.
fn is_marker(isa: Isa, reloc: &Reloc) -> bool {
    match isa {
        Isa::Xtensa => matches!(reloc.r_type, elf::R_XTENSA_NONE | elf::R_XTENSA_ASM_EXPAND),
        Isa::Riscv32 => matches!(
            reloc.r_type,
            elf::R_RISCV_NONE | elf::R_RISCV_RELAX | elf::R_RISCV_ALIGN
        ),
    }
}

/// What is missing, with what is there of the same imports.
fn describe(mut undefined: BTreeMap<String, Vec<String>>, known: &HashSet<&str>) -> Vec<Undefined> {
    // A missing memory's descriptor is not worth a line of its own.
    let with_owner = |name: &&String| {
        let owner = name.strip_suffix(".desc");
        owner.is_some_and(|owner| undefined.contains_key(owner))
    };
    let silent: Vec<String> = undefined.keys().filter(with_owner).cloned().collect();
    undefined.retain(|name, _| !silent.contains(name));
    let list = undefined.into_iter().map(|(symbol, mut referrers)| {
        referrers.dedup();
        let mut provided: Vec<String> = match ImportName::parse(&symbol) {
            Some(import) => {
                let path = import.path();
                let same = |name: &&&str| {
                    let rest = name
                        .strip_prefix("import:")
                        .or_else(|| name.strip_prefix("export:"));
                    let other =
                        rest.is_some_and(|rest| rest.starts_with(&path) && !symbol.ends_with(rest));
                    other && !name.ends_with(".desc")
                };
                known
                    .iter()
                    .filter(same)
                    .map(|&name| name.to_owned())
                    .collect()
            }
            None if symbol.starts_with(ABI_PREFIX) => {
                let versions = known
                    .iter()
                    .filter(|name| name.starts_with(ABI_PREFIX) && **name != symbol);
                versions.map(|&name| name.to_owned()).collect()
            }
            None => Vec::new(),
        };
        provided.sort();
        Undefined {
            symbol,
            referrers,
            provided,
        }
    });
    list.collect()
}
