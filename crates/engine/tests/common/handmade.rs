//! Index files made by hand from FORMAT.md alone, with nothing of the engine: small sound ones, and what can be made of them.

use super::container::{self as c, Bits, Block, varint};

/// A text model without terms: what it knows are gaps and spelled letters.
#[derive(Clone, Debug, Default)]
pub(crate) struct Model {
    /// Gaps of the letter `.` alone, by their lengths.
    pub(crate) gaps: Vec<usize>,
    /// Code lengths of the symbols in order; 0 for those that are absent.
    pub(crate) lengths: Vec<u8>,
}

/// Symbols of a text that every model has.
pub(crate) const END: usize = 0;
pub(crate) const SPELL: usize = 1;
pub(crate) const TITLED: usize = 7;
pub(crate) const LAST_WORD: usize = 8;
/// The first gap of the list.
pub(crate) const GAP: usize = 16;

/// A difference of code lengths: 0 absent, 1 none, 2 one less, 3 one more, ...
fn difference(from: u8, to: u8) -> u64 {
    let by = u64::from(from.abs_diff(to));
    if to == 0 {
        0
    } else if to < from {
        2 * by
    } else {
        2 * by + 1
    }
}

impl Model {
    /// Symbols with these code lengths and no gaps.
    pub(crate) fn of(lengths: &[(usize, u8)]) -> Model {
        let mut model = Model { gaps: Vec::new(), lengths: vec![0; GAP] };
        for &(symbol, length) in lengths {
            if symbol >= model.lengths.len() {
                model.lengths.resize(symbol + 1, 0);
            }
            model.lengths[symbol] = length;
        }
        model
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bits = Bits::default();
        // No term is so frequent, so none is in the alphabet.
        bits.gamma(1 + (1 << 30)).gamma(1).put(0, 4);
        for letter in ['x', '.'] {
            // One letter of one bit; the end and other letters of two.
            bits.gamma(2).gamma(1 + u32::from(letter)).put(1, 4).put(2, 4).put(2, 4);
        }
        bits.gamma(1 + self.gaps.len() as u32);
        for &length in &self.gaps {
            for _ in 0..length {
                bits.put(0, 1);
            }
            bits.put(0b10, 2).put(0, 1);
        }
        // No heads, no extra words.
        bits.put(0, 5).gamma(1).gamma(1);
        // One code for everything, and differences in five bits each.
        bits.put(1, 8);
        for _ in 0..32 {
            bits.put(5, 4);
        }
        let mut before = 8;
        for &length in &self.lengths {
            bits.put(difference(before, length), 5);
            before = if length > 0 { length } else { before };
        }
        for _ in self.lengths.iter().filter(|&&length| length > 0) {
            bits.put(1, 5);
        }
        bits.bytes
    }
}

/// A code of the store model: its lengths.
fn code(bits: &mut Bits, lengths: &[u8], symbols: usize) {
    for at in 0..symbols {
        match lengths.get(at).copied().unwrap_or(0) {
            0 => bits.put(0, 1),
            length => bits.put(1, 1).put(u64::from(length), 4),
        };
    }
}

/// All that an index holds.
#[derive(Clone, Debug)]
pub(crate) struct Index {
    pub(crate) documents: u32,
    pub(crate) postings: u64,
    /// Symbols of postings: only in the body, once; with this code length.
    pub(crate) symbol_length: u8,
    pub(crate) lexicon: Vec<u8>,
    pub(crate) terms: Vec<u8>,
    pub(crate) term_count: u32,
    pub(crate) posting_blocks: Vec<Vec<u8>>,
    pub(crate) model: Model,
    /// A record for each card and each text.
    pub(crate) card: Vec<u8>,
    pub(crate) text: Vec<u8>,
}

/// The lexicon of these words.
pub(crate) fn lexicon(words: &[String]) -> Vec<u8> {
    fst::Map::from_iter((0u64..).zip(words).map(|(ordinal, word)| (word, ordinal))).unwrap().into_fst().into_inner()
}

