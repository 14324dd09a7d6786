//! CoreMark's performance run: seeds 0, 0 and 0x66, 2,000 bytes of data; without the clock of the package's own `run`.

use coremark::list::core_list_init;
use coremark::matrix::core_init_matrix;
use coremark::state::core_init_state;
use coremark::types::{ALL_ALGORITHMS_MASK, CoreResults, NUM_ALGORITHMS, TOTAL_DATA_SIZE};
use coremark::util::crcu16;

/// `n` iterations; the final CRC.
#[unsafe(no_mangle)]
pub extern "C" fn kernel(n: u32) -> u32 {
    let mut results = CoreResults {
        seed3: 0x66,
        size: TOTAL_DATA_SIZE / NUM_ALGORITHMS,
        execs: ALL_ALGORITHMS_MASK,
        iterations: n,
        ..Default::default()
    };
    let mut list = core_list_init(results.size, results.seed1);
    core_init_matrix(results.size, 0, &mut results.mat);
    results.state_mem = core_init_state(results.size, results.seed1);
    for _ in 0..n {
        for index in [1, -1] {
            let crc = list.bench(&mut results, index);
            results.crc = crcu16(crc, results.crc);
        }
    }
    u32::from(results.crc)
}
