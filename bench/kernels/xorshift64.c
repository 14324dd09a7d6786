/* 64-bit arithmetic: shifts, exclusive or, multiplication, addition with carry, comparison. */
#include "kernel.h"

static uint64_t state[4];

static uint64_t rotated(uint64_t x, int by) {
    return (x << by) | (x >> (64 - by));
}

/* A generator of the xorshift family with a multiplied output. */
static uint64_t draw(void) {
    uint64_t result = rotated(state[1] * 5, 7) * 9;
    uint64_t kept = state[1] << 17;
    state[2] ^= state[0];
    state[3] ^= state[1];
    state[1] ^= state[2];
    state[0] ^= state[3];
    state[2] ^= kept;
    state[3] = rotated(state[3], 45);
    return result;
}

uint32_t kernel(uint32_t n) {
    for (int i = 0; i < 4; i++)
        state[i] = 0x9e3779b97f4a7c15ull * (uint64_t)(i + 1);
    uint64_t sum = 0, least = UINT64_MAX, most = 0;
    int64_t balance = 0;
    for (uint32_t i = 0; i < n; i++) {
        uint64_t x = draw();
        if (x < least)
            least = x;
        if (x > most)
            most = x;
        if ((int64_t)x < balance)
            balance -= (int64_t)(x >> 40);
        else
            balance += (int64_t)(x >> 41);
        sum += x ^ (sum >> 23);
    }
    sum ^= least + most + (uint64_t)balance;
    return (uint32_t)sum ^ (uint32_t)(sum >> 32);
}
