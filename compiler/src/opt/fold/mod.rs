//! Fold: one instruction at a time, by what defines its operands.
//!
//! Blocks are visited in reverse postorder, so that operands are folded before what reads them. An instruction is
//! rewritten in place, replaced by a value that is there already, or removed; the instructions that become dead are
//! left to `dce`, duplicates to `gvn`, branches on constants to `cfg`.
//!
//! Canonical forms: a constant operand of a commutative operation and of a comparison is on the right; a subtraction of
//! a constant is an addition; comparisons with constants are `eq`, `ne`, `slt`, `sge`, `ult`, `uge` (but `sgt` and `sle` with 0);
//! conditions are tested for not being zero without an `icmp ne x, 0` between.
//!
//! No rule changes a float operation other than by computing it: `x + 0.0` is not `x`.

pub(super) mod address;
mod arith;
mod bits;
mod compare;
mod control;
pub(super) mod known;
mod select;

use cranelift_entity::SecondaryMap;

use crate::ir::eval::{eval_binary, eval_unary};
use crate::ir::{
    BinaryOp, ControlFlowGraph, Function, Inst, InstData, IntCC, SourceLoc, Type, UnaryOp, Value,
};
use crate::target::Target;

use super::rewrite::Replacements;

/// Folds a function; says whether anything changed.
pub(super) fn run(func: &mut Function, target: &Target) -> bool {
    let cfg = ControlFlowGraph::compute(func);
    let reads = func.count_reads();
    let mut folder = Folder {
        func,
        reads,
        target,
        replacements: Replacements::default(),
        done: Vec::new(),
        loc: SourceLoc::NONE,
    };
    let mut changed = false;
    for &block in &cfg.rpo {
        let insts = std::mem::take(&mut folder.func.blocks[block].insts);
        for inst in insts {
            changed |= folder.visit(inst);
        }
        folder.func.blocks[block].insts = std::mem::take(&mut folder.done);
    }
    let Folder {
        func, replacements, ..
    } = folder;
    replacements.apply(func);
    changed
}

/// What a rule makes of an instruction.
#[derive(Debug)]
enum Rewrite {
    /// Its result is a value that is there already.
    Value(Value),
    /// It becomes another instruction with results of the same types.
    Inst(InstData),
    /// It is not needed; it has no results.
    Remove,
}

/// What rules give: nothing if none applies.
type Folded = Option<Rewrite>;

/// How often one instruction is rewritten at most: rules lead to canonical forms, this is the proof that they end.
const MAX_REWRITES: usize = 16;

struct Folder<'a> {
    func: &'a mut Function,
    target: &'a Target,
    /// How often each value was read when the pass began.
    reads: SecondaryMap<Value, u32>,
    replacements: Replacements,
    /// The instructions of the current block that are done.
    done: Vec<Inst>,
    /// The place in the wasm module of the instruction being folded.
    loc: SourceLoc,
}

