//! `thumbindex eval`: how well an index answers queries whose answers are known.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use serde::Serialize;
use thumbindex_engine::{SearchOptions, Session};

use super::{Output, counted, grouped};
use crate::failure::{Failure, Warning, near, printable};
use crate::judged::{JudgedQuery, read_judged, read_known_items};
use crate::metrics::{Group, NAMES, Scores, Summary, first_relevant, percentile};
use crate::opening::IndexFile;

/// How many hits are judged.
const DEPTH: usize = 100;
/// How many unknown documents a warning names.
const NAMED: usize = 5;

/// Arguments of `thumbindex eval`.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("judgements").required(true).args(["beir", "queries", "known_items"])))]
pub(crate) struct Args {
    /// The folder that `build` wrote, or a .tix file.
    index: PathBuf,
    /// A folder with queries.jsonl and qrels.tsv in BEIR's layout.
    #[arg(long, value_name = "DIR")]
    beir: Option<PathBuf>,
    /// Queries: JSON lines {_id, text}.
    #[arg(long, value_name = "FILE", requires = "qrels")]
    queries: Option<PathBuf>,
    /// Judgements: query-id, corpus-id, score; or TREC's four columns.
    #[arg(long, value_name = "FILE", requires = "queries")]
    qrels: Option<PathBuf>,
    /// Known items: JSON lines {kind, query, doc}.
    #[arg(long, value_name = "FILE")]
    known_items: Option<PathBuf>,
    /// Exit with 1 when a measure is lower, as in ndcg@10=0.68; `mean.` in front compares the mean
    /// over kinds, a kind's name in front that kind. May be given several times.
    #[arg(long, value_name = "MEASURE=VALUE")]
    min: Vec<String>,
    /// Do not tolerate typing errors.
    #[arg(long)]
    no_typos: bool,
    /// Take the last word of each query as complete.
    #[arg(long)]
    finished: bool,
    /// Threads; 0 for all cores.
    #[arg(long, default_value_t = 0, value_name = "N")]
    threads: usize,
    /// Write one JSON line per query to this file: rank of the first relevant hit, first ten ids.
    #[arg(long, value_name = "FILE")]
    per_query: Option<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// What one query gave.
struct Outcome {
    ids: Vec<String>,
    grades: Vec<u32>,
    scores: Scores,
    milliseconds: f64,
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let floors = args.min.iter().map(|text| Floor::parse(text)).collect::<Result<Vec<_>, _>>()?;
    let judged = read(args)?;
    let index = IndexFile::read(&args.index)?;
    let session = index.open()?;
    let unknown = unknown_documents(&session, &judged);
    drop(session);
    warn_unknown(&unknown, args.json);

    let options = SearchOptions {
        limit: DEPTH,
        typos: !args.no_typos,
        open_last_word: !args.finished,
        snippets: false,
        ..SearchOptions::default()
    };
    let cores = thread::available_parallelism().map_or(1, |cores| cores.get());
    let threads = if args.threads == 0 { cores } else { args.threads }.clamp(1, judged.len());
    let outcomes = answer_all(&index, &judged, &options, threads)?;
    if let Some(path) = &args.per_query {
        write_per_query(path, &judged, &outcomes)?;
    }
    let kinds = judged.iter().map(|query| query.kind.as_deref());
    let summary = Summary::of(kinds.zip(outcomes.iter().map(|outcome| outcome.scores)));

    if args.json {
        out.json(&summary)?;
    } else {
        print(&summary, &outcomes, threads, out)?;
    }
    let misses = floors.iter().filter_map(|floor| floor.missed(&summary).transpose()).collect::<Result<Vec<_>, _>>()?;
    if misses.is_empty() {
        return Ok(0);
    }
    Err(Failure::check("below-minimum", misses.join("; "), ""))
}

fn read(args: &Args) -> Result<Vec<JudgedQuery>, Failure> {
    match (&args.beir, &args.queries, &args.qrels, &args.known_items) {
        (Some(folder), ..) => read_judged(&folder.join("queries.jsonl"), &folder.join("qrels.tsv")),
        (_, Some(queries), Some(qrels), _) => read_judged(queries, qrels),
        (_, _, _, Some(items)) => read_known_items(items),
        _ => Err(Failure::new("usage", "no judgements named", "give --beir, --queries with --qrels, or --known-items")),
    }
}

fn unknown_documents<'a>(session: &Session, judged: &'a [JudgedQuery]) -> BTreeSet<&'a str> {
    let named: BTreeSet<&str> = judged.iter().flat_map(|query| query.relevant.keys().map(String::as_str)).collect();
    named.into_iter().filter(|id| session.find(id).is_none()).collect()
}

