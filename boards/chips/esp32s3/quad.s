# External RAM with four data lines, as in modules named N4R2 or N8R2, brought up behind the data cache of the ESP32-S3.
#
# The memory controller has two halves that share pins, SPI0 for the cache and SPI1 for commands of ours; flash is on chip select 0, external
# RAM on 1. The chip (AP Memory's APS6404 and its smaller kin) speaks SPI after power-on, with one data line, and QPI once it is told to, with
# four in every phase. So: pins; out of QPI, should only the processor have been reset; who is there, how large; reset; into QPI;
# then SPI0 is told how to read and write, and the cache's page table where it appears. At last every page proves that it keeps a word.
#
# Sources: ESP32-S3 technical reference manual, chapters "SPI Controller" and "System and Memory"; the `esp32s3` crate 0.37 (fields); the
# order of commands and the values in ESP-IDF's esp_psram and in esp-hal's psram, which agree. Never executed on hardware.
#
# All of it lies in internal RAM: SPI0 cannot fetch while SPI1 has the pins. It needs no stack and calls nothing of the ROM.
# Assembled with PSRAM_ADDRESS. Loads of registers follow a MEMW: else they may be made ahead of time.

    .section .vectors.tinsmith_start_psram, "ax", @progbits
    .balign 4
spi1_address:
    .long 0x60002000
spi0_address:
    .long 0x60003000
pins_address:
    .long 0x6000906c            # IO_MUX_GPIO26 (CS1), and behind it 27 (HD) and 28 (WP)
pins_mask:
    .long ~0x7000               # MCU_SEL, 0: the memory controller
slow_clock:
    .long 3 << 16 | 1 << 8 | 3  # a quarter of its core clock: 20 MHz at most
one_line:
    .long ~0x019063f8           # CTRL without any phase on two, four or eight lines
command_phase:
    .long 1 << 31
identify_phases:
    .long 1 << 31 | 1 << 30 | 1 << 28
eight_bits:
    .long 7 << 28
start_transfer:
    .long 1 << 18
two_megabytes:
    .long 2 << 20
# USR_SRAM_QIO (2): four lines; USR_RD_SRAM_DUMMY (4): six cycles (6..11: 5) before data; USR_RCMD, USR_WCMD (5, 20): with the
# commands below; SRAM_ADDR_BITLEN (14..19: 23).
sram_control:
    .long 1 << 2 | 1 << 4 | 1 << 5 | 5 << 6 | 23 << 14 | 1 << 20
read_command:
    .long 7 << 28 | 0xeb        # fast read, all phases on four lines
write_command:
    .long 7 << 28 | 0x38        # write likewise
sram_clock:
    .long 1 << 16 | 0 << 8 | 1  # half of the core clock: 40 MHz at most, which needs no tuned delays
cs_times_mask:
    .long ~0xffc
data_cache_address:
    .long 0x600c4004            # EXTMEM_DCACHE_CTRL1: bit 0 keeps this core from the cache
page_table_address:
    .long 0x600c5000 + (PSRAM_ADDRESS - 0x3c000000) / 0x10000 * 4
psram_address:
    .long PSRAM_ADDRESS

# tinsmith_start_psram(bytes the board should have) -> 0, or why not: 1 nobody answers, 2 too small, 3 it does not keep what is
# written. By call0; a2..a15 are its own.
    .globl tinsmith_start_psram
    .type tinsmith_start_psram, @function
    .balign 4
tinsmith_start_psram:
    mov a15, a0
    mov a14, a2
    l32r a3, spi1_address
    l32r a4, spi0_address

    l32r a5, pins_address
    l32r a6, pins_mask
    movi a7, 3
1:  memw
    l32i a8, a5, 0
    and a8, a8, a6
    memw
    s32i a8, a5, 0
    addi a5, a5, 4
    addi a7, a7, -1
    bnez a7, 1b
    # CS falls a cycle before the clock starts and rises one after it ends.
    memw
    l32i a5, a4, 0xdc           # SPI_SMEM_AC
    l32r a6, cs_times_mask
    and a5, a5, a6
    movi a6, 3
    or a5, a5, a6
    memw
    s32i a5, a4, 0xdc           # SPI_SMEM_AC
    l32r a5, slow_clock
    s32i a5, a3, 0x14           # SPI_CLOCK

    call0 identify
    bnez a2, 9f
    l32r a10, command_phase
    movi a8, 0x66               # reset enable
    call0 command
    movi a8, 0x99               # reset
    call0 command
    movi a8, 0x35               # into QPI
    call0 command

    l32r a5, sram_control
    s32i a5, a4, 0x40           # SPI_CACHE_SCTRL
    l32r a5, read_command
    s32i a5, a4, 0x48           # SPI_SRAM_DRD_CMD
    l32r a5, write_command
    s32i a5, a4, 0x4c           # SPI_SRAM_DWR_CMD
    l32r a5, sram_clock
    s32i a5, a4, 0x50           # SPI_SRAM_CLK
    memw
    l32i a5, a4, 0x34           # SPI_MISC
    movi a6, ~2
    and a5, a5, a6
    memw
    s32i a5, a4, 0x34           # SPI_MISC

    # Pages of 64 KiB, of which bit 15 says that they are external RAM. None of their addresses was in the cache before.
    l32r a5, page_table_address
    movi a6, 1
    slli a6, a6, 15
    extui a7, a14, 16, 16
