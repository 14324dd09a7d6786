//! The runtime's Xtensa assembly and the emulated board's, executed: entering, traps, host calls, nesting, windows,
//! exceptions. Needs llvm-mc-22 and qemu-system-xtensa, and fails without them.

mod alignment;
mod rig;

use rig::{Outcome, boards, full, run, source};
use tinsmith::board::Board;
use tinsmith::target::Ext;

fn words(bytes: &[u8]) -> Vec<u32> {
    bytes
        .chunks_exact(4)
        .map(|word| u32::from_le_bytes([word[0], word[1], word[2], word[3]]))
        .collect()
}

/// The checks of contract.s; the status is the number of the one that failed.
#[test]
fn contract_holds() {
    let Outcome { status, stderr, .. } = run(full(), "contract", &source("contract.s"), &[]);
    assert_eq!(
        (status, String::from_utf8_lossy(&stderr).as_ref()),
        (Some(0), "")
    );
}

#[test]
fn misaligned_accesses_are_emulated() {
    for board in boards() {
        let cases = alignment::cases(board.target.has(Ext::Fp));
        let program = source("host.s") + &source("alignment.s") + &alignment::program(&cases);
        let Outcome {
            status,
            stdout,
            stderr,
        } = run(board, "alignment", &program, &[]);
        let (name, stderr) = (&board.name, String::from_utf8_lossy(&stderr));
        match words(&stdout)[..] {
            [done] => assert_eq!(
                (status, done as usize, stderr.as_ref()),
                (Some(0), cases.len(), ""),
                "{name}"
            ),
            [case, place, got, expected] => panic!(
                "{name}, {:?}: at {place} {got:#010x}, not {expected:#010x}",
                cases.get(case as usize)
            ),
            _ => panic!("{name}: status {status:?}, stderr {stderr}"),
        }
    }
}

/// Runs `code` as a fault and gives what follows `fault ` in the report, and the address of the label `site` in `code`.
fn fault(board: &Board, name: &str, code: &str) -> (String, u32) {
    let (host, rest) = (source("host.s"), source("fault.s"));
    let program = format!("{host}.macro case\n{code}\n.endm\n{rest}");
    let Outcome {
        status,
        stdout,
        stderr,
    } = run(board, name, &program, &[]);
    let stderr = String::from_utf8(stderr).expect("text");
    assert_eq!(status, Some(135), "{name}: {stderr}");
    let report = stderr
        .strip_prefix("\u{1e}fault ")
        .and_then(|r| r.strip_suffix('\n'));
    let report = report.unwrap_or_else(|| panic!("{name}: {stderr}"));
    (report.to_owned(), words(&stdout)[0])
}

#[test]
fn faults_are_reported() {
    let cases = [
        // EXCCAUSE 0, illegal instruction; EXCVADDR is not set.
        ("illegal", "site: ill", 0, 0_u32),
        // `quou a2, a2, a3`, which LLVM has no mnemonic for on every core.
        (
            "zero-divisor",
            "movi a3, 0\nsite: .byte 0x30, 0x22, 0xc2",
            6,
            0,
        ),
        (
            "unmapped-load",
            "l32r a3, unmapped\nsite: l32i a2, a3, 0",
            15,
            0x8000_1234,
        ),
        (
            "unmapped-store",
            "l32r a3, unmapped\nsite: s8i a2, a3, 1",
            15,
            0x8000_1235,
        ),
        // Misaligned, but not emulated: l32ai and s32ri a2, a3, 0, which LLVM has no mnemonics for.
        (
            "misaligned-acquire",
            "movi a3, 0x402\nsite: .byte 0x22, 0xb3, 0",
            9,
            0x402,
        ),
        (
            "misaligned-release",
            "movi a3, 0x401\nsite: .byte 0x22, 0xf3, 0",
            9,
            0x401,
        ),
    ];
    for board in boards() {
        for (name, code, cause, vaddr) in cases {
            // Without the option it is an illegal instruction.
            let lacks = |option| !name.starts_with("unmapped") && !board.target.has(option);
            let (cause, vaddr) = if lacks(Ext::Div32) {
                (0, 0)
            } else {
                (cause, vaddr)
            };
            let (report, site) = fault(board, name, code);
            assert_eq!(
                report,
                format!("cause {cause} pc {site:#010x} vaddr {vaddr:#010x}"),
                "{name} on {}",
                board.name
            );
        }
    }
}

/// A trap with no context to unwind to stops in the trap routine.
#[test]
fn trap_without_enter_is_a_fault() {
    for board in boards() {
        let code = ".balign 4\nsite: call0 tinsmith_trap_unreachable";
        let (report, _) = fault(board, "no-context", code);
        assert!(
            report.starts_with("cause 0 pc "),
            "{}: {report}",
            board.name
        );
    }
}

/// A window spilled to a stack that is not there: the double exception, at the store in the overflow vector.
#[test]
fn fault_in_a_window_vector_is_reported() {
    let code = "l32r a3, unmapped\nsite: movsp a1, a3\n.irp n, 1, 2, 3, 4, 5, 6, 7, 8\nrotw 0\n.endr\ncall8 deeper";
    let deeper = "\n    .balign 4\ndeeper:\n    entry a1, 32\n    call8 deeper\n    retw\n";
    let (host, rest) = (source("host.s"), source("fault.s"));
    let program = format!("{host}.macro case\n{code}\n.endm\n{rest}{deeper}");
    let Outcome { status, stderr, .. } = run(full(), "double", &program, &[]);
    let stderr = String::from_utf8_lossy(&stderr);
    assert_eq!(status, Some(135), "{stderr}");
    assert!(
        stderr.starts_with("\u{1e}fault cause 15 pc 0x") && stderr.contains(" vaddr 0x8000"),
        "{stderr}"
    );
}

#[test]
fn board_reads_writes_and_counts() {
    for board in boards() {
        let program = source("host.s") + &source("board.s");
        let Outcome { status, stderr, .. } = run(board, "board", &program, b"tin, smith\n");
        assert_eq!(
            (status, String::from_utf8_lossy(&stderr).as_ref()),
            (Some(0), "tin, smith\n"),
            "{}",
            board.name
        );
    }
}
