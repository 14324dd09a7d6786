//! The IR that a block of machine code was made from, found by wasm offsets.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use tinsmith::ir::Function;

/// Prints every block of a function that has an instruction of one of these wasm offsets.
pub fn show(functions: &[Function], symbol: &str, offsets: &[Option<u32>], out: &mut String) {
    let Some(function) = functions.iter().find(|f| *f.name == *symbol) else {
        return;
    };
    let wanted: BTreeSet<u32> = offsets.iter().copied().flatten().collect();
    for &block in &function.layout {
        let insts = &function.blocks[block].insts;
        let offset = |inst| function.loc(inst).offset();
        if !insts
            .iter()
            .any(|&inst| offset(inst).is_some_and(|at| wanted.contains(&at)))
        {
            continue;
        }
        let _ = writeln!(out, "    | {}:", function.display_block_head(block));
        for &inst in insts {
            let comment = offset(inst).map_or(String::new(), |at| format!(" ; @{at:x}"));
            let _ = writeln!(out, "    |     {}{comment}", function.display_inst(inst));
        }
    }
    out.push('\n');
}
