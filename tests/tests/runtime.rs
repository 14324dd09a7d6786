//! The runtime tier: the embedded runtime, linked with a run script and run on every emulated board.

#[path = "runtime/contract.rs"]
mod contract;
#[path = "runtime/firmware.rs"]
mod firmware;
#[path = "runtime/intrinsics.rs"]
mod intrinsics;
#[path = "runtime/start_up.rs"]
mod start_up;
