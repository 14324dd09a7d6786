//! The instructions of Tinsmith IR.
//!
//! An instruction's operands are values, immediates and symbols; its results are listed in
//! [`Function`](super::Function) beside it. Widths and signs are in the operation's name.

use smallvec::SmallVec;

use super::types::{Block, SigRef, Symbol, Value};

/// A short list of values; calls and block arguments rarely need more than four.
pub type ValueList = SmallVec<[Value; 4]>;

/// A branch target with the arguments for its block parameters.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BlockCall {
    /// The block branched to.
    pub block: Block,
    /// One value per parameter of `block`, of the same types.
    pub args: ValueList,
}

impl BlockCall {
    /// A branch to a block without parameters.
    pub fn plain(block: Block) -> Self {
        let args = ValueList::new();
        Self { block, args }
    }
}

/// One operand, one result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum UnaryOp {
    /// Count leading zeros; 32 for zero. `i32 -> i32`
    Clz,
    /// Count trailing zeros; 32 for zero. `i32 -> i32`
    Ctz,
    /// Count one bits. `i32 -> i32`
    Popcnt,
    /// Sign-extend the low 8 bits. `i32 -> i32`
    Sext8,
    /// Sign-extend the low 16 bits. `i32 -> i32`
    Sext16,
    /// Reverse the four bytes. `i32 -> i32`
    Bswap,
    /// Negate: flips the sign bit, also of a NaN. `f32 -> f32`
    Fneg,
    /// Absolute value: clears the sign bit, also of a NaN. `f32 -> f32`
    Fabs,
    /// Square root, correctly rounded. `f32 -> f32`
    Fsqrt,
    /// Round to integral towards +inf, as wasm `f32.ceil`. `f32 -> f32`
    Fceil,
    /// Round to integral towards -inf, as wasm `f32.floor`. `f32 -> f32`
    Ffloor,
    /// Round to integral towards zero, as wasm `f32.trunc`. `f32 -> f32`
    Ftrunc,
    /// Round to integral, ties to even, as wasm `f32.nearest`. `f32 -> f32`
    Fnearest,
    /// Convert signed integer to float, round to nearest even. `i32 -> f32`
    FcvtFromS,
    /// Convert unsigned integer to float, round to nearest even. `i32 -> f32`
    FcvtFromU,
    /// Convert to signed integer towards zero, saturating, NaN to 0. `f32 -> i32`
    FcvtToSSat,
    /// Convert to unsigned integer towards zero, saturating, NaN to 0. `f32 -> i32`
    FcvtToUSat,
    /// The bits of a float. `f32 -> i32`
    BitcastF32ToI32,
    /// A float from its bits. `i32 -> f32`
    BitcastI32ToF32,
}

/// Two operands of one type, one result of the same type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BinaryOp {
    /// Wrapping addition.
    Iadd,
    /// Wrapping subtraction.
    Isub,
    /// Wrapping multiplication, low word.
    Imul,
    /// High word of the unsigned product.
    Umulhi,
    /// High word of the signed product.
    Smulhi,
    /// Unsigned quotient. The divisor is known not to be zero.
    Udiv,
    /// Signed quotient towards zero. The divisor is known not to be zero, and not `MIN / -1`.
    Sdiv,
    /// Unsigned remainder. The divisor is known not to be zero.
    Urem,
    /// Signed remainder, sign of the dividend; `MIN % -1` is 0. The divisor is known not to be zero.
    Srem,
    /// Bitwise and.
    And,
    /// Bitwise or.
    Or,
    /// Bitwise exclusive or.
    Xor,
    /// Shift left; the amount is taken modulo 32.
    Ishl,
    /// Logical shift right; the amount is taken modulo 32.
    Ushr,
    /// Arithmetic shift right; the amount is taken modulo 32.
    Sshr,
    /// Rotate left; the amount is taken modulo 32.
    Rotl,
    /// Rotate right; the amount is taken modulo 32.
    Rotr,
    /// Signed minimum.
    Smin,
    /// Signed maximum.
    Smax,
    /// Unsigned minimum.
    Umin,
    /// Unsigned maximum.
    Umax,
    /// `f32` addition.
    Fadd,
    /// `f32` subtraction.
    Fsub,
    /// `f32` multiplication.
    Fmul,
    /// `f32` division, correctly rounded.
    Fdiv,
    /// wasm `f32.min`: a NaN operand gives a NaN; -0 is less than +0.
    Fmin,
    /// wasm `f32.max`: a NaN operand gives a NaN; -0 is less than +0.
    Fmax,
    /// Magnitude of the first, sign of the second; bits of a NaN kept.
    Fcopysign,
}

