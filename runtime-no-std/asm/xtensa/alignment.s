# Emulation of misaligned loads and stores for cores that raise LoadStoreAlignmentCause (EXCCAUSE 9).
#
# WebAssembly allows any address whatever the alignment hint says; compiled code trusts the hint where the core or
# this routine makes up for one that lies. The access is done byte by byte, at EXCVADDR, by the instruction found at EPC1:
#
#     l16ui l16si l32i s16i s32i      imm8 r s t 0010   r = 1, 9, 2, 5, 6
#     l32i.n s32i.n                   imm4   s t 1000, 1001
#     lsi ssi                         imm8 r s t 0011   r = 0, 4
#     lsx ssx                         op2 1000 r s t 0000   op2 = 0, 4; r is the float register
#
# Anything else (atomics, update forms) is a fault. The interrupted code may be windowed or not: registers are
# read and written in the array that the exception handler saved them to.
#
# Assembled with `F32` defined for cores with the floating-point option, which have the last two rows, and with `LOOPS` for those
# with zero-overhead loops.

    .section .text.tinsmith_emulate_alignment, "ax", @progbits
    .balign 4
.ifdef F32
read_float_address:
    .long read_float
write_float_address:
    .long write_float
.endif
exception_return:
    .long tinsmith_exception_return
fault:
    .long tinsmith_fault

# a12 := the word at a7.
.macro load_bytes
    l8ui a12, a7, 0
    l8ui a8, a7, 1
    slli a8, a8, 8
    or a12, a12, a8
    l8ui a8, a7, 2
    slli a8, a8, 16
    or a12, a12, a8
    l8ui a8, a7, 3
    slli a8, a8, 24
    or a12, a12, a8
.endm

# In: a0 = the saved registers; a1..a15 free. Register use from `fetch` on:
# a3 pc, a5 instruction, a7 address, a9 the integer operand's slot, a10 the instruction's length, a12 the value, a14 SAR.
    .globl tinsmith_emulate_alignment
    .type tinsmith_emulate_alignment, @function
    .balign 4
tinsmith_emulate_alignment:
    rsr a14, sar

# Code may live where only aligned words can be read: take the two words around the instruction.
fetch:
    rsr a3, epc1
    rsr a7, excvaddr
    movi.n a6, -4
    and a4, a3, a6
    l32i.n a5, a4, 0
    addi.n a4, a3, 2
    and a4, a4, a6
    l32i.n a4, a4, 0
    ssa8l a3
    src a5, a4, a5

decode:
    movi.n a10, 3
    extui a9, a5, 4, 4
    addx4 a9, a9, a0
    extui a8, a5, 0, 4
    extui a11, a5, 12, 4
    beqi a8, 2, decode_rri8
.ifdef F32
    beqi a8, 3, decode_lsi
    beqz a8, decode_lsx
.endif
    movi.n a10, 2
    beqi a8, 8, load32          # l32i.n
    addi a8, a8, -9
    beqz a8, store32            # s32i.n
    j unknown

decode_rri8:
    beqi a11, 1, load16u
    beqi a11, 2, load32
    addi a11, a11, -5
    beqz a11, store16
    addi a11, a11, 5 - 6
    beqz a11, store32
    addi a11, a11, 6 - 9
    beqz a11, load16s
    j unknown

.ifdef F32
decode_lsi:
    extui a13, a5, 4, 4
    beqz a11, load_float
    addi a11, a11, -4
    beqz a11, store_float
    j unknown

decode_lsx:
    mov.n a13, a11
    extui a8, a5, 16, 8
    beqi a8, 0x08, load_float
    movi.n a11, 0x48
    beq a8, a11, store_float
    j unknown
.endif

load16u:
    l8ui a12, a7, 0
    l8ui a8, a7, 1
    slli a8, a8, 8
    or a12, a12, a8
    j store_operand

load16s:
    l8ui a12, a7, 0
    l8ui a8, a7, 1
    slli a8, a8, 24
    srai a8, a8, 16
    or a12, a12, a8
    j store_operand

load32:
    load_bytes
store_operand:
    s32i.n a12, a9, 0
    j advance

.ifdef F32
load_float:
    load_bytes
    l32r a8, write_float_address
    addx2 a13, a13, a13         # each entry is 6 bytes
    addx2 a8, a13, a8
    jx a8

store_float:
    l32r a8, read_float_address
    addx2 a13, a13, a13
    addx2 a8, a13, a8
    jx a8
.endif

store16:
    l32i.n a12, a9, 0
    s8i a12, a7, 0
    srli a12, a12, 8
    s8i a12, a7, 1
    j advance

store32:
    l32i.n a12, a9, 0
store_bytes:
    s8i a12, a7, 0
    srli a12, a12, 8
    s8i a12, a7, 1
    srli a12, a12, 8
    s8i a12, a7, 2
    srli a12, a12, 8
    s8i a12, a7, 3

# To the next instruction, which is LBEG at the end of a zero-overhead loop with iterations left.
advance:
    add.n a3, a3, a10
.ifdef LOOPS
    rsr a8, lend
    bne a8, a3, 1f
    rsr a8, lcount
    beqz.n a8, 1f
    addi.n a8, a8, -1
    wsr a8, lcount
    rsr a3, lbeg
1:
.endif
    wsr a3, epc1
    wsr a14, sar
    l32r a1, exception_return
    jx a1

unknown:
    rsr a2, exccause
    rsr a3, epc1
    rsr a4, excvaddr
    l32r a1, fault
    jx a1
    .size tinsmith_emulate_alignment, . - tinsmith_emulate_alignment

.ifdef F32
# A float register by number: entries of 6 bytes each.
.macro write_float_entry n
    wfr f\n, a12
    j advance
.endm
.macro read_float_entry n
    rfr a12, f\n
    j store_bytes
.endm

write_float:
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    write_float_entry \n
    .endr
read_float:
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    read_float_entry \n
    .endr
.endif
