//! Functions of shapes that back ends find hard: many arguments and results, tail calls, jump tables, memory at every kind of
//! address, more live values than registers, frames and branches beyond the reach of an instruction, random programs.

use std::collections::HashSet;
use std::fmt::Write as _;

use tinsmith::ir::ops::{LOADS, STORES};
use tinsmith::ir::random::{
    DESCRIPTOR, DESCRIPTOR_SIZE, GLOBALS, GLOBALS_SIZE, HOST, MEMORY, MEMORY_PAGES, MEMORY_SIZE,
    Options, SINK, SINK_SIZE, random_function,
};
use tinsmith::ir::{BinaryOp, Function, Inst, InstData, TrapKind, Type, UnaryOp, Value};
use tinsmith::target::{Ext, Target};

use crate::exec::Suite;
use crate::operations::{has_binary, has_unary};

/// Everything, for a target with or without `f32`.
pub fn suite(floats: bool) -> Suite {
    let mut suite = Suite::default();
    add_accesses(&mut suite, floats);
    add_calls(&mut suite, floats);
    add_tail_calls(&mut suite);
    add_jump_tables(&mut suite);
    add_loops(&mut suite);
    add_traps(&mut suite);
    for count in [40, 120, 600] {
        add_pressure(&mut suite, count, Type::I32);
        if floats {
            add_pressure(&mut suite, count, Type::F32);
        }
    }
    add_far_branch(&mut suite, 3_000);
    suite.memories.push(("mem", 1 << 16));
    suite
}

/// Every load and store at addresses of every form: symbol, symbol and index, register; near and far offsets.
fn add_accesses(suite: &mut Suite, floats: bool) {
    const OFFSETS: [i32; 11] = [0, 1, 4, 12, 255, 1020, 2044, 2047, 2048, 4096, 20_000];
    for &(_, store, store_ty, width) in STORES.iter().filter(|s| floats || s.2 == Type::I32) {
        let loads = LOADS.iter().filter(|l| l.3 == width && l.2 == store_ty);
        for &(_, load, load_ty, _) in loads {
            for offset in OFFSETS {
                add_access(
                    suite,
                    (store, store_ty),
                    (load, load_ty),
                    offset,
                    offset % width as i32 == 0,
                );
            }
        }
    }
}

fn add_access(
    suite: &mut Suite,
    (store, store_ty): (&str, Type),
    (load, load_ty): (&str, Type),
    offset: i32,
    aligned: bool,
) {
    let f = format!(
        "access{}.{}.{offset}",
        suite.functions.len(),
        load.replace('.', "_")
    );
    let hint = if aligned { " aligned" } else { "" };
    suite.add(&format!(
        "function %{f}(i32, {store_ty}) -> {load_ty}, {load_ty}, {load_ty}, i32 {{
         block0(v0: i32, v1: {store_ty}):
             v2 = symbol_addr @mem
             v3 = iadd v2, v0
             {store} v1, [v3 + {offset}]{hint}
             v4 = {load} [v3 + {offset}]{hint}
             v5 = symbol_addr @mem+64
             {store} v1, [v5 + {offset}]
             v6 = symbol_addr @mem+64
             v7 = {load} [v6 + {offset}]
             v8 = iconst -60
             v9 = iadd v6, v8
             v10 = {load} [v9 + {offset}]
             v12 = iconst 0
             store.b8 v12, [v3 + {offset}]
             v11 = load.w32 [v2 + 0] aligned
             return v4, v7, v10, v11
         }}"
    ));
    for value in [0, 0x1234_5678, 0x89ab_cdef, 0xffff_ffff] {
        for index in [0, 4, 60, 300] {
            suite.call(&f, &[index, value]);
        }
    }
}

