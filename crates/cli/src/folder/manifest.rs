//! `thumbindex.json`: what is in a folder, and the mark that says the folder is ours.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::failure::{Failure, printable};
use crate::hash::hash16;

/// The manifest's file name.
pub(crate) const MANIFEST: &str = "thumbindex.json";
/// The manifest format that this command writes and reads.
pub(crate) const FORMAT: u32 = 1;
/// What every `generator` starts with.
const GENERATOR: &str = "thumbindex ";
/// Manifests beyond this are not ours.
pub(crate) const MANIFEST_LIMIT: u64 = 16 << 20;

/// Length and hash of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FileEntry {
    /// Length in bytes.
    pub(crate) bytes: u64,
    /// Sixteen hexadecimal digits, see [`hash16`].
    pub(crate) hash: String,
}

impl FileEntry {
    /// The entry of a file with these bytes.
    pub(crate) fn of(bytes: &[u8]) -> FileEntry {
        FileEntry { bytes: bytes.len() as u64, hash: hash16(bytes) }
    }
}

/// The whole manifest. It holds no time, no path and nothing random.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Manifest {
    /// Version of this format.
    pub(crate) format: u32,
    /// The build id that the index carries.
    pub(crate) build: String,
    /// Who wrote the folder.
    pub(crate) generator: String,
    /// Every file but the manifest itself, by name.
    pub(crate) files: BTreeMap<String, FileEntry>,
    /// Name of the index file.
    pub(crate) index: String,
    /// Name of the module; absent when the folder has no page code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) wasm: Option<String>,
    /// Name of the list of blocks, in the large shape: [`Manifest::blocks`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) blocks: Option<String>,
    /// Whether pages are in several versions or languages: then the module that pages load first is the full one.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) editions: bool,
    /// Name of the list of files that the build before had under names that carry a hash: [`Manifest::previous`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) previous: Option<String>,
}

/// Files that a list beside the manifest has, by name: the blocks of an index in the large shape, or the files of the build before.
pub(crate) type BlockFiles = BTreeMap<String, FileEntry>;

impl Manifest {
    /// A list of files as a file: thousands of lines that no page fetches before an answer, so they are no part of the manifest.
    pub(crate) fn list(files: &BlockFiles) -> Result<Vec<u8>, Failure> {
        serde_json::to_vec(files)
            .map_err(|error| Failure::new("internal", format!("cannot write a list of files: {error}"), ""))
    }

    /// The blocks of the folder; none in the small shape.
    pub(crate) fn blocks(&self, folder: &Path) -> Result<BlockFiles, Failure> {
        self.listed(folder, self.blocks.as_ref())
    }

    /// The files of the build before that pages opened then still ask for.
    pub(crate) fn previous(&self, folder: &Path) -> Result<BlockFiles, Failure> {
        self.listed(folder, self.previous.as_ref())
    }

    fn listed(&self, folder: &Path, name: Option<&String>) -> Result<BlockFiles, Failure> {
        let Some(name) = name else { return Ok(BlockFiles::new()) };
        let path = folder.join(name);
        let bad = |reason: &str| {
            let cause = format!("{} is not a list of files: {reason}", path.display());
            Failure::new("bad-list", cause, "build the folder again, or copy the whole folder again")
        };
        let mut bytes = Vec::new();
        match File::open(&path).and_then(|file| file.take(MANIFEST_LIMIT).read_to_end(&mut bytes)) {
            Ok(_) => {}
            // The manifest's own list of files says that it is missing; a removal that was killed removed it, and before it what it lists.
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(BlockFiles::new()),
            Err(error) => return Err(Failure::io("read", &path, &error)),
        }
        if self.files.get(name) != Some(&FileEntry::of(&bytes)) {
            return Err(bad("it is damaged, or of another build"));
        }
        let blocks: BlockFiles = serde_json::from_slice(&bytes).map_err(|error| bad(&printable(&error.to_string())))?;
        if let Some(name) = blocks.keys().find(|name| !is_plain_name(name) || *name == MANIFEST) {
            return Err(bad(&format!("the file name {name:?} is not one that we write")));
        }
        Ok(blocks)
    }

    /// The generator of this build of the command.
    pub(crate) fn generator() -> String {
        format!("{GENERATOR}{}", env!("CARGO_PKG_VERSION"))
    }

