//! `cargo xtask size`: what a page loads.

use anyhow::Result;

use crate::{command, page, paths};

/// Fails over the budget.
pub(crate) fn run() -> Result<()> {
    measure(&[])
}

/// Fails where something has grown since the best that was reached: what every change has to pass.
pub(crate) fn not_grown() -> Result<()> {
    measure(&["--reached"])
}

fn measure(mode: &[&str]) -> Result<()> {
    if !paths::assets().join("thumbindex.wasm").is_file() {
        page::run()?;
    }
    command::run(command::node("xtask/size.mjs").arg(paths::assets()).args(mode))
}
