//! BM25F: one score for a term in a document, all fields folded in before saturation
//! (Robertson, Zaragoza and Taylor 2004).
//!
//! weighted frequency = sum over fields of weight x frequency / length factor;
//! score = idf x (k1 + 1) x weighted frequency / (k1 + weighted frequency).
//!
//! Only addition, multiplication, division and square root are used on floats, each of which IEEE 754 defines to the last bit, so that
//! scores are equal on every machine and in WebAssembly.

use crate::format::lengths::{self, Lengths};
use crate::format::manifest::{Frequencies, Manifest};

/// Saturation.
const K1: f32 = 1.5;
const TITLE_WEIGHT: f32 = 3.0;
const TITLE_B: f32 = 0.3;
const BODY_B: f32 = 0.7;
const AUTHOR_WEIGHT: f32 = 2.0;
const KEYWORD_WEIGHT: f32 = 1.0;

/// The natural logarithm of a positive finite number, to about 1e-6.
pub(crate) fn ln(x: f32) -> f32 {
    let bits = x.to_bits();
    let exponent = ((bits >> 23) as i32) - 127;
    // 1..2, moved to around 1 so that the series is short.
    let mut mantissa = f32::from_bits((bits & 0x007f_ffff) | 0x3f80_0000);
    let mut exponent = exponent as f32;
    if mantissa > std::f32::consts::SQRT_2 {
        mantissa *= 0.5;
        exponent += 1.0;
    }
    // ln m = 2 artanh((m - 1) / (m + 1))
    let t = (mantissa - 1.0) / (mantissa + 1.0);
    let s = t * t;
    let series = 2.0 * t * (1.0 + s * (1.0 / 3.0 + s * (1.0 / 5.0 + s * (1.0 / 7.0 + s * (1.0 / 9.0)))));
    exponent * std::f32::consts::LN_2 + series
}

/// Inverse document frequency: ln(1 + (N - n + 0.5) / (n + 0.5)), never negative.
pub(crate) fn idf(documents: u32, frequency: u32) -> f32 {
    let n = frequency.min(documents) as f32;
    ln(1.0 + (documents as f32 - n + 0.5) / (n + 0.5))
}

/// A saturated weighted frequency: below k1 + 1.
#[inline]
pub(crate) fn saturate(weighted: f32) -> f32 {
    weighted * (K1 + 1.0) / (K1 + weighted)
}

/// The fields other than the body that a posting's term stands in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Places {
    pub(crate) title: bool,
    pub(crate) authors: bool,
    pub(crate) keywords: bool,
}

/// Weighted frequencies from posting symbols.
#[derive(Clone, Debug, Default)]
pub(crate) struct Weights {
    /// By symbol: what the title adds, what the body adds (both before lengths), and the rest.
    symbols: Vec<(f32, f32, f32)>,
    /// By symbol: which fields have the term.
    places: Vec<Places>,
    /// By length code.
    title_factor: Vec<f32>,
    body_factor: Vec<f32>,
}

impl Weights {
    /// Nothing yet.
    pub(crate) const EMPTY: Weights =
        Weights { symbols: Vec::new(), places: Vec::new(), title_factor: Vec::new(), body_factor: Vec::new() };
}

impl Weights {
    /// The weights under a manifest.
    #[cfg(any(test, feature = "build"))]
    pub(crate) fn new(manifest: &Manifest) -> Weights {
        let mut weights = Weights::default();
        weights.fill(manifest);
        weights
    }

    /// Fills empty weights.
    pub(crate) fn fill(&mut self, manifest: &Manifest) {
        let weights = self;
        let factor = |b: f32, length: f32, mean: f32| 1.0 / (1.0 - b + b * length / mean.max(1.0));
        for code in 0..=255u8 {
            weights.title_factor.push(factor(TITLE_B, f32::from(code), manifest.mean_title));
            weights.body_factor.push(factor(BODY_B, lengths::decode(code) as f32, manifest.mean_body));
        }
        for (Frequencies { title, authors, keywords, body }, _) in &manifest.symbols {
            let rest = AUTHOR_WEIGHT * f32::from(*authors) + KEYWORD_WEIGHT * f32::from(*keywords);
            weights.symbols.push((TITLE_WEIGHT * f32::from(*title), f32::from(*body), rest));
            weights.places.push(Places { title: *title > 0, authors: *authors > 0, keywords: *keywords > 0 });
        }
    }

    /// The weighted frequency of a posting.
    #[inline]
    pub(crate) fn weigh(&self, symbol: u8, title_code: u8, body_code: u8) -> f32 {
        let (title, body, rest) = self.symbols.get(symbol as usize).copied().unwrap_or_default();
        let title_factor = self.title_factor.get(title_code as usize).copied().unwrap_or(0.0);
        let body_factor = self.body_factor.get(body_code as usize).copied().unwrap_or(0.0);
        title * title_factor + body * body_factor + rest
    }

    /// The weighted frequency of frequencies that have no symbol yet.
    #[cfg(feature = "build")]
    pub(crate) fn weigh_frequencies(&self, entry: Frequencies, title_code: u8, body_code: u8) -> f32 {
        TITLE_WEIGHT * f32::from(entry.title) * self.title_factor[title_code as usize]
            + f32::from(entry.body) * self.body_factor[body_code as usize]
            + AUTHOR_WEIGHT * f32::from(entry.authors)
            + KEYWORD_WEIGHT * f32::from(entry.keywords)
    }

    /// Where the term stands.
    #[inline]
    pub(crate) fn places(&self, symbol: u8) -> Places {
        self.places.get(symbol as usize).copied().unwrap_or_default()
    }
}

/// Weighs postings against the lengths of an index.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scorer<'a> {
    pub(crate) weights: &'a Weights,
    titles: &'a [u8],
    bodies: &'a [u8],
}

impl<'a> Scorer<'a> {
    pub(crate) fn new(weights: &'a Weights, lengths: &'a Lengths) -> Scorer<'a> {
        let (titles, bodies) = lengths.codes();
        Scorer { weights, titles, bodies }
    }

    /// The weighted frequency of a posting of `doc`.
    #[inline]
    pub(crate) fn weigh(&self, doc: u32, symbol: u8) -> f32 {
        let at = doc as usize;
        let title = self.titles.get(at).copied().unwrap_or(0);
        let body = self.bodies.get(at).copied().unwrap_or(0);
        self.weights.weigh(symbol, title, body)
    }

    /// Tokens of the document's title, at most 255.
    pub(crate) fn title_length(&self, doc: u32) -> u8 {
        self.titles.get(doc as usize).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_logarithm_is_the_logarithm() {
        for n in 1..200_000u32 {
            let x = n as f32 * 0.37;
            assert!((ln(x) - x.ln()).abs() < 3e-6 * x.ln().abs().max(1.0), "ln {x} = {} not {}", ln(x), x.ln());
        }
    }

    #[test]
    fn rarer_terms_weigh_more_and_no_term_weighs_less_than_nothing() {
        assert!(idf(100, 1) > idf(100, 2));
        assert!(idf(100, 100) >= 0.0 && idf(100, 100) < 0.01);
        assert!(idf(0, 0).is_finite());
    }
}
