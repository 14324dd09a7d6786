//! The instruction sets of tier `isa/` and the assemblers to ask about them.

use tinsmith::isa::row::{Codec, PcBase};
use tinsmith::isa::{riscv32, xtensa};

use tinsmith::target::Target;

use crate::isa_oracle::{Assembler, Isa};

/// RV32 against LLVM's and GNU's assemblers.
pub const RISCV32: Isa = Isa {
    name: "riscv32",
    rows: riscv32::table::ROWS,
    decoder: || &riscv32::DECODER,
    reg_name: riscv32::regs::reg_name,
    prelude: ".option norelax\n",
    mode: |row| match row.pattern.size {
        2 => ".option rvc",
        _ => ".option norvc",
    },
    comment: "#",
    align: |_| 1,
    unconfirmed: &[],
    label: |_, distance| format!(".{distance:+}"),
    assemblers: &[
        Assembler {
            command: &[
                "llvm-mc-22",
                "-triple=riscv32",
                "-mattr=+m,+a,+f,+c,+zba,+zbb,+zbs",
                "-filetype=obj",
            ],
            refuses: |_| false,
        },
        Assembler {
            command: &[
                "riscv64-unknown-elf-as",
                "-march=rv32imafc_zicsr_zifencei_zba_zbb_zbs",
                "-mabi=ilp32f",
            ],
            // It has no spelling for an empty set.
            refuses: |line| line.starts_with("fence") && line.contains('0'),
        },
    ],
};

/// Xtensa against LLVM's assembler, and against GNU's for the core of the ESP8266.
pub const XTENSA: Isa = Isa {
    name: "xtensa",
    rows: xtensa::table::ROWS,
    decoder: || &xtensa::DECODER,
    reg_name: xtensa::regs::name,
    prelude: "",
    mode: |_| "",
    comment: "#",
    // Calls and literal loads count from an aligned address.
    align: |row| {
        let aligned = |codec| {
            matches!(
                codec,
                Codec::PcRel {
                    base: PcBase::PcAligned4Plus4 | PcBase::L32r,
                    ..
                }
            )
        };
        match row.operands.iter().any(|o| aligned(o.field.codec)) {
            true => 4,
            false => 1,
        }
    },
    // The multiprocessor synchronization option.
    unconfirmed: &["l32ai", "s32ri"],
    label: |base, distance| format!(".{:+}", i64::from(distance) + base.address(0) as i64),
    assemblers: &[
        Assembler {
            command: &[
                "llvm-mc-22",
                "--triple=xtensa",
                "--mcpu=esp32",
                "-filetype=obj",
            ],
            refuses: |line| NOT_LLVM.contains(&mnemonic(line)),
        },
        Assembler {
            command: &["xtensa-lx106-elf-as", "--no-transform"],
            refuses: lx106_refuses,
        },
    ],
};

/// What LLVM's assembler does not know.
const NOT_LLVM: &[&str] = &["l32ai", "s32ri", "simcall", "ssa8b"];

/// The special and user registers it lacks.
const NOT_LX106_REGISTERS: &[&str] = &[
    "acchi",
    "acclo",
    "atomctl",
    "br",
    "ccompare1",
    "ccompare2",
    "configid0",
    "configid1",
    "cpenable",
    "dbreaka1",
    "dbreakc1",
    "epc4",
    "epc5",
    "epc6",
    "epc7",
    "eps4",
    "eps5",
    "eps6",
    "eps7",
    "excsave4",
    "excsave5",
    "excsave6",
    "excsave7",
    "fcr",
    "fsr",
    "ibreaka1",
    "lbeg",
    "lcount",
    "lend",
    "m0",
    "m1",
    "m2",
    "m3",
    "memctl",
    "misc0",
    "misc1",
    "misc2",
    "misc3",
    "scompare1",
    "threadptr",
    "windowbase",
    "windowstart",
];

/// What GNU's assembler does not know: Debian's is configured for the lx106.
fn lx106_refuses(line: &str) -> bool {
    let lx106 = Target::by_name("xtensa-lx106").expect("a target");
    let row = (xtensa::table::ROWS.iter()).find(|row| row.name == mnemonic(line));
    let operands: Vec<&str> = line.split([' ', ',']).collect();
    // GNU's assembler wants `extui`'s field to lie within the register; the processor fills it with zeros.
    let beyond = |from: &str, bits: &str| match (from.parse::<u32>(), bits.parse::<u32>()) {
        (Ok(from), Ok(bits)) => from + bits > 32,
        _ => false,
    };
    let overlong = match operands[..] {
        ["extui", .., from, _, bits] => beyond(from, bits),
        _ => false,
    };
    row.is_none_or(|row| !lx106.has(row.ext))
        || overlong
        || (operands.iter()).any(|operand| NOT_LX106_REGISTERS.contains(operand))
}

fn mnemonic(line: &str) -> &str {
    line.split(' ').next().unwrap_or_default()
}

/// All of them.
pub const ALL: &[Isa] = &[RISCV32, XTENSA];
