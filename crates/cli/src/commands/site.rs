//! `thumbindex build SITE`: the pages of a built site to an index inside it. (`--site`, which writes pages around records, is
//! `publish`'s.)

use std::path::{Path, PathBuf};
use std::time::Instant;

use thumbindex_engine::build::{BuildOptions, Builder, BuiltIndex};

use super::Output;
use super::build::{self, refuse_problems, url_part};
use super::report::{PagesOf, Report};
use crate::assets::{EMBEDDED, of_kind};
use crate::corpus::Corpus;
use crate::failure::{Failure, Warning};
use crate::filters;
use crate::folder::contents::Contents;
use crate::folder::shape::{Shape, Shaped, has_editions};
use crate::folder::slot::Slot;
use crate::progress::Progress;
use crate::site::adopt::Adopt;
use crate::site::watch::State;
use crate::site::{self, Pages, inject};

pub(super) use crate::site::root;

/// Arguments for the folder of a built site.
#[derive(Debug, Default, clap::Args)]
pub(crate) struct SiteArgs {
    /// Pages of a built site that are not to be found, in the syntax of .gitignore. May be given several times.
    #[arg(long, value_name = "GLOB")]
    exclude: Vec<String>,
    /// Put the search box on every page of a built site.
    #[arg(long)]
    inject: bool,
    /// Have the search box of the site's theme do the searching, on every page: which generator wrote the site.
    #[arg(long, value_name = "GENERATOR", conflicts_with = "inject")]
    adopt: Option<Adopt>,
    /// Build again whenever pages of a built site change, until the command is stopped.
    #[arg(long)]
    watch: bool,
}

impl SiteArgs {
    /// Refuses what is said of a site where there is none.
    pub(super) fn refuse(&self) -> Result<(), Failure> {
        let said = [
            ("--exclude", !self.exclude.is_empty()),
            ("--inject", self.inject),
            ("--adopt", self.adopt.is_some()),
            ("--watch", self.watch),
        ];
        match said.iter().find(|(_, said)| *said) {
            None => Ok(()),
            Some((name, _)) => Err(usage(
                &format!("{name} is for the folder of a built site"),
                &format!("name a folder of pages, as in thumbindex build public {name}"),
            )),
        }
    }
}

/// What is to be built.
struct Job<'a> {
    root: &'a Path,
    output: PathBuf,
    exclude: &'a [String],
    inject: bool,
    adopt: Option<Adopt>,
    strict: bool,
    shape: Option<Shape>,
    threads: usize,
    json: bool,
}

/// Runs the command over the site in this folder.
pub(super) fn run(root: &Path, args: &build::Args, out: &mut Output) -> Result<u8, Failure> {
    let job = Job {
        root,
        output: output(root, args)?,
        exclude: &args.site.exclude,
        inject: args.site.inject || args.site.adopt.is_some(),
        adopt: args.site.adopt,
        strict: args.strict,
        shape: args.shape,
        threads: args.threads,
        json: args.json,
    };
    job.build(out)?;
    if args.site.watch {
        job.watch(out)?;
    }
    Ok(0)
}

/// Builds the site in this folder, and again whenever its pages change; for `serve --watch`.
pub(super) fn watch(root: &Path, out: &mut Output) -> Result<(), Failure> {
    let output = root.join(site::FOLDER);
    let job = Job {
        root,
        output,
        exclude: &[],
        inject: false,
        adopt: None,
        strict: false,
        shape: None,
        threads: 0,
        json: false,
    };
    job.build(out)?;
    job.watch(out)
}

impl Job<'_> {
    fn watch(&self, out: &mut Output) -> Result<(), Failure> {
        loop {
            out.line("waiting for pages to change; stop with Ctrl-C")?;
            out.to.flush().map_err(|error| Failure::output(&error))?;
            // As they are after the build, which may have put its line into them.
            State::of(self.root, self.exclude).changed(self.root, self.exclude);
            // A page that cannot be used now may be mended by the next change.
            if let Err(failure) = self.build(out) {
                eprint!("{}", failure.to_text());
            }
        }
    }

    fn build(&self, out: &mut Output) -> Result<(), Failure> {
        let start = Instant::now();
        // Before the long work, so that a second run or a folder of somebody else's is noticed at once.
        let slot = Slot::claim(&self.output)?;
        slot.check_replaceable()?;
        let progress = Progress::new(!self.json);
        let work = || -> Result<(Corpus, BuiltIndex, Pages), Failure> {
            let (corpus, mut pages) = site::corpus(self.root, self.exclude, &progress)?;
            if let Some(adopt) = self.adopt {
                adopt.check(&pages.files)?;
            }
            if self.strict {
                refuse_problems(&corpus)?;
            }
            let mut builder =
                Builder::new(BuildOptions { threads: self.threads, identifiers: true, ..BuildOptions::default() });
            for section in pages.sections.drain(..) {
                builder.add_section(section);
            }
            let built = builder
                .finish(&|stage, done, of| progress.report(stage, done, of))
                .map_err(|error| Failure::new(error.kind().code(), error.to_string(), ""))?;
            Ok((corpus, built, pages))
        };
        let worked = build::pool(self.threads)?.install(work);
        progress.finish();
        let (corpus, mut built, pages) = worked?;

        let filters = filters::to_bytes(&filters::filters(&built.facets));
        let offered = filters::offered(&built.facets);
        let facets = filters::files(std::mem::take(&mut built.facets));
        let shape = self.shape.unwrap_or_else(|| Shape::of(built.bytes.len()));
        let inspection = built.inspection.clone();
        let assets = of_kind(EMBEDDED, true, shape, has_editions(&built));
        let mut contents = Contents::new(Shaped::new(built, shape)?, &inspection.build, filters, facets, &assets)?;
        let mut warnings = Vec::new();
        build::warn_without_code(&contents, &mut warnings);
        build::replace(&slot, &mut contents, &mut warnings)?;
        warnings.extend(pages.warnings());
        let folder = url_part(slot.place().name());
        let mut injected = None;
        if self.inject {
            let done = inject::inject(&pages.files, &folder, self.adopt, &offered)?;
            let warned = |cause: &String| Warning::new("not-injected", cause.clone(), "save the page as UTF-8");
            warnings.extend(done.refused.iter().map(warned));
            injected = Some(done);
        }
        let report = Report {
            output: Some(&self.output),
            corpus: &corpus,
            inspection: &inspection,
            contents: &contents,
            warnings: &warnings,
            html: Some(inject::line("", &folder, &offered)),
            pages: PagesOf::Read(&pages, injected.as_ref()),
            single: None,
            seconds: start.elapsed().as_secs_f64(),
        };
        report.say(self.json, out)
    }
}

/// The folder that is written.
fn output(root: &Path, args: &build::Args) -> Result<PathBuf, Failure> {
    if args.presenting.site || args.presenting.single.is_some() {
        let name = if args.presenting.site { "--site" } else { "--single" };
        let cause = format!("{name} makes pages of records, and {} is a folder of pages", root.display());
        return Err(usage(&cause, &format!("leave out {name}; --inject puts the search box on these pages")));
    }
    let Some(output) = &args.output else { return Ok(root.join(site::FOLDER)) };
    let inject = args.site.inject || args.site.adopt.is_some();
    if inject && output.parent().and_then(|parent| parent.canonicalize().ok()) != root.canonicalize().ok() {
        return Err(usage(
            "--inject and --adopt need the index in the root of the site",
            "leave out --output, or name a folder in the site's root",
        ));
    }
    Ok(output.clone())
}

fn usage(cause: &str, fix: &str) -> Failure {
    Failure::new("usage", cause, fix)
}
