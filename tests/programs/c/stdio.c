// printf of integers and floats, scanf-like parsing, files that do not exist, stdin.
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void integers(void) {
    printf("%d %d %u %x %X %o %c %%\n", 0, -1, 4294967295u, 0xbeefu, 0xCAFEu, 0755u, 'x');
    printf("%5d|%-5d|%05d|%+d|% d\n", 42, 42, 42, 42, 42);
    printf("%lld %llu %" PRIx64 "\n", -9223372036854775807LL - 1, 18446744073709551615ULL,
           UINT64_C(0x0123456789abcdef));
    printf("%hhd %hd %ld %zu\n", (char)-3, (short)-30000, -123456L, sizeof(long long));
}

static void floats(void) {
    printf("%f %.3f %e %.10e %g %g %g\n", 3.14159265358979, 2.0 / 3.0, 12345.678, 1e-300, 1e20, 1e-5, 0.1);
    printf("%a %.0f %.0f %.0f\n", 1.0 / 3.0, 0.5, 1.5, 2.5);
    printf("%g %g %g %g\n", INFINITY, -INFINITY, -0.0, 5e-324);
    printf("%.17g %.17g %.9g\n", 0.1, 123456789.123456789, (double)1.1f);
    float f = 16777217.0f;
    printf("%.1f %d\n", f, (int)(f / 3.0f));
    double root = sqrt(2.0), sum = 0;
    for (int i = 1; i <= 1000; i++) sum += 1.0 / i;
    printf("%.15f %.15f %.15f\n", root, sum, floor(-2.5) + ceil(2.5) + trunc(-7.9) + rint(3.5));
    printf("%.12f %.12f %.12f\n", sin(1.0), exp(1.0), pow(2.0, 0.5));
}

static void strings(void) {
    char buffer[64];
    int n = snprintf(buffer, sizeof buffer, "%s-%.*s-%10s-%-6s|", "abc", 2, "defg", "right", "left");
    printf("%s %d\n", buffer, n);
    double d;
    int i, h;
    int got = sscanf("12 -7.25e2 ff tail", "%d %lf %x", &i, &d, &h);
    printf("%d %d %g %d\n", got, i, d, h);
    printf("%ld %g %llu\n", strtol("-0x1f", NULL, 0), strtod("1e3x", NULL), strtoull("18446744073709551615", NULL, 10));
}

int main(int argc, char **argv) {
    integers();
    floats();
    strings();
    for (int i = 1; i < argc; i++) printf("argument %d: %s\n", i, argv[i]);
    const char *home = getenv("GREETING");
    printf("GREETING=%s\n", home ? home : "(unset)");
    printf("no file: %s\n", fopen("/nonexistent", "r") ? "opened" : "refused");
    char line[128];
    int lines = 0, bytes = 0;
    while (fgets(line, sizeof line, stdin)) {
        lines++;
        bytes += (int)strlen(line);
    }
    printf("stdin: %d lines, %d bytes\n", lines, bytes);
    fprintf(stderr, "to stderr\n");
    return 7;
}
