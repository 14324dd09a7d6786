//! Random well-formed functions, for tests: same seed, same function.
//!
//! A function made here passes the verifier, ends, accesses only the symbol [`MEMORY`] and never does what
//! compiled code must not do (the interpreter's faults). It has branches, counted loops, `br_table`, checks that mostly pass, bounds
//! checks that repeat, loads and stores of every width at sums of constants and indices, calls of arithmetic intrinsics and of the
//! host's function [`HOST`].

mod control;
mod memory;
mod statements;

use super::function::{Function, Signature};
use super::inst::{BlockCall, InstData, ValueList};
use super::types::{Block, SourceLoc, Type, Value};

/// The symbol random functions load from and store to.
pub const MEMORY: &str = "app.mem.0";

/// How many bytes it must have.
pub const MEMORY_SIZE: u32 = 1024;

/// A second symbol, of which only fixed places are accessed.
pub const GLOBALS: &str = "app.global.0";

/// How many bytes it must have.
pub const GLOBALS_SIZE: u32 = 16;

/// A third symbol, to which values are stored so that what makes them is not dead.
pub const SINK: &str = "app.mem.1";

/// How many bytes it must have.
pub const SINK_SIZE: u32 = 4096;

/// The descriptor of [`MEMORY`]. Its first word, the size, is read, but only the bytes at the start are ever accessed. For
/// the optimiser it must be the size of a memory: [`MEMORY_PAGES`] << 16.
pub const DESCRIPTOR: &str = "app.mem.0.desc";

/// How many bytes it must have.
pub const DESCRIPTOR_SIZE: u32 = 20;

/// How many pages the descriptor says there are.
pub const MEMORY_PAGES: u32 = 1;

/// The function random functions call: `(i32, i32) -> i32`.
pub const HOST: &str = "import:test:mix:ii>i";

/// A source of random numbers: SplitMix64.
#[derive(Clone, Debug)]
pub struct Rng(u64);

impl Rng {
    /// A source that gives the same numbers for the same seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ z >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ z >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ z >> 31
    }

    /// A number from 0 up to, not including, `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.bits() % end as u64) as usize
    }

    /// One of a list that is not empty.
    pub fn pick<T: Copy>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())]
    }

    /// A word; often one at which operations change their mind.
    pub fn word(&mut self) -> u32 {
        const CORNERS: [u32; 14] = [
            0,
            1,
            2,
            7,
            31,
            32,
            255,
            0xffff,
            0x7fff_ffff,
            0x8000_0000,
            u32::MAX,
            0x3f80_0000,
            0x7fc0_0000,
            0xbf00_0000,
        ];
        match self.below(6) {
            0 => self.bits() as u32,
            1 => self.below(64) as u32,
            2 => 1 << self.below(32),
            3 => (self.below(8) as u32).wrapping_sub(4),
            _ => self.pick(&CORNERS),
        }
    }
}

/// What a random function may contain.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// About how many instructions.
    pub size: usize,
    /// Whether there are `f32` values and operations (targets with a hard `f32`).
    pub floats: bool,
}

/// Makes a random function `(i32, i32, i32[, f32]) -> i32, i32[, f32]`.
pub fn random_function(name: &str, seed: u64, options: Options) -> Function {
    let mut signature = Signature {
        params: vec![Type::I32; 3],
        results: vec![Type::I32; 2],
    };
    if options.floats {
        signature.params.push(Type::F32);
        signature.results.push(Type::F32);
    }
    let func = Function::new(name, signature.clone());
    let mut generator = Generator {
        func,
        rng: Rng::new(seed),
        options,
        block: Block::from_u32(0),
        ints: Vec::new(),
        floats: Vec::new(),
        comparisons: Vec::new(),
        addresses: Vec::new(),
        sink: 0,
        budget: options.size,
        next_loc: 0x10,
    };
    generator.block = generator.func.append_block();
    for &ty in &signature.params {
        let param = generator.func.append_param(generator.block, ty);
        generator.offer(param);
    }
    generator.region(0);
    let args = signature.results.iter().map(|&ty| generator.value(ty));
    let args: ValueList = args.collect();
    generator.emit(InstData::Return { args }, &[]);
    generator.func
}

