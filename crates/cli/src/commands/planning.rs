//! `thumbindex inspect INDEX --query TEXT`: what a page would fetch for a query, trip by trip.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use serde::Serialize;
use thumbindex_engine::SearchOptions;

use super::{Output, counted, grouped};
use crate::failure::{Failure, printable};
use crate::opening::{IndexFile, open};

/// So often may an answer ask for more: pages stop there too.
const MOST_TRIPS: usize = 20;
/// Hits that a page shows at first.
const LIMIT: usize = 10;

/// Blocks that are fetched at the same time.
#[derive(Debug, Default, Serialize)]
struct Trip {
    /// Names of their files, with their lengths.
    blocks: BTreeMap<String, u64>,
    bytes: u64,
    /// How many hits the answer before this trip had: rows that are drawn while it is under way.
    rows: usize,
}

/// All that a query takes.
#[derive(Debug, Serialize)]
struct Plan {
    query: String,
    /// The index file, which is fetched once, beside the code.
    root: u64,
    trips: Vec<Trip>,
    blocks: usize,
    bytes: u64,
    /// What the answer has when all is there.
    hits: usize,
    total: u32,
}

/// Runs the command.
pub(crate) fn run(index: &Path, query: &str, json: bool, out: &mut Output) -> Result<u8, Failure> {
    let plan = plan(index, query)?;
    if json {
        out.json(&plan)?;
        return Ok(0);
    }
    out.line(format!("{:?}: the index file, {} bytes, once, beside the code", printable(query), grouped(plan.root)))?;
    for (number, trip) in plan.trips.iter().enumerate() {
        let rows = match trip.rows {
            0 => String::new(),
            rows => format!(", while {} are there", counted(rows as u64, "hit")),
        };
        let (blocks, bytes) = (counted(trip.blocks.len() as u64, "block"), grouped(trip.bytes));
        out.line(format!("trip {}: {blocks}, {bytes} bytes{rows}", number + 1))?;
        for (name, bytes) in &trip.blocks {
            out.line(format!("  {:<28}{:>10}", printable(name), grouped(*bytes)))?;
        }
    }
    let trips = counted(plan.trips.len() as u64, "trip");
    let blocks = counted(plan.blocks as u64, "block");
    let found = format!("{} of {} found", plan.hits, plan.total);
    out.line(format!("{trips}, {blocks}, {} bytes, then {found}", grouped(plan.bytes)))?;
    Ok(0)
}

fn plan(index: &Path, query: &str) -> Result<Plan, Failure> {
    let file = IndexFile::read_root(index)?;
    let mut session = open(&file.path, file.bytes.clone())?;
    let names: BTreeMap<u32, String> = session.detached().into_iter().map(|block| (block.number, block.name)).collect();
    let options = SearchOptions { limit: LIMIT, ..SearchOptions::default() };
    let fix = "build the index again, or copy the whole folder again";
    let (mut trips, mut asked) = (Vec::new(), BTreeSet::new());
    loop {
        let answer = session.search(query, &options);
        if answer.missing.is_empty() {
            let bytes = trips.iter().map(|trip: &Trip| trip.bytes).sum();
            return Ok(Plan {
                query: query.to_owned(),
                root: file.bytes.len() as u64,
                blocks: asked.len(),
                trips,
                bytes,
                hits: answer.hits.len(),
                total: answer.total,
            });
        }
        let mut trip = Trip { rows: answer.hits.len(), ..Trip::default() };
        for number in answer.missing {
            let name = names.get(&number).cloned().unwrap_or_default();
            let path = file.path.with_file_name(&name);
            if !asked.insert(number) || trips.len() == MOST_TRIPS {
                let cause = format!("{}: is asked for again and again", path.display());
                return Err(Failure::new("wrong-block", cause, fix));
            }
            let bytes = fs::read(&path).map_err(|error| Failure::io("read", &path, &error))?;
            trip.bytes += bytes.len() as u64;
            trip.blocks.insert(name, bytes.len() as u64);
            session
                .provide(number, bytes)
                .map_err(|error| Failure::new(error.kind().code(), format!("{}: {error}", path.display()), fix))?;
        }
        trips.push(trip);
    }
}
