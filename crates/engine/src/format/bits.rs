//! Bit streams: most significant bit first, and the codes used on them.
//!
//! A reader never fails: beyond the end it gives zero bits, and [`BitReader::overran`] tells afterwards.
//! That keeps the checks out of the inner loops of postings and text. What they call is always inlined, for the module is
//! compiled for size: a quarter of the time of a keystroke for 250 bytes.

/// Reads bits, most significant first.
#[derive(Clone, Debug)]
pub(crate) struct BitReader<'a> {
    bytes: &'a [u8],
    /// Bits that are ready, left-aligned.
    window: u64,
    ready: u32,
    next: usize,
}

impl<'a> BitReader<'a> {
    /// Starts at a bit offset; an offset past the end reads as zeros.
    pub(crate) fn new(bytes: &'a [u8], bit: usize) -> Self {
        let mut reader = BitReader { bytes, window: 0, ready: 0, next: bit / 8 };
        reader.skip((bit % 8) as u32);
        reader
    }

    #[inline]
    fn refill(&mut self) {
        if let Some(end) = self.next.checked_add(8)
            && let Some(chunk) = self.bytes.get(self.next..end)
            && let Ok(chunk) = <[u8; 8]>::try_from(chunk)
        {
            let word = u64::from_be_bytes(chunk);
            let take = (64 - self.ready) / 8;
            self.window |= if self.ready == 64 { 0 } else { word >> self.ready };
            self.ready += take * 8;
            self.next += take as usize;
            // Bits of a byte that was only partly taken must not stay.
            if self.ready < 64 {
                self.window &= !(u64::MAX >> self.ready);
            }
            return;
        }
        while self.ready <= 56 {
            let byte = self.bytes.get(self.next).copied().unwrap_or(0);
            self.window |= u64::from(byte) << (56 - self.ready);
            self.ready += 8;
            self.next = self.next.saturating_add(1);
        }
    }

    /// The next `count` bits (at most 32) without taking them.
    #[inline(always)]
    pub(crate) fn peek(&mut self, count: u32) -> u32 {
        debug_assert!(count <= 32);
        if self.ready < count {
            self.refill();
        }
        if count == 0 { 0 } else { (self.window >> (64 - count)) as u32 }
    }

    /// Drops `count` bits, at most 32.
    #[inline(always)]
    pub(crate) fn skip(&mut self, count: u32) {
        if self.ready < count {
            self.refill();
        }
        self.window <<= count;
        self.ready -= count;
    }

    /// Takes `count` bits, at most 32.
    #[inline]
    pub(crate) fn bits(&mut self, count: u32) -> u32 {
        let value = self.peek(count);
        self.skip(count);
        value
    }

    /// An Elias gamma code: a number from 1 on. A run of zeros beyond 31 reads as `u32::MAX`.
    #[inline]
    pub(crate) fn gamma(&mut self) -> u32 {
        let head = self.peek(32);
        let zeros = head.leading_zeros();
        if zeros > 31 {
            self.skip(32);
            return u32::MAX;
        }
        self.skip(zeros);
        self.bits(zeros + 1)
    }

    /// A number below `bound` in truncated binary (phased-in) code.
    #[inline]
    pub(crate) fn below(&mut self, bound: u32) -> u32 {
        if bound <= 1 {
            return 0;
        }
        let width = 32 - (bound - 1).leading_zeros();
        let short = ((1u64 << width) - u64::from(bound)) as u32;
        let value = self.bits(width - 1);
        if value < short { value } else { ((value << 1) | self.bits(1)) - short }
    }

    /// The bit offset of the next bit.
    pub(crate) fn position(&self) -> usize {
        self.next.saturating_mul(8).saturating_sub(self.ready as usize)
    }

    /// Whether more bits were read than there are.
    pub(crate) fn overran(&self) -> bool {
        self.position() > self.bytes.len().saturating_mul(8)
    }
}

/// Writes bits, most significant first.
#[cfg(feature = "build")]
#[derive(Clone, Debug, Default)]
pub(crate) struct BitWriter {
    bytes: Vec<u8>,
    used: usize,
}

#[cfg(feature = "build")]
impl BitWriter {
    pub(crate) fn bits(&mut self, value: u32, count: u32) {
        debug_assert!(count == 32 || u64::from(value) < (1u64 << count));
        let mut left = count;
        while left > 0 {
            let free = 8 - (self.used % 8) as u32;
            if free == 8 {
                self.bytes.push(0);
            }
            let take = free.min(left);
            let part = ((u64::from(value) >> (left - take)) & ((1 << take) - 1)) as u8;
            if let Some(last) = self.bytes.last_mut() {
                *last |= part << (free - take);
            }
            self.used += take as usize;
            left -= take;
        }
    }

    /// Elias gamma: `value` from 1 on.
    pub(crate) fn gamma(&mut self, value: u32) {
        let width = 32 - value.leading_zeros();
        self.bits(0, width - 1);
        self.bits(value, width);
    }

    /// Truncated binary of a `value` below `bound`.
    pub(crate) fn below(&mut self, value: u32, bound: u32) {
        if bound <= 1 {
            return;
        }
        let width = 32 - (bound - 1).leading_zeros();
        let short = ((1u64 << width) - u64::from(bound)) as u32;
        if value < short {
            self.bits(value, width - 1);
        } else {
            self.bits(value + short, width);
        }
    }

    /// Bits written so far.
    pub(crate) fn position(&self) -> usize {
        self.used
    }

    /// The bytes; the last one is filled with zero bits.
    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_was_written_is_read_back(items in proptest::collection::vec((0u8..3, any::<u32>(), 1u32..=32), 0..200), start in 0usize..17) {
            let mut writer = BitWriter::default();
            for _ in 0..start { writer.bits(1, 1); }
            for &(code, value, width) in &items {
                match code {
                    0 => writer.bits(((u64::from(value)) & ((1u64 << width) - 1)) as u32, width),
                    1 => writer.gamma((value >> 1).max(1)),
                    _ => writer.below(value % width, width),
                }
            }
            let end = writer.position();
            let bytes = writer.into_bytes();
            let mut reader = BitReader::new(&bytes, start);
            for &(code, value, width) in &items {
                match code {
                    0 => prop_assert_eq!(reader.bits(width), ((u64::from(value)) & ((1u64 << width) - 1)) as u32),
                    1 => prop_assert_eq!(reader.gamma(), (value >> 1).max(1)),
                    _ => prop_assert_eq!(reader.below(width), value % width),
                }
            }
            prop_assert_eq!(reader.position(), end);
            prop_assert!(!reader.overran());
        }

        #[test]
        fn any_bytes_read_without_panic(bytes in proptest::collection::vec(any::<u8>(), 0..40), start in 0usize..500, codes in proptest::collection::vec((0u8..3, 0u32..=32), 0..200)) {
            let mut reader = BitReader::new(&bytes, start);
            for (code, width) in codes {
                match code {
                    0 => { reader.bits(width); }
                    1 => { reader.gamma(); }
                    _ => { reader.below(width.wrapping_mul(0x0400_0001)); }
                }
            }
        }
    }
}
