//! `cargo xtask demo`: the default corpus, indexed and served.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::{build, command, paths};

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
    write(&corpus, &out)?;
    if serve {
        command::run(command::command(paths::thumbindex()).arg("serve").arg(&out).args(["--port", "0"]))?;
    }
    Ok(())
}

/// Indexes a corpus with the finished command.
pub(crate) fn write(corpus: &std::path::Path, out: &std::path::Path) -> Result<()> {
    command::run(command::command(paths::thumbindex()).arg("build").arg(corpus).arg("--output").arg(out))
}
