/* Byte scanning: checks UTF-8, counts code points, words and lines, folds case. */
#include "kernel.h"

#define SIZE 4096

static uint8_t text[SIZE];

struct counts {
    uint32_t points, words, lines, wide;
};

static size_t put(uint8_t *out, uint32_t point) {
    if (point < 0x80) {
        out[0] = (uint8_t)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (uint8_t)(0xc0 | point >> 6);
        out[1] = (uint8_t)(0x80 | (point & 63));
        return 2;
    }
    out[0] = (uint8_t)(0xe0 | point >> 12);
    out[1] = (uint8_t)(0x80 | (point >> 6 & 63));
    out[2] = (uint8_t)(0x80 | (point & 63));
    return 3;
}

static size_t fill(uint8_t *out, size_t size) {
    uint32_t seed = 7;
    size_t len = 0;
    while (len + 3 <= size) {
        uint32_t r = next_random(&seed);
        uint32_t kind = r & 31;
        uint32_t point = kind < 4 ? ' ' : kind == 4 ? '\n' : kind < 28 ? 'A' + (r >> 8) % 26 + (r >> 16 & 32) : kind < 31 ? 0xc0 + (r >> 8 & 0x3f) : 0x4e00 + (r >> 8 & 0xfff);
        len += put(out + len, point);
    }
    return len;
}

static bool follows(uint8_t byte) {
    return (byte & 0xc0) == 0x80;
}

static bool count(const uint8_t *at, const uint8_t *end, struct counts *counts) {
    bool inside = false;
    while (at < end) {
        uint8_t byte = *at++;
        if (byte < 0x80) {
            if (byte == '\n')
                counts->lines++;
            if (byte == ' ' || byte == '\n' || byte == '\t') {
                inside = false;
            } else if (!inside) {
                inside = true;
                counts->words++;
            }
        } else {
            int more;
            if (byte >= 0xc2 && byte < 0xe0)
                more = 1;
            else if (byte >= 0xe0 && byte < 0xf0)
                more = 2;
            else
                return false;
            while (more-- > 0) {
                if (at == end || !follows(*at++))
                    return false;
            }
            counts->wide++;
        }
        counts->points++;
    }
    return true;
}

static void swap_case(uint8_t *at, size_t len) {
    for (size_t i = 0; i < len; i++) {
        uint8_t lower = at[i] | 32;
        if (lower >= 'a' && lower <= 'z' && at[i] < 0x80)
            at[i] ^= 32;
    }
}

uint32_t kernel(uint32_t n) {
    size_t len = fill(text, SIZE);
    uint32_t sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        struct counts counts = {0, 0, 0, 0};
        if (!count(text, text + len, &counts))
            return 0;
        sum = fold(sum, counts.points + (counts.words << 8) + (counts.lines << 16) + (counts.wide << 20));
        swap_case(text, len);
        sum = fold(sum, text[round % len]);
    }
    return sum;
}
