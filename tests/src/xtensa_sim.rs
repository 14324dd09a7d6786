//! Compiled functions on the emulated Xtensa core without runtime, linker or board: a driver calls them one after the other with
//! given argument words and writes their result words.
//!
//! Everything is placed by hand: driver and functions in low memory, each after its literals; data where the IR interpreter has
//! it, so that addresses are the same in both.

use std::collections::HashMap;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use tinsmith::ir::TrapKind;
use tinsmith::isa::row::{Codec, encode};
use tinsmith::isa::xtensa::table::{Op, ROWS};
use tinsmith::isa::xtensa::{DECODER, Xtensa};
use tinsmith::mach::{Asm, FInst};
use tinsmith::object::module::{Code, Literal, RelocTarget};

/// Argument and result registers a2..a7.
pub const WORDS: usize = 6;

/// Words of a record: what to call and its arguments, or how it ended and its results.
const RECORD: u32 = WORDS as u32 + 1;

const VECTORS: u32 = 0;
const CODE: u32 = 0x1000;
const STACK_LIMIT: u32 = 0x0800_0000;
const STACK_TOP: u32 = 0x0804_0000;
const CALLS: u32 = 0x0810_0000;
const REPLIES: u32 = 0x0c00_0000;
/// Where the interpreter places data.
const DATA: u32 = 0x1000_0000;
const RESET: u32 = 0xfe00_0000;

/// A call to make.
#[derive(Clone, Debug, PartialEq)]
pub struct Call {
    /// The function's symbol.
    pub function: Arc<str>,
    /// Its argument words.
    pub args: Vec<u32>,
}

/// How a call ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Reply {
    /// With these words in a2..a7.
    Words([u32; WORDS]),
    /// With the trap of this number.
    Trap(u32),
}

/// Calls every function in order.
///
/// # Errors
/// What went wrong, in words: a symbol nobody has, no emulator, a processor exception.
pub fn run(
    isa: &Xtensa,
    functions: Vec<Code>,
    data: &[u8],
    symbols: HashMap<Arc<str>, u32>,
    calls: &[Call],
) -> Result<Vec<Reply>, String> {
    let mut image = Image {
        symbols,
        segments: vec![(DATA, data.to_vec())],
    };
    let mut codes = driver(isa, calls.len() as u32)?;
    codes.extend(functions);
    image.place_code(&codes)?;
    let mut records = Vec::new();
    for call in calls {
        records.extend(image.address(&call.function)?.to_le_bytes());
        let padding = std::iter::repeat_n(&0, WORDS - call.args.len());
        for word in call.args.iter().chain(padding) {
            records.extend(word.to_le_bytes());
        }
    }
    image.segments.push((CALLS, records));
    let start = image.address("start")?;
    image.segments.push((RESET, reset(start)?));
    image
        .segments
        .push((VECTORS, vectors(image.address("fault")?)?));
    let output = emulate(&image.elf())?;
    let words: Vec<u32> = (output.chunks_exact(4))
        .map(|w| u32::from_le_bytes([w[0], w[1], w[2], w[3]]))
        .collect();
    if words.len() != RECORD as usize * calls.len() {
        return Err(format!("{} words of output", words.len()));
    }
    Ok((words.chunks_exact(RECORD as usize))
        .map(|record| match record[0] {
            0 => Reply::Words(record[1..].try_into().expect("a record's words")),
            kind => Reply::Trap(kind),
        })
        .collect())
}

/// The call of a literal or a symbol, its operand left to [`Image::place_code`].
fn load(asm: &mut Asm, to: i32, literal: Literal) {
    let mut inst = FInst::new(Op::L32r, &[to]);
    inst.args.push(asm.literal(literal));
    asm.push(inst);
}

