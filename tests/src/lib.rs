//! Shared pieces of the test tiers.

pub mod isa_oracle;
pub mod isas;
