# What all kinds of external RAM have in common on the ESP32-S3: a transfer of SPI1, and the place behind the data cache.
#
# The memory controller has two halves that share pins, SPI0 for the cache and SPI1 for commands of ours; flash is on chip select 0, external
# RAM on 1. The registers that only have to be set are in the chip's file; `tinsmith_start_psram`, which each kind has a file for,
# makes the RAM chip ready for them.
#
# Sources: ESP32-S3 technical reference manual, chapters "SPI Controller" and "System and Memory"; the `esp32s3` crate 0.37 (fields); the
# order and the values of ESP-IDF's esp_psram and of esp-hal's psram, which agree. Never executed on hardware.
#
# All of it lies in internal RAM: SPI0 cannot fetch while SPI1 has the pins. It needs no stack and calls nothing of the ROM.
# Assembled with PSRAM_ADDRESS. Loads of registers follow a MEMW: else they may be made ahead of time.

    .section .vectors.tinsmith_psram, "ax", @progbits
    .balign 4
spi1_address:
    .long 0x60002000
lines_mask:
    .long ~0x019063f8           # SPI_CTRL without any phase on two, four or eight lines
start_transfer:
    .long 1 << 18
data_cache_address:
    .long 0x600c4004            # EXTMEM_DCACHE_CTRL1: bit 0 keeps this core from the cache
page_table_address:
    .long 0x600c5000 + (PSRAM_ADDRESS - 0x3c000000) / 0x10000 * 4
psram_address:
    .long PSRAM_ADDRESS
two_megabytes:
    .long 2 << 20

# tinsmith_psram_transfer(a2: what, a3: word to write) -> a2: word read. By call0; uses a3..a7. `what` is six words: SPI_USER2 (bits of command - 1
# from 28 on, command), lines (bits of SPI_CTRL), phases (bits of SPI_USER: 31 command, 30 address, 29 dummy, 28 reply, 27 data),
# SPI_USER1 (bits of address - 1 from 26 on, dummy cycles - 1), SPI_ADDR, bits of data or reply - 1.
    .globl tinsmith_psram_transfer
    .type tinsmith_psram_transfer, @function
    .balign 4
tinsmith_psram_transfer:
    l32r a4, spi1_address
    s32i a3, a4, 0x58           # SPI_W0
    l32i.n a5, a2, 0
    s32i.n a5, a4, 0x20         # SPI_USER2
    l32i.n a5, a2, 12
    s32i.n a5, a4, 0x1c         # SPI_USER1
    l32i.n a5, a2, 16
    s32i.n a5, a4, 0x04         # SPI_ADDR
    l32i.n a5, a2, 20
    s32i.n a5, a4, 0x24         # SPI_MOSI_DLEN
    s32i.n a5, a4, 0x28         # SPI_MISO_DLEN
    l32r a6, lines_mask
    memw
    l32i.n a5, a4, 0x08         # SPI_CTRL
    and a5, a5, a6
    l32i.n a6, a2, 4
    or a5, a5, a6
    s32i.n a5, a4, 0x08         # SPI_CTRL
    # What is below the phases is about clock edges and stays.
    memw
    l32i.n a5, a4, 0x18         # SPI_USER
    extui a5, a5, 0, 12
    l32i.n a6, a2, 8
    or a5, a5, a6
    s32i.n a5, a4, 0x18         # SPI_USER
    # Chip select 0 is to stay high, 1 is not.
    memw
    l32i.n a5, a4, 0x34         # SPI_MISC
    movi.n a6, -4
    and a6, a5, a6
    addi.n a5, a6, 1
    s32i.n a5, a4, 0x34         # SPI_MISC
    l32r a5, start_transfer
    memw
    s32i.n a5, a4, 0x00         # SPI_CMD
1:  memw
    l32i.n a5, a4, 0x00         # SPI_CMD
    bbsi a5, 18, 1b
    # The flash is the one that is spoken to otherwise.
    addi.n a6, a6, 2
    s32i.n a6, a4, 0x34         # SPI_MISC
    memw
    l32i a2, a4, 0x58           # SPI_W0
    ret.n
    .size tinsmith_psram_transfer, . - tinsmith_psram_transfer

# tinsmith_psram_map(a2: bytes the board should have, a3: how often the chip's doubles 2 MB) -> a2: 0, or why not: 2 too small, 3 it does not keep
# what is written. By call0; uses a3..a7.
    .globl tinsmith_psram_map
    .type tinsmith_psram_map, @function
    .balign 4
tinsmith_psram_map:
    l32r a4, two_megabytes
    ssl a3
    sll a4, a4
    mov.n a7, a2
    movi.n a2, 2
    bltu a4, a7, 4f
    # Pages of 64 KiB, of which bit 15 says that they are external RAM. None of their addresses was in the cache before.
    l32r a3, page_table_address
    movi.n a4, 1
    slli a4, a4, 15
    extui a5, a7, 16, 16
1:  s32i.n a4, a3, 0
    addi.n a3, a3, 4
    addi.n a4, a4, 1
    addi.n a5, a5, -1
    bnez a5, 1b
    l32r a3, data_cache_address
    memw
    l32i.n a4, a3, 0
    movi a5, ~1
    and a4, a4, a5
    s32i.n a4, a3, 0
    memw

    # The first words of all pages fall into one set of the cache, which has fewer ways than there are pages: most of them have been
    # in the chip when they are read back.
    l32r a3, psram_address
    add.n a4, a3, a7
    movi.n a5, 1
    slli a5, a5, 16
    mov.n a6, a3
2:  s32i.n a6, a6, 0
    add.n a6, a6, a5
    bne a6, a4, 2b
    memw
    movi.n a2, 3
3:  l32i.n a6, a3, 0
    bne a6, a3, 4f
    add.n a3, a3, a5
    bne a3, a4, 3b
    movi.n a2, 0
4:  ret.n
    .size tinsmith_psram_map, . - tinsmith_psram_map
