//! Pages that are the same one in other versions and languages, told by their paths, their canonical addresses, or what they say.
//!
//! A folder is a version where its name is one (`2.0`, `v3`, `latest`) and at least two of its pages stand beside it in another version too, or
//! where the one that lies in no such folder has them: so pages of a list (`page/2/`), years of a blog and notes on releases are what they are. A
//! folder, or the end of a name (`a.html.de`, `a.de.html`), is a language where it is the one that the page is in.

use std::collections::{HashMap, HashSet};

use thumbindex_engine::Edition;

use crate::html::Page;

/// Pages that a version must share with another.
const SHARED: usize = 2;
/// And the part of its pages, in percent.
const PART: usize = 30;

/// A page's path without what tells its version and its language.
struct Parts<'p> {
    /// The path without its language, in folders, the name last.
    path: Vec<&'p str>,
    /// Where the folder is that may be a version.
    version: Option<usize>,
}

impl Parts<'_> {
    /// What stands in front of the version's folder, and what behind it.
    fn around(&self, at: usize) -> (String, String) {
        let of = |parts: Option<&[&str]>| parts.unwrap_or(&[]).join("/");
        (of(self.path.get(..at)), of(self.path.get(at + 1..)))
    }
}

/// The edition of each page. `elsewhere` names for each page the one that it calls its real one.
pub(super) fn editions(pages: &[Page], elsewhere: &[Option<usize>]) -> Vec<Option<Edition>> {
    let paths: Vec<Vec<String>> = pages.iter().map(without_language).collect();
    let split: Vec<Parts<'_>> = paths
        .iter()
        .zip(pages)
        .map(|(path, page)| {
            let path: Vec<&str> = path.iter().map(String::as_str).collect();
            let folders = path.split_last().map_or(&[][..], |(_, folders)| folders);
            let version = match page.version.as_str() {
                "" => folders.iter().position(|folder| is_version(folder)),
                said => folders.iter().position(|folder| *folder == said),
            };
            Parts { path, version }
        })
        .collect();
    let versions = Versions::of(&split);
    let mut made: Vec<Edition> = split
        .iter()
        .zip(pages)
        .map(|(parts, page)| {
            let folder = parts.version.filter(|&at| !page.version.is_empty() || versions.has(parts, at));
            let version = folder.and_then(|at| parts.path.get(at)).copied().unwrap_or_default();
            let version = if page.version.is_empty() { version } else { &page.version };
            let work: Vec<&str> =
                parts.path.iter().enumerate().filter(|(at, _)| Some(*at) != folder).map(|(_, part)| *part).collect();
            Edition { work: work.join("/"), version: version.to_owned() }
        })
        .collect();
    // Pages that moved between versions name the one that is theirs.
    for (number, other) in elsewhere.iter().enumerate() {
        if let Some(other) = other.and_then(|other| made.get(other)).cloned()
            && let Some(edition) = made.get_mut(number)
            && edition.version != other.version
            && !edition.version.is_empty()
        {
            edition.work = other.work;
        }
    }
    made.into_iter().map(Some).collect()
}

/// The folders that are versions: what stands in front of them, and their names.
struct Versions(HashSet<(String, String)>);

