//! A built site: its pages are found, read, and given the line that puts a search box on them.

pub(crate) mod inject;
pub(crate) mod walk;
pub(crate) mod watch;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use thumbindex_engine::Section;
use thumbindex_ingest::{Outcome, Site, Summary, read_file};

use crate::corpus::{Corpus, KEPT_PROBLEMS};
use crate::failure::{Failure, Warning, near_file, printable};
use crate::progress::Progress;
use walk::{File, Walk};

/// The folder inside a site that the index goes to.
pub(crate) const FOLDER: &str = "thumbindex";

/// The folder that is to be built as a site: the only input, where that is a folder.
pub(crate) fn root(inputs: &[PathBuf]) -> Option<&Path> {
    match inputs {
        [one] if one.is_dir() => Some(one),
        _ => None,
    }
}

/// A site that was read.
#[derive(Debug)]
pub(crate) struct Read {
    /// What came of its pages.
    pub(crate) outcome: Outcome,
    /// The files of all pages, in order.
    pub(crate) files: Vec<File>,
    /// What was not followed, in sentences.
    pub(crate) refused: Vec<String>,
}

/// Reads all pages of a site. With the path of a page the outcome says what became of it.
pub(crate) fn read(root: &Path, exclude: &[String], asked: Option<&str>, progress: &Progress) -> Result<Read, Failure> {
    let Walk { files, refused, others } = walk::walk(root, exclude)?;
    if files.is_empty() {
        return Err(no_pages(root, others.as_deref(), &refused));
    }
    let done = AtomicU64::new(0);
    let pages = files
        .par_iter()
        .map(|file| {
            let bytes = fs::read(&file.path).map_err(|error| Failure::io("read", &file.path, &error))?;
            let page = read_file(&file.name, &bytes, asked == Some(file.name.as_str()));
            progress.report("reading", done.fetch_add(1, Ordering::Relaxed) + 1, files.len() as u64);
            Ok(page)
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    let mut site = Site::new();
    for page in pages {
        site.add(page);
    }
    let outcome = site.finish(asked);
    if let Some((url, first, second)) = &outcome.clash {
        let cause = format!("{} and {} both have the address {}", printable(first), printable(second), printable(url));
        return Err(Failure::new("two-pages-one-url", cause, "remove one of them, or leave it out with --exclude"));
    }
    if outcome.documents.is_empty() {
        let (path, why) = outcome.left_out.first().cloned().unwrap_or_default();
        let cause = format!("none of the pages in {} is to be found; the first: {path}: {why}", root.display());
        return Err(Failure::new("no-pages", cause, "take the robots tag or the attribute out of the pages that are"));
    }
    Ok(Read { outcome, files, refused })
}

/// The pages of a site, once their text has gone into the index.
#[derive(Debug)]
pub(crate) struct Pages {
    /// Pages that are found.
    pub(crate) count: usize,
    /// Pages that are not, and why.
    pub(crate) left_out: Vec<(String, String)>,
    /// The files of all pages.
    pub(crate) files: Vec<File>,
    /// What goes into the index.
    pub(crate) sections: Vec<Section>,
    refused: Vec<String>,
}

impl Pages {
    /// What was not followed.
    pub(crate) fn warnings(&self) -> Vec<Warning> {
        let fix = "links are followed inside the site alone";
        self.refused.iter().map(|cause| Warning::new("not-followed", cause.clone(), fix)).collect()
    }
}

/// Reads a site as the collection of its sections.
pub(crate) fn corpus(root: &Path, exclude: &[String], progress: &Progress) -> Result<(Corpus, Pages), Failure> {
    let Read { outcome, files, refused } = read(root, exclude, None, progress)?;
    let Outcome { documents, pages: count, left_out, mut problems, .. } = outcome;
    let documents_found = documents.len() as u64;
    let summary =
        Summary { records: documents_found, documents: documents_found, skipped: 0, warnings: problems.len() as u64 };
    problems.truncate(KEPT_PROBLEMS);
    let corpus = Corpus { problems, summary, ..Corpus::default() };
    Ok((corpus, Pages { count, left_out, files, sections: documents, refused }))
}

/// A folder that is there, with nothing in it that could be searched.
fn no_pages(root: &Path, other: Option<&Path>, refused: &[String]) -> Failure {
    if let Some(example) = other {
        let fix = format!("name the files in it, as in {}", example.display());
        return Failure::new("input-is-folder", format!("{} is a folder without pages", root.display()), fix);
    }
    let cause = format!("{} holds no pages (.html, .md, .txt)", root.display());
    let fix = match refused.first() {
        Some(refused) => refused.clone(),
        None => {
            "name the folder that the site was built into, such as public, dist, _site, book or build/html".to_owned()
        }
    };
    Failure::new("no-pages", cause, fix)
}

/// The path of a page inside its site, as a person may write it: from the root of the site, from here, or as an address.
pub(crate) fn page_name(root: &Path, files: &[File], asked: &str) -> Result<String, Failure> {
    let asked_file = asked.split(['#', '?']).next().unwrap_or("").trim_start_matches("./").trim_start_matches('/');
    let folder = asked_file.trim_end_matches('/');
    let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
    let from_here = Path::new(asked).canonicalize().ok();
    let found = files.iter().find(|file| {
        file.name == asked_file || file.name == index || from_here.as_deref() == Some(file.real.as_path())
    });
    found.map(|file| file.name.clone()).ok_or_else(|| {
        let fix = near_file(&root.join(asked_file)).map_or_else(
            || "name a page by its path inside the site, as in guide/start.html".to_owned(),
            |near| format!("did you mean {}?", near.trim_start_matches(&format!("{}/", root.display()))),
        );
        Failure::new("unknown-page", format!("{} has no page {}", root.display(), printable(asked)), fix)
    })
}
