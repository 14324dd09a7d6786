//! Flashing, against a simulated ROM loader on a pseudo-terminal. A pseudo-terminal has no control lines: where the board is to be
//! reset, a model of lines and transistors is in their place. The stub that is sent to RAM is simulated, not executed.

mod board;
mod rom;

use std::time::{Duration, Instant};

use board::{Board, Fault, Plugged};
use serialport::SerialPort;
use tinsmith::flash::monitor::{End, Heard, Limits, follow};
use tinsmith::flash::reset::ModemLines;
use tinsmith::flash::serial::{Options, Written, write};
use tinsmith::flash::{FlashError, Job, Observer};
use tinsmith::image::{FlashImage, Piece};

/// A megabyte.
const MIB: usize = 1 << 20;

/// Bytes without pattern.
fn noise(len: usize, mut seed: u32) -> Vec<u8> {
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 17;
        seed ^= seed << 5;
        (seed >> 24) as u8
    };
    (0..len).map(|_| next()).collect()
}

/// An image of three pieces: one that does not compress, one of one byte, one that compresses at its end.
fn job(chip: &str) -> Job {
    let mut application = noise(60_000, 9);
    application.extend((0..30_001).map(|n| (n / 100) as u8));
    let piece = |name, address, bytes| Piece {
        name,
        address,
        bytes,
    };
    Job {
        board: "test-board".into(),
        chip: chip.into(),
        flash_size: 4 * MIB as u32,
        revisions: 0..=u16::MAX,
        baud: 115_200,
        image: FlashImage {
            pieces: vec![
                piece("bootloader", 0x1000, noise(26_000, 7)),
                piece("partition table", 0x8000, vec![0xc0]),
                piece("application", 0x10000, application),
            ],
        },
    }
}

fn options(plugged: &Plugged, stub: bool) -> Options {
    Options {
        port: Some(plugged.name.clone()),
        baud: 460_800,
        stub,
        reset: true,
    }
}

fn flash(job: &Job, plugged: &Plugged, stub: bool) -> Result<Written, FlashError> {
    write(job, &options(plugged, stub), &mut ModemLines, &mut ())
}

/// Every byte of the image is where it belongs.
#[track_caller]
fn arrived(job: &Job, board: &Board) {
    let flash = board.flash();
    for piece in &job.image.pieces {
        let start = piece.address as usize;
        let there = &flash.bytes[start..start + piece.bytes.len()];
        assert!(there == piece.bytes, "the piece at {start:#x} differs");
    }
}

#[test]
fn every_chip_is_recognised_and_written_by_rom_and_by_stub() {
    for kind in rom::KINDS {
        for stub in [false, true] {
            let board = Board::new(kind.name, 4 * MIB);
            let job = job(kind.name);
            let plugged = board.plug_in(&[]);
            let done = flash(&job, &plugged, stub).unwrap_or_else(|e| panic!("{}: {e}", kind.name));
            arrived(&job, &board);
            assert_eq!(
                (done.bytes, done.of),
                (done.of, 0x7000 + 0x1000 + 0x16000),
                "{}",
                kind.name
            );
        }
    }
}

#[test]
fn a_second_run_writes_only_what_has_changed() {
    for stub in [false, true] {
        let board = Board::new("esp32c3", 4 * MIB);
        let mut job = job("esp32c3");
        flash(&job, &board.plug_in(&[]), stub).unwrap();
        board.forget();
        let done = flash(&job, &board.plug_in(&[]), stub).unwrap();
        assert_eq!((done.bytes, board.flash().erased.len()), (0, 0));
        // One byte in the second part of the last region.
        job.image.pieces[2].bytes[0x5000] ^= 1;
        let done = flash(&job, &board.plug_in(&[]), stub).unwrap();
        assert_eq!(done.bytes, 0x4000);
        assert_eq!(board.flash().erased, [(0x14000, 0x4000)]);
        arrived(&job, &board);
    }
}

