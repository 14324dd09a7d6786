//! Tier `codegen/`: the RISC-V back end against the interpreter of Tinsmith IR, on the emulator.

use tinsmith::board::Board;
use tinsmith::ir::{BinaryOp, UnaryOp};
use tinsmith::isa::riscv32::Riscv32;
use tinsmith_tests::exec::Suite;
use tinsmith_tests::{operations, shapes};

fn check(suite: &Suite, board: &str) {
    let board = Board::by_name(board).unwrap();
    suite.check(board, &Riscv32::new(board.target));
}

/// What `lower/` expands for a target without Zbb.
fn unary(op: UnaryOp) -> bool {
    !matches!(
        op,
        UnaryOp::Clz | UnaryOp::Ctz | UnaryOp::Popcnt | UnaryOp::Bswap
    )
}

fn binary(op: BinaryOp) -> bool {
    !matches!(
        op,
        BinaryOp::Smin | BinaryOp::Smax | BinaryOp::Umin | BinaryOp::Umax
    )
}

#[test]
fn operations_without_fpu() {
    check(&operations::suite(false, unary, binary), "qemu-riscv32");
}

#[test]
fn operations_with_fpu() {
    check(&operations::suite(true, unary, binary), "qemu-riscv32f");
}

#[test]
fn shapes_without_fpu() {
    check(&shapes::suite(false), "qemu-riscv32");
}

#[test]
fn shapes_with_fpu() {
    check(&shapes::suite(true), "qemu-riscv32f");
}

#[test]
fn random_programs_without_fpu() {
    let suite = shapes::random(false, 0..150, 300, shapes::without_bit_operations);
    check(&suite, "qemu-riscv32");
}

#[test]
fn random_programs_with_fpu() {
    let suite = shapes::random(true, 1000..1150, 300, shapes::without_bit_operations);
    check(&suite, "qemu-riscv32f");
}
