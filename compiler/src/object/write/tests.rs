use std::fmt::Write as _;
use std::sync::Arc;

use expect_test::{Expect, expect};
use object::read::elf::ElfFile32;
use object::{
    LittleEndian, Object as _, ObjectSection as _, ObjectSymbol as _, RelocationFlags, SectionFlags,
};

use super::{ObjectError, write};
use crate::ir::SourceLoc;
use crate::object::module::{
    Alias, Binding, Code, Data, DataKind, Literal, ObjectModule, Reloc, RelocKind, RelocTarget,
};
use crate::target::Target;

/// Sections with type, flags, size and alignment; their relocations; symbols.
fn dump(bytes: &[u8]) -> String {
    let elf = ElfFile32::<LittleEndian>::parse(bytes).unwrap();
    let header = elf.elf_header();
    let mut out = format!(
        "machine {} flags {:#x}\n",
        header.e_machine.get(LittleEndian).0,
        header.e_flags.get(LittleEndian).0
    );
    for section in elf.sections() {
        let name = section.name().unwrap();
        let SectionFlags::Elf { sh_type, sh_flags } = section.flags() else {
            unreachable!()
        };
        if [".symtab", ".strtab", ".shstrtab"].contains(&name)
            || name.starts_with(".debug")
            || name.starts_with(".rel")
        {
            continue;
        }
        writeln!(
            out,
            "{name} type {} flags {:#x} size {} align {}",
            sh_type.0,
            sh_flags.0,
            section.size(),
            section.align()
        )
        .unwrap();
        for (offset, reloc) in section.relocations() {
            let object::RelocationTarget::Symbol(symbol) = reloc.target() else {
                unreachable!()
            };
            let symbol = elf.symbol_by_index(symbol).unwrap();
            let name = match symbol.section_index() {
                Some(section) if symbol.kind() == object::SymbolKind::Section => {
                    elf.section_by_index(section).unwrap().name().unwrap()
                }
                _ => symbol.name().unwrap(),
            };
            let RelocationFlags::Elf { r_type } = reloc.flags() else {
                unreachable!()
            };
            writeln!(
                out,
                "  {offset:#x} type {} {name} + {}",
                r_type.0,
                reloc.addend()
            )
            .unwrap();
        }
    }
    for symbol in elf.symbols().filter(|s| s.is_global()) {
        let kind = if symbol.is_undefined() {
            "undefined".to_owned()
        } else {
            format!("{:?}", symbol.kind())
        };
        let weak = if symbol.is_weak() { " weak" } else { "" };
        writeln!(
            out,
            "{} {kind}{weak} size {}",
            symbol.name().unwrap(),
            symbol.size()
        )
        .unwrap();
    }
    out
}

fn check(module: &ObjectModule, expected: &Expect) {
    expected.assert_eq(&dump(&write(module).unwrap()));
}

fn reloc(offset: u32, kind: RelocKind, symbol: &str) -> Reloc {
    Reloc {
        offset,
        kind,
        target: RelocTarget::Symbol(Arc::from(symbol)),
        addend: 0,
    }
}

fn code(name: &str, size: usize, relocs: Vec<Reloc>, literals: Vec<Literal>) -> Code {
    Code {
        name: Arc::from(name),
        display_name: name.to_owned(),
        bytes: vec![0; size],
        align: 4,
        relocs,
        literals,
        lines: vec![(0, SourceLoc(9))],
        frame_size: 0,
    }
}

fn data(name: &str, kind: DataKind, binding: Binding, size: u32) -> Data {
    let bytes = match kind {
        DataKind::ReadOnly | DataKind::Data => vec![0; size as usize],
        DataKind::Bss | DataKind::NoInit => Vec::new(),
    };
    Data {
        name: Arc::from(name),
        kind,
        binding,
        align: 8,
        bytes,
        size,
        relocs: Vec::new(),
    }
}

fn module(target: &str, functions: Vec<Code>) -> ObjectModule {
    ObjectModule {
        name: "app".to_owned(),
        target: Target::by_name(target).unwrap(),
        source: "app.wasm".to_owned(),
        accesses: false,
        functions,
        data: Vec::new(),
        aliases: Vec::new(),
    }
}

fn alias(name: &str, target: &str) -> Alias {
    Alias {
        name: Arc::from(name),
        target: Arc::from(target),
    }
}

