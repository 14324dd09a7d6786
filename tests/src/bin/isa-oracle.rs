//! Asks the external assemblers about every instruction table and rewrites the golden files of tier `isa/`.

use std::process::ExitCode;

use tinsmith_tests::{isa_oracle, isas};

fn main() -> ExitCode {
    let mut status = ExitCode::SUCCESS;
    for isa in isas::ALL {
        match isa_oracle::bless(isa) {
            Ok(counts) => println!("{}: agreed: {counts:?}", isa.name),
            Err(error) => {
                eprintln!("{}: {error}", isa.name);
                status = ExitCode::FAILURE;
            }
        }
    }
    status
}
