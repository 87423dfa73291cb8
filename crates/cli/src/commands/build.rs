//! `thumbindex build`: files of documents to a folder that any static host serves. A folder of pages is `site.rs`'s.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use thumbindex_engine::Document;
use thumbindex_engine::build::{BuildOptions, Builder, BuiltIndex};
use thumbindex_ingest::Severity;

use super::presenting::{Presenting, check_single, write_single};
use super::report::{PagesOf, Report, Written};
use super::{Output, counted, site};
use crate::assets::{EMBEDDED, Files, of_kind};
use crate::corpus::{self, Corpus};
use crate::failure::{Failure, Warning};
use crate::filters;
use crate::folder::contents::Contents;
use crate::folder::disk::Disk;
use crate::folder::shape::{Shape, Shaped};
use crate::folder::slot::{Place, Slot};
use crate::folder::writer;
use crate::opening;
use crate::progress::Progress;
use crate::publish::Plan;
use crate::publish::html::FEED;
use crate::publish::single::{self, Inside};

/// Arguments of `thumbindex build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files of documents: .jsonl, .json, .csv, .tsv, .bib, .atom, .rss, .md or .txt, also as .gz or .xz. Or one folder of pages: a built site.
    #[arg(required = true)]
    pub(super) input: Vec<PathBuf>,
    /// The folder to write; for a built site the folder `thumbindex` in it, unless named. One that thumbindex wrote before is replaced as a whole.
    #[arg(short, long, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    #[command(flatten)]
    pub(super) site: site::SiteArgs,
    /// Take a field from another name, as in body=summary. May be given several times.
    #[arg(long = "field", value_name = "TARGET=SOURCE")]
    fields: Vec<String>,
    /// A field of the records that results can be filtered, counted and sorted by, beside year, author, keyword, venue and language. May be given several times.
    #[arg(long = "filter", value_name = "FIELD")]
    filters: Vec<String>,
    /// Read settings from this file; without it from ./thumbindex.toml, if there is one.
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// Stop at the first problem, warnings included, and leave the old folder as it is.
    #[arg(long)]
    pub(super) strict: bool,
    /// Where several records have one id, index the first and skip the others instead of stopping.
    #[arg(long)]
    keep_first: bool,
    /// How the index lies there: "small", one file; or "large", a root and blocks that pages fetch when a query asks for them. Without it its size decides.
    #[arg(long, value_name = "SHAPE", value_parser = Shape::parse)]
    pub(super) shape: Option<Shape>,
    #[command(flatten)]
    pub(super) presenting: Presenting,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// Threads; 0 for all cores. The files do not depend on it.
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub(super) threads: usize,
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    if let Some(root) = site::root(&args.input) {
        return site::run(root, args, out);
    }
    args.site.refuse()?;
    let start = Instant::now();
    let config = corpus::configure(args.config.as_deref(), &args.fields)?;
    corpus::check_inputs(&args.input)?;
    if args.output.is_none() && args.presenting.single.is_none() {
        let fix = "name one with --output, as in -o site/search";
        return Err(Failure::new("usage", "no folder to write is named", fix));
    }
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
    let pool = pool(args.threads)?;
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
        let index = |documents| index(documents, args.threads, &args.filters, &progress);
        let (mut built, mut single, mut pages) = (None, None, Files::new());
        if args.presenting.single.is_some() {
            let plain = index(documents.clone())?;
            let filters = filters::to_bytes(&filters::filters(&plain.facets));
            let fields = filters::files(plain.facets.clone());
            let inside = Inside { index: &plain.bytes, filters: &filters, fields: &fields, documents: &documents };
            single = Some(single::page(&look, &inside, EMBEDDED)?);
            built = Some(plain);
        }
        let site = args.presenting.site;
        let built = match built {
            Some(built) if !site => built,
            // The hits of a site lead to its pages, so its index is another.
            _ => {
                let plan = site.then(|| Plan::new(look.clone(), &mut documents));
                let built = index(documents)?;
                if let Some(plan) = plan {
                    let mut session = opening::open(Path::new("the new index"), built.bytes.clone())?;
                    pages = plan.files(&mut session, EMBEDDED)?;
                }
                built
            }
        };
        Ok(Work { corpus, built, pages, single })
    };
    let worked = pool.install(work);
    progress.finish();
    let Work { corpus, mut built, mut pages, single } = worked?;

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
    let filters = filters::to_bytes(&filters::filters(&built.facets));
    pages.extend(filters::files(std::mem::take(&mut built.facets)));
    let shape = args.shape.unwrap_or_else(|| Shape::of(built.bytes.len()));
    let inspection = built.inspection.clone();
    let shaped = Shaped::new(built, shape)?;
    let mut contents =
        Contents::new(shaped, &inspection.build, filters, pages, &of_kind(EMBEDDED, false, shape, false))?;
    warn_without_code(&contents, &mut warnings);
    if let Some(slot) = &slot {
        replace(slot, &mut contents, &mut warnings)?;
    }
    let mut single_file = None;
    if let (Some(file), Some(page)) = (&args.presenting.single, &single) {
        write_single(file, page)?;
        single_file = Some(Written { file: file.display().to_string(), bytes: page.len() });
    }

    let report = Report {
        output: args.output.as_deref(),
        corpus: &corpus,
        inspection: &inspection,
        contents: &contents,
        warnings: &warnings,
        html: slot.as_ref().map(|slot| html(slot.place())).filter(|_| args.json || !args.presenting.site),
        pages: if page_count > 0 { PagesOf::Written(page_count) } else { PagesOf::None },
        single: single_file,
        seconds: start.elapsed().as_secs_f64(),
    };
    report.say(args.json, out)?;
    Ok(0)
}

/// Threads for the long part of the work.
pub(super) fn pool(threads: usize) -> Result<rayon::ThreadPool, Failure> {
    let refused = |error| Failure::new("threads", format!("cannot start the threads: {error}"), "try --threads 1");
    rayon::ThreadPoolBuilder::new().num_threads(threads).build().map_err(refused)
}

/// A binary without page code says so.
pub(super) fn warn_without_code(contents: &Contents, warnings: &mut Vec<Warning>) {
    if !contents.has_page_code() {
        let cause = "this binary carries no page code, so the folder holds the index alone";
        warnings.push(Warning::new("no-page-code", cause, "build it with `cargo xtask build`"));
    }
}

/// Writes the folder in its place.
pub(super) fn replace(slot: &Slot, contents: &mut Contents, warnings: &mut Vec<Warning>) -> Result<(), Failure> {
    let left = writer::replace(slot, contents, &Disk::new())?;
    let warned = |cause| Warning::new("left-over", cause, "look at it and remove it yourself");
    warnings.extend(left.into_iter().map(warned));
    Ok(())
}

/// What the long part of the work gives.
struct Work {
    corpus: Corpus,
    built: BuiltIndex,
    pages: Files,
    single: Option<Vec<u8>>,
}

fn index(
    documents: Vec<Document>,
    threads: usize,
    facets: &[String],
    progress: &Progress,
) -> Result<BuiltIndex, Failure> {
    let options = BuildOptions { threads, facets: facets.to_vec(), ..BuildOptions::default() };
    let mut builder = Builder::new(options);
    for document in documents {
        builder.add(document);
    }
    builder
        .finish(&|stage, done, of| progress.report(stage, done, of))
        .map_err(|error| Failure::new(error.kind().code(), error.to_string(), ""))
}

/// `--strict`: the first problem ends the build.
pub(super) fn refuse_problems(corpus: &Corpus) -> Result<(), Failure> {
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
pub(super) fn url_part(name: &OsStr) -> String {
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
