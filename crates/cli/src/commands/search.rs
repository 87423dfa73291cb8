//! `thumbindex search`: one query, answered as a page answers it.

use std::path::PathBuf;

use thumbindex_engine::SearchOptions;

use super::{Output, counted};
use crate::failure::{Failure, printable};
use crate::opening::IndexFile;
use crate::show;

/// Arguments of `thumbindex search`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that `build` wrote, or a .tix file.
    index: PathBuf,
    /// What is typed; several words need no quotes.
    #[arg(required = true)]
    query: Vec<String>,
    /// How many hits at most.
    #[arg(short = 'n', long = "limit", value_name = "N", default_value_t = 10, value_parser = clap::value_parser!(u16).range(1..=1000))]
    limit: u16,
    /// Do not tolerate typing errors.
    #[arg(long)]
    no_typos: bool,
    /// Take the last word as complete.
    #[arg(long)]
    finished: bool,
    /// Print the answer as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let query = args.query.join(" ");
    let mut session = IndexFile::read(&args.index)?.into_session()?;
    let options = SearchOptions {
        limit: usize::from(args.limit),
        typos: !args.no_typos,
        open_last_word: !args.finished,
        snippets: true,
    };
    let answer = session.search(&query, &options);
    if args.json {
        out.json(&answer)?;
        return Ok(0);
    }
    show::hits(&answer.hits, out)?;
    if answer.hits.is_empty() {
        out.line(format!("no results for {:?}", printable(&query)))?;
    } else {
        out.line(format!("{} matched", counted(answer.total.into(), "document")))?;
    }
    if !answer.unmatched.is_empty() {
        out.line(format!("nothing matches: {}", printable(&answer.unmatched.join(", "))))?;
    }
    if let Some(other) = &answer.did_you_mean {
        out.line(format!("did you mean: {}", printable(other)))?;
    }
    if answer.partial {
        out.line("the answer may be incomplete: a limit stopped the search")?;
    }
    Ok(0)
}
