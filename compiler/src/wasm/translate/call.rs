//! Calls.
//!
//! A funcref is the address of two words: the code, and the address of the type's word. Types are equal if these
//! addresses are. `call_indirect` checks the index, that the entry is not null, and the type; a check is left out
//! only where the table is constant and its contents prove it, or where it has a table of code for the type
//! ([`CodeTable`](crate::wasm::environment::CodeTable)), whose entries trap by themselves. A tail call cannot use that: the trap routine would take its caller for the site.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I32;
use cranelift_codegen::ir::{Inst, InstBuilder, MemFlagsData, Value};

use super::Translator;
use crate::ir::TrapKind;
use crate::wasm::emit::trap_code;
use crate::wasm::environment::SymbolId;

/// Byte offset of the code address in a funcref.
const FUNCREF_CODE: i32 = 0;
/// Byte offset of the type's address in a funcref.
const FUNCREF_TYPE: i32 = 4;

impl Translator<'_> {
    pub(super) fn call(&mut self, function: u32) {
        let params = self.emit.module.function_type(function).params.len();
        let args = self.pop_many(params);
        let call = self.emit.call_function(function, &args);
        self.push_results(call);
    }

    pub(super) fn call_indirect(&mut self, type_index: u32, table: u32) {
        let (index, args) = self.indirect_operands(type_index);
        let code = match self.code_table(type_index, table) {
            Some(code) => self.load_code(code, table, index),
            None => self.indirect_target(type_index, table, index),
        };
        let signature = self.emit.signature(type_index);
        let ins = self.emit.builder.ins();
        let call = ins.call_indirect(signature, code, &args);
        self.push_results(call);
    }

    pub(super) fn return_call(&mut self, function: u32) {
        let params = self.emit.module.function_type(function).params.len();
        let args = self.pop_many(params);
        let function = self.emit.function_ref(function);
        self.emit.builder.ins().return_call(function, &args);
        self.reachable = false;
    }

    pub(super) fn return_call_indirect(&mut self, type_index: u32, table: u32) {
        let (index, args) = self.indirect_operands(type_index);
        let code = self.indirect_target(type_index, table, index);
        let signature = self.emit.signature(type_index);
        let ins = self.emit.builder.ins();
        ins.return_call_indirect(signature, code, &args);
        self.reachable = false;
    }

    /// The index of an indirect call, and its arguments.
    fn indirect_operands(&mut self, type_index: u32) -> (Value, Vec<Value>) {
        let index = self.pop();
        let params = self.emit.module.types[type_index as usize].params.len();
        (index, self.pop_many(params))
    }

    fn code_table(&self, type_index: u32, table: u32) -> Option<SymbolId> {
        let env = self.emit.env;
        let expected = env.types[type_index as usize];
        let constant = env.tables[table as usize].constant.as_ref()?;
        let code = constant.code.iter().find(|code| code.ty == expected);
        code.map(|code| code.symbol)
    }

    /// The code address behind an index into a table that has it for calls of this type.
    fn load_code(&mut self, code: SymbolId, table: u32, index: Value) -> Value {
        self.check_entry(table, index, TrapKind::UndefinedElement);
        let entry = self.word_at(code, index);
        self.emit.builder.ins().load(I32, funcref_flags(), entry, 0)
    }

    /// The code address behind an index into a table, checked.
    fn indirect_target(&mut self, type_index: u32, table: u32, index: Value) -> Value {
        let funcref = self.load_entry(table, index, TrapKind::UndefinedElement);
        self.check_funcref(funcref, type_index, table);
        let flags = funcref_flags();
        let ins = self.emit.builder.ins();
        ins.load(I32, flags, funcref, FUNCREF_CODE)
    }

    fn check_funcref(&mut self, funcref: Value, type_index: u32, table: u32) {
        let env = self.emit.env;
        let expected = env.types[type_index as usize];
        let constant = env.tables[table as usize].constant.as_ref();
        if constant.is_none_or(|table| table.has_null) {
            let code = trap_code(TrapKind::UninitializedElement);
            self.emit.builder.ins().trapz(funcref, code);
        }
        if constant.is_none_or(|table| table.types != [expected]) {
            let flags = funcref_flags();
            let ins = self.emit.builder.ins();
            let found = ins.load(I32, flags, funcref, FUNCREF_TYPE);
            let expected = self.emit.symbol(expected);
            let kind = TrapKind::IndirectCallTypeMismatch;
            self.emit
                .trap_if_compare(IntCC::NotEqual, found, expected, kind);
        }
    }

    fn push_results(&mut self, call: Inst) {
        let results = self.emit.builder.inst_results(call);
        self.stack.extend_from_slice(results);
    }
}

/// Funcrefs never change. They may not be read before the check for null, so their loads do not move freely.
fn funcref_flags() -> MemFlagsData {
    MemFlagsData::trusted()
        .with_endianness(cranelift_codegen::ir::Endianness::Little)
        .with_readonly()
}
