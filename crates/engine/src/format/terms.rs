//! What is known of each term beside its letters: document frequency, stem class, and where its postings are.
//!
//! Layout: varint block target in bytes; then four streams, each as varint length and bytes:
//! 1. bits, for each ordinal: gamma(document frequency), gamma(distance to the next term of the same stem class + 1), where
//!    distance 0 ends the class;
//! 2. function words: varint differences of ordinals (the first one + 1);
//! 3. varint bit lengths of the posting groups;
//! 4. reserved, empty.
//!
//! Groups and blocks are not stored but follow from the frequencies: see [`Grouping`].

use super::bits::BitReader;
use super::bytes::Reader;

/// A group is full at this many terms ...
pub(crate) const GROUP_TERMS: u32 = 16;
/// ... or this many postings: a list is reached by decoding at most one group before it.
pub(crate) const GROUP_POSTINGS: u32 = 256;

/// Decides where groups end; the writer and the reader both ask it.
#[derive(Debug, Default)]
pub(crate) struct Grouping {
    terms: u32,
    postings: u32,
}

impl Grouping {
    /// Counts a term of `frequency` postings; true when the group ends behind it.
    pub(crate) fn closes_after(&mut self, frequency: u32) -> bool {
        self.terms += 1;
        self.postings = self.postings.saturating_add(frequency);
        let full = self.terms >= GROUP_TERMS || self.postings >= GROUP_POSTINGS;
        if full {
            *self = Grouping::default();
        }
        full
    }
}

/// Where a group of posting lists starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// Its first term.
    pub(crate) first: u32,
    /// The postings block that holds it.
    pub(crate) block: u32,
    /// The bit in the block where it starts.
    pub(crate) bit: u32,
}

/// The term arrays, by ordinal.
#[derive(Clone, Debug, Default)]
pub(crate) struct TermTable {
    frequencies: Vec<u32>,
    /// First member of the stem class.
    class: Vec<u32>,
    /// Next member of the stem class; the term itself at the end.
    next: Vec<u32>,
    /// Whether a term says nothing beside content words.
    functions: Vec<bool>,
    groups: Vec<Group>,
    /// Number of postings blocks.
    blocks: u32,
}

impl TermTable {
    /// Nothing yet.
    pub(crate) const EMPTY: TermTable = TermTable {
        frequencies: Vec::new(),
        class: Vec::new(),
        next: Vec::new(),
        functions: Vec::new(),
        groups: Vec::new(),
        blocks: 0,
    };
}

impl TermTable {
    /// Reads the table for `count` terms over `documents` documents into an empty one.
    pub(crate) fn fill(&mut self, bytes: &[u8], count: u32, documents: u32) -> Option<()> {
        let table = self;
        let mut reader = Reader::new(bytes);
        let target = u64::from(reader.varint()?) * 8;
        let mut stream = || {
            let len = reader.varint()? as usize;
            reader.take(len)
        };
        let (numbers, functions, lengths, reserved) = (stream()?, stream()?, stream()?, stream()?);
        if reader.remaining() > 0 || !reserved.is_empty() {
            return None;
        }
        // Two gamma codes take at least two bits: a count that the bytes cannot hold is refused before it allocates.
        if (count as usize).div_ceil(4) > numbers.len() {
            return None;
        }
        let mut bits = BitReader::new(numbers, 0);
        for ordinal in 0..count {
            table.class.push(ordinal);
        }
        table.next = table.class.clone();
        table.frequencies = Vec::with_capacity(count as usize);
        for ordinal in 0..count {
            let frequency = bits.gamma();
            let step = bits.gamma().wrapping_sub(1);
            if frequency > documents {
                return None;
            }
            table.frequencies.push(frequency);
            if step > 0 {
                let next = ordinal.checked_add(step).filter(|&next| next < count)?;
                let class = table.class.get(ordinal as usize).copied()?;
                *table.next.get_mut(ordinal as usize)? = next;
                let slot = table.class.get_mut(next as usize)?;
                if *slot != next {
                    return None;
                }
                *slot = class;
            }
        }
        if bits.overran() {
            return None;
        }
        let mut functions = Reader::new(functions);
        table.functions.resize(count as usize, false);
        let mut last: Option<u32> = None;
        while functions.remaining() > 0 {
            let step = functions.varint()?;
            let ordinal = last
                .unwrap_or(0)
                .checked_add(step)
                .and_then(|sum| if last.is_none() { sum.checked_sub(1) } else { Some(sum) });
            let ordinal = ordinal.filter(|&ordinal| ordinal < count && last.is_none_or(|last| ordinal > last))?;
            *table.functions.get_mut(ordinal as usize)? = true;
            last = Some(ordinal);
        }
        let mut lengths = Reader::new(lengths);
        let mut grouping = Grouping::default();
        let (mut first, mut block, mut bit) = (0u32, 0u32, 0u64);
        for (ordinal, &frequency) in (0u32..).zip(&table.frequencies) {
            if !grouping.closes_after(frequency) && ordinal + 1 < count {
                continue;
            }
            if bit >= target && bit > 0 {
                block += 1;
                bit = 0;
            }
            table.groups.push(Group { first, block, bit: u32::try_from(bit).ok()? });
            bit += u64::from(lengths.varint()?);
            first = ordinal + 1;
        }
        if lengths.remaining() > 0 {
            return None;
        }
        table.blocks = if count == 0 { 0 } else { block + 1 };
        Some(())
    }

