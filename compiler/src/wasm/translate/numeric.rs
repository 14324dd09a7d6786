//! Arithmetic, comparisons and conversions: tables from wasm operators to CLIF's.
//!
//! CLIF's shifts and rotates take the amount modulo the width, `fmin`, `fmax`, `nearest` are wasm's, division and
//! float-to-integer conversion trap by themselves.

use cranelift_codegen::ir::condcodes::{FloatCC, IntCC};
use cranelift_codegen::ir::immediates::{Ieee32, Ieee64};
use cranelift_codegen::ir::types::{F32, F64, I8, I16, I32, I64};
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Opcode, Type};
use wasmparser::Operator;

use super::Translator;

impl Translator<'_> {
    /// Translates an operator if it is one of numbers.
    pub(super) fn numeric(&mut self, operator: &Operator) -> bool {
        if let Some(opcode) = binary(operator) {
            self.binary(opcode);
        } else if let Some(cc) = int_compare(operator) {
            self.int_compare(cc);
        } else if let Some((opcode, ty)) = unary(operator) {
            self.unary(opcode, ty);
        } else if let Some(cc) = float_compare(operator) {
            self.float_compare(cc);
        } else {
            return self.constant(operator) || self.special(operator);
        }
        true
    }

    fn binary(&mut self, opcode: Opcode) {
        let [a, b] = self.pop2();
        let ty = self.emit.builder.func.dfg.value_type(a);
        let (inst, dfg) = self.emit.builder.ins().Binary(opcode, ty, a, b);
        let value = dfg.first_result(inst);
        self.push(value);
    }

    fn unary(&mut self, opcode: Opcode, ty: Type) {
        let operand = self.pop();
        let (inst, dfg) = self.emit.builder.ins().Unary(opcode, ty, operand);
        let value = dfg.first_result(inst);
        self.push(value);
    }

    fn int_compare(&mut self, cc: IntCC) {
        let [a, b] = self.pop2();
        let condition = self.emit.builder.ins().icmp(cc, a, b);
        self.push_bool(condition);
    }

    fn float_compare(&mut self, cc: FloatCC) {
        let [a, b] = self.pop2();
        let condition = self.emit.builder.ins().fcmp(cc, a, b);
        self.push_bool(condition);
    }

    fn eqz(&mut self, ty: Type) {
        let zero = self.emit.builder.ins().iconst(ty, 0);
        self.push(zero);
        self.int_compare(IntCC::Equal);
    }

    /// Keeps the low bits and sign-extends them.
    fn extend(&mut self, from: Type, to: Type) {
        self.unary(Opcode::Ireduce, from);
        self.unary(Opcode::Sextend, to);
    }

    fn reinterpret(&mut self, ty: Type) {
        let operand = self.pop();
        let flags = MemFlagsData::new();
        let value = self.emit.builder.ins().bitcast(ty, flags, operand);
        self.push(value);
    }

    fn constant(&mut self, operator: &Operator) -> bool {
        let ins = self.emit.builder.ins();
        let value = match *operator {
            Operator::I32Const { value } => ins.iconst(I32, i64::from(value as u32)),
            Operator::I64Const { value } => ins.iconst(I64, value),
            Operator::F32Const { value } => ins.f32const(Ieee32::with_bits(value.bits())),
            Operator::F64Const { value } => ins.f64const(Ieee64::with_bits(value.bits())),
            _ => return false,
        };
        self.push(value);
        true
    }

    fn special(&mut self, operator: &Operator) -> bool {
        use Operator as O;
        match operator {
            O::I32Eqz => self.eqz(I32),
            O::I64Eqz => self.eqz(I64),
            O::I32Extend8S => self.extend(I8, I32),
            O::I32Extend16S => self.extend(I16, I32),
            O::I64Extend8S => self.extend(I8, I64),
            O::I64Extend16S => self.extend(I16, I64),
            O::I64Extend32S => self.extend(I32, I64),
            O::I32ReinterpretF32 => self.reinterpret(I32),
            O::I64ReinterpretF64 => self.reinterpret(I64),
            O::F32ReinterpretI32 => self.reinterpret(F32),
            O::F64ReinterpretI64 => self.reinterpret(F64),
            _ => return false,
        }
        true
    }
}

fn binary(operator: &Operator) -> Option<Opcode> {
    use Operator as O;
    Some(match operator {
        O::I32Add | O::I64Add => Opcode::Iadd,
        O::I32Sub | O::I64Sub => Opcode::Isub,
        O::I32Mul | O::I64Mul => Opcode::Imul,
        O::I32DivS | O::I64DivS => Opcode::Sdiv,
        O::I32DivU | O::I64DivU => Opcode::Udiv,
        O::I32RemS | O::I64RemS => Opcode::Srem,
        O::I32RemU | O::I64RemU => Opcode::Urem,
        O::I32And | O::I64And => Opcode::Band,
        O::I32Or | O::I64Or => Opcode::Bor,
        O::I32Xor | O::I64Xor => Opcode::Bxor,
        O::I32Shl | O::I64Shl => Opcode::Ishl,
        O::I32ShrS | O::I64ShrS => Opcode::Sshr,
        O::I32ShrU | O::I64ShrU => Opcode::Ushr,
        O::I32Rotl | O::I64Rotl => Opcode::Rotl,
        O::I32Rotr | O::I64Rotr => Opcode::Rotr,
        O::F32Add | O::F64Add => Opcode::Fadd,
        O::F32Sub | O::F64Sub => Opcode::Fsub,
        O::F32Mul | O::F64Mul => Opcode::Fmul,
        O::F32Div | O::F64Div => Opcode::Fdiv,
        O::F32Min | O::F64Min => Opcode::Fmin,
        O::F32Max | O::F64Max => Opcode::Fmax,
        O::F32Copysign | O::F64Copysign => Opcode::Fcopysign,
        _ => return None,
    })
}

