//! The middle end: Cranelift's optimiser over CLIF.
//!
//! On entry a function is what `wasm/` makes: 32-bit pointers, `CallConv::Tail`, every symbol a [`SymbolTable`]
//! number. On exit it computes the same with less: constants folded, equal expressions and checks merged (egraph
//! GVN), loop-invariant pure code hoisted, redundant loads and dead stores gone, unreachable blocks removed.
//!
//! Cranelift has no 32-bit native target; its optimiser needs only a `TargetIsa` with the right pointer width, so
//! `pulley32` is carried along and never asked for code. Bounds checks are not eliminated or hoisted here: a trap is
//! an effect to Cranelift. That is `opt/`'s business. Calls are not inlined.

mod carrier;
mod symbols;

use cranelift_codegen::control::ControlPlane;
use cranelift_codegen::ir::{Function, UserFuncName};
use cranelift_codegen::{CodegenError, Context};

pub use carrier::carrier_isa;
pub use symbols::SymbolTable;

/// Why the middle end gave up on a function. Both are the compiler's fault, or its limits, never the module's.
#[derive(Debug, thiserror::Error)]
pub enum MiddleError {
    /// The front end made, or the optimiser left, CLIF that breaks Cranelift's rules.
    #[error(
        "internal error: the CLIF of function {function} breaks Cranelift's rules; please report this\n{details}"
    )]
    Verifier {
        /// The function's name in CLIF.
        function: String,
        /// The verifier's findings and the function.
        details: String,
    },
    /// Cranelift refuses the function for a limit of its own.
    #[error("function {function} is beyond what Cranelift can optimise: {details}")]
    Limit {
        /// The function's name in CLIF.
        function: String,
        /// Cranelift's wording.
        details: String,
    },
}

/// Optimises a function in place. With debug assertions, Cranelift's verifier runs before and after.
///
/// # Errors
/// If the verifier objects or Cranelift reaches a limit; the function is then as far as it got.
pub fn optimize(func: &mut Function) -> Result<(), MiddleError> {
    let mut context = Context::for_function(std::mem::replace(func, Function::new()));
    let result = context.optimize(carrier_isa(), &mut ControlPlane::default());
    *func = context.func;
    result.map_err(|error| describe(func, error))
}

/// Runs Cranelift's verifier alone.
///
/// # Errors
/// If it objects.
pub fn verify(func: &Function) -> Result<(), MiddleError> {
    cranelift_codegen::verify_function(func, carrier_isa())
        .map_err(|errors| describe(func, CodegenError::Verifier(errors)))
}

fn describe(func: &Function, error: CodegenError) -> MiddleError {
    let function = match &func.name {
        UserFuncName::User(name) => format!("{name}"),
        UserFuncName::Testcase(name) => format!("{name}"),
    };
    match error {
        CodegenError::Verifier(errors) => MiddleError::Verifier {
            function,
            details: format!("{errors}\n{}", func.display()),
        },
        other => MiddleError::Limit {
            function,
            details: other.to_string(),
        },
    }
}

#[cfg(test)]
mod tests;
