//! Every operation of Tinsmith IR on samples of its operands: as it is, with each operand constant, and as the condition
//! of a branch, a select and a trap.

use tinsmith::ir::ops::{BINARY, FLOAT_CC, INT_CC, UNARY};
use tinsmith::ir::{BinaryOp, Type, UnaryOp};
use tinsmith::target::{Ext, Isa, Target};

use crate::exec::Suite;

/// Words at which integer operations change their mind.
pub const INTS: &[u32] = &[
    0,
    1,
    2,
    3,
    7,
    8,
    31,
    32,
    33,
    0x7f,
    0x80,
    0xff,
    0x100,
    0x7ff,
    0x800,
    0x801,
    0xfff,
    0x1000,
    0x7fff,
    0x8000,
    0xffff,
    0x1_0000,
    0x1234_5678,
    0x7fff_ffff,
    0x8000_0000,
    0x8000_0001,
    0xfffe_ffff,
    0xffff_0000,
    0xffff_8000,
    0xffff_f7ff,
    0xffff_f800,
    0xffff_f801,
    0xffff_ff80,
    0xffff_fffe,
    0xffff_ffff,
];

/// Bits of floats: zeros, denormals, halves, limits of the integers, infinities, quiet and signalling NaNs.
const FLOATS: &[u32] = &[
    0x0000_0000,
    0x8000_0000,
    0x0000_0001,
    0x8000_0001,
    0x007f_ffff,
    0x0080_0000,
    0x3f80_0000,
    0xbf80_0000,
    0x3f00_0000,
    0xbf00_0000,
    0x3fc0_0000,
    0xbfc0_0000,
    0x4020_0000,
    0x4060_0000,
    0x4af0_0001,
    0x4b00_0000,
    0x4b00_0001,
    0xcb00_0001,
    0x4eff_ffff,
    0x4f00_0000,
    0xcf00_0000,
    0xcf00_0001,
    0x4f7f_ffff,
    0x4f80_0000,
    0x7f7f_ffff,
    0xff7f_ffff,
    0x7f80_0000,
    0xff80_0000,
    0x7fc0_0000,
    0xffc0_0000,
    0x7f80_0001,
    0xffa0_0000,
];

fn samples(ty: Type) -> &'static [u32] {
    match ty {
        Type::I32 => INTS,
        Type::F32 => FLOATS,
    }
}

fn constant(ty: Type, word: u32) -> String {
    match ty {
        Type::I32 => format!("iconst {}", word as i32),
        Type::F32 => format!("fconst {word:#x}"),
    }
}

/// Whether an operation is defined on those operands.
fn defined(op: BinaryOp, a: u32, b: u32) -> bool {
    match op {
        BinaryOp::Udiv | BinaryOp::Urem => b != 0,
        BinaryOp::Sdiv => b != 0 && (a, b) != (0x8000_0000, 0xffff_ffff),
        BinaryOp::Srem => b != 0,
        _ => true,
    }
}

/// Whether instruction selection knows an operation; `lower/` expands the others.
pub fn has_unary(target: &Target, op: UnaryOp) -> bool {
    let bits = matches!(
        op,
        UnaryOp::Clz | UnaryOp::Ctz | UnaryOp::Popcnt | UnaryOp::Bswap
    );
    !bits || target.isa == Isa::Xtensa || target.has(Ext::Zbb)
}

/// The same for two operands.
pub fn has_binary(target: &Target, op: BinaryOp) -> bool {
    match op {
        BinaryOp::Smin | BinaryOp::Smax | BinaryOp::Umin | BinaryOp::Umax => {
            target.isa == Isa::Xtensa || target.has(Ext::Zbb)
        }
        BinaryOp::Udiv | BinaryOp::Sdiv | BinaryOp::Urem | BinaryOp::Srem => {
            target.has(Ext::Div32) || target.has(Ext::M)
        }
        _ => true,
    }
}

