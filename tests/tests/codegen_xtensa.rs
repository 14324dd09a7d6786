//! Tier `codegen/`: code compiled for Xtensa, run in the emulator, against the IR interpreter.

use tinsmith::isa::xtensa::Xtensa;
use tinsmith::mach;
use tinsmith::target::Target;
use tinsmith_tests::codegen::{self, Expected, Program};
use tinsmith_tests::xtensa_sim::{self, Call, Reply};

/// Compiles and runs a program; panics with the calls that differ.
fn check(program: &Program) {
    let target = Target::by_name("xtensa-de233").expect("a target");
    let isa = Xtensa::new(target);
    let codes = (program.functions.iter())
        .map(|f| mach::compile(f, &isa).unwrap_or_else(|e| panic!("{e}")))
        .collect();
    let calls: Vec<Call> = (program.calls.iter())
        .map(|(function, args)| Call {
            function: function.as_str().into(),
            args: args.clone(),
        })
        .collect();
    let symbols = program.symbols.clone();
    let replies = xtensa_sim::run(&isa, codes, &program.data, symbols, &calls)
        .unwrap_or_else(|e| panic!("{e}"));
    let wrong: Vec<String> = (replies.iter().enumerate())
        .filter(|(n, reply)| match (reply, &program.expected[*n]) {
            (Reply::Words(words), Expected::Words(_)) => !program.agrees(*n, words),
            (Reply::Trap(kind), Expected::Trap(expected)) => kind != expected,
            _ => true,
        })
        .map(|(n, reply)| {
            let ((name, args), expected) = (&program.calls[n], &program.expected[n]);
            format!("{name}{args:x?}: {reply:x?}, expected {expected:x?}\n")
        })
        .collect();
    let shown: String = wrong.iter().take(40).map(String::as_str).collect();
    assert!(
        wrong.is_empty(),
        "{} of {}:\n{shown}",
        wrong.len(),
        replies.len()
    );
}

#[test]
fn operations() {
    check(&codegen::operations());
}

#[test]
fn control_flow() {
    check(&codegen::file("control.ir"));
}

#[test]
fn memory() {
    check(&codegen::memory());
}

#[test]
fn pressure() {
    check(&codegen::pressure());
}
