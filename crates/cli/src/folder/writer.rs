//! Replaces a folder by its successor.
//!
//! 1. A temporary folder beside the place gets a journal with the names of all files to come, the
//!    files, and the manifest last; then the journal goes. The journal is on the disk before the files, and they before the
//!    manifest.
//! 2. The folder is read back and compared with its manifest; the index is opened.
//! 3. It takes its place: on Linux the two folders are exchanged in one step; elsewhere the old one is
//!    renamed aside and the new one renamed in, and [`Slot::recover`] closes the gap between the two.
//! 4. The old folder's files are removed by name: never a file that neither manifest nor journal names.
//!
//! What the build before had under names that carry a hash comes along, once: pages that were opened before the folder was replaced, and
//! pages that a host keeps for minutes, go on asking for it. The next build leaves it out.
//!
//! A kill at any point leaves the old or the new folder in place; what else it leaves beside the place
//! is removed by the next run. An error removes the temporary folder at once.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::check::check_folder;
use super::contents::Contents;
use super::disk::Disk;
use super::manifest::{BlockFiles, FileEntry, MANIFEST, Manifest};
use super::slot::{Contained, JOURNAL, Slot};
use crate::failure::Failure;
use crate::hash::hash16;
use crate::opening::read_manifest;

/// So many files are waited for one by one; more of them together, with whatever else the file system holds back.
const FEW: usize = 32;

/// Writes `contents` to the slot, and lists in them what of the folder in place comes along. Gives warnings about what could not be tidied up.
pub(crate) fn replace(slot: &Slot, contents: &mut Contents, disk: &Disk) -> Result<Vec<String>, Failure> {
    let mut warnings = sweep(slot, disk);
    let exists = slot.check_replaceable()?;
    let temporary = slot.place().temporary();
    let old = slot.place().path();
    let previous = if exists { previous(&old, contents) } else { BlockFiles::new() };
    list_previous(contents, &previous)?;
    let written = write(&temporary, contents, &old, &previous, disk)
        .map_err(|(path, error)| Failure::io("write", &path, &error))
        .and_then(|()| read_back(&temporary))
        .and_then(|()| take_place(slot, &temporary, exists, disk));
    match written {
        Ok(old) => {
            if let Some(Err(reason)) = old.map(|old| remove(&old, disk)) {
                warnings.push(reason);
            }
            Ok(warnings)
        }
        Err(failure) => {
            // Nothing more can be done if this fails too; the next run tries again.
            let _ = remove(&temporary, &Disk::default());
            Err(failure)
        }
    }
}

/// Removes what killed runs left beside the place.
fn sweep(slot: &Slot, disk: &Disk) -> Vec<String> {
    let place = slot.place();
    let left = place.leftovers("tmp").into_iter().chain(place.leftovers("old"));
    left.filter_map(|(_, folder)| remove(&folder, disk).err()).collect()
}

/// What of the folder in place comes along: files that carry a hash in their name, are what the manifest says, and that the new folder
/// does not have itself. A build that changes nothing keeps what came along before. Of a folder that is not whole, nothing does.
fn previous(old: &Path, contents: &Contents) -> BlockFiles {
    let Ok(manifest) = read_manifest(old) else { return BlockFiles::new() };
    let (Ok(blocks), Ok(before)) = (manifest.blocks(old), manifest.previous(old)) else { return BlockFiles::new() };
    let list = |name: &str| manifest.previous.as_deref() == Some(name);
    let lacking = |(name, entry): (&String, &FileEntry)| {
        let whole = || fs::read(old.join(name)).is_ok_and(|bytes| hash16(&bytes) == entry.hash);
        (is_hashed(name) && !list(name) && !contents.files.contains_key(name) && whole())
            .then(|| (name.clone(), entry.clone()))
    };
    let own: BlockFiles = manifest.files.iter().chain(&blocks).filter_map(lacking).collect();
    if own.is_empty() { before.iter().filter_map(lacking).collect() } else { own }
}

