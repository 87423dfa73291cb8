//! `thumbindex search`: one query, answered as a page answers it.

use std::path::PathBuf;

use thumbindex_engine::{Answer, Explanation, FieldCounts, Reader, SearchOptions, Session};

use super::narrowing::Narrowing;
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
    #[arg(required_unless_present_any = ["filters", "sort", "count"])]
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
    #[command(flatten)]
    narrowing: Narrowing,
    /// Of a page in several versions, the one of this version first.
    #[arg(long, value_name = "VERSION", default_value = "")]
    for_version: String,
    /// Of a page in several languages, the one in this language first.
    #[arg(long, value_name = "TAG", default_value = "")]
    for_language: String,
    /// Say of each hit how its score comes about.
    #[arg(long, conflicts_with_all = ["filters", "sort"])]
    explain: bool,
    /// Print the answer as one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// An answer with the explanations of its hits, in their order.
#[derive(serde::Serialize)]
struct Explained<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    explanations: Vec<Option<Explanation>>,
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let query = args.query.join(" ");
    let narrow = args.narrowing.narrow()?;
    let mut session = IndexFile::read(&args.index)?.with_fields(&args.narrowing.fields())?;
    let options = SearchOptions {
        limit: usize::from(args.limit),
        typos: !args.no_typos,
        open_last_word: !args.finished,
        snippets: true,
        narrow,
        reader: Reader { version: args.for_version.clone(), language: args.for_language.clone() },
    };
    let answer = session.search(&query, &options);
    let mut explanations = Vec::new();
    if args.explain {
        explanations = answer.hits.iter().map(|hit| session.explain(&query, &options, hit.doc)).collect();
    }
    if args.json {
        if args.explain {
            out.json(&Explained { answer: &answer, explanations })?;
        } else {
            out.json(&answer)?;
        }
        return Ok(0);
    }
    for at in 0..answer.hits.len() {
        show::hit(&answer.hits, at, out)?;
        if let Some(Some(why)) = explanations.get(at) {
            explain(why, &mut session, out)?;
        }
    }
    if answer.hits.is_empty() {
        out.line(format!("no results for {:?}", printable(&query)))?;
    } else {
        out.line(format!("{} matched", counted(answer.total.into(), "document")))?;
    }
    for counts in &answer.facets {
        count(counts, out)?;
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

/// Prints how often the values of a field are among the documents.
fn count(counts: &FieldCounts, out: &mut Output) -> Result<(), Failure> {
    let mut line = format!("{}:", printable(&counts.field));
    for value in &counts.values {
        line += &format!(" {} ({})", printable(&value.value), value.documents);
    }
    let rest = (counts.distinct as usize).saturating_sub(counts.values.len());
    if rest > 0 {
        line += &format!(" and {rest} more");
    }
    out.line(line)
}

/// Prints how a score comes about: what it is made of, then each part of the query.
fn explain(why: &Explanation, session: &mut Session, out: &mut Output) -> Result<(), Failure> {
    let shares =
        [("title", why.title), ("order", why.order), ("side by side", why.adjacent), ("in one sentence", why.sentence)];
    let mut line = format!("score {:.3} = {:.3}", why.score, why.base);
    if shares.iter().any(|share| share.1 > 0.0) {
        line += " x (1";
        for (name, share) in shares.iter().filter(|share| share.1 > 0.0) {
            line += &format!(" + {share:.3} {name}");
        }
        line += ")";
    }
    if why.lent > 0.0 {
        line += &format!(" + {:.3} lent", why.lent);
    }
    out.line(format!("     {line}"))?;
    let mut line = format!("{:.3} = {:.3} for the words", why.base, why.base / (why.all_clauses * why.phrase));
    if why.all_clauses > 1.0 {
        line += &format!(" x {} for having all", why.all_clauses);
    }
    if why.phrase > 1.0 {
        line += &format!(" x {} for the phrase's words in the title", why.phrase);
    }
    if why.clauses.is_empty() {
        line = format!("{} is the place of its year", why.base);
    }
    out.line(format!("       {line}"))?;
    for clause in &why.clauses {
        out.line(format!("       {:.3} {}", clause.score, printable(&clause.words.join(" or "))))?;
        for found in &clause.matches {
            out.line(format!(
                "       {} {:.3} = {} x idf {:.3} x frequency {:.3}: {} ({})",
                if found.counted { "*" } else { " " },
                found.score,
                found.factor,
                found.idf,
                found.frequency,
                printable(&found.terms.join(", ")),
                found.reason
            ))?;
        }
    }
    for lender in &why.lenders {
        let id = session.document(lender.doc).map_or_else(|| lender.doc.to_string(), |document| document.id);
        out.line(format!("       {:.3} lent by {}", lender.amount, printable(&id)))?;
    }
    Ok(())
}
