//! What instruction selection makes of small functions, read back from the bytes. `UPDATE_EXPECT=1` rewrites the expected text.

use std::sync::Arc;

use expect_test::{Expect, expect};

use super::Xtensa;
use crate::ir::{Signature, parse_function};
use crate::isa;
use crate::mach;
use crate::target::{Isa, Target};

fn isa() -> Xtensa {
    Xtensa::new(Target::by_name("xtensa-de233").expect("a target"))
}

/// Compiles the body of a function whose parameters are v0, v1, v2 of the types given.
fn check(params: &str, results: &str, body: &str, expected: &Expect) {
    let named: Vec<String> = (params.split(", ").enumerate())
        .map(|(n, ty)| format!("v{n}: {ty}"))
        .collect();
    let text = format!(
        "function %f({params}) -> {results} {{\nblock0({}):\n{body}}}\n",
        named.join(", ")
    );
    let func = parse_function(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    crate::ir::verify(&func).unwrap_or_else(|e| panic!("{e}"));
    let code = mach::compile(&func, &isa()).unwrap_or_else(|e| panic!("{e}"));
    expected.assert_eq(&isa::listing::listing(&code, &isa::syntax(Isa::Xtensa)));
}

#[test]
fn a_compare_and_its_branch_are_one_instruction() {
    check(
        "i32, i32",
        "i32",
        "    v2 = icmp ult v0, v1
    trapif memory_oob, v2
    v3 = iconst 10
    v4 = icmp sgt v0, v3
    trapif unreachable, v4
    v5 = iconst 9
    v6 = icmp sgt v0, v5
    trapif unreachable, v6
    v7 = iconst 4096
    v8 = and v1, v7
    brif v8, block1, block2
block1:
    return v0
block2:
    return v1
",
        &expect![[r#""#]],
    );
}

#[test]
fn comparisons_as_values_and_carries() {
    check(
        "i32, i32",
        "i32, i32, i32, i32",
        "    v2 = icmp eq v0, v1
    v3 = iadd v0, v1
    v4 = icmp ult v3, v0
    v5 = iadd v1, v4
    v6 = icmp slt v0, v1
    v7 = iconst 0
    v8 = icmp ne v5, v7
    return v2, v5, v6, v8
",
        &expect![[r#""#]],
    );
}

#[test]
fn selections() {
    check(
        "i32, i32, f32",
        "i32, i32, f32",
        "    v3 = iconst 0
    v4 = icmp slt v0, v3
    v5 = select v4, v1, v0
    v6 = icmp ult v0, v1
    v7 = select v6, v1, v0
    v8 = fneg v2
    v9 = fcmp lt v2, v8
    v10: f32 = select v9, v2, v8
    return v5, v7, v10
",
        &expect![[r#""#]],
    );
}

#[test]
fn shifts_and_fields() {
    check(
        "i32, i32, i32",
        "i32, i32, i32, i32",
        "    v3 = iconst 20
    v4 = ushr v0, v3
    v5 = iconst 255
    v6 = and v4, v5
    v7 = iconst 2
    v8 = ishl v1, v7
    v9 = iadd v0, v8
    v10 = ishl v0, v2
    v11 = iconst 12
    v12 = ushr v0, v11
    v13 = ishl v1, v3
    v14 = or v12, v13
    return v6, v9, v10, v14
",
        &expect![[r#""#]],
    );
}

#[test]
fn addresses() {
    check(
        "i32, i32",
        "i32",
        "    v2 = load.w32 [v0 + 1020] aligned
    v3 = load.s8 [v0 + 256]
    v4 = load.u16 [v1 + 2]
    store.w32 v2, [v1 + 100000] aligned
    v5 = iadd v2, v3
    v6 = iadd v5, v4
    v7 = symbol_addr @app.mem.0.desc+4
    v8 = load.w32 [v7] aligned
    v9 = iadd v6, v8
    return v9
",
        &expect![[r#""#]],
    );
}

#[test]
fn floats() {
    check(
        "f32, f32",
        "f32, i32",
        "    v2 = fdiv v0, v1
    v3 = fcvt_to_u_sat v2
    v4 = fconst 0x3f800000
    v5 = fadd v2, v4
    return v5, v3
",
        &expect![[r#""#]],
    );
}

#[test]
fn calls_and_frames() {
    check(
        "i32, i32",
        "i32",
        "    v2 = call @g(v1, v0, v0, v0, v0, v0, v1) : (i32, i32, i32, i32, i32, i32, i32) -> i32
    v3 = iadd v2, v0
    return_call_indirect v1(v3) : (i32) -> i32
",
        &expect![[r#""#]],
    );
}

#[test]
fn tables() {
    check(
        "i32",
        "i32",
        "    br_table v0, [block1, block2, block1], block2
block1:
    v1 = iconst 70000
    return v1
block2:
    v2 = iconst -1
    return v2
",
        &expect![[r#""#]],
    );
}

#[test]
fn a_far_trap_is_a_call_in_place() {
    let mut body =
        String::from("    v2 = iconst 0\n    v3 = icmp eq v1, v2\n    trapif divide_by_zero, v3\n");
    for n in 4..50 {
        body += &format!("    v{n} = udiv v0, v1\n");
    }
    let mut sum = 4;
    for n in 5..50 {
        body += &format!("    v{} = xor v{sum}, v{n}\n", n + 100);
        sum = n + 100;
    }
    body += &format!("    return v{sum}\n");
    let text = format!("function %f(i32, i32) -> i32 {{\nblock0(v0: i32, v1: i32):\n{body}}}\n");
    let func = parse_function(&text).unwrap_or_else(|e| panic!("{e}"));
    let code = mach::compile(&func, &isa()).unwrap_or_else(|e| panic!("{e}"));
    let listing = isa::listing::listing(&code, &isa::syntax(Isa::Xtensa));
    let calls = listing
        .matches("call0 tinsmith_trap_divide_by_zero")
        .count();
    assert_eq!(calls, 1, "{listing}");
}

#[test]
fn stubs_of_imports() {
    let stub = |import: &str, expected: &Expect| {
        let import: Arc<str> = import.into();
        let name = "app.func.0".into();
        let code = mach::import_stub(&name, &import, &Signature::default(), &isa());
        let code = code.unwrap_or_else(|e| panic!("{e}"));
        expected.assert_eq(&isa::listing::listing(&code, &isa::syntax(Isa::Xtensa)));
    };
    stub("import:env:f:ii>i", &expect![[r#""#]]);
    stub("import:env:f:iIi>", &expect![[r#""#]]);
    stub("import:env:f:iIIi>I", &expect![[r#""#]]);
}
