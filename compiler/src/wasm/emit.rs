//! What function bodies and `instantiate` emit alike: symbols, words, traps and calls.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::{F32, F64, I32, I64};
use cranelift_codegen::ir::{
    self, AbiParam, AliasRegion, AliasRegionData, Endianness, ExtFuncData, ExternalName, FuncRef,
    GlobalValue, GlobalValueData, InstBuilder, MemFlagsData, SigRef, Signature, TrapCode, Type,
    Value,
};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::FunctionBuilder;
use rustc_hash::FxHashMap;

use super::environment::{Environment, GlobalAccess, GlobalPlan, SymbolId};
use super::intrinsic::Intrinsic;
use super::module::{ConstExpr, ConstOp, FuncType, Module, ValueType};
use crate::ir::TrapKind;
use crate::middle::SymbolTable;

/// CLIF's type for a wasm value; references are words.
pub(super) fn clif_type(ty: ValueType) -> Type {
    match ty {
        ValueType::I32 | ValueType::FuncRef | ValueType::ExternRef => I32,
        ValueType::I64 => I64,
        ValueType::F32 => F32,
        ValueType::F64 => F64,
    }
}

/// CLIF's signature for a wasm function.
pub(super) fn clif_signature(ty: &FuncType) -> Signature {
    let abi = |types: &[ValueType]| {
        let types = types.iter().copied().map(clif_type);
        types.map(AbiParam::new).collect()
    };
    let mut signature = Signature::new(CallConv::Tail);
    signature.params = abi(&ty.params);
    signature.returns = abi(&ty.results);
    signature
}

/// CLIF's code for a kind of trap.
pub(super) fn trap_code(kind: TrapKind) -> TrapCode {
    TrapCode::unwrap_user(kind as u8)
}

/// Disjoint kinds of memory, told apart by alias analysis. Whatever two modules may share is of one region.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Region {
    /// Linear memory.
    Heap,
    /// The entries of all tables.
    Table,
    /// Memory, table and segment descriptors.
    Descriptor,
    /// Globals without a region of their own.
    Global,
    /// A private global with a small index: the shadow stack pointer is global 0.
    OwnGlobal(u32),
}

impl Region {
    /// Private globals below this index have a region of their own. A limit keeps alias analysis, whose state grows
    /// with the regions, fast in modules with thousands of globals.
    const OWN_GLOBALS: u32 = 16;

    fn data(self) -> AliasRegionData {
        let (user_id, description) = match self {
            Self::Heap => (0, "memory".into()),
            Self::Table => (1, "tables".into()),
            Self::Descriptor => (2, "descriptors".into()),
            Self::Global => (3, "globals".into()),
            Self::OwnGlobal(index) => (16 + index, format!("global {index}").into()),
        };
        AliasRegionData {
            user_id,
            description,
        }
    }
}

/// The byte offset of the first word of every descriptor: the size of a memory or table, the length of a segment.
pub(super) const DESC_SIZE: i32 = 0;
/// The byte offset of `max` in memory and table descriptors.
pub(super) const DESC_MAX: i32 = 8;

/// Emits into a function under construction.
pub(super) struct Emitter<'a> {
    pub module: &'a Module,
    pub env: &'a Environment,
    pub builder: FunctionBuilder<'a>,
    symbols: FxHashMap<SymbolId, GlobalValue>,
    functions: FxHashMap<SymbolId, FuncRef>,
    signatures: FxHashMap<u32, SigRef>,
}

impl<'a> Emitter<'a> {
    pub fn new(module: &'a Module, env: &'a Environment, builder: FunctionBuilder<'a>) -> Self {
        Self {
            module,
            env,
            builder,
            symbols: FxHashMap::default(),
            functions: FxHashMap::default(),
            signatures: FxHashMap::default(),
        }
    }

    /// A word.
    pub fn word(&mut self, value: u32) -> Value {
        self.builder.ins().iconst(I32, i64::from(value))
    }

    /// The address of a symbol.
    pub fn symbol(&mut self, symbol: SymbolId) -> Value {
        let func = &mut self.builder.func;
        let gv = *self.symbols.entry(symbol).or_insert_with(|| {
            let name = SymbolTable::external_name(symbol);
            let name = func.declare_imported_user_function(name);
            func.create_global_value(GlobalValueData::Symbol {
                name: ExternalName::user(name),
                offset: 0.into(),
                colocated: true,
                tls: false,
            })
        });
        self.builder.ins().symbol_value(I32, gv)
    }

    /// Flags of an access that cannot fault, of that region.
    pub fn flags(&mut self, region: Region) -> MemFlagsData {
        let region: AliasRegion = self.builder.func.dfg.alias_regions.insert(region.data());
        MemFlagsData::new()
            .with_notrap()
            .with_endianness(Endianness::Little)
            .with_alias_region(Some(region))
    }

    /// The word at a byte offset of a descriptor.
    pub fn load_descriptor(&mut self, desc: SymbolId, offset: i32) -> Value {
        let flags = self.flags(Region::Descriptor).with_aligned();
        let desc = self.symbol(desc);
        self.builder.ins().load(I32, flags, desc, offset)
    }

    /// Marks a segment as dropped: its length becomes 0.
    pub fn drop_segment(&mut self, desc: SymbolId) {
        let flags = self.flags(Region::Descriptor).with_aligned();
        let desc = self.symbol(desc);
        let zero = self.word(0);
        self.builder.ins().store(flags, zero, desc, DESC_SIZE);
    }

    /// Traps if a value is not 0.
    pub fn trap_if(&mut self, condition: Value, kind: TrapKind) {
        self.builder.ins().trapnz(condition, trap_code(kind));
    }

