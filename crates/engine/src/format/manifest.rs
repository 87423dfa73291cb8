//! The manifest: the few numbers and tables that everything else needs, read once at open.
//!
//! It is small and cold, so it is the one place where bincode reads; behind the container's hash and a limit.

use super::bytes::{Reader, malformed};
use crate::error::Error;
use crate::limits::DOCUMENTS;

/// Bytes that a manifest may take in memory.
const LIMIT: usize = 1 << 16;

/// What a posting can say: how often the term occurs in each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Frequencies {
    pub(crate) title: u8,
    pub(crate) authors: u8,
    pub(crate) keywords: u8,
    pub(crate) body: u8,
}

/// The manifest of an index.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Manifest {
    pub(crate) documents: u32,
    pub(crate) terms: u32,
    pub(crate) postings: u64,
    /// Mean number of tokens of a title and of a body.
    pub(crate) mean_title: f32,
    pub(crate) mean_body: f32,
    /// Posting symbols, commonest first, each with the length of its code in bits.
    pub(crate) symbols: Vec<(Frequencies, u8)>,
}

/// The manifest as bincode reads and writes it: few fields of few types, for each type has a decoder of its own.
#[derive(bincode::Encode, bincode::Decode)]
struct Encoded {
    documents: u32,
    terms: u32,
    postings: u64,
    /// Bits of IEEE 754 singles.
    mean_title: u32,
    mean_body: u32,
    /// For each symbol the four frequencies and the length of its code.
    symbols: Vec<u8>,
}

impl bincode::de::read::Reader for &mut Reader<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> Result<(), bincode::error::DecodeError> {
        for byte in bytes {
            *byte = self.u8().ok_or(bincode::error::DecodeError::UnexpectedEnd { additional: 1 })?;
        }
        Ok(())
    }
}

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_fixed_int_encoding().with_limit::<LIMIT>()
}

impl Manifest {
    /// Reads a manifest.
    pub(crate) fn open(bytes: &[u8]) -> Result<Manifest, Error> {
        let mut reader = Reader::new(bytes);
        let encoded: Encoded = bincode::decode_from_reader(&mut reader, config())
            .map_err(|_| malformed("manifest, it cannot be decoded"))?;
        let (symbols, rest) = encoded.symbols.as_chunks();
        if reader.remaining() > 0 || !rest.is_empty() {
            return Err(malformed("manifest, trailing bytes"));
        }
        if encoded.documents as usize > DOCUMENTS {
            return Err(malformed("manifest, too many documents"));
        }
        // Lists name a symbol by one byte.
        if symbols.len() > 256 {
            return Err(malformed("manifest, too many posting symbols"));
        }
        let mut manifest = Manifest {
            documents: encoded.documents,
            terms: encoded.terms,
            postings: encoded.postings,
            mean_title: f32::from_bits(encoded.mean_title),
            mean_body: f32::from_bits(encoded.mean_body),
            symbols: Vec::new(),
        };
        for &[title, authors, keywords, body, length] in symbols {
            manifest.symbols.push((Frequencies { title, authors, keywords, body }, length));
        }
        let sane = |mean: f32| mean.is_finite() && mean >= 0.0;
        if !sane(manifest.mean_title) || !sane(manifest.mean_body) {
            return Err(malformed("manifest, mean lengths"));
        }
        Ok(manifest)
    }

    /// Writes what [`Manifest::open`] reads.
    #[cfg(feature = "build")]
    pub(crate) fn write(&self) -> Result<Vec<u8>, Error> {
        let symbol =
            |&(Frequencies { title, authors, keywords, body }, length): &_| [title, authors, keywords, body, length];
        let encoded = Encoded {
            documents: self.documents,
            terms: self.terms,
            postings: self.postings,
            mean_title: self.mean_title.to_bits(),
            mean_body: self.mean_body.to_bits(),
            symbols: self.symbols.iter().flat_map(symbol).collect(),
        };
        bincode::encode_to_vec(encoded, config())
            .map_err(|_| Error::new(crate::ErrorKind::Corpus, "the manifest exceeds its limit"))
    }
}
