//! Compares a folder with its manifest.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use serde::Serialize;
use thumbindex_engine::Inspection;

use super::manifest::{BlockFiles, FileEntry, MANIFEST, MANIFEST_LIMIT, Manifest};
use crate::failure::{Failure, printable};
use crate::hash::hash16;
use crate::opening::{open, provide};

/// One thing that is wrong in a folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Fault {
    /// Which file.
    pub(crate) file: String,
    /// Stable, for programs.
    pub(crate) code: &'static str,
    /// What is wrong with it.
    pub(crate) reason: String,
}

/// What a look at a folder found.
#[derive(Debug, Default)]
pub(crate) struct Report {
    /// What is wrong, by file name; the manifest first.
    pub(crate) faults: Vec<Fault>,
    /// Entries that the manifest does not name; they do no harm.
    pub(crate) foreign: Vec<String>,
    /// How many files were compared.
    pub(crate) files: usize,
    /// How many bytes were read.
    pub(crate) bytes: u64,
    /// What the index says about itself, when it opened.
    pub(crate) inspection: Option<Inspection>,
}

impl Report {
    fn fault(&mut self, file: &str, code: &'static str, reason: impl Into<String>) {
        self.faults.push(Fault { file: printable(file), code, reason: reason.into() });
    }
}

/// Whether a folder is exactly what its manifest says.
pub(crate) fn is_whole(folder: &Path) -> bool {
    check_folder(folder).faults.is_empty()
}

/// Compares every file with the manifest and opens the index.
pub(crate) fn check_folder(folder: &Path) -> Report {
    let mut report = Report::default();
    let Some(manifest) = check_manifest(folder, &mut report) else { return report };
    let mut unlisted = |name: &Option<String>, failure: Failure| {
        report.fault(name.as_deref().unwrap_or_default(), failure.code, failure.cause);
        BlockFiles::new()
    };
    let listed = manifest.blocks(folder).unwrap_or_else(|failure| unlisted(&manifest.blocks, failure));
    let previous = manifest.previous(folder).unwrap_or_else(|failure| unlisted(&manifest.previous, failure));
    let (mut root, mut blocks) = (None, BTreeMap::new());
    for (name, entry) in manifest.files.iter().chain(&listed) {
        let Some(bytes) = read_file(folder, name, entry.bytes, &mut report) else { continue };
        if !compare(name, entry, &bytes, &mut report) {
            continue;
        }
        if *name == manifest.index {
            root = Some(bytes);
        } else if listed.contains_key(name) {
            blocks.insert(name.as_str(), bytes);
        }
    }
    for (name, entry) in &previous {
        if let Some(bytes) = read_file(folder, name, entry.bytes, &mut report) {
            compare(name, entry, &bytes, &mut report);
        }
    }
    if let Some(bytes) = root {
        let name = &manifest.index;
        let path = folder.join(name);
        let opened = open(&path, bytes).and_then(|mut session| {
            // What the list has and could not be read is named already.
            provide(&mut session, &path, &mut |name| {
                let bytes = blocks.remove(name);
                if bytes.is_none() && !listed.contains_key(name) {
                    let fix = "build the folder again, or copy the whole folder again";
                    return Err(Failure::new("missing-block", format!("no list names the block {name}"), fix));
                }
                Ok(bytes)
            })?;
            Ok(session)
        });
        match opened {
            Ok(session) => {
                let inspection = session.inspect();
                if inspection.build != manifest.build {
                    let reason = format!("build {:?}, the manifest says {:?}", inspection.build, manifest.build);
                    report.fault(name, "wrong-build", reason);
                }
                report.inspection = Some(inspection);
            }
            Err(failure) => report.fault(name, failure.code, failure.cause),
        }
    }
    let named: BTreeSet<&str> = manifest
        .files
        .keys()
        .chain(listed.keys())
        .chain(previous.keys())
        .map(String::as_str)
        .chain([MANIFEST])
        .collect();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !named.contains(name.as_str()) {
            report.foreign.push(printable(&name));
        }
    }
    report.foreign.sort();
    report
}

fn check_manifest(folder: &Path, report: &mut Report) -> Option<Manifest> {
    let path = folder.join(MANIFEST);
    let mut bytes = Vec::new();
    let read = File::open(&path).and_then(|file| file.take(MANIFEST_LIMIT).read_to_end(&mut bytes));
    if let Err(error) = read {
        report.fault(MANIFEST, "unreadable", error.to_string());
        return None;
    }
    let manifest = match Manifest::parse(&path, &bytes) {
        Ok(manifest) => manifest,
        Err(failure) => {
            report.fault(MANIFEST, failure.code, failure.cause);
            return None;
        }
    };
    // There is one way to write a manifest, so any other bytes were changed afterwards.
    if manifest.to_bytes().is_ok_and(|canonical| canonical != bytes) {
        report.fault(MANIFEST, "changed", "these are not the bytes that thumbindex wrote");
    }
    for name in std::iter::once(&manifest.index).chain(&manifest.wasm).chain(&manifest.blocks).chain(&manifest.previous)
    {
        let hash = manifest.files.get(name).map_or("", |entry| entry.hash.as_str());
        if hash.is_empty() || !name.contains(hash) {
            report.fault(MANIFEST, "changed", format!("the name {name} does not carry the hash of its file"));
        }
    }
    Some(manifest)
}

fn read_file(folder: &Path, name: &str, expected: u64, report: &mut Report) -> Option<Vec<u8>> {
    let path = folder.join(name);
    let meta = match fs::symlink_metadata(&path) {
        Ok(meta) => meta,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            report.fault(name, "missing", "the file is not there");
            return None;
        }
        Err(error) => {
            report.fault(name, "unreadable", error.to_string());
            return None;
        }
    };
    if !meta.is_file() {
        report.fault(name, "not-a-file", "there is something else with this name");
        return None;
    }
    if meta.len() != expected {
        report.fault(name, "length", format!("{} bytes, the manifest says {expected}", meta.len()));
        return None;
    }
    match fs::read(&path) {
        Ok(bytes) => {
            report.files += 1;
            report.bytes += bytes.len() as u64;
            Some(bytes)
        }
        Err(error) => {
            report.fault(name, "unreadable", error.to_string());
            None
        }
    }
}

fn compare(name: &str, entry: &FileEntry, bytes: &[u8], report: &mut Report) -> bool {
    let hash = hash16(bytes);
    if hash != entry.hash {
        report.fault(name, "hash", format!("its hash is {hash}, the manifest says {}", printable(&entry.hash)));
    }
    hash == entry.hash
}
