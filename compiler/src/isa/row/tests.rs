use super::{
    Bank, Codec, Decoder, Field, Pattern, PcBase, RESERVED, Reach, Slice, Style, decode, encode,
    pcrel_fits, print, range, slice, vectors,
};

const RD: Field = Field::new("rd", &[slice(7, 5)], Codec::Reg(Bank::Int));
const RS2: Field = Field::new("rs2", &[slice(20, 5)], Codec::Reg(Bank::Int));
const BASE: Field = Field::new("rs1", &[slice(15, 5)], Codec::Reg(Bank::Int)).styled(Style::Base);
const IMM_I: Field = Field::new("imm", &[slice(20, 12)], Codec::Signed { shift: 0 });
const ORDER: Field = Field::new(
    "order",
    &[slice(25, 2)],
    Codec::Named(&[Some(""), Some(".rl"), Some(".aq"), None]),
)
.styled(Style::Suffix);
const CRD: Field = Field::new("rd'", &[slice(2, 3)], Codec::RegSubset(Bank::Int, 8));
const SHORT: Field = Field::new(
    "nzimm",
    &[slice(12, 1), slice(5, 7)],
    Codec::SignedNonZero { shift: 0 },
);
const IMM_U: Field = Field::new("imm", &[slice(12, 20)], Codec::Unsigned { shift: 0 });
const IMM_J: Field = Field::new(
    "label",
    &[slice(31, 1), slice(12, 8), slice(20, 1), slice(21, 10)],
    Codec::PcRel {
        base: PcBase::Pc,
        shift: 1,
        reach: Reach::Both,
    },
);

isa_table! {
    Lui   "lui"   ".................... ..... 0110111" (Def RD, Imm IMM_U)  Core "2.4";
    Jal   "jal"   ".................... ..... 1101111" (Def RD, Imm IMM_J)  Core "2.5";
    Lw    "lw"    "............ ..... 010 ..... 0000011" (Def RD, Imm IMM_I, Use BASE) Core "2.6";
    Amo   "amo"   "00000.. ..... ..... 010 ..... 0101111" (Imm ORDER, Def RD, Use RS2, Use BASE) A "14.4";
    Short "short" "010. .... ... ... 01"                (Def CRD, Imm SHORT) C "x";
    Nil   "nil"   "0100 0000 000 000 01"                ()                   C "x" special;
}

fn reg(_: Bank, n: i32) -> String {
    format!("x{n}")
}

#[test]
fn patterns_are_read_as_drawn() {
    let pattern = Pattern::drawn("010. .... ... ... 01");
    assert_eq!(
        (pattern.mask, pattern.value, pattern.size),
        (0xe003, 0x4001, 2)
    );
}

#[test]
fn scattered_bits_go_where_the_manual_says() {
    assert_eq!(encode(Op::Jal.row(), &[1, -2]).unwrap().word, 0xfffff0ef);
    assert_eq!(encode(Op::Jal.row(), &[0, 0x800]).unwrap().word, 0x0010006f);
    assert_eq!(
        encode(Op::Lui.row(), &[10, 0x12345]).unwrap().bytes()[..],
        [0x37, 0x55, 0x34, 0x12]
    );
}

#[test]
fn every_row_round_trips_and_refuses() {
    let decoder = Decoder::new(ROWS);
    for ((index, row), op) in ROWS.iter().enumerate().zip(Op::ALL) {
        assert_eq!(op.row().name, row.name);
        for values in vectors::operand_lists(row) {
            let word = encode(row, &values).unwrap().word;
            assert_eq!(decoder.decode(word), Some((index as u16, values.clone())));
            assert_eq!(decode(ROWS, word), Some((index as u16, values)));
        }
    }
    for field in [RD, CRD, IMM_I, ORDER, SHORT, IMM_U, IMM_J] {
        for value in vectors::illegal_values(&field) {
            assert_eq!(field.to_bits(value), None, "{} {value}", field.name);
        }
    }
}

#[test]
fn codecs() {
    const NIBBLE: &[Slice] = &[slice(4, 4)];
    let bits = |codec, value| Field::new("f", NIBBLE, codec).to_bits(value);
    let value = |codec, bits| Field::new("f", NIBBLE, codec).from_bits(bits);
    assert_eq!(bits(Codec::Biased(7), 22), Some(15));
    assert_eq!(bits(Codec::Biased(7), 6), None);
    assert_eq!(bits(Codec::Wrapped(-4), -4), Some(12));
    assert_eq!(value(Codec::Wrapped(-4), 12), Some(-4));
    assert_eq!(value(Codec::Wrapped(-4), 11), Some(11));
    assert_eq!(value(Codec::Table(&[5, RESERVED, 9]), 1), None);
    assert_eq!(value(Codec::Table(&[5, RESERVED, 9]), 2), Some(9));
    let back = Codec::PcRel {
        base: PcBase::L32r,
        shift: 2,
        reach: Reach::Backward,
    };
    assert_eq!(
        (bits(back, -4), bits(back, -64), bits(back, 0)),
        (Some(15), Some(0), None)
    );
    assert_eq!((value(back, 15), value(back, 0)), (Some(-4), Some(-64)));
}

#[test]
fn branch_ranges() {
    assert_eq!(range(Op::Jal.row()), Some((-0x100000, 0xffffe)));
    assert_eq!(range(Op::Lui.row()), None);
    assert!(pcrel_fits(Op::Jal.row(), 0xffffe) && !pcrel_fits(Op::Jal.row(), 0x100000));
}

#[test]
fn printing() {
    let label = |_: PcBase, d: i32| format!(".{d:+}");
    assert_eq!(print(Op::Jal.row(), &[1, 16], &reg, &label), "jal x1, .+16");
    assert_eq!(
        print(Op::Amo.row(), &[1, 2, 3, 4], &reg, &label),
        "amo.rl x2, x3, (x4)"
    );
    assert_eq!(
        print(Op::Lw.row(), &[2, -4, 4], &reg, &label),
        "lw x2, -4(x4)"
    );
    assert_eq!(print(Op::Nil.row(), &[], &reg, &label), "nil");
}
