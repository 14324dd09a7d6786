//! Control flow: branches, traps, calls, returns.

use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::{BlockArg, ExternalName, InstructionData, TrapCode};
use std::sync::Arc;

use super::context::Context;
use super::error::LowerError;
use crate::ir::{BlockCall, InstData, SigRef, Symbol, TrapKind, Value, ValueList};

type Done = Result<(), LowerError>;

// ---- Branches ----

/// A branch target with the words of its arguments.
fn block_call(cx: &Context<'_>, call: clif::BlockCall) -> Result<BlockCall, LowerError> {
    let pool = &cx.clif.dfg.value_lists;
    let mut args = ValueList::new();
    for arg in call.args(pool) {
        match arg {
            BlockArg::Value(value) => args.extend(cx.value(value)?.words()),
            BlockArg::TryCallRet(_) | BlockArg::TryCallExn(_) => {
                return Err(cx.contract("a branch passes the result of a `try_call`"));
            }
        }
    }
    Ok(BlockCall {
        block: cx.block(call.block(pool))?,
        args,
    })
}

/// `jump`
pub fn jump(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::Jump { destination, .. } = cx.clif.dfg.insts[inst] {
        let dest = block_call(cx, destination)?;
        cx.b.emit(InstData::Jump { dest }, &[]);
    }
    Ok(())
}

/// `brif`
pub fn brif(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::Brif { arg, blocks, .. } = cx.clif.dfg.insts[inst] {
        let cond = cx.condition(arg)?;
        let data = InstData::BrIf {
            cond,
            then_dest: block_call(cx, blocks[0])?,
            else_dest: block_call(cx, blocks[1])?,
        };
        cx.b.emit(data, &[]);
    }
    Ok(())
}

/// `br_table`
pub fn br_table(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::BranchTable { arg, table, .. } = cx.clif.dfg.insts[inst] {
        let index = cx.one(arg)?;
        let table = &cx.clif.dfg.jump_tables[table];
        let targets = table
            .as_slice()
            .iter()
            .map(|&call| block_call(cx, call))
            .collect::<Result<Vec<_>, _>>()?;
        let default = block_call(cx, table.default_block())?;
        let data = InstData::BrTable {
            index,
            targets,
            default,
        };
        cx.b.emit(data, &[]);
    }
    Ok(())
}

// ---- Traps ----

/// The kind a trap code stands for: the front end numbers its own by [`TrapKind`], Cranelift reserves some.
pub fn trap_kind(cx: &Context<'_>, code: TrapCode) -> Result<TrapKind, LowerError> {
    let raw = code.as_raw().get();
    match code {
        TrapCode::STACK_OVERFLOW => Ok(TrapKind::StackExhausted),
        TrapCode::INTEGER_OVERFLOW => Ok(TrapKind::IntegerOverflow),
        TrapCode::HEAP_OUT_OF_BOUNDS => Ok(TrapKind::MemoryOutOfBounds),
        TrapCode::INTEGER_DIVISION_BY_ZERO => Ok(TrapKind::IntegerDivideByZero),
        TrapCode::BAD_CONVERSION_TO_INTEGER => Ok(TrapKind::InvalidConversionToInteger),
        _ => TrapKind::ALL
            .into_iter()
            .find(|&kind| kind as u8 == raw)
            .ok_or_else(|| cx.contract(format!("trap code {raw} is no kind of trap"))),
    }
}

/// `trap`
pub fn trap(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::Trap { code, .. } = cx.clif.dfg.insts[inst] {
        let kind = trap_kind(cx, code)?;
        cx.b.emit(InstData::Trap { kind }, &[]);
        let block = cx.b.block();
        cx.b.func.blocks[block].cold = true;
    }
    Ok(())
}

/// `trapnz`
pub fn trapnz(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::CondTrap { arg, code, .. } = cx.clif.dfg.insts[inst] {
        let kind = trap_kind(cx, code)?;
        let cond = cx.condition(arg)?;
        cx.b.trap_if(cond, kind);
    }
    Ok(())
}

/// `trapz`
pub fn trapz(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::CondTrap { arg, code, .. } = cx.clif.dfg.insts[inst] {
        let kind = trap_kind(cx, code)?;
        let cond = cx.condition(arg)?;
        let cond = cx.b.eqz(cond);
        cx.b.trap_if(cond, kind);
    }
    Ok(())
}

// ---- Symbols ----

