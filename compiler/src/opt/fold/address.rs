//! Addresses of loads and stores: constants go into the instruction's offset, or into a symbol's.
//!
//! Why this is exact although bounds were checked on something else: an address is a 32-bit word and both the
//! processor and this IR add modulo 2^32, so `(b + (x + c)) + o` and `(b + x) + (c + o)` are the same word whatever wraps.
//! What a check allowed was that word; which sums lead to it does not matter. No check is changed here, and no fact
//! about `x + c` as a number is used.
//!
//! It is done only where the target has the offset in the instruction, so that the addition disappears for good.

use super::{Folded, Folder, Rewrite};
use crate::ir::{BinaryOp, InstData, Value};
use crate::target::{Isa, Target};

impl Folder<'_> {
    pub(super) fn memory_access(&mut self, data: &InstData) -> Folded {
        let (addr, offset, bytes) = match data {
            InstData::Load {
                kind, addr, offset, ..
            } => (*addr, *offset, kind.bytes()),
            InstData::Store {
                kind, addr, offset, ..
            } => (*addr, *offset, kind.bytes()),
            _ => return None,
        };
        let [x, y] = self.def_binary(addr, BinaryOp::Iadd)?;
        if let Some(c) = self.int_of(y) {
            let sum = offset.wrapping_add(c as i32);
            if let Some(offset) = self.encodable(sum, bytes) {
                return with_address(data, x, offset);
            }
            let [x, y] = self.def_binary(x, BinaryOp::Iadd)?;
            return self.split_address(data, [x, y], sum, bytes);
        }
        self.split_address(data, [x, y], offset, bytes)
    }

    /// `x + y + offset`, either of which may be the base.
    fn split_address(
        &mut self,
        data: &InstData,
        [x, y]: [Value; 2],
        offset: i32,
        bytes: u32,
    ) -> Folded {
        for (base, index) in [(x, y), (y, x)] {
            if let Some((addr, offset)) = self.base_and_index(base, index, offset, bytes) {
                return with_address(data, addr, offset);
            }
        }
        None
    }

    /// `base + index + offset` with fewer additions.
    fn base_and_index(
        &mut self,
        base: Value,
        index: Value,
        offset: i32,
        bytes: u32,
    ) -> Option<(Value, i32)> {
        let indexed = self.def_binary_const(index, BinaryOp::Iadd);
        if let Some((x, c)) = indexed
            && let Some(offset) = self.encodable(offset.wrapping_add(c as i32), bytes)
        {
            return Some((self.emit_binary(BinaryOp::Iadd, base, x), offset));
        }
        let InstData::SymbolAddr { symbol, offset: at } = *self.func.made_by(base)? else {
            return None;
        };
        // What the instruction cannot hold costs nothing in the symbol's address. But if the sum `x + c` is there anyway,
        // for a check, then it is the better index: the symbol's own address is shared with other accesses.
        let (x, more) = match indexed {
            Some((x, c)) if self.reads[index] <= 1 => (x, c as i32),
            _ => (index, 0),
        };
        let sum = offset.wrapping_add(more);
        let left = self.low_part(sum, bytes);
        let more = sum.wrapping_sub(left);
        if more == 0 || x == index && left == offset {
            return None;
        }
        let offset = at.wrapping_add(more);
        let base = self.emit(InstData::SymbolAddr { symbol, offset });
        Some((self.emit_binary(BinaryOp::Iadd, base, x), left))
    }

    /// What to leave of an offset in the instruction: all, or the low bits, so that neighbours have one base.
    fn low_part(&self, offset: i32, bytes: u32) -> i32 {
        let low = match self.target.isa {
            Isa::Riscv32 => offset & 0x3ff,
            Isa::Xtensa => offset & 0xff,
        };
        let whole = self.encodable(offset, bytes);
        whole.or(self.encodable(low, bytes)).unwrap_or(0)
    }

    fn encodable(&self, offset: i32, bytes: u32) -> Option<i32> {
        encodable(self.target, offset, bytes)
    }
}

/// The offset, if an access of that many bytes has it in the instruction, also when it is done byte by byte.
pub(in crate::opt) fn encodable(target: &Target, offset: i32, bytes: u32) -> Option<i32> {
    let fits = match target.isa {
        // I- and S-type: 12 bits, signed.
        Isa::Riscv32 => (-2048..=2048 - bytes as i32).contains(&offset),
        // RRI8: 8 bits, unsigned, scaled by the width of the access.
        Isa::Xtensa => {
            let bytes = bytes as i32;
            (0..256 * bytes).contains(&offset) && offset % bytes == 0
        }
    };
    fits.then_some(offset)
}

/// The same access at another address.
fn with_address(data: &InstData, new_addr: Value, new_offset: i32) -> Folded {
    let mut data = data.clone();
    if let InstData::Load { addr, offset, .. } | InstData::Store { addr, offset, .. } = &mut data {
        *addr = new_addr;
        *offset = new_offset;
    }
    Some(Rewrite::Inst(data))
}
