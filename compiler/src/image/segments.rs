//! From the firmware's ELF file to segments.
//!
//! A chip's loader copies words, so segments begin and end at multiples of four. Neighbours of one kind become one segment: every
//! segment costs a header, and the bootloader takes sixteen at most.

use object::elf;
use object::read::elf::{FileHeader, ProgramHeader};

use super::ImageError;
use super::format::Segment;
use crate::board::{Board, Region};
use crate::link::Firmware;

/// The firmware's bytes, by what is done with them.
#[derive(Debug, Default)]
pub(super) struct Segments {
    /// Copied to RAM.
    pub loaded: Vec<Segment>,
    /// Constants, read from flash where they are; at most one.
    pub constants: Vec<Segment>,
    /// Code, executed from flash; at most one.
    pub code: Vec<Segment>,
}

/// Neighbours this close are one segment.
const MERGE_GAP: u32 = 16;

/// Sorts what the firmware loads.
pub(super) fn of(firmware: &Firmware, board: &Board) -> Result<Segments, ImageError> {
    let elf = |error: object::read::Error| ImageError::Elf(error.to_string());
    let data = firmware.elf.as_slice();
    let header = elf::FileHeader32::<object::LittleEndian>::parse(data).map_err(elf)?;
    let endian = header.endian().map_err(elf)?;
    let mut found = Segments::default();
    for segment in header.program_headers(endian, data).map_err(elf)? {
        let bytes = segment.data(endian, data);
        let bytes =
            bytes.map_err(|()| ImageError::Elf("a segment lies outside the file".to_owned()))?;
        if segment.p_type(endian) != elf::PT_LOAD || bytes.is_empty() {
            continue;
        }
        let address = segment.p_paddr(endian);
        let code = segment.p_flags(endian).0 & elf::PF_X.0 != 0;
        let mapped = home(board, address).is_some_and(|region| region.mapped);
        let list = match (mapped, code) {
            (false, _) => &mut found.loaded,
            (true, false) => &mut found.constants,
            (true, true) => &mut found.code,
        };
        let last = list.last_mut();
        let kind = |last: &Segment| home(board, last.address).map(|region| &region.name);
        match last.filter(|last| {
            let end = last.address + last.bytes.len() as u32;
            let same = kind(last) == home(board, address).map(|region| &region.name);
            same && (end..=end + MERGE_GAP).contains(&address)
        }) {
            Some(last) => {
                last.bytes.resize((address - last.address) as usize, 0);
                last.bytes.extend(bytes);
            }
            None => list.push(Segment {
                address,
                bytes: bytes.to_vec(),
            }),
        }
    }
    for segment in [&mut found.loaded, &mut found.constants, &mut found.code]
        .into_iter()
        .flatten()
    {
        let size = segment.bytes.len().next_multiple_of(4);
        segment.bytes.resize(size, 0);
    }
    Ok(found)
}

/// The region that an address of either view is in.
pub(super) fn home(board: &Board, address: u32) -> Option<&Region> {
    let inside = |start: u32, size: u32| address.wrapping_sub(start) < size;
    board.memory.iter().find(|region| {
        let view = region.code_address.unwrap_or(region.address);
        inside(region.address, region.size) || inside(view, region.size)
    })
}
