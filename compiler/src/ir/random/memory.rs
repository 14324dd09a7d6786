//! Accesses, bounds checks and what keeps values alive.

use super::{DESCRIPTOR, GLOBALS, Generator, MEMORY, MEMORY_PAGES, SINK, SINK_SIZE};
use crate::ir::inst::{BinaryOp, InstData, IntCC, LoadKind, StoreKind, TrapKind};
use crate::ir::ops;
use crate::ir::types::{Type, Value};

impl Generator {
    /// Stores some value where nothing loads it.
    pub(super) fn observe(&mut self) {
        let ty = match self.options.floats && self.rng.below(4) == 0 {
            true => Type::F32,
            false => Type::I32,
        };
        let value = self.value(ty);
        self.sink(value);
    }

    pub(super) fn sink(&mut self, value: Value) {
        let symbol = self.func.import_symbol(SINK);
        let offset = 4 * (self.sink % (SINK_SIZE / 4)) as i32;
        self.sink += 1;
        let addr = self.emit(InstData::SymbolAddr { symbol, offset }, &[Type::I32]);
        let kind = match self.func.ty(value) {
            Type::I32 => StoreKind::W32,
            Type::F32 => StoreKind::F32,
        };
        if let Some(addr) = addr {
            let data = InstData::Store {
                kind,
                value,
                addr,
                offset: 0,
                aligned: true,
            };
            self.emit(data, &[]);
        }
    }

    /// Checks of sums of an index and a number, most of which hold.
    pub(super) fn bounds_check(&mut self) {
        let (x, mask) = (self.int(), self.iconst(0xff));
        let index = self.binary(BinaryOp::And, x, mask);
        let dynamic = self.rng.below(2) == 0;
        for _ in 0..1 + self.rng.below(4) {
            let mut sum = index;
            if self.rng.below(3) != 0 {
                let add = self
                    .rng
                    .pick(&[4, 8, 12, 700, u32::MAX, 0u32.wrapping_sub(4)]);
                let add = self.iconst(add);
                sum = self.binary(BinaryOp::Iadd, index, add);
            }
            let limit = match dynamic {
                true => self.limit_by_size(),
                false => {
                    let limit = self.rng.pick(&[250, 254, 255, 256, 300, 1000]);
                    self.iconst(limit)
                }
            };
            let cond = match self.rng.below(2) {
                0 => self.icmp(IntCC::Ugt, sum, limit),
                _ => self.icmp(IntCC::Ult, limit, sum),
            };
            let kind = TrapKind::MemoryOutOfBounds;
            self.emit(InstData::TrapIf { cond, kind }, &[]);
        }
    }

    /// The size of the memory less a number.
    pub(super) fn limit_by_size(&mut self) -> Value {
        let symbol = self.func.import_symbol(DESCRIPTOR);
        let data = InstData::SymbolAddr { symbol, offset: 0 };
        let addr = self.emit_value(data, Type::I32);
        let data = InstData::Load {
            kind: LoadKind::W32,
            addr,
            offset: 0,
            aligned: true,
        };
        let size = self.emit_value(data, Type::I32);
        // The sizes themselves are no values of the module.
        self.ints.truncate(self.ints.len() - 2);
        let whole = MEMORY_PAGES << 16;
        let end = self
            .rng
            .pick(&[1, 4, 8, whole - 300, whole - 255, whole - 259]);
        let end = self.iconst(end);
        self.binary(BinaryOp::Isub, size, end)
    }

    /// An address in the memory with an offset, such that 4 bytes are within.
    pub(super) fn address(&mut self) -> (Value, i32) {
        if !self.addresses.is_empty() && self.rng.below(2) == 0 {
            let recent = self.addresses.len().min(3);
            let n = self.addresses.len() - 1 - self.rng.below(recent);
            return self.addresses[n];
        }
        let symbol = self.func.import_symbol(MEMORY);
        let data = InstData::SymbolAddr { symbol, offset: 0 };
        let base = self.emit_value(data, Type::I32);
        let (x, mask) = (self.int(), self.iconst(0xfc));
        let mut index = self.binary(BinaryOp::And, x, mask);
        if self.rng.below(2) == 0 {
            let more = 4 * self.rng.below(64) as u32;
            let more = self.iconst(more);
            index = self.binary(BinaryOp::Iadd, index, more);
        }
        let addr = match self.rng.below(2) {
            0 => self.binary(BinaryOp::Iadd, base, index),
            _ => self.binary(BinaryOp::Iadd, index, base),
        };
        let address = (addr, 4 * self.rng.below(120) as i32);
        self.addresses.push(address);
        address
    }

    pub(super) fn load(&mut self) {
        let (addr, offset) = self.address();
        let rows = ops::LOADS.iter();
        let rows = rows.filter(|row| self.options.floats || row.2 == Type::I32);
        let kinds: Vec<_> = rows.map(|row| row.0).collect();
        let kind = self.rng.pick(&kinds);
        let aligned = self.rng.below(2) == 0;
        let data = InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        };
        let value = self.emit_value(data, kind.ty());
        self.sink(value);
    }

    pub(super) fn store(&mut self) {
        let (addr, offset) = self.address();
        let rows = ops::STORES.iter();
        let rows = rows.filter(|row| self.options.floats || row.2 == Type::I32);
        let kinds: Vec<_> = rows.map(|row| row.0).collect();
        let kind = self.rng.pick(&kinds);
        let value = self.value(kind.ty());
        let aligned = self.rng.below(2) == 0;
        let data = InstData::Store {
            kind,
            value,
            addr,
            offset,
            aligned,
        };
        self.emit(data, &[]);
    }

    /// A load or store of a global.
    pub(super) fn global(&mut self) {
        let symbol = self.func.import_symbol(GLOBALS);
        let data = InstData::SymbolAddr { symbol, offset: 4 };
        let addr = self.emit_value(data, Type::I32);
        let offset = self.rng.pick(&[-4, 0, 4, 8]);
        let aligned = true;
        let kind = ops::LOADS[4].0;
        let load = InstData::Load {
            kind,
            addr,
            offset,
            aligned,
        };
        if self.rng.below(2) == 0 {
            let (kind, value) = (ops::STORES[2].0, self.int());
            let data = InstData::Store {
                kind,
                value,
                addr,
                offset,
                aligned,
            };
            self.emit(data, &[]);
        }
        let value = self.emit_value(load, Type::I32);
        self.sink(value);
    }
}
