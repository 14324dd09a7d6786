//! Every arithmetic intrinsic on the emulated cores, against the interpreter of Tinsmith IR.
//!
//! The routines are called through the run script with the wasm convention, so this is also a test of entering,
//! marshalling and, on Xtensa, of what a young LLVM back end made of the runtime.

use tinsmith::board::Board;
use tinsmith::ir::interp::{Memory, intrinsics};

use super::firmware::{PRINT, Script, boards, firmware, run};

/// Name after `tinsmith_`, operands, result: `i`, `I`, `f`, `F`.
const ROUTINES: &[(&str, &str, char)] = &[
    ("i32_mul", "ii", 'i'),
    ("i32_mulh_u", "ii", 'i'),
    ("i32_mulh_s", "ii", 'i'),
    ("i32_div_u", "ii", 'i'),
    ("i32_div_s", "ii", 'i'),
    ("i32_rem_u", "ii", 'i'),
    ("i32_rem_s", "ii", 'i'),
    ("i32_clz", "i", 'i'),
    ("i32_ctz", "i", 'i'),
    ("i32_popcnt", "i", 'i'),
    ("i64_mul", "II", 'I'),
    ("i64_mulh_u", "II", 'I'),
    ("i64_mulh_s", "II", 'I'),
    ("i64_div_u", "II", 'I'),
    ("i64_div_s", "II", 'I'),
    ("i64_rem_u", "II", 'I'),
    ("i64_rem_s", "II", 'I'),
    ("f32_add", "ff", 'f'),
    ("f32_sub", "ff", 'f'),
    ("f32_mul", "ff", 'f'),
    ("f32_div", "ff", 'f'),
    ("f32_min", "ff", 'f'),
    ("f32_max", "ff", 'f'),
    ("f32_copysign", "ff", 'i'),
    ("f32_sqrt", "f", 'f'),
    ("f32_ceil", "f", 'f'),
    ("f32_floor", "f", 'f'),
    ("f32_trunc", "f", 'f'),
    ("f32_nearest", "f", 'f'),
    ("f32_eq", "ff", 'i'),
    ("f32_lt", "ff", 'i'),
    ("f32_le", "ff", 'i'),
    ("f64_add", "FF", 'F'),
    ("f64_sub", "FF", 'F'),
    ("f64_mul", "FF", 'F'),
    ("f64_div", "FF", 'F'),
    ("f64_min", "FF", 'F'),
    ("f64_max", "FF", 'F'),
    ("f64_copysign", "FF", 'I'),
    ("f64_sqrt", "F", 'F'),
    ("f64_ceil", "F", 'F'),
    ("f64_floor", "F", 'F'),
    ("f64_trunc", "F", 'F'),
    ("f64_nearest", "F", 'F'),
    ("f64_eq", "FF", 'i'),
    ("f64_lt", "FF", 'i'),
    ("f64_le", "FF", 'i'),
    ("f64_promote_f32", "f", 'F'),
    ("f32_demote_f64", "F", 'f'),
    ("f32_convert_i32_s", "i", 'f'),
    ("f32_convert_i32_u", "i", 'f'),
    ("f32_convert_i64_s", "I", 'f'),
    ("f32_convert_i64_u", "I", 'f'),
    ("f64_convert_i32_s", "i", 'F'),
    ("f64_convert_i32_u", "i", 'F'),
    ("f64_convert_i64_s", "I", 'F'),
    ("f64_convert_i64_u", "I", 'F'),
    ("i32_trunc_sat_f32_s", "f", 'i'),
    ("i32_trunc_sat_f32_u", "f", 'i'),
    ("i32_trunc_sat_f64_s", "F", 'i'),
    ("i32_trunc_sat_f64_u", "F", 'i'),
    ("i64_trunc_sat_f32_s", "f", 'I'),
    ("i64_trunc_sat_f32_u", "f", 'I'),
    ("i64_trunc_sat_f64_s", "F", 'I'),
    ("i64_trunc_sat_f64_u", "F", 'I'),
];

const I32: &[u64] = &[
    0,
    1,
    2,
    7,
    10,
    0xffff,
    0x1_0000,
    0x7fff_ffff,
    0x8000_0000,
    0xffff_ffff,
];

const I64: &[u64] = &[
    0,
    1,
    10,
    0xffff_ffff,
    1 << 32,
    (1 << 53) + 1,
    i64::MAX as u64,
    1 << 63,
    (1 << 63) | 0x3ff,
    u64::MAX,
];

const F32: &[u64] = &[
    0,
    0x8000_0000,
    0x0000_0001,
    0x007f_ffff,
    0x3f00_0000,
    0x3f80_0000,
    0xbf80_0001,
    0x4020_0000,
    0xcb7f_ffff,
    0x4f00_0000,
    0x7f7f_ffff,
    0xff80_0000,
    0x7fc0_0000,
    0xffa0_0001,
];

