//! The function `M.instantiate`: everything the specification does between linking and the first call.
//!
//! In its order: imports are checked, own memories and tables are reset to their state before instantiation, globals
//! get their values, active element segments are copied, then active data segments, then the start function is
//! called. What is constant is in the image already and is left alone. It may be called again for a fresh instance.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::{
    Function, InstBuilder, MemFlagsData, Signature, SourceLoc, UserFuncName,
};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

use super::emit::{DESC_MAX, DESC_SIZE, Emitter};
use super::environment::{Environment, GlobalAccess, SymbolId, TablePlan};
use super::intrinsic::Intrinsic;
use super::module::{GlobalInit, Module, SegmentMode};
use super::segment::{SegmentPlan, global_items};
use super::translate::ClifFunction;
use crate::ir::TrapKind;
use crate::middle::{SymbolTable, carrier_isa};

/// Makes `M.instantiate`.
pub fn translate_instantiate(module: &Module, env: &Environment) -> ClifFunction {
    let name = UserFuncName::User(SymbolTable::external_name(env.instantiate));
    let signature = Signature::new(CallConv::Tail);
    let mut clif = Function::with_name_signature(name, signature);
    let mut context = FunctionBuilderContext::new();
    let builder = FunctionBuilder::new(&mut clif, &mut context);
    let mut emit = Emitter::new(module, env, builder);
    let entry = emit.builder.create_block();
    emit.builder.switch_to_block(entry);
    emit.builder.seal_block(entry);
    emit.check_imports();
    emit.reset();
    emit.init_globals();
    emit.init_tables();
    emit.init_memories();
    if let Some(start) = module.start {
        emit.call_function(start, &[]);
    }
    emit.builder.ins().return_(&[]);
    emit.builder.finalize(carrier_isa().frontend_config());
    ClifFunction {
        clif,
        symbol: env.symbols.name(env.instantiate).clone(),
        display_name: format!("{} (instantiation)", env.instance()),
        wasm_range: 0..0,
    }
}

