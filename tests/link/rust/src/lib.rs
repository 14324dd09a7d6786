//! What a linker has to get right about Rust: formatting (vtables, string literals, jump tables), 64-bit and
//! floating-point routines of compiler_builtins, memcpy and memset, variables of both kinds, panics.
#![no_std]

#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    #[cfg(feature = "host")]
    unsafe {
        host::tinsmith_board_exit(101)
    }
    #[cfg(not(feature = "host"))]
    loop {}
}

/// Routines with the convention of compiled code.
#[cfg(feature = "routines")]
mod routines {
    use core::hint::black_box;

    #[no_mangle]
    pub extern "C" fn tinsmith_probe(a: u32, b: u32) -> u32 {
        let from = [black_box(a); 64];
        let mut to = [0; 64];
        to.copy_from_slice(black_box(&from));
        let quotient = black_box(u64::from(to[63]) << 32) / u64::from(b);
        (quotient >> 32) as u32 * 10 + b
    }
}

#[cfg(feature = "host")]
mod host {
    use core::fmt::Write;
    use core::hint::black_box;
    use core::ptr::addr_of_mut;

    extern "C" {
        pub fn tinsmith_board_exit(status: u32) -> !;
        fn tinsmith_board_write(fd: u32, bytes: *const u8, len: u32) -> i32;
        #[cfg_attr(feature = "windowed", link_name = "probe_windowed")]
        fn tinsmith_probe(a: u32, b: u32) -> u32;
    }

    struct Out;

    impl Write for Out {
        fn write_str(&mut self, s: &str) -> core::fmt::Result {
            unsafe { tinsmith_board_write(1, s.as_ptr(), s.len() as u32) };
            Ok(())
        }
    }

    static mut COUNTER: u32 = 41;
    static mut ZERO: [u32; 100] = [0; 100];

    #[export_name = "import:env:add:ii>i"]
    pub extern "C" fn add(a: i32, b: i32) -> i32 {
        a + b
    }

    #[no_mangle]
    pub extern "C" fn tinsmith_test() -> u32 {
        let counter = unsafe {
            let counter = addr_of_mut!(COUNTER);
            *counter += 1;
            *counter
        };
        let zero = addr_of_mut!(ZERO) as *mut u32;
        let sum: u32 = (0..100).map(|i| unsafe { zero.add(i).read_volatile() }).sum();
        let probe = unsafe { tinsmith_probe(77, 7) };
        let product = black_box(1.5f64) * black_box(4.0);
        let quotient = black_box(1_000_000_000_000_000u64) / black_box(7);
        let _ = writeln!(
            Out,
            "counter {counter} zero {sum} probe {probe} product {} quotient {quotient} hex {:#x}",
            product as i32, 0xdead_beefu32
        );
        let mut a = [black_box(3u8); 300];
        let b = black_box(a);
        a[7] = 9;
        u32::from(a == b) + 5
    }
}
