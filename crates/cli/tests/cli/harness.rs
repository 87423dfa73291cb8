//! A scratch folder with corpora, and the command run in it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

/// Three papers with words of their own.
pub(crate) const PAPERS: &str = r#"{"id": "tides", "title": "Tides in narrow estuaries", "abstract": "Measures how the tide travels upstream.", "year": 2001, "venue": "Water", "authors": ["Ada Brook"]}
{"id": 7, "title": "Glacier retreat seen from orbit", "abstract": "Satellites map the ice each summer.", "year": 2010}
{"id": "moss", "title": "Moss on north walls", "abstract": "Shade and damp decide where bryophytes grow.", "keywords": ["bryophytes", "walls"]}
"#;

/// Other papers.
pub(crate) const OTHER_PAPERS: &str = r#"{"id": "lichen", "title": "Lichen clocks", "abstract": "Diameters date old stones."}
{"id": "dunes", "title": "Dunes that sing", "abstract": "Sand sounds when it slides."}
"#;

/// A scratch folder.
pub(crate) struct Scratch {
    folder: TempDir,
}

impl Scratch {
    /// A folder with `papers.jsonl` and `other.jsonl`.
    pub(crate) fn new() -> Scratch {
        let scratch = Scratch { folder: tempfile::tempdir().unwrap() };
        scratch.write("papers.jsonl", PAPERS);
        scratch.write("other.jsonl", OTHER_PAPERS);
        scratch
    }

    /// One with `papers.jsonl` built into `site`.
    pub(crate) fn built() -> Scratch {
        let scratch = Scratch::new();
        scratch.run(&["build", "papers.jsonl", "-o", "site"]).ok();
        scratch
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
        path
    }

    /// Runs the command in the folder.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_with(args, &[])
    }

    /// Runs the command with variables set.
    pub(crate) fn run_with(&self, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let output = self.command(args).envs(variables.iter().copied()).output().unwrap();
        Run { args: args.join(" "), output }
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_thumbindex"));
        command.args(args).current_dir(self.folder.path()).env_remove("THUMBINDEX_TEST_FAULT");
        command
    }

    /// Names in the scratch folder that begin with a dot.
    pub(crate) fn hidden(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        names.filter(|name| name.starts_with('.')).collect()
    }

    /// The index file of a built folder.
    pub(crate) fn index(&self, folder: &str) -> PathBuf {
        let manifest: Value =
            serde_json::from_slice(&fs::read(self.path(folder).join("thumbindex.json")).unwrap()).unwrap();
        self.path(folder).join(manifest["index"].as_str().unwrap())
    }
}

/// What a run gave.
pub(crate) struct Run {
    args: String,
    output: Output,
}

impl Run {
    pub(crate) fn status(&self) -> Option<i32> {
        self.output.status.code()
    }

    pub(crate) fn out(&self) -> String {
        String::from_utf8(self.output.stdout.clone()).unwrap()
    }

    pub(crate) fn err(&self) -> String {
        String::from_utf8(self.output.stderr.clone()).unwrap()
    }

    /// Asserts success.
    #[track_caller]
    pub(crate) fn ok(self) -> Run {
        assert_eq!(self.status(), Some(0), "{}\n{}{}", self.args, self.out(), self.err());
        self
    }

    /// Asserts exit status, code of the error and a part of its text.
    #[track_caller]
    pub(crate) fn fails(self, status: i32, code: &str, part: &str) -> Run {
        let err = self.err();
        assert_eq!(self.status(), Some(status), "{}\n{}{err}", self.args, self.out());
        assert!(err.contains(&format!("error[{code}]: ")), "{}: no {code} in {err}", self.args);
        assert!(err.contains(part), "{}: no {part:?} in {err}", self.args);
        self
    }

    /// Standard output as JSON.
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out()).unwrap_or_else(|error| panic!("{error}: {}", self.out()))
    }
}

/// All files of a folder by name.
pub(crate) fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())
        })
        .collect()
}