/// Lists of parameters and results that spill over from registers, mixed types; direct and indirect calls.
fn add_calls(suite: &mut Suite, floats: bool) {
    for count in [1, 7, 8, 9, 13, 22] {
        let ty = |n: usize| if floats && n % 3 != 1 { "f32" } else { "i32" };
        let types: Vec<&str> = (0..count).map(ty).collect();
        let list = types.join(", ");
        let params: Vec<String> = (0..count).map(|n| format!("v{n}: {}", types[n])).collect();
        let values: Vec<String> = (0..count).map(|n| format!("v{n}")).collect();
        let reversed: Vec<String> = values.iter().rev().cloned().collect();
        let reversed_types: Vec<&str> = types.iter().rev().copied().collect();
        let (params, values) = (params.join(", "), values.join(", "));
        let (reversed, reversed_list) = (reversed.join(", "), reversed_types.join(", "));
        let results = |from: usize| -> Vec<String> {
            (from..from + count).map(|n| format!("v{n}")).collect()
        };
        let (first, second) = (results(100), results(200));
        let back: Vec<String> = first.iter().rev().cloned().collect();
        suite.add(&format!(
            "function %reverse{count}({list}) -> {reversed_list} {{
             block0({params}):
                 return {reversed}
             }}
             function %twice{count}({list}) -> {reversed_list} {{
             block0({params}):
                 {} = call @reverse{count}({values}) : ({list}) -> {reversed_list}
                 v99 = symbol_addr @reverse{count}
                 {} = call_indirect v99({}) : ({list}) -> {reversed_list}
                 return {}
             }}",
            first.join(", "),
            second.join(", "),
            back.join(", "),
            second.join(", "),
        ));
        let args: Vec<u32> = (0..count as u32).map(|n| 0x4010_0000 + n * 0x101).collect();
        suite.call(&format!("reverse{count}"), &args);
        suite.call(&format!("twice{count}"), &args);
    }
}

/// Tail calls: a loop too deep for any stack, and ones that pass arguments on the stack.
fn add_tail_calls(suite: &mut Suite) {
    suite.add(
        "function %even(i32) -> i32 {
         block0(v0: i32):
             v1 = iconst 1
             brif v0, block1, block2
         block1:
             v2 = isub v0, v1
             return_call @odd(v2) : (i32) -> i32
         block2:
             return v1
         }
         function %odd(i32) -> i32 {
         block0(v0: i32):
             v1 = iconst 1
             brif v0, block1, block2
         block1:
             v2 = isub v0, v1
             v3 = symbol_addr @even
             return_call_indirect v3(v2) : (i32) -> i32
         block2:
             v4 = iconst 0
             return v4
         }",
    );
    suite.call("even", &[100_001]);
    suite.call("even", &[100_000]);
    let params = |count: usize| -> String {
        let list: Vec<String> = (0..count).map(|n| format!("v{n}: i32")).collect();
        list.join(", ")
    };
    let types = |count: usize| vec!["i32"; count].join(", ");
    let rotated: Vec<String> = (1..12).chain([0]).map(|n| format!("v{n}")).collect();
    suite.add(&format!(
        "function %rotate12({types}) -> i32, i32 {{
         block0({params}):
             v20 = iconst 1
             v21 = isub v5, v20
             brif v5, block1, block2
         block1:
             return_call @rotate12({}) : ({types}) -> i32, i32
         block2:
             return v0, v11
         }}",
        rotated.join(", "),
        types = types(12),
        params = params(12),
    ));
    suite.call("rotate12", &[1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 11, 12]);
}

fn add_jump_tables(suite: &mut Suite) {
    for count in [1, 2, 5, 40, 300] {
        let target = |n: usize| (n * 7) % count.min(9);
        let targets: Vec<String> = (0..count)
            .map(|n| format!("block{}(v0)", 2 + target(n)))
            .collect();
        let mut text = format!(
            "function %table{count}(i32) -> i32 {{
             block0(v0: i32):
                 br_table v0, [{}], block1
             block1:
                 v1 = iconst -1
                 return v1\n",
            targets.join(", ")
        );
        for n in 0..count.min(9) {
            let _ = write!(
                text,
                "block{}(v{}: i32):\n v{} = iconst {}\n v{} = iadd v{}, v{}\n return v{}\n",
                2 + n,
                10 * n + 10,
                10 * n + 11,
                1000 * n,
                10 * n + 12,
                10 * n + 10,
                10 * n + 11,
                10 * n + 12,
            );
        }
        text.push('}');
        suite.add(&text);
        for index in (0..count as u32 + 2).chain([u32::MAX, 0x8000_0000, 0x4000_0000]) {
            suite.call(&format!("table{count}"), &[index]);
        }
    }
}