#[test]
fn unplugged_half_way_the_next_run_goes_on() {
    for stub in [false, true] {
        let board = Board::new("esp32", 4 * MIB);
        let job = job("esp32");
        let plugged = board.plug_in(&[Fault::Unplug { written: 40_000 }]);
        let error = flash(&job, &plugged, stub).unwrap_err();
        assert!(
            matches!(
                error,
                FlashError::Lost {
                    when: "while writing",
                    ..
                }
            ),
            "{error}"
        );
        drop(plugged);
        board.forget();
        let done = flash(&job, &board.plug_in(&[]), stub).unwrap();
        arrived(&job, &board);
        assert!(
            done.bytes > 0 && done.bytes < done.of,
            "{} of {}",
            done.bytes,
            done.of
        );
        assert!(board.flash().written < 0x17000, "all was written again");
    }
}

/// Says how often something was tried again.
#[derive(Default)]
struct Retries(Vec<String>);

impl Observer for Retries {
    fn connected(&mut self, _: &str, _: &str) {}
    fn writing(&mut self, _: u32, _: u32) {}
    fn written(&mut self, _: u32) {}
    fn again(&mut self, why: &FlashError) {
        self.0.push(why.to_string());
    }
}

#[test]
fn a_bad_line_is_tried_again() {
    let cases: [(Fault, &str); 5] = [
        (Fault::TurnRequestBit { block: 3 }, "CRC"),
        (Fault::LoseRequestByte { block: 9 }, "Invalid message"),
        (Fault::LoseAnswerByte { answer: 30 }, "damaged"),
        (Fault::LoseAnswer { answer: 30 }, "Timeout"),
        (Fault::Noise { answer: 40 }, ""),
    ];
    for (fault, why) in cases {
        let board = Board::new("esp32c6", 4 * MIB);
        let job = job("esp32c6");
        let plugged = board.plug_in(&[fault]);
        let mut retries = Retries::default();
        write(
            &job,
            &options(&plugged, false),
            &mut ModemLines,
            &mut retries,
        )
        .unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        arrived(&job, &board);
        if !why.is_empty() {
            assert_eq!(retries.0.len(), 1, "{fault:?}: {:?}", retries.0);
            assert!(retries.0[0].contains(why), "{fault:?}: {}", retries.0[0]);
        }
    }
}

/// What the program on a freshly written board says, and how it ends.
fn said(mut written: Written) -> (String, Result<End, FlashError>) {
    written.port.set_timeout(Duration::from_millis(50)).unwrap();
    let mut output = String::new();
    let end = follow("port", &mut written.port, Limits::default(), &mut |heard| {
        if let Heard::Output(bytes) = heard {
            output += &String::from_utf8_lossy(bytes);
        }
        Ok(())
    });
    (output, end)
}

#[test]
fn the_program_is_started_and_heard_whether_something_was_written_or_not() {
    let text = b"ESP-ROM:esp32c3-api1-20210207\r\nboot:0xc (SPI_FAST_FLASH_BOOT)\r\n\x1estart\nhello\n\x1eexit 3\n";
    for stub in [false, true] {
        let board = Board::new("esp32c3", 4 * MIB).saying(text);
        for run in ["first", "second"] {
            let plugged = board.plug_in(&[]);
            let written = flash(&job("esp32c3"), &plugged, stub).unwrap();
            let (output, end) = said(written);
            assert_eq!(output, "hello\n", "{run}, stub: {stub}");
            assert!(
                matches!(end, Ok(End::Exit(3))),
                "{run}, stub: {stub}: {end:?}"
            );
        }
    }
}

#[test]
fn a_running_board_is_reset_into_its_loader_and_then_into_its_program() {
    let text = b"\x1estart\nhello\n\x1eexit 3\n";
    for stub in [false, true] {
        let board = Board::new("esp32c3", 4 * MIB).saying(text);
        let (plugged, mut wires) = board.plug_in_running(&[]);
        let job = job("esp32c3");
        let written = write(&job, &options(&plugged, stub), &mut wires, &mut ()).unwrap();
        arrived(&job, &board);
        let (output, end) = said(written);
        assert_eq!((output.as_str(), wires.resets), ("hello\n", 2));
        assert!(matches!(end, Ok(End::Exit(3))), "stub: {stub}: {end:?}");
    }
}

#[test]
fn a_bad_line_is_tried_again_from_a_reset() {
    // With the stub, which only a reset ends.
    let board = Board::new("esp32c6", 4 * MIB);
    let (plugged, mut wires) = board.plug_in_running(&[Fault::TurnRequestBit { block: 1 }]);
    let job = job("esp32c6");
    let mut retries = Retries::default();
    write(&job, &options(&plugged, true), &mut wires, &mut retries).unwrap();
    arrived(&job, &board);
    assert_eq!((retries.0.len(), wires.resets), (1, 3), "{:?}", retries.0);
}

