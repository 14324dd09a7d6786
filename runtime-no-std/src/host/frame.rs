//! Calling compiled code: arguments to registers and stack words by the signature, and results back.
//!
//! The wasm calling convention is a rule about words: an `i32`, a reference or (without an FPU) an `f32` is one, an
//! `i64` or `f64` two, low first. Words fill the integer registers and then the stack; with an FPU, `f32` fill the
//! float registers before they count as words. Results follow the same rule.

use core::mem::MaybeUninit;

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

/// Words of which only those are written that a signature uses: zeros for the others would be most of a call.
pub(super) type Words<const N: usize> = MaybeUninit<[usize; N]>;

/// What `tinsmith_enter` reads and writes; the layout is the ABI's.
#[derive(Debug)]
#[repr(C)]
pub struct EnterFrame {
    pub(super) code: usize,
    pub(super) trap_pc: usize,
    pub(super) ints: Words<8>,
    pub(super) floats: Words<8>,
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
    stack: Words<STACK_WORDS>,
}

/// What a register holds that no argument is for; tests look at them.
const UNUSED: Words<8> = if cfg!(test) {
    MaybeUninit::zeroed()
} else {
    MaybeUninit::uninit()
};

/// How many places of each kind are taken.
#[derive(Default)]
struct Taken {
    ints: usize,
    floats: usize,
    stack: usize,
}

/// Whether values of a type are two words.
fn is_wide(ty: u8) -> bool {
    matches!(ty, b'I' | b'F')
}

impl Call {
    /// A call of `code` without arguments yet.
    pub fn new(code: usize, registers: Registers) -> Self {
        Self {
            frame: EnterFrame {
                code,
                trap_pc: 0,
                ints: UNUSED,
                floats: UNUSED,
                args: core::ptr::dangling(),
                args_len: 0,
                results: core::ptr::dangling_mut(),
                results_len: 0,
            },
            registers,
            stack: MaybeUninit::uninit(),
        }
    }

    /// Places the arguments, one for each letter of `params`.
    pub fn arguments(
        &mut self,
        params: &[u8],
        mut next: impl FnMut() -> Bits,
    ) -> Result<(), TooManyValues> {
        let mut taken = Taken::default();
        for &ty in params {
            let value = next();
            self.place(ty, &mut taken)?.write(value as u32 as usize);
            if is_wide(ty) {
                self.place(ty, &mut taken)?
                    .write((value >> 32) as u32 as usize);
            }
        }
        self.frame.args_len = taken.stack;
        Ok(())
    }

    /// Makes room for the results of these types.
    pub fn expect(&mut self, results: &[u8]) -> Result<(), TooManyValues> {
        let mut taken = Taken::default();
        for &ty in results {
            for _ in 0..=usize::from(is_wide(ty)) {
                self.place(ty, &mut taken)?;
            }
        }
        self.frame.results_len = taken.stack;
        Ok(())
    }

    /// Makes the call.
    ///
    /// # Safety
    /// The code has the signature whose parameters and results were given.
    pub unsafe fn enter(&mut self) -> Result<(), Trap> {
        // Arguments are copied out before the call and results in after it: one buffer does for both.
        self.frame.args = self.stack.as_ptr().cast();
        self.frame.results = self.stack.as_mut_ptr().cast();
        // SAFETY: the frame is complete; the code agrees with it.
        match unsafe { tinsmith_enter(&mut self.frame) } {
            0 => Ok(()),
            kind => Err(self.trap(kind)),
        }
    }

    /// The trap of that kind which ended the call.
    pub fn trap(&self, kind: u32) -> Trap {
        Trap {
            kind,
            pc: self.frame.trap_pc,
        }
    }

    /// Calls `each` with type and bits of every result.
    ///
    /// # Safety
    /// A call was made that did not trap, of code with these results, which were expected.
    pub unsafe fn results(&mut self, results: &[u8], mut each: impl FnMut(u8, Bits)) {
        let mut taken = Taken::default();
        let mut word = |ty| match self.place(ty, &mut taken) {
            // SAFETY: the call wrote it.
            Ok(word) => unsafe { word.assume_init_read() as u32 as Bits },
            Err(TooManyValues) => 0,
        };
        for &ty in results {
            let low = word(ty);
            let high = if is_wide(ty) { word(ty) } else { 0 };
            each(ty, low | high << 32);
        }
    }

    /// Where the next word goes, of a value of that type. Never inlined, which keeps the runtime smaller.
    #[inline(never)]
    fn place(
        &mut self,
        ty: u8,
        taken: &mut Taken,
    ) -> Result<&mut MaybeUninit<usize>, TooManyValues> {
        let (words, len, n) = if ty == b'f' && taken.floats < self.registers.floats {
            (self.frame.floats.as_mut_ptr().cast(), 8, &mut taken.floats)
        } else if taken.ints < self.registers.ints {
            (self.frame.ints.as_mut_ptr().cast(), 8, &mut taken.ints)
        } else {
            let words: *mut usize = self.stack.as_mut_ptr().cast();
            (words, STACK_WORDS, &mut taken.stack)
        };
        if *n >= len {
            return Err(TooManyValues);
        }
        *n += 1;
        // SAFETY: one of the `len` words there.
        Ok(unsafe { &mut *words.add(*n - 1).cast() })
    }
}

#[cfg(test)]
impl EnterFrame {
    /// The integer registers. Those nobody wrote are zero in tests ([`UNUSED`]).
    pub fn ints(&mut self) -> &mut [usize; 8] {
        // SAFETY: as the comment says; the types have the same layout.
        unsafe { &mut *(&raw mut self.ints).cast() }
    }

    /// The same of the float registers.
    pub fn floats(&mut self) -> &mut [usize; 8] {
        // SAFETY: as above.
        unsafe { &mut *(&raw mut self.floats).cast() }
    }
}
