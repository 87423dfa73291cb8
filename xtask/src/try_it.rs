//! `cargo xtask try`: the page that shows every state of the box, over the default corpus.

use std::fs;

use anyhow::{Context as _, Result};

use crate::{build, command, demo, paths};

pub(crate) fn run() -> Result<()> {
    build::run()?;
    let folder = paths::root().join("target/try");
    demo::write(&paths::corpus(), &folder.join("search"))?;
    let pages = paths::root().join("docs/try");
    for entry in fs::read_dir(&pages).with_context(|| format!("cannot read {}", pages.display()))? {
        let file = entry?.path();
        let name = file.file_name().unwrap_or_default();
        fs::copy(&file, folder.join(name)).with_context(|| format!("cannot copy {}", file.display()))?;
    }
    command::run(command::command(paths::thumbindex()).arg("serve").arg(&folder).args(["--port", "0"]))
}
