//! `thumbindex similar`: documents most like a given one.

use std::path::PathBuf;

use serde::Serialize;
use thumbindex_engine::Hit;

use super::Output;
use crate::failure::{Failure, printable};
use crate::opening::IndexFile;
use crate::show;

/// Arguments of `thumbindex similar`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that `build` wrote, or a .tix file.
    index: PathBuf,
    /// The document's id in the corpus.
    id: String,
    /// How many documents at most.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    #[derive(Serialize)]
    struct Similar<'a> {
        id: &'a str,
        hits: &'a [Hit],
    }
    let mut session = IndexFile::read(&args.index)?.into_session()?;
    let doc = session.find(&args.id).ok_or_else(|| {
        let cause = format!("no document has the id {:?}", args.id);
        Failure::new("unknown-id", cause, "ids are those of the corpus; `thumbindex search` shows them")
    })?;
    let mut hits = session.similar(doc);
    hits.truncate(args.limit);
    if args.json {
        out.json(&Similar { id: &args.id, hits: &hits })?;
    } else if hits.is_empty() {
        out.line(format!("nothing is similar to {:?}", printable(&args.id)))?;
    } else {
        show::hits(&hits, out)?;
    }
    Ok(0)
}
