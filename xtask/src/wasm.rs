//! `cargo xtask wasm`: from the crate to a small module and its glue.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};

use crate::{command, paths, setup};

/// What every browser has that the page code runs in, so that wasm-opt may use it.
const FEATURES: [&str; 7] = [
    "--enable-bulk-memory",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-bulk-memory-opt",
];

pub(crate) fn run() -> Result<()> {
    build(&[], &paths::glue())?;
    let full = paths::full_glue();
    build(&["full"], &full)?;
    let site = paths::site_glue();
    build(&["sections"], &site)?;
    let large = paths::large_glue();
    build(&["sections", "large"], &large)?;
    let glue = |folder: &Path| fs::read(folder.join("glue.js"));
    for other in [full, site, large] {
        ensure!(
            glue(&paths::glue())? == glue(&other)?,
            "{} needs another glue than the module that pages load first",
            other.display()
        );
    }
    Ok(())
}

/// Builds the module with these cargo features into `folder`: glue.js, glue.d.ts, thumbindex.wasm.
pub(crate) fn build(features: &[&str], folder: &Path) -> Result<()> {
    setup::needed()?;
    let mut cargo = command::cargo();
    cargo.args(["build", "--package", "thumbindex", "--lib", "--profile", "wasm", "--no-default-features"]);
    cargo.args(["--target", "wasm32-unknown-unknown", "--features", &features.join(",")]);
    cargo.env("CARGO_ENCODED_RUSTFLAGS", remapped());
    command::run(&mut cargo)?;

    let compiled = paths::cargo_target().join("wasm32-unknown-unknown/wasm/thumbindex.wasm");
    let mut glue = command::cargo();
    glue.args(["run", "--quiet", "--package", "thumbindex-glue", "--"]).arg(&compiled).arg(folder);
    if features.contains(&"panics") {
        glue.arg("--keep-panics");
    }
    command::run(&mut glue)?;

    let raw = folder.join("glue.wasm");
    let mut optimise = command::tool("wasm-opt");
    // Found by a search over orders of passes, by size after brotli: half a percent below two rounds of -Oz. Functions of
    // some size stay apart, for merged ones compress worse. Low memory is the far end of the stack, which grows down to it.
    optimise
        .args(["--low-memory-unused", "--flatten", "--licm", "--rereloop", "--coalesce-locals-learning", "--vacuum"])
        .args(["--generate-global-effects", "-Oz", "--coalesce-locals-learning", "--monomorphize", "--merge-blocks"])
        .args(["-Oz", "--dce", "-Oz"])
        .args(["--one-caller-inline-max-function-size=10", "--always-inline-max-function-size=8"])
        .args(["--strip-debug", "--strip-producers", "--strip-target-features"])
        .args(FEATURES);
    command::run(optimise.arg(&raw).arg("-o").arg(folder.join("thumbindex.wasm")))?;
    fs::remove_file(&raw).with_context(|| format!("cannot remove {}", raw.display()))
}

/// Where the compiler's own files are.
fn sysroot() -> Option<String> {
    let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let printed = std::process::Command::new(rustc).args(["--print", "sysroot"]).output().ok()?;
    Some(String::from_utf8(printed.stdout).ok()?.trim().to_owned())
}

/// Panic messages name source files: they must not say whose machine made the module.
fn remapped() -> String {
    let home =
        std::env::var_os("CARGO_HOME").map(Into::into).or_else(|| std::env::home_dir().map(|home| home.join(".cargo")));
    let mut flags = vec![format!("--remap-path-prefix={}=thumbindex", paths::root().display())];
    // The standard library's own files are here where its sources are installed.
    if let Some(sysroot) = sysroot() {
        flags.push(format!("--remap-path-prefix={sysroot}/lib/rustlib/src/rust=rust"));
    }
    if let Some(home) = home {
        flags.push(format!("--remap-path-prefix={}=cargo", home.display()));
    }
    flags.join("\u{1f}")
}
