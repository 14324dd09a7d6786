//! Every kernel in C gives its known answer on every emulated board. The one in Rust is a program of `tests/programs`, too.

use tinsmith::board::Board;
use tinsmith::opt::Goal;
use tinsmith_bench::kernels::{Kernel, Language};
use tinsmith_bench::{firmware, parallel, wasm};

#[test]
fn every_kernel_gives_its_answer_on_every_board() {
    let mut kernels = Kernel::all().unwrap();
    kernels.retain(|kernel| kernel.language == Language::C);
    let modules = parallel::map(&kernels, |kernel| wasm::compile(kernel, "-O2").unwrap());
    let boards = Board::all().iter().filter(|board| board.emulator.is_some());
    let mut jobs = Vec::new();
    for board in boards {
        for goal in [Goal::Speed, Goal::Size] {
            let jobs_of_goal = kernels.iter().zip(&modules);
            jobs.extend(jobs_of_goal.map(|(k, m)| (board, goal, k, m)));
        }
    }
    assert!(jobs.len() >= 10 * kernels.len(), "boards are missing");
    let wrong = parallel::map(&jobs, |(board, goal, kernel, module)| {
        let what = match firmware::measure(kernel, module, board, *goal) {
            Ok(measured) if measured.result == kernel.answer => return None,
            Ok(measured) => format!(
                "{:#010x} instead of {:#010x}",
                measured.result, kernel.answer
            ),
            Err(error) => error,
        };
        Some(format!(
            "{} on {}, {goal:?}: {what}",
            kernel.name, board.name
        ))
    });
    let wrong: Vec<String> = wrong.into_iter().flatten().collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
