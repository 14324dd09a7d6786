//! Symbol names as numbers, which is all that CLIF can hold.

use std::sync::Arc;

use cranelift_codegen::ir::UserExternalName;
use rustc_hash::FxHashMap;

/// The names of functions and data that CLIF refers to by `UserExternalName { namespace: 0, index }`.
#[derive(Clone, Debug, Default)]
pub struct SymbolTable {
    names: Vec<Arc<str>>,
    indices: FxHashMap<Arc<str>, u32>,
}

impl SymbolTable {
    /// An empty table.
    pub fn new() -> Self {
        Self::default()
    }

    /// The number of a name, given out at its first mention.
    ///
    /// # Panics
    /// At the 2^32-th name; a wasm module is far too small for that.
    pub fn intern(&mut self, name: &str) -> u32 {
        if let Some(&index) = self.indices.get(name) {
            return index;
        }
        let index = u32::try_from(self.names.len()).expect("fewer than 2^32 symbols");
        let name: Arc<str> = name.into();
        self.names.push(name.clone());
        self.indices.insert(name, index);
        index
    }

    /// The name of a number given out by [`Self::intern`].
    ///
    /// # Panics
    /// If the number is of another table.
    pub fn name(&self, index: u32) -> &Arc<str> {
        &self.names[index as usize]
    }

    /// The number of a name, if it was ever interned.
    pub fn get(&self, name: &str) -> Option<u32> {
        self.indices.get(name).copied()
    }

    /// How many names there are.
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there is no name yet.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// A number as CLIF's external name.
    pub fn external_name(index: u32) -> UserExternalName {
        UserExternalName::new(0, index)
    }
}

#[cfg(test)]
mod tests {
    use super::SymbolTable;

    #[test]
    fn a_name_keeps_its_number() {
        let mut table = SymbolTable::new();
        let foo = table.intern("app.func.0");
        let bar = table.intern("app.func.1");
        assert_ne!(foo, bar);
        assert_eq!(table.intern("app.func.0"), foo);
        assert_eq!(&**table.name(bar), "app.func.1");
        assert_eq!(table.get("app.func.2"), None);
        assert_eq!(table.len(), 2);
    }
}
