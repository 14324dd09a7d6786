//! Shared pieces of the test tiers.

pub mod exec;
pub mod isa_oracle;
pub mod isas;
pub mod operations;
pub mod programs;
