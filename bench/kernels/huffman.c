/* Bit streams: canonical Huffman codes made from counts, written and read bit by bit. */
#include "kernel.h"

#define SYMBOLS 64
#define SIZE 1500
#define LONGEST 20

static uint8_t message[SIZE], back[SIZE];
static uint8_t stream[2 * SIZE];
static uint16_t count[SYMBOLS];
static uint8_t bits_of[SYMBOLS];
static uint32_t code_of[SYMBOLS];
static uint8_t in_order[SYMBOLS];
static uint16_t of_length[LONGEST + 1];

/* Code lengths by joining the two rarest trees; parents are kept in an array. */
static void lengths(void) {
    uint32_t weight[2 * SYMBOLS];
    uint8_t parent[2 * SYMBOLS];
    int trees = 0, next = SYMBOLS;
    for (int i = 0; i < SYMBOLS; i++) {
        weight[i] = count[i];
        trees += count[i] != 0;
    }
    while (trees > 1) {
        int a = -1, b = -1;
        for (int i = 0; i < next; i++) {
            if (!weight[i])
                continue;
            if (a < 0 || weight[i] < weight[a]) {
                b = a;
                a = i;
            } else if (b < 0 || weight[i] < weight[b]) {
                b = i;
            }
        }
        weight[next] = weight[a] + weight[b];
        weight[a] = weight[b] = 0;
        parent[a] = parent[b] = (uint8_t)next++;
        trees--;
    }
    for (int i = 0; i < SYMBOLS; i++) {
        bits_of[i] = 0;
        if (count[i])
            for (int at = i; at != next - 1; at = parent[at])
                bits_of[i]++;
    }
}

static void codes(void) {
    uint32_t code = 0, place = 0;
    for (int length = 1; length <= LONGEST; length++) {
        of_length[length] = 0;
        code <<= 1;
        for (int i = 0; i < SYMBOLS; i++)
            if (bits_of[i] == length) {
                code_of[i] = code++;
                in_order[place++] = (uint8_t)i;
                of_length[length]++;
            }
    }
}

static size_t encode(void) {
    uint32_t held = 0, have = 0;
    size_t at = 0;
    for (int i = 0; i < SIZE; i++) {
        uint8_t symbol = message[i];
        held = held << bits_of[symbol] | code_of[symbol];
        have += bits_of[symbol];
        while (have >= 8) {
            have -= 8;
            stream[at++] = (uint8_t)(held >> have);
        }
    }
    stream[at++] = (uint8_t)(held << (8 - have));
    return at;
}

static void decode(void) {
    size_t at = 0;
    uint32_t mask = 0x80;
    for (int i = 0; i < SIZE; i++) {
        uint32_t code = 0, first = 0, place = 0;
        for (int length = 1;; length++) {
            code = code << 1 | ((stream[at] & mask) != 0);
            mask >>= 1;
            if (!mask) {
                mask = 0x80;
                at++;
            }
            if (code - first < of_length[length]) {
                back[i] = in_order[place + code - first];
                break;
            }
            place += of_length[length];
            first = (first + of_length[length]) << 1;
        }
    }
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 47, sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        for (int i = 0; i < SYMBOLS; i++)
            count[i] = 0;
        for (int i = 0; i < SIZE; i++) {
            uint32_t r = next_random(&seed);
            message[i] = (uint8_t)((r & r >> 6 & r >> 12) % SYMBOLS);
            count[message[i]]++;
        }
        lengths();
        codes();
        size_t len = encode();
        decode();
        for (int i = 0; i < SIZE; i++)
            if (back[i] != message[i])
                return 0;
        sum = fold(sum, len);
        sum = fold(sum, stream[len / 2]);
    }
    return sum;
}
