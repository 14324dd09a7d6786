//! Constants and addresses: `movi` for 12 bits, else a literal; the narrow forms come with emission.

use regalloc2::VReg;

use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::Symbol;
use crate::mach::Arg;
use crate::object::module::Literal;
use crate::target::Ext;

/// The floats that `const.s` knows, by its operand.
const FLOAT_CONSTANTS: [f32; 4] = [0.0, 1.0, 2.0, 0.5];

impl Isel<'_, '_> {
    /// Puts a number into a register.
    pub fn constant(&mut self, d: VReg, value: i32) {
        match value {
            -2048..=2047 => self.ctx.row(Op::Movi, [reg(d), Arg::Imm(value)]),
            _ => self.literal(d, Literal::Const(value as u32)),
        }
    }

    /// Puts a number into a fresh register.
    pub fn constant_temp(&mut self, value: i32) -> VReg {
        let d = self.temp();
        self.constant(d, value);
        d
    }

    /// Puts a symbol's address into a register.
    pub fn symbol_address(&mut self, d: VReg, symbol: Symbol, offset: i32) {
        let name = self.ctx.func().symbols[symbol].name.clone();
        self.literal(d, Literal::Symbol(name, offset));
    }

    fn literal(&mut self, d: VReg, literal: Literal) {
        self.ctx.row(Op::L32r, [reg(d), Arg::Literal(literal)]);
    }

    /// Puts a float, given by its bits, into a floating-point register.
    pub fn float_constant(&mut self, d: VReg, bits: u32) {
        let number = FLOAT_CONSTANTS.iter().position(|c| c.to_bits() == bits);
        match number.filter(|_| self.isa.has(Ext::FpDivSqrt)) {
            Some(number) => self.ctx.row(Op::ConstS, [reg(d), Arg::Imm(number as i32)]),
            None => {
                let word = self.constant_temp(bits as i32);
                self.rr(Op::Wfr, d, word);
            }
        }
    }
}
