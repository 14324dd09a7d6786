/* Linked lists from a pool: insertion in order, search, reversal, merge sort, removal. */
#include "kernel.h"

#define COUNT 300

struct node {
    struct node *next;
    int32_t value;
    uint32_t tag;
};

static struct node pool[COUNT];
static struct node *free_nodes;

static void reset(void) {
    free_nodes = NULL;
    for (int i = COUNT - 1; i >= 0; i--) {
        pool[i].next = free_nodes;
        free_nodes = &pool[i];
    }
}

static struct node *take(int32_t value, uint32_t tag) {
    struct node *node = free_nodes;
    if (!node)
        return NULL;
    free_nodes = node->next;
    node->next = NULL;
    node->value = value;
    node->tag = tag;
    return node;
}

static void give(struct node *node) {
    node->next = free_nodes;
    free_nodes = node;
}

static void insert(struct node **list, struct node *node) {
    while (*list && (*list)->value < node->value)
        list = &(*list)->next;
    node->next = *list;
    *list = node;
}

static struct node *find(struct node *list, int32_t value) {
    while (list && list->value != value)
        list = list->next;
    return list;
}

static struct node *reverse(struct node *list) {
    struct node *done = NULL;
    while (list) {
        struct node *next = list->next;
        list->next = done;
        done = list;
        list = next;
    }
    return done;
}

static struct node *merge(struct node *a, struct node *b) {
    struct node *head = NULL, **end = &head;
    while (a && b) {
        struct node **from = b->tag < a->tag ? &b : &a;
        *end = *from;
        end = &(*from)->next;
        *from = *end;
    }
    *end = a ? a : b;
    return head;
}

static struct node *sort(struct node *list) {
    if (!list || !list->next)
        return list;
    struct node *slow = list, *fast = list->next;
    while (fast && fast->next) {
        slow = slow->next;
        fast = fast->next->next;
    }
    struct node *half = slow->next;
    slow->next = NULL;
    return merge(sort(list), sort(half));
}

static void drop_odd(struct node **list) {
    while (*list) {
        struct node *node = *list;
        if (node->value & 1) {
            *list = node->next;
            give(node);
        } else {
            list = &node->next;
        }
    }
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 19, sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        struct node *list = NULL, *node;
        reset();
        for (;;) {
            uint32_t r = next_random(&seed);
            if (!(node = take((int32_t)(r & 0xfff), r * 40503u)))
                break;
            insert(&list, node);
        }
        for (int32_t value = 0; value < 200; value += 8)
            if ((node = find(list, value)))
                sum = fold(sum, node->tag);
        list = sort(reverse(list));
        drop_odd(&list);
        list = reverse(list);
        for (node = list; node; node = node->next)
            sum = fold(sum, (uint32_t)node->value);
    }
    return sum;
}