#[test]
fn lines_that_are_left_alone_or_refuse() {
    let board = Board::new("esp32", 4 * MIB);
    let job = job("esp32");
    // The lines fail at the first change, or when the program is to be started.
    for (fails_after, written) in [(0, false), (4, true)] {
        let (plugged, mut wires) = board.plug_in_running(&[]);
        wires.fails_after = fails_after;
        let error = write(&job, &options(&plugged, true), &mut wires, &mut ()).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("cannot reset the board") && text.contains("--no-reset"),
            "{text}"
        );
        assert_eq!(board.flash().written > 0, written);
    }
    // In its loader by hand: no line is touched.
    for stub in [false, true] {
        board.forget();
        let (_, mut wires) = board.plug_in_running(&[]);
        wires.fails_after = 0;
        let plugged = board.plug_in(&[]);
        let options = Options {
            reset: false,
            ..options(&plugged, stub)
        };
        write(&job, &options, &mut wires, &mut ()).unwrap();
        arrived(&job, &board);
    }
}

#[test]
fn a_reset_that_does_not_reach_the_loader_says_what_it_reached() {
    let said = b"rst:0x1 (POWERON),boot:0x13 (SPI_FAST_FLASH_BOOT)\r\n";
    for (says, detail) in [(&said[..], "boot mode 0x13"), (b"", "silence")] {
        let board = Board::new("esp32", 4 * MIB).saying(says);
        let (plugged, mut wires) = board.plug_in_running(&[]);
        wires.never_loader = true;
        let begin = Instant::now();
        let error = write(&job("esp32"), &options(&plugged, true), &mut wires, &mut ());
        let text = error.unwrap_err().to_string();
        assert!(
            text.contains("no chip answers") && text.contains(detail),
            "{text}"
        );
        assert!(begin.elapsed() < Duration::from_secs(15));
    }
}

#[test]
fn a_board_unplugged_while_its_program_runs_is_reported() {
    let board = Board::new("esp32", 4 * MIB).saying(b"\x1estart\nworking\n");
    let plugged = board.plug_in(&[]);
    let written = flash(&job("esp32"), &plugged, false).unwrap();
    let pull = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(300));
        drop(plugged);
    });
    let (output, end) = said(written);
    pull.join().unwrap();
    assert_eq!(output, "working\n");
    assert!(
        matches!(
            end,
            Err(FlashError::Lost {
                when: "while the program ran",
                ..
            })
        ),
        "{end:?}"
    );
}

#[test]
fn a_line_that_stays_bad_is_given_up_and_recovers() {
    let board = Board::new("esp32c3", 4 * MIB);
    let job = job("esp32c3");
    let faults: Vec<_> = (0..60)
        .map(|block| Fault::TurnRequestBit { block })
        .collect();
    let plugged = board.plug_in(&faults);
    let error = flash(&job, &plugged, false).unwrap_err();
    assert!(matches!(error, FlashError::BadLine { .. }), "{error}");
    drop(plugged);
    flash(&job, &board.plug_in(&[]), false).unwrap();
    arrived(&job, &board);
}

#[test]
fn the_wrong_chip_is_left_alone() {
    let board = Board::new("esp32c3", 4 * MIB);
    let plugged = board.plug_in(&[]);
    for stub in [false, true] {
        let error = flash(&job("esp32s3"), &plugged, stub).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("is esp32c3, but board `test-board` has esp32s3; nothing was written"),
            "{text}"
        );
    }
    assert!(board.flash().erased.is_empty());
}