2:  s32i a6, a5, 0
    addi a5, a5, 4
    addi a6, a6, 1
    addi a7, a7, -1
    bnez a7, 2b
    l32r a5, data_cache_address
    memw
    l32i a6, a5, 0
    movi a7, ~1
    and a6, a6, a7
    memw
    s32i a6, a5, 0
    memw

    # The first words of all pages fall into one set of the cache, which has fewer ways than there are pages: most of them have been
    # in the chip when they are read back.
    l32r a5, psram_address
    add a6, a5, a14
    movi a7, 1
    slli a7, a7, 16
    mov a8, a5
3:  s32i a8, a8, 0
    add a8, a8, a7
    bne a8, a6, 3b
    memw
    movi a2, 3
4:  l32i a8, a5, 0
    bne a8, a5, 9f
    add a5, a5, a7
    bne a5, a6, 4b
    movi a2, 0
9:  mov a0, a15
    ret
    .size tinsmith_start_psram, . - tinsmith_start_psram

# Who is there, in SPI: 0 if it suits, or why not. As above, a13 too.
    .type identify, @function
    .balign 4
identify:
    mov a13, a0
    movi a8, 0xf5               # out of QPI
    movi a9, 1 << 8             # CTRL, FCMD_QUAD: this one on four lines
    l32r a10, command_phase
    call0 command
    movi a9, 0
    l32r a10, identify_phases
    movi a7, 2                  # the smallest ones may answer the second time only (ESP-IDF)
1:  movi a8, 0x9f               # who are you
    call0 command
    # Maker, "known good die", and in the top bits of the third byte the density: 2, 4 or 8 MB.
    extui a5, a2, 8, 8
    movi a6, 0x5d
    beq a5, a6, 3f
    addi a7, a7, -1
    bnez a7, 1b
    movi a2, 1
    j 2f
3:  movi a2, 1
    extui a5, a12, 21, 3
    bgeui a5, 3, 2f
    l32r a6, two_megabytes
    ssl a5
    sll a6, a6
    movi a2, 2
    bltu a6, a14, 2f
    movi a2, 0
2:  mov a0, a13
    ret
    .size identify, . - identify

# One transfer of SPI1 to the external RAM: command a8, CTRL's bits a9, phases a10. The reply, if any, is a2 and a12.
    .type command, @function
    .balign 4
command:
    memw
    l32i a11, a3, 0x08          # SPI_CTRL
    l32r a12, one_line
    and a11, a11, a12
    or a11, a11, a9
    memw
    s32i a11, a3, 0x08          # SPI_CTRL
    # What is below the phases is about clock edges and stays.
    memw
    l32i a11, a3, 0x18          # SPI_USER
    extui a11, a11, 0, 12
    or a11, a11, a10
    memw
    s32i a11, a3, 0x18          # SPI_USER
    movi a11, 23
    s32i a11, a3, 0x28          # SPI_MISO_DLEN
    slli a11, a11, 26
    s32i a11, a3, 0x1c          # SPI_USER1
    l32r a11, eight_bits
    or a11, a11, a8
    s32i a11, a3, 0x20          # SPI_USER2
    movi a11, 0
    s32i a11, a3, 0x04          # SPI_ADDR
    memw
    l32i a11, a3, 0x34          # SPI_MISC
    movi a12, -4
    and a12, a11, a12
    addi a11, a12, 1
    memw
    s32i a11, a3, 0x34          # SPI_MISC
    l32r a11, start_transfer
    s32i a11, a3, 0x00          # SPI_CMD
1:  memw
    l32i a11, a3, 0x00          # SPI_CMD
    bbsi a11, 18, 1b
    # The flash is the one that is spoken to otherwise.
    addi a12, a12, 2
    memw
    s32i a12, a3, 0x34          # SPI_MISC
    memw
    l32i a2, a3, 0x58           # SPI_W0
    mov a12, a2
    ret
    .size command, . - command
