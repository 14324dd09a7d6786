//! Shared pieces of the test tiers.

pub mod combinations;
pub mod esptool;
pub mod exec;
pub mod fuzz;
pub mod isa_oracle;
pub mod isas;
pub mod large;
pub mod operations;
pub mod programs;
pub mod shapes;
pub mod spec;
pub mod tir;
pub mod xtensa_step;
