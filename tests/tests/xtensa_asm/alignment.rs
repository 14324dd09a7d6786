//! The misaligned accesses that the exception handler emulates: every instruction, every misalignment, every register.

use std::fmt::Write;

/// The driver's buffer before each case (`initial` in alignment.s).
const INITIAL: [u8; 16] = [
    0x83, 0x14, 0xa5, 0x36, 0xc7, 0x58, 0xe9, 0x7a, 0x0b, 0x9c, 0x2d, 0xbe, 0x4f, 0xd1, 0x62, 0xf3,
];

/// A register's value before each case (`pattern` in alignment.s).
fn pattern(register: u32) -> u32 {
    0x0101_0101 * register + 0x4030_2010
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Op {
    L16ui,
    L16si,
    L32i,
    L32iN,
    S16i,
    S32i,
    S32iN,
    Lsi,
    Ssi,
    Lsx,
    Ssx,
}

const OPS: [Op; 11] = [
    Op::L16ui,
    Op::L16si,
    Op::L32i,
    Op::L32iN,
    Op::S16i,
    Op::S32i,
    Op::S32iN,
    Op::Lsi,
    Op::Ssi,
    Op::Lsx,
    Op::Ssx,
];

impl Op {
    fn size(self) -> usize {
        if matches!(self, Self::L16ui | Self::L16si | Self::S16i) {
            2
        } else {
            4
        }
    }

    fn is_load(self) -> bool {
        matches!(
            self,
            Self::L16ui | Self::L16si | Self::L32i | Self::L32iN | Self::Lsi | Self::Lsx
        )
    }

    fn is_float(self) -> bool {
        matches!(self, Self::Lsi | Self::Ssi | Self::Lsx | Self::Ssx)
    }

    fn is_indexed(self) -> bool {
        matches!(self, Self::Lsx | Self::Ssx)
    }
}

/// One access: `t` is loaded or stored (through float register `f` where the instruction is of floats), `s` the base.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    op: Op,
    t: u32,
    s: u32,
    f: u32,
    misalignment: u32,
}

/// The immediate in the instruction, or what the index register holds.
const OFFSET: u32 = 4;

impl Case {
    /// The index register of `lsx` and `ssx`: one that is neither `t` nor `s`.
    fn index(&self) -> u32 {
        (0..16).find(|&r| r != self.t && r != self.s).unwrap_or(0)
    }

    fn code(&self) -> String {
        let Self { op, t, s, f, .. } = *self;
        let x = self.index();
        let access = match op {
            Op::L16ui => format!("l16ui a{t}, a{s}, {OFFSET}"),
            Op::L16si => format!("l16si a{t}, a{s}, {OFFSET}"),
            Op::L32i => format!("l32i a{t}, a{s}, {OFFSET}"),
            Op::L32iN => format!("l32i.n a{t}, a{s}, {OFFSET}"),
            Op::S16i => format!("s16i a{t}, a{s}, {OFFSET}"),
            Op::S32i => format!("s32i a{t}, a{s}, {OFFSET}"),
            Op::S32iN => format!("s32i.n a{t}, a{s}, {OFFSET}"),
            Op::Lsi => format!("lsi f{f}, a{s}, {OFFSET}"),
            Op::Ssi => format!("ssi f{f}, a{s}, {OFFSET}"),
            Op::Lsx => format!("lsx f{f}, a{s}, a{x}"),
            Op::Ssx => format!("ssx f{f}, a{s}, a{x}"),
        };
        match (op.is_float(), op.is_load()) {
            (true, true) => format!("{access}\n    rfr a{t}, f{f}"),
            (true, false) => format!("wfr f{f}, a{t}\n    {access}"),
            (false, _) => access,
        }
    }

    /// The value `t` has afterwards, if this is a load.
    fn loaded(&self) -> Option<u32> {
        let start = self.misalignment as usize;
        let bytes = &INITIAL[start..start + self.op.size()];
        let value = bytes
            .iter()
            .rev()
            .fold(0, |value, &byte| value << 8 | u32::from(byte));
        let value = if self.op == Op::L16si {
            (value as i16) as i32 as u32
        } else {
            value
        };
        self.op.is_load().then_some(value)
    }

    /// The buffer afterwards.
    fn buffer(&self) -> [u8; 16] {
        let mut buffer = INITIAL;
        if !self.op.is_load() {
            let start = self.misalignment as usize;
            let stored = pattern(self.t).to_le_bytes();
            buffer[start..start + self.op.size()].copy_from_slice(&stored[..self.op.size()]);
        }
        buffer
    }

    fn record(&self, n: usize) -> String {
        let offset = if self.op.is_indexed() {
            pattern(self.index())
        } else {
            OFFSET
        };
        let (changed, value) = self.loaded().map_or((16, 0), |value| (self.t, value));
        let buffer = self.buffer().map(|byte| byte.to_string()).join(", ");
        format!(
            "    .long case_{n}, {s}, buffer + {at} - {offset}, {changed}, {value}\n    .byte {buffer}\n",
            s = self.s,
            at = self.misalignment,
        )
    }
}

/// Every register as the operand with one base, every register as the base with one operand, every float register.
pub fn cases(floats: bool) -> Vec<Case> {
    let mut cases = Vec::new();
    for op in OPS.into_iter().filter(|op| floats || !op.is_float()) {
        for misalignment in (1..4).filter(|m| op.size() == 4 || m % 2 == 1) {
            let of = |t, s, f| Case {
                op,
                t,
                s,
                f,
                misalignment,
            };
            for r in 0..16 {
                cases.push(of(r, (r + 5) % 16, r));
                cases.push(of((r + 9) % 16, r, 15 - r));
                if op.is_load() {
                    cases.push(of(r, r, 3));
                }
            }
        }
    }
    cases
}

/// The assembly to put behind alignment.s.
pub fn program(cases: &[Case]) -> String {
    let mut text = String::new();
    for (n, case) in cases.iter().enumerate() {
        // Every other case is shifted by a byte or two, so that instructions lie at every offset in a word.
        let padding = if n % 3 == 1 { "    nop.n\n" } else { "" };
        let code = case.code();
        let _ = write!(text, "{padding}case_{n}:\n    {code}\n    j after\n");
    }
    text.push_str("    .section .rodata.cases, \"a\", @progbits\n    .balign 4\ncases:\n");
    for (n, case) in cases.iter().enumerate() {
        text.push_str(&case.record(n));
    }
    text.push_str("cases_end:\n");
    text
}
