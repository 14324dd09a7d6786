//! The runtime's intrinsics that wasm operators call directly.

/// An intrinsic, named as in the ABI; all its parameters are words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(usize)]
pub(super) enum Intrinsic {
    MemoryGrow,
    MemoryFill,
    MemoryCopy,
    MemoryInit,
    MemoryReset,
    MemoryPlace,
    TableGrow,
    TableFill,
    TableCopy,
    TableInit,
    TableReset,
    SegmentReset,
}

impl Intrinsic {
    pub const ALL: [Self; 12] = [
        Self::MemoryGrow,
        Self::MemoryFill,
        Self::MemoryCopy,
        Self::MemoryInit,
        Self::MemoryReset,
        Self::MemoryPlace,
        Self::TableGrow,
        Self::TableFill,
        Self::TableCopy,
        Self::TableInit,
        Self::TableReset,
        Self::SegmentReset,
    ];

    /// Symbol, number of parameter words, whether there is a result word.
    pub fn declaration(self) -> (&'static str, usize, bool) {
        match self {
            Self::MemoryGrow => ("tinsmith_memory_grow", 2, true),
            Self::MemoryFill => ("tinsmith_memory_fill", 4, true),
            Self::MemoryCopy => ("tinsmith_memory_copy", 5, true),
            Self::MemoryInit => ("tinsmith_memory_init", 5, true),
            Self::MemoryReset => ("tinsmith_memory_reset", 1, false),
            Self::MemoryPlace => ("tinsmith_memory_place", 3, true),
            Self::TableGrow => ("tinsmith_table_grow", 3, true),
            Self::TableFill => ("tinsmith_table_fill", 4, true),
            Self::TableCopy => ("tinsmith_table_copy", 5, true),
            Self::TableInit => ("tinsmith_table_init", 5, true),
            Self::TableReset => ("tinsmith_table_reset", 1, false),
            Self::SegmentReset => ("tinsmith_segment_reset", 1, false),
        }
    }
}
