//! The dispatch on wasm operators: every arm names the operation's function, in the group's file.

use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{Opcode, Type};
use wasmparser::{MemArg, Operator};

use super::Translator;
use crate::ir::TrapKind;
use crate::wasm::error::WasmError;
use crate::wasm::refuse::operator_name;

impl Translator<'_> {
    /// Translates one operator.
    pub(super) fn operator(&mut self, operator: &Operator) -> Result<(), WasmError> {
        if !self.reachable {
            self.unreachable_operator(operator);
            return Ok(());
        }
        let known = self.numeric(operator)
            || self.variable_operator(operator)
            || self.memory_operator(operator)
            || self.control_operator(operator)?
            || self.table_operator(operator);
        if known {
            return Ok(());
        }
        Err(WasmError::UnknownOperator {
            operator: operator_name(operator),
            offset: self.offset,
        })
    }

    /// Code that cannot be reached is not translated; frames are counted to find where it ends.
    fn unreachable_operator(&mut self, operator: &Operator) {
        match operator {
            Operator::Block { .. } | Operator::Loop { .. } | Operator::If { .. } => {
                self.open_unreachable();
            }
            Operator::Else => self.else_(),
            Operator::End => self.end(),
            _ => {}
        }
    }

    fn variable_operator(&mut self, operator: &Operator) -> bool {
        use Operator as O;
        match *operator {
            O::LocalGet { local_index } => self.local_get(local_index),
            O::LocalSet { local_index } => self.local_set(local_index),
            O::LocalTee { local_index } => self.local_tee(local_index),
            O::GlobalGet { global_index } => self.global_get(global_index),
            O::GlobalSet { global_index } => self.global_set(global_index),
            O::RefNull { .. } => self.ref_null(),
            O::RefIsNull => self.ref_is_null(),
            O::RefFunc { function_index } => self.ref_func(function_index),
            _ => return false,
        }
        true
    }

    fn control_operator(&mut self, operator: &Operator) -> Result<bool, WasmError> {
        use Operator as O;
        match *operator {
            O::Nop => {}
            O::Unreachable => self.trap(TrapKind::Unreachable),
            O::Block { blockty } => self.block(blockty),
            O::Loop { blockty } => self.loop_(blockty),
            O::If { blockty } => self.if_(blockty),
            O::Else => self.else_(),
            O::End => self.end(),
            O::Br { relative_depth } => self.br(relative_depth),
            O::BrIf { relative_depth } => self.br_if(relative_depth),
            O::BrTable { ref targets } => {
                self.br_table(targets)
                    .map_err(|error| self.invalid(&error))?;
            }
            O::Return => self.return_(),
            O::Call { function_index } => self.call(function_index),
            O::CallIndirect {
                type_index,
                table_index,
            } => self.call_indirect(type_index, table_index),
            O::ReturnCall { function_index } => self.return_call(function_index),
            O::ReturnCallIndirect {
                type_index,
                table_index,
            } => self.return_call_indirect(type_index, table_index),
            O::Drop => {
                self.pop();
            }
            O::Select | O::TypedSelect { .. } => self.select(),
            _ => return Ok(false),
        }
        Ok(true)
    }

    fn memory_operator(&mut self, operator: &Operator) -> bool {
        use Operator as O;
        if let Some((opcode, ty, size, memarg)) = load(operator) {
            self.load(opcode, ty, size, memarg);
            return true;
        }
        if let Some((opcode, size, memarg)) = store(operator) {
            self.store(opcode, size, memarg);
            return true;
        }
        match *operator {
            O::MemorySize { mem } => self.memory_size(mem),
            O::MemoryGrow { mem } => self.memory_grow(mem),
            O::MemoryFill { mem } => self.memory_fill(mem),
            O::MemoryCopy { dst_mem, src_mem } => self.memory_copy(dst_mem, src_mem),
            O::MemoryInit { data_index, mem } => self.memory_init(data_index, mem),
            O::DataDrop { data_index } => self.data_drop(data_index),
            _ => return false,
        }
        true
    }

    fn table_operator(&mut self, operator: &Operator) -> bool {
        use Operator as O;
        match *operator {
            O::TableGet { table } => self.table_get(table),
            O::TableSet { table } => self.table_set(table),
            O::TableSize { table } => self.table_size(table),
            O::TableGrow { table } => self.table_grow(table),
            O::TableFill { table } => self.table_fill(table),
            O::TableCopy {
                dst_table,
                src_table,
            } => self.table_copy(dst_table, src_table),
            O::TableInit { elem_index, table } => self.table_init(elem_index, table),
            O::ElemDrop { elem_index } => self.elem_drop(elem_index),
            _ => return false,
        }
        true
    }
}

/// CLIF's load, its result type, and the bytes it reads.
#[rustfmt::skip] // A table: a row an operator.
fn load<'o>(operator: &'o Operator) -> Option<(Opcode, Type, u8, &'o MemArg)> {
    use Operator as O;
    Some(match operator {
        O::I32Load    { memarg } => (Opcode::Load,    I32, 4, memarg),
        O::I64Load    { memarg } => (Opcode::Load,    I64, 8, memarg),
        O::F32Load    { memarg } => (Opcode::Load,    F32, 4, memarg),
        O::F64Load    { memarg } => (Opcode::Load,    F64, 8, memarg),
        O::I32Load8S  { memarg } => (Opcode::Sload8,  I32, 1, memarg),
        O::I32Load8U  { memarg } => (Opcode::Uload8,  I32, 1, memarg),
        O::I32Load16S { memarg } => (Opcode::Sload16, I32, 2, memarg),
        O::I32Load16U { memarg } => (Opcode::Uload16, I32, 2, memarg),
        O::I64Load8S  { memarg } => (Opcode::Sload8,  I64, 1, memarg),
        O::I64Load8U  { memarg } => (Opcode::Uload8,  I64, 1, memarg),
        O::I64Load16S { memarg } => (Opcode::Sload16, I64, 2, memarg),
        O::I64Load16U { memarg } => (Opcode::Uload16, I64, 2, memarg),
        O::I64Load32S { memarg } => (Opcode::Sload32, I64, 4, memarg),
        O::I64Load32U { memarg } => (Opcode::Uload32, I64, 4, memarg),
        _ => return None,
    })
}

/// CLIF's store, and the bytes it writes.
#[rustfmt::skip] // A table: a row an operator.
fn store<'o>(operator: &'o Operator) -> Option<(Opcode, u8, &'o MemArg)> {
    use Operator as O;
    Some(match operator {
        O::I32Store   { memarg } => (Opcode::Store,    4, memarg),
        O::I64Store   { memarg } => (Opcode::Store,    8, memarg),
        O::F32Store   { memarg } => (Opcode::Store,    4, memarg),
        O::F64Store   { memarg } => (Opcode::Store,    8, memarg),
        O::I32Store8  { memarg } => (Opcode::Istore8,  1, memarg),
        O::I32Store16 { memarg } => (Opcode::Istore16, 2, memarg),
        O::I64Store8  { memarg } => (Opcode::Istore8,  1, memarg),
        O::I64Store16 { memarg } => (Opcode::Istore16, 2, memarg),
        O::I64Store32 { memarg } => (Opcode::Istore32, 4, memarg),
        _ => return None,
    })
}
