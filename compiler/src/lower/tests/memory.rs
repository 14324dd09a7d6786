//! Loads and stores of every width, and how they go on cores that trap on misaligned addresses.

use super::{Machine, Target, cores, lower_checked, named, on_every_core, optimise, parse};
use crate::ir::interp::{Interpreter, NoHost};
use crate::ir::{Function, InstData};
use crate::target::Misaligned;

/// The bytes the tests read.
const BYTES: [u8; 12] = [
    0x81, 0x92, 0xa3, 0xb4, 0xc5, 0xd6, 0xe7, 0xf8, 0x09, 0x1a, 0x2b, 0x3c,
];

/// Places the bytes and returns their address.
fn place(machine: &mut Machine) -> u32 {
    let memory = &mut machine.interpreter.memory;
    let address = memory.place("bytes", BYTES.len() as u32, 8);
    let there = memory.bytes_mut(address, BYTES.len() as u32);
    there.expect("placed").copy_from_slice(&BYTES);
    address
}

/// The number in `len` bytes from `at`.
fn read(at: usize, len: usize) -> u64 {
    let mut bytes = [0; 8];
    bytes[..len].copy_from_slice(&BYTES[at..at + len]);
    u64::from_le_bytes(bytes)
}

fn sign_extend(n: u64, len: usize) -> u64 {
    let shift = 64 - 8 * len as u32;
    ((n << shift) as i64 >> shift) as u64
}

#[test]
fn loads() {
    #[rustfmt::skip] // one row a line
    let rows: [(&str, &str, usize, bool); 18] = [
        ("uload8.i32", "i32", 1, false), ("sload8.i32", "i32", 1, true),
        ("uload16.i32", "i32", 2, false), ("sload16.i32", "i32", 2, true),
        ("uload8.i16", "i16", 1, false), ("sload8.i16", "i16", 1, true),
        ("uload8.i64", "i64", 1, false), ("sload8.i64", "i64", 1, true),
        ("uload16.i64", "i64", 2, false), ("sload16.i64", "i64", 2, true),
        ("uload32.i64", "i64", 4, false), ("sload32.i64", "i64", 4, true),
        ("load.i8", "i8", 1, false), ("load.i16", "i16", 2, false), ("load.i32", "i32", 4, false),
        ("load.i64", "i64", 8, false), ("load.f32", "f32", 4, false), ("load.f64", "f64", 8, false),
    ];
    for (op, ty, len, is_signed) in rows {
        // A hint may lie, so an aligned one is also read at an odd address.
        for flags in ["", "aligned little"] {
            let text = format!(
                "function u0:0(i32) -> {ty} tail {{
                block0(v0: i32):
                    v1 = {op} {flags} v0+3
                    return v1
                }}"
            );
            let mut number = read(3, len);
            if is_signed {
                number = sign_extend(number, len);
            }
            let wanted = match ty {
                "i8" => vec![number as u32 & 0xff],
                "i16" => vec![number as u32 & 0xffff],
                "i64" | "f64" => super::words(number).to_vec(),
                _ => vec![number as u32],
            };
            on_every_core(&text, |target, machine| {
                let address = place(machine);
                let found = machine.run(&[address]);
                assert_eq!(found, Ok(wanted.clone()), "{} {op} {flags}", target.name);
            });
        }
    }
}

#[test]
fn stores() {
    let rows = [
        ("istore8", "i32", 1),
        ("istore16", "i32", 2),
        ("istore8", "i64", 1),
        ("istore16", "i64", 2),
        ("istore32", "i64", 4),
        ("store", "i8", 1),
        ("store", "i16", 2),
        ("store", "i32", 4),
        ("store", "i64", 8),
        ("store", "f32", 4),
        ("store", "f64", 8),
    ];
    for (op, ty, len) in rows {
        for flags in ["", "aligned"] {
            let text = format!(
                "function u0:0({ty}, i32) tail {{
                block0(v0: {ty}, v1: i32):
                    {op} {flags} v0, v1+2
                    return
                }}"
            );
            on_every_core(&text, |target, machine| {
                let address = place(machine);
                let mut args = match ty {
                    "i8" => vec![0x77],
                    "i16" => vec![0x6677],
                    "i64" | "f64" => vec![0x4455_6677, 0x0011_2233],
                    _ => vec![0x4455_6677],
                };
                args.push(address);
                machine.run(&args).expect("no trap");
                let mut wanted = BYTES;
                let number = 0x0011_2233_4455_6677_u64.to_le_bytes();
                wanted[2..2 + len].copy_from_slice(&number[..len]);
                let found = machine.interpreter.memory.bytes(address, 12);
                assert_eq!(found, Some(&wanted[..]), "{} {op} {ty}", target.name);
            });
        }
    }
}

