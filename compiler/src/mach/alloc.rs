//! Register allocation by regalloc2, and the frame that follows from it.
//!
//! Frames are small enough, almost always, for every slot to be in an instruction's reach of sp. If one is not, the
//! function is allocated once more with a scratch register set aside for address arithmetic.

use regalloc2::{
    Allocation, Block, Edit, Function, Inst, InstRange, Operand, Output, PReg, PRegSet, RegClass,
    RegallocOptions, VReg,
};

use super::CodegenError;
use super::abi::{Frame, used_of};
use super::backend::{Backend, Reserved};
use super::vcode::{MInst, VCode};

/// The allocator's output and the frame.
pub(super) struct Allocated {
    pub output: Output,
    pub frame: Frame,
}

/// Allocates registers.
///
/// # Errors
/// [`CodegenError::Regalloc`] if the code breaks the allocator's rules: a bug.
pub(super) fn allocate(code: &mut VCode, isa: &dyn Backend) -> Result<Allocated, CodegenError> {
    let mut scratch = None;
    let mut output = allocate_with(code, isa, false)?;
    if frame(code, isa, &output, scratch).size + incoming_size(code) > isa.max_frame_offset() {
        scratch = Some(isa.frame_scratch());
        output = allocate_with(code, isa, true)?;
    }
    super::constants::reuse(code, isa, &mut output);
    let frame = frame(code, isa, &output, scratch);
    Ok(Allocated { output, frame })
}

fn frame(code: &VCode, isa: &dyn Backend, output: &Output, scratch: Option<PReg>) -> Frame {
    let mut used = used_registers(output);
    if let Some(reg) = scratch {
        used.add(reg);
    }
    let saved = used_of(isa.callee_saved(), used);
    let mut frame = Frame::new(
        code.outgoing_size,
        output.num_spillslots as u32,
        saved,
        code.has_calls,
        scratch,
    );
    frame.tail_area = code.tail_area;
    frame
}

/// The highest offset in the incoming area that the function touches.
fn incoming_size(code: &VCode) -> u32 {
    let mut size = 0;
    for inst in &code.insts {
        if let MInst::Row { args, .. } = inst {
            for arg in args {
                if let super::Arg::Frame(super::FrameRef::Incoming(offset)) = arg {
                    size = size.max(*offset);
                }
            }
        }
    }
    size
}

fn allocate_with(
    code: &VCode,
    isa: &dyn Backend,
    reserve_scratch: bool,
) -> Result<Output, CodegenError> {
    let adapter = Adapter {
        code,
        clobbers: isa.call_clobbers(),
    };
    let options = RegallocOptions {
        validate_ssa: cfg!(debug_assertions),
        ..RegallocOptions::default()
    };
    let env = isa.machine_env(Reserved {
        scratch: reserve_scratch,
        calls: code.has_calls,
        inner: code.pins_inner,
    });
    let mut output =
        regalloc2::run(&adapter, env, &options).map_err(|error| CodegenError::Regalloc {
            function: code.name.to_string(),
            reason: format!("{error:?}"),
        })?;
    super::spills::drop_redundant(&adapter, &mut output);
    if super::stores::before_loops(&adapter, &mut output) {
        super::spills::drop_redundant(&adapter, &mut output);
    }
    super::copies::drop_unneeded(&adapter, &mut output);
    Ok(output)
}

fn used_registers(output: &Output) -> PRegSet {
    let mut used = PRegSet::empty();
    let mut add = |allocation: Allocation| {
        if let Some(reg) = allocation.as_reg() {
            used.add(reg);
        }
    };
    output.allocs.iter().copied().for_each(&mut add);
    for (_, Edit::Move { from, to }) in &output.edits {
        add(*from);
        add(*to);
    }
    used
}

/// The code as the allocator wants to see it.
pub(super) struct Adapter<'a> {
    code: &'a VCode,
    clobbers: PRegSet,
}

impl<'a> Adapter<'a> {
    /// For walking the allocator's output.
    pub(super) fn new(code: &'a VCode, isa: &dyn Backend) -> Self {
        Self {
            code,
            clobbers: isa.call_clobbers(),
        }
    }

    /// Whether a block is seldom come to.
    pub(super) fn is_cold(&self, block: usize) -> bool {
        self.code.blocks[block].cold
    }

    /// The registers an instruction that is nothing but a copy copies from and to.
    pub(super) fn copied(&self, output: &Output, inst: Inst) -> Option<(PReg, PReg)> {
        match (&self.code.insts[inst.index()], output.inst_allocs(inst)) {
            (MInst::Copy { .. }, [from, to]) => from.as_reg().zip(to.as_reg()),
            _ => None,
        }
    }
}

impl Function for Adapter<'_> {
    fn num_insts(&self) -> usize {
        self.code.insts.len()
    }

    fn num_blocks(&self) -> usize {
        self.code.blocks.len()
    }

    fn entry_block(&self) -> Block {
        Block::new(0)
    }

    fn block_insns(&self, block: Block) -> InstRange {
        let (first, end) = self.code.blocks[block.index()].insts;
        InstRange::new(Inst::new(first as usize), Inst::new(end as usize))
    }

    fn block_succs(&self, block: Block) -> &[Block] {
        &self.code.blocks[block.index()].succs
    }

    fn block_preds(&self, block: Block) -> &[Block] {
        &self.code.blocks[block.index()].preds
    }

    fn block_params(&self, block: Block) -> &[VReg] {
        &self.code.blocks[block.index()].params
    }

    fn is_ret(&self, inst: Inst) -> bool {
        self.code.insts[inst.index()].is_exit()
    }

    fn is_branch(&self, inst: Inst) -> bool {
        self.code.insts[inst.index()].is_branch()
    }

    fn branch_blockparams(&self, block: Block, _inst: Inst, succ: usize) -> &[VReg] {
        &self.code.blocks[block.index()].succ_args[succ]
    }

    fn inst_operands(&self, inst: Inst) -> &[Operand] {
        let starts = &self.code.operand_starts;
        &self.code.operands[starts[inst.index()] as usize..starts[inst.index() + 1] as usize]
    }

    fn inst_clobbers(&self, inst: Inst) -> PRegSet {
        let MInst::Call { defs, .. } = &self.code.insts[inst.index()] else {
            return PRegSet::empty();
        };
        let mut clobbers = self.clobbers;
        defs.iter().for_each(|&(_, reg)| clobbers.remove(reg));
        clobbers
    }

    fn num_vregs(&self) -> usize {
        self.code.vreg_count
    }

    fn spillslot_size(&self, _class: RegClass) -> usize {
        1
    }
}
