//! ELF32 relocatable objects and their DWARF.
//!
//! Entry: an [`ObjectModule`](module::ObjectModule), the back end's result by symbol name. Exit: the bytes of an object file that
//! this crate's linker and the field's others read. One section per function and data object, so that a linker
//! can drop each alone; nothing here decides an address.

mod dwarf;
mod error;
pub mod module;
mod write;

pub use dwarf::PRODUCER;
pub use error::ObjectError;
pub(crate) use write::riscv_flags;
pub use write::{ALIAS_SECTION, TARGET_SECTION, write};
