/* A virtual machine with one large switch. Its program fills a memory, sorts it, and sums with greatest common divisors. */
#include "kernel.h"

enum {
    HALT, LOADI, MOVE, ADD, ADDI, SUB, MUL, AND, ANDI, OR, XOR, SHL, SHR, NOT, LOAD, STORE, LOADB, STOREB, JUMP, EQ, NE, LT, GE, CALL,
    RETURN, PUSH, POP, OUT,
};

/* Operation, three operands; branch targets are the third. */
#define I(op, a, b, c) ((uint32_t)(op) << 24 | (uint32_t)(a) << 16 | (uint32_t)(b) << 8 | (uint32_t)(c))

static const uint32_t program[] = {
    /* r1 = number of words, r7 = seed; fill */
    /*  0 */ I(LOADI, 1, 0, 60), I(LOADI, 2, 0, 0),
    /*  2 */ I(LOADI, 3, 0, 109), I(MUL, 7, 7, 3), I(ADDI, 7, 7, 57), I(LOADI, 4, 0, 3), I(SHR, 5, 7, 4),
    /*  7 */ I(ANDI, 5, 5, 255), I(STORE, 5, 2, 0), I(ADDI, 2, 2, 1), I(LT, 2, 1, 2),
    /* insertion sort: r2 = i, r3 = j, r4 = value, r5 = other */
    /* 11 */ I(LOADI, 2, 0, 1),
    /* 12 */ I(LOAD, 4, 2, 0), I(MOVE, 3, 2, 0), I(LOADI, 6, 0, 1),
    /* 15 */ I(SUB, 3, 3, 6), I(LOAD, 5, 3, 0), I(GE, 4, 5, 22), I(STORE, 5, 3, 1), I(LOADI, 0, 0, 0), I(NE, 3, 0, 15), I(JUMP, 0, 0, 23),
    /* 22 */ I(ADDI, 3, 3, 1),
    /* 23 */ I(STORE, 4, 3, 0), I(ADDI, 2, 2, 1), I(LT, 2, 1, 12),
    /* divisors of neighbours */
    /* 26 */ I(LOADI, 2, 0, 1),
    /* 27 */ I(LOAD, 3, 2, 0), I(LOADI, 5, 0, 1), I(SUB, 4, 2, 5), I(LOAD, 4, 4, 0), I(PUSH, 2, 0, 0), I(CALL, 0, 0, 40), I(POP, 2, 0, 0),
    /* 34 */ I(OUT, 3, 0, 0), I(STOREB, 3, 2, 0), I(ADDI, 2, 2, 1), I(LT, 2, 1, 27), I(OUT, 7, 0, 0), I(HALT, 7, 0, 0),
    /* r3 = gcd(r3, r4), where 0 counts as 1 */
    /* 40 */ I(LOADI, 0, 0, 0), I(LOADI, 6, 0, 1), I(NE, 3, 0, 44), I(MOVE, 3, 6, 0),
    /* 44 */ I(NE, 4, 0, 46), I(MOVE, 4, 6, 0),
    /* 46 */ I(EQ, 3, 4, 52), I(LT, 3, 4, 50), I(SUB, 3, 3, 4), I(JUMP, 0, 0, 46),
    /* 50 */ I(SUB, 4, 4, 3), I(JUMP, 0, 0, 46),
    /* 52 */ I(RETURN, 0, 0, 0),
};

struct machine {
    int32_t regs[8];
    int32_t memory[64];
    int32_t stack[16];
    uint32_t sum, steps;
};

static struct machine machine;

static bool run(struct machine *m, const uint32_t *code, uint32_t limit) {
    int32_t *r = m->regs;
    uint32_t pc = 0, sp = 0;
    for (uint32_t step = 0; step < limit; step++) {
        uint32_t inst = code[pc++];
        uint32_t a = inst >> 16 & 7, b = inst >> 8 & 7, c = inst & 255;
        switch (inst >> 24) {
        case HALT:
            m->steps += step;
            return true;
        case LOADI:
            r[a] = (int32_t)c;
            break;
        case MOVE:
            r[a] = r[b];
            break;
        case ADD:
            r[a] = (int32_t)((uint32_t)r[b] + (uint32_t)r[c & 7]);
            break;
        case ADDI:
            r[a] = (int32_t)((uint32_t)r[b] + c);
            break;
        case SUB:
            r[a] = (int32_t)((uint32_t)r[b] - (uint32_t)r[c & 7]);
            break;
        case MUL:
            r[a] = (int32_t)((uint32_t)r[b] * (uint32_t)r[c & 7]);
            break;
        case AND:
            r[a] = r[b] & r[c & 7];
            break;
        case ANDI:
            r[a] = r[b] & (int32_t)c;
            break;
        case OR:
            r[a] = r[b] | r[c & 7];
            break;
        case XOR:
            r[a] = r[b] ^ r[c & 7];
            break;
        case SHL:
            r[a] = (int32_t)((uint32_t)r[b] << (r[c & 7] & 31));
            break;
        case SHR:
            r[a] = (int32_t)((uint32_t)r[b] >> (r[c & 7] & 31));
            break;
        case NOT:
            r[a] = ~r[b];
            break;
        case LOAD:
            r[a] = m->memory[((uint32_t)r[b] + c) & 63];
            break;
        case STORE:
            m->memory[((uint32_t)r[b] + c) & 63] = r[a];
            break;
        case LOADB:
            r[a] = ((uint8_t *)m->memory)[((uint32_t)r[b] + c) & 255];
            break;
        case STOREB:
            ((uint8_t *)m->memory)[((uint32_t)r[b] + c) & 255] = (uint8_t)r[a];
            break;
        case JUMP:
            pc = c;
            break;
        case EQ:
            if (r[a] == r[b])
                pc = c;
            break;
        case NE:
            if (r[a] != r[b])
                pc = c;
            break;
        case LT:
            if (r[a] < r[b])
                pc = c;
            break;
        case GE:
            if (r[a] >= r[b])
                pc = c;
            break;
        case CALL:
            m->stack[sp++ & 15] = (int32_t)pc;
            pc = c;
            break;
        case RETURN:
            pc = (uint32_t)m->stack[--sp & 15];
            break;
        case PUSH:
            m->stack[sp++ & 15] = r[a];
            break;
        case POP:
            r[a] = m->stack[--sp & 15];
            break;
        case OUT:
            m->sum = fold(m->sum, (uint32_t)r[a]);
            break;
        default:
            return false;
        }
    }
    return false;
}

uint32_t kernel(uint32_t n) {
    machine.sum = machine.steps = 0;
    machine.regs[7] = 31;
    for (uint32_t round = 0; round < n; round++)
        if (!run(&machine, program, 100000))
            return 0;
    return fold(machine.sum, machine.steps);
}
