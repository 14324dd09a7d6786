# What a compiler would make of small wasm functions, by hand: RISC-V.
    .macro function name
    .section .text.\name, "ax", @progbits
    .globl \name
    .type \name, @function
\name:
    .endm

    # Calls a symbol whose name the assembler's `call` does not take.
    .macro import name
    lui t0, %hi("\name")
    jalr ra, t0, %lo("\name")
    .endm

# (i32, i64) -> i64: five instructions, of which an empty function has one.
function add_pair
    add t0, a0, a1
    sltu t1, t0, a0
    mv a0, t0
    add a1, a2, t1
    ret

# Ten words in, ten out: two of each on the stack, arguments after results.
function rotate
    lw t0, 8(sp)
    lw t1, 12(sp)
    sw a7, 0(sp)
    sw t0, 4(sp)
    mv a7, a6
    mv a6, a5
    mv a5, a4
    mv a4, a3
    mv a3, a2
    mv a2, a1
    mv a1, a0
    mv a0, t1
    ret

# Destroys what a host relies on, then traps deep in the stack.
function trap_deep
    li t0, 0
1:  addi sp, sp, -64
    addi t0, t0, 1
    li t1, 100
    bltu t0, t1, 1b
    li s0, -1
    li s1, -1
    li s2, -1
    li s3, -1
    li s4, -1
    li s5, -1
    li s6, -1
    li s7, -1
    li s8, -1
    li s9, -1
    li s10, -1
    li s11, -1
.ifdef F32
    fmv.w.x fs0, s0
    fmv.w.x fs11, s0
.endif
    call tinsmith_trap_memory_oob
    .globl trap_deep_return
trap_deep_return:

# Enters `trap_deep` as a host does, with known callee-saved registers: the trap's number if they and sp are what they were, else 0.
    .section .data.inner_frame, "aw", @progbits
    .balign 4
inner_frame:
    .word trap_deep
    .zero 84
function survive
    addi sp, sp, -64
    sw ra, 60(sp)
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    sw s\n, 4 * \n(sp)
    li s\n, 1000 + \n
    .endr
    lui a0, %hi(inner_frame)
    addi a0, a0, %lo(inner_frame)
    sw sp, 56(sp)
    call tinsmith_enter
    lw t0, 56(sp)
    bne t0, sp, 1f
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    li t0, 1000 + \n
    bne t0, s\n, 1f
    .endr
    j 2f
1:  li a0, 0
2:  lw ra, 60(sp)
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11
    lw s\n, 4 * \n(sp)
    .endr
    addi sp, sp, 64
    ret

.ifdef F32
# (f32 x 9, i32) -> (f32, i32): the ninth f32 counts as a word.
function floats
    fadd.s fa0, fa0, fa7
    add a0, a0, a1
    ret
.endif

function instantiate
    addi sp, sp, -16
    sw ra, 0(sp)
    lui a0, %hi(memory)
    addi a0, a0, %lo(memory)
    call tinsmith_memory_reset
    lw ra, 0(sp)
    addi sp, sp, 16
    ret

# fd_write(a0, one buffer described at 0, written at 32) -> error
function write
    addi sp, sp, -16
    sw ra, 0(sp)
    li a1, 0
    li a2, 1
    li a3, 32
    import "import:wasi_snapshot_preview1:fd_write:iiii>i"
    lw ra, 0(sp)
    addi sp, sp, 16
    ret

# fd_read(0, one buffer described at 0, read at 32) -> error
function read
    addi sp, sp, -16
    sw ra, 0(sp)
    li a0, 0
    li a1, 0
    li a2, 1
    li a3, 32
    import "import:wasi_snapshot_preview1:fd_read:iiii>i"
    lw ra, 0(sp)
    addi sp, sp, 16
    ret

function print_f64
    addi sp, sp, -16
    sw ra, 0(sp)
    import "import:env:f64_print:F>"
    lw ra, 0(sp)
    addi sp, sp, 16
    ret

function print_f32
    addi sp, sp, -16
    sw ra, 0(sp)
    import "import:env:f32_print:f>"
    lw ra, 0(sp)
    addi sp, sp, 16
    ret

function quit
    import "import:wasi_snapshot_preview1:proc_exit:i>"

# A fault of the firmware.
function crash
    li t0, -16
    .globl crash_site
crash_site:
    lw a0, 0(t0)
    ret

    .section .data.memory, "aw", @progbits
    .balign 4
    .globl memory
memory:
    .word 0, bytes, 65536, 65536, 16
    .section .noinit.bytes, "aw", @nobits
    .balign 16
bytes:
    .zero 65536
