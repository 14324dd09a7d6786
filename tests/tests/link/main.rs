//! The linker tier: objects and archives are linked and run on the emulated boards.

mod modules;
mod names;
mod programs;
mod reach;
mod samples;
mod support;
