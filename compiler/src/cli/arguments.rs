//! What the command line accepts.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::chip::Layout;
use crate::opt::Goal;
use crate::wasm::Feature;

/// WebAssembly in, sandboxed native firmware for ESP32-class chips out.
#[derive(Debug, Parser)]
#[command(name = "tinsmith", version, about, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Compile a module, link it and run it on a board
    Run(Run),
    /// Compile a module and write what `--emit` names
    Build(Build),
    /// Tell what a module needs and offers
    Inspect(Inspect),
    /// Compile a module, write it into the flash of a real board, and follow what it says
    Flash(Flash),
    /// List the boards
    Boards,
    /// Run scripts of the WebAssembly test suite on an emulated board
    Wast(Wast),
}

/// What `run` and `build` have in common: the modules and the board.
#[derive(Debug, Args)]
pub struct Input {
    /// The WebAssembly module, binary or text
    pub module: PathBuf,
    /// The board to compile for (`tinsmith boards` lists them)
    #[arg(long, default_value = "qemu-xtensa", value_name = "BOARD")]
    pub board: String,
    /// How a chip gets at the firmware: loaded to RAM by its ROM, or run from flash by way of a bootloader (the default, where the
    /// chip has one)
    #[arg(long, value_enum, value_name = "LAYOUT")]
    pub layout: Option<Layout>,
    /// Whether code is to be fast or small
    #[arg(long, value_enum, default_value = "speed", value_name = "GOAL")]
    pub opt: Opt,
    /// Another module, whose exports satisfy the imports from NAME
    #[arg(long = "link", value_name = "NAME=FILE", value_parser = parse_link)]
    pub links: Vec<(String, PathBuf)>,
    /// Bytes of linear memory to reserve for a memory that may grow further than the board can tell
    #[arg(long, value_name = "BYTES")]
    pub memory_reserve: Option<u32>,
}

/// What code is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Opt {
    /// Nothing is there twice
    Size,
    /// Loops and blocks may be there twice, so that bounds checks need not be made in every iteration
    Speed,
}

impl From<Opt> for Goal {
    fn from(opt: Opt) -> Self {
        match opt {
            Opt::Size => Self::Size,
            Opt::Speed => Self::Speed,
        }
    }
}

/// How to reach a real board.
#[derive(Debug, Args)]
pub struct Device {
    /// The board's serial port, if it is not the only one
    #[arg(long, value_name = "PORT")]
    pub port: Option<String>,
    /// Baud rate while writing; a line that is bad is tried again at 115200
    #[arg(long, value_name = "BAUD", default_value_t = 460_800)]
    pub baud: u32,
    /// Write over JTAG or the chip's built-in USB JTAG instead, with this debug probe, if it is not the only one; the serial
    /// port then only carries the program's output
    #[arg(
        long,
        value_name = "VID:PID[:SERIAL]",
        num_args = 0..=1,
        require_equals = true,
        default_missing_value = ""
    )]
    pub probe: Option<String>,
    /// Let the loader in the chip's ROM do the writing, instead of a faster one sent to its RAM
    #[arg(long)]
    pub no_stub: bool,
    /// Leave the port's control lines alone: the chip is in its loader already (hold BOOT, press and release RESET, let go of BOOT)
    #[arg(long)]
    pub no_reset: bool,
}

