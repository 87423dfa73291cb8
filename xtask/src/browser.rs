//! A Chromium to test with.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::command;

const NAMES: [&str; 4] = ["chromium", "google-chrome", "chromium-browser", "chrome"];

/// The browser that the machine has, or that could be installed.
pub(crate) fn find_or_install() -> Result<PathBuf> {
    if let Some(found) = find() {
        return Ok(found);
    }
    if is_root() && in_path("apt-get").is_some() {
        let mut update = command::command("apt-get");
        let mut install = command::command("apt-get");
        install
            .args(["install", "--yes", "--no-install-recommends", "chromium"])
            .env("DEBIAN_FRONTEND", "noninteractive");
        let installed = command::run(update.arg("update")).and_then(|()| command::run(&mut install)).is_ok();
        if let (true, Some(found)) = (installed, find()) {
            return Ok(found);
        }
    }
    let _ = command::run(command::tool("playwright-core").args(["install", "chromium"]));
    if let Some(found) = find() {
        return Ok(found);
    }
    bail!(
        "no Chromium here, and none could be installed. Install Chromium or Chrome and run this again, or name the \
         program: THUMBINDEX_CHROMIUM=/path/to/chrome cargo xtask test"
    )
}

fn find() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os("THUMBINDEX_CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    NAMES.iter().find_map(|name| in_path(name)).or_else(of_playwright)
}

fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|program| program.is_file())
}

/// What `playwright-core install chromium` brought.
fn of_playwright() -> Option<PathBuf> {
    let script = "import('playwright-core').then(p => process.stdout.write(p.chromium.executablePath()))";
    let output = command::command("node").args(["--input-type=module", "--eval", script]).output().ok()?;
    let program = PathBuf::from(String::from_utf8(output.stdout).ok()?);
    program.is_file().then_some(program)
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout.starts_with(b"0"))
}
