//! Every program in `tests/programs` on every emulated board: one test each. See `tinsmith_tests::programs`.

use libtest_mimic::{Arguments, Failed, Trial};
use tinsmith::board::Board;
use tinsmith_tests::programs::{self, run, sources, spec};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for entry in std::fs::read_dir(programs::folder()).expect("tests/programs is in the repository")
    {
        let path = entry.expect("the folder can be listed").path();
        if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            let name = path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned();
            for board in Board::all().iter().filter(|board| board.emulator.is_some()) {
                let (path, program) = (path.clone(), name.clone());
                trials.push(Trial::test(format!("{name}::{}", board.name), move || {
                    one(&program, &path, board).map_err(Failed::from)
                }));
            }
        }
    }
    assert!(!trials.is_empty(), "tests/programs has programs");
    trials.sort_by(|a, b| a.name().cmp(b.name()));
    libtest_mimic::run(&arguments, trials).exit();
}

fn one(name: &str, path: &std::path::Path, board: &'static Board) -> Result<(), String> {
    let program = spec::read(path)?;
    let wasm = sources::module(name, &program.module)?;
    let count = run::check(name, &program, &wasm, board)?;
    println!("{name} on {}: {count} instructions", board.name);
    Ok(())
}
