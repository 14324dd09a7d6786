//! Whether modules fit a board, and how much memory they may have there.
//!
//! On a chip every byte is spoken for: code and variables take what they need, and the memories get the rest. So how far a memory may
//! grow is known only when everything else has been linked: [`link`] compiles and links with the memories at their smallest, counts
//! what is left, and gives it to the memory that grows. A firmware that does not fit is refused with the numbers and with what
//! the module's toolchain can do about it.

use std::sync::Arc;

use crate::board::{Board, Class, Region};
use crate::driver::{Compiled, Options, Unit};
use crate::firmware::{self, FirmwareError, Parts};
use crate::link::{ClassSize, Firmware, LinkError};
use crate::opt::Goal;
use crate::script::Script;
use crate::wasm::{
    self, ConstExpr, GlobalInit, Module, PAGE_SHIFT, ParseOptions, TranslateOptions,
};

/// The bytes its memories start with at most: a reserve that admits the module and lets nothing grow further.
pub fn least(module: &Module) -> u32 {
    let sizes = module.memories.iter().map(|memory| memory.ty.min_bytes());
    sizes
        .max()
        .and_then(|size| u32::try_from(size).ok())
        .unwrap_or(0)
}

/// Whether its code makes a memory of its own grow.
pub fn grows(module: &Module) -> bool {
    let own = |index: &u32| module.memories[*index as usize].import.is_none();
    module.usage.grown_memories.iter().any(own)
}

/// Compiles and links for a real board, with as much memory as there is. `compile` compiles all modules with a reserve, `script` makes
/// the run script for them.
///
/// # Errors
/// Those of `compile` and `script`, and of the link if even the smallest memories do not fit.
pub fn link<E: From<FirmwareError>>(
    board: &Board,
    least: u32,
    compile: impl Fn(u32) -> Result<Vec<Compiled>, E>,
    script: impl Fn(&[Compiled]) -> Result<Script, E>,
) -> Result<(Vec<Compiled>, Firmware), E> {
    let linked = |reserve: u32| -> Result<(Vec<Compiled>, Result<Firmware, FirmwareError>), E> {
        let modules = compile(reserve)?;
        let parts = Parts {
            modules: &modules,
            script: script(&modules)?,
            board,
            memory_reserve: reserve,
        };
        let firmware = firmware::link(parts);
        Ok((modules, firmware))
    };
    let (modules, firmware) = linked(least)?;
    let firmware = firmware.map_err(|error| advise(error, &modules, board))?;
    let growing = modules.iter().filter(|m| grows(&m.module)).count() as u32;
    if growing == 0 {
        return Ok((modules, firmware));
    }
    let reserve = least + left(&firmware, board) / growing;
    // Code that knows of the larger memory may be larger itself and leave less than was counted.
    match linked(reserve)? {
        (modules, Ok(firmware)) => Ok((modules, firmware)),
        (_, Err(_)) => Ok((modules, firmware)),
    }
}

/// Bytes of the board's memory for memories and tables that a firmware leaves free.
pub fn left(firmware: &Firmware, board: &Board) -> u32 {
    let region = board.region_of(Class::Noinit);
    region.size - used(firmware, region)
}

/// Bytes of a memory up to the last one used.
pub fn used(firmware: &Firmware, region: &Region) -> u32 {
    let here = firmware
        .sizes
        .iter()
        .filter(|s| s.region == region.name && s.size > 0);
    let end = |s: &ClassSize| s.address - region.address_of(s.class) + s.size;
    here.map(end).max().unwrap_or(0)
}

/// Adds to an overflow what the modules' toolchains can do about it.
fn advise(error: FirmwareError, modules: &[Compiled], board: &Board) -> FirmwareError {
    let FirmwareError::Link(link @ LinkError::Overflow { .. }) = error else {
        return error;
    };
    let LinkError::Overflow { region, .. } = &link else {
        return FirmwareError::Link(link);
    };
    if *region != board.region_of(Class::Noinit).name {
        return FirmwareError::Link(link);
    }
    let advice = modules
        .iter()
        .filter_map(|m| advice(&m.module, &m.object.name));
    FirmwareError::DoesNotFit {
        advice: advice.collect(),
        error: link,
    }
}

/// What could make a module's memory smaller.
fn advice(module: &Module, name: &str) -> Option<String> {
    let memory = module.memories.first()?;
    let size = memory.ty.min_bytes();
    let mut text = format!("\nthe memory of `{name}` starts with {size} bytes");
    match shadow_stack(module) {
        Some(stack) if u64::from(stack) <= size => {
            text += &format!(
                ", up to {stack} of them for the stack of its source language: link the module with a smaller one \
                 (rustc: -C link-arg=-zstack-size=8192; clang: -Wl,-z,stack-size=8192)"
            );
        }
        _ => {}
    }
    if memory.ty.page_shift == PAGE_SHIFT && !grows(module) {
        text += "; it is a whole number of pages of 65536 bytes and never grows: with wasm-ld's --page-size=1 it is as small \
                 as it can be";
    }
    Some(text)
}

/// Where the stack pointer of the module's source language starts: the first global, as LLVM's linker lays modules out. The stack
/// is below, alone if the linker put it first, which it does by default since LLVM 20 and for Rust.
fn shadow_stack(module: &Module) -> Option<u32> {
    let global = module.globals.first().filter(|global| global.ty.mutable)?;
    match global.init {
        GlobalInit::Value(ConstExpr::I32(value)) => u32::try_from(value).ok().filter(|&v| v > 0),
        _ => None,
    }
}

/// Bytes that a module of no code may have as linear memory. Without a runtime to link, its variables are not subtracted.
pub fn room(board: &Board) -> u32 {
    let region = board.region_of(Class::Noinit);
    let stack = match region.holds.contains(&Class::Stack) {
        true => board.stack,
        false => 0,
    };
    empty(board).map_or(region.size - stack, |firmware| left(&firmware, board))
}

/// A firmware without a program.
fn empty(board: &Board) -> Option<Firmware> {
    let module = wasm::parse(b"\0asm\x01\0\0\0", ParseOptions::default()).ok()?;
    let options = Options {
        target: board.target,
        translate: TranslateOptions::default(),
        source: "empty".to_owned(),
        linked: Arc::default(),
        goal: Goal::default(),
    };
    let modules = [Unit::of_module(module, options).ok()?.compile().ok()?];
    let parts = Parts {
        modules: &modules,
        script: Script::default(),
        board,
        memory_reserve: 0,
    };
    firmware::link(parts).ok()
}
