//! The command `thumbindex`: builds, searches, inspects, verifies, serves and judges search indexes for
//! static pages.
//!
//! Exit status: 0 when all is well, 1 when a check did not hold (`verify`, `eval --min`,
//! `build --strict`), 2 for a wrong call or a file that cannot be read or written.

#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used))]

mod assets;
mod commands;
mod corpus;
mod failure;
mod filters;
mod folder;
mod hash;
mod judged;
mod metrics;
mod opening;
mod progress;
mod publish;
mod server;
mod show;
mod site;

use std::io::{self, IsTerminal as _, Write as _};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use commands::{Output, build, eval, inspect, search, serve, similar, verify};
use failure::{CLOSED_PIPE, EXIT_USAGE, Failure};

/// Search for static pages: one folder beside your pages, answers at every key.
#[derive(Debug, Parser)]
#[command(name = "thumbindex", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Build a search folder from files of documents.
    Build(build::Args),
    /// Answer one query.
    Search(search::Args),
    /// List the documents most like a given one.
    Similar(similar::Args),
    /// Show what an index holds and what each part takes.
    Inspect(inspect::Args),
    /// Compare every file of a search folder with its manifest.
    Verify(verify::Args),
    /// Serve a folder on this machine, to try it in a browser.
    Serve(serve::Args),
    /// Measure how well an index answers queries whose answers are known.
    Eval(eval::Args),
}

impl Command {
    fn wants_json(&self) -> bool {
        match self {
            Command::Build(args) => args.json,
            Command::Search(args) => args.json,
            Command::Similar(args) => args.json,
            Command::Inspect(args) => args.json,
            Command::Verify(args) => args.json,
            Command::Serve(_) => false,
            Command::Eval(args) => args.json,
        }
    }

    fn run(&self, out: &mut Output) -> Result<u8, Failure> {
        match self {
            Command::Build(args) => build::run(args, out),
            Command::Search(args) => search::run(args, out),
            Command::Similar(args) => similar::run(args, out),
            Command::Inspect(args) => inspect::run(args, out),
            Command::Verify(args) => verify::run(args, out),
            Command::Serve(args) => serve::run(args, out),
            Command::Eval(args) => eval::run(args, out),
        }
    }
}

fn main() -> ExitCode {
    let (wants_json, result) = match Cli::try_parse() {
        Ok(cli) => {
            let stdout = io::stdout();
            let styled = stdout.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty());
            let mut buffered = io::BufWriter::new(stdout.lock());
            let result = cli.command.run(&mut Output { to: &mut buffered, styled });
            // What was printed before a failure is shown before the failure.
            let flushed = buffered.flush().map_err(|error| Failure::output(&error));
            (cli.command.wants_json(), result.and_then(|status| flushed.map(|()| status)))
        }
        Err(error) => (std::env::args_os().any(|arg| arg == "--json"), usage(&error)),
    };
    match result {
        Ok(status) => ExitCode::from(status),
        // A reader such as `head` that has seen enough.
        Err(failure) if failure.code == CLOSED_PIPE => ExitCode::SUCCESS,
        Err(failure) => {
            let text = if wants_json { failure.to_json() } else { failure.to_text() };
            let _ = io::stderr().write_all(text.as_bytes());
            ExitCode::from(failure.exit)
        }
    }
}

/// `--help` and `--version` are printed; everything else about the call is a failure like any other.
fn usage(error: &clap::Error) -> Result<u8, Failure> {
    if !error.use_stderr() {
        return write!(io::stdout(), "{error}").map(|()| 0).map_err(|error| Failure::output(&error));
    }
    let text = error.to_string();
    if error.kind() == clap::error::ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        let _ = io::stderr().write_all(text.as_bytes());
        return Ok(EXIT_USAGE);
    }
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let (cause, rest) = text.split_once("\n\n").unwrap_or((text, ""));
    let tip = rest.trim().strip_prefix("tip: ").and_then(|tip| tip.lines().next());
    let fix = tip.map_or_else(|| "see thumbindex --help, or --help after the subcommand".into(), str::to_string);
    let cause = cause.split_whitespace().collect::<Vec<_>>().join(" ");
    Err(Failure::new("usage", cause, fix))
}