impl Folder<'_> {
    /// Folds one instruction and puts what is left of it in the block.
    fn visit(&mut self, inst: Inst) -> bool {
        let replacements = &mut self.replacements;
        self.func
            .inst_mut(inst)
            .visit_args_mut(|arg| *arg = replacements.resolve(*arg));
        self.loc = self.func.loc(inst);
        let mut changed = false;
        for _ in 0..MAX_REWRITES {
            let data = self.func.inst(inst).clone();
            match self.fold(&data) {
                None => break,
                Some(Rewrite::Inst(data)) => *self.func.inst_mut(inst) = data,
                Some(Rewrite::Remove) => return true,
                Some(Rewrite::Value(value)) => {
                    self.replacements.replace(self.func.result(inst), value);
                    return true;
                }
            }
            changed = true;
        }
        self.done.push(inst);
        changed
    }

    fn fold(&mut self, data: &InstData) -> Folded {
        match data {
            InstData::Unary { op, arg } => self.unary(*op, *arg),
            InstData::Binary { op, args } => self.binary(*op, *args),
            InstData::Icmp { cc, args } => self.icmp(*cc, *args),
            InstData::Fcmp { cc, args } => self.fcmp(*cc, *args),
            InstData::Select {
                cond,
                if_true,
                if_false,
            } => self.select(*cond, *if_true, *if_false),
            InstData::Load { .. } | InstData::Store { .. } => self.memory_access(data),
            InstData::TrapIf { .. } | InstData::BrIf { .. } => self.control(data),
            _ => None,
        }
    }

    fn unary(&mut self, op: UnaryOp, arg: Value) -> Folded {
        if let Some(a) = self.bits_of(arg) {
            return constant(op.result_ty(), eval_unary(op, a));
        }
        self.unary_of_unary(op, arg)
    }

    fn binary(&mut self, op: BinaryOp, [a, b]: [Value; 2]) -> Folded {
        match (self.bits_of(a), self.bits_of(b)) {
            (Some(a), Some(b)) => return constant(op.ty(), eval_binary(op, a, b)?),
            (Some(_), None) if op.is_commutative() => return binary(op, b, a),
            _ => {}
        }
        match op {
            BinaryOp::Iadd
            | BinaryOp::Isub
            | BinaryOp::Imul
            | BinaryOp::Umulhi
            | BinaryOp::Smulhi
            | BinaryOp::Udiv
            | BinaryOp::Sdiv
            | BinaryOp::Urem
            | BinaryOp::Srem => self.arith(op, a, b),
            BinaryOp::And | BinaryOp::Or | BinaryOp::Xor => self.bitwise(op, a, b),
            BinaryOp::Ishl | BinaryOp::Ushr | BinaryOp::Sshr | BinaryOp::Rotl | BinaryOp::Rotr => {
                self.shift(op, a, b)
            }
            BinaryOp::Smin | BinaryOp::Smax | BinaryOp::Umin | BinaryOp::Umax => {
                self.min_max(op, a, b)
            }
            _ => None,
        }
    }

    /// The operands of the binary operation that defines a value.
    fn def_binary(&self, value: Value, wanted: BinaryOp) -> Option<[Value; 2]> {
        match self.func.made_by(value)? {
            InstData::Binary { op, args } if *op == wanted => Some(*args),
            _ => None,
        }
    }

    /// The operand and the constant of the binary operation that defines a value.
    fn def_binary_const(&self, value: Value, wanted: BinaryOp) -> Option<(Value, u32)> {
        let [x, c] = self.def_binary(value, wanted)?;
        Some((x, self.int_of(c)?))
    }

    /// The operand of the unary operation that defines a value.
    fn def_unary(&self, value: Value, wanted: UnaryOp) -> Option<Value> {
        match self.func.made_by(value)? {
            InstData::Unary { op, arg } if *op == wanted => Some(*arg),
            _ => None,
        }
    }

    /// The number, if the value is a constant integer.
    fn int_of(&self, value: Value) -> Option<u32> {
        match self.func.made_by(value)? {
            InstData::Iconst(n) => Some(*n as u32),
            _ => None,
        }
    }

    /// The bits, if the value is a constant of either type.
    fn bits_of(&self, value: Value) -> Option<u32> {
        match self.func.made_by(value)? {
            InstData::Iconst(n) => Some(*n as u32),
            InstData::Fconst(bits) => Some(*bits),
            _ => None,
        }
    }

    /// Puts an integer instruction before the one being folded.
    fn emit(&mut self, data: InstData) -> Value {
        let inst = self.func.make_inst(data, &[Type::I32], self.loc);
        self.done.push(inst);
        self.func.result(inst)
    }

    fn emit_int(&mut self, n: u32) -> Value {
        self.emit(InstData::Iconst(n as i32))
    }

    fn emit_binary(&mut self, op: BinaryOp, a: Value, b: Value) -> Value {
        self.emit(InstData::Binary { op, args: [a, b] })
    }

    /// The rewrite to an operation with a constant on the right.
    fn binary_const(&mut self, op: BinaryOp, a: Value, c: u32) -> Folded {
        let c = self.emit_int(c);
        binary(op, a, c)
    }

    /// The rewrite to a comparison with a constant on the right.
    fn icmp_const(&mut self, cc: IntCC, a: Value, c: u32) -> Folded {
        let c = self.emit_int(c);
        icmp(cc, a, c)
    }
}

fn binary(op: BinaryOp, a: Value, b: Value) -> Folded {
    Some(Rewrite::Inst(InstData::Binary { op, args: [a, b] }))
}

fn unary(op: UnaryOp, arg: Value) -> Folded {
    Some(Rewrite::Inst(InstData::Unary { op, arg }))
}

fn icmp(cc: IntCC, a: Value, b: Value) -> Folded {
    Some(Rewrite::Inst(InstData::Icmp { cc, args: [a, b] }))
}

fn int(n: u32) -> Folded {
    constant(Type::I32, n)
}

fn value(value: Value) -> Folded {
    Some(Rewrite::Value(value))
}

fn constant(ty: Type, bits: u32) -> Folded {
    Some(Rewrite::Inst(match ty {
        Type::I32 => InstData::Iconst(bits as i32),
        Type::F32 => InstData::Fconst(bits),
    }))
}
