//! Tier `codegen/`: the RISC-V back end against the interpreter of Tinsmith IR, on the emulator.

use tinsmith::board::Board;
use tinsmith::ir::{BinaryOp, UnaryOp};
use tinsmith::isa::riscv32::Riscv32;
use tinsmith::target::{Ext, HostAbi, Isa, Misaligned, Target};
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

/// Checks on the emulator's core, but for a target that differs from its board's.
fn check_variant(suite: &Suite, target: &'static Target) {
    let board = Board::by_name("qemu-riscv32").unwrap();
    suite.check(board, &Riscv32::new(target));
}

/// A core with the bit-manipulation extensions, whose misaligned accesses trap.
static BITS_AND_BYTES: Target = Target {
    name: "riscv32imacb",
    isa: Isa::Riscv32,
    exts: &[
        Ext::Core,
        Ext::M,
        Ext::A,
        Ext::C,
        Ext::Zba,
        Ext::Zbb,
        Ext::Zbs,
    ],
    misaligned: Misaligned::Traps,
    host_abi: HostAbi::Ilp32,
};

/// A core without compressed instructions.
static UNCOMPRESSED: Target = Target {
    name: "riscv32im",
    isa: Isa::Riscv32,
    exts: &[Ext::Core, Ext::M],
    misaligned: Misaligned::Hardware,
    host_abi: HostAbi::Ilp32,
};

#[test]
fn bit_manipulation_and_bytewise_accesses() {
    check_variant(
        &operations::suite(false, |_| true, |_| true),
        &BITS_AND_BYTES,
    );
    check_variant(&shapes::suite(false), &BITS_AND_BYTES);
    check_variant(&shapes::random(false, 0..150, 300, |_| {}), &BITS_AND_BYTES);
}

#[test]
fn without_compressed_instructions() {
    check_variant(&shapes::suite(false), &UNCOMPRESSED);
    let suite = shapes::random(false, 0..50, 300, shapes::without_bit_operations);
    check_variant(&suite, &UNCOMPRESSED);
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

/// What `codegen/host.c` does, as IR: the interpreter runs this, the board the stub and the C function.
const HOST: &str = "
function %wide(i32, i32, i32, i32, i32, i32, i32, i32, i32, i32) -> i32, i32 {
block0(v0: i32, v1: i32, v2: i32, v3: i32, v4: i32, v5: i32, v6: i32, v7: i32, v8: i32, v9: i32):
    v10, v11 = call @mix(v0, v1, v2, v3, v4, v5, v7, v8) : (i32, i32, i32, i32, i32, i32, i32, i32) -> i32, i32
    v12 = iadd v10, v6
    v13 = icmp ult v12, v10
    v14 = iadd v11, v13
    v15 = isub v12, v9
    v16 = icmp ult v12, v9
    v17 = isub v14, v16
    return v15, v17
}
function %mix(i32, i32, i32, i32, i32, i32, i32, i32) -> i32, i32 {
block0(v0: i32, v1: i32, v2: i32, v3: i32, v4: i32, v5: i32, v6: i32, v7: i32):
    v8 = call @sum(v0, v2, v4, v6) : (i32, i32, i32, i32) -> i32
    v9 = call @sum(v1, v3, v5, v7) : (i32, i32, i32, i32) -> i32
    return v8, v9
}
function %sum(i32, i32, i32, i32) -> i32 {
block0(v0: i32, v1: i32, v2: i32, v3: i32):
    v4 = iconst 3
    v5 = imul v1, v4
    v6 = iconst 5
    v7 = imul v2, v6
    v8 = iconst 7
    v9 = imul v3, v8
    v10 = iadd v0, v5
    v11 = iadd v10, v7
    v12 = iadd v11, v9
    return v12
}
function %many(f32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, i32, f32) -> i32, i32, i32, f32, i32 {
block0(v0: f32, v1: i32, v2: i32, v3: i32, v4: i32, v5: i32, v6: i32, v7: i32, v8: i32, v9: i32, v10: i32, v11: i32, v12: i32, v13: f32):
    v20 = call @sum(v1, v4, v7, v10) : (i32, i32, i32, i32) -> i32
    v21, v22 = call @mix(v2, v3, v5, v6, v8, v9, v11, v12) : (i32, i32, i32, i32, i32, i32, i32, i32) -> i32, i32
    v23 = fcmp lt v0, v13
    return v20, v21, v22, v13, v23
}
";

/// Compiles `codegen/host.c` as the platform's C compiler does.
fn host_object(abi: &str) -> Vec<u8> {
    let object = std::env::temp_dir().join(format!("tinsmith-host-{}-{abi}.o", std::process::id()));
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/codegen/host.c");
    let march = if abi == "ilp32f" {
        "rv32imafc"
    } else {
        "rv32imac"
    };
    let status = std::process::Command::new("clang-22")
        .args([
            "--target=riscv32-unknown-elf",
            "-O1",
            "-ffreestanding",
            "-c",
        ])
        .args([format!("-march={march}"), format!("-mabi={abi}")])
        .args([source, "-o"])
        .arg(&object)
        .status()
        .expect("clang-22, from the Debian package of that name, is needed");
    assert!(status.success(), "clang-22: {status}");
    let bytes = std::fs::read(&object).unwrap();
    std::fs::remove_file(&object).unwrap();
    bytes
}

#[test]
fn import_stubs_follow_the_platform_convention() {
    let mut suite = Suite {
        host: Some(host_object("ilp32f")),
        imports: vec![
            ("wide", "import:host:wide:IIIiIi>I"),
            ("many", "import:host:many:fiIiIiIiIf>iIfi"),
        ],
        ..Suite::default()
    };
    suite.add(HOST);
    let args: Vec<u32> = (0..14).map(|n| 0x4080_0001 + n * 0x0101_0307).collect();
    suite.call("many", &args);
    suite.call("many", &args.iter().rev().copied().collect::<Vec<_>>());
    suite.call("wide", &args[..10]);
    check(&suite, "qemu-riscv32f");
    let soft = HOST.replace("fcmp lt", "icmp slt").replace("f32", "i32");
    let mut suite = Suite {
        host: Some(host_object("ilp32")),
        imports: suite.imports,
        ..Suite::default()
    };
    suite.add(&soft);
    suite.call("wide", &args[..10]);
    // The bits of positive floats compare like integers.
    let positive: Vec<u32> = args.iter().map(|n| n & 0x7fff_ffff).collect();
    suite.call("many", &positive);
    check(&suite, "qemu-riscv32");
}