/// The term table: frequencies with the steps of their stem classes, and the bit length of each group of posting lists.
pub(crate) fn terms(block_target: u32, terms: impl Iterator<Item = (u32, u32)>, group_bits: &[u32]) -> Vec<u8> {
    let mut numbers = Bits::default();
    for (frequency, step) in terms {
        numbers.gamma(frequency).gamma(1 + step);
    }
    let mut lengths = Vec::new();
    group_bits.iter().for_each(|&bits| varint(&mut lengths, bits));
    let mut out = Vec::new();
    varint(&mut out, block_target);
    for stream in [numbers.bytes, Vec::new(), lengths, Vec::new()] {
        varint(&mut out, stream.len() as u32);
        out.extend(stream);
    }
    out
}

/// A manifest whose symbols all say: once in the body.
pub(crate) fn manifest(documents: u32, terms: u32, postings: u64, means: [f32; 2], symbol_lengths: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    out.extend(documents.to_le_bytes());
    out.extend(terms.to_le_bytes());
    out.extend(postings.to_le_bytes());
    means.iter().for_each(|mean| out.extend(mean.to_le_bytes()));
    out.extend((5 * symbol_lengths.len() as u64).to_le_bytes());
    for &length in symbol_lengths {
        out.extend([0, 0, 0, 1, length]);
    }
    out
}

/// A block of records that are all alike.
fn records(count: u32, record: &[u8]) -> Vec<u8> {
    let mut table = Bits::default();
    table.put(0, 5);
    for _ in 0..count {
        table.gamma(1 + record.len() as u32);
    }
    let mut out = Vec::new();
    varint(&mut out, count);
    varint(&mut out, table.bytes.len() as u32);
    out.extend(table.bytes);
    (0..count).for_each(|_| out.extend(record));
    out
}

impl Index {
    /// One document, `a`, whose only posting takes one bit.
    pub(crate) fn small() -> Index {
        let mut text = Bits::default();
        // Spell "x", end: spell is 10, x is 0, the end of letters 10; the end of the text is 0.
        text.put(0b10, 2).put(0, 1).put(0b10, 2).put(0, 1);
        Index {
            documents: 1,
            postings: 1,
            symbol_length: 1,
            lexicon: lexicon(&["x".to_owned()]),
            terms: terms(8192, [(1, 0)].into_iter(), &[1]),
            term_count: 1,
            posting_blocks: vec![vec![0]],
            model: Model::of(&[(END, 1), (SPELL, 2), (TITLED, 2)]),
            card: card(&text),
            text: text.bytes,
        }
    }

    pub(crate) fn blocks(&self) -> Vec<Block> {
        let model = self.model.bytes();
        let mut store = Vec::new();
        varint(&mut store, self.documents.max(1));
        varint(&mut store, self.documents.max(1));
        varint(&mut store, model.len() as u32);
        store.extend(model);
        // Ids are numbers, all of them 0; no url, no year, no lists but of keywords, whose number is 0 or 24 and more.
        store.extend([0, 1]);
        store.extend([0, 0]);
        store.extend([0; 4]);
        let mut bits = Bits::default();
        bits.put(0, 9);
        code(&mut bits, &[1], 3);
        code(&mut bits, &[1], 2);
        let mut keywords = [0; 25];
        (keywords[0], keywords[24]) = (1, 1);
        for counts in [&[1][..], &keywords, &[1]] {
            code(&mut bits, counts, 25);
        }
        for values in [&[1][..], &[1, 1], &[1]] {
            bits.gamma(1);
            code(&mut bits, values, 2);
        }
        store.extend(bits.bytes);
        let mut blocks = vec![
            (c::MANIFEST, manifest(self.documents, self.term_count, self.postings, [1.0, 1.0], &[self.symbol_length])),
            (c::LEXICON, self.lexicon.clone()),
            (c::TERMS, self.terms.clone()),
            (c::LENGTHS, vec![1; self.documents as usize * 2]),
        ];
        blocks.extend(self.posting_blocks.iter().map(|block| (c::POSTINGS, block.clone())));
        blocks.push((c::FOLDING, vec![0]));
        blocks.push((c::TEXT_MODEL, store));
        if self.documents > 0 {
            blocks.push((c::CARDS, records(self.documents, &self.card)));
            blocks.push((c::TEXTS, records(self.documents, &self.text)));
        }
        blocks
    }

    pub(crate) fn file(&self) -> Vec<u8> {
        c::file(&self.blocks())
    }
}

/// A card with this title and nothing else: no url, year, venue, authors, keywords, metadata.
pub(crate) fn card(title: &Bits) -> Vec<u8> {
    let mut card = title.clone();
    card.put(0, 6);
    card.bytes
}
