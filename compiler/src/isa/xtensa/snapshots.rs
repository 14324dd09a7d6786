//! What instruction selection makes of small functions, read back from the bytes. `UPDATE_EXPECT=1` rewrites the expected text.

use std::sync::Arc;

use expect_test::{Expect, expect};

use super::Xtensa;
use crate::ir::{Signature, Type, parse_function};
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
        &expect![[r#"
            f:
                bltu a2, a3, .L1
                movi.n a4, 10
                blt a4, a2, .L2
                bgei a2, 10, .L3
                bbci a3, 12, .L0
                ret.n
            .L0:
                mov.n a2, a3
                ret.n
            .L1:
                call0 tinsmith_trap_memory_oob
            .L2:
                call0 tinsmith_trap_unreachable
            .L3:
                call0 tinsmith_trap_unreachable
        "#]],
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
        &expect![[r#"
            f:
                sub a9, a2, a3
                nsau a11, a9
                srli a7, a11, 5
                add.n a11, a2, a3
                mov.n a6, a3
                bgeu a11, a2, .L0
                addi.n a6, a6, 1
            .L0:
                movi.n a4, 1
                blt a2, a3, .L1
                movi.n a4, 0
            .L1:
                movi.n a11, 1
                minu a5, a6, a11
                mov.n a2, a7
                mov.n a3, a6
                ret.n
        "#]],
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
        &expect![[r#"
            f:
                wfr f5, a4
                mov.n a5, a2
                movltz a5, a3, a2
                bltu a2, a3, .L0
                mov.n a3, a2
            .L0:
                neg.s f6, f5
                olt.s b0, f5, f6
                movt.s f6, f5, b0
                rfr a4, f6
                mov.n a2, a5
                ret.n
        "#]],
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
        &expect![[r#"
            f:
                extui a6, a2, 20, 8
                addx4 a7, a3, a2
                ssl a4
                sll a4, a2
                ssai 12
                src a5, a3, a2
                mov.n a2, a6
                mov.n a3, a7
                ret.n
        "#]],
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
        &expect![[r#"
            f:
                l32i a7, a2, 1020
                addmi a2, a2, 256
                l8ui a2, a2, 0
                sext a11, a2, 7
                l8ui a2, a3, 2
                l8ui a4, a3, 3
                slli a4, a4, 8
                or a2, a4, a2
                l32r a4, =0x18600
                add.n a3, a3, a4
                s32i a7, a3, 160
                add.n a3, a7, a11
                add.n a2, a3, a2
                l32r a3, =app.mem.0.desc+4
                l32i.n a3, a3, 0
                add.n a2, a2, a3
                ret.n
        "#]],
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
        &expect![[r#"
            f:
                wfr f9, a2
                wfr f0, a3
                div0.s f14, f0
                nexp01.s f15, f0
                const.s f3, 1
                maddn.s f3, f15, f14
                nexp01.s f2, f9
                mov.s f1, f14
                maddn.s f1, f3, f14
                const.s f4, 1
                const.s f13, 0
                neg.s f3, f2
                maddn.s f4, f15, f1
                maddn.s f13, f3, f14
                mkdadj.s f0, f9
                maddn.s f1, f4, f1
                maddn.s f3, f15, f13
                const.s f4, 1
                maddn.s f4, f15, f1
                maddn.s f13, f3, f1
                neg.s f2, f2
                maddn.s f1, f4, f1
                maddn.s f2, f15, f13
                addexpm.s f13, f0
                addexp.s f1, f0
                divn.s f13, f2, f1
                utrunc.s a3, f13, 0
                movi.n a2, 0
                const.s f0, 0
                ule.s b0, f13, f0
                movt a3, a2, b0
                const.s f0, 1
                add.s f0, f13, f0
                rfr a2, f0
                ret.n
        "#]],
    );
}

#[test]
fn loops_the_core_counts() {
    // The counter is gone; the first instruction would lie across two words.
    check(
        "i32, i32, i32",
        "i32",
        "    jump block1(v0, v1)
block1(v3: i32, v4: i32):
    v5 = xor v4, v2
    v6 = iconst 7
    v7 = rotl v5, v6
    v8 = iconst -1
    v9 = iadd v3, v8
    brif v9, block1(v9, v7), block2
block2:
    return v7
",
        &expect![[r#"
            f:
                nop.n
                loop a2, .L0
                xor a6, a3, a4
                ssai 25
                src a3, a6, a6
            .L0:
                mov.n a2, a3
                ret.n
        "#]],
    );
    // The counter is read, and a trap leads out.
    check(
        "i32, i32, i32",
        "i32",
        "    v20 = iconst 4
    jump block1(v0, v20)
block1(v3: i32, v4: i32):
    v5 = imul v4, v3
    v10 = icmp ult v1, v5
    trapif memory_oob, v10
    v8 = iconst -1
    v9 = iadd v3, v8
    store.w32 v5, [v2] aligned
    brif v9, block1(v9, v5), block2
block2:
    return v5
",
        &expect![[r#"
            f:
                movi.n a7, 4
                loop a2, .L0
                mull a7, a7, a2
                bltu a3, a7, .L1
                addi.n a2, a2, -1
                s32i.n a7, a4, 0
            .L0:
                mov.n a2, a7
                ret.n
            .L1:
                call0 tinsmith_trap_memory_oob
        "#]],
    );
    // A branch must not be last, nor go where the loop ends.
    check(
        "i32, i32, i32",
        "i32",
        "    jump block1(v0, v1)
block1(v3: i32, v4: i32):
    v5 = xor v4, v2
    v6 = icmp ult v5, v2
    v7 = select v6, v5, v2
    v8 = iconst -1
    v9 = iadd v3, v8
    brif v9, block1(v9, v7), block2
block2:
    return v7
",
        &expect![[r#"
            f:
                nop.n
                loop a2, .L1
                xor a3, a3, a4
                bltu a3, a4, .L0
                mov.n a3, a4
            .L0:
                nop.n
            .L1:
                mov.n a2, a3
                ret.n
        "#]],
    );
    // What the moves on the way back change is read after the loop: the core would make them once too often.
    check(
        "i32, i32, i32",
        "i32, i32",
        "    jump block1(v0, v1)
block1(v3: i32, v4: i32):
    v5 = imul v4, v2
    v8 = iconst -1
    v9 = iadd v3, v8
    brif v9, block1(v9, v5), block2
block2:
    return v4, v5
",
        &expect![[r#"
            f:
                j .L1
            .L0:
                mov.n a3, a5
            .L1:
                mull a5, a3, a4
                addi.n a2, a2, -1
                bnez a2, .L0
                mov.n a2, a3
                mov.n a3, a5
                ret.n
        "#]],
    );
}

/// The first instruction of a counted loop lies in one word, whatever is before the loop and however long it is.
#[test]
fn counted_loops_begin_within_a_word() {
    let mut padded = 0;
    for before in 0..8 {
        for first in ["add", "xor"] {
            let mut text = "function %f(i32, i32) -> i32 {\nblock0(v0: i32, v1: i32):\n".to_owned();
            let mut last = 1;
            for n in 0..before {
                // Three bytes or two.
                let op = if n % 3 == 0 { "xor" } else { "iadd" };
                text += &format!("    v{} = {op} v{last}, v0\n", 100 + n);
                last = 100 + n;
            }
            let op = first.replace("add", "iadd");
            text += &format!(
                "    jump block1(v0, v{last})\nblock1(v2: i32, v3: i32):\n    v4 = {op} v3, v1
    v5 = imul v4, v4\n    v6 = iconst -1\n    v7 = iadd v2, v6
    brif v7, block1(v7, v5), block2\nblock2:\n    return v5\n}}\n"
            );
            let func = parse_function(&text).unwrap_or_else(|e| panic!("{e}\n{text}"));
            let bytes = mach::compile(&func, &isa()).unwrap().bytes;
            let mut rows = Vec::new();
            let mut at = 0;
            while at < bytes.len() {
                let mut word = [0; 4];
                let size = bytes.len().min(at + 3) - at;
                word[..size].copy_from_slice(&bytes[at..at + size]);
                let (op, _) = super::DECODER.decode(u32::from_le_bytes(word)).unwrap();
                let row = &super::table::ROWS[usize::from(op)];
                rows.push((at, row));
                at += usize::from(row.pattern.size);
            }
            let start = rows.iter().position(|(_, row)| row.name == "loop");
            let start = start.unwrap_or_else(|| panic!("no counted loop:\n{text}"));
            let (at, row) = rows[start + 1];
            assert!(row.name.starts_with(first), "{}", row.name);
            assert!(at % 4 + usize::from(row.pattern.size) <= 4, "{at}:\n{text}");
            padded += usize::from(rows[..start].iter().any(|(_, row)| row.name == "nop.n"));
        }
    }
    assert!((1..16).contains(&padded), "{padded} of 16 were padded");
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
        &expect![[r#"
            f:
                addi sp, sp, -16
                l32r a8, =tinsmith_stack_limit
                l32i.n a8, a8, 0
                bltu sp, a8, .L0
                s32i.n a0, sp, 12
                s32i.n a12, sp, 8
                s32i.n a13, sp, 4
                s32i.n a3, sp, 0
                mov.n a12, a2
                mov.n a13, a3
                mov.n a2, a3
                mov.n a3, a12
                mov.n a4, a12
                mov.n a5, a12
                mov.n a6, a12
                mov.n a7, a12
                call0 g
                add.n a2, a2, a12
                mov.n a8, a13
                l32i.n a0, sp, 12
                l32i.n a12, sp, 8
                l32i.n a13, sp, 4
                addi sp, sp, 16
                jx a8
            .L0:
                call0 tinsmith_trap_stack_exhausted
        "#]],
    );
}

#[test]
fn the_frame_is_taken_where_it_is_needed() {
    check(
        "i32, i32",
        "i32",
        "    brif v0, block1, block2
block1:
    v2 = call @g(v1) : (i32) -> i32
    v3 = iadd v2, v0
    return v3
block2:
    return v1
",
        &expect![[r#"
            f:
                beqz.n a2, .L0
                addi sp, sp, -16
                l32r a8, =tinsmith_stack_limit
                l32i.n a8, a8, 0
                bltu sp, a8, .L1
                s32i.n a0, sp, 12
                s32i.n a12, sp, 8
                mov.n a12, a2
                mov.n a2, a3
                call0 g
                add.n a2, a2, a12
                l32i.n a0, sp, 12
                l32i.n a12, sp, 8
                addi sp, sp, 16
                ret.n
            .L0:
                mov.n a2, a3
                ret.n
            .L1:
                call0 tinsmith_trap_stack_exhausted
        "#]],
    );
}

#[test]
fn the_frame_is_taken_first_where_the_prologue_s_registers_are_in_use() {
    check(
        "i32, i32, i32, i32, i32, i32",
        "i32",
        "    v6 = iadd v0, v1
    v7 = iadd v1, v2
    v8 = iadd v2, v3
    v9 = iadd v3, v4
    store.w32 v6, [v7] aligned
    brif v0, block1, block2
block1:
    v10 = call @g(v0, v1, v2, v3, v4, v5, v6, v7, v8, v9) : (i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) -> i32
    return v10
block2:
    return v1
",
        &expect![[r#"
            f:
                addi sp, sp, -32
                l32r a8, =tinsmith_stack_limit
                l32i.n a8, a8, 0
                bltu sp, a8, .L1
                s32i.n a0, sp, 28
                add.n a11, a2, a3
                add.n a10, a3, a4
                add.n a9, a4, a5
                add.n a8, a5, a6
                s32i.n a11, a10, 0
                beqz.n a2, .L0
                s32i.n a11, sp, 0
                s32i.n a10, sp, 4
                s32i.n a9, sp, 8
                s32i.n a8, sp, 12
                call0 g
                l32i.n a0, sp, 28
                addi sp, sp, 32
                ret.n
            .L0:
                mov.n a2, a3
                l32i.n a0, sp, 28
                addi sp, sp, 32
                ret.n
            .L1:
                call0 tinsmith_trap_stack_exhausted
        "#]],
    );
}

#[test]
fn a_tail_call_with_more_stack_words_asks_for_an_area() {
    let types = ["i32"; 8].join(", ");
    let args = format!("v0{}", ", v1".repeat(7));
    check(
        "i32, i32",
        "i32",
        &format!("    return_call @h({args}) : ({types}) -> i32\n"),
        &expect![[r#"
            f:
                mov.n a8, a0
                movi.n a10, 0
                call0 tinsmith_tail_area
                mov.n a0, a8
                s32i.n a3, sp, 0
                s32i.n a3, sp, 4
                mov.n a7, a3
                mov.n a4, a3
                mov.n a5, a3
                mov.n a6, a3
                j h
        "#]],
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
        &expect![[r#"
            f:
                bgeui a2, 3, .L1
                l32r a6, =. + 16
                addx4 a6, a2, a6
                l32i.n a6, a6, 0
                jx a6
                .word .L0
                .word .L1
                .word .L0
            .L0:
                l32r a2, =0x11170
                ret.n
            .L1:
                movi.n a2, -1
                ret.n
        "#]],
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

/// The stub of an import with that many result words.
#[test]
fn constants_come_from_registers_that_hold_them() {
    check(
        "i32, i32",
        "i32",
        "    v2 = iconst 65533
    v3 = icmp uge v0, v2
    trapif memory_oob, v3
    v4 = iconst 7
    v5 = icmp eq v1, v4
    brif v5, block1, block2
block1:
    v6 = iconst 65529
    v7 = icmp uge v0, v6
    trapif memory_oob, v7
    v8 = iconst 7
    store.w32 v8, [v0]
    return v8
block2:
    return v0
",
        &expect![[r#"
            f:
                l32r a8, =0xfffd
                bgeu a2, a8, .L1
                bnei a3, 7, .L0
                addi a9, a8, -4
                bgeu a2, a9, .L2
                mov.n a7, a3
                s8i a7, a2, 0
                srli a10, a7, 8
                s8i a10, a2, 1
                extui a3, a7, 16, 16
                s8i a3, a2, 2
                extui a3, a7, 24, 8
                s8i a3, a2, 3
                mov.n a2, a7
                ret.n
            .L0:
                ret.n
            .L1:
                call0 tinsmith_trap_memory_oob
            .L2:
                call0 tinsmith_trap_memory_oob
        "#]],
    );
}

fn stub(import: &str, results: usize, expected: &Expect) {
    let sig = Signature {
        params: Vec::new(),
        results: vec![Type::I32; results],
    };
    let import: Arc<str> = import.into();
    let code = mach::import_stub(&"app.func.0".into(), &import, &sig, &isa());
    let code = code.unwrap_or_else(|e| panic!("{e}"));
    expected.assert_eq(&isa::listing::listing(&code, &isa::syntax(Isa::Xtensa)));
}

#[test]
fn stubs_without_a_frame() {
    stub(
        "import:env:f:ii>i",
        1,
        &expect![[r#"
        app.func.0:
            l32r a8, =import:env:f:ii>i
            j tinsmith_host_call
    "#]],
    );
    stub(
        "import:env:f:iIi>",
        0,
        &expect![[r#"
        app.func.0:
            mov.n a6, a5
            mov.n a5, a4
            mov.n a4, a3
            l32r a8, =import:env:f:iIi>
            j tinsmith_host_call
    "#]],
    );
}

#[test]
fn stubs_with_a_frame() {
    stub(
        "import:env:f:i>iI",
        3,
        &expect![[r#"
        app.func.0:
            addi sp, sp, -16
            l32r a8, =tinsmith_stack_limit
            l32i.n a8, a8, 0
            bltu sp, a8, .L0
            s32i.n a0, sp, 12
            l32r a8, =import:env:f:i>iI
            call0 tinsmith_host_call
            mov.n a3, a4
            mov.n a4, a5
            l32i.n a0, sp, 12
            addi sp, sp, 16
            ret.n
        .L0:
            call0 tinsmith_trap_stack_exhausted
    "#]],
    );
    stub(
        "import:env:f:iI>IIIIi",
        9,
        &expect![[r#"
        app.func.0:
            addi sp, sp, -48
            l32r a8, =tinsmith_stack_limit
            l32i.n a8, a8, 0
            bltu sp, a8, .L0
            s32i.n a0, sp, 44
            mov.n a5, a4
            mov.n a4, a3
            mov.n a3, a2
            addi a2, sp, 0
            l32r a8, =import:env:f:iI>IIIIi
            call0 tinsmith_host_call
            l32i.n a2, sp, 0
            l32i.n a3, sp, 4
            l32i.n a4, sp, 8
            l32i.n a5, sp, 12
            l32i.n a6, sp, 16
            l32i.n a7, sp, 20
            l32i.n a8, sp, 24
            s32i.n a8, sp, 48
            l32i.n a8, sp, 28
            s32i.n a8, sp, 52
            l32i.n a8, sp, 32
            s32i.n a8, sp, 56
            l32i.n a0, sp, 44
            addi sp, sp, 48
            ret.n
        .L0:
            call0 tinsmith_trap_stack_exhausted
    "#]],
    );
    stub(
        "import:env:f:iIIi>I",
        2,
        &expect![[r#"
        app.func.0:
            addi sp, sp, -16
            l32r a8, =tinsmith_stack_limit
            l32i.n a8, a8, 0
            bltu sp, a8, .L0
            s32i.n a0, sp, 12
            s32i.n a7, sp, 0
            mov.n a7, a6
            mov.n a6, a5
            mov.n a5, a4
            mov.n a4, a3
            l32r a8, =import:env:f:iIIi>I
            call0 tinsmith_host_call
            l32i.n a0, sp, 12
            addi sp, sp, 16
            ret.n
        .L0:
            call0 tinsmith_trap_stack_exhausted
    "#]],
    );
}
