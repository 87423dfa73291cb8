//! The line that puts the search box on a page, and how it gets there.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::adopt::Adopt;
use super::walk::File;
use crate::failure::Failure;

/// What stands around the line, so that it is found again.
const BEGIN: &[u8] = b"<!-- thumbindex -->";
const END: &[u8] = b"<!-- /thumbindex -->";

/// The line for a page with this path inside the site, with these fields to filter by.
pub(crate) fn line(name: &str, folder: &str, facets: &[String]) -> String {
    let up = "../".repeat(name.matches('/').count());
    let base = if up.is_empty() { "./" } else { &up };
    let facets = if facets.is_empty() { String::new() } else { format!(r#" facets="{}""#, facets.join(" ")) };
    format!(
        r#"<script type="module" src="{up}{folder}/thumbindex.js"></script><thumb-index src="{up}{folder}/" base="{base}"{facets}></thumb-index>"#
    )
}

/// What came of putting lines into pages.
#[derive(Debug, Default)]
pub(crate) struct Injected {
    /// How many pages were changed.
    pub(crate) changed: usize,
    /// How many pages have the box of a generator that is taken over, by its name.
    pub(crate) adopted: BTreeMap<&'static str, usize>,
    /// Pages that could not be changed, in sentences.
    pub(crate) refused: Vec<String>,
}

/// The line that takes over the box of a theme.
fn adopting(name: &str, folder: &str, theme: &str, facets: &[String]) -> String {
    let up = "../".repeat(name.matches('/').count());
    let facets = if facets.is_empty() { String::new() } else { format!("&amp;facets={}", facets.join("+")) };
    format!(r#"<script type="module" src="{up}{folder}/adopt.js?{theme}{facets}"></script>"#)
}

/// Puts a line into every page, or brings it up to date there: that of the box, or the one that takes the theme's box over.
pub(crate) fn inject(
    files: &[File],
    folder: &str,
    adopt: Option<Adopt>,
    facets: &[String],
) -> Result<Injected, Failure> {
    let mut injected = Injected::default();
    for file in files {
        let bytes = fs::read(&file.path).map_err(|error| Failure::io("read", &file.path, &error))?;
        let theme = adopt.and_then(|adopt| adopt.theme(&bytes));
        let line = match theme {
            Some(theme) => adopting(&file.name, folder, theme, facets),
            None => line(&file.name, folder, facets),
        };
        let Some(next) = with_line(&bytes, line.as_bytes()) else {
            injected.refused.push(format!("{} is in an encoding that no line can be put into", file.name));
            continue;
        };
        if next != bytes {
            replace(&file.real, &next)?;
            injected.changed += 1;
        }
        if let Some(theme) = theme {
            *injected.adopted.entry(theme).or_default() += 1;
        }
    }
    Ok(injected)
}

/// A page with the line; None where bytes are no letters (UTF-16).
fn with_line(page: &[u8], line: &[u8]) -> Option<Vec<u8>> {
    if page.starts_with(b"\xff\xfe") || page.starts_with(b"\xfe\xff") || page.get(..64).unwrap_or(page).contains(&0) {
        return None;
    }
    let marked = [BEGIN, line, END].concat();
    if let Some(start) = find(page, BEGIN, 0)
        && let Some(end) = find(page, END, start)
    {
        return Some([page.get(..start)?, &marked, page.get(end + END.len()..)?].concat());
    }
    // Behind the tag that opens the body: where the page begins.
    let at = open_tag(page, b"<body").or_else(|| find_end(page, b"</head>")).unwrap_or(page.len());
    Some([page.get(..at)?, &marked, page.get(at..)?].concat())
}

fn find(page: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let place = page.get(from..)?.windows(wanted.len()).position(|window| window.eq_ignore_ascii_case(wanted))?;
    Some(from + place)
}

fn find_end(page: &[u8], wanted: &[u8]) -> Option<usize> {
    find(page, wanted, 0).map(|at| at + wanted.len())
}

/// The place behind a tag that is in no comment.
fn open_tag(page: &[u8], tag: &[u8]) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = find(page, tag, from)?;
        if let Some(comment) = find(page, b"<!--", from).filter(|&comment| comment < at) {
            from = find(page, b"-->", comment + 4)?;
            continue;
        }
        let mut quote = 0;
        for (end, &byte) in page.iter().enumerate().skip(at + tag.len()) {
            match byte {
                b'>' if quote == 0 => return Some(end + 1),
                b'"' | b'\'' if quote == 0 => quote = byte,
                byte if byte == quote => quote = 0,
                _ => {}
            }
        }
        return None;
    }
}

/// Writes a page beside itself and puts it in its place, so that it is the old one or the new one at any time.
fn replace(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let refused = |error: std::io::Error| Failure::io("write", path, &error);
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(".thumbindex-tmp");
    let beside = path.with_file_name(name);
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(bytes)?;
        file.set_permissions(fs::metadata(path)?.permissions())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&beside, path)).map_err(|error| {
        let _ = fs::remove_file(&beside);
        refused(error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn injected(page: &str, name: &str) -> String {
        String::from_utf8(with_line(page.as_bytes(), line(name, "thumbindex", &[]).as_bytes()).unwrap()).unwrap()
    }

    #[test]
    fn the_line_stands_where_the_page_begins_and_leads_to_the_root() {
        let page = injected("<!-- <body> --><html><BODY class=\"a>b\">Text</BODY>", "a/b/c.html");
        let line = "<script type=\"module\" src=\"../../thumbindex/thumbindex.js\"></script>\
            <thumb-index src=\"../../thumbindex/\" base=\"../../\"></thumb-index>";
        assert_eq!(
            page,
            format!(
                "<!-- <body> --><html><BODY class=\"a>b\"><!-- thumbindex -->{line}<!-- /thumbindex -->Text</BODY>"
            )
        );
    }

    #[test]
    fn doing_it_again_changes_nothing_and_an_old_line_is_replaced() {
        for page in ["<body>x", "<head></head>x", "x", ""] {
            let once = injected(page, "a.html");
            assert_eq!(injected(&once, "a.html"), once);
            let moved = injected(&once, "b/a.html");
            assert_eq!(moved, injected(page, "b/a.html"));
        }
    }

    #[test]
    fn fields_of_the_site_go_with_the_box() {
        let facets = ["kind".to_owned(), "sown".to_owned()];
        assert!(line("a.html", "s", &facets).contains(r#"base="./" facets="kind sown"></thumb-index>"#));
        assert!(
            adopting("a/b.html", "s", "sphinx", &facets).contains(r#"src="../s/adopt.js?sphinx&amp;facets=kind+sown""#)
        );
    }

    #[test]
    fn pages_in_utf_16_are_left_alone() {
        assert_eq!(with_line(b"\xff\xfe<\0", b"line"), None);
    }
}
