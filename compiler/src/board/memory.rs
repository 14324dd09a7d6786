//! A board's memories, and what lies in them.

use serde::Deserialize;

use super::BoardError;

/// What a memory region holds; a firmware is laid out in the order a region lists these.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// `.reset`: where the processor starts.
    Reset,
    /// `.vectors`: the exception vectors.
    Vectors,
    /// Code.
    Text,
    /// Constants.
    Rodata,
    /// Initialised variables.
    Data,
    /// Variables that start-up clears.
    Bss,
    /// The native stack.
    Stack,
    /// Memory that start-up leaves alone: linear memories and tables.
    Noinit,
}

impl Class {
    /// Every class, in the order of the usual layout.
    pub const ALL: [Self; 8] = [
        Self::Reset,
        Self::Vectors,
        Self::Text,
        Self::Rodata,
        Self::Data,
        Self::Bss,
        Self::Stack,
        Self::Noinit,
    ];

    /// Its name, as in a board file.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reset => "reset",
            Self::Vectors => "vectors",
            Self::Text => "text",
            Self::Rodata => "rodata",
            Self::Data => "data",
            Self::Bss => "bss",
            Self::Stack => "stack",
            Self::Noinit => "noinit",
        }
    }

    /// Whether code of this class is executed.
    pub fn is_code(self) -> bool {
        matches!(self, Self::Reset | Self::Vectors | Self::Text)
    }

    /// Whether the running program writes to it.
    pub fn is_writable(self) -> bool {
        matches!(self, Self::Data | Self::Bss | Self::Stack | Self::Noinit)
    }

    /// Whether it has no bytes in the image.
    pub fn is_zero_fill(self) -> bool {
        matches!(self, Self::Bss | Self::Stack | Self::Noinit)
    }
}

/// A memory of the board.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Region {
    /// Its name in messages: `ram`, `flash`.
    pub name: String,
    /// The address of its first byte.
    pub address: u32,
    /// Its size in bytes.
    pub size: u32,
    /// What it holds, in order.
    pub holds: Vec<Class>,
    /// Whether the image of initialised variables lies here, to be copied by start-up.
    #[serde(default)]
    pub loads_data: bool,
    /// Where instruction fetch sees the first byte, if not at `address`: some chips show one memory on two buses. Code is
    /// linked to that view, everything else to `address`. They are a multiple of 64 KiB apart.
    pub code_address: Option<u32>,
    /// Whether it is flash that a bootloader maps into the address space, page by page. Where code follows constants there
    /// is room for the header between two segments of an image.
    #[serde(default)]
    pub mapped: bool,
}

impl Region {
    /// The address at which its first byte appears to a class.
    pub fn address_of(&self, class: Class) -> u32 {
        match self.code_address {
            Some(address) if class.is_code() => address,
            _ => self.address,
        }
    }

    /// Whether it takes up any of the bytes from `from` on and before `to`, in either view.
    fn overlaps(&self, from: u64, to: u64) -> bool {
        let starts = [Some(self.address), self.code_address];
        let mut starts = starts.into_iter().flatten().map(u64::from);
        starts.any(|start| start < to && from < start + u64::from(self.size))
    }
}

/// Every class has one home, and homes do not overlap.
pub(crate) fn check_memory(board: &str, memory: &[Region]) -> Result<(), BoardError> {
    for class in Class::ALL {
        let count = memory.iter().filter(|r| r.holds.contains(&class)).count();
        if count != 1 {
            return Err(BoardError::Placement {
                board: board.to_owned(),
                class: class.name(),
                count,
            });
        }
    }
    for (i, region) in memory.iter().enumerate() {
        let view = region.code_address.unwrap_or(region.address);
        if view.wrapping_sub(region.address) % 0x1_0000 != 0 {
            return Err(BoardError::View {
                board: board.to_owned(),
                region: region.name.clone(),
            });
        }
        for start in [Some(region.address), region.code_address]
            .into_iter()
            .flatten()
        {
            let (start, end) = (u64::from(start), u64::from(start) + u64::from(region.size));
            // Pointers beyond a linear memory must not wrap (the ABI's descriptors).
            let linear = [Class::Bss, Class::Noinit]
                .iter()
                .any(|c| region.holds.contains(c));
            let space = (1 << 32) - if linear { 4096 } else { 0 };
            if end > space || memory[..i].iter().any(|other| other.overlaps(start, end)) {
                return Err(BoardError::Extent {
                    board: board.to_owned(),
                    region: region.name.clone(),
                });
            }
        }
    }
    Ok(())
}
