/* Calls through pointers: drivers with tables of operations, an event queue with handlers. */
#include "kernel.h"

#define DEVICES 12
#define EVENTS 32

struct device;

struct operations {
    void (*reset)(struct device *);
    uint32_t (*read)(struct device *, uint32_t at);
    void (*write)(struct device *, uint32_t at, uint32_t value);
};

struct device {
    const struct operations *operations;
    uint32_t regs[4];
    uint32_t level;
};

struct event {
    uint8_t kind, device;
    uint16_t argument;
};

static struct device devices[DEVICES];
static struct event queue[EVENTS];
static uint32_t head, tail, total;

static void plain_reset(struct device *d) {
    for (int i = 0; i < 4; i++)
        d->regs[i] = (uint32_t)i;
    d->level = 0;
}

static uint32_t plain_read(struct device *d, uint32_t at) {
    return d->regs[at & 3];
}

static void plain_write(struct device *d, uint32_t at, uint32_t value) {
    d->regs[at & 3] = value;
}

static void counter_reset(struct device *d) {
    plain_reset(d);
    d->level = 100;
}

static uint32_t counter_read(struct device *d, uint32_t at) {
    return at == 0 ? d->level : d->regs[at & 3];
}

static void counter_write(struct device *d, uint32_t at, uint32_t value) {
    d->regs[at & 3] = value;
    d->level += value & 0xff;
    if (d->level > 5000)
        d->level -= 5000;
}

static uint32_t filter_read(struct device *d, uint32_t at) {
    return (d->regs[0] + 2 * d->regs[1] + d->regs[2] + at) >> 2;
}

static void filter_write(struct device *d, uint32_t at, uint32_t value) {
    d->regs[2] = d->regs[1];
    d->regs[1] = d->regs[0];
    d->regs[0] = value + at;
}

static const struct operations plain = {plain_reset, plain_read, plain_write};
static const struct operations counter = {counter_reset, counter_read, counter_write};
static const struct operations filter = {plain_reset, filter_read, filter_write};

static void post(uint8_t kind, uint8_t device, uint16_t argument) {
    if (tail - head < EVENTS)
        queue[tail++ % EVENTS] = (struct event){kind, device, argument};
}

static void on_tick(const struct event *e) {
    struct device *d = &devices[e->device];
    d->operations->write(d, e->argument & 3, total + e->argument);
    if (e->argument & 1)
        post(1, e->device, e->argument >> 1);
}

static void on_sample(const struct event *e) {
    struct device *d = &devices[e->device];
    total = fold(total, d->operations->read(d, e->argument & 3));
    if ((e->argument & 7) == 5)
        post(2, (uint8_t)((e->device + 1) % DEVICES), e->argument >> 2);
}

static void on_copy(const struct event *e) {
    struct device *from = &devices[e->device], *to = &devices[(e->device + 5) % DEVICES];
    for (uint32_t i = 0; i < 4; i++)
        to->operations->write(to, i, from->operations->read(from, i));
}

static void on_reset(const struct event *e) {
    struct device *d = &devices[e->device];
    d->operations->reset(d);
}

static void (*const handlers[])(const struct event *) = {on_tick, on_sample, on_copy, on_reset};

uint32_t kernel(uint32_t n) {
    static const struct operations *const kinds[] = {&plain, &counter, &filter};
    uint32_t seed = 37;
    head = tail = total = 0;
    for (int i = 0; i < DEVICES; i++) {
        devices[i].operations = kinds[i % 3];
        devices[i].operations->reset(&devices[i]);
    }
    for (uint32_t round = 0; round < n; round++) {
        uint32_t r = next_random(&seed);
        post((r & 63) == 0 ? 3 : 0, (uint8_t)(round % DEVICES), (uint16_t)(r >> 4));
        post(1, (uint8_t)((r >> 8) % DEVICES), (uint16_t)(r >> 6));
        while (head != tail) {
            const struct event *e = &queue[head++ % EVENTS];
            handlers[e->kind](e);
        }
    }
    return total;
}