const F64: &[u64] = &[
    0,
    1 << 63,
    1,
    0x000f_ffff_ffff_ffff,
    0x3fe0_0000_0000_0000,
    0x3ff0_0000_0000_0000,
    0xbff0_0000_0000_0001,
    0x4004_0000_0000_0000,
    0xc32f_ffff_ffff_ffff,
    0x41ef_ffff_ffff_ffff,
    0x43e0_0000_0000_0000,
    0x7fef_ffff_ffff_ffff,
    0xfff0_0000_0000_0000,
    0x7ff8_0000_0000_0000,
    0xfff4_0000_0000_0001,
];

/// Operands of a routine: every combination of edges, then random ones.
fn operands(letters: &str, random: &mut u64) -> Vec<Vec<u64>> {
    let edges = |letter| match letter {
        'i' => I32,
        'I' => I64,
        'f' => F32,
        _ => F64,
    };
    let mut list = vec![Vec::new()];
    for letter in letters.chars() {
        let longer = |prefix: &Vec<u64>| {
            let with = |&edge: &u64| [&prefix[..], &[edge]].concat();
            edges(letter).iter().map(with).collect::<Vec<_>>()
        };
        list = list.iter().flat_map(longer).collect();
    }
    for _ in 0..40 {
        list.push(letters.chars().map(|letter| any(letter, random)).collect());
    }
    list
}

/// A random operand; floats near those of integers, so that operations meet.
fn any(letter: char, random: &mut u64) -> u64 {
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    let bits = random.wrapping_mul(0x2545_f491_4f6c_dd1d);
    match letter {
        'i' => bits >> 32,
        'I' => bits >> (bits & 31),
        'f' => bits >> 32 & 0x807f_ffff | (110 + (bits & 63)) << 23,
        _ => bits & 0x800f_ffff_ffff_ffff | (1000 + (*random & 63)) << 52,
    }
}

/// What the routine gives, by the interpreter; none where it must not be called.
fn expected(name: &str, letters: &str, args: &[u64]) -> Option<u64> {
    let mut words = Vec::new();
    for (letter, &arg) in letters.chars().zip(args) {
        words.push(arg as u32);
        if letter.is_ascii_uppercase() {
            words.push((arg >> 32) as u32);
        }
    }
    let result = intrinsics::call(&mut Memory::default(), &format!("tinsmith_{name}"), &words);
    let result = result.unwrap_or_else(|| panic!("the interpreter has no {name}"))?;
    let high = result.get(1).copied().unwrap_or(0);
    Some(u64::from(result[0]) | u64::from(high) << 32)
}

/// Whether two results agree: a NaN is any quiet NaN.
fn agree(letter: char, got: u64, want: u64) -> bool {
    let nan = |bits: u64| match letter {
        'f' => bits & 0x7fc0_0000 == 0x7fc0_0000,
        'F' => bits & 0x7ff8 << 48 == 0x7ff8 << 48,
        _ => false,
    };
    got == want || nan(got) && nan(want)
}

/// A letter as the script spells a value's bits: intrinsics take floats as words.
fn bits_of(letter: char) -> char {
    if letter.is_ascii_uppercase() {
        'I'
    } else {
        'i'
    }
}

fn on_board(board: &Board) {
    let mut script = Script::default();
    let mut wanted = Vec::new();
    let mut random = 1;
    for &(routine, letters, result) in ROUTINES {
        let params: String = letters.chars().map(bits_of).collect();
        let signature = format!("{params}>{}", bits_of(result));
        for args in operands(letters, &mut random) {
            if let Some(want) = expected(routine, letters, &args) {
                script.call(&format!("tinsmith_{routine}"), &signature, PRINT, &args);
                wanted.push((routine, args, result, want));
            }
        }
    }
    let firmware = firmware(board, script, &[], Vec::new());
    let outcome = run(board, &firmware, "");
    let lines = outcome.control();
    let mut wrong = Vec::new();
    for ((routine, args, result, want), line) in wanted.iter().zip(&lines) {
        let value = line
            .strip_prefix("result i32:")
            .or(line.strip_prefix("result i64:"));
        let value: i64 = value.unwrap_or_else(|| panic!("{line}")).parse().unwrap();
        let mask = if result.is_ascii_uppercase() {
            u64::MAX
        } else {
            0xffff_ffff
        };
        let got = value as u64 & mask;
        if !agree(*result, got, *want) {
            wrong.push(format!("{routine} {args:x?}: {got:x}, not {want:x}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{}: {} wrong\n{}",
        board.name,
        wrong.len(),
        wrong.join("\n")
    );
    assert_eq!(
        lines.len(),
        wanted.len() + 1,
        "{:?} {:?}",
        outcome.status,
        lines.last()
    );
    assert_eq!(lines.last(), Some(&"exit 0"));
    assert_eq!(outcome.status, Some(0));
}

#[test]
fn intrinsics_on_every_board() {
    for board in boards() {
        on_board(board);
    }
}
