//! `cargo xtask bench`: the benchmarks are scripts in bench/.

use anyhow::Result;

use crate::{build, command};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    build::run()?;
    command::run(command::node("bench/run.mjs").args(arguments))
}
