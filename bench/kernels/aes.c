/* AES-128 in counter mode, byte by byte with one substitution table, as small controllers do it. */
#include "kernel.h"

static uint8_t sbox[256];
static uint8_t round_keys[176];
static uint8_t counter[16], data[256];

static uint8_t twice(uint8_t x) {
    return (uint8_t)(x << 1 ^ (x & 0x80 ? 0x1b : 0));
}

/* The inverse in GF(2^8) by powers of the generator 3, then the affine map. */
static void make_sbox(void) {
    uint8_t power[256], log[256];
    uint8_t x = 1;
    for (int i = 0; i < 255; i++) {
        power[i] = x;
        log[x] = (uint8_t)i;
        x ^= twice(x);
    }
    for (int i = 0; i < 256; i++) {
        uint8_t inverse = i == 0 ? 0 : power[(255 - log[i]) % 255];
        uint8_t out = 0x63;
        for (int bit = 0; bit < 5; bit++) {
            out ^= inverse;
            inverse = (uint8_t)(inverse << 1 | inverse >> 7);
        }
        sbox[i] = out;
    }
}

static void expand_key(const uint8_t *key) {
    uint8_t constant = 1;
    for (int i = 0; i < 16; i++)
        round_keys[i] = key[i];
    for (int i = 16; i < 176; i += 4) {
        uint8_t word[4];
        for (int j = 0; j < 4; j++)
            word[j] = round_keys[i - 4 + j];
        if (i % 16 == 0) {
            uint8_t first = word[0];
            word[0] = sbox[word[1]] ^ constant;
            word[1] = sbox[word[2]];
            word[2] = sbox[word[3]];
            word[3] = sbox[first];
            constant = twice(constant);
        }
        for (int j = 0; j < 4; j++)
            round_keys[i + j] = round_keys[i - 16 + j] ^ word[j];
    }
}

static void add_key(uint8_t *state, int round) {
    for (int i = 0; i < 16; i++)
        state[i] ^= round_keys[16 * round + i];
}

/* Substitution and the shift of rows together; state[4 * column + row]. */
static void substitute(uint8_t *state) {
    uint8_t out[16];
    for (int column = 0; column < 4; column++)
        for (int row = 0; row < 4; row++)
            out[4 * column + row] = sbox[state[4 * ((column + row) & 3) + row]];
    for (int i = 0; i < 16; i++)
        state[i] = out[i];
}

static void mix_columns(uint8_t *state) {
    for (int column = 0; column < 4; column++) {
        uint8_t *s = state + 4 * column;
        uint8_t all = s[0] ^ s[1] ^ s[2] ^ s[3], first = s[0];
        s[0] ^= all ^ twice(s[0] ^ s[1]);
        s[1] ^= all ^ twice(s[1] ^ s[2]);
        s[2] ^= all ^ twice(s[2] ^ s[3]);
        s[3] ^= all ^ twice(s[3] ^ first);
    }
}

static void encrypt(uint8_t *state) {
    add_key(state, 0);
    for (int round = 1; round < 10; round++) {
        substitute(state);
        mix_columns(state);
        add_key(state, round);
    }
    substitute(state);
    add_key(state, 10);
}

static void stream(uint8_t *bytes, size_t len) {
    uint8_t block[16];
    for (size_t at = 0; at < len; at++) {
        if (at % 16 == 0) {
            for (int i = 0; i < 16; i++)
                block[i] = counter[i];
            encrypt(block);
            for (int i = 15; i >= 0 && ++counter[i] == 0; i--) {
            }
        }
        bytes[at] ^= block[at % 16];
    }
}

/* The example of FIPS 197, appendix B. */
static bool known_answer(void) {
    static const uint8_t key[16] = {0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c};
    static const uint8_t expected[16] = {0x39, 0x25, 0x84, 0x1d, 0x02, 0xdc, 0x09, 0xfb, 0xdc, 0x11, 0x85, 0x97, 0x19, 0x6a, 0x0b, 0x32};
    uint8_t block[16] = {0x32, 0x43, 0xf6, 0xa8, 0x88, 0x5a, 0x30, 0x8d, 0x31, 0x31, 0x98, 0xa2, 0xe0, 0x37, 0x07, 0x34};
    expand_key(key);
    encrypt(block);
    for (int i = 0; i < 16; i++)
        if (block[i] != expected[i])
            return false;
    return true;
}

uint32_t kernel(uint32_t n) {
    uint32_t sum = 0;
    make_sbox();
    if (!known_answer())
        return 0;
    for (int i = 0; i < 16; i++)
        counter[i] = (uint8_t)(0xf0 + i);
    for (size_t i = 0; i < sizeof data; i++)
        data[i] = (uint8_t)i;
    for (uint32_t round = 0; round < n; round++) {
        stream(data, sizeof data);
        sum = fold(sum, data[round % sizeof data]);
    }
    return sum;
}
