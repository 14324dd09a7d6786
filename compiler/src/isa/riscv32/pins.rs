//! What the registers that the allocator does not give should hold: what the code of a module makes most often.
//!
//! A constant costs one instruction or two where it is made, as often as the loops around that place may go round. In a register it
//! costs none, and others near it cost one at most.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::encoding::{fits12, split_hi_lo};
use crate::ir::loops::LoopForest;
use crate::ir::{ControlFlowGraph, DominatorTree, Function, InstData};
use crate::mach::Pinned;

/// How often a loop is taken to go round, as a power of two, and how many loops around each other count.
const LOOP_BITS: usize = 3;
const DEEPEST: usize = 5;
/// The numbers looked at, those with the most to gain.
const CANDIDATES: usize = 64;
/// Bytes that a register reaches with the offset of a load or store.
const WINDOW: i32 = 4096;

/// What should be pinned for these functions, all that a module has, where `address` is the symbol of its memory.
pub(super) fn choose(functions: &[&Function], address: &Arc<str>) -> Pinned {
    let mut made = Made::default();
    for func in functions {
        made.function(func, address);
    }
    Pinned {
        address: address.clone(),
        constant: made.constant(),
        inner: made.window().map(|start| start.saturating_add(WINDOW / 2)),
    }
}

/// What is made, each counted as often as it may be executed.
#[derive(Default)]
struct Made {
    /// Numbers that no immediate holds.
    numbers: BTreeMap<i32, u64>,
    /// Places in memory that the register with its address does not reach.
    places: BTreeMap<i32, u64>,
}

impl Made {
    fn function(&mut self, func: &Function, address: &Arc<str>) {
        let cfg = ControlFlowGraph::compute(func);
        let tree = DominatorTree::compute(func, &cfg);
        let forest = LoopForest::compute(func, &cfg, &tree);
        for &block in func
            .layout
            .iter()
            .filter(|&&block| !func.blocks[block].cold)
        {
            let count = 1 << (LOOP_BITS * forest.depth(block).min(DEEPEST));
            for &inst in &func.blocks[block].insts {
                match *func.inst(inst) {
                    InstData::Iconst(n) if !fits12(n) => {
                        *self.numbers.entry(n).or_default() += count;
                    }
                    InstData::SymbolAddr { symbol, offset }
                        if !fits12(offset) && func.symbols[symbol].name == *address =>
                    {
                        *self.places.entry(offset).or_default() += count;
                    }
                    _ => {}
                }
            }
        }
    }

    /// The number that saves the most instructions.
    fn constant(&self) -> Option<i32> {
        let mut candidates: Vec<_> = self.numbers.iter().collect();
        candidates.sort_by_key(|&(&n, &count)| (u64::MAX - count * cost(n), n));
        candidates.truncate(CANDIDATES);
        let best = candidates
            .iter()
            .rev()
            .max_by_key(|&&(&n, _)| self.saved(n));
        best.map(|&(&n, _)| n)
    }

    /// Instructions not executed if `pinned` is in a register.
    fn saved(&self, pinned: i32) -> u64 {
        let near = self
            .numbers
            .range(pinned.saturating_sub(2048)..=pinned.saturating_add(2047));
        near.map(|(&n, count)| match n == pinned {
            true => count * cost(n),
            false => count * (cost(n) - 1),
        })
        .sum()
    }

    /// The beginning of the window with most of the places.
    fn window(&self) -> Option<i32> {
        let within = |&(&start, _): &(&i32, &u64)| -> u64 {
            let window = self.places.range(start..start.saturating_add(WINDOW));
            window.map(|(_, &count)| count).sum()
        };
        let best = self.places.iter().rev().max_by_key(within);
        best.map(|(&start, _)| start)
    }
}

