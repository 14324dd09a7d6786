# `tinsmith_i64_mul(a2:a3, a4:a5) -> a2:a3`, the product modulo 2^64, for cores without an instruction for the high word of a
# product (call0 convention). LLVM does not select `mul16u`, and so masks the halves first.
#
# With the low words as a = ah * 2^16 + al and b = bh * 2^16 + bl, the high word of a * b is
#
#     ah * bh + (u >> 16) + 2^16 * carry(u),  u = t + al * bh,  t = ah * bl + (al * bl >> 16),
#
# where t does not overflow: (2^16-1)^2 + 2^16-1 < 2^32.

    .section .text.tinsmith_i64_mul, "ax", @progbits
    .balign 4
    .globl tinsmith_i64_mul
    .type tinsmith_i64_mul, @function
tinsmith_i64_mul:
    mull a3, a3, a4
    mull a5, a5, a2
    extui a6, a2, 16, 16
    extui a7, a4, 16, 16
    mul16u a8, a2, a4
    mul16u a9, a6, a4
    mul16u a10, a2, a7
    mul16u a11, a6, a7
    mull a2, a2, a4
    add.n a3, a3, a5
    extui a8, a8, 16, 16
    add.n a8, a8, a9
    add.n a10, a10, a8
    add.n a3, a3, a11
    bgeu a10, a8, 1f
    movi.n a9, 1
    slli a9, a9, 16
    add.n a3, a3, a9
1:  extui a10, a10, 16, 16
    add.n a3, a3, a10
    ret.n
    .size tinsmith_i64_mul, . - tinsmith_i64_mul
