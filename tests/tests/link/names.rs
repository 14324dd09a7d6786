//! What names mean, and what is said of those that mean nothing.

use crate::samples::{alias, code, data, module, riscv_module, words};
use crate::support::{
    ABI, RISCV, XTENSA, assemble, board, error, input, link_asm, link_for, public, riscv_test, run,
    start,
};
use tinsmith::link::Scope;
use tinsmith::object::module::{DataKind, ObjectModule};
use tinsmith::target::Isa;

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
        version.starts_with("a module was compiled for version 4 of the runtime interface"),
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