/// Integer comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the names are the comparisons, S and U the signedness"
)]
pub enum IntCC {
    Eq,
    Ne,
    Slt,
    Sge,
    Sgt,
    Sle,
    Ult,
    Uge,
    Ugt,
    Ule,
}

/// `f32` comparison. All are false on NaN but `Ne`, `UnordGe`… which are their complements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "the names are the comparisons; `Unord…` is also true on NaN"
)]
pub enum FloatCC {
    Eq,
    /// The complement of `Eq`: true on NaN.
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    /// Neither operand is a NaN.
    Ord,
    /// Some operand is a NaN.
    Unord,
    UnordLt,
    UnordLe,
    UnordGt,
    UnordGe,
}

/// What a load reads and how it widens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LoadKind {
    /// A byte, zero-extended.
    U8,
    /// A byte, sign-extended.
    S8,
    /// Two bytes little-endian, zero-extended.
    U16,
    /// Two bytes little-endian, sign-extended.
    S16,
    /// Four bytes little-endian.
    W32,
    /// A binary32 into a floating-point register.
    F32,
}

/// What a store writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum StoreKind {
    /// The low byte.
    B8,
    /// The low two bytes, little-endian.
    B16,
    /// Four bytes, little-endian.
    W32,
    /// A binary32 from a floating-point register.
    F32,
}

/// Why a trap happened. The number is part of the ABI: the runtime reports it, the host decodes it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[repr(u8)]
pub enum TrapKind {
    /// `unreachable` was executed.
    Unreachable = 1,
    /// An access beyond the end of a linear memory.
    MemoryOutOfBounds = 2,
    /// An access beyond the end of a table (`table.get`, `table.set`, `table.init`, …).
    TableOutOfBounds = 3,
    /// `call_indirect` with an index beyond the table ("undefined element").
    UndefinedElement = 4,
    /// `call_indirect` of a null entry ("uninitialized element").
    UninitializedElement = 5,
    /// `call_indirect` of a function of another type.
    IndirectCallTypeMismatch = 6,
    /// Integer division by zero.
    IntegerDivideByZero = 7,
    /// `MIN / -1`, or a float out of the integer's range.
    IntegerOverflow = 8,
    /// A NaN converted to an integer.
    InvalidConversionToInteger = 9,
    /// The native stack is used up.
    StackExhausted = 10,
}

impl TrapKind {
    /// Every kind, in the order of its number.
    pub const ALL: [Self; 10] = [
        Self::Unreachable,
        Self::MemoryOutOfBounds,
        Self::TableOutOfBounds,
        Self::UndefinedElement,
        Self::UninitializedElement,
        Self::IndirectCallTypeMismatch,
        Self::IntegerDivideByZero,
        Self::IntegerOverflow,
        Self::InvalidConversionToInteger,
        Self::StackExhausted,
    ];

    /// The symbol of the runtime's trap routine. It is called, and takes the return address for the site.
    pub fn routine(self) -> String {
        format!("tinsmith_trap_{}", self.name())
    }

    /// The spelling in IR text and in [`Self::routine`].
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::MemoryOutOfBounds => "memory_oob",
            Self::TableOutOfBounds => "table_oob",
            Self::UndefinedElement => "undefined_element",
            Self::UninitializedElement => "uninitialized_element",
            Self::IndirectCallTypeMismatch => "indirect_call_type",
            Self::IntegerDivideByZero => "divide_by_zero",
            Self::IntegerOverflow => "integer_overflow",
            Self::InvalidConversionToInteger => "invalid_conversion",
            Self::StackExhausted => "stack_exhausted",
        }
    }

    /// The wording of the WebAssembly test suite, for people.
    pub fn message(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::MemoryOutOfBounds => "out of bounds memory access",
            Self::TableOutOfBounds => "out of bounds table access",
            Self::UndefinedElement => "undefined element",
            Self::UninitializedElement => "uninitialized element",
            Self::IndirectCallTypeMismatch => "indirect call type mismatch",
            Self::IntegerDivideByZero => "integer divide by zero",
            Self::IntegerOverflow => "integer overflow",
            Self::InvalidConversionToInteger => "invalid conversion to integer",
            Self::StackExhausted => "call stack exhausted",
        }
    }
}

