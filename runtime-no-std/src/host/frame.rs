//! Calling compiled code: arguments to registers and stack words by the signature, and results back.
//!
//! The wasm calling convention is a rule about words: an `i32`, a reference or (without an FPU) an `f32` is one, an
//! `i64` or `f64` two, low first. Words fill the integer registers and then the stack; with an FPU, `f32` fill the
//! float registers before they count as words. Results follow the same rule.

use core::mem::MaybeUninit;
use core::ptr::null_mut;

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

/// One of them.
type Word = MaybeUninit<usize>;

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
        self.frame.args_len = self.walk(params, &mut |_, low, high| {
            let value = next();
            low.write(value as u32 as usize);
            if let Some(high) = high {
                high.write((value >> 32) as u32 as usize);
            }
        })?;
        Ok(())
    }

    /// Makes room for the results of these types.
    pub fn expect(&mut self, results: &[u8]) -> Result<(), TooManyValues> {
        self.frame.results_len = self.walk(results, &mut |_, _, _| {})?;
        Ok(())
    }

    /// Makes the call; 0 or the kind of the trap that ended it.
    ///
    /// # Safety
    /// The code has the signature whose parameters and results were given.
    pub unsafe fn enter(&mut self) -> u32 {
        // Arguments are copied out before the call and results in after it: one buffer does for both.
        self.frame.args = self.stack.as_ptr().cast();
        self.frame.results = self.stack.as_mut_ptr().cast();
        // SAFETY: the frame is complete; the code agrees with it.
        unsafe { tinsmith_enter(&mut self.frame) }
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
        // SAFETY: the call wrote all of them.
        let read = |word: &Word| unsafe { word.assume_init_read() as u32 as Bits };
        // There are not too many: they were expected.
        let _ = self.walk(results, &mut |ty, low, high| {
            each(ty, read(low) | high.map_or(0, |high| read(high) << 32));
        });
    }

    /// Shows the places of values of these types one after the other: low word, and high word if there is one. How many of them are
    /// on the stack. One function for all purposes, which keeps the runtime small.
    #[inline(never)]
    fn walk(
        &mut self,
        types: &[u8],
        visit: &mut dyn FnMut(u8, &mut Word, Option<&mut Word>),
    ) -> Result<usize, TooManyValues> {
        let mut taken = Taken::default();
        for &ty in types {
            let low = self.place(ty, &mut taken);
            let high = if matches!(ty, b'I' | b'F') {
                self.place(ty, &mut taken)
            } else {
                null_mut()
            };
            if taken.stack > STACK_WORDS {
                return Err(TooManyValues);
            }
            // SAFETY: words of `self`, two different ones.
            unsafe { visit(ty, &mut *low, high.as_mut()) };
        }
        Ok(taken.stack)
    }

    /// Where the next word of a value of that type goes: in `self` unless more than `STACK_WORDS` were taken.
    #[inline(never)]
    fn place(&mut self, ty: u8, taken: &mut Taken) -> *mut Word {
        let (words, n): (*mut Word, _) = if ty == b'f' && taken.floats < self.registers.floats {
            (self.frame.floats.as_mut_ptr().cast(), &mut taken.floats)
        } else if taken.ints < self.registers.ints {
            (self.frame.ints.as_mut_ptr().cast(), &mut taken.ints)
        } else {
            (self.stack.as_mut_ptr().cast(), &mut taken.stack)
        };
        *n += 1;
        words.wrapping_add(*n - 1)
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