impl Versions {
    fn of(split: &[Parts<'_>]) -> Versions {
        // By what stands in front of a version: by its name the paths below it. Those of no version have no name.
        let mut below: HashMap<String, HashMap<&str, HashSet<String>>> = HashMap::new();
        for parts in split {
            if let Some(at) = parts.version {
                let (before, behind) = parts.around(at);
                below.entry(before).or_default().entry(parts.path[at]).or_default().insert(behind);
            }
        }
        for parts in split.iter().filter(|parts| parts.version.is_none()) {
            for at in 0..parts.path.len() {
                if let Some(versions) = below.get_mut(&parts.path[..at].join("/")) {
                    versions.entry("").or_default().insert(parts.path[at..].join("/"));
                }
            }
        }
        let mut found = HashSet::new();
        for (before, versions) in &below {
            for (name, pages) in versions.iter().filter(|(name, _)| !name.is_empty()) {
                let most = versions.iter().filter(|(other, _)| *other != name);
                let most = most.map(|(_, others)| pages.intersection(others).count()).max().unwrap_or(0);
                if most >= SHARED && most * 100 >= pages.len() * PART {
                    found.insert((before.clone(), (*name).to_owned()));
                }
            }
        }
        Versions(found)
    }

    fn has(&self, parts: &Parts<'_>, at: usize) -> bool {
        let name = parts.path.get(at).copied().unwrap_or_default();
        self.0.contains(&(parts.around(at).0, name.to_owned()))
    }
}

/// Whether a folder is called as versions are.
fn is_version(folder: &str) -> bool {
    let name = folder.to_ascii_lowercase();
    if matches!(
        name.as_str(),
        "latest"
            | "stable"
            | "current"
            | "main"
            | "master"
            | "trunk"
            | "dev"
            | "devel"
            | "development"
            | "develop"
            | "next"
            | "nightly"
            | "unreleased"
            | "edge"
            | "canary"
    ) {
        return true;
    }
    let bare = name.strip_prefix("version-").or_else(|| name.strip_prefix('v')).unwrap_or(&name);
    let number = bare.split(['-', '+', '_']).next().unwrap_or("");
    let parts: Vec<&str> = number.split('.').collect();
    let digits = |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let (first, rest) = (parts.first().is_some_and(digits), parts.get(1..).unwrap_or(&[]));
    // "3.x", "1.0rc1"
    let rest = rest.iter().all(|part| *part == "x" || part.starts_with(|c: char| c.is_ascii_digit()));
    // A year alone is no version, nor is the day of one.
    let year = parts.len() == 1 && bare == name && number.len() >= 4;
    let date = name.len() == 10 && name.as_bytes().get(4) == Some(&b'-');
    first && rest && !year && !date && name.len() <= 24
}

/// Gives pages that say no language that of the folder they are in, where the folder is called as the language that others in it say.
pub(super) fn lend_languages(pages: &mut [Page]) {
    let mut folders: HashMap<String, String> = HashMap::new();
    for page in pages.iter().filter(|page| !page.language.is_empty()) {
        if let Some(at) = page.path.split('/').rev().skip(1).position(|folder| is_tag(folder, &page.language)) {
            let folder: Vec<&str> = page.path.rsplitn(at + 2, '/').collect();
            folders.entry(folder.last().copied().unwrap_or_default().to_owned()).or_insert(page.language.clone());
        }
    }
    for page in pages.iter_mut().filter(|page| page.language.is_empty()) {
        let mut around = page.path.match_indices('/').filter_map(|(at, _)| folders.get(&page.path[..at]));
        if let Some(language) = around.next_back() {
            page.language.clone_from(language);
        }
    }
}

/// For each page the number of its work: the first page that is one with it, or itself.
pub(super) fn works(editions: &[Option<Edition>]) -> Vec<usize> {
    let mut first: HashMap<&str, usize> = HashMap::new();
    editions
        .iter()
        .enumerate()
        .map(|(number, edition)| match edition {
            Some(edition) => *first.entry(edition.work.as_str()).or_insert(number),
            None => number,
        })
        .collect()
}

fn primary(tag: &str) -> String {
    tag.split(['-', '_']).next().unwrap_or("").to_ascii_lowercase()
}

/// Whether a part of a path is the tag of a language.
fn is_tag(part: &str, language: &str) -> bool {
    let tagged = (2..=3).contains(&part.split(['-', '_']).next().unwrap_or("").len()) && part.len() <= 10;
    let own = primary(language);
    !own.is_empty() && tagged && primary(part) == own
}

/// The path of a page without the folder, or the part of its name, that says its language.
fn without_language(page: &Page) -> Vec<String> {
    let mut parts: Vec<String> = page.path.split('/').map(str::to_owned).collect();
    let is_own = |part: &str| is_tag(part, &page.language);
    let Some(name) = parts.pop() else { return parts };
    let mut pieces: Vec<&str> = name.split('.').collect();
    let before = pieces.len();
    // `a.html.de`, `a.de.html`, `a.html.zh-cn.utf8`
    if let Some(at) = (1..pieces.len()).rev().find(|&at| pieces.get(at).is_some_and(|piece| is_own(piece))) {
        pieces.truncate(if at + 1 == before || pieces.get(at + 1).is_none_or(|next| next.starts_with("htm")) {
            before
        } else {
            at + 1
        });
        pieces.remove(at);
    } else if let Some(at) = parts.iter().position(|part| is_own(part)) {
        parts.remove(at);
    }
    parts.push(pieces.join("."));
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(path: &str, language: &str) -> Page {
        Page { path: path.to_owned(), language: language.to_owned(), ..Page::default() }
    }

    /// What each page is an edition of, as "work @version".
    fn made(pages: &[Page]) -> Vec<String> {
        made_of(pages, &vec![None; pages.len()])
    }

    fn made_of(pages: &[Page], elsewhere: &[Option<usize>]) -> Vec<String> {
        let text = |edition: Option<Edition>| {
            edition.map_or(String::new(), |edition| format!("{} @{}", edition.work, edition.version))
        };
        editions(pages, elsewhere).into_iter().map(text).collect()
    }

    #[test]
    fn names_of_versions_are_told_from_years_and_dates() {
        for name in ["1.0", "v3", "2.x", "latest", "stable", "3.0.0-rc.1", "v2024", "1.0rc1", "15", "version-2.1"] {
            assert!(is_version(name), "{name}");
        }
        for name in ["2019", "guide", "v", "x.1", "2019-05-01", "1a", "", "victory"] {
            assert!(!is_version(name), "{name}");
        }
    }

    #[test]
    fn folders_that_share_their_pages_are_versions_of_them() {
        let pages =
            ["1.0/a.html", "1.0/b.html", "latest/a.html", "latest/b.html", "latest/c.html"].map(|path| page(path, ""));
        assert_eq!(made(&pages), ["a.html @1.0", "b.html @1.0", "a.html @latest", "b.html @latest", "c.html @latest"]);
        // As Docusaurus has them: the newest in no folder.
        let pages = ["docs/a.html", "docs/b.html", "docs/1.0/a.html", "docs/1.0/b.html"].map(|path| page(path, ""));
        assert_eq!(made(&pages), ["docs/a.html @", "docs/b.html @", "docs/a.html @1.0", "docs/b.html @1.0"]);
    }

    #[test]
    fn pages_of_a_list_and_notes_on_releases_are_no_versions() {
        let all = [
            "blog/index.html",
            "blog/2/index.html",
            "blog/3/index.html",
            "notes/1.0/index.html",
            "notes/1.1/index.html",
        ];
        let pages = all.map(|path| page(path, ""));
        assert_eq!(made(&pages), all.map(|path| format!("{path} @")));
        let years = ["2019/a.html", "2019/b.html", "2020/a.html", "2020/b.html"];
        assert_eq!(made(&years.map(|path| page(path, ""))), years.map(|path| format!("{path} @")));
    }

    #[test]
    fn languages_are_told_by_folders_and_names() {
        let pages = [
            page("html/en-US/a.html", "en-us"),
            page("html/pt-BR/a.html", "pt-br"),
            page("howto/b.html.de", "de"),
            page("howto/b.html.zh-cn.utf8", "zh-cn"),
            page("howto/b.fr.html", "fr"),
            page("howto/b.html", "en"),
            page("de/c.html", "en"),
            page("no.html", "no"),
        ];
        let works = [
            "html/a.html @",
            "html/a.html @",
            "howto/b.html @",
            "howto/b.html @",
            "howto/b.html @",
            "howto/b.html @",
            "de/c.html @",
            "no.html @",
        ];
        assert_eq!(made(&pages), works);
    }

    #[test]
    fn a_folder_lends_its_language_to_pages_that_say_none() {
        let paths = ["de/a.html", "de/b.html", "de/x/c.html", "pt-BR/a.html", "pt-BR/b.html", "fr/a.html", "d.html"];
        let mut pages = paths.map(|path| page(path, ""));
        pages[0].language = "de".to_owned();
        pages[3].language = "pt-br".to_owned();
        lend_languages(&mut pages);
        assert_eq!(pages.map(|page| page.language), ["de", "de", "de", "pt-br", "pt-br", "", ""]);
    }

    #[test]
    fn what_a_page_says_of_its_version_counts_and_its_canonical_address_too() {
        let mut pages = ["bookworm/a.html", "trixie/a.html", "1.0/old.html", "2.0/new.html"].map(|path| page(path, ""));
        for (at, said) in [(0, "bookworm"), (1, "trixie"), (2, "1.0"), (3, "2.0")] {
            pages[at].version = said.to_owned();
        }
        assert_eq!(
            made_of(&pages, &[None, None, Some(3), None]),
            ["a.html @bookworm", "a.html @trixie", "new.html @1.0", "new.html @2.0"]
        );
    }
}
