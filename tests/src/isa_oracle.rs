//! The golden files of tier `isa/`: assembly text with the bytes other assemblers make of it.
//!
//! A golden file is made from an instruction table by the *oracle*: the table's printer writes the text, every external
//! assembler that knows the instruction turns it into bytes, and all must agree with the table's encoder. Then it is
//! committed, so that plain `cargo test` compares the encoder with other people's bytes and needs no tools.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use object::{Object as _, ObjectSection as _};
use tinsmith::isa::row::{Bank, Decoder, PcBase, Row, encode, print, vectors};

/// An instruction set under test.
pub struct Isa {
    /// The name of its golden file.
    pub name: &'static str,
    /// Its table.
    pub rows: &'static [Row],
    /// Its decoder.
    pub decoder: fn() -> &'static Decoder,
    /// Its register names.
    pub reg_name: fn(Bank, i32) -> String,
    /// Lines that precede everything.
    pub prelude: &'static str,
    /// The directive under which a row is assembled.
    pub mode: fn(&Row) -> &'static str,
    /// The character sequence that begins a comment.
    pub comment: &'static str,
    /// The multiple of bytes a row's address must be for its PC-relative operand to be written as a distance.
    pub align: fn(&Row) -> usize,
    /// Mnemonics no assembler here knows: only the manual speaks for them.
    pub unconfirmed: &'static [&'static str],
    /// How a PC-relative operand is written.
    pub label: fn(PcBase, i32) -> String,
    /// Whom to ask.
    pub assemblers: &'static [Assembler],
}

/// An external assembler.
pub struct Assembler {
    /// The program and its arguments; source and object file names follow as `SOURCE -o OBJECT`.
    pub command: &'static [&'static str],
    /// Whether it does not accept a line.
    pub refuses: fn(&str) -> bool,
}

/// One line of a golden file.
struct Line {
    mode: &'static str,
    section: &'static str,
    align: usize,
    text: String,
    bytes: Vec<u8>,
}

impl Line {
    fn mnemonic(&self) -> &str {
        self.text.split(' ').next().unwrap_or_default()
    }
}

/// Every vector of every row, grouped by the manual's sections in the order they first appear.
fn lines(isa: &Isa) -> Result<Vec<Line>, String> {
    let mut sections: Vec<&str> = Vec::new();
    for row in isa.rows {
        if !sections.contains(&row.section) {
            sections.push(row.section);
        }
    }
    let mut lines = Vec::new();
    for section in sections {
        for row in isa.rows.iter().filter(|row| row.section == section) {
            for values in vectors::operand_lists(row) {
                lines.push(Line {
                    mode: (isa.mode)(row),
                    section: row.section,
                    align: (isa.align)(row),
                    text: print(row, &values, &isa.reg_name, &isa.label),
                    bytes: encode(row, &values)
                        .map_err(|e| e.to_string())?
                        .bytes()
                        .to_vec(),
                });
            }
        }
    }
    Ok(lines)
}

/// Assembly text of some lines, with bytes in trailing comments if `bytes`.
fn listing<'a>(isa: &Isa, lines: impl Iterator<Item = &'a Line>, bytes: bool) -> String {
    let mut text = String::from(isa.prelude);
    let (mut mode, mut section) = ("", "");
    // Writing to a string cannot fail.
    for line in lines {
        if line.section != section {
            section = line.section;
            let _ = write!(text, "\n{} Section {section}\n", isa.comment);
        }
        if line.mode != mode {
            mode = line.mode;
            let _ = writeln!(text, "{mode}");
        }
        if line.align > 1 {
            let _ = writeln!(text, ".balign {}", line.align);
        }
        if bytes {
            let hex: String = line.bytes.iter().map(|b| format!("{b:02x}")).collect();
            let _ = writeln!(text, "{:<40} {} {hex}", line.text, isa.comment);
        } else {
            let _ = writeln!(text, "{}", line.text);
        }
    }
    text
}

/// What the golden file should hold according to the table alone.
pub fn golden_text(isa: &Isa) -> Result<String, String> {
    Ok(listing(isa, lines(isa)?.iter(), true))
}

/// Where the golden file is.
pub fn golden_path(isa: &Isa) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("isa/{}.s", isa.name))
}

