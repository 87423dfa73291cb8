//! Canonical Huffman codes: the lengths are all that is stored.
//!
//! Codes are numbered by (length, symbol), shortest first, as in Deflate. Decoding looks the first [`PEEK`] bits
//! up in a table and walks the few longer lengths. A code may be incomplete (a symbol set of one, or
//! lengths from a hostile file): bits that name no symbol read as None.

use super::bits::BitReader;
#[cfg(feature = "build")]
use super::bits::BitWriter;

/// The longest code.
pub(crate) const LONGEST: usize = 15;
/// Bits that the table resolves at once.
const PEEK: usize = 9;

/// Codes as the reader needs them, numbered from 0; most uses have one.
#[derive(Clone, Debug, Default)]
pub(crate) struct Codes {
    /// By code, then by the first [`PEEK`] bits: symbol << 4 | length, or 0 where that does not fit.
    table: Vec<u16>,
    canonical: Vec<Canonical>,
    /// Of one code after the other: the symbols in the order of their codes.
    symbols: Vec<u16>,
}

impl Codes {
    /// Nothing yet.
    pub(crate) const EMPTY: Codes = Codes { table: Vec::new(), canonical: Vec::new(), symbols: Vec::new() };
}

#[derive(Clone, Debug, Default)]
struct Canonical {
    /// By length: the first [`LONGEST`]-bit value that lies beyond the codes of this length.
    beyond: [u32; LONGEST + 1],
    /// By length: what to add to a code (with wrapping) for its place among the symbols.
    shift: [u32; LONGEST + 1],
}

impl Codes {
    /// The one code of these lengths.
    pub(crate) fn one(lengths: &[u8]) -> Option<Codes> {
        let mut codes = Codes::default();
        codes.push(lengths)?;
        Some(codes)
    }

    /// Adds the code of these lengths, 0 for symbols that have none; None where no such code exists.
    pub(crate) fn push(&mut self, lengths: &[u8]) -> Option<()> {
        let mut counts = [0u32; LONGEST + 1];
        for &length in lengths {
            *counts.get_mut(usize::from(length))? += 1;
        }
        let mut code = Canonical::default();
        let mut next = [0u32; LONGEST + 1];
        let (mut first, mut rank) = (0u32, self.symbols.len() as u32);
        for length in 1..=LONGEST {
            first <<= 1;
            let count = *counts.get(length)?;
            *next.get_mut(length)? = first;
            *code.shift.get_mut(length)? = rank.wrapping_sub(first);
            first += count;
            rank += count;
            if first > 1 << length {
                return None;
            }
            *code.beyond.get_mut(length)? = first << (LONGEST - length);
        }
        self.symbols.resize(rank as usize, 0);
        let base = self.table.len();
        self.table.resize(base + (1 << PEEK), 0);
        for (symbol, &length) in lengths.iter().enumerate() {
            let length = usize::from(length);
            if length == 0 {
                continue;
            }
            let symbol = u16::try_from(symbol).ok()?;
            let bits = *next.get(length)?;
            *next.get_mut(length)? += 1;
            let place = bits.wrapping_add(*code.shift.get(length)?);
            *self.symbols.get_mut(place as usize)? = symbol;
            if length <= PEEK && symbol < 1 << 12 {
                let from = base + ((bits as usize) << (PEEK - length));
                self.table.get_mut(from..from + (1 << (PEEK - length)))?.fill(symbol << 4 | length as u16);
            }
        }
        self.canonical.push(code);
        Some(())
    }

    /// Takes one symbol of a code.
    #[inline]
    pub(crate) fn symbol(&self, code: usize, reader: &mut BitReader<'_>) -> Option<u32> {
        let ahead = reader.peek(LONGEST as u32);
        let entry = *self.table.get(code << PEEK | (ahead >> (LONGEST - PEEK)) as usize)?;
        if entry != 0 {
            reader.skip(u32::from(entry & 15));
            return Some(u32::from(entry >> 4));
        }
        self.long(code, ahead, reader)
    }

    fn long(&self, code: usize, ahead: u32, reader: &mut BitReader<'_>) -> Option<u32> {
        let code = self.canonical.get(code)?;
        for (length, &beyond) in code.beyond.iter().enumerate().skip(1) {
            if ahead < beyond {
                let place = (ahead >> (LONGEST - length)).wrapping_add(*code.shift.get(length)?);
                reader.skip(length as u32);
                return self.symbols.get(place as usize).map(|&symbol| u32::from(symbol));
            }
        }
        None
    }
}

