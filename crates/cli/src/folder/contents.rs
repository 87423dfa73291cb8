//! From an index and page code to the files of a folder and their manifest.

use std::borrow::Cow;

use super::manifest::{FORMAT, FileEntry, Manifest};
use crate::assets::{Asset, FULL, Files, PAGE, page_code};
use crate::failure::Failure;
use crate::hash::hash16;

/// Everything that a folder holds.
#[derive(Debug)]
pub(crate) struct Contents {
    /// The files, without the manifest.
    pub(crate) files: Files,
    /// What goes into the manifest.
    pub(crate) manifest: Manifest,
}

impl Contents {
    /// Puts a folder together. `build` is the id that the index carries.
    pub(crate) fn new(index: Vec<u8>, build: &str, assets: &[Asset]) -> Result<Contents, Failure> {
        let name = format!("index-{}.tix", hash16(&index));
        let code = page_code(assets, &name, build)?;
        let mut files = code.files;
        files.insert(name.clone(), Cow::Owned(index));
        let manifest = Manifest {
            format: FORMAT,
            build: build.to_string(),
            generator: Manifest::generator(),
            files: files.iter().map(|(name, bytes)| (name.clone(), FileEntry::of(bytes))).collect(),
            index: name,
            wasm: code.wasm,
        };
        Ok(Contents { files, manifest })
    }

    /// Whether there is page code, or the index alone.
    pub(crate) fn has_page_code(&self) -> bool {
        self.manifest.wasm.is_some()
    }

    /// The code that a page fetches before it can answer: all but the index, the search page and the full module.
    pub(crate) fn code(&self) -> impl Iterator<Item = &[u8]> {
        self.files
            .iter()
            .filter(|(name, _)| **name != self.manifest.index && *name != PAGE && !name.starts_with(FULL))
            .map(|(_, bytes)| bytes.as_ref())
    }

    /// Bytes that a page fetches before it can answer.
    pub(crate) fn fetch_bytes(&self) -> u64 {
        let index = self.manifest.files.get(&self.manifest.index).map_or(0, |entry| entry.bytes);
        index + self.code().map(|bytes| bytes.len() as u64).sum::<u64>()
    }
}
