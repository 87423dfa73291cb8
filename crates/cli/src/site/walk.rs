//! Which files of a folder are pages.
//!
//! Links to files are followed once, and never out of the folder; links to folders are not followed, for what they lead to is found where
//! it is. What a file `.thumbindexignore` names (in the syntax of `.gitignore`) and what is hidden is left out, and so is a folder that
//! thumbindex wrote.

use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use ignore::overrides::OverrideBuilder;

use crate::failure::{Failure, near_file, printable};
use crate::folder::manifest::MANIFEST;

/// The file that says what is left out.
const IGNORE: &str = ".thumbindexignore";
/// Endings of files that other commands read.
const OTHERS: [&str; 7] = ["jsonl", "ndjson", "json", "csv", "tsv", "gz", "xz"];

/// A page.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct File {
    /// The path inside the site, with slashes.
    pub(crate) name: String,
    /// The path to read.
    pub(crate) path: PathBuf,
    /// The same without links.
    pub(crate) real: PathBuf,
}

/// What a walk found.
#[derive(Debug, Default)]
pub(crate) struct Walk {
    /// Pages, by name.
    pub(crate) files: Vec<File>,
    /// What was not followed, in sentences.
    pub(crate) refused: Vec<String>,
    /// A file that is no page and that thumbindex can read.
    pub(crate) others: Option<PathBuf>,
}

/// Whether a file is a page, by its name: `a.html`, and `a.html.de` as servers that choose a language have it.
pub(crate) fn is_page(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let mut parts = lower.rsplit('.');
    let last = parts.next().unwrap_or("");
    let html = |part: &str| matches!(part, "html" | "htm" | "xhtml");
    let language = |part: &str| {
        (2..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'-')
    };
    html(last) && parts.next().is_some()
        || language(last) && parts.next().is_some_and(|part| html(part) && parts.next().is_some())
}

/// Whether a file is a page of a folder that has no HTML.
fn is_source(name: &str) -> bool {
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(ending.as_deref(), Some("md" | "markdown" | "mdown" | "txt"))
}

/// Finds the pages of a site: HTML, or where there is none of it Markdown and plain text.
pub(crate) fn walk(root: &Path, exclude: &[String]) -> Result<Walk, Failure> {
    let real_root = root.canonicalize().map_err(|error| {
        let mut failure = Failure::io("read", root, &error);
        if let Some(near) = near_file(root) {
            failure.fix = format!("did you mean {near}?");
        }
        failure
    })?;
    let mut overrides = OverrideBuilder::new(root);
    for glob in exclude {
        overrides.add(&format!("!{glob}")).map_err(|error| {
            Failure::new(
                "usage",
                format!("--exclude {glob}: {error}"),
                "write it as a line of .gitignore, as in drafts/ or *.print.html",
            )
        })?;
    }
    let overrides = overrides.build().map_err(|error| Failure::new("usage", error.to_string(), ""))?;
    let mut builder = WalkBuilder::new(root);
    builder
        .standard_filters(false)
        .hidden(true)
        .follow_links(false)
        .add_custom_ignore_filename(IGNORE)
        .overrides(overrides)
        .filter_entry(|entry| !entry.path().join(MANIFEST).is_file());
    let mut found = Walk::default();
    // A link comes behind the file that it leads to.
    let mut pages: Vec<(bool, bool, File)> = Vec::new();
    for entry in builder.build() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                found.refused.push(error.to_string());
                continue;
            }
        };
        let kind = entry.file_type();
        let link = kind.is_some_and(|kind| kind.is_symlink());
        if !link && !kind.is_some_and(|kind| kind.is_file()) {
            continue;
        }
        let path = entry.path();
        let Some(name) = name_inside(root, path) else {
            found.refused.push(format!("{} has a name that is no Unicode", path.display()));
            continue;
        };
        let source = is_source(&name);
        if !source && !is_page(&name) {
            if OTHERS
                .iter()
                .any(|ending| name.rsplit_once('.').is_some_and(|(_, last)| last.eq_ignore_ascii_case(ending)))
            {
                found.others = found
                    .others
                    .take()
                    .map_or_else(|| Some(path.to_path_buf()), |known| Some(known.min(path.to_path_buf())));
            }
            continue;
        }
        let Ok(real) = path.canonicalize() else {
            found.refused.push(format!("{} is a link to nowhere", printable(&name)));
            continue;
        };
        if !real.starts_with(&real_root) {
            found.refused.push(format!("{} is a link out of the site", printable(&name)));
            continue;
        }
        if real.is_file() {
            pages.push((source, link, File { name, path: path.to_path_buf(), real }));
        }
    }
    pages.sort();
    let mut seen = std::collections::HashSet::new();
    let sources = pages.first().is_some_and(|first| first.0);
    for (source, _, file) in pages {
        if source == sources && seen.insert(file.real.clone()) {
            found.files.push(file);
        }
    }
    found.files.sort();
    found.refused.sort();
    Ok(found)
}

/// The path of a file inside a folder, with slashes.
fn name_inside(root: &Path, path: &Path) -> Option<String> {
    let parts: Option<Vec<&str>> = path.strip_prefix(root).ok()?.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_told_by_their_names() {
        for name in ["a.html", "b/A.HTM", "x.xhtml", "core.html.en", "core.html.zh-cn", "a.b.html"] {
            assert!(is_page(name), "{name}");
        }
        for name in ["html", "a.css", "a.html.gz2", "index.html.1", "a.htmlx", "a.js.en"] {
            assert!(!is_page(name), "{name}");
        }
    }
}
