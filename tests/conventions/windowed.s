# The measured programs with call8 between wasm functions, as a good compiler would write them, with what the runtime would
# then be: entering needs no spill, an imported function is called directly, a trap spills instead.

.macro function name, size
    .balign 4
\name:
    entry a1, \size
.endm

.macro check
    l32r a8, limit
    l32i.n a8, a8, 0
    bltu a1, a8, 9f
.endm

# The cold stub of a check.
.macro exhausted_stub
9:  call0 trap_exhausted
.endm

.macro host name
    .balign 4
    .globl \name
\name:
    entry a1, 32
.endm

# Enters \code with \arg and returns what it returned.
.macro scenario name, code, arg
    host \name
    l32r a10, enter_frame
    l32r a8, \code\()_address
    s32i a8, a10, 0
    l32r a8, \arg
    s32i a8, a10, 8
    call8 enter
    l32r a8, enter_frame
    l32i a2, a8, 8
    retw
.endm

    .section .bss.enter_frame, "aw", @nobits
    .balign 4
enter_frame_words:
    .zero 88
limit_word:
    .zero 4
context_word:
    .zero 4

    .section .text.windowed, "ax", @progbits
    .balign 4
limit: .long limit_word
context_address: .long context_word
enter_frame: .long enter_frame_words
nothing_address: .long nothing
fib_address: .long fib
fib_wrapped_address: .long fib_wrapped
linear_address: .long linear
tail_address: .long tail
tail_frame_address: .long tail_frame
descend_address: .long descend
callbacks_address: .long callbacks
leaves_address: .long leaves
live_address: .long live
callback_address: .long callback
n20: .long 20
n100: .long 100
n1000: .long 1000

scenario enter_and_leave, nothing, n20
scenario fib_20, fib, n20
scenario fib_wrapped_20, fib_wrapped, n20
scenario linear_1000, linear, n1000
scenario tail_1000, tail, n1000
scenario tail_frame_1000, tail_frame, n1000
scenario trap_100_deep, descend, n100
scenario callback_100, callbacks, n100
scenario leaf_1000, leaves, n1000
scenario live_1000, live, n1000

# enter(frame), frame and context as in the runtime's enter.s
function enter, 48
    l32r a3, context_address
    l32i a4, a3, 0
    s32i a4, a1, 0
    s32i a0, a1, 4
    s32i a2, a1, 8
    s32i a1, a3, 0
    mov a5, a1
    l32i a8, a2, 76
    l32i a9, a2, 84
    add a9, a9, a8
    addi a9, a9, 3
    srli a9, a9, 2
    slli a9, a9, 4
    sub a9, a1, a9
    movsp a1, a9
    l32i a9, a2, 72
    mov a10, a1
    beqz a8, 2f
1:  l32i a11, a9, 0
    s32i a11, a10, 0
    addi a9, a9, 4
    addi a10, a10, 4
    addi a8, a8, -1
    bnez a8, 1b
2:  l32i a8, a2, 0
    l32i a10, a2, 8
    l32i a11, a2, 12
    l32i a12, a2, 16
    l32i a13, a2, 20
    l32i a14, a2, 24
    l32i a15, a2, 28
    callx8 a8
    s32i a10, a2, 8
    s32i a11, a2, 12
    s32i a12, a2, 16
    s32i a13, a2, 20
    s32i a14, a2, 24
    s32i a15, a2, 28
    l32i a8, a2, 76
    addx4 a8, a8, a1
    l32i a9, a2, 80
    l32i a10, a2, 84
    beqz a10, 4f
3:  l32i a11, a8, 0
    s32i a11, a9, 0
    addi a8, a8, 4
    addi a9, a9, 4
    addi a10, a10, -1
    bnez a10, 3b
4:  movsp a1, a5
    l32i a4, a1, 0
    s32i a4, a3, 0
    movi a2, 0
    retw

# In: a2 = kind, a0 = site. Spills everything, forgets all windows but this one, returns from `enter`.
    .balign 4
