//! From an index and page code to the files of a folder and their manifest.

use std::borrow::Cow;

use super::manifest::{BlockFiles, FORMAT, FileEntry, Manifest};
use super::shape::Shaped;
use crate::assets::{Asset, Files, LOADER, Names, UI, page_code};
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

/// The file of filters beside an index: pages and the command make its name from that of the index.
pub(crate) fn filters_name(index: &[u8]) -> String {
    format!("filters-{}.json", hash16(index))
}

impl Contents {
    /// Puts a folder together. `build` is the id that the index carries, `filters` what queries can be narrowed by, `pages`
    /// what goes beside or in the place of the page code's own pages.
    pub(crate) fn new(
        shaped: Shaped,
        build: &str,
        filters: Vec<u8>,
        pages: Files,
        assets: &[Asset],
    ) -> Result<Contents, Failure> {
        let Shaped { index, blocks, editions } = shaped;
        let name = format!("index-{}.tix", hash16(&index));
        let code = page_code(assets, Names { index: &name, bytes: index.len(), blocks: !blocks.is_empty(), editions })?;
        let mut files = code.files;
        files.extend(pages);
        files.insert(filters_name(&index), Cow::Owned(filters));
        files.insert(name.clone(), Cow::Owned(index));
        let listed: BlockFiles = blocks.iter().map(|(name, bytes)| (name.clone(), FileEntry::of(bytes))).collect();
        let mut list = None;
        if !listed.is_empty() {
            let bytes = Manifest::list(&listed)?;
            let name = format!("blocks-{}.json", hash16(&bytes));
            files.insert(name.clone(), Cow::Owned(bytes));
            list = Some(name);
        }
        let manifest = Manifest {
            format: FORMAT,
            build: build.to_string(),
            generator: Manifest::generator(),
            files: files.iter().map(|(name, bytes)| (name.clone(), FileEntry::of(bytes))).collect(),
            index: name,
            wasm: code.wasm,
            blocks: list,
            editions,
            previous: None,
        };
        files.extend(blocks.into_iter().map(|(name, bytes)| (name, Cow::Owned(bytes))));
        Ok(Contents { files, manifest })
    }

    /// Whether there is page code, or the index alone.
    pub(crate) fn has_page_code(&self) -> bool {
        self.manifest.wasm.is_some()
    }

    /// The code that a page fetches before it can answer: what comes on demand is not among it.
    pub(crate) fn code(&self) -> impl Iterator<Item = &[u8]> {
        self.files
            .iter()
            .filter(|(name, _)| {
                *name == LOADER || name.starts_with(UI) || self.manifest.wasm.as_ref().is_some_and(|wasm| wasm == *name)
            })
            .map(|(_, bytes)| bytes.as_ref())
    }

    /// Bytes that a page fetches before it can answer.
    pub(crate) fn fetch_bytes(&self) -> u64 {
        let index = self.manifest.files.get(&self.manifest.index).map_or(0, |entry| entry.bytes);
        index + self.code().map(|bytes| bytes.len() as u64).sum::<u64>()
    }
}
