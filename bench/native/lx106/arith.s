# What libgcc has elsewhere: Debian's for this core leaves out what the ESP8266 has in ROM. Division shifts the divisor up to the
# dividend's size and subtracts; one quotient bit a turn.

    .text
# a2 / a3
    .globl __udivsi3
    .balign 4
__udivsi3:
    bltui a3, 2, 3f
    bltu a2, a3, 4f
    nsau a5, a2
    nsau a4, a3
    sub a4, a4, a5
    ssl a4
    sll a3, a3
    movi a5, 0
1:  slli a5, a5, 1
    bltu a2, a3, 2f
    sub a2, a2, a3
    addi a5, a5, 1
2:  srli a3, a3, 1
    addi a4, a4, -1
    bgez a4, 1b
    mov a2, a5
3:  ret
4:  movi a2, 0
    ret

# a2 % a3
    .globl __umodsi3
    .balign 4
__umodsi3:
    bltui a3, 2, 4f
    bltu a2, a3, 3f
    nsau a5, a2
    nsau a4, a3
    sub a4, a4, a5
    ssl a4
    sll a3, a3
1:  bltu a2, a3, 2f
    sub a2, a2, a3
2:  srli a3, a3, 1
    addi a4, a4, -1
    bgez a4, 1b
3:  ret
4:  movi a2, 0
    ret

# a2, a3 (low first) * a4, a5: the product of the low words by 16-bit halves, and what the high words add above.
    .globl __muldi3
    .balign 4
__muldi3:
    mull a3, a3, a4
    mull a5, a5, a2
    add a3, a3, a5
    extui a6, a2, 16, 16
    extui a7, a4, 16, 16
    mul16u a8, a6, a7           # high * high
    mul16u a5, a2, a7           # low * high
    mul16u a6, a6, a4           # high * low
    mul16u a2, a2, a4           # low * low
    add a3, a3, a8
    add a5, a5, a6
    bgeu a5, a6, 1f
    movi a7, 1
    slli a7, a7, 16
    add a3, a3, a7
1:  slli a6, a5, 16
    srli a5, a5, 16
    add a3, a3, a5
    add a2, a2, a6
    bgeu a2, a6, 2f
    addi a3, a3, 1
2:  ret
