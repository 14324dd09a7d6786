# What enter.s, trap.s, host_call.s and vectors.s promise, checked on the target. `tinsmith_main` is the windowed host; it
# returns 0, or the number of the first check that failed (the second argument of `expect`).

# Fails with \number unless \register is \value.
.macro expect register, number, value
    movi a15, \value
    beq \register, a15, 77f
    movi a2, \number
    j fail
77:
.endm

.macro windowed name, size
    .balign 4
    .type \name, @function
\name:
    entry a1, \size
.endm

.macro call0_function name
    .balign 4
    .type \name, @function
\name:
.endm

    .section .bss.words, "aw", @nobits
    .balign 4
words:
    .zero 64
frame_words:
    .zero 96
main_sp:
    .zero 4

    .section .text.contract, "ax", @progbits
    .balign 4
words_address: .long words
frame_address: .long frame_words
main_sp_address: .long main_sp
context_address: .long tinsmith_context
arguments_address: .long arguments
nest_address: .long nest
host_nest_address: .long host_nest
trap_table_address: .long trap_table
misaligned_address: .long misaligned
host_arguments_address: .long host_arguments
pass_arguments_address: .long pass_arguments
large: .long 0x12345678

    .globl tinsmith_main
windowed tinsmith_main, 64
    l32r a3, main_sp_address
    s32i a1, a3, 0
    call8 test_windows
    call8 test_movsp
    call8 test_arguments
    call8 test_host_arguments
    call8 test_traps
    call8 test_nesting
    call8 test_call0_misaligned
    call8 test_loops
    # Nothing is left of any context, and the windows are what they were.
    l32r a3, context_address
    l32i a3, a3, 0
    expect a3, 1, 0
    movi a2, 0
    retw

# Exits with status a2, from anywhere.
    .balign 4
fail:
    mov a10, a2
    call8 tinsmith_board_exit

# --- Windows: recursion with every call size, values live across each.

windowed test_windows, 48
    movi a10, 30
    call8 windows8
    expect a10, 10, 465         # 30 + 29 + ... + 1
    retw

windowed windows4, 48
    beqz a2, 1f
    mov a3, a2
    addi a6, a2, -1
    call4 windows8
    add a2, a3, a6
1:  retw

windowed windows8, 48
    beqz a2, 1f
    mov a3, a2
    mov a4, a2
    mov a5, a2
    mov a6, a2
    mov a7, a2
    addi a10, a2, -1
    call8 windows12
    bne a4, a3, 2f
    bne a5, a3, 2f
    bne a6, a3, 2f
    bne a7, a3, 2f
    add a2, a3, a10
1:  retw
2:  movi a2, 11
    j fail

windowed windows12, 64
    beqz a2, 1f
    mov a3, a2
    mov a4, a2
    mov a7, a2
    mov a8, a2
    mov a11, a2
    addi a14, a2, -1
    call12 windows4
    bne a4, a3, 2f
    bne a7, a3, 2f
    bne a8, a3, 2f
    bne a11, a3, 2f
    add a2, a3, a14
1:  retw
2:  movi a2, 12
    j fail

# --- MOVSP after the caller was spilled, called with every size.

windowed test_movsp, 64
    movi a2, 0
1:  movi a3, 33
    mov a6, a2
    call4 moves_sp
    expect a3, 20, 33           # a call4 keeps a0..a3
    movi a7, 77
    mov a10, a2
    call8 moves_sp
    expect a7, 21, 77
    movi a11, 111
    mov a14, a2
    call12 moves_sp
    expect a11, 22, 111
    expect a7, 23, 77
    addi a2, a2, 1
    bnei a2, 2, 1b
    retw

# moves_sp(again): whether the caller is spilled once more after the move.
windowed moves_sp, 48
    mov a4, a2
    movi a2, 55
    movi a10, 12
    call8 windows8
    addi a8, a1, -64
    movsp a1, a8
    s32i a2, a1, 16
    beqz a4, 1f
    movi a10, 12
    call8 windows8
    expect a10, 24, 78
1:  l32i a3, a1, 16
    expect a3, 25, 55
    retw

# --- Register and stack arguments and results through `tinsmith_enter`.

windowed test_arguments, 64
    l32r a2, frame_address
    l32r a3, arguments_address
    s32i a3, a2, 0
    movi a3, 1
    addi a4, a2, 8
    movi a5, 7
1:  s32i a3, a4, 0              # registers: 1..6
    addi a3, a3, 1
    addi a4, a4, 4
    bne a3, a5, 1b
    l32r a4, words_address
    s32i a4, a2, 72
    movi a5, 12                 # stack: 7..11
