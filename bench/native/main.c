/* A native program: counts an empty function, then the kernel, and says result and both counts in hexadecimal. */
#include "native.h"

/* The linker's command line says how often: the address of this symbol. */
extern const char rounds[];

__attribute__((weak)) void prepare(void) {
}

static char line[28];

static void put(char *at, uint32_t value) {
    for (int i = 0; i < 8; i++)
        at[i] = "0123456789abcdef"[value >> (28 - 4 * i) & 15];
}

int main(void) {
    uint32_t nothing, taken;
    prepare();
    counted(0, empty, &nothing);
    uint32_t result = counted((uint32_t)(uintptr_t)rounds, kernel, &taken);
    put(line, result);
    line[8] = ' ';
    put(line + 9, nothing);
    line[17] = ' ';
    put(line + 18, taken);
    line[26] = '\n';
    leave(line, 27, 0);
}
