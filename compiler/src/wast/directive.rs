//! Reads a script: directives in our own terms, owning what they need.
//!
//! Modules are encoded here, so that a text that does not assemble is known as such. Nothing is validated.

use thiserror::Error;
use wast::core::{WastArgCore, WastRetCore};
use wast::lexer::Lexer;
use wast::parser::{self, ParseBuffer};
use wast::token::Id;
use wast::{QuoteWat, Wast, WastArg, WastDirective, WastExecute, WastInvoke, WastRet};

use super::value::{Argument, Pattern};

/// The script is not written in the suite's language.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
#[error("{name}: {message}")]
pub struct ParseError {
    /// The script.
    pub name: String,
    /// What is wrong and where.
    pub message: String,
}

/// A script.
#[derive(Clone, Debug)]
pub struct Script {
    /// Its name for messages, usually the file's.
    pub name: String,
    pub(super) directives: Vec<Directive>,
}

impl Script {
    /// Reads a script.
    ///
    /// # Errors
    /// If the text is not a script. What is wrong with its modules is found when it runs.
    pub fn parse(name: &str, text: &str) -> Result<Self, ParseError> {
        let fail = |error: wast::Error| {
            let (line, column) = error.span().linecol_in(text);
            ParseError {
                name: name.to_owned(),
                message: format!(
                    "line {}, column {}: {}",
                    line + 1,
                    column + 1,
                    error.message()
                ),
            }
        };
        let mut lexer = Lexer::new(text);
        // The suite tests names in every script there is.
        lexer.allow_confusing_unicode(true);
        let buffer = ParseBuffer::new_with_lexer(lexer).map_err(fail)?;
        let wast: Wast<'_> = parser::parse(&buffer).map_err(fail)?;
        let directives = wast.directives.into_iter().map(|directive| Directive {
            line: directive.span().linecol_in(text).0 + 1,
            kind: Kind::read(directive),
        });
        Ok(Self {
            name: name.to_owned(),
            directives: directives.collect(),
        })
    }
}

/// A directive and its line, from 1.
#[derive(Clone, Debug)]
pub(super) struct Directive {
    pub line: usize,
    pub kind: Kind,
}

/// A module's binary, or why its text does not assemble.
pub(super) type Encoded = Result<Vec<u8>, String>;

/// What a directive says.
#[derive(Clone, Debug)]
pub(super) enum Kind {
    /// Define and instantiate.
    Module {
        name: Option<String>,
        module: Encoded,
    },
    /// Define only.
    Definition {
        name: Option<String>,
        module: Encoded,
    },
    /// Instantiate a definition, the last if it is not named.
    Instance {
        name: Option<String>,
        definition: Option<String>,
    },
    /// From now on, imports from that name mean this instance, the current one if it is not named.
    Register {
        name: String,
        instance: Option<String>,
    },
    /// Do something for its effect.
    Perform(Action),
    /// It returns these values.
    AssertReturn {
        action: Action,
        expected: Vec<Pattern>,
    },
    /// It traps.
    AssertTrap { action: Action, message: String },
    /// It exhausts the stack.
    AssertExhaustion { action: Action, message: String },
    /// The module is not well-formed.
    AssertMalformed { module: Encoded },
    /// The module is well-formed but not valid.
    AssertInvalid { module: Encoded },
    /// The module is valid, but its imports are not there or do not fit.
    AssertUnlinkable { module: Encoded, message: String },
    /// A directive of a proposal that is not supported.
    Unsupported { assertion: bool, what: &'static str },
}

/// Something that happens on the device.
#[derive(Clone, Debug)]
pub(super) enum Action {
    /// Call an exported function.
    Invoke {
        instance: Option<String>,
        name: String,
        args: Vec<Argument>,
    },
    /// Look at an exported global.
    Get {
        instance: Option<String>,
        name: String,
    },
    /// Instantiate a module.
    Instantiate { module: Encoded },
}

impl Kind {
    /// Whether it counts as an assertion.
    pub fn is_assertion(&self) -> bool {
        match self {
            Self::Module { .. }
            | Self::Definition { .. }
            | Self::Instance { .. }
            | Self::Register { .. }
            | Self::Perform(_) => false,
            Self::Unsupported { assertion, .. } => *assertion,
            Self::AssertReturn { .. }
            | Self::AssertTrap { .. }
            | Self::AssertExhaustion { .. }
            | Self::AssertMalformed { .. }
            | Self::AssertInvalid { .. }
            | Self::AssertUnlinkable { .. } => true,
        }
    }

