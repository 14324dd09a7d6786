//! A fixed set of random modules on every emulated board, against an independent engine, and inputs that are no modules.
//! See `tinsmith_tests::fuzz`.

use libtest_mimic::{Arguments, Failed, Trial};
use tinsmith::board::Board;
use tinsmith::ir::random::{self, Rng, random_function};
use tinsmith::ir::{parse_function, parse_functions};
use tinsmith::target::{TARGETS, Target};
use tinsmith_tests::fuzz::campaign::{self, BATCH, Prepared, Problem, Tally};
use tinsmith_tests::fuzz::mutate::{self, Verdict};
use tinsmith_tests::fuzz::{device, generate};

/// The first seed; the modules follow from it.
const SEED: u64 = 1;

/// How many modules every board runs.
const MODULES: usize = 16 * BATCH;

/// How many of them the IR interpreter runs as well, for every processor.
const MODULES_IN_IR: usize = 2 * BATCH;

/// How many inputs of each kind that is no module are tried.
const INPUTS: usize = 600;

fn main() {
    let arguments = Arguments::from_args();
    let boards = Board::all().iter().filter(|board| board.emulator.is_some());
    let mut trials = Vec::new();
    for board in boards {
        trials.push(Trial::test(format!("run::{}", board.name), || run(board)));
    }
    let mut add = |name: &str, test: fn() -> Result<(), Failed>| {
        trials.push(Trial::test(name, test));
    };
    add("interpreter", interpreter);
    add("compiler::arbitrary_bytes", arbitrary_bytes);
    add("compiler::mutated_binaries", mutated_binaries);
    add("compiler::mutated_instructions", mutated_instructions);
    add("compiler::mutated_text", mutated_text);
    add("ir::print_and_parse", ir_print_and_parse);
    add("ir::mutated_text", ir_mutated_text);
    libtest_mimic::run(&arguments, trials).exit();
}

fn prepared(count: usize) -> Result<Vec<Prepared>, Failed> {
    let seeds = campaign::seeds(SEED).take(count);
    Ok(seeds.map(campaign::prepare).collect::<Result<_, _>>()?)
}

fn failed(prepared: &Prepared, problem: &Problem) -> Failed {
    let seed = prepared.case.seed;
    format!("seed {seed:#x}: {problem}\nthe program `fuzz` with --only --seed {seed:#x} reduces it")
        .into()
}

fn run(board: &'static Board) -> Result<(), Failed> {
    let mut tally = Tally::default();
    for batch in prepared(MODULES)?.chunks(BATCH) {
        campaign::run(batch, board, &mut tally)
            .map_err(|(n, problem)| failed(&batch[n], &problem))?;
    }
    println!("{}: {tally}", board.name);
    // Most modules must get somewhere, or nothing is compared.
    let enough = tally.modules == MODULES && tally.returned > 4 * MODULES;
    if enough {
        Ok(())
    } else {
        Err(format!("only {tally}").into())
    }
}

fn interpreter() -> Result<(), Failed> {
    let prepared = prepared(MODULES_IN_IR)?;
    for board in Board::all().iter().filter(|board| board.emulator.is_some()) {
        let mut tally = Tally::default();
        for prepared in &prepared {
            campaign::check_ir(prepared, board, &mut tally)
                .map_err(|problem| failed(prepared, &problem))?;
        }
        println!("{}: {tally}", board.name);
    }
    Ok(())
}

/// Compiles inputs, for the processors in turn, and says how many of them were modules.
fn compile(inputs: impl Iterator<Item = Vec<u8>>) -> Result<usize, Failed> {
    let mut compiled = 0;
    for (input, target) in inputs.zip(TARGETS.iter().cycle()) {
        let verdict = mutate::compile(&input, target)
            .map_err(|failure| describe(&failure, &input, target))?;
        compiled += usize::from(verdict == Verdict::Compiled);
    }
    Ok(compiled)
}

fn describe(failure: &str, input: &[u8], target: &Target) -> Failed {
    let name = target.name;
    let input: String = input.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{failure}\nfor {name}, of {input}").into()
}

fn modules() -> Result<Vec<Vec<u8>>, Failed> {
    let seeds = campaign::seeds(SEED + 1).take(40);
    Ok(seeds.map(generate::module).collect::<Result<_, _>>()?)
}

fn arbitrary_bytes() -> Result<(), Failed> {
    let mut rng = Rng::new(SEED);
    let compiled = compile((0..INPUTS).map(|n| {
        let mut bytes: Vec<u8> = (0..rng.below(200)).map(|_| rng.bits() as u8).collect();
        // Half of them get past the header.
        if n % 2 == 0 {
            bytes.splice(0..0, *b"\0asm\x01\0\0\0");
        }
        bytes
    }))?;
    println!("{compiled} compiled");
    Ok(())
}

fn mutated_binaries() -> Result<(), Failed> {
    let modules = modules()?;
    let mut rng = Rng::new(SEED);
    let inputs = (0..INPUTS).map(|n| mutate::bytes(&modules[n % modules.len()], &mut rng));
    let compiled = compile(inputs)?;
    println!("{compiled} compiled");
    let some_of_both = compiled > 0 && compiled < INPUTS;
    if some_of_both {
        Ok(())
    } else {
        Err("either all or none compiled".into())
    }
}

fn mutated_instructions() -> Result<(), Failed> {
    let modules = modules()?;
    let mut rng = Rng::new(SEED);
    let inputs =
        (0..INPUTS).filter_map(|n| mutate::instructions(&modules[n % modules.len()], &mut rng));
    let compiled = compile(inputs)?;
    println!("{compiled} compiled");
    let some_of_both = compiled > 0 && compiled < INPUTS;
    if some_of_both {
        Ok(())
    } else {
        Err("either all or none compiled".into())
    }
}

fn mutated_text() -> Result<(), Failed> {
    let mut texts = Vec::new();
    for module in modules()?.iter().filter(|module| module.len() < 1500) {
        texts.push(wasmprinter::print_bytes(module).map_err(|error| error.to_string())?);
    }
    let mut rng = Rng::new(SEED);
    let inputs = (0..INPUTS).map(|n| mutate::text(&texts[n % texts.len()], &mut rng).into_bytes());
    let compiled = compile(inputs)?;
    println!("{compiled} compiled");
    let some_of_both = compiled > 0 && compiled < INPUTS;
    if some_of_both {
        Ok(())
    } else {
        Err("either all or none compiled".into())
    }
}

fn ir_texts() -> impl Iterator<Item = String> {
    campaign::seeds(SEED).take(INPUTS).map(|seed| {
        let size = 10 + (seed % 300) as usize;
        let floats = seed & 1 << 40 != 0;
        let function = random_function("f", seed, random::Options { size, floats });
        function.to_string()
    })
}

fn ir_print_and_parse() -> Result<(), Failed> {
    for text in ir_texts() {
        let parsed = parse_function(&text).map_err(|error| format!("{error} in\n{text}"))?;
        if parsed.to_string() != text {
            return Err(format!("printed again it is\n{parsed}\nwas\n{text}").into());
        }
    }
    Ok(())
}

fn ir_mutated_text() -> Result<(), Failed> {
    let mut rng = Rng::new(SEED);
    for text in ir_texts() {
        let text = mutate::text(&text, &mut rng);
        // The parser takes what is well-formed and the verifier what is well-typed; neither may panic.
        device::guarded(|| {
            for function in parse_functions(&text).unwrap_or_default() {
                let _ = tinsmith::ir::verify(&function);
            }
            Ok::<(), String>(())
        })
        .map_err(|failure| format!("{failure} in\n{text}"))?;
    }
    Ok(())
}
