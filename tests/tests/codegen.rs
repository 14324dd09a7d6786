//! Tier `codegen/`: compiled code on every emulated board, against the interpreter of Tinsmith IR; one test a board and kind. Two
//! more cores have no board of their own, but run on one.

use std::fmt::Write as _;
use std::ops::Range;

use libtest_mimic::{Arguments, Failed, Trial};
use tinsmith::board::Board;
use tinsmith::ir::BinaryOp;
use tinsmith::isa;
use tinsmith::isa::riscv32::Riscv32;
use tinsmith::mach::Options;
use tinsmith::target::{Ext, Exts, HostAbi, Isa, Misaligned, Target};
use tinsmith_tests::exec::Suite;
use tinsmith_tests::{combinations, operations, shapes};

/// Random programs a board, other ones on each.
const RANDOM_PROGRAMS: u64 = 100;

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    let boards = Board::all().iter().filter(|board| board.emulator.is_some());
    for (n, board) in (0..).zip(boards) {
        let mut add = |kind: &str, test: Box<dyn FnOnce() -> Suite + Send>| {
            trials.push(Trial::test(format!("{kind}::{}", board.name), move || {
                test().check(board, isa::backend(board.target));
                Ok(())
            }));
        };
        let target = board.target;
        let seeds = 1000 * n..1000 * n + RANDOM_PROGRAMS;
        add("operations", Box::new(|| operations::suite(target)));
        add("shapes", Box::new(|| shapes::suite(target.hard_f32())));
        add(
            "combinations",
            Box::new(|| combinations::suite(target.hard_f32())),
        );
        add("control", Box::new(|| control(target)));
        add(
            "control_small",
            Box::new(|| Suite {
                options: Options {
                    small: true,
                    ..Options::default()
                },
                ..control(target)
            }),
        );
        add("counted", Box::new(counted));
        add("random", Box::new(|| shapes::random(target, seeds, 300)));
        add("host_functions", Box::new(|| host_functions(target)));
    }
    for target in [&BITS_AND_BYTES, &UNCOMPRESSED] {
        trials.push(Trial::test(format!("core::{}", target.name), || {
            core(target)
        }));
    }
    libtest_mimic::run(&arguments, trials).exit();
}

/// A core with the bit-manipulation extensions, whose misaligned accesses trap.
static BITS_AND_BYTES: Target = Target {
    name: "riscv32imacb",
    isa: Isa::Riscv32,
    exts: Exts::of(&[
        Ext::Core,
        Ext::M,
        Ext::A,
        Ext::C,
        Ext::Zba,
        Ext::Zbb,
        Ext::Zbs,
    ]),
    misaligned: Misaligned::Traps,
    host_abi: HostAbi::Ilp32,
};

/// A core without compressed instructions.
static UNCOMPRESSED: Target = Target {
    name: "riscv32im",
    isa: Isa::Riscv32,
    exts: Exts::of(&[Ext::Core, Ext::M]),
    misaligned: Misaligned::Hardware,
    host_abi: HostAbi::Ilp32,
};

/// Everything on an emulated core, for a target that differs from its board's.
fn core(target: &'static Target) -> Result<(), Failed> {
    let board = Board::by_name("qemu-riscv32").ok_or("no board")?;
    let seeds: Range<u64> = 0..RANDOM_PROGRAMS;
    for suite in [
        operations::suite(target),
        shapes::suite(false),
        combinations::suite(false),
        shapes::random(target, seeds, 300),
    ] {
        suite.check(board, &Riscv32::new(target));
    }
    Ok(())
}

/// Calls, frames, branches and tables.
fn control(target: &Target) -> Suite {
    let mut suite = Suite::default();
    suite.add_file("control.ir");
    if operations::has_binary(target, BinaryOp::Sdiv) {
        suite.add_file("control-division.ir");
    }
    if target.hard_f32() {
        suite.add_file("control-float.ir");
    }
    suite.add(&far_table());
    (0..=FAR_TARGETS).for_each(|index| suite.call("far_table", &[index]));
    suite
}

/// Entries of a table whose targets are further away than a compressed jump reaches.
const FAR_TARGETS: u32 = 4;

fn far_table() -> String {
    let targets: Vec<_> = (1..=FAR_TARGETS).map(|n| format!("block{n}")).collect();
    let (list, other) = (targets.join(", "), FAR_TARGETS + 1);
    let mut text = format!(
        "function %far_table(i32) -> i32 {{\nblock0(v0: i32):\n    br_table v0, [{list}], block{other}\n\
         block{other}:\n    return v0\n"
    );
    let mut constants = (1_u32..).map(|n| n.wrapping_mul(0x9e37_79b9) as i32);
    let mut values = 1..;
    for (target, constant) in targets.iter().zip(&mut constants) {
        let first = values.next().unwrap_or_default();
        let _ = writeln!(text, "{target}:\n    v{first} = iconst {constant}");
        let mut last = first;
        for value in (&mut values).take(600) {
            let _ = writeln!(text, "    v{value} = imul v{last}, v{first}");
            last = value;
        }
        let _ = writeln!(text, "    return v{last}");
    }
    text + "}\n"
}

