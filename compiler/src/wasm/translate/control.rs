//! Structured control flow.
//!
//! A frame remembers the CLIF block its label names: the header of a loop, the exit of everything else. Branch
//! arguments are block arguments. Blocks are sealed as soon as their last predecessor is known: a loop header at the
//! loop's `end`, an exit at its frame's.

use cranelift_codegen::ir::{Block, BlockArg, InstBuilder, JumpTableData, Type, Value};
use rustc_hash::FxHashMap;
use wasmparser::{BlockType, BrTable};

use super::Translator;
use crate::ir::TrapKind;
use crate::wasm::emit::{clif_type, trap_code};
use crate::wasm::module::ValueType;
use crate::wasm::sections::value_type;

/// What opened a frame.
enum FrameKind {
    /// A block, the function's body, or an `if` whose `else` has begun: the label is the exit.
    Block,
    /// A loop: the label is the header.
    Loop { header: Block },
    /// An `if` before its `else`.
    If {
        else_block: Block,
        params: Vec<Value>,
    },
    /// Opened in code that cannot be reached.
    Unreachable,
}

/// An open block, loop or `if`.
pub(super) struct Frame {
    kind: FrameKind,
    /// What follows the frame's `end`; its parameters are the results. A loop's is never branched to.
    exit: Block,
    /// Whether something jumps to `exit`.
    exit_used: bool,
    /// Operand stack height below the frame's parameters.
    height: usize,
    params: usize,
    results: usize,
}

