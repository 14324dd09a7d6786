//! Rules 7 to 11: types and counts of operands, arguments and results.

use super::{Report, Violation};
use crate::ir::function::Signature;
use crate::ir::inst::{BlockCall, InstData};
use crate::ir::types::{Block, Inst, Type, Value};

pub(super) fn check(report: &mut Report<'_>) {
    let func = report.func;
    let entry = func.entry();
    let params = &func.blocks[entry].params;
    check_list(
        report,
        "parameters of the entry block",
        params,
        &func.signature.params,
        &mut |report, violation| report.at_block(entry, violation),
    );
    for &block in &func.layout {
        for &inst in &func.blocks[block].insts {
            let mut checker = InstChecker {
                report,
                block,
                inst,
            };
            checker.results();
            checker.operands();
        }
    }
}

/// Checks the number of `values` and the type of each.
fn check_list(
    report: &mut Report<'_>,
    what: &'static str,
    values: &[Value],
    types: &[Type],
    complain: &mut dyn FnMut(&mut Report<'_>, Violation),
) {
    if values.len() != types.len() {
        let violation = Violation::WrongCount {
            what,
            found: values.len(),
            expected: types.len(),
        };
        complain(report, violation);
    }
    for (&value, &expected) in values.iter().zip(types) {
        let found = report.func.ty(value);
        if found != expected {
            let violation = Violation::WrongType {
                value,
                found,
                expected,
            };
            complain(report, violation);
        }
    }
}

/// The rules of one instruction.
struct InstChecker<'a, 'f> {
    report: &'a mut Report<'f>,
    block: Block,
    inst: Inst,
}

impl<'f> InstChecker<'_, 'f> {
    fn complain(&mut self, violation: Violation) {
        self.report.at_inst(self.block, self.inst, violation);
    }

    fn list(&mut self, what: &'static str, values: &[Value], types: &[Type]) {
        let (block, inst) = (self.block, self.inst);
        check_list(
            self.report,
            what,
            values,
            types,
            &mut |report, violation| {
                report.at_inst(block, inst, violation);
            },
        );
    }

    /// Every value of the list has that type.
    fn all(&mut self, values: &[Value], ty: Type) {
        for &value in values {
            self.list("", &[value], &[ty]);
        }
    }

    /// Rule 10.
    fn results(&mut self) {
        let func = self.report.func;
        let data = func.inst(self.inst);
        let results = func.results(self.inst);
        let expected: Vec<Type> = match data {
            InstData::Select { if_true, .. } => vec![func.ty(*if_true)],
            _ => (0..)
                .map_while(|n| func.implied_result_ty(data, n))
                .collect(),
        };
        self.list("results", results, &expected);
    }

    /// Rules 8, 9 and 11.
    fn operands(&mut self) {
        let func = self.report.func;
        match func.inst(self.inst) {
            InstData::Iconst(_)
            | InstData::Fconst(_)
            | InstData::SymbolAddr { .. }
            | InstData::Trap { .. } => {}
            InstData::Unary { op, arg } => self.all(&[*arg], op.arg_ty()),
            InstData::Binary { op, args } => self.all(args, op.ty()),
            InstData::Icmp { args, .. } => self.all(args, Type::I32),
            InstData::Fcmp { args, .. } => self.all(args, Type::F32),
            InstData::Select {
                cond,
                if_true,
                if_false,
            } => {
                self.all(&[*cond], Type::I32);
                self.all(&[*if_false], func.ty(*if_true));
            }
            InstData::Load { addr, .. } => self.all(&[*addr], Type::I32),
            InstData::Store {
                kind, value, addr, ..
            } => {
                self.all(&[*value], kind.ty());
                self.all(&[*addr], Type::I32);
            }
            InstData::Call { sig, args, .. } | InstData::ReturnCall { sig, args, .. } => {
                self.list("arguments", args, &func.signatures[*sig].params);
            }
            InstData::CallIndirect { callee, sig, args }
            | InstData::ReturnCallIndirect { callee, sig, args } => {
                self.all(&[*callee], Type::I32);
                self.list("arguments", args, &func.signatures[*sig].params);
            }
            InstData::TrapIf { cond, .. } | InstData::BrIf { cond, .. } => {
                self.all(&[*cond], Type::I32);
            }
            InstData::BrTable { index, .. } => self.all(&[*index], Type::I32),
            InstData::Return { args } => {
                self.list("values returned", args, &func.signature.results);
            }
            InstData::Jump { .. } => {}
        }
        self.tail_call();
        func.inst(self.inst)
            .visit_dests(|dest| self.block_call(dest));
    }

    fn tail_call(&mut self) {
        let func = self.report.func;
        if let InstData::ReturnCall { sig, .. } | InstData::ReturnCallIndirect { sig, .. } =
            func.inst(self.inst)
        {
            let Signature { results, .. } = &func.signatures[*sig];
            if *results != func.signature.results {
                self.complain(Violation::TailCallResults);
            }
        }
    }

    fn block_call(&mut self, dest: &BlockCall) {
        let func = self.report.func;
        let params = &func.blocks[dest.block].params;
        let types: Vec<Type> = params.iter().map(|&param| func.ty(param)).collect();
        self.list("block arguments", &dest.args, &types);
    }
}
