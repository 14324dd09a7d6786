//! Loads and stores.
//!
//! Bounds were checked by the front end; here an access becomes the accesses the core can do: two words for 64 bits, and
//! bytes where the core may trap on the address. Which ones those are:
//!
//! | `target.misaligned` | marked aligned | not marked |
//! |---|---|---|
//! | `Hardware` | one access | one access |
//! | `Emulated` | one access | bytes |
//! | `Traps` | bytes | bytes |
//!
//! An access whose address is known to be aligned, such as a descriptor's field or a global, is one on every core.

use cranelift_codegen::ir as clif;
use cranelift_codegen::ir::{Endianness, InstructionData, Opcode};

use super::builder::{Builder, Pair};
use super::context::{Class, Context};
use super::error::LowerError;
use super::{float32, int64, narrow::Narrow};
use crate::ir::{BinaryOp, InstData, LoadKind, StoreKind, Value};
use crate::target::Misaligned;

type Done = Result<(), LowerError>;

/// Where an access goes.
#[derive(Clone, Copy)]
struct Place {
    addr: Value,
    offset: i32,
    aligned: bool,
}

impl Place {
    /// The word above.
    fn upper(self) -> Self {
        // Addresses wrap at 2^32, so the sum with the offset does too.
        Self {
            offset: self.offset.wrapping_add(4),
            ..self
        }
    }
}

/// Reads address, offset and flags of an access; `addr` is its address operand.
fn place(
    cx: &Context<'_>,
    addr: clif::Value,
    flags: clif::MemFlags,
    offset: i32,
) -> Result<Place, LowerError> {
    let flags = cx.clif.dfg.mem_flags[flags];
    if flags.explicit_endianness() == Some(Endianness::Big) {
        return Err(cx.contract("a big-endian memory access"));
    }
    Ok(Place {
        addr: cx.one(addr)?,
        offset,
        aligned: flags.aligned(),
    })
}

/// Any load.
pub fn load(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let InstructionData::Load {
        opcode,
        arg,
        flags,
        offset,
    } = cx.clif.dfg.insts[inst]
    else {
        return Ok(());
    };
    let p = place(cx, arg, flags, offset.into())?;
    let class = cx.result_class(inst)?;
    let b = &mut cx.b;
    match (opcode, class) {
        (Opcode::Load, Class::I64 | Class::F64) => {
            let lo = load_word(b, LoadKind::W32, p);
            let hi = load_word(b, LoadKind::W32, p.upper());
            cx.define_two(inst, Pair { lo, hi });
        }
        (Opcode::Load, Class::F32) => {
            let value = load_f32(b, p);
            cx.define_one(inst, value);
        }
        _ => {
            let (kind, signed) = load_kind(opcode, class);
            let word = load_word(b, kind, p);
            define_extended(cx, inst, class, word, signed);
        }
    }
    Ok(())
}

/// The access of an integer load of at most a word, and whether it is signed.
fn load_kind(opcode: Opcode, class: Class) -> (LoadKind, bool) {
    match (opcode, class) {
        (Opcode::Uload8, _) | (Opcode::Load, Class::Narrow(Narrow::W8)) => (LoadKind::U8, false),
        (Opcode::Sload8, _) => (LoadKind::S8, true),
        (Opcode::Uload16, _) | (Opcode::Load, Class::Narrow(Narrow::W16)) => (LoadKind::U16, false),
        (Opcode::Sload16, _) => (LoadKind::S16, true),
        (Opcode::Sload32, _) => (LoadKind::W32, true),
        _ => (LoadKind::W32, false),
    }
}

/// Records a loaded word as a value of the class: an i64 gets its upper word, a narrow one loses its sign bits.
fn define_extended(
    cx: &mut Context<'_>,
    inst: clif::Inst,
    class: Class,
    word: Value,
    signed: bool,
) {
    match class {
        Class::I64 | Class::F64 => {
            let pair = if signed {
                int64::sextend(&mut cx.b, word)
            } else {
                int64::uextend(&mut cx.b, word)
            };
            cx.define_two(inst, pair);
        }
        Class::Narrow(w) if signed => {
            let masked = super::narrow::mask(&mut cx.b, w, word);
            cx.define_one(inst, masked);
        }
        Class::Narrow(_) | Class::I32 | Class::F32 => cx.define_one(inst, word),
    }
}

