//! Chips as the build script sees them.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use super::files;

/// A chip's part of the build, from its file in `boards/chips/`.
pub struct Chip {
    pub name: String,
    pub target: String,
    /// The folder of its start-up code in `boards/chips/`.
    pub folder: String,
    /// Symbols for the assembler, without what depends on the layout.
    pub defines: Vec<String>,
    /// Its layouts, and the scale of the clock under each.
    pub layouts: Vec<(&'static str, i64)>,
    /// The kinds of external RAM.
    pub psram: Vec<Psram>,
    /// The registers that start-up sets.
    pub registers: Vec<Register>,
}

/// A kind of external RAM.
pub struct Psram {
    pub name: String,
    /// The assembly in `boards/chips/` that brings it up.
    pub sources: Vec<String>,
    /// Symbols for the assembler.
    pub defines: Vec<String>,
    /// The registers that start-up sets after the chip's.
    pub registers: Vec<Register>,
}

/// A register that start-up sets.
pub struct Register {
    /// Address, bits to keep, bits to set.
    pub words: [i64; 3],
    /// What for.
    pub what: String,
}

impl Chip {
    /// Reads every chip's file.
    pub fn all(folder: &Path) -> Result<Vec<Self>, String> {
        let mut paths = files(folder, "toml")?;
        paths.sort();
        paths.iter().map(|path| Self::read(path)).collect()
    }

    fn read(path: &Path) -> Result<Self, String> {
        let wrong = |what: &str| format!("{}: {what}", path.display());
        let text = fs::read_to_string(path).map_err(|error| wrong(&error.to_string()))?;
        let file: toml::Table = toml::from_str(&text).map_err(|error| wrong(&error.to_string()))?;
        let table = |key: &str| file.get(key).and_then(toml::Value::as_table);
        let number = |table: &toml::Table, key: &str| {
            let value = table.get(key).and_then(toml::Value::as_integer);
            value.ok_or_else(|| wrong(&format!("`{key}` is missing")))
        };
        let text = |table: &toml::Table, key: &str| {
            let value = table.get(key).and_then(toml::Value::as_str);
            let value = value.ok_or_else(|| wrong(&format!("`{key}` is missing")));
            value.map(str::to_owned)
        };
        let start_up = table("start-up").ok_or_else(|| wrong("[start-up] is missing"))?;
        let uart = table("uart").ok_or_else(|| wrong("[uart] is missing"))?;
        let mut defines = Vec::new();
        for key in ["transmit", "receive", "status"] {
            let name = key.to_uppercase();
            defines.push(format!("-defsym=UART_{name}={}", number(uart, key)?));
        }
        for (name, value) in start_up
            .get("defines")
            .and_then(toml::Value::as_table)
            .into_iter()
            .flatten()
        {
            defines.push(format!("-defsym={name}={value}"));
        }
        let mut layouts = Vec::new();
        for layout in ["direct", "app"] {
            if let Some(map) = table(layout) {
                layouts.push((layout, number(map, "clock-scale")?));
            }
        }
        let registers = |table: &toml::Table| {
            let read = |register: &toml::Value| -> Result<Register, String> {
                let register = register.as_table().ok_or_else(|| wrong("[[register]]"))?;
                let keep = number(register, "keep").unwrap_or(0);
                Ok(Register {
                    words: [number(register, "address")?, keep, number(register, "set")?],
                    what: text(register, "what")?,
                })
            };
            list(table, "register")
                .map(read)
                .collect::<Result<Vec<_>, _>>()
        };
        let mut psram = Vec::new();
        if let Some(ram) = table("psram") {
            for kind in list(ram, "kind") {
                let kind = kind.as_table().ok_or_else(|| wrong("[[psram.kind]]"))?;
                let address = format!("-defsym=PSRAM_ADDRESS={}", number(ram, "address")?);
                let sources = list(kind, "start-up").filter_map(toml::Value::as_str);
                psram.push(Psram {
                    name: text(kind, "name")?,
                    sources: sources.map(str::to_owned).collect(),
                    defines: vec!["-defsym=PSRAM=1".to_owned(), address],
                    registers: registers(kind)?,
                });
            }
        }
        Ok(Self {
            name: path
                .file_stem()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            target: text(&file, "target")?,
            folder: text(start_up, "folder")?,
            defines,
            layouts,
            psram,
            registers: registers(&file)?,
        })
    }

    /// The table that start-up walks through, as assembly: the chip's registers, and further ones.
    pub fn register_table(&self, further: &[Register]) -> String {
        let mut text = String::from(
            "    .section .rodata.tinsmith_start_registers, \"a\", @progbits\n    .balign 4\n\
             \x20   .globl tinsmith_start_registers\n    .globl tinsmith_start_registers_end\n\
             tinsmith_start_registers:\n",
        );
        for Register { words, what } in self.registers.iter().chain(further) {
            let [address, keep, set] = words;
            let _ = writeln!(text, "    .long {address:#x}, {keep:#x}, {set:#x} # {what}");
        }
        text + "tinsmith_start_registers_end:\n"
    }
}

/// The entries of a list; none if there is no such list.
fn list<'a>(table: &'a toml::Table, key: &str) -> impl Iterator<Item = &'a toml::Value> {
    let list = table.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten()
}
