//! The place where a folder goes: its names, its lock, and what is ours there.

use std::ffi::{OsStr, OsString};
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use super::check::is_whole;
use super::manifest::{MANIFEST, Manifest};
use crate::failure::{Failure, printable};

/// Names the files of a folder that is being written; gone before the folder takes its place.
pub(crate) const JOURNAL: &str = "thumbindex-writing.json";

/// An output folder's place in its parent.
#[derive(Debug)]
pub(crate) struct Place {
    parent: PathBuf,
    name: OsString,
}

impl Place {
    /// The place that `output` names. The parent need not exist yet.
    pub(crate) fn of(output: &Path) -> Result<Place, Failure> {
        let unusable = || {
            let cause = format!("{} cannot be replaced as a whole", output.display());
            Failure::new("output-unusable", cause, "name a folder of its own, as in -o site/search")
        };
        let name = output.file_name().ok_or_else(unusable)?.to_os_string();
        let parent = match output.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        Ok(Place { parent, name })
    }

    /// The folder.
    pub(crate) fn path(&self) -> PathBuf {
        // As a person would write it: not "./site".
        if self.parent == Path::new(".") { PathBuf::from(&self.name) } else { self.parent.join(&self.name) }
    }

    /// Its last name.
    pub(crate) fn name(&self) -> &OsStr {
        &self.name
    }

    /// The folder it is in.
    pub(crate) fn parent(&self) -> &Path {
        &self.parent
    }

    fn beside(&self, what: &str) -> OsString {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(".thumbindex-");
        name.push(what);
        name
    }

    /// Where this process writes.
    pub(crate) fn temporary(&self) -> PathBuf {
        self.parent.join(self.beside(&format!("tmp-{}", std::process::id())))
    }

    /// Where this process puts the old folder, if it cannot be exchanged.
    pub(crate) fn aside(&self) -> PathBuf {
        self.parent.join(self.beside(&format!("old-{}", std::process::id())))
    }

    fn lock(&self) -> PathBuf {
        self.parent.join(self.beside("lock"))
    }

    /// Folders that a killed run left beside this one: (`tmp` or `old`, PID, path), in order.
    pub(crate) fn leftovers(&self, what: &str) -> Vec<(String, PathBuf)> {
        let prefix = self.beside(&format!("{what}-"));
        let mut found: Vec<(String, PathBuf)> = fs::read_dir(&self.parent)
            .into_iter()
            .flatten()
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name();
                let pid = name.as_encoded_bytes().strip_prefix(prefix.as_encoded_bytes())?;
                let pid = std::str::from_utf8(pid).ok().filter(|pid| pid.bytes().all(|b| b.is_ascii_digit()))?;
                let is_dir = entry.file_type().is_ok_and(|kind| kind.is_dir());
                is_dir.then(|| (pid.to_string(), entry.path()))
            })
            .collect();
        found.sort();
        found
    }
}

/// A place that this process alone may change, until it is dropped.
#[derive(Debug)]
pub(crate) struct Slot {
    place: Place,
    /// Held for its lock; `None` where the file system knows no locks.
    _lock: Option<Lock>,
}

impl Slot {
    /// Takes the lock of the place that `output` names and repairs what a killed run left half done.
    pub(crate) fn claim(output: &Path) -> Result<Slot, Failure> {
        let place = Place::of(output)?;
        fs::create_dir_all(&place.parent).map_err(|error| Failure::io("create the folder", &place.parent, &error))?;
        let lock = Lock::take(&place)?;
        let slot = Slot { place, _lock: lock };
        slot.recover()?;
        Ok(slot)
    }

    /// Where it is.
    pub(crate) fn place(&self) -> &Place {
        &self.place
    }

    /// Whether there is a folder to replace; an error when what is there must not be replaced.
    pub(crate) fn check_replaceable(&self) -> Result<bool, Failure> {
        let path = self.place.path();
        let kind = match fs::symlink_metadata(&path) {
            Ok(meta) => meta.file_type(),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
            Err(error) => return Err(Failure::io("look at", &path, &error)),
        };
        let refused = |code, what: &str, fix: &str| Err(Failure::new(code, format!("{} {what}", path.display()), fix));
        if kind.is_symlink() {
            return refused("output-is-symlink", "is a symbolic link", "name the folder that it points to");
        }
        if !kind.is_dir() {
            return refused("output-is-file", "is not a folder", "name another folder");
        }
        match Contained::of(&path)? {
            Contained::Nothing | Contained::Ours { finished: true, .. } => Ok(true),
            Contained::Ours { .. } | Contained::Damaged => {
                let fix = "look at it with `thumbindex verify`; remove it yourself or name another folder";
                refused("output-not-ours", "has a damaged manifest, so nothing says whose files it holds", fix)
            }
            Contained::Foreign { name, has_manifest: true } => {
                let what = format!("holds {name}, which thumbindex did not write");
                refused("output-has-foreign-files", &what, "move that file away or name another folder")
            }
            Contained::Foreign { name, .. } => {
                let what = format!("was not written by thumbindex; it holds {name}");
                refused("output-not-ours", &what, "name a new or an empty folder")
            }
        }
    }

