//! `tinsmith build`

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::arguments::{Build, Emit};
use super::script::Wish;
use super::{CliError, input, output, run};
use crate::driver::Stage;
use crate::image::FlashImage;
use crate::link::Firmware;
use crate::object;

/// Compiles a module and writes what was asked for. Every product is made before the first is written.
///
/// # Errors
/// Whatever prevents a product from being made or written.
pub fn build(build: &Build) -> Result<ExitCode, CliError> {
    let mut products = Vec::new();
    let mut linked = None;
    for &emit in &build.emit {
        products.push((path(build, emit), product(build, emit, &mut linked)?));
    }
    for (path, bytes) in &products {
        output::write(path, bytes)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// With one product `-o` is its file; with several, their common name.
fn path(build: &Build, emit: Emit) -> PathBuf {
    match &build.output {
        Some(path) if build.emit.len() == 1 => path.clone(),
        Some(path) => path.with_extension(emit.extension()),
        None => {
            let name = build.input.module.file_name().unwrap_or_default();
            Path::new(name).with_extension(emit.extension())
        }
    }
}

/// One product. The firmware is linked once, for the first that wants it.
fn product(build: &Build, emit: Emit, linked: &mut Option<Firmware>) -> Result<Vec<u8>, CliError> {
    let text = |stage| {
        let unit = build.input.unit()?;
        unit.text(stage)
            .map(String::into_bytes)
            .map_err(input::at(&build.input.module))
    };
    match emit {
        Emit::Clif => text(Stage::Clif),
        Emit::Ir => text(Stage::Ir),
        Emit::Asm => text(Stage::Asm),
        Emit::Obj => {
            let unit = build.input.unit()?.for_any_program();
            let compiled = unit.compile().map_err(input::at(&build.input.module))?;
            let bytes = object::write(&compiled.object);
            bytes.map_err(|error| CliError::Firmware(Box::new(error.into())))
        }
        Emit::Elf | Emit::Image | Emit::Merged => {
            let firmware = match linked {
                Some(firmware) => firmware,
                None => linked.insert(firmware(build)?),
            };
            if emit == Emit::Elf {
                return Ok(firmware.elf.clone());
            }
            let image = FlashImage::new(firmware, build.input.board()?)?;
            Ok(match emit {
                Emit::Image => image.firmware().bytes.clone(),
                _ => image.merged(),
            })
        }
    }
}

fn firmware(build: &Build) -> Result<Firmware, CliError> {
    let wish = Wish {
        path: &build.input.module,
        invoke: build.invoke.as_deref(),
        arguments: &build.arguments,
        environ: &[],
        count: false,
        linked: &build.input.linked_names(),
    };
    run::build(&build.input, &wish)
}
