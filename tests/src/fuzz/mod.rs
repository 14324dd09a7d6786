//! Tier `fuzz/`: random modules executed on the emulated instruction sets and by an independent engine; both must agree.
//!
//! A [`Case`] is a module and what is done with it. [`generate`] makes one from a seed (wasm-smith, termination ensured),
//! [`reference`] executes it with `wasmi`, [`device`] compiles many, links them into one firmware and runs it, and
//! [`interpreter`] executes what the compiler's front half makes of it, Tinsmith IR, on this machine. What each saw is a list of [`Seen`]s
//! in the order of the case's actions, which [`compare`] compares. [`mod@reduce`] makes a failing case small and [`report`] writes it down
//! as a script that `tinsmith wast` executes. [`campaign`] is the loop of the program `fuzz`.
//!
//! What is not compared: what follows when a case itself exhausts the stack, whose depth the specification leaves open, until the next
//! instance. That an exhausted stack leaves everything as it was is seen by exhausting it in another instance.
//! References to functions are told apart where the function is exported, which most are.

pub mod campaign;
pub mod case;
pub mod compare;
pub mod device;
pub mod edit;
pub mod generate;
pub mod interpreter;
pub mod mutate;
pub mod reduce;
pub mod reference;
pub mod report;

pub use case::{Action, Case, Seen};

/// Why something of a campaign failed, for people.
pub type Failure = String;
