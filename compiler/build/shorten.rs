//! Makes LLVM's Xtensa code for the runtime smaller. LLVM never selects two-byte instructions but returns, and calls
//! through a register even what a direct call reaches. What is done here, to assembly text:
//!
//! * `l32r aN, literal; callxM aN` becomes `callM symbol`, which the linker extends where it does not reach;
//! * moves written as `or` or `addi`, and what else has a narrow form, become narrow; additions of 0 go;
//! * literals nobody loads any more go.
//!
//! Every core a runtime is built for has the density option. Directives and instructions unknown here stay as they are.

use std::collections::{HashMap, HashSet};
use std::fmt::Write as _;

/// A line of assembly text.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line<'a> {
    /// `name:`
    Label(&'a str),
    /// `.literal label, value`
    Literal { label: &'a str, value: &'a str },
    Instruction {
        name: &'a str,
        operands: Vec<&'a str>,
    },
    /// Anything else.
    Other(&'a str),
    /// Nothing any more.
    Gone,
}

/// The same code in fewer bytes.
pub fn shorten(text: &str) -> String {
    let mut lines: Vec<Line<'_>> = text.lines().map(parse).collect();
    call_directly(&mut lines);
    drop_literals(&mut lines);
    lines.iter_mut().for_each(narrow);
    narrow_branches(&mut lines);
    print(&lines)
}

fn parse(line: &str) -> Line<'_> {
    let text = line.trim();
    if let Some(label) = text.strip_suffix(':') {
        return Line::Label(label);
    }
    let (name, rest) = text.split_once(['\t', ' ']).unwrap_or((text, ""));
    if name == ".literal"
        && let Some((label, value)) = rest.split_once(',')
    {
        return Line::Literal {
            label: label.trim(),
            value: value.trim(),
        };
    }
    // Directives and assignments (`alias = name`, whose first word may be quoted).
    let instruction = name.starts_with(|c: char| c.is_ascii_lowercase()) && !rest.contains('=');
    if !instruction {
        return Line::Other(line);
    }
    let operands = rest.split(',').map(str::trim).filter(|o| !o.is_empty());
    Line::Instruction {
        name,
        operands: operands.collect(),
    }
}

/// Makes calls of symbols in registers direct where the register is loaded for the call alone: a8 and a9 pass nothing and keep
/// nothing over a call in either convention.
fn call_directly(lines: &mut [Line<'_>]) {
    let values: HashMap<_, _> = lines
        .iter()
        .filter_map(|line| match line {
            Line::Literal { label, value } => Some((*label, *value)),
            _ => None,
        })
        .collect();
    for at in 0..lines.len() {
        let Line::Instruction { name, operands } = &lines[at] else {
            continue;
        };
        let direct = match *name {
            "callx0" => "call0",
            "callx8" => "call8",
            _ => continue,
        };
        let &[register @ ("a8" | "a9")] = &operands[..] else {
            continue;
        };
        let symbol = load_of(&lines[..at], register)
            .and_then(|(load, literal)| Some((load, *values.get(literal)?)))
            .filter(|(_, value)| !value.starts_with(|c: char| c.is_ascii_digit() || c == '-'));
        if let Some((load, symbol)) = symbol {
            lines[at] = Line::Instruction {
                name: direct,
                operands: vec![symbol],
            };
            lines[load] = Line::Gone;
        }
    }
}

/// Where the register is loaded from a literal that is still in it after these lines, and read by none of them.
fn load_of<'a>(lines: &[Line<'a>], register: &str) -> Option<(usize, &'a str)> {
    for (at, line) in lines.iter().enumerate().rev() {
        match line {
            Line::Instruction {
                name: "l32r",
                operands,
            } if operands.first() == Some(&register) => return Some((at, operands.get(1)?)),
            Line::Instruction { name, operands } => {
                let leaves = name.starts_with(['b', 'j']) || name.starts_with("call");
                if leaves || operands.contains(&register) {
                    return None;
                }
            }
            Line::Gone => {}
            Line::Label(_) | Line::Literal { .. } | Line::Other(_) => return None,
        }
    }
    None
}