/// A loop with values that rotate through its parameters.
fn add_loops(suite: &mut Suite) {
    suite.add(
        "function %rotate(i32, i32, i32, i32) -> i32, i32, i32 {
         block0(v0: i32, v1: i32, v2: i32, v3: i32):
             jump block1(v0, v1, v2, v3)
         block1(v4: i32, v5: i32, v6: i32, v7: i32):
             brif v4, block2, block3
         block2:
             v8 = iconst -1
             v9 = iadd v4, v8
             jump block1(v9, v6, v7, v5)
         block3:
             return v5, v6, v7
         }",
    );
    for n in [0, 1, 2, 3, 1000] {
        suite.call("rotate", &[n, 10, 20, 30]);
    }
}

fn add_traps(suite: &mut Suite) {
    for kind in TrapKind::ALL {
        let name = kind.name();
        suite.add(&format!(
            "function %trapif.{name}(i32, i32) -> i32 {{
             block0(v0: i32, v1: i32):
                 v2 = icmp ult v0, v1
                 trapif {name}, v2
                 v3 = icmp eq v0, v1
                 brif v3, block1, block2
             block1 cold:
                 trap {name}
             block2:
                 return v0
             }}"
        ));
        for args in [[1, 2], [2, 2], [3, 2]] {
            suite.call(&format!("trapif.{name}"), &args);
        }
    }
    suite.add(
        "function %endless(i32) -> i32 {
         block0(v0: i32):
             v1 = call @endless(v0) : (i32) -> i32
             v2 = iadd v1, v0
             return v2
         }",
    );
    suite.call("endless", &[1]);
}

/// `count` values that are all live at once, across a call.
fn add_pressure(suite: &mut Suite, count: usize, ty: Type) {
    let (to, add, from) = match ty {
        Type::I32 => ("iadd v0,", "iadd", None),
        Type::F32 => ("fcvt_from_s", "fadd", Some("fcvt_to_s_sat")),
    };
    let f = format!("pressure{count}.{ty}");
    let mut text =
        format!("function %{f}(i32) -> i32, i32 {{\nblock0(v0: i32):\nv4999 = iconst 5\n");
    for n in 1..=count {
        let k = 1000 + n;
        let _ = writeln!(
            text,
            "v{k} = iconst {}\nv{} = imul v0, v{k}\nv{n} = {to} v{}",
            n * 3,
            2000 + n,
            2000 + n
        );
    }
    let _ = writeln!(
        text,
        "v5000, v5001, v5002 = call @rotate(v4999, v0, v0, v0) : (i32, i32, i32, i32) -> i32, i32, i32"
    );
    let mut sum = "v1".to_owned();
    for n in (2..=count).rev() {
        let next = 6000 + n;
        let _ = writeln!(text, "v{next} = {add} {sum}, v{n}");
        sum = format!("v{next}");
    }
    if let Some(from) = from {
        let _ = writeln!(text, "v9000 = {from} {sum}");
        sum = "v9000".to_owned();
    }
    let _ = writeln!(text, "return {sum}, v5001\n}}");
    suite.add(&text);
    for x in [0, 1, 5, 0xffff_ffff] {
        suite.call(&f, &[x]);
    }
}

/// A branch over a block of `count` instructions, backwards and forwards.
fn add_far_branch(suite: &mut Suite, count: usize) {
    let mut text = String::from(
        "function %far(i32, i32) -> i32, i32 {
         block0(v0: i32, v1: i32):
             v5 = iconst 1
             v6 = iconst 0
             jump block1(v0, v6)
         block1(v2: i32, v3: i32):
             brif v2, block2, block3
         block2:\n",
    );
    let mut last = "v3".to_owned();
    for n in 0..count {
        let op = ["iadd", "xor", "rotl", "isub"][n % 4];
        let other = if n % 3 == 0 { "v2" } else { "v1" };
        let _ = writeln!(text, "v{} = {op} {last}, {other}", 10 + n);
        last = format!("v{}", 10 + n);
    }
    let _ = write!(
        text,
        "v7 = isub v2, v5
             v8 = icmp eq v7, v1
             trapif unreachable, v8
             jump block1(v7, {last})
         block3:
             return v2, v3
         }}"
    );
    suite.add(&text);
    for args in [[0, 9], [1, 9], [7, 99], [7, 3]] {
        suite.call("far", &args);
    }
}

