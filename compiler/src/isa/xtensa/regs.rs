//! The registers' names in assembly text.

use crate::isa::row::Bank;

/// A number and its name.
type Name = (u8, &'static str);

/// The special registers of ESP32-class cores that can be read, written and exchanged (manual, section 5.3).
const SPECIAL: &[Name] = &[
    (0, "lbeg"),
    (1, "lend"),
    (2, "lcount"),
    (3, "sar"),
    (4, "br"),
    (12, "scompare1"),
    (16, "acclo"),
    (17, "acchi"),
    (32, "m0"),
    (33, "m1"),
    (34, "m2"),
    (35, "m3"),
    (72, "windowbase"),
    (73, "windowstart"),
    (96, "ibreakenable"),
    (97, "memctl"),
    (99, "atomctl"),
    (104, "ddr"),
    (128, "ibreaka0"),
    (129, "ibreaka1"),
    (144, "dbreaka0"),
    (145, "dbreaka1"),
    (160, "dbreakc0"),
    (161, "dbreakc1"),
    (177, "epc1"),
    (178, "epc2"),
    (179, "epc3"),
    (180, "epc4"),
    (181, "epc5"),
    (182, "epc6"),
    (183, "epc7"),
    (192, "depc"),
    (194, "eps2"),
    (195, "eps3"),
    (196, "eps4"),
    (197, "eps5"),
    (198, "eps6"),
    (199, "eps7"),
    (209, "excsave1"),
    (210, "excsave2"),
    (211, "excsave3"),
    (212, "excsave4"),
    (213, "excsave5"),
    (214, "excsave6"),
    (215, "excsave7"),
    (224, "cpenable"),
    (228, "intenable"),
    (230, "ps"),
    (231, "vecbase"),
    (232, "exccause"),
    (234, "ccount"),
    (236, "icount"),
    (237, "icountlevel"),
    (238, "excvaddr"),
    (240, "ccompare0"),
    (241, "ccompare1"),
    (242, "ccompare2"),
    (244, "misc0"),
    (245, "misc1"),
    (246, "misc2"),
    (247, "misc3"),
];

/// Those that can only be read.
const READ_ONLY: &[Name] = &[
    (176, "configid0"),
    (208, "configid1"),
    (226, "interrupt"),
    (233, "debugcause"),
    (235, "prid"),
];

/// Those that can only be written: to set and clear bits of `interrupt`.
const WRITE_ONLY: &[Name] = &[(226, "intset"), (227, "intclear")];

/// The special registers by number, for `rsr`.
pub static READABLE: [Option<&str>; 256] = named(&[SPECIAL, READ_ONLY]);
/// The special registers by number, for `wsr`.
pub static WRITABLE: [Option<&str>; 256] = named(&[SPECIAL, WRITE_ONLY]);
/// The special registers by number, for `xsr`.
pub static EXCHANGEABLE: [Option<&str>; 256] = named(&[SPECIAL]);
/// The user registers by number: the thread pointer, floating-point control and status.
pub static USER: [Option<&str>; 256] = named(&[&[(231, "threadptr"), (232, "fcr"), (233, "fsr")]]);

/// Names by number.
const fn named(lists: &[&[Name]]) -> [Option<&'static str>; 256] {
    let mut names = [None; 256];
    let mut i = 0;
    while i < lists.len() {
        let mut j = 0;
        while j < lists[i].len() {
            let (number, name) = lists[i][j];
            names[number as usize] = Some(name);
            j += 1;
        }
        i += 1;
    }
    names
}

/// A register's name in assembly text.
pub fn name(bank: Bank, number: i32) -> String {
    match bank {
        Bank::Int if number == 1 => "sp".to_owned(),
        Bank::Int => format!("a{number}"),
        Bank::Float => format!("f{number}"),
        Bank::Bool => format!("b{number}"),
        Bank::Special | Bank::User => number.to_string(),
    }
}
