//! A file that lives as long as its value.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

/// A temporary file, removed when dropped.
#[derive(Debug)]
pub struct ScratchFile {
    path: PathBuf,
}

impl ScratchFile {
    /// Writes a new file into the system's folder for temporary files.
    ///
    /// # Errors
    /// What the system says.
    pub fn new(extension: &str, bytes: &[u8]) -> std::io::Result<Self> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("tinsmith-{}-{number}.{extension}", std::process::id());
        let path = std::env::temp_dir().join(name);
        let file = Self { path };
        std::fs::write(&file.path, bytes)?;
        Ok(file)
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for ScratchFile {
    fn drop(&mut self) {
        // Nothing can be done about a temporary file that will not go.
        let _ = std::fs::remove_file(&self.path);
    }
}
