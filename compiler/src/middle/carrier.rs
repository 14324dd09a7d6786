//! The carrier ISA: the `TargetIsa` Cranelift's optimiser asks for pointer width and flags.

use std::sync::OnceLock;

use cranelift_codegen::isa::{self, OwnedTargetIsa, TargetIsa};
use cranelift_codegen::settings::{self, Configurable};

/// `pulley32` at optimisation level `speed`, made once. The verifier is on with debug assertions.
pub fn carrier_isa() -> &'static dyn TargetIsa {
    static ISA: OnceLock<OwnedTargetIsa> = OnceLock::new();
    &**ISA.get_or_init(|| make().expect("pulley32 is compiled in and its settings are constant"))
}

fn make() -> Result<OwnedTargetIsa, Box<dyn std::error::Error>> {
    let mut flags = settings::builder();
    flags.set("opt_level", "speed")?;
    let verifier = if cfg!(debug_assertions) {
        "true"
    } else {
        "false"
    };
    flags.set("enable_verifier", verifier)?;
    let isa = isa::lookup_by_name("pulley32")?.finish(settings::Flags::new(flags))?;
    Ok(isa)
}
