/* Numbers to text and back: decimal, hexadecimal, fixed point, with widths; lines of a log. Divides by ten. */
#include "kernel.h"

static char line[128];

struct writer {
    char *at, *end;
};

static void put(struct writer *w, char c) {
    if (w->at < w->end)
        *w->at++ = c;
}

static void put_text(struct writer *w, const char *s) {
    while (*s)
        put(w, *s++);
}

static void put_number(struct writer *w, uint32_t value, uint32_t base, int width, char pad) {
    char digits[12];
    int count = 0;
    do {
        digits[count++] = "0123456789abcdef"[value % base];
        value /= base;
    } while (value);
    while (width-- > count)
        put(w, pad);
    while (count)
        put(w, digits[--count]);
}

static void put_decimal(struct writer *w, int32_t value) {
    char digits[12];
    int count = 0;
    uint32_t size = value < 0 ? 0u - (uint32_t)value : (uint32_t)value;
    if (value < 0)
        put(w, '-');
    do {
        digits[count++] = (char)('0' + size % 10);
        size /= 10;
    } while (size);
    while (count)
        put(w, digits[--count]);
}

static int32_t read_decimal(const char **at) {
    bool negative = **at == '-';
    int32_t value = 0;
    *at += negative;
    while (**at >= '0' && **at <= '9')
        value = value * 10 + (*(*at)++ - '0');
    return negative ? -value : value;
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 59, sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        struct writer w = {line, line + sizeof line - 1};
        int32_t celsius = (int32_t)(next_random(&seed) % 12000) - 4000;
        uint32_t r = next_random(&seed);
        put_text(&w, "t=");
        put_decimal(&w, celsius);
        put_text(&w, " v=");
        put_number(&w, r / 1000, 10, 0, ' ');
        put(&w, '.');
        put_number(&w, r % 1000, 10, 3, '0');
        put_text(&w, " id=0x");
        put_number(&w, r, 16, 8, '0');
        put_text(&w, " n=");
        put_number(&w, round, 10, 6, ' ');
        *w.at = 0;
        const char *at = line + 2;
        if (read_decimal(&at) != celsius)
            return 0;
        for (const char *c = line; *c; c++)
            sum = sum * 31 + (uint8_t)*c;
    }
    return sum;
}
