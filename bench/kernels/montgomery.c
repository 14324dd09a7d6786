/* Modular exponentiation by Montgomery multiplication: 32 x 32 -> 64 products, no division. Counts the numbers below a bound
   that pass a Fermat test to two bases. */
#include "kernel.h"

/* -1/m modulo 2^32 for odd m, by Newton's iteration. */
static uint32_t negative_inverse(uint32_t m) {
    uint32_t x = m;
    for (int i = 0; i < 4; i++)
        x *= 2 - m * x;
    return -x;
}

static uint32_t reduce(uint64_t t, uint32_t m, uint32_t k) {
    uint32_t q = (uint32_t)t * k;
    uint64_t u = ((t >> 1) + (((uint64_t)q * m) >> 1) + (((uint32_t)t & 1) & (q * m & 1))) >> 31;
    return (uint32_t)(u >= m ? u - m : u);
}

static uint32_t doubled(uint32_t x, uint32_t m) {
    return x >= m - x ? x - (m - x) : x + x;
}

static uint32_t power(uint32_t base, uint32_t exponent, uint32_t m) {
    uint32_t k = negative_inverse(m);
    uint32_t one = 1; /* 2^32 mod m */
    for (int i = 0; i < 32; i++)
        one = doubled(one, m);
    uint32_t square = 0, result = one;
    for (uint32_t i = 0; i < base; i++)
        square = square >= m - one ? square - (m - one) : square + one;
    while (exponent) {
        if (exponent & 1)
            result = reduce((uint64_t)result * square, m, k);
        square = reduce((uint64_t)square * square, m, k);
        exponent >>= 1;
    }
    return reduce(result, m, k);
}

uint32_t kernel(uint32_t n) {
    uint32_t sum = 0, found = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t m = 0x7fff0001u + 2 * i;
        uint32_t r = power(2, m - 1, m);
        sum = fold(sum, r);
        if (r == 1 && power(3, m - 1, m) == 1)
            found++;
    }
    return sum + found;
}