    pub(crate) fn len(&self) -> u32 {
        self.frequencies.len() as u32
    }

    /// In how many documents the term occurs.
    #[inline]
    pub(crate) fn frequency(&self, ordinal: u32) -> u32 {
        self.frequencies.get(ordinal as usize).copied().unwrap_or(0)
    }

    /// Sum of document frequencies over a range of terms.
    pub(crate) fn postings_of(&self, range: std::ops::Range<u32>) -> u64 {
        let mut sum = 0;
        for &frequency in self.frequencies.get(range.start as usize..range.end as usize).unwrap_or(&[]) {
            sum += u64::from(frequency);
        }
        sum
    }

    /// The members of the term's stem class, in order.
    pub(crate) fn class_members(&self, ordinal: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.class.get(ordinal as usize).copied();
        std::iter::successors(first, |&member| {
            let next = self.next.get(member as usize).copied()?;
            (next > member).then_some(next)
        })
    }

    /// The stem class, named by its first member.
    pub(crate) fn class(&self, ordinal: u32) -> u32 {
        self.class.get(ordinal as usize).copied().unwrap_or(ordinal)
    }

    /// Whether the term says nothing beside content words.
    #[inline]
    pub(crate) fn is_function_word(&self, ordinal: u32) -> bool {
        self.functions.get(ordinal as usize).copied().unwrap_or(false)
    }

    /// The number of postings blocks.
    pub(crate) fn blocks(&self) -> u32 {
        self.blocks
    }

    /// The group that holds the term's list.
    pub(crate) fn group(&self, ordinal: u32) -> Option<Group> {
        let after = self.groups.partition_point(|group| group.first <= ordinal);
        self.groups.get(after.checked_sub(1)?).copied()
    }
}

/// What the writer puts into the table.
#[cfg(feature = "build")]
#[derive(Debug, Default)]
pub(crate) struct TermTableWriter {
    /// Document frequency by ordinal.
    pub(crate) frequencies: Vec<u32>,
    /// Distance to the next member of the stem class, 0 at its end.
    pub(crate) steps: Vec<u32>,
    /// Ordinals of function words, ascending.
    pub(crate) function_words: Vec<u32>,
    /// Bit lengths of the groups, in order.
    pub(crate) group_bits: Vec<u32>,
    /// Bytes after which a postings block is full.
    pub(crate) block_target: u32,
}

#[cfg(feature = "build")]
impl TermTableWriter {
    pub(crate) fn write(&self) -> Vec<u8> {
        use super::bytes::put_varint;
        let mut numbers = super::bits::BitWriter::default();
        for (&frequency, &step) in self.frequencies.iter().zip(&self.steps) {
            numbers.gamma(frequency);
            numbers.gamma(step + 1);
        }
        let mut functions = Vec::new();
        let mut last = None;
        for &ordinal in &self.function_words {
            put_varint(&mut functions, last.map_or(ordinal + 1, |last| ordinal - last));
            last = Some(ordinal);
        }
        let mut lengths = Vec::new();
        for &bits in &self.group_bits {
            put_varint(&mut lengths, bits);
        }
        let mut out = Vec::new();
        put_varint(&mut out, self.block_target);
        for stream in [numbers.into_bytes(), functions, lengths, Vec::new()] {
            put_varint(&mut out, stream.len() as u32);
            out.extend_from_slice(&stream);
        }
        out
    }
}
