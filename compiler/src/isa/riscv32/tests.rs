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
             v6 = iconst 32768
             v7 = and v0, v6
             brif v7, block1, block3
         block3:
             return v1
         }",
        &expect![[r#"
            f:
                bltu a1, a0, .L2
                blt a0, zero, .L1
            .L0:
                c.jr ra
            .L1:
                slli t2, a0, 16
                blt t2, zero, .L0
                c.mv a0, a1
                c.jr ra
            .L2:
                jal ra, tinsmith_trap_memory_oob
        "#]],
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
             v4 = iconst 65535
             v5 = and v0, v4
             v6 = iconst 255
             v7 = and v0, v6
             v8 = icmp sle v0, v6
             v9 = rotl v0, v2
             v10 = iconst 305419896
             v11 = xor v0, v10
             v12 = iconst 131072
             v13 = icmp eq v0, v6
             return v3, v5, v7, v8, v9, v11, v13
         }",
        &expect![[r#"
            f:
                addi t0, a0, -2047
                slli a5, a0, 16
                srli a1, a5, 16
                andi a2, a0, 255
                slti a3, a0, 256
                slli a7, a0, 31
                srli t3, a0, 1
                or a4, a7, t3
                lui t3, 74565
                addi t3, t3, 1656
                xor a5, a0, t3
                addi t3, a0, -255
                sltiu a6, t3, 1
                c.mv a0, t0
                c.jr ra
        "#]],
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
        &expect![[r#"
            f:
                lui a1, %hi(app.mem.0+1024)
                add a2, a1, a0
                lbu t1, %lo(app.mem.0+1024)(a2)
                lw a1, 2040(a0)
                c.lui a2, 24
                add a4, a2, a0
                lh a0, 1696(a4)
                lui a3, %hi(app.global.0)
                sw zero, %lo(app.global.0)(a3)
                c.add a1, t1
                c.add a0, a1
                c.jr ra
        "#]],
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
        &expect![[r#"
            f:
                blt a0, a1, .L0
                c.mv a0, a1
            .L0:
                c.mv a1, a0
                c.beqz a2, .L1
                c.li a1, 7
            .L1:
                c.jr ra
        "#]],
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
        &expect![[r#"
            f:
                c.li t0, 3
                bgeu a0, t0, .L2
                slli a1, a0, 1
                auipc t2, 0
                c.add t2, a1
                jalr zero, 10(t2)
                c.j .L0
                c.j .L1
                c.j .L0
            .L0:
                c.li a0, 10
                c.jr ra
            .L1:
                c.li a0, 20
                c.jr ra
            .L2:
                c.jr ra
        "#]],
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
        &expect![[r#"
            f:
                fadd.s ft4, fa0, fa1, rne
                fle.s a4, fa1, fa0
                xori a0, a4, 1
                fcvt.w.s a1, ft4, rtz
                feq.s a4, ft4, ft4
                c.bnez a4, .L0
                c.li a1, 0
            .L0:
                feq.s a3, ft4, ft4
                feq.s a4, fa1, fa1
                c.and a3, a4
                fmax.s fa0, ft4, fa1
                c.bnez a3, .L1
                fadd.s fa0, ft4, fa1, rne
            .L1:
                lui a2, 307200
                fmv.w.x fa2, a2
                fsgnjx.s ft6, fa0, fa0
                flt.s a2, ft6, fa2
                fmv.w.x ft6, zero
                fadd.s ft6, fa0, ft6, rne
                c.beqz a2, .L2
                fcvt.w.s a2, fa0, rdn
                fcvt.s.w ft6, a2, rne
                fsgnj.s ft6, ft6, fa0
            .L2:
                fsgnj.s fa0, ft6, ft6
                fsgnj.s fa1, ft4, ft4
                c.jr ra
        "#]],
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
        &expect![[r#"
            f:
                c.addi sp, -16
                bltu sp, s11, .L0
                c.swsp ra, 12(sp)
                c.swsp s0, 8(sp)
                c.mv s0, a1
                jal ra, g
                c.add a0, s0
                c.lwsp ra, 12(sp)
                c.lwsp s0, 8(sp)
                c.addi sp, 16
                jal zero, h
            .L0:
                jal ra, tinsmith_trap_stack_exhausted
        "#]],
    );
}

#[test]
fn a_way_without_calls_takes_no_frame() {
    check(
        "riscv32imac",
        "function %f(i32) -> i32 {
         block0(v0: i32):
             v1 = iconst 2
             v2 = icmp ult v0, v1
             brif v2, block3, block1(v0, v0)
         block1(v3: i32, v4: i32):
             v5 = iconst -1
             v6 = iadd v3, v5
             v7 = call @f(v6) : (i32) -> i32
             v8 = iadd v4, v7
             brif v6, block1(v6, v8), block2
         block2:
             return v8
         block3:
             return v0
         }",
        &expect![[r#"
            f:
                c.li a1, 2
                bltu a0, a1, .L1
                c.addi sp, -16
                bltu sp, s11, .L2
                c.swsp ra, 12(sp)
                c.swsp s0, 8(sp)
                c.swsp s1, 4(sp)
                c.mv s0, a0
                c.mv s1, a0
            .L0:
                c.addi s0, -1
                c.mv a0, s0
                jal ra, f
                c.add s1, a0
                c.bnez s0, .L0
                c.mv a0, s1
                c.lwsp ra, 12(sp)
                c.lwsp s0, 8(sp)
                c.lwsp s1, 4(sp)
                c.addi sp, 16
                c.jr ra
            .L1:
                c.jr ra
            .L2:
                jal ra, tinsmith_trap_stack_exhausted
        "#]],
    );
}

#[test]
fn a_loop_with_a_jump_at_its_end_is_rotated() {
    check(
        "riscv32imac",
        "function %f(i32, i32) -> i32 {
         block0(v0: i32, v1: i32):
             jump block1(v0)
         block1(v2: i32):
             v3 = load.w32 [v2] aligned
             brif v3, block2, block3
         block2:
             store.w32 v1, [v3 + 4] aligned
             jump block1(v3)
         block3:
             return v2
         }",
        &expect![[r#"
            f:
                c.j .L1
            .L0:
                sw a1, 4(t0)
                c.mv a0, t0
            .L1:
                lw t0, 0(a0)
                bne t0, zero, .L0
                c.jr ra
        "#]],
    );
}

#[test]
fn a_tail_call_with_more_stack_words_asks_for_an_area() {
    let types = ["i32"; 11].join(", ");
    let args = format!("v0{}", ", v1".repeat(10));
    check(
        "riscv32imac",
        &format!(
            "function %f(i32, i32) -> i32 {{
         block0(v0: i32, v1: i32):
             return_call @h({args}) : ({types}) -> i32
         }}"
        ),
        &expect![[r#"
            f:
                c.li t2, 0
                jal t0, tinsmith_tail_area
                c.swsp a1, 0(sp)
                c.swsp a1, 4(sp)
                c.swsp a1, 8(sp)
                c.mv a7, a1
                c.mv a2, a1
                c.mv a3, a1
                c.mv a4, a1
                c.mv a5, a1
                c.mv a6, a1
                jal zero, h
        "#]],
    );
}

#[test]
fn constants_come_from_registers_that_hold_them() {
    check(
        "riscv32imac",
        "function %f(i32, i32) -> i32 {
         block0(v0: i32, v1: i32):
             v2 = iconst 65533
             v3 = icmp uge v0, v2
             trapif memory_oob, v3
             brif v1, block1, block2
         block1:
             v4 = iconst 65533
             v5 = icmp uge v1, v4
             trapif memory_oob, v5
             v6 = iconst 65529
             v7 = icmp uge v1, v6
             trapif unreachable, v7
             return v0
         block2:
             v8 = iconst 0
             return v8
         }",
        &expect![[r#"
            f:
                c.lui a2, 16
                c.addi a2, -3
                bgeu a0, a2, .L1
                c.beqz a1, .L0
                bgeu a1, a2, .L2
                c.addi a2, -4
                bgeu a1, a2, .L3
                c.jr ra
            .L0:
                c.mv a0, a1
                c.jr ra
            .L1:
                jal ra, tinsmith_trap_memory_oob
            .L2:
                jal ra, tinsmith_trap_memory_oob
            .L3:
                jal ra, tinsmith_trap_unreachable
        "#]],
    );
    // A call leaves nothing in the registers that it may change.
    check(
        "riscv32imac",
        "function %f(i32) -> i32 {
         block0(v0: i32):
             v1 = iconst 100000
             store.w32 v1, [v0]
             v2 = call @g(v0) : (i32) -> i32
             v3 = iconst 100000
             store.w32 v3, [v2]
             return v2
         }",
        &expect![[r#"
            f:
                c.addi sp, -16
                bltu sp, s11, .L0
                c.swsp ra, 12(sp)
                c.lui t1, 24
                addi t1, t1, 1696
                sw t1, 0(a0)
                jal ra, g
                c.lui t2, 24
                addi t2, t2, 1696
                sw t2, 0(a0)
                c.lwsp ra, 12(sp)
                c.addi sp, 16
                c.jr ra
            .L0:
                jal ra, tinsmith_trap_stack_exhausted
        "#]],
    );
}
