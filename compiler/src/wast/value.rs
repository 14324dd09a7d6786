//! Arguments, and patterns that results are compared with.

use std::fmt;

use wast::core::NanPattern;

/// An argument of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Argument {
    /// The letter of its type and its bits.
    Bits { ty: char, bits: u64 },
    /// A null reference of any type.
    Null,
    /// Of a proposal that is not supported.
    Unsupported,
}

impl Argument {
    pub fn new(ty: char, bits: u64) -> Self {
        Self::Bits { ty, bits }
    }

    /// Its bits as a parameter of that type.
    pub fn bits_as(self, parameter: char) -> Option<u64> {
        match self {
            Self::Bits { ty, bits } => (ty == parameter).then_some(bits),
            Self::Null => is_reference(parameter).then_some(0),
            Self::Unsupported => None,
        }
    }
}

/// What a result must be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Pattern {
    /// Of that type, these bits.
    Exact { ty: char, bits: u64 },
    /// The one NaN the type has, of either sign.
    CanonicalNan(char),
    /// Any quiet NaN.
    ArithmeticNan(char),
    /// A null reference.
    Null,
    /// A reference of that type that is not null.
    NotNull(char),
    /// One of these.
    Either(Vec<Self>),
    /// Of a proposal that is not supported.
    Unsupported,
}

impl Pattern {
    pub fn exact(ty: char, bits: u64) -> Self {
        Self::Exact { ty, bits }
    }

    pub fn float<T>(ty: char, pattern: NanPattern<T>, bits: impl Fn(T) -> u64) -> Self {
        match pattern {
            NanPattern::CanonicalNan => Self::CanonicalNan(ty),
            NanPattern::ArithmeticNan => Self::ArithmeticNan(ty),
            NanPattern::Value(value) => Self::exact(ty, bits(value)),
        }
    }

    /// Whether a result of type `ty` is one.
    pub fn matches(&self, ty: char, bits: u64) -> bool {
        // The significand's highest bit says quiet; a canonical NaN has no other.
        let (quiet, sign) = match ty {
            'f' => (0x7fc0_0000, 1 << 31),
            _ => (0x7ff8_0000_0000_0000, 1 << 63),
        };
        match self {
            Self::Exact {
                ty: wanted,
                bits: b,
            } => *wanted == ty && *b == bits,
            Self::CanonicalNan(wanted) => *wanted == ty && bits & !sign == quiet,
            Self::ArithmeticNan(wanted) => *wanted == ty && bits & quiet == quiet,
            Self::Null => is_reference(ty) && bits == 0,
            Self::NotNull(wanted) => *wanted == ty && bits != 0,
            Self::Either(list) => list.iter().any(|pattern| pattern.matches(ty, bits)),
            Self::Unsupported => false,
        }
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exact { ty, bits } => Shown(*ty, *bits).fmt(f),
            Self::CanonicalNan(ty) => write!(f, "{} nan:canonical", type_name(*ty)),
            Self::ArithmeticNan(ty) => write!(f, "{} nan:arithmetic", type_name(*ty)),
            Self::Null => f.write_str("a null reference"),
            Self::NotNull(ty) => write!(f, "a {} that is not null", type_name(*ty)),
            Self::Either(list) => {
                let texts: Vec<String> = list.iter().map(ToString::to_string).collect();
                write!(f, "one of ({})", texts.join(", "))
            }
            Self::Unsupported => f.write_str("a value of a proposal that is not supported"),
        }
    }
}

/// A value for people: its type's letter, its bits.
pub(super) struct Shown(pub char, pub u64);

impl fmt::Display for Shown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(ty, bits) = *self;
        let name = type_name(ty);
        match ty {
            'i' => write!(f, "{name} {}", bits as i32),
            'I' => write!(f, "{name} {}", bits as i64),
            'f' => write!(f, "{name} {} ({bits:#010x})", f32::from_bits(bits as u32)),
            'F' => write!(f, "{name} {} ({bits:#018x})", f64::from_bits(bits)),
            _ if bits == 0 => write!(f, "{name} null"),
            _ => write!(f, "{name} {bits:#x}"),
        }
    }
}

fn type_name(ty: char) -> &'static str {
    match ty {
        'i' => "i32",
        'I' => "i64",
        'f' => "f32",
        'F' => "f64",
        'r' => "funcref",
        _ => "externref",
    }
}

fn is_reference(ty: char) -> bool {
    matches!(ty, 'r' | 'x')
}

#[cfg(test)]
mod tests {
    use super::{Argument, Pattern};

    #[test]
    fn nan_patterns() {
        let canonical = Pattern::CanonicalNan('f');
        assert!(canonical.matches('f', 0x7fc0_0000));
        assert!(canonical.matches('f', 0xffc0_0000));
        assert!(!canonical.matches('f', 0x7fc0_0001));
        assert!(!canonical.matches('F', 0x7fc0_0000));
        let arithmetic = Pattern::ArithmeticNan('F');
        assert!(arithmetic.matches('F', 0x7ff8_0000_0000_0001));
        assert!(arithmetic.matches('F', 0xfff8_0000_0000_0000));
        assert!(
            !arithmetic.matches('F', 0x7ff0_0000_0000_0001),
            "signalling"
        );
        assert!(!arithmetic.matches('F', 0x7ff0_0000_0000_0000), "infinity");
        assert!(!arithmetic.matches('F', 0), "zero");
    }

    #[test]
    fn references_and_choices() {
        assert!(Pattern::Null.matches('r', 0));
        assert!(!Pattern::Null.matches('i', 0));
        assert!(Pattern::NotNull('r').matches('r', 8));
        assert!(!Pattern::NotNull('r').matches('r', 0));
        assert!(!Pattern::NotNull('x').matches('r', 8));
        let either = Pattern::Either(vec![Pattern::exact('i', 1), Pattern::exact('i', 2)]);
        assert!(either.matches('i', 2));
        assert!(!either.matches('i', 3));
        assert!(!Pattern::exact('i', 1).matches('I', 1));
        assert_eq!(Argument::Null.bits_as('x'), Some(0));
        assert_eq!(Argument::Null.bits_as('i'), None);
        assert_eq!(Argument::new('f', 7).bits_as('i'), None);
    }
}
