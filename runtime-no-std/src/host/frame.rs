//! Calling compiled code: arguments to registers and stack words by the signature, and results back.
//!
//! The wasm calling convention is a rule about words: an `i32`, a reference or (without an FPU) an `f32` is one, an
//! `i64` or `f64` two, low first. Words fill the integer registers and then the stack; with an FPU, `f32` fill the
//! float registers before they count as words. Results follow the same rule.

/// Most stack words of a call's arguments, and of its results.
const STACK_WORDS: usize = 128;

/// The registers that carry arguments and results.
#[derive(Clone, Copy, Debug)]
pub struct Registers {
    /// For words.
    pub ints: usize,
    /// For `f32`; 0 without an FPU or where the convention passes floats as words.
    pub floats: usize,
}

/// The registers of this target's convention.
pub const REGISTERS: Registers = Registers {
    ints: if cfg!(target_arch = "xtensa") { 6 } else { 8 },
    floats: if cfg!(all(target_arch = "riscv32", target_feature = "f")) {
        8
    } else {
        0
    },
};

/// What `tinsmith_enter` reads and writes; the layout is the ABI's.
#[derive(Debug)]
#[repr(C)]
pub struct EnterFrame {
    pub(super) code: usize,
    pub(super) trap_pc: usize,
    pub(super) ints: [usize; 8],
    pub(super) floats: [usize; 8],
    pub(super) args: *const usize,
    pub(super) args_len: usize,
    pub(super) results: *mut usize,
    pub(super) results_len: usize,
}

/// A value as its bits.
pub type Bits = u64;

/// A trap: kind and program counter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trap {
    /// The number of the compiler's `TrapKind`.
    pub kind: u32,
    /// The return address of the trap site's call.
    pub pc: usize,
}

/// The signature has more parameters or results than a script can pass.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooManyValues;

unsafe extern "C" {
    fn tinsmith_enter(frame: *mut EnterFrame) -> u32;
}

/// A call in preparation, then its outcome.
#[derive(Debug)]
pub struct Call {
    frame: EnterFrame,
    registers: Registers,
    stack: [usize; STACK_WORDS],
}

/// Where a word of a value is.
enum Place {
    Int(usize),
    Float(usize),
    Stack(usize),
}

/// Hands out places by the convention's rule.
#[derive(Default)]
struct Placer {
    ints: usize,
    floats: usize,
    stack: usize,
}

impl Placer {
    fn word(&mut self, registers: Registers) -> Place {
        if self.ints < registers.ints {
            self.ints += 1;
            Place::Int(self.ints - 1)
        } else {
            self.stack += 1;
            Place::Stack(self.stack - 1)
        }
    }

    fn float(&mut self, registers: Registers) -> Place {
        if self.floats < registers.floats {
            self.floats += 1;
            Place::Float(self.floats - 1)
        } else {
            self.word(registers)
        }
    }

    /// The places of a value: low word, and high word if it has one.
    fn value(&mut self, ty: u8, registers: Registers) -> (Place, Option<Place>) {
        match ty {
            b'f' => (self.float(registers), None),
            b'I' | b'F' => (self.word(registers), Some(self.word(registers))),
            _ => (self.word(registers), None),
        }
    }
}

impl Call {
    /// A call of `code` without arguments yet.
    pub fn new(code: usize, registers: Registers) -> Self {
        Self {
            frame: EnterFrame {
                code,
                trap_pc: 0,
                ints: [0; 8],
                floats: [0; 8],
                args: core::ptr::null(),
                args_len: 0,
                results: core::ptr::null_mut(),
                results_len: 0,
            },
            registers,
            stack: [0; STACK_WORDS],
        }
    }

    /// Places the arguments, one for each letter of `params`.
    pub fn arguments(
        &mut self,
        params: &[u8],
        mut next: impl FnMut() -> Bits,
    ) -> Result<(), TooManyValues> {
        let mut placer = Placer::default();
        for &ty in params {
            let value = next();
            let (low, high) = placer.value(ty, self.registers);
            *self.place(low).ok_or(TooManyValues)? = value as u32 as usize;
            if let Some(high) = high {
                *self.place(high).ok_or(TooManyValues)? = (value >> 32) as usize;
            }
        }
        self.frame.args_len = placer.stack;
        Ok(())
    }

    /// Makes room for the results of these types.
    pub fn expect(&mut self, results: &[u8]) -> Result<(), TooManyValues> {
        let mut placer = Placer::default();
        for &ty in results {
            placer.value(ty, self.registers);
        }
        self.frame.results_len = placer.stack;
        if placer.stack > STACK_WORDS {
            Err(TooManyValues)
        } else {
            Ok(())
        }
    }

    /// Makes the call.
    ///
    /// # Safety
    /// The code has the signature whose parameters and results were given.
    pub unsafe fn enter(&mut self) -> Result<(), Trap> {
        // Arguments are copied out before the call and results in after it: one buffer does for both.
        self.frame.args = self.stack.as_ptr();
        self.frame.results = self.stack.as_mut_ptr();
        // SAFETY: the frame is complete; the code agrees with it.
        match unsafe { tinsmith_enter(&mut self.frame) } {
            0 => Ok(()),
            kind => Err(Trap {
                kind,
                pc: self.frame.trap_pc,
            }),
        }
    }

    /// Calls `each` with type and bits of every result.
    pub fn results(&mut self, results: &[u8], mut each: impl FnMut(u8, Bits)) {
        let mut placer = Placer::default();
        for &ty in results {
            let (low, high) = placer.value(ty, self.registers);
            let low = self.place(low).map_or(0, |word| *word);
            let high = high
                .and_then(|high| self.place(high))
                .map_or(0, |word| *word);
            each(ty, low as u32 as Bits | (high as Bits) << 32);
        }
    }

    fn place(&mut self, place: Place) -> Option<&mut usize> {
        match place {
            Place::Int(n) => self.frame.ints.get_mut(n),
            Place::Float(n) => self.frame.floats.get_mut(n),
            Place::Stack(n) => self.stack.get_mut(n),
        }
    }
}
