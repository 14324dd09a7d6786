/* Products, transposition and a power of integer matrices. */
#include "kernel.h"

#define N 24

typedef int32_t matrix[N][N];

static matrix a, b, c;

static void multiply(const matrix x, const matrix y, matrix out) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            int32_t sum = 0;
            for (int k = 0; k < N; k++)
                sum += x[i][k] * y[k][j];
            out[i][j] = sum;
        }
}

static void transpose(matrix m) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < i; j++) {
            int32_t kept = m[i][j];
            m[i][j] = m[j][i];
            m[j][i] = kept;
        }
}

static void keep_small(const matrix from, matrix to) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++)
            to[i][j] = from[i][j] % 1024;
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 11, sum = 0;
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) {
            a[i][j] = (int32_t)(next_random(&seed) & 1023) - 512;
            b[i][j] = (int32_t)(next_random(&seed) & 1023) - 512;
        }
    for (uint32_t round = 0; round < n; round++) {
        multiply(a, b, c);
        transpose(b);
        keep_small(c, a);
        sum = fold(sum, (uint32_t)c[round % N][(round * 7) % N]);
    }
    for (int i = 0; i < N; i++)
        sum = fold(sum, (uint32_t)a[i][N - 1 - i]);
    return sum;
}
