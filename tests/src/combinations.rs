//! What instruction selection sees through: conditions, sums, masks and shifts in every place that may take them in.

use tinsmith::ir::Type;

use crate::exec::Suite;
use crate::operations::INTS;

/// The uses of a condition: `v2` is it, `v0` and `v1` are around.
const USES: &[(&str, &str)] = &[
    ("value", "return v2"),
    (
        "branch",
        "brif v2, block1, block2\nblock1:\n v3 = iconst 10\n return v3\nblock2:\n v4 = iconst 20\n return v4",
    ),
    ("trap", "trapif memory_oob, v2\n return v2"),
    (
        "trap_only",
        "trapif memory_oob, v2\n v3 = iconst 5\n return v3",
    ),
    (
        "select",
        "v3 = iconst 10\n v4 = iconst 20\n v5 = select v2, v3, v4\n return v5",
    ),
    ("carry", "v3 = iconst 100\n v4 = iadd v3, v2\n return v4"),
    (
        "borrow",
        "v3 = iconst 100\n v4 = ishl v3, v3\n v5 = isub v4, v2\n return v5",
    ),
    (
        "not",
        "v3 = iconst 0\n v4 = icmp eq v2, v3\n brif v4, block1, block2\nblock1:\n v5 = iconst 10\n return v5\nblock2:\n v6 = iconst 20\n return v6",
    ),
    (
        "not_value",
        "v3 = iconst 0\n v4 = icmp eq v2, v3\n return v4",
    ),
    (
        "carry_of_register",
        "v3 = iadd v0, v1\n v4 = iadd v3, v2\n return v4",
    ),
];

/// The use that needs floats.
const SELECT_FLOAT: (&str, &str) = (
    "select_float",
    "v3 = fconst 0x3f800000\n v4 = fconst 0xc0490fdb\n v5: f32 = select v2, v3, v4\n v6 = bitcast.i32 v5\n return v6",
);

/// Everything, for a target with or without `f32`.
pub fn suite(floats: bool) -> Suite {
    let mut suite = Suite::default();
    add_masks(&mut suite, floats);
    add_scaled(&mut suite);
    add_funnels(&mut suite);
    add_fields(&mut suite);
    suite
}

/// A function of words, called with samples of them; a third one is the same few.
fn add(suite: &mut Suite, name: &str, params: usize, body: &str) {
    let list =
        |item: &dyn Fn(usize) -> String| (0..params).map(item).collect::<Vec<_>>().join(", ");
    let types = list(&|_| Type::I32.to_string());
    let named = list(&|n| format!("v{n}: i32"));
    suite.add(&format!(
        "function %{name}({types}) -> i32 {{\nblock0({named}):\n {body}\n}}"
    ));
    let n = suite.functions.len();
    let every = |step: usize| INTS.iter().copied().skip(n % step).step_by(step);
    match params {
        1 => INTS.iter().for_each(|&a| suite.call(name, &[a])),
        2 => every(3).for_each(|a| every(5).for_each(|b| suite.call(name, &[a, b]))),
        _ => every(3).for_each(|a| {
            for c in [0, 1, 13, 31, 32, 45] {
                every(7).for_each(|b| suite.call(name, &[a, b, c]));
            }
        }),
    }
}

/// Some bits of a word as a condition.
fn add_masks(suite: &mut Suite, floats: bool) {
    let uses = USES.iter().chain(floats.then_some(&SELECT_FLOAT));
    for (name, rest) in uses {
        let body = format!("v2 = and v0, v1\n {rest}");
        add(suite, &format!("mask_{name}"), 2, &body);
        for mask in [1, 128, i32::MIN, 65535] {
            let body = format!("v8 = iconst {mask}\n v2 = and v0, v8\n {rest}");
            add(suite, &format!("mask_{mask:x}_{name}"), 2, &body);
        }
    }
}

/// Sums and differences of which one operand is shifted.
fn add_scaled(suite: &mut Suite) {
    for amount in [0, 1, 2, 3, 4, 35] {
        for (name, then) in [
            ("iadd", "iadd v3, v1"),
            ("radd", "iadd v1, v3"),
            ("isub", "isub v3, v1"),
            ("rsub", "isub v1, v3"),
        ] {
            let body = format!("v2 = iconst {amount}\n v3 = ishl v0, v2\n v4 = {then}\n return v4");
            add(suite, &format!("scaled_{name}_{amount}"), 2, &body);
        }
    }
}

/// Two words shifted as one.
fn add_funnels(suite: &mut Suite) {
    for (name, first, second, flip) in [
        ("right", "ushr", "ishl", "v8"),
        ("left", "ishl", "ushr", "v8"),
        ("neither", "ishl", "ushr", "v9"),
    ] {
        let body = format!(
            "v8 = iconst -1\n v9 = iconst 1\n v3 = {first} v0, v2\n v4 = {second} v1, v9\n v5 = xor v2, {flip}\n \
             v6 = {second} v4, v5\n v7 = or v3, v6\n return v7"
        );
        add(suite, &format!("funnel_{name}"), 3, &body);
    }
    for (n, m) in [(1, 31), (5, 27), (31, 1), (5, 26), (0, 32), (16, 16)] {
        let body = format!(
            "v2 = iconst {n}\n v3 = iconst {m}\n v4 = ushr v0, v2\n v5 = ishl v1, v3\n v6 = or v5, v4\n return v6"
        );
        add(suite, &format!("funnel_{n}_{m}"), 2, &body);
    }
}

/// Bits from the middle of a word.
fn add_fields(suite: &mut Suite) {
    for shift in [0, 1, 8, 15, 16, 24, 31] {
        for mask in [1, 3, 255, 0xffff, 0x1ffff] {
            let body = format!(
                "v1 = iconst {shift}\n v2 = ushr v0, v1\n v3 = iconst {mask}\n v4 = and v2, v3\n return v4"
            );
            add(suite, &format!("field_{shift}_{mask}"), 1, &body);
        }
    }
}
