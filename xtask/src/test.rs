//! `cargo xtask test`: every test, to the end, and one line of counts.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail, ensure};

use crate::{browser, build, command, demo, page, paths, setup, size, tidy, wasm};

/// A named step; what it counts is added to the tally, and a step that counts nothing counts as one.
type Step = (&'static str, fn(&mut Tally) -> Result<()>);

const STEPS: &[Step] = &[
    ("setup", |_| setup::needed()),
    ("tidy", |_| tidy::run()),
    ("fmt", |_| command::run(command::cargo().args(["fmt", "--all", "--check"]))),
    ("clippy", |_| clippy(&["--workspace", "--all-targets"])),
    ("clippy-features", |_| clippy(&["--package", "thumbindex", "--all-targets", "--features", "build,embed"])),
    ("clippy-wasm", |_| clippy(&["--package", "thumbindex", "--lib", "--target", "wasm32-unknown-unknown"])),
    ("clippy-wasm-lean", |_| {
        clippy(&["--package", "thumbindex", "--lib", "--target", "wasm32-unknown-unknown", "--no-default-features"])
    }),
    ("clippy-wasm-panics", |_| {
        clippy(&["--package", "thumbindex", "--lib", "--target", "wasm32-unknown-unknown", "--features", "panics,trap"])
    }),
    ("rust", |tally| counted(tally, cargo_test(&["--workspace"]))),
    ("rust-reader", |tally| counted(tally, cargo_test(&["--package", "thumbindex-engine", "--no-default-features"]))),
    ("rust-embedded", |tally| counted(tally, cargo_test(&["--package", "thumbindex", "--features", "build,embed"]))),
    ("build", |_| build::run()),
    ("size", |_| size::not_grown()),
    ("types", |_| {
        ["www", "tests/types"]
            .iter()
            .try_for_each(|project| command::run(command::tool("tsc").args(["--project", project])))
    }),
    ("fixtures", |_| fixtures()),
    ("types-shipped", |_| command::run(command::tool("tsc").args(["--project", "tests/client-types"]))),
    ("node", |tally| counted(tally, node_test("tests/answers", &[]))),
    ("browser", |tally| {
        let browsers = [("THUMBINDEX_CHROMIUM", browser::chromium()?), ("THUMBINDEX_FIREFOX", browser::firefox()?)];
        counted(tally, node_test("tests/browser", &browsers))
    }),
];

#[derive(Default)]
struct Tally {
    passed: u64,
    failed: u64,
}

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let only = match arguments {
        [] => None,
        [flag, word] if flag == "--only" => Some(word.as_str()),
        _ => bail!("test knows --only WORD alone"),
    };
    let mut tally = Tally::default();
    let mut failures = Vec::new();
    for (name, step) in STEPS.iter().filter(|(name, _)| only.is_none_or(|word| name.contains(word))) {
        eprintln!("\n== {name}");
        let before = tally.passed + tally.failed;
        let failed_before = tally.failed;
        let done = step(&mut tally);
        match &done {
            Ok(()) if tally.passed + tally.failed == before => tally.passed += 1,
            // A step that broke without a test that failed counts itself.
            Err(_) if tally.failed == failed_before => tally.failed += 1,
            _ => {}
        }
        if let Err(failure) = done {
            eprintln!("{name} failed: {failure:#}");
            failures.push(*name);
        }
    }
    if !failures.is_empty() {
        println!("\nfailed steps: {}", failures.join(", "));
    }
    println!("\n{} passed, {} failed", tally.passed, tally.failed);
    if !failures.is_empty() {
        // Not by an error: the counts are to be the last line.
        std::process::exit(1);
    }
    Ok(())
}

fn clippy(what: &[&str]) -> Result<()> {
    command::run(command::cargo().arg("clippy").arg("--quiet").args(what).args(["--", "--deny", "warnings"]))
}

fn cargo_test(what: &[&str]) -> Command {
    let mut cargo = command::cargo();
    cargo.args(["test", "--no-fail-fast"]).args(what);
    cargo
}

fn node_test(folder: &str, browsers: &[(&str, PathBuf)]) -> Command {
    let mut node = command::command("node");
    node.args(["--test", "--test-reporter=spec", "--test-concurrency=1", "--test-timeout=90000"]);
    let mut files: Vec<PathBuf> = fs::read_dir(paths::root().join(folder))
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    node.args(files).env("THUMBINDEX_TARGET", paths::cargo_target());
    node.envs(browsers.iter().map(|(variable, program)| (variable, program)));
    node
}

/// What the tests of the page look at: the default corpus as a folder for any page, as a site and as one file, and a module
/// that traps when told to and that carries an index, the full module.
fn fixtures() -> Result<()> {
    demo::write(&paths::corpus(), &paths::fixture())?;
    demo::write_site(&paths::corpus(), &paths::demo())?;
    let glue = paths::root().join("target/thumbindex-trap");
    wasm::build(&["trap", "embed", "full"], &glue)?;
    page::bundle(&glue, &glue, &glue.join("assets"))?;
    command::run(command::cargo().args(["build", "--release", "--package", "thumbindex", "--example", "answers"]))
}

/// Runs a test runner, shows what it prints and adds its counts.
fn counted(tally: &mut Tally, mut command: Command) -> Result<()> {
    let text = command::shown(&command);
    eprintln!("$ {text}");
    let mut child = command.stdout(Stdio::piped()).spawn().with_context(|| format!("cannot start {text}"))?;
    let output = child.stdout.take().context("the runner has no output")?;
    for line in BufReader::new(output).lines() {
        let line = line?;
        println!("{line}");
        if let Some((passed, failed)) = counts(&line) {
            tally.passed += passed;
            tally.failed += failed;
        }
    }
    let status = child.wait()?;
    ensure!(status.success(), "{text}: {status}");
    Ok(())
}

/// Reads the closing lines of cargo's and of Node's test runner.
fn counts(line: &str) -> Option<(u64, u64)> {
    let number = |text: &str| text.trim().parse().ok();
    if let Some(rest) = line.strip_prefix("test result: ") {
        let mut parts = rest.split_once(". ")?.1.split("; ");
        let passed = number(parts.next()?.strip_suffix(" passed")?)?;
        return Some((passed, number(parts.next()?.strip_suffix(" failed")?)?));
    }
    let rest = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# "))?;
    match rest.split_once(' ')? {
        ("pass", count) => Some((number(count)?, 0)),
        ("fail" | "cancelled", count) => Some((0, number(count)?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::counts;

    #[test]
    fn closing_lines_are_read() {
        let line = "test result: FAILED. 12 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.01s";
        assert_eq!(counts(line), Some((12, 3)));
        assert_eq!(counts("ℹ pass 7"), Some((7, 0)));
        assert_eq!(counts("# fail 2"), Some((0, 2)));
        assert_eq!(counts("ℹ duration_ms 91.2"), None);
        assert_eq!(counts("running 3 tests"), None);
    }
}
