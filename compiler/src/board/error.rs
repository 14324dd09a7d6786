//! What is wrong with a board's or chip's file.

use thiserror::Error;

/// What is wrong with a board file.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum BoardError {
    /// Not TOML, or not of this form.
    #[error("board `{board}`: {message}")]
    Syntax {
        /// The board.
        board: String,
        /// What the parser says.
        message: String,
    },
    /// The target does not exist.
    #[error("board `{board}`: there is no target `{target}`")]
    UnknownTarget {
        /// The board.
        board: String,
        /// The name it gives.
        target: String,
    },
    /// The chip does not exist.
    #[error("board `{board}`: there is no chip `{chip}`; the chips are: {known}")]
    UnknownChip {
        /// The board.
        board: String,
        /// The name it gives.
        chip: String,
        /// What there is.
        known: String,
    },
    /// External RAM that start-up code does not bring up.
    #[error(
        "board `{board}`: external RAM of kind `{kind}` is not supported on the {chip}: start-up code does not bring it up \
         ({}); leave `psram` out",
        known(kinds)
    )]
    Psram {
        /// The board.
        board: String,
        /// Its chip.
        chip: String,
        /// The kind asked for.
        kind: String,
        /// The kinds there are.
        kinds: Vec<String>,
    },
    /// More or less external RAM than there can be.
    #[error(
        "board `{board}`: `{size}` is no size of external RAM for the {chip}; write a power of two from 1MB on, {most} bytes at most"
    )]
    PsramSize {
        /// The board.
        board: String,
        /// Its chip.
        chip: String,
        /// What was given.
        size: String,
        /// Bytes of address space.
        most: u32,
    },
    /// External RAM without what brings flash and its cache up.
    #[error(
        "board `{board}` has external RAM, which works under layout app only: layout {layout} leaves the cache off; use `--layout app`, or a board \
         file without `psram`"
    )]
    PsramLayout {
        /// The board.
        board: String,
        /// The layout asked for.
        layout: &'static str,
    },
    /// A size that no flash chip has.
    #[error(
        "board `{board}`: `{size}` is no flash size; write 512KB, 1MB, 2MB, 4MB, 8MB, 16MB, 32MB, 64MB or 128MB"
    )]
    FlashSize {
        /// The board.
        board: String,
        /// The size it gives.
        size: String,
    },
    /// The chip has no such layout.
    #[error(
        "board `{board}`: its chip {chip} has no `{layout}` layout: no second-stage bootloader exists for it"
    )]
    Layout {
        /// The board.
        board: String,
        /// The chip.
        chip: String,
        /// The layout.
        layout: &'static str,
    },
    /// A class of sections has no memory, or two.
    #[error("board `{board}`: {count} memories hold `{class}`, exactly one must")]
    Placement {
        /// The board.
        board: String,
        /// The class.
        class: &'static str,
        /// How many hold it.
        count: usize,
    },
    /// The two views of a memory do not keep alignments.
    #[error(
        "board `{board}`: `address` and `code-address` of memory `{region}` are not a multiple of 64 KiB apart"
    )]
    View {
        /// The board.
        board: String,
        /// The memory.
        region: String,
    },
    /// A memory passes the end of the address space, or overlaps another; or a linear memory could lie in the last 4 KiB.
    #[error(
        "board `{board}`: memory `{region}` overlaps another or passes the end of the address space, whose last 4 KiB hold no linear memory"
    )]
    Extent {
        /// The board.
        board: String,
        /// The memory.
        region: String,
    },
}

/// Which kinds of external RAM there are.
fn known(kinds: &[String]) -> String {
    match kinds {
        [] => "nor any other".to_owned(),
        kinds => format!("only {}", kinds.join(", ")),
    }
}
