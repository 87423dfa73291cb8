//! The browsers to test with: a Chromium and a Firefox.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::command;

/// A browser that the tests drive.
struct Browser {
    /// What it is called in messages.
    name: &'static str,
    /// Names that its program goes by; the first is also that of its Debian package.
    programs: &'static [&'static str],
    /// Names the program where it is none of these.
    variable: &'static str,
}

const CHROMIUM: Browser = Browser {
    name: "Chromium",
    programs: &["chromium", "google-chrome", "chromium-browser", "chrome"],
    variable: "THUMBINDEX_CHROMIUM",
};
const FIREFOX: Browser =
    Browser { name: "Firefox", programs: &["firefox-esr", "firefox"], variable: "THUMBINDEX_FIREFOX" };

/// The Chromium that the machine has, or that could be installed.
pub(crate) fn chromium() -> Result<PathBuf> {
    if let Some(found) = CHROMIUM.find().or_else(of_playwright).or_else(|| CHROMIUM.install()) {
        return Ok(found);
    }
    let _ = command::run(command::tool("playwright-core").args(["install", "chromium"]));
    of_playwright().map_or_else(|| CHROMIUM.missing(), Ok)
}

/// The Firefox that the machine has, or that could be installed.
pub(crate) fn firefox() -> Result<PathBuf> {
    FIREFOX.find().or_else(|| FIREFOX.install()).map_or_else(|| FIREFOX.missing(), Ok)
}

impl Browser {
    fn find(&self) -> Option<PathBuf> {
        if let Some(named) = std::env::var_os(self.variable) {
            return Some(PathBuf::from(named));
        }
        self.programs.iter().find_map(|name| in_path(name))
    }

    /// Where packages are apt's and we may install them.
    fn install(&self) -> Option<PathBuf> {
        let [package, ..] = self.programs else { return None };
        if !is_root() || in_path("apt-get").is_none() {
            return None;
        }
        let mut update = command::command("apt-get");
        let mut install = command::command("apt-get");
        install.args(["install", "--yes", "--no-install-recommends", package]).env("DEBIAN_FRONTEND", "noninteractive");
        command::run(update.arg("update")).and_then(|()| command::run(&mut install)).ok()?;
        self.find()
    }

    fn missing(&self) -> Result<PathBuf> {
        let Self { name, variable, programs } = self;
        bail!(
            "no {name} here, and none could be installed. Install it (Debian: apt-get install {}) and run this again, or \
             name the program: {variable}=/path/to/it cargo xtask test",
            programs.first().unwrap_or(name)
        )
    }
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
