//! `thumbindex build`: files of documents to a folder that any static host serves.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use thumbindex_engine::build::{BuildOptions, Builder, BuiltIndex};
use thumbindex_engine::{Document, Inspection};
use thumbindex_ingest::{Problem, Severity};

use super::inspect::{PartLine, print_parts, split_bytes};
use super::presenting::{Presenting, check_single, write_single};
use super::{Output, counted, grouped};
use crate::assets::{EMBEDDED, Files};
use crate::corpus::{self, Corpus};
use crate::failure::{Failure, Warning, printable};
use crate::filters;
use crate::folder::contents::Contents;
use crate::folder::disk::Disk;
use crate::folder::slot::{Place, Slot};
use crate::folder::writer;
use crate::opening;
use crate::progress::Progress;
use crate::publish::Plan;
use crate::publish::html::FEED;
use crate::publish::single::{self, Inside};

/// How many problems a person is shown; the rest is a number.
const SHOWN_PROBLEMS: usize = 20;

/// Arguments of `thumbindex build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files of documents: .jsonl, .json, .csv or .tsv, also as .gz or .xz.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// The folder to write. One that thumbindex wrote before is replaced as a whole.
    #[arg(short, long, value_name = "DIR", required_unless_present = "single")]
    output: Option<PathBuf>,
    /// Take a field from another name, as in body=summary. May be given several times.
    #[arg(long = "field", value_name = "TARGET=SOURCE")]
    fields: Vec<String>,
    /// Read settings from this file; without it from ./thumbindex.toml, if there is one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Stop at the first problem, warnings included, and leave the old folder as it is.
    #[arg(long)]
    strict: bool,
    /// Where several records have one id, index the first and skip the others instead of stopping.
    #[arg(long)]
    keep_first: bool,
    #[command(flatten)]
    presenting: Presenting,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// Threads; 0 for all cores. The files do not depend on it.
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let start = Instant::now();
    let config = corpus::configure(args.config.as_deref(), &args.fields)?;
    corpus::check_inputs(&args.input)?;
    // Before the long work, so that a second run or a folder of somebody else's is noticed at once.
    let look = args.presenting.look()?;
    let slot = args.output.as_deref().map(Slot::claim).transpose()?;
    if let Some(slot) = &slot {
        slot.check_replaceable()?;
    }
    if let Some(file) = &args.presenting.single {
        check_single(file)?;
    }

    let progress = Progress::new(!args.json);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.threads)
        .build()
        .map_err(|error| Failure::new("threads", format!("cannot start the threads: {error}"), "try --threads 1"))?;
    let work = || -> Result<Work, Failure> {
        let mut corpus = corpus::read(&args.input, &config, args.strict, &progress)?;
        if !args.keep_first
            && let Some(duplicate) = &corpus.duplicate
        {
            let fix = "give every record an id of its own, or take the first of each with --keep-first";
            return Err(Failure::new("duplicate-id", duplicate.clone(), fix));
        }
        if args.strict {
            refuse_problems(&corpus)?;
        }
        refuse_nothing(&corpus)?;
        let mut documents = std::mem::take(&mut corpus.documents);
        let filters = filters::to_bytes(&filters::filters(&documents));
        let (mut built, mut single, mut pages) = (None, None, Files::new());
        if args.presenting.single.is_some() {
            let plain = index(documents.clone(), args.threads, &progress)?;
            let inside = Inside { index: &plain.bytes, filters: &filters, documents: &documents };
            single = Some(single::page(&look, &inside, EMBEDDED)?);
            built = Some(plain);
        }
        let site = args.presenting.site;
        let built = match built {
            Some(built) if !site => built,
            // The hits of a site lead to its pages, so its index is another.
            _ => {
                let plan = site.then(|| Plan::new(look.clone(), &mut documents));
                let built = index(documents, args.threads, &progress)?;
                if let Some(plan) = plan {
                    let mut session = opening::open(Path::new("the new index"), built.bytes.clone())?;
                    pages = plan.files(&mut session, EMBEDDED)?;
                }
                built
            }
        };
        Ok(Work { corpus, built, filters, pages, single })
    };
    let worked = pool.install(work);
    progress.finish();
    let Work { corpus, built, filters, pages, single } = worked?;

    let mut warnings = Vec::new();
    if corpus.summary.documents == 0 {
        let cause = "the input holds no documents; the index is empty";
        let warning = Warning::new("empty-corpus", cause, "");
        if args.strict {
            return Err(Failure::check("strict", warning.cause, "leave out --strict to build an empty index"));
        }
        warnings.push(warning);
    }
    if args.presenting.site && !pages.contains_key(FEED) {
        let cause = "no record has a date, so the site has no feed";
        warnings.push(Warning::new("no-dates", cause, "give one for all with --date, as in --date 2024-05-31"));
    }
    let page_count = pages.len();
    let contents = Contents::new(built.bytes, &built.inspection.build, filters, pages, EMBEDDED)?;
    if !contents.has_page_code() {
        let cause = "this binary carries no page code, so the folder holds the index alone";
        warnings.push(Warning::new("no-page-code", cause, "build it with `cargo xtask build`"));
    }
    if let Some(slot) = &slot {
        let left = writer::replace(slot, &contents, &Disk::new())?;
        let warned = |cause| Warning::new("left-over", cause, "look at it and remove it yourself");
        warnings.extend(left.into_iter().map(warned));
    }
    let mut single_file = None;
    if let (Some(file), Some(page)) = (&args.presenting.single, &single) {
        write_single(file, page)?;
        single_file = Some(Written { file: file.display().to_string(), bytes: page.len() });
    }

    let report = Report {
        args,
        corpus: &corpus,
        inspection: &built.inspection,
        contents: &contents,
        warnings: &warnings,
        html: slot.as_ref().map(|slot| html(slot.place())),
        pages: page_count,
        single: single_file,
        seconds: start.elapsed().as_secs_f64(),
    };
    if args.json {
        report.json(out)?
    } else {
        report.print(out)?
    }
    Ok(0)
}

