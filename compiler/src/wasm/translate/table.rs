//! Tables.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I32;
use cranelift_codegen::ir::{InstBuilder, MemFlagsData, Value};

use super::Translator;
use crate::ir::TrapKind;
use crate::wasm::emit::Region;
use crate::wasm::environment::{SymbolId, TablePlan};
use crate::wasm::intrinsic::Intrinsic;

impl Translator<'_> {
    fn table(&self, table: u32) -> &TablePlan {
        &self.emit.env.tables[table as usize]
    }

    /// The number of entries of a table.
    fn table_entries(&mut self, table: u32) -> Value {
        let TablePlan {
            desc, min, fixed, ..
        } = *self.table(table);
        if fixed {
            self.emit.word(min)
        } else {
            self.load_size(desc)
        }
    }

    /// The address of an entry, after its check, which traps as `kind`.
    fn table_entry(&mut self, table: u32, index: Value, kind: TrapKind) -> Value {
        self.check_entry(table, index, kind);
        self.word_at(self.table(table).base, index)
    }

    /// The address of a word of an array.
    pub(super) fn word_at(&mut self, base: SymbolId, index: Value) -> Value {
        let base = self.emit.symbol(base);
        let shift = self.emit.word(2);
        let offset = self.emit.builder.ins().ishl(index, shift);
        self.emit.builder.ins().iadd(base, offset)
    }

    /// Traps as `kind` if the table has no such entry.
    pub(super) fn check_entry(&mut self, table: u32, index: Value, kind: TrapKind) {
        let size = self.table_entries(table);
        self.emit
            .trap_if_compare(IntCC::UnsignedGreaterThanOrEqual, index, size, kind);
    }

    fn table_flags(&mut self, table: u32) -> MemFlagsData {
        let flags = self.emit.flags(Region::Table).with_aligned();
        if self.table(table).constant.is_some() {
            flags.with_readonly()
        } else {
            flags
        }
    }

    /// The word of an entry, after its check, which traps as `kind`.
    pub(super) fn load_entry(&mut self, table: u32, index: Value, kind: TrapKind) -> Value {
        let entry = self.table_entry(table, index, kind);
        let flags = self.table_flags(table);
        self.emit.builder.ins().load(I32, flags, entry, 0)
    }

    pub(super) fn table_get(&mut self, table: u32) {
        let index = self.pop();
        let value = self.load_entry(table, index, TrapKind::TableOutOfBounds);
        self.push(value);
    }

    pub(super) fn table_set(&mut self, table: u32) {
        let [index, value] = self.pop2();
        let entry = self.table_entry(table, index, TrapKind::TableOutOfBounds);
        let flags = self.table_flags(table);
        self.emit.builder.ins().store(flags, value, entry, 0);
    }

    pub(super) fn table_size(&mut self, table: u32) {
        let entries = self.table_entries(table);
        self.push(entries);
    }

    pub(super) fn table_grow(&mut self, table: u32) {
        let [value, delta] = self.pop2();
        let grown = if self.table(table).fixed {
            let size = self.table_entries(table);
            self.grow_fixed(size, delta)
        } else {
            let desc = self.emit.symbol(self.table(table).desc);
            let args = [desc, value, delta];
            let result = self.emit.call_intrinsic(Intrinsic::TableGrow, &args);
            result.expect("table_grow has a result")
        };
        self.push(grown);
    }

    pub(super) fn table_fill(&mut self, table: u32) {
        let [index, value, len] = self.pop3();
        let desc = self.emit.symbol(self.table(table).desc);
        self.table_call(Intrinsic::TableFill, &[desc, index, value, len]);
    }

    pub(super) fn table_copy(&mut self, dst_table: u32, src_table: u32) {
        let [dst, src, len] = self.pop3();
        let dst_desc = self.emit.symbol(self.table(dst_table).desc);
        let src_desc = self.emit.symbol(self.table(src_table).desc);
        self.table_call(Intrinsic::TableCopy, &[dst_desc, src_desc, dst, src, len]);
    }

    pub(super) fn table_init(&mut self, segment: u32, table: u32) {
        let [dst, src, len] = self.pop3();
        let desc = self.emit.symbol(self.table(table).desc);
        let segment = self.emit.symbol(self.emit.env.elements[segment as usize]);
        self.table_call(Intrinsic::TableInit, &[desc, segment, dst, src, len]);
    }

    pub(super) fn elem_drop(&mut self, segment: u32) {
        self.emit
            .drop_segment(self.emit.env.elements[segment as usize]);
    }

    fn table_call(&mut self, intrinsic: Intrinsic, args: &[Value]) {
        let kind = TrapKind::TableOutOfBounds;
        self.emit.call_checked(intrinsic, args, kind);
    }
}