/// An instruction: what it does and what it reads. Its results live in the function.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum InstData {
    /// `v = iconst N`: a 32-bit integer.
    Iconst(i32),
    /// `v = fconst 0xBITS`: a binary32 by its bits.
    Fconst(u32),
    /// `v = symbol_addr sym + offset`: a link-time address.
    SymbolAddr {
        /// The symbol.
        symbol: Symbol,
        /// Added to its address.
        offset: i32,
    },
    /// `v = op a`
    Unary {
        /// The operation.
        op: UnaryOp,
        /// Its operand.
        arg: Value,
    },
    /// `v = op a, b`
    Binary {
        /// The operation.
        op: BinaryOp,
        /// Left and right operand.
        args: [Value; 2],
    },
    /// `v = icmp cc a, b`: 1 or 0.
    Icmp {
        /// The comparison.
        cc: IntCC,
        /// Left and right operand.
        args: [Value; 2],
    },
    /// `v = fcmp cc a, b`: 1 or 0, of two `f32`.
    Fcmp {
        /// The comparison.
        cc: FloatCC,
        /// Left and right operand.
        args: [Value; 2],
    },
    /// `v = select c, a, b`: `a` if `c` is not zero, else `b`; `a`, `b` both `i32` or both `f32`.
    Select {
        /// The condition.
        cond: Value,
        /// If it is not zero.
        if_true: Value,
        /// If it is zero.
        if_false: Value,
    },
    /// `v = load.kind [a + offset]`: the access is in bounds (checked before) and never traps.
    Load {
        /// Width and extension.
        kind: LoadKind,
        /// The base address.
        addr: Value,
        /// Bytes added to the base.
        offset: i32,
        /// The producer asserts natural alignment. Where it lies, the target's misalignment rule applies.
        aligned: bool,
    },
    /// `store.kind v, [a + offset]`
    Store {
        /// Width.
        kind: StoreKind,
        /// The value written.
        value: Value,
        /// The base address.
        addr: Value,
        /// Bytes added to the base.
        offset: i32,
        /// As in [`InstData::Load`].
        aligned: bool,
    },
    /// `v… = call sym : sig(a…)`: a direct call with the target's wasm calling convention.
    Call {
        /// The function called.
        symbol: Symbol,
        /// Its signature.
        sig: SigRef,
        /// The arguments.
        args: ValueList,
    },
    /// `v… = call_indirect a : sig(a…)`: a call of a code address, already checked.
    CallIndirect {
        /// The code address.
        callee: Value,
        /// Its signature.
        sig: SigRef,
        /// The arguments.
        args: ValueList,
    },
    /// `trapif kind, c`: traps if `c` is not zero. Not a terminator.
    TrapIf {
        /// The condition.
        cond: Value,
        /// The reason reported.
        kind: TrapKind,
    },
    /// `trap kind`: always traps. Terminator.
    Trap {
        /// The reason reported.
        kind: TrapKind,
    },
    /// `jump block(a…)`. Terminator.
    Jump {
        /// Where to.
        dest: BlockCall,
    },
    /// `brif c, then, else`: `then` if `c` is not zero. Terminator.
    BrIf {
        /// The condition.
        cond: Value,
        /// Taken if it is not zero.
        then_dest: BlockCall,
        /// Taken if it is zero.
        else_dest: BlockCall,
    },
    /// `br_table i, [b0, b1, …], default`: `bi` if `i` (unsigned) is in range. Terminator.
    BrTable {
        /// The selector.
        index: Value,
        /// One target per index from 0.
        targets: Vec<BlockCall>,
        /// For every other index.
        default: BlockCall,
    },
    /// `return a…`. Terminator.
    Return {
        /// The function's results.
        args: ValueList,
    },
    /// `return_call sym : sig(a…)`: a tail call. Terminator.
    ReturnCall {
        /// The function called.
        symbol: Symbol,
        /// Its signature; results as this function's.
        sig: SigRef,
        /// The arguments.
        args: ValueList,
    },
    /// `return_call_indirect a : sig(a…)`: a tail call of a code address. Terminator.
    ReturnCallIndirect {
        /// The code address.
        callee: Value,
        /// Its signature; results as this function's.
        sig: SigRef,
        /// The arguments.
        args: ValueList,
    },
}

