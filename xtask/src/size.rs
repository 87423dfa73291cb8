//! `cargo xtask size`: what a page loads.

use anyhow::Result;

use crate::{command, page, paths};

pub(crate) fn run() -> Result<()> {
    if !paths::assets().join("thumbindex.wasm").is_file() {
        page::run()?;
    }
    command::run(command::node("xtask/size.mjs").arg(paths::assets()))
}
