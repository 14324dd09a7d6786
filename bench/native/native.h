/* What the parts of a native program know of each other. */
#ifndef NATIVE_H
#define NATIVE_H

#include <stddef.h>
#include <stdint.h>

/* The entry of a kernel. */
uint32_t kernel(uint32_t n);

/* Start-up code of the machine: calls `function` and stores what that added to the machine's counter. */
uint32_t counted(uint32_t argument, uint32_t (*function)(uint32_t), uint32_t *taken);
uint32_t empty(uint32_t argument);
/* Writes a text that ends with a zero, and ends the program. */
_Noreturn void leave(const char *text, uint32_t len, uint32_t status);

/* Called before the count begins. */
void prepare(void);

#endif
