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

    main
    l32r a5, site_word_address
    l32r a6, site_address
    s32i a6, a5, 0
    movi a6, 4
    transfer write, 1
    case
    movi a2, 0
    finish