/// Loops that end with a count, of lengths around the longest that a core counts.
fn counted() -> Suite {
    let mut suite = Suite {
        memories: vec![("m", 64)],
        ..Suite::default()
    };
    suite.add_file("counted.ir");
    for length in 76..92 {
        let mut text = format!(
            "function %long{length}(i32, i32) -> i32 {{
             block0(v0: i32, v1: i32):
                 jump block1(v0, v1)
             block1(v2: i32, v100: i32):
                 v3 = iconst -1
                 v4 = iadd v2, v3\n"
        );
        for n in 0..length {
            let op = ["xor", "isub"][n % 2];
            let _ = writeln!(text, "v{} = {op} v1, v{}", 101 + n, 100 + n);
        }
        let last = 100 + length;
        let _ = write!(
            text,
            "brif v4, block1(v4, v{last}), block2
             block2:
                 return v{last}
             }}"
        );
        suite.add(&text);
        for count in [1, 2, 5] {
            suite.call(&format!("long{length}"), &[count, 0x1234_5678]);
        }
    }
    suite
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

/// What `broad` of `codegen/host.c` does: of 40 words, 20 of the first less three times the one as far from the end.
fn broad() -> String {
    let list = |items: &mut dyn Iterator<Item = String>| items.collect::<Vec<_>>().join(", ");
    let params = list(&mut (0..40).map(|n| format!("v{n}: i32")));
    let words = |count| vec!["i32"; count].join(", ");
    let mut text = format!(
        "function %broad({}) -> {} {{\nblock0({params}):\n    v40 = iconst -3\n",
        words(40),
        words(20)
    );
    for n in 0..20 {
        let (product, sum, last) = (41 + 2 * n, 42 + 2 * n, 39 - n);
        let _ = writeln!(text, "    v{product} = imul v{last}, v40");
        let _ = writeln!(text, "    v{sum} = iadd v{n}, v{product}");
    }
    let results = list(&mut (0..20).map(|n| format!("v{}", 42 + 2 * n)));
    text + &format!("    return {results}\n}}\n")
}

/// Compiles `codegen/host.c` as the platform's C compiler does.
fn host_object(target: &Target) -> Vec<u8> {
    let name = format!("tinsmith-host-{}-{}.o", std::process::id(), target.name);
    let object = std::env::temp_dir().join(name);
    let source = concat!(env!("CARGO_MANIFEST_DIR"), "/codegen/host.c");
    let clang_feature = |name| ["-Xclang", "-target-feature", "-Xclang", name].map(str::to_owned);
    let options = match target.host_abi {
        HostAbi::Windowed => ["+mul32", "+windowed"].map(clang_feature).concat(),
        HostAbi::Call0 => clang_feature("+mul32").to_vec(),
        HostAbi::Ilp32 | HostAbi::Ilp32f => {
            let abi = if target.hard_f32() { "ilp32f" } else { "ilp32" };
            let march = target.name.replace("riscv", "rv");
            vec![format!("-march={march}"), format!("-mabi={abi}")]
        }
    };
    let triple = match target.isa {
        Isa::Xtensa => "--target=xtensa-none-elf",
        Isa::Riscv32 => "--target=riscv32-unknown-elf",
    };
    let status = std::process::Command::new("clang-22")
        // Without sections for functions LLVM misplaces Xtensa's.
        .args([triple, "-O1", "-ffreestanding", "-ffunction-sections", "-c"])
        .args(options)
        .args([source, "-o"])
        .arg(&object)
        .status()
        .expect("clang-22, from the Debian package of that name, is needed");
    assert!(status.success(), "clang-22: {status}");
    let bytes = std::fs::read(&object).unwrap();
    std::fs::remove_file(&object).unwrap();
    bytes
}

/// Calls through the stubs of imports, which follow the platform's convention.
fn host_functions(target: &Target) -> Suite {
    let mut suite = Suite {
        host: Some(host_object(target)),
        imports: vec![
            ("wide", "import:host:wide:IIIiIi>I"),
            ("many", "import:host:many:fiIiIiIiIf>iIfi"),
            (
                "broad",
                "import:host:broad:iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii>iiiiiiiiiiiiiiiiiiii",
            ),
        ],
        ..Suite::default()
    };
    if target.hard_f32() {
        suite.add(HOST);
    } else {
        // The bits of positive floats compare like integers.
        suite.add(&HOST.replace("fcmp lt", "icmp slt").replace("f32", "i32"));
    }
    suite.add(&broad());
    let args: Vec<u32> = (0..14)
        .map(|n| (0x4080_0001 + n * 0x0101_0307) & 0x7fff_ffff)
        .collect();
    let reversed: Vec<u32> = args.iter().rev().copied().collect();
    suite.call("many", &args);
    suite.call("many", &reversed);
    suite.call("wide", &args[..10]);
    let forty: Vec<u32> = (0..40_u32).map(|n| n.wrapping_mul(0x9e37_79b9)).collect();
    suite.call("broad", &forty);
    suite
}
