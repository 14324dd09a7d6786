//! Rules 1 to 6: blocks, terminators, names that exist.

use cranelift_entity::{EntityRef, EntitySet, SecondaryMap};

use super::{Report, Violation};
use crate::ir::function::ValueDef;
use crate::ir::inst::InstData;
use crate::ir::types::{Block, Inst, Value};

pub(super) fn check(report: &mut Report<'_>) {
    let func = report.func;
    if func.layout.is_empty() {
        report.at_function(Violation::NoEntry);
        return;
    }
    let Some(laid_out) = check_layout(report) else {
        return;
    };
    let mut placed = EntitySet::<Inst>::new();
    for &block in &func.layout {
        check_params(report, block);
        check_terminator(report, block);
        for &inst in &func.blocks[block].insts {
            if inst.index() >= func.inst_count() || !placed.insert(inst) {
                report.at_block(block, Violation::MisplacedInst);
                continue;
            }
            check_inst(report, block, inst, &laid_out);
        }
    }
}

/// The set of blocks laid out, if they all exist.
fn check_layout(report: &mut Report<'_>) -> Option<SecondaryMap<Block, bool>> {
    let func = report.func;
    let mut laid_out = SecondaryMap::with_capacity(func.blocks.len());
    for &block in &func.layout {
        if !func.blocks.is_valid(block) {
            report.at_function(Violation::NoSuchBlock);
            return None;
        }
        if std::mem::replace(&mut laid_out[block], true) {
            report.at_block(block, Violation::BlockLaidOutTwice);
        }
    }
    Some(laid_out)
}

fn check_params(report: &mut Report<'_>, block: Block) {
    let func = report.func;
    for (n, &param) in func.blocks[block].params.iter().enumerate() {
        if !exists(report, param) {
            report.at_block(block, Violation::NoSuchValue(param));
        } else if func.def(param) != ValueDef::Param(block, n as u16) {
            report.at_block(block, Violation::WrongDefinition(param));
        }
    }
}

fn check_terminator(report: &mut Report<'_>, block: Block) {
    let func = report.func;
    let Some((&last, rest)) = func.blocks[block].insts.split_last() else {
        report.at_block(block, Violation::EmptyBlock);
        return;
    };
    let is_terminator =
        |inst: Inst| inst.index() < func.inst_count() && func.inst(inst).is_terminator();
    if !is_terminator(last) {
        report.at_block(block, Violation::NoTerminator);
    }
    for &inst in rest.iter().filter(|&&inst| is_terminator(inst)) {
        report.at_inst(block, inst, Violation::TerminatorInMiddle);
    }
}

fn check_inst(
    report: &mut Report<'_>,
    block: Block,
    inst: Inst,
    laid_out: &SecondaryMap<Block, bool>,
) {
    let func = report.func;
    let data = func.inst(inst);
    for (n, &result) in func.results(inst).iter().enumerate() {
        if func.def(result) != ValueDef::Result(inst, n as u16) {
            report.at_inst(block, inst, Violation::WrongDefinition(result));
        }
    }
    data.visit_args(|arg| {
        if !exists(report, arg) {
            report.at_inst(block, inst, Violation::NoSuchValue(arg));
        }
    });
    data.visit_dests(|dest| {
        if !func.blocks.is_valid(dest.block) || !laid_out[dest.block] {
            report.at_inst(block, inst, Violation::TargetNotLaidOut(dest.block));
        } else if dest.block == func.entry() {
            report.at_inst(block, inst, Violation::BranchToEntry);
        }
    });
    check_symbol_and_sig(report, block, inst);
}

fn check_symbol_and_sig(report: &mut Report<'_>, block: Block, inst: Inst) {
    let func = report.func;
    let (symbol, sig) = match func.inst(inst) {
        InstData::SymbolAddr { symbol, .. } => (Some(*symbol), None),
        InstData::Call { symbol, sig, .. } | InstData::ReturnCall { symbol, sig, .. } => {
            (Some(*symbol), Some(*sig))
        }
        InstData::CallIndirect { sig, .. } | InstData::ReturnCallIndirect { sig, .. } => {
            (None, Some(*sig))
        }
        _ => return,
    };
    if symbol.is_some_and(|symbol| !func.symbols.is_valid(symbol)) {
        report.at_inst(block, inst, Violation::NoSuchSymbol);
    }
    if sig.is_some_and(|sig| !func.signatures.is_valid(sig)) {
        report.at_inst(block, inst, Violation::NoSuchSignature);
    }
}

fn exists(report: &Report<'_>, value: Value) -> bool {
    value.index() < report.func.value_count()
}
