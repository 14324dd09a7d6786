//! Test vectors from the tables: operand values at and just beyond the bounds of each field.
//!
//! Tests and the oracle that asks other assemblers iterate over rows with these, so a new row is tested by existing.

use super::field::{Codec, Field};
use super::{Row, Values};

/// Legal values of a field worth trying: every value of a small field; else its bounds, their neighbours, the neighbours of
/// zero, every power of two (each bit alone) and its negative.
pub fn legal_values(field: &Field) -> Vec<i32> {
    let (min, max) = field.range();
    let step = field.step();
    let mut candidates: Vec<i32> = if (i64::from(max) - i64::from(min)) / i64::from(step) < 16 {
        (min..=max).collect()
    } else {
        let near = [min, min + step, -step, 0, step, max - step, max];
        let bits = (0..31).flat_map(|bit| [1 << bit, -1 << bit]);
        near.into_iter().chain(bits).collect()
    };
    match field.codec {
        Codec::Table(table) => candidates.extend(table),
        Codec::Named(names) => candidates.extend(0..names.len() as i32),
        _ => {}
    }
    candidates.retain(|&v| field.to_bits(v).is_some());
    candidates.sort_unstable();
    candidates.dedup();
    candidates
}

/// Values that a field must refuse: one beyond each bound, and gaps between legal values.
pub fn illegal_values(field: &Field) -> Vec<i32> {
    let (min, max) = field.range();
    let step = field.step();
    let mut values = vec![min - 1, min - step, max + 1, max + step, i32::MIN, i32::MAX];
    if step > 1 {
        values.extend([min + 1, max - 1, step / 2]);
    }
    match field.codec {
        Codec::RegExcept(_, except) => values.extend((0..32).filter(|r| except >> r & 1 == 1)),
        Codec::SignedNonZero { .. } => values.push(0),
        Codec::Named(names) => {
            values.extend((0..names.len() as i32).filter(|&v| names[v as usize].is_none()));
        }
        _ => {}
    }
    values
}

/// Operand lists for a row: every operand runs through all its [`legal_values`], each from another place, so that
/// swapped fields show.
pub fn operand_lists(row: &Row) -> Vec<Values> {
    let legal: Vec<Vec<i32>> = (row.operands.iter())
        .map(|operand| legal_values(operand.field))
        .collect();
    let count = legal.iter().map(Vec::len).max().unwrap_or(1);
    let list = |k: usize| {
        let value = |(i, values): (usize, &Vec<i32>)| values[(k + 3 * i) % values.len()];
        legal.iter().enumerate().map(value).collect()
    };
    (0..count).map(list).collect()
}
