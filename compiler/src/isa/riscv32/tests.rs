//! What instruction selection makes of typical IR, as assembly text.

use expect_test::{Expect, expect};

use crate::ir::parse_function;
use crate::isa::{backend, listing::listing, syntax};
use crate::mach::compile;
use crate::target::{Isa, Target};

fn check(target: &str, ir: &str, expected: &Expect) {
    let function = parse_function(ir).unwrap();
    let code = compile(&function, backend(Target::by_name(target).unwrap())).unwrap();
    expected.assert_eq(&listing(&code, &syntax(Isa::Riscv32)));
}

#[test]
fn a_compare_disappears_into_its_branch() {
    check(
        "riscv32imac",
        "function %f(i32, i32) -> i32 {
         block0(v0: i32, v1: i32):
             v2 = icmp ugt v0, v1
             trapif memory_oob, v2
             v3 = iconst 0
             v4 = icmp slt v0, v3
             v5 = icmp eq v4, v3
             brif v5, block1, block2
         block1:
             return v0
         block2:
             v6 = iconst 0x8000
             v7 = and v0, v6
             brif v7, block1, block3
         block3:
             return v1
         }",
        &expect![[""]],
    );
}

#[test]
fn constants_become_immediates() {
    check(
        "riscv32imac",
        "function %f(i32, i32) -> i32, i32, i32, i32, i32, i32, i32 {
         block0(v0: i32, v1: i32):
             v2 = iconst 2047
             v3 = isub v0, v2
             v4 = iconst 0xffff
             v5 = and v0, v4
             v6 = iconst 0xff
             v7 = and v0, v6
             v8 = icmp sle v0, v6
             v9 = rotl v0, v2
             v10 = iconst 0x12345678
             v11 = xor v0, v10
             v12 = iconst 0x20000
             v13 = icmp eq v0, v6
             return v3, v5, v7, v8, v9, v11, v13
         }",
        &expect![[""]],
    );
}

#[test]
fn addresses_fold_into_accesses() {
    check(
        "riscv32imac",
        "function %f(i32) -> i32 {
         block0(v0: i32):
             v1 = symbol_addr @app.mem.0+1000
             v2 = iadd v1, v0
             v3 = load.u8 [v2 + 24]
             v4 = iconst 2000
             v5 = iadd v0, v4
             v6 = load.w32 [v5 + 40] aligned
             v7 = load.s16 [v0 + 100000]
             v8 = symbol_addr @app.global.0
             v9 = iconst 0
             store.w32 v9, [v8 + 0] aligned
             v10 = iadd v3, v6
             v11 = iadd v10, v7
             return v11
         }",
        &expect![[""]],
    );
}

#[test]
fn a_select_is_a_branch_over_a_move() {
    check(
        "riscv32imac",
        "function %f(i32, i32, i32) -> i32, i32 {
         block0(v0: i32, v1: i32, v2: i32):
             v3 = icmp slt v0, v1
             v4 = select v3, v0, v1
             v5 = iconst 7
             v6 = select v2, v5, v4
             return v4, v6
         }",
        &expect![[""]],
    );
}

#[test]
fn a_jump_table_is_made_of_jumps() {
    check(
        "riscv32imac",
        "function %f(i32) -> i32 {
         block0(v0: i32):
             br_table v0, [block1, block2, block1], block3
         block1:
             v1 = iconst 10
             return v1
         block2:
             v2 = iconst 20
             return v2
         block3:
             return v0
         }",
        &expect![[""]],
    );
}

#[test]
fn floats() {
    check(
        "riscv32imafc",
        "function %f(f32, f32, i32) -> f32, i32, i32, f32 {
         block0(v0: f32, v1: f32, v2: i32):
             v3 = fadd v0, v1
             v4 = fcmp unord_lt v0, v1
             v5 = fcvt_to_s_sat v3
             v6 = fmax v3, v1
             v7 = ffloor v6
             return v7, v4, v5, v3
         }",
        &expect![[""]],
    );
}

#[test]
fn a_frame_saves_what_it_uses_after_the_check() {
    check(
        "riscv32imac",
        "function %f(i32, i32) -> i32 {
         block0(v0: i32, v1: i32):
             v2 = call @g(v0) : (i32) -> i32
             v3 = iadd v2, v1
             return_call @h(v3) : (i32) -> i32
         }",
        &expect![[""]],
    );
}
