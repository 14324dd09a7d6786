//! A kernel compiled by gcc for the same instruction set: from its source, or from what wasm2c makes of its WebAssembly.

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use object::{
    Object as _, ObjectSection as _, ObjectSymbol as _, RelocationTarget, SectionKind, SymbolKind,
};
use tinsmith::board::{Board, Emulator};
use tinsmith::emulator::{self, RunOptions};

use crate::firmware::TIMEOUT;
use crate::kernels::{Group, Kernel, Language};
use crate::tools::output;
use crate::{Failure, Measured, build_folder, context, folder, wasm};

/// An instruction set that gcc compiles for and a board executes.
#[derive(Debug)]
pub struct Machine {
    /// Its name and its folder's in `native/`.
    pub name: &'static str,
    /// The compiler.
    pub gcc: &'static str,
    /// What it is told of the instruction set.
    pub arch: &'static [&'static str],
    /// Assembly files in its folder, without the ending.
    pub assembly: &'static [&'static str],
    /// Whether its library has floating point. Debian's for the lx106 leaves out what the ESP8266 has in ROM.
    pub floats: bool,
    /// The board whose emulator runs the programs.
    pub board: &'static str,
}

/// All of them.
pub const MACHINES: [Machine; 2] = [
    Machine {
        name: "riscv32",
        gcc: "riscv64-unknown-elf-gcc",
        arch: &["-march=rv32imac", "-mabi=ilp32"],
        assembly: &["start"],
        floats: true,
        board: "qemu-riscv32",
    },
    Machine {
        name: "lx106",
        gcc: "xtensa-lx106-elf-gcc",
        arch: &[],
        assembly: &["start", "arith"],
        floats: false,
        board: "qemu-lx106",
    },
];

/// How a native program is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recipe {
    /// gcc -O2
    O2,
    /// gcc -Os
    Os,
    /// wasm2c, then gcc -O2
    Wasm2c,
}

impl Recipe {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::O2, Self::Os, Self::Wasm2c];

    /// The ways to build a kernel of a language; the first is what others are compared with.
    pub fn of(language: Language) -> &'static [Self] {
        match language {
            Language::C => &Self::ALL,
            Language::Rust => &[Self::Wasm2c],
        }
    }

    /// As tables name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::O2 => "gcc -O2",
            Self::Os => "gcc -Os",
            Self::Wasm2c => "wasm2c + gcc -O2",
        }
    }

    fn level(self) -> &'static str {
        match self {
            Self::Os => "-Os",
            Self::O2 | Self::Wasm2c => "-O2",
        }
    }
}

/// Not hosted, as there is no library, but with gcc's knowledge of `memcpy` and the like.
const FREESTANDING: [&str; 3] = ["-ffreestanding", "-fbuiltin", "-fno-builtin-strlen"];

impl Machine {
    /// Builds a kernel and runs it; `wasm` is what wasm2c gets.
    ///
    /// # Errors
    /// If a tool fails or the program says nothing.
    pub fn measure(
        &self,
        kernel: &Kernel,
        recipe: Recipe,
        wasm: &Path,
    ) -> Result<Measured, Failure> {
        let program = self.build(kernel, recipe, wasm)?;
        let (result, instructions) = self.run(&program)?;
        let memory = match recipe {
            Recipe::Wasm2c => wasm::memory_size(wasm)?,
            Recipe::O2 | Recipe::Os => 0,
        };
        Ok(Measured {
            result,
            instructions,
            code: code_size(&program)?,
            ram: ram_size(&program)? + memory,
        })
    }

    /// Whether everything the kernel calls is there.
    pub fn can_build(&self, kernel: &Kernel) -> bool {
        self.floats || kernel.group == Group::Integer
    }

