//! Whole files: every record to a document, on all threads of the pool.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::io::Read;
use std::sync::Arc;

use rayon::prelude::*;
use thumbindex_engine::Document;

use crate::error::Error;
use crate::fields::FieldMap;
use crate::format::Unpacked;
use crate::problem::{Problem, Reason, Severity};
use crate::records::{Limits, Parsed, Record, Records};
use crate::whole::{self, Form};

/// What came of a file, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Records found.
    pub records: u64,
    /// Documents handed out.
    pub documents: u64,
    /// Problems of severity [`Severity::Skipped`].
    pub skipped: u64,
    /// Problems of severity [`Severity::Warning`].
    pub warnings: u64,
}

/// Reads one corpus file: hands every document to `on_document` and every problem to `on_problem`, in the order of the
/// file.
///
/// The name tells the format and appears in problems; see the [table of formats](crate#formats). Ids must be unique
/// within the file. Records are parsed on the threads of the current rayon pool while the next ones are read; the
/// outcome is the same for any number of threads. Memory does not grow with the file, except for the ids.
///
/// An error concerns the file as a whole. What was handed out before it remains valid.
pub fn ingest<R: Read + Send>(
    name: &str,
    reader: R,
    fields: &FieldMap,
    limits: &Limits,
    on_document: impl FnMut(Document),
    on_problem: impl FnMut(Problem),
) -> Result<Summary, Error> {
    let mut ingest = Ingest::new(fields.clone(), limits.clone());
    ingest.file(name, reader, on_document, on_problem)?;
    Ok(ingest.summary())
}

/// Reads several corpus files into one collection: ids are unique, and records without ids counted, over all of them.
///
/// ```
/// use thumbindex_ingest::{FieldMap, Ingest, Limits};
/// let mut ingest = Ingest::new(FieldMap::default(), Limits::default());
/// let (mut documents, mut problems) = (Vec::new(), Vec::new());
/// for (name, text) in [("a.csv", "title\nOne\nTwo\n"), ("b.jsonl", "{\"title\": \"Three\"}\n{\"year\": 2001}\n")] {
///     ingest.file(name, text.as_bytes(), |d| documents.push(d), |p| problems.push(p))?;
/// }
/// assert_eq!(documents.iter().map(|d| d.id.as_str()).collect::<Vec<_>>(), ["0", "1", "2"]);
/// assert_eq!(problems[0].code(), "no-text");
/// assert_eq!(ingest.summary().skipped, 1);
/// # Ok::<(), thumbindex_ingest::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct Ingest {
    fields: FieldMap,
    limits: Limits,
    files: Vec<Arc<str>>,
    /// Where each id was first seen: number of the file, line.
    ids: HashMap<Box<str>, (u32, u64)>,
    summary: Summary,
}

/// Records are handed to the threads in batches of about this many bytes.
const BATCH_BYTES: usize = 1 << 20;
const BATCH_RECORDS: usize = 4096;

impl Ingest {
    /// A collection without files.
    pub fn new(fields: FieldMap, limits: Limits) -> Ingest {
        Ingest { fields, limits, ..Ingest::default() }
    }

    /// What came of all files so far.
    pub fn summary(&self) -> Summary {
        self.summary
    }

    /// Reads one file, as [`ingest`] does.
    pub fn file<R: Read + Send>(
        &mut self,
        name: &str,
        reader: R,
        mut on_document: impl FnMut(Document),
        mut on_problem: impl FnMut(Problem),
    ) -> Result<(), Error> {
        if let Some(form) = Form::of(name) {
            return self.whole(form, name, reader, &mut on_document, &mut on_problem);
        }
        let mut records = Records::open(name, reader, &self.fields, &self.limits)?;
        let parser = records.parser(&self.fields).counting_from(self.summary.records);
        self.files.push(name.into());
        let parallel = rayon::current_num_threads() > 1;
        let (mut batch, mut end) = read_batch(&mut records);
        while !batch.is_empty() {
            let (parsed, next) = if parallel {
                rayon::join(
                    || batch.into_par_iter().map(|record| parser.parse(record)).collect::<Vec<_>>(),
                    || if end.is_none() { read_batch(&mut records) } else { (Vec::new(), None) },
                )
            } else {
                let parsed = batch.into_iter().map(|record| parser.parse(record)).collect();
                (parsed, if end.is_none() { read_batch(&mut records) } else { (Vec::new(), None) })
            };
            for outcome in parsed {
                self.settle(outcome, &mut on_document, &mut on_problem);
            }
            batch = next.0;
            end = end.or(next.1);
        }
        end.unwrap_or(Ok(()))
    }

    /// Reads a file that cannot be cut into records before it is understood.
    fn whole<R: Read + Send>(
        &mut self,
        form: Form,
        name: &str,
        reader: R,
        on_document: &mut impl FnMut(Document),
        on_problem: &mut impl FnMut(Problem),
    ) -> Result<(), Error> {
        let mut bytes = Vec::new();
        let mut unpacked = Unpacked::open(name, reader)?;
        let packing = unpacked.packing;
        unpacked.read_to_end(&mut bytes).map_err(|error| Unpacked::error(packing, name, error))?;
        let file: Arc<str> = name.into();
        self.files.push(file.clone());
        for outcome in whole::read(form, &file, &bytes, &self.fields, self.summary.records) {
            self.settle(outcome, on_document, on_problem);
        }
        Ok(())
    }

    fn settle(
        &mut self,
        outcome: Result<Parsed, Problem>,
        on_document: &mut impl FnMut(Document),
        on_problem: &mut impl FnMut(Problem),
    ) {
        let mut report = |summary: &mut Summary, problem: Problem| {
            match problem.severity() {
                Severity::Skipped => summary.skipped += 1,
                Severity::Warning => summary.warnings += 1,
            }
            on_problem(problem);
        };
        let Parsed { line, document, warnings } = match outcome {
            Ok(parsed) => parsed,
            Err(problem) => {
                self.summary.records += u64::from(problem.severity() == Severity::Skipped);
                return report(&mut self.summary, problem);
            }
        };
        self.summary.records += 1;
        let file = self.files.len() as u32 - 1;
        match self.ids.entry(document.id.as_str().into()) {
            Entry::Occupied(first) => {
                let (first_file, first_line) = *first.get();
                let reason = Reason::DuplicateId {
                    id: document.id,
                    first_file: self.files[first_file as usize].clone(),
                    first_line,
                };
                let problem = Problem { file: self.files[file as usize].clone(), line, reason };
                report(&mut self.summary, problem);
            }
            Entry::Vacant(vacant) => {
                vacant.insert((file, line));
                for warning in warnings {
                    report(&mut self.summary, warning);
                }
                self.summary.documents += 1;
                on_document(document);
            }
        }
    }
}

/// The next records, none at the end; with them how the file ended, if it did.
fn read_batch(records: &mut Records<'_>) -> (Vec<Record>, Option<Result<(), Error>>) {
    let (mut batch, mut bytes) = (Vec::new(), 0);
    while bytes < BATCH_BYTES && batch.len() < BATCH_RECORDS {
        match records.next_record() {
            Ok(Some(record)) => {
                bytes += record.bytes.len();
                batch.push(record);
            }
            Ok(None) => return (batch, Some(Ok(()))),
            Err(error) => return (batch, Some(Err(error))),
        }
    }
    (batch, None)
}
