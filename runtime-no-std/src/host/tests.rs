//! Calls, scripts, WASI and number printing, on the fake board.

use super::control::Line;
use super::fake::{Code, START, Session, type_in, written};
use super::frame::{Call, EnterFrame, Registers};
use super::wasi::{Errno, args, fd, poll, system};
use super::{decimal, guest, script};

const ILP32: Registers = Registers { ints: 8, floats: 0 };
const ILP32F: Registers = Registers { ints: 8, floats: 8 };
const CALL0: Registers = Registers { ints: 6, floats: 0 };

fn stack(frame: &EnterFrame) -> Vec<usize> {
    (0..frame.args_len)
        // SAFETY: the frame says how many there are.
        .map(|n| unsafe { *frame.args.add(n) })
        .collect()
}

/// Where the arguments 1, 2, … of a signature go, as code sees them.
fn placed(params: &str, registers: Registers, code: Code) {
    let mut call = Call::new(code as usize, registers);
    let mut next = 0;
    call.arguments(params.as_bytes(), || {
        next += 1;
        next | (next + 100) << 32
    })
    .unwrap();
    call.expect(b"").unwrap();
    // SAFETY: the code looks at the frame only.
    assert_eq!(unsafe { call.enter() }, 0);
}

#[test]
fn a_pair_may_straddle_registers_and_stack() {
    placed("iiiiiiiIi", ILP32, |frame| {
        assert_eq!(*frame.ints(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(stack(frame), [108, 9]);
        0
    });
    placed("iIiIf", CALL0, |frame| {
        assert_eq!(frame.ints()[..6], [1, 2, 102, 3, 4, 104]);
        assert_eq!(stack(frame), [5]);
        0
    });
}

#[test]
fn floats_have_their_own_registers_where_there_are_some() {
    placed("fiFf", ILP32F, |frame| {
        assert_eq!(frame.floats()[..2], [1, 4]);
        assert_eq!(frame.ints()[..3], [2, 3, 103]);
        0
    });
    placed("fffffffffiiiiiiiif", ILP32F, |frame| {
        assert_eq!(*frame.floats(), [1, 2, 3, 4, 5, 6, 7, 8]);
        assert_eq!(*frame.ints(), [9, 10, 11, 12, 13, 14, 15, 16]);
        assert_eq!(stack(frame), [17, 18]);
        0
    });
    placed("fi", ILP32, |frame| {
        assert_eq!(frame.ints()[..2], [1, 2]);
        0
    });
}

#[test]
fn results_come_back_from_registers_and_stack() {
    let mut call = Call::new(
        (|frame: &mut EnterFrame| {
            *frame.ints() = [1, 2, 3, 4, 5, 6, 7, 8];
            frame.floats()[0] = 50;
            // SAFETY: room for the one word asked for.
            unsafe { *frame.results = 9 };
            assert_eq!(frame.results_len, 1);
            0
        }) as Code as usize,
        ILP32F,
    );
    call.expect(b"iIfiiiiI").unwrap();
    // SAFETY: the code writes what the signature says.
    assert_eq!(unsafe { call.enter() }, 0);
    let mut got = Vec::new();
    // SAFETY: it has.
    unsafe { call.results(b"iIfiiiiI", |ty, bits| got.push((ty as char, bits))) };
    let high = |low: u64, high: u64| low | high << 32;
    assert_eq!(
        got,
        [
            ('i', 1),
            ('I', high(2, 3)),
            ('f', 50),
            ('i', 4),
            ('i', 5),
            ('i', 6),
            ('i', 7),
            ('I', high(8, 9))
        ]
    );
}

#[test]
fn too_many_values_are_refused() {
    let many = [b'I'; 100];
    assert!(Call::new(0, ILP32).arguments(&many, || 0).is_err());
    assert!(Call::new(0, ILP32).expect(&many).is_err());
}

fn add(frame: &mut EnterFrame) -> u32 {
    frame.ints()[0] = (frame.ints()[0] as u32).wrapping_add(frame.ints()[1] as u32) as usize;
    0
}

fn trap(frame: &mut EnterFrame) -> u32 {
    frame.trap_pc = 0x8000_1234;
    7
}

fn nothing(_: &mut EnterFrame) -> u32 {
    0
}

/// The addresses of the script's routines.
macro_rules! addresses {
    ($($name:ident $routine:ident,)*) => {$(
        fn $name() -> usize {
            script::$routine as *const () as usize
        }
    )*};
}

addresses! {
    memory tinsmith_script_memory,
    call tinsmith_script_call,
    keep tinsmith_script_keep,
    write tinsmith_script_write,
    load tinsmith_script_load,
    print_memory tinsmith_script_print_memory,
    check tinsmith_script_check,
    look tinsmith_script_look,
    count tinsmith_script_count,
    result tinsmith_script_result,
    result_i32 tinsmith_script_result_i32,
    slot tinsmith_script_slot,
}

#[test]
fn a_script_runs_to_its_end() {
    let session = Session::new();
    let add = add as Code as usize;
    let signature = c"ii>i".as_ptr() as usize;
    let text = b"abc".as_ptr() as usize;
    #[rustfmt::skip] // a command a line
    let script = [
        memory(), session.desc() as usize,
        call(), nothing as Code as usize, c">".as_ptr() as usize, 0, 0, 0,
        call(), add, signature, 0, result(), 0,  0, 2, 0,  0, 3, 0,
        keep(), 5,
        call(), add, signature, count(), result_i32(), 0,  slot(), 5, 10,  0, u32::MAX as usize, 0,
        call(), add, signature, 0, result(), 0,  slot(), 5, u32::MAX as usize,  0, 0x8000_0000, 0,
        call(), trap as Code as usize, c">".as_ptr() as usize, 0, 0, 1,
        keep(), 5,
        call(), add, signature, 0, result_i32(), 0,  slot(), 5, 0,  0, 0, 0,
        write(), 0, 0xfffc, 0, text, 3,
        load(), 0, 0xfffc, 0, 6,
        call(), add, signature, 0, result_i32(), 0,  slot(), 6, 0,  0, 0, 0,
        print_memory(), 0, 0xfffb, 0, 0, 4, 0,
        0,
    ];
    // SAFETY: well-formed.
    let status = unsafe { script::execute(script.as_ptr()) };
    assert_eq!(
        written(2),
        "\x1eresult i32:5\n\x1ecount 0\n\x1eresult i32:14\n\x1eresult i32:-2147483644\n\
         \x1etrap 7 pc 0x80001234\n\x1eresult i32:5\n\x1eresult i32:6513249\n\x1ememory 00616263\n"
    );
    assert_eq!(status, 0);
}

#[test]
fn a_checked_call_has_one_line_whatever_it_does() {
    let _session = Session::new();
    let global = [0x5566_7788_u32, 0x1122_3344];
    let global = global.as_ptr() as usize;
    #[rustfmt::skip] // a command a line
    let script = [
        check(), 17, add as Code as usize, c"ii>i".as_ptr() as usize,  0, 2, 0,  0, 3, 0,
        check(), 18, trap as Code as usize, c">I".as_ptr() as usize,
        check(), 19, nothing as Code as usize, c">".as_ptr() as usize,
        check(), 20, nothing as Code as usize, c"I>I".as_ptr() as usize,  0, 2, 1,
        look(), 21, global, b'F' as usize,
        look(), 22, global, b'r' as usize,
        0,
    ];
    // SAFETY: well-formed.
    let status = unsafe { script::execute(script.as_ptr()) };
    assert_eq!(
        written(2),
        "\x1edone 17 0x00000005\n\x1edone 18 trap 7 pc 0x80001234\n\x1edone 19\n\
         \x1edone 20 0x0000000100000002\n\x1edone 21 0x1122334455667788\n\x1edone 22 0x55667788\n"
    );
    assert_eq!(status, 0);
}

#[test]
fn a_trap_nobody_expects_ends_the_script() {
    let _session = Session::new();
    let code = trap as Code as usize;
    let signature = c">".as_ptr() as usize;
    let script = [call(), code, signature, 0, result(), 0, 0];
    // SAFETY: well-formed.
    let status = unsafe { script::execute(script.as_ptr()) };
    assert_eq!(written(2), "\x1etrap 7 pc 0x80001234\n");
    assert_eq!(status, 134);
}

#[test]
fn a_script_that_looks_beyond_the_memory_fails() {
    let _session = Session::new();
    let script = [print_memory(), 0, 0xfffd, 0, 0, 4, 0, 0];
    // SAFETY: well-formed.
    let status = unsafe { script::execute(script.as_ptr()) };
    assert_eq!(
        written(2),
        "\x1escript error: memory access out of bounds\n"
    );
    assert_eq!(status, 135);
}

#[test]
fn results_print_by_type() {
    let _session = Session::new();
    fn six(frame: &mut EnterFrame) -> u32 {
        *frame.ints() = [
            1,
            u32::MAX as usize,
            u32::MAX as usize,
            0x3f80_0000,
            0,
            0x3ff0_0000,
            64,
            0,
        ];
        0
    }
    let signature = c">iIfFrx".as_ptr() as usize;
    let code = six as Code as usize;
    let script = [call(), code, signature, 0, result(), 0, 0];
    // SAFETY: well-formed.
    unsafe { script::execute(script.as_ptr()) };
    assert_eq!(
        written(2),
        "\x1eresult i32:1\n\x1eresult i64:-1\n\x1eresult f32:0x3f800000\n\
         \x1eresult f64:0x3ff0000000000000\n\x1eresult funcref:0x00000040\n\x1eresult externref:0x00000000\n"
    );
}

/// Writes an array of (pointer, length) at 0.
fn buffers(list: &[(u32, u32)]) {
    for (n, &(ptr, len)) in (0..).zip(list) {
        guest::write_u32(n * 8, ptr).unwrap();
        guest::write_u32(n * 8 + 4, len).unwrap();
    }
}

#[test]
fn wasi_writes_what_is_in_bounds() {
    let session = Session::new();
    let long = "x".repeat(120);
    guest::write(1000, format!("hello, {long}").as_bytes()).unwrap();
    buffers(&[(1000, 7), (0xffff, 0), (1007, 120)]);
    assert_eq!(fd::fd_write(1, 0, 3, 500), Errno::Success);
    assert_eq!(session.word(500), 127);
    assert_eq!(written(1), format!("hello, {long}"));

    buffers(&[(0xffff, 2)]);
    assert_eq!(fd::fd_write(2, 0, 1, 500), Errno::Fault);
    assert_eq!(fd::fd_write(2, 0xffff_fffc, 1, 500), Errno::Fault);
    assert_eq!(fd::fd_write(2, 0, 0, 0xfffd), Errno::Fault);
    assert_eq!(fd::fd_write(0, 0, 0, 500), Errno::Badf);
    assert_eq!(fd::fd_write(3, 0, 0, 500), Errno::Badf);
    assert_eq!(written(2), "");
}

#[test]
fn wasi_reads_until_the_end() {
    let session = Session::new();
    type_in(b"abcdef");
    buffers(&[(100, 4), (200, 4), (300, 4)]);
    assert_eq!(fd::fd_read(0, 0, 3, 500), Errno::Success);
    assert_eq!(session.word(500), 6);
    assert_eq!(session.bytes(100, 4), b"abcd");
    assert_eq!(session.bytes(200, 3), b"ef\0");
    assert_eq!(fd::fd_read(0, 0, 3, 500), Errno::Success);
    assert_eq!(session.word(500), 0);
    assert_eq!(fd::fd_read(1, 0, 0, 500), Errno::Badf);
}

#[test]
fn wasi_knows_arguments_and_environment() {
    let session = Session::new();
    assert_eq!(args::args_sizes_get(0, 4), Errno::Success);
    assert_eq!((session.word(0), session.word(4)), (2, 11));
    assert_eq!(args::args_get(8, 100), Errno::Success);
    assert_eq!((session.word(8), session.word(12)), (100, 104));
    assert_eq!(session.bytes(100, 11), b"app\0--loud\0");
    assert_eq!(args::environ_sizes_get(0, 4), Errno::Success);
    assert_eq!((session.word(0), session.word(4)), (1, 4));
    assert_eq!(args::environ_get(0xfffd, 100), Errno::Fault);
    assert_eq!(args::environ_get(8, 0xfffd), Errno::Fault);
}

#[test]
fn wasi_streams_are_terminals() {
    let session = Session::new();
    assert_eq!(fd::fd_fdstat_get(1, 64), Errno::Success);
    let mut stat = [0; 24];
    (stat[0], stat[2], stat[8]) = (2, 1, 64);
    assert_eq!(session.bytes(64, 24), stat);
    assert_eq!(fd::fd_seek(1, 0, 0, 0), Errno::Spipe);
    assert_eq!(fd::fd_prestat_get(3, 0), Errno::Badf);
    assert_eq!(fd::fd_fdstat_get(1, 0xffff), Errno::Fault);
}

#[test]
fn wasi_clock_and_randomness() {
    let session = Session::new();
    assert_eq!(system::clock_time_get(1, 0, 8), Errno::Success);
    assert_eq!(session.bytes(8, 8), START.to_le_bytes());
    assert_eq!(system::clock_time_get(9, 0, 8), Errno::Inval);
    assert_eq!(system::random_get(100, 64), Errno::Success);
    let bytes = session.bytes(100, 65);
    let distinct: std::collections::HashSet<_> = bytes[..64].iter().collect();
    assert!(distinct.len() > 40, "{bytes:?}");
    assert_eq!(bytes[64], 0);
    assert_eq!(system::random_get(0xffff, 2), Errno::Fault);
}

/// Writes the n-th subscription at 0.
fn subscribe(n: u32, tag: u8, word: u32, timeout: u64, flags: u8) {
    let at = n * 48;
    guest::write_u64(at, 0x1111_0000_0000_0000 + u64::from(n)).unwrap();
    guest::write(at + 8, &[tag]).unwrap();
    guest::write_u32(at + 16, word).unwrap();
    guest::write_u64(at + 24, timeout).unwrap();
    guest::write(at + 40, &[flags]).unwrap();
}

#[test]
fn wasi_sleeps_until_the_first_moment() {
    let session = Session::new();
    subscribe(0, 0, 1, 500_000, 0);
    subscribe(1, 0, 1, START + 20_000, 1);
    assert_eq!(poll::poll_oneoff(0, 1000, 2, 2000), Errno::Success);
    assert_eq!(session.word(2000), 1);
    assert_eq!(
        session.bytes(1000, 12),
        [1, 0, 0, 0, 0, 0, 0x11, 0x11, 0, 0, 0, 0]
    );
    // Nineteen looks or so went by, not five hundred.
    system::clock_time_get(1, 0, 8);
    let now = u64::from_le_bytes(session.bytes(8, 8).try_into().unwrap());
    assert!(
        (START + 20_000..START + 30_000).contains(&now),
        "{}",
        now - START
    );
}

#[test]
fn wasi_streams_are_ready() {
    let session = Session::new();
    subscribe(0, 0, 1, u64::MAX, 0);
    subscribe(1, 1, 0, 0, 0);
    subscribe(2, 2, 9, 0, 0);
    assert_eq!(poll::poll_oneoff(0, 1000, 3, 2000), Errno::Success);
    assert_eq!(session.word(2000), 2);
    assert_eq!(session.bytes(1008, 3), [0, 0, 1]);
    assert_eq!(session.bytes(1040, 3), [8, 0, 2]);
    assert_eq!(poll::poll_oneoff(0, 1000, 0, 2000), Errno::Inval);
    assert_eq!(poll::poll_oneoff(0xffff_ffe0, 1000, 1, 2000), Errno::Fault);
    assert_eq!(poll::poll_oneoff(48, 0xfff0, 1, 2000), Errno::Fault);
}

#[test]
fn without_a_memory_every_pointer_is_bad() {
    drop(Session::new());
    assert_eq!(guest::read_u32(0), Err(guest::Fault));
}

#[test]
fn integers_print_in_decimal() {
    for value in [
        0,
        9,
        10,
        1_234_567_089,
        65_535,
        4_294_967_295,
        4_294_967_296,
        1 << 63,
        u64::MAX,
    ] {
        Line::on(1).wide_unsigned(value).send();
        assert_eq!(written(1), format!("{value}\n"));
        Line::on(1).wide_signed(value as i64).send();
        assert_eq!(written(1), format!("{}\n", value as i64));
        let word = value as u32;
        Line::on(1).unsigned(word).send();
        assert_eq!(written(1), format!("{word}\n"));
        Line::on(1).signed(word as i32).send();
        assert_eq!(written(1), format!("{}\n", word as i32));
    }
}

#[test]
fn words_are_divided_by_ten() {
    let ends = [u32::MAX, u32::MAX - 1, u32::MAX - 5, u32::MAX - 6];
    for value in (0..1_000_000)
        .chain((0..=u32::MAX).step_by(9_973))
        .chain(ends)
    {
        let (tenth, digit) = super::control::tenth(value);
        assert_eq!((tenth, digit), (value / 10, value % 10));
    }
}

fn printed64(value: f64) -> String {
    let mut line = Line::on(1);
    decimal::write_f64(&mut line, value.to_bits());
    line.send();
    written(1).trim_end().to_owned()
}

fn printed32(value: f32) -> String {
    let mut line = Line::on(1);
    decimal::write_f32(&mut line, value.to_bits());
    line.send();
    written(1).trim_end().to_owned()
}

#[test]
fn floats_print_in_the_usual_form() {
    for (value, text) in [
        (0.0, "0"),
        (-0.0, "-0"),
        (1.0, "1"),
        (-2.5, "-2.5"),
        (0.1, "0.1"),
        (100.0, "100"),
        (123456.789, "123456.789"),
        (1e20, "100000000000000000000"),
        (1e21, "1e+21"),
        (1.5e300, "1.5e+300"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (5e-324, "5e-324"),
        (f64::MAX, "1.7976931348623157e+308"),
        (f64::MIN_POSITIVE, "2.2250738585072014e-308"),
        (9007199254740993.0, "9007199254740992"),
        (f64::INFINITY, "inf"),
        (f64::NEG_INFINITY, "-inf"),
        (f64::NAN, "nan"),
    ] {
        assert_eq!(printed64(value), text);
    }
    assert_eq!(printed32(0.1), "0.1");
    assert_eq!(printed32(16777216.0), "16777216");
    assert_eq!(printed32(f32::MAX), "3.4028235e+38");
    assert_eq!(printed32(f32::from_bits(1)), "1e-45");
    assert_eq!(printed32(f32::NEG_INFINITY), "-inf");
    assert_eq!(printed32(f32::NAN), "nan");
}

/// The digits and the exponent, whatever the form.
fn digits(text: &str) -> (String, i32) {
    let (mantissa, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = format!("{whole}{fraction}");
    let exponent = exponent.parse::<i32>().unwrap() - fraction.len() as i32;
    let digits = all.trim_start_matches(['0', '-']).trim_end_matches('0');
    let zeros = all.len() - all.trim_end_matches('0').len();
    (digits.to_owned(), exponent + zeros as i32)
}

#[test]
fn floats_print_the_digits_the_standard_library_finds() {
    let mut seed = 1u64;
    let mut random = move || {
        seed = seed
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        seed ^ seed >> 29
    };
    let powers = (0..2046u64).map(|e| e << 52);
    let values: Vec<u64> = powers.chain((0..3000).map(|_| random())).collect();
    for bits in values {
        let value = f64::from_bits(bits);
        if value.is_finite() && value != 0.0 {
            assert_eq!(
                digits(&printed64(value)),
                digits(&format!("{value:e}")),
                "{bits:016x}"
            );
        }
        let value = f32::from_bits((bits >> 32) as u32);
        if value.is_finite() && value != 0.0 {
            assert_eq!(
                digits(&printed32(value)),
                digits(&format!("{value:e}")),
                "{bits:016x}"
            );
        }
    }
}