    /// The programs' common objects: start-up, the counting and printing `main`, `memcpy` and the like.
    ///
    /// # Errors
    /// If gcc fails.
    pub fn prepare(&self) -> Result<(), Failure> {
        let to = build_folder(self.name)?;
        let native = folder().join("native");
        for name in self.assembly {
            let source = native.join(self.name).join(format!("{name}.s"));
            let mut gcc = self.gcc();
            gcc.arg("-c").arg(source);
            output(gcc.arg("-o").arg(to.join(format!("{name}.o"))))?;
        }
        // Without the last flag gcc finds that `memcpy` is `memcpy`.
        for (name, flag) in [
            ("main", "-fbuiltin"),
            ("memory", "-fno-tree-loop-distribute-patterns"),
        ] {
            let source = native.join(format!("{name}.c"));
            let mut gcc = self.gcc();
            gcc.args(["-O2", "-ffreestanding", flag, "-c"]).arg(source);
            output(gcc.arg("-o").arg(to.join(format!("{name}.o"))))?;
        }
        Ok(())
    }

    /// Builds a kernel's program.
    ///
    /// # Errors
    /// If a tool fails.
    pub fn build(&self, kernel: &Kernel, recipe: Recipe, wasm: &Path) -> Result<Program, Failure> {
        let to = build_folder(&format!("{}/{}-{recipe:?}", kernel.name, self.name))?;
        let object = to.join("kernel.o");
        let mut objects = vec![object.clone()];
        match recipe {
            Recipe::O2 | Recipe::Os => {
                let mut gcc = self.gcc();
                gcc.args(FREESTANDING)
                    .args([recipe.level(), "-c"])
                    .arg(kernel.source());
                output(gcc.arg("-o").arg(&object))?;
            }
            Recipe::Wasm2c => objects.push(self.wasm2c(&to, wasm, &object)?),
        }
        let elf = to.join("program.elf");
        let common = build_folder(self.name)?;
        let script = folder().join("native").join(self.name).join("link.ld");
        let mut gcc = self.gcc();
        gcc.args([
            "-nostdlib",
            "-Wl,--gc-sections,--no-warn-rwx-segments",
            "-T",
        ])
        .arg(script);
        gcc.arg(format!("-Wl,--defsym=rounds={}", kernel.rounds));
        let names = self.assembly.iter().chain(&["main", "memory"]);
        gcc.args(names.map(|name| common.join(format!("{name}.o"))));
        output(gcc.args(&objects).arg("-lgcc").arg("-o").arg(&elf))?;
        Ok(Program { elf, object })
    }

    /// The module by way of C: its object, and the runtime's, which is returned.
    fn wasm2c(&self, to: &Path, wasm: &Path, object: &Path) -> Result<PathBuf, Failure> {
        let source = to.join("module.c");
        output(
            Command::new("wasm2c")
                .arg(wasm)
                .arg("-o")
                .arg(&source)
                .arg("--module-name=module"),
        )?;
        // By itself: the folder has another machine's C library.
        let header = Path::new("/usr/include/wasm-rt.h");
        std::fs::copy(header, to.join("wasm-rt.h")).map_err(context(header.display()))?;
        let native = folder().join("native/wasm2c");
        let runtime = to.join("runtime.o");
        for (source, object) in [(&source, object), (&native.join("runtime.c"), &runtime)] {
            let mut gcc = self.gcc();
            gcc.args(FREESTANDING)
                .args(["-O2", "-w", "-ffunction-sections"]);
            gcc.arg("-I")
                .arg(native.join("include"))
                .arg("-I")
                .arg(to)
                .arg("-c")
                .arg(source);
            output(gcc.arg("-o").arg(object))?;
        }
        Ok(runtime)
    }

    fn gcc(&self) -> Command {
        let mut gcc = Command::new(self.gcc);
        gcc.args(self.arch);
        gcc
    }

    /// The board that runs the programs, and its emulator.
    ///
    /// # Errors
    /// If there is none.
    pub fn emulated(&self) -> Result<(&'static Board, &'static Emulator), Failure> {
        let board = Board::by_name(self.board);
        board
            .and_then(|board| Some((board, board.emulator.as_ref()?)))
            .ok_or_else(|| format!("there is no emulated board `{}`", self.board))
    }

