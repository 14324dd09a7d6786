#!/usr/bin/env python3
"""Measures call0 against windowed calls between wasm functions on the emulated Xtensa: `tests/conventions/run.py`.

Needs llvm-mc-22 and qemu-system-xtensa. Prints the executed instructions of each scenario, host side included, as the table
in compiler/ARCHITECTURE.md ("Xtensa: call0 between wasm functions") has them. The two programs are call0.s and windowed.s,
main.s is their common host; a scenario's result must be equal in both."""

import pathlib
import struct
import sys
import tempfile

sys.dont_write_bytecode = True
import xtlink

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
SHIFT = 6
NAMES = ["enter and leave", "fib(20)", "fib(20), base case before frame", "linear recursion, 1000 deep", "1000 tail calls, no frames", "1000 tail calls, frames",
         "trap 100 frames deep", "100 host callbacks", "1000 calls of a leaf", "1000 x six values across calls"]


# Instructions of an overflow and of an underflow exception: the handler and the instruction that is started again.
EXCEPTION = 11
SIZED = ["fib", "linear", "tail_frame", "six"]


def fib_exceptions(n, registers):
    """How many window exceptions fib(n) takes: a model, since no emulated core has the 64 registers of the chips.
    Each frame takes two quads, and every frame that checks the stack touches the two quads after its own."""
    exceptions, resident, capacity = 0, 2, registers // 8

    def call(n):
        nonlocal exceptions, resident
        resident += 1
        if resident == capacity:
            exceptions, resident = exceptions + 1, resident - 1
        if n >= 2:
            call(n - 1)
            call(n - 2)
        if resident == 1:
            exceptions += 1
        else:
            resident -= 1

    call(n)
    return exceptions


def sizes(objects):
    """The bytes of the functions in SIZED, cold stubs included."""
    obj = objects[1]
    code = {name: value for name, value, _, index in obj.symbols
            if name and not name.endswith("_body") and 0 < index < 0xFF00 and obj.sections[index]["name"].startswith(".text")}
    end = next(len(s["body"]) for s in obj.sections if s["name"].startswith(".text") and s["body"])
    return {name: min(v for v in [*code.values(), end] if v > code[name]) - code[name] for name in SIZED}


def measure(convention, scratch, cpu):
    folders = ("runtime-no-std/asm/xtensa", "runtime-no-std/asm/xtensa/windowed", "boards/qemu-xtensa")
    sources = [HERE / "main.s", HERE / f"{convention}.s", *(s for f in folders for s in sorted((ROOT / f).glob("*.s")))]
    objects = []
    for n, source in enumerate(sources):
        xtlink.assemble(source, f"{scratch}/{n}.o", ("WINDOWED", "F32", "LOOPS", "S32C1I"))
        objects.append(xtlink.Object(f"{scratch}/{n}.o"))
    xtlink.link(objects, f"{scratch}/image.elf")
    status, out, err = xtlink.run(f"{scratch}/image.elf", cpu, SHIFT)
    if status or err:
        raise SystemExit(f"{convention}: status {status}, {err.decode(errors='replace')}")
    rows = [(round(cycles * 25 / 2**SHIFT), result) for cycles, result in struct.iter_unpack("<II", out)]
    return [(count - rows[0][0], result) for count, result in rows[1:]], sizes(objects)


def main():
    cpu = "de233_fpu"
    with tempfile.TemporaryDirectory() as scratch:
        (call0, call0_sizes), (windowed, windowed_sizes) = (measure(c, scratch, cpu) for c in ("call0", "windowed"))
    print("| | call0 | windowed |\n|---|---:|---:|")
    for name, (ours, result), (theirs, other) in zip(NAMES, call0, windowed, strict=True):
        if result != other:
            raise SystemExit(f"{name}: results {result} and {other}")
        print(f"| {name} | {ours:,} | {theirs:,} |")
    fewer = fib_exceptions(20, 32) - fib_exceptions(20, 64)
    print(f"| fib(20), 64 registers (modelled) | {call0[1][0]:,} | {windowed[1][0] - EXCEPTION * fewer:,} |")
    for name in SIZED:
        print(f"| code of {name}, bytes | {call0_sizes[name]} | {windowed_sizes[name]} |")


main()
