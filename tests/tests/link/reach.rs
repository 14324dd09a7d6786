//! Code larger than instructions reach.

use crate::samples::{code, l32r, link_module, module, reloc, words};
use crate::support::{
    ABI, RISCV, RISCV_TEST, XTENSA, assemble, board, error, link_asm, public, riscv_test, run,
    start,
};
use tinsmith::board::{Board, Class};
use tinsmith::link::{Options, link};
use tinsmith::object::module::{Literal, ObjectModule, RelocKind};
use tinsmith::target::Isa;

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
    let start = assemble(Isa::Xtensa, include_str!("../../link/start-windowed.s"));
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
