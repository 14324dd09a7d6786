//! A program's module: out of a package, or compiled from source.

use std::path::{Path, PathBuf};
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};

use super::fetch::{npm, output, pip};
use super::spec::Module;
use super::{Failure, cache, context, folder};

/// PPCI as it is pinned.
const PPCI: (&str, &str) = (
    "ppci==0.5.8",
    "bd35009946b3de79a590c799ea74f415f7151227e54f345bd193b034ef2cc561",
);

/// The bytes of a program's module.
///
/// # Errors
/// If it cannot be fetched, found or compiled.
pub fn module(name: &str, module: &Module) -> Result<Vec<u8>, Failure> {
    if let Some(package) = &module.npm {
        let sha256 = module
            .sha256
            .as_deref()
            .ok_or("an npm package needs its `sha256`")?;
        return from_npm(&npm(package, sha256)?, module);
    }
    if let Some(source) = &module.wat {
        return read(&folder().join(source));
    }
    if let Some(source) = &module.c {
        return compiled_c(name, source, &module.flags);
    }
    if let Some(source) = &module.python {
        return compiled_python(name, source);
    }
    if let Some(package) = &module.rust {
        return compiled_rust(package, &[]);
    }
    Err("`module` says nothing of where it comes from".to_owned())
}

fn from_npm(package: &Path, module: &Module) -> Result<Vec<u8>, Failure> {
    if let Some(file) = &module.file {
        return read(&package.join(file));
    }
    let file = module
        .base64_in
        .as_ref()
        .ok_or("an npm package needs `file` or `base64-in`")?;
    let text = String::from_utf8_lossy(&read(&package.join(file))?).into_owned();
    base64_module(&text).ok_or_else(|| format!("`{file}` has no module in base64"))
}

/// The first string that decodes to a module. The magic number is `AGFzbQ` in base64.
fn base64_module(text: &str) -> Option<Vec<u8>> {
    let letter = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '/');
    text.match_indices("AGFzbQ").find_map(|(at, _)| {
        let rest = &text[at..];
        let end = rest.find(|c| !letter(c)).unwrap_or(rest.len());
        STANDARD_NO_PAD
            .decode(&rest[..end])
            .or_else(|_| STANDARD.decode(&rest[..end]))
            .ok()
    })
}

/// Where a compiled module is kept.
fn target(name: &str) -> Result<PathBuf, Failure> {
    let folder = cache().join("built");
    std::fs::create_dir_all(&folder).map_err(context(folder.display()))?;
    Ok(folder.join(format!("{name}-{}.wasm", std::process::id())))
}

fn compiled_c(name: &str, source: &str, flags: &[String]) -> Result<Vec<u8>, Failure> {
    let cpp = source.ends_with(".cpp");
    let wasm = target(name)?;
    let mut clang = Command::new(if cpp { "clang++-22" } else { "clang-22" });
    clang.args(["--target=wasm32-wasi", "-O2", "-Wl,--strip-debug", "-o"]);
    clang.arg(&wasm).arg(folder().join(source)).args(flags);
    finish(&mut clang, &wasm)
}

fn compiled_python(name: &str, source: &str) -> Result<Vec<u8>, Failure> {
    let ppci = pip(PPCI.0, PPCI.1)?;
    let wasm = target(name)?;
    let program = "import sys; from ppci.lang.python import python_to_wasm; \
                   open(sys.argv[2], 'wb').write(python_to_wasm(open(sys.argv[1]).read()).to_bytes())";
    let mut python = Command::new("python3");
    python
        .args(["-c", program])
        .arg(folder().join(source))
        .arg(&wasm)
        .env("PYTHONPATH", ppci);
    finish(&mut python, &wasm)
}

fn finish(command: &mut Command, wasm: &Path) -> Result<Vec<u8>, Failure> {
    output(command)?;
    let bytes = read(wasm);
    // The next run compiles again anyway.
    let _ = std::fs::remove_file(wasm);
    bytes
}

/// A package built for wasip1 with the distribution's compiler and library source, as `rustup`'s toolchain has none. Words for
/// the linker concern the program only: the library is not built again for them.
///
/// # Errors
/// What the compiler says.
pub fn compiled_rust(package: &str, linker: &[&str]) -> Result<Vec<u8>, Failure> {
    let target = cache().join("rust");
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(folder().join(package))
        .args([
            "rustc",
            "--release",
            "--quiet",
            "--locked",
            "--target",
            "wasm32-wasip1",
            "--target-dir",
        ])
        .arg(&target)
        .arg("-Zbuild-std=core,alloc,std,panic_abort")
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env_remove("RUSTFLAGS")
        .env_remove("CARGO_ENCODED_RUSTFLAGS")
        .env(
            "CARGO_TARGET_WASM32_WASIP1_RUSTFLAGS",
            "-Clinker=wasm-ld-22 -Clink-self-contained=no -Lnative=/usr/lib/wasm32-wasi \
             -Clink-arg=/usr/lib/wasm32-wasi/crt1-command.o -Clink-arg=-lc",
        );
    cargo.arg("--");
    for word in linker {
        cargo.arg(format!("-Clink-arg={word}"));
    }
    output(&mut cargo)?;
    read(
        &target
            .join("wasm32-wasip1/release")
            .join(format!("{package}.wasm")),
    )
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    std::fs::read(path).map_err(context(path.display()))
}
