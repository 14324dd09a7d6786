//! Files that are either written whole or not at all.

use std::io::Write;
use std::path::Path;

use super::CliError;

/// Writes `bytes` to a file beside `path`, then renames it into place, so that a failure leaves no half-written file. A link
/// stays: the file it leads to is replaced. A device or pipe is no file to replace: the bytes go into it.
///
/// # Errors
/// [`CliError::Write`] with what the system says.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let is_file = std::fs::metadata(path).map_or(true, |data| data.is_file() || data.is_dir());
    let written = if is_file {
        replace(
            &std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()),
            bytes,
        )
    } else {
        let device = std::fs::OpenOptions::new().write(true).open(path);
        device.and_then(|mut device| device.write_all(bytes))
    };
    written.map_err(|error| CliError::Write {
        path: path.to_owned(),
        error,
    })
}

fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let draft = path.with_file_name(name);
    let written = std::fs::File::create(&draft)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&draft, path));
    if written.is_err() {
        // The draft may not even exist; the error worth telling is the first.
        let _ = std::fs::remove_file(&draft);
    }
    written
}