/// The walks over an instruction's values and branch targets, by shared and by exclusive reference.
macro_rules! visitors {
    ($args:ident, $dests:ident, $iter:ident $(, $mutable:ident)?) => {
        /// Calls `f` on every value the instruction reads, block arguments included, in printed order.
        pub fn $args(&$($mutable)? self, mut f: impl FnMut(&$($mutable)? Value)) {
            match self {
                Self::Iconst(_) | Self::Fconst(_) | Self::SymbolAddr { .. } | Self::Trap { .. } => {}
                Self::Unary { arg, .. } => f(arg),
                Self::Binary { args, .. } | Self::Icmp { args, .. } | Self::Fcmp { args, .. } => {
                    args.$iter().for_each(f);
                }
                Self::Select { cond, if_true, if_false } => {
                    [cond, if_true, if_false].into_iter().for_each(f);
                }
                Self::Load { addr, .. } => f(addr),
                Self::Store { value, addr, .. } => [value, addr].into_iter().for_each(f),
                Self::Call { args, .. } | Self::Return { args } | Self::ReturnCall { args, .. } => {
                    args.$iter().for_each(f);
                }
                Self::CallIndirect { callee, args, .. }
                | Self::ReturnCallIndirect { callee, args, .. } => {
                    f(callee);
                    args.$iter().for_each(f);
                }
                Self::TrapIf { cond, .. } => f(cond),
                Self::BrIf { cond: first, .. } | Self::BrTable { index: first, .. } => {
                    f(first);
                    self.$dests(|dest| dest.args.$iter().for_each(&mut f));
                }
                Self::Jump { dest } => dest.args.$iter().for_each(f),
            }
        }

        /// Calls `f` on every branch target, in printed order (a `br_table`'s default last).
        pub fn $dests(&$($mutable)? self, mut f: impl FnMut(&$($mutable)? BlockCall)) {
            match self {
                Self::Jump { dest } => f(dest),
                Self::BrIf { then_dest, else_dest, .. } => [then_dest, else_dest].into_iter().for_each(f),
                Self::BrTable { targets, default, .. } => {
                    targets.$iter().for_each(&mut f);
                    f(default);
                }
                _ => {}
            }
        }
    };
}

impl InstData {
    /// Whether this instruction ends a block.
    pub fn is_terminator(&self) -> bool {
        matches!(
            self,
            Self::Trap { .. }
                | Self::Jump { .. }
                | Self::BrIf { .. }
                | Self::BrTable { .. }
                | Self::Return { .. }
                | Self::ReturnCall { .. }
                | Self::ReturnCallIndirect { .. }
        )
    }

    /// Whether the instruction must stay even if its results are unused.
    pub fn has_side_effect(&self) -> bool {
        self.is_terminator()
            || matches!(
                self,
                Self::Store { .. }
                    | Self::Call { .. }
                    | Self::CallIndirect { .. }
                    | Self::TrapIf { .. }
            )
    }

    /// Calls `f` on every value the instruction reads, block arguments included, in printed order.
    pub fn visit_args(&self, mut f: impl FnMut(Value)) {
        self.visit_arg_refs(|value| f(*value));
    }

    /// Whether the instruction reads a value.
    pub fn reads(&self, value: Value) -> bool {
        let mut reads = false;
        self.visit_args(|arg| reads |= arg == value);
        reads
    }

    visitors!(visit_arg_refs, visit_dests, iter);
    visitors!(visit_args_mut, visit_dests_mut, iter_mut, mut);
}
