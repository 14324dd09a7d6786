//! Where everything goes.
//!
//! Each region of the board is filled with the classes it holds, in its order. Exit: every live section has an
//! address, every pool and veneer too, and no region overflows.

use std::collections::HashMap;

use super::chunk::{self, Chunk, VENEER_SIZE};
use super::error::LinkError;
use super::program::{Base, LinkerSymbol, Program, SectionId, Target, short_name};
use crate::board::{Board, Class, Region};

/// All sections of a class.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    pub class: Class,
    /// Number of the board's region.
    pub region: usize,
    pub address: u32,
    pub size: u32,
    /// Where its image is loaded; differs from `address` for variables in flash.
    pub load: u32,
    pub align: u32,
}

/// The layout.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// By class.
    pub placed: Vec<Placed>,
    /// Sections of the classes without code, in order.
    pub data: HashMap<Class, Vec<SectionId>>,
    /// Code, by class.
    pub chunks: HashMap<Class, Vec<Chunk>>,
    /// The address of every section; 0 for those without.
    pub address: Vec<u32>,
    /// Which chunk a code section is in.
    pub chunk_of: HashMap<SectionId, (Class, usize)>,
}

impl Layout {
    /// The placement of a class.
    pub fn class(&self, class: Class) -> &Placed {
        &self.placed[class as usize]
    }

    /// The address of a section.
    pub fn section(&self, id: SectionId) -> u32 {
        self.address[id.0 as usize]
    }

    /// The chunk that holds a code section.
    pub fn chunk(&self, id: SectionId) -> Option<&Chunk> {
        let &(class, index) = self.chunk_of.get(&id)?;
        self.chunks.get(&class)?.get(index)
    }

    /// The address something refers to; `None` if its section is not part of the firmware or it has no definition.
    pub fn resolve(&self, program: &Program<'_>, target: Target) -> Option<u32> {
        let base = match target.base {
            Base::Section(id) if program.is_live(id) => self.section(id),
            Base::Absolute => 0,
            Base::Linker(symbol) => self.linker_symbol(symbol),
            Base::Section(_) | Base::Undefined => return None,
        };
        Some(base.wrapping_add(target.offset))
    }

    /// The address of a symbol the linker defines.
    pub fn linker_symbol(&self, symbol: LinkerSymbol) -> u32 {
        let start = |class| self.class(class).address;
        let end = |class| start(class).wrapping_add(self.class(class).size);
        match symbol {
            LinkerSymbol::StackBottom => start(Class::Stack),
            LinkerSymbol::StackTop => end(Class::Stack),
            LinkerSymbol::BssStart => start(Class::Bss),
            LinkerSymbol::BssEnd => end(Class::Bss),
            LinkerSymbol::DataStart => start(Class::Data),
            LinkerSymbol::DataEnd => end(Class::Data),
            LinkerSymbol::DataLoad => self.class(Class::Data).load,
        }
    }
}

/// Lays the live sections out, adding veneers until every jump reaches.
pub(super) fn lay_out(program: &Program<'_>, board: &Board) -> Result<Layout, LinkError> {
    let mut layout = start(program, board);
    loop {
        place(&mut layout, program, board)?;
        // Veneers are only ever added, so this ends.
        if !add_veneers(&mut layout, program, board) {
            return Ok(layout);
        }
    }
}

/// Sorts sections into classes and chunks.
fn start(program: &Program<'_>, board: &Board) -> Layout {
    let mut layout = Layout {
        placed: Vec::new(),
        data: HashMap::new(),
        chunks: HashMap::new(),
        address: vec![0; program.sections.len()],
        chunk_of: HashMap::new(),
    };
    for class in Class::ALL {
        let region = board
            .memory
            .iter()
            .position(|r| r.holds.contains(&class))
            .unwrap_or(0);
        layout.placed.push(Placed {
            class,
            region,
            address: 0,
            size: 0,
            load: 0,
            align: 1,
        });
        if class.is_code() {
            let chunks = chunk::split(program, board.target.isa, class);
            for (i, chunk) in chunks.iter().enumerate() {
                layout
                    .chunk_of
                    .extend(chunk.sections.iter().map(|&id| (id, (class, i))));
            }
            layout.chunks.insert(class, chunks);
        } else {
            let of_class = |id: &SectionId| {
                program.section(*id).class() == Some(class) && program.is_live(*id)
            };
            let ids = program
                .section_ids()
                .map(|(id, _)| id)
                .filter(of_class)
                .collect();
            layout.data.insert(class, ids);
        }
    }
    layout
}

