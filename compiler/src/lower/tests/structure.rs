//! The shape of lowered functions: blocks, calls, traps, locations, and the patterns that instruction selection counts on.

use expect_test::{Expect, expect};

use super::{lower_checked, named, parse, try_lower};

fn check(text: &str, target: &str, expected: &Expect) {
    expected.assert_eq(&lower_checked(&parse(text), &named(target)).to_string());
}

#[test]
fn blocks_parameters_and_locations() {
    let text = "function u0:0(i64, f32, f64) -> i64 tail {
        block0(v0: i64, v1: f32, v2: f64):
        @0010                           brif v0, block3(v0), block1
        block2:
        @0020                           trap user1
        block1:
        @0030                           v3 = iconst.i32 3
        @0031                           br_table v3, block2, [block3(v0), block2]
        block3(v4: i64):
        @0040                           v5 = iconst.i64 1
        @0041                           v6 = iadd v4, v5
        @0042                           return v6
        block9:
                                        jump block9
        }";
    check(
        text,
        "riscv32imafc",
        &expect![[r#"
        function %f(i32, i32, f32, i32, i32) -> i32, i32 {
        block0(v0: i32, v1: i32, v2: f32, v3: i32, v4: i32):
            v7 = or v0, v1 ; @0x10
            brif v7, block3(v0, v1), block2 ; @0x10
        block1 cold:
            trap unreachable ; @0x20
        block2:
            v8 = iconst 3 ; @0x30
            br_table v8, [block3(v0, v1), block1], block1 ; @0x31
        block3(v5: i32, v6: i32):
            v9 = iconst 1 ; @0x40
            v10 = iconst 0 ; @0x40
            v11 = iadd v5, v9 ; @0x41
            v12 = icmp eq v11, v10 ; @0x41
            v13 = iadd v6, v12 ; @0x41
            return v11, v13 ; @0x42
        }
    "#]],
    );
    check(
        text,
        "riscv32imac",
        &expect![[r#"
        function %f(i32, i32, i32, i32, i32) -> i32, i32 {
        block0(v0: i32, v1: i32, v2: i32, v3: i32, v4: i32):
            v7 = or v0, v1 ; @0x10
            brif v7, block3(v0, v1), block2 ; @0x10
        block1 cold:
            trap unreachable ; @0x20
        block2:
            v8 = iconst 3 ; @0x30
            br_table v8, [block3(v0, v1), block1], block1 ; @0x31
        block3(v5: i32, v6: i32):
            v9 = iconst 1 ; @0x40
            v10 = iconst 0 ; @0x40
            v11 = iadd v5, v9 ; @0x41
            v12 = icmp eq v11, v10 ; @0x41
            v13 = iadd v6, v12 ; @0x41
            return v11, v13 ; @0x42
        }
    "#]],
    );
}

#[test]
fn calls() {
    let text = "function u0:0(i32, i64, f32) -> i64, f32 tail {
        sig0 = (i64, f32) -> i64, f32 tail
        fn0 = u0:5(f32, i64) -> f32, f64 tail
        fn1 = u0:6(i64, f32) -> i64, f32 tail
        block0(v0: i32, v1: i64, v2: f32):
            v3, v4 = call fn0(v2, v1)
            v5, v6 = call_indirect sig0, v0(v1, v3)
            brif v0, block1, block2
        block1:
            return_call fn1(v5, v6)
        block2:
            return_call_indirect sig0, v0(v5, v6)
        }";
    check(
        text,
        "riscv32imafc",
        &expect![[r#"
        function %f(i32, i32, i32, f32) -> i32, i32, f32 {
        block0(v0: i32, v1: i32, v2: i32, v3: f32):
            v4, v5, v6 = call @sym5(v3, v1, v2) : (f32, i32, i32) -> f32, i32, i32
            v7, v8, v9 = call_indirect v0(v1, v2, v4) : (i32, i32, f32) -> i32, i32, f32
            brif v0, block1, block2
        block1:
            return_call @sym6(v7, v8, v9) : (i32, i32, f32) -> i32, i32, f32
        block2:
            return_call_indirect v0(v7, v8, v9) : (i32, i32, f32) -> i32, i32, f32
        }
    "#]],
    );
    check(
        text,
        "xtensa-bare",
        &expect![[r#"
        function %f(i32, i32, i32, i32) -> i32, i32, i32 {
        block0(v0: i32, v1: i32, v2: i32, v3: i32):
            v4, v5, v6 = call @sym5(v3, v1, v2) : (i32, i32, i32) -> i32, i32, i32
            v7, v8, v9 = call_indirect v0(v1, v2, v4) : (i32, i32, i32) -> i32, i32, i32
            brif v0, block1, block2
        block1:
            return_call @sym6(v7, v8, v9) : (i32, i32, i32) -> i32, i32, i32
        block2:
            return_call_indirect v0(v7, v8, v9) : (i32, i32, i32) -> i32, i32, i32
        }
    "#]],
    );
}

#[test]
fn wide_additions() {
    let text = "function u0:0(i64, i64) -> i64, i64, i64, i64 tail {
        block0(v0: i64, v1: i64):
            v2 = iadd v0, v1
            v3 = isub v0, v1
            v4 = iconst.i64 -1
            v5 = iadd v0, v4
            v6 = ineg v0
            return v2, v3, v5, v6
        }";
    check(
        text,
        "riscv32imac",
        &expect![[r#"
        function %f(i32, i32, i32, i32) -> i32, i32, i32, i32, i32, i32, i32, i32 {
        block0(v0: i32, v1: i32, v2: i32, v3: i32):
            v4 = iadd v0, v2
            v5 = icmp ult v4, v0
            v6 = iadd v1, v3
            v7 = iadd v6, v5
            v8 = isub v0, v2
            v9 = icmp ult v0, v2
            v10 = isub v1, v3
            v11 = isub v10, v9
            v12 = iconst -1
            v13 = iconst 1
            v14 = iconst 0
            v15 = isub v0, v13
            v16 = icmp eq v0, v14
            v17 = isub v1, v16
            v18 = isub v14, v0
            v19 = icmp ne v0, v14
            v20 = isub v14, v1
            v21 = isub v20, v19
            return v4, v7, v8, v11, v15, v17, v18, v21
        }
    "#]],
    );
}

#[test]
fn wide_comparisons_that_branch() {
    let text = "function u0:0(i64, i64) tail {
        block0(v0: i64, v1: i64):
            v2 = icmp slt v0, v1
            trapnz v2, user1
            v3 = icmp eq v0, v1
            trapnz v3, user1
            v4 = iconst.i64 1000
            v5 = icmp ugt v0, v4
            trapnz v5, user1
            v6 = iconst.i64 0
            v7 = icmp sge v0, v6
            trapz v7, user1
            return
        }";
    check(
        text,
        "riscv32imac",
        &expect![[r#"
        function %f(i32, i32, i32, i32) {
        block0(v0: i32, v1: i32, v2: i32, v3: i32):
            v4 = icmp ult v0, v2
            v5 = isub v1, v3
            v6 = icmp ult v5, v4
            v7 = icmp slt v1, v3
            v8 = or v7, v6
            trapif unreachable, v8
            v9 = xor v0, v2
            v10 = xor v1, v3
            v11 = or v9, v10
            v12 = iconst 0
            v13 = icmp eq v11, v12
            trapif unreachable, v13
            v14 = iconst 1000
            v15 = iconst 1001
            v16 = icmp ult v0, v15
            v17 = icmp ult v1, v16
            v18 = icmp uge v1, v16
            trapif unreachable, v18
            v19 = icmp slt v1, v12
            v20 = icmp sge v1, v12
            v21 = icmp slt v1, v12
            trapif unreachable, v21
            return
        }
    "#]],
    );
    check(
        text,
        "xtensa-de233",
        &expect![[r#"
        function %f(i32, i32, i32, i32) {
        block0(v0: i32, v1: i32, v2: i32, v3: i32):
            v4 = xor v1, v3
            v5 = iconst -2147483648
            v6 = xor v0, v5
            v7 = xor v2, v5
            v8 = select v4, v1, v6
            v9 = select v4, v3, v7
            v10 = icmp slt v8, v9
            trapif unreachable, v10
            v11 = xor v0, v2
            v12 = xor v1, v3
            v13 = or v11, v12
            v14 = iconst 0
            v15 = icmp eq v13, v14
            trapif unreachable, v15
            v16 = iconst 1000
            v17 = iconst 1001
            v18 = iconst -1
            v19 = select v1, v18, v0
            v20 = icmp ult v19, v17
            v21 = icmp uge v19, v17
            trapif unreachable, v21
            v22 = icmp slt v1, v14
            v23 = icmp sge v1, v14
            v24 = icmp slt v1, v14
            trapif unreachable, v24
            return
        }
    "#]],
    );
}

#[test]
fn wide_products_and_shifts() {
    let text = "function u0:0(i32, i32, i64, i32) -> i64, i64, i64 tail {
        block0(v0: i32, v1: i32, v2: i64, v3: i32):
            v4 = sextend.i64 v0
            v5 = sextend.i64 v1
            v6 = imul v4, v5
            v7 = ishl v2, v3
            v8 = iconst.i32 40
            v9 = sshr v2, v8
            return v6, v7, v9
        }";
    check(
        text,
        "riscv32imac",
        &expect![[r#"
        function %f(i32, i32, i32, i32, i32) -> i32, i32, i32, i32, i32, i32 {
        block0(v0: i32, v1: i32, v2: i32, v3: i32, v4: i32):
            v5 = iconst 31
            v6 = sshr v0, v5
            v7 = sshr v1, v5
            v8 = imul v0, v1
            v9 = smulhi v0, v1
            v10 = iconst 0
            v11 = iconst 32
            v12 = and v4, v11
            v13 = ishl v2, v4
            v14 = ishl v3, v4
            v15 = iconst -1
            v16 = xor v4, v15
            v17 = iconst 1
            v18 = ushr v2, v17
            v19 = ushr v18, v16
            v20 = or v14, v19
            v21 = select v12, v10, v13
            v22 = select v12, v13, v20
            v23 = iconst 40
            v24 = iconst 8
            v25 = sshr v3, v24
            v26 = sshr v3, v5
            return v8, v9, v21, v22, v25, v26
        }
    "#]],
    );
}

/// Checks that constants decide leave nothing behind; an overflow check compares without branching.
#[test]
fn division_checks() {
    let text = "function u0:0(i32, i32, i64) -> i32, i32, i32, i64 tail {
        block0(v0: i32, v1: i32, v2: i64):
            v3 = sdiv v0, v1
            v4 = iconst.i32 -1
            v5 = sdiv v0, v4
            v6 = iconst.i32 10
            v7 = srem v0, v6
            v8 = iconst.i64 10
            v9 = sdiv v2, v8
            return v3, v5, v7, v9
        }";
    check(
        text,
        "riscv32imac",
        &expect![[r#"
        function %f(i32, i32, i32, i32) -> i32, i32, i32, i32, i32 {
        block0(v0: i32, v1: i32, v2: i32, v3: i32):
            v4 = iconst 0
            v5 = icmp eq v1, v4
            trapif divide_by_zero, v5
            v6 = iconst -2147483648
            v7 = xor v0, v6
            v8 = iconst -1
            v9 = xor v1, v8
            v10 = or v7, v9
            v11 = icmp eq v10, v4
            trapif integer_overflow, v11
            v12 = sdiv v0, v1
            v13 = xor v0, v6
            v14 = icmp eq v0, v6
            trapif integer_overflow, v14
            v15 = sdiv v0, v8
            v16 = iconst 10
            v17 = srem v0, v16
            v18, v19 = call @tinsmith_i64_div_s(v2, v3, v16, v4) : (i32, i32, i32, i32) -> i32, i32
            return v12, v15, v17, v18, v19
        }
    "#]],
    );
}

#[test]
fn a_spaceship_has_one_sign_extension() {
    let text = "function u0:0(i32, i32) -> i32 tail {
        block0(v0: i32, v1: i32):
            v2 = icmp sgt v0, v1
            v3 = icmp slt v0, v1
            v4 = isub v2, v3
            v5 = sextend.i32 v4
            return v5
        }";
    check(
        text,
        "riscv32imac",
        &expect![[r#"
            function %f(i32, i32) -> i32 {
            block0(v0: i32, v1: i32):
                v2 = icmp sgt v0, v1
                v3 = icmp slt v0, v1
                v4 = isub v2, v3
                v5 = iconst 255
                v6 = and v4, v5
                return v4
            }
        "#]],
    );
}

fn refusal(text: &str, expected: &Expect) {
    let error = try_lower(&parse(text), &named("riscv32imac")).expect_err("refused");
    expected.assert_eq(&error.to_string());
}

#[test]
fn refusals_name_what_and_where() {
    refusal(
        "function u0:0(i32) -> i32 tail {
        block0(v0: i32):
        @00ab                           v1 = bitrev v0
                                        return v1
        }",
        &expect![
            "compiler bug: function `f`, wasm offset 0xab: CLIF `bitrev` cannot be lowered (neither the front end nor the optimiser makes it of wasm); please report it with the module"
        ],
    );
    refusal(
        "function u0:0(i64, i64) -> i64 tail {
        block0(v0: i64, v1: i64):
            v2 = iconcat v0, v1
            v3, v4 = isplit v2
            return v3
        }",
        &expect![
            "compiler bug: function `f`: CLIF `isplit` on type `i128` cannot be lowered; please report it with the module"
        ],
    );
    refusal(
        "function u0:0() tail {
        block0:
            trap user77
        }",
        &expect![
            "compiler bug: function `f`: trap code 77 is no kind of trap; please report it with the module"
        ],
    );
    refusal(
        "function u0:0() -> i32 tail {
        gv0 = symbol %name
        block0:
            v0 = symbol_value.i32 gv0
            return v0
        }",
        &expect![
            "compiler bug: function `f`: `%name` names no symbol; please report it with the module"
        ],
    );
}
