//! The line that puts the search box on a page, and how it gets there.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use super::walk::File;
use crate::failure::Failure;

/// What stands around the line, so that it is found again.
const BEGIN: &[u8] = b"<!-- thumbindex -->";
const END: &[u8] = b"<!-- /thumbindex -->";

/// The line for a page with this path inside the site.
pub(crate) fn line(name: &str, folder: &str) -> String {
    let up = "../".repeat(name.matches('/').count());
    let base = if up.is_empty() { "./" } else { &up };
    format!(
        r#"<script type="module" src="{up}{folder}/thumbindex.js"></script><thumb-index src="{up}{folder}/" base="{base}"></thumb-index>"#
    )
}

/// Puts the line into every page, or brings it up to date there. Gives how many pages were changed, and those that could not be.
pub(crate) fn inject(files: &[File], folder: &str) -> Result<(usize, Vec<String>), Failure> {
    let (mut changed, mut refused) = (0, Vec::new());
    for file in files {
        let bytes = fs::read(&file.path).map_err(|error| Failure::io("read", &file.path, &error))?;
        let Some(next) = with_line(&bytes, line(&file.name, folder).as_bytes()) else {
            refused.push(format!("{} is in an encoding that no line can be put into", file.name));
            continue;
        };
        if next != bytes {
            replace(&file.real, &next)?;
            changed += 1;
        }
    }
    Ok((changed, refused))
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
        String::from_utf8(with_line(page.as_bytes(), line(name, "thumbindex").as_bytes()).unwrap()).unwrap()
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
    fn pages_in_utf_16_are_left_alone() {
        assert_eq!(with_line(b"\xff\xfe<\0", b"line"), None);
    }
}
