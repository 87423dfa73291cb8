//! The manifest: the few numbers and tables that everything else needs, read once at open.
//!
//! It is small and cold, so it is the one place where bincode reads; behind the container's hash and a limit.

use super::bytes::Reader;
#[cfg(feature = "build")]
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
    /// Reads a manifest into an empty one.
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> Option<()> {
        let mut reader = Reader::new(bytes);
        let encoded: Encoded = bincode::decode_from_reader(&mut reader, config()).ok()?;
        let (symbols, rest) = encoded.symbols.as_chunks();
        self.documents = encoded.documents;
        self.terms = encoded.terms;
        self.postings = encoded.postings;
        self.mean_title = f32::from_bits(encoded.mean_title);
        self.mean_body = f32::from_bits(encoded.mean_body);
        for &[title, authors, keywords, body, length] in symbols {
            self.symbols.push((Frequencies { title, authors, keywords, body }, length));
        }
        // Lists name a symbol by one byte.
        let whole = reader.remaining() == 0 && rest.is_empty() && self.symbols.len() <= 256;
        let sane = |mean: f32| mean.is_finite() && mean >= 0.0;
        (whole && self.documents as usize <= DOCUMENTS && sane(self.mean_title) && sane(self.mean_body)).then_some(())
    }

    /// Writes what [`Manifest::fill`] reads.
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
