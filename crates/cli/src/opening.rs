//! From what a person names (the folder that `build` wrote, or a `.tix` file) to an open index.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use thumbindex_engine::Session;

use crate::failure::{Failure, near, near_file, printable};
use crate::filters::Listed;
use crate::folder::contents::filters_name;
use crate::folder::manifest::{MANIFEST, MANIFEST_LIMIT, Manifest, is_plain_name};
use crate::folder::slot::Place;

/// An index file in memory.
#[derive(Debug)]
pub(crate) struct IndexFile {
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Its bytes, not yet verified.
    pub(crate) bytes: Vec<u8>,
    /// Its blocks by the name of their file, where they are not in it.
    pub(crate) blocks: BTreeMap<String, Vec<u8>>,
}

impl IndexFile {
    /// Reads the index that `named` means.
    pub(crate) fn read(named: &Path) -> Result<IndexFile, Failure> {
        let IndexFile { path, bytes, mut blocks } = IndexFile::read_root(named)?;
        // Whether there are blocks is in the index itself; a root that does not open is named when it is opened.
        if let Ok(root) = Session::open(bytes.clone()) {
            let folder = path.parent().unwrap_or(Path::new(""));
            for block in root.detached() {
                let path = folder.join(&block.name);
                let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
                blocks.insert(block.name, bytes);
            }
        }
        Ok(IndexFile { path, bytes, blocks })
    }

    /// Reads the index file alone, without the blocks beside it.
    pub(crate) fn read_root(named: &Path) -> Result<IndexFile, Failure> {
        let meta = fs::metadata(named).map_err(|error| missing(named, &error))?;
        let path = if meta.is_dir() { named.join(&read_manifest(named)?.index) } else { named.to_path_buf() };
        let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
        Ok(IndexFile { path, bytes, blocks: BTreeMap::new() })
    }

    /// Opens it; the engine verifies every byte first.
    pub(crate) fn open(&self) -> Result<Session, Failure> {
        let mut session = open(&self.path, self.bytes.clone())?;
        provide(&mut session, &self.path, &mut |name| Ok(self.blocks.get(name).cloned()))?;
        Ok(session)
    }

    /// Bytes of the index, blocks and all.
    pub(crate) fn size(&self) -> u64 {
        let blocks: usize = self.blocks.values().map(Vec::len).sum();
        (self.bytes.len() + blocks) as u64
    }

    /// What queries can be narrowed by, as the build listed it beside the index.
    fn listed(&self) -> Result<Vec<Listed>, Failure> {
        let path = self.path.with_file_name(filters_name(&self.bytes));
        match fs::read(&path) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| {
                Failure::new("bad-filters", format!("{}: {error}", path.display()), "build the index again")
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(Failure::io("read", &path, &error)),
        }
    }

    /// Opens it with the values of these fields.
    pub(crate) fn with_fields(self, fields: &[String]) -> Result<Session, Failure> {
        let (path, listed) = (self.path.clone(), if fields.is_empty() { Vec::new() } else { self.listed()? });
        let mut session = self.into_session()?;
        for field in fields {
            let Some(found) =
                listed.iter().find(|listed| listed.field == *field).filter(|found| is_plain_name(&found.file))
            else {
                let names: Vec<&str> = listed.iter().map(|listed| listed.field.as_str()).collect();
                let cause = format!("{} has no field {:?} to narrow by", path.display(), printable(field));
                let fix = match near(field, names.iter().copied()) {
                    Some(near) => format!("did you mean {near}?"),
                    None if names.is_empty() => {
                        "build it with --filter FIELD, or mark pages with data-thumb-filter".into()
                    }
                    None => format!("it has {}", printable(&names.join(", "))),
                };
                return Err(Failure::new("no-such-field", cause, fix));
            };
            let file = path.with_file_name(&found.file);
            let bytes = fs::read(&file).map_err(|error| Failure::io("read", &file, &error))?;
            session.provide_facet(bytes).map_err(|error| {
                let cause = format!("{}: {error}", file.display());
                Failure::new(error.kind().code(), cause, "build the index again, or copy the whole folder again")
            })?;
        }
        Ok(session)
    }

    /// Opens it without keeping a second copy of the bytes.
    pub(crate) fn into_session(mut self) -> Result<Session, Failure> {
        let mut session = open(&self.path, self.bytes)?;
        provide(&mut session, &self.path, &mut |name| Ok(self.blocks.remove(name)))?;
        Ok(session)
    }
}

/// Finds the bytes of a block by the name of its file.
pub(crate) type FindBlock<'a> = &'a mut dyn FnMut(&str) -> Result<Option<Vec<u8>>, Failure>;

/// Hands a session the blocks that are not in its index file, as far as `find` has them.
pub(crate) fn provide(session: &mut Session, path: &Path, find: FindBlock<'_>) -> Result<(), Failure> {
    for block in session.detached() {
        let Some(bytes) = find(&block.name)? else { continue };
        session.provide(block.number, bytes).map_err(|error| {
            let cause = format!("{}: {error}", path.with_file_name(&block.name).display());
            Failure::new(error.kind().code(), cause, "build the index again, or copy the whole folder again")
        })?;
    }
    Ok(())
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
