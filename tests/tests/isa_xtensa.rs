//! Tier `isa/`: the Xtensa table against its golden file, and against itself.

use tinsmith_tests::{isa_oracle, isas};

#[test]
fn table_agrees_with_other_assemblers_and_itself() {
    isa_oracle::check(&isas::XTENSA).unwrap();
}
