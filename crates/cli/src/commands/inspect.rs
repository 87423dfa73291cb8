//! `thumbindex inspect`: what an index holds and what each part takes.

use std::path::PathBuf;

use serde::Serialize;
use thumbindex_engine::{Inspection, Part};

use super::{Output, grouped, planning};
use crate::failure::{Failure, printable};
use crate::opening::IndexFile;
use crate::progress::Progress;
use crate::site;

/// Arguments of `thumbindex inspect`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that `build` wrote, or a .tix file; with --page the folder of a site.
    index: PathBuf,
    /// Show what of a page of the site goes into the index, and why the rest does not.
    #[arg(long, value_name = "PAGE")]
    page: Option<String>,
    /// Pages that are not to be found, as for `build`.
    #[arg(long, value_name = "GLOB", requires = "page")]
    exclude: Vec<String>,
    /// Show what a page would fetch for this query: blocks, bytes, trips.
    #[arg(long, value_name = "TEXT", conflicts_with = "page")]
    query: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// One part, as programs read it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PartLine<'a> {
    name: &'a str,
    blocks: u32,
    bytes: u64,
    stored_text: bool,
}

impl<'a> PartLine<'a> {
    /// Lines for all parts.
    pub(crate) fn all(parts: &'a [Part]) -> Vec<PartLine<'a>> {
        parts
            .iter()
            .map(|part| PartLine {
                name: &part.name,
                blocks: part.blocks,
                bytes: part.bytes,
                stored_text: part.stored_text,
            })
            .collect()
    }
}

/// Bytes of the parts that searching needs, and of the parts that are stored text.
pub(crate) fn split_bytes(inspection: &Inspection) -> (u64, u64) {
    let sum =
        |stored: bool| inspection.parts.iter().filter(|part| part.stored_text == stored).map(|part| part.bytes).sum();
    (sum(false), sum(true))
}

/// The table of parts: bytes, and bytes per document.
pub(crate) fn print_parts(inspection: &Inspection, out: &mut Output) -> Result<(), Failure> {
    let per_document = |bytes: u64| match inspection.documents {
        0 => "-".to_string(),
        documents => format!("{:.1}", bytes as f64 / f64::from(documents)),
    };
    out.line(format!("{:<16}{:>8}{:>15}{:>15}", "part", "blocks", "bytes", "per document"))?;
    for part in &inspection.parts {
        let name = printable(&part.name);
        let text = if part.stored_text { "  text" } else { "" };
        let (blocks, bytes) = (grouped(part.blocks.into()), grouped(part.bytes));
        out.line(format!("{name:<16}{blocks:>8}{bytes:>15}{:>15}{text}", per_document(part.bytes)))?;
    }
    let (index, text) = split_bytes(inspection);
    for (name, bytes) in [("index", index), ("stored text", text)] {
        out.line(format!("{name:<16}{:>8}{:>15}{:>15}", "", grouped(bytes), per_document(bytes)))?;
    }
    Ok(())
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Object<'a> {
        version: u32,
        build: &'a str,
        documents: u32,
        terms: u32,
        postings: u64,
        bytes: u64,
        index_bytes: u64,
        text_bytes: u64,
        parts: Vec<PartLine<'a>>,
    }
    if let Some(page) = &args.page {
        return inspect_page(args, page, out);
    }
    if let Some(query) = &args.query {
        return planning::run(&args.index, query, args.json, out);
    }
    let file = IndexFile::read(&args.index)?;
    let bytes = file.size();
    let path = file.path.display().to_string();
    let inspection = file.into_session()?.inspect();
    let (index_bytes, text_bytes) = split_bytes(&inspection);
    if args.json {
        out.json(&Object {
            version: inspection.version,
            build: &inspection.build,
            documents: inspection.documents,
            terms: inspection.terms,
            postings: inspection.postings,
            bytes,
            index_bytes,
            text_bytes,
            parts: PartLine::all(&inspection.parts),
        })?;
        return Ok(0);
    }
    let per_document = if inspection.documents == 0 { 0.0 } else { bytes as f64 / f64::from(inspection.documents) };
    out.line(printable(&path))?;
    out.line(format!("format {}, build {}", inspection.version, inspection.build))?;
    out.line(format!(
        "documents {}, terms {}, postings {}, bytes {} ({per_document:.1} per document)",
        grouped(inspection.documents.into()),
        grouped(inspection.terms.into()),
        grouped(inspection.postings),
        grouped(bytes),
    ))?;
    print_parts(&inspection, out)?;
    Ok(0)
}

/// Characters of a text that was left out, as it is shown.
const SHOWN: usize = 70;

/// What was taken of one page. All pages are read, for what repeats over them is what they tell together.
fn inspect_page(args: &Args, asked: &str, out: &mut Output) -> Result<u8, Failure> {
    let files = site::walk::walk(&args.index, &args.exclude)?.files;
    let name = site::page_name(&args.index, &files, asked)?;
    let progress = Progress::new(false);
    let trace = site::read(&args.index, &args.exclude, Some(&name), &progress)?.outcome.trace.unwrap_or_default();
    if args.json {
        out.json(&trace)?;
        return Ok(0);
    }
    out.line(printable(&name))?;
    if let Some(why) = &trace.unwanted {
        out.line(format!("is not found: {}", printable(why)))?;
        return Ok(0);
    }
    out.line(format!("title    {} (from {})", printable(&trace.title.0), trace.title.1))?;
    out.line(format!("address  {}", printable(&trace.url)))?;
    if !trace.language.is_empty() {
        out.line(format!("language {}", printable(&trace.language)))?;
    }
    out.line(format!("content  {}", printable(&trace.content)))?;
    out.line("taken:")?;
    for (heading, url, words) in &trace.sections {
        out.line(format!("  {words:>6} words  {}  {}", printable(heading), printable(url)))?;
    }
    out.line("left out:")?;
    for (text, why) in &trace.left_out {
        let short: String = text.chars().take(SHOWN).collect();
        let more = if text.chars().count() > SHOWN { " …" } else { "" };
        out.line(format!("  [{}] {}{more}", printable(why), printable(&short)))?;
    }
    Ok(0)
}
