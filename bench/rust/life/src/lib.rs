//! Conway's Game of Life on a torus of 64 by 64 cells, a row a word: neighbours are added up bit by bit, 64 cells at a time.

/// The field after `n` generations, and how many cells lived in each, as a hash.
#[unsafe(no_mangle)]
pub extern "C" fn kernel(n: u32) -> u32 {
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    let mut rows: Vec<u64> = (0..64)
        .map(|_| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed
        })
        .collect();
    let mut hash = 0_u32;
    for _ in 0..n {
        rows = generation(&rows);
        let alive: u32 = rows.iter().map(|row| row.count_ones()).sum();
        hash = (hash ^ alive).wrapping_mul(0x0100_0193);
    }
    rows.iter().fold(hash, |hash, &row| {
        (hash ^ row as u32 ^ (row >> 32) as u32).wrapping_mul(0x0100_0193)
    })
}

fn generation(rows: &[u64]) -> Vec<u64> {
    let count = rows.len();
    (0..count)
        .map(|y| {
            let (above, row, below) = (
                rows[(y + count - 1) % count],
                rows[y],
                rows[(y + 1) % count],
            );
            let beside = [above, row, below].map(|r| [r.rotate_left(1), r, r.rotate_right(1)]);
            let neighbours = beside.iter().flatten().enumerate().filter(|&(n, _)| n != 4);
            // The sum of eight bits as three bits, the highest of which stays once it is one.
            let (mut ones, mut twos, mut fours) = (0, 0, 0);
            for (_, &cell) in neighbours {
                let carry = ones & cell;
                ones ^= cell;
                fours |= twos & carry;
                twos ^= carry;
            }
            twos & !fours & (ones | row)
        })
        .collect()
}
