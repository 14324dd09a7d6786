//! The linker tier: objects and archives are linked and run on the emulated boards.

use std::borrow::Cow;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tinsmith::board::{Board, Class};
use tinsmith::ir::SourceLoc;
use tinsmith::link::{Firmware, Input, LinkError, Options, Scope, link, symbolize};
use tinsmith::object::module::{
    Alias, Binding, Code, Data, DataKind, Literal, ObjectModule, Reloc, RelocKind, RelocTarget,
};
use tinsmith::target::Isa;

const RISCV: &str = "qemu-riscv32";
const XTENSA: &str = "qemu-xtensa";

fn board(name: &str) -> &'static Board {
    Board::by_name(name).unwrap_or_else(|| panic!("no board {name}"))
}

/// A scratch file of this test run.
fn scratch(suffix: &str) -> PathBuf {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    let n = NEXT.fetch_add(1, Ordering::Relaxed);
    let dir = std::env::temp_dir().join(format!("tinsmith-link-{}", std::process::id()));
    std::fs::create_dir_all(&dir).unwrap();
    dir.join(format!("{n}{suffix}"))
}

/// Runs a tool that has to be there.
fn tool(program: &str, package: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}; it is in the package {package}"));
    assert!(
        output.status.success(),
        "{program} {arguments:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Assembles with LLVM.
fn assemble(isa: Isa, text: &str) -> Vec<u8> {
    let source = scratch(".s");
    let object = scratch(".o");
    std::fs::write(&source, text).unwrap();
    let options: &[&str] = match isa {
        Isa::Xtensa => &["--triple=xtensa", "--mcpu=esp32"],
        Isa::Riscv32 => &["--triple=riscv32", "--mattr=+m,+a,+c"],
    };
    let mut arguments = options.to_vec();
    arguments.extend([
        "-filetype=obj",
        source.to_str().unwrap(),
        "-o",
        object.to_str().unwrap(),
    ]);
    tool("llvm-mc-22", "llvm-22", &arguments);
    std::fs::read(object).unwrap()
}

fn input(name: &str, bytes: Vec<u8>, scope: Scope) -> Input<'static> {
    Input {
        name: name.to_owned(),
        bytes: Cow::Owned(bytes),
        scope,
    }
}

fn public(name: &str, bytes: Vec<u8>) -> Input<'static> {
    input(name, bytes, Scope::Public)
}

/// Start-up code that calls `tinsmith_test` and exits with what it returns.
fn start(isa: Isa) -> Input<'static> {
    let text = match isa {
        Isa::Xtensa => include_str!("../link/start-xtensa.s"),
        Isa::Riscv32 => include_str!("../link/start-riscv.s"),
    };
    public("start.o", assemble(isa, text))
}

