/* Byte streaming: base64 there and back. */
#include "kernel.h"

#define SIZE 1536

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static uint8_t plain[SIZE], back[SIZE];
static char text[SIZE / 3 * 4 + 4];
static int8_t value_of[256];

static size_t encode(char *out, const uint8_t *in, size_t len) {
    char *start = out;
    while (len >= 3) {
        uint32_t group = (uint32_t)in[0] << 16 | (uint32_t)in[1] << 8 | in[2];
        *out++ = alphabet[group >> 18];
        *out++ = alphabet[group >> 12 & 63];
        *out++ = alphabet[group >> 6 & 63];
        *out++ = alphabet[group & 63];
        in += 3;
        len -= 3;
    }
    if (len) {
        uint32_t group = (uint32_t)in[0] << 16 | (len == 2 ? (uint32_t)in[1] << 8 : 0);
        *out++ = alphabet[group >> 18];
        *out++ = alphabet[group >> 12 & 63];
        *out++ = len == 2 ? alphabet[group >> 6 & 63] : '=';
        *out++ = '=';
    }
    return (size_t)(out - start);
}

/* The number of bytes, or -1 for text that is no base64. */
static int decode(uint8_t *out, const char *in, size_t len) {
    uint8_t *start = out;
    uint32_t bits = 0;
    int have = 0;
    for (size_t i = 0; i < len && in[i] != '='; i++) {
        int value = value_of[(uint8_t)in[i]];
        if (value < 0)
            return -1;
        bits = bits << 6 | (uint32_t)value;
        have += 6;
        if (have >= 8) {
            have -= 8;
            *out++ = (uint8_t)(bits >> have);
        }
    }
    return (int)(out - start);
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 1, sum = 0;
    for (int i = 0; i < 256; i++)
        value_of[i] = -1;
    for (int i = 0; i < 64; i++)
        value_of[(uint8_t)alphabet[i]] = (int8_t)i;
    for (size_t i = 0; i < SIZE; i++)
        plain[i] = (uint8_t)next_random(&seed);
    for (uint32_t round = 0; round < n; round++) {
        size_t len = SIZE - round % 3;
        size_t chars = encode(text, plain, len);
        int bytes = decode(back, text, chars);
        if (bytes != (int)len)
            return 0;
        for (size_t i = 0; i < len; i++)
            if (back[i] != plain[i])
                return 0;
        sum = fold(sum, (uint32_t)(uint8_t)text[chars - 3] << 8 | back[len - 1]);
        plain[round % SIZE] ^= (uint8_t)(sum >> 3);
    }
    return sum;
}
