//! Documents in, index bytes out.

use crate::document::Document;
use crate::error::Error;
use crate::session::Inspection;

/// How an index is built.
#[derive(Clone, Debug, Default)]
pub struct BuildOptions {
    /// Threads to use; 0 for all cores. The bytes do not depend on it.
    pub threads: usize,
}

/// What the builder is doing, for a progress bar: (stage name, done, of).
pub type Progress<'a> = &'a (dyn Fn(&'static str, u64, u64) + Sync);

/// A finished index.
#[derive(Debug)]
pub struct BuiltIndex {
    /// The index file.
    pub bytes: Vec<u8>,
    /// What it holds.
    pub inspection: Inspection,
}

/// Collects documents and writes the index.
#[derive(Debug, Default)]
pub struct Builder {
    documents: Vec<Document>,
}

impl Builder {
    /// An empty builder.
    pub fn new(options: BuildOptions) -> Self {
        let _ = options;
        Builder::default()
    }

    /// Adds a document. Ids must be unique; the caller checks and names duplicates.
    pub fn add(&mut self, document: Document) {
        self.documents.push(document);
    }

    /// Writes the index.
    ///
    /// # Errors
    /// When the corpus has a duplicate id or exceeds a limit.
    pub fn finish(self, progress: Progress<'_>) -> Result<BuiltIndex, Error> {
        let _ = progress;
        Ok(BuiltIndex { bytes: Vec::new(), inspection: Inspection::default() })
    }
}
