//! Globals and references.

use cranelift_codegen::ir::InstBuilder;
use cranelift_codegen::ir::condcodes::IntCC;

use super::Translator;

impl Translator<'_> {
    pub(super) fn global_get(&mut self, global: u32) {
        let value = self.emit.load_global(global);
        self.push(value);
    }

    pub(super) fn global_set(&mut self, global: u32) {
        let value = self.pop();
        self.emit.store_global(global, value);
    }

    pub(super) fn ref_null(&mut self) {
        let null = self.emit.word(0);
        self.push(null);
    }

    pub(super) fn ref_is_null(&mut self) {
        let reference = self.pop();
        let null = self.emit.word(0);
        let condition = self.emit.builder.ins().icmp(IntCC::Equal, reference, null);
        self.push_bool(condition);
    }

    pub(super) fn ref_func(&mut self, function: u32) {
        let symbol = self.emit.env.funcrefs[function as usize];
        let reference = self.emit.symbol(symbol);
        self.push(reference);
    }
}
