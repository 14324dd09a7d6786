//! DWARF.
use object::write::SectionId;

use super::module::ObjectModule;
use super::write::{ObjectError, Writer};

pub(super) fn write(
    _writer: &mut Writer<'_>,
    _module: &ObjectModule,
    _text: &[SectionId],
) -> Result<(), ObjectError> {
    Ok(())
}
