//! `cargo xtask setup`: what the other tasks need and a new machine lacks.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{browser, command, paths};

const TARGET: &str = "wasm32-unknown-unknown";

pub(crate) fn run() -> Result<()> {
    needed()?;
    for browser in [browser::chromium()?, browser::firefox()?] {
        println!("browser: {}", browser.display());
    }
    Ok(())
}

/// The wasm target and the packages; quick when they are there.
pub(crate) fn needed() -> Result<()> {
    let sysroot = Command::new("rustc").args(["--print", "sysroot"]).output().context("cannot start rustc")?;
    let sysroot = String::from_utf8_lossy(&sysroot.stdout).trim().to_owned();
    if !Path::new(&sysroot).join("lib/rustlib").join(TARGET).is_dir() {
        command::run(command::command("rustup").args(["target", "add", TARGET]))
            .with_context(|| format!("the target {TARGET} is needed: rustup target add {TARGET}"))?;
    }
    if packages_are_stale() {
        command::run(command::command("npm").args(["ci", "--no-audit", "--no-fund"]))
            .context("Node.js 20 or newer with npm is needed")?;
    }
    Ok(())
}

/// npm writes down what it installed; a lock file that is newer wants another installation.
fn packages_are_stale() -> bool {
    let modified = |path: &str| fs::metadata(paths::root().join(path)).and_then(|file| file.modified());
    match (modified("package-lock.json"), modified("node_modules/.package-lock.json")) {
        (Ok(wanted), Ok(installed)) => wanted > installed,
        _ => true,
    }
}
