# Runs the cases that alignment.rs generates behind this file: one misaligned access each, with all sixteen registers holding
# known values before and compared after. Writes four words on standard output at the first difference: case, what differs
# (0..15 a register, 16 SAR, 17..20 a word of the buffer), the value there, the value expected.
#
# A case: 0 its code, which ends with `j after`; 4 the base register and 8 its value; 12 the register that changes, or
# 16, and 16 its new value; 20 the buffer afterwards, 16 bytes.

    .section .bss.alignment, "aw", @nobits
    .balign 4
buffer: .zero 16
input: .zero 64
output: .zero 64
saved: .zero 12
report: .zero 16

    .section .rodata.alignment, "a", @progbits
    .balign 4
pattern:
    .irp n, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    .long 0x01010101 * \n + 0x40302010
    .endr
initial:
    .byte 0x83, 0x14, 0xa5, 0x36, 0xc7, 0x58, 0xe9, 0x7a, 0x0b, 0x9c, 0x2d, 0xbe, 0x4f, 0xd1, 0x62, 0xf3

    .section .text.alignment, "ax", @progbits
    .balign 4
pattern_address: .long pattern
initial_address: .long initial
buffer_address: .long buffer
input_address: .long input
output_address: .long output
saved_address: .long saved
report_address: .long report
cases_address: .long cases
cases_end_address: .long cases_end
ps_value:
.ifdef WINDOWED
    .long 0x4002f
.else
    .long 0x2f
.endif

    main
1:  l32r a5, report_address
    l32i a4, a5, 0              # how many are done
    l32r a2, cases_address
    movi a6, 36
    mull a6, a6, a4
    add a2, a2, a6
    l32r a3, cases_end_address
    beq a2, a3, 2f
    call0 run_case
    bnez a2, 3f
    l32r a5, report_address
    l32i a4, a5, 0
    addi a4, a4, 1
    s32i a4, a5, 0
    j 1b
2:  movi a6, 4                  # all: the number of cases
    transfer write, 1
    movi a2, 0
    finish
3:  l32r a5, report_address
    movi a6, 16
    transfer write, 1
    movi a2, 1
    finish

# run_case(case) -> whether something differs; then the report is filled in. A call0 function that keeps nothing but sp.
    .balign 4
run_case:
    mov a15, a15                # no window, if there are any, is spilled once sp is a case's
    l32r a3, saved_address
    s32i a0, a3, 0
    s32i a1, a3, 4
    s32i a2, a3, 8
    l32r a4, pattern_address
    l32r a5, input_address
    movi a7, 16
1:  l32i a6, a4, 0
    s32i a6, a5, 0
    addi a4, a4, 4
    addi a5, a5, 4
    addi a7, a7, -1
    bnez a7, 1b
    l32r a5, input_address
    l32i a6, a2, 4
    addx4 a6, a6, a5
    l32i a7, a2, 8
    s32i a7, a6, 0
    l32r a4, initial_address
    l32r a6, buffer_address
    .irp offset, 0, 4, 8, 12
    l32i a7, a4, \offset
    s32i a7, a6, \offset
    .endr
    l32i a7, a2, 0
    wsr a7, epc2
    l32r a7, ps_value
    wsr a7, eps2
    movi a7, 13
    wsr a7, sar
    rsync
    mov a0, a5
    .irp n, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    l32i a\n, a0, 4 * \n
    .endr
    l32i a0, a0, 0
    rfi 2                       # the one jump that needs no register

after:
    wsr a1, excsave2
    l32r a1, output_address
    .irp n, 0, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    s32i a\n, a1, 4 * \n
    .endr
    rsr a0, excsave2
    s32i a0, a1, 4
    mov a4, a1
    l32r a3, saved_address
    l32i a0, a3, 0
    l32i a1, a3, 4
    l32i a2, a3, 8

    # a3: what is compared, a4: where it is, a5: input, a6: value, a7: expected
    l32r a5, input_address
    movi a3, 0
2:  l32i a6, a4, 0
    l32i a7, a5, 0
    l32i a8, a2, 12
    bne a8, a3, 3f
    l32i a7, a2, 16
3:  bne a6, a7, differs
    addi a4, a4, 4
    addi a5, a5, 4
    addi a3, a3, 1
    bnei a3, 16, 2b
    rsr a6, sar
    movi a7, 13
    bne a6, a7, differs
    l32r a4, buffer_address
    addi a2, a2, 20
    movi a8, 21
4:  addi a3, a3, 1
    beq a3, a8, 5f
    l32i a6, a4, 0
    l32i a7, a2, 0
    bne a6, a7, differs
    addi a4, a4, 4
    addi a2, a2, 4
    j 4b
5:  movi a2, 0
    ret
differs:
    l32r a8, report_address
    s32i a3, a8, 4
    s32i a6, a8, 8
    s32i a7, a8, 12
    movi a2, 1
    ret
