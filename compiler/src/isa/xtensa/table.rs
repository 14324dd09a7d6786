//! The instruction table: one row per instruction of an ESP32-class core, in the order of the manual's sections.
//!
//! Columns: operation, mnemonic, bits from the most significant, operands in assembly order, option, section of the *Xtensa
//! Instruction Set Architecture Reference Manual* that introduces it, implicit state. The division and
//! square-root steps are in no public manual; assemblers and the processors' own libraries are their source.

use super::fields::{
    AI4CONST, AR, AS, AT, B4CONST, B4CONSTU, BIT, BR, BRANCH6, BRANCH8, BRANCH12, BREAK_S, BREAK_T,
    BS, BS4, BS8, BT, CALL18, CONST_S, EXTUI_BITS, EXTUI_SA, FR, FRAME, FS, FT, IMM4X4, IMM7, IMM8,
    IMM8X2, IMM8X4, IMM12, JUMP18, LEVEL, LITERAL, LOOP8, ROTATE, SCALE, SIGN_BIT, SIMM8,
    SIMM8X256, SLL_SA, SPILL, SR_EXCHANGE, SR_READ, SR_WRITE, SRA_SA, SRL_SA, SSAI_SA, UR_READ,
    UR_WRITE,
};

crate::isa_table! {
    // Loads
    L8ui     "l8ui"      "........ 0000 .... .... 0010"  (Def AT, Use AS, Imm IMM8)                     Core       "3.8.1";
    L16ui    "l16ui"     "........ 0001 .... .... 0010"  (Def AT, Use AS, Imm IMM8X2)                   Core       "3.8.1";
    L16si    "l16si"     "........ 1001 .... .... 0010"  (Def AT, Use AS, Imm IMM8X2)                   Core       "3.8.1";
    L32i     "l32i"      "........ 0010 .... .... 0010"  (Def AT, Use AS, Imm IMM8X4)                   Core       "3.8.1";
    L32r     "l32r"      "................ .... 0001"    (Def AT, Imm LITERAL)                          Core       "3.8.1";
    // Stores
    S8i      "s8i"       "........ 0100 .... .... 0010"  (Use AT, Use AS, Imm IMM8)                     Core       "3.8.2";
    S16i     "s16i"      "........ 0101 .... .... 0010"  (Use AT, Use AS, Imm IMM8X2)                   Core       "3.8.2";
    S32i     "s32i"      "........ 0110 .... .... 0010"  (Use AT, Use AS, Imm IMM8X4)                   Core       "3.8.2";
    // Memory ordering
    Memw     "memw"      "0000 0000 0010 0000 1100 0000" ()                                             Core       "3.8.3";
    Extw     "extw"      "0000 0000 0010 0000 1101 0000" ()                                             Core       "3.8.3";
    // Jumps and calls
    Call0    "call0"     ".................. 00 0101"    (Imm CALL18)                                   Core       "3.8.4";
    Callx0   "callx0"    "0000 0000 0000 .... 1100 0000" (Use AS)                                       Core       "3.8.4";
    Ret      "ret"       "0000 0000 0000 0000 1000 0000" ()                                             Core       "3.8.4";
    J        "j"         ".................. 00 0110"    (Imm JUMP18)                                   Core       "3.8.4";
    Jx       "jx"        "0000 0000 0000 .... 1010 0000" (Use AS)                                       Core       "3.8.4";
    // Conditional branches
    Beqz     "beqz"      "............ .... 0001 0110"   (Use AS, Imm BRANCH12)                         Core       "3.8.5";
    Bnez     "bnez"      "............ .... 0101 0110"   (Use AS, Imm BRANCH12)                         Core       "3.8.5";
    Bltz     "bltz"      "............ .... 1001 0110"   (Use AS, Imm BRANCH12)                         Core       "3.8.5";
    Bgez     "bgez"      "............ .... 1101 0110"   (Use AS, Imm BRANCH12)                         Core       "3.8.5";
    Beqi     "beqi"      "........ .... .... 0010 0110"  (Use AS, Imm B4CONST, Imm BRANCH8)             Core       "3.8.5";
    Bnei     "bnei"      "........ .... .... 0110 0110"  (Use AS, Imm B4CONST, Imm BRANCH8)             Core       "3.8.5";
    Blti     "blti"      "........ .... .... 1010 0110"  (Use AS, Imm B4CONST, Imm BRANCH8)             Core       "3.8.5";
    Bgei     "bgei"      "........ .... .... 1110 0110"  (Use AS, Imm B4CONST, Imm BRANCH8)             Core       "3.8.5";
    Bltui    "bltui"     "........ .... .... 1011 0110"  (Use AS, Imm B4CONSTU, Imm BRANCH8)            Core       "3.8.5";
    Bgeui    "bgeui"     "........ .... .... 1111 0110"  (Use AS, Imm B4CONSTU, Imm BRANCH8)            Core       "3.8.5";
    Beq      "beq"       "........ 0001 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bne      "bne"       "........ 1001 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Blt      "blt"       "........ 0010 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bge      "bge"       "........ 1010 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bltu     "bltu"      "........ 0011 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bgeu     "bgeu"      "........ 1011 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bnone    "bnone"     "........ 0000 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bany     "bany"      "........ 1000 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Ball     "ball"      "........ 0100 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bnall    "bnall"     "........ 1100 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bbc      "bbc"       "........ 0101 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bbs      "bbs"       "........ 1101 .... .... 0111"  (Use AS, Use AT, Imm BRANCH8)                  Core       "3.8.5";
    Bbci     "bbci"      "........ 011. .... .... 0111"  (Use AS, Imm BIT, Imm BRANCH8)                 Core       "3.8.5";
    Bbsi     "bbsi"      "........ 111. .... .... 0111"  (Use AS, Imm BIT, Imm BRANCH8)                 Core       "3.8.5";
    // Moves
    Movi     "movi"      "........ 1010 .... .... 0010"  (Def AT, Imm IMM12)                            Core       "3.8.6";
    Moveqz   "moveqz"    "1000 0011 .... .... .... 0000" (Mod AR, Use AS, Use AT)                       Core       "3.8.6";
    Movnez   "movnez"    "1001 0011 .... .... .... 0000" (Mod AR, Use AS, Use AT)                       Core       "3.8.6";
    Movltz   "movltz"    "1010 0011 .... .... .... 0000" (Mod AR, Use AS, Use AT)                       Core       "3.8.6";
    Movgez   "movgez"    "1011 0011 .... .... .... 0000" (Mod AR, Use AS, Use AT)                       Core       "3.8.6";
    // Arithmetic
    Addi     "addi"      "........ 1100 .... .... 0010"  (Def AT, Use AS, Imm SIMM8)                    Core       "3.8.7";
    Addmi    "addmi"     "........ 1101 .... .... 0010"  (Def AT, Use AS, Imm SIMM8X256)                Core       "3.8.7";
    Add      "add"       "1000 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Addx2    "addx2"     "1001 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Addx4    "addx4"     "1010 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Addx8    "addx8"     "1011 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Sub      "sub"       "1100 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Subx2    "subx2"     "1101 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Subx4    "subx4"     "1110 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Subx8    "subx8"     "1111 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.7";
    Neg      "neg"       "0110 0000 .... 0000 .... 0000" (Def AR, Use AT)                               Core       "3.8.7";
    Abs      "abs"       "0110 0000 .... 0001 .... 0000" (Def AR, Use AT)                               Core       "3.8.7";
    // Bitwise
    And      "and"       "0001 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.8";
    Or       "or"        "0010 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.8";
    Xor      "xor"       "0011 0000 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.8";
    // Shifts
    Slli     "slli"      "000. 0001 .... .... .... 0000" (Def AR, Use AS, Imm SLL_SA)                   Core       "3.8.9";
    Srli     "srli"      "0100 0001 .... .... .... 0000" (Def AR, Use AT, Imm SRL_SA)                   Core       "3.8.9";
    Srai     "srai"      "001. 0001 .... .... .... 0000" (Def AR, Use AT, Imm SRA_SA)                   Core       "3.8.9";
    Extui    "extui"     ".... 010. .... .... .... 0000" (Def AR, Use AT, Imm EXTUI_SA, Imm EXTUI_BITS) Core       "3.8.9";
    Src      "src"       "1000 0001 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Core       "3.8.9" reads(Sar);
    Srl      "srl"       "1001 0001 .... 0000 .... 0000" (Def AR, Use AT)                               Core       "3.8.9" reads(Sar);
    Sll      "sll"       "1010 0001 .... .... 0000 0000" (Def AR, Use AS)                               Core       "3.8.9" reads(Sar);
    Sra      "sra"       "1011 0001 .... 0000 .... 0000" (Def AR, Use AT)                               Core       "3.8.9" reads(Sar);
    Ssr      "ssr"       "0100 0000 0000 .... 0000 0000" (Use AS)                                       Core       "3.8.9" writes(Sar);
    Ssl      "ssl"       "0100 0000 0001 .... 0000 0000" (Use AS)                                       Core       "3.8.9" writes(Sar);
    Ssa8l    "ssa8l"     "0100 0000 0010 .... 0000 0000" (Use AS)                                       Core       "3.8.9" writes(Sar);
    Ssa8b    "ssa8b"     "0100 0000 0011 .... 0000 0000" (Use AS)                                       Core       "3.8.9" writes(Sar);
    Ssai     "ssai"      "0100 0000 0100 .... 000. 0000" (Imm SSAI_SA)                                  Core       "3.8.9" writes(Sar);
    // Processor control
    Isync    "isync"     "0000 0000 0010 0000 0000 0000" ()                                             Core       "3.8.10";
    Rsync    "rsync"     "0000 0000 0010 0000 0001 0000" ()                                             Core       "3.8.10";
    Esync    "esync"     "0000 0000 0010 0000 0010 0000" ()                                             Core       "3.8.10";
    Dsync    "dsync"     "0000 0000 0010 0000 0011 0000" ()                                             Core       "3.8.10";
    Excw     "excw"      "0000 0000 0010 0000 1000 0000" ()                                             Core       "3.8.10";
    Nop      "nop"       "0000 0000 0010 0000 1111 0000" ()                                             Core       "3.8.10";
    Rsr      "rsr"       "0000 0011 ........ .... 0000"  (Def AT, Imm SR_READ)                          Core       "3.8.10";
    Wsr      "wsr"       "0001 0011 ........ .... 0000"  (Use AT, Imm SR_WRITE)                         Core       "3.8.10";
    Xsr      "xsr"       "0110 0001 ........ .... 0000"  (Mod AT, Imm SR_EXCHANGE)                      Core       "3.8.10";
    Rur      "rur"       "1110 0011 .... ........ 0000"  (Def AR, Imm UR_READ)                          Core       "3.8.10";
    Wur      "wur"       "1111 0011 ........ .... 0000"  (Use AT, Imm UR_WRITE)                         Core       "3.8.10";
    // Code density option
    L32iN    "l32i.n"    ".... .... .... 1000"           (Def AT, Use AS, Imm IMM4X4)                   Density    "4.3.1";
    S32iN    "s32i.n"    ".... .... .... 1001"           (Use AT, Use AS, Imm IMM4X4)                   Density    "4.3.1";
    AddN     "add.n"     ".... .... .... 1010"           (Def AR, Use AS, Use AT)                       Density    "4.3.1";
    AddiN    "addi.n"    ".... .... .... 1011"           (Def AR, Use AS, Imm AI4CONST)                 Density    "4.3.1";
    BeqzN    "beqz.n"    ".... .... 10.. 1100"           (Use AS, Imm BRANCH6)                          Density    "4.3.1";
    BnezN    "bnez.n"    ".... .... 11.. 1100"           (Use AS, Imm BRANCH6)                          Density    "4.3.1";
    MoviN    "movi.n"    ".... .... 0... 1100"           (Def AS, Imm IMM7)                             Density    "4.3.1";
    MovN     "mov.n"     "0000 .... .... 1101"           (Def AT, Use AS)                               Density    "4.3.1";
    RetN     "ret.n"     "1111 0000 0000 1101"           ()                                             Density    "4.3.1";
    BreakN   "break.n"   "1111 .... 0010 1101"           (Imm BREAK_S)                                  Density    "4.3.1";
    NopN     "nop.n"     "1111 0000 0011 1101"           ()                                             Density    "4.3.1";
    IllN     "ill.n"     "1111 0000 0110 1101"           ()                                             Density    "4.3.1";
    // Loop option
    Loop     "loop"      "........ 1000 .... 0111 0110"  (Use AS, Imm LOOP8)                            Loop       "4.3.2" writes(Loop);
    Loopnez  "loopnez"   "........ 1001 .... 0111 0110"  (Use AS, Imm LOOP8)                            Loop       "4.3.2" writes(Loop);
    Loopgtz  "loopgtz"   "........ 1010 .... 0111 0110"  (Use AS, Imm LOOP8)                            Loop       "4.3.2" writes(Loop);
    // 16-bit integer multiply option
    Mul16u   "mul16u"    "1100 0001 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Mul16      "4.3.4";
    Mul16s   "mul16s"    "1101 0001 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Mul16      "4.3.4";
    // 32-bit integer multiply option
    Mull     "mull"      "1000 0010 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Mul32      "4.3.5";
    Muluh    "muluh"     "1010 0010 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Mul32High  "4.3.5";
    Mulsh    "mulsh"     "1011 0010 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Mul32High  "4.3.5";
    // 32-bit integer divide option
    Quou     "quou"      "1100 0010 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Div32      "4.3.6";
    Quos     "quos"      "1101 0010 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Div32      "4.3.6";
    Remu     "remu"      "1110 0010 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Div32      "4.3.6";
    Rems     "rems"      "1111 0010 .... .... .... 0000" (Def AR, Use AS, Use AT)                       Div32      "4.3.6";
    // Miscellaneous operations option
    Min      "min"       "0100 0011 .... .... .... 0000" (Def AR, Use AS, Use AT)                       MinMax     "4.3.8";
    Max      "max"       "0101 0011 .... .... .... 0000" (Def AR, Use AS, Use AT)                       MinMax     "4.3.8";
    Minu     "minu"      "0110 0011 .... .... .... 0000" (Def AR, Use AS, Use AT)                       MinMax     "4.3.8";
    Maxu     "maxu"      "0111 0011 .... .... .... 0000" (Def AR, Use AS, Use AT)                       MinMax     "4.3.8";
    Sext     "sext"      "0010 0011 .... .... .... 0000" (Def AR, Use AS, Imm SIGN_BIT)                 Sext       "4.3.8";
    Clamps   "clamps"    "0011 0011 .... .... .... 0000" (Def AR, Use AS, Imm SIGN_BIT)                 Clamps     "4.3.8";
    Nsa      "nsa"       "0100 0000 1110 .... .... 0000" (Def AT, Use AS)                               Nsa        "4.3.8";
    Nsau     "nsau"      "0100 0000 1111 .... .... 0000" (Def AT, Use AS)                               Nsa        "4.3.8";
    // Boolean option
    Any4     "any4"      "0000 0000 1000 .... .... 0000" (Def BT, Use BS4)                              Boolean    "4.3.10";
    All4     "all4"      "0000 0000 1001 .... .... 0000" (Def BT, Use BS4)                              Boolean    "4.3.10";
    Any8     "any8"      "0000 0000 1010 .... .... 0000" (Def BT, Use BS8)                              Boolean    "4.3.10";
    All8     "all8"      "0000 0000 1011 .... .... 0000" (Def BT, Use BS8)                              Boolean    "4.3.10";
    Andb     "andb"      "0000 0010 .... .... .... 0000" (Def BR, Use BS, Use BT)                       Boolean    "4.3.10";
    Andbc    "andbc"     "0001 0010 .... .... .... 0000" (Def BR, Use BS, Use BT)                       Boolean    "4.3.10";
    Orb      "orb"       "0010 0010 .... .... .... 0000" (Def BR, Use BS, Use BT)                       Boolean    "4.3.10";
    Orbc     "orbc"      "0011 0010 .... .... .... 0000" (Def BR, Use BS, Use BT)                       Boolean    "4.3.10";
    Xorb     "xorb"      "0100 0010 .... .... .... 0000" (Def BR, Use BS, Use BT)                       Boolean    "4.3.10";
    Bf       "bf"        "........ 0000 .... 0111 0110"  (Use BS, Imm BRANCH8)                          Boolean    "4.3.10";
    Bt       "bt"        "........ 0001 .... 0111 0110"  (Use BS, Imm BRANCH8)                          Boolean    "4.3.10";
    Movf     "movf"      "1100 0011 .... .... .... 0000" (Mod AR, Use AS, Use BT)                       Boolean    "4.3.10";
    Movt     "movt"      "1101 0011 .... .... .... 0000" (Mod AR, Use AS, Use BT)                       Boolean    "4.3.10";
    // Floating-point coprocessor option
    Lsi      "lsi"       "........ 0000 .... .... 0011"  (Def FT, Use AS, Imm IMM8X4)                   Fp         "4.3.11";
    Ssi      "ssi"       "........ 0100 .... .... 0011"  (Use FT, Use AS, Imm IMM8X4)                   Fp         "4.3.11";
    Lsip     "lsip"      "........ 1000 .... .... 0011"  (Def FT, Mod AS, Imm IMM8X4)                   Fp         "4.3.11";
    Ssip     "ssip"      "........ 1100 .... .... 0011"  (Use FT, Mod AS, Imm IMM8X4)                   Fp         "4.3.11";
    Lsx      "lsx"       "0000 1000 .... .... .... 0000" (Def FR, Use AS, Use AT)                       Fp         "4.3.11";
    Lsxp     "lsxp"      "0001 1000 .... .... .... 0000" (Def FR, Mod AS, Use AT)                       Fp         "4.3.11";
    Ssx      "ssx"       "0100 1000 .... .... .... 0000" (Use FR, Use AS, Use AT)                       Fp         "4.3.11";
    Ssxp     "ssxp"      "0101 1000 .... .... .... 0000" (Use FR, Mod AS, Use AT)                       Fp         "4.3.11";
    AddS     "add.s"     "0000 1010 .... .... .... 0000" (Def FR, Use FS, Use FT)                       Fp         "4.3.11" reads(FpStatus) writes(FpStatus);
    SubS     "sub.s"     "0001 1010 .... .... .... 0000" (Def FR, Use FS, Use FT)                       Fp         "4.3.11" reads(FpStatus) writes(FpStatus);
    MulS     "mul.s"     "0010 1010 .... .... .... 0000" (Def FR, Use FS, Use FT)                       Fp         "4.3.11" reads(FpStatus) writes(FpStatus);
    MaddS    "madd.s"    "0100 1010 .... .... .... 0000" (Mod FR, Use FS, Use FT)                       Fp         "4.3.11" reads(FpStatus) writes(FpStatus);
    MsubS    "msub.s"    "0101 1010 .... .... .... 0000" (Mod FR, Use FS, Use FT)                       Fp         "4.3.11" reads(FpStatus) writes(FpStatus);
    RoundS   "round.s"   "1000 1010 .... .... .... 0000" (Def AR, Use FS, Imm SCALE)                    Fp         "4.3.11" writes(FpStatus);
    TruncS   "trunc.s"   "1001 1010 .... .... .... 0000" (Def AR, Use FS, Imm SCALE)                    Fp         "4.3.11" writes(FpStatus);
    FloorS   "floor.s"   "1010 1010 .... .... .... 0000" (Def AR, Use FS, Imm SCALE)                    Fp         "4.3.11" writes(FpStatus);
    CeilS    "ceil.s"    "1011 1010 .... .... .... 0000" (Def AR, Use FS, Imm SCALE)                    Fp         "4.3.11" writes(FpStatus);
    UtruncS  "utrunc.s"  "1110 1010 .... .... .... 0000" (Def AR, Use FS, Imm SCALE)                    Fp         "4.3.11" writes(FpStatus);
    FloatS   "float.s"   "1100 1010 .... .... .... 0000" (Def FR, Use AS, Imm SCALE)                    Fp         "4.3.11" reads(FpStatus) writes(FpStatus);
    UfloatS  "ufloat.s"  "1101 1010 .... .... .... 0000" (Def FR, Use AS, Imm SCALE)                    Fp         "4.3.11" reads(FpStatus) writes(FpStatus);
    MovS     "mov.s"     "1111 1010 .... .... 0000 0000" (Def FR, Use FS)                               Fp         "4.3.11";
    AbsS     "abs.s"     "1111 1010 .... .... 0001 0000" (Def FR, Use FS)                               Fp         "4.3.11";
    NegS     "neg.s"     "1111 1010 .... .... 0110 0000" (Def FR, Use FS)                               Fp         "4.3.11";
    Rfr      "rfr"       "1111 1010 .... .... 0100 0000" (Def AR, Use FS)                               Fp         "4.3.11";
    Wfr      "wfr"       "1111 1010 .... .... 0101 0000" (Def FR, Use AS)                               Fp         "4.3.11";
    UnS      "un.s"      "0001 1011 .... .... .... 0000" (Def BR, Use FS, Use FT)                       Fp         "4.3.11" writes(FpStatus);
    OeqS     "oeq.s"     "0010 1011 .... .... .... 0000" (Def BR, Use FS, Use FT)                       Fp         "4.3.11" writes(FpStatus);
    UeqS     "ueq.s"     "0011 1011 .... .... .... 0000" (Def BR, Use FS, Use FT)                       Fp         "4.3.11" writes(FpStatus);
    OltS     "olt.s"     "0100 1011 .... .... .... 0000" (Def BR, Use FS, Use FT)                       Fp         "4.3.11" writes(FpStatus);
    UltS     "ult.s"     "0101 1011 .... .... .... 0000" (Def BR, Use FS, Use FT)                       Fp         "4.3.11" writes(FpStatus);
    OleS     "ole.s"     "0110 1011 .... .... .... 0000" (Def BR, Use FS, Use FT)                       Fp         "4.3.11" writes(FpStatus);
    UleS     "ule.s"     "0111 1011 .... .... .... 0000" (Def BR, Use FS, Use FT)                       Fp         "4.3.11" writes(FpStatus);
    MoveqzS  "moveqz.s"  "1000 1011 .... .... .... 0000" (Mod FR, Use FS, Use AT)                       Fp         "4.3.11";
    MovnezS  "movnez.s"  "1001 1011 .... .... .... 0000" (Mod FR, Use FS, Use AT)                       Fp         "4.3.11";
    MovltzS  "movltz.s"  "1010 1011 .... .... .... 0000" (Mod FR, Use FS, Use AT)                       Fp         "4.3.11";
    MovgezS  "movgez.s"  "1011 1011 .... .... .... 0000" (Mod FR, Use FS, Use AT)                       Fp         "4.3.11";
    MovfS    "movf.s"    "1100 1011 .... .... .... 0000" (Mod FR, Use FS, Use BT)                       Fp         "4.3.11";
    MovtS    "movt.s"    "1101 1011 .... .... .... 0000" (Mod FR, Use FS, Use BT)                       Fp         "4.3.11";
    // Floating-point division and square-root steps
    MaddnS   "maddn.s"   "0110 1010 .... .... .... 0000" (Mod FR, Use FS, Use FT)                       FpDivSqrt  "4.3.11" reads(FpStatus) writes(FpStatus);
    DivnS    "divn.s"    "0111 1010 .... .... .... 0000" (Mod FR, Use FS, Use FT)                       FpDivSqrt  "4.3.11" reads(FpStatus) writes(FpStatus);
    ConstS   "const.s"   "1111 1010 .... .... 0011 0000" (Def FR, Imm CONST_S)                          FpDivSqrt  "4.3.11";
    Div0S    "div0.s"    "1111 1010 .... .... 0111 0000" (Def FR, Use FS)                               FpDivSqrt  "4.3.11";
    Recip0S  "recip0.s"  "1111 1010 .... .... 1000 0000" (Def FR, Use FS)                               FpDivSqrt  "4.3.11";
    Sqrt0S   "sqrt0.s"   "1111 1010 .... .... 1001 0000" (Def FR, Use FS)                               FpDivSqrt  "4.3.11";
    Rsqrt0S  "rsqrt0.s"  "1111 1010 .... .... 1010 0000" (Def FR, Use FS)                               FpDivSqrt  "4.3.11";
    Nexp01S  "nexp01.s"  "1111 1010 .... .... 1011 0000" (Def FR, Use FS)                               FpDivSqrt  "4.3.11";
    MksadjS  "mksadj.s"  "1111 1010 .... .... 1100 0000" (Def FR, Use FS)                               FpDivSqrt  "4.3.11";
    MkdadjS  "mkdadj.s"  "1111 1010 .... .... 1101 0000" (Mod FR, Use FS)                               FpDivSqrt  "4.3.11";
    AddexpS  "addexp.s"  "1111 1010 .... .... 1110 0000" (Mod FR, Use FS)                               FpDivSqrt  "4.3.11";
    AddexpmS "addexpm.s" "1111 1010 .... .... 1111 0000" (Mod FR, Use FS)                               FpDivSqrt  "4.3.11";
    // Multiprocessor synchronization option
    L32ai    "l32ai"     "........ 1011 .... .... 0010"  (Def AT, Use AS, Imm IMM8X4)                   ReleaseSync "4.3.12";
    S32ri    "s32ri"     "........ 1111 .... .... 0010"  (Use AT, Use AS, Imm IMM8X4)                   ReleaseSync "4.3.12";
    // Conditional store option
    S32c1i   "s32c1i"    "........ 1110 .... .... 0010"  (Mod AT, Use AS, Imm IMM8X4)                   S32c1i     "4.3.13" reads(Scompare1);
    // Exception option
    Ill      "ill"       "0000 0000 0000 0000 0000 0000" ()                                             Exception  "4.4.1";
    Syscall  "syscall"   "0000 0000 0101 0000 0000 0000" ()                                             Exception  "4.4.1";
    Simcall  "simcall"   "0000 0000 0101 0001 0000 0000" ()                                             Exception  "4.4.1";
    Rfe      "rfe"       "0000 0000 0011 0000 0000 0000" ()                                             Exception  "4.4.1";
    Rfde     "rfde"      "0000 0000 0011 0010 0000 0000" ()                                             Exception  "4.4.1";
    // Interrupt option
    Rsil     "rsil"      "0000 0000 0110 .... .... 0000" (Def AT, Imm LEVEL)                            Interrupt  "4.4.4";
    Waiti    "waiti"     "0000 0000 0111 .... 0000 0000" (Imm LEVEL)                                    Interrupt  "4.4.4";
    Rfi      "rfi"       "0000 0000 0011 .... 0001 0000" (Imm LEVEL)                                    Interrupt  "4.4.4";
    // Region protection option
    Ritlb0   "ritlb0"    "0101 0000 0011 .... .... 0000" (Def AT, Use AS)                               RegionProtection "4.6.3";
    Ritlb1   "ritlb1"    "0101 0000 0111 .... .... 0000" (Def AT, Use AS)                               RegionProtection "4.6.3";
    Pitlb    "pitlb"     "0101 0000 0101 .... .... 0000" (Def AT, Use AS)                               RegionProtection "4.6.3";
    Rdtlb0   "rdtlb0"    "0101 0000 1011 .... .... 0000" (Def AT, Use AS)                               RegionProtection "4.6.3";
    Rdtlb1   "rdtlb1"    "0101 0000 1111 .... .... 0000" (Def AT, Use AS)                               RegionProtection "4.6.3";
    Pdtlb    "pdtlb"     "0101 0000 1101 .... .... 0000" (Def AT, Use AS)                               RegionProtection "4.6.3";
    Witlb    "witlb"     "0101 0000 0110 .... .... 0000" (Use AT, Use AS)                               RegionProtection "4.6.3";
    Wdtlb    "wdtlb"     "0101 0000 1110 .... .... 0000" (Use AT, Use AS)                               RegionProtection "4.6.3";
    Iitlb    "iitlb"     "0101 0000 0100 .... 0000 0000" (Use AS)                                       RegionProtection "4.6.3";
    Idtlb    "idtlb"     "0101 0000 1100 .... 0000 0000" (Use AS)                                       RegionProtection "4.6.3";
    // Windowed register option
    Call4    "call4"     ".................. 01 0101"    (Imm CALL18)                                   Windowed   "4.7.1" writes(Window);
    Call8    "call8"     ".................. 10 0101"    (Imm CALL18)                                   Windowed   "4.7.1" writes(Window);
    Call12   "call12"    ".................. 11 0101"    (Imm CALL18)                                   Windowed   "4.7.1" writes(Window);
    Callx4   "callx4"    "0000 0000 0000 .... 1101 0000" (Use AS)                                       Windowed   "4.7.1" writes(Window);
    Callx8   "callx8"    "0000 0000 0000 .... 1110 0000" (Use AS)                                       Windowed   "4.7.1" writes(Window);
    Callx12  "callx12"   "0000 0000 0000 .... 1111 0000" (Use AS)                                       Windowed   "4.7.1" writes(Window);
    Entry    "entry"     "............ .... 0011 0110"   (Use AS, Imm FRAME)                            Windowed   "4.7.1" writes(Window);
    Retw     "retw"      "0000 0000 0000 0000 1001 0000" ()                                             Windowed   "4.7.1" reads(Window) writes(Window);
    RetwN    "retw.n"    "1111 0000 0001 1101"           ()                                             Windowed   "4.7.1" reads(Window) writes(Window);
    Movsp    "movsp"     "0000 0000 0001 .... .... 0000" (Def AT, Use AS)                               Windowed   "4.7.1";
    Rotw     "rotw"      "0100 0000 1000 0000 .... 0000" (Imm ROTATE)                                   Windowed   "4.7.1" writes(Window);
    L32e     "l32e"      "0000 1001 .... .... .... 0000" (Def AT, Use AS, Imm SPILL)                    Windowed   "4.7.1";
    S32e     "s32e"      "0100 1001 .... .... .... 0000" (Use AT, Use AS, Imm SPILL)                    Windowed   "4.7.1";
    Rfwo     "rfwo"      "0000 0000 0011 0100 0000 0000" ()                                             Windowed   "4.7.1" writes(Window);
    Rfwu     "rfwu"      "0000 0000 0011 0101 0000 0000" ()                                             Windowed   "4.7.1" writes(Window);
    // Debug option
    Break    "break"     "0000 0000 0100 .... .... 0000" (Imm BREAK_S, Imm BREAK_T)                     Debug      "4.7.6";
}
