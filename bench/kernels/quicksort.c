/* A general quicksort: element size and comparison are arguments, as in the C library's. */
#include "kernel.h"

#define COUNT 600

struct record {
    uint16_t key;
    uint16_t serial;
    int32_t weight;
};

typedef int (*comparison)(const void *, const void *);

static struct record records[COUNT];
static uint32_t words[COUNT];

static void swap(uint8_t *a, uint8_t *b, size_t size) {
    while (size--) {
        uint8_t kept = *a;
        *a++ = *b;
        *b++ = kept;
    }
}

static void sort(void *base, size_t count, size_t size, comparison compare) {
    uint8_t *low = base;
    while (count > 1) {
        uint8_t *last = low + (count - 1) * size;
        swap(low + count / 2 * size, last, size);
        uint8_t *border = low;
        for (uint8_t *at = low; at < last; at += size)
            if (compare(at, last) < 0) {
                if (at != border)
                    swap(at, border, size);
                border += size;
            }
        if (border != last)
            swap(border, last, size);
        size_t left = (size_t)(border - low) / size, right = count - left - 1;
        if (left < right) {
            sort(low, left, size, compare);
            low = border + size;
            count = right;
        } else {
            sort(border + size, right, size, compare);
            count = left;
        }
    }
}

static int by_key(const void *a, const void *b) {
    const struct record *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->serial < y->serial ? -1 : x->serial > y->serial;
}

static int by_weight(const void *a, const void *b) {
    const struct record *x = a, *y = b;
    if (x->weight != y->weight)
        return x->weight > y->weight ? -1 : 1;
    return x->serial < y->serial ? -1 : x->serial > y->serial;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 13, sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        for (int i = 0; i < COUNT; i++) {
            records[i].key = (uint16_t)(next_random(&seed) & 255);
            records[i].serial = (uint16_t)i;
            records[i].weight = (int32_t)next_random(&seed) - 0x800000;
            words[i] = next_random(&seed);
        }
        sort(records, COUNT, sizeof records[0], by_key);
        sum = fold(sum, records[COUNT / 3].serial);
        sort(records, COUNT, sizeof records[0], by_weight);
        sum = fold(sum, records[COUNT / 2].serial);
        sort(words, COUNT, sizeof words[0], by_value);
        for (int i = 1; i < COUNT; i++)
            if (words[i - 1] > words[i] || records[i - 1].weight < records[i].weight)
                return 0;
        sum = fold(sum, words[round % COUNT]);
    }
    return sum;
}
