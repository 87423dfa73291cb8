//! Files that are read as a whole: BibTeX, Atom and RSS, Markdown, plain text, single pages, and JSON that wraps its list.

mod bibtex;
mod feed;
mod markdown;

use std::sync::Arc;

use crate::fields::{Draft, FieldMap, Value};
use crate::html::read_page;
use crate::problem::{Problem, Reason};
use crate::records::Parsed;
use crate::site::Site;

pub(crate) use markdown::page as markdown_page;

/// What a file is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Bibtex,
    Feed,
    /// Markdown, text or HTML: one page.
    Page,
}

impl Form {
    /// The form of a file with this name (`.gz` and `.xz` at its end left aside); None for files that are read record by record.
    pub(crate) fn of(name: &str) -> Option<Form> {
        let name = name.to_ascii_lowercase();
        let name = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".xz")).unwrap_or(&name);
        match name.rsplit(['/', '\\']).next()?.rsplit_once('.')?.1 {
            "bib" | "bibtex" => Some(Form::Bibtex),
            "atom" | "rss" | "xml" => Some(Form::Feed),
            "md" | "markdown" | "mdown" | "txt" | "text" | "html" | "htm" | "xhtml" => Some(Form::Page),
            _ => None,
        }
    }
}

/// Names and values of one record, and the line on which it begins.
pub(crate) struct Entry {
    pub(crate) line: u64,
    pub(crate) fields: Result<Vec<(&'static str, String)>, Reason>,
}

/// The documents of a file; problems name it as `file`.
pub(crate) fn read(
    form: Form,
    file: &Arc<str>,
    bytes: &[u8],
    map: &FieldMap,
    first: u64,
) -> Vec<Result<Parsed, Problem>> {
    let problem = |line, reason| Problem { file: file.clone(), line, reason };
    let entries = match form {
        Form::Page => return pages(file, bytes),
        Form::Bibtex => match std::str::from_utf8(bytes) {
            Ok(text) => bibtex::entries(text),
            Err(error) => return vec![Err(problem(1, Reason::NotUtf8 { at: error.valid_up_to() }))],
        },
        Form::Feed => match feed::entries(bytes) {
            Ok(entries) => entries,
            Err(reason) => return vec![Err(problem(1, reason))],
        },
    };
    let parse = |(number, Entry { line, fields }): (u64, Entry)| {
        let mut draft = Draft::new(map);
        for (name, value) in fields.map_err(|reason| problem(line, reason))? {
            draft.add(name.into(), Value::Text(value.into()));
        }
        let (document, warnings) = draft.finish(first + number).map_err(|reason| problem(line, reason))?;
        let warnings = warnings.into_iter().map(|reason| problem(line, reason)).collect();
        Ok(Parsed { line, document, warnings })
    };
    (0..).zip(entries).map(parse).collect()
}

/// The sections of one page, each a document.
fn pages(file: &Arc<str>, bytes: &[u8]) -> Vec<Result<Parsed, Problem>> {
    let mut site = Site::new();
    site.add(page(file, bytes, false));
    let outcome = site.finish(None);
    let mut problems = outcome.problems;
    let mut parsed = Vec::new();
    for section in outcome.documents {
        parsed.push(Ok(Parsed { line: 1, document: section.document, warnings: std::mem::take(&mut problems) }));
    }
    if parsed.is_empty() {
        parsed.push(Err(Problem { file: file.clone(), line: 1, reason: Reason::NoText }));
    }
    parsed
}

/// Reads a file as a page: HTML, Markdown or plain text, as its name says. With `tell` the page says what was left out.
///
/// ```
/// let page = thumbindex_ingest::read_file("guide/start.md", b"# Start\n\nInstall it.\n\n## On Linux\n\nUse `apt`.\n", false);
/// let blocks: Vec<_> = page.blocks.iter().map(|block| (block.text.as_str(), block.anchor.as_deref())).collect();
/// assert_eq!(blocks, [("Start", Some("start")), ("Install it.", None), ("On Linux", Some("on-linux")), ("Use apt.", None)]);
/// ```
pub fn page(path: &str, bytes: &[u8], tell: bool) -> crate::Page {
    match path.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).as_deref() {
        Some("md" | "markdown" | "mdown") => markdown_page(path, bytes, tell),
        Some("txt" | "text") => markdown::plain(path, bytes),
        _ => read_page(path, bytes, tell),
    }
}