#[derive(Debug, Args)]
pub struct Flash {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub device: Device,
    /// Start the program and leave, instead of following it to its end (or Ctrl-C)
    #[arg(long)]
    pub no_monitor: bool,
    /// Call this exported function, with the arguments as its parameters, and print its results
    #[arg(long, value_name = "FUNCTION")]
    pub invoke: Option<String>,
    /// An environment variable for the program
    #[arg(long, value_name = "NAME=VALUE")]
    pub env: Vec<String>,
    /// Follow the program for this many seconds at most
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// The program's arguments, or the parameters of the function named by `--invoke`; they become part of the firmware
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Run {
    #[command(flatten)]
    pub input: Input,
    #[command(flatten)]
    pub device: Device,
    /// Call this exported function, with the arguments as its parameters, and print its results
    #[arg(long, value_name = "FUNCTION")]
    pub invoke: Option<String>,
    /// Print the number of instructions executed, on standard error
    #[arg(long)]
    pub count: bool,
    /// An environment variable for the program
    #[arg(long, value_name = "NAME=VALUE")]
    pub env: Vec<String>,
    /// Stop the program after this many seconds
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<u64>,
    /// The program's arguments, or the parameters of the function named by `--invoke`
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<String>,
}

#[derive(Debug, Args)]
pub struct Build {
    #[command(flatten)]
    pub input: Input,
    /// The file to write; with several `--emit`, its name without extension
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// What to write
    #[arg(long, value_enum, value_delimiter = ',', default_value = "elf")]
    pub emit: Vec<Emit>,
    /// Call this exported function when the firmware starts, instead of `_start`
    #[arg(long, value_name = "FUNCTION")]
    pub invoke: Option<String>,
    /// Arguments built into the firmware
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub arguments: Vec<String>,
}

/// A product of the compiler.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Emit {
    /// The firmware, linked with the runtime and the board's start-up
    Elf,
    /// The firmware as the chip's ROM or bootloader reads it
    Image,
    /// Everything that belongs into flash, from address 0 on: bootloader, partition table, firmware
    Merged,
    /// The module's relocatable object
    Obj,
    /// Assembly text
    Asm,
    /// Tinsmith IR as instruction selection gets it
    Ir,
    /// Cranelift IR after optimisation
    Clif,
}

impl Emit {
    /// The extension of its file.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Elf => "elf",
            Self::Image => "bin",
            Self::Merged => "merged.bin",
            Self::Obj => "o",
            Self::Asm => "s",
            Self::Ir => "tir",
            Self::Clif => "clif",
        }
    }
}

#[derive(Debug, Args)]
pub struct Inspect {
    /// The WebAssembly module, binary or text
    pub module: PathBuf,
    /// Also tell whether it fits this board
    #[arg(long, value_name = "BOARD")]
    pub board: Option<String>,
    /// How a chip gets at the firmware, as for `build`
    #[arg(long, value_enum, value_name = "LAYOUT", requires = "board")]
    pub layout: Option<Layout>,
    /// Whether its code is to be fast or small there
    #[arg(long, value_enum, default_value = "speed", value_name = "GOAL")]
    pub opt: Opt,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

fn parse_link(text: &str) -> Result<(String, PathBuf), String> {
    let (name, file) = text.split_once('=').ok_or("write NAME=FILE")?;
    Ok((name.to_owned(), PathBuf::from(file)))
}

#[derive(Debug, Args)]
pub struct Wast {
    /// The scripts
    #[arg(required = true, value_name = "FILE.wast")]
    pub files: Vec<PathBuf>,
    /// The board to run them on (`tinsmith boards` lists them)
    #[arg(long, default_value = "qemu-xtensa", value_name = "BOARD")]
    pub board: String,
    /// Whether code is to be fast or small
    #[arg(long, value_enum, default_value = "speed", value_name = "GOAL")]
    pub opt: Opt,
    /// Interpret the Tinsmith IR made for the board's processor on this machine, instead of executing firmware: what fails here too is
    /// no fault of the back end
    #[arg(long)]
    pub interpret: bool,
    /// Proposals that modules may use beyond WebAssembly 2.0 without vectors
    #[arg(long, value_name = "LIST", value_delimiter = ',', value_parser = parse_feature)]
    pub features: Vec<Feature>,
}

fn parse_feature(name: &str) -> Result<Feature, String> {
    Feature::by_name(name).ok_or_else(|| {
        let known: Vec<&str> = Feature::ALL.into_iter().map(Feature::name).collect();
        format!("it is not supported; these are: {}", known.join(", "))
    })
}
