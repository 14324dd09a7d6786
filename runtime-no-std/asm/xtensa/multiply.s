# Products for cores without an instruction for the high word of one (call0 convention). LLVM does not select `mul16u`, masks
# the halves first, and makes a call of what it recognises.
#
#     tinsmith_i64_mul(a2:a3, a4:a5) -> a2:a3     the product modulo 2^64
#     tinsmith_i32_mulh_u(a2, a3) -> a2           the high word of the unsigned product
#     tinsmith_i32_mulh_s(a2, a3) -> a2           of the signed one
#
# With words as a = ah * 2^16 + al and b = bh * 2^16 + bl, the high word of a * b is
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

# a2 = the high word of the unsigned product of a2 and a3; changes a4 to a8.
    .macro high_word
    extui a4, a2, 16, 16
    extui a5, a3, 16, 16
    mul16u a6, a2, a3
    mul16u a7, a4, a3
    mul16u a8, a2, a5
    mul16u a2, a4, a5
    extui a6, a6, 16, 16
    add.n a6, a6, a7
    add.n a8, a8, a6
    bgeu a8, a6, 1f
    movi.n a7, 1
    slli a7, a7, 16
    add.n a2, a2, a7
1:  extui a8, a8, 16, 16
    add.n a2, a2, a8
    .endm

    .section .text.tinsmith_i32_mulh_u, "ax", @progbits
    .balign 4
    .globl tinsmith_i32_mulh_u
    .type tinsmith_i32_mulh_u, @function
tinsmith_i32_mulh_u:
    high_word
    ret.n
    .size tinsmith_i32_mulh_u, . - tinsmith_i32_mulh_u

# The unsigned product less b * 2^32 if a is negative, less a * 2^32 if b is.
    .section .text.tinsmith_i32_mulh_s, "ax", @progbits
    .balign 4
    .globl tinsmith_i32_mulh_s
    .type tinsmith_i32_mulh_s, @function
tinsmith_i32_mulh_s:
    mov.n a9, a2
    high_word
    bgez a9, 2f
    sub a2, a2, a3
2:  bgez a3, 3f
    sub a2, a2, a9
3:  ret.n
    .size tinsmith_i32_mulh_s, . - tinsmith_i32_mulh_s