/// The best code lengths, none above [`LONGEST`], for symbols that occur this often; 0 for those that never do.
///
/// Package-merge (Larmore and Hirschberg 1990). Ties go by symbol, so equal counts give equal bytes.
#[cfg(feature = "build")]
pub(crate) fn lengths(counts: &[u64]) -> Vec<u8> {
    let mut result = vec![0u8; counts.len()];
    let mut leaves: Vec<(u64, usize)> = counts
        .iter()
        .copied()
        .enumerate()
        .filter(|&(_, count)| count > 0)
        .map(|(symbol, count)| (count, symbol))
        .collect();
    leaves.sort_unstable();
    if let [(_, only)] = leaves[..] {
        result[only] = 1;
        return result;
    }
    // Each level is the leaves merged with the pairs of the level before; of each only the weights
    // and whether they are leaves are kept.
    let mut levels: Vec<Vec<(u64, bool)>> = vec![leaves.iter().map(|&(weight, _)| (weight, true)).collect()];
    for level in 1..LONGEST {
        let mut pairs = levels[level - 1].chunks_exact(2).map(|pair| pair[0].0 + pair[1].0).peekable();
        let mut merged = Vec::with_capacity(leaves.len() * 2);
        for &(weight, _) in &leaves {
            while let Some(pair) = pairs.next_if(|&pair| pair < weight) {
                merged.push((pair, false));
            }
            merged.push((weight, true));
        }
        merged.extend(pairs.map(|pair| (pair, false)));
        levels.push(merged);
    }
    let mut taken = (leaves.len() * 2).saturating_sub(2);
    for level in levels.iter().rev() {
        let leaf_count = level[..taken].iter().filter(|&&(_, leaf)| leaf).count();
        for &(_, symbol) in &leaves[..leaf_count] {
            result[symbol] += 1;
        }
        taken = (taken - leaf_count) * 2;
    }
    result
}

/// The codes that belong to these lengths, for a writer: (code, length) by symbol.
#[cfg(feature = "build")]
pub(crate) fn codes(lengths: &[u8]) -> Vec<(u16, u8)> {
    let mut codes = vec![(0u16, 0u8); lengths.len()];
    let mut next = 0u32;
    for length in 1..=LONGEST as u8 {
        next <<= 1;
        for (symbol, _) in lengths.iter().enumerate().filter(|&(_, &own)| own == length) {
            codes[symbol] = (next as u16, length);
            next += 1;
        }
    }
    codes
}

/// Writes one symbol of the code that [`codes`] gave.
#[cfg(feature = "build")]
#[inline]
pub(crate) fn put(out: &mut BitWriter, codes: &[(u16, u8)], symbol: usize) {
    let (code, length) = codes[symbol];
    debug_assert!(length > 0, "symbol {symbol} has no code");
    out.bits(u32::from(code), u32::from(length));
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn kraft(lengths: &[u8]) -> f64 {
        lengths.iter().filter(|&&length| length > 0).map(|&length| 0.5f64.powi(i32::from(length))).sum()
    }

    #[test]
    fn frequent_symbols_get_short_codes() {
        assert_eq!(lengths(&[5, 1, 1, 2, 0]), [1, 3, 3, 2, 0]);
    }

    #[test]
    fn one_symbol_takes_one_bit_and_none_takes_nothing() {
        assert_eq!(lengths(&[0, 7]), [0, 1]);
        assert_eq!(lengths(&[0, 0]), [0, 0]);
        assert!(lengths(&[]).is_empty());
    }

    #[test]
    fn skewed_counts_stay_within_the_longest_code() {
        let counts: Vec<u64> = (0..40).map(|power| 1u64 << power).collect();
        let lengths = lengths(&counts);
        assert!(lengths.iter().all(|&length| (1..=LONGEST as u8).contains(&length)));
        assert!((kraft(&lengths) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn lengths_that_no_code_has_are_refused() {
        assert!(Codes::one(&[1, 1, 1]).is_none());
        assert!(Codes::one(&[16]).is_none());
    }

    proptest! {
        #[test]
        fn what_was_written_is_read_back(counts in proptest::collection::vec(0u64..5000, 1..700), shifted in any::<bool>(), picks in proptest::collection::vec(any::<prop::sample::Index>(), 0..200)) {
            let used: Vec<usize> = (0..counts.len()).filter(|&symbol| counts[symbol] > 0).collect();
            prop_assume!(!used.is_empty());
            let mut lengths = lengths(&counts);
            // Symbols beyond those that the table has room for.
            let used: Vec<usize> = if shifted {
                lengths.splice(0..0, [0; 4000]);
                used.iter().map(|symbol| symbol + 4000).collect()
            } else {
                used
            };
            let (written, read) = (codes(&lengths), Codes::one(&lengths).unwrap());
            let mut writer = BitWriter::default();
            for pick in &picks { put(&mut writer, &written, used[pick.index(used.len())]); }
            let end = writer.position();
            let bytes = writer.into_bytes();
            let mut reader = BitReader::new(&bytes, 0);
            for pick in &picks { prop_assert_eq!(read.symbol(0, &mut reader), Some(used[pick.index(used.len())] as u32)); }
            prop_assert_eq!(reader.position(), end);
        }

        #[test]
        fn any_lengths_and_bytes_read_without_panic(lengths in proptest::collection::vec(0u8..20, 0..300), bytes in proptest::collection::vec(any::<u8>(), 0..50)) {
            if let Some(code) = Codes::one(&lengths) {
                let mut reader = BitReader::new(&bytes, 0);
                for _ in 0..200 { let _ = code.symbol(0, &mut reader); }
            }
        }
    }
}
