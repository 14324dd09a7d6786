//! Calls, memory, limits, faults and intrinsics.

use super::{Fault, Host, Interpreter, Memory, NoHost, Stop, intrinsics};
use crate::ir::inst::TrapKind;
use crate::ir::parse_functions;
use crate::ir::types::SourceLoc;

fn interpreter(text: &str) -> Interpreter<NoHost> {
    let functions = parse_functions(text).unwrap_or_else(|e| panic!("{e}"));
    for function in &functions {
        crate::ir::verify(function).unwrap_or_else(|e| panic!("{e}"));
    }
    Interpreter::new(functions, NoHost)
}

const PROGRAM: &str = "
function %fib(i32) -> i32 {
block0(v0: i32):
    v1 = iconst 2
    v2 = icmp ult v0, v1
    brif v2, block1, block2
block1:
    return v0
block2:
    v3 = iconst 1
    v4 = isub v0, v3
    v5 = isub v0, v1
    v6 = call @fib(v4) : (i32) -> i32
    v7 = symbol_addr @fib
    v8 = call_indirect v7(v5) : (i32) -> i32
    v9 = iadd v6, v8
    return v9
}
function %swap(i32, i32) -> i32, i32 {
block0(v0: i32, v1: i32):
    v2 = iconst 3
    jump block1(v0, v1, v2)
block1(v3: i32, v4: i32, v5: i32):
    v6 = iconst 1
    v7 = isub v5, v6
    brif v7, block1(v4, v3, v7), block2
block2:
    return v3, v4
}
function %store(i32) -> i32 {
block0(v0: i32):
    v1 = symbol_addr @data+8
    store.b16 v0, [v1 - 4]
    v2 = load.s16 [v1 - 4]
    v3 = load.s8 [v1 - 3]
    v4 = iadd v2, v3
    trapif memory_oob, v3 ; @0x77
    return v4
}
function %down(i32) -> i32 {
block0(v0: i32):
    v1 = iconst 1
    v2 = isub v0, v1
    brif v0, block1, block2
block1:
    return_call @down(v2) : (i32) -> i32
block2:
    return v0
}
function %forever() {
block0:
    call @forever() : ()
    return
}
function %wild(i32) -> i32 {
block0(v0: i32):
    v1 = load.u8 [v0]
    v2 = udiv v0, v1
    return v2
}
";

#[test]
fn calls_and_parallel_block_arguments() {
    let mut interp = interpreter(PROGRAM);
    assert_eq!(interp.call("fib", &[15]), Ok(vec![610]));
    assert_eq!(interp.call("swap", &[7, 9]), Ok(vec![7, 9]));
    assert_eq!(interp.call("down", &[100_000]), Ok(vec![0]));
}

#[test]
fn memory_and_traps() {
    let mut interp = interpreter(PROGRAM);
    let data = interp.memory.place("data", 16, 4);
    assert_eq!(
        interp.call("store", &[0xff12]),
        trap("store", TrapKind::MemoryOutOfBounds, 0x77)
    );
    assert_eq!(interp.call("store", &[0x12]), Ok(vec![0x12]));
    assert_eq!(interp.memory.load(data + 4, 4), Some(0x12));
}

fn trap(function: &str, kind: TrapKind, offset: u32) -> Result<Vec<u32>, Stop> {
    Err(Stop::Trap {
        kind,
        function: function.into(),
        loc: SourceLoc(offset),
    })
}

