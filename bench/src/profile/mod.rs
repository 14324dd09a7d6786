//! Where a kernel spends its instructions: the hottest blocks of Tinsmith's code with wasm offsets and IR, and of gcc's.

mod code;
mod counts;
mod ir;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use tinsmith::board::Board;
use tinsmith::isa;
use tinsmith::link;
use tinsmith::opt::Goal;

use crate::kernels::Kernel;
use crate::measure::machine_of;
use crate::native::{Machine, Recipe};
use crate::table::number;
use crate::{Failure, build_folder, context, firmware, wasm};
use code::{Image, Line};
use counts::Counts;

/// Instructions that follow each other and were executed equally often.
struct Block {
    function: String,
    lines: Vec<Line>,
    times: u64,
}

impl Block {
    fn executed(&self) -> u64 {
        self.times * self.lines.len() as u64
    }
}

/// A program's blocks, in order of addresses.
struct Profile {
    blocks: Vec<Block>,
    total: u64,
}

/// The profile of a kernel on a board, and of gcc's program after it; `top` blocks each.
///
/// # Errors
/// If something cannot be built or run.
pub fn profile(
    kernel: &Kernel,
    board: &'static Board,
    level: &str,
    top: usize,
) -> Result<String, Failure> {
    let wasm = wasm::compile(kernel, level)?;
    let mut out = format!("# {}\n\n", kernel.name);
    ours(kernel, board, &wasm, top, &mut out)?;
    let machine = machine_of(board);
    if machine.can_build(kernel) {
        let recipe = Recipe::of(kernel.language)[0];
        gccs(kernel, machine, recipe, &wasm, top, &mut out)?;
    } else {
        let _ = writeln!(
            out,
            "gcc's library for {} has no floating point.",
            machine.name
        );
    }
    Ok(out)
}

/// Tinsmith's firmware.
fn ours(
    kernel: &Kernel,
    board: &'static Board,
    wasm: &Path,
    top: usize,
    out: &mut String,
) -> Result<(), Failure> {
    let built = firmware::build(kernel, wasm, board, Goal::Speed)?;
    let folder = build_folder(&format!("{}/{}", kernel.name, board.name))?;
    let file = folder.join("firmware.elf");
    std::fs::write(&file, &built.elf).map_err(context(file.display()))?;
    let ir = firmware::unit(wasm, board, Goal::Speed)?
        .ir()
        .map_err(context(&kernel.name))?;
    let display = display_names(&built);
    let profile = Profile::of(&file, board)?;
    profile.functions(&format!("Tinsmith, {}", board.name), &display, out);
    let place = |at: u32| link::symbolize(&built.elf, at)?.wasm_offset;
    for block in profile.hottest(top) {
        let offsets: Vec<Option<u32>> = (block.lines.iter())
            .map(|line| place(line.address))
            .collect();
        profile.show(block, &display, &offsets, out);
        ir::show(&ir.functions, &block.function, &offsets, out);
    }
    Ok(())
}

/// gcc's program.
fn gccs(
    kernel: &Kernel,
    machine: &Machine,
    recipe: Recipe,
    wasm: &Path,
    top: usize,
    out: &mut String,
) -> Result<(), Failure> {
    machine.prepare()?;
    let program = machine.build(kernel, recipe, wasm)?;
    let profile = Profile::of(&program.elf, machine.emulated()?.0)?;
    let display = BTreeMap::new();
    profile.functions(
        &format!("{}, {}", recipe.name(), machine.name),
        &display,
        out,
    );
    for block in profile.hottest(top) {
        profile.show(block, &display, &[], out);
    }
    Ok(())
}

/// Names for people, by symbol.
fn display_names(built: &firmware::Built) -> BTreeMap<String, String> {
    let functions = built.compiled.object.functions.iter();
    functions
        .map(|code| (code.name.to_string(), code.display_name.clone()))
        .collect()
}

impl Profile {
    /// Runs a program and cuts what it executed into blocks.
    fn of(elf: &Path, board: &Board) -> Result<Self, Failure> {
        let counts = Counts::of(elf, board)?;
        let image = Image::load(elf)?;
        let syntax = isa::syntax(board.target.isa);
        let mut blocks: Vec<Block> = Vec::new();
        let mut end = 0;
        for (&address, &times) in &counts.by_address {
            let line = image.instruction(address, &syntax);
            let function = image.function(address);
            let size = line.size;
            match blocks.last_mut() {
                Some(block)
                    if end == address && block.times == times && block.function == function =>
                {
                    block.lines.push(line);
                }
                _ => blocks.push(Block {
                    function,
                    lines: vec![line],
                    times,
                }),
            }
            end = address + size;
        }
        let total = blocks.iter().map(Block::executed).sum();
        Ok(Self { blocks, total })
    }

    /// The blocks that execute the most instructions, in order of addresses.
    fn hottest(&self, top: usize) -> Vec<&Block> {
        let mut order: Vec<usize> = (0..self.blocks.len()).collect();
        order.sort_by_key(|&n| std::cmp::Reverse(self.blocks[n].executed()));
        order.truncate(top);
        order.sort_unstable();
        order.into_iter().map(|n| &self.blocks[n]).collect()
    }

    /// The functions by what they execute themselves.
    fn functions(&self, title: &str, display: &BTreeMap<String, String>, out: &mut String) {
        let mut functions: BTreeMap<&str, u64> = BTreeMap::new();
        for block in &self.blocks {
            *functions.entry(&block.function).or_default() += block.executed();
        }
        let mut functions: Vec<_> = functions.into_iter().collect();
        functions.sort_by_key(|&(_, executed)| std::cmp::Reverse(executed));
        let total = number(self.total);
        let _ = writeln!(
            out,
            "## {title}: {total} instructions, start-up and report included\n"
        );
        for (name, executed) in functions.into_iter().take(12) {
            if executed * 200 < self.total {
                break;
            }
            let _ = writeln!(
                out,
                "{:>6} {:>12}  {}",
                self.share(executed),
                number(executed),
                named(name, display)
            );
        }
        out.push('\n');
    }

    fn show(
        &self,
        block: &Block,
        display: &BTreeMap<String, String>,
        offsets: &[Option<u32>],
        out: &mut String,
    ) {
        let _ = writeln!(
            out,
            "{} of all: {} instructions, {} times, in {}",
            self.share(block.executed()),
            block.lines.len(),
            number(block.times),
            named(&block.function, display),
        );
        for (n, line) in block.lines.iter().enumerate() {
            let offset = offsets.get(n).copied().flatten();
            let offset = offset.map_or(String::new(), |at| format!("  # @{at:x}"));
            let _ = writeln!(
                out,
                "{}",
                format!("  {:8x}  {:<36}{offset}", line.address, line.text).trim_end()
            );
        }
        out.push('\n');
    }

    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^53")]
    fn share(&self, executed: u64) -> String {
        format!("{:.1} %", 100.0 * executed as f64 / self.total as f64)
    }
}

/// `app.func.3 <sort>`
fn named(symbol: &str, display: &BTreeMap<String, String>) -> String {
    match display.get(symbol) {
        Some(name) if name != symbol => format!("{symbol} <{name}>"),
        _ => symbol.to_owned(),
    }
}
