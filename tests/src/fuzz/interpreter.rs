//! Tinsmith IR on this machine: says whether a difference is the front half's (translation, Cranelift's optimiser, lowering, our
//! optimiser) or the back end's.

use tinsmith::driver::Unit;
use tinsmith::interpret::Machine;
use tinsmith::target::Target;

use super::case::{DEEP, Exports};
use super::device::{DEEP_INSTANCE, guarded, options, referenced, step, what};
use super::{Case, Failure, Seen};

/// The instance's name.
const INSTANCE: &str = "f";

/// Calls may nest as deep as the reference engine lets them.
const MAX_DEPTH: usize = 100_000;

/// Executes a case as compiled for a target.
///
/// # Errors
/// If it cannot be compiled, or the code does what it must never do.
pub fn run(case: &Case, target: &'static Target) -> Result<Vec<Option<Seen>>, Failure> {
    let ir = guarded(|| Unit::new(&case.wasm, options(INSTANCE, target))?.ir())?;
    let deep = guarded(|| Unit::new(DEEP.as_bytes(), options(DEEP_INSTANCE, target))?.ir())?;
    let mut machine = Machine::link(vec![ir, deep], 0, &[])?;
    machine.max_depth(MAX_DEPTH);
    let exports = Exports::new(case)?;
    let seen = case.actions.iter().map(|action| {
        let done = machine.perform(&step(0, INSTANCE, action))?;
        let symbol = |bits: u64| {
            let memory = machine.memory();
            let symbol = memory.symbol_at(bits as u32, |name| referenced(name).is_some());
            symbol.and_then(referenced)
        };
        what(action, done, &exports, &symbol).map(Some)
    });
    seen.collect()
}
