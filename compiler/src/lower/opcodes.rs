//! The table of CLIF's opcodes: each is lowered by a function of this stage, or refused with a reason.
//!
//! What can reach this stage: what `wasm/` emits, and what the optimiser (egraph rules in `opts/*.isle` and constant
//! division of cranelift-codegen 0.135) makes of it: narrow types, `bmask`, `umulhi`, `smulhi`, `bswap`,
//! `iabs`, the four `min`/`max`, `bitselect`, `ireduce` and the extends. Of what it can make at all,
//! only the following is refused, because the rules make it from operands of the same kind: vector
//! instructions, `bitrev`, `fma`, `f16const`, `f128const`, and i128 but for its comparisons.
//!
//! The rows are in the order of [`Opcode`], which is how they are found.

use cranelift_codegen::ir::{Inst, Opcode};

use super::context::Context;
use super::error::LowerError;
use super::{control, convert, float, integer, memory, select};

/// Lowers one instruction.
pub type Handler = fn(&mut Context<'_>, Inst) -> Result<(), LowerError>;

/// What this stage does with an opcode.
#[derive(Clone, Copy)]
pub enum Support {
    /// Lowers it.
    Lowered(Handler),
    /// Refuses it, for that reason.
    Refused(&'static str),
}

use Support::{Lowered, Refused};

const VECTOR: &str = "vectors are not supported";
const EXCEPTION: &str = "exceptions are not supported";
const STACK: &str = "wasm functions have no CLIF stack slots and stacks are not switched";
const MACHINE: &str = "it reads or sets machine state that wasm has no notion of";
const ATOMIC: &str = "atomic accesses are not supported";
const FORMAT: &str = "wasm has no such float format";
const NEVER: &str = "neither the front end nor the optimiser makes it of wasm";

/// What is done with an opcode.
pub fn support(opcode: Opcode) -> Support {
    TABLE[opcode as usize - 1].1
}

/// One row per opcode; Cranelift numbers them from 1.
#[rustfmt::skip]
const TABLE: &[(Opcode, Support)] = &[
    (Opcode::Jump, Lowered(control::jump)),
    (Opcode::Brif, Lowered(control::brif)),
    (Opcode::BrTable, Lowered(control::br_table)),
    (Opcode::Debugtrap, Refused(MACHINE)),
    (Opcode::Trap, Lowered(control::trap)),
    (Opcode::Trapz, Lowered(control::trapz)),
    (Opcode::Trapnz, Lowered(control::trapnz)),
    (Opcode::Return, Lowered(control::return_)),
    (Opcode::Call, Lowered(control::call)),
    (Opcode::CallIndirect, Lowered(control::call_indirect)),
    (Opcode::ReturnCall, Lowered(control::return_call)),
    (Opcode::ReturnCallIndirect, Lowered(control::return_call_indirect)),
    (Opcode::FuncAddr, Lowered(control::func_addr)),
    (Opcode::TryCall, Refused(EXCEPTION)),
    (Opcode::TryCallIndirect, Refused(EXCEPTION)),
    (Opcode::Splat, Refused(VECTOR)),
    (Opcode::Swizzle, Refused(VECTOR)),
    (Opcode::X86Pshufb, Refused(VECTOR)),
    (Opcode::Insertlane, Refused(VECTOR)),
    (Opcode::Extractlane, Refused(VECTOR)),
    (Opcode::Smin, Lowered(integer::binary)),
    (Opcode::Umin, Lowered(integer::binary)),
    (Opcode::Smax, Lowered(integer::binary)),
    (Opcode::Umax, Lowered(integer::binary)),
    (Opcode::AvgRound, Refused(VECTOR)),
    (Opcode::UaddSat, Refused(VECTOR)),
    (Opcode::SaddSat, Refused(VECTOR)),
    (Opcode::UsubSat, Refused(VECTOR)),
    (Opcode::SsubSat, Refused(VECTOR)),
    (Opcode::Load, Lowered(memory::load)),
    (Opcode::Store, Lowered(memory::store)),
    (Opcode::Uload8, Lowered(memory::load)),
    (Opcode::Sload8, Lowered(memory::load)),
    (Opcode::Istore8, Lowered(memory::store)),
    (Opcode::Uload16, Lowered(memory::load)),
    (Opcode::Sload16, Lowered(memory::load)),
    (Opcode::Istore16, Lowered(memory::store)),
    (Opcode::Uload32, Lowered(memory::load)),
    (Opcode::Sload32, Lowered(memory::load)),
    (Opcode::Istore32, Lowered(memory::store)),
    (Opcode::StackSwitch, Refused(STACK)),
    (Opcode::Uload8x8, Refused(VECTOR)),
    (Opcode::Sload8x8, Refused(VECTOR)),
    (Opcode::Uload16x4, Refused(VECTOR)),
    (Opcode::Sload16x4, Refused(VECTOR)),
    (Opcode::Uload32x2, Refused(VECTOR)),
    (Opcode::Sload32x2, Refused(VECTOR)),
    (Opcode::StackAddr, Refused(STACK)),
    (Opcode::DynamicStackAddr, Refused(STACK)),
    (Opcode::SymbolValue, Lowered(control::symbol_value)),
    (Opcode::TlsValue, Refused(MACHINE)),
    (Opcode::GetPinnedReg, Refused(MACHINE)),
    (Opcode::SetPinnedReg, Refused(MACHINE)),
    (Opcode::GetFramePointer, Refused(MACHINE)),
    (Opcode::GetStackPointer, Refused(MACHINE)),
    (Opcode::GetReturnAddress, Refused(MACHINE)),
    (Opcode::GetExceptionHandlerAddress, Refused(EXCEPTION)),
    (Opcode::Iconst, Lowered(integer::iconst)),
    (Opcode::F16const, Refused(FORMAT)),
    (Opcode::F32const, Lowered(float::f32const)),
    (Opcode::F64const, Lowered(float::f64const)),
    (Opcode::F128const, Refused(FORMAT)),
    (Opcode::Vconst, Refused(VECTOR)),
    (Opcode::Shuffle, Refused(VECTOR)),
    (Opcode::Nop, Lowered(control::nop)),
    (Opcode::Select, Lowered(select::select)),
    (Opcode::SelectSpectreGuard, Lowered(select::select)),
    (Opcode::Bitselect, Lowered(select::bitselect)),
    (Opcode::Blendv, Refused(VECTOR)),
    (Opcode::VanyTrue, Refused(VECTOR)),
    (Opcode::VallTrue, Refused(VECTOR)),
    (Opcode::VhighBits, Refused(VECTOR)),
    (Opcode::Icmp, Lowered(integer::icmp)),
    (Opcode::Iadd, Lowered(integer::binary)),
    (Opcode::Isub, Lowered(integer::binary)),
    (Opcode::Ineg, Lowered(integer::unary)),
    (Opcode::Iabs, Lowered(integer::unary)),
    (Opcode::Imul, Lowered(integer::binary)),
    (Opcode::Umulhi, Lowered(integer::binary)),
    (Opcode::Smulhi, Lowered(integer::binary)),
    (Opcode::SqmulRoundSat, Refused(VECTOR)),
    (Opcode::X86Pmulhrsw, Refused(VECTOR)),
    (Opcode::Udiv, Lowered(integer::divide)),
    (Opcode::Sdiv, Lowered(integer::divide)),
    (Opcode::Urem, Lowered(integer::divide)),
    (Opcode::Srem, Lowered(integer::divide)),
    (Opcode::SaddOverflowCin, Refused(NEVER)),
    (Opcode::UaddOverflowCin, Refused(NEVER)),
    (Opcode::UaddOverflow, Lowered(integer::overflow)),
    (Opcode::SaddOverflow, Lowered(integer::overflow)),
    (Opcode::UsubOverflow, Lowered(integer::overflow)),
    (Opcode::SsubOverflow, Lowered(integer::overflow)),
    (Opcode::UmulOverflow, Refused(NEVER)),
    (Opcode::SmulOverflow, Refused(NEVER)),
    (Opcode::UaddOverflowTrap, Lowered(integer::overflow_trap)),
    (Opcode::SsubOverflowBin, Refused(NEVER)),
    (Opcode::UsubOverflowBin, Refused(NEVER)),
    (Opcode::Band, Lowered(integer::binary)),
    (Opcode::Bor, Lowered(integer::binary)),
    (Opcode::Bxor, Lowered(integer::binary)),
    (Opcode::Bnot, Lowered(integer::unary)),
    (Opcode::Rotl, Lowered(integer::shift)),
    (Opcode::Rotr, Lowered(integer::shift)),
    (Opcode::Ishl, Lowered(integer::shift)),
    (Opcode::Ushr, Lowered(integer::shift)),
    (Opcode::Sshr, Lowered(integer::shift)),
    (Opcode::Bitrev, Refused(NEVER)),
    (Opcode::Clz, Lowered(integer::unary)),
    (Opcode::Cls, Refused(NEVER)),
    (Opcode::Ctz, Lowered(integer::unary)),
    (Opcode::Bswap, Lowered(integer::unary)),
    (Opcode::Popcnt, Lowered(integer::unary)),
    (Opcode::Fcmp, Lowered(float::fcmp)),
    (Opcode::Fadd, Lowered(float::binary)),
    (Opcode::Fsub, Lowered(float::binary)),
    (Opcode::Fmul, Lowered(float::binary)),
    (Opcode::Fdiv, Lowered(float::binary)),
    (Opcode::Sqrt, Lowered(float::unary)),
    (Opcode::Fma, Refused(NEVER)),
    (Opcode::Fneg, Lowered(float::sign)),
    (Opcode::Fabs, Lowered(float::sign)),
    (Opcode::Fcopysign, Lowered(float::copysign)),
    (Opcode::Fmin, Lowered(float::binary)),
    (Opcode::Fmax, Lowered(float::binary)),
    (Opcode::Ceil, Lowered(float::unary)),
    (Opcode::Floor, Lowered(float::unary)),
    (Opcode::Trunc, Lowered(float::unary)),
    (Opcode::Nearest, Lowered(float::unary)),
    (Opcode::Bitcast, Lowered(convert::bitcast)),
    (Opcode::ScalarToVector, Refused(VECTOR)),
    (Opcode::Bmask, Lowered(integer::bmask)),
    (Opcode::Ireduce, Lowered(convert::ireduce)),
    (Opcode::Snarrow, Refused(VECTOR)),
    (Opcode::Unarrow, Refused(VECTOR)),
    (Opcode::Uunarrow, Refused(VECTOR)),
    (Opcode::SwidenLow, Refused(VECTOR)),
    (Opcode::SwidenHigh, Refused(VECTOR)),
    (Opcode::UwidenLow, Refused(VECTOR)),
    (Opcode::UwidenHigh, Refused(VECTOR)),
    (Opcode::IaddPairwise, Refused(VECTOR)),
    (Opcode::X86Pmaddubsw, Refused(VECTOR)),
    (Opcode::Uextend, Lowered(convert::uextend)),
    (Opcode::Sextend, Lowered(convert::sextend)),
    (Opcode::Fpromote, Lowered(convert::fpromote)),
    (Opcode::Fdemote, Lowered(convert::fdemote)),
    (Opcode::Fvdemote, Refused(VECTOR)),
    (Opcode::FvpromoteLow, Refused(VECTOR)),
    (Opcode::FcvtToUint, Lowered(convert::fcvt_to_uint)),
    (Opcode::FcvtToSint, Lowered(convert::fcvt_to_sint)),
    (Opcode::FcvtToUintSat, Lowered(convert::fcvt_to_uint_sat)),
    (Opcode::FcvtToSintSat, Lowered(convert::fcvt_to_sint_sat)),
    (Opcode::X86Cvtt2dq, Refused(VECTOR)),
    (Opcode::FcvtFromUint, Lowered(convert::fcvt_from_uint)),
    (Opcode::FcvtFromSint, Lowered(convert::fcvt_from_sint)),
    (Opcode::Isplit, Lowered(convert::isplit)),
    (Opcode::Iconcat, Lowered(convert::iconcat)),
    (Opcode::AtomicRmw, Refused(ATOMIC)),
    (Opcode::AtomicCas, Refused(ATOMIC)),
    (Opcode::AtomicLoad, Refused(ATOMIC)),
    (Opcode::AtomicStore, Refused(ATOMIC)),
    (Opcode::Fence, Refused(ATOMIC)),
    (Opcode::ExtractVector, Refused(VECTOR)),
    (Opcode::SequencePoint, Lowered(control::nop)),
];

#[cfg(test)]
mod tests {
    use super::{Opcode, Support, TABLE, support};

    #[test]
    fn every_opcode_has_its_row() {
        let rows: Vec<Opcode> = TABLE.iter().map(|row| row.0).collect();
        assert_eq!(rows, Opcode::all());
    }

    #[test]
    fn refused_opcodes_are_these() {
        let refused: Vec<String> = Opcode::all()
            .iter()
            .filter(|&&opcode| matches!(support(opcode), Support::Refused(_)))
            .map(ToString::to_string)
            .collect();
        expect_test::expect!["debugtrap try_call try_call_indirect splat swizzle x86_pshufb insertlane extractlane avg_round uadd_sat sadd_sat usub_sat ssub_sat stack_switch uload8x8 sload8x8 uload16x4 sload16x4 uload32x2 sload32x2 stack_addr dynamic_stack_addr tls_value get_pinned_reg set_pinned_reg get_frame_pointer get_stack_pointer get_return_address get_exception_handler_address f16const f128const vconst shuffle blendv vany_true vall_true vhigh_bits sqmul_round_sat x86_pmulhrsw sadd_overflow_cin uadd_overflow_cin umul_overflow smul_overflow ssub_overflow_bin usub_overflow_bin bitrev cls fma scalar_to_vector snarrow unarrow uunarrow swiden_low swiden_high uwiden_low uwiden_high iadd_pairwise x86_pmaddubsw fvdemote fvpromote_low x86_cvtt2dq atomic_rmw atomic_cas atomic_load atomic_store fence extract_vector"].assert_eq(&refused.join(" "));
    }
}
