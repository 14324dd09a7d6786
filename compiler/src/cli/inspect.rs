//! `tinsmith inspect`

use std::fmt::Write as _;
use std::process::ExitCode;

use serde::Serialize;

use super::arguments::{Input, Inspect};
use super::script::Wish;
use super::{CliError, input, run};
use crate::fit;
use crate::image::FlashImage;
use crate::wasm::{self, ExternType, Module, PAGE_SHIFT};

/// Tells what a module needs and offers.
///
/// # Errors
/// If it cannot be read, is no module, or (with `--board`) does not compile for the board.
#[expect(clippy::print_stdout, reason = "the command line prints")]
pub fn inspect(inspect: &Inspect) -> Result<ExitCode, CliError> {
    let bytes = input::read(&inspect.module)?;
    let module = wasm::parse(&bytes, wasm::ParseOptions::default())
        .map_err(|error| input::at(&inspect.module)(error.into()))?;
    let board = inspect
        .board
        .as_deref()
        .map(|name| on_board(inspect, name))
        .transpose()?;
    let report = Report::new(&module, board);
    match inspect.json {
        // A report has string keys and numbers only, which JSON can always hold.
        true => println!(
            "{}",
            serde_json::to_string_pretty(&report).unwrap_or_default()
        ),
        false => print!("{}", report.text()),
    }
    Ok(ExitCode::SUCCESS)
}

/// What the module becomes on a board: by itself, and linked into a firmware.
fn on_board(inspect: &Inspect, board: &str) -> Result<OnBoard, CliError> {
    let input = Input {
        module: inspect.module.clone(),
        board: board.to_owned(),
        layout: inspect.layout,
        opt: inspect.opt,
        links: Vec::new(),
        memory_reserve: None,
    };
    let compiled = input
        .unit()?
        .compile()
        .map_err(input::at(&inspect.module))?;
    let object = &compiled.object;
    let code = object
        .functions
        .iter()
        .map(|f| f.bytes.len() + 4 * f.literals.len())
        .sum();
    let of_kind = |kinds: &[crate::object::module::DataKind]| {
        object
            .data
            .iter()
            .filter(|d| kinds.contains(&d.kind))
            .map(|d| d.size as usize)
            .sum()
    };
    use crate::object::module::DataKind;
    let (firmware, problem) = match linked(&input) {
        Ok(firmware) => (Some(firmware), None),
        Err(error) => (None, Some(error.to_string())),
    };
    Ok(OnBoard {
        board: board.to_owned(),
        fits: firmware.is_some(),
        firmware,
        problem,
        code,
        constants: of_kind(&[DataKind::ReadOnly]),
        variables: of_kind(&[DataKind::Data, DataKind::Bss]),
        memories_and_tables: of_kind(&[DataKind::NoInit]),
    })
}

/// The firmware that `build` without arguments makes, in numbers. A module that is no program is instantiated and nothing else.
fn linked(input: &Input) -> Result<FirmwareReport, CliError> {
    let board = input.board()?;
    let wish = Wish {
        path: &input.module,
        invoke: None,
        arguments: &[],
        environ: &[],
        count: false,
        linked: &[],
    };
    let firmware = run::build_optional(input, &wish)?;
    let image_bytes = match board.chip {
        Some(_) => Some(FlashImage::new(&firmware, board)?.firmware().bytes.len()),
        None => None,
    };
    let sections = firmware.sizes.iter().filter(|size| size.size > 0);
    let regions = board.memory.iter().map(|region| RegionReport {
        name: region.name.clone(),
        size: region.size,
        used: fit::used(&firmware, region),
    });
    Ok(FirmwareReport {
        layout: board.chip.map(|on| on.layout.name()),
        sections: sections
            .map(|size| SectionReport {
                name: format!(".{}", size.class.name()),
                memory: size.region.clone(),
                address: size.address,
                size: size.size,
            })
            .collect(),
        memories: regions.collect(),
        left_for_linear_memory: fit::left(&firmware, board),
        image_bytes,
    })
}

/// A firmware in bytes.
#[derive(Serialize)]
struct FirmwareReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    layout: Option<&'static str>,
    sections: Vec<SectionReport>,
    memories: Vec<RegionReport>,
    left_for_linear_memory: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    image_bytes: Option<usize>,
}

#[derive(Serialize)]
struct SectionReport {
    name: String,
    memory: String,
    address: u32,
    size: u32,
}

#[derive(Serialize)]
struct RegionReport {
    name: String,
    size: u32,
    used: u32,
}

#[derive(Serialize)]
struct Item {
    #[serde(skip_serializing_if = "Option::is_none")]
    module: Option<String>,
    name: String,
    #[serde(rename = "type")]
    ty: String,
}

#[derive(Serialize)]
struct MemoryReport {
    min_bytes: u64,
    max_bytes: Option<u64>,
    imported: bool,
}

