//! Blocks of virtual-register code: order, edges, splitting of critical edges.
//!
//! Layout: the IR's order, each `br_table` block after its range check, each edge block after its source, cold
//! blocks last.

use cranelift_entity::SecondaryMap;
use regalloc2::VReg;

use super::{Lower, LoweredBlock, index_of};
use crate::ir::{Block, BlockCall, Function, SourceLoc};
use crate::mach::vcode::{MInst, VBlock, VCode};

/// Reachable blocks, each after all blocks it dominates.
pub(super) fn postorder(func: &Function) -> Vec<Block> {
    let mut order = Vec::new();
    let mut seen = SecondaryMap::<Block, bool>::new();
    let mut stack = vec![(func.entry(), false)];
    while let Some((block, done)) = stack.pop() {
        if done {
            order.push(block);
            continue;
        }
        if std::mem::replace(&mut seen[block], true) {
            continue;
        }
        stack.push((block, true));
        func.inst(func.terminator(block)).visit_dests(|dest| {
            if !seen[dest.block] {
                stack.push((dest.block, false));
            }
        });
    }
    order
}

/// A block before numbering.
struct Draft {
    source: Option<Block>,
    insts: Vec<(MInst, SourceLoc)>,
    succs: Vec<DraftEdge>,
    cold: bool,
}

/// Where a draft's edge goes.
enum DraftEdge {
    /// To an IR block.
    Ir(IrEdge),
    /// To the draft that follows directly.
    Following,
}

struct IrEdge {
    to: Block,
    /// Arguments for its parameters.
    args: Vec<VReg>,
    /// Copies to make on the way, from and to.
    copies: Vec<(VReg, VReg)>,
}

/// Puts the lowered blocks together.
pub(super) fn assemble(
    mut ctx: Lower<'_>,
    mut lowered: SecondaryMap<Block, Option<LoweredBlock>>,
) -> VCode {
    let func = ctx.func;
    let mut drafts = Vec::new();
    for cold in [false, true] {
        for &block in &func.layout {
            let now = func.blocks[block].cold == cold || block == func.entry();
            if let Some(l) = lowered[block].take_if(|_| now) {
                add_drafts(&mut ctx, &mut drafts, block, l, cold);
            }
        }
    }
    let drafts = split_critical_edges(drafts, func);
    number(ctx, drafts)
}

fn draft_edge(ctx: &mut Lower<'_>, from: Block, succ: &BlockCall) -> DraftEdge {
    let mut edge = IrEdge {
        to: succ.block,
        args: Vec::new(),
        copies: Vec::new(),
    };
    for &value in &succ.args {
        let mut arg = ctx.reg_of(value);
        if ctx.loops.copies_argument(ctx.func, from, edge.to, value) {
            let copy = ctx.temp(arg.class());
            edge.copies.push((arg, copy));
            arg = copy;
        }
        edge.args.push(arg);
    }
    DraftEdge::Ir(edge)
}

fn add_drafts(
    ctx: &mut Lower<'_>,
    drafts: &mut Vec<Draft>,
    block: Block,
    lowered: LoweredBlock,
    cold: bool,
) {
    let mut succs: Vec<_> = (lowered.succs.iter())
        .map(|s| draft_edge(ctx, block, s))
        .collect();
    if lowered.table.is_some() {
        succs.push(DraftEdge::Following);
    }
    drafts.push(Draft {
        source: Some(block),
        insts: lowered.insts,
        succs,
        cold,
    });
    if let Some((inst, loc, succs)) = lowered.table {
        let succs = (succs.iter()).map(|s| draft_edge(ctx, block, s)).collect();
        drafts.push(Draft {
            source: None,
            insts: vec![(inst, loc)],
            succs,
            cold,
        });
    }
}

