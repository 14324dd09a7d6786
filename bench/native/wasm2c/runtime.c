/* The embedder's half of wasm2c's runtime interface (wasm-rt.h of Debian's wabt) without an operating system, and the kernel's entry. */
#include "../native.h"
#include "module.h"

#define PAGE 65536u
#define PAGES 8u
#define ENTRIES 256u

static uint8_t memory[PAGES * PAGE] __attribute__((aligned(16)));
static wasm_rt_funcref_t entries[ENTRIES];
static Z_module_instance_t instance;

uint32_t wasm_rt_call_stack_depth;

void wasm_rt_trap(wasm_rt_trap_t kind) {
    static char text[] = "trap 0\n";
    text[5] += (char)kind;
    leave(text, sizeof text - 1, 1);
}

bool wasm_rt_is_initialized(void) {
    return true;
}

void wasm_rt_allocate_memory(wasm_rt_memory_t *m, uint32_t pages, uint32_t max_pages) {
    if (pages > PAGES)
        wasm_rt_trap(WASM_RT_TRAP_OOB);
    *m = (wasm_rt_memory_t){memory, pages, max_pages, pages * PAGE};
}

uint32_t wasm_rt_grow_memory(wasm_rt_memory_t *m, uint32_t pages) {
    uint32_t old = m->pages;
    if (pages > PAGES - old || pages > m->max_pages - old)
        return (uint32_t)-1;
    m->pages += pages;
    m->size += pages * PAGE;
    return old;
}

void wasm_rt_free_memory(wasm_rt_memory_t *m) {
    (void)m;
}

void wasm_rt_allocate_funcref_table(wasm_rt_funcref_table_t *table, uint32_t size, uint32_t max_size) {
    if (size > ENTRIES)
        wasm_rt_trap(WASM_RT_TRAP_CALL_INDIRECT);
    *table = (wasm_rt_funcref_table_t){entries, max_size, size};
}

void wasm_rt_free_funcref_table(wasm_rt_funcref_table_t *table) {
    (void)table;
}

/* The module asks once for each of its types, which differ. */
uint32_t wasm_rt_register_func_type(uint32_t params, uint32_t results, ...) {
    static uint32_t types;
    (void)params;
    (void)results;
    return ++types;
}

void abort(void) {
    wasm_rt_trap(WASM_RT_TRAP_UNREACHABLE);
}

void prepare(void) {
    Z_module_init_module();
    Z_module_instantiate(&instance);
}

uint32_t kernel(uint32_t n) {
    return Z_moduleZ_kernel(&instance, n);
}