/// Gives addresses to everything, region by region.
fn place(layout: &mut Layout, program: &Program<'_>, board: &Board) -> Result<(), LinkError> {
    let mut ends = Vec::new();
    for region in &board.memory {
        let mut cursor = Cursor::new(region.address);
        let mut after_code = true;
        for &class in &region.holds {
            if class.is_code() && !after_code && region.mapped {
                cursor.address += SEGMENT_HEADER;
                cursor.align(MAPPED_CODE_ALIGN);
            }
            after_code = class.is_code();
            cursor.view = region.address_of(class).wrapping_sub(region.address);
            place_class(layout, program, board, class, &mut cursor);
        }
        cursor.view = 0;
        check(layout, program, board, region, cursor.address)?;
        ends.push(cursor);
    }
    load_data(layout, program, board, &mut ends)
}

/// Puts the image of initialised variables where the board wants it.
fn load_data(
    layout: &mut Layout,
    program: &Program<'_>,
    board: &Board,
    ends: &mut [Cursor],
) -> Result<(), LinkError> {
    let data = &mut layout.placed[Class::Data as usize];
    data.load = data.address;
    let Some(i) = board.memory.iter().position(|r| r.loads_data) else {
        return Ok(());
    };
    ends[i].align(data.align.max(4));
    data.load = ends[i].low();
    ends[i].address += u64::from(data.size);
    check(layout, program, board, &board.memory[i], ends[i].address)
}

/// Bytes between constants and code in mapped flash: the header of the image's next segment.
const SEGMENT_HEADER: u64 = 8;

/// What code in mapped flash begins at a multiple of. The ESP-IDF bootloader forgets a page of which a segment uses less than 36
/// bytes (`espflash`, `save_flash_segment`); one that ends 8 bytes before a multiple of 64 never does.
const MAPPED_CODE_ALIGN: u32 = 64;

/// The next free address of a region, which may lie beyond the address space until it is checked.
struct Cursor {
    address: u64,
    /// From there to where code is seen, if code is being placed ([`Region::code_address`]): a multiple of 64 KiB.
    view: u32,
}

impl Cursor {
    fn new(address: u32) -> Self {
        Self {
            address: u64::from(address),
            view: 0,
        }
    }

    fn align(&mut self, align: u32) {
        self.address = self.address.next_multiple_of(u64::from(align));
    }

    /// The address as seen; one that does not fit is reported by [`check`] before anybody uses it.
    fn low(&self) -> u32 {
        let address = u32::try_from(self.address).unwrap_or(u32::MAX);
        address.wrapping_add(self.view)
    }

    /// Places `size` aligned bytes; returns where.
    fn take(&mut self, align: u32, size: u32) -> u32 {
        self.align(align);
        let at = self.low();
        self.address += u64::from(size);
        at
    }
}

