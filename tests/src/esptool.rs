//! Espressif's own reader of images, `esptool` from PyPI, as the second opinion on ours.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use crate::programs::fetch::output;
use crate::programs::{Failure, cache, context};

/// The version the tests know the words of.
const VERSION: &str = "5.6.0";

/// What `esptool image-info` says of an image.
#[derive(Debug, Default)]
pub struct ImageInfo {
    /// The lines `name: value`.
    fields: Vec<(String, String)>,
    /// Load address, length and file offset of every segment.
    pub segments: Vec<(u32, u32, u32)>,
    /// The names of the memories each segment is in.
    pub memories: Vec<String>,
}

/// Starting Python takes longer than reading an image, so one process reads all.
const PROGRAM: &str = "
import sys, esptool
for path in sys.argv[1:]:
    print('=== ' + path, flush=True)
    try:
        esptool.main(['image-info', path])
    except SystemExit as end:
        if end.code:
            raise
";

impl ImageInfo {
    /// Asks about files. A warning is an error.
    ///
    /// # Errors
    /// If the program cannot be installed or run, or refuses an image.
    pub fn of_all(images: &[PathBuf]) -> Result<Vec<Self>, Failure> {
        let mut esptool = Command::new("python3");
        esptool
            .args(["-c", PROGRAM])
            .args(images)
            .env("PYTHONPATH", installed()?)
            .env("COLUMNS", "200");
        let text = output(&mut esptool)?;
        let infos: Vec<Self> = text
            .split("=== ")
            .skip(1)
            .map(Self::parse)
            .collect::<Result<_, _>>()?;
        match infos.len() == images.len() {
            true => Ok(infos),
            false => Err(format!("esptool said of {} images: {text}", images.len())),
        }
    }

    fn parse(text: &str) -> Result<Self, Failure> {
        let mut info = Self::default();
        for line in text.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            if line.contains("Warning") || line.contains("invalid") {
                return Err(format!("esptool says: {line}"));
            }
            if let Some((name, value)) = line.split_once(": ") {
                info.fields
                    .push((name.trim().to_owned(), value.trim().to_owned()));
            } else if let [_, length, address, offset, memories @ ..] = &words[..]
                && let (Some(length), Some(address), Some(offset)) =
                    (hex(length), hex(address), hex(offset))
            {
                info.segments.push((address, length, offset));
                info.memories.push(memories.join(" "));
            }
        }
        Ok(info)
    }

    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(n, _)| n == name);
        field.map(|(_, value)| value.as_str())
    }
}

fn hex(word: &str) -> Option<u32> {
    u32::from_str_radix(word.strip_prefix("0x")?, 16).ok()
}

/// The folder it is installed in, which is done once.
fn installed() -> Result<&'static Path, Failure> {
    static FOLDER: OnceLock<Result<PathBuf, Failure>> = OnceLock::new();
    let folder = FOLDER.get_or_init(|| {
        let folder = cache().join("pip").join(format!("esptool-{VERSION}"));
        let stamp = folder.join("installed");
        if !stamp.exists() {
            let mut install = Command::new("python3");
            install.args(["-m", "pip", "install", "--quiet", "--target"]);
            output(install.arg(&folder).arg(format!("esptool=={VERSION}")))?;
            std::fs::write(&stamp, "").map_err(context(stamp.display()))?;
        }
        Ok(folder)
    });
    folder.as_deref().map_err(Clone::clone)
}
