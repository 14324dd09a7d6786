//! Encoding, decoding and printing instructions from their rows.

use std::fmt::Write as _;

use smallvec::SmallVec;

use super::field::{Bank, Codec, PcBase, Style};
use super::{Operand, Role, Row};

/// The operand values of one instruction.
pub type Values = SmallVec<[i32; 6]>;

/// An encoded instruction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Encoded {
    /// Its bits.
    pub word: u32,
    /// Bytes: 2, 3 or 4.
    pub size: u8,
}

impl Encoded {
    /// The bytes in memory, little-endian.
    pub fn bytes(&self) -> SmallVec<[u8; 4]> {
        SmallVec::from_slice(&self.word.to_le_bytes()[..usize::from(self.size)])
    }
}

/// An operand an instruction cannot have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OperandError {
    /// Too many or too few operands.
    #[error("`{mnemonic}` takes {expected} operands, not {found}")]
    Count {
        /// The instruction.
        mnemonic: &'static str,
        /// How many it takes.
        expected: usize,
        /// How many there were.
        found: usize,
    },
    /// A value its field cannot hold.
    #[error(
        "`{mnemonic}`: operand `{field}` cannot be {value} (from {min} to {max} in steps of {step}, perhaps with gaps)"
    )]
    Value {
        /// The instruction.
        mnemonic: &'static str,
        /// The operand's field.
        field: &'static str,
        /// The value.
        value: i32,
        /// The least legal value.
        min: i32,
        /// The greatest legal value.
        max: i32,
        /// The step between legal values.
        step: i32,
    },
}

/// Encodes an instruction; one value per operand in the row's order.
pub fn encode(row: &Row, values: &[i32]) -> Result<Encoded, OperandError> {
    if values.len() != row.operands.len() {
        return Err(OperandError::Count {
            mnemonic: row.name,
            expected: row.operands.len(),
            found: values.len(),
        });
    }
    let mut word = row.pattern.value;
    for (Operand { field, .. }, &value) in row.operands.iter().zip(values) {
        let stored = field.to_bits(value).ok_or_else(|| {
            let (min, max) = field.range();
            OperandError::Value {
                mnemonic: row.name,
                field: field.name,
                value,
                min,
                max,
                step: field.step(),
            }
        })?;
        word = field.insert(word, stored);
    }
    Ok(Encoded {
        word,
        size: row.pattern.size,
    })
}

/// The operand values of a word, if it is this row's instruction.
fn decode_row(row: &Row, word: u32) -> Option<Values> {
    if !row.pattern.matches(word) {
        return None;
    }
    row.operands
        .iter()
        .map(|operand| operand.field.from_bits(operand.field.extract(word)))
        .collect()
}

/// Decodes the instruction at the low end of a word: its index in the table and its operands. Scans the whole table;
/// to decode more than a few words, use a [`Decoder`].
pub fn decode(rows: &'static [Row], word: u32) -> Option<(u16, Values)> {
    let special_first = |special| {
        (rows
            .iter()
            .enumerate()
            .filter(move |(_, row)| row.special == special))
        .find_map(|(index, row)| Some((index as u16, decode_row(row, word)?)))
    };
    special_first(true).or_else(|| special_first(false))
}

/// A table's index by the low bits of the words its rows match.
#[derive(Debug)]
pub struct Decoder {
    rows: &'static [Row],
    buckets: Vec<Vec<u16>>,
}

impl Decoder {
    /// Both instruction sets have their major opcode in the low bits.
    const BUCKET_BITS: u32 = 7;

    /// Indexes a table.
    pub fn new(rows: &'static [Row]) -> Self {
        let low = (1 << Self::BUCKET_BITS) - 1;
        let mut order: Vec<u16> = (0..rows.len() as u16).collect();
        // A special case of a special case has more fixed bits.
        order.sort_by_key(|&i| {
            let row = &rows[usize::from(i)];
            (
                !row.special,
                std::cmp::Reverse(row.pattern.mask.count_ones()),
            )
        });
        let bucket = |bits: u32| {
            let may_match = |&i: &u16| {
                let pattern = rows[usize::from(i)].pattern;
                (pattern.value ^ bits) & pattern.mask & low == 0
            };
            order.iter().copied().filter(may_match).collect()
        };
        Self {
            rows,
            buckets: (0..=low).map(bucket).collect(),
        }
    }

    /// Decodes the instruction at the low end of a word: its index in the table and its operands.
    pub fn decode(&self, word: u32) -> Option<(u16, Values)> {
        let bucket = &self.buckets[word as usize & ((1 << Self::BUCKET_BITS) - 1)];
        (bucket.iter()).find_map(|&i| Some((i, decode_row(&self.rows[usize::from(i)], word)?)))
    }
}

/// Assembly text, as the assembler reads it. `reg_name` names registers; `label` writes a PC-relative operand, given its
/// base and its distance from it.
pub fn print(
    row: &Row,
    values: &[i32],
    reg_name: &dyn Fn(Bank, i32) -> String,
    label: &dyn Fn(PcBase, i32) -> String,
) -> String {
    let mut text = String::from(row.name);
    let mut before = None;
    for (Operand { field, role }, &value) in row.operands.iter().zip(values) {
        let operand = match (field.bank(), field.codec) {
            (Some(bank), _) => reg_name(bank, value),
            (_, Codec::Named(names)) => {
                let name = names.get(value as usize).copied().flatten();
                name.map_or_else(|| value.to_string(), str::to_owned)
            }
            (_, Codec::PcRel { base, .. }) => label(base, value),
            _ => value.to_string(),
        };
        let separator = match (field.style, before) {
            (Style::Suffix, _) => "",
            // `offset(base)`; without an offset `(base)`.
            (Style::Base, Some(Role::Imm)) => "",
            (_, None) => " ",
            (_, Some(_)) => ", ",
        };
        // Writing to a string cannot fail.
        let _ = match field.style {
            Style::Hidden => continue,
            Style::Base => write!(text, "{separator}({operand})"),
            Style::Plain | Style::Suffix => write!(text, "{separator}{operand}"),
        };
        if field.style != Style::Suffix {
            before = Some(*role);
        }
    }
    text
}

/// The distances, in bytes, that a row's PC-relative operand reaches, if it has one.
pub fn range(row: &Row) -> Option<(i32, i32)> {
    (row.operands.iter())
        .find(|operand| matches!(operand.field.codec, Codec::PcRel { .. }))
        .map(|operand| operand.field.range())
}

/// Whether a row has a PC-relative operand that can hold a distance.
pub fn pcrel_fits(row: &Row, distance: i32) -> bool {
    (row.operands.iter())
        .find(|operand| matches!(operand.field.codec, Codec::PcRel { .. }))
        .is_some_and(|operand| operand.field.to_bits(distance).is_some())
}
