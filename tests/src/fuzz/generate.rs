//! Modules from seeds: wasm-smith, set to what Tinsmith compiles.

use arbitrary::Unstructured;
use tinsmith::ir::random::Rng;
use wasm_smith::{Config, InstructionKind, InstructionKinds, Module};

use super::{Case, Failure};

/// The most bytes a memory has.
pub const MEMORY_BYTES: u32 = 3 << 16;

/// The most entries a table has.
pub const TABLE_ENTRIES: u32 = 60;

/// The case of a seed.
///
/// # Errors
/// If wasm-smith makes no module of it, or the front end refuses the one it makes.
pub fn case(seed: u64) -> Result<Case, Failure> {
    Case::new(seed, module(seed)?)
}

/// The module of a seed. It ends whatever it is called with.
///
/// # Errors
/// If wasm-smith makes none of it.
pub fn module(seed: u64) -> Result<Vec<u8>, Failure> {
    let mut rng = Rng::new(seed);
    let config = config(&mut rng);
    let most = if rng.below(16) == 0 { 40_000 } else { 7000 };
    let len = 1000 + rng.below(most);
    let bytes: Vec<u8> = (0..len).map(|_| rng.bits() as u8).collect();
    let fuel = rng.pick(&[100, 1000, 10_000]);
    let mut module = Module::new(config, &mut Unstructured::new(&bytes))
        .map_err(|error| format!("wasm-smith makes nothing of seed {seed}: {error}"))?;
    module
        .ensure_termination(fuel)
        .map_err(|error| format!("wasm-smith cannot make seed {seed} end: {error}"))?;
    Ok(module.to_bytes())
}

/// What a module may have. Least numbers are given because wasm-smith stops adding after one or two of anything by itself.
fn config(rng: &mut Rng) -> Config {
    let one_in = |rng: &mut Rng, n| rng.below(n) == 0;
    Config {
        min_types: rng.below(6),
        min_funcs: 1 + rng.below(6),
        min_globals: rng.below(6),
        min_tables: rng.below(3) as u32,
        min_memories: u32::from(!one_in(rng, 8)),
        min_data_segments: rng.below(3),
        min_element_segments: rng.below(3),
        max_tables: 3,
        max_memories: 3,
        max_imports: 0,
        max_funcs: 12,
        max_instructions: rng.pick(&[30, 100, 300, 1000, 5000]),
        max_memory32_bytes: MEMORY_BYTES.into(),
        memory_max_size_required: true,
        max_table_elements: TABLE_ENTRIES.into(),
        table_max_size_required: true,
        max_elements: 20,
        allowed_instructions: instructions(rng),
        allow_start_export: one_in(rng, 4),
        disallow_traps: !one_in(rng, 3),
        canonicalize_nans: true,
        export_everything: !one_in(rng, 4),
        allow_floats: !one_in(rng, 4),
        ..features()
    }
}

/// Kinds of instructions. Some are left out at times, so that there are more of the others.
fn instructions(rng: &mut Rng) -> InstructionKinds {
    use InstructionKind::{Control, Memory, Numeric, Parametric, Reference, Table, Variable};
    let mut kinds = vec![Numeric, Parametric, Variable];
    for kind in [Control, Memory, Reference, Table] {
        if rng.below(3) != 0 {
            kinds.push(kind);
        }
    }
    InstructionKinds::new(&kinds)
}

/// Exactly the features that Tinsmith has.
fn features() -> Config {
    Config {
        bulk_memory_enabled: true,
        multi_value_enabled: true,
        reference_types_enabled: true,
        saturating_float_to_int_enabled: true,
        sign_extension_ops_enabled: true,
        compact_imports_enabled: false,
        exceptions_enabled: false,
        extended_const_enabled: true,
        gc_enabled: false,
        memory64_enabled: false,
        relaxed_simd_enabled: false,
        simd_enabled: false,
        tail_call_enabled: true,
        threads_enabled: false,
        wide_arithmetic_enabled: false,
        ..Config::default()
    }
}
