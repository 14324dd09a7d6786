/* Dictionary compression with a hash of three bytes, and decompression with overlapping copies. */
#include "kernel.h"

#define SIZE 4000
#define HASHES 512

static uint8_t plain[SIZE], back[SIZE], packed[SIZE + SIZE / 8 + 16];
static uint16_t last_at[HASHES];

static uint32_t hash(const uint8_t *p) {
    return ((uint32_t)p[0] << 8 ^ (uint32_t)p[1] << 4 ^ p[2]) % HASHES;
}

/* Control bytes: below 128 so many literals plus one; else a match of (byte - 128) + 3, at a distance of two bytes. */
static size_t compress(uint8_t *out, const uint8_t *in, size_t len) {
    uint8_t *o = out;
    size_t at = 0, literals = 0;
    for (int i = 0; i < HASHES; i++)
        last_at[i] = 0xffff;
    while (at < len) {
        size_t match = 0, from = 0;
        if (at + 3 <= len) {
            uint32_t h = hash(in + at);
            from = last_at[h];
            last_at[h] = (uint16_t)at;
            if (from != 0xffff)
                while (match < 130 && at + match < len && in[from + match] == in[at + match])
                    match++;
        }
        if (match >= 4 || literals == 128) {
            if (literals) {
                *o++ = (uint8_t)(literals - 1);
                for (size_t i = at - literals; i < at; i++)
                    *o++ = in[i];
                literals = 0;
            }
        }
        if (match >= 4) {
            *o++ = (uint8_t)(128 + match - 3);
            *o++ = (uint8_t)(at - from);
            *o++ = (uint8_t)((at - from) >> 8);
            at += match;
        } else {
            literals++;
            at++;
        }
    }
    if (literals) {
        *o++ = (uint8_t)(literals - 1);
        for (size_t i = at - literals; i < at; i++)
            *o++ = in[i];
    }
    return (size_t)(o - out);
}

static size_t decompress(uint8_t *out, const uint8_t *in, size_t len) {
    const uint8_t *end = in + len;
    uint8_t *o = out;
    while (in < end) {
        size_t control = *in++;
        if (control < 128) {
            for (size_t i = 0; i <= control; i++)
                *o++ = *in++;
        } else {
            const uint8_t *from = o - (in[0] | (size_t)in[1] << 8);
            in += 2;
            for (size_t i = control - 128 + 3; i; i--)
                *o++ = *from++;
        }
    }
    return (size_t)(o - out);
}

static void fill(uint32_t seed) {
    static const char *const phrases[] = {"temperature=", "humidity=", "\r\n", "sensor/", "status: ok", "battery low", ";"};
    size_t at = 0;
    while (at < SIZE) {
        uint32_t r = next_random(&seed);
        if ((r & 3) == 0) {
            plain[at++] = (uint8_t)('0' + (r >> 8) % 10);
            continue;
        }
        for (const char *s = phrases[(r >> 8) % 7]; *s && at < SIZE; s++)
            plain[at++] = (uint8_t)*s;
    }
}

uint32_t kernel(uint32_t n) {
    uint32_t sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        fill(round + 1);
        size_t len = compress(packed, plain, SIZE);
        if (decompress(back, packed, len) != SIZE)
            return 0;
        for (size_t i = 0; i < SIZE; i++)
            if (back[i] != plain[i])
                return 0;
        sum = fold(sum, len);
        for (size_t i = 0; i < len; i += 16)
            sum = fold(sum, packed[i]);
    }
    return sum;
}
