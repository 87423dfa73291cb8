//! Paths of files to addresses, and addresses back to pages.

use std::collections::HashMap;
use std::fmt::Write as _;

use crate::html::Page;
use crate::problem::Reason;
use crate::url::check_url;

/// The address of a page, relative to the root of its site. With `folders` an `index.html` is called by its folder.
pub(super) fn address(path: &str, folders: bool) -> String {
    let path = if folders { without_index(path) } else { path };
    if path.is_empty() {
        return "./".to_owned();
    }
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z'
            | b'A'..=b'Z'
            | b'0'..=b'9'
            | b'/'
            | b'-'
            | b'.'
            | b'_'
            | b'~'
            | b'!'
            | b'$'
            | b'\''
            | b'('
            | b')'
            | b'*'
            | b'+'
            | b','
            | b';'
            | b'='
            | b'@' => out.push(char::from(byte)),
            // A colon as well: in front of the first slash it would make a scheme.
            _ => {
                let _ = write!(out, "%{byte:02X}");
            }
        }
    }
    out
}

/// An anchor as it stands behind the number sign.
pub(super) fn fragment(anchor: &str) -> String {
    let mut out = String::with_capacity(anchor.len());
    for c in anchor.chars() {
        match c {
            '\0'..=' ' | '"' | '<' | '>' | '`' | '#' | '%' | '\\' | '\u{7f}' => {
                let _ = write!(out, "%{:02X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

fn without_index(path: &str) -> &str {
    for name in ["index.html", "index.htm", "index.xhtml"] {
        if let Some(folder) = path.strip_suffix(name)
            && (folder.is_empty() || folder.ends_with('/'))
        {
            return folder;
        }
    }
    path
}

/// The page that a page calls its real one: for each page that names another one of the site, that one's number.
pub(super) fn canonical(pages: &mut [Page]) -> Vec<Option<usize>> {
    let named: Vec<Option<String>> = pages.iter_mut().map(named).collect();
    let mut bases: HashMap<&str, usize> = HashMap::new();
    let mut known: HashMap<&str, usize> = HashMap::new();
    for (number, page) in pages.iter().enumerate() {
        for variant in variants(&page.path) {
            known.entry(variant).or_insert(number);
        }
        if let Some(url) = &named[number]
            && let Some(base) = variants(&page.path).into_iter().find_map(|variant| url.strip_suffix(variant))
            && base.ends_with('/')
        {
            *bases.entry(base).or_default() += 1;
        }
    }
    // What most pages agree on, the first in order where they do not.
    let base = bases.iter().max_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|found| (*found.0).to_owned());
    let Some(base) = base else { return vec![None; pages.len()] };
    let target = |(number, url): (usize, &Option<String>)| {
        let rest = url.as_deref()?.strip_prefix(base.as_str())?;
        known.get(rest).copied().filter(|&other| other != number)
    };
    named.iter().enumerate().map(target).collect()
}

/// The canonical address of a page without scheme and query, where it is one to follow.
fn named(page: &mut Page) -> Option<String> {
    let raw = page.canonical.trim();
    // Packages of documentation name their own place on the disk; that leads nowhere and does no harm.
    if raw.is_empty() || raw.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("file:")) {
        return None;
    }
    let url = match check_url(raw) {
        Ok(url) => url,
        Err(why) => {
            let url: String = raw.chars().filter(|c| !c.is_control()).take(100).collect();
            page.faults.push(Reason::UrlRefused { url, why });
            return None;
        }
    };
    let path = url.split(['?', '#']).next().unwrap_or("");
    let path = path.strip_prefix("https:").or_else(|| path.strip_prefix("http:")).unwrap_or(path);
    if let Some(host) = path.strip_prefix("//") {
        return Some(match host.split_once('/') {
            Some(_) => host.to_owned(),
            None => format!("{host}/"),
        });
    }
    // Relative to the page.
    let mut parts: Vec<&str> = if path.starts_with('/') { Vec::new() } else { page.path.split('/').collect() };
    if !path.starts_with('/') {
        parts.pop();
    }
    for part in path.trim_start_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    Some(format!("/{}", parts.join("/")))
}

/// How the path of a page is written in addresses.
fn variants(path: &str) -> Vec<&str> {
    let mut all = vec![path, without_index(path)];
    all.extend(path.strip_suffix(".html"));
    if let Some(folder) = without_index(path).strip_suffix('/') {
        all.push(folder);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_becomes_an_address_that_leads_there_and_nowhere_else() {
        for (path, folders, url) in [
            ("guide/a b.html", true, "guide/a%20b.html"),
            ("guide/index.html", true, "guide/"),
            ("guide/index.html", false, "guide/index.html"),
            ("index.html", true, "./"),
            ("javascript:alert(1).html", true, "javascript%3Aalert(1).html"),
            ("a#b?c%.html", true, "a%23b%3Fc%25.html"),
            ("é.html", true, "%C3%A9.html"),
            ("myindex.html", true, "myindex.html"),
        ] {
            assert_eq!(address(path, folders), url);
            assert_eq!(check_url(&address(path, folders)).as_deref(), Ok(url));
        }
        assert_eq!(fragment("a \"b\"#é"), "a%20%22b%22%23é");
    }

    fn page(path: &str, canonical: &str) -> Page {
        Page { path: path.to_owned(), canonical: canonical.to_owned(), ..Page::default() }
    }

    #[test]
    fn canonical_addresses_lead_to_pages_of_the_site() {
        let mut pages = [
            page("a.html", "https://x.org/docs/a.html?q"),
            page("old/a.html", "http://x.org/docs/a.html"),
            page("b/index.html", "https://x.org/docs/b/"),
            page("c.html", "https://elsewhere.org/docs/a.html"),
            page("d.html", "java\tscript:alert(1)"),
            page("e.html", ""),
        ];
        assert_eq!(canonical(&mut pages), [None, Some(0), None, None, None, None]);
        assert!(matches!(pages[4].faults.as_slice(), [Reason::UrlRefused { .. }]));
        let mut relative =
            [page("v1/a.html", "../v2/a.html"), page("v2/a.html", "a.html"), page("v2/b.html", "b.html")];
        assert_eq!(canonical(&mut relative), [Some(1), None, None]);
    }
}