/// The name a CLIF external name stands for.
fn symbol_name(cx: &Context<'_>, name: &ExternalName) -> Result<Arc<str>, LowerError> {
    if let ExternalName::User(reference) = name {
        let user = &cx.clif.params.user_named_funcs()[*reference];
        if user.namespace == 0 {
            return Ok(cx.names.symbol(user.index));
        }
    }
    let shown = name.display(Some(&cx.clif.params));
    Err(cx.contract(format!("`{shown}` names no symbol")))
}

/// `symbol_value`: the address of a symbol global value.
pub fn symbol_value(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let InstructionData::UnaryGlobalValue { global_value, .. } = cx.clif.dfg.insts[inst] else {
        return Ok(());
    };
    match &cx.clif.global_values[global_value] {
        clif::GlobalValueData::Symbol {
            name,
            offset,
            tls: false,
            ..
        } => {
            let name = symbol_name(cx, name)?;
            let offset = offset.bits() as i32;
            let addr = cx.b.symbol_addr(&name, offset);
            cx.define_one(inst, addr);
            Ok(())
        }
        _ => Err(cx.contract(format!(
            "global value `{global_value}` is not a plain symbol"
        ))),
    }
}

/// `func_addr`
pub fn func_addr(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    if let InstructionData::FuncAddr { func_ref, .. } = cx.clif.dfg.insts[inst] {
        let name = symbol_name(cx, &cx.clif.dfg.ext_funcs[func_ref].name)?;
        let addr = cx.b.symbol_addr(&name, 0);
        cx.define_one(inst, addr);
    }
    Ok(())
}

// ---- Calls ----

/// A direct call's symbol, signature and arguments.
fn direct(
    cx: &mut Context<'_>,
    inst: clif::Inst,
) -> Result<(Symbol, SigRef, ValueList), LowerError> {
    let InstructionData::Call { func_ref, .. } = cx.clif.dfg.insts[inst] else {
        return Err(cx.contract("a call is not of the call format"));
    };
    let function = &cx.clif.dfg.ext_funcs[func_ref];
    let name = symbol_name(cx, &function.name)?;
    let signature = cx.signature(&cx.clif.dfg.signatures[function.signature])?;
    let args = cx.flatten(cx.clif.dfg.inst_args(inst))?;
    let symbol = cx.b.func.import_symbol(&name);
    let sig = cx.b.func.import_signature(&signature);
    Ok((symbol, sig, args))
}

/// An indirect call's address, signature and arguments.
fn indirect(
    cx: &mut Context<'_>,
    inst: clif::Inst,
) -> Result<(Value, SigRef, ValueList), LowerError> {
    let InstructionData::CallIndirect { sig_ref, .. } = cx.clif.dfg.insts[inst] else {
        return Err(cx.contract("an indirect call is not of the indirect call format"));
    };
    let signature = cx.signature(&cx.clif.dfg.signatures[sig_ref])?;
    let args = cx.clif.dfg.inst_args(inst);
    let callee = cx.one(args[0])?;
    let args = cx.flatten(&args[1..])?;
    let sig = cx.b.func.import_signature(&signature);
    Ok((callee, sig, args))
}

/// Emits a call and records its results.
fn emit_call(cx: &mut Context<'_>, inst: clif::Inst, data: InstData, sig: SigRef) -> Done {
    let results = cx.b.func.signatures[sig].results.clone();
    let call = cx.b.emit(data, &results);
    let words = ValueList::from_slice(cx.b.func.results(call));
    cx.define_words(inst, &words)
}

/// `call`
pub fn call(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (symbol, sig, args) = direct(cx, inst)?;
    emit_call(cx, inst, InstData::Call { symbol, sig, args }, sig)
}

/// `call_indirect`
pub fn call_indirect(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (callee, sig, args) = indirect(cx, inst)?;
    emit_call(cx, inst, InstData::CallIndirect { callee, sig, args }, sig)
}

/// `return_call`
pub fn return_call(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (symbol, sig, args) = direct(cx, inst)?;
    cx.b.emit(InstData::ReturnCall { symbol, sig, args }, &[]);
    Ok(())
}

/// `return_call_indirect`
pub fn return_call_indirect(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let (callee, sig, args) = indirect(cx, inst)?;
    cx.b.emit(InstData::ReturnCallIndirect { callee, sig, args }, &[]);
    Ok(())
}

/// `return`
pub fn return_(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let args = cx.flatten(cx.clif.dfg.inst_args(inst))?;
    cx.b.emit(InstData::Return { args }, &[]);
    Ok(())
}

/// `nop`
pub fn nop(_: &mut Context<'_>, _: clif::Inst) -> Done {
    Ok(())
}