unwind:
    call12 spill
    l32r a3, context_address
    l32i a4, a3, 0
    l32i a5, a4, 8
    s32i a0, a5, 4
    mov a1, a4
    l32i a5, a1, 0
    s32i a5, a3, 0
    l32i a0, a1, 4
    rsr a6, windowbase
    ssl a6
    movi a7, 1
    sll a7, a7
    wsr a7, windowstart
    rsync
    retw
    .balign 4
trap_exhausted:
    movi a2, 10
    call0 unwind
    .balign 4
trap_unreachable:
    movi a2, 1
    call0 unwind

    .balign 4
spill:
    entry a1, 48
    call12 1f
    retw
    .balign 4
1:  entry a1, 48
    call12 1f
    retw
    .balign 4
1:  entry a1, 48
    call12 1f
    retw
    .balign 4
1:  entry a1, 48
    call12 1f
    retw
    .balign 4
1:  entry a1, 48
    retw

function nothing, 32
    retw

function fib, 32
    check
    bltui a2, 2, 1f
    addi.n a10, a2, -1
    call8 fib
    mov.n a3, a10
    addi a10, a2, -2
    call8 fib
    add.n a2, a3, a10
1:  retw.n
    exhausted_stub

# The same with the base case before the check; `entry` must come first.
function fib_wrapped, 32
    bltui a2, 2, 1f
    check
    addi.n a10, a2, -1
    call8 fib_wrapped
    mov.n a3, a10
    addi a10, a2, -2
    call8 fib_wrapped
    add.n a2, a3, a10
1:  retw.n
    exhausted_stub

function linear, 32
    check
    beqz a2, 1f
    addi.n a10, a2, -1
    call8 linear
    add.n a2, a2, a10
1:  retw.n
    exhausted_stub

# A tail call leaves the window and goes behind the callee's `entry`, which needs no frame size adjusted here.
function tail, 32
tail_body:
    beqz a2, 1f
    addi.n a2, a2, -1
    j tail2_body
1:  retw.n
function tail2, 32
tail2_body:
    beqz a2, 1f
    addi.n a2, a2, -1
    j tail_body
1:  retw.n

# Frames of different sizes: MOVSP moves sp.
function tail_frame, 32
tail_frame_body:
    check
    mov.n a10, a2
    call8 leaf
    beqz a2, 1f
    addi.n a2, a2, -1
    addi a8, a1, -16
    movsp a1, a8
    j tail_frame2_body
1:  mov.n a2, a10
    retw.n
    exhausted_stub

function tail_frame2, 48
tail_frame2_body:
    check
    mov.n a10, a2
    call8 leaf
    beqz a2, 1f
    addi.n a2, a2, -1
    addi a8, a1, 16
    movsp a1, a8
    j tail_frame_body
1:  mov.n a2, a10
    retw.n
    exhausted_stub

function leaf, 32
    addi.n a2, a2, 1
    retw.n

function descend, 32
    check
    beqz a2, 8f
    addi.n a10, a2, -1
    call8 descend
    add.n a2, a2, a10
    retw.n
8:  call0 trap_unreachable
    exhausted_stub

function callbacks, 32
    check
1:  l32r a8, callback_address
    mov.n a10, a2
    callx8 a8
    addi.n a2, a2, -1
    bnez a2, 1b
    mov.n a2, a10
    retw.n
    exhausted_stub

function leaves, 32
    check
    mov.n a10, a2
1:  call8 leaf
    addi.n a2, a2, -1
    bnez a2, 1b
    mov.n a2, a10
    retw.n
    exhausted_stub

function live, 32
    check
1:  mov.n a10, a2
    call8 six
    addi.n a2, a2, -1
    bnez a2, 1b
    mov.n a2, a10
    retw.n
    exhausted_stub

function six, 32
    check
    addi.n a3, a2, 1
    addi.n a4, a2, 2
    addi.n a5, a2, 3
    addi.n a6, a2, 4
    addi.n a7, a2, 5
    mov.n a10, a2
    call8 leaf
    call8 leaf
    add.n a2, a2, a10
    add.n a2, a2, a3
    add.n a2, a2, a4
    add.n a2, a2, a5
    add.n a2, a2, a6
    add.n a2, a2, a7
    retw.n
    exhausted_stub
