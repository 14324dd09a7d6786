//! Linear memory.
//!
//! An access of n bytes at index + offset is in bounds if index + offset + n <= size, that is
//! index <= size - (offset + n) wherever the difference is not negative. It never is if even the smallest size
//! holds offset + n bytes; else that is checked first. So the common case is one comparison.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    InstBuilder, InstructionData, MemFlagsData, Opcode, Type, Value, ValueDef, types,
};
use wasmparser::{MemArg, MemArgTarget};

use super::Translator;
use crate::ir::TrapKind;
use crate::wasm::emit::{DESC_SIZE, Region};
use crate::wasm::environment::MemoryPlan;
use crate::wasm::intrinsic::Intrinsic;

/// A checked address with the constant offset that goes into the instruction.
struct Address {
    base: Value,
    offset: i32,
    flags: MemFlagsData,
}

impl Translator<'_> {
    fn memory(&self, memory: u32) -> &MemoryPlan {
        &self.emit.env.memories[memory as usize]
    }

    /// A load; `opcode` is one of CLIF's, `ty` its result.
    pub(super) fn load(&mut self, opcode: Opcode, ty: Type, size: u8, memarg: &MemArg) {
        let index = self.pop();
        if let Some(address) = self.address(index, size, memarg) {
            let dfg = &mut self.emit.builder.func.dfg;
            let flags = dfg.mem_flags.insert_unchecked(address.flags);
            let offset = address.offset.into();
            let ins = self.emit.builder.ins();
            let (load, dfg) = ins.Load(opcode, ty, flags, offset, address.base);
            let value = dfg.first_result(load);
            self.push(value);
        }
    }

    /// A store; `opcode` is one of CLIF's.
    pub(super) fn store(&mut self, opcode: Opcode, size: u8, memarg: &MemArg) {
        let [index, value] = self.pop2();
        if let Some(address) = self.address(index, size, memarg) {
            let dfg = &mut self.emit.builder.func.dfg;
            let ty = dfg.value_type(value);
            let flags = dfg.mem_flags.insert_unchecked(address.flags);
            let offset = address.offset.into();
            let ins = self.emit.builder.ins();
            ins.Store(opcode, ty, flags, offset, value, address.base);
        }
    }

    /// Checks an access. None if it always traps: then the code after it cannot be reached.
    fn address(&mut self, index: Value, size: u8, memarg: &MemArg) -> Option<Address> {
        let memory = memory_of(memarg);
        // The offset may be any u32, so the sum is no wider than a u64.
        let end = memarg.offset + u64::from(size);
        if end > u64::from(self.memory(memory).max) {
            self.trap(TrapKind::MemoryOutOfBounds);
            return None;
        }
        let end = end as u32;
        if !self.is_always_in_bounds(memory, index, end) {
            self.check_bounds(memory, index, end);
        }
        let mut flags = self.emit.flags(Region::Heap);
        // The hint is log2 of the alignment; `natural` that of the access.
        if u32::from(memarg.align) == u32::from(size).trailing_zeros() {
            flags.set_aligned();
        }
        let start = self.emit.symbol(self.memory(memory).base);
        let base = self.emit.builder.ins().iadd(start, index);
        // No memory has 2 GiB (`environment.rs`), so an offset that got here is positive as a signed word.
        let offset = memarg.offset as i32;
        Some(Address {
            base,
            offset,
            flags,
        })
    }

    /// Whether the index is a constant that fits the smallest size.
    fn is_always_in_bounds(&self, memory: u32, index: Value, end: u32) -> bool {
        let dfg = &self.emit.builder.func.dfg;
        let ValueDef::Result(inst, _) = dfg.value_def(index) else {
            return false;
        };
        let InstructionData::UnaryImm {
            opcode: Opcode::Iconst,
            imm,
        } = dfg.insts[inst]
        else {
            return false;
        };
        let index = u64::from(imm.bits() as u32);
        index + u64::from(end) <= u64::from(self.memory(memory).min)
    }

    /// Traps unless `index + end <= size`.
    fn check_bounds(&mut self, memory: u32, index: Value, end: u32) {
        let kind = TrapKind::MemoryOutOfBounds;
        let MemoryPlan { min, fixed, .. } = *self.memory(memory);
        let limit = if fixed {
            self.emit.word(min - end)
        } else {
            let size = self.memory_bytes(memory);
            let end_value = self.emit.word(end);
            if end > min {
                self.emit
                    .trap_if_compare(IntCC::UnsignedLessThan, size, end_value, kind);
            }
            self.emit.builder.ins().isub(size, end_value)
        };
        self.emit
            .trap_if_compare(IntCC::UnsignedGreaterThan, index, limit, kind);
    }

    /// The size of a memory in bytes.
    fn memory_bytes(&mut self, memory: u32) -> Value {
        let MemoryPlan {
            desc, min, fixed, ..
        } = *self.memory(memory);
        if fixed {
            self.emit.word(min)
        } else {
            self.load_size(desc)
        }
    }

    /// The size word of a memory or table that can grow. Where nothing is called, nothing can grow.
    pub(super) fn load_size(&mut self, desc: u32) -> Value {
        let mut flags = self.emit.flags(Region::Descriptor).with_aligned();
        if self.leaf {
            flags = flags.with_readonly().with_can_move();
        }
        let desc = self.emit.symbol(desc);
        let ins = self.emit.builder.ins();
        ins.load(types::I32, flags, desc, DESC_SIZE)
    }

    fn memory_pages(&mut self, memory: u32) -> Value {
        let bytes = self.memory_bytes(memory);
        let shift = self.emit.word(self.memory(memory).page_shift);
        self.emit.builder.ins().ushr(bytes, shift)
    }

    pub(super) fn memory_size(&mut self, memory: u32) {
        let pages = self.memory_pages(memory);
        self.push(pages);
    }

    pub(super) fn memory_grow(&mut self, memory: u32) {
        let delta = self.pop();
        let grown = if self.memory(memory).fixed {
            let pages = self.memory_pages(memory);
            self.grow_fixed(pages, delta)
        } else {
            let desc = self.emit.symbol(self.memory(memory).desc);
            let result = self
                .emit
                .call_intrinsic(Intrinsic::MemoryGrow, &[desc, delta]);
            result.expect("memory_grow has a result")
        };
        self.push(grown);
    }

    /// What cannot grow can grow by 0.
    pub(super) fn grow_fixed(&mut self, size: Value, delta: Value) -> Value {
        let failed = self.emit.word(u32::MAX);
        self.emit.builder.ins().select(delta, failed, size)
    }

    pub(super) fn memory_fill(&mut self, memory: u32) {
        let [dst, value, len] = self.pop3();
        let desc = self.emit.symbol(self.memory(memory).desc);
        self.memory_call(Intrinsic::MemoryFill, &[desc, dst, value, len]);
    }

    pub(super) fn memory_copy(&mut self, dst_memory: u32, src_memory: u32) {
        let [dst, src, len] = self.pop3();
        let dst_desc = self.emit.symbol(self.memory(dst_memory).desc);
        let src_desc = self.emit.symbol(self.memory(src_memory).desc);
        let args = [dst_desc, src_desc, dst, src, len];
        self.memory_call(Intrinsic::MemoryCopy, &args);
    }

    pub(super) fn memory_init(&mut self, segment: u32, memory: u32) {
        let [dst, src, len] = self.pop3();
        let desc = self.emit.symbol(self.memory(memory).desc);
        let segment = self.emit.symbol(self.emit.env.data[segment as usize]);
        self.memory_call(Intrinsic::MemoryInit, &[desc, segment, dst, src, len]);
    }

    pub(super) fn data_drop(&mut self, segment: u32) {
        self.emit.drop_segment(self.emit.env.data[segment as usize]);
    }

    fn memory_call(&mut self, intrinsic: Intrinsic, args: &[Value]) {
        let kind = TrapKind::MemoryOutOfBounds;
        self.emit.call_checked(intrinsic, args, kind);
    }
}

/// The memory an access is to. The other kind of target, arrays, is of the gc proposal, which the validator refuses.
fn memory_of(memarg: &MemArg) -> u32 {
    match memarg.target {
        MemArgTarget::Memory(memory) => memory,
        _ => 0,
    }
}
