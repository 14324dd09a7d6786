/* What the compiler calls for structures and arrays: word by word where both sides are aligned. */
#include "native.h"

static int aligned(const void *a, const void *b) {
    return (((uintptr_t)a | (uintptr_t)b) & 3) == 0;
}

void *memcpy(void *to, const void *from, size_t len) {
    uint8_t *d = to;
    const uint8_t *s = from;
    if (aligned(d, s)) {
        for (; len >= 16; len -= 16, d += 16, s += 16) {
            uint32_t a = ((const uint32_t *)s)[0], b = ((const uint32_t *)s)[1];
            uint32_t c = ((const uint32_t *)s)[2], e = ((const uint32_t *)s)[3];
            ((uint32_t *)d)[0] = a;
            ((uint32_t *)d)[1] = b;
            ((uint32_t *)d)[2] = c;
            ((uint32_t *)d)[3] = e;
        }
        for (; len >= 4; len -= 4, d += 4, s += 4)
            *(uint32_t *)d = *(const uint32_t *)s;
    }
    while (len--)
        *d++ = *s++;
    return to;
}

void *memmove(void *to, const void *from, size_t len) {
    uint8_t *d = to;
    const uint8_t *s = from;
    if ((uintptr_t)d - (uintptr_t)s >= len)
        return memcpy(to, from, len);
    d += len;
    s += len;
    if (aligned(d, s))
        for (; len >= 4; len -= 4)
            *(uint32_t *)(d -= 4) = *(const uint32_t *)(s -= 4);
    while (len--)
        *--d = *--s;
    return to;
}

void *memset(void *to, int value, size_t len) {
    uint8_t *d = to;
    uint32_t word = (uint8_t)value * 0x01010101u;
    for (; len && ((uintptr_t)d & 3); len--)
        *d++ = (uint8_t)value;
    for (; len >= 16; len -= 16, d += 16) {
        ((uint32_t *)d)[0] = word;
        ((uint32_t *)d)[1] = word;
        ((uint32_t *)d)[2] = word;
        ((uint32_t *)d)[3] = word;
    }
    for (; len >= 4; len -= 4, d += 4)
        *(uint32_t *)d = word;
    while (len--)
        *d++ = (uint8_t)value;
    return to;
}

int memcmp(const void *a, const void *b, size_t len) {
    const uint8_t *x = a, *y = b;
    for (; len; len--, x++, y++)
        if (*x != *y)
            return *x - *y;
    return 0;
}
