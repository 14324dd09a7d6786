//! ELF32 relocatable objects and their DWARF.

pub mod module;
