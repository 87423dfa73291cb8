//! With the feature `embed`: corpus in, index out, for `src/embedded.rs` to include. Without it:
//! nothing.

fn main() {
    // Without this line cargo would run the script at any change in the package.
    println!("cargo:rerun-if-changed=build.rs");
    #[cfg(feature = "embed")]
    if let Err(failure) = embed::run() {
        eprintln!("error: {failure}");
        std::process::exit(1);
    }
}

#[cfg(feature = "embed")]
mod embed {
    use std::env;
    use std::error::Error;
    use std::fs::{self, File};
    use std::path::PathBuf;

    use thumbindex_engine::build::{BuildOptions, Builder};
    use thumbindex_ingest::{FieldMap, Ingest, Limits};

    /// The corpus unless `THUMBINDEX_CORPUS` names another.
    const DEFAULT: &str = "corpus/papers.jsonl";

    pub(super) fn run() -> Result<(), Box<dyn Error>> {
        println!("cargo:rerun-if-env-changed=THUMBINDEX_CORPUS");
        let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").ok_or("cargo did not set CARGO_MANIFEST_DIR")?);
        let corpus = here.join(env::var_os("THUMBINDEX_CORPUS").unwrap_or_else(|| DEFAULT.into()));
        println!("cargo:rerun-if-changed={}", corpus.display());

        let file = File::open(&corpus).map_err(|error| format!("cannot read {}: {error}", corpus.display()))?;
        let mut builder = Builder::new(BuildOptions::default());
        let mut ingest = Ingest::new(FieldMap::default(), Limits::default());
        let name = corpus.to_string_lossy();
        // A record that cannot be used is told and left out, as `thumbindex build` does.
        let warn = |problem: thumbindex_ingest::Problem| println!("cargo:warning={problem}");
        ingest.file(&name, file, |document| builder.add(document), warn)?;
        let index = builder.finish(&|_, _, _| {})?;

        let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo did not set OUT_DIR")?).join("index.tix");
        fs::write(&out, &index.bytes).map_err(|error| format!("cannot write {}: {error}", out.display()))?;
        Ok(())
    }
}