    fn read(directive: WastDirective<'_>) -> Self {
        use WastDirective as W;
        match directive {
            W::Module(module) => {
                let name = name(module.name());
                let module = encode(module);
                Self::Module { name, module }
            }
            W::ModuleDefinition(module) => {
                let name = name(module.name());
                let module = encode(module);
                Self::Definition { name, module }
            }
            W::ModuleInstance {
                instance, module, ..
            } => Self::Instance {
                name: name(instance),
                definition: name(module),
            },
            W::Register {
                name: as_name,
                module,
                ..
            } => Self::Register {
                name: as_name.to_owned(),
                instance: name(module),
            },
            W::Invoke(invoke) => Self::Perform(Action::invoke(invoke)),
            W::AssertReturn { exec, results, .. } => Self::AssertReturn {
                action: Action::read(exec),
                expected: results.into_iter().map(pattern).collect(),
            },
            W::AssertTrap { exec, message, .. } => Self::AssertTrap {
                action: Action::read(exec),
                message: message.to_owned(),
            },
            W::AssertExhaustion { call, message, .. } => Self::AssertExhaustion {
                action: Action::invoke(call),
                message: message.to_owned(),
            },
            W::AssertMalformed { module, .. } => Self::AssertMalformed {
                module: encode(module),
            },
            W::AssertInvalid { module, .. } => Self::AssertInvalid {
                module: encode(module),
            },
            W::AssertUnlinkable {
                module, message, ..
            } => Self::AssertUnlinkable {
                module: encode(QuoteWat::Wat(module)),
                message: message.to_owned(),
            },
            other => Self::unsupported(&other),
        }
    }

    fn unsupported(directive: &WastDirective<'_>) -> Self {
        let (assertion, what) = match directive {
            WastDirective::AssertException { .. } => {
                (true, "assert_exception (exception-handling)")
            }
            WastDirective::AssertSuspension { .. } => (true, "assert_suspension (stack-switching)"),
            WastDirective::Thread(_) => (false, "thread (threads)"),
            WastDirective::Wait { .. } => (false, "wait (threads)"),
            _ => (true, "an assertion about custom sections"),
        };
        Self::Unsupported { assertion, what }
    }
}

impl Action {
    fn read(exec: WastExecute<'_>) -> Self {
        match exec {
            WastExecute::Invoke(invoke) => Self::invoke(invoke),
            WastExecute::Wat(module) => Self::Instantiate {
                module: encode(QuoteWat::Wat(module)),
            },
            WastExecute::Get { module, global, .. } => Self::Get {
                instance: name(module),
                name: global.to_owned(),
            },
        }
    }

    fn invoke(invoke: WastInvoke<'_>) -> Self {
        Self::Invoke {
            instance: name(invoke.module),
            name: invoke.name.to_owned(),
            args: invoke.args.into_iter().map(argument).collect(),
        }
    }
}

fn name(id: Option<Id<'_>>) -> Option<String> {
    id.map(|id| id.name().to_owned())
}

fn encode(mut module: QuoteWat<'_>) -> Encoded {
    module.encode().map_err(|error| error.message())
}

fn argument(arg: WastArg<'_>) -> Argument {
    match arg {
        WastArg::Core(WastArgCore::I32(n)) => Argument::new('i', u64::from(n as u32)),
        WastArg::Core(WastArgCore::I64(n)) => Argument::new('I', n as u64),
        WastArg::Core(WastArgCore::F32(n)) => Argument::new('f', n.bits.into()),
        WastArg::Core(WastArgCore::F64(n)) => Argument::new('F', n.bits),
        WastArg::Core(WastArgCore::RefNull(_)) => Argument::Null,
        // A host's reference is stored plus one (ABI, "Values").
        WastArg::Core(WastArgCore::RefExtern(n)) => Argument::new('x', u64::from(n) + 1),
        _ => Argument::Unsupported,
    }
}

fn pattern(result: WastRet<'_>) -> Pattern {
    match result {
        WastRet::Core(core) => core_pattern(core),
        _ => Pattern::Unsupported,
    }
}

fn core_pattern(result: WastRetCore<'_>) -> Pattern {
    match result {
        WastRetCore::I32(n) => Pattern::exact('i', u64::from(n as u32)),
        WastRetCore::I64(n) => Pattern::exact('I', n as u64),
        WastRetCore::F32(nan) => Pattern::float('f', nan, |value| value.bits.into()),
        WastRetCore::F64(nan) => Pattern::float('F', nan, |value| value.bits),
        WastRetCore::RefNull(_) => Pattern::Null,
        WastRetCore::RefExtern(Some(n)) => Pattern::exact('x', u64::from(n) + 1),
        WastRetCore::RefExtern(None) => Pattern::NotNull('x'),
        WastRetCore::RefFunc(None) => Pattern::NotNull('r'),
        WastRetCore::Either(list) => Pattern::Either(list.into_iter().map(core_pattern).collect()),
        _ => Pattern::Unsupported,
    }
}
