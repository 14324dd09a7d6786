# What a compiler would make of small wasm functions, by hand: Xtensa. Assembled with `WINDOWED` defined where the host is windowed.
    .macro function name
    .section .text.\name, "ax", @progbits
    .balign 4
    .globl \name
    .type \name, @function
\name:
    .endm

    # Calls an imported function whose address is in a8, returns to a0.
    .macro call_import
.ifdef WINDOWED
    call0 tinsmith_host_call
.else
    callx0 a8
.endif
    .endm

    # Calls an imported function, named at the label, and returns what it returns.
    .macro import label
    addi a1, a1, -16
    s32i a0, a1, 0
    l32r a8, \label
    call_import
    l32i a0, a1, 0
    addi a1, a1, 16
    ret
    .endm

# (i32, i64) -> i64: five instructions, of which an empty function has one.
function add_pair
    add a2, a2, a3
    bgeu a2, a3, 1f
    addi a4, a4, 1
1:  mov a3, a4
    ret

# Ten words in, ten out: four of each on the stack, arguments after results.
function rotate
    l32i a8, a1, 16
    s32i a7, a1, 0
    s32i a8, a1, 4
    l32i a8, a1, 20
    l32i a9, a1, 24
    s32i a8, a1, 8
    s32i a9, a1, 12
    mov a7, a6
    mov a6, a5
    mov a5, a4
    mov a4, a3
    mov a3, a2
    l32i a2, a1, 28
    ret

# Destroys what a host relies on, then traps deep in the stack.
function trap_deep
    movi a8, 100
1:  addi a1, a1, -64
    addi a8, a8, -1
    bnez a8, 1b
    .irp n, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    movi a\n, -1
    .endr
    call0 tinsmith_trap_memory_oob
    .globl trap_deep_return
trap_deep_return:

# Enters `trap_deep` as a host does, with known callee-saved registers: the trap's number if they and sp are what they were, else 0.
    .section .data.inner_frame, "aw", @progbits
    .balign 4
inner_frame:
    .long trap_deep
    .zero 84
    .section .text.survive, "ax", @progbits
    .balign 4
inner_frame_address:
    .long inner_frame
enter_address:
    .long tinsmith_enter
function survive
    addi a1, a1, -32
    s32i a0, a1, 0
    s32i a1, a1, 4
    .irp n, 12, 13, 14, 15
    s32i a\n, a1, 4 * (\n - 10)
    movi a\n, 1000 + \n
    .endr
    l32r a2, inner_frame_address
    l32r a8, enter_address
    call_import
    l32i a8, a1, 4
    bne a8, a1, 1f
    .irp n, 12, 13, 14, 15
    movi a8, 1000 + \n
    bne a8, a\n, 1f
    .endr
    j 2f
1:  movi a2, 0
2:  l32i a0, a1, 0
    .irp n, 12, 13, 14, 15
    l32i a\n, a1, 4 * (\n - 10)
    .endr
    addi a1, a1, 32
    ret

    .section .text.instantiate, "ax", @progbits
    .balign 4
memory_address:
    .long memory
function instantiate
    addi a1, a1, -16
    s32i a0, a1, 0
    l32r a2, memory_address
    call0 tinsmith_memory_reset
    l32i a0, a1, 0
    addi a1, a1, 16
    ret

# fd_write(a2, one buffer described at 0, written at 32) -> error
    .section .text.write, "ax", @progbits
    .balign 4
fd_write:
    .long "import:wasi_snapshot_preview1:fd_write:iiii>i"
function write
    movi a3, 0
    movi a4, 1
    movi a5, 32
    import fd_write

# fd_read(0, one buffer described at 0, read at 32) -> error
    .section .text.read, "ax", @progbits
    .balign 4
fd_read:
    .long "import:wasi_snapshot_preview1:fd_read:iiii>i"
function read
    movi a2, 0
    movi a3, 0
    movi a4, 1
    movi a5, 32
    import fd_read

    .section .text.print_f32, "ax", @progbits
    .balign 4
f32_print:
    .long "import:env:f32_print:f>"
function print_f32
    import f32_print

    .section .text.print_f64, "ax", @progbits
    .balign 4
f64_print:
    .long "import:env:f64_print:F>"
function print_f64
    import f64_print

    .section .text.quit, "ax", @progbits
    .balign 4
proc_exit:
    .long "import:wasi_snapshot_preview1:proc_exit:i>"
function quit
    import proc_exit

# A fault of the firmware.
    .section .text.crash, "ax", @progbits
    .balign 4
unmapped:
    .long 0x80001234
function crash
    l32r a3, unmapped
    .globl crash_site
crash_site:
    l32i a2, a3, 0
    ret

    .section .data.memory, "aw", @progbits
    .balign 4
    .globl memory
memory:
    .long 0, bytes, 65536, 65536, 16
    .section .noinit.bytes, "aw", @nobits
    .balign 16
bytes:
    .zero 65536
