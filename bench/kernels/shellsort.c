/* Sorting words and half-words in place: Shell's sort and a heap sort. */
#include "kernel.h"

#define COUNT 1000

static int32_t values[COUNT];
static int16_t samples[COUNT];

static void shell_sort(int32_t *a, int count) {
    static const int gaps[] = {701, 301, 132, 57, 23, 10, 4, 1};
    for (size_t g = 0; g < sizeof gaps / sizeof gaps[0]; g++) {
        int gap = gaps[g];
        for (int i = gap; i < count; i++) {
            int32_t value = a[i];
            int j = i;
            for (; j >= gap && a[j - gap] > value; j -= gap)
                a[j] = a[j - gap];
            a[j] = value;
        }
    }
}

static void sift(int16_t *a, int root, int count) {
    int16_t value = a[root];
    for (int child; (child = 2 * root + 1) < count; root = child) {
        if (child + 1 < count && a[child + 1] > a[child])
            child++;
        if (a[child] <= value)
            break;
        a[root] = a[child];
    }
    a[root] = value;
}

static void heap_sort(int16_t *a, int count) {
    for (int i = count / 2 - 1; i >= 0; i--)
        sift(a, i, count);
    for (int end = count - 1; end > 0; end--) {
        int16_t kept = a[0];
        a[0] = a[end];
        a[end] = kept;
        sift(a, 0, end);
    }
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 17, sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        for (int i = 0; i < COUNT; i++) {
            values[i] = (int32_t)(next_random(&seed) << 8);
            samples[i] = (int16_t)next_random(&seed);
        }
        shell_sort(values, COUNT);
        heap_sort(samples, COUNT);
        for (int i = 1; i < COUNT; i++)
            if (values[i - 1] > values[i] || samples[i - 1] > samples[i])
                return 0;
        sum = fold(sum, (uint32_t)values[round % COUNT]);
        sum = fold(sum, (uint32_t)samples[COUNT / 2]);
    }
    return sum;
}
