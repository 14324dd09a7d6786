//! Files that are either written whole or not at all.

use std::io::Write;
use std::path::Path;

use super::CliError;

/// Writes `bytes` to a file beside `path`, then renames it into place, so that a failure leaves no half-written file.
///
/// # Errors
/// [`CliError::Write`] with what the system says.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    let fail = |error| CliError::Write {
        path: path.to_owned(),
        error,
    };
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let draft = path.with_file_name(name);
    let written = std::fs::File::create(&draft)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| std::fs::rename(&draft, path));
    if let Err(error) = written {
        // The draft may not even exist; the error worth telling is the first.
        let _ = std::fs::remove_file(&draft);
        return Err(fail(error));
    }
    Ok(())
}
