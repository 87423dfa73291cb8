//! Embeds the page code: every file of the folder that `THUMBINDEX_ASSETS` names becomes an entry of
//! the table in `$OUT_DIR/assets.rs`. Without the variable the table is empty.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, process};

/// What the loader has exactly once, to be replaced by the names of a folder's files.
const PLACEHOLDER: &str = "\"__THUMBINDEX_FILES__\"";

fn main() {
    if let Err(reason) = run() {
        eprintln!("error: {reason}");
        process::exit(1);
    }
}

fn run() -> Result<(), String> {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-env-changed=THUMBINDEX_ASSETS");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo did not set OUT_DIR")?).join("assets.rs");
    let entries = match env::var_os("THUMBINDEX_ASSETS") {
        Some(folder) if !folder.is_empty() => entries(Path::new(&folder))?,
        _ => String::new(),
    };
    fs::write(&out, format!("&[\n{entries}]\n")).map_err(|error| format!("cannot write {}: {error}", out.display()))
}

fn entries(folder: &Path) -> Result<String, String> {
    let refused = |error: std::io::Error| format!("THUMBINDEX_ASSETS: cannot read {}: {error}", folder.display());
    let folder = folder.canonicalize().map_err(refused)?;
    println!("cargo:rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(&folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        let name = entry.file_name().into_string().map_err(|name| format!("{name:?} is not UTF-8"))?;
        if name.starts_with('.') {
            continue;
        }
        if !entry.path().is_file() {
            return Err(format!("{} is not a file; the assets folder is flat", entry.path().display()));
        }
        files.push((name, entry.path()));
    }
    files.sort();
    for needed in ["thumbindex.js", "thumbindex.wasm"] {
        if !files.iter().any(|(name, _)| name == needed) {
            return Err(format!("{} has no {needed}", folder.display()));
        }
    }
    let mut text = String::new();
    for (name, path) in files {
        println!("cargo:rerun-if-changed={}", path.display());
        if name == "thumbindex.js" {
            let loader = fs::read_to_string(&path).map_err(refused)?;
            let found = loader.matches(PLACEHOLDER).count();
            if found != 1 {
                return Err(format!("{} has {PLACEHOLDER} {found} times, not once", path.display()));
            }
        }
        let path = path.to_str().ok_or_else(|| format!("{} is not UTF-8", path.display()))?;
        let _ = writeln!(text, "    ({name:?}, include_bytes!({path:?})),");
    }
    Ok(text)
}
