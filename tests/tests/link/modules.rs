//! Objects written from an `ObjectModule`: what is kept, where it goes, what debuggers see, who else can link them.

use crate::samples::{link_module, riscv_module, sample_module};
use crate::support::{
    ABI, RISCV, XTENSA, assemble, board, error, link_for, public, run, scratch, start, tool,
};
use std::process::Command;
use tinsmith::board::Class;
use tinsmith::link::{Firmware, Options, link, symbolize};
use tinsmith::target::Isa;

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
    assert!(String::from_utf8_lossy(&refused.stderr).contains("tinsmith_abi_4"));
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

/// The same inputs give the same bytes.
#[test]
fn linking_is_repeatable() {
    for board in [board(RISCV), board(XTENSA)] {
        let link = || link_module(board, &sample_module(board)).unwrap();
        let first = link();
        for _ in 0..5 {
            assert!(first == link(), "{}", board.name);
        }
    }
}
