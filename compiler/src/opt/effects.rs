//! What instructions do besides computing.

use crate::ir::{Function, InstData, Symbol};

/// What an instruction does besides computing its results.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing: it may be removed, or done once for all equal ones.
    None,
    /// It reads memory: it may be removed, or done once while nothing is written.
    Reads,
    /// It writes one place in memory and does nothing else.
    Writes,
    /// It calls what may write any memory, trap, or do anything.
    Calls,
    /// It traps, or goes to another place.
    Control,
}

/// The effect of an instruction.
pub(super) fn effect(func: &Function, data: &InstData) -> Effect {
    match data {
        InstData::Load { .. } => Effect::Reads,
        InstData::Store { .. } => Effect::Writes,
        InstData::Call { symbol, .. } if is_arithmetic_intrinsic(func, *symbol) => Effect::None,
        InstData::Call { .. } | InstData::CallIndirect { .. } => Effect::Calls,
        InstData::TrapIf { .. } => Effect::Control,
        _ if data.is_terminator() => Effect::Control,
        _ => Effect::None,
    }
}

/// Whether the symbol is one of the runtime's routines that only compute (the ABI's "Intrinsics").
fn is_arithmetic_intrinsic(func: &Function, symbol: Symbol) -> bool {
    let name = &func.symbols[symbol].name;
    let Some(rest) = name.strip_prefix("tinsmith_") else {
        return false;
    };
    ["i32_", "i64_", "f32_", "f64_"]
        .iter()
        .any(|prefix| rest.starts_with(prefix))
}
