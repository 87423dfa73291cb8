//! `cargo xtask demo`: the default corpus as a site, and as one file, and served.

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::{build, command, paths};

/// What the demo is called. The corpus has no dates, and a feed takes one.
const PRESENTING: [&str; 6] = [
    "--title",
    "Machine learning papers",
    "--about",
    "Type the beginning of a word. Spelling need not be exact, and nothing you type leaves this browser.",
    "--date",
    "2026-01-01",
];

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let mut out = paths::demo();
    let mut corpus = paths::corpus();
    let mut serve = true;
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match (argument.as_str(), arguments.as_slice().first()) {
            ("--no-serve", _) => serve = false,
            ("--out", Some(folder)) => out = PathBuf::from(folder),
            ("--corpus", Some(file)) => corpus = PathBuf::from(file),
            _ => bail!("demo knows --out DIR, --corpus FILE and --no-serve, not {argument}"),
        }
        if argument != "--no-serve" {
            arguments.next();
        }
    }
    build::run()?;
    write_site(&corpus, &out)?;
    if serve {
        command::run(command::command(paths::thumbindex()).arg("serve").arg(&out).args(["--port", "0"]))?;
    }
    Ok(())
}

/// Indexes a corpus with the finished command, as a folder for any page.
pub(crate) fn write(corpus: &Path, out: &Path) -> Result<()> {
    command::run(command::command(paths::thumbindex()).arg("build").arg(corpus).arg("--output").arg(out))
}

/// Makes the site of a corpus, and beside its folder the same in one file: `DIR.html`.
pub(crate) fn write_site(corpus: &Path, out: &Path) -> Result<()> {
    let mut build = command::command(paths::thumbindex());
    build.arg("build").arg(corpus).arg("--output").arg(out).arg("--site");
    command::run(build.arg("--single").arg(out.with_extension("html")).args(PRESENTING))
}
