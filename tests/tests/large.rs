//! Large modules on every emulated board. See `tinsmith_tests::large`.

use libtest_mimic::{Arguments, Failed, Trial};
use tinsmith::board::Board;
use tinsmith::driver::Unit;
use tinsmith_tests::fuzz::campaign::{self, Prepared, Tally};
use tinsmith_tests::fuzz::{device, reference};
use tinsmith_tests::large::{self, Large};

fn main() {
    let arguments = Arguments::from_args();
    let boards: Vec<_> = Board::all()
        .iter()
        .filter(|board| board.emulator.is_some())
        .collect();
    let mut trials = Vec::new();
    for (n, large) in large::all().iter().enumerate() {
        for &board in &boards {
            let name = format!("{}::{}", large.name, board.name);
            trials.push(Trial::test(name, move || one(&large::all()[n], board)));
        }
    }
    libtest_mimic::run(&arguments, trials).exit();
}

fn one(large: &Large, board: &'static Board) -> Result<(), Failed> {
    let mut case = large.case();
    let actions = case.actions.len();
    let expected = reference::run(&mut case)?;
    if expected.len() != actions {
        return Err("it cannot be instantiated".into());
    }
    let unit = Unit::new(&case.wasm, device::options("m", board.target));
    let compiled = unit
        .and_then(Unit::compile)
        .map_err(|error| error.to_string())?;
    let functions = compiled.object.functions.iter();
    let code: usize = functions.map(|function| function.bytes.len()).sum();
    if code < large.code_bytes {
        return Err(format!("{code} bytes of code, must be {}", large.code_bytes).into());
    }
    let mut tally = Tally::default();
    let prepared = Prepared { case, expected };
    campaign::check(&prepared, board, &mut tally).map_err(|problem| problem.to_string())?;
    println!("{} on {}: {code} bytes of code", large.name, board.name);
    if tally.agreed == actions {
        Ok(())
    } else {
        Err(format!("only {tally}").into())
    }
}