/// Asks every assembler about every vector and, if all agree with the table, writes the golden file. Returns how many
/// vectors each assembler confirmed.
pub fn bless(isa: &Isa) -> Result<Vec<(&'static str, usize)>, String> {
    let lines = lines(isa)?;
    let mut confirmed = vec![0; lines.len()];
    let mut counts = Vec::new();
    for assembler in isa.assemblers {
        let known: Vec<usize> = (0..lines.len())
            .filter(|&i| !(assembler.refuses)(&lines[i].text))
            .collect();
        let source = listing(isa, known.iter().map(|&i| &lines[i]), false);
        let code = assemble(isa, assembler, &source)?;
        let mut at = 0;
        for &i in &known {
            let Line {
                text, bytes, align, ..
            } = &lines[i];
            let start = usize::next_multiple_of(at, *align).min(code.len());
            at = (start + bytes.len()).min(code.len());
            let theirs = &code[start..at];
            if theirs != bytes {
                let name = assembler.command[0];
                return Err(format!(
                    "`{text}`: ours {bytes:02x?}, {name}'s {theirs:02x?}"
                ));
            }
            confirmed[i] += 1;
        }
        counts.push((assembler.command[0], known.len()));
    }
    let unknown =
        |i: &usize| confirmed[*i] == 0 && !isa.unconfirmed.contains(&lines[*i].mnemonic());
    if let Some(i) = (0..lines.len()).find(unknown) {
        return Err(format!("`{}`: no assembler knows it", lines[i].text));
    }
    let path = golden_path(isa);
    std::fs::write(&path, listing(isa, lines.iter(), true))
        .map_err(|e| format!("{}: {e}", path.display()))?;
    Ok(counts)
}

/// The bytes an assembler makes of a source.
fn assemble(isa: &Isa, assembler: &Assembler, source: &str) -> Result<Vec<u8>, String> {
    let scratch = std::env::temp_dir().join(format!("isa-oracle-{}", std::process::id()));
    std::fs::create_dir_all(&scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    let [source_file, object_file] =
        ["s", "o"].map(|ext| scratch.join(isa.name).with_extension(ext));
    std::fs::write(&source_file, source).map_err(|e| format!("{}: {e}", source_file.display()))?;
    let [program, args @ ..] = assembler.command else {
        return Err(String::from("an assembler without a command"));
    };
    let output = Command::new(program)
        .args(args)
        .arg(&source_file)
        .arg("-o")
        .arg(&object_file)
        .output()
        .map_err(|e| format!("{program}: {e}"))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        let head: Vec<&str> = stderr.lines().take(20).collect();
        return Err(format!(
            "{program} refuses {}:\n{}",
            source_file.display(),
            head.join("\n")
        ));
    }
    let object =
        std::fs::read(&object_file).map_err(|e| format!("{}: {e}", object_file.display()))?;
    let file = object::File::parse(&*object).map_err(|e| format!("{program}'s output: {e}"))?;
    let text = file
        .section_by_name(".text")
        .ok_or_else(|| format!("{program}'s output has no .text"))?;
    // GNU's keeps relocations for PC-relative operands, but fills the field as well.
    let code = text
        .data()
        .map_err(|e| format!("{program}'s output: {e}"))?
        .to_vec();
    std::fs::remove_dir_all(&scratch).map_err(|e| format!("{}: {e}", scratch.display()))?;
    Ok(code)
}

/// What every table must pass without external tools: vectors round-trip, illegal operands are refused, words decode and
/// encode again unchanged, and the committed golden file is what the table says. Returns the first failure.
pub fn check(isa: &Isa) -> Result<(), String> {
    check_vectors(isa)?;
    check_words(isa)?;
    let path = golden_path(isa);
    let golden = std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    let ours = golden_text(isa)?;
    for (n, (golden, ours)) in golden.lines().zip(ours.lines()).enumerate() {
        if golden != ours {
            return Err(format!(
                "{}:{}: golden `{golden}`, ours `{ours}`",
                path.display(),
                n + 1
            ));
        }
    }
    if golden.len() != ours.len() {
        return Err(format!("{}: not as long as the table says", path.display()));
    }
    Ok(())
}

fn check_vectors(isa: &Isa) -> Result<(), String> {
    for (index, row) in isa.rows.iter().enumerate() {
        let lists = vectors::operand_lists(row);
        for values in &lists {
            let encoded = encode(row, values).map_err(|e| e.to_string())?;
            let decoded = (isa.decoder)().decode(encoded.word);
            if decoded.as_ref().map(|(i, v)| (usize::from(*i), v)) != Some((index, values)) {
                let name = row.name;
                return Err(format!("`{name}` {values:?} decodes as {decoded:?}"));
            }
        }
        for (i, operand) in row.operands.iter().enumerate() {
            for illegal in vectors::illegal_values(operand.field) {
                let mut values = lists[0].clone();
                values[i] = illegal;
                if let Ok(encoded) = encode(row, &values) {
                    return Err(format!(
                        "`{}` {values:?} is encoded as {encoded:x?}",
                        row.name
                    ));
                }
            }
        }
    }
    Ok(())
}

/// Every 16-bit word, and a million pseudo-random wide ones.
fn check_words(isa: &Isa) -> Result<(), String> {
    let mut state = 0x2545_f491u32;
    let random = std::iter::repeat_with(|| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state
    });
    for word in (0..=0xffff).chain(random.take(1_000_000)) {
        let Some((index, values)) = (isa.decoder)().decode(word) else {
            continue;
        };
        let row = &isa.rows[usize::from(index)];
        let again = encode(row, &values).map_err(|e| e.to_string())?;
        if again.word != word & row.pattern.all_bits() {
            return Err(format!(
                "{word:#x} is `{}` {values:?}, encoded as {again:x?}",
                row.name
            ));
        }
    }
    Ok(())
}