/// Drops literals that nothing names.
fn drop_literals(lines: &mut [Line<'_>]) {
    let mut used = HashSet::new();
    for line in lines.iter() {
        if let Line::Instruction { operands, .. } = line {
            used.extend(operands.iter().copied());
        }
    }
    for line in lines.iter_mut() {
        if let Line::Literal { label, .. } = line
            && !used.contains(label)
        {
            *line = Line::Gone;
        }
    }
}

/// Makes an instruction narrow that is so whatever lies around it.
fn narrow(line: &mut Line<'_>) {
    let Line::Instruction { name, operands } = line else {
        return;
    };
    let number = |n: usize| -> Option<i32> { operands.get(n)?.parse().ok() };
    let word_offset = || matches!(number(2), Some(0..=60)) && number(2).is_some_and(|n| n % 4 == 0);
    match *name {
        "or" if operands[1] == operands[2] => {
            operands.pop();
            *name = "mov.n";
        }
        "addi" if number(2) == Some(0) && operands[0] == operands[1] => *line = Line::Gone,
        "addi" if number(2) == Some(0) => {
            operands.pop();
            *name = "mov.n";
        }
        "addi" if matches!(number(2), Some(-1 | 1..=15)) => *name = "addi.n",
        "add" => *name = "add.n",
        "movi" if matches!(number(1), Some(-32..=95)) => *name = "movi.n",
        "l32i" if word_offset() => *name = "l32i.n",
        "s32i" if word_offset() => *name = "s32i.n",
        "ret" => *name = "ret.n",
        _ => {}
    }
}

/// Makes forward branches on zero narrow: their targets are 4 to 67 bytes ahead.
fn narrow_branches(lines: &mut [Line<'_>]) {
    // From the end: what lies between a branch and its target is final.
    for at in (0..lines.len()).rev() {
        let Line::Instruction { name, operands } = &lines[at] else {
            continue;
        };
        let short = match *name {
            "beqz" => "beqz.n",
            "bnez" => "bnez.n",
            _ => continue,
        };
        let between = operands.get(1).and_then(|t| distance(&lines[at + 1..], t));
        if between.is_some_and(|bytes| (2..=65).contains(&bytes))
            && let Line::Instruction { name, .. } = &mut lines[at]
        {
            *name = short;
        }
    }
}

/// Bytes of the instructions before a label; none if it does not follow, or what lies between is not all instructions.
fn distance(lines: &[Line<'_>], label: &str) -> Option<usize> {
    let mut bytes = 0;
    for line in lines {
        match line {
            Line::Label(found) if *found == label => return Some(bytes),
            Line::Instruction { name, .. } if name.ends_with(".n") => bytes += 2,
            Line::Instruction { .. } => bytes += 3,
            Line::Label(_) | Line::Gone => {}
            Line::Literal { .. } | Line::Other(_) => return None,
        }
    }
    None
}

fn print(lines: &[Line<'_>]) -> String {
    let mut text = String::new();
    for line in lines {
        let _ = match line {
            Line::Label(label) => writeln!(text, "{label}:"),
            Line::Literal { label, value } => {
                writeln!(text, "\t.literal\t{label}, {}", Quoted(value))
            }
            Line::Instruction { name, operands } if name.starts_with("call") => {
                writeln!(
                    text,
                    "\t{name}\t{}",
                    Quoted(operands.first().unwrap_or(&""))
                )
            }
            Line::Instruction { name, operands } => {
                writeln!(text, "\t{name}\t{}", operands.join(", "))
            }
            Line::Other(other) => writeln!(text, "{other}"),
            Line::Gone => Ok(()),
        };
    }
    text
}

/// A symbol as the assembler reads it back. LLVM quotes strange names itself, but not in `.literal`.
struct Quoted<'a>(&'a str);

impl std::fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let plain = |c: char| c.is_ascii_alphanumeric() || "._$+-@\"".contains(c);
        if self.0.chars().all(plain) || self.0.starts_with('"') {
            f.write_str(self.0)
        } else {
            write!(f, "\"{}\"", self.0)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::shorten;

    fn lines(text: &str) -> Vec<String> {
        let text = shorten(text);
        let words = text
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        words.collect()
    }

    #[test]
    fn narrow_forms_are_taken_where_they_exist() {
        let wide = "or a2, a3, a3\nor a2, a3, a4\naddi a2, a2, 0\naddi a2, a1, 0\naddi a2, a2, -1\naddi a2, a2, 15\naddi a1, a1, 16\n\
            add a2, a3, a4\nmovi a2, 95\nmovi a2, 96\nmovi a2, -32\nl32i a2, a1, 60\nl32i a2, a1, 64\ns32i a2, a1, 0\nret\nsub a2, a2, a3\n";
        let narrow = [
            "mov.n a2, a3",
            "or a2, a3, a4",
            "mov.n a2, a1",
            "addi.n a2, a2, -1",
            "addi.n a2, a2, 15",
            "addi a1, a1, 16",
            "add.n a2, a3, a4",
            "movi.n a2, 95",
            "movi a2, 96",
            "movi.n a2, -32",
            "l32i.n a2, a1, 60",
            "l32i a2, a1, 64",
            "s32i.n a2, a1, 0",
            "ret.n",
            "sub a2, a2, a3",
        ];
        assert_eq!(lines(wide), narrow);
    }

    #[test]
    fn calls_become_direct() {
        let text = "\t.literal .L0, f\n\t.literal .L1, import:a:b:i>\n\tl32r\ta8, .L0\n\tor\ta10, a2, a2\n\tcallx8\ta8\n\tl32r a9, .L1\n\tcallx0 a9\n";
        assert_eq!(
            lines(text),
            ["mov.n a10, a2", "call8 f", "call0 \"import:a:b:i>\""]
        );
    }

    #[test]
    fn calls_of_what_has_other_uses_stay() {
        for text in [
            // Read, written, or reached from elsewhere in between.
            "\t.literal .L0, f\n\tl32r\ta8, .L0\n\ts32i\ta8, a1, 64\n\tcallx8\ta8",
            "\t.literal .L0, f\n\tl32r\ta8, .L0\n\tl8ui\ta8, a1, 64\n\tcallx8\ta8",
            "\t.literal .L0, f\n\tl32r\ta8, .L0\n.LBB0:\n\tcallx8\ta8",
            // Kept over the call.
            "\t.literal .L0, f\n\tl32r\ta7, .L0\n\tcallx8\ta7",
            // No symbol.
            "\t.literal .L0, 1024\n\tl32r\ta8, .L0\n\tcallx8\ta8",
        ] {
            let same: Vec<String> = text
                .lines()
                .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            assert_eq!(lines(text), same);
        }
    }

    #[test]
    fn branches_are_narrow_where_they_reach() {
        let branch = |between: usize| {
            let text = format!(
                "\tbeqz\ta2, .L1\n{}.L1:\n",
                "\tadd\ta2, a2, a3\n".repeat(between)
            );
            lines(&text)[0].clone()
        };
        assert_eq!(branch(0), "beqz a2, .L1");
        assert_eq!(branch(1), "beqz.n a2, .L1");
        assert_eq!(branch(32), "beqz.n a2, .L1");
        assert_eq!(branch(33), "beqz a2, .L1");
        assert_eq!(lines(".L1:\n\tbnez\ta2, .L1\n")[1], "bnez a2, .L1");
        assert_eq!(
            lines("\tbnez\ta2, .L1\n\tret\n\t.p2align\t2\n.L1:\n")[0],
            "bnez a2, .L1"
        );
    }
}
