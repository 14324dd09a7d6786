//! Builds the runtime for every target, where the cross toolchain is installed, for `src/runtime.rs` to embed.
//!
//! Per target: the two halves of `runtime-no-std/` as static libraries (cargo with the compiler and the library source
//! of one distribution release, so that `core` matches), its assembly, and per board or chip the start-up assembly, for a chip with
//! the constants of its file in `boards/chips/`. Targets of one Rust target share the libraries. Without the toolchain this still
//! succeeds, and what it writes says which tools are missing.

#[path = "build/chip.rs"]
mod chip;
#[path = "build/shorten.rs"]
mod shorten;

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::env;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, exit};

use chip::{Chip, Register};

/// A target's runtime.
struct Target {
    /// The name in `src/target.rs`.
    name: &'static str,
    /// `runtime-no-std/targets/<spec>.json` for the intrinsics and for the host half.
    intrinsics: &'static str,
    host: &'static str,
    /// Further cargo features of the intrinsics.
    features: &'static [&'static str],
    /// The folders of its assembly in `runtime-no-std/asm/`.
    asm: &'static [&'static str],
    /// Arguments for the assembler.
    assembler: &'static [&'static str],
    /// Its boards: name, and folder in `boards/` whose start-up code they have.
    boards: &'static [(&'static str, &'static str)],
    /// Whether the halves follow different conventions, so that each must use its own copy of what both contain.
    scoped: bool,
}

/// Windowed Xtensa with an FPU.
const ESP32_CLASS: Target = Target {
    name: "xtensa-de233",
    intrinsics: "xtensa-de233-call0",
    host: "xtensa-de233-windowed",
    features: &["no-mulh"],
    asm: &["xtensa", "xtensa/windowed"],
    assembler: &[
        "-triple=xtensa",
        "-mcpu=esp32",
        "-defsym=WINDOWED=1",
        "-defsym=F32=1",
        "-defsym=LOOPS=1",
        "-defsym=S32C1I=1",
    ],
    boards: &[("qemu-xtensa", "qemu-xtensa")],
    scoped: true,
};

/// Windowed Xtensa without.
const ESP32S2_CLASS: Target = Target {
    name: "xtensa-de233-soft",
    intrinsics: "xtensa-de233-soft-call0",
    host: "xtensa-de233-soft-windowed",
    features: &["no-mulh"],
    asm: &["xtensa", "xtensa/windowed"],
    assembler: &[
        "-triple=xtensa",
        "-mcpu=esp32",
        "-mattr=-fp,-loop,-s32c1i,-bool",
        "-defsym=WINDOWED=1",
    ],
    boards: &[("qemu-xtensa-s2", "qemu-xtensa")],
    scoped: true,
};

const TARGETS: &[Target] = &[
    Target {
        name: "riscv32imac",
        intrinsics: "riscv32imac",
        host: "riscv32imac",
        features: &[],
        asm: &["riscv32"],
        assembler: &["-triple=riscv32", "-mattr=+m,+a,+c,+zicsr,-relax"],
        boards: &[("qemu-riscv32", "qemu-riscv32")],
        scoped: false,
    },
    Target {
        name: "riscv32imc",
        intrinsics: "riscv32imc",
        host: "riscv32imc",
        features: &[],
        asm: &["riscv32"],
        assembler: &["-triple=riscv32", "-mattr=+m,+c,+zicsr,-relax"],
        boards: &[("qemu-riscv32c3", "qemu-riscv32")],
        scoped: false,
    },
    Target {
        name: "riscv32imafc",
        intrinsics: "riscv32imafc",
        host: "riscv32imafc",
        features: &[],
        asm: &["riscv32"],
        assembler: &[
            "-triple=riscv32",
            "-target-abi=ilp32f",
            "-mattr=+m,+a,+f,+c,+zicsr,-relax",
            "-defsym=F32=1",
        ],
        boards: &[("qemu-riscv32f", "qemu-riscv32")],
        scoped: false,
    },
    ESP32_CLASS,
    ESP32S2_CLASS,
    // The chips' cores have more than the emulated ones: their libraries serve.
    Target {
        name: "xtensa-esp32",
        boards: &[],
        ..ESP32_CLASS
    },
    Target {
        name: "xtensa-esp32s3",
        boards: &[],
        ..ESP32_CLASS
    },
    Target {
        name: "xtensa-esp32s2",
        boards: &[],
        ..ESP32S2_CLASS
    },
    Target {
        name: "xtensa-lx106",
        intrinsics: "xtensa-lx106",
        host: "xtensa-lx106",
        features: &["no-mulh", "no-div"],
        asm: &["xtensa", "xtensa/call0"],
        assembler: &["-triple=xtensa", "-mcpu=esp8266"],
        boards: &[("qemu-lx106", "qemu-xtensa")],
        scoped: false,
    },
];

