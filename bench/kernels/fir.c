/* Single precision: a finite impulse response filter, a biquad, energy and peak. */
#include "kernel.h"

#define TAPS 24
#define SAMPLES 256

static float taps[TAPS], history[TAPS], input[SAMPLES], output[SAMPLES];
static int position;

struct biquad {
    float b0, b1, b2, a1, a2, z1, z2;
};

static float fir(float sample) {
    float sum = 0;
    history[position] = sample;
    int at = position;
    for (int i = 0; i < TAPS; i++) {
        sum += taps[i] * history[at];
        at = at == 0 ? TAPS - 1 : at - 1;
    }
    position = position + 1 == TAPS ? 0 : position + 1;
    return sum;
}

static float biquad(struct biquad *f, float x) {
    float y = f->b0 * x + f->z1;
    f->z1 = f->b1 * x - f->a1 * y + f->z2;
    f->z2 = f->b2 * x - f->a2 * y;
    return y;
}

uint32_t kernel(uint32_t n) {
    uint32_t seed = 61, sum = 0;
    struct biquad filter = {0.2f, 0.4f, 0.2f, -0.3f, 0.1f, 0, 0};
    position = 0;
    for (int i = 0; i < TAPS; i++) {
        taps[i] = (float)(TAPS - i) * 0.01f - 0.05f;
        history[i] = 0;
    }
    for (uint32_t round = 0; round < n; round++) {
        float energy = 0, peak = 0;
        for (int i = 0; i < SAMPLES; i++)
            input[i] = (float)((int32_t)(next_random(&seed) & 0xffff) - 0x8000) * (1.0f / 32768.0f);
        for (int i = 0; i < SAMPLES; i++) {
            output[i] = biquad(&filter, fir(input[i]));
            energy += output[i] * output[i];
            float size = output[i] < 0 ? -output[i] : output[i];
            if (size > peak)
                peak = size;
        }
        sum = fold(sum, (uint32_t)(int32_t)(energy * 1000.0f));
        sum = fold(sum, (uint32_t)(int32_t)(peak * 100000.0f));
    }
    return sum;
}