/// Random programs, each followed by a look at all memory; with floats on cores that make canonical NaNs as the interpreter does
/// (Xtensa's FPU passes the bits of NaNs on).
pub fn random(target: &Target, seeds: std::ops::Range<u64>, size: usize) -> Suite {
    let floats = target.has(Ext::F);
    let mut suite = Suite {
        memories: vec![
            (MEMORY, MEMORY_SIZE),
            (GLOBALS, GLOBALS_SIZE),
            (SINK, SINK_SIZE),
            (DESCRIPTOR, DESCRIPTOR_SIZE),
        ],
        ..Suite::default()
    };
    suite.add(&format!(
        "function %{HOST}(i32, i32) -> i32 {{
         block0(v0: i32, v1: i32):
             v2 = iconst -1640531535
             v3 = imul v0, v2
             v4 = xor v3, v1
             return v4
         }}
         function %mix4(i32, i32, i32, i32) -> i32, i32 {{
         block0(v0: i32, v1: i32, v2: i32, v3: i32):
             v4 = iadd v0, v3
             v5 = xor v1, v2
             return v4, v5
         }}"
    ));
    for (symbol, size) in suite.memories.clone() {
        suite.add(&checksum(symbol, size));
    }
    suite.add(&format!(
        "function %describe() -> i32 {{
         block0:
             v0 = symbol_addr @{DESCRIPTOR}
             v1 = iconst {}
             store.w32 v1, [v0] aligned
             return v1
         }}",
        MEMORY_PAGES << 16
    ));
    suite.call("describe", &[]);
    for seed in seeds {
        let name = format!("random{seed}");
        let mut function = random_function(&name, seed, Options { size, floats });
        replace_all(&mut function, target);
        suite.functions.push(function);
        for args in [
            [0, 1, 2, 0x4049_0fdb],
            [0xffff_ffff, 0x8000_0000, 77, 0x7fc0_0000],
            [3, 1000, 12345, 0xc2f0_0000],
        ] {
            suite.call(&name, &args[..3 + usize::from(floats)]);
            for (symbol, _) in suite.memories.clone() {
                suite.call(&format!("sum.{symbol}"), &[1]);
            }
        }
    }
    suite
}

fn checksum(symbol: &str, size: u32) -> String {
    format!(
        "function %sum.{symbol}(i32) -> i32 {{
         block0(v0: i32):
             v1 = symbol_addr @{symbol}
             v2 = iconst {size}
             v3 = iadd v1, v2
             v4 = iconst 5
             v5 = iconst 4
             jump block1(v1, v0)
         block1(v6: i32, v7: i32):
             v8 = load.w32 [v6 + 0] aligned
             v9 = rotl v7, v4
             v10 = xor v9, v8
             v11 = iadd v6, v5
             v12 = icmp ne v11, v3
             brif v12, block1(v11, v10), block2
         block2:
             return v10
         }}"
    )
}

fn replace_all(function: &mut Function, target: &Target) {
    let insts: Vec<_> = function
        .layout
        .iter()
        .flat_map(|&b| function.blocks[b].insts.clone())
        .collect();
    for &inst in &insts {
        replace_missing(target, function.inst_mut(inst));
    }
    for (_, symbol) in function.symbols.iter_mut() {
        if &*symbol.name == "tinsmith_f64_add" {
            // Its NaNs have any bits.
            symbol.name = "mix4".into();
        }
    }
    hide_addresses(function, &insts);
}

/// Uses of addresses for anything but accesses are replaced: they differ between the two sides.
fn hide_addresses(function: &mut Function, insts: &[Inst]) {
    let other = function.blocks[function.entry()].params[0];
    let mut addresses = HashSet::new();
    let hide = |addresses: &HashSet<Value>, value: &mut Value| {
        if addresses.contains(value) {
            *value = other;
        }
    };
    for &inst in insts {
        let results = function.results(inst).to_vec();
        match function.inst_mut(inst) {
            InstData::SymbolAddr { .. } => addresses.extend(results),
            InstData::Binary {
                op: BinaryOp::Iadd,
                args,
            } => {
                if args.iter().any(|arg| addresses.contains(arg)) {
                    addresses.extend(results);
                }
            }
            InstData::Load { .. } => {}
            InstData::Store { value, .. } => hide(&addresses, value),
            data => data.visit_args_mut(|value| hide(&addresses, value)),
        }
    }
}

/// Replaces an operation that `lower/` expands for the target by another.
fn replace_missing(target: &Target, inst: &mut InstData) {
    match inst {
        InstData::Unary { op, .. } if !has_unary(target, *op) => *op = UnaryOp::Sext16,
        InstData::Binary { op, .. } if !has_binary(target, *op) => *op = BinaryOp::Isub,
        _ => {}
    }
}
