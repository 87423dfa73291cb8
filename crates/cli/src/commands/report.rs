//! What is said about a finished build: to a person, or as JSON.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

use serde::Serialize;
use thumbindex_engine::Inspection;
use thumbindex_ingest::{Problem, Severity};

use super::inspect::{PartLine, print_parts, split_bytes};
use super::{Output, counted, grouped};
use crate::corpus::Corpus;
use crate::failure::{Failure, Warning, printable};
use crate::folder::contents::Contents;
use crate::site::Pages;

/// How many problems a person is shown; the rest is a number.
const SHOWN_PROBLEMS: usize = 20;
/// How many pages are named that are not found.
const SHOWN_PAGES: usize = 10;

/// Bytes of the code as gzip sends them, which is what most hosts do.
fn gzipped<'a>(files: impl Iterator<Item = &'a [u8]>) -> u64 {
    let one = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(bytes.len(), |packed| packed.len()) as u64
    };
    files.map(one).sum()
}

/// Everything that is said about a finished build.
pub(super) struct Report<'a> {
    pub(super) output: Option<&'a Path>,
    pub(super) corpus: &'a Corpus,
    pub(super) inspection: &'a Inspection,
    pub(super) contents: &'a Contents,
    pub(super) warnings: &'a [Warning],
    /// The line to paste, where there is a page to paste it into.
    pub(super) html: Option<String>,
    /// What was written, or read, as pages.
    pub(super) pages: PagesOf<'a>,
    pub(super) single: Option<Written>,
    pub(super) seconds: f64,
}

/// Where the pages come from that an index is for.
pub(super) enum PagesOf<'a> {
    /// A page of somebody's own.
    None,
    /// Pages that were written around the index, so many of them.
    Written(usize),
    /// Those of a folder that was read, and how many of them were changed so that they have the box.
    Read(&'a Pages, Option<usize>),
}

impl PagesOf<'_> {
    fn count(&self) -> Option<usize> {
        match self {
            PagesOf::None => None,
            PagesOf::Written(count) => Some(*count),
            PagesOf::Read(pages, _) => Some(pages.count),
        }
    }
}

/// The one file, as programs read of it.
#[derive(Serialize)]
pub(super) struct Written {
    pub(super) file: String,
    pub(super) bytes: usize,
}

/// A problem, as programs read it.
#[derive(Serialize)]
struct ProblemLine<'a> {
    file: &'a str,
    line: u64,
    severity: &'static str,
    code: &'static str,
    reason: String,
    fix: &'static str,
}

impl<'a> ProblemLine<'a> {
    fn of(problem: &'a Problem) -> ProblemLine<'a> {
        ProblemLine {
            file: &problem.file,
            line: problem.line,
            severity: match problem.severity() {
                Severity::Warning => "warning",
                Severity::Skipped => "skipped",
            },
            code: problem.code(),
            reason: problem.reason.to_string(),
            fix: problem.reason.fix(),
        }
    }
}

impl Report<'_> {
    /// Says it, as JSON or to a person.
    pub(super) fn say(&self, json: bool, out: &mut Output) -> Result<(), Failure> {
        if json { self.json(out) } else { self.print(out) }
    }

