//! `thumbindex verify`: every file of a folder against its manifest.

use std::path::PathBuf;

use serde::Serialize;

use super::{Output, counted};
use crate::failure::{EXIT_CHECK, Failure, printable};
use crate::folder::check::{Fault, Report, check_folder};
use crate::folder::slot::{Place, Slot};
use crate::opening::IndexFile;

/// Arguments of `thumbindex verify`.
#[derive(Debug, clap::Args)]
pub(crate) struct Args {
    /// The folder that `build` wrote, or a .tix file.
    index: PathBuf,
    /// Print one JSON object.
    #[arg(long)]
    pub(crate) json: bool,
}

/// Runs the command.
pub(crate) fn run(args: &Args, out: &mut Output) -> Result<u8, Failure> {
    let repaired = repair(args)?;
    let report = if args.index.is_dir() { check_folder(&args.index) } else { check_file(args)? };
    if args.json {
        print_json(&report, repaired, out)?;
    } else {
        print(&report, repaired, args, out)?;
    }
    Ok(if report.faults.is_empty() { 0 } else { EXIT_CHECK })
}

/// Finishes a replacement that was killed between its two renames. Only then does it write at all.
fn repair(args: &Args) -> Result<bool, Failure> {
    let gone = args.index.symlink_metadata().is_err();
    let interrupted = gone && Place::of(&args.index).is_ok_and(|place| !place.leftovers("old").is_empty());
    if !interrupted {
        return Ok(false);
    }
    // The folder exists again when `claim` returns, unless another run put it there first.
    Slot::claim(&args.index)?;
    Ok(true)
}

fn check_file(args: &Args) -> Result<Report, Failure> {
    let file = IndexFile::read(&args.index)?;
    let mut report = Report { files: 1, bytes: file.size(), ..Report::default() };
    let name = file.path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    match file.into_session() {
        Ok(session) => report.inspection = Some(session.inspect()),
        Err(failure) => {
            report.faults.push(Fault { file: printable(&name), code: failure.code, reason: failure.cause });
        }
    }
    Ok(report)
}

fn print(report: &Report, repaired: bool, args: &Args, out: &mut Output) -> Result<(), Failure> {
    if repaired {
        out.line("repaired: a replacement of this folder had been interrupted")?;
    }
    for fault in &report.faults {
        out.line(format!("{}: {} [{}]", fault.file, printable(&fault.reason), fault.code))?;
    }
    for name in &report.foreign {
        out.line(format!("note: {name} is not a file of thumbindex"))?;
    }
    let path = printable(&args.index.display().to_string());
    if !report.faults.is_empty() {
        out.line(format!("{path}: {}", counted(report.faults.len() as u64, "fault")))?;
        return out.line("  fix: build the folder again, or copy the whole folder again");
    }
    let documents = report.inspection.as_ref().map_or(0, |inspection| inspection.documents);
    let (files, bytes) = (counted(report.files as u64, "file"), counted(report.bytes, "byte"));
    out.line(format!("{path}: whole ({files}, {bytes}, {})", counted(documents.into(), "document")))
}

fn print_json(report: &Report, repaired: bool, out: &mut Output) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Object<'a> {
        whole: bool,
        repaired: bool,
        files: usize,
        bytes: u64,
        faults: &'a [Fault],
        foreign: &'a [String],
    }
    out.json(&Object {
        whole: report.faults.is_empty(),
        repaired,
        files: report.files,
        bytes: report.bytes,
        faults: &report.faults,
        foreign: &report.foreign,
    })
}
