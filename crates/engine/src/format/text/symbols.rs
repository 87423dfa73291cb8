//! The symbols that every alphabet has, by name, as [`Alphabet::number`](super::alphabet::Alphabet::number) numbers them.

pub(super) const END: usize = 0;
pub(super) const SPELL: usize = 1;
pub(super) const SPELL_GAP: usize = 2;
pub(super) const MARK_SMALL: usize = 3;
pub(super) const MARK_CAPITALISED: usize = 4;
pub(super) const MARK_UPPER: usize = 5;
pub(super) const MARK_MIXED: usize = 6;
pub(super) const TITLED: usize = 7;
pub(super) const REPEAT: usize = 8;