/// Whether a name carries a hash, so that the file never changes under it.
fn is_hashed(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or("", |(stem, _)| stem);
    stem.split('-').skip(1).any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// Lists what comes along.
fn list_previous(contents: &mut Contents, previous: &BlockFiles) -> Result<(), Failure> {
    if previous.is_empty() {
        return Ok(());
    }
    let list = Manifest::list(previous)?;
    let name = format!("previous-{}.json", hash16(&list));
    contents.manifest.files.insert(name.clone(), FileEntry::of(&list));
    contents.manifest.previous = Some(name.clone());
    contents.files.insert(name, Cow::Owned(list));
    Ok(())
}

fn write(
    temporary: &Path,
    contents: &Contents,
    old: &Path,
    previous: &BlockFiles,
    disk: &Disk,
) -> Result<(), (PathBuf, io::Error)> {
    let at = |path: &Path| {
        let path = path.to_path_buf();
        move |error| (path, error)
    };
    disk.create_dir(temporary).map_err(at(temporary))?;
    let write_new = |name: &str, bytes: &[u8]| {
        let path = temporary.join(name);
        disk.write_new(&path, bytes).map_err(at(&path))
    };
    let names: Vec<&String> = contents.files.keys().chain(previous.keys()).collect();
    let journal = serde_json::to_vec(&names).map_err(|error| (temporary.join(JOURNAL), error.into()))?;
    write_new(JOURNAL, &journal)?;
    if contents.files.len() <= FEW {
        for (name, bytes) in &contents.files {
            write_new(name, bytes)?;
        }
    } else {
        for (name, bytes) in &contents.files {
            let path = temporary.join(name);
            disk.write_soon(&path, bytes).map_err(at(&path))?;
        }
        disk.sync_files(temporary, contents.files.keys().map(String::as_str)).map_err(at(temporary))?;
    }
    for name in previous.keys() {
        let path = temporary.join(name);
        disk.link(&old.join(name), &path).map_err(at(&path))?;
    }
    let manifest =
        contents.manifest.to_bytes().map_err(|failure| (temporary.join(MANIFEST), io::Error::other(failure.cause)))?;
    write_new(MANIFEST, &manifest)?;
    let journal = temporary.join(JOURNAL);
    disk.remove_file(&journal).map_err(at(&journal))?;
    disk.sync_dir(temporary).map_err(at(temporary))
}

fn read_back(temporary: &Path) -> Result<(), Failure> {
    match check_folder(temporary).faults.first() {
        None => Ok(()),
        Some(fault) => {
            let cause = format!("what was written does not read back: {}: {}", fault.file, fault.reason);
            Err(Failure::new("read-back", cause, "check the disk; nothing was replaced"))
        }
    }
}

/// Puts the new folder in place and gives the path where the old one is now, if there was one.
fn take_place(slot: &Slot, temporary: &Path, exists: bool, disk: &Disk) -> Result<Option<PathBuf>, Failure> {
    let path = slot.place().path();
    let refused = |error: io::Error| {
        let mut failure = Failure::io("replace", &path, &error);
        if error.kind() == io::ErrorKind::ResourceBusy {
            failure.fix = "the folder is a mount point or in use; name a folder inside it".into();
        }
        failure
    };
    if !exists {
        disk.rename(temporary, &path).map_err(refused)?;
        sync_parent(slot, disk);
        return Ok(None);
    }
    if let Ok(meta) = fs::metadata(&path) {
        let _ = fs::set_permissions(temporary, meta.permissions());
    }
    let old = match disk.exchange(temporary, &path) {
        Ok(()) => temporary.to_path_buf(),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => {
            let aside = slot.place().aside();
            disk.rename(&path, &aside).map_err(refused)?;
            if let Err(error) = disk.rename(temporary, &path) {
                let _ = fs::rename(&aside, &path);
                return Err(refused(error));
            }
            aside
        }
        Err(error) => return Err(refused(error)),
    };
    sync_parent(slot, disk);
    Ok(Some(old))
}

/// The replacement has happened; if the disk refuses to confirm it now, it is still the right one.
fn sync_parent(slot: &Slot, disk: &Disk) {
    let _ = disk.sync_dir(slot.place().parent());
}

/// Removes a folder of ours: its files by name, then the folder if it is empty. The manifest or the
/// journal, which say what is ours, go last, so that a killed removal can be taken up again.
fn remove(folder: &Path, disk: &Disk) -> Result<(), String> {
    let kept = |reason: &str| format!("{} was left there: {reason}", folder.display());
    let mut names = match Contained::of(folder) {
        Ok(Contained::Nothing) => Vec::new(),
        Ok(Contained::Ours { names, .. }) => names,
        Ok(Contained::Foreign { name, .. }) => return Err(kept(&format!("it holds {name}, which is not ours"))),
        Ok(Contained::Damaged) => return Err(kept("its manifest is damaged")),
        Err(failure) => return Err(kept(&failure.cause)),
    };
    // The lists go right before the manifest that names them: until then all of them say what is ours.
    let list = |name: &String| name.starts_with("blocks-") || name.starts_with("previous-");
    names.sort_by_key(|name| (name == JOURNAL, name == MANIFEST, list(name)));
    for name in names {
        disk.remove_file(&folder.join(name)).map_err(|error| kept(&error.to_string()))?;
    }
    disk.remove_dir(folder).map_err(|error| kept(&error.to_string()))
}
