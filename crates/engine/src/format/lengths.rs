//! How long each document's title and body are: one byte each.
//!
//! Layout: a byte for the title of each document (its tokens, at most 255), then a byte for the body of each: lengths below 16 as
//! they are, longer ones as 4 bits behind the leading one and an exponent, exact to 3 %.

use super::bytes::Bytes;

/// The length code of a body.
#[cfg(feature = "build")]
pub(crate) fn encode(length: u32) -> u8 {
    if length < 16 {
        return length as u8;
    }
    let exponent = (31 - length.leading_zeros() - 4).min(14);
    let mantissa = (length >> exponent).min(31) - 16;
    (16 + exponent * 16 + mantissa) as u8
}

/// The length that a code stands for.
pub(crate) fn decode(code: u8) -> u32 {
    let code = u32::from(code);
    if code < 16 {
        return code;
    }
    let (exponent, mantissa) = ((code - 16) / 16, code % 16);
    // The middle of what the code covers.
    ((16 + mantissa) << exponent) + ((1 << exponent) >> 1)
}

/// The lengths of all documents.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lengths {
    bytes: Bytes,
    documents: usize,
}

impl Lengths {
    /// Nothing yet.
    pub(crate) const EMPTY: Lengths = Lengths { bytes: Bytes::EMPTY, documents: 0 };
}

impl Lengths {
    /// Takes the part.
    pub(crate) fn fill(&mut self, bytes: Bytes, documents: u32) -> Option<()> {
        self.bytes = bytes;
        self.documents = documents as usize;
        (self.bytes.as_slice().len() == self.documents.saturating_mul(2)).then_some(())
    }

    /// Title codes and body codes, by document.
    #[inline]
    pub(crate) fn codes(&self) -> (&[u8], &[u8]) {
        self.bytes.as_slice().split_at_checked(self.documents).unwrap_or((&[], &[]))
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;

    #[test]
    fn a_length_survives_within_three_percent() {
        for length in 0..200_000u32 {
            let back = decode(encode(length));
            assert!(back.abs_diff(length) * 32 <= length.max(15), "{length} -> {back}");
        }
    }

    #[test]
    fn codes_rise_with_lengths() {
        assert!((1..100_000u32).all(|length| encode(length) >= encode(length - 1)));
    }
}
