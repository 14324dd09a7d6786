# The measured programs with call0 between wasm functions, as a good compiler would write them. The host enters and is
# called through `tinsmith_enter`, `tinsmith_host_call` and the trap routines of the runtime.

.macro function name
    .balign 4
\name:
.endm

# Takes a frame off and checks it.
.macro frame size
    addi a1, a1, -\size
    l32r a8, limit
    l32i.n a8, a8, 0
    bltu a1, a8, 9f
.endm

# The cold stub of a frame's check.
.macro exhausted_stub
9:  call0 tinsmith_trap_stack_exhausted
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
    call8 tinsmith_enter
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

    .section .text.call0, "ax", @progbits
    .balign 4
limit: .long limit_word
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

function nothing
    ret

# fib(n) = n < 2 ? n : fib(n - 1) + fib(n - 2)
function fib
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    bltui a2, 2, 1f
    mov.n a12, a2
    addi.n a2, a2, -1
    call0 fib
    addi a3, a12, -2
    mov.n a12, a2
    mov.n a2, a3
    call0 fib
    add.n a2, a12, a2
1:  l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    ret.n
    exhausted_stub

# The same with the base case before the frame, where shrink-wrapping puts it.
function fib_wrapped
    bltui a2, 2, 1f
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    mov.n a12, a2
    addi.n a2, a2, -1
    call0 fib_wrapped
    addi a3, a12, -2
    mov.n a12, a2
    mov.n a2, a3
    call0 fib_wrapped
    add.n a2, a12, a2
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
1:  ret.n
    exhausted_stub

# linear(n) = n == 0 ? 0 : n + linear(n - 1)
function linear
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    beqz a2, 1f
    mov.n a12, a2
    addi.n a2, a2, -1
    call0 linear
    add.n a2, a2, a12
1:  l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    ret.n
    exhausted_stub

# tail(n) = n == 0 ? 0 : tail2(n - 1), and tail2 alike; neither needs a frame.
function tail
    beqz a2, 1f
    addi.n a2, a2, -1
    j tail2
1:  ret.n
function tail2
    beqz a2, 1f
    addi.n a2, a2, -1
    j tail
1:  ret.n

# The same with a call in between, so that both have frames, of different sizes.
function tail_frame
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    mov.n a12, a2
    call0 leaf
    beqz a12, 1f
    addi.n a2, a12, -1
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    j tail_frame2
1:  l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    ret.n
    exhausted_stub

function tail_frame2
    frame 32
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    mov.n a12, a2
    call0 leaf
    beqz a12, 1f
    addi.n a2, a12, -1
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 32
    j tail_frame
1:  l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 32
    ret.n
    exhausted_stub

function leaf
    addi.n a2, a2, 1
    ret.n

# descend(n): n frames deep, then a trap.
function descend
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    beqz a2, 8f
    mov.n a12, a2
    addi.n a2, a2, -1
    call0 descend
    add.n a2, a2, a12
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    ret.n
8:  call0 tinsmith_trap_unreachable
    exhausted_stub

# n calls of an imported function
function callbacks
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    mov.n a12, a2
1:  mov.n a2, a12
    call0 import_callback
    addi.n a12, a12, -1
    bnez a12, 1b
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    ret.n
    exhausted_stub

function import_callback
    l32r a8, callback_address
    j tinsmith_host_call

# n calls of a leaf function, the running sum its argument
function leaves
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    mov.n a12, a2
1:  call0 leaf
    addi.n a12, a12, -1
    bnez a12, 1b
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    ret.n
    exhausted_stub

# n calls of a function in which six values live across two calls: four in registers, two in the frame
function live
    frame 16
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    mov.n a12, a2
1:  mov.n a2, a12
    call0 six
    addi.n a12, a12, -1
    bnez a12, 1b
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    addi a1, a1, 16
    ret.n
    exhausted_stub

function six
    frame 32
    s32i.n a0, a1, 0
    s32i.n a12, a1, 4
    s32i.n a13, a1, 8
    s32i.n a14, a1, 12
    s32i.n a15, a1, 16
    mov.n a12, a2
    addi.n a13, a2, 1
    addi.n a14, a2, 2
    addi.n a15, a2, 3
    addi.n a3, a2, 4
    s32i.n a3, a1, 20
    addi.n a3, a2, 5
    s32i.n a3, a1, 24
    call0 leaf
    call0 leaf
    add.n a2, a2, a12
    add.n a2, a2, a13
    add.n a2, a2, a14
    add.n a2, a2, a15
    l32i.n a3, a1, 20
    add.n a2, a2, a3
    l32i.n a3, a1, 24
    add.n a2, a2, a3
    l32i.n a0, a1, 0
    l32i.n a12, a1, 4
    l32i.n a13, a1, 8
    l32i.n a14, a1, 12
    l32i.n a15, a1, 16
    addi a1, a1, 32
    ret.n
    exhausted_stub