    /// Finishes or undoes a replacement that was killed between its two renames, when the folder had
    /// been moved aside and its successor was not in place yet. True when there was something to repair.
    pub(crate) fn recover(&self) -> Result<bool, Failure> {
        let path = self.place.path();
        if fs::symlink_metadata(&path).is_ok() {
            return Ok(false);
        }
        let Some((pid, old)) = self.place.leftovers("old").pop() else { return Ok(false) };
        let next = self.place.leftovers("tmp").into_iter().find(|(other, folder)| *other == pid && is_whole(folder));
        let from = next.map_or(old, |(_, folder)| folder);
        fs::rename(&from, &path).map_err(|error| Failure::io("put back", &path, &error))?;
        Ok(true)
    }
}

/// How often a lock file that vanished under our hands is created again.
const LOCK_TRIES: usize = 100;

/// The lock file, removed when dropped.
#[derive(Debug)]
struct Lock {
    path: PathBuf,
    file: File,
}

impl Lock {
    fn take(place: &Place) -> Result<Option<Lock>, Failure> {
        let path = place.lock();
        let refused = |error: io::Error| {
            let mut failure = Failure::io("create", &path, &error);
            if failure.code == "permission-denied" {
                let parent = place.parent.display();
                failure.fix = format!("a folder is written beside its place first: make {parent} writable");
            }
            failure
        };
        for _ in 0..LOCK_TRIES {
            let mut options = OpenOptions::new();
            let file = options.create(true).truncate(false).write(true).open(&path).map_err(refused)?;
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let cause = format!("another run is writing {}", place.path().display());
                    return Err(Failure::new("output-in-use", cause, "wait until it has finished"));
                }
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    let _ = fs::remove_file(&path);
                    return Ok(None);
                }
                Err(TryLockError::Error(error)) => return Err(Failure::io("lock", &path, &error)),
            }
            // The last holder may have removed the file between our open and our lock; then ours locks
            // nothing that the next run would see.
            if is_still(&path, &file) {
                return Ok(Some(Lock { path, file }));
            }
        }
        let cause = format!("{} changes all the time", path.display());
        Err(Failure::new("output-in-use", cause, "remove it if no other run is at work"))
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Only where `is_still` can tell a removed file from a present one is removing it safe.
        if cfg!(unix) && self.file.metadata().is_ok_and(|meta| meta.len() == 0) {
            let _ = fs::remove_file(&self.path);
        }
    }
}

#[cfg(unix)]
fn is_still(path: &Path, file: &File) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    match (fs::symlink_metadata(path), file.metadata()) {
        (Ok(there), Ok(held)) => (there.dev(), there.ino()) == (held.dev(), held.ino()),
        _ => false,
    }
}

#[cfg(not(unix))]
fn is_still(_: &Path, _: &File) -> bool {
    true
}

/// What a folder contains, seen from ours.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Contained {
    /// No entry at all.
    Nothing,
    /// Only files that we wrote; `finished` once the manifest names them.
    Ours {
        /// Every entry, in order.
        names: Vec<String>,
        /// Whether a manifest names them, not the journal of a killed run.
        finished: bool,
    },
    /// A manifest that cannot be read; nothing can be said about the files.
    Damaged,
    /// At least one entry that we did not write.
    Foreign {
        /// The first of them.
        name: String,
        /// Whether our manifest is there too.
        has_manifest: bool,
    },
}

impl Contained {
    /// Looks into a folder.
    pub(crate) fn of(folder: &Path) -> Result<Contained, Failure> {
        let refused = |error: io::Error| Failure::io("read the folder", folder, &error);
        let mut names = Vec::new();
        let mut odd = None;
        for entry in fs::read_dir(folder).map_err(refused)? {
            let entry = entry.map_err(refused)?;
            let is_file = entry.file_type().map_err(refused)?.is_file();
            match entry.file_name().into_string() {
                Ok(name) if is_file => names.push(name),
                Ok(name) => odd = odd.max(Some(name)),
                Err(name) => odd = odd.max(Some(name.to_string_lossy().into_owned())),
            }
        }
        names.sort();
        let has = |wanted: &str| names.iter().any(|name| name == wanted);
        let (has_manifest, has_journal) = (has(MANIFEST), has(JOURNAL));
        if let Some(name) = odd {
            return Ok(Contained::Foreign { name: printable(&name), has_manifest });
        }
        let known = |name: &str| name == MANIFEST || name == JOURNAL;
        if has_manifest && !has_journal {
            let path = folder.join(MANIFEST);
            let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
            let Ok(manifest) = Manifest::parse(&path, &bytes) else { return Ok(Contained::Damaged) };
            let (Ok(blocks), Ok(previous)) = (manifest.blocks(folder), manifest.previous(folder)) else {
                return Ok(Contained::Damaged);
            };
            let ours = |name: &String| {
                manifest.files.contains_key(name) || blocks.contains_key(name) || previous.contains_key(name)
            };
            return Ok(match names.iter().find(|name| *name != MANIFEST && !ours(name)) {
                Some(name) => Contained::Foreign { name: printable(name), has_manifest },
                None => Contained::Ours { names, finished: true },
            });
        }
        // A journal that was cut while it was written was the only file then.
        let listed: Vec<String> = if has_journal {
            fs::read(folder.join(JOURNAL))
                .ok()
                .and_then(|bytes| serde_json::from_slice(&bytes).ok())
                .unwrap_or_default()
        } else {
            Vec::new()
        };
        Ok(match names.iter().find(|name| !(listed.contains(name) || known(name) && has_journal)) {
            Some(name) => Contained::Foreign { name: printable(name), has_manifest },
            None if names.is_empty() => Contained::Nothing,
            None => Contained::Ours { names, finished: false },
        })
    }
}