#[test]
fn limits_and_faults() {
    let mut interp = interpreter(PROGRAM);
    let exhausted = trap("forever", TrapKind::StackExhausted, u32::MAX);
    assert_eq!(interp.call("forever", &[]), exhausted);
    interp.fuel = 1000;
    assert_eq!(interp.call("down", &[1 << 30]), Err(Stop::OutOfFuel));
    interp.fuel = 1000;
    let fault = |result: Result<Vec<u32>, Stop>| match result {
        Err(Stop::Fault { fault, inst, .. }) => (fault, inst),
        other => panic!("{other:?} is not a fault"),
    };
    let (address, bytes) = (12, 1);
    let access = (
        Fault::Access { address, bytes },
        "v1 = load.u8 [v0]".to_owned(),
    );
    assert_eq!(fault(interp.call("wild", &[12])), access);
    let zero = interp.memory.place("zero", 1, 1);
    assert_eq!(fault(interp.call("wild", &[zero])).0, Fault::Division);
    assert_eq!(
        fault(interp.call("none", &[])).0,
        Fault::NoFunction("none".into())
    );
    assert!(matches!(
        fault(interp.call("fib", &[])).0,
        Fault::Signature { .. }
    ));
}

#[test]
fn the_host_gets_what_is_left() {
    struct Adder;
    impl Host for Adder {
        fn call(
            &mut self,
            _: &mut Memory,
            name: &str,
            args: &[u32],
        ) -> Option<Result<Vec<u32>, Stop>> {
            (name == "import:a:add:ii>i").then(|| Ok(vec![args.iter().sum()]))
        }
    }
    let text = "function %f(i32) -> i32 {
block0(v0: i32):
    v1 = call @import:a:add:ii>i(v0, v0) : (i32, i32) -> i32
    v2, v3 = call @tinsmith_f64_convert_i32_s(v1) : (i32) -> i32, i32
    return v3
}";
    let functions = parse_functions(text).unwrap_or_else(|e| panic!("{e}"));
    let mut interp = Interpreter::new(functions, Adder);
    assert_eq!(
        interp.call("f", &[4]),
        Ok(vec![(8f64.to_bits() >> 32) as u32])
    );
}

/// Calls an intrinsic that is there and called by its contract.
fn intrinsic(memory: &mut Memory, name: &str, args: &[u32]) -> Vec<u32> {
    let found = intrinsics::call(memory, &format!("tinsmith_{name}"), args);
    found.flatten().unwrap_or_else(|| panic!("{name}{args:?}"))
}

#[test]
fn arithmetic_intrinsics() {
    let memory = &mut Memory::new();
    let long = |x: i64| [x as u32, (x >> 32) as u32];
    let two = |a: i64, b: i64| [long(a), long(b)].concat();
    let bits = |x: f64| long(x.to_bits() as i64);
    let floats = |a: f64, b: f64| [bits(a), bits(b)].concat();
    assert_eq!(intrinsic(memory, "i64_div_s", &two(-7, 2)), long(-3));
    assert_eq!(intrinsic(memory, "i64_rem_s", &two(i64::MIN, -1)), long(0));
    assert_eq!(
        intrinsic(memory, "i64_div_u", &two(-1, 1 << 40)),
        long(0xff_ffff)
    );
    assert_eq!(
        intrinsic(memory, "f64_add", &floats(0.1, 0.2)),
        bits(0.1 + 0.2)
    );
    assert_eq!(intrinsic(memory, "f64_min", &floats(0.0, -0.0)), bits(-0.0));
    assert_eq!(
        intrinsic(memory, "f64_copysign", &floats(2.0, -0.0)),
        bits(-2.0)
    );
    assert_eq!(intrinsic(memory, "f64_lt", &floats(f64::NAN, 1.0)), [0]);
    assert_eq!(intrinsic(memory, "f64_le", &floats(1.0, 1.0)), [1]);
    assert_eq!(intrinsic(memory, "f64_nearest", &bits(2.5)), bits(2.0));
    assert_eq!(
        intrinsic(memory, "i64_trunc_sat_f64_s", &bits(-1e30)),
        long(i64::MIN)
    );
    assert_eq!(intrinsic(memory, "i32_mulh_s", &[u32::MAX, 2]), [u32::MAX]);
    let divide = intrinsics::call(memory, "tinsmith_i64_div_s", &two(i64::MIN, -1));
    assert_eq!(divide, Some(None));
    assert_eq!(
        intrinsics::call(memory, "tinsmith_f64_add", &[1]),
        Some(None)
    );
    assert_eq!(intrinsics::call(memory, "tinsmith_nonsense", &[]), None);
}