#[test]
fn riscv_object() {
    let relocs = vec![
        reloc(0, RelocKind::RiscvHi20, "app.global.0"),
        reloc(4, RelocKind::RiscvLo12I, "app.global.0"),
        reloc(8, RelocKind::RiscvLo12S, "app.global.0"),
        reloc(12, RelocKind::RiscvJal, "app.func.1"),
        reloc(16, RelocKind::RiscvCall, "import:env:f:>"),
        reloc(24, RelocKind::Abs32, "app.func.0"),
    ];
    let mut module = module(
        "riscv32imafc",
        vec![
            code("app.func.0", 28, relocs, vec![]),
            code("app.func.1", 2, vec![], vec![]),
        ],
    );
    module.data = vec![
        data("app.global.0", DataKind::Data, Binding::Global, 8),
        data("type:i>", DataKind::ReadOnly, Binding::Weak, 4),
        data("app.mem.0", DataKind::NoInit, Binding::Global, 65536),
        data("app.table.0", DataKind::Bss, Binding::Global, 40),
    ];
    module.data[1]
        .relocs
        .push(reloc(0, RelocKind::Abs32, "app.mem.0"));
    module.aliases = vec![
        alias("export:app:run:>", "app.func.1"),
        alias("export:app:again:>", "import:env:f:>"),
    ];
    check(
        &module,
        &expect![[r#"
        machine 243 flags 0x3
        .data.app.global.0 type 1 flags 0x3 size 8 align 8
        .rodata.type:i> type 1 flags 0x2 size 4 align 8
          0x0 type 1 app.mem.0 + 0
        .noinit.app.mem.0 type 8 flags 0x3 size 65536 align 8
        .bss.app.table.0 type 8 flags 0x3 size 40 align 8
        .text.app.func.0 type 1 flags 0x6 size 28 align 4
          0x0 type 26 app.global.0 + 0
          0x4 type 27 app.global.0 + 0
          0x8 type 28 app.global.0 + 0
          0xc type 17 app.func.1 + 0
          0x10 type 19 import:env:f:> + 0
          0x18 type 1 app.func.0 + 0
        .text.app.func.1 type 1 flags 0x6 size 2 align 4
        .tinsmith.alias type 1 flags 0x0 size 34 align 1
        .tinsmith.abi type 1 flags 0x200002 size 4 align 4
          0x0 type 1 tinsmith_abi_4 + 0
        .tinsmith.target type 1 flags 0x0 size 12 align 1
        app.global.0 Data size 8
        type:i> Data weak size 4
        app.mem.0 Data size 65536
        app.table.0 Data size 40
        app.func.0 Text size 28
        app.func.1 Text size 2
        export:app:run:> Text size 2
        import:env:f:> undefined size 0
        tinsmith_abi_4 undefined size 0
    "#]],
    );
}

#[test]
fn xtensa_object() {
    let l32r = |offset, n| Reloc {
        offset,
        kind: RelocKind::XtensaL32r,
        target: RelocTarget::Literal(n),
        addend: 0,
    };
    let literals = vec![
        Literal::Const(0x1234_5678),
        Literal::Symbol(Arc::from("app.mem.0"), 12),
        Literal::CodeOffset(6),
    ];
    let relocs = vec![
        l32r(0, 2),
        l32r(3, 1),
        reloc(6, RelocKind::XtensaCall, "tinsmith_trap_unreachable"),
    ];
    let object = write(&module(
        "xtensa-de233",
        vec![code("app.func.0", 12, relocs.clone(), literals.clone())],
    ))
    .unwrap();
    let elf = ElfFile32::<LittleEndian>::parse(&*object).unwrap();
    let words = elf
        .section_by_name(".literal.app.func.0")
        .unwrap()
        .data()
        .unwrap();
    assert_eq!(words, [0x78, 0x56, 0x34, 0x12, 0, 0, 0, 0, 0, 0, 0, 0]);
    check(
        &ObjectModule {
            accesses: true,
            ..module(
                "xtensa-de233",
                vec![code("app.func.0", 12, relocs, literals)],
            )
        },
        &expect![[r#"
            machine 94 flags 0x300
            .text.app.func.0 type 1 flags 0x6 size 12 align 4
              0x0 type 20 .literal.app.func.0 + 8
              0x3 type 20 .literal.app.func.0 + 4
              0x6 type 20 tinsmith_trap_unreachable + 0
            .literal.app.func.0 type 1 flags 0x6 size 12 align 4
              0x4 type 1 app.mem.0 + 12
              0x8 type 1 app.func.0 + 6
            .tinsmith.abi type 1 flags 0x200002 size 8 align 4
              0x0 type 1 tinsmith_abi_4 + 0
              0x4 type 1 tinsmith_emulate_alignment + 0
            .tinsmith.target type 1 flags 0x0 size 12 align 1
            app.func.0 Text size 12
            app.mem.0 undefined size 0
            tinsmith_trap_unreachable undefined size 0
            tinsmith_abi_4 undefined size 0
            tinsmith_emulate_alignment undefined size 0
        "#]],
    );
}

#[test]
fn faults_are_refused() {
    let refused = |target: &str, relocs, literals| {
        write(&module(target, vec![code("f", 8, relocs, literals)])).unwrap_err()
    };
    let jal = || vec![reloc(0, RelocKind::RiscvJal, "f")];
    let l32r = || {
        vec![Reloc {
            offset: 0,
            kind: RelocKind::XtensaL32r,
            target: RelocTarget::Literal(1),
            addend: 0,
        }]
    };
    assert!(matches!(
        refused("xtensa-de233", jal(), vec![]),
        ObjectError::Relocation { .. }
    ));
    assert!(matches!(
        refused("riscv32imac", l32r(), vec![]),
        ObjectError::Relocation { .. }
    ));
    assert!(matches!(
        refused("riscv32imac", vec![], vec![Literal::Const(1)]),
        ObjectError::Literal { .. }
    ));
    assert_eq!(
        refused("xtensa-de233", l32r(), vec![Literal::Const(1)]).to_string(),
        "compiler fault: `f` refers to literal 1, of 1"
    );
    let twice = module(
        "riscv32imac",
        vec![code("f", 2, vec![], vec![]), code("f", 2, vec![], vec![])],
    );
    assert!(matches!(write(&twice), Err(ObjectError::Duplicate { .. })));
    let mut odd = module("riscv32imac", vec![code("f", 2, vec![], vec![])]);
    odd.functions[0].align = 3;
    assert!(matches!(write(&odd), Err(ObjectError::Align { .. })));
}

/// A module without code or with odd names is fine.
#[test]
fn empty_modules_and_odd_names_are_written() {
    let mut odd = module("riscv32imac", vec![]);
    write(&odd).unwrap();
    odd.source = String::new();
    odd.functions = vec![code("a:b\u{1F980}>", 2, vec![], vec![])];
    odd.functions[0].display_name = "zero\0byte".to_owned();
    odd.functions[0].lines = vec![
        (0, SourceLoc::NONE),
        (0, SourceLoc(7)),
        (4000, SourceLoc(8)),
    ];
    write(&odd).unwrap();
}