2:  s32i a3, a4, 0
    addi a3, a3, 1
    addi a4, a4, 4
    bne a3, a5, 2b
    movi a3, 5
    s32i a3, a2, 76
    s32i a4, a2, 80
    movi a3, 3
    s32i a3, a2, 84
    mov a10, a2
    call8 tinsmith_enter
    expect a10, 30, 0
    l32i a3, a2, 8
    expect a3, 31, 0x7ff        # every argument arrived
    l32i a3, a2, 12
    expect a3, 32, 102
    l32i a3, a2, 16
    expect a3, 33, 103
    l32i a3, a2, 20
    expect a3, 34, 104
    l32i a3, a2, 24
    expect a3, 35, 105
    l32i a3, a2, 28
    expect a3, 36, 106
    l32i a5, a2, 80
    l32i a3, a5, 0
    expect a3, 37, 107
    l32i a3, a5, 4
    expect a3, 38, 108
    l32i a3, a5, 8
    expect a3, 39, 109
    movi a3, 0
    s32i a3, a2, 76
    s32i a3, a2, 84
    # sp was 16-byte aligned.
    l32r a3, words_address
    l32i a3, a3, 60
    extui a3, a3, 0, 4
    expect a3, 40, 0
    retw

# Bit n of the result says that argument n was n + 1.
call0_function arguments
    l32r a8, words_address
    s32i a1, a8, 60
    movi a8, 0
    bnei a2, 1, 1f
    addi a8, a8, 1
1:  bnei a3, 2, 1f
    addi a8, a8, 2
1:  bnei a4, 3, 1f
    addi a8, a8, 4
1:  bnei a5, 4, 1f
    addi a8, a8, 8
1:  bnei a6, 5, 1f
    addi a8, a8, 16
1:  bnei a7, 6, 1f
    addi a8, a8, 32
1:  movi a9, 7
    movi a10, 64
    addi a11, a1, 12            # after the three stack results
    movi a2, 12
2:  l32i a3, a11, 0
    bne a3, a9, 3f
    add a8, a8, a10
3:  slli a10, a10, 1
    addi a11, a11, 4
    addi a9, a9, 1
    bne a9, a2, 2b
    mov a2, a8
    movi a3, 102
    movi a4, 103
    movi a5, 104
    movi a6, 105
    movi a7, 106
    movi a8, 107
    s32i a8, a1, 0
    movi a8, 108
    s32i a8, a1, 4
    movi a8, 109
    s32i a8, a1, 8
    movi a8, -1
    movi a9, -1
    movi a10, -1
    movi a11, -1
    ret

# --- Register and stack arguments of a host function.

windowed test_host_arguments, 48
    l32r a10, frame_address
    l32r a3, pass_arguments_address
    s32i a3, a10, 0
    call8 tinsmith_enter
    expect a10, 50, 0
    l32r a10, frame_address
    l32i a3, a10, 8
    expect a3, 51, 0xff
    retw

call0_function pass_arguments
    addi a1, a1, -32
    s32i a0, a1, 16
    movi a2, 1
    movi a3, 2
    movi a4, 3
    movi a5, 4
    movi a6, 5
    movi a7, 6
    movi a8, 7
    s32i a8, a1, 0
    movi a8, 8
    s32i a8, a1, 4
    l32r a8, host_arguments_address
    call0 tinsmith_host_call
    l32i a0, a1, 16
    addi a1, a1, 32
    ret

windowed host_arguments, 48
    movi a8, 0
    bnei a2, 1, 1f
    addi a8, a8, 1
1:  bnei a3, 2, 1f
    addi a8, a8, 2
1:  bnei a4, 3, 1f
    addi a8, a8, 4
1:  bnei a5, 4, 1f
    addi a8, a8, 8
1:  bnei a6, 5, 1f
    addi a8, a8, 16
1:  bnei a7, 6, 1f
    addi a8, a8, 32
1:  l32i a9, a1, 48             # the caller's sp
    bnei a9, 7, 1f
    addi a8, a8, 64
1:  l32i a9, a1, 52
    bnei a9, 8, 1f
    addmi a8, a8, 0x100
    addi a8, a8, -128
1:  mov a2, a8
    retw

# --- Every trap: its number, its site, and that the host is unharmed.

.macro trap_site kind, name
call0_function trap_\kind
    addi a1, a1, -64
    movi a12, -1                # callee-saved for wasm code, not for the host: a trap need not restore them
    movi a13, -1
trap_site_\kind:
    call0 tinsmith_trap_\name
.endm

trap_site 1, unreachable
trap_site 2, memory_oob
trap_site 3, table_oob
trap_site 4, undefined_element
trap_site 5, uninitialized_element
trap_site 6, indirect_call_type
trap_site 7, divide_by_zero
trap_site 8, integer_overflow
trap_site 9, invalid_conversion
trap_site 10, stack_exhausted

    .section .rodata.trap_table, "a", @progbits
    .balign 4
trap_table:
    .irp kind, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10
    .long trap_\kind, trap_site_\kind
    .endr

    .section .text.contract
windowed test_traps, 64
    movi a2, 1
    l32r a3, trap_table_address
    l32r a4, frame_address
    movi a7, 77