fn link_for(board: &Board, inputs: &[Input<'_>]) -> Result<Firmware, LinkError> {
    link(inputs, board, &Options::default())
}

/// Links start-up code with assembled pieces.
fn link_asm(board: &Board, pieces: &[&str]) -> Result<Firmware, LinkError> {
    let isa = board.target.isa;
    let mut inputs = vec![start(isa)];
    for (i, piece) in pieces.iter().enumerate() {
        inputs.push(public(&format!("piece{i}.o"), assemble(isa, piece)));
    }
    link_for(board, &inputs)
}

/// Runs a firmware; its exit status and output.
fn run(board: &Board, firmware: &Firmware) -> (i32, String) {
    let path = scratch(".elf");
    std::fs::write(&path, &firmware.elf).unwrap();
    let emulator = board.emulator.as_ref().unwrap();
    let output = Command::new("timeout")
        .arg("60")
        .arg(&emulator.program)
        .args(emulator.command_line(path.to_str().unwrap(), false))
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| {
            panic!(
                "{}: {error}; it is in the package {}",
                emulator.program, emulator.package
            )
        });
    let text = format!(
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    (output.status.code().unwrap_or(-1), text)
}

fn error(result: Result<Firmware, LinkError>) -> String {
    result
        .err()
        .map_or_else(|| "it linked".to_owned(), |e| e.to_string())
}

#[test]
fn riscv_assembly_runs() {
    let board = board(RISCV);
    let firmware = link_asm(
        board,
        &[".globl tinsmith_test\ntinsmith_test: la a1, word\nlw a0, 0(a1)\nla a1, other\nlw a1, 0(a1)\nadd a0, a0, a1\nret\n
           .section .rodata.word,\"a\"\n.balign 4\nword: .word 40\n.section .data.other,\"aw\"\n.balign 4\nother: .word 2\n"],
    )
    .unwrap();
    assert_eq!(run(board, &firmware), (42, String::new()));
}

#[test]
fn xtensa_assembly_runs() {
    let board = board(XTENSA);
    let firmware = link_asm(
        board,
        &[".section .text.t,\"ax\"\n.align 4\n.globl tinsmith_test\ntinsmith_test:\nmovi a2, 123456\nmovi a3, 123414\nsub a2, a2, a3\nret\n"],
    )
    .unwrap();
    assert_eq!(run(board, &firmware), (42, String::new()));
}

/// Builds the Rust library for a target with the given features.
fn rust_archive(target: &str, features: &str) -> Vec<u8> {
    static BUILDS: std::sync::Mutex<()> = std::sync::Mutex::new(());
    let _one_at_a_time = BUILDS
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("link/rust");
    let out = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("link-rust");
    let output = Command::new("/usr/bin/cargo")
        .current_dir(&source)
        .args([
            "build",
            "--release",
            "-Zbuild-std=core",
            "-Zbuild-std-features=compiler-builtins-mem",
            "-Zjson-target-spec",
            "--target",
            target,
        ])
        .args(["--features", features, "--target-dir"])
        .arg(&out)
        // Debian's rustc and rust-src match; rustup's may be first in the path.
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO")
        .env_remove("RUSTUP_TOOLCHAIN")
        .output()
        .unwrap_or_else(|error| {
            panic!("/usr/bin/cargo: {error}; packages cargo-web, rustc-web, rust-web-src")
        });
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let name = target.strip_suffix(".json").unwrap_or(target);
    std::fs::read(out.join(name).join("release/liblink_rust.a")).unwrap()
}

const RUST_SAYS: &str =
    "counter 42 zero 0 probe 117 product 6 quotient 142857142857142 hex 0xdeadbeef\n";

#[test]
fn rust_archive_runs_on_riscv() {
    let board = board(RISCV);
    let archive = rust_archive("riscv32imac-unknown-none-elf", "host,routines");
    let firmware = link_for(board, &[start(Isa::Riscv32), public("librust.a", archive)]).unwrap();
    assert_eq!(run(board, &firmware), (5, RUST_SAYS.to_owned()));
}

/// Two archives with different calling conventions and the same names inside.
#[test]
fn rust_archives_of_two_conventions_run_on_xtensa() {
    let board = board(XTENSA);
    let start = public(
        "start.o",
        assemble(Isa::Xtensa, include_str!("../link/start-windowed.s")),
    );
    let inputs = [
        start,
        input(
            "libhost.a",
            rust_archive("xtensa-windowed.json", "windowed"),
            Scope::Scoped,
        ),
        input(
            "libroutines.a",
            rust_archive("xtensa-call0.json", "routines"),
            Scope::Scoped,
        ),
    ];
    let firmware = link_for(board, &inputs).unwrap();
    assert_eq!(run(board, &firmware), (5, RUST_SAYS.to_owned()));
}

// Objects written from an `ObjectModule`.

fn code(name: &str, bytes: Vec<u8>, relocs: Vec<Reloc>, literals: Vec<Literal>) -> Code {
    Code {
        name: Arc::from(name),
        display_name: format!("display {name}"),
        align: 4,
        lines: vec![
            (0, SourceLoc(0x30)),
            (2, SourceLoc(0x35)),
            (4, SourceLoc::NONE),
        ],
        bytes,
        relocs,
        literals,
        frame_size: 0,
    }
}

fn module(
    board: &Board,
    functions: Vec<Code>,
    data: Vec<Data>,
    aliases: Vec<Alias>,
) -> ObjectModule {
    ObjectModule {
        name: "app".to_owned(),
        target: board.target,
        source: "app.wasm".to_owned(),
        functions,
        data,
        aliases,
    }
}

fn reloc(offset: u32, kind: RelocKind, symbol: &str, addend: i32) -> Reloc {
    Reloc {
        offset,
        kind,
        target: RelocTarget::Symbol(Arc::from(symbol)),
        addend,
    }
}

fn l32r(offset: u32, literal: u32) -> Reloc {
    Reloc {
        offset,
        kind: RelocKind::XtensaL32r,
        target: RelocTarget::Literal(literal),
        addend: 0,
    }
}

fn data(name: &str, kind: DataKind, bytes: &[u8], size: u32, relocs: Vec<Reloc>) -> Data {
    Data {
        name: Arc::from(name),
        kind,
        binding: Binding::Global,
        align: 4,
        bytes: bytes.to_vec(),
        size,
        relocs,
    }
}

fn alias(name: &str, target: &str) -> Alias {
    Alias {
        name: Arc::from(name),
        target: Arc::from(target),
    }
}

/// The runtime's part of the version check.
const ABI: &str = ".globl tinsmith_abi_1\n.set tinsmith_abi_1, 1\n";

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// Data of every kind: the sum of a constant reached through a pointer, a variable, a cleared word and 40 = 42.
fn sample_data(kind_of_pointer: DataKind) -> Vec<Data> {
    vec![
        data("app.global.0", DataKind::Data, &words(&[1]), 4, vec![]),
        data("app.data.0", DataKind::ReadOnly, &words(&[7, 1]), 8, vec![]),
        data(
            "app.pointer",
            kind_of_pointer,
            &[0; 4],
            4,
            vec![reloc(0, RelocKind::Abs32, "app.data.0", 4)],
        ),
        data("app.zero", DataKind::Bss, &[], 4, vec![]),
        data("app.mem.0", DataKind::NoInit, &[], 0x200_0000, vec![]),
    ]
}

/// `tinsmith_test` by `jal` to `app.func.1`, and every RISC-V relocation kind.
fn riscv_module(board: &Board) -> ObjectModule {
    let hi_lo = |offset, symbol: &str, low| {
        vec![
            reloc(offset, RelocKind::RiscvHi20, symbol, 0),
            reloc(offset + 4, low, symbol, 0),
        ]
    };
    let mut relocs = hi_lo(0, "app.pointer", RelocKind::RiscvLo12I);
    relocs.extend(hi_lo(12, "app.global.0", RelocKind::RiscvLo12I));
    relocs.extend(hi_lo(24, "app.mem.0", RelocKind::RiscvLo12S));
    let func1 = words(&[
        0x0000_02b7, // lui t0, %hi(app.pointer)
        0x0002_a303, // lw t1, %lo(app.pointer)(t0)
        0x0003_2303, // lw t1, 0(t1)
        0x0000_02b7, // lui t0, %hi(app.global.0)
        0x0002_a383, // lw t2, %lo(app.global.0)(t0)
        0x0073_0333, // add t1, t1, t2
        0x0000_02b7, // lui t0, %hi(app.mem.0)
        0x0062_a023, // sw t1, %lo(app.mem.0)(t0)
        0x0283_0513, // addi a0, t1, 40
        0x0000_8067, // ret
    ]);
    let test = words(&[0x0000_006f]); // j app.func.1
    let calls = words(&[0x0000_0317, 0x0003_0067]); // tail export:app:f:>i
    module(
        board,
        vec![
            code(
                "tinsmith_test",
                calls,
                vec![reloc(0, RelocKind::RiscvCall, "export:app:f:>i", 0)],
                vec![],
            ),
            code(
                "app.func.0",
                test,
                vec![reloc(0, RelocKind::RiscvJal, "app.func.1", 0)],
                vec![],
            ),
            code("app.func.1", func1, relocs, vec![]),
            code("app.func.2", words(&[0x0000_8067]), vec![], vec![]),
        ],
        sample_data(DataKind::ReadOnly),
        vec![alias("export:app:f:>i", "app.func.0")],
    )
}

/// The same on Xtensa.
fn xtensa_module(board: &Board) -> ObjectModule {
    let func1 = vec![
        0x81, 0, 0, // l32r a8, &app.pointer
        0x88, 0x08, // l32i.n a8, a8, 0
        0x88, 0x08, // l32i.n a8, a8, 0
        0x91, 0, 0, // l32r a9, &app.global.0
        0x98, 0x09, // l32i.n a9, a9, 0
        0x9a, 0x88, // add.n a8, a8, a9
        0x91, 0, 0, // l32r a9, 40
        0x9a, 0x28, // add.n a2, a8, a9
        0x0d, 0xf0, // ret.n
    ];
    let literals = vec![
        Literal::Symbol(Arc::from("app.pointer"), 0),
        Literal::Symbol(Arc::from("app.global.0"), 0),
        Literal::Const(40),
    ];
    let relocs = vec![l32r(0, 0), l32r(7, 1), l32r(14, 2)];
    // Jumps over a byte that is no instruction, by its own address.
    let jump = vec![0x81, 0, 0, 0xa0, 0x08, 0, 0, 0x06, 0, 0]; // l32r a8, .+7; jx a8; 0; j app.func.1
    module(
        board,
        vec![
            code(
                "tinsmith_test",
                vec![0x06, 0, 0],
                vec![reloc(0, RelocKind::XtensaCall, "export:app:f:>i", 0)],
                vec![],
            ),
            code(
                "app.func.0",
                jump,
                vec![l32r(0, 0), reloc(7, RelocKind::XtensaCall, "app.func.1", 0)],
                vec![Literal::CodeOffset(7)],
            ),
            code("app.func.1", func1, relocs, literals),
            code("app.func.2", vec![0x0d, 0xf0], vec![], vec![]),
        ],
        sample_data(DataKind::Data),
        vec![alias("export:app:f:>i", "app.func.0")],
    )
}

fn sample_module(board: &Board) -> ObjectModule {
    match board.target.isa {
        Isa::Riscv32 => riscv_module(board),
        Isa::Xtensa => xtensa_module(board),
    }
}

fn link_module(board: &Board, module: &ObjectModule) -> Result<Firmware, LinkError> {
    let isa = board.target.isa;
    let object = tinsmith::object::write(module).unwrap();
    link_for(
        board,
        &[
            start(isa),
            public("app.o", object),
            public("abi.o", assemble(isa, ABI)),
        ],
    )
}

#[test]
fn modules_run_on_both() {
    for board in [board(RISCV), board(XTENSA)] {
        let firmware = link_module(board, &sample_module(board)).unwrap();
        assert_eq!(run(board, &firmware), (42, String::new()), "{}", board.name);
    }
}

/// Nothing refers to `app.func.2` and `app.zero`; the linear memory is last and takes no space in the file.
#[test]
fn unneeded_sections_are_dropped_and_memory_comes_last() {
    for board in [board(RISCV), board(XTENSA)] {
        let firmware = link_module(board, &sample_module(board)).unwrap();
        let is = |name: &str| firmware.symbols.contains_key(name);
        assert!(
            is("app.func.1") && !is("app.func.2") && !is("app.zero"),
            "{}",
            board.name
        );
        let size = |class| {
            firmware
                .sizes
                .iter()
                .find(|s| s.class == class)
                .unwrap()
                .size
        };
        assert_eq!(size(Class::Bss), 0);
        assert_eq!(size(Class::Stack), board.stack);
        assert!(firmware.elf.len() < 64 << 10);
        // The Xtensa sample does not use the memory.
        let memory = if board.name == RISCV { 0x200_0000 } else { 0 };
        assert_eq!(size(Class::Noinit), memory);
        let keep = Options {
            keep: vec!["app.func.2".to_owned(), "app.zero".to_owned()],
        };
        let object = tinsmith::object::write(&sample_module(board)).unwrap();
        let isa = board.target.isa;
        let inputs = [
            start(isa),
            public("app.o", object),
            public("abi.o", assemble(isa, ABI)),
        ];
        let kept = link(&inputs, board, &keep).unwrap();
        assert!(kept.symbols.contains_key("app.func.2"));
        let (zero, bss) = (kept.symbols["app.zero"], kept.symbols["__bss_start"]);
        assert_eq!((zero.address, zero.size), (bss.address, 4));
        assert_eq!(kept.symbols["__bss_end"].address, bss.address + 4);
    }
}

#[test]
fn no_segment_is_writable_and_executable() {
    use object::read::elf::{FileHeader as _, ProgramHeader as _};
    for board in [board(RISCV), board(XTENSA)] {
        let firmware = link_module(board, &sample_module(board)).unwrap();
        let elf = object::elf::FileHeader32::<object::LittleEndian>::parse(&*firmware.elf).unwrap();
        let segments = elf
            .program_headers(object::LittleEndian, &*firmware.elf)
            .unwrap();
        let flags: Vec<u32> = segments
            .iter()
            .map(|s| s.p_flags(object::LittleEndian).0)
            .collect();
        assert!(
            flags.contains(&5) && flags.contains(&4) && flags.contains(&6),
            "{flags:?}"
        );
        assert!(flags.iter().all(|f| f & 3 != 3), "{flags:?}");
    }
}

/// Object and firmware satisfy LLVM's checker, and addresses lead back to the wasm file.
#[test]
fn debug_information_is_well_formed() {
    for board in [board(RISCV), board(XTENSA)] {
        let object = tinsmith::object::write(&sample_module(board)).unwrap();
        let firmware = link_module(board, &sample_module(board)).unwrap();
        for (bytes, suffix) in [(&object, ".o"), (&firmware.elf, ".elf")] {
            // LLVM's reader does not know `R_XTENSA_32`.
            if board.name == XTENSA && suffix == ".o" {
                continue;
            }
            let path = scratch(suffix);
            std::fs::write(&path, bytes).unwrap();
            let path = path.to_str().unwrap();
            let said = tool("llvm-dwarfdump-22", "llvm-22", &["--verify", path]);
            assert!(said.contains("No errors"), "{}: {said}", board.name);
            assert!(!said.contains("warning"), "{}: {said}", board.name);
        }
        let f = firmware.symbols["app.func.1"];
        let at = |offset: u32| symbolize(&firmware.elf, f.address + offset).unwrap();
        assert_eq!(at(0).function, "display app.func.1");
        assert_eq!(at(0).symbol, "app.func.1");
        assert_eq!(at(0).source.as_deref(), Some("app.wasm"));
        assert_eq!(
            [at(0), at(1), at(2), at(3), at(4), at(f.size - 1)].map(|place| place.wasm_offset),
            [Some(0x30), Some(0x30), Some(0x35), Some(0x35), None, None]
        );
        assert_eq!(
            symbolize(&firmware.elf, firmware.symbols["__stack_top"].address),
            None
        );
        assert_eq!(
            symbolize(&firmware.elf, firmware.symbols["_start"].address).map(|p| p.symbol),
            None
        );
        assert_eq!(symbolize(b"no firmware", 0), None);
    }
}

/// The field's own linker takes our RISC-V objects, and refuses another ABI version.
#[test]
fn lld_links_riscv_objects() {
    let board = board(RISCV);
    let write = |suffix: &str, bytes: Vec<u8>| {
        let path = scratch(suffix);
        std::fs::write(&path, bytes).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let app = write(".o", tinsmith::object::write(&riscv_module(board)).unwrap());
    let script = write(
        ".ld",
        b"ENTRY(_start) SECTIONS { . = 0x80000000; .text : { KEEP(*(.reset)) *(.text .text.*) } .rodata : { *(.rodata.*) }
          .data : { *(.data.*) } .noinit (NOLOAD) : { *(.noinit.*) } . += 4096; __stack_top = .; }"
            .to_vec(),
    );
    let start = write(".o", start(Isa::Riscv32).bytes.into_owned());
    let abi = write(".o", assemble(Isa::Riscv32, ABI));
    let out = scratch(".elf");
    let mut arguments = vec![
        "--gc-sections",
        "-T",
        &script,
        &start,
        &app,
        &abi,
        "-o",
        out.to_str().unwrap(),
    ];
    tool("ld.lld-22", "lld-22", &arguments);
    let elf = std::fs::read(&out).unwrap();
    let firmware = Firmware {
        elf,
        entry: 0,
        sizes: vec![],
        symbols: std::collections::BTreeMap::new(),
    };
    assert_eq!(run(board, &firmware), (42, String::new()));
    arguments.retain(|a| *a != abi);
    let refused = Command::new("ld.lld-22").args(&arguments).output().unwrap();
    assert!(!refused.status.success());
    assert!(String::from_utf8_lossy(&refused.stderr).contains("tinsmith_abi_1"));
}

// Large code.

/// Functions that each add a constant of their own and call the next, with `padding` bytes between them.
fn xtensa_chain(board: &Board, functions: u32, padding: u32) -> ObjectModule {
    let mut list = Vec::new();
    for n in 0..functions {
        let last = n + 1 == functions;
        let mut bytes = vec![0x81, 0, 0, 0x91, 0, 0, 0x8a, 0x22, 0x9a, 0x22]; // l32r a8; l32r a9; add.n a2, a2, a8; add.n a2, a2, a9
        let mut relocs = vec![l32r(0, 0), l32r(3, 1)];
        if last {
            bytes.extend([0x0d, 0xf0]); // ret.n
        } else {
            relocs.push(reloc(
                10,
                RelocKind::XtensaCall,
                &format!("app.func.{}", n + 1),
                0,
            ));
            bytes.extend([0x06, 0, 0]); // j
        }
        bytes.resize(padding as usize, 0);
        list.push(code(
            &format!("app.func.{n}"),
            bytes,
            relocs,
            vec![
                Literal::Const(0x10000 + n),
                Literal::Const(-0x10000i32 as u32),
            ],
        ));
    }
    // tinsmith_test: movi.n a2, 0; j app.func.0. It comes last, far from what it calls.
    let test = vec![0x0c, 0x02, 0x06, 0, 0];
    list.push(code(
        "tinsmith_test",
        test,
        vec![reloc(2, RelocKind::XtensaCall, "app.func.0", 0)],
        vec![],
    ));
    module(board, list, vec![], vec![])
}

/// 1.2 MiB of code: a dozen pools, and jumps beyond the reach of `j`.
#[test]
fn far_xtensa_code_gets_pools_and_veneers() {
    let board = board(XTENSA);
    let firmware = link_module(board, &xtensa_chain(board, 12, 100_000)).unwrap();
    // 0 + 1 + … + 11
    assert_eq!(run(board, &firmware), (66, String::new()));
    let text = firmware
        .sizes
        .iter()
        .find(|s| s.class == Class::Text)
        .unwrap()
        .size;
    // Each pool holds its function's two constants and at most a veneer's address.
    assert!((1_200_000..1_200_600).contains(&text), "{text}");
}

/// 300 functions share pools.
#[test]
fn literals_are_shared() {
    let board = board(XTENSA);
    let firmware = link_module(board, &xtensa_chain(board, 300, 16)).unwrap();
    assert_eq!(run(board, &firmware).0, (0..300).sum::<i32>() & 0xff);
    let text = firmware
        .sizes
        .iter()
        .find(|s| s.class == Class::Text)
        .unwrap()
        .size;
    assert!(text < 300 * 16 + 301 * 4 + 80, "{text}");
}

/// 3 MiB of code and a `jal` across it.
#[test]
fn far_riscv_code_gets_veneers() {
    let board = board(RISCV);
    let last = words(&[0x0290_0513, 0x0015_0513, 0x0000_8067]); // li a0, 41; addi a0, a0, 1; ret
    let mut list = vec![code(
        "tinsmith_test",
        words(&[0x0000_006f]),
        vec![reloc(0, RelocKind::RiscvJal, "far", 0)],
        vec![],
    )];
    for n in 0..6 {
        list.push(code(&format!("pad{n}"), vec![0; 500_000], vec![], vec![]));
    }
    list.push(code("far", last, vec![], vec![]));
    let options = Options {
        keep: (0..6).map(|n| format!("pad{n}")).collect(),
    };
    let object = tinsmith::object::write(&module(board, list, vec![], vec![])).unwrap();
    let inputs = [
        start(Isa::Riscv32),
        public("app.o", object),
        public("abi.o", assemble(Isa::Riscv32, ABI)),
    ];
    let firmware = link(&inputs, board, &options).unwrap();
    assert!(
        firmware.symbols["far"].address - firmware.symbols["tinsmith_test"].address > 2_900_000
    );
    assert_eq!(run(board, &firmware), (42, String::new()));
}

/// Windowed code that calls functions 700,000 bytes away.
#[test]
fn far_windowed_calls_get_veneers() {
    let board = board(XTENSA);
    let far = |n: u32| {
        format!(
            ".section .text.far{n},\"ax\"\n.align 4\n.globl far{n}\nfar{n}: entry a1, 32\naddi a2, a2, {n}\nretw\n
             .section .text.pad{n},\"ax\"\n.globl pad{n}\npad{n}: .space 700000\n"
        )
    };
    let probe = ".section .text.p,\"ax\"\n.align 4\n.globl tinsmith_probe\ntinsmith_probe: ret\n
         .section .text.f,\"ax\"\n.align 4\n.globl tinsmith_test\ntinsmith_test:\nentry a1, 64\n
         movi a6, 1\ncall4 far4\nmov a10, a6\ncall8 far8\nmov a14, a10\ncall12 far12\nmov a2, a14\nretw\n";
    let start = assemble(Isa::Xtensa, include_str!("../link/start-windowed.s"));
    let far = [far(4), far(8), far(12)].concat();
    let options = Options {
        keep: ["pad4", "pad8", "pad12"].map(str::to_owned).to_vec(),
    };
    let inputs = [
        public("far.o", assemble(Isa::Xtensa, &far)),
        public("start.o", start),
        public("test.o", assemble(Isa::Xtensa, probe)),
    ];
    let firmware = link(&inputs, board, &options).unwrap();
    assert!(
        firmware.symbols["tinsmith_test"].address - firmware.symbols["far12"].address > 600_000
    );
    assert_eq!(run(board, &firmware), (25, String::new()));
}

/// A branch has no veneer.
#[test]
fn branches_out_of_reach_are_refused() {
    let far = ".section .text.far,\"ax\"\n.globl far\nfar: nop\n";
    let message = error(link_asm(
        board(XTENSA),
        &[
            ".section .text.t,\"ax\"\n.globl tinsmith_test\n.align 4\ntinsmith_test: beqz a2, far\n.space 5000\n",
            far,
        ],
    ));
    assert_eq!(
        message,
        "`t` in piece0.o: a branch at offset 0x0 does not reach `far`, 5004 bytes away"
    );
    let message = error(link_asm(
        board(RISCV),
        &[
            &riscv_test(".reloc ., R_RISCV_BRANCH, far\n.word 0x00050063\n.space 5000"),
            far,
        ],
    ));
    assert!(
        message.contains("a branch at offset 0x0 does not reach `far`, 500"),
        "{message}"
    );
}

// What names mean.

const RISCV_TEST: &str = ".globl tinsmith_test\n.type tinsmith_test,@function\ntinsmith_test:\n";

fn riscv_test(body: &str) -> String {
    format!(
        ".section .text.tinsmith_test,\"ax\"\n{RISCV_TEST}{body}\n.size tinsmith_test, .-tinsmith_test\n"
    )
}

#[test]
fn undefined_names_say_who_needs_them() {
    let board = board(RISCV);
    let test = riscv_test("call missing\ntail missing2");
    assert_eq!(
        error(link_asm(board, &[&test])),
        "nothing defines `missing` (needed by `tinsmith_test` in piece0.o)\n\
         nothing defines `missing2` (needed by `tinsmith_test` in piece0.o)"
    );
    // Code that nobody needs may lack anything; a weak reference is null.
    let fine = riscv_test("la a0, nothing\naddi a0, a0, 3\nret\n.weak nothing");
    let dead = ".section .text.dead,\"ax\"\ncall missing\n";
    assert_eq!(run(board, &link_asm(board, &[&fine, dead]).unwrap()).0, 3);
    assert!(error(link_for(board, &[])).starts_with("nothing defines the entry symbol `_start`"));
}

/// A jump to a symbol whose name LLVM only takes in data.
fn jump(symbol: &str) -> String {
    format!("la a5, 1f\nlw a5, 0(a5)\njr a5\n.balign 4\n1: .word \"{symbol}\"")
}

#[test]
fn imports_are_explained() {
    let board = board(RISCV);
    let test = riscv_test(&jump("import:env:add:ii>i"));
    assert_eq!(
        error(link_asm(board, &[&test])),
        "nothing provides the import `add` of module `env` with type (i32, i32) -> i32 (needed by `tinsmith_test` in piece0.o)"
    );
    let other = ".globl \"import:env:add:I>I\"\n\"import:env:add:I>I\": ret\n";
    assert_eq!(
        error(link_asm(board, &[&test, other])),
        "nothing provides the import `add` of module `env` with type (i32, i32) -> i32; it is provided with type (i64) -> i64 \
         (needed by `tinsmith_test` in piece0.o)"
    );
    let host = ".globl \"import:env:add:ii>i\"\n\"import:env:add:ii>i\": li a0, 9\nret\n";
    assert_eq!(run(board, &link_asm(board, &[&test, host]).unwrap()).0, 9);
    let version = error(link_for(
        board,
        &[
            start(Isa::Riscv32),
            public(
                "app.o",
                tinsmith::object::write(&riscv_module(board)).unwrap(),
            ),
        ],
    ));
    assert!(
        version.starts_with("a module was compiled for version 1 of the runtime interface"),
        "{version}"
    );
}

/// An import takes another instance's export, through aliases, and a memory's descriptor likewise.
#[test]
fn exports_satisfy_imports() {
    let board = board(RISCV);
    let test = riscv_test(
        "mv s0, ra\nla a5, 1f\nlw a0, 0(a5)\njalr a0\nla a5, 1f\nlw a1, 4(a5)\nlw a1, 0(a1)\nadd a0, a0, a1\nmv ra, s0\nret
         .balign 4\n1: .word \"import:lib:f:>i\", \"import:lib:m:memory.desc\"",
    );
    // `lib` exports a function it imports from `base`.
    let ret = words(&[0x0000_8067]);
    let lib = ObjectModule {
        aliases: vec![
            alias("export:lib:f:>i", "import:base:g:>i"),
            alias("export:lib:m:memory.desc", "app.mem.0.desc"),
        ],
        data: vec![data(
            "app.mem.0.desc",
            DataKind::Data,
            &words(&[30]),
            4,
            vec![],
        )],
        ..module(
            board,
            vec![code("app.func.0", ret, vec![], vec![])],
            vec![],
            vec![],
        )
    };
    let base = ".globl \"export:base:g:>i\"\n\"export:base:g:>i\": li a0, 12\nret\n";
    let inputs = [
        start(Isa::Riscv32),
        public("test.o", assemble(Isa::Riscv32, &test)),
        public("lib.o", tinsmith::object::write(&lib).unwrap()),
        public("base.o", assemble(Isa::Riscv32, base)),
        public("abi.o", assemble(Isa::Riscv32, ABI)),
    ];
    assert_eq!(run(board, &link_for(board, &inputs).unwrap()).0, 42);
    // Aliases that go round in circles are refused, not followed for ever.
    let circle = module(
        board,
        vec![],
        vec![],
        vec![alias("a", "b"), alias("b", "a")],
    );
    let circle = tinsmith::object::write(&circle).unwrap();
    let inputs = [
        start(Isa::Riscv32),
        public("test.o", assemble(Isa::Riscv32, &riscv_test("tail a"))),
        public("circle.o", circle),
        public("abi.o", assemble(Isa::Riscv32, ABI)),
    ];
    assert!(error(link_for(board, &inputs)).starts_with("nothing defines `a`"));
}

#[test]
fn duplicates_are_refused_and_weak_ones_give_way() {
    let board = board(RISCV);
    let test = riscv_test("tail value");
    let one = ".globl value\nvalue: li a0, 1\nret\n";
    let two = ".globl value\nvalue: li a0, 2\nret\n";
    let weak = ".weak value\nvalue: li a0, 3\nret\n";
    assert_eq!(
        error(link_asm(board, &[&test, one, two])),
        "`value` is defined twice: in piece1.o and in piece2.o"
    );
    assert_eq!(
        run(board, &link_asm(board, &[&test, weak, two]).unwrap()).0,
        2
    );
    assert_eq!(
        run(board, &link_asm(board, &[&test, weak, weak]).unwrap()).0,
        3
    );
    // In a scope of its own a name disturbs nobody.
    let inputs = |scope| {
        [
            start(Isa::Riscv32),
            public("test.o", assemble(Isa::Riscv32, &test)),
            public("one.o", assemble(Isa::Riscv32, one)),
            input("two.o", assemble(Isa::Riscv32, two), scope),
        ]
    };
    assert!(error(link_for(board, &inputs(Scope::Public))).contains("defined twice"));
    assert_eq!(
        run(board, &link_for(board, &inputs(Scope::Scoped)).unwrap()).0,
        1
    );
    // C's tentative definitions are one variable, of the largest size.
    let common = |size: u32| format!(".comm shared, {size}, 4\n");
    let test = riscv_test("la a0, shared\nla a1, __bss_end\nsub a0, a1, a0\nret");
    let firmware = link_asm(board, &[&test, &common(8), &common(64), &common(4)]).unwrap();
    assert_eq!(firmware.symbols["shared"].size, 64);
    assert_eq!(run(board, &firmware).0, 64);
}

#[test]
fn comdat_groups_are_taken_once() {
    let board = board(RISCV);
    let group = |n: u32| {
        format!(
            ".section .text.inline,\"axG\",@progbits,inline_f,comdat\n.weak inline_f\ninline_f: li a0, {n}\nret\n"
        )
    };
    let first = format!("{}{}", riscv_test("tail inline_f"), group(5));
    assert_eq!(
        run(board, &link_asm(board, &[&first, &group(6)]).unwrap()).0,
        5
    );
}

#[test]
fn other_processors_are_refused() {
    let (riscv, xtensa) = (board(RISCV), board(XTENSA));
    let float = board("qemu-riscv32f");
    let message = error(link_for(riscv, &[start(Isa::Xtensa)]));
    assert_eq!(
        message,
        "start.o is compiled for Xtensa, but the board is riscv32imac; compile it for the board's target"
    );
    assert!(
        error(link_for(xtensa, &[start(Isa::Riscv32)]))
            .contains("RISC-V, but the board is xtensa-de233")
    );
    let message = error(link_for(float, &[start(Isa::Riscv32)]));
    assert!(
        message.contains("the ilp32 calling convention, but the board is riscv32imafc"),
        "{message}"
    );
    let object = tinsmith::object::write(&module(float, vec![], vec![], vec![])).unwrap();
    assert!(
        error(link_for(riscv, &[public("app.o", object)]))
            .contains("compiled for riscv32imafc, but")
    );
}

#[test]
fn full_memories_are_reported_in_numbers() {
    for board in [board(RISCV), board(XTENSA)] {
        let mut module = sample_module(board);
        module.data[4].size = 0xffff_fff0;
        let object = tinsmith::object::write(&module).unwrap();
        let isa = board.target.isa;
        let options = Options {
            keep: vec!["app.mem.0".to_owned()],
        };
        let inputs = [
            start(isa),
            public("app.o", object),
            public("abi.o", assemble(isa, ABI)),
        ];
        let message = error(link(&inputs, board, &options));
        assert!(message.starts_with("memory `ram` of board"), "{message}");
        assert!(message.contains("it has 134217728 ("), "{message}");
        assert!(
            message.contains(
                "the largest parts are app.mem.0 (4294967280 bytes), the stack (65536 bytes)"
            ),
            "{message}"
        );
    }
}

/// Truncations and bit flips of a good object are refused or linked; nothing panics.
#[test]
fn broken_objects_do_not_panic() {
    for board in [board(RISCV), board(XTENSA)] {
        let isa = board.target.isa;
        let object = tinsmith::object::write(&sample_module(board)).unwrap();
        let rest = [start(isa), public("abi.o", assemble(isa, ABI))];
        let attempt = |bytes: Vec<u8>| {
            let mut inputs = rest.to_vec();
            inputs.push(public("broken.o", bytes));
            let _ = link_for(board, &inputs);
        };
        for len in (0..object.len()).step_by(37) {
            attempt(object[..len].to_vec());
        }
        let mut state = 1u32;
        for _ in 0..1500 {
            let mut bytes = object.clone();
            for _ in 0..3 {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let at = (state >> 8) as usize % bytes.len();
                bytes[at] ^= 1 << (state & 7);
            }
            attempt(bytes);
        }
    }
}

/// Code assembled for a relaxing linker: surplus padding goes, labels and differences follow.
#[test]
fn riscv_alignment_padding_is_deleted() {
    let board = board(RISCV);
    let text = format!(
        ".option relax\n.section .text.tinsmith_test,\"ax\"\n{RISCV_TEST}c.mv s0, ra\nli a0, 0\n.balign 4\nla a1, aligned\nandi a1, a1, 15\nadd a0, a0, a1
         lui a5, %hi(span)\nlw a1, %lo(span)(a5)\nadd a0, a0, a1\nc.nop\n.balign 16\naligned: addi a0, a0, 1\ncall next\nlast: c.nop\n.balign 32\n
         next: la a2, next\nandi a2, a2, 31\nadd a0, a0, a2\njr s0\n.size tinsmith_test, .-tinsmith_test
         .section .rodata.span,\"a\"\n.balign 4\nspan: .word last - aligned\n"
    );
    let firmware = link_asm(board, &[&text]).unwrap();
    // c.addi and call are 10 bytes; both labels are aligned.
    assert_eq!(run(board, &firmware), (11, String::new()));
    assert!(
        firmware.symbols["tinsmith_test"].size % 4 == 2
            || firmware.symbols["tinsmith_test"].size > 60
    );
}

#[test]
fn missing_memories_are_named_once() {
    let board = board(RISCV);
    let test = riscv_test(
        ".word \"import:env:m:memory\", \"import:env:m:memory.desc\", \"import:env:t:table.desc\"",
    );
    assert_eq!(
        error(link_asm(board, &[&test])),
        "nothing provides the imported memory `m` of module `env` (needed by `tinsmith_test` in piece0.o)\n\
         nothing provides the imported table `t` of module `env` (needed by `tinsmith_test` in piece0.o)"
    );
}
