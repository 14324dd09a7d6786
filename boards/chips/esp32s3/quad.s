# External RAM with four data lines, as in modules named R2: AP Memory's APS6404 and its smaller kin. It speaks SPI after power-on, with one
# data line, and QPI once it is told to, with four in every phase. So: out of QPI, should only the processor have been reset; who
# is there, how large; reset; into QPI. See psram.s.

    .section .vectors.tinsmith_start_psram, "ax", @progbits
    .balign 4
# Transfers: see `tinsmith_psram_transfer`.
leave_qpi:
    .long 7 << 28 | 0xf5, 1 << 8, 1 << 31, 0, 0, 0      # on four lines
identify:
    .long 7 << 28 | 0x9f, 0, 1 << 31 | 1 << 30 | 1 << 28, 23 << 26, 0, 23
reset_enable:
    .long 7 << 28 | 0x66, 0, 1 << 31, 0, 0, 0
reset:
    .long 7 << 28 | 0x99, 0, 1 << 31, 0, 0, 0
enter_qpi:
    .long 7 << 28 | 0x35, 0, 1 << 31, 0, 0, 0
leave_qpi_address:
    .long leave_qpi
identify_address:
    .long identify
reset_enable_address:
    .long reset_enable
reset_address:
    .long reset
enter_qpi_address:
    .long enter_qpi

# tinsmith_start_psram(a2: bytes the board should have) -> a2: 0, or why not: 1 nobody answers, 2 too small, 3 it does not keep what is
# written. By call0; a2..a15 are its own.
    .globl tinsmith_start_psram
    .type tinsmith_start_psram, @function
    .balign 4
tinsmith_start_psram:
    mov.n a15, a0
    mov.n a14, a2
    l32r a2, leave_qpi_address
    call0 tinsmith_psram_transfer
    movi.n a13, 2               # the smallest ones may answer the second time only (ESP-IDF)
1:  l32r a2, identify_address
    call0 tinsmith_psram_transfer
    # Maker, "known good die", and in the top bits of the third byte the density: 2, 4 or 8 MB.
    extui a8, a2, 8, 8
    movi.n a9, 0x5d
    beq a8, a9, 2f
    addi.n a13, a13, -1
    bnez a13, 1b
    j 3f
2:  extui a13, a2, 21, 3
    bgeui a13, 3, 3f
    l32r a2, reset_enable_address
    call0 tinsmith_psram_transfer
    l32r a2, reset_address
    call0 tinsmith_psram_transfer
    l32r a2, enter_qpi_address
    call0 tinsmith_psram_transfer
    mov.n a2, a14
    mov.n a3, a13
    call0 tinsmith_psram_map
    j 4f
3:  movi.n a2, 1
4:  mov.n a0, a15
    ret.n
    .size tinsmith_start_psram, . - tinsmith_start_psram
