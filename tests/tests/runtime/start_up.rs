//! The chips' start-up code and UART output, executed: the same assembly as on a chip (`boards/chips/`), with the addresses of
//! emulated machines that have a UART of another kind, of which the data register is enough. The status word is one of RAM,
//! which says that there is room.

use std::io::{BufRead as _, BufReader};
use std::process::{Command, Stdio};

use tinsmith::board::Board;
use tinsmith::runtime;

use super::firmware::{self, PRINT, Script, scratch};

/// A machine, and a chip whose start-up code runs there.
struct Machine {
    /// Target and start-up code, as the chip has them.
    target: &'static str,
    start_up: &'static str,
    folder: &'static str,
    assembler: &'static [&'static str],
    /// The emulator's words.
    command: &'static [&'static str],
    /// Its RAM and the UART's data register.
    ram: u32,
    uart: u32,
    holds: &'static str,
}

const LX60: &[&str] = &[
    "qemu-system-xtensa",
    "-M",
    "lx60",
    "-cpu",
    "de233_fpu",
    "-m",
    "16M",
];
const LX60_NOMMU: &[&str] = &[
    "qemu-system-xtensa",
    "-M",
    "lx60-nommu",
    "-cpu",
    "lx106",
    "-m",
    "16M",
];
const VIRT: &[&str] = &["qemu-system-riscv32", "-M", "virt", "-bios", "none"];
/// The machine starts at the ELF file's entry.
const ANYWHERE: &str = r#""vectors", "reset", "text", "rodata", "data", "bss", "stack", "noinit""#;
/// The machine starts at the first byte of RAM.
const FIRST: &str = r#""reset", "vectors", "text", "rodata", "data", "bss", "stack", "noinit""#;

const MACHINES: &[Machine] = &[
    Machine {
        target: "xtensa-esp32",
        start_up: "esp32-app",
        folder: "xtensa",
        assembler: &[
            "-triple=xtensa",
            "-mcpu=esp32",
            "-defsym=WINDOWED=1",
            "-defsym=F32=1",
            "-defsym=LOOPS=1",
        ],
        command: LX60,
        ram: 0,
        uart: 0xfd05_0020,
        holds: ANYWHERE,
    },
    Machine {
        target: "xtensa-esp32s2",
        start_up: "esp32s2-app",
        folder: "xtensa",
        assembler: &[
            "-triple=xtensa",
            "-mcpu=esp32",
            "-mattr=-fp,-loop,-s32c1i,-bool",
            "-defsym=WINDOWED=1",
        ],
        command: LX60,
        ram: 0,
        uart: 0xfd05_0020,
        holds: ANYWHERE,
    },
    Machine {
        target: "xtensa-lx106",
        start_up: "esp8266-direct",
        folder: "xtensa",
        assembler: &["-triple=xtensa", "-mcpu=esp8266"],
        command: LX60_NOMMU,
        ram: 0x6000_0000,
        uart: 0x9d05_0020,
        holds: ANYWHERE,
    },
    Machine {
        target: "riscv32imc",
        start_up: "esp32c3-app",
        folder: "riscv32",
        assembler: &["-triple=riscv32", "-mattr=+m,+c,+zicsr,-relax"],
        command: VIRT,
        ram: 0x8000_0000,
        uart: 0x1000_0000,
        holds: FIRST,
    },
    Machine {
        target: "riscv32imafc",
        start_up: "esp32p4-app",
        folder: "riscv32",
        assembler: &[
            "-triple=riscv32",
            "-target-abi=ilp32f",
            "-mattr=+m,+a,+f,+c,+zicsr,-relax",
            "-defsym=F32=1",
        ],
        command: VIRT,
        ram: 0x8000_0000,
        uart: 0x1000_0000,
        holds: FIRST,
    },
];

/// Far from what is linked, all zeros at first: the UART's status, and a register for start-up to set.
const STATUS: u32 = 0xf0_0000;
const REGISTER: u32 = 0xf0_0010;

/// Wasm functions by hand: a load, and an instruction that does not exist.
const RISCV: &str = "
    .section .text.peek, \"ax\", @progbits
    .globl peek
    .type peek, @function
peek:
    lw a0, 0(a0)
    ret
    .size peek, . - peek
    .globl crash
    .type crash, @function
crash:
    .word 0
    .size crash, . - crash
";
const XTENSA: &str = "
    .section .text.peek, \"ax\", @progbits
    .balign 4
    .globl peek
    .type peek, @function
peek:
    l32i a2, a2, 0
    ret
    .size peek, . - peek
    .balign 4
    .globl crash
    .type crash, @function
crash:
    ill
    .size crash, . - crash
";

