//! The instruction sets of tier `isa/` and the assemblers to ask about them.

use tinsmith::isa::riscv32;

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

/// All of them.
pub const ALL: &[Isa] = &[RISCV32];
