/* Integer arithmetic in registers: hashes, population counts, bit reversal and interleaving, saturation. */
#include "kernel.h"

static uint32_t avalanche(uint32_t x) {
    x ^= x >> 16;
    x *= 0x7feb352du;
    x ^= x >> 15;
    x *= 0x846ca68bu;
    x ^= x >> 16;
    return x;
}

static uint32_t ones(uint32_t x) {
    x -= (x >> 1) & 0x55555555u;
    x = (x & 0x33333333u) + ((x >> 2) & 0x33333333u);
    x = (x + (x >> 4)) & 0x0f0f0f0fu;
    return (x * 0x01010101u) >> 24;
}

static uint32_t reversed(uint32_t x) {
    x = ((x >> 1) & 0x55555555u) | ((x & 0x55555555u) << 1);
    x = ((x >> 2) & 0x33333333u) | ((x & 0x33333333u) << 2);
    x = ((x >> 4) & 0x0f0f0f0fu) | ((x & 0x0f0f0f0fu) << 4);
    x = ((x >> 8) & 0x00ff00ffu) | ((x & 0x00ff00ffu) << 8);
    return (x >> 16) | (x << 16);
}

static uint32_t spread(uint32_t x) {
    x &= 0xffff;
    x = (x | (x << 8)) & 0x00ff00ffu;
    x = (x | (x << 4)) & 0x0f0f0f0fu;
    x = (x | (x << 2)) & 0x33333333u;
    x = (x | (x << 1)) & 0x55555555u;
    return x;
}

static int32_t saturated_add(int32_t a, int32_t b) {
    int32_t sum = (int32_t)((uint32_t)a + (uint32_t)b);
    if (((a ^ sum) & (b ^ sum)) < 0)
        return a < 0 ? INT32_MIN : INT32_MAX;
    return sum;
}

uint32_t kernel(uint32_t n) {
    uint32_t x = 1, sum = 0;
    int32_t level = 0;
    for (uint32_t i = 0; i < n; i++) {
        x = avalanche(x + i);
        uint32_t morton = spread(x) | (spread(x >> 16) << 1);
        uint32_t gray = x ^ (x >> 1);
        level = saturated_add(level, (int32_t)reversed(gray));
        if (level > 0x40000000)
            level -= 0x30000000;
        sum += ones(morton ^ i) + ((uint32_t)level >> 3);
        sum = (sum << 7) | (sum >> 25);
    }
    return sum ^ x;
}