/// The function being made, and the values that dominate the place where it is being made.
struct Generator {
    func: Function,
    rng: Rng,
    options: Options,
    block: Block,
    ints: Vec<Value>,
    floats: Vec<Value>,
    /// Operands of comparisons made before, to compare again.
    comparisons: Vec<[Value; 2]>,
    /// Addresses made before, to access again.
    addresses: Vec<(Value, i32)>,
    /// The next place in [`SINK`].
    sink: u32,
    /// How many more instructions to make, about.
    budget: usize,
    next_loc: u32,
}

impl Generator {
    /// Statements until the region's share of the budget is used up.
    fn region(&mut self, depth: usize) {
        let end = match depth {
            0 => 0,
            _ => self.budget - self.budget / (2 + self.rng.below(6)),
        };
        loop {
            self.statement(depth);
            if self.budget <= end || depth > 0 && self.rng.below(8) == 0 {
                break;
            }
        }
    }

    /// Makes a value usable by what follows.
    fn offer(&mut self, value: Value) {
        match self.func.ty(value) {
            Type::I32 => self.ints.push(value),
            Type::F32 => self.floats.push(value),
        }
    }

    /// A value of a type, rather a recent one.
    fn value(&mut self, ty: Type) -> Value {
        let list = match ty {
            Type::I32 => &self.ints,
            Type::F32 => &self.floats,
        };
        let recent = list.len().min(1 + self.rng.below(24));
        let from = list.len() - recent;
        list[from + self.rng.below(recent)]
    }

    fn int(&mut self) -> Value {
        self.value(Type::I32)
    }

    fn emit(&mut self, data: InstData, results: &[Type]) -> Option<Value> {
        self.budget = self.budget.saturating_sub(1);
        self.next_loc += 3;
        let loc = SourceLoc(self.next_loc);
        let inst = self.func.append_inst(self.block, data, results, loc);
        self.func.results(inst).first().copied()
    }

    /// Emits what has one result, and offers it.
    fn emit_value(&mut self, data: InstData, ty: Type) -> Value {
        self.emit(data, &[ty]);
        let insts = &self.func.blocks[self.block].insts;
        let value = self.func.result(insts[insts.len() - 1]);
        self.offer(value);
        value
    }

    /// A constant; seldom offered to what follows, or most would be computed from constants alone.
    fn iconst(&mut self, n: u32) -> Value {
        let value = self.emit_value(InstData::Iconst(n as i32), Type::I32);
        if self.rng.below(6) != 0 {
            self.ints.pop();
        }
        value
    }

    /// Runs `body` in `block`; the values it makes are forgotten after, as they do not dominate what follows.
    fn inside(&mut self, block: Block, body: impl FnOnce(&mut Self)) {
        let (ints, floats) = (self.ints.len(), self.floats.len());
        let (comparisons, addresses) = (self.comparisons.len(), self.addresses.len());
        self.block = block;
        body(self);
        self.ints.truncate(ints);
        self.floats.truncate(floats);
        self.comparisons.truncate(comparisons);
        self.addresses.truncate(addresses);
    }

    /// Some types for block parameters.
    fn types(&mut self) -> Vec<Type> {
        let one = |this: &mut Self| match this.options.floats && this.rng.below(4) == 0 {
            true => Type::F32,
            false => Type::I32,
        };
        (0..self.rng.below(4)).map(|_| one(self)).collect()
    }

    fn call(&mut self, block: Block, types: &[Type]) -> BlockCall {
        let arg = |this: &mut Self, ty| match ty == Type::I32 && this.rng.below(6) == 0 {
            true => this.iconst(0),
            false => this.value(ty),
        };
        let args = types.iter().map(|&ty| arg(self, ty)).collect();
        BlockCall { block, args }
    }

    fn block_with(&mut self, types: &[Type]) -> Block {
        let block = self.func.append_block();
        for &ty in types {
            self.func.append_param(block, ty);
        }
        block
    }

    /// Goes on in a block, with its parameters.
    fn continue_in(&mut self, block: Block) {
        self.block = block;
        for param in self.func.blocks[block].params.clone() {
            self.offer(param);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, random_function};
    use crate::ir::{parse_function, verify};

    #[test]
    fn random_functions_are_valid_and_print_and_parse() {
        for seed in 0..200 {
            let floats = seed % 2 == 0;
            let options = Options { size: 150, floats };
            let func = random_function("f", seed, options);
            verify(&func).unwrap_or_else(|e| panic!("seed {seed}: {e}\n{func}"));
            let text = func.to_string();
            let parsed = parse_function(&text).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
            assert_eq!(parsed.to_string(), text);
            assert_eq!(random_function("f", seed, options).to_string(), text);
        }
    }
}
