# A host that writes the address of `site` on standard output and then does what the case says (`case`, `case_code`: defined
# by the test in front of this file).

    .section .bss.site, "aw", @nobits
    .balign 4
site_word:
    .zero 4

    .section .text.fault_test, "ax", @progbits
    .balign 4
site_address: .long site
site_word_address: .long site_word
unmapped: .long 0x80001234

    .globl tinsmith_main
    .balign 4
tinsmith_main:
    entry a1, 48
    l32r a11, site_word_address
    l32r a3, site_address
    s32i a3, a11, 0
    movi a10, 1
    movi a12, 4
    call8 tinsmith_board_write
    case
    movi a2, 0
    retw