/// What the module becomes on a board, in bytes.
#[derive(Serialize)]
struct OnBoard {
    board: String,
    fits: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    firmware: Option<FirmwareReport>,
    /// Why there is no firmware.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
    code: usize,
    constants: usize,
    variables: usize,
    memories_and_tables: usize,
}

impl OnBoard {
    fn text(&self, out: &mut String) {
        if let Some(problem) = &self.problem {
            let _ = writeln!(out, "no firmware: {problem}");
        }
        let Some(firmware) = &self.firmware else {
            return;
        };
        let layout = firmware
            .layout
            .map_or(String::new(), |l| format!(" in layout {l}"));
        let used = firmware.memories.iter().map(|region| {
            let RegionReport { name, size, used } = region;
            format!("{used} of {size} bytes of {name}")
        });
        let used: Vec<String> = used.collect();
        let left = firmware.left_for_linear_memory;
        let _ = writeln!(
            out,
            "linked with the runtime{layout}: {}; {left} bytes left",
            used.join(", ")
        );
        if let Some(bytes) = firmware.image_bytes {
            let _ = writeln!(out, "image: {bytes} bytes");
        }
    }
}

#[derive(Serialize)]
struct Report {
    wasm_bytes: usize,
    functions: usize,
    imports: Vec<Item>,
    exports: Vec<Item>,
    memories: Vec<MemoryReport>,
    features: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on_board: Option<OnBoard>,
}

impl Report {
    fn new(module: &Module, on_board: Option<OnBoard>) -> Self {
        let imports = module.imports().into_iter().map(|(name, ty)| Item {
            module: Some(name.module.clone()),
            name: name.name.clone(),
            ty: type_text(&ty),
        });
        let exports = module.typed_exports().into_iter().map(|(name, ty)| Item {
            module: None,
            name: name.to_owned(),
            ty: type_text(&ty),
        });
        let memories = module.memories.iter().map(|memory| MemoryReport {
            min_bytes: memory.ty.min_bytes(),
            max_bytes: memory.ty.max_bytes(),
            imported: memory.import.is_some(),
        });
        Self {
            wasm_bytes: module.bytes.len(),
            functions: module.defined_functions().len(),
            imports: imports.collect(),
            exports: exports.collect(),
            memories: memories.collect(),
            features: module
                .features
                .iter()
                .map(|feature| feature.name())
                .collect(),
            on_board,
        }
    }

    fn text(&self) -> String {
        let mut out = format!(
            "{} bytes of wasm, {} functions\n",
            self.wasm_bytes, self.functions
        );
        section(&mut out, "imports", &self.imports);
        section(&mut out, "exports", &self.exports);
        for memory in &self.memories {
            let max = memory
                .max_bytes
                .map_or("no maximum".to_owned(), |n| format!("at most {n}"));
            let imported = if memory.imported { ", imported" } else { "" };
            let _ = writeln!(out, "memory: {} bytes, {max}{imported}", memory.min_bytes);
        }
        let features = match self.features.is_empty() {
            true => "none beyond the MVP".to_owned(),
            false => self.features.join(", "),
        };
        let _ = writeln!(out, "features: {features}");
        if let Some(on) = &self.on_board {
            let _ = writeln!(
                out,
                "on {}: {} bytes of code, {} of constants, {} of variables, {} for memories and tables",
                on.board, on.code, on.constants, on.variables, on.memories_and_tables
            );
            on.text(&mut out);
        }
        out
    }
}

fn section(out: &mut String, title: &str, items: &[Item]) {
    let none = if items.is_empty() { " none" } else { "" };
    let _ = writeln!(out, "{title}:{none}");
    for item in items {
        let module = item
            .module
            .as_ref()
            .map_or(String::new(), |module| format!("{module}."));
        let _ = writeln!(out, "  {module}{}: {}", item.name, item.ty);
    }
}

fn type_text(ty: &ExternType) -> String {
    let limits = |min: u64, max: Option<u64>| match max {
        Some(max) => format!("{min}..{max}"),
        None => format!("{min}.."),
    };
    match ty {
        ExternType::Func(ty) => format!("func {ty}"),
        ExternType::Memory(ty) if ty.page_shift == PAGE_SHIFT => {
            format!("memory of {} pages", limits(ty.min, ty.max))
        }
        ExternType::Memory(ty) => {
            let (pages, size) = (limits(ty.min, ty.max), 1u64 << ty.page_shift);
            format!("memory of {pages} pages of {size} B")
        }
        ExternType::Table(ty) => format!("table of {} {}s", limits(ty.min, ty.max), ty.element),
        ExternType::Global(ty) => {
            format!(
                "global {}{}",
                if ty.mutable { "mut " } else { "" },
                ty.value
            )
        }
    }
}
