//! Lowered code against Rust's own arithmetic, on every kind of core, before and after Cranelift's optimiser.

mod control;
mod conversions;
mod floats;
mod integers;
mod memory;
mod random;
mod structure;

use std::sync::Arc;

use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::isa::{OwnedTargetIsa, lookup_by_name};
use cranelift_codegen::{Context, ir as clif, settings, settings::Configurable};

use super::intrinsics::INTRINSICS;
use super::{LowerError, SymbolNames, lower};
use crate::ir::interp::{Interpreter, NoHost, Stop};
use crate::ir::{BinaryOp, Function, InstData, TrapKind, UnaryOp, verify};
use crate::target::{Ext, Exts, HostAbi, Isa, Misaligned, TARGETS, Target};

/// Symbol n is called `sym<n>`.
struct Numbered;

impl SymbolNames for Numbered {
    fn symbol(&self, index: u32) -> Arc<str> {
        format!("sym{index}").into()
    }
}

/// A core of the tests: those there are, and those whose gaps nothing else shows.
fn core(name: &'static str, isa: Isa, exts: &[Ext], misaligned: Misaligned) -> Target {
    Target {
        name,
        isa,
        exts: Exts::of(exts),
        misaligned,
        host_abi: HostAbi::Ilp32,
    }
}

fn cores() -> Vec<Target> {
    let (xtensa, riscv) = (Isa::Xtensa, Isa::Riscv32);
    let mut cores = TARGETS.to_vec();
    cores.extend([
        core("riscv-bare", riscv, &[Ext::Core], Misaligned::Traps),
        core(
            "riscv-bits",
            riscv,
            &[Ext::Core, Ext::M, Ext::F, Ext::Zbb],
            Misaligned::Emulated,
        ),
        core("xtensa-bare", xtensa, &[Ext::Core], Misaligned::Traps),
        core(
            "xtensa-wide",
            xtensa,
            &[Ext::Core, Ext::Mul32, Ext::Mul32High, Ext::Nsa, Ext::Fp],
            Misaligned::Hardware,
        ),
    ]);
    cores
}

fn named(name: &str) -> Target {
    let found = cores().into_iter().find(|core| core.name == name);
    found.unwrap_or_else(|| panic!("no core {name}"))
}

/// The optimiser's carrier.
fn carrier() -> OwnedTargetIsa {
    let mut flags = settings::builder();
    flags.set("opt_level", "speed").expect("a setting");
    lookup_by_name("pulley32")
        .expect("the carrier")
        .finish(settings::Flags::new(flags))
        .expect("the carrier's flags")
}

/// Reads one CLIF function; the text has to be valid.
fn parse(text: &str) -> clif::Function {
    let mut functions =
        cranelift_reader::parse_functions(text).unwrap_or_else(|e| panic!("{e}\n{text}"));
    let function = functions.remove(0);
    let isa = carrier();
    if let Err(errors) = cranelift_codegen::verify_function(&function, &*isa) {
        panic!("{errors}\n{text}");
    }
    function
}

/// The function as the optimiser leaves it.
fn optimise(function: &clif::Function, isa: &OwnedTargetIsa) -> clif::Function {
    let mut context = Context::for_function(function.clone());
    context
        .optimize(&**isa, &mut ControlPlane::default())
        .expect("valid CLIF");
    context.func
}

fn try_lower(function: &clif::Function, target: &Target) -> Result<Function, LowerError> {
    lower(function, &Numbered, target, "f".into())
}

/// Lowers and holds the result against the IR's rules, the target's instructions and the table of routines.
fn lower_checked(function: &clif::Function, target: &Target) -> Function {
    let lowered =
        try_lower(function, target).unwrap_or_else(|e| panic!("{}: {e}\n{function}", target.name));
    if let Err(errors) = verify(&lowered) {
        panic!("{}: {errors}\n{function}\n{lowered}", target.name);
    }
    for block in &lowered.layout {
        for &inst in &lowered.blocks[*block].insts {
            let data = lowered.inst(inst);
            assert!(
                target_has(data, target),
                "{} has no {}",
                target.name,
                lowered.display_inst(inst)
            );
            check_routine(&lowered, data);
        }
    }
    lowered
}

