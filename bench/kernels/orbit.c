/* Double precision: bodies that attract each other, with square roots by Newton's iteration. */
#include "kernel.h"

#define BODIES 4

struct body {
    double x, y, z, vx, vy, vz, mass;
};

static struct body bodies[BODIES];

static double root(double a) {
    double x = a > 1.0 ? a * 0.5 : 1.0;
    for (int i = 0; i < 8; i++)
        x = 0.5 * (x + a / x);
    return x;
}

static void attract(double dt) {
    for (int i = 0; i < BODIES; i++)
        for (int j = i + 1; j < BODIES; j++) {
            struct body *a = &bodies[i], *b = &bodies[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            double square = dx * dx + dy * dy + dz * dz + 0.01;
            double pull = dt / (square * root(square));
            a->vx -= dx * b->mass * pull;
            a->vy -= dy * b->mass * pull;
            a->vz -= dz * b->mass * pull;
            b->vx += dx * a->mass * pull;
            b->vy += dy * a->mass * pull;
            b->vz += dz * a->mass * pull;
        }
    for (int i = 0; i < BODIES; i++) {
        bodies[i].x += dt * bodies[i].vx;
        bodies[i].y += dt * bodies[i].vy;
        bodies[i].z += dt * bodies[i].vz;
    }
}

static double energy(void) {
    double sum = 0;
    for (int i = 0; i < BODIES; i++) {
        struct body *b = &bodies[i];
        sum += 0.5 * b->mass * (b->vx * b->vx + b->vy * b->vy + b->vz * b->vz);
    }
    return sum;
}

uint32_t kernel(uint32_t n) {
    uint32_t sum = 0;
    for (int i = 0; i < BODIES; i++) {
        double d = i + 1;
        bodies[i] = (struct body){d * 1.5, 2.0 - d, d * d * 0.1, 0.1 * d, 0.3 - 0.1 * d, 0.05, 1.0 / d};
    }
    for (uint32_t step = 0; step < n; step++) {
        attract(0.01);
        if (step % 8 == 0)
            sum = fold(sum, (uint32_t)(energy() * 1e6));
    }
    return fold(sum, (uint32_t)(int32_t)(bodies[0].x * 1e6));
}
