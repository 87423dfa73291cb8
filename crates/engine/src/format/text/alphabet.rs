//! The alphabet: which symbols there are, and what each does.

use super::Words;
use super::forms::{CAPITALISED, CLASS_MIXED, CLASSED, CLASSES, SMALL, UPPER, form_of, read_mixed};
use super::memory::RECENT;
use super::step::{count, step};
use crate::format::bits::BitReader;

/// What a symbol of the alphabet does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    End,
    Spell,
    SpellGap,
    /// The next word has this form.
    Form(u64),
    /// The next word has a form that follows it, a bit for each letter.
    Mixed,
    Titled,
    /// The recency less `first` follows in `bits` bits; and so on below.
    Repeat {
        first: u32,
        bits: u8,
    },
    Gap {
        first: u32,
        bits: u8,
    },
    Head(u32),
    Extra {
        first: u32,
        bits: u8,
    },
    Group(u32),
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Gap {
    pub(super) text: String,
    /// Whether the next word is expected with a capital.
    pub(super) capital: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) ordinal: u32,
    pub(super) form: u64,
    /// Whether it stays small in titles where other words are capitalised.
    pub(super) small: bool,
}

/// Terms of about the same frequency and of one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// Where its terms start in `tail`.
    pub(super) start: u32,
    pub(super) len: u32,
    pub(super) class: u8,
    /// Where the forms of its terms start in `mixed`, if it is of class mixed.
    forms: u32,
}

/// Which symbols there are, and what each does.
#[derive(Clone, Debug, Default)]
pub(super) struct Alphabet {
    pub(super) gaps: Vec<Gap>,
    pub(super) heads: Vec<Head>,
    pub(super) extras: Vec<String>,
    pub(super) groups: Vec<Group>,
    /// The terms of all groups, group after group, each in ordinal order.
    pub(super) tail: Vec<u32>,
    /// The usual forms of the terms of class mixed, in the order of `tail`.
    mixed: Vec<u64>,
    /// By symbol.
    pub(super) actions: Vec<Action>,
}

impl Alphabet {
    /// Nothing yet.
    pub(super) const EMPTY: Alphabet = Alphabet {
        gaps: Vec::new(),
        heads: Vec::new(),
        extras: Vec::new(),
        groups: Vec::new(),
        tail: Vec::new(),
        mixed: Vec::new(),
        actions: Vec::new(),
    };
}

/// Terms are grouped by the power of two in their document frequency.
const OCTAVES: usize = 32;
/// Gaps that have a symbol of their own.
const OWN_GAPS: usize = 40;

impl Alphabet {
    /// Adds the terms of one octave as groups, with the forms of those of class mixed.
    pub(super) fn add_groups(&mut self, classes: [&[u32]; CLASSES], mixed: &[u64]) {
        let forms = self.mixed.len() as u32;
        for (class, terms) in classes.iter().enumerate() {
            if !terms.is_empty() {
                let start = self.tail.len() as u32;
                self.groups.push(Group { start, len: terms.len() as u32, class: class as u8, forms });
                self.tail.extend_from_slice(terms);
            }
        }
        self.mixed.extend_from_slice(mixed);
    }

    /// Numbers the symbols, once all else is there.
    pub(super) fn number(&mut self) {
        let actions = &mut self.actions;
        actions.extend_from_slice(&[
            Action::End,
            Action::Spell,
            Action::SpellGap,
            Action::Form(SMALL),
            Action::Form(CAPITALISED),
            Action::Form(UPPER),
            Action::Mixed,
            Action::Titled,
            Action::Repeat { first: 0, bits: 0 },
        ]);
        for bits in 0..RECENT.ilog2() as u8 {
            actions.push(Action::Repeat { first: 1 << bits, bits });
        }
        let own = self.gaps.len().min(OWN_GAPS) as u32;
        for first in 0..own {
            actions.push(Action::Gap { first, bits: 0 });
        }
        doubling(own, self.gaps.len(), &mut |first, bits| actions.push(Action::Gap { first, bits }));
        for head in 0..self.heads.len() as u32 {
            actions.push(Action::Head(head));
        }
        doubling(0, self.extras.len(), &mut |first, bits| actions.push(Action::Extra { first, bits }));
        for group in 0..self.groups.len() as u32 {
            actions.push(Action::Group(group));
        }
    }

