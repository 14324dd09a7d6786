/* Double precision: iterations until escape over a small picture. */
#include "kernel.h"

#define WIDTH 16
#define HEIGHT 12
#define LIMIT 40

static uint8_t picture[HEIGHT][WIDTH];

static int escape(double x0, double y0) {
    double x = 0, y = 0;
    int count = 0;
    while (count < LIMIT) {
        double xx = x * x, yy = y * y;
        if (xx + yy > 4.0)
            break;
        y = 2.0 * x * y + y0;
        x = xx - yy + x0;
        count++;
    }
    return count;
}

uint32_t kernel(uint32_t n) {
    uint32_t sum = 0;
    double scale = 3.0;
    for (uint32_t round = 0; round < n; round++) {
        double left = -0.7 - scale / 2, top = -scale / 3;
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++)
                picture[y][x] = (uint8_t)escape(left + x * scale / WIDTH, top + y * scale / WIDTH);
        for (int y = 0; y < HEIGHT; y++)
            for (int x = 0; x < WIDTH; x++)
                sum = fold(sum, picture[y][x]);
        scale = scale * 0.8;
    }
    return sum;
}
