//! RISC-V, 32-bit: RV32I with M, A, F, C and parts of B.
