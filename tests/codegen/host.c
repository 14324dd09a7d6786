// Host functions whose arguments overflow the registers and whose results come back in memory.
typedef unsigned u32;
typedef unsigned long long u64;

static u64 mix(u64 a, u64 b, u64 c, u64 d) {
    u32 low = (u32)a + 3 * (u32)b + 5 * (u32)c + 7 * (u32)d;
    u32 high = (u32)(a >> 32) + 3 * (u32)(b >> 32) + 5 * (u32)(c >> 32) + 7 * (u32)(d >> 32);
    return (u64)high << 32 | low;
}

u64 wide(u64, u64, u64, u32, u64, u32) __asm__("import:host:wide:IIIiIi>I");

u64 wide(u64 a, u64 b, u64 c, u32 d, u64 e, u32 f) {
    return mix(a, b, c, e) + d - f;
}

struct results {
    u32 a;
    u64 b;
    float c;
    u32 d;
};

struct results many(float, u32, u64, u32, u64, u32, u64, u32, u64, float)
    __asm__("import:host:many:fiIiIiIiIf>iIfi");

#ifdef __XTENSA__
// By the bits, as the archives' routine is not seen from here; right for positive numbers.
static u32 less(float x, float y) {
    union { float f; u32 bits; } a = {x}, b = {y};
    return a.bits < b.bits;
}
#else
static u32 less(float x, float y) { return x < y; }
#endif

struct results many(float x, u32 a, u64 b, u32 c, u64 d, u32 e, u64 f, u32 g, u64 h, float y) {
    struct results r = {a + 3 * c + 5 * e + 7 * g, mix(b, d, f, h), y, less(x, y)};
    return r;
}

struct twenty {
    u32 word[20];
};

struct twenty broad(u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32, u32)
    __asm__("import:host:broad:iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii>iiiiiiiiiiiiiiiiiiii");

struct twenty broad(
    u32 a0, u32 a1, u32 a2, u32 a3, u32 a4, u32 a5, u32 a6, u32 a7, u32 a8, u32 a9, u32 a10, u32 a11,
    u32 a12, u32 a13, u32 a14, u32 a15, u32 a16, u32 a17, u32 a18, u32 a19, u32 a20, u32 a21, u32 a22,
    u32 a23, u32 a24, u32 a25, u32 a26, u32 a27, u32 a28, u32 a29, u32 a30, u32 a31, u32 a32, u32 a33,
    u32 a34, u32 a35, u32 a36, u32 a37, u32 a38, u32 a39
) {
    struct twenty r = {{
        a0 - 3 * a39, a1 - 3 * a38, a2 - 3 * a37, a3 - 3 * a36, a4 - 3 * a35, a5 - 3 * a34, a6 - 3 * a33,
        a7 - 3 * a32, a8 - 3 * a31, a9 - 3 * a30, a10 - 3 * a29, a11 - 3 * a28, a12 - 3 * a27, a13 - 3 * a26,
        a14 - 3 * a25, a15 - 3 * a24, a16 - 3 * a23, a17 - 3 * a22, a18 - 3 * a21, a19 - 3 * a20
    }};
    return r;
}
