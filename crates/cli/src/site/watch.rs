//! Waiting until the pages of a site change.
//!
//! Generators often write their folder anew, so what is watched may vanish for a while: names, lengths and times are compared twice a
//! second, which takes a few milliseconds for a thousand pages and asks nothing of the system.

use std::path::Path;
use std::thread;
use std::time::{Duration, SystemTime};

use super::walk;

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(500);

/// How the pages of a site looked at some time; None where it cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct State(Option<Vec<(String, u64, Option<SystemTime>)>>);

impl State {
    /// How they look now.
    pub(crate) fn of(root: &Path, exclude: &[String]) -> State {
        let look = |file: walk::File| {
            let meta = file.path.metadata().ok()?;
            Some((file.name, meta.len(), meta.modified().ok()))
        };
        State(walk::walk(root, exclude).ok().map(|walk| walk.files.into_iter().filter_map(look).collect()))
    }

    /// Returns when they look different and have rested since, with how they look then.
    pub(crate) fn changed(self, root: &Path, exclude: &[String]) -> State {
        let mut last = self.clone();
        loop {
            thread::sleep(PAUSE);
            let now = State::of(root, exclude);
            // While somebody writes, or the folder is away, there is nothing to build.
            if now == last && now != self && now.0.as_ref().is_some_and(|files| !files.is_empty()) {
                return now;
            }
            last = now;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn pages_that_come_go_or_change_are_seen_and_other_files_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let state = || State::of(folder.path(), &[]);
        fs::write(folder.path().join("a.html"), "one").unwrap();
        let before = state();
        fs::write(folder.path().join("style.css"), "x").unwrap();
        assert_eq!(state(), before);
        fs::write(folder.path().join("a.html"), "other").unwrap();
        let after = before.clone().changed(folder.path(), &[]);
        assert_ne!(after, before);
        fs::remove_file(folder.path().join("a.html")).unwrap();
        assert_ne!(state(), after);
        assert_ne!(State::of(&folder.path().join("gone"), &[]), after);
    }
}