/// Any store.
pub fn store(cx: &mut Context<'_>, inst: clif::Inst) -> Done {
    let InstructionData::Store {
        opcode,
        args: [value, addr],
        flags,
        offset,
    } = cx.clif.dfg.insts[inst]
    else {
        return Ok(());
    };
    let p = place(cx, addr, flags, offset.into())?;
    let class = cx.class_of(inst, value)?;
    match (opcode, class) {
        (Opcode::Istore8, _) | (Opcode::Store, Class::Narrow(Narrow::W8)) => {
            let word = cx.low(value)?;
            store_word(&mut cx.b, StoreKind::B8, word, p);
        }
        (Opcode::Istore16, _) | (Opcode::Store, Class::Narrow(Narrow::W16)) => {
            let word = cx.low(value)?;
            store_word(&mut cx.b, StoreKind::B16, word, p);
        }
        (Opcode::Istore32, _) | (Opcode::Store, Class::I32) => {
            let word = cx.low(value)?;
            store_word(&mut cx.b, StoreKind::W32, word, p);
        }
        (_, Class::F32) => {
            let value = cx.one(value)?;
            store_f32(&mut cx.b, value, p);
        }
        _ => {
            let pair = cx.two(value)?;
            store_word(&mut cx.b, StoreKind::W32, pair.lo, p);
            store_word(&mut cx.b, StoreKind::W32, pair.hi, p.upper());
        }
    }
    Ok(())
}

// ---- Accesses ----

/// Whether an access of `size` bytes has to go bytewise.
fn goes_bytewise(b: &Builder, p: Place, size: u32) -> bool {
    let may_misalign = match b.target.misaligned {
        Misaligned::Hardware => false,
        Misaligned::Emulated => !p.aligned,
        Misaligned::Traps => true,
    };
    let zeros = || known_zeros(b, p.addr, 4).min(p.offset.trailing_zeros());
    may_misalign && size > 1 << zeros().min(2)
}

/// How many low bits of an address are known to be zero. Symbols of data are word-aligned.
fn known_zeros(b: &Builder, value: Value, depth: u32) -> u32 {
    match b.def(value) {
        Some(&InstData::Iconst(n)) => n.trailing_zeros(),
        Some(&InstData::SymbolAddr { offset, .. }) => offset.trailing_zeros().min(2),
        Some(&InstData::Binary {
            op,
            args: [left, right],
        }) if depth > 0 => {
            let zeros = |value| known_zeros(b, value, depth - 1);
            match op {
                BinaryOp::Iadd | BinaryOp::Isub | BinaryOp::Or | BinaryOp::Xor => {
                    zeros(left).min(zeros(right))
                }
                BinaryOp::And => zeros(left).max(zeros(right)),
                BinaryOp::Imul => zeros(left).saturating_add(zeros(right)),
                BinaryOp::Ishl => match b.as_const(right) {
                    Some(k) => zeros(left).saturating_add(k as u32 & 31),
                    None => zeros(left),
                },
                _ => 0,
            }
        }
        _ => 0,
    }
}

/// Loads at most a word into a word.
fn load_word(b: &mut Builder, kind: LoadKind, p: Place) -> Value {
    let size = kind.bytes();
    let signed = kind == LoadKind::S16;
    if !goes_bytewise(b, p, size) {
        return b.load(kind, p.addr, p.offset, p.aligned || size == 1);
    }
    // byte 0 | byte 1 << 8 | …, the last one sign-extended if the whole is
    let mut word = None;
    for n in 0..size as i32 {
        let is_last = n + 1 == size as i32;
        let kind = if is_last && signed {
            LoadKind::S8
        } else {
            LoadKind::U8
        };
        let byte = b.load(kind, p.addr, p.offset.wrapping_add(n), true);
        let placed = b.shl(byte, 8 * n);
        word = Some(match word {
            None => placed,
            Some(lower) => b.or(lower, placed),
        });
    }
    word.unwrap_or_else(|| b.iconst(0))
}

/// Stores the low bytes of a word.
fn store_word(b: &mut Builder, kind: StoreKind, word: Value, p: Place) {
    let size = kind.bytes();
    if !goes_bytewise(b, p, size) {
        b.store(kind, word, p.addr, p.offset, p.aligned || size == 1);
        return;
    }
    for n in 0..size as i32 {
        let byte = b.ushr(word, 8 * n);
        b.store(StoreKind::B8, byte, p.addr, p.offset.wrapping_add(n), true);
    }
}

/// Loads an `f32` into whatever holds it.
fn load_f32(b: &mut Builder, p: Place) -> Value {
    if b.target.hard_f32() && !goes_bytewise(b, p, 4) {
        return b.load(LoadKind::F32, p.addr, p.offset, p.aligned);
    }
    let bits = load_word(b, LoadKind::W32, p);
    float32::from_bits(b, bits)
}

/// Stores an `f32` from whatever holds it.
fn store_f32(b: &mut Builder, value: Value, p: Place) {
    if b.target.hard_f32() && !goes_bytewise(b, p, 4) {
        b.store(StoreKind::F32, value, p.addr, p.offset, p.aligned);
        return;
    }
    let bits = float32::to_bits(b, value);
    store_word(b, StoreKind::W32, bits, p);
}
