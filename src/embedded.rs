//! The index that `build.rs` made from a corpus: one artefact, nothing to fetch.

use crate::{Error, Session};

/// The index file, as `thumbindex build` would have written it from the same corpus.
pub static INDEX: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/index.tix"));

/// Opens the embedded index.
///
/// ```
/// let session = thumbindex::embedded::open()?;
/// assert!(session.inspect().documents > 0);
/// # Ok::<(), thumbindex::Error>(())
/// ```
///
/// # Errors
/// When the artefact was damaged after it was built: the index is verified like any other.
pub fn open() -> Result<Session, Error> {
    Session::open(INDEX.to_vec())
}
