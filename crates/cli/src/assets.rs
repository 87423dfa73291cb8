//! The page code that this binary carries, and the files it becomes beside an index.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

use crate::failure::Failure;
use crate::folder::manifest::{MANIFEST, is_plain_name};
use crate::folder::shape::Shape;
use crate::hash::hash16;

/// A named file of page code.
pub(crate) type Asset = (&'static str, &'static [u8]);

/// The embedded files by name; empty in a binary that was built without page code.
pub(crate) static EMBEDDED: &[Asset] = include!(concat!(env!("OUT_DIR"), "/assets.rs"));

/// The script that a page names.
pub(crate) const LOADER: &str = "thumbindex.js";
/// The module, before its name gets its hash.
const MODULE: &str = "thumbindex.wasm";
/// How the name of the full module starts, which is fetched when a query has operators.
pub(crate) const FULL: &str = "full-";
/// How the name of the user interface's code starts.
pub(crate) const UI: &str = "ui-";
/// The script of a page that is one file; no file of a folder.
pub(crate) const SINGLE: &str = "single.js";
/// Stands in the loader where the names of the files go.
const PLACEHOLDER: &[u8] = b"\"__THUMBINDEX_FILES__\"";

/// The module that the pages of a site load first.
const SITE_MODULE: &str = "site.wasm";

/// The script that takes over the search boxes of a site's theme.
const ADOPT: &str = "adopt.js";

/// The module that pages over an index in blocks load first.
const LARGE_MODULE: &str = "large.wasm";

/// The page code for a site, or for a collection of documents, and for the shape of its index: each has a module of its own. Pages in several
/// `editions` take the full one from the start.
pub(crate) fn of_kind(assets: &[Asset], site: bool, shape: Shape, editions: bool) -> Vec<Asset> {
    let has = |wanted: &str| assets.iter().any(|(name, _)| *name == wanted);
    let full = assets.iter().find(|(name, _)| name.starts_with(FULL)).filter(|_| editions);
    let module = match shape {
        _ if full.is_some() => MODULE,
        Shape::Large if has(LARGE_MODULE) => LARGE_MODULE,
        _ if site && has(SITE_MODULE) => SITE_MODULE,
        _ => MODULE,
    };
    let left_out = |name: &str| name != module && [MODULE, SITE_MODULE, LARGE_MODULE].contains(&name);
    let kept = assets.iter().filter(|(name, _)| !left_out(name) && (site || *name != ADOPT));
    kept.map(|&(name, bytes)| match full {
        Some(full) if name == MODULE => (MODULE, full.1),
        _ => (if name == module { MODULE } else { name }, bytes),
    })
    .collect()
}

/// Files to write, by name.
pub(crate) type Files = BTreeMap<String, Cow<'static, [u8]>>;

/// The page code's files beside an index.
#[derive(Debug, Default)]
pub(crate) struct PageCode {
    /// All files; empty without page code.
    pub(crate) files: Files,
    /// The module's name, if there is page code.
    pub(crate) wasm: Option<String>,
}

/// What the loader is told of the folder that it is in.
#[derive(Clone, Copy, Debug, Serialize)]
pub(crate) struct Names<'a> {
    /// The index file.
    pub(crate) index: &'a str,
    /// Its length: whether a worker is worth it.
    pub(crate) bytes: usize,
    /// Whether it has blocks beside it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) blocks: bool,
    /// Whether its pages are in several versions or languages, and the module that the loader names is the full one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) editions: bool,
}

/// Turns `assets` into the files that go beside the files that `names` has.
pub(crate) fn page_code(assets: &[Asset], names: Names) -> Result<PageCode, Failure> {
    #[derive(Serialize)]
    struct All<'a> {
        #[serde(flatten)]
        names: Names<'a>,
        wasm: &'a str,
    }
    if assets.is_empty() {
        return Ok(PageCode::default());
    }
    let named = |wanted| assets.iter().find(|(name, _)| *name == wanted).map(|(_, bytes)| *bytes);
    let module = named(MODULE).ok_or_else(|| broken("it has no module"))?;
    let wasm = format!("thumbindex-{}.wasm", hash16(module));
    let names = serde_json::to_vec(&All { names, wasm: &wasm }).map_err(|_| broken("its names"))?;
    let loader = fill(named(LOADER).ok_or_else(|| broken("it has no loader"))?, &names)?;

    let mut files = Files::new();
    for (name, bytes) in assets {
        if !is_plain_name(name) || *name == MANIFEST || name.ends_with(".tix") {
            return Err(broken(&format!("it has a file {name:?}")));
        }
        match *name {
            LOADER | MODULE | SINGLE => {}
            name => _ = files.insert(name.to_string(), Cow::Borrowed(*bytes)),
        }
    }
    files.insert(LOADER.to_string(), Cow::Owned(loader));
    files.insert(wasm.clone(), Cow::Borrowed(module));
    Ok(PageCode { files, wasm: Some(wasm) })
}