/// An edge from a block with several successors to one with several predecessors gets a block of its own.
fn split_critical_edges(drafts: Vec<Draft>, func: &Function) -> Vec<Draft> {
    let mut pred_counts = vec![0_u32; func.blocks.len()];
    for edge in drafts.iter().flat_map(|d| &d.succs) {
        if let DraftEdge::Ir(edge) = edge {
            pred_counts[index_of(edge.to)] += 1;
        }
    }
    let mut out = Vec::with_capacity(drafts.len());
    let mut following_edges = Vec::new();
    for mut draft in drafts {
        // A `br_table` reads a register even if all its targets are one block.
        let plain_jump = matches!(draft.insts.last(), Some((MInst::Jump, _)));
        let critical = !plain_jump;
        let loc = draft.insts.last().map_or(SourceLoc::NONE, |&(_, loc)| loc);
        let cold = draft.cold;
        for (n, edge) in draft.succs.iter_mut().enumerate() {
            let DraftEdge::Ir(ir) = edge else {
                continue;
            };
            if critical && pred_counts[index_of(ir.to)] > 1 {
                let edge = std::mem::replace(edge, DraftEdge::Following);
                following_edges.push((n, edge));
            }
        }
        make_copies(&mut draft);
        out.push(draft);
        for (_, edge) in following_edges.drain(..) {
            let insts = vec![(MInst::Jump, loc)];
            let mut draft = Draft {
                source: None,
                insts,
                succs: vec![edge],
                cold,
            };
            make_copies(&mut draft);
            out.push(draft);
        }
    }
    out
}

/// Puts an edge's copies before the jump. A loop has two ways in at least, so its edges come from blocks that only jump.
fn make_copies(draft: &mut Draft) {
    let [DraftEdge::Ir(edge)] = &mut draft.succs[..] else {
        return;
    };
    let Some((jump, loc)) = draft.insts.pop() else {
        return;
    };
    for (from, to) in edge.copies.drain(..) {
        draft.insts.push((MInst::Copy { from, to }, loc));
    }
    draft.insts.push((jump, loc));
}

/// Which draft each `Following` edge means: in order, the drafts without a source block after this one.
fn number(mut ctx: Lower<'_>, drafts: Vec<Draft>) -> VCode {
    let func = ctx.func;
    let mut numbers = vec![usize::MAX; func.blocks.len()];
    for (n, draft) in drafts.iter().enumerate() {
        if let Some(block) = draft.source {
            numbers[index_of(block)] = n;
        }
    }
    let mut code = VCode {
        name: func.name.clone(),
        operand_starts: vec![0],
        pins_inner: ctx.pinned.is_some_and(|pinned| pinned.inner.is_some()),
        ..VCode::default()
    };
    let owners = following_owners(&drafts);
    for (n, draft) in drafts.into_iter().enumerate() {
        let first = code.insts.len() as u32;
        for (inst, loc) in draft.insts {
            inst.visit_operands(ctx.isa, |operand| code.operands.push(operand));
            code.operand_starts.push(code.operands.len() as u32);
            code.insts.push(inst);
            code.locs.push(loc);
        }
        let mut block = VBlock {
            insts: (first, code.insts.len() as u32),
            ..VBlock::default()
        };
        block.cold = draft.cold;
        // The entry's parameters arrive through `Args`, the others' through their edges.
        if let Some(source) = draft.source.filter(|&b| b != func.entry()) {
            let params = &func.blocks[source].params;
            block.params = params.iter().map(|&v| ctx.reg_of(v)).collect();
        }
        let mut following = owners[n].iter();
        for edge in draft.succs {
            let (to, args) = match edge {
                DraftEdge::Ir(edge) => (numbers[index_of(edge.to)], edge.args),
                DraftEdge::Following => (
                    *following.next().expect("each edge has its block"),
                    Vec::new(),
                ),
            };
            block.succs.push(regalloc2::Block::new(to));
            block.succ_args.push(args);
        }
        code.blocks.push(block);
    }
    add_preds(&mut code);
    code.vreg_count = ctx.vreg_count;
    code.outgoing_size = ctx.outgoing_size;
    code.tail_area = ctx.tail_area();
    code.has_calls = ctx.has_calls;
    code
}

/// For each draft, the drafts its `Following` edges lead to, in edge order.
fn following_owners(drafts: &[Draft]) -> Vec<Vec<usize>> {
    drafts
        .iter()
        .enumerate()
        .map(|(n, draft)| {
            let wanted = draft
                .succs
                .iter()
                .filter(|e| matches!(e, DraftEdge::Following))
                .count();
            following_of(drafts, n, wanted)
        })
        .collect()
}

/// A range check is followed by its edge block for the default (if split), then by its table block; both have no source.
fn following_of(drafts: &[Draft], n: usize, wanted: usize) -> Vec<usize> {
    (n + 1..drafts.len())
        .take_while(|&m| drafts[m].source.is_none())
        .take(wanted)
        .collect()
}

fn add_preds(code: &mut VCode) {
    for n in 0..code.blocks.len() {
        for s in 0..code.blocks[n].succs.len() {
            let succ = code.blocks[n].succs[s];
            code.blocks[succ.index()]
                .preds
                .push(regalloc2::Block::new(n));
        }
    }
}
