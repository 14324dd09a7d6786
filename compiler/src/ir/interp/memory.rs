//! The interpreter's address space: one flat range of bytes in which symbols are placed, and code addresses outside of it.

use std::collections::HashMap;
use std::sync::Arc;

/// Where the first symbol is placed. What lies below is never accessible.
const FIRST_ADDRESS: u32 = 0x1000_0000;

/// Where code addresses begin; they are 4 apart and nothing can be read there.
const FIRST_CODE_ADDRESS: u32 = 0x4000_0000;

/// Bytes, symbols and their addresses.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    bytes: Vec<u8>,
    symbols: HashMap<Arc<str>, u32>,
    code: Vec<Arc<str>>,
}

impl Memory {
    /// An empty memory.
    pub fn new() -> Self {
        Self::default()
    }

    /// Places a symbol at a new range of zero bytes and gives its address. `align` is a power of two.
    pub fn place(&mut self, name: &str, size: u32, align: u32) -> u32 {
        let start = (self.bytes.len() as u32).next_multiple_of(align);
        let end = (start + size) as usize;
        if self.bytes.is_empty() {
            // Zero pages cost nothing until they are written.
            self.bytes = vec![0; end];
        }
        self.bytes.resize(end, 0);
        self.define(name, FIRST_ADDRESS + start);
        FIRST_ADDRESS + start
    }

    /// Gives a symbol an address, as an alias of what is there.
    pub fn define(&mut self, name: &str, address: u32) {
        self.symbols.insert(name.into(), address);
    }

    /// The address of a symbol. One that was never placed is taken for code and gets a code address.
    pub fn address(&mut self, name: &str) -> u32 {
        if let Some(&address) = self.symbols.get(name) {
            return address;
        }
        let address = FIRST_CODE_ADDRESS + 4 * self.code.len() as u32;
        let name: Arc<str> = name.into();
        self.code.push(name.clone());
        self.symbols.insert(name, address);
        address
    }

    /// The symbol with that code address.
    pub fn code_at(&self, address: u32) -> Option<&Arc<str>> {
        let offset = address.checked_sub(FIRST_CODE_ADDRESS)?;
        let name = self.code.get(offset as usize / 4)?;
        (offset % 4 == 0).then_some(name)
    }

    /// A symbol that begins at an address and for which `wanted` holds.
    pub fn symbol_at(&self, address: u32, wanted: impl Fn(&str) -> bool) -> Option<&str> {
        let mut symbols = self.symbols.iter();
        let found = symbols.find(|(name, at)| **at == address && wanted(name));
        found.map(|(name, _)| &**name)
    }

    /// The bytes at an address, if they are all there. No bytes are there at every address.
    pub fn bytes(&self, address: u32, len: u32) -> Option<&[u8]> {
        if len == 0 {
            return Some(&[]);
        }
        let start = address.checked_sub(FIRST_ADDRESS)? as usize;
        self.bytes.get(start..start + len as usize)
    }

    /// As [`Self::bytes`], to be written.
    pub fn bytes_mut(&mut self, address: u32, len: u32) -> Option<&mut [u8]> {
        if len == 0 {
            return Some(&mut []);
        }
        let start = address.checked_sub(FIRST_ADDRESS)? as usize;
        self.bytes.get_mut(start..start + len as usize)
    }

    /// Copies bytes within the memory, as `memmove`. None, and nothing written, if either range is not all there.
    pub fn copy(&mut self, dst: u32, src: u32, len: u32) -> Option<()> {
        let bytes = self.bytes(src, len)?.to_vec();
        self.bytes_mut(dst, len)?.copy_from_slice(&bytes);
        Some(())
    }

    /// Up to four little-endian bytes, zero-extended.
    pub fn load(&self, address: u32, len: u32) -> Option<u32> {
        let bytes = self.bytes(address, len)?.iter().rev();
        Some(bytes.fold(0, |word, &byte| word << 8 | u32::from(byte)))
    }

    /// Writes the low `len` bytes of a word, up to four, little-endian.
    pub fn store(&mut self, address: u32, len: u32, word: u32) -> Option<()> {
        let bytes = word.to_le_bytes();
        self.bytes_mut(address, len)?
            .copy_from_slice(&bytes[..len as usize]);
        Some(())
    }

    /// All bytes, in the order of placement: to compare two memories after two runs.
    pub fn contents(&self) -> &[u8] {
        &self.bytes
    }
}