fn warn_unknown(unknown: &BTreeSet<&str>, json: bool) {
    if unknown.is_empty() {
        return;
    }
    let named: Vec<&str> = unknown.iter().take(NAMED).copied().collect();
    let more = if unknown.len() > NAMED { ", ..." } else { "" };
    let cause = format!(
        "the judgements name {} that the index does not have; counted as missed: {}{more}",
        counted(unknown.len() as u64, "document"),
        named.join(", ")
    );
    Warning::new("unknown-documents", cause, "check that index and judgements are of the same corpus").print(json);
}

/// Answers every query, on all threads; outcomes are in the order of the queries.
fn answer_all(
    index: &IndexFile,
    judged: &[JudgedQuery],
    options: &SearchOptions,
    threads: usize,
) -> Result<Vec<Outcome>, Failure> {
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Outcome)>, Failure> {
        let mut session = index.open()?;
        let mut done = Vec::new();
        while let Some((at, query)) = take(&next, judged) {
            done.push((at, answer(&mut session, query, options)));
        }
        Ok(done)
    };
    let mut all = thread::scope(|scope| {
        let handles: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::with_capacity(judged.len());
        for handle in handles {
            let done = handle.join().map_err(|_| Failure::new("internal", "a search thread stopped", ""))??;
            all.extend(done);
        }
        Ok(all)
    })?;
    all.sort_by_key(|(at, _)| *at);
    Ok(all.into_iter().map(|(_, outcome)| outcome).collect())
}

fn take<'a>(next: &AtomicUsize, judged: &'a [JudgedQuery]) -> Option<(usize, &'a JudgedQuery)> {
    let at = next.fetch_add(1, Ordering::Relaxed);
    judged.get(at).map(|query| (at, query))
}

fn answer(session: &mut Session, query: &JudgedQuery, options: &SearchOptions) -> Outcome {
    let start = Instant::now();
    let answer = session.search(&query.text, options);
    let milliseconds = start.elapsed().as_secs_f64() * 1e3;
    let ids: Vec<String> = answer.hits.into_iter().map(|hit| hit.id).collect();
    let grades: Vec<u32> = ids.iter().map(|id| query.relevant.get(id).copied().unwrap_or(0)).collect();
    let relevant: Vec<u32> = query.relevant.values().copied().collect();
    Outcome { scores: Scores::of(&grades, &relevant), ids, grades, milliseconds }
}

fn write_per_query(path: &Path, judged: &[JudgedQuery], outcomes: &[Outcome]) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Line<'a> {
        id: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        kind: Option<&'a str>,
        query: &'a str,
        relevant: &'a BTreeMap<String, u32>,
        rank: Option<usize>,
        #[serde(rename = "ndcg@10")]
        ndcg_10: f64,
        top: &'a [String],
    }
    let refused = |error: std::io::Error| Failure::io("write", path, &error);
    let mut file = BufWriter::new(File::create(path).map_err(refused)?);
    for (query, outcome) in judged.iter().zip(outcomes) {
        let line = Line {
            id: &query.id,
            kind: query.kind.as_deref(),
            query: &query.text,
            relevant: &query.relevant,
            rank: first_relevant(&outcome.grades),
            ndcg_10: outcome.scores.ndcg_10,
            top: outcome.ids.get(..10).unwrap_or(&outcome.ids),
        };
        serde_json::to_writer(&mut file, &line).map_err(|error| refused(error.into()))?;
        file.write_all(b"\n").map_err(refused)?;
    }
    file.flush().map_err(refused)
}

fn print(summary: &Summary, outcomes: &[Outcome], threads: usize, out: &mut Output) -> Result<(), Failure> {
    let width = summary.kinds.keys().map(|kind| kind.chars().count()).chain([15]).max().unwrap_or(15);
    out.line(format!("{:width$}  {:>7}  {}", "", "queries", NAMES.map(|name| format!("{name:>10}")).join("  ")))?;
    let mut row = |name: &str, group: &Group| {
        let values = group.scores.values().map(|value| format!("{value:>10.4}")).join("  ");
        out.line(format!("{name:width$}  {:>7}  {values}", grouped(group.queries as u64)))
    };
    for (kind, group) in &summary.kinds {
        row(&printable(kind), group)?;
    }
    if let Some(mean) = &summary.mean_over_kinds {
        row("mean over kinds", mean)?;
    }
    row("all", &summary.all)?;
    let mut times: Vec<f64> = outcomes.iter().map(|outcome| outcome.milliseconds).collect();
    times.sort_by(f64::total_cmp);
    let (p50, p99) = (percentile(&times, 0.5), percentile(&times, 0.99));
    let threads = counted(threads as u64, "thread");
    out.line(format!("search time: p50 {p50:.2} ms, p99 {p99:.2} ms ({DEPTH} hits, no snippets, {threads})"))
}

