//! `cargo xtask build`: the finished command, with the page code inside.

use anyhow::Result;

use crate::{command, page, paths};

pub(crate) fn run() -> Result<()> {
    page::run()?;
    let mut cargo = command::cargo();
    cargo.args(["build", "--release", "--package", "thumbindex-cli"]).env("THUMBINDEX_ASSETS", paths::assets());
    command::run(&mut cargo)?;
    println!("{}", paths::thumbindex().display());
    Ok(())
}
