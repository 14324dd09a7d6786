//! What the rest of the compiler relies on the optimiser to do.

use cranelift_codegen::ir::condcodes::IntCC;
use cranelift_codegen::ir::types::I32;
use cranelift_codegen::ir::{
    AbiParam, Function, InstBuilder, Opcode, Signature, TrapCode, UserFuncName,
};
use cranelift_codegen::isa::CallConv;
use cranelift_frontend::{FunctionBuilder, FunctionBuilderContext};

use super::{MiddleError, carrier_isa, optimize, verify};

fn unary_function(build: impl FnOnce(&mut FunctionBuilder)) -> Function {
    let mut signature = Signature::new(CallConv::Tail);
    signature.params.push(AbiParam::new(I32));
    signature.returns.push(AbiParam::new(I32));
    let mut func = Function::with_name_signature(UserFuncName::user(0, 7), signature);
    let mut context = FunctionBuilderContext::new();
    let mut builder = FunctionBuilder::new(&mut func, &mut context);
    let entry = builder.create_block();
    builder.append_block_params_for_function_params(entry);
    builder.switch_to_block(entry);
    builder.seal_block(entry);
    build(&mut builder);
    builder.finalize(carrier_isa().frontend_config());
    func
}

fn count(func: &Function, opcode: Opcode) -> usize {
    func.layout
        .blocks()
        .flat_map(|block| func.layout.block_insts(block))
        .filter(|&inst| func.dfg.insts[inst].opcode() == opcode)
        .count()
}

#[test]
fn pointers_are_32_bits() {
    assert_eq!(carrier_isa().pointer_type(), I32);
}

#[test]
fn equal_checks_become_one() {
    let mut func = unary_function(|builder| {
        let block = builder.current_block().expect("the entry block");
        let x = builder.block_params(block)[0];
        for _ in 0..2 {
            let limit = builder.ins().iconst(I32, 100);
            let out = builder.ins().icmp(IntCC::UnsignedGreaterThan, x, limit);
            builder.ins().trapnz(out, TrapCode::unwrap_user(2));
        }
        builder.ins().return_(&[x]);
    });
    assert_eq!(count(&func, Opcode::Trapnz), 2);
    optimize(&mut func).expect("optimises");
    assert_eq!(count(&func, Opcode::Trapnz), 1);
}

#[test]
fn broken_clif_is_reported() {
    let func = unary_function(|builder| {
        builder.ins().return_(&[]);
    });
    let Err(MiddleError::Verifier { function, .. }) = verify(&func) else {
        panic!("a return without its value passed the verifier");
    };
    assert_eq!(function, "u0:7");
}
