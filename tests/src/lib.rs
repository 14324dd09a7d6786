//! Shared pieces of the test tiers.

pub mod codegen;
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
pub mod xtensa_sim;
pub mod xtensa_step;
