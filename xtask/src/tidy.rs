//! `cargo xtask tidy`: the rules of the source that no compiler checks.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};

use crate::paths;

/// Longer files are to be cut.
const LONGEST_FILE: usize = 600;

/// Who may depend on whom inside the workspace.
const ARROWS: &[(&str, &[&str])] = &[
    ("crates/engine", &[]),
    ("crates/ingest", &["thumbindex-engine"]),
    ("crates/cli", &["thumbindex-engine", "thumbindex-ingest"]),
    (".", &["thumbindex-engine", "thumbindex-ingest"]),
    ("xtask", &[]),
    ("xtask/glue", &[]),
];

/// What the engine must not know of.
const NOT_IN_THE_ENGINE: [&str; 7] =
    ["std::fs", "std::net", "std::time", "std::process", "wasm_bindgen", "js_sys", "web_sys"];

/// What only one file of the page code may use, or none.
const PAGE_RULES: &[(&str, &[&str])] = &[
    ("fetch(", &["loader.js", "offline.js"]),
    ("XMLHttpRequest", &[]),
    ("sendBeacon", &[]),
    ("WebSocket", &[]),
    ("createElement", &["nodes.js"]),
    ("createTextNode", &["nodes.js"]),
    ("cloneNode", &[]),
    ("innerHTML", &[]),
    ("outerHTML", &[]),
    ("insertAdjacentHTML", &[]),
    ("setHTML", &[]),
    ("DOMParser", &[]),
    ("createContextualFragment", &[]),
    ("document.write", &[]),
    ("eval(", &[]),
    ("new Function", &[]),
    (".style", &[]),
    ("cssText", &[]),
    ("\"style\"", &[]),
    ("style=", &[]),
    ("<style", &[]),
    ("localStorage", &["recent.js"]),
    ("document.cookie", &[]),
];

/// Which modules of the page code may import nodes.js: the box, what is shown of an answer and of a document.
const MAKE_NODES: [&str; 7] =
    ["adopt.js", "element.js", "results.js", "details.js", "editions.js", "pieces.js", "facets.js"];

pub(crate) fn run() -> Result<()> {
    let mut faults = String::new();
    arrows(&mut faults)?;
    engine(&mut faults)?;
    page(&mut faults)?;
    lengths(&mut faults)?;
    if faults.is_empty() {
        println!("tidy");
        return Ok(());
    }
    bail!("not tidy:\n{faults}")
}

fn arrows(faults: &mut String) -> Result<()> {
    for (folder, allowed) in ARROWS {
        let path = paths::root().join(folder).join("Cargo.toml");
        let manifest = read(&path)?;
        for dependency in dependencies(&manifest) {
            let foreign = dependency.starts_with("thumbindex") && !allowed.contains(&dependency);
            let of_the_web = ["wasm-bindgen", "js-sys", "web-sys", "serde-wasm-bindgen"].contains(&dependency);
            if foreign || (of_the_web && *folder != ".") {
                writeln!(faults, "{}: must not depend on {dependency}", shown(&path))?;
            }
        }
        // The root manifest has the lints themselves; every package must take them.
        if !manifest.contains("[lints]\nworkspace = true") {
            writeln!(faults, "{}: does not take the workspace's lints", shown(&path))?;
        }
    }
    let root = read(&paths::root().join("Cargo.toml"))?;
    for lint in ["unsafe_code = \"forbid\"", "missing_docs = \"deny\""] {
        if !root.contains(lint) {
            writeln!(faults, "Cargo.toml: lacks {lint}")?;
        }
    }
    Ok(())
}

/// Names in the dependency tables of a manifest, but for `[workspace.dependencies]` and tests.
fn dependencies(manifest: &str) -> Vec<&str> {
    let mut names = Vec::new();
    let mut inside = false;
    for line in manifest.lines() {
        if let Some(table) = line.strip_prefix('[') {
            inside = table.contains("dependencies]") && !table.contains("dev-") && !table.starts_with("workspace");
        } else if let (true, false, Some((name, _))) = (inside, line.starts_with('#'), line.split_once('=')) {
            names.push(name.trim().trim_end_matches(".workspace"));
        }
    }
    names
}