#[test]
fn chips_and_flash_that_do_not_suit_are_refused_before_writing() {
    let job = job("esp32c3");
    let mut board = Board::new("esp32c3", 4 * MIB);
    board.security = 1;
    let error = flash(&job, &board.plug_in(&[]), true).unwrap_err();
    assert!(
        matches!(
            error,
            FlashError::Locked {
                what: "secure boot",
                ..
            }
        ),
        "{error}"
    );

    let mut newer = job.clone();
    newer.revisions = 100..=u16::MAX;
    board.security = 0;
    let text = flash(&newer, &board.plug_in(&[]), true)
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("revision v0.3, but board `test-board` is for v1.0 and later"),
        "{text}"
    );
    newer.revisions = 0..=2;
    let text = flash(&newer, &board.plug_in(&[]), false)
        .unwrap_err()
        .to_string();
    assert!(
        text.contains("revision v0.3, but board `test-board` is for v0.0 to v0.2"),
        "{text}"
    );

    // Where revisions differ as chips do, the board that suits is named.
    let p4 = Board::new("esp32p4", 4 * MIB);
    let mut old = self::job("esp32p4");
    old.revisions = 100..=199;
    let text = flash(&old, &p4.plug_in(&[]), true).unwrap_err().to_string();
    assert!(
        text.contains(
            "revision v3.1, but board `test-board` is for v1.0 to v1.99; nothing was written; such a chip is board \
             `esp32-p4-function-ev-r3`'s"
        ),
        "{text}"
    );
    assert!(p4.flash().erased.is_empty());

    board.security = 4;
    let error = flash(&job, &board.plug_in(&[]), false).unwrap_err();
    assert!(
        matches!(
            error,
            FlashError::Locked {
                what: "secure download mode",
                ..
            }
        ),
        "{error}"
    );

    board.security = 0;
    board.flash().present = false;
    let error = flash(&job, &board.plug_in(&[]), true).unwrap_err();
    assert!(matches!(error, FlashError::NoFlash { .. }), "{error}");

    let mut large = job.clone();
    large.image.pieces[0].address = 2 * MIB as u32;
    let small = Board::new("esp32c3", 2 * MIB);
    let error = flash(&large, &small.plug_in(&[]), true).unwrap_err();
    assert!(
        matches!(
            error,
            FlashError::SmallFlash {
                found: 0x20_0000,
                ..
            }
        ),
        "{error}"
    );
    assert!(board.flash().erased.is_empty() && small.flash().erased.is_empty());
}

#[test]
fn flash_that_keeps_nothing_is_noticed() {
    let board = Board::new("esp32", 4 * MIB);
    board.flash().writable = false;
    let error = flash(&job("esp32"), &board.plug_in(&[]), false).unwrap_err();
    assert!(matches!(error, FlashError::NotKept { .. }), "{error}");
}

#[test]
fn silence_and_chatter_are_no_chip() {
    for fault in [Fault::Deaf, Fault::Chatter] {
        let board = Board::new("esp32", 4 * MIB);
        let begin = Instant::now();
        let error = flash(&job("esp32"), &board.plug_in(&[fault]), true).unwrap_err();
        let text = error.to_string();
        assert!(
            text.contains("no chip answers") && text.contains("BOOT"),
            "{fault:?}: {text}"
        );
        assert!(begin.elapsed() < Duration::from_secs(15), "{fault:?}");
    }
}

#[test]
fn ports_that_are_none_busy_or_missing() {
    let job = job("esp32");
    let named = |port: &str| Options {
        port: Some(port.to_owned()),
        baud: 115_200,
        stub: true,
        reset: true,
    };
    let error = write(&job, &named("/dev/ttyUSB99"), &mut ModemLines, &mut ()).unwrap_err();
    assert!(matches!(error, FlashError::NoSuchPort { .. }), "{error}");
    let error = write(&job, &named("/dev/null"), &mut ModemLines, &mut ()).unwrap_err();
    assert!(matches!(error, FlashError::NotAPort { .. }), "{error}");

    let board = Board::new("esp32", 4 * MIB);
    let plugged = board.plug_in(&[]);
    let monitor = serialport::new(&plugged.name, 115_200).open().unwrap();
    let error = flash(&job, &plugged, false).unwrap_err();
    assert!(matches!(error, FlashError::Busy { .. }), "{error}");
    drop(monitor);
    flash(&job, &plugged, false).unwrap();
    arrived(&job, &board);
}

#[test]
fn chips_without_a_loader_library_are_refused_by_name() {
    let error = write(
        &job("esp8266"),
        &Options {
            port: Some("/dev/null".into()),
            baud: 115_200,
            stub: true,
            reset: true,
        },
        &mut ModemLines,
        &mut (),
    )
    .unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("flashing esp8266 is not supported"),
        "{error}"
    );
}
