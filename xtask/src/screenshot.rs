//! `cargo xtask screenshot`: the pictures that the docs show.

use anyhow::Result;

use crate::{browser, build, command, demo, paths};

pub(crate) fn run() -> Result<()> {
    let browser = browser::chromium()?;
    build::run()?;
    demo::write(&paths::corpus(), &paths::fixture())?;
    let mut node = command::node("tests/browser/screenshots.mjs");
    node.arg(paths::fixture()).arg(paths::root().join("docs/screenshot.png"));
    command::run(node.env("THUMBINDEX_CHROMIUM", &browser))?;
    demo::write_site(&paths::corpus(), &paths::demo())?;
    let mut node = command::node("tests/browser/site-screenshots.mjs");
    node.arg(paths::root().join("docs/site.png"));
    command::run(node.env("THUMBINDEX_CHROMIUM", browser))
}