/// Whether the target's back end accepts an instruction.
fn target_has(data: &InstData, target: &Target) -> bool {
    let has = |a, b| target.has(a) || target.has(b);
    match data {
        InstData::Unary { op, .. } => match op {
            UnaryOp::Clz => has(Ext::Nsa, Ext::Zbb),
            UnaryOp::Ctz | UnaryOp::Popcnt | UnaryOp::Bswap => target.has(Ext::Zbb),
            UnaryOp::Sext8 | UnaryOp::Sext16 => true,
            UnaryOp::Fceil | UnaryOp::Ffloor | UnaryOp::Ftrunc | UnaryOp::Fnearest => false,
            UnaryOp::Fsqrt => has(Ext::FpDivSqrt, Ext::F),
            _ => target.hard_f32(),
        },
        InstData::Binary { op, .. } => match op {
            BinaryOp::Imul => has(Ext::Mul32, Ext::M),
            BinaryOp::Umulhi | BinaryOp::Smulhi => has(Ext::Mul32High, Ext::M),
            BinaryOp::Udiv | BinaryOp::Sdiv | BinaryOp::Urem | BinaryOp::Srem => {
                has(Ext::Div32, Ext::M)
            }
            BinaryOp::Smin | BinaryOp::Smax | BinaryOp::Umin | BinaryOp::Umax => {
                has(Ext::MinMax, Ext::Zbb)
            }
            BinaryOp::Fmin | BinaryOp::Fmax => false,
            BinaryOp::Fdiv => has(Ext::FpDivSqrt, Ext::F),
            BinaryOp::Fadd | BinaryOp::Fsub | BinaryOp::Fmul | BinaryOp::Fcopysign => {
                target.hard_f32()
            }
            _ => true,
        },
        InstData::Fcmp { .. } | InstData::Fconst(_) => target.hard_f32(),
        _ => true,
    }
}

/// A call of the runtime is one of the table, as the table says.
fn check_routine(function: &Function, data: &InstData) {
    let InstData::Call { symbol, sig, .. } = data else {
        return;
    };
    let name = &function.symbols[*symbol].name;
    if !name.starts_with("tinsmith_") {
        return;
    }
    let routine = INTRINSICS.iter().find(|row| row.name == &**name);
    let routine = routine.unwrap_or_else(|| panic!("{name} is not in the table"));
    let signature = &function.signatures[*sig];
    assert_eq!(signature.params.len(), routine.param_words());
    assert_eq!(signature.results.len(), routine.result_words());
}

/// What a run gave: result words, or the trap.
type Outcome = Result<Vec<u32>, TrapKind>;

/// Runs functions of one name `f`, reused for many arguments.
struct Machine {
    interpreter: Interpreter<NoHost>,
    shown: String,
}

impl Machine {
    fn new(function: Function) -> Self {
        let shown = function.to_string();
        Self {
            interpreter: Interpreter::new([function], NoHost),
            shown,
        }
    }

    fn run(&mut self, args: &[u32]) -> Outcome {
        match self.interpreter.call("f", args) {
            Ok(words) => Ok(words),
            Err(Stop::Trap { kind, .. }) => Err(kind),
            Err(other) => panic!("{other}\n{}", self.shown),
        }
    }
}

/// Lowers text for every core, as it is and optimised, and lets `check` look at each.
fn on_every_core(text: &str, mut check: impl FnMut(&Target, &mut Machine)) {
    let isa = carrier();
    let plain = parse(text);
    let optimised = optimise(&plain, &isa);
    for target in cores() {
        for function in [&plain, &optimised] {
            check(&target, &mut Machine::new(lower_checked(function, &target)));
        }
    }
}

/// A 64-bit number as words.
fn words(n: u64) -> [u32; 2] {
    [n as u32, (n >> 32) as u32]
}
