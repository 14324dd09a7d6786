//! Assembly text of compiled functions, read back from their bytes: what `--emit asm` and the snapshots show.
//!
//! The text is decoded from the machine code, not from what the compiler meant to write, so it cannot flatter.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::row::{self, Bank, Codec, Decoder, Row};
use crate::object::module::{Code, Literal, Reloc, RelocKind, RelocTarget};

/// What a listing needs of an ISA.
#[derive(Clone, Copy)]
pub struct Syntax {
    /// Finds an instruction's row.
    pub decoder: &'static Decoder,
    /// The table.
    pub rows: &'static [Row],
    /// Names a register.
    pub reg_name: fn(Bank, i32) -> String,
}

/// One line.
struct Line {
    at: u32,
    /// The decoded instruction, or none for a word of a jump table.
    inst: Option<(&'static Row, row::Values)>,
}

/// The text of a function: labels, instructions with symbols in place of relocated fields, wasm offsets as comments.
pub fn listing(code: &Code, syntax: &Syntax) -> String {
    let lines = decode(code, syntax);
    let labels = labels(code, &lines);
    let mut out = format!("{}:", code.name);
    if code.display_name != *code.name {
        let _ = write!(out, "    # {}", code.display_name);
    }
    out.push('\n');
    let mut offsets = code.lines.iter().peekable();
    for line in &lines {
        if let Some(label) = labels.get(&line.at) {
            let _ = writeln!(out, "{label}:");
        }
        let text = text(code, line, &labels, syntax);
        let mut comment = None;
        while let Some((_, loc)) = offsets.next_if(|(at, _)| *at <= line.at) {
            comment = loc.offset();
        }
        match comment {
            Some(offset) => {
                let _ = writeln!(out, "    {text:<40} # @{offset:x}");
            }
            None => {
                let _ = writeln!(out, "    {text}");
            }
        }
    }
    out
}

fn decode(code: &Code, syntax: &Syntax) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut at = 0;
    while at < code.bytes.len() {
        // Words with addresses are the only data in code, after bytes that align them.
        let after = code
            .relocs
            .partition_point(|reloc| (reloc.offset as usize) < at);
        let data = |reloc: &&Reloc| reloc.kind == RelocKind::Abs32;
        let word_at = code
            .relocs
            .get(after)
            .filter(data)
            .map(|reloc| reloc.offset as usize);
        if word_at == Some(at) {
            lines.push(Line {
                at: at as u32,
                inst: None,
            });
            at += 4;
            continue;
        }
        let mut word = [0; 4];
        let rest = &code.bytes[at..];
        let n = rest.len().min(4);
        word[..n].copy_from_slice(&rest[..n]);
        let Some((index, values)) = syntax.decoder.decode(u32::from_le_bytes(word)) else {
            at += 1;
            continue;
        };
        let row = &syntax.rows[usize::from(index)];
        let end = at + usize::from(row.pattern.size);
        if let Some(word) = word_at.filter(|&word| word < end) {
            at = word;
            continue;
        }
        lines.push(Line {
            at: at as u32,
            inst: Some((row, values)),
        });
        at = end;
    }
    lines
}

/// Names for the places that branches inside the function go to.
fn labels(code: &Code, lines: &[Line]) -> BTreeMap<u32, String> {
    let target = |line: &Line| match reloc_at(code, line.at) {
        None => pc_target(line),
        Some(reloc) => own_offset(code, reloc),
    };
    let mut targets: Vec<u32> = lines.iter().filter_map(target).collect();
    targets.sort_unstable();
    targets.dedup();
    targets
        .into_iter()
        .enumerate()
        .map(|(n, at)| (at, format!(".L{n}")))
        .collect()
}

/// The place in the function whose address a word of a jump table is.
fn own_offset(code: &Code, reloc: &Reloc) -> Option<u32> {
    match &reloc.target {
        RelocTarget::Symbol(name) if reloc.kind == RelocKind::Abs32 && *name == code.name => {
            Some(reloc.addend as u32)
        }
        _ => None,
    }
}

fn pc_target(line: &Line) -> Option<u32> {
    let (row, values) = line.inst.as_ref()?;
    row.operands
        .iter()
        .zip(values)
        .find_map(|(operand, &value)| match operand.field.codec {
            Codec::PcRel { base, .. } => Some(base.address(line.at).wrapping_add_signed(value)),
            _ => None,
        })
}

fn reloc_at(code: &Code, at: u32) -> Option<&Reloc> {
    let index = code.relocs.binary_search_by_key(&at, |r| r.offset).ok()?;
    Some(&code.relocs[index])
}

fn text(code: &Code, line: &Line, labels: &BTreeMap<u32, String>, syntax: &Syntax) -> String {
    let reloc = reloc_at(code, line.at);
    let Some((row, values)) = &line.inst else {
        let own = reloc.and_then(|reloc| labels.get(&own_offset(code, reloc)?));
        let target = own.cloned().or_else(|| Some(target_text(code, reloc?)));
        return format!(".word {}", target.unwrap_or_default());
    };
    let label = |base: row::PcBase, distance: i32| match reloc {
        Some(reloc) => target_text(code, reloc),
        None => {
            let at = base.address(line.at).wrapping_add_signed(distance);
            labels
                .get(&at)
                .cloned()
                .unwrap_or_else(|| format!(". + {distance}"))
        }
    };
    let text = row::print(row, values, &syntax.reg_name, &label);
    match reloc {
        Some(reloc) => with_symbol(&text, &target_text(code, reloc), reloc.kind),
        None => text,
    }
}

fn target_text(code: &Code, reloc: &Reloc) -> String {
    let with_addend = |name: &str, addend: i32| match addend {
        0 => name.to_owned(),
        n => format!("{name}{n:+}"),
    };
    match &reloc.target {
        RelocTarget::Symbol(name) => with_addend(name, reloc.addend),
        RelocTarget::Literal(n) => match &code.literals[*n as usize] {
            Literal::Const(value) => format!("={:#x}", value),
            Literal::Symbol(name, offset) => format!("={}", with_addend(name, *offset)),
            Literal::CodeOffset(at) => format!("=. + {at}"),
        },
    }
}

/// A relocated immediate is encoded as 0; shows the symbol in its place.
fn with_symbol(text: &str, symbol: &str, kind: RelocKind) -> String {
    let part = match kind {
        RelocKind::RiscvHi20 => format!("%hi({symbol})"),
        RelocKind::RiscvLo12I | RelocKind::RiscvLo12S => format!("%lo({symbol})"),
        _ => return text.to_owned(),
    };
    match (text.rfind('('), text.rfind(", ")) {
        (Some(paren), Some(comma)) if paren > comma => {
            format!("{}, {part}{}", &text[..comma], &text[paren..])
        }
        (_, Some(comma)) => format!("{}, {part}", &text[..comma]),
        _ => format!("{text} {part}"),
    }
}
