// malloc, qsort, bsearch and the string functions, checked by sums that a wrong byte would change.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t seed = 12345;
static uint32_t next(void) {
    seed = seed * 1664525u + 1013904223u;
    return seed;
}

static int by_value(const void *a, const void *b) {
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return x < y ? -1 : x > y;
}

static int by_text(const void *a, const void *b) {
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void sorting(void) {
    enum { N = 2000 };
    uint32_t *v = malloc(N * sizeof *v);
    uint32_t sum = 0, after = 0;
    for (int i = 0; i < N; i++) sum += v[i] = next();
    qsort(v, N, sizeof *v, by_value);
    int ordered = 1;
    for (int i = 0; i < N; i++) {
        after += v[i];
        if (i && v[i - 1] > v[i]) ordered = 0;
    }
    uint32_t key = v[N / 3];
    uint32_t *found = bsearch(&key, v, N, sizeof *v, by_value);
    printf("sorted %d, sum kept %d, found %d\n", ordered, sum == after, found && *found == key);
    free(v);
}

static void words(void) {
    char text[] = "the quick brown fox jumps over the lazy dog and the cat sleeps under the old oak tree";
    char *list[32];
    int n = 0;
    for (char *w = strtok(text, " "); w; w = strtok(NULL, " ")) list[n++] = strdup(w);
    qsort(list, (size_t)n, sizeof *list, by_text);
    for (int i = 0; i < n; i++) printf("%s%c", list[i], i == n - 1 ? '\n' : ' ');
    char joined[256] = "";
    for (int i = 0; i < n; i++) {
        strcat(joined, list[i]);
        free(list[i]);
    }
    printf("%zu %s %s %d\n", strlen(joined), strstr(joined, "jump") ? "yes" : "no", strchr(joined, 'z'),
           strncmp(joined, "andbox", 6) > 0);
}

static void heap(void) {
    void *blocks[200];
    memset(blocks, 0, sizeof blocks);
    uint32_t check = 0;
    for (int round = 0; round < 2000; round++) {
        int i = (int)(next() >> 8) % 200;
        size_t size = 1 + next() % 3000;
        if (blocks[i]) {
            check += ((unsigned char *)blocks[i])[0];
            if (round & 1) {
                blocks[i] = realloc(blocks[i], size);
            } else {
                free(blocks[i]);
                blocks[i] = NULL;
                continue;
            }
        } else {
            blocks[i] = round % 3 ? malloc(size) : calloc(1, size);
        }
        memset(blocks[i], round, size);
    }
    for (int i = 0; i < 200; i++) free(blocks[i]);
    printf("heap %u\n", check);
}

static void memory(void) {
    unsigned char a[300], b[300];
    for (int i = 0; i < 300; i++) a[i] = (unsigned char)(i * 7);
    memcpy(b, a, 300);
    memmove(b + 3, b, 290);
    memmove(b, b + 5, 250);
    memset(b + 100, 0xa5, 33);
    uint32_t hash = 2166136261u;
    for (int i = 0; i < 300; i++) hash = (hash ^ b[i]) * 16777619u;
    printf("memory %08x %d\n", (unsigned)hash, memcmp(a, b, 300) > 0);
}

int main(void) {
    sorting();
    words();
    heap();
    memory();
    return 0;
}
