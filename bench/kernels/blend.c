/* Word streaming: a translucent rectangle over a picture of 32-bit pixels, scrolling, a 16-bit copy for a display. */
#include "kernel.h"

#define WIDTH 64
#define HEIGHT 48

static uint32_t picture[HEIGHT * WIDTH];
static uint16_t display[HEIGHT * WIDTH];

static void blend_row(uint32_t *row, int from, int to, uint32_t colour, uint32_t alpha) {
    uint32_t inverse = 256 - alpha;
    uint32_t red_blue = (colour & 0xff00ff) * alpha;
    uint32_t green = (colour & 0x00ff00) * alpha;
    for (int x = from; x < to; x++) {
        uint32_t rb = ((row[x] & 0xff00ff) * inverse + red_blue) >> 8;
        uint32_t g = ((row[x] & 0x00ff00) * inverse + green) >> 8;
        row[x] = (rb & 0xff00ff) | (g & 0x00ff00);
    }
}

static void scroll(uint32_t *pixels) {
    uint32_t first[WIDTH];
    for (int x = 0; x < WIDTH; x++)
        first[x] = pixels[x];
    for (int i = 0; i < (HEIGHT - 1) * WIDTH; i++)
        pixels[i] = pixels[i + WIDTH];
    for (int x = 0; x < WIDTH; x++)
        pixels[(HEIGHT - 1) * WIDTH + x] = first[x];
}

static void show(uint16_t *to, const uint32_t *from, size_t count) {
    while (count--) {
        uint32_t pixel = *from++;
        *to++ = (uint16_t)((pixel >> 8 & 0xf800) | (pixel >> 5 & 0x07e0) | (pixel >> 3 & 0x001f));
    }
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 3, sum = 0;
    for (int i = 0; i < HEIGHT * WIDTH; i++)
        picture[i] = next_random(&seed) & 0xffffff;
    for (uint32_t round = 0; round < n; round++) {
        int left = (int)(round % 20), top = (int)(round % 11);
        for (int y = top; y < top + 30; y++)
            blend_row(picture + y * WIDTH, left, left + 40, 0x3060c0 + round, 40 + (round & 63));
        scroll(picture);
        show(display, picture, HEIGHT * WIDTH);
        sum = fold(sum, display[(round * 97) % (HEIGHT * WIDTH)]);
    }
    for (int i = 0; i < HEIGHT * WIDTH; i++)
        sum = fold(sum, picture[i]);
    return sum;
}
