//! The manifest: the few numbers and tables that everything else needs, read once at open.
//!
//! It is small and cold, so it is the one place where bincode reads; behind the container's hash and a limit.

use super::bytes::malformed;
use crate::error::Error;
use crate::limits::DOCUMENTS;

/// Bytes that a manifest may take in memory.
const LIMIT: usize = 1 << 16;

/// What a posting can say: how often the term occurs in each field.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, bincode::Encode, bincode::Decode)]
pub(crate) struct Frequencies {
    pub(crate) title: u8,
    pub(crate) authors: u8,
    pub(crate) keywords: u8,
    pub(crate) body: u8,
}

/// The manifest of an index.
#[derive(Clone, Debug, Default, PartialEq, bincode::Encode, bincode::Decode)]
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

fn config() -> impl bincode::config::Config {
    bincode::config::standard().with_limit::<LIMIT>()
}

impl Manifest {
    /// Reads a manifest.
    pub(crate) fn open(bytes: &[u8]) -> Result<Manifest, Error> {
        let (manifest, read) = bincode::decode_from_slice::<Manifest, _>(bytes, config())
            .map_err(|_| malformed("manifest, it cannot be decoded"))?;
        if read != bytes.len() {
            return Err(malformed("manifest, trailing bytes"));
        }
        if manifest.documents as usize > DOCUMENTS {
            return Err(malformed("manifest, too many documents"));
        }
        // Lists name a symbol by one byte.
        if manifest.symbols.len() > 256 {
            return Err(malformed("manifest, too many posting symbols"));
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
        bincode::encode_to_vec(self, config())
            .map_err(|_| Error::new(crate::ErrorKind::Corpus, "the manifest exceeds its limit"))
    }
}