/// All operations that the target has.
pub fn suite(target: &Target) -> Suite {
    let floats = target.hard_f32();
    let mut suite = Suite::default();
    for &(op, name, arg, result) in UNARY {
        if (floats || (arg, result) == (Type::I32, Type::I32)) && has_unary(target, op) {
            add_unary(&mut suite, name, arg, result);
        }
    }
    for &(op, name, ty, _) in BINARY {
        if (floats || ty == Type::I32) && has_binary(target, op) {
            add_binary(&mut suite, name, ty, ty, |a, b| defined(op, a, b));
        }
    }
    for &(_, name, ..) in INT_CC {
        add_binary(
            &mut suite,
            &format!("icmp {name}"),
            Type::I32,
            Type::I32,
            |_, _| true,
        );
        add_conditions(&mut suite, &format!("icmp {name}"), Type::I32);
    }
    for &(_, name, ..) in FLOAT_CC.iter().filter(|_| floats) {
        add_binary(
            &mut suite,
            &format!("fcmp {name}"),
            Type::F32,
            Type::I32,
            |_, _| true,
        );
        add_conditions(&mut suite, &format!("fcmp {name}"), Type::F32);
    }
    suite
}

/// A function name that tells the case.
fn function_name(suite: &Suite, what: &str) -> String {
    format!(
        "t{}.{}",
        suite.functions.len(),
        what.replace([' ', '.'], "_")
    )
}

fn add_unary(suite: &mut Suite, name: &str, arg: Type, result: Type) {
    let f = function_name(suite, name);
    suite.add(&format!(
        "function %{f}({arg}) -> {result} {{
         block0(v0: {arg}):
             v1 = {name} v0
             return v1
         }}"
    ));
    samples(arg).iter().for_each(|&a| suite.call(&f, &[a]));
}

fn add_binary(
    suite: &mut Suite,
    name: &str,
    arg: Type,
    result: Type,
    defined: impl Fn(u32, u32) -> bool,
) {
    let f = function_name(suite, name);
    suite.add(&format!(
        "function %{f}({arg}, {arg}) -> {result} {{
         block0(v0: {arg}, v1: {arg}):
             v2 = {name} v0, v1
             return v2
         }}"
    ));
    for &a in samples(arg) {
        let others = samples(arg).iter().filter(|&&b| defined(a, b));
        others.for_each(|&b| suite.call(&f, &[a, b]));
    }
    for (n, &c) in samples(arg).iter().enumerate() {
        for (side, args) in [("left", "v1, v0"), ("right", "v0, v1")] {
            let is_defined = |a| {
                if side == "left" {
                    defined(c, a)
                } else {
                    defined(a, c)
                }
            };
            let others: Vec<u32> = samples(arg)
                .iter()
                .copied()
                .filter(|&a| is_defined(a))
                .collect();
            if others.is_empty() {
                continue;
            }
            let f = function_name(suite, &format!("{name}_{side}_{c:x}"));
            let constant = constant(arg, c);
            suite.add(&format!(
                "function %{f}({arg}) -> {result} {{
                 block0(v0: {arg}):
                     v1 = {constant}
                     v2 = {name} {args}
                     return v2
                 }}"
            ));
            // A few of them, others for each constant.
            others
                .iter()
                .skip(n % 4)
                .step_by(4)
                .for_each(|&a| suite.call(&f, &[a]));
        }
    }
}

/// Uses a comparison in each place that looks through it, with every constant on the right and none.
fn add_conditions(suite: &mut Suite, name: &str, arg: Type) {
    let constants = std::iter::once(None).chain(samples(arg).iter().copied().map(Some));
    for (n, c) in constants.enumerate() {
        let f = function_name(suite, &format!("conditions_{name}_{}", c.unwrap_or(0)));
        let right = c.map_or_else(String::new, |c| format!("v2 = {}", constant(arg, c)));
        let b = if c.is_some() { "v2" } else { "v1" };
        suite.add(&format!(
            "function %{f}({arg}, {arg}) -> i32, {arg}, i32 {{
             block0(v0: {arg}, v1: {arg}):
                 {right}
                 v3 = {name} v0, {b}
                 v9 = iconst 0
                 v4: {arg} = select v3, v0, v1
                 v5 = icmp eq v3, v9
                 v6 = iconst 5
                 v7 = select v5, v3, v6
                 brif v5, block1, block2
             block1:
                 v8 = iconst 77
                 return v8, v4, v7
             block2:
                 v10 = {name} {b}, v0
                 trapif unreachable, v10
                 return v6, v4, v7
             }}"
        ));
        for &a in samples(arg).iter().skip(n % 3).step_by(3) {
            let others = samples(arg).iter().skip(n % 5).step_by(5);
            others.for_each(|&b| suite.call(&f, &[a, b]));
        }
    }
}
