//! Input files to documents: what the command line and `thumbindex.toml` say goes to the reader.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use thumbindex_engine::Document;
use thumbindex_ingest::{Config, FieldMap, Ingest, Problem, Reason, Summary};

use crate::failure::{Failure, near_file};
use crate::progress::Progress;

/// The configuration that is read when no other is named and it exists.
pub(crate) const CONFIG: &str = "thumbindex.toml";

/// Documents, and what was wrong with others.
#[derive(Debug, Default)]
pub(crate) struct Corpus {
    /// By id, so that the index does not depend on the order in which files are named.
    pub(crate) documents: Vec<Document>,
    /// The first [`KEPT_PROBLEMS`].
    pub(crate) problems: Vec<Problem>,
    /// Counts, of all problems too.
    pub(crate) summary: Summary,
    /// The first id that two records have, in a sentence that names both.
    pub(crate) duplicate: Option<String>,
}

/// How many problems are kept; all are counted.
pub(crate) const KEPT_PROBLEMS: usize = 1000;

/// Reads the configuration, and lays the `--field` assignments over it.
pub(crate) fn configure(named: Option<&Path>, assignments: &[String]) -> Result<Config, Failure> {
    let mut config = match named {
        Some(path) => read_config(path)?,
        None if Path::new(CONFIG).is_file() => read_config(Path::new(CONFIG))?,
        None => Config::default(),
    };
    let mut fields = FieldMap::default();
    for assignment in assignments {
        fields.assign(assignment).map_err(|error| from_ingest("usage", &error))?;
    }
    config.fields.override_with(&fields);
    Ok(config)
}

fn read_config(path: &Path) -> Result<Config, Failure> {
    let text = fs::read_to_string(path).map_err(|error| {
        let mut failure = Failure::io("read", path, &error);
        suggest_near(&mut failure, path, &error);
        failure
    })?;
    Config::from_toml(&text).map_err(|error| {
        let mut failure = from_ingest("config", &error);
        failure.cause = format!("{}: {}", path.display(), failure.cause);
        failure
    })
}

/// Refuses inputs that cannot be read, before anything is done.
pub(crate) fn check_inputs(inputs: &[PathBuf]) -> Result<u64, Failure> {
    let mut bytes = 0;
    for path in inputs {
        let meta = fs::metadata(path).map_err(|error| {
            let mut failure = Failure::io("read", path, &error);
            suggest_near(&mut failure, path, &error);
            failure
        })?;
        if meta.is_dir() {
            let example = first_file(path).unwrap_or_else(|| path.join("papers.jsonl"));
            let fix = format!("name the files in it, as in {}", example.display());
            return Err(Failure::new("input-is-folder", format!("{} is a folder", path.display()), fix));
        }
        bytes += meta.len();
    }
    Ok(bytes)
}

/// The first file in a folder that looks like a corpus.
fn first_file(folder: &Path) -> Option<PathBuf> {
    let known = [".jsonl", ".ndjson", ".json", ".csv", ".tsv", ".gz", ".xz"];
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| known.iter().any(|end| path.as_os_str().as_encoded_bytes().ends_with(end.as_bytes())))
        .collect();
    paths.sort();
    paths.into_iter().next()
}

/// Reads all inputs. With `strict` reading stops at the first problem, which is then the only one.
pub(crate) fn read(inputs: &[PathBuf], config: &Config, strict: bool, progress: &Progress) -> Result<Corpus, Failure> {
    let of = check_inputs(inputs)?;
    let done = AtomicU64::new(0);
    let stop = AtomicBool::new(false);
    let mut corpus = Corpus::default();
    let mut ingest = Ingest::new(config.fields.clone(), config.limits.clone());
    for path in inputs {
        let file = File::open(path).map_err(|error| Failure::io("read", path, &error))?;
        let reader = Watched { file, done: &done, of, stop: &stop, progress };
        let Corpus { documents, problems, duplicate, .. } = &mut corpus;
        let outcome = ingest.file(
            &path.display().to_string(),
            reader,
            |document| documents.push(document),
            |problem| {
                if duplicate.is_none() && matches!(problem.reason, Reason::DuplicateId { .. }) {
                    *duplicate = Some(format!("{}:{}: {}", problem.file, problem.line, problem.reason));
                }
                if problems.len() < KEPT_PROBLEMS {
                    problems.push(problem);
                }
                stop.store(strict, Ordering::Relaxed);
            },
        );
        corpus.summary = ingest.summary();
        if stop.load(Ordering::Relaxed) {
            corpus.problems.truncate(1);
            break;
        }
        outcome.map_err(|error| from_ingest(error.code(), &error))?;
    }
    // Short ids first: whole numbers then come in their own order.
    let key = |document: &Document| document.id.len();
    corpus.documents.sort_by(|a, b| key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id)));
    Ok(corpus)
}

/// A file that reports how far it was read and ends early when it is no longer wanted.
struct Watched<'a> {
    file: File,
    done: &'a AtomicU64,
    of: u64,
    stop: &'a AtomicBool,
    progress: &'a Progress,
}

impl Read for Watched<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.stop.load(Ordering::Relaxed) {
            return Ok(0);
        }
        let read = self.file.read(buffer)?;
        let done = self.done.fetch_add(read as u64, Ordering::Relaxed) + read as u64;
        self.progress.report("reading", done, self.of);
        Ok(read)
    }
}

/// The reader's errors carry their remedy behind "Fix:".
fn from_ingest(code: &'static str, error: &thumbindex_ingest::Error) -> Failure {
    let text = error.to_string();
    let (cause, fix) = text.split_once(" Fix: ").unwrap_or((&text, ""));
    Failure::new(code, cause.trim_end_matches('.'), fix)
}

fn suggest_near(failure: &mut Failure, path: &Path, error: &io::Error) {
    if error.kind() == io::ErrorKind::NotFound
        && let Some(near) = near_file(path)
    {
        failure.fix = format!("did you mean {near}?");
    }
}
