//! Whose search box a page has: which generator wrote it.
//!
//! `www/adopt.json` says how each generator's pages and boxes are known; the page's script reads the same file.

use std::fs;
use std::sync::OnceLock;

use serde::Deserialize;

use super::walk::File;
use crate::failure::Failure;

/// Bytes of a page in which its generator has left its mark.
const HEAD: usize = 64 * 1024;

/// A generator whose box can be taken over, or the one that each page shows to be of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Adopt {
    Auto,
    Mdbook,
    Material,
    Sphinx,
    Docusaurus,
    Vitepress,
    Starlight,
    Rustdoc,
    Doxygen,
}

#[derive(Debug, Deserialize)]
struct Theme {
    name: String,
    marks: Vec<String>,
}

fn themes() -> &'static [Theme] {
    static THEMES: OnceLock<Vec<Theme>> = OnceLock::new();
    THEMES.get_or_init(|| serde_json::from_str(include_str!("../../../../www/adopt.json")).unwrap_or_default())
}

impl Adopt {
    /// The generator whose box a page has; None where none is known.
    pub(crate) fn theme(self, page: &[u8]) -> Option<&'static str> {
        let named = |name: &str| themes().iter().find(|theme| theme.name == name).map(|theme| theme.name.as_str());
        match self {
            Adopt::Auto => {
                let head = page.get(..HEAD).unwrap_or(page);
                let tail = page.get(page.len().saturating_sub(HEAD)..).unwrap_or(page);
                let has = |mark: &String| {
                    [head, tail].iter().any(|part| part.windows(mark.len()).any(|window| window == mark.as_bytes()))
                };
                themes().iter().find(|theme| theme.marks.iter().any(has)).map(|theme| theme.name.as_str())
            }
            Adopt::Mdbook => named("mdbook"),
            Adopt::Material => named("material"),
            Adopt::Sphinx => named("sphinx"),
            Adopt::Docusaurus => named("docusaurus"),
            Adopt::Vitepress => named("vitepress"),
            Adopt::Starlight => named("starlight"),
            Adopt::Rustdoc => named("rustdoc"),
            Adopt::Doxygen => named("doxygen"),
        }
    }

    /// Refuses a site on which nothing is known that could be taken over.
    pub(crate) fn check(self, files: &[File]) -> Result<(), Failure> {
        for file in files {
            let bytes = fs::read(&file.path).map_err(|error| Failure::io("read", &file.path, &error))?;
            if self.theme(&bytes).is_some() {
                return Ok(());
            }
        }
        let cause = "no page shows a generator whose search box is known";
        let fix = "name it, as in --adopt sphinx, or put a box of its own on every page with --inject";
        Err(Failure::new("unknown-generator", cause, fix))
    }
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    use super::*;

    #[test]
    fn every_name_has_its_theme_and_every_theme_its_name() {
        let names: Vec<&str> = Adopt::value_variants().iter().filter_map(|adopt| adopt.theme(b"")).collect();
        assert_eq!(names, themes().iter().map(|theme| theme.name.as_str()).collect::<Vec<_>>());
        for adopt in Adopt::value_variants() {
            let name = adopt.to_possible_value().unwrap().get_name().to_owned();
            assert!(*adopt == Adopt::Auto || adopt.theme(b"") == Some(&name), "{name}");
        }
    }

    #[test]
    fn a_page_tells_what_wrote_it() {
        let page = b"<meta name=\"generator\" content=\"Docusaurus v3\">";
        assert_eq!(Adopt::Auto.theme(page), Some("docusaurus"));
        assert_eq!(Adopt::Auto.theme(b"<p>Docusaurus is a generator</p>"), None);
        assert_eq!(Adopt::Mdbook.theme(page), Some("mdbook"));
    }
}
