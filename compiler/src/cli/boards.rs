//! `tinsmith boards`

use std::process::ExitCode;

use super::CliError;
use crate::board::{Board, OnChip};
use crate::chip::Layout;
use crate::fit;

/// Lists the boards, three lines each.
#[expect(clippy::print_stdout, reason = "the command line prints")]
pub fn boards() -> Result<ExitCode, CliError> {
    let names = Board::all().iter().map(|board| board.name.len());
    let width = names.max().unwrap_or(0) + 2;
    for board in Board::all() {
        println!("{:<width$}{}", board.name, board.description);
        for line in details(board) {
            println!("{:width$}{line}", "");
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn details(board: &Board) -> Vec<String> {
    let target = board.target.name;
    match (&board.chip, &board.emulator) {
        (Some(on), _) => vec![chip(board, on), memory(board, on), access(board, on)],
        (None, Some(emulator)) => vec![format!(
            "target {target}, linear memory up to {} KiB, emulated by {} (package {})",
            board.memory_reserve / 1024,
            emulator.program,
            emulator.package
        )],
        (None, None) => vec![format!("target {target}")],
    }
}

/// What it is.
fn chip(board: &Board, on: &OnChip) -> String {
    let alias = match Board::by_name(&on.chip.name) {
        Some(first) if first.name == board.name => format!(" (also `--board {}`)", on.chip.name),
        _ => String::new(),
    };
    let size = match on.flash_size >> 20 {
        0 => format!("{} KB", on.flash_size >> 10),
        megabytes => format!("{megabytes} MB"),
    };
    let psram = match on.psram {
        Some(psram) => format!(
            ", external RAM {} MB ({})",
            psram.size >> 20,
            psram.kind.name
        ),
        None => String::new(),
    };
    format!(
        "chip {}{alias}, target {}, flash {size}{psram}",
        on.chip.title, board.target.name
    )
}

/// What a module may have there.
fn memory(board: &Board, on: &OnChip) -> String {
    let rooms: Vec<String> = Layout::ALL
        .into_iter()
        .rev()
        .filter_map(|layout| {
            let board = board.clone().with_layout(layout).ok()?;
            let room = fit::room(&board);
            let default = if layout == on.layout {
                ", the default"
            } else {
                ""
            };
            Some(format!("{room} bytes (layout {}{default})", layout.name()))
        })
        .collect();
    format!("left for linear memory: {}", rooms.join(", "))
}

/// How firmware gets there.
fn access(board: &Board, on: &OnChip) -> String {
    let flashed = match on.chip.app {
        Some(_) => "flashed by `tinsmith flash` over UART0",
        None => "flashed by `esptool write-flash 0x0` (--emit image)",
    };
    match stand_in(board) {
        Some(other) => format!(
            "{flashed}; not emulated itself, its code runs on `{}`",
            other.name
        ),
        None => format!("{flashed}; not emulated"),
    }
}

/// The emulated board whose processor is the nearest.
fn stand_in(board: &Board) -> Option<&'static Board> {
    let target = board.target;
    Board::all().iter().find(|other| {
        other.emulator.is_some()
            && other.target.isa == target.isa
            && other.target.host_abi == target.host_abi
            && other.target.hard_f32() == target.hard_f32()
            && (other.target.has(crate::target::Ext::A) == target.has(crate::target::Ext::A))
    })
}
