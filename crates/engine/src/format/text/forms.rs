//! Forms: which letters of a word are capitals, what is usual and what is expected at a place.

use crate::format::bits::BitReader;
#[cfg(feature = "build")]
use crate::format::bits::BitWriter;

// Forms: which bytes of a word are capitals, bit i for byte i. Bytes beyond the 64th never are.
pub(super) const SMALL: u64 = 0;
pub(super) const CAPITALISED: u64 = 1;
pub(super) const UPPER: u64 = u64::MAX;

// Classes of terms by their usual form.
#[cfg(feature = "build")]
pub(super) const CLASS_SMALL: u8 = 0;
pub(super) const CLASS_CAPITALISED: u8 = 1;
pub(super) const CLASS_UPPER: u8 = 2;
pub(super) const CLASS_MIXED: u8 = 3;
#[cfg(feature = "build")]
pub(super) const CLASS_DIGITS: u8 = 4;
pub(super) const CLASSES: usize = 5;
/// Terms of fewer documents are small by definition: listing their forms costs more than their marks.
pub(super) const CLASSED: u32 = 2;

/// The form of a class; for mixed it is no single one.
pub(super) fn form_of(class: u8) -> u64 {
    match class {
        CLASS_CAPITALISED => CAPITALISED,
        CLASS_UPPER => UPPER,
        _ => SMALL,
    }
}

/// The bytes of a term that a form applies to.
#[cfg(feature = "build")]
fn cased(term: &str) -> impl Iterator<Item = usize> + '_ {
    term.bytes().enumerate().take(64).filter(|(_, byte)| byte.is_ascii_lowercase()).map(|(at, _)| at)
}

/// The form that a word has when no mark says otherwise.
#[inline]
pub(super) fn expected(form: u64, capital: bool, titled: bool, small: bool) -> u64 {
    if form == SMALL && (capital || (titled && !small)) { CAPITALISED } else { form }
}

/// Whether a word after this gap is expected with a capital, for gaps that are not in the list.
pub(super) fn ends_sentence(gap: &str) -> bool {
    gap.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?'))
}

pub(super) fn read_mixed(reader: &mut BitReader<'_>, term: &str) -> u64 {
    let mut form = SMALL;
    for (at, byte) in term.bytes().enumerate().take(64) {
        if byte.is_ascii_lowercase() {
            form |= u64::from(reader.bits(1)) << at;
        }
    }
    form
}

/// Writes the form that [`read_mixed`] reads.
#[cfg(feature = "build")]
pub(super) fn put_mixed(out: &mut BitWriter, term: &str, form: u64) {
    cased(term).for_each(|at| out.bits((form >> at & 1) as u32, 1));
}
