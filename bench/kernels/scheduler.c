/* A timer queue as a binary heap, tasks with deadlines, a ring buffer between producer and consumer. */
#include "kernel.h"

#define TASKS 48
#define RING 64

struct task {
    uint32_t due;
    uint32_t period;
    uint16_t runs;
    uint8_t kind;
    uint8_t missed;
};

static struct task tasks[TASKS];
static uint8_t heap[TASKS];
static int heap_size;
static uint16_t ring[RING];
static uint32_t written, consumed, lost, sum;

static bool before(uint8_t a, uint8_t b) {
    int32_t difference = (int32_t)(tasks[a].due - tasks[b].due);
    return difference < 0 || (difference == 0 && a < b);
}

static void push(uint8_t task) {
    int at = heap_size++;
    while (at > 0) {
        int parent = (at - 1) / 2;
        if (!before(task, heap[parent]))
            break;
        heap[at] = heap[parent];
        at = parent;
    }
    heap[at] = task;
}

static uint8_t pop(void) {
    uint8_t top = heap[0], moved = heap[--heap_size];
    int at = 0;
    for (;;) {
        int child = 2 * at + 1;
        if (child >= heap_size)
            break;
        if (child + 1 < heap_size && before(heap[child + 1], heap[child]))
            child++;
        if (!before(heap[child], moved))
            break;
        heap[at] = heap[child];
        at = child;
    }
    heap[at] = moved;
    return top;
}

static void send(uint16_t value) {
    if (written - consumed == RING)
        lost++;
    else
        ring[written++ % RING] = value;
}

static void run_task(struct task *task, uint32_t now) {
    task->runs++;
    if (now - task->due > 5)
        task->missed++;
    if (task->kind == 0) {
        send((uint16_t)(now ^ task->period));
    } else if (task->kind == 1) {
        for (int i = 0; i < 3 && consumed != written; i++)
            sum = fold(sum, ring[consumed++ % RING]);
    } else {
        sum = fold(sum, lost + task->runs);
    }
    task->due += task->period;
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 53, now = 0xffffff00u;
    heap_size = 0;
    written = consumed = lost = sum = 0;
    for (int i = 0; i < TASKS; i++) {
        uint32_t r = next_random(&seed);
        tasks[i] = (struct task){now + (r & 63), 20 + (r >> 8 & 127), 0, (uint8_t)((r >> 4) % 3), 0};
        push((uint8_t)i);
    }
    for (uint32_t round = 0; round < n; round++) {
        uint8_t task = pop();
        if ((int32_t)(tasks[task].due - now) > 0)
            now = tasks[task].due;
        run_task(&tasks[task], now);
        now += 1 + (sum & 1);
        push(task);
    }
    for (int i = 0; i < TASKS; i++)
        sum = fold(sum, tasks[i].runs + tasks[i].missed);
    return fold(sum, lost + now);
}
