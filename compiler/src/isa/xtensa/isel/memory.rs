//! Loads and stores: the offsets that instructions hold, and accesses byte by byte where the core may trap.

use regalloc2::{RegClass, VReg};

use super::super::emit::MAX_WORD_OFFSET;
use super::super::table::Op;
use super::{Isel, reg};
use crate::ir::{BinaryOp, Inst, InstData, LoadKind, StoreKind, Value};
use crate::mach::{Arg, FrameRef, Lower};
use crate::target::Misaligned;

/// A base register and an offset that the instruction holds.
#[derive(Clone, Copy)]
struct Address {
    base: VReg,
    offset: i32,
}

/// A load from the frame.
pub fn load_from_frame(ctx: &mut Lower<'_>, to: VReg, place: FrameRef) {
    let op = if to.class() == RegClass::Float {
        Op::Lsi
    } else {
        Op::L32i
    };
    ctx.row(op, [reg(to), Arg::Fixed(1), Arg::Frame(place)]);
}

/// A store to the frame.
pub fn store_to_frame(ctx: &mut Lower<'_>, from: VReg, place: FrameRef) {
    let op = if from.class() == RegClass::Float {
        Op::Ssi
    } else {
        Op::S32i
    };
    ctx.row(op, [reg(from), Arg::Fixed(1), Arg::Frame(place)]);
}

impl Isel<'_, '_> {
    /// Bytes, sign and instruction of a load.
    pub fn load(&mut self, d: VReg, inst: Inst) {
        let &InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        } = self.ctx.func().inst(inst)
        else {
            return;
        };
        let (op, size) = match kind {
            LoadKind::U8 | LoadKind::S8 => (Op::L8ui, 1),
            LoadKind::U16 => (Op::L16ui, 2),
            LoadKind::S16 => (Op::L16si, 2),
            LoadKind::W32 => (Op::L32i, 4),
            LoadKind::F32 => (Op::Lsi, 4),
        };
        if self.is_whole(size, addr, aligned) {
            let at = self.address(addr, offset, size);
            if kind == LoadKind::S8 {
                let byte = self.load_byte(at, 0);
                return self.sign_extend(d, byte, 7);
            }
            return self.access(op, d, at, 0);
        }
        let at = self.byte_address(addr, offset, size);
        match kind {
            LoadKind::W32 => self.load_word_bytewise(d, at),
            LoadKind::F32 => {
                let word = self.temp();
                self.load_word_bytewise(word, at);
                self.rr(Op::Wfr, d, word);
            }
            LoadKind::S16 => {
                let half = self.temp();
                self.load_half_bytewise(half, at);
                self.sign_extend(d, half, 15);
            }
            _ => self.load_half_bytewise(d, at),
        }
    }

    /// A store.
    pub fn store(&mut self, inst: Inst) {
        let &InstData::Store {
            kind,
            value,
            addr,
            offset,
            aligned,
        } = self.ctx.func().inst(inst)
        else {
            return;
        };
        let (op, size) = match kind {
            StoreKind::B8 => (Op::S8i, 1),
            StoreKind::B16 => (Op::S16i, 2),
            StoreKind::W32 => (Op::S32i, 4),
            StoreKind::F32 => (Op::Ssi, 4),
        };
        let value = self.ctx.use_reg(value);
        if self.is_whole(size, addr, aligned) {
            let at = self.address(addr, offset, size);
            return self.access(op, value, at, 0);
        }
        let at = self.byte_address(addr, offset, size);
        let word = match kind {
            StoreKind::F32 => self.rr_temp(Op::Rfr, value),
            _ => value,
        };
        self.access(Op::S8i, word, at, 0);
        for n in 1..size {
            let byte = self.temp();
            self.shift_right(byte, word, 8 * n);
            self.access(Op::S8i, byte, at, n);
        }
    }

    /// Whether an access is one instruction: see [`Misaligned`]. What the compiler itself laid out is aligned if it says so.
    fn is_whole(&self, size: i32, addr: Value, aligned: bool) -> bool {
        let ours = matches!(self.ctx.def_of(addr), Some(InstData::SymbolAddr { .. }));
        match self.isa.target().misaligned {
            _ if size == 1 => true,
            Misaligned::Hardware => true,
            Misaligned::Emulated => aligned,
            Misaligned::Traps => aligned && ours,
        }
    }

    /// `op value, base, offset + n`
    fn access(&mut self, op: Op, value: VReg, at: Address, n: i32) {
        let offset = Arg::Imm(at.offset + n);
        self.ctx.row(op, [reg(value), reg(at.base), offset]);
    }

    /// A base and an offset from 0 in steps of `size` up to 255 steps.
    fn address(&mut self, addr: Value, offset: i32, size: i32) -> Address {
        let fits = |offset: i32| (0..=255 * size).contains(&offset) && offset % size == 0;
        let (addr, offset) = self.folded(addr, offset, fits);
        let base = self.ctx.use_reg(addr);
        if fits(offset) {
            return Address { base, offset };
        }
        // Steps of 256 are `addmi`'s, the rest stays if it is a multiple of the size.
        let low = if offset % size == 0 { offset & 255 } else { 0 };
        self.moved(base, offset, low)
    }

    /// As [`Self::address`], for `size` bytes one by one.
    fn byte_address(&mut self, addr: Value, offset: i32, size: i32) -> Address {
        let fits = |offset: i32| (0..=256 - size).contains(&offset);
        let (addr, offset) = self.folded(addr, offset, fits);
        let base = self.ctx.use_reg(addr);
        if fits(offset) {
            return Address { base, offset };
        }
        let low = if fits(offset & 255) { offset & 255 } else { 0 };
        self.moved(base, offset, low)
    }

    fn moved(&mut self, base: VReg, offset: i32, low: i32) -> Address {
        let d = self.temp();
        self.add_constant(d, base, offset.wrapping_sub(low));
        Address {
            base: d,
            offset: low,
        }
    }

    /// Takes the constant of an addition that computes the address into the offset, if nobody else wants the sum.
    fn folded(&self, addr: Value, offset: i32, fits: impl Fn(i32) -> bool) -> (Value, i32) {
        if let Some(&InstData::Binary {
            op: BinaryOp::Iadd,
            args: [base, n],
        }) = self.ctx.sole_use_def(addr)
            && let Some(n) = self.ctx.const_of(n)
            && fits(offset.wrapping_add(n))
        {
            return (base, offset.wrapping_add(n));
        }
        (addr, offset)
    }

    fn load_byte(&mut self, at: Address, n: i32) -> VReg {
        let byte = self.temp();
        self.access(Op::L8ui, byte, at, n);
        byte
    }

    fn load_half_bytewise(&mut self, d: VReg, at: Address) {
        let low = self.load_byte(at, 0);
        let high = self.load_byte(at, 1);
        let high = self.rri_temp(Op::Slli, high, 8);
        self.rrr(Op::Or, d, high, low);
    }

    /// Each byte enters at the top of the word, from the lowest on: a funnel shift by eight.
    fn load_word_bytewise(&mut self, d: VReg, at: Address) {
        let bytes = [0, 1, 2, 3].map(|n| self.load_byte(at, n));
        let mut word = self.rri_temp(Op::Slli, bytes[0], 24);
        self.ctx.row(Op::Ssai, [Arg::Imm(8)]);
        for byte in &bytes[1..3] {
            word = self.rrr_temp(Op::Src, *byte, word);
        }
        self.rrr(Op::Src, d, bytes[3], word);
    }
}

/// [`Isel::address`] and the frame agree on the reach of a word access.
const _: () = assert!(MAX_WORD_OFFSET == 255 * 4);
