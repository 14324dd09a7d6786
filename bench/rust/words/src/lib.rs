//! The words of a made-up text: split, counted in an ordered map, sorted by how often they occur, and written into one string.

use std::collections::BTreeMap;
use std::fmt::Write;

const SYLLABLES: [&str; 12] = [
    "ba", "do", "fe", "gi", "ku", "la", "mo", "ne", "pi", "ru", "sa", "to",
];

/// Does it `n` times; a hash of what was written.
#[unsafe(no_mangle)]
pub extern "C" fn kernel(n: u32) -> u32 {
    (0..n).fold(0, |sum, round| hash(sum, &summary(&text(round))))
}

fn text(round: u32) -> String {
    let mut seed = round.wrapping_add(41);
    let mut next = |below: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % below
    };
    let mut text = String::new();
    for _ in 0..400 {
        for _ in 0..=next(3) {
            text.push_str(SYLLABLES[next(12) as usize]);
        }
        text.push_str([" ", ", ", ". ", "\n"][next(4) as usize]);
    }
    text
}

fn summary(text: &str) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let words = text.split(|c: char| !c.is_alphabetic());
    for word in words.filter(|word| !word.is_empty()) {
        *counts.entry(word).or_default() += 1;
    }
    let mut sorted: Vec<(&str, usize)> = counts.into_iter().collect();
    sorted.sort_unstable_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    let mut out = String::new();
    for (word, count) in sorted.iter().take(50) {
        let _ = writeln!(out, "{word}: {count}");
    }
    out
}

fn hash(sum: u32, text: &str) -> u32 {
    text.bytes().fold(sum, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}