    fn run(&self, program: &Program) -> Result<(u32, u64), Failure> {
        let (board, emulator) = self.emulated()?;
        let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
        let options = RunOptions {
            count: true,
            stdin: Some(Vec::new()),
            stdout: &mut stdout,
            stderr: &mut stderr,
            timeout: Some(TIMEOUT),
        };
        emulator::run(board, &program.elf, options).map_err(context("running"))?;
        // RISC-V's semihosting writes to standard error.
        let said = [stdout, stderr].concat();
        let said = String::from_utf8_lossy(&said);
        let words: Vec<u32> = said
            .split_whitespace()
            .filter_map(|word| u32::from_str_radix(word, 16).ok())
            .collect();
        let [result, nothing, taken] = words[..] else {
            return Err(format!(
                "{}: the program said `{said}`",
                program.elf.display()
            ));
        };
        let taken = emulator.instructions(u64::from(taken));
        Ok((result, taken - emulator.instructions(u64::from(nothing))))
    }
}

/// A linked native program.
pub struct Program {
    /// The program.
    pub elf: PathBuf,
    /// The kernel's object in it.
    pub object: PathBuf,
}

/// What the linker script's marks enclose: the kernel's functions and literals; and gcc's jump tables, which are not there.
fn code_size(program: &Program) -> Result<u64, Failure> {
    let bytes = std::fs::read(&program.elf).map_err(context(program.elf.display()))?;
    let elf = object::File::parse(&*bytes).map_err(context(program.elf.display()))?;
    let mark = |name: &str| {
        let symbol = elf.symbols().find(|symbol| symbol.name() == Ok(name));
        symbol
            .map(|symbol| symbol.address())
            .ok_or_else(|| format!("no symbol `{name}`"))
    };
    Ok(mark("__kernel_end")? - mark("__kernel_start")? + jump_tables(program)?)
}

/// Bytes of jump tables in an object's constants: words that point into code but at no function.
fn jump_tables(program: &Program) -> Result<u64, Failure> {
    let bytes = std::fs::read(&program.object).map_err(context(program.object.display()))?;
    let object = object::File::parse(&*bytes).map_err(context(program.object.display()))?;
    let functions: HashSet<_> = object
        .symbols()
        .filter(|symbol| symbol.kind() == SymbolKind::Text && symbol.size() > 0)
        .map(|symbol| (symbol.section_index(), symbol.address()))
        .collect();
    let is_code = |index| {
        object
            .section_by_index(index)
            .is_ok_and(|s| s.kind() == SectionKind::Text)
    };
    let mut words = 0;
    for section in object.sections() {
        if !section.name().is_ok_and(|name| name.starts_with(".rodata")) {
            continue;
        }
        for (_, relocation) in section.relocations() {
            let RelocationTarget::Symbol(symbol) = relocation.target() else {
                continue;
            };
            let symbol = object
                .symbol_by_index(symbol)
                .map_err(context("a relocation"))?;
            let at = symbol.address().wrapping_add_signed(relocation.addend());
            let place = (symbol.section_index(), at);
            if symbol.section_index().is_some_and(is_code) && !functions.contains(&place) {
                words += 1;
            }
        }
    }
    Ok(4 * words)
}

/// The object's variables.
fn ram_size(program: &Program) -> Result<u64, Failure> {
    let bytes = std::fs::read(&program.object).map_err(context(program.object.display()))?;
    let object = object::File::parse(&*bytes).map_err(context(program.object.display()))?;
    let variable = |section: &object::Section<'_, '_>| {
        matches!(
            section.kind(),
            SectionKind::Data | SectionKind::UninitializedData
        )
    };
    Ok(object
        .sections()
        .filter(variable)
        .map(|section| section.size())
        .sum())
}