/// Replaces the one placeholder by `names`; all other bytes stay as they are.
fn fill(loader: &[u8], names: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut places = loader.windows(PLACEHOLDER.len()).enumerate().filter(|(_, window)| *window == PLACEHOLDER);
    let (Some((at, _)), None) = (places.next(), places.next()) else {
        return Err(broken("its loader does not have the placeholder exactly once"));
    };
    Ok([&loader[..at], names, &loader[at + PLACEHOLDER.len()..]].concat())
}

fn broken(reason: &str) -> Failure {
    let cause = format!("the page code in this binary is unusable: {reason}");
    Failure::new("page-code", cause, "build the binary with `cargo xtask build`")
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASSETS: &[Asset] = &[
        ("index.html", b"<!doctype html>"),
        ("thumbindex.js", b"const f = \"__THUMBINDEX_FILES__\"; // \xff"),
        ("thumbindex.wasm", b"\0asm"),
        ("single.js", b"single"),
        ("worker-12ab.js", b"worker"),
    ];
    const NAMES: Names = Names { index: "index-00.tix", bytes: 9, blocks: false, editions: false };

    #[test]
    fn names_go_into_the_loader_and_hashes_into_names() {
        let code = page_code(ASSETS, NAMES).unwrap();
        let wasm = format!("thumbindex-{}.wasm", hash16(b"\0asm"));
        assert_eq!(code.wasm.as_deref(), Some(wasm.as_str()));
        let expected = format!("const f = {{\"index\":\"index-00.tix\",\"bytes\":9,\"wasm\":\"{wasm}\"}}; // ");
        assert_eq!(code.files["thumbindex.js"].as_ref(), [expected.as_bytes(), b"\xff"].concat());
        let names: Vec<&str> = code.files.keys().map(String::as_str).collect();
        assert_eq!(names, ["index.html", &wasm, "thumbindex.js", "worker-12ab.js"]);
    }

    #[test]
    fn sites_have_a_module_of_their_own() {
        let all = [ASSETS, &[("large.wasm", b"large".as_slice()), ("site.wasm", b"site")]].concat();
        let of_kind = |assets: &[Asset], site: bool| super::of_kind(assets, site, Shape::Small, false);
        let module = |assets: &[Asset]| assets.iter().find(|asset| asset.0 == MODULE).unwrap().1;
        assert_eq!(module(&of_kind(&all, true)), b"site");
        assert_eq!(module(&of_kind(&all, false)), b"\0asm");
        assert_eq!(of_kind(&all, true).len(), ASSETS.len());
        assert_eq!(of_kind(&all, false), ASSETS);
        assert_eq!(of_kind(ASSETS, true), ASSETS);
        for site in [false, true] {
            let large = super::of_kind(&all, site, Shape::Large, false);
            assert_eq!((module(&large), large.len()), (b"large".as_slice(), ASSETS.len()));
            // Editions take the full one, which is there under its own name as well.
            let full = [all.as_slice(), &[("full-00.wasm", b"full".as_slice())]].concat();
            let editions = super::of_kind(&full, site, Shape::Large, true);
            assert_eq!((module(&editions), editions.len()), (b"full".as_slice(), ASSETS.len() + 1));
        }
    }

    #[test]
    fn no_assets_no_files() {
        let code = page_code(&[], NAMES).unwrap();
        assert!(code.files.is_empty() && code.wasm.is_none());
    }

    #[test]
    fn unusable_assets_are_refused() {
        let with = |loader: &'static [u8]| [("thumbindex.js", loader), ("thumbindex.wasm", b"\0asm".as_slice())];
        for loader in [b"".as_slice(), b"\"__THUMBINDEX_FILES__\" \"__THUMBINDEX_FILES__\"", b"__THUMBINDEX_FILES__"] {
            assert_eq!(page_code(&with(loader), NAMES).unwrap_err().code, "page-code");
        }
        assert_eq!(page_code(&ASSETS[..2], NAMES).unwrap_err().code, "page-code");
        let hostile = [ASSETS, &[("../x.js", b"".as_slice())]].concat();
        assert_eq!(page_code(&hostile, NAMES).unwrap_err().code, "page-code");
    }
}