fn main() {
    if let Err(message) = run() {
        eprintln!("{message}");
        exit(1);
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(variable("CARGO_MANIFEST_DIR")?)
        .parent()
        .ok_or("the compiler crate has no parent folder")?
        .to_path_buf();
    let out = PathBuf::from(variable("OUT_DIR")?);
    watch(&root)?;
    let (toolchain, missing) = Toolchain::find();
    let mut table = String::new();
    if let Some(toolchain) = &toolchain {
        let build = Build {
            toolchain,
            runtime: root.join("runtime-no-std"),
            boards: root.join("boards"),
            cargo_target: shared_folder(&out),
            out: out.join("runtime"),
            chips: Chip::all(&root.join("boards/chips"))?,
            built: RefCell::default(),
        };
        for target in TARGETS {
            build.target(target, &mut table)?;
        }
    }
    let text = format!(
        "pub(super) const TARGETS: &[EmbeddedTarget] = &[{table}];\n\
         pub(super) const MISSING: &[&str] = &{missing:?};\n"
    );
    write_if_changed(&out.join("runtime.rs"), &text)
}

/// Rebuild when a source or the toolchain changes, and at no other time.
fn watch(root: &Path) -> Result<(), String> {
    let runtime = root.join("runtime-no-std");
    let mut paths: Vec<PathBuf> = ["src", "asm", "targets", "Cargo.toml", "Cargo.lock"]
        .iter()
        .map(|name| runtime.join(name))
        .collect();
    for &(_, folder) in TARGETS.iter().flat_map(|target| target.boards) {
        paths.extend(assembly_files(&root.join("boards").join(folder))?);
        paths.push(root.join("boards").join(folder));
    }
    let chips = root.join("boards/chips");
    for chip in Chip::all(&chips)? {
        paths.push(chips.join(format!("{}.toml", chip.name)));
        paths.push(chips.join(&chip.folder));
        paths.extend(files(&chips.join(&chip.folder), "s")?);
        let psram = chip.psram.iter().flat_map(|kind| &kind.sources);
        paths.extend(psram.map(|source| chips.join(source)));
    }
    paths.push(chips);
    for path in paths.iter().filter(|path| path.exists()) {
        println!("cargo::rerun-if-changed={}", path.display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build/chip.rs");
    println!("cargo::rerun-if-changed=build/shorten.rs");
    for name in [RUSTC.variable, LLVM_MC.variable, LLVM_AR.variable] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    Ok(())
}

/// A tool: where it is looked for, and what to install if it is not there.
struct Tool {
    variable: &'static str,
    default: &'static str,
    packages: &'static str,
}

const RUSTC: Tool = Tool {
    variable: "TINSMITH_CROSS_RUSTC",
    default: "/usr/bin/rustc",
    packages: "rustc-web cargo-web",
};
const LLVM_MC: Tool = Tool {
    variable: "TINSMITH_LLVM_MC",
    default: "/usr/bin/llvm-mc-22",
    packages: "llvm-22",
};
const LLVM_AR: Tool = Tool {
    variable: "TINSMITH_LLVM_AR",
    default: "/usr/bin/llvm-ar-22",
    packages: "llvm-22",
};

impl Tool {
    /// Where it is. Its appearance, change or removal runs this script again.
    fn find(&self) -> Option<PathBuf> {
        let path = PathBuf::from(env::var_os(self.variable).unwrap_or(self.default.into()));
        let watched = if path.exists() {
            Some(path.as_path())
        } else {
            path.parent()
        };
        if let Some(watched) = watched.filter(|watched| watched.exists()) {
            println!("cargo::rerun-if-changed={}", watched.display());
        }
        path.exists().then_some(path)
    }
}

/// The tools that build for the targets.
struct Toolchain {
    rustc: PathBuf,
    cargo: PathBuf,
    llvm_mc: PathBuf,
    llvm_ar: PathBuf,
}

impl Toolchain {
    /// The toolchain, or the packages that are missing.
    fn find() -> (Option<Self>, Vec<&'static str>) {
        let mut missing = Vec::new();
        let rustc = RUSTC.find();
        let llvm_mc = LLVM_MC.find();
        let llvm_ar = LLVM_AR.find();
        if rustc.is_none() {
            missing.push(RUSTC.packages);
        }
        if !rustc.as_deref().is_some_and(has_library_source) {
            missing.push("rust-web-src");
        }
        if llvm_mc.is_none() || llvm_ar.is_none() {
            missing.push(LLVM_MC.packages);
        }
        match (rustc, llvm_mc, llvm_ar) {
            (Some(rustc), Some(llvm_mc), Some(llvm_ar)) if missing.is_empty() => {
                let beside = rustc.with_file_name("cargo");
                let cargo = if beside.exists() {
                    beside
                } else {
                    env::var_os("CARGO").unwrap_or("cargo".into()).into()
                };
                let toolchain = Self {
                    rustc,
                    cargo,
                    llvm_mc,
                    llvm_ar,
                };
                (Some(toolchain), missing)
            }
            _ => (None, missing),
        }
    }
}

/// Whether a compiler has the source of its own `core`.
fn has_library_source(rustc: &Path) -> bool {
    let Ok(output) = Command::new(rustc).args(["--print", "sysroot"]).output() else {
        return false;
    };
    let sysroot = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
    let source = sysroot.join("lib/rustlib/src/rust/library/core/Cargo.toml");
    if !source.exists() {
        println!(
            "cargo::rerun-if-changed={}",
            sysroot.join("lib/rustlib").display()
        );
    }
    source.exists()
}

/// The build of all runtimes.
struct Build<'a> {
    toolchain: &'a Toolchain,
    runtime: PathBuf,
    boards: PathBuf,
    /// Target folder of the inner cargo.
    cargo_target: PathBuf,
    out: PathBuf,
    chips: Vec<Chip>,
    /// The libraries already built in this run.
    built: RefCell<BTreeSet<PathBuf>>,
}

impl Build<'_> {
    /// Builds one target's runtime and appends its table entry.
    fn target(&self, target: &Target, table: &mut String) -> Result<(), String> {
        let out = self.out.join(target.name);
        make_folder(&out)?;
        let mut inputs = String::new();
        let intrinsics = [&["intrinsics"], target.features].concat();
        for (half, spec, features) in [
            ("intrinsics", target.intrinsics, &intrinsics[..]),
            ("host", target.host, &["host"]),
        ] {
            let archive = self.library(target, half, spec, features)?;
            entry(&mut inputs, &format!("{half}.a"), &archive, target.scoped);
        }
        // An archive, of which a firmware gets the objects it refers to.
        let mut objects = Vec::new();
        for folder in target.asm {
            let sources = assembly_files(&self.runtime.join("asm").join(folder))?;
            objects.extend(self.assemble(target, &sources, &[], &out)?);
        }
        let archive = out.join("assembly.a");
        self.archive(&archive, &objects)?;
        entry(&mut inputs, "assembly.a", &archive, false);

        let mut boards = String::new();
        for (board, folder) in target.boards {
            let sources = assembly_files(&self.boards.join(folder))?;
            self.start_up(target, board, &sources, &[], &mut boards)?;
        }
        for chip in self.chips.iter().filter(|chip| chip.target == target.name) {
            let own = assembly_files(&self.boards.join("chips").join(&chip.folder))?;
            let with_table = |name: &str, further: &[Register]| {
                let table = out.join(format!("{name}-registers.s"));
                write_if_changed(&table, &chip.register_table(further))?;
                Ok::<_, String>([&own[..], &[table]].concat())
            };
            let sources = with_table(&chip.name, &[])?;
            for (layout, scale) in &chip.layouts {
                let mut defines = chip.defines.clone();
                defines.push(format!("-defsym=CLOCK_SCALE={scale}"));
                let name = format!("{}-{layout}", chip.name);
                self.start_up(target, &name, &sources, &defines, &mut boards)?;
                for kind in chip.psram.iter().filter(|_| *layout == "app") {
                    let name = format!("{name}-{}", kind.name);
                    let mut sources = with_table(&name, &kind.registers)?;
                    let chips = self.boards.join("chips");
                    sources.extend(kind.sources.iter().map(|source| chips.join(source)));
                    let defines = [&defines[..], &kind.defines].concat();
                    self.start_up(target, &name, &sources, &defines, &mut boards)?;
                }
            }
        }
        let _ = writeln!(
            table,
            "EmbeddedTarget {{ name: {:?}, inputs: &[{inputs}], boards: &[{boards}] }},",
            target.name
        );
        Ok(())
    }

    /// Assembles start-up code and appends its entry.
    fn start_up(
        &self,
        target: &Target,
        name: &str,
        sources: &[PathBuf],
        defines: &[String],
        table: &mut String,
    ) -> Result<(), String> {
        let out = self.out.join(target.name).join(name);
        make_folder(&out)?;
        let mut inputs = String::new();
        let objects = self.assemble(target, sources, defines, &out)?;
        objects
            .iter()
            .for_each(|path| entry(&mut inputs, &self::name(path), path, false));
        let _ = write!(table, "({name:?}, &[{inputs}]),");
        Ok(())
    }

    /// Builds one half of the runtime, once for each combination of features; the path of the archive.
    fn library(
        &self,
        target: &Target,
        half: &str,
        spec: &str,
        features: &[&str],
    ) -> Result<PathBuf, String> {
        let name = format!("{spec}-{}", features.join("-"));
        let folder = self.out.join(&name);
        make_folder(&folder)?;
        let archive = folder.join(format!("{half}.a"));
        if !self.built.borrow_mut().insert(archive.clone()) {
            return Ok(archive);
        }
        let mut command = Command::new(&self.toolchain.cargo);
        remove_cargo_variables(&mut command);
        command
            .current_dir(&self.runtime)
            .env("RUSTC", &self.toolchain.rustc)
            // Building `core` and JSON target specifications are unstable features of cargo and compiler.
            .env("RUSTC_BOOTSTRAP", "1")
            .args([
                "rustc",
                "--release",
                "--locked",
                "--lib",
                "--crate-type=staticlib",
            ])
            .args([
                "-Zbuild-std=core",
                "-Zbuild-std-features=compiler-builtins-mem",
            ])
            .args([
                "-Zjson-target-spec",
                "--no-default-features",
                "--features",
                &features.join(","),
            ])
            .arg("--target")
            .arg(self.runtime.join("targets").join(format!("{spec}.json")))
            .arg("--target-dir")
            .arg(&self.cargo_target);
        // At a place that stays, as a library that is up to date is not compiled again.
        let assembly = self.cargo_target.join(format!("{name}.s"));
        command.arg("--");
        if half == "host" {
            command.arg("-Copt-level=z");
        }
        if is_xtensa(spec) {
            command.arg(format!("--emit=asm={},link", assembly.display()));
        }
        execute(
            &mut command,
            &format!("building the runtime's {half} for {spec}"),
        )?;
        // The path is the same for both halves, hence the copy.
        let folder = self.cargo_target.join(spec).join("release");
        copy(&folder.join("libtinsmith_runtime.a"), &archive)?;
        if is_xtensa(spec) {
            self.shorten(target, &assembly, &archive)?;
        }
        Ok(archive)
    }

    /// Replaces our own member of a library, which is the first, by its assembly made shorter.
    fn shorten(&self, target: &Target, assembly: &Path, archive: &Path) -> Result<(), String> {
        let folder = archive.parent().unwrap_or(&self.out);
        let members = output(
            Command::new(&self.toolchain.llvm_ar).arg("t").arg(archive),
            "listing a library",
        )?;
        let member = members
            .lines()
            .find(|name| name.starts_with("tinsmith_runtime"));
        let member = member.ok_or_else(|| format!("{}: no runtime in it", archive.display()))?;
        let text = fs::read_to_string(assembly)
            .map_err(|error| format!("{}: {error}", assembly.display()))?;
        let source = folder.join(Path::new(member).with_extension("s"));
        write_if_changed(&source, &shorten::shorten(&text))?;
        let objects = self.assemble(target, &[source], &[], folder)?;
        self.archive(archive, &objects)
    }

    /// Puts objects into an archive, in place of those of the same names.
    fn archive(&self, archive: &Path, objects: &[PathBuf]) -> Result<(), String> {
        let mut command = Command::new(&self.toolchain.llvm_ar);
        command.arg("rc").arg(archive).args(objects);
        execute(&mut command, &format!("writing {}", archive.display()))
    }

    /// Assembles files; the objects.
    fn assemble(
        &self,
        target: &Target,
        sources: &[PathBuf],
        defines: &[String],
        out: &Path,
    ) -> Result<Vec<PathBuf>, String> {
        let mut objects = Vec::new();
        for source in sources {
            let object = out.join(name(source)).with_extension("o");
            let mut command = Command::new(&self.toolchain.llvm_mc);
            command
                .args(target.assembler)
                .args(defines)
                .arg("-filetype=obj")
                .arg("-I")
                .arg(self.runtime.join("asm").join(target.asm[0]))
                .arg(source)
                .arg("-o")
                .arg(&object);
            execute(&mut command, &format!("assembling {}", source.display()))?;
            objects.push(object);
        }
        Ok(objects)
    }
}

/// A folder for the inner cargo that all builds of this workspace share, beside the profiles' (`debug`, `release`):
/// `check`, `clippy` and every profile have a script output of their own, and `core` takes its time.
fn shared_folder(out: &Path) -> PathBuf {
    // <target>/<profile>/build/<package>/out
    let target = out
        .ancestors()
        .find(|folder| folder.file_name() == Some(OsStr::new("build")))
        .and_then(|build| build.parent()?.parent());
    target.unwrap_or(out).join("runtime-no-std")
}

/// Keeps the outer cargo's settings (flags, wrappers, target folder, toolchain) out of the inner one's. The job server
/// stays, so that both together use no more cores than the outer one was given.
fn remove_cargo_variables(command: &mut Command) {
    let kept = ["CARGO_HOME", "CARGO_MAKEFLAGS", "CARGO_HTTP_CAINFO"];
    for (name, _) in env::vars_os() {
        let Some(text) = name.to_str() else { continue };
        let cargo =
            text.starts_with("CARGO") && !kept.contains(&text) && !text.starts_with("CARGO_NET_");
        if cargo || text.starts_with("RUST") || text == "TARGET" || text == "HOST" {
            command.env_remove(&name);
        }
    }
}

fn is_xtensa(spec: &str) -> bool {
    spec.starts_with("xtensa")
}

/// Runs a command; its output is the error if it fails.
fn execute(command: &mut Command, purpose: &str) -> Result<(), String> {
    output(command, purpose).map(|_| ())
}

/// What a command prints; all of it is the error if it fails.
fn output(command: &mut Command, purpose: &str) -> Result<String, String> {
    let output = command
        .output()
        .map_err(|error| format!("{purpose}: cannot run {command:?}: {error}"))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
    }
    Err(format!(
        "{purpose} failed ({}): {command:?}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    ))
}

/// The `.s` files of a folder, sorted; none if there is no folder.
fn assembly_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut files = match folder.exists() {
        true => files(folder, "s")?,
        false => Vec::new(),
    };
    files.sort();
    Ok(files)
}

/// The files of a folder with an extension.
fn files(folder: &Path, extension: &str) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    let paths = entries.into_iter().map(|entry| entry.path());
    Ok(paths
        .filter(|path| path.extension() == Some(OsStr::new(extension)))
        .collect())
}

/// Appends a `RuntimeInput`.
fn entry(list: &mut String, name: &str, path: &Path, scoped: bool) {
    let _ = write!(
        list,
        "RuntimeInput {{ name: {name:?}, bytes: include_bytes!({path:?}), scoped: {scoped} }},"
    );
}

fn name(path: &Path) -> String {
    path.file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn variable(name: &str) -> Result<std::ffi::OsString, String> {
    env::var_os(name).ok_or_else(|| format!("cargo did not set {name}"))
}

fn make_folder(path: &Path) -> Result<(), String> {
    fs::create_dir_all(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn copy(from: &Path, to: &Path) -> Result<(), String> {
    fs::copy(from, to).map_err(|error| format!("{}: {error}", from.display()))?;
    Ok(())
}

fn write_if_changed(path: &Path, text: &str) -> Result<(), String> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    fs::write(path, text).map_err(|error| format!("{}: {error}", path.display()))
}