    /// The one way to write this manifest.
    pub(crate) fn to_bytes(&self) -> Result<Vec<u8>, Failure> {
        let mut bytes = serde_json::to_vec_pretty(self)
            .map_err(|error| Failure::new("internal", format!("cannot write the manifest: {error}"), ""))?;
        bytes.push(b'\n');
        Ok(bytes)
    }

    /// Reads and checks a manifest; `path` is for messages.
    pub(crate) fn parse(path: &Path, bytes: &[u8]) -> Result<Manifest, Failure> {
        let bad = |reason: &str| {
            let cause = format!("{} is not a manifest of thumbindex: {reason}", path.display());
            Failure::new("bad-manifest", cause, "build the folder again")
        };
        let manifest: Manifest = match serde_json::from_slice(bytes) {
            Ok(manifest) => manifest,
            Err(error) => return Err(newer(path, bytes).unwrap_or_else(|| bad(&printable(&error.to_string())))),
        };
        if manifest.format != FORMAT {
            return Err(newer(path, bytes).unwrap_or_else(|| bad("its format has another number")));
        }
        if !manifest.generator.starts_with(GENERATOR) {
            return Err(bad("another program wrote it"));
        }
        if let Some(name) = manifest.files.keys().find(|name| !is_plain_name(name) || *name == MANIFEST) {
            return Err(bad(&format!("the file name {name:?} is not one that we write")));
        }
        for name in
            std::iter::once(&manifest.index).chain(&manifest.wasm).chain(&manifest.blocks).chain(&manifest.previous)
        {
            if !manifest.files.contains_key(name) {
                return Err(bad(&format!("{name:?} is not among its files")));
            }
        }
        Ok(manifest)
    }
}

/// A manifest of ours in a format that we do not know.
fn newer(path: &Path, bytes: &[u8]) -> Option<Failure> {
    #[derive(Deserialize)]
    struct Head {
        format: u32,
        generator: String,
    }
    let head: Head = serde_json::from_slice(bytes).ok()?;
    if head.format == FORMAT || !head.generator.starts_with(GENERATOR) {
        return None;
    }
    let cause = format!(
        "{} has format {}, written by {}; this is thumbindex {} and reads format {FORMAT}",
        path.display(),
        head.format,
        printable(&head.generator),
        env!("CARGO_PKG_VERSION"),
    );
    Some(Failure::new("manifest-version", cause, "use that version of thumbindex, or build the folder again"))
}

/// A name that stays inside its folder on every system: letters, digits, `.`, `-` and `_` only, not
/// hidden, of modest length.
pub(crate) fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 120
        && !name.starts_with('.')
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn manifest() -> Manifest {
        Manifest {
            format: FORMAT,
            build: "0011223344556677".into(),
            generator: Manifest::generator(),
            files: BTreeMap::from([("index-a.tix".into(), FileEntry::of(b"abc"))]),
            index: "index-a.tix".into(),
            wasm: None,
            blocks: None,
            editions: false,
            previous: None,
        }
    }

    #[test]
    fn round_trip() {
        let bytes = manifest().to_bytes().unwrap();
        assert_eq!(Manifest::parse(Path::new("m"), &bytes).unwrap(), manifest());
    }

    #[test]
    fn names_that_leave_the_folder_are_refused() {
        for name in ["../x", "a/b", "a\\b", "", ".", "..", ".hidden", "c:x", "thumbindex.json"] {
            let mut bad = manifest();
            bad.files.insert(name.into(), FileEntry::of(b""));
            let failure = Manifest::parse(Path::new("m"), &bad.to_bytes().unwrap()).unwrap_err();
            assert_eq!(failure.code, "bad-manifest", "{name}");
        }
    }

    #[test]
    fn others_manifests_are_not_ours() {
        let mut other = manifest();
        other.generator = "sitemaker 2".into();
        assert_eq!(Manifest::parse(Path::new("m"), &other.to_bytes().unwrap()).unwrap_err().code, "bad-manifest");
        let mut later = manifest();
        later.format = 2;
        assert_eq!(Manifest::parse(Path::new("m"), &later.to_bytes().unwrap()).unwrap_err().code, "manifest-version");
        let later = br#"{"format":3,"generator":"thumbindex 9.0.0","parts":[]}"#;
        let failure = Manifest::parse(Path::new("m"), later).unwrap_err();
        assert!(failure.cause.contains("format 3") && failure.cause.contains("reads format 1"), "{failure:?}");
        assert_eq!(Manifest::parse(Path::new("m"), b"<!doctype html>").unwrap_err().code, "bad-manifest");
    }
}
