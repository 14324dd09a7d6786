/* A binary search tree with parent-less nodes from a pool: insertion, look-up, deletion, walks. */
#include "kernel.h"

#define COUNT 500

struct node {
    struct node *left, *right;
    uint32_t key;
    int32_t value;
};

static struct node pool[COUNT];
static int used;

static struct node *insert(struct node **root, uint32_t key) {
    while (*root) {
        if (key == (*root)->key)
            return *root;
        root = key < (*root)->key ? &(*root)->left : &(*root)->right;
    }
    if (used == COUNT)
        return NULL;
    struct node *node = &pool[used++];
    node->left = node->right = NULL;
    node->key = key;
    node->value = 0;
    *root = node;
    return node;
}

static struct node *find(struct node *node, uint32_t key) {
    while (node && node->key != key)
        node = key < node->key ? node->left : node->right;
    return node;
}

static bool delete(struct node **root, uint32_t key) {
    while (*root && (*root)->key != key)
        root = key < (*root)->key ? &(*root)->left : &(*root)->right;
    struct node *node = *root;
    if (!node)
        return false;
    if (!node->left) {
        *root = node->right;
    } else if (!node->right) {
        *root = node->left;
    } else {
        struct node **least = &node->right;
        while ((*least)->left)
            least = &(*least)->left;
        struct node *heir = *least;
        *least = heir->right;
        heir->left = node->left;
        heir->right = node->right;
        *root = heir;
    }
    return true;
}

static int height(const struct node *node) {
    if (!node)
        return 0;
    int left = height(node->left), right = height(node->right);
    return 1 + (left > right ? left : right);
}

static uint32_t walk(const struct node *node, uint32_t sum) {
    if (node) {
        sum = walk(node->left, sum);
        sum = fold(sum, node->key + (uint32_t)node->value);
        sum = walk(node->right, sum);
    }
    return sum;
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 23, sum = 0;
    for (uint32_t round = 0; round < n; round++) {
        struct node *root = NULL, *node;
        used = 0;
        while ((node = insert(&root, next_random(&seed) & 0x3ff)))
            node->value++;
        for (uint32_t key = 0; key < 0x400; key++)
            if ((node = find(root, key)))
                node->value -= (int32_t)key;
        sum = walk(root, sum);
        for (int i = 0; i < 300; i++)
            sum += delete(&root, next_random(&seed) & 0x3ff);
        sum = fold(walk(root, sum), (uint32_t)height(root));
    }
    return sum;
}
