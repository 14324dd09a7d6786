//! The WebAssembly proposals: those Tinsmith takes, and the names of those it refuses.

use std::fmt;

use wasmparser::WasmFeatures;

/// A proposal beyond the MVP which Tinsmith supports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are the proposals'")]
#[repr(u8)]
pub enum Feature {
    MutableGlobal,
    SignExtension,
    SaturatingFloatToInt,
    MultiValue,
    BulkMemory,
    ReferenceTypes,
    TailCall,
    ExtendedConst,
    MultiMemory,
    CustomPageSizes,
}

impl Feature {
    /// Every one, in the order they were standardised.
    pub const ALL: [Self; 10] = [
        Self::MutableGlobal,
        Self::SignExtension,
        Self::SaturatingFloatToInt,
        Self::MultiValue,
        Self::BulkMemory,
        Self::ReferenceTypes,
        Self::TailCall,
        Self::ExtendedConst,
        Self::MultiMemory,
        Self::CustomPageSizes,
    ];

    /// The proposal's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::MutableGlobal => "mutable-global",
            Self::SignExtension => "sign-extension",
            Self::SaturatingFloatToInt => "saturating-float-to-int",
            Self::MultiValue => "multi-value",
            Self::BulkMemory => "bulk-memory",
            Self::ReferenceTypes => "reference-types",
            Self::TailCall => "tail-call",
            Self::ExtendedConst => "extended-const",
            Self::MultiMemory => "multi-memory",
            Self::CustomPageSizes => "custom-page-sizes",
        }
    }

    /// The proposal of that name.
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|feature| feature.name() == name)
    }

    fn for_wasmparser(self) -> WasmFeatures {
        match self {
            Self::MutableGlobal => WasmFeatures::MUTABLE_GLOBAL,
            Self::SignExtension => WasmFeatures::SIGN_EXTENSION,
            Self::SaturatingFloatToInt => WasmFeatures::SATURATING_FLOAT_TO_INT,
            Self::MultiValue => WasmFeatures::MULTI_VALUE,
            Self::BulkMemory => WasmFeatures::BULK_MEMORY,
            Self::ReferenceTypes => WasmFeatures::REFERENCE_TYPES,
            Self::TailCall => WasmFeatures::TAIL_CALL,
            Self::ExtendedConst => WasmFeatures::EXTENDED_CONST,
            Self::MultiMemory => WasmFeatures::MULTI_MEMORY,
            Self::CustomPageSizes => WasmFeatures::CUSTOM_PAGE_SIZES,
        }
    }
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of [`Feature`]s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeatureSet(u16);

impl FeatureSet {
    /// WebAssembly 2.0 without vectors.
    pub const V2: Self = Self::of(&[
        Feature::MutableGlobal,
        Feature::SignExtension,
        Feature::SaturatingFloatToInt,
        Feature::MultiValue,
        Feature::BulkMemory,
        Feature::ReferenceTypes,
    ]);
    /// Everything that is supported.
    pub const SUPPORTED: Self = Self::of(&Feature::ALL);

    const fn of(features: &[Feature]) -> Self {
        let (mut set, mut n) = (0, 0);
        while n < features.len() {
            set |= 1 << features[n] as u16;
            n += 1;
        }
        Self(set)
    }

    /// The set with one more.
    #[must_use]
    pub fn with(mut self, feature: Feature) -> Self {
        self.insert(feature);
        self
    }

    /// What wasmparser is told to accept.
    pub(super) fn for_wasmparser(self) -> WasmFeatures {
        self.iter().fold(WasmFeatures::MVP, |all, feature| {
            all | feature.for_wasmparser()
        })
    }

    /// Adds one.
    pub fn insert(&mut self, feature: Feature) {
        self.0 |= 1 << feature as u16;
    }

    /// Whether it is there.
    pub fn contains(self, feature: Feature) -> bool {
        self.0 & (1 << feature as u16) != 0
    }

    /// Those that are there, in the order of [`Feature::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Feature> {
        Feature::ALL.into_iter().filter(move |&f| self.contains(f))
    }
}

/// The proposals that are refused, by name, each with the bits that turn it on (its prerequisites included). A
/// prerequisite comes before what needs it, so that the first one that helps is the one to name. Not listed:
/// acquire-release-atomics, whose encoding gives a meaning to what is only a wrong alignment.
pub(super) const REFUSED: &[(&str, WasmFeatures)] = &[
    ("simd", WasmFeatures::SIMD),
    (
        "relaxed-simd",
        WasmFeatures::SIMD.union(WasmFeatures::RELAXED_SIMD),
    ),
    ("threads", WasmFeatures::THREADS),
    ("memory64", WasmFeatures::MEMORY64),
    ("exception-handling", WasmFeatures::EXCEPTIONS),
    (
        "legacy exception-handling",
        WasmFeatures::EXCEPTIONS.union(WasmFeatures::LEGACY_EXCEPTIONS),
    ),
    ("function-references", WasmFeatures::FUNCTION_REFERENCES),
    (
        "gc",
        WasmFeatures::FUNCTION_REFERENCES.union(WasmFeatures::GC),
    ),
    ("wide-arithmetic", WasmFeatures::WIDE_ARITHMETIC),
    ("compact-import-section", WasmFeatures::COMPACT_IMPORTS),
    ("memory-control", WasmFeatures::MEMORY_CONTROL),
    (
        "stack-switching",
        WasmFeatures::EXCEPTIONS
            .union(WasmFeatures::FUNCTION_REFERENCES)
            .union(WasmFeatures::STACK_SWITCHING),
    ),
    (
        "shared-everything-threads",
        WasmFeatures::THREADS
            .union(WasmFeatures::FUNCTION_REFERENCES)
            .union(WasmFeatures::GC)
            .union(WasmFeatures::SHARED_EVERYTHING_THREADS),
    ),
    (
        "custom-descriptors",
        WasmFeatures::FUNCTION_REFERENCES
            .union(WasmFeatures::GC)
            .union(WasmFeatures::CUSTOM_DESCRIPTORS),
    ),
    (
        "multibyte-array-access",
        WasmFeatures::FUNCTION_REFERENCES
            .union(WasmFeatures::GC)
            .union(WasmFeatures::MULTIBYTE_ARRAY_ACCESS),
    ),
];

#[cfg(test)]
mod tests {
    use super::{Feature, FeatureSet, REFUSED};

    #[test]
    fn nothing_is_both_supported_and_refused() {
        let supported = FeatureSet::SUPPORTED.for_wasmparser();
        for (name, features) in REFUSED {
            assert!(!supported.contains(*features), "{name}");
        }
    }

    #[test]
    fn a_set_lists_its_members_in_order() {
        let mut set = FeatureSet::default();
        set.insert(Feature::ReferenceTypes);
        set.insert(Feature::SignExtension);
        let names: Vec<_> = set.iter().map(Feature::name).collect();
        assert_eq!(names, ["sign-extension", "reference-types"]);
    }
}