impl Emitter<'_> {
    /// The code relies on an import's limits: an imported memory or table has its declared minimum and stays within
    /// its declared maximum.
    fn check_imports(&mut self) {
        let (module, env) = (self.module, self.env);
        for (memory, plan) in module.memories.iter().zip(&env.memories) {
            if plan.imported {
                let max = memory.ty.max_bytes();
                let kind = TrapKind::MemoryOutOfBounds;
                self.check_limits(plan.desc, plan.min, max, kind);
            }
        }
        for (table, plan) in module.tables.iter().zip(&env.tables) {
            if plan.imported {
                let kind = TrapKind::TableOutOfBounds;
                self.check_limits(plan.desc, plan.min, table.ty.max, kind);
            }
        }
    }

    fn check_limits(&mut self, desc: SymbolId, min: u32, max: Option<u64>, kind: TrapKind) {
        if min > 0 {
            let size = self.load_descriptor(desc, DESC_SIZE);
            let min = self.word(min);
            self.trap_if_compare(IntCC::UnsignedLessThan, size, min, kind);
        }
        // A maximum that no word can exceed needs no check.
        if let Some(max) = max.and_then(|max| u32::try_from(max).ok()) {
            let most = self.load_descriptor(desc, DESC_MAX);
            let max = self.word(max);
            self.trap_if_compare(IntCC::UnsignedGreaterThan, most, max, kind);
        }
    }

    fn reset(&mut self) {
        let (module, env) = (self.module, self.env);
        for plan in env.memories.iter().filter(|plan| !plan.imported) {
            self.call_with(Intrinsic::MemoryReset, plan.desc);
        }
        let own = |plan: &&TablePlan| !plan.imported && plan.constant.is_none();
        for plan in env.tables.iter().filter(own) {
            self.call_with(Intrinsic::TableReset, plan.desc);
        }
        for index in 0..module.data.len() as u32 {
            let plan = SegmentPlan::of_data(module, index);
            self.reset_segment(plan, env.data[index as usize]);
        }
        for index in 0..module.elements.len() as u32 {
            let plan = SegmentPlan::of_element(module, env, index);
            self.reset_segment(plan, env.elements[index as usize]);
        }
    }

    fn reset_segment(&mut self, plan: SegmentPlan, desc: SymbolId) {
        if plan.used && plan.contents {
            self.call_with(Intrinsic::SegmentReset, desc);
        }
    }

    fn call_with(&mut self, intrinsic: Intrinsic, desc: SymbolId) {
        let desc = self.symbol(desc);
        self.call_intrinsic(intrinsic, &[desc]);
    }

    fn init_globals(&mut self) {
        let (module, env) = (self.module, self.env);
        for (index, global) in (0u32..).zip(&module.globals) {
            let access = env.globals[index as usize].access;
            let constant = matches!(access, GlobalAccess::Constant(_));
            if let (GlobalInit::Value(value), false) = (&global.init, constant) {
                let value = self.const_expr(*value);
                self.store_global(index, value);
            }
        }
    }

    fn init_tables(&mut self) {
        let (module, env) = (self.module, self.env);
        for (index, segment) in (0u32..).zip(&module.elements) {
            let plan = SegmentPlan::of_element(module, env, index);
            if !plan.contents {
                continue;
            }
            self.set_srcloc(segment.offset);
            self.fill_in_globals(index);
            if let (SegmentMode::Active { target, offset }, true) = (segment.mode, plan.init) {
                let table = self.symbol(env.tables[target as usize].desc);
                let desc = self.symbol(env.elements[index as usize]);
                let dst = self.const_expr(offset);
                let src = self.word(0);
                let len = self.word(segment.items.len() as u32);
                let args = [table, desc, dst, src, len];
                let kind = TrapKind::TableOutOfBounds;
                self.call_checked(Intrinsic::TableInit, &args, kind);
                self.drop_if_used(plan, env.elements[index as usize]);
            }
        }
    }

    /// Writes the items of a segment that are known only now.
    fn fill_in_globals(&mut self, index: u32) {
        let items = &self.module.elements[index as usize].items;
        for (n, item) in global_items(items) {
            let value = self.const_expr(item);
            let words = self.symbol(self.env.element_words[index as usize]);
            let flags = MemFlagsData::trusted();
            self.builder.ins().store(flags, value, words, n as i32 * 4);
        }
    }

    fn init_memories(&mut self) {
        let (module, env) = (self.module, self.env);
        let shares = self.copies_anyway();
        for (index, segment) in (0u32..).zip(&module.data) {
            let plan = SegmentPlan::of_data(module, index);
            if let (SegmentMode::Active { target, offset }, true) = (segment.mode, plan.init) {
                self.set_srcloc(segment.offset);
                let memory = self.symbol(env.memories[target as usize].desc);
                let desc = self.symbol(env.data[index as usize]);
                let dst = self.const_expr(offset);
                let kind = TrapKind::MemoryOutOfBounds;
                if shares {
                    let src = self.word(0);
                    let len = self.word(segment.bytes.len() as u32);
                    let args = [memory, desc, dst, src, len];
                    self.call_checked(Intrinsic::MemoryInit, &args, kind);
                } else {
                    self.call_checked(Intrinsic::MemoryPlace, &[memory, desc, dst], kind);
                }
                self.drop_if_used(plan, env.data[index as usize]);
            }
        }
    }

    /// Whether the routine that copies runs of any kind fast is in the firmware because of the module's code or tables; else data
    /// segments are copied by a much smaller one.
    fn copies_anyway(&self) -> bool {
        let (module, env) = (self.module, self.env);
        let mut elements = 0..module.elements.len() as u32;
        module.usage.copies
            || elements.any(|index| SegmentPlan::of_element(module, env, index).init)
    }

    fn drop_if_used(&mut self, plan: SegmentPlan, desc: SymbolId) {
        if plan.used {
            self.drop_segment(desc);
        }
    }

    fn set_srcloc(&mut self, offset: u32) {
        self.builder.set_srcloc(SourceLoc::new(offset));
    }
}
