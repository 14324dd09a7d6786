//! What the code generator must know about a processor, as data.
//!
//! A [`Target`] is an instruction set with its options plus the facts of the core that change generated
//! code. It knows nothing of memory maps, pins or flash: those are a board's.

/// The instruction-set family; selects the back end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Isa {
    /// Tensilica Xtensa, little-endian.
    Xtensa,
    /// RISC-V, 32-bit.
    Riscv32,
}

/// What a load or store of an address that is not naturally aligned does on this core.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Misaligned {
    /// The core does it in hardware.
    Hardware,
    /// The core raises an exception, which our start-up code emulates: an access hinted smaller than natural
    /// goes bytewise, one hinted natural is a single instruction.
    Emulated,
    /// The core raises an exception and the vector is not ours: every access not known to be aligned goes bytewise.
    Traps,
}

/// How the host side of a firmware calls and is called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostAbi {
    /// RISC-V `ilp32`.
    Ilp32,
    /// RISC-V `ilp32f`: binary32 in floating-point registers.
    Ilp32f,
    /// Xtensa `call0`.
    Call0,
    /// Xtensa windowed (`call8`).
    Windowed,
}

/// One optional part of an instruction set; a row of an instruction table names the one it needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the manuals' option names")]
#[repr(u8)]
pub enum Ext {
    /// Always there.
    Core,
    // Xtensa
    Density,
    Windowed,
    Loop,
    Mul16,
    Mul32,
    Mul32High,
    Div32,
    MinMax,
    Sext,
    Nsa,
    Clamps,
    Boolean,
    Fp,
    /// `recip0.s`, `rsqrt0.s`, `div0.s`, `sqrt0.s` and their helpers.
    FpDivSqrt,
    /// `l32ai`, `s32ri`.
    ReleaseSync,
    S32c1i,
    Exception,
    Interrupt,
    ThreadPtr,
    Debug,
    RegionProtection,
    // RISC-V
    M,
    A,
    F,
    C,
    /// The compressed single-precision loads and stores (needs F and C).
    Cf,
    Zicsr,
    Zifencei,
    Zba,
    Zbb,
    Zbs,
}

/// A processor as the code generator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Target {
    /// Its name on the command line and in object files: `xtensa-esp32`, `riscv32imac`, …
    pub name: &'static str,
    /// The instruction set.
    pub isa: Isa,
    /// The options the core has, [`Ext::Core`] included.
    pub exts: Exts,
    /// What misaligned accesses do.
    pub misaligned: Misaligned,
    /// The calling convention of host functions.
    pub host_abi: HostAbi,
}

impl Target {
    /// Whether the core has an option.
    pub fn has(&self, ext: Ext) -> bool {
        self.exts.contains(ext)
    }

    /// Whether `f32` lives in floating-point registers. If not, an `f32` is a word, like every integer.
    pub fn hard_f32(&self) -> bool {
        self.has(Ext::F) || self.has(Ext::Fp)
    }

    /// The target of that name.
    pub fn by_name(name: &str) -> Option<&'static Target> {
        TARGETS.iter().find(|t| t.name == name)
    }
}

/// A set of options.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Exts(u64);

impl Exts {
    /// Those listed.
    pub const fn of(exts: &[Ext]) -> Self {
        Self(0).and(exts)
    }

    /// These and others.
    const fn and(mut self, exts: &[Ext]) -> Self {
        let mut n = 0;
        while n < exts.len() {
            self.0 |= 1 << exts[n] as u8;
            n += 1;
        }
        self
    }

    /// Whether an option is among them.
    pub const fn contains(self, ext: Ext) -> bool {
        self.0 >> ext as u8 & 1 == 1
    }
}

/// The options that the emulated `de233_fpu` shares with the ESP32-S2.
const DE233_SOFT: Exts = Exts::of(&[
    Ext::Core,
    Ext::Density,
    Ext::Windowed,
    Ext::Mul16,
    Ext::Mul32,
    Ext::Div32,
    Ext::MinMax,
    Ext::Sext,
    Ext::Nsa,
    Ext::Clamps,
    Ext::Exception,
    Ext::Interrupt,
    Ext::ThreadPtr,
]);

/// The options that it shares with the ESP32. It lacks `Mul32High`.
const DE233: Exts = DE233_SOFT.and(&[
    Ext::Loop,
    Ext::Boolean,
    Ext::Fp,
    Ext::FpDivSqrt,
    Ext::S32c1i,
]);

/// The ESP32's LX6 and the ESP32-S3's LX7: all of [`DE233`] and the high half of a product (core-isa.h, `XCHAL_HAVE_MUL32_HIGH`).
const ESP32: Exts = DE233.and(&[Ext::Mul32High]);

/// The ESP32-S2's LX7: as the ESP32's without FPU, loops, booleans and atomic compare (core-isa.h).
const ESP32S2: Exts = DE233_SOFT.and(&[Ext::Mul32High]);

/// The options of the ESP8266's core.
const LX106: Exts = Exts::of(&[
    Ext::Core,
    Ext::Density,
    Ext::Mul16,
    Ext::Mul32,
    Ext::Nsa,
    Ext::Exception,
    Ext::Interrupt,
    Ext::Debug,
    Ext::RegionProtection,
]);

/// The options of all RISC-V cores.
const RV32IMC: Exts = Exts::of(&[Ext::Core, Ext::M, Ext::C, Ext::Zicsr, Ext::Zifencei]);

/// Every target.
pub const TARGETS: &[Target] = &[
    Target {
        name: "xtensa-de233",
        isa: Isa::Xtensa,
        exts: DE233,
        misaligned: Misaligned::Emulated,
        host_abi: HostAbi::Windowed,
    },
    Target {
        name: "xtensa-de233-soft",
        isa: Isa::Xtensa,
        exts: DE233_SOFT,
        misaligned: Misaligned::Emulated,
        host_abi: HostAbi::Windowed,
    },
    Target {
        name: "xtensa-esp32",
        isa: Isa::Xtensa,
        exts: ESP32,
        misaligned: Misaligned::Hardware,
        host_abi: HostAbi::Windowed,
    },
    Target {
        name: "xtensa-esp32s3",
        isa: Isa::Xtensa,
        exts: ESP32,
        misaligned: Misaligned::Hardware,
        host_abi: HostAbi::Windowed,
    },
    Target {
        name: "xtensa-esp32s2",
        isa: Isa::Xtensa,
        exts: ESP32S2,
        misaligned: Misaligned::Hardware,
        host_abi: HostAbi::Windowed,
    },
    Target {
        name: "xtensa-lx106",
        isa: Isa::Xtensa,
        exts: LX106,
        misaligned: Misaligned::Emulated,
        host_abi: HostAbi::Call0,
    },
    Target {
        name: "riscv32imac",
        isa: Isa::Riscv32,
        exts: RV32IMC.and(&[Ext::A]),
        misaligned: Misaligned::Hardware,
        host_abi: HostAbi::Ilp32,
    },
    Target {
        name: "riscv32imc",
        isa: Isa::Riscv32,
        exts: RV32IMC,
        misaligned: Misaligned::Hardware,
        host_abi: HostAbi::Ilp32,
    },
    Target {
        name: "riscv32imafc",
        isa: Isa::Riscv32,
        exts: RV32IMC.and(&[Ext::A, Ext::F, Ext::Cf]),
        misaligned: Misaligned::Hardware,
        host_abi: HostAbi::Ilp32f,
    },
];
