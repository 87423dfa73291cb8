//! `cargo xtask screenshot`: the picture that the front page shows.

use anyhow::Result;

use crate::{browser, command, demo, paths};

pub(crate) fn run() -> Result<()> {
    let browser = browser::chromium()?;
    demo::run(&["--no-serve".to_owned()])?;
    let mut node = command::node("tests/browser/screenshots.mjs");
    node.arg(paths::demo()).arg(paths::root().join("docs/screenshot.png"));
    command::run(node.env("THUMBINDEX_CHROMIUM", browser))
}