1:  l32i a5, a3, 0
    s32i a5, a4, 0
    mov a10, a4
    call8 tinsmith_enter
    beq a10, a2, 2f
    movi a2, 60
    j fail
2:  l32i a5, a4, 4
    l32i a6, a3, 4
    addi a6, a6, 3              # the length of the call
    sub a5, a5, a6
    expect a5, 61, 0
    expect a7, 62, 77
    l32r a5, context_address
    l32i a5, a5, 0
    expect a5, 63, 0
    addi a2, a2, 1
    addi a3, a3, 8
    movi a5, 11
    bne a2, a5, 1b
    retw

# --- Nesting: host -> wasm -> host -> wasm ..., forty deep. Odd levels end in a trap, which only their own host sees.

windowed test_nesting, 48
    movi a10, 40
    movi a11, 0
    call8 enter_nest
    retw

# enter_nest(n): enters nest(n), checks its end.
windowed enter_nest, 160
    addi a10, a1, 16
    l32r a3, nest_address
    s32i a3, a10, 0
    s32i a2, a10, 8
    movi a3, 0
    s32i a3, a10, 76
    s32i a3, a10, 84
    addi a3, a2, 1
    addi a4, a2, 2
    addi a5, a2, 3
    addi a6, a2, 4
    addi a7, a2, 5
    call8 tinsmith_enter
    extui a8, a2, 0, 1
    beq a10, a8, 1f
    movi a2, 70
    j fail
1:  bnez a10, 2f
    l32i a8, a1, 24
    addx2 a9, a2, a2
    beq a8, a9, 2f
    movi a2, 71
    j fail
2:  sub a3, a3, a2
    expect a3, 72, 1
    sub a4, a4, a2
    expect a4, 73, 2
    sub a5, a5, a2
    expect a5, 74, 3
    sub a6, a6, a2
    expect a6, 75, 4
    sub a7, a7, a2
    expect a7, 76, 5
    retw

# nest(n): calls host_nest(n), then traps if n is odd, else returns 3 n.
call0_function nest
    addi a1, a1, -48
    s32i a0, a1, 16
    s32i a12, a1, 20
    s32i a13, a1, 24
    s32i a14, a1, 28
    s32i a15, a1, 32
    s32i a2, a1, 36
    addi a12, a2, 12
    addi a13, a2, 13
    addi a14, a2, 14
    addi a15, a2, 15
    l32r a8, host_nest_address
    call0 tinsmith_host_call
    l32i a4, a1, 36
    add a5, a4, a4
    bne a2, a5, 2f
    xor a5, a4, a3
    addi a5, a5, 1
    bnez a5, 2f
    addi a5, a4, 12
    bne a12, a5, 2f
    addi a5, a4, 13
    bne a13, a5, 2f
    addi a5, a4, 14
    bne a14, a5, 2f
    addi a5, a4, 15
    bne a15, a5, 2f
    bbci a4, 0, 1f
    call0 tinsmith_trap_unreachable
1:  addx2 a2, a4, a4
    l32i a0, a1, 16
    l32i a12, a1, 20
    l32i a13, a1, 24
    l32i a14, a1, 28
    l32i a15, a1, 32
    addi a1, a1, 48
    ret
    .balign 4
2:  call0 tinsmith_trap_memory_oob

# host_nest(n) -> (2 n, ~n): forces every window out, then enters nest(n - 1).
windowed host_nest, 48
    movi a10, 12
    call8 windows8
    expect a10, 80, 78
    beqz a2, 1f
    addi a10, a2, -1
    call8 enter_nest
1:  movi a3, -1
    xor a3, a3, a2
    add a2, a2, a2
    retw

# --- Misaligned accesses within call0 code, and as the last instruction of a zero-overhead loop.

windowed test_call0_misaligned, 48
    l32r a10, frame_address
    l32r a3, misaligned_address
    s32i a3, a10, 0
    call8 tinsmith_enter
    expect a10, 90, 0
    l32r a10, frame_address
    l32i a3, a10, 8
    l32r a4, large
    beq a3, a4, 1f
    movi a2, 91
    j fail
1:  retw

call0_function misaligned
    l32r a3, words_address
    l32r a4, large
    addi a3, a3, 1
    s32i a4, a3, 0
    l32i a2, a3, 0
    ret

windowed test_loops, 48
    call8 loops
    expect a10, 92, 5
    expect a11, 93, 10
    retw

windowed loops, 32
    l32r a3, words_address
    addi a8, a3, 3
    movi a4, 5
    movi a2, 0
    loop a4, 1f
    addi a2, a2, 1
    l32i.n a5, a3, 4
    s32i a2, a8, 0
1:  l32i a5, a8, 0
    bne a5, a2, 3f
    movi a4, 10
    movi a6, 0
    loop a4, 2f
    addi a6, a6, 1
    s32i.n a6, a3, 8
    addi a7, a3, 2
    l32i.n a5, a7, 4
2:  mov a3, a6
    retw
3:  movi a2, 94
    j fail