/// The driver: start, loop, trap routines. a12 runs over calls, a13 over replies, a14 counts down.
fn driver(isa: &Xtensa, calls: u32) -> Result<Vec<Code>, String> {
    let constant = Literal::Const;
    let symbol = |name: &str| Literal::Symbol(name.into(), 0);
    let mut asm = Asm::new("start".into());
    let (again, unwound) = (asm.new_label(), asm.new_label());
    for (special, value) in [(224, 0xff), (231, VECTORS), (230, 0x2f)] {
        load(&mut asm, 2, constant(value));
        asm.inst(Op::Wsr, &[2, special]);
    }
    asm.inst(Op::Rsync, &[]);
    for (reg, value) in [(1, STACK_TOP), (12, CALLS), (13, REPLIES), (14, calls)] {
        load(&mut asm, reg, constant(value));
    }
    asm.bind(again);
    // What a trap, or a function that breaks the convention, destroys.
    load(&mut asm, 8, symbol("context"));
    for (n, reg) in [1, 12, 13, 14].into_iter().enumerate() {
        asm.inst(Op::S32i, &[reg, 8, 4 * n as i32]);
    }
    asm.inst(Op::L32i, &[8, 12, 0]);
    for n in 1..=WORDS as i32 {
        asm.inst(Op::L32i, &[n + 1, 12, 4 * n]);
    }
    load(&mut asm, 15, constant(0x1234_5678));
    asm.inst(Op::Callx0, &[8]);
    load(&mut asm, 9, constant(0x1234_5678));
    let broken = asm.new_label();
    load(&mut asm, 10, symbol("context"));
    for (n, reg) in [1, 12, 13, 14].into_iter().enumerate() {
        asm.inst(Op::L32i, &[11, 10, 4 * n as i32]);
        asm.branch(Op::Bne, &[reg, 11], broken);
    }
    asm.branch(Op::Bne, &[15, 9], broken);
    asm.inst(Op::Movi, &[8, 0]);
    asm.bind(unwound);
    asm.inst(Op::S32i, &[8, 13, 0]);
    for n in 1..=WORDS as i32 {
        asm.inst(Op::S32i, &[n + 1, 13, 4 * n]);
    }
    asm.inst(Op::Addi, &[12, 12, 4 * RECORD as i32]);
    asm.inst(Op::Addi, &[13, 13, 4 * RECORD as i32]);
    asm.inst(Op::Addi, &[14, 14, -1]);
    asm.branch(Op::Bnez, &[14], again);
    system_calls(&mut asm, 4 * RECORD * calls);
    asm.bind(broken);
    asm.inst(Op::Movi, &[8, 255]);
    asm.branch(Op::J, &[], unwound);
    let start = asm.finish(isa).map_err(|e| e.to_string())?;

    let mut codes = vec![start, trap_tail(isa)?, fault(isa)?];
    for kind in TrapKind::ALL {
        let mut asm = Asm::new(format!("tinsmith_trap_{}", kind.name()).into());
        asm.inst(Op::Movi, &[8, kind as i32]);
        load(&mut asm, 9, symbol("unwind"));
        asm.inst(Op::Jx, &[9]);
        codes.push(asm.finish(isa).map_err(|e| e.to_string())?);
    }
    Ok(codes)
}

/// `write(1, REPLIES, bytes)`, `exit(0)`: the call's number in a2, its arguments from a3 on.
fn system_calls(asm: &mut Asm, bytes: u32) {
    for (reg, value) in [(2, 4), (3, 1), (4, REPLIES), (5, bytes)] {
        load(asm, reg, Literal::Const(value));
    }
    asm.inst(Op::Simcall, &[]);
    asm.inst(Op::Movi, &[2, 1]);
    asm.inst(Op::Movi, &[3, 0]);
    asm.inst(Op::Simcall, &[]);
}

/// Goes on with the next call after a trap; its kind is in a8.
fn trap_tail(isa: &Xtensa) -> Result<Code, String> {
    let mut asm = Asm::new("unwind".into());
    load(&mut asm, 9, Literal::Symbol("context".into(), 0));
    for (n, reg) in [1, 12, 13, 14].into_iter().enumerate() {
        asm.inst(Op::L32i, &[reg, 9, 4 * n as i32]);
    }
    load(&mut asm, 9, Literal::Symbol("unwound".into(), 0));
    asm.inst(Op::Jx, &[9]);
    asm.finish(isa).map_err(|e| e.to_string())
}

/// Ends the run with the exception's cause as status.
fn fault(isa: &Xtensa) -> Result<Code, String> {
    let mut asm = Asm::new("fault".into());
    asm.inst(Op::Rsr, &[3, 232]);
    asm.inst(Op::Addi, &[3, 3, 100]);
    asm.inst(Op::Movi, &[2, 1]);
    asm.inst(Op::Simcall, &[]);
    asm.finish(isa).map_err(|e| e.to_string())
}

/// At the reset address: load the start address from a literal before it and go there.
fn reset(start: u32) -> Result<Vec<u8>, String> {
    let mut bytes = code_bytes(&[(Op::J, &[4])])?;
    bytes.resize(4, 0);
    bytes.extend(start.to_le_bytes());
    bytes.extend(code_bytes(&[(Op::L32r, &[0, -4]), (Op::Jx, &[0])])?);
    Ok(bytes)
}

/// Kernel, user and double exception vectors, each a jump through a literal before it.
fn vectors(fault: u32) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    for vector in [0x300, 0x340, 0x3c0] {
        bytes.resize(vector - 4, 0);
        bytes.extend(fault.to_le_bytes());
        bytes.extend(code_bytes(&[(Op::L32r, &[0, -4]), (Op::Jx, &[0])])?);
    }
    Ok(bytes)
}

fn code_bytes(insts: &[(Op, &[i32])]) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    for (op, values) in insts {
        let encoded = encode(op.row(), values).map_err(|e| e.to_string())?;
        bytes.extend(encoded.bytes());
    }
    Ok(bytes)
}

/// Memory contents and symbols.
struct Image {
    symbols: HashMap<Arc<str>, u32>,
    segments: Vec<(u32, Vec<u8>)>,
}

impl Image {
    fn address(&self, symbol: &str) -> Result<u32, String> {
        let address = self.symbols.get(symbol).copied();
        address.ok_or_else(|| format!("no symbol {symbol}"))
    }

