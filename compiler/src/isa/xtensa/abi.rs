//! Registers by role: the `call0` convention, which wasm functions use among themselves on every Xtensa core.
//!
//! a0 holds the return address. A function that saves it anyway, because it calls, may compute in it between calls; so a0 is
//! allocatable, as the last choice, and saved like a callee-saved register. a1 is sp. Floats travel in address
//! registers, and no floating-point register survives a call. The booleans are not allocated: a comparison writes [`COND`] directly
//! before the instruction that reads it.

use regalloc2::{MachineEnv, PReg, PRegSet, RegClass};

use crate::mach::abi::RegisterFile;

/// The return address.
pub const RETURN_ADDRESS: PReg = a(0);
/// The stack pointer's number.
pub const SP: u8 = 1;
/// What a tail call of an address goes through, and the prologue's first scratch register: neither an argument nor callee-saved.
pub const A8: PReg = a(8);
/// The second scratch register of prologue and epilogue.
pub const A9: PReg = a(9);
/// Where the prologue says which area it wants for tail calls.
pub const A10: PReg = a(10);
/// The register that is set aside in functions with large frames.
pub const FRAME_SCRATCH: PReg = a(11);
/// The boolean that comparisons of floats write.
pub const COND: u8 = 0;

/// Argument and result registers.
pub const ARGUMENTS: RegisterFile = RegisterFile {
    int: &[a(2), a(3), a(4), a(5), a(6), a(7)],
    float: &[],
};

/// Saved by a function that uses them. a0 is here for leaf functions; the others save it as the return address.
pub const CALLEE_SAVED: &[PReg] = &[a(12), a(13), a(14), a(15), RETURN_ADDRESS];

/// An address register.
pub const fn a(number: usize) -> PReg {
    PReg::new(number, RegClass::Int)
}

/// A floating-point register.
pub const fn f(number: usize) -> PReg {
    PReg::new(number, RegClass::Float)
}

/// What a call destroys: a0, a2..a11 and every floating-point register.
pub fn call_clobbers() -> PRegSet {
    let mut clobbers = PRegSet::empty().with(RETURN_ADDRESS);
    (2..=11).for_each(|n| clobbers.add(a(n)));
    (0..=15).for_each(|n| clobbers.add(f(n)));
    clobbers
}

/// The allocatable registers, caller-saved ones preferred; without [`FRAME_SCRATCH`] if that is set aside.
pub fn machine_env(reserve_scratch: bool, floats: bool) -> MachineEnv {
    let mut preferred = PRegSet::empty();
    (2..=11).for_each(|n| preferred.add(a(n)));
    if reserve_scratch {
        preferred.remove(FRAME_SCRATCH);
    }
    let mut non_preferred = PRegSet::empty();
    CALLEE_SAVED.iter().for_each(|&reg| non_preferred.add(reg));
    let mut float = PRegSet::empty();
    if floats {
        (0..=15).for_each(|n| float.add(f(n)));
    }
    MachineEnv {
        preferred_regs_by_class: [preferred, float, PRegSet::empty()],
        non_preferred_regs_by_class: [non_preferred, PRegSet::empty(), PRegSet::empty()],
        scratch_by_class: [None; 3],
        fixed_stack_slots: Vec::new(),
    }
}
