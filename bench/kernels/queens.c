/* Backtracking: queens on a board, with arrays of bytes and with bit sets. */
#include "kernel.h"

#define SIZE 8

static uint8_t row_used[SIZE], up_used[2 * SIZE], down_used[2 * SIZE], place[SIZE];
static uint32_t solutions, sum;

static void put(int column) {
    if (column == SIZE) {
        solutions++;
        for (int i = 0; i < SIZE; i++)
            sum = fold(sum, place[i]);
        return;
    }
    for (int row = 0; row < SIZE; row++) {
        if (row_used[row] || up_used[row + column] || down_used[row - column + SIZE])
            continue;
        row_used[row] = up_used[row + column] = down_used[row - column + SIZE] = 1;
        place[column] = (uint8_t)row;
        put(column + 1);
        row_used[row] = up_used[row + column] = down_used[row - column + SIZE] = 0;
    }
}

static uint32_t count_by_bits(uint32_t all, uint32_t columns, uint32_t left, uint32_t right) {
    if (columns == all)
        return 1;
    uint32_t count = 0;
    for (uint32_t open = all & ~(columns | left | right); open;) {
        uint32_t bit = open & -open;
        open ^= bit;
        count += count_by_bits(all, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return count;
}

uint32_t kernel(uint32_t n) {
    solutions = sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        put(0);
        sum = fold(sum, count_by_bits((1u << (7 + (round & 1))) - 1, 0, 0, 0));
    }
    return sum + solutions;
}