    /// The usual form of the term at a place of a group.
    pub(super) fn form(&self, group: &Group, place: u32) -> u64 {
        if group.class == CLASS_MIXED {
            return self.mixed.get(group.forms.saturating_add(place) as usize).copied().unwrap_or(SMALL);
        }
        form_of(group.class)
    }
}

/// Cuts a list from `first` on into stretches of 8, 16, 32, ... entries: where each starts and the bits for a place in it.
fn doubling(first: u32, len: usize, stretch: &mut dyn FnMut(u32, u8)) {
    let (mut first, mut bits) = (first, 3u8);
    while (first as usize) < len && bits < 31 {
        stretch(first, bits);
        first = first.saturating_add(1 << bits);
        bits += 1;
    }
}

/// The terms of each octave in ordinal order: those with letters, and those of digits alone.
///
/// Leaves out the heads and everything below the threshold.
pub(super) fn by_octave<W: Words + ?Sized>(words: &W, threshold: u32, heads: &[Head]) -> Vec<[Vec<u32>; 2]> {
    let mut octaves = Vec::new();
    for _ in 0..OCTAVES {
        octaves.push([Vec::new(), Vec::new()]);
    }
    let mut heads = heads;
    for ordinal in 0..words.len() {
        let frequency = words.frequency(ordinal);
        if let [head, rest @ ..] = heads
            && head.ordinal == ordinal
        {
            heads = rest;
            continue;
        }
        if frequency < threshold {
            continue;
        }
        let digits = words.term(ordinal).bytes().all(|byte| byte.is_ascii_digit());
        let octave = octaves.get_mut(frequency.max(1).ilog2() as usize);
        if let Some(terms) = octave.and_then(|octave| octave.get_mut(usize::from(digits))) {
            terms.push(ordinal);
        }
    }
    octaves
}

impl Alphabet {
    pub(super) fn open_heads<W: Words + ?Sized>(&mut self, reader: &mut BitReader<'_>, words: &W) -> Option<()> {
        let low = reader.bits(5);
        let mut next = 0u32;
        for _ in 0..count(reader) {
            let ordinal = next.checked_add(step(reader, low))?;
            let form = match reader.bits(2) as u8 {
                CLASS_MIXED => read_mixed(reader, words.term(ordinal)),
                class => form_of(class),
            };
            self.heads.push(Head { ordinal, form, small: reader.bits(1) == 1 });
            if ordinal >= words.len() || reader.overran() {
                return None;
            }
            next = ordinal + 1;
        }
        Some(())
    }

    pub(super) fn open_octave<W: Words + ?Sized>(
        &mut self,
        reader: &mut BitReader<'_>,
        words: &W,
        lettered: &[u32],
        digits: &[u32],
    ) -> Option<()> {
        let (mut small, mut capitalised, mut upper, mut mixed) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        let mut forms = Vec::new();
        if lettered.first().is_some_and(|&ordinal| words.frequency(ordinal) >= CLASSED) {
            let low = reader.bits(5);
            let mut skip = step(reader, low);
            for &ordinal in lettered {
                if skip > 0 {
                    skip -= 1;
                    small.push(ordinal);
                    continue;
                }
                if reader.bits(1) == 0 {
                    capitalised.push(ordinal);
                } else if reader.bits(1) == 0 {
                    upper.push(ordinal);
                } else {
                    mixed.push(ordinal);
                    forms.push(read_mixed(reader, words.term(ordinal)));
                }
                skip = step(reader, low);
                if reader.overran() {
                    return None;
                }
            }
            self.add_groups([&small, &capitalised, &upper, &mixed, digits], &forms);
        } else {
            self.add_groups([lettered, &[], &[], &[], digits], &forms);
        }
        Some(())
    }
}