impl Machine {
    fn board(&self) -> Board {
        let Self {
            target, ram, holds, ..
        } = self;
        let text = format!(
            "description = \"\"\ntarget = \"{target}\"\nentry = \"_start\"\nstack = 0x4000\nmemory-reserve = 0\n\
             [[memory]]\nname = \"ram\"\naddress = {ram}\nsize = 0x800000\nholds = [{holds}]\n"
        );
        Board::parse("machine", &text).unwrap()
    }

    /// The start-up code's objects for this machine, and the functions by hand.
    fn objects(&self) -> Vec<Vec<u8>> {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../boards/chips/");
        let (status, register) = (self.ram + STATUS, self.ram + REGISTER);
        // The table of registers as the build script writes it: the second sets all bits, the third keeps some.
        let table = format!(
            "    .section .rodata.tinsmith_start_registers, \"a\", @progbits\n    .balign 4\n\
             \x20   .globl tinsmith_start_registers\n    .globl tinsmith_start_registers_end\n\
             tinsmith_start_registers:\n    .long {}, 0, 0x53\n    .long {register}, 0, 0x5541\n\
             \x20   .long {register}, 0xff, 0x4200\ntinsmith_start_registers_end:\n",
            self.uart
        );
        let defines = [
            format!("-defsym=UART_TRANSMIT={}", self.uart),
            format!("-defsym=UART_RECEIVE={}", self.uart),
            format!("-defsym=UART_STATUS={status}"),
            "-defsym=CLOCK_SCALE=65536".to_owned(),
            "-defsym=MTVEC_MODE=1".to_owned(),
        ];
        let mut sources = vec![
            format!("{root}{}/start.s", self.folder),
            format!("{root}{}/board.s", self.folder),
        ];
        let by_hand = if self.folder == "xtensa" {
            XTENSA
        } else {
            RISCV
        };
        for text in [&table, by_hand] {
            let path = scratch(".s");
            std::fs::write(&path, text).unwrap();
            sources.push(path.to_string_lossy().into_owned());
        }
        let assemble = |source: &String| {
            let object = scratch(".o");
            let mut command = Command::new("llvm-mc-22");
            command.args(self.assembler).args(&defines);
            if self.folder == "riscv32" {
                command.arg(format!("-defsym=SYSTIMER={status}"));
            }
            command.args(["-filetype=obj", source, "-o"]).arg(&object);
            let status = command.status();
            let status =
                status.unwrap_or_else(|error| panic!("llvm-mc-22: {error}; package llvm-22"));
            assert!(status.success(), "{source}");
            std::fs::read(object).unwrap()
        };
        sources.iter().map(assemble).collect()
    }

    /// What the UART says until a fault, which ends the program.
    fn output(&self, elf: &[u8]) -> Vec<String> {
        let path = scratch(".elf");
        std::fs::write(&path, elf).unwrap();
        let mut child = Command::new("timeout")
            .args(["--kill-after=1", "20"])
            .args(self.command)
            .args([
                "-display", "none", "-monitor", "none", "-serial", "stdio", "-kernel",
            ])
            .arg(&path)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            // Where it says that it was told to end.
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{}: {error}", self.command[0]));
        let mut lines = Vec::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            let line = line.unwrap_or_default();
            let last = line.starts_with("\x1efault");
            lines.push(line);
            if last {
                break;
            }
        }
        // The program rests now; the emulator would wait for ever. `timeout` passes its end on.
        let _ = Command::new("kill").arg(child.id().to_string()).status();
        let _ = child.wait();
        lines
    }
}

#[test]
fn chips_start_and_speak() {
    for machine in MACHINES {
        let board = machine.board();
        let parts = runtime::inputs(machine.target, machine.start_up)
            .unwrap_or_else(|error| panic!("{error}"));
        let own = ["start.o", "board.o"];
        let parts = parts
            .into_iter()
            .filter(|part| !own.contains(&part.name) && !part.name.ends_with("-registers.o"));
        let mut script = Script::default();
        script.call("tinsmith_i64_mul", "II>I", PRINT, &[1 << 33, 21]);
        script.call("peek", "i>i", PRINT, &[u64::from(machine.ram + REGISTER)]);
        script.call("crash", ">", PRINT, &[]);
        let linked = firmware::link_with(&board, script, &["app"], machine.objects(), parts);
        let lines = machine.output(&linked.elf);
        let said = lines.join("\n");
        // The first register written is the UART's: an S before everything else.
        assert!(said.starts_with('S'), "{}: {said:?}", machine.target);
        for line in [
            "result i64:180388626432",
            "result i32:16961",
            "fault cause ",
        ] {
            assert!(said.contains(line), "{}: {said:?}", machine.target);
        }
        let crash = linked.symbols["crash"].address;
        assert!(
            said.contains(&format!("pc {crash:#010x}")),
            "{}: {said:?}",
            machine.target
        );
    }
}
