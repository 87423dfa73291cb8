//! `thumbindex build`: files of documents to a folder that any static host serves.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Instant;

use serde::Serialize;
use thumbindex_engine::Inspection;
use thumbindex_engine::build::{BuildOptions, Builder, BuiltIndex};
use thumbindex_ingest::{Problem, Severity};

use super::inspect::{PartLine, print_parts, split_bytes};
use super::{Output, counted, grouped};
use crate::assets::{EMBEDDED, of_kind};
use crate::corpus::{self, Corpus};
use crate::failure::{Failure, Warning, printable};
use crate::folder::contents::Contents;
use crate::folder::disk::Disk;
use crate::folder::slot::{Place, Slot};
use crate::folder::writer;
use crate::progress::Progress;
use crate::site::watch::State;
use crate::site::{self, Pages, inject};

/// How many problems a person is shown; the rest is a number.
const SHOWN_PROBLEMS: usize = 20;
/// How many pages are named that are not found.
const SHOWN_PAGES: usize = 10;

/// Arguments of `thumbindex build`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// Files of documents: .jsonl, .json, .csv or .tsv, also as .gz or .xz. Or the folder of a built site.
    #[arg(required = true)]
    input: Vec<PathBuf>,
    /// The folder to write; for a site the folder `thumbindex` in it. One that thumbindex wrote before is replaced as a whole.
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Pages of a site that are not to be found, in the syntax of .gitignore. May be given several times.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Put the search box on every page of the site.
    #[arg(long)]
    inject: bool,
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
    /// Build again whenever pages of the site change, until the command is stopped.
    #[arg(long)]
    watch: bool,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
    /// Threads; 0 for all cores. The files do not depend on it.
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,
}

impl Args {
    /// A site with all settings as they are without options.
    pub(crate) fn of_site(root: PathBuf) -> Args {
        Args {
            input: vec![root],
            output: None,
            exclude: Vec::new(),
            inject: false,
            fields: Vec::new(),
            config: None,
            strict: false,
            keep_first: false,
            watch: true,
            json: false,
            threads: 0,
        }
    }
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let Some(root) = site::root(&args.input).filter(|_| args.watch) else {
        if args.watch {
            let fix = "name a folder of pages, as in thumbindex build public --watch";
            return Err(Failure::new("usage", "--watch is for the folder of a site", fix));
        }
        return run_once(args, out);
    };
    run_once(args, out)?;
    loop {
        out.line("waiting for pages to change; stop with Ctrl-C")?;
        out.to.flush().map_err(|error| Failure::output(&error))?;
        // As they are after the build, which may have put its line into them.
        State::of(root, &args.exclude).changed(root, &args.exclude);
        // A page that cannot be used now may be mended by the next change.
        if let Err(failure) = run_once(args, out) {
            eprint!("{}", failure.to_text());
        }
    }
}

fn run_once(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let start = Instant::now();
    let config = corpus::configure(args.config.as_deref(), &args.fields)?;
    let root = site::root(&args.input);
    if root.is_none() {
        corpus::check_inputs(&args.input)?;
    }
    let output = output(args, root)?;
    // Before the long work, so that a second run or a folder of somebody else's is noticed at once.
    let slot = Slot::claim(&output)?;
    slot.check_replaceable()?;

    let progress = Progress::new(!args.json);
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(args.threads)
        .build()
        .map_err(|error| Failure::new("threads", format!("cannot start the threads: {error}"), "try --threads 1"))?;
    let work = || -> Result<(Corpus, BuiltIndex, Option<Pages>), Failure> {
        let (mut corpus, mut pages) = match root {
            Some(root) => {
                let (corpus, pages) = site::corpus(root, &args.exclude, &progress)?;
                (corpus, Some(pages))
            }
            None => (corpus::read(&args.input, &config, args.strict, &progress)?, None),
        };
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
        let mut builder = Builder::new(BuildOptions { threads: args.threads, identifiers: root.is_some() });
        for document in corpus.documents.drain(..) {
            builder.add(document);
        }
        for section in pages.iter_mut().flat_map(|pages| pages.sections.drain(..)) {
            builder.add_section(section);
        }
        let built = builder
            .finish(&|stage, done, of| progress.report(stage, done, of))
            .map_err(|error| Failure::new(error.kind().code(), error.to_string(), ""))?;
        Ok((corpus, built, pages))
    };
    let worked = pool.install(work);
    progress.finish();
    let (corpus, built, pages) = worked?;

    let mut warnings = Vec::new();
    if corpus.summary.documents == 0 {
        let cause = "the input holds no documents; the index is empty";
        let warning = Warning::new("empty-corpus", cause, "");
        if args.strict {
            return Err(Failure::check("strict", warning.cause, "leave out --strict to build an empty index"));
        }
        warnings.push(warning);
    }
    let contents = Contents::new(built.bytes, &built.inspection.build, &of_kind(EMBEDDED, root.is_some()))?;
    if !contents.has_page_code() {
        let cause = "this binary carries no page code, so the folder holds the index alone";
        warnings.push(Warning::new("no-page-code", cause, "build it with `cargo xtask build`"));
    }
    let left = writer::replace(&slot, &contents, &Disk::new())?;
    warnings
        .extend(left.into_iter().map(|cause| Warning::new("left-over", cause, "look at it and remove it yourself")));

    let mut injected = None;
    if let Some(pages) = &pages {
        warnings.extend(pages.warnings());
        if args.inject {
            let (changed, refused) = inject::inject(&pages.files, &url_part(slot.place().name()))?;
            warnings
                .extend(refused.into_iter().map(|cause| Warning::new("not-injected", cause, "save the page as UTF-8")));
            injected = Some(changed);
        }
    }
    let report = Report {
        output: &output,
        pages: pages.as_ref(),
        injected,
        corpus: &corpus,
        inspection: &built.inspection,
        contents: &contents,
        warnings: &warnings,
        html: match root {
            Some(_) => inject::line("", &url_part(slot.place().name())),
            None => html(slot.place()),
        },
        seconds: start.elapsed().as_secs_f64(),
    };
    if args.json {
        report.json(out)?
    } else {
        report.print(out)?
    }
    Ok(0)
}

