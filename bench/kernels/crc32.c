/* CRC-32 of IEEE 802.3 by a table of 256 words. */
#include "kernel.h"

#define SIZE 2048

static uint32_t table[256];
static uint8_t message[SIZE];

static void make_table(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t crc = i;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xedb88320u : crc >> 1;
        table[i] = crc;
    }
}

static uint32_t crc32(const uint8_t *data, size_t len) {
    uint32_t crc = 0xffffffffu;
    for (size_t i = 0; i < len; i++)
        crc = crc >> 8 ^ table[(crc ^ data[i]) & 0xff];
    return ~crc;
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 5, sum = 0;
    make_table();
    for (size_t i = 0; i < SIZE; i++)
        message[i] = (uint8_t)next_random(&seed);
    for (uint32_t round = 0; round < n; round++) {
        uint32_t crc = crc32(message, SIZE);
        sum = fold(sum, crc);
        message[round % SIZE] ^= (uint8_t)crc;
    }
    return sum;
}
