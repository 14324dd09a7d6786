//! Which objects take part, and what their names mean.
//!
//! Objects named on the command line always take part; archive members when they define what somebody needs. A *scoped*
//! input is closed: its references prefer its own definitions, and of those only a few prefixes are seen outside.
//! That is how two Rust archives of different calling conventions, each with a `memcpy` of its own, live in one firmware.

use std::collections::{HashMap, HashSet, VecDeque};

use object::read::archive::ArchiveFile;
use object::{Object as _, ObjectSymbol as _};

use super::error::LinkError;
use super::input::{self, Elf, Groups};
use super::program::{
    Binding, Definition, LinkerSymbol, ObjectId, PUBLIC, Place, Program, ScopeId,
};
use super::{Input, Scope, abort};
use crate::board::Board;

/// Prefixes of the symbols of a scoped input that others see.
const VISIBLE: [&str; 4] = ["tinsmith_", "import:", "_start", "__tinsmith"];

fn is_visible(name: &str) -> bool {
    VISIBLE.iter().any(|prefix| name.starts_with(prefix))
}

/// What a table says of a name.
#[derive(Clone, Copy, Debug)]
enum Entry<'a> {
    /// A symbol of an object.
    Symbol(ObjectId, u32),
    /// Whatever another name means, for the given object.
    Alias(&'a str, ObjectId),
}

/// An archive member that has not been needed yet.
struct Member<'a> {
    name: String,
    scope: ScopeId,
    /// `None` once it takes part.
    elf: Option<Elf<'a>>,
}

/// Names in scope.
#[derive(Default)]
struct Table<'a> {
    defined: HashMap<&'a str, Entry<'a>>,
    /// Archive members that define a name, in order of the inputs.
    offered: HashMap<&'a str, Vec<usize>>,
}

/// The result: the program with its definitions, and the names everybody sees.
pub(super) struct Resolved<'a> {
    pub program: Program<'a>,
    /// The meaning of public names.
    pub public: HashMap<&'a str, Definition>,
    /// Every name that is defined or offered anywhere, for messages.
    pub known: HashSet<&'a str>,
}

/// Includes what is needed and resolves every symbol.
pub(super) fn resolve<'a>(
    inputs: &'a [Input<'_>],
    board: &Board,
    roots: &[&'a str],
) -> Result<Resolved<'a>, LinkError> {
    let mut resolver = Resolver {
        board,
        program: Program::default(),
        groups: Groups::default(),
        tables: vec![Table::default()],
        members: Vec::new(),
        wanted: VecDeque::new(),
    };
    for input in inputs {
        resolver.add_input(input)?;
    }
    resolver
        .wanted
        .extend(roots.iter().map(|&root| (PUBLIC, root)));
    resolver.include_wanted()?;
    resolver.define_abort();
    Ok(resolver.finish())
}

struct Resolver<'a, 'b> {
    board: &'b Board,
    program: Program<'a>,
    groups: Groups<'a>,
    tables: Vec<Table<'a>>,
    members: Vec<Member<'a>>,
    /// Names referred to, with the scope of the referrer.
    wanted: VecDeque<(ScopeId, &'a str)>,
}

impl<'a> Resolver<'a, '_> {
    fn add_input(&mut self, input: &'a Input<'_>) -> Result<(), LinkError> {
        let scope = match input.scope {
            Scope::Public => PUBLIC,
            Scope::Scoped => {
                self.tables.push(Table::default());
                self.tables.len() - 1
            }
        };
        let bytes: &'a [u8] = &input.bytes;
        if bytes.starts_with(&object::archive::MAGIC) {
            return self.add_archive(&input.name, scope, bytes);
        }
        let elf = input::parse(&input.name, bytes)?;
        self.add_object(&input.name, scope, &elf)
    }