fn int_compare(operator: &Operator) -> Option<IntCC> {
    use Operator as O;
    Some(match operator {
        O::I32Eq | O::I64Eq => IntCC::Equal,
        O::I32Ne | O::I64Ne => IntCC::NotEqual,
        O::I32LtS | O::I64LtS => IntCC::SignedLessThan,
        O::I32LtU | O::I64LtU => IntCC::UnsignedLessThan,
        O::I32GtS | O::I64GtS => IntCC::SignedGreaterThan,
        O::I32GtU | O::I64GtU => IntCC::UnsignedGreaterThan,
        O::I32LeS | O::I64LeS => IntCC::SignedLessThanOrEqual,
        O::I32LeU | O::I64LeU => IntCC::UnsignedLessThanOrEqual,
        O::I32GeS | O::I64GeS => IntCC::SignedGreaterThanOrEqual,
        O::I32GeU | O::I64GeU => IntCC::UnsignedGreaterThanOrEqual,
        _ => return None,
    })
}

fn float_compare(operator: &Operator) -> Option<FloatCC> {
    use Operator as O;
    Some(match operator {
        O::F32Eq | O::F64Eq => FloatCC::Equal,
        O::F32Ne | O::F64Ne => FloatCC::NotEqual,
        O::F32Lt | O::F64Lt => FloatCC::LessThan,
        O::F32Gt | O::F64Gt => FloatCC::GreaterThan,
        O::F32Le | O::F64Le => FloatCC::LessThanOrEqual,
        O::F32Ge | O::F64Ge => FloatCC::GreaterThanOrEqual,
        _ => return None,
    })
}

/// The CLIF operation with its result type.
#[rustfmt::skip] // A table: a row an operator.
fn unary(operator: &Operator) -> Option<(Opcode, Type)> {
    use Operator as O;
    Some(match operator {
        O::I32Clz            => (Opcode::Clz, I32),
        O::I64Clz            => (Opcode::Clz, I64),
        O::I32Ctz            => (Opcode::Ctz, I32),
        O::I64Ctz            => (Opcode::Ctz, I64),
        O::I32Popcnt         => (Opcode::Popcnt, I32),
        O::I64Popcnt         => (Opcode::Popcnt, I64),
        O::F32Abs            => (Opcode::Fabs, F32),
        O::F64Abs            => (Opcode::Fabs, F64),
        O::F32Neg            => (Opcode::Fneg, F32),
        O::F64Neg            => (Opcode::Fneg, F64),
        O::F32Ceil           => (Opcode::Ceil, F32),
        O::F64Ceil           => (Opcode::Ceil, F64),
        O::F32Floor          => (Opcode::Floor, F32),
        O::F64Floor          => (Opcode::Floor, F64),
        O::F32Trunc          => (Opcode::Trunc, F32),
        O::F64Trunc          => (Opcode::Trunc, F64),
        O::F32Nearest        => (Opcode::Nearest, F32),
        O::F64Nearest        => (Opcode::Nearest, F64),
        O::F32Sqrt           => (Opcode::Sqrt, F32),
        O::F64Sqrt           => (Opcode::Sqrt, F64),
        O::I32WrapI64        => (Opcode::Ireduce, I32),
        O::I64ExtendI32S     => (Opcode::Sextend, I64),
        O::I64ExtendI32U     => (Opcode::Uextend, I64),
        O::I32TruncF32S      |
        O::I32TruncF64S      => (Opcode::FcvtToSint, I32),
        O::I32TruncF32U      |
        O::I32TruncF64U      => (Opcode::FcvtToUint, I32),
        O::I64TruncF32S      |
        O::I64TruncF64S      => (Opcode::FcvtToSint, I64),
        O::I64TruncF32U      |
        O::I64TruncF64U      => (Opcode::FcvtToUint, I64),
        O::I32TruncSatF32S   |
        O::I32TruncSatF64S   => (Opcode::FcvtToSintSat, I32),
        O::I32TruncSatF32U   |
        O::I32TruncSatF64U   => (Opcode::FcvtToUintSat, I32),
        O::I64TruncSatF32S   |
        O::I64TruncSatF64S   => (Opcode::FcvtToSintSat, I64),
        O::I64TruncSatF32U   |
        O::I64TruncSatF64U   => (Opcode::FcvtToUintSat, I64),
        O::F32ConvertI32S    |
        O::F32ConvertI64S    => (Opcode::FcvtFromSint, F32),
        O::F32ConvertI32U    |
        O::F32ConvertI64U    => (Opcode::FcvtFromUint, F32),
        O::F64ConvertI32S    |
        O::F64ConvertI64S    => (Opcode::FcvtFromSint, F64),
        O::F64ConvertI32U    |
        O::F64ConvertI64U    => (Opcode::FcvtFromUint, F64),
        O::F32DemoteF64      => (Opcode::Fdemote, F32),
        O::F64PromoteF32     => (Opcode::Fpromote, F64),
        _ => return None,
    })
}
