//! Numbers in two parts: the lengths of lists, and lists of numbers that are mostly small.

use crate::format::bits::BitReader;
#[cfg(feature = "build")]
use crate::format::bits::BitWriter;

/// A number in two parts: gamma of the high one (from 1 on), then the low bits as they are.
///
/// Not inlined, as models are full of such numbers and none of them is read often.
#[inline(never)]
pub(crate) fn step(reader: &mut BitReader<'_>, low: u32) -> u32 {
    let high = reader.gamma().wrapping_sub(1);
    (high << low).wrapping_add(reader.bits(low))
}

/// The length of a list that follows.
pub(crate) fn count(reader: &mut BitReader<'_>) -> u32 {
    step(reader, 0)
}

/// Lengths of codes, 4 bits each.
pub(crate) fn lengths(reader: &mut BitReader<'_>, count: usize) -> Vec<u8> {
    let mut lengths = Vec::new();
    for _ in 0..count {
        lengths.push(reader.bits(4) as u8);
    }
    lengths
}

/// Writes the number that [`step`] reads.
#[cfg(feature = "build")]
pub(crate) fn put_step(out: &mut BitWriter, value: u32, low: u32) {
    out.gamma((value >> low) + 1);
    out.bits(value & ((1 << low) - 1), low);
}

/// The low bits that make a list of numbers shortest.
#[cfg(feature = "build")]
pub(crate) fn best_low(values: &[u32]) -> u32 {
    let cost =
        |low: u32| values.iter().map(|&value| u64::from(((value >> low) + 1).ilog2() * 2 + 1 + low)).sum::<u64>();
    (0..31).min_by_key(|&low| cost(low)).unwrap_or(0)
}
