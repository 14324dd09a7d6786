//! Xtensa instructions one at a time, on this machine: for start-up code, which has a chip's registers in place of a board.
//!
//! Only what start-up code consists of; anything else ends the walk, by name. There is one register window: a windowed call is
//! handed to the caller, who knows what is behind it.

use tinsmith::isa::row::{Codec, Values};
use tinsmith::isa::xtensa::DECODER;
use tinsmith::isa::xtensa::table::ROWS;

/// What is on the buses.
pub trait Bus {
    /// An instruction's bytes, as a word whose low end is at `address`.
    ///
    /// # Errors
    /// There is nothing that could be executed.
    fn fetch(&mut self, address: u32) -> Result<u32, String>;

    /// A word.
    ///
    /// # Errors
    /// There is nothing.
    fn load(&mut self, address: u32) -> Result<u32, String>;

    /// A word.
    ///
    /// # Errors
    /// There is nothing, or it is not to be written.
    fn store(&mut self, address: u32, value: u32) -> Result<(), String>;
}

/// A core.
#[derive(Debug, Default)]
pub struct Core {
    /// The instruction under way.
    pub pc: u32,
    /// a0..a15.
    pub a: [u32; 16],
    /// The shift amount register.
    sar: u32,
}

/// What an instruction leads to.
enum Next {
    /// The one after it.
    On,
    /// The one there.
    Jump(u32),
    /// A windowed call, of this address.
    Call(u32),
}

impl Core {
    /// About to execute what is at `pc`, its registers 0.
    pub fn at(pc: u32) -> Self {
        Self {
            pc,
            ..Self::default()
        }
    }

    /// Executes up to a windowed call by four: its target. The arguments are in a6 and up.
    ///
    /// # Errors
    /// What cannot be executed, with its address; more than `limit` instructions.
    pub fn run(&mut self, bus: &mut dyn Bus, limit: u32) -> Result<u32, String> {
        for _ in 0..limit {
            let word = bus.fetch(self.pc)?;
            let (index, values) = DECODER
                .decode(word)
                .ok_or_else(|| format!("{:#x}: {word:#010x} is no instruction", self.pc))?;
            let row = &ROWS[usize::from(index)];
            let target =
                row.operands
                    .iter()
                    .zip(&values)
                    .find_map(|(operand, &value)| match operand.field.codec {
                        Codec::PcRel { base, .. } => {
                            Some(base.address(self.pc).wrapping_add_signed(value))
                        }
                        _ => None,
                    });
            let next = self
                // The narrow forms do the same.
                .step(
                    bus,
                    row.name.trim_end_matches(".n"),
                    &values,
                    target.unwrap_or(0),
                )
                .map_err(|error| format!("{:#x}: {}: {error}", self.pc, row.name))?;
            match next {
                Next::On => self.pc += u32::from(row.pattern.size),
                Next::Jump(target) => self.pc = target,
                Next::Call(target) => return Ok(target),
            }
        }
        Err(format!("{:#x}: it does not end", self.pc))
    }

    fn step(
        &mut self,
        bus: &mut dyn Bus,
        name: &str,
        v: &Values,
        target: u32,
    ) -> Result<Next, String> {
        let a = self.a;
        // The registers of the operands, in assembly order, and the operands as they are.
        let reg = |n: usize| a[v[n] as usize];
        let imm = |n: usize| v[n] as u32;
        let mut set = |value: u32| self.a[v[0] as usize] = value;
        let jump_if = |condition: bool| match condition {
            true => Next::Jump(target),
            false => Next::On,
        };
        match name {
            // What concerns windows, exceptions, coprocessors and order is nothing here; nothing reads it back but `ssl`.
            "memw" | "rsync" | "wsr" | "wur" => {}
            "rsil" | "rsr" => set(0),
            "l32r" => set(bus.load(target)?),
            "l32i" => set(bus.load(reg(1).wrapping_add(imm(2)))?),
            "s32i" => bus.store(reg(1).wrapping_add(imm(2)), reg(0))?,
            "movi" => set(imm(1)),
            "mov" => set(reg(1)),
            "addi" => set(reg(1).wrapping_add(imm(2))),
            "add" => set(reg(1).wrapping_add(reg(2))),
            "addx8" => set((reg(1) << 3).wrapping_add(reg(2))),
            "and" => set(reg(1) & reg(2)),
            "or" => set(reg(1) | reg(2)),
            "extui" => set(reg(1) >> imm(2) & ((1 << imm(3)) - 1)),
            "slli" => set(reg(1) << imm(2)),
            "ssl" => self.sar = 32 - (reg(0) & 31),
            "sll" => set((u64::from(reg(1)) << 32 >> self.sar) as u32),
            "beqz" => return Ok(jump_if(reg(0) == 0)),
            "bnez" => return Ok(jump_if(reg(0) != 0)),
            "beq" => return Ok(jump_if(reg(0) == reg(1))),
            "bne" => return Ok(jump_if(reg(0) != reg(1))),
            "bltu" => return Ok(jump_if(reg(0) < reg(1))),
            "bgeu" => return Ok(jump_if(reg(0) >= reg(1))),
            "bgeui" => return Ok(jump_if(reg(0) >= imm(1))),
            "bbci" => return Ok(jump_if(reg(0) >> imm(1) & 1 == 0)),
            "bbsi" => return Ok(jump_if(reg(0) >> imm(1) & 1 != 0)),
            "j" => return Ok(Next::Jump(target)),
            "call0" | "callx0" => {
                let to = if name == "call0" { target } else { reg(0) };
                self.a[0] = self.pc + 3;
                return Ok(Next::Jump(to));
            }
            "ret" => return Ok(Next::Jump(a[0])),
            "callx4" => return Ok(Next::Call(reg(0))),
            _ => return Err("not known here".to_owned()),
        }
        Ok(Next::On)
    }
}