    /// Places every function after its literals, then fills in what they refer to.
    fn place_code(&mut self, codes: &[Code]) -> Result<(), String> {
        let mut at = CODE;
        let mut starts = Vec::new();
        for code in codes {
            at = at.next_multiple_of(4) + 4 * code.literals.len() as u32;
            self.symbols.insert(code.name.clone(), at);
            starts.push(at);
            at += code.bytes.len() as u32;
        }
        // Words after the code: the stack limit and the driver's context.
        at = at.next_multiple_of(4);
        self.symbols.insert("tinsmith_stack_limit".into(), at);
        self.symbols.insert("context".into(), at + 4);
        self.segments.push((at, STACK_LIMIT.to_le_bytes().to_vec()));
        let unwound = starts[0] + unwound_offset(&codes[0])?;
        self.symbols.insert("unwound".into(), unwound);
        for (code, &start) in codes.iter().zip(&starts) {
            let bytes = self.linked(code, start)?;
            self.segments
                .push((start - 4 * code.literals.len() as u32, bytes));
        }
        Ok(())
    }

    /// A function's literals and code.
    fn linked(&self, code: &Code, start: u32) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        for literal in &code.literals {
            let word = match literal {
                Literal::Const(word) => *word,
                Literal::Symbol(symbol, offset) => {
                    self.address(symbol)?.wrapping_add_signed(*offset)
                }
                Literal::CodeOffset(offset) => start + offset,
            };
            bytes.extend(word.to_le_bytes());
        }
        let literals = start - bytes.len() as u32;
        let head = bytes.len();
        bytes.extend(&code.bytes);
        for reloc in &code.relocs {
            let target = match &reloc.target {
                RelocTarget::Symbol(symbol) => self.address(symbol)?,
                RelocTarget::Literal(n) => literals + 4 * n,
            };
            let field = &mut bytes[head + reloc.offset as usize..][..3];
            patch(field, start + reloc.offset, target)?;
        }
        Ok(bytes)
    }

    /// An executable with one segment a piece.
    fn elf(&self) -> Vec<u8> {
        let count = self.segments.len() as u32;
        let half = |bytes: &mut Vec<u8>, n: u32| bytes.extend((n as u16).to_le_bytes());
        let word = |bytes: &mut Vec<u8>, n: u32| bytes.extend(n.to_le_bytes());
        let mut file = b"\x7fELF\x01\x01\x01\0\0\0\0\0\0\0\0\0".to_vec();
        half(&mut file, 2);
        half(&mut file, 94);
        [1, RESET, 52, 0, 0]
            .into_iter()
            .for_each(|n| word(&mut file, n));
        [52, 32, count, 40, 0, 0]
            .into_iter()
            .for_each(|n| half(&mut file, n));
        let mut offset = 52 + 32 * count;
        for (address, bytes) in &self.segments {
            let size = bytes.len() as u32;
            [1, offset, *address, *address, size, size, 7, 4]
                .into_iter()
                .for_each(|n| word(&mut file, n));
            offset += size;
        }
        self.segments
            .iter()
            .for_each(|(_, bytes)| file.extend(bytes));
        file
    }
}

/// Where the driver goes on after a trap: the store through a13 of a8.
fn unwound_offset(start: &Code) -> Result<u32, String> {
    let wanted = encode(Op::S32iN.row(), &[8, 13, 0]).map_err(|e| e.to_string())?;
    let found = start
        .bytes
        .windows(2)
        .position(|w| w == &wanted.bytes()[..]);
    found
        .map(|at| at as u32)
        .ok_or_else(|| "the driver has no reply".into())
}

/// Sets the PC-relative operand of the instruction at an address.
fn patch(field: &mut [u8], at: u32, target: u32) -> Result<(), String> {
    let word = u32::from_le_bytes([field[0], field[1], field[2], 0]);
    let (row, mut values) = DECODER.decode(word).ok_or("no instruction")?;
    let row = &ROWS[usize::from(row)];
    for (operand, value) in row.operands.iter().zip(&mut values) {
        if let Codec::PcRel { base, .. } = operand.field.codec {
            *value = target.wrapping_sub(base.address(at)) as i32;
        }
    }
    let encoded = encode(row, &values).map_err(|e| e.to_string())?;
    field.copy_from_slice(&encoded.bytes());
    Ok(())
}

/// Runs an executable; its standard output.
fn emulate(elf: &[u8]) -> Result<Vec<u8>, String> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("xtensa-sim-{}-{number}.elf", std::process::id());
    let path: PathBuf = std::env::temp_dir().join(name);
    std::fs::write(&path, elf).map_err(|e| e.to_string())?;
    let output = Command::new("qemu-system-xtensa")
        .args("-M sim -cpu de233_fpu -m 320M -nographic -monitor none -semihosting".split(' '))
        .arg("-kernel")
        .arg(&path)
        .output()
        .map_err(|e| format!("qemu-system-xtensa (package qemu-system-misc): {e}"))?;
    if !output.status.success() {
        return Err(format!(
            "the emulated core stopped: {} (100 and more: exception cause), {}; kept: {}",
            output.status,
            String::from_utf8_lossy(&output.stderr),
            path.display()
        ));
    }
    std::fs::remove_file(&path).map_err(|e| e.to_string())?;
    Ok(output.stdout)
}