    /// Traps if two words compare so.
    pub fn trap_if_compare(&mut self, cc: IntCC, a: Value, b: Value, kind: TrapKind) {
        let condition = self.builder.ins().icmp(cc, a, b);
        self.trap_if(condition, kind);
    }

    /// Calls an intrinsic and returns its result word, if it has one.
    pub fn call_intrinsic(&mut self, intrinsic: Intrinsic, args: &[Value]) -> Option<Value> {
        let symbol = self.env.intrinsic(intrinsic);
        let (_, params, has_result) = intrinsic.declaration();
        debug_assert_eq!(params, args.len());
        let function = self.function(symbol, |_| {
            let mut signature = Signature::new(CallConv::Tail);
            signature.params = vec![AbiParam::new(I32); params];
            signature.returns = vec![AbiParam::new(I32); usize::from(has_result)];
            signature
        });
        let call = self.builder.ins().call(function, args);
        self.builder.inst_results(call).first().copied()
    }

    /// Calls an intrinsic that returns a status, and traps if it failed.
    pub fn call_checked(&mut self, intrinsic: Intrinsic, args: &[Value], kind: TrapKind) {
        if let Some(status) = self.call_intrinsic(intrinsic, args) {
            self.trap_if(status, kind);
        }
    }

    /// Calls a function of the module.
    pub fn call_function(&mut self, index: u32, args: &[Value]) -> ir::Inst {
        let function = self.function_ref(index);
        self.builder.ins().call(function, args)
    }

    /// A function of the module, to be called.
    pub fn function_ref(&mut self, index: u32) -> FuncRef {
        let symbol = self.env.functions[index as usize];
        self.function(symbol, |module| clif_signature(module.function_type(index)))
    }

    /// The reference to a function's symbol, declared at its first mention.
    fn function(
        &mut self,
        symbol: SymbolId,
        signature: impl FnOnce(&Module) -> Signature,
    ) -> FuncRef {
        if let Some(&function) = self.functions.get(&symbol) {
            return function;
        }
        let signature = self.builder.import_signature(signature(self.module));
        let name = SymbolTable::external_name(symbol);
        let name = self.builder.func.declare_imported_user_function(name);
        let function = self.builder.import_function(ExtFuncData {
            name: ExternalName::user(name),
            signature,
            colocated: true,
            patchable: false,
        });
        self.functions.insert(symbol, function);
        function
    }

    /// The signature of a type of the module.
    pub fn signature(&mut self, type_index: u32) -> SigRef {
        let module = self.module;
        let builder = &mut self.builder;
        *self.signatures.entry(type_index).or_insert_with(|| {
            builder.import_signature(clif_signature(&module.types[type_index as usize]))
        })
    }

    /// A constant expression's value.
    pub fn const_expr(&mut self, value: ConstExpr) -> Value {
        let ins = self.builder.ins();
        match value {
            ConstExpr::I32(value) => ins.iconst(I32, i64::from(value as u32)),
            ConstExpr::I64(value) => ins.iconst(I64, value),
            ConstExpr::F32(bits) => ins.f32const(ir::immediates::Ieee32::with_bits(bits)),
            ConstExpr::F64(bits) => ins.f64const(ir::immediates::Ieee64::with_bits(bits)),
            ConstExpr::RefNull => ins.iconst(I32, 0),
            ConstExpr::RefFunc(function) => self.symbol(self.env.funcrefs[function as usize]),
            ConstExpr::GlobalGet(global) => self.load_global(global),
            ConstExpr::Computed(index) => self.computed(index),
        }
    }

    /// The value of a constant expression that takes several instructions.
    fn computed(&mut self, index: u32) -> Value {
        let module = self.module;
        let mut stack = Vec::new();
        for op in &module.computed[index as usize] {
            let value = match op {
                ConstOp::Push(value) => self.const_expr(*value),
                op => {
                    let b = stack.pop().expect("the expression is valid");
                    let a = stack.pop().expect("the expression is valid");
                    let ins = self.builder.ins();
                    match op {
                        ConstOp::Sub => ins.isub(a, b),
                        ConstOp::Mul => ins.imul(a, b),
                        _ => ins.iadd(a, b),
                    }
                }
            };
            stack.push(value);
        }
        stack.pop().expect("the expression is valid")
    }

    /// The value of a global.
    pub fn load_global(&mut self, index: u32) -> Value {
        let plan: &'a GlobalPlan = &self.env.globals[index as usize];
        let flags = match plan.access {
            GlobalAccess::Constant(value) => return self.const_expr(value),
            GlobalAccess::Immutable => self.global_flags(index).with_readonly().with_can_move(),
            GlobalAccess::Mutable { .. } => self.global_flags(index),
        };
        let address = self.symbol(plan.symbol);
        self.builder
            .ins()
            .load(clif_type(plan.ty), flags, address, 0)
    }

    /// Assigns a global. Also sets an immutable one at instantiation.
    pub fn store_global(&mut self, index: u32, value: Value) {
        let flags = self.global_flags(index);
        let address = self.symbol(self.env.globals[index as usize].symbol);
        self.builder.ins().store(flags, value, address, 0);
    }

    fn global_flags(&mut self, index: u32) -> MemFlagsData {
        let access = self.env.globals[index as usize].access;
        let region = match access {
            GlobalAccess::Mutable { private: true } if index < Region::OWN_GLOBALS => {
                Region::OwnGlobal(index)
            }
            _ => Region::Global,
        };
        self.flags(region).with_aligned()
    }
}