impl Translator<'_> {
    pub(super) fn push_function_frame(&mut self, results: &[ValueType]) {
        let exit = self.block_with_params(results.iter().copied().map(clif_type));
        self.frames.push(Frame {
            kind: FrameKind::Block,
            exit,
            exit_used: false,
            height: 0,
            params: 0,
            results: results.len(),
        });
    }

    fn block_with_params(&mut self, types: impl Iterator<Item = Type>) -> Block {
        let builder = &mut self.emit.builder;
        let block = builder.create_block();
        for ty in types {
            builder.append_block_param(block, ty);
        }
        block
    }

    fn block_params_and_results(&self, block: BlockType) -> (Vec<Type>, Vec<Type>) {
        let clif = |types: &[ValueType]| types.iter().copied().map(clif_type).collect();
        match block {
            BlockType::Empty => (Vec::new(), Vec::new()),
            BlockType::Type(ty) => (Vec::new(), vec![clif_type(value_type(ty))]),
            BlockType::FuncType(index) => {
                let ty = &self.emit.module.types[index as usize];
                (clif(&ty.params), clif(&ty.results))
            }
        }
    }

    fn push_frame(&mut self, kind: FrameKind, exit: Block, params: usize, results: usize) {
        self.frames.push(Frame {
            kind,
            exit,
            exit_used: false,
            height: self.stack.len() - params,
            params,
            results,
        });
    }

    /// A frame in code that cannot be reached; only its nesting counts.
    pub(super) fn open_unreachable(&mut self) {
        let exit = self.frames.last().expect("the function's frame").exit;
        self.push_frame(FrameKind::Unreachable, exit, 0, 0);
    }

    pub(super) fn block(&mut self, ty: BlockType) {
        let (params, results) = self.block_params_and_results(ty);
        let exit = self.block_with_params(results.iter().copied());
        self.push_frame(FrameKind::Block, exit, params.len(), results.len());
    }

    pub(super) fn loop_(&mut self, ty: BlockType) {
        let (params, results) = self.block_params_and_results(ty);
        let header = self.block_with_params(params.iter().copied());
        let args = self.pop_many(params.len());
        self.jump(header, &args);
        self.emit.builder.switch_to_block(header);
        self.push_params_of(header);
        let kind = FrameKind::Loop { header };
        self.push_frame(kind, header, params.len(), results.len());
    }

    pub(super) fn if_(&mut self, ty: BlockType) {
        let condition = self.pop();
        let (params, results) = self.block_params_and_results(ty);
        let exit = self.block_with_params(results.iter().copied());
        let builder = &mut self.emit.builder;
        let then_block = builder.create_block();
        let else_block = builder.create_block();
        builder
            .ins()
            .brif(condition, then_block, &[], else_block, &[]);
        builder.seal_block(then_block);
        builder.seal_block(else_block);
        builder.switch_to_block(then_block);
        let args = self.stack[self.stack.len() - params.len()..].to_vec();
        let kind = FrameKind::If {
            else_block,
            params: args,
        };
        self.push_frame(kind, exit, params.len(), results.len());
    }

    pub(super) fn else_(&mut self) {
        let frame = self.frames.last_mut().expect("validated: an `if` is open");
        match std::mem::replace(&mut frame.kind, FrameKind::Block) {
            FrameKind::If { else_block, params } => {
                self.leave_arm();
                self.emit.builder.switch_to_block(else_block);
                self.stack.extend(params);
                self.reachable = true;
            }
            kind => frame.kind = kind,
        }
    }

    /// At the end of the `then` arm: jumps to the exit with the results, if control gets here.
    fn leave_arm(&mut self) {
        if self.reachable {
            self.branch(0);
        }
        let height = self.frames.last().expect("a frame is open").height;
        self.stack.truncate(height);
    }

    pub(super) fn end(&mut self) {
        if self.frames.len() > 1 {
            // An `if` without `else` passes its parameters on.
            self.else_of_if();
        }
        match self.frames.last().map(|frame| &frame.kind) {
            Some(FrameKind::Unreachable) => {
                self.frames.pop();
            }
            Some(&FrameKind::Loop { header }) => {
                self.emit.builder.seal_block(header);
                self.pop_loop();
            }
            _ => self.end_block(),
        }
        if self.frames.is_empty() && self.reachable {
            let results = std::mem::take(&mut self.stack);
            self.emit.builder.ins().return_(&results);
            self.reachable = false;
        }
    }

    fn else_of_if(&mut self) {
        let is_if = |frame: &Frame| matches!(frame.kind, FrameKind::If { .. });
        if self.frames.last().is_some_and(is_if) {
            self.else_();
        }
    }

    /// A loop is left at its end, with its results on the stack; nothing branches past it.
    fn pop_loop(&mut self) {
        let frame = self.frames.pop().expect("a loop is open");
        if !self.reachable {
            self.stack.truncate(frame.height);
        }
    }

    /// A block nothing branches out of just goes on, with its results on the stack.
    fn end_block(&mut self) {
        if self.frames.last().is_some_and(|frame| frame.exit_used) {
            self.leave_arm();
        }
        let frame = self.frames.pop().expect("a block is open");
        if frame.exit_used {
            self.emit.builder.switch_to_block(frame.exit);
            self.emit.builder.seal_block(frame.exit);
            self.push_params_of(frame.exit);
            self.reachable = true;
        } else if !self.reachable {
            self.stack.truncate(frame.height);
        }
    }

    fn push_params_of(&mut self, block: Block) {
        let params = self.emit.builder.block_params(block);
        self.stack.extend_from_slice(params);
    }

    fn jump(&mut self, target: Block, args: &[Value]) {
        let args = block_args(args);
        self.emit.builder.ins().jump(target, &args);
    }

    /// The block a label names, marked as branched to, and how many values it takes.
    fn label(&mut self, depth: u32) -> (Block, usize) {
        let index = self.frames.len() - 1 - depth as usize;
        let frame = &mut self.frames[index];
        match frame.kind {
            FrameKind::Loop { header } => (header, frame.params),
            _ => {
                frame.exit_used = true;
                (frame.exit, frame.results)
            }
        }
    }

    /// The topmost operands, left where they are.
    fn top(&self, count: usize) -> Vec<Value> {
        self.stack[self.stack.len() - count..].to_vec()
    }

    /// An unconditional branch to a label. What follows cannot be reached.
    fn branch(&mut self, depth: u32) {
        let (target, arity) = self.label(depth);
        let args = self.top(arity);
        self.jump(target, &args);
        self.reachable = false;
    }

    pub(super) fn br(&mut self, depth: u32) {
        self.branch(depth);
    }

    pub(super) fn br_if(&mut self, depth: u32) {
        let condition = self.pop();
        let (target, arity) = self.label(depth);
        let args = block_args(&self.top(arity));
        let builder = &mut self.emit.builder;
        let next = builder.create_block();
        builder.ins().brif(condition, target, &args, next, &[]);
        builder.seal_block(next);
        builder.switch_to_block(next);
    }

    /// A jump table has no arguments: labels that take values are reached by a block that passes them.
    pub(super) fn br_table(&mut self, targets: &BrTable) -> wasmparser::Result<()> {
        let index = self.pop();
        let mut trampolines = Trampolines::default();
        let default = self.table_target(targets.default(), &mut trampolines);
        let mut blocks = Vec::with_capacity(targets.len() as usize);
        for depth in targets.targets() {
            blocks.push(self.table_target(depth?, &mut trampolines));
        }
        let builder = &mut self.emit.builder;
        let pool = &mut builder.func.dfg.value_lists;
        let mut call = |block| cranelift_codegen::ir::BlockCall::new(block, [], pool);
        let default = call(default);
        let table: Vec<_> = blocks.into_iter().map(call).collect();
        let table = builder.create_jump_table(JumpTableData::new(default, &table));
        builder.ins().br_table(index, table);
        for (trampoline, depth) in trampolines.blocks {
            self.emit.builder.switch_to_block(trampoline);
            self.emit.builder.seal_block(trampoline);
            self.branch(depth);
        }
        self.reachable = false;
        Ok(())
    }

    fn table_target(&mut self, depth: u32, trampolines: &mut Trampolines) -> Block {
        let (target, arity) = self.label(depth);
        if arity == 0 {
            return target;
        }
        let builder = &mut self.emit.builder;
        let make = || builder.create_block();
        trampolines.block(depth, make)
    }

    pub(super) fn return_(&mut self) {
        let count = self.frames[0].results;
        let results = self.top(count);
        self.emit.builder.ins().return_(&results);
        self.reachable = false;
    }

    /// Traps always; the block is moved out of the way.
    pub(super) fn trap(&mut self, kind: TrapKind) {
        let builder = &mut self.emit.builder;
        builder.ins().trap(trap_code(kind));
        let entry = builder.func.layout.entry_block();
        if let Some(block) = builder.current_block().filter(|&b| Some(b) != entry) {
            builder.set_cold_block(block);
        }
        self.reachable = false;
    }

    pub(super) fn select(&mut self) {
        let [a, b, condition] = self.pop3();
        let value = self.emit.builder.ins().select(condition, a, b);
        self.push(value);
    }
}

/// The blocks between a `br_table` and its labels that take values, one a label.
#[derive(Default)]
struct Trampolines {
    blocks: Vec<(Block, u32)>,
    by_depth: FxHashMap<u32, Block>,
}

impl Trampolines {
    fn block(&mut self, depth: u32, make: impl FnOnce() -> Block) -> Block {
        let blocks = &mut self.blocks;
        *self.by_depth.entry(depth).or_insert_with(|| {
            let block = make();
            blocks.push((block, depth));
            block
        })
    }
}

fn block_args(values: &[Value]) -> Vec<BlockArg> {
    values.iter().copied().map(BlockArg::from).collect()
}
