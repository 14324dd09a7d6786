/* A tokeniser for a C-like language as a state machine in a switch, with a symbol table by hash. */
#include "kernel.h"

#define SYMBOLS 128

enum token { END, NAME, NUMBER, HEX, STRING, OPERATOR, COMMENT, BAD, KINDS };

static const char source[] =
    "/* set up the port */\n"
    "static int port_open(struct port *p, unsigned baud) {\n"
    "    unsigned divisor = (CLOCK + baud / 2) / baud; // rounded\n"
    "    if (divisor == 0 || divisor > 0xffff) return -EINVAL;\n"
    "    p->regs->control = CONTROL_ENABLE | (1 << 4);\n"
    "    p->regs->divisor = divisor & 0xFFFF;\n"
    "    for (int i = 0; i < 16; ++i) p->buffer[i] = 0x00;\n"
    "    log(\"port %d: \\\"open\\\" at %u baud\\n\", p->number, baud);\n"
    "    while (!(p->regs->status & STATUS_READY)) { if (--timeout <= 0) return -ETIMEDOUT; }\n"
    "    p->state = p->head >= p->tail ? STATE_OPEN : STATE_BROKEN;\n"
    "    p->checksum ^= (p->checksum << 5) + 123456789 % 97;\n"
    "    return 0;\n"
    "}\n";

struct lexer {
    const char *at;
    const char *start;
    uint32_t line;
};

struct symbol {
    const char *name;
    uint16_t len;
    uint16_t uses;
};

static struct symbol symbols[SYMBOLS];
static uint32_t counts[KINDS];

static bool is_letter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

static enum token comment(struct lexer *l) {
    l->at++;
    while (*l->at && !(l->at[0] == '*' && l->at[1] == '/')) {
        l->line += *l->at == '\n';
        l->at++;
    }
    if (!*l->at)
        return BAD;
    l->at += 2;
    return COMMENT;
}

static enum token next(struct lexer *l) {
    while (*l->at == ' ' || *l->at == '\n' || *l->at == '\t') {
        l->line += *l->at == '\n';
        l->at++;
    }
    l->start = l->at;
    char c = *l->at++;
    switch (c) {
    case 0:
        l->at--;
        return END;
    case '"':
        while (*l->at != '"') {
            if (!*l->at || *l->at == '\n')
                return BAD;
            if (*l->at == '\\')
                l->at++;
            l->at++;
        }
        l->at++;
        return STRING;
    case '/':
        if (*l->at == '*')
            return comment(l);
        if (*l->at == '/') {
            while (*l->at && *l->at != '\n')
                l->at++;
            return COMMENT;
        }
        l->at += *l->at == '=';
        return OPERATOR;
    case '0':
        if (*l->at == 'x' || *l->at == 'X') {
            l->at++;
            while (is_digit(*l->at) || ((*l->at | 32) >= 'a' && (*l->at | 32) <= 'f'))
                l->at++;
            return HEX;
        }
        /* fall through */
    case '1': case '2': case '3': case '4': case '5': case '6': case '7': case '8': case '9':
        while (is_digit(*l->at))
            l->at++;
        return NUMBER;
    case '+': case '&': case '|': case '<': case '>':
        if (*l->at == c || *l->at == '=')
            l->at++;
        return OPERATOR;
    case '-':
        if (*l->at == '-' || *l->at == '>' || *l->at == '=')
            l->at++;
        return OPERATOR;
    case '=': case '!': case '*': case '%': case '^':
        l->at += *l->at == '=';
        return OPERATOR;
    case '(': case ')': case '{': case '}': case '[': case ']': case ';': case ',': case ':': case '?': case '~': case '.':
        return OPERATOR;
    default:
        if (!is_letter(c))
            return BAD;
        while (is_letter(*l->at) || is_digit(*l->at))
            l->at++;
        return NAME;
    }
}

static bool same(const char *a, const char *b, size_t len) {
    while (len--)
        if (*a++ != *b++)
            return false;
    return true;
}

static uint32_t intern(const char *name, size_t len) {
    uint32_t hash = 2166136261u;
    for (size_t i = 0; i < len; i++)
        hash = (hash ^ (uint8_t)name[i]) * 16777619u;
    uint32_t slot = hash % SYMBOLS;
    while (symbols[slot].name && !(symbols[slot].len == len && same(symbols[slot].name, name, len)))
        slot = (slot + 1) % SYMBOLS;
    symbols[slot].name = name;
    symbols[slot].len = (uint16_t)len;
    symbols[slot].uses++;
    return slot;
}

static uint32_t value_of(const char *at, const char *end, enum token kind) {
    uint32_t value = 0;
    if (kind == HEX) {
        for (at += 2; at < end; at++)
            value = value << 4 | (uint32_t)(is_digit(*at) ? *at - '0' : (*at | 32) - 'a' + 10);
    } else {
        for (; at < end; at++)
            value = value * 10 + (uint32_t)(*at - '0');
    }
    return value;
}

uint32_t kernel(uint32_t n) {
    uint32_t sum = 0;
    for (int i = 0; i < SYMBOLS; i++)
        symbols[i] = (struct symbol){NULL, 0, 0};
    for (uint32_t round = 0; round < n; round++) {
        struct lexer lexer = {source, source, 1};
        enum token kind;
        while ((kind = next(&lexer)) != END) {
            counts[kind]++;
            if (kind == NAME)
                sum = fold(sum, intern(lexer.start, (size_t)(lexer.at - lexer.start)));
            else if (kind == NUMBER || kind == HEX)
                sum = fold(sum, value_of(lexer.start, lexer.at, kind));
        }
        sum = fold(sum, lexer.line);
    }
    for (int i = 0; i < KINDS; i++) {
        sum = fold(sum, counts[i]);
        counts[i] = 0;
    }
    for (int i = 0; i < SYMBOLS; i++)
        sum += symbols[i].uses;
    return sum;
}
