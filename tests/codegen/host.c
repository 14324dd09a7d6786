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