/// The accesses of a function, as printed.
fn accesses(function: &Function) -> Vec<String> {
    let insts = function
        .layout
        .iter()
        .flat_map(|&b| &function.blocks[b].insts);
    insts
        .filter(|&&i| {
            matches!(
                function.inst(i),
                InstData::Load { .. } | InstData::Store { .. }
            )
        })
        .map(|&i| function.display_inst(i).to_string())
        .collect()
}

fn count(text: &str, target: &Target) -> usize {
    accesses(&lower_checked(&parse(text), target)).len()
}

#[test]
fn which_accesses_go_bytewise() {
    let load = |flags: &str, address: &str| {
        format!(
            "function u0:0(i32) -> i32 tail {{
            gv0 = symbol u0:4
            block0(v0: i32):
                v1 = symbol_value.i32 gv0
                v2 = iconst.i32 2
                v3 = ishl v0, v2
                v4 = iadd v1, v3
                v5 = load.i32 {flags} {address}
                return v5
            }}"
        )
    };
    for target in cores() {
        let (unaligned, aligned) = match target.misaligned {
            Misaligned::Hardware => (1, 1),
            Misaligned::Emulated => (4, 1),
            Misaligned::Traps => (4, 4),
        };
        assert_eq!(
            count(&load("", "v0"), &target),
            unaligned,
            "{}",
            target.name
        );
        assert_eq!(
            count(&load("aligned", "v0"), &target),
            aligned,
            "{}",
            target.name
        );
        // A symbol plus a multiple of four is aligned, whatever hint and core; two more is not.
        assert_eq!(count(&load("", "v4"), &target), 1, "{}", target.name);
        assert_eq!(
            count(&load("aligned", "v4+8"), &target),
            1,
            "{}",
            target.name
        );
        assert_eq!(
            count(&load("aligned", "v4+2"), &target),
            aligned,
            "{}",
            target.name
        );
    }
}

/// Eight bytes marked aligned are two aligned words, and the second address wraps as the first does.
#[test]
fn double_words() {
    let text = "function u0:0(i32) -> i64 tail {
        block0(v0: i32):
            v1 = load.i64 aligned v0+2147483644
            return v1
        }";
    let function = parse(text);
    let isa = super::carrier();
    for function in [&function, &optimise(&function, &isa)] {
        let lowered = lower_checked(function, &named("xtensa-de233"));
        expect_test::expect![[r#"
            v1 = load.w32 [v0 + 2147483644] aligned
            v2 = load.w32 [v0 - 2147483648] aligned"#]]
        .assert_eq(&accesses(&lowered).join("\n"));
    }
}

#[test]
fn big_endian_is_refused() {
    let text = "function u0:0(i32) -> i32 tail {
        block0(v0: i32):
            v1 = load.i32 big v0
            return v1
        }";
    let error = super::try_lower(&parse(text), &named("riscv32imac")).expect_err("big-endian");
    expect_test::expect![
        "compiler bug: function `f`: a big-endian memory access; please report it with the module"
    ]
    .assert_eq(&error.to_string());
}

/// A load through a symbol reads what the symbol holds.
#[test]
fn symbols_have_addresses() {
    let text = "function u0:0() -> i32, i32 tail {
        gv0 = symbol u0:7+4
        fn0 = u0:9() tail
        block0:
            v0 = symbol_value.i32 gv0
            v1 = load.i32 aligned v0+4
            v2 = func_addr.i32 fn0
            return v1, v2
        }";
    for target in cores() {
        let lowered = lower_checked(&parse(text), &target);
        let mut interpreter = Interpreter::new([lowered], NoHost);
        let address = interpreter.memory.place("sym7", 12, 4);
        interpreter.memory.store(address + 8, 4, 0x1234_5678);
        let code = interpreter.memory.address("sym9");
        let found = interpreter.call("f", &[]).expect("no trap");
        assert_eq!(found, [0x1234_5678, code], "{}", target.name);
    }
}
