/* JPEG's way of a block of 8 x 8 samples: cosine transform in fixed point, quantisation by reciprocals, zigzag, run lengths. */
#include "kernel.h"

#define WIDTH 64
#define HEIGHT 32
#define BITS 11
#define FIX(x) ((int32_t)((x) * (1 << BITS) + 0.5))

static uint8_t image[HEIGHT][WIDTH];
static int32_t block[64];
static uint16_t reciprocal[64];

static const uint8_t zigzag[64] = {
    0,  1,  8,  16, 9,  2,  3,  10, 17, 24, 32, 25, 18, 11, 4,  5,  12, 19, 26, 33, 40, 48, 41, 34, 27, 20, 13, 6,  7,  14, 21, 28,
    35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59, 52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
};

static const uint8_t quantum[64] = {
    16, 11, 10, 16, 24,  40,  51,  61, 12, 12, 14, 19, 26, 58,  60,  55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51,  87,  80, 62,
    18, 22, 37, 56, 68,  109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
};

/* Eight values `step` apart: even part by sums, odd part by its 4 x 4 matrix. */
static void transform(int32_t *v, int step) {
    int32_t s0 = v[0] + v[7 * step], d0 = v[0] - v[7 * step];
    int32_t s1 = v[step] + v[6 * step], d1 = v[step] - v[6 * step];
    int32_t s2 = v[2 * step] + v[5 * step], d2 = v[2 * step] - v[5 * step];
    int32_t s3 = v[3 * step] + v[4 * step], d3 = v[3 * step] - v[4 * step];
    int32_t e0 = s0 + s3, e1 = s1 + s2, e2 = s1 - s2, e3 = s0 - s3;
    v[0] = ((e0 + e1) * FIX(0.353553391)) >> BITS;
    v[4 * step] = ((e0 - e1) * FIX(0.353553391)) >> BITS;
    v[2 * step] = (e3 * FIX(0.461939766) + e2 * FIX(0.191341716)) >> BITS;
    v[6 * step] = (e3 * FIX(0.191341716) - e2 * FIX(0.461939766)) >> BITS;
    v[step] = (d0 * FIX(0.490392640) + d1 * FIX(0.415734806) + d2 * FIX(0.277785117) + d3 * FIX(0.097545161)) >> BITS;
    v[3 * step] = (d0 * FIX(0.415734806) - d1 * FIX(0.097545161) - d2 * FIX(0.490392640) - d3 * FIX(0.277785117)) >> BITS;
    v[5 * step] = (d0 * FIX(0.277785117) - d1 * FIX(0.490392640) + d2 * FIX(0.097545161) + d3 * FIX(0.415734806)) >> BITS;
    v[7 * step] = (d0 * FIX(0.097545161) - d1 * FIX(0.277785117) + d2 * FIX(0.415734806) - d3 * FIX(0.490392640)) >> BITS;
}

static void load(int left, int top) {
    for (int y = 0; y < 8; y++)
        for (int x = 0; x < 8; x++)
            block[8 * y + x] = image[top + y][left + x] - 128;
}

static void quantise(void) {
    for (int i = 0; i < 64; i++) {
        int32_t value = block[i];
        uint32_t size = (uint32_t)(value < 0 ? -value : value);
        int32_t level = (int32_t)((size * reciprocal[i] + 0x8000) >> 16);
        block[i] = value < 0 ? -level : level;
    }
}

static uint32_t run_lengths(uint32_t sum) {
    uint32_t run = 0;
    for (int i = 0; i < 64; i++) {
        int32_t level = block[zigzag[i]];
        if (level == 0) {
            run++;
            continue;
        }
        uint32_t bits = 0;
        for (uint32_t size = (uint32_t)(level < 0 ? -level : level); size; size >>= 1)
            bits++;
        sum = fold(sum, run << 20 | bits << 16 | ((uint32_t)level & 0xffff));
        run = 0;
    }
    return fold(sum, run);
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 43, sum = 0;
    for (int i = 0; i < 64; i++)
        reciprocal[i] = (uint16_t)(65536u / quantum[i]);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++)
            image[y][x] = (uint8_t)(3 * x + 2 * y + (next_random(&seed) & 31));
    for (uint32_t round = 0; round < n; round++) {
        for (int top = 0; top < HEIGHT; top += 8)
            for (int left = 0; left < WIDTH; left += 8) {
                load(left, top);
                for (int i = 0; i < 8; i++)
                    transform(block + 8 * i, 1);
                for (int i = 0; i < 8; i++)
                    transform(block + i, 8);
                quantise();
                sum = run_lengths(sum);
            }
        image[round % HEIGHT][round % WIDTH] ^= (uint8_t)sum;
    }
    return sum;
}
