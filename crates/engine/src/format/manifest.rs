//! The manifest: the few numbers and tables that everything else needs, read once at open.
//!
//! It is small and cold, so it is the one place where bincode serves: it writes the manifest, and defines its bytes.

use super::bytes::Reader;
#[cfg(feature = "build")]
use crate::error::Error;
use crate::limits::DOCUMENTS;

/// Bytes that a manifest may take in memory.
#[cfg(feature = "build")]
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

impl Manifest {
    /// Nothing yet.
    pub(crate) const EMPTY: Manifest =
        Manifest { documents: 0, terms: 0, postings: 0, mean_title: 0.0, mean_body: 0.0, symbols: Vec::new() };
}

/// The manifest as bincode writes it.
#[cfg(feature = "build")]
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

#[cfg(feature = "build")]
fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_fixed_int_encoding().with_limit::<LIMIT>()
}

impl Manifest {
    /// Reads a manifest into an empty one. bincode's layout is so plain here that reading it takes no library in the module (2 KB of code); a
    /// test holds this reader against bincode's.
    pub(crate) fn fill(&mut self, bytes: &[u8]) -> Option<()> {
        let mut reader = Reader::new(bytes);
        self.documents = reader.u32()?;
        self.terms = reader.u32()?;
        self.postings = reader.u64()?;
        self.mean_title = f32::from_bits(reader.u32()?);
        self.mean_body = f32::from_bits(reader.u32()?);
        let length = reader.u64()?;
        let (symbols, rest) = reader.take(reader.remaining())?.as_chunks();
        for &[title, authors, keywords, body, length] in symbols {
            self.symbols.push((Frequencies { title, authors, keywords, body }, length));
        }
        // Lists name a symbol by one byte.
        let whole = rest.is_empty() && length == symbols.len() as u64 * 5 && symbols.len() <= 256;
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

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What bincode makes of the bytes.
    fn by_bincode(bytes: &[u8]) -> Option<Encoded> {
        let (encoded, used) = bincode::decode_from_slice::<Encoded, _>(bytes, config()).ok()?;
        (used == bytes.len()).then_some(encoded)
    }

    proptest! {
        #[test]
        fn what_bincode_writes_is_read_alike(
            numbers in any::<(u32, u32, u64)>(), means in (0f32..1e6, 0f32..1e6), symbols in proptest::collection::vec(any::<[u8; 5]>(), 0..256), cut in 0usize..40
        ) {
            let symbols = symbols.iter().map(|&[title, authors, keywords, body, length]| (Frequencies { title, authors, keywords, body }, length));
            let manifest = Manifest {
                documents: numbers.0 % DOCUMENTS as u32, terms: numbers.1, postings: numbers.2, mean_title: means.0, mean_body: means.1, symbols: symbols.collect(),
            };
            let bytes = manifest.write().unwrap();
            let mut read = Manifest::EMPTY;
            prop_assert!(read.fill(&bytes).is_some());
            prop_assert_eq!(&read, &manifest);
            prop_assert_eq!(by_bincode(&bytes).unwrap().postings, manifest.postings);
            // Cut or grown, both refuse.
            let shorter = &bytes[..bytes.len().saturating_sub(cut + 1)];
            prop_assert!(Manifest::EMPTY.clone().fill(shorter).is_none() && by_bincode(shorter).is_none());
        }
    }
}
