/* What the code of wasm2c asks of <math.h>, declared; a kernel that calls one of these does not link. */
#define NAN __builtin_nanf("")
#define INFINITY __builtin_inff()
#define signbit(x) __builtin_signbit(x)
#define isnan(x) __builtin_isnan(x)
float sqrtf(float), ceilf(float), floorf(float), truncf(float), nearbyintf(float), fabsf(float), copysignf(float, float);
double sqrt(double), ceil(double), floor(double), trunc(double), nearbyint(double), fabs(double), copysign(double, double);