/// The folder that is written.
fn output(args: &Args, root: Option<&Path>) -> Result<PathBuf, Failure> {
    let usage = |cause: &str, fix: &str| Failure::new("usage", cause, fix);
    if root.is_none() && (args.inject || !args.exclude.is_empty()) {
        return Err(usage(
            "--inject and --exclude are for the folder of a site",
            "name a folder of pages, as in thumbindex build public",
        ));
    }
    if let (Some(root), Some(output)) = (root, &args.output)
        && args.inject
        && output.parent().and_then(|parent| parent.canonicalize().ok()) != root.canonicalize().ok()
    {
        return Err(usage(
            "--inject needs the index in the root of the site",
            "leave out --output, or name a folder in the site's root",
        ));
    }
    match (&args.output, root) {
        (Some(output), _) => Ok(output.clone()),
        (None, Some(root)) => Ok(root.join(site::FOLDER)),
        (None, None) => Err(usage("no folder to write is named", "name one with --output, as in -o site/search")),
    }
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
    output: &'a Path,
    pages: Option<&'a Pages>,
    injected: Option<usize>,
    corpus: &'a Corpus,
    inspection: &'a Inspection,
    contents: &'a Contents,
    warnings: &'a [Warning],
    html: String,
    seconds: f64,
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
            #[serde(skip_serializing_if = "Option::is_none")]
            pages: Option<usize>,
            #[serde(skip_serializing_if = "Option::is_none")]
            injected: Option<usize>,
            skipped: u64,
            warnings: u64,
            terms: u32,
            postings: u64,
            parts: Vec<PartLine<'a>>,
            index_bytes: u64,
            text_bytes: u64,
            fetch_bytes: u64,
            seconds: f64,
            html: &'a str,
            problems: Vec<ProblemLine<'a>>,
            build: &'a str,
            index: &'a str,
            notes: &'a [Warning],
        }
        let (index_bytes, text_bytes) = split_bytes(self.inspection);
        out.json(&Object {
            documents: self.corpus.summary.documents,
            pages: self.pages.map(|pages| pages.count),
            injected: self.injected,
            skipped: self.corpus.summary.skipped,
            warnings: self.corpus.summary.warnings,
            terms: self.inspection.terms,
            postings: self.inspection.postings,
            parts: PartLine::all(&self.inspection.parts),
            index_bytes,
            text_bytes,
            fetch_bytes: self.contents.fetch_bytes(),
            seconds: (self.seconds * 1e3).round() / 1e3,
            html: &self.html,
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
            Some(pages) => {
                format!("{} in {}", counted(summary.documents, "section"), counted(pages.count as u64, "page"))
            }
            None => counted(summary.documents, "document"),
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
        let folder = printable(&self.output.display().to_string());
        out.line(format!("wrote {folder} in {:.2} s", self.seconds))?;
        if let Some(pages) = self.pages {
            for (path, why) in pages.left_out.iter().take(SHOWN_PAGES) {
                out.line(format!("not found: {}: {}", printable(path), printable(why)))?;
            }
            if pages.left_out.len() > SHOWN_PAGES {
                out.line(format!("... and {}", counted((pages.left_out.len() - SHOWN_PAGES) as u64, "more page")))?;
            }
        }
        if let Some(changed) = self.injected {
            out.line(format!("the search box is on every page; {} changed", counted(changed as u64, "page")))?;
        } else if self.contents.has_page_code() {
            if self.pages.is_some() {
                out.line("pages in folders need ../ in front of both addresses and of base; --inject writes it into all of them")?;
            }
            out.line("put this where the search box belongs:")?;
            out.line(format!("  {}", self.html))?;
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