/// A measure that must not be lower than a value.
#[derive(Debug, PartialEq)]
struct Floor {
    /// `None` for all queries, `mean` for the mean over kinds, else a kind.
    group: Option<String>,
    measure: String,
    value: f64,
}

impl Floor {
    fn parse(text: &str) -> Result<Floor, Failure> {
        let fix = "write it as ndcg@10=0.68, mean.success@1=0.88 or KIND.success@10=0.9";
        let bad = |reason: String| Failure::new("usage", format!("--min {text}: {reason}"), fix);
        let (name, value) = text.split_once('=').ok_or_else(|| bad("there is no =".into()))?;
        let value: f64 = value.trim().parse().map_err(|_| bad("the value is no number".into()))?;
        let (group, measure) = match name.trim().rsplit_once('.') {
            Some((group, measure)) => (Some(group.to_string()), measure),
            None => (None, name.trim()),
        };
        if !NAMES.contains(&measure) {
            let hint = near(measure, NAMES).map(|name| format!("; did you mean {name}?")).unwrap_or_default();
            return Err(bad(format!("no measure {measure:?}, there are {}{hint}", NAMES.join(", "))));
        }
        Ok(Floor { group, measure: measure.to_string(), value })
    }

    /// A sentence when the measure is lower than asked.
    fn missed(&self, summary: &Summary) -> Result<Option<String>, Failure> {
        let group = match self.group.as_deref() {
            None => Some(&summary.all),
            Some("mean") => summary.mean_over_kinds.as_ref(),
            Some(kind) => summary.kinds.get(kind),
        };
        let name = match &self.group {
            Some(group) => format!("{group}.{}", self.measure),
            None => self.measure.clone(),
        };
        let Some(value) = group.and_then(|group| group.scores.value(&self.measure)) else {
            let kinds: Vec<&str> = summary.kinds.keys().map(String::as_str).collect();
            let fix = if kinds.is_empty() {
                "these queries have no kinds".to_string()
            } else {
                format!("the kinds are {}", kinds.join(", "))
            };
            return Err(Failure::new("usage", format!("--min {name}: there is no such kind"), fix));
        };
        Ok((value < self.value).then(|| format!("{name} is {value:.4}, the minimum is {}", self.value)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_are_read() {
        let floor = |group: Option<&str>, measure: &str, value| Floor {
            group: group.map(String::from),
            measure: measure.into(),
            value,
        };
        assert_eq!(Floor::parse("ndcg@10=0.68").unwrap(), floor(None, "ndcg@10", 0.68));
        assert_eq!(Floor::parse("mean.success@1=0.88").unwrap(), floor(Some("mean"), "success@1", 0.88));
        assert_eq!(Floor::parse("typo-prefix.mrr@10=1").unwrap(), floor(Some("typo-prefix"), "mrr@10", 1.0));
        for bad in ["ndcg@10", "ndcg@10=much", "ndgc@10=0.1", "=1"] {
            assert_eq!(Floor::parse(bad).unwrap_err().code, "usage", "{bad}");
        }
        assert!(Floor::parse("ndgc@10=1").unwrap_err().cause.contains("did you mean ndcg@10?"));
    }

    #[test]
    fn floors_compare_the_group_they_name() {
        let hit = Scores::of(&[1], &[1]);
        let miss = Scores::default();
        let summary = Summary::of([(Some("a"), hit), (Some("a"), hit), (Some("a"), hit), (Some("b"), miss)]);
        let missed = |text: &str| Floor::parse(text).unwrap().missed(&summary).map(|missed| missed.is_some());
        assert_eq!(missed("success@1=0.75"), Ok(false));
        assert_eq!(missed("success@1=0.76"), Ok(true));
        assert_eq!(missed("mean.success@1=0.5"), Ok(false));
        assert_eq!(missed("mean.success@1=0.6"), Ok(true));
        assert_eq!(missed("a.success@1=1"), Ok(false));
        assert_eq!(missed("b.success@1=0.1"), Ok(true));
        assert_eq!(missed("c.success@1=0.1").unwrap_err().code, "usage");
    }
}