    /// Notes what an archive's members offer.
    fn add_archive(
        &mut self,
        archive: &str,
        scope: ScopeId,
        bytes: &'a [u8],
    ) -> Result<(), LinkError> {
        let file = ArchiveFile::parse(bytes).map_err(|error| input::unreadable(archive, &error))?;
        for member in file.members() {
            let member = member.map_err(|error| input::unreadable(archive, &error))?;
            let name = format!("{archive}({})", String::from_utf8_lossy(member.name()));
            let data = member
                .data(bytes)
                .map_err(|error| input::unreadable(&name, &error))?;
            // rustc's archives also carry metadata.
            if !data.starts_with(&object::elf::ELFMAG) {
                continue;
            }
            let elf = input::parse(&name, data)?;
            let number = self.members.len();
            for symbol in elf.symbols().filter(|s| s.is_global() && !s.is_undefined()) {
                let name = symbol
                    .name()
                    .map_err(|error| input::unreadable(&name, &error))?;
                self.tables[scope]
                    .offered
                    .entry(name)
                    .or_default()
                    .push(number);
                if scope != PUBLIC && is_visible(name) {
                    self.tables[PUBLIC]
                        .offered
                        .entry(name)
                        .or_default()
                        .push(number);
                }
            }
            self.members.push(Member {
                name,
                scope,
                elf: Some(elf),
            });
        }
        Ok(())
    }

    /// Includes an object: its definitions are seen, its references wanted.
    fn add_object(&mut self, name: &str, scope: ScopeId, elf: &Elf<'a>) -> Result<(), LinkError> {
        let id = input::load(
            &mut self.program,
            &mut self.groups,
            self.board.target,
            name,
            scope,
            elf,
        )?;
        let object = self.program.object(id).clone();
        for (i, symbol) in (0u32..).zip(&object.symbols) {
            if symbol.binding == Binding::Local || symbol.name.is_empty() {
                continue;
            }
            if symbol.place == Place::Undefined {
                if symbol.binding != Binding::Weak {
                    self.wanted.push_back((scope, symbol.name));
                }
                continue;
            }
            self.define(scope, symbol.name, Entry::Symbol(id, i))?;
        }
        for &(alias, target) in &object.aliases {
            self.define(scope, alias, Entry::Alias(target, id))?;
            self.wanted.push_back((scope, target));
        }
        Ok(())
    }

    fn define(&mut self, scope: ScopeId, name: &'a str, entry: Entry<'a>) -> Result<(), LinkError> {
        self.define_in(scope, name, entry)?;
        if scope != PUBLIC && is_visible(name) {
            self.define_in(PUBLIC, name, entry)?;
        }
        Ok(())
    }

    fn define_in(
        &mut self,
        scope: ScopeId,
        name: &'a str,
        entry: Entry<'a>,
    ) -> Result<(), LinkError> {
        if let Some(&old) = self.tables[scope].defined.get(name) {
            let (old_strength, new_strength) = (self.strength(old), self.strength(entry));
            if old_strength.0 == Binding::Global && new_strength.0 == Binding::Global {
                return Err(LinkError::Duplicate {
                    symbol: name.to_owned(),
                    first: self.object_of(old).to_owned(),
                    second: self.object_of(entry).to_owned(),
                });
            }
            if old_strength >= new_strength {
                return Ok(());
            }
        }
        self.tables[scope].defined.insert(name, entry);
        Ok(())
    }

    /// Strong beats tentative beats weak; of two tentative ones the larger wins.
    fn strength(&self, entry: Entry<'a>) -> (Binding, u32) {
        match entry {
            Entry::Alias(..) => (Binding::Global, 0),
            Entry::Symbol(object, index) => {
                let symbol = &self.program.object(object).symbols[index as usize];
                let size = if symbol.binding == Binding::Common {
                    symbol.size
                } else {
                    0
                };
                (symbol.binding, size)
            }
        }
    }

    fn object_of(&self, entry: Entry<'a>) -> &str {
        let (Entry::Symbol(object, _) | Entry::Alias(_, object)) = entry;
        &self.program.object(object).name
    }

    /// Includes archive members until nobody wants more.
    fn include_wanted(&mut self) -> Result<(), LinkError> {
        let mut seen = HashSet::new();
        while let Some((scope, name)) = self.wanted.pop_front() {
            if seen.insert((scope, name)) {
                self.include(scope, name)?;
                if let Some(export) = self.export_for(scope, name) {
                    self.wanted.push_back((scope, export));
                }
            }
        }
        Ok(())
    }

