//! Modules as the back end makes them, by hand.

use crate::support::{ABI, assemble, link_for, public, start};
use std::sync::Arc;
use tinsmith::board::Board;
use tinsmith::ir::SourceLoc;
use tinsmith::link::{Firmware, LinkError};
use tinsmith::object::module::{
    Alias, Binding, Code, Data, DataKind, Literal, ObjectModule, Reloc, RelocKind, RelocTarget,
};
use tinsmith::target::Isa;

pub fn code(name: &str, bytes: Vec<u8>, relocs: Vec<Reloc>, literals: Vec<Literal>) -> Code {
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

pub fn module(
    board: &Board,
    functions: Vec<Code>,
    data: Vec<Data>,
    aliases: Vec<Alias>,
) -> ObjectModule {
    ObjectModule {
        name: "app".to_owned(),
        target: board.target,
        source: "app.wasm".to_owned(),
        accesses: false,
        functions,
        data,
        aliases,
    }
}

pub fn reloc(offset: u32, kind: RelocKind, symbol: &str, addend: i32) -> Reloc {
    Reloc {
        offset,
        kind,
        target: RelocTarget::Symbol(Arc::from(symbol)),
        addend,
    }
}

pub fn l32r(offset: u32, literal: u32) -> Reloc {
    Reloc {
        offset,
        kind: RelocKind::XtensaL32r,
        target: RelocTarget::Literal(literal),
        addend: 0,
    }
}

pub fn data(name: &str, kind: DataKind, bytes: &[u8], size: u32, relocs: Vec<Reloc>) -> Data {
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

pub fn alias(name: &str, target: &str) -> Alias {
    Alias {
        name: Arc::from(name),
        target: Arc::from(target),
    }
}

pub fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|w| w.to_le_bytes()).collect()
}

/// Data of every kind: the sum of a constant reached through a pointer, a variable, a cleared word and 40 = 42.
pub fn sample_data(kind_of_pointer: DataKind) -> Vec<Data> {
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
pub fn riscv_module(board: &Board) -> ObjectModule {
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
pub fn xtensa_module(board: &Board) -> ObjectModule {
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

pub fn sample_module(board: &Board) -> ObjectModule {
    match board.target.isa {
        Isa::Riscv32 => riscv_module(board),
        Isa::Xtensa => xtensa_module(board),
    }
}

pub fn link_module(board: &Board, module: &ObjectModule) -> Result<Firmware, LinkError> {
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
