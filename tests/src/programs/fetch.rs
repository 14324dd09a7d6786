//! Packages from registries, by pinned version and hash, through the registries' own clients.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

use sha2::{Digest, Sha256};

use super::{Failure, cache, context};

/// One download at a time: several programs may come from one package.
static FETCHING: Mutex<()> = Mutex::new(());

/// The folder of an unpacked npm package.
///
/// # Errors
/// If the registry cannot be reached, or what it sends has another hash.
pub fn npm(package: &str, sha256: &str) -> Result<PathBuf, Failure> {
    let _one = FETCHING
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = cache().join("npm").join(package.replace('/', "_"));
    let stamp = folder.join("unpacked");
    if stamp.exists() {
        return Ok(folder);
    }
    std::fs::create_dir_all(&folder).map_err(context(folder.display()))?;
    let name = output(
        Command::new("npm")
            .args(["pack", package, "--silent"])
            .current_dir(&folder),
    )?;
    let archive = folder.join(name.trim().lines().last().unwrap_or_default());
    let bytes = std::fs::read(&archive).map_err(context(archive.display()))?;
    let found = hex(&Sha256::digest(&bytes));
    if found != sha256 {
        return Err(format!("{package} has hash {found}, pinned is {sha256}"));
    }
    output(
        Command::new("tar")
            .arg("xzf")
            .arg(&archive)
            .current_dir(&folder),
    )?;
    std::fs::write(&stamp, "").map_err(context(stamp.display()))?;
    Ok(folder)
}

/// A folder with a Python package in it, for `PYTHONPATH`.
///
/// # Errors
/// If the registry cannot be reached, or the package is not the pinned one.
pub fn pip(requirement: &str, sha256: &str) -> Result<PathBuf, Failure> {
    let _one = FETCHING
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner);
    let folder = cache().join("pip").join(requirement);
    let stamp = folder.join("installed");
    if stamp.exists() {
        return Ok(folder);
    }
    std::fs::create_dir_all(&folder).map_err(context(folder.display()))?;
    let pinned = folder.join("requirements.txt");
    std::fs::write(&pinned, format!("{requirement} --hash=sha256:{sha256}\n"))
        .map_err(context(pinned.display()))?;
    let mut install = Command::new("python3");
    install.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--require-hashes",
        "--target",
    ]);
    output(install.arg(&folder).arg("-r").arg(&pinned))?;
    std::fs::write(&stamp, "").map_err(context(stamp.display()))?;
    Ok(folder)
}

/// Runs a command; its standard output.
///
/// # Errors
/// If it cannot be run or fails, with what it says.
pub fn output(command: &mut Command) -> Result<String, Failure> {
    let program = Path::new(command.get_program()).display().to_string();
    let result = command.output().map_err(|error| {
        format!("cannot run `{program}`: {error}; `ci/setup tests` installs what the tests need")
    })?;
    if !result.status.success() {
        let said = String::from_utf8_lossy(&result.stderr);
        return Err(format!("`{program}` failed ({}): {said}", result.status));
    }
    Ok(String::from_utf8_lossy(&result.stdout).into_owned())
}

/// Bytes in hex.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