fn place_class(
    layout: &mut Layout,
    program: &Program<'_>,
    board: &Board,
    class: Class,
    cursor: &mut Cursor,
) {
    let align = class_align(layout, program, class);
    cursor.align(align);
    let (start, address) = (cursor.address, cursor.low());
    if class == Class::Stack {
        cursor.address += u64::from(board.stack);
    } else if class.is_code() {
        for chunk in layout.chunks.get_mut(&class).into_iter().flatten() {
            chunk.pool = cursor.take(4, words(chunk.literals.len()));
            for &id in &chunk.sections {
                let section = program.section(id);
                layout.address[id.0 as usize] = cursor.take(section.align, section.size);
            }
            chunk.veneer_start = cursor.take(4, words(chunk.veneers.len()) / 4 * VENEER_SIZE);
        }
    } else {
        for &id in layout.data.get(&class).into_iter().flatten() {
            let section = program.section(id);
            layout.address[id.0 as usize] = cursor.take(section.align, section.size);
        }
        // Start-up clears and copies words.
        if matches!(class, Class::Bss | Class::Data) {
            cursor.align(4);
        }
    }
    let placed = &mut layout.placed[class as usize];
    placed.address = address;
    placed.size = u32::try_from(cursor.address - start).unwrap_or(u32::MAX);
    placed.load = placed.address;
    placed.align = align;
}

fn words(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX).saturating_mul(4)
}

/// The alignment of a class. Of code, only that of its first section counts: a pool before aligned vectors
/// should not waste an alignment's worth of memory before itself.
fn class_align(layout: &Layout, program: &Program<'_>, class: Class) -> u32 {
    let align_of = |id: &SectionId| program.section(*id).align;
    match class {
        Class::Stack => 16,
        Class::Rodata | Class::Bss | Class::Data => layout.data[&class]
            .iter()
            .map(align_of)
            .max()
            .unwrap_or(1)
            .max(4),
        _ if class.is_code() => 4,
        _ => layout.data[&class].iter().map(align_of).max().unwrap_or(1),
    }
}

/// Extends the jumps that fall short; tells whether there were any.
fn add_veneers(layout: &mut Layout, program: &Program<'_>, board: &Board) -> bool {
    let isa = board.target.isa;
    let mut missing = Vec::new();
    for (&class, chunks) in &layout.chunks {
        for (i, chunk) in chunks.iter().enumerate() {
            for &id in &chunk.sections {
                for jump in chunk::extensible(program, isa, id) {
                    let from = layout.section(id).wrapping_add(jump.offset);
                    let to = layout.resolve(program, jump.veneer.target);
                    if to.is_some_and(|to| !(jump.reaches)(from, to)) {
                        missing.push((class, i, jump.veneer));
                    }
                }
            }
        }
    }
    let mut added = false;
    for (class, i, veneer) in missing {
        if let Some(chunk) = layout
            .chunks
            .get_mut(&class)
            .and_then(|chunks| chunks.get_mut(i))
        {
            added |= chunk.add_veneer(isa, veneer);
        }
    }
    added
}

/// Refuses a region that holds more than it can.
fn check(
    layout: &Layout,
    program: &Program<'_>,
    board: &Board,
    region: &Region,
    end: u64,
) -> Result<(), LinkError> {
    let needs = end - u64::from(region.address);
    if needs <= u64::from(region.size) {
        return Ok(());
    }
    Err(LinkError::Overflow {
        board: board.name.clone(),
        region: region.name.clone(),
        needs,
        has: u64::from(region.size),
        largest: largest(layout, program, board, region),
    })
}

/// The largest parts of a region, for the message.
fn largest(layout: &Layout, program: &Program<'_>, board: &Board, region: &Region) -> String {
    const SHOWN: usize = 5;
    let code = layout
        .chunks
        .iter()
        .flat_map(|(class, chunks)| chunks.iter().map(move |c| (class, &c.sections)));
    let all = code.chain(layout.data.iter());
    let here = all.filter(|(class, _)| {
        region.holds.contains(class) || (region.loads_data && **class == Class::Data)
    });
    let mut parts: Vec<(u32, &str)> = here
        .flat_map(|(_, ids)| {
            ids.iter().map(|&id| {
                (
                    program.section(id).size,
                    short_name(program.section(id).name),
                )
            })
        })
        .collect();
    if region.holds.contains(&Class::Stack) {
        parts.push((board.stack, "the stack"));
    }
    parts.sort_by(|a, b| b.cmp(a));
    let shown: Vec<String> = parts
        .iter()
        .take(SHOWN)
        .map(|(size, name)| format!("{name} ({size} bytes)"))
        .collect();
    shown.join(", ")
}
