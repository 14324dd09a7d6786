//! Locals.

use cranelift_codegen::ir::types::I32;
use cranelift_codegen::ir::{InstBuilder, Type, Value, types};
use wasmparser::{BinaryReader, FunctionBody};

use super::Translator;
use crate::wasm::emit::clif_type;
use crate::wasm::sections::value_type;

impl Translator<'_> {
    /// Declares parameters and locals, and returns a reader of the operators after them.
    pub(super) fn declare_locals<'b>(
        &mut self,
        body: &FunctionBody<'b>,
    ) -> wasmparser::Result<BinaryReader<'b>> {
        let builder = &mut self.emit.builder;
        let entry = builder.current_block().expect("the entry block is open");
        for value in builder.block_params(entry).to_vec() {
            let ty = builder.func.dfg.value_type(value);
            let variable = builder.declare_var(ty);
            builder.def_var(variable, value);
            self.locals.push(variable);
        }
        let mut locals = body.get_locals_reader()?;
        for _ in 0..locals.get_count() {
            let (count, ty) = locals.read()?;
            let ty = clif_type(value_type(ty));
            let zero = self.zero(ty);
            for _ in 0..count {
                let variable = self.emit.builder.declare_var(ty);
                self.emit.builder.def_var(variable, zero);
                self.locals.push(variable);
            }
        }
        Ok(locals.get_binary_reader())
    }

    fn zero(&mut self, ty: Type) -> Value {
        let ins = self.emit.builder.ins();
        match ty {
            types::F32 => ins.f32const(0.0),
            types::F64 => ins.f64const(0.0),
            types::I64 => ins.iconst(ty, 0),
            _ => ins.iconst(I32, 0),
        }
    }

    pub(super) fn local_get(&mut self, local: u32) {
        let value = self.emit.builder.use_var(self.locals[local as usize]);
        self.push(value);
    }

    pub(super) fn local_set(&mut self, local: u32) {
        let value = self.pop();
        let variable = self.locals[local as usize];
        self.emit.builder.def_var(variable, value);
    }

    pub(super) fn local_tee(&mut self, local: u32) {
        self.local_set(local);
        self.local_get(local);
    }
}
