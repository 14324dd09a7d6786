/* String search: character by character, and by Horspool's skip table; comparison and length as a C library has them. */
#include "kernel.h"

#define SIZE 3000

static char text[SIZE + 1];

static const char *const needles[] = {
    "the scheduler", "a watchdog", "interrupt latency", "brown-out", "zebra crossing", "stack", "x",
};

static const char *const words[] = {
    "the", "scheduler", "task", "stack", "interrupt", "a", "watchdog", "resets", "latency", "of", "bus", "brown-out", "is",
    "never", "timer",
};

static size_t length(const char *s) {
    const char *end = s;
    while (*end)
        end++;
    return (size_t)(end - s);
}

static int compare(const char *a, const char *b, size_t len) {
    for (; len; a++, b++, len--)
        if (*a != *b)
            return (uint8_t)*a - (uint8_t)*b;
    return 0;
}

static const char *plain_search(const char *hay, const char *needle) {
    size_t len = length(needle);
    for (; *hay; hay++)
        if (*hay == *needle && compare(hay, needle, len) == 0)
            return hay;
    return NULL;
}

static const char *skip_search(const char *hay, size_t size, const char *needle) {
    uint8_t skip[128];
    size_t len = length(needle);
    for (int i = 0; i < 128; i++)
        skip[i] = (uint8_t)len;
    for (size_t i = 0; i + 1 < len; i++)
        skip[(uint8_t)needle[i] & 127] = (uint8_t)(len - 1 - i);
    for (size_t at = 0; at + len <= size;) {
        uint8_t last = (uint8_t)hay[at + len - 1];
        if (last == (uint8_t)needle[len - 1] && compare(hay + at, needle, len) == 0)
            return hay + at;
        at += skip[last & 127];
    }
    return NULL;
}

static size_t write_text(uint32_t *seed) {
    size_t len = 0;
    for (;;) {
        uint32_t choice = (next_random(seed) * (sizeof words / sizeof words[0])) >> 24;
        const char *word = words[choice];
        if (len + length(word) + 1 > SIZE)
            break;
        while (*word)
            text[len++] = *word++;
        text[len++] = ' ';
    }
    text[len] = 0;
    return len;
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 29, sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        size_t len = write_text(&seed);
        for (size_t i = 0; i < sizeof needles / sizeof needles[0]; i++) {
            const char *from = text, *found;
            uint32_t count = 0;
            while ((found = plain_search(from, needles[i]))) {
                count++;
                from = found + 1;
            }
            sum = fold(sum, count);
            found = skip_search(text, len, needles[i]);
            sum = fold(sum, found ? (uint32_t)(found - text) : len);
        }
    }
    return sum;
}