    /// Includes the member that offers a name, if the name has no definition: the scope's own first.
    fn include(&mut self, scope: ScopeId, name: &'a str) -> Result<(), LinkError> {
        for scope in [scope, PUBLIC] {
            if self.tables[scope].defined.contains_key(name) {
                return Ok(());
            }
            let offers = self.tables[scope].offered.get(name);
            let Some(&first) =
                offers.and_then(|members| members.iter().find(|&&m| self.members[m].elf.is_some()))
            else {
                continue;
            };
            let member = &mut self.members[first];
            let (name, scope) = (member.name.clone(), member.scope);
            return match member.elf.take() {
                Some(elf) => self.add_object(&name, scope, &elf),
                None => Ok(()),
            };
        }
        Ok(())
    }

    /// The other instance's export that an import which nobody provides stands for.
    fn export_for(&self, scope: ScopeId, name: &str) -> Option<&'a str> {
        let rest = name.strip_prefix("import:")?;
        if self.find(scope, name).is_some() {
            return None;
        }
        let export = format!("export:{rest}");
        let table = &self.tables[PUBLIC];
        let defined = table
            .defined
            .get_key_value(export.as_str())
            .map(|(&name, _)| name);
        defined.or_else(|| {
            table
                .offered
                .get_key_value(export.as_str())
                .map(|(&name, _)| name)
        })
    }

    fn find(&self, scope: ScopeId, name: &str) -> Option<Entry<'a>> {
        [scope, PUBLIC]
            .iter()
            .find_map(|&s| self.tables[s].defined.get(name))
            .copied()
    }

    /// Rust's and C's `abort` for those who have none.
    fn define_abort(&mut self) {
        let missing = |name: &str| {
            let wants = |o: &super::program::Object<'_>| {
                o.symbols
                    .iter()
                    .any(|s| s.name == name && s.place == Place::Undefined)
                    && self.find(o.scope, name).is_none()
            };
            self.program.objects.iter().any(wants)
        };
        if missing("abort") {
            let id = abort::add(&mut self.program, self.board.target.isa);
            self.tables[PUBLIC]
                .defined
                .insert("abort", Entry::Symbol(id, 0));
        }
    }

    /// The meaning of a name in a scope.
    fn meaning(&self, scope: ScopeId, name: &str, depth: u32) -> Definition {
        // Aliases that go round in circles mean nothing.
        if depth > 64 {
            return Definition::Undefined;
        }
        match self.find(scope, name) {
            Some(Entry::Symbol(object, index)) => {
                let symbol = &self.program.object(object).symbols[index as usize];
                match symbol.place {
                    Place::Section(section, value) => Definition::Section(section, value),
                    Place::Absolute(value) => Definition::Absolute(value),
                    Place::Undefined => Definition::Undefined,
                }
            }
            Some(Entry::Alias(target, object)) => {
                self.meaning(self.program.object(object).scope, target, depth + 1)
            }
            None => match self.export_for(scope, name) {
                Some(export) => self.meaning(PUBLIC, export, depth + 1),
                None => {
                    LinkerSymbol::by_name(name).map_or(Definition::Undefined, Definition::Linker)
                }
            },
        }
    }

    fn finish(mut self) -> Resolved<'a> {
        let meanings = self.program.objects.iter().map(|object| {
            let meaning = |symbol: &super::program::Symbol<'a>| match (symbol.binding, symbol.place)
            {
                (Binding::Local, Place::Section(section, value)) => {
                    Definition::Section(section, value)
                }
                (Binding::Local, Place::Absolute(value)) => Definition::Absolute(value),
                (binding, _) => match self.meaning(object.scope, symbol.name, 0) {
                    Definition::Undefined if binding == Binding::Weak => Definition::Absolute(0),
                    meaning => meaning,
                },
            };
            object.symbols.iter().map(meaning).collect()
        });
        let definitions = meanings.collect();
        let public = self.tables[PUBLIC]
            .defined
            .keys()
            .map(|&name| (name, self.meaning(PUBLIC, name, 0)));
        let public = public.collect();
        let known = self
            .tables
            .iter()
            .flat_map(|t| t.defined.keys().chain(t.offered.keys()).copied())
            .collect();
        self.program.definitions = definitions;
        Resolved {
            program: self.program,
            public,
            known,
        }
    }
}