/// What the long part of the work gives.
struct Work {
    corpus: Corpus,
    built: BuiltIndex,
    filters: Vec<u8>,
    pages: Files,
    single: Option<Vec<u8>>,
}

fn index(documents: Vec<Document>, threads: usize, progress: &Progress) -> Result<BuiltIndex, Failure> {
    let mut builder = Builder::new(BuildOptions { threads });
    for document in documents {
        builder.add(document);
    }
    builder
        .finish(&|stage, done, of| progress.report(stage, done, of))
        .map_err(|error| Failure::new(error.kind().code(), error.to_string(), ""))
}

/// `--strict`: the first problem ends the build.
fn refuse_problems(corpus: &Corpus) -> Result<(), Failure> {
    match corpus.problems.first() {
        None => Ok(()),
        Some(problem) => {
            let cause = format!("{}:{}: {}", problem.file, problem.line, problem.reason);
            let fix = format!("{}; or leave out --strict", problem.reason.fix());
            Err(Failure::check("strict", cause, fix))
        }
    }
}

/// An input without any record gives a working empty index; one in which no record can be used is a
/// mistake in the call, and an empty index would only hide it.
fn refuse_nothing(corpus: &Corpus) -> Result<(), Failure> {
    if corpus.summary.documents > 0 || corpus.summary.skipped == 0 {
        return Ok(());
    }
    let records = counted(corpus.summary.skipped, "record");
    let Some(first) = corpus.problems.iter().find(|problem| problem.severity() == Severity::Skipped) else {
        return Err(Failure::new("no-documents", format!("none of {records} can be used"), ""));
    };
    let cause = format!("none of {records} can be used; the first: {}:{}: {}", first.file, first.line, first.reason);
    Err(Failure::new("no-documents", cause, first.reason.fix()))
}

/// What a page needs to have the widget.
fn html(place: &Place) -> String {
    let folder = url_part(place.name());
    format!(
        r#"<script type="module" src="{folder}/thumbindex.js"></script><thumb-index src="{folder}/"></thumb-index>"#
    )
}

/// A name as a part of a URL path that may stand in an HTML attribute.
fn url_part(name: &OsStr) -> String {
    let mut text = String::new();
    for byte in name.to_string_lossy().bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            text.push(char::from(byte));
        } else {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// Bytes of the code as gzip sends them, which is what most hosts do.
fn gzipped<'a>(files: impl Iterator<Item = &'a [u8]>) -> u64 {
    let one = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).and_then(|()| encoder.finish()).map_or(bytes.len(), |packed| packed.len()) as u64
    };
    files.map(one).sum()
}

/// Everything that is said about a finished build.
struct Report<'a> {
    args: &'a Args,
    corpus: &'a Corpus,
    inspection: &'a Inspection,
    contents: &'a Contents,
    warnings: &'a [Warning],
    html: Option<String>,
    pages: usize,
    single: Option<Written>,
    seconds: f64,
}

/// The one file, as programs read of it.
#[derive(Serialize)]
struct Written {
    file: String,
    bytes: usize,
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
            #[serde(skip_serializing_if = "is_zero")]
            pages: usize,
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
            pages: self.pages,
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
        let mut counts = counted(summary.documents, "document");
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
        if let Some(output) = &self.args.output {
            let pages =
                if self.pages > 0 { format!(", {}", counted(self.pages as u64, "page")) } else { String::new() };
            out.line(format!("wrote {}{pages} in {:.2} s", printable(&output.display().to_string()), self.seconds))?;
        }
        if let Some(Written { file, bytes }) = &self.single {
            out.line(format!("wrote {}, {}: open it in a browser", printable(file), counted(*bytes as u64, "byte")))?;
        }
        if let (true, false, Some(html)) = (self.contents.has_page_code(), self.args.presenting.site, &self.html) {
            out.line("put this where the search box belongs:")?;
            out.line(format!("  {html}"))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_for_the_page_names_the_folder_alone() {
        let line = |output: &str| html(&Place::of(Path::new(output)).unwrap());
        assert_eq!(
            line("site/search/"),
            "<script type=\"module\" src=\"search/thumbindex.js\"></script><thumb-index src=\"search/\"></thumb-index>"
        );
        assert!(line("a b\"><script>").contains("src=\"a%20b%22%3E%3Cscript%3E/\""));
    }

    #[test]
    fn some_places_cannot_be_replaced() {
        for output in ["/", ".", "..", "a/.."] {
            assert_eq!(Place::of(Path::new(output)).unwrap_err().code, "output-unusable", "{output}");
        }
    }
}
