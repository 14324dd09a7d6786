//! What a module's code does to its memories, tables and segments, and which proposals it uses: found in one walk
//! over the operators, and what makes a size, a table or a descriptor constant.

use std::collections::BTreeSet;

use wasmparser::{BlockType, Operator};

use super::features::{Feature, FeatureSet};
use super::module::FuncType;

/// Facts about the whole module that decide what is constant.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    /// Memories with a `memory.grow`.
    pub grown_memories: BTreeSet<u32>,
    /// Tables with a `table.grow`.
    pub grown_tables: BTreeSet<u32>,
    /// Tables that code writes (`table.set`, `.fill`, `.copy` to, `.init`, `.grow`).
    pub written_tables: BTreeSet<u32>,
    /// Tables that functions are called through, and the types of the calls.
    pub called_tables: BTreeSet<(u32, u32)>,
    /// Data segments named by `memory.init` or `data.drop`.
    pub used_data: BTreeSet<u32>,
    /// Element segments named by `table.init` or `elem.drop`.
    pub used_elements: BTreeSet<u32>,
    /// Whether code copies runs of memory or table.
    pub copies: bool,
    /// Functions whose references are taken by code, tables or globals.
    pub referenced_functions: BTreeSet<u32>,
    /// Functions that call nothing: no wasm function, no host, no intrinsic that changes a size.
    pub leaf_functions: BTreeSet<u32>,
}

/// Notes the operators of one function after another.
#[derive(Default)]
pub(super) struct UsageScan {
    pub usage: Usage,
    pub features: FeatureSet,
    calls: bool,
}

impl UsageScan {
    /// Ends the function `index`.
    pub fn finish_function(&mut self, index: u32) {
        if !std::mem::take(&mut self.calls) {
            self.usage.leaf_functions.insert(index);
        }
    }

    /// Notes one operator.
    pub fn operator(&mut self, operator: &Operator, types: &[FuncType]) {
        self.effects(operator);
        if let Some(feature) = operator_feature(operator, types) {
            self.features.insert(feature);
        }
    }

    fn effects(&mut self, operator: &Operator) {
        use Operator as O;
        let usage = &mut self.usage;
        match *operator {
            O::CallIndirect {
                type_index,
                table_index,
            } => {
                self.calls = true;
                usage.called_tables.insert((table_index, type_index));
            }
            O::Call { .. } | O::ReturnCall { .. } | O::ReturnCallIndirect { .. } => {
                self.calls = true
            }
            O::MemoryGrow { mem } => {
                self.calls = true;
                usage.grown_memories.insert(mem);
            }
            O::TableGrow { table } => {
                self.calls = true;
                usage.grown_tables.insert(table);
                usage.written_tables.insert(table);
            }
            O::TableSet { table } | O::TableFill { table } => {
                usage.written_tables.insert(table);
            }
            O::TableCopy { dst_table, .. } => {
                usage.copies = true;
                usage.written_tables.insert(dst_table);
            }
            O::TableInit { elem_index, table } => {
                usage.copies = true;
                usage.written_tables.insert(table);
                usage.used_elements.insert(elem_index);
            }
            O::ElemDrop { elem_index } => {
                usage.used_elements.insert(elem_index);
            }
            O::MemoryCopy { .. } => usage.copies = true,
            O::MemoryInit { data_index, .. } => {
                usage.copies = true;
                usage.used_data.insert(data_index);
            }
            O::DataDrop { data_index } => {
                usage.used_data.insert(data_index);
            }
            O::RefFunc { function_index } => {
                usage.referenced_functions.insert(function_index);
            }
            _ => {}
        }
    }
}

/// The proposal beyond the MVP an operator belongs to.
fn operator_feature(operator: &Operator, types: &[FuncType]) -> Option<Feature> {
    use Operator as O;
    Some(match operator {
        O::I32Extend8S | O::I32Extend16S | O::I64Extend8S | O::I64Extend16S | O::I64Extend32S => {
            Feature::SignExtension
        }
        O::I32TruncSatF32S
        | O::I32TruncSatF32U
        | O::I32TruncSatF64S
        | O::I32TruncSatF64U
        | O::I64TruncSatF32S
        | O::I64TruncSatF32U
        | O::I64TruncSatF64S
        | O::I64TruncSatF64U => Feature::SaturatingFloatToInt,
        O::MemoryInit { .. }
        | O::DataDrop { .. }
        | O::MemoryCopy { .. }
        | O::MemoryFill { .. }
        | O::TableInit { .. }
        | O::ElemDrop { .. }
        | O::TableCopy { .. } => Feature::BulkMemory,
        O::TypedSelect { .. }
        | O::RefNull { .. }
        | O::RefIsNull
        | O::RefFunc { .. }
        | O::TableFill { .. }
        | O::TableGet { .. }
        | O::TableSet { .. }
        | O::TableGrow { .. }
        | O::TableSize { .. } => Feature::ReferenceTypes,
        O::ReturnCall { .. } | O::ReturnCallIndirect { .. } => Feature::TailCall,
        O::CallIndirect { table_index, .. } if *table_index != 0 => Feature::ReferenceTypes,
        O::Block { blockty } | O::Loop { blockty } | O::If { blockty }
            if is_multi_value(*blockty, types) =>
        {
            Feature::MultiValue
        }
        _ => return None,
    })
}

/// A block's type index is itself of the proposal, unless it says what the MVP's could.
fn is_multi_value(block: BlockType, types: &[FuncType]) -> bool {
    match block {
        BlockType::Empty | BlockType::Type(_) => false,
        BlockType::FuncType(index) => types
            .get(index as usize)
            .is_some_and(|ty| !ty.params.is_empty() || ty.results.len() > 1),
    }
}
