//! Constant expressions.
//!
//! Those that compute (the extended-const proposal) have their value here, unless an imported global takes part: then
//! they are kept in postfix order for the instantiation code.

use wasmparser::Operator;

use super::features::Feature;
use super::module::{ConstExpr, ConstOp, Module};

/// A validated constant expression.
pub(super) fn const_expr(
    module: &mut Module,
    expression: &wasmparser::ConstExpr,
) -> wasmparser::Result<ConstExpr> {
    let mut ops = Vec::new();
    let mut reader = expression.get_operators_reader();
    while !reader.eof() {
        match reader.read()? {
            Operator::End => break,
            operator => ops.extend(const_op(&operator)),
        }
    }
    if let [ConstOp::Push(value)] = ops[..] {
        return Ok(value);
    }
    module.features.insert(Feature::ExtendedConst);
    Ok(fold(&ops).unwrap_or_else(|| {
        module.computed.push(ops);
        ConstExpr::Computed(module.computed.len() as u32 - 1)
    }))
}

fn const_op(operator: &Operator) -> Option<ConstOp> {
    use Operator as O;
    Some(match *operator {
        O::I32Const { value } => ConstOp::Push(ConstExpr::I32(value)),
        O::I64Const { value } => ConstOp::Push(ConstExpr::I64(value)),
        O::F32Const { value } => ConstOp::Push(ConstExpr::F32(value.bits())),
        O::F64Const { value } => ConstOp::Push(ConstExpr::F64(value.bits())),
        O::GlobalGet { global_index } => ConstOp::Push(ConstExpr::GlobalGet(global_index)),
        O::RefNull { .. } => ConstOp::Push(ConstExpr::RefNull),
        O::RefFunc { function_index } => ConstOp::Push(ConstExpr::RefFunc(function_index)),
        O::I32Add | O::I64Add => ConstOp::Add,
        O::I32Sub | O::I64Sub => ConstOp::Sub,
        O::I32Mul | O::I64Mul => ConstOp::Mul,
        // The validator lets nothing else through.
        _ => return None,
    })
}

/// The value, if it does not depend on a global.
fn fold(ops: &[ConstOp]) -> Option<ConstExpr> {
    let mut stack = Vec::new();
    for op in ops {
        let value = match op {
            ConstOp::Push(value) => *value,
            op => {
                let b = stack.pop()?;
                apply(*op, stack.pop()?, b)?
            }
        };
        stack.push(value);
    }
    stack.pop()
}

fn apply(op: ConstOp, a: ConstExpr, b: ConstExpr) -> Option<ConstExpr> {
    use ConstExpr as C;
    Some(match (op, a, b) {
        (ConstOp::Add, C::I32(a), C::I32(b)) => C::I32(a.wrapping_add(b)),
        (ConstOp::Sub, C::I32(a), C::I32(b)) => C::I32(a.wrapping_sub(b)),
        (ConstOp::Mul, C::I32(a), C::I32(b)) => C::I32(a.wrapping_mul(b)),
        (ConstOp::Add, C::I64(a), C::I64(b)) => C::I64(a.wrapping_add(b)),
        (ConstOp::Sub, C::I64(a), C::I64(b)) => C::I64(a.wrapping_sub(b)),
        (ConstOp::Mul, C::I64(a), C::I64(b)) => C::I64(a.wrapping_mul(b)),
        _ => return None,
    })
}