fn engine(faults: &mut String) -> Result<()> {
    for path in files("crates/engine/src", &["rs"])? {
        for (number, line) in code(&read(&path)?) {
            for word in NOT_IN_THE_ENGINE.iter().filter(|word| line.contains(**word)) {
                writeln!(faults, "{}:{number}: the engine must not use {word}", shown(&path))?;
            }
        }
    }
    Ok(())
}

fn page(faults: &mut String) -> Result<()> {
    for path in files("www", &["js", "html"])? {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for (number, line) in code(&read(&path)?) {
            for (word, allowed) in PAGE_RULES {
                if line.contains(word) && !allowed.contains(&name.as_str()) {
                    writeln!(faults, "{}:{number}: {word} is not for this file", shown(&path))?;
                }
            }
            if line.contains("from \"./nodes.js\"") && !MAKE_NODES.contains(&name.as_str()) {
                writeln!(faults, "{}:{number}: nodes are made elsewhere", shown(&path))?;
            }
            if name.ends_with(".html") && (line.contains(" on") && line.contains("=\"") && has_handler(&line)) {
                writeln!(faults, "{}:{number}: an inline handler", shown(&path))?;
            }
        }
    }
    Ok(())
}

/// Whether a line of HTML has an attribute such as `onclick=`.
fn has_handler(line: &str) -> bool {
    line.split_whitespace().any(|word| word.starts_with("on") && word.contains("=\""))
}

fn lengths(faults: &mut String) -> Result<()> {
    for folder in ["src", "crates", "www", "xtask", "tests", "bench", "examples"] {
        for path in files(folder, &["rs", "js", "mjs", "css", "html"])? {
            let lines = read(&path)?.lines().count();
            if lines > LONGEST_FILE {
                writeln!(faults, "{}: {lines} lines, {LONGEST_FILE} are enough", shown(&path))?;
            }
        }
    }
    Ok(())
}

/// The lines of a file that are no comments, with their numbers.
fn code(text: &str) -> Vec<(usize, String)> {
    text.lines()
        .enumerate()
        .map(|(number, line)| (number + 1, line.trim_start()))
        .filter(|(_, line)| !["//", "/*", "* ", "*/"].iter().any(|start| line.starts_with(start)))
        .map(|(number, line)| (number, line.split("// ").next().unwrap_or_default().to_owned()))
        .collect()
}

/// All files below a folder with one of these endings; none when there is no such folder.
fn files(folder: &str, endings: &[&str]) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![paths::root().join(folder)];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry?.path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() && !["target", "node_modules", "corpus"].contains(&name.as_ref()) {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| endings.iter().any(|wanted| ending == *wanted)) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("cannot read {}", shown(path)))
}

fn shown(path: &Path) -> String {
    path.strip_prefix(paths::root()).unwrap_or(path).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dependency_tables_are_read() {
        let manifest = "[package]\nname = \"x\"\n[dependencies]\na = \"1\"\nb.workspace = true\n# c = 1\n\
                        [dev-dependencies]\nd = \"1\"\n[target.'cfg(unix)'.dependencies]\ne = \"1\"\n[workspace.dependencies]\nf = \"1\"\n";
        assert_eq!(dependencies(manifest), ["a", "b", "e"]);
    }

    #[test]
    fn comments_are_no_code() {
        assert_eq!(code("// fetch(\nlet a; // fetch(\n"), [(2, "let a; ".to_owned())]);
    }

    #[test]
    fn handlers_are_found() {
        assert!(has_handler("<p onclick=\"x()\">"));
        assert!(!has_handler("<p class=\"on top\">"));
    }
}
