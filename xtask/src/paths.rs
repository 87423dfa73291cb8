//! Where things are.

use std::path::{Path, PathBuf};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here)
}

/// Where cargo puts what it builds.
pub(crate) fn cargo_target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}

/// The finished command.
pub(crate) fn thumbindex() -> PathBuf {
    cargo_target().join("release").join(format!("thumbindex{}", std::env::consts::EXE_SUFFIX))
}

/// The module and its glue. package.json names this folder too.
pub(crate) fn glue() -> PathBuf {
    root().join("target/thumbindex-glue")
}

/// The module that knows all operators, and its glue, which is the same.
pub(crate) fn full_glue() -> PathBuf {
    root().join("target/thumbindex-full")
}

/// The module that the pages of a site load first, and its glue, which is the same.
pub(crate) fn site_glue() -> PathBuf {
    root().join("target/thumbindex-site")
}

/// The module that pages over an index in blocks load first, and its glue, which is the same.
pub(crate) fn large_glue() -> PathBuf {
    root().join("target/thumbindex-large")
}

/// The bundled page code that the command carries.
pub(crate) fn assets() -> PathBuf {
    root().join("target/thumbindex-assets")
}

/// The default corpus.
pub(crate) fn corpus() -> PathBuf {
    root().join("corpus/papers.jsonl")
}

/// The folder that `demo` writes unless told otherwise.
pub(crate) fn demo() -> PathBuf {
    root().join("target/demo")
}

/// The index of the default corpus for any page, which tests put their own pages beside.
pub(crate) fn fixture() -> PathBuf {
    root().join("target/thumbindex-tests/demo")
}
