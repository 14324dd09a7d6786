/* Recursive calls: Ackermann's function, Fibonacci's numbers, Tak. */
#include "kernel.h"

static uint32_t ackermann(uint32_t m, uint32_t n) {
    if (m == 0)
        return n + 1;
    if (n == 0)
        return ackermann(m - 1, 1);
    return ackermann(m - 1, ackermann(m, n - 1));
}

static uint32_t fibonacci(uint32_t n) {
    return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2);
}

static int tak(int x, int y, int z) {
    return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z;
}

uint32_t kernel(uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        sum = fold(sum, ackermann(2, 30 + round));
        sum = fold(sum, fibonacci(16 + (round & 1)));
        sum = fold(sum, (uint32_t)tak(10 + (int)(round & 1), 6, 2));
    }
    return sum;
}
