//! The instructions of RV32I, M, A, F, C, Zicsr, Zifencei, Zba, Zbb and Zbs: one row each, columns as in the manual.
//!
//! Sections are those of the unprivileged manual, version 20191213 (`P`: of the privileged one of the same date;
//! `B`: the bit-manipulation extensions, version 1.0.0).

use super::fields::{
    BASE, C_ADDI4SPN, C_ADDI16SP, C_B, C_BASE, C_FRD, C_FRS2, C_FRS2S, C_IMM, C_J, C_LUI, C_LWSP,
    C_NZIMM, C_OFFSET, C_RD, C_RD_NOT_SP, C_RS1S, C_RS2, C_RS2_ANY, C_RS2S, C_SHAMT, C_SWSP, CSR,
    FRD, FRS1, FRS2, FRS3, IMM_B, IMM_I, IMM_J, IMM_S, IMM_U, LINK, ORDER, PRED, RD, RM, RS1, RS2,
    SHAMT, SP, SP_BASE, SUCC, ZIMM,
};
use crate::isa_table;

#[rustfmt::skip] // One line an instruction.
isa_table! {
    // RV32I: integer register-immediate.
    Addi       "addi"       "............ ..... 000 ..... 0010011"         (Def RD, Use RS1, Imm IMM_I)                       Core     "2.4.1";
    Slti       "slti"       "............ ..... 010 ..... 0010011"         (Def RD, Use RS1, Imm IMM_I)                       Core     "2.4.1";
    Sltiu      "sltiu"      "............ ..... 011 ..... 0010011"         (Def RD, Use RS1, Imm IMM_I)                       Core     "2.4.1";
    Xori       "xori"       "............ ..... 100 ..... 0010011"         (Def RD, Use RS1, Imm IMM_I)                       Core     "2.4.1";
    Ori        "ori"        "............ ..... 110 ..... 0010011"         (Def RD, Use RS1, Imm IMM_I)                       Core     "2.4.1";
    Andi       "andi"       "............ ..... 111 ..... 0010011"         (Def RD, Use RS1, Imm IMM_I)                       Core     "2.4.1";
    Slli       "slli"       "0000000 ..... ..... 001 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Core     "2.4.1";
    Srli       "srli"       "0000000 ..... ..... 101 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Core     "2.4.1";
    Srai       "srai"       "0100000 ..... ..... 101 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Core     "2.4.1";
    Lui        "lui"        ".................... ..... 0110111"           (Def RD, Imm IMM_U)                                Core     "2.4.1";
    Auipc      "auipc"      ".................... ..... 0010111"           (Def RD, Imm IMM_U)                                Core     "2.4.1";

    // RV32I: integer register-register.
    Add        "add"        "0000000 ..... ..... 000 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Sub        "sub"        "0100000 ..... ..... 000 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Sll        "sll"        "0000000 ..... ..... 001 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Slt        "slt"        "0000000 ..... ..... 010 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Sltu       "sltu"       "0000000 ..... ..... 011 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Xor        "xor"        "0000000 ..... ..... 100 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Srl        "srl"        "0000000 ..... ..... 101 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Sra        "sra"        "0100000 ..... ..... 101 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    Or         "or"         "0000000 ..... ..... 110 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";
    And        "and"        "0000000 ..... ..... 111 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Core     "2.4.2";

    // RV32I: control transfer.
    Jal        "jal"        ".................... ..... 1101111"           (Def RD, Imm IMM_J)                                Core     "2.5.1";
    Jalr       "jalr"       "............ ..... 000 ..... 1100111"         (Def RD, Imm IMM_I, Use BASE)                      Core     "2.5.1";
    Beq        "beq"        "....... ..... ..... 000 ..... 1100011"        (Use RS1, Use RS2, Imm IMM_B)                      Core     "2.5.2";
    Bne        "bne"        "....... ..... ..... 001 ..... 1100011"        (Use RS1, Use RS2, Imm IMM_B)                      Core     "2.5.2";
    Blt        "blt"        "....... ..... ..... 100 ..... 1100011"        (Use RS1, Use RS2, Imm IMM_B)                      Core     "2.5.2";
    Bge        "bge"        "....... ..... ..... 101 ..... 1100011"        (Use RS1, Use RS2, Imm IMM_B)                      Core     "2.5.2";
    Bltu       "bltu"       "....... ..... ..... 110 ..... 1100011"        (Use RS1, Use RS2, Imm IMM_B)                      Core     "2.5.2";
    Bgeu       "bgeu"       "....... ..... ..... 111 ..... 1100011"        (Use RS1, Use RS2, Imm IMM_B)                      Core     "2.5.2";

    // RV32I: loads and stores.
    Lb         "lb"         "............ ..... 000 ..... 0000011"         (Def RD, Imm IMM_I, Use BASE)                      Core     "2.6";
    Lh         "lh"         "............ ..... 001 ..... 0000011"         (Def RD, Imm IMM_I, Use BASE)                      Core     "2.6";
    Lw         "lw"         "............ ..... 010 ..... 0000011"         (Def RD, Imm IMM_I, Use BASE)                      Core     "2.6";
    Lbu        "lbu"        "............ ..... 100 ..... 0000011"         (Def RD, Imm IMM_I, Use BASE)                      Core     "2.6";
    Lhu        "lhu"        "............ ..... 101 ..... 0000011"         (Def RD, Imm IMM_I, Use BASE)                      Core     "2.6";
    Sb         "sb"         "....... ..... ..... 000 ..... 0100011"        (Use RS2, Imm IMM_S, Use BASE)                     Core     "2.6";
    Sh         "sh"         "....... ..... ..... 001 ..... 0100011"        (Use RS2, Imm IMM_S, Use BASE)                     Core     "2.6";
    Sw         "sw"         "....... ..... ..... 010 ..... 0100011"        (Use RS2, Imm IMM_S, Use BASE)                     Core     "2.6";

    // RV32I: memory ordering, environment; and two of the privileged manual.
    Fence      "fence"      "0000 .... .... 00000 000 00000 0001111"       (Imm PRED, Imm SUCC)                               Core     "2.7";
    Ecall      "ecall"      "000000000000 00000 000 00000 1110011"         ()                                                 Core     "2.8";
    Ebreak     "ebreak"     "000000000001 00000 000 00000 1110011"         ()                                                 Core     "2.8";
    Mret       "mret"       "001100000010 00000 000 00000 1110011"         ()                                                 Core     "P3.3.2";
    Wfi        "wfi"        "000100000101 00000 000 00000 1110011"         ()                                                 Core     "P3.3.3";

    // Zifencei, Zicsr.
    FenceI     "fence.i"    "000000000000 00000 001 00000 0001111"         ()                                                 Zifencei "3";
    Csrrw      "csrrw"      "............ ..... 001 ..... 1110011"         (Def RD, Imm CSR, Use RS1)                         Zicsr    "9.1";
    Csrrs      "csrrs"      "............ ..... 010 ..... 1110011"         (Def RD, Imm CSR, Use RS1)                         Zicsr    "9.1";
    Csrrc      "csrrc"      "............ ..... 011 ..... 1110011"         (Def RD, Imm CSR, Use RS1)                         Zicsr    "9.1";
    Csrrwi     "csrrwi"     "............ ..... 101 ..... 1110011"         (Def RD, Imm CSR, Imm ZIMM)                        Zicsr    "9.1";
    Csrrsi     "csrrsi"     "............ ..... 110 ..... 1110011"         (Def RD, Imm CSR, Imm ZIMM)                        Zicsr    "9.1";
    Csrrci     "csrrci"     "............ ..... 111 ..... 1110011"         (Def RD, Imm CSR, Imm ZIMM)                        Zicsr    "9.1";

    // M: multiplication and division.
    Mul        "mul"        "0000001 ..... ..... 000 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.1";
    Mulh       "mulh"       "0000001 ..... ..... 001 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.1";
    Mulhsu     "mulhsu"     "0000001 ..... ..... 010 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.1";
    Mulhu      "mulhu"      "0000001 ..... ..... 011 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.1";
    Div        "div"        "0000001 ..... ..... 100 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.2";
    Divu       "divu"       "0000001 ..... ..... 101 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.2";
    Rem        "rem"        "0000001 ..... ..... 110 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.2";
    Remu       "remu"       "0000001 ..... ..... 111 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         M        "7.2";

    // A: load-reserved, store-conditional, atomic memory operations.
    LrW        "lr.w"       "00010 .. 00000 ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use BASE)                      A        "8.2";
    ScW        "sc.w"       "00011 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.2";
    AmoswapW   "amoswap.w"  "00001 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmoaddW    "amoadd.w"   "00000 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmoxorW    "amoxor.w"   "00100 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmoandW    "amoand.w"   "01100 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmoorW     "amoor.w"    "01000 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmominW    "amomin.w"   "10000 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmomaxW    "amomax.w"   "10100 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmominuW   "amominu.w"  "11000 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";
    AmomaxuW   "amomaxu.w"  "11100 .. ..... ..... 010 ..... 0101111"       (Imm ORDER, Def RD, Use RS2, Use BASE)             A        "8.4";

    // F: single-precision floating point.
    Flw        "flw"        "............ ..... 010 ..... 0000111"         (Def FRD, Imm IMM_I, Use BASE)                     F        "11.5";
    Fsw        "fsw"        "....... ..... ..... 010 ..... 0100111"        (Use FRS2, Imm IMM_S, Use BASE)                    F        "11.5";
    FmaddS     "fmadd.s"    "..... 00 ..... ..... ... ..... 1000011"       (Def FRD, Use FRS1, Use FRS2, Use FRS3, Imm RM)    F        "11.6"   reads(FpStatus) writes(FpStatus);
    FmsubS     "fmsub.s"    "..... 00 ..... ..... ... ..... 1000111"       (Def FRD, Use FRS1, Use FRS2, Use FRS3, Imm RM)    F        "11.6"   reads(FpStatus) writes(FpStatus);
    FnmsubS    "fnmsub.s"   "..... 00 ..... ..... ... ..... 1001011"       (Def FRD, Use FRS1, Use FRS2, Use FRS3, Imm RM)    F        "11.6"   reads(FpStatus) writes(FpStatus);
    FnmaddS    "fnmadd.s"   "..... 00 ..... ..... ... ..... 1001111"       (Def FRD, Use FRS1, Use FRS2, Use FRS3, Imm RM)    F        "11.6"   reads(FpStatus) writes(FpStatus);
    FaddS      "fadd.s"     "0000000 ..... ..... ... ..... 1010011"        (Def FRD, Use FRS1, Use FRS2, Imm RM)              F        "11.6"   reads(FpStatus) writes(FpStatus);
    FsubS      "fsub.s"     "0000100 ..... ..... ... ..... 1010011"        (Def FRD, Use FRS1, Use FRS2, Imm RM)              F        "11.6"   reads(FpStatus) writes(FpStatus);
    FmulS      "fmul.s"     "0001000 ..... ..... ... ..... 1010011"        (Def FRD, Use FRS1, Use FRS2, Imm RM)              F        "11.6"   reads(FpStatus) writes(FpStatus);
    FdivS      "fdiv.s"     "0001100 ..... ..... ... ..... 1010011"        (Def FRD, Use FRS1, Use FRS2, Imm RM)              F        "11.6"   reads(FpStatus) writes(FpStatus);
    FsqrtS     "fsqrt.s"    "0101100 00000 ..... ... ..... 1010011"        (Def FRD, Use FRS1, Imm RM)                        F        "11.6"   reads(FpStatus) writes(FpStatus);
    FminS      "fmin.s"     "0010100 ..... ..... 000 ..... 1010011"        (Def FRD, Use FRS1, Use FRS2)                      F        "11.6"   writes(FpStatus);
    FmaxS      "fmax.s"     "0010100 ..... ..... 001 ..... 1010011"        (Def FRD, Use FRS1, Use FRS2)                      F        "11.6"   writes(FpStatus);
    FsgnjS     "fsgnj.s"    "0010000 ..... ..... 000 ..... 1010011"        (Def FRD, Use FRS1, Use FRS2)                      F        "11.7";
    FsgnjnS    "fsgnjn.s"   "0010000 ..... ..... 001 ..... 1010011"        (Def FRD, Use FRS1, Use FRS2)                      F        "11.7";
    FsgnjxS    "fsgnjx.s"   "0010000 ..... ..... 010 ..... 1010011"        (Def FRD, Use FRS1, Use FRS2)                      F        "11.7";
    FcvtWS     "fcvt.w.s"   "1100000 00000 ..... ... ..... 1010011"        (Def RD, Use FRS1, Imm RM)                         F        "11.7"   reads(FpStatus) writes(FpStatus);
    FcvtWuS    "fcvt.wu.s"  "1100000 00001 ..... ... ..... 1010011"        (Def RD, Use FRS1, Imm RM)                         F        "11.7"   reads(FpStatus) writes(FpStatus);
    FcvtSW     "fcvt.s.w"   "1101000 00000 ..... ... ..... 1010011"        (Def FRD, Use RS1, Imm RM)                         F        "11.7"   reads(FpStatus) writes(FpStatus);
    FcvtSWu    "fcvt.s.wu"  "1101000 00001 ..... ... ..... 1010011"        (Def FRD, Use RS1, Imm RM)                         F        "11.7"   reads(FpStatus) writes(FpStatus);
    FmvXW      "fmv.x.w"    "1110000 00000 ..... 000 ..... 1010011"        (Def RD, Use FRS1)                                 F        "11.7";
    FmvWX      "fmv.w.x"    "1111000 00000 ..... 000 ..... 1010011"        (Def FRD, Use RS1)                                 F        "11.7";
    FeqS       "feq.s"      "1010000 ..... ..... 010 ..... 1010011"        (Def RD, Use FRS1, Use FRS2)                       F        "11.8"   writes(FpStatus);
    FltS       "flt.s"      "1010000 ..... ..... 001 ..... 1010011"        (Def RD, Use FRS1, Use FRS2)                       F        "11.8"   writes(FpStatus);
    FleS       "fle.s"      "1010000 ..... ..... 000 ..... 1010011"        (Def RD, Use FRS1, Use FRS2)                       F        "11.8"   writes(FpStatus);
    FclassS    "fclass.s"   "1110000 00000 ..... 001 ..... 1010011"        (Def RD, Use FRS1)                                 F        "11.9";

    // C: quadrant 0.
    CUnimp     "c.unimp"    "000 000 000 00 000 00"                        ()                                                 C        "16.8"   special;
    CAddi4spn  "c.addi4spn" "000 ........ ... 00"                          (Def C_RS2S, Use SP, Imm C_ADDI4SPN)               C        "16.5";
    CLw        "c.lw"       "010 ... ... .. ... 00"                        (Def C_RS2S, Imm C_OFFSET, Use C_BASE)             C        "16.3";
    CFlw       "c.flw"      "011 ... ... .. ... 00"                        (Def C_FRS2S, Imm C_OFFSET, Use C_BASE)            Cf       "16.3";
    CSw        "c.sw"       "110 ... ... .. ... 00"                        (Use C_RS2S, Imm C_OFFSET, Use C_BASE)             C        "16.3";
    CFsw       "c.fsw"      "111 ... ... .. ... 00"                        (Use C_FRS2S, Imm C_OFFSET, Use C_BASE)            Cf       "16.3";

    // C: quadrant 1.
    CNop       "c.nop"      "000 0 00000 00000 01"                         ()                                                 C        "16.5"   special;
    CAddi      "c.addi"     "000 . ..... ..... 01"                         (Mod C_RD, Imm C_NZIMM)                            C        "16.5";
    CJal       "c.jal"      "001 ........... 01"                           (Def LINK, Imm C_J)                                C        "16.4";
    CLi        "c.li"       "010 . ..... ..... 01"                         (Def C_RD, Imm C_IMM)                              C        "16.5";
    CAddi16sp  "c.addi16sp" "011 . 00010 ..... 01"                         (Mod SP, Imm C_ADDI16SP)                           C        "16.5"   special;
    CLui       "c.lui"      "011 . ..... ..... 01"                         (Def C_RD_NOT_SP, Imm C_LUI)                       C        "16.5";
    CSrli      "c.srli"     "100 0 00 ... ..... 01"                        (Mod C_RS1S, Imm C_SHAMT)                          C        "16.5";
    CSrai      "c.srai"     "100 0 01 ... ..... 01"                        (Mod C_RS1S, Imm C_SHAMT)                          C        "16.5";
    CAndi      "c.andi"     "100 . 10 ... ..... 01"                        (Mod C_RS1S, Imm C_IMM)                            C        "16.5";
    CSub       "c.sub"      "100 0 11 ... 00 ... 01"                       (Mod C_RS1S, Use C_RS2S)                           C        "16.5";
    CXor       "c.xor"      "100 0 11 ... 01 ... 01"                       (Mod C_RS1S, Use C_RS2S)                           C        "16.5";
    COr        "c.or"       "100 0 11 ... 10 ... 01"                       (Mod C_RS1S, Use C_RS2S)                           C        "16.5";
    CAnd       "c.and"      "100 0 11 ... 11 ... 01"                       (Mod C_RS1S, Use C_RS2S)                           C        "16.5";
    CJ         "c.j"        "101 ........... 01"                           (Imm C_J)                                          C        "16.4";
    CBeqz      "c.beqz"     "110 ... ... ..... 01"                         (Use C_RS1S, Imm C_B)                              C        "16.4";
    CBnez      "c.bnez"     "111 ... ... ..... 01"                         (Use C_RS1S, Imm C_B)                              C        "16.4";

    // C: quadrant 2.
    CSlli      "c.slli"     "000 0 ..... ..... 10"                         (Mod C_RD, Imm C_SHAMT)                            C        "16.5";
    CLwsp      "c.lwsp"     "010 . ..... ..... 10"                         (Def C_RD, Imm C_LWSP, Use SP_BASE)                C        "16.3";
    CFlwsp     "c.flwsp"    "011 . ..... ..... 10"                         (Def C_FRD, Imm C_LWSP, Use SP_BASE)               Cf       "16.3";
    CJr        "c.jr"       "100 0 ..... 00000 10"                         (Use C_RD)                                         C        "16.4"   special;
    CMv        "c.mv"       "100 0 ..... ..... 10"                         (Def C_RD, Use C_RS2)                              C        "16.5";
    CEbreak    "c.ebreak"   "100 1 00000 00000 10"                         ()                                                 C        "16.5"   special;
    CJalr      "c.jalr"     "100 1 ..... 00000 10"                         (Def LINK, Use C_RD)                               C        "16.4"   special;
    CAdd       "c.add"      "100 1 ..... ..... 10"                         (Mod C_RD, Use C_RS2)                              C        "16.5";
    CSwsp      "c.swsp"     "110 ...... ..... 10"                          (Use C_RS2_ANY, Imm C_SWSP, Use SP_BASE)           C        "16.3";
    CFswsp     "c.fswsp"    "111 ...... ..... 10"                          (Use C_FRS2, Imm C_SWSP, Use SP_BASE)              Cf       "16.3";

    // Zba: address generation.
    Sh1add     "sh1add"     "0010000 ..... ..... 010 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zba      "B Zba";
    Sh2add     "sh2add"     "0010000 ..... ..... 100 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zba      "B Zba";
    Sh3add     "sh3add"     "0010000 ..... ..... 110 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zba      "B Zba";

    // Zbb: basic bit manipulation.
    Andn       "andn"       "0100000 ..... ..... 111 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Orn        "orn"        "0100000 ..... ..... 110 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Xnor       "xnor"       "0100000 ..... ..... 100 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Max        "max"        "0000101 ..... ..... 110 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Maxu       "maxu"       "0000101 ..... ..... 111 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Min        "min"        "0000101 ..... ..... 100 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Minu       "minu"       "0000101 ..... ..... 101 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Rol        "rol"        "0110000 ..... ..... 001 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Ror        "ror"        "0110000 ..... ..... 101 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbb      "B Zbb";
    Rori       "rori"       "0110000 ..... ..... 101 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Zbb      "B Zbb";
    Clz        "clz"        "011000000000 ..... 001 ..... 0010011"         (Def RD, Use RS1)                                  Zbb      "B Zbb";
    Ctz        "ctz"        "011000000001 ..... 001 ..... 0010011"         (Def RD, Use RS1)                                  Zbb      "B Zbb";
    Cpop       "cpop"       "011000000010 ..... 001 ..... 0010011"         (Def RD, Use RS1)                                  Zbb      "B Zbb";
    SextB      "sext.b"     "011000000100 ..... 001 ..... 0010011"         (Def RD, Use RS1)                                  Zbb      "B Zbb";
    SextH      "sext.h"     "011000000101 ..... 001 ..... 0010011"         (Def RD, Use RS1)                                  Zbb      "B Zbb";
    ZextH      "zext.h"     "0000100 00000 ..... 100 ..... 0110011"        (Def RD, Use RS1)                                  Zbb      "B Zbb";
    OrcB       "orc.b"      "001010000111 ..... 101 ..... 0010011"         (Def RD, Use RS1)                                  Zbb      "B Zbb";
    Rev8       "rev8"       "011010011000 ..... 101 ..... 0010011"         (Def RD, Use RS1)                                  Zbb      "B Zbb";

    // Zbs: single bits.
    Bclr       "bclr"       "0100100 ..... ..... 001 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbs      "B Zbs";
    Bclri      "bclri"      "0100100 ..... ..... 001 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Zbs      "B Zbs";
    Bext       "bext"       "0100100 ..... ..... 101 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbs      "B Zbs";
    Bexti      "bexti"      "0100100 ..... ..... 101 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Zbs      "B Zbs";
    Binv       "binv"       "0110100 ..... ..... 001 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbs      "B Zbs";
    Binvi      "binvi"      "0110100 ..... ..... 001 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Zbs      "B Zbs";
    Bset       "bset"       "0010100 ..... ..... 001 ..... 0110011"        (Def RD, Use RS1, Use RS2)                         Zbs      "B Zbs";
    Bseti      "bseti"      "0010100 ..... ..... 001 ..... 0010011"        (Def RD, Use RS1, Imm SHAMT)                       Zbs      "B Zbs";
}
