//! What becomes of a segment: which of its parts must exist, and what instantiation does with it.

use super::environment::Environment;
use super::module::{ConstExpr, Module, SegmentMode};

/// What becomes of a segment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct SegmentPlan {
    /// It has a descriptor.
    pub descriptor: bool,
    /// It has contents; without them it is as good as dropped from the start.
    pub contents: bool,
    /// Instantiation copies it.
    pub init: bool,
    /// Code may use or drop it: instantiation sets the descriptor, and drops it again if the segment is active.
    pub used: bool,
}

impl SegmentPlan {
    fn passive(used: bool) -> Self {
        Self {
            descriptor: used,
            contents: used,
            init: false,
            used,
        }
    }

    fn active(used: bool) -> Self {
        Self {
            descriptor: true,
            contents: true,
            init: true,
            used,
        }
    }

    /// Only its descriptor can be asked for, and says that nothing is left.
    fn dropped(used: bool) -> Self {
        Self {
            descriptor: used,
            contents: false,
            init: false,
            used,
        }
    }

    /// What becomes of a data segment.
    pub fn of_data(module: &Module, index: u32) -> Self {
        let used = module.usage.used_data.contains(&index);
        match module.data[index as usize].mode {
            SegmentMode::Active { .. } => Self::active(used),
            SegmentMode::Passive => Self::passive(used),
            SegmentMode::Declared => Self::dropped(used),
        }
    }

    /// What becomes of an element segment. One that is active on a constant table is in it already.
    pub fn of_element(module: &Module, env: &Environment, index: u32) -> Self {
        let used = module.usage.used_elements.contains(&index);
        match module.elements[index as usize].mode {
            SegmentMode::Active { target, .. } => match env.tables[target as usize].constant {
                Some(_) => Self::dropped(used),
                None => Self::active(used),
            },
            SegmentMode::Passive => Self::passive(used),
            SegmentMode::Declared => Self::dropped(used),
        }
    }
}

/// The places of an element segment that hold the value of an imported global, known only at instantiation.
pub(super) fn global_items(items: &[ConstExpr]) -> impl Iterator<Item = (u32, ConstExpr)> {
    let is_global = |item: &ConstExpr| matches!(item, ConstExpr::GlobalGet(_));
    (0u32..)
        .zip(items.iter().copied())
        .filter(move |(_, item)| is_global(item))
}