/// Instructions that make a number.
fn cost(n: i32) -> u64 {
    match split_hi_lo(n) {
        (_, 0) => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use expect_test::{Expect, expect};

    use super::choose;
    use crate::ir::{Function, parse_function};
    use crate::isa::{backend, listing::listing, syntax};
    use crate::mach::{Options, Pinned, compile_with, entry};
    use crate::target::{Isa, Target};

    /// A word of an array, a static variable, and one that no register reaches; a limit in a loop, one near it, and a number
    /// that is read more rarely.
    const CODE: &str = "function %f(i32) -> i32 {
         block0(v0: i32):
             v1 = symbol_addr @mem
             v2 = symbol_addr @mem+8200
             v3 = symbol_addr @mem+9000
             v4 = symbol_addr @mem+70000
             v5 = load.w32 [v2] aligned
             v6 = load.w32 [v3 + 4] aligned
             v7 = load.w32 [v4] aligned
             v8 = iadd v5, v6
             v9 = iadd v8, v7
             v10 = iconst 1000000
             v11 = iadd v9, v10
             jump block1(v0, v11)
         block1(v12: i32, v13: i32):
             v14 = iconst 65533
             v15 = icmp uge v12, v14
             trapif memory_oob, v15
             v16 = iadd v1, v12
             v17 = load.w32 [v16] aligned
             v18 = iconst 65529
             v19 = icmp uge v17, v18
             trapif memory_oob, v19
             v20 = iadd v17, v1
             v21 = load.w32 [v20 + 4] aligned
             v26 = iconst 65533
             v27 = icmp uge v21, v26
             trapif memory_oob, v27
             v22 = symbol_addr @mem+8192
             v23 = iadd v22, v21
             v24 = load.u8 [v23 + 100]
             v25 = iadd v13, v24
             brif v21, block1(v21, v25), block2
         block2:
             return v25
         }";

    fn function() -> Function {
        parse_function(CODE).unwrap()
    }

    fn pinned() -> Pinned {
        choose(&[&function()], &Arc::from("mem"))
    }

    fn check(code: &crate::object::module::Code, expected: &Expect) {
        expected.assert_eq(&listing(code, &syntax(Isa::Riscv32)));
    }

    #[test]
    fn what_is_made_in_loops_is_chosen() {
        let pinned = pinned();
        assert_eq!(&*pinned.address, "mem");
        assert_eq!(pinned.constant, Some(65533));
        assert_eq!(pinned.inner, Some(8192 + 2048));
    }

    #[test]
    fn pinned_registers_are_operands_and_bases() {
        let options = Options {
            pinned: Some(pinned()),
            ..Options::default()
        };
        let isa = backend(Target::by_name("riscv32imac").unwrap());
        let code = compile_with(&function(), isa, &options).unwrap();
        check(
            &code,
            &expect![[r#"
            f:
                lw t3, -2040(s10)
                lw t4, -1236(s10)
                lui t5, %hi(mem+70000)
                lw t5, %lo(mem+70000)(t5)
                c.add t3, t4
                c.add t3, t5
                lui t4, 244
                addi t4, t4, 576
                add a2, t3, t4
            .L0:
                bgeu a0, tp, .L1
                add t3, gp, a0
                lw t3, 0(t3)
                addi t4, tp, -4
                bgeu t3, t4, .L2
                c.add t3, gp
                lw a0, 4(t3)
                bgeu a0, tp, .L3
                add t3, s10, a0
                lbu t3, -1948(t3)
                c.add a2, t3
                c.bnez a0, .L0
                c.mv a0, a2
                c.jr ra
            .L1:
                c.jal .L4
            .L2:
                c.jal .L4
            .L3:
                c.jal .L4
            .L4:
                jal zero, tinsmith_trap_memory_oob
        "#]],
        );
    }

    #[test]
    fn an_entry_sets_them() {
        let isa = backend(Target::by_name("riscv32imac").unwrap());
        let (name, function) = (Arc::from("f.entry"), Arc::from("f"));
        let code = entry(&name, &function, &pinned(), isa).unwrap();
        check(
            &code,
            &expect![[r#"
            f.entry:
                lui gp, %hi(mem)
                addi gp, gp, %lo(mem)
                c.lui tp, 16
                c.addi tp, -3
                lui s10, %hi(mem+10240)
                addi s10, s10, %lo(mem+10240)
                jal zero, f
        "#]],
        );
    }
}