#[test]
fn descriptor_intrinsics() {
    let memory = &mut Memory::new();
    let base = memory.place("mem", 4 << 16, 16);
    let desc = memory.place("mem.desc", 20, 4);
    for (n, word) in [1 << 16, base, 3 << 16, 1 << 16, 16]
        .into_iter()
        .enumerate()
    {
        memory.store(desc + 4 * n as u32, 4, word).expect("placed");
    }
    assert_eq!(intrinsic(memory, "memory_grow", &[desc, 3]), [u32::MAX]);
    assert_eq!(intrinsic(memory, "memory_grow", &[desc, 2]), [1]);
    assert_eq!(intrinsic(memory, "memory_grow", &[desc, 0]), [3]);
    assert_eq!(
        intrinsic(memory, "memory_grow", &[desc, u32::MAX]),
        [u32::MAX]
    );
    assert_eq!(
        intrinsic(memory, "memory_fill", &[desc, 3 << 16, 1, 0]),
        [0]
    );
    assert_eq!(
        intrinsic(memory, "memory_fill", &[desc, (3 << 16) - 1, 1, 2]),
        [1]
    );
    assert_eq!(intrinsic(memory, "memory_fill", &[desc, 5, 0x107, 3]), [0]);
    assert_eq!(
        intrinsic(memory, "memory_copy", &[desc, desc, 6, 5, 3]),
        [0]
    );
    assert_eq!(memory.bytes(base + 5, 5), Some(&[7, 7, 7, 7, 0][..]));
    assert_eq!(
        intrinsic(memory, "memory_copy", &[desc, desc, u32::MAX, 0, 1]),
        [1]
    );
    assert!(intrinsic(memory, "memory_reset", &[desc]).is_empty());
    assert_eq!(memory.bytes(base + 5, 5), Some(&[0; 5][..]));
    assert_eq!(memory.load(desc, 4), Some(1 << 16));
}

#[test]
fn table_intrinsics() {
    let memory = &mut Memory::new();
    let base = memory.place("table", 40, 4);
    let desc = memory.place("table.desc", 16, 4);
    let words = memory.place("elem", 8, 4);
    let segment = memory.place("elem.desc", 12, 4);
    let mut put = |at: u32, list: &[u32]| {
        for (n, &word) in list.iter().enumerate() {
            memory.store(at + 4 * n as u32, 4, word).expect("placed");
        }
    };
    put(desc, &[2, base, 10, 2]);
    put(words, &[11, 22]);
    put(segment, &[2, words, 2]);
    assert_eq!(intrinsic(memory, "table_grow", &[desc, 9, 3]), [2]);
    assert_eq!(intrinsic(memory, "table_grow", &[desc, 9, 6]), [u32::MAX]);
    assert_eq!(
        intrinsic(memory, "table_init", &[desc, segment, 1, 0, 2]),
        [0]
    );
    assert_eq!(
        intrinsic(memory, "table_init", &[desc, segment, 1, 1, 2]),
        [1]
    );
    assert_eq!(intrinsic(memory, "table_copy", &[desc, desc, 0, 1, 3]), [0]);
    assert_eq!(intrinsic(memory, "table_fill", &[desc, 4, 5, 1]), [0]);
    let entries: Vec<_> = (0..6).map(|n| memory.load(base + 4 * n, 4)).collect();
    assert_eq!(entries, [11, 22, 9, 9, 5, 0].map(Some));
    memory.store(segment, 4, 0).expect("placed");
    assert_eq!(
        intrinsic(memory, "table_init", &[desc, segment, 0, 0, 1]),
        [1]
    );
    assert!(intrinsic(memory, "segment_reset", &[segment]).is_empty());
    assert_eq!(
        intrinsic(memory, "table_init", &[desc, segment, 0, 1, 1]),
        [0]
    );
    assert!(intrinsic(memory, "table_reset", &[desc]).is_empty());
    assert_eq!(memory.load(desc, 4), Some(2));
    assert_eq!(memory.load(base, 4), Some(0));
}
