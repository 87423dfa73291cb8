//! The few operations on files that writing a folder takes, one step each.
//!
//! Every operation counts its steps, so that tests can stop the command, or make the system refuse, at
//! each of them in turn. Binaries with debug assertions read `THUMBINDEX_TEST_FAULT`: `abort:7` ends the
//! process before step 7, `full:7` and `denied:7` let step 7 fail; `exchange:0` only says that two
//! folders cannot be exchanged at once. Release binaries ignore it.

use std::cell::Cell;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// What a test injects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fault {
    /// Ends the process.
    Abort,
    /// Lets the step fail.
    Refuse(io::ErrorKind),
}

/// The file system, with faults on demand.
#[derive(Debug, Default)]
pub(crate) struct Disk {
    steps: Cell<u64>,
    fault: Option<(Fault, u64)>,
    no_exchange: bool,
}

impl Disk {
    /// The real file system; with debug assertions, with the fault that the environment names.
    pub(crate) fn new() -> Disk {
        let mut disk = Disk::default();
        if cfg!(debug_assertions)
            && let Ok(text) = std::env::var("THUMBINDEX_TEST_FAULT")
        {
            for part in text.split(',') {
                match part.split_once(':') {
                    Some(("exchange", _)) => disk.no_exchange = true,
                    Some((name, at)) => {
                        let fault = match name {
                            "full" => Fault::Refuse(io::ErrorKind::StorageFull),
                            "denied" => Fault::Refuse(io::ErrorKind::PermissionDenied),
                            _ => Fault::Abort,
                        };
                        disk.fault = at.parse().ok().map(|at| (fault, at));
                    }
                    None => {}
                }
            }
        }
        disk
    }

    fn step(&self) -> io::Result<()> {
        let step = self.steps.get() + 1;
        self.steps.set(step);
        match self.fault {
            Some((Fault::Abort, at)) if at == step => std::process::abort(),
            Some((Fault::Refuse(kind), at)) if at == step => Err(io::Error::from(kind)),
            _ => Ok(()),
        }
    }

    /// Creates a folder that must not exist.
    pub(crate) fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::create_dir(path)
    }

    /// Writes a file that must not exist and waits until it is on the disk.
    pub(crate) fn write_new(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let file = self.write_soon(path, bytes)?;
        self.step()?;
        file.sync_all()
    }

    /// Writes a file that must not exist. It is on the disk after [`Disk::sync_files`].
    pub(crate) fn write_soon(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        self.step()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        let (front, back) = bytes.split_at(bytes.len() / 2);
        file.write_all(front)?;
        self.step()?;
        file.write_all(back)?;
        Ok(file)
    }

    /// Gives a file that never changes a second name, or copies it where the file system has no such thing.
    pub(crate) fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        if fs::hard_link(from, to).is_ok() {
            return Ok(());
        }
        fs::copy(from, to)?;
        File::open(to)?.sync_all()
    }

    /// Waits until these files of a folder are on the disk: where the system can, all at once, which for thousands of
    /// files takes a fraction of the time.
    pub(crate) fn sync_files<'a>(&self, folder: &Path, names: impl Iterator<Item = &'a str>) -> io::Result<()> {
        self.step()?;
        if sync_at_once(folder)? {
            return Ok(());
        }
        for name in names {
            File::open(folder.join(name))?.sync_all()?;
        }
        Ok(())
    }

    /// Removes a file.
    pub(crate) fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_file(path)
    }

    /// Removes an empty folder.
    pub(crate) fn remove_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        fs::remove_dir(path)
    }

    /// Renames a folder to a name that is free.
    pub(crate) fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step()?;
        fs::rename(from, to)
    }

    /// Exchanges two folders in one step; `Unsupported` where the system cannot.
    pub(crate) fn exchange(&self, a: &Path, b: &Path) -> io::Result<()> {
        if self.no_exchange {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.step()?;
        exchange(a, b)
    }

    /// Waits until a folder's entries are on the disk, where the system can.
    pub(crate) fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.step()?;
        if cfg!(unix) {
            match File::open(path)?.sync_all() {
                // Some file systems do not sync folders; there is nothing better to do there.
                Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
                    Ok(())
                }
                other => other,
            }
        } else {
            Ok(())
        }
    }
}

/// False where the system has no such call.
#[cfg(target_os = "linux")]
fn sync_at_once(folder: &Path) -> io::Result<bool> {
    rustix::fs::syncfs(File::open(folder)?)?;
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
fn sync_at_once(_: &Path) -> io::Result<bool> {
    Ok(false)
}

#[cfg(target_os = "linux")]
fn exchange(a: &Path, b: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE).map_err(|error| match error {
        Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::ErrorKind::Unsupported.into(),
        error => error.into(),
    })
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
