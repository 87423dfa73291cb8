//! From what a person names (the folder that `build` wrote, or a `.tix` file) to an open index.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use thumbindex_engine::Session;

use crate::failure::{Failure, near_file};
use crate::folder::manifest::{MANIFEST, MANIFEST_LIMIT, Manifest};
use crate::folder::slot::Place;

/// An index file in memory.
#[derive(Debug)]
pub(crate) struct IndexFile {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its bytes, not yet verified.
    pub(crate) bytes: Vec<u8>,
}

impl IndexFile {
    /// Reads the index that `named` means.
    pub(crate) fn read(named: &Path) -> Result<IndexFile, Failure> {
        let meta = fs::metadata(named).map_err(|error| missing(named, &error))?;
        let path = if meta.is_dir() { named.join(&read_manifest(named)?.index) } else { named.to_path_buf() };
        let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
        Ok(IndexFile { path, bytes })
    }

    /// Opens it; the engine verifies every byte first.
    pub(crate) fn open(&self) -> Result<Session, Failure> {
        open(&self.path, self.bytes.clone())
    }

    /// Opens it without keeping a second copy of the bytes.
    pub(crate) fn into_session(self) -> Result<Session, Failure> {
        open(&self.path, self.bytes)
    }
}

/// Opens index bytes; `path` is for messages.
pub(crate) fn open(path: &Path, bytes: Vec<u8>) -> Result<Session, Failure> {
    Session::open(bytes).map_err(|error| {
        let cause = format!("{}: {error}", path.display());
        Failure::new(error.kind().code(), cause, "build the index again, or copy the whole folder again")
    })
}

/// Reads the manifest of a folder that `build` wrote.
pub(crate) fn read_manifest(folder: &Path) -> Result<Manifest, Failure> {
    let path = folder.join(MANIFEST);
    let mut bytes = Vec::new();
    match File::open(&path) {
        Ok(file) => {
            file.take(MANIFEST_LIMIT).read_to_end(&mut bytes).map_err(|error| Failure::io("read", &path, &error))?;
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let cause = format!("{} has no {MANIFEST}, so it is not a folder that thumbindex wrote", folder.display());
            return Err(Failure::new("not-an-index-folder", cause, "name the folder given to `thumbindex build -o`"));
        }
        Err(error) => return Err(Failure::io("read", &path, &error)),
    }
    Manifest::parse(&path, &bytes)
}

fn missing(named: &Path, error: &std::io::Error) -> Failure {
    let mut failure = Failure::io("open", named, error);
    if error.kind() == std::io::ErrorKind::NotFound {
        let interrupted = Place::of(named).is_ok_and(|place| !place.leftovers("old").is_empty());
        failure.fix = match near_file(named) {
            _ if interrupted => {
                format!(
                    "a build was interrupted while it replaced this folder; `thumbindex verify {}` repairs it",
                    named.display()
                )
            }
            Some(near) => format!("did you mean {near}?"),
            None => "name the folder given to `thumbindex build -o`, or a .tix file".into(),
        };
    }
    failure
}
