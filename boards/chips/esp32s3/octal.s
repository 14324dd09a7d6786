# External RAM with eight data lines at double rate, as in modules named R8 and R16: AP Memory's APS6408 and its kin. All it knows is in
# mode registers of a byte each, read and written by commands of their own in pairs. So: who is there; latency; how large. See psram.s.

    .section .vectors.tinsmith_start_psram, "ax", @progbits
    .balign 4
# Transfers, all phases on eight lines (0x2270): see `tinsmith_psram_transfer`. The address is the register's. Before the
# reply come eight half cycles at least, and as many more as the chip's strobe takes.
read_01:
    .long 15 << 28 | 0x4040, 0x2270, 1 << 31 | 1 << 30 | 1 << 29 | 1 << 28, 31 << 26 | 7, 0, 15
read_23:
    .long 15 << 28 | 0x4040, 0x2270, 1 << 31 | 1 << 30 | 1 << 29 | 1 << 28, 31 << 26 | 7, 2, 15
write_01:
    .long 15 << 28 | 0xc0c0, 0x2270, 1 << 31 | 1 << 30 | 1 << 27, 31 << 26, 0, 15
read_01_address:
    .long read_01
read_23_address:
    .long read_23
write_01_address:
    .long write_01

# tinsmith_start_psram, as in quad.s.
    .globl tinsmith_start_psram
    .type tinsmith_start_psram, @function
    .balign 4
tinsmith_start_psram:
    mov.n a15, a0
    mov.n a14, a2
    l32r a2, read_01_address
    call0 tinsmith_psram_transfer
    # Register 1, bits 0..4: the maker, AP Memory or UnilC.
    extui a8, a2, 8, 5
    addi a9, a8, -0x0d
    beqz a9, 1f
    addi a9, a8, -0x1a
    bnez a9, 2f
    # Register 0: fixed latency (5), of ten cycles (2..4: 2), which SPI0 is set to; full drive strength (0..1: 0). The rest stays.
1:  extui a3, a2, 6, 10
    slli a3, a3, 6
    addi a3, a3, 1 << 5 | 2 << 2
    l32r a2, write_01_address
    call0 tinsmith_psram_transfer
    # Register 2, bits 0..2: 1, 3, 5 or 7 for 4, 8, 16 or 32 MB.
    l32r a2, read_23_address
    call0 tinsmith_psram_transfer
    bbci a2, 0, 2f
    extui a3, a2, 1, 2
    addi.n a3, a3, 1
    mov.n a2, a14
    call0 tinsmith_psram_map
    j 3f
2:  movi.n a2, 1
3:  mov.n a0, a15
    ret.n
    .size tinsmith_start_psram, . - tinsmith_start_psram
