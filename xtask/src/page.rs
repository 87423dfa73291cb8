//! `cargo xtask page`: the page code, bundled, beside the module.

use std::path::Path;

use anyhow::Result;

use crate::{command, paths, wasm};

pub(crate) fn run() -> Result<()> {
    wasm::run()?;
    bundle(&paths::glue(), &paths::full_glue(), &paths::assets())
}

/// Bundles www/ with the modules in `glue` and `full` into `folder`.
pub(crate) fn bundle(glue: &Path, full: &Path, folder: &Path) -> Result<()> {
    command::run(
        command::node("xtask/page.mjs")
            .arg(glue)
            .arg(full)
            .arg(folder)
            .arg(paths::site_glue())
            .arg(paths::large_glue()),
    )
}