    fn json(&self, out: &mut Output) -> Result<(), Failure> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Object<'a> {
            documents: u64,
            skipped: u64,
            warnings: u64,
            terms: u32,
            postings: u64,
            parts: Vec<PartLine<'a>>,
            index_bytes: u64,
            text_bytes: u64,
            fetch_bytes: u64,
            seconds: f64,
            #[serde(skip_serializing_if = "Option::is_none")]
            html: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            pages: Option<usize>,
            #[serde(skip_serializing_if = "Option::is_none")]
            injected: Option<usize>,
            #[serde(skip_serializing_if = "Option::is_none")]
            single: Option<&'a Written>,
            problems: Vec<ProblemLine<'a>>,
            build: &'a str,
            index: &'a str,
            notes: &'a [Warning],
        }
        let (index_bytes, text_bytes) = split_bytes(self.inspection);
        out.json(&Object {
            documents: self.corpus.summary.documents,
            skipped: self.corpus.summary.skipped,
            warnings: self.corpus.summary.warnings,
            terms: self.inspection.terms,
            postings: self.inspection.postings,
            parts: PartLine::all(&self.inspection.parts),
            index_bytes,
            text_bytes,
            fetch_bytes: self.contents.fetch_bytes(),
            seconds: (self.seconds * 1e3).round() / 1e3,
            html: self.html.as_deref(),
            pages: self.pages.count(),
            injected: match self.pages {
                PagesOf::Read(_, injected) => injected,
                _ => None,
            },
            single: self.single.as_ref(),
            problems: self.corpus.problems.iter().map(ProblemLine::of).collect(),
            build: &self.inspection.build,
            index: &self.contents.manifest.index,
            notes: self.warnings,
        })
    }

    fn print(&self, out: &mut Output) -> Result<(), Failure> {
        let summary = &self.corpus.summary;
        for problem in self.corpus.problems.iter().take(SHOWN_PROBLEMS) {
            eprintln!("{}", printable(&problem.to_string()));
        }
        let problems = summary.skipped + summary.warnings;
        if problems > SHOWN_PROBLEMS as u64 {
            eprintln!("... and {}", counted(problems - SHOWN_PROBLEMS as u64, "more problem"));
        }
        for warning in self.warnings {
            warning.print(false);
        }
        let mut counts = match self.pages {
            PagesOf::Read(pages, _) => {
                format!("{} in {}", counted(summary.documents, "section"), counted(pages.count as u64, "page"))
            }
            _ => counted(summary.documents, "document"),
        };
        for (number, what) in [(summary.skipped, "skipped"), (summary.warnings, "with warnings")] {
            if number > 0 {
                let _ = write!(counts, ", {} {what}", grouped(number));
            }
        }
        let (terms, postings) = (self.inspection.terms.into(), self.inspection.postings);
        out.line(format!("{counts}; {}, {}", counted(terms, "term"), counted(postings, "posting")))?;
        print_parts(self.inspection, out)?;
        let fetched = counted(self.contents.fetch_bytes(), "byte");
        let code: u64 = self.contents.code().map(|bytes| bytes.len() as u64).sum();
        let packed = grouped(gzipped(self.contents.code()));
        out.line(format!("a page fetches {fetched} before it can answer (code {}, gzipped {packed})", grouped(code)))?;
        if let Some(output) = self.output {
            let pages = match self.pages {
                PagesOf::Written(count) => format!(", {}", counted(count as u64, "page")),
                _ => String::new(),
            };
            out.line(format!("wrote {}{pages} in {:.2} s", printable(&output.display().to_string()), self.seconds))?;
        }
        if let Some(Written { file, bytes }) = &self.single {
            out.line(format!("wrote {}, {}: open it in a browser", printable(file), counted(*bytes as u64, "byte")))?;
        }
        if let PagesOf::Read(pages, injected) = self.pages {
            for (path, why) in pages.left_out.iter().take(SHOWN_PAGES) {
                out.line(format!("not found: {}: {}", printable(path), printable(why)))?;
            }
            if pages.left_out.len() > SHOWN_PAGES {
                out.line(format!("... and {}", counted((pages.left_out.len() - SHOWN_PAGES) as u64, "more page")))?;
            }
            if let Some(changed) = injected {
                let changed = counted(changed as u64, "page");
                return out.line(format!("the search box is on every page; {changed} changed"));
            }
        }
        if let (true, Some(html)) = (self.contents.has_page_code(), &self.html) {
            if let PagesOf::Read(..) = self.pages {
                out.line("pages in folders need ../ in front of both addresses and of base; --inject writes it into all of them")?;
            }
            out.line("put this where the search box belongs:")?;
            out.line(format!("  {html}"))?;
        }
        Ok(())
    }
}
