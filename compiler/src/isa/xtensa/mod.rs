//! Xtensa, little-endian: the ISA of the ESP32, ESP32-S2 and ESP32-S3 (LX6, LX7) and of the emulated `de233_fpu` core.

pub mod fields;
pub mod regs;
pub mod table;

#[cfg(test)]
mod tests;
