//! The registers: their names in assembly text.

use crate::isa::row::Bank;

/// The special registers of ESP32-class cores (manual, section 5.3). `interrupt` (226) is called `intset` when written.
pub const SPECIAL_REGISTERS: &[(u8, &str)] = &[
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
    (176, "configid0"),
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
    (208, "configid1"),
    (209, "excsave1"),
    (210, "excsave2"),
    (211, "excsave3"),
    (212, "excsave4"),
    (213, "excsave5"),
    (214, "excsave6"),
    (215, "excsave7"),
    (224, "cpenable"),
    (226, "interrupt"),
    (227, "intclear"),
    (228, "intenable"),
    (230, "ps"),
    (231, "vecbase"),
    (232, "exccause"),
    (233, "debugcause"),
    (234, "ccount"),
    (235, "prid"),
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

/// The user registers: the thread pointer, floating-point control and status.
pub const USER_REGISTERS: &[(u8, &str)] = &[(231, "threadptr"), (232, "fcr"), (233, "fsr")];

/// A register's name in assembly text; its number if it has none.
pub fn name(bank: Bank, number: i32) -> String {
    let named = |names: &[(u8, &str)]| {
        (names.iter().find(|(n, _)| i32::from(*n) == number))
            .map_or_else(|| number.to_string(), |(_, name)| (*name).to_owned())
    };
    match bank {
        Bank::Int if number == 1 => "sp".to_owned(),
        Bank::Int => format!("a{number}"),
        Bank::Float => format!("f{number}"),
        Bank::Bool => format!("b{number}"),
        Bank::Special => named(SPECIAL_REGISTERS),
        Bank::User => named(USER_REGISTERS),
    }
}
