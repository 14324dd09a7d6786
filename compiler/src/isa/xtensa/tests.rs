//! Every row, on operands at and beyond its bounds.

use super::table::{Op, ROWS};
use crate::isa::row::{Decoder, decode, encode, pcrel_fits, range, vectors};

#[test]
fn every_row_round_trips_and_refuses() {
    let decoder = Decoder::new(ROWS);
    for (index, row) in ROWS.iter().enumerate() {
        for values in vectors::operand_lists(row) {
            let word = encode(row, &values)
                .unwrap_or_else(|error| panic!("{}: {error}", row.name))
                .word;
            let decoded = decoder.decode(word);
            assert_eq!(decoded, Some((index as u16, values)), "{}", row.name);
            assert_eq!(decoded, decode(ROWS, word), "{}", row.name);
        }
        for (i, operand) in row.operands.iter().enumerate() {
            for value in vectors::illegal_values(operand.field) {
                let mut values = vectors::operand_lists(row)[0].clone();
                values[i] = value;
                assert!(encode(row, &values).is_err(), "{} {values:?}", row.name);
            }
        }
    }
}

#[test]
fn every_narrow_word_decodes_to_what_encodes_it() {
    let decoder = Decoder::new(ROWS);
    let mut legal = 0;
    for word in (0..=0xffffu32).filter(|word| word & 0xf >= 8) {
        let Some((index, values)) = decoder.decode(word) else {
            continue;
        };
        let encoded = encode(&ROWS[usize::from(index)], &values).unwrap();
        assert_eq!((encoded.word, encoded.size), (word, 2));
        legal += 1;
    }
    // l32i.n, s32i.n, add.n, addi.n take a sixteenth of all words each; beqz.n, bnez.n and movi.n (half of the
    // words with op0 12 each two) fill another; mov.n has 256 words, ret.n, retw.n, nop.n, ill.n one each, break.n 16.
    assert_eq!(legal, 5 * 0x1000 + 256 + 4 + 16);
}

#[test]
fn wide_words_have_the_size_their_first_nibble_says() {
    for row in ROWS {
        let narrow = row.pattern.value & 0xf >= 8;
        assert_eq!(row.pattern.mask & 0xf, 0xf, "{}", row.name);
        assert_eq!(row.pattern.size, if narrow { 2 } else { 3 }, "{}", row.name);
    }
}

#[test]
fn branch_ranges_are_the_manuals() {
    let expected = [
        (Op::Beq, -128, 127),
        (Op::Beqz, -2048, 2047),
        (Op::BeqzN, 0, 63),
        (Op::Loop, 0, 255),
        (Op::J, -131072, 131071),
        (Op::Call0, -524288, 524284),
        (Op::L32r, -262144, -4),
    ];
    for (op, min, max) in expected {
        assert_eq!(range(op.row()), Some((min, max)), "{}", op.row().name);
        assert!(!pcrel_fits(op.row(), max + 1));
    }
}
