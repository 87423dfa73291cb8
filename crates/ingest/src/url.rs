//! Which links are let through.
//!
//! A link from a corpus ends up in a page that others read. Only http, https, mailto and addresses relative to the page
//! are kept; everything else is refused here, and once more where it is shown.

use crate::problem::UrlFault;

/// Checks a link and returns it as it is stored: without control characters and surrounding white space.
///
/// Browsers remove tabs and line breaks inside an address, and control characters and blanks around it, before they
/// look for the scheme; so does this function. An empty text stays empty.
///
/// ```
/// use thumbindex_ingest::{check_url, UrlFault};
/// assert_eq!(check_url(" https://example.org/a ").as_deref(), Ok("https://example.org/a"));
/// assert_eq!(check_url("../papers/1.html").as_deref(), Ok("../papers/1.html"));
/// assert_eq!(check_url("java\tscript:alert(1)"), Err(UrlFault::Scheme));
/// assert_eq!(check_url("//elsewhere.example/"), Err(UrlFault::OtherHost));
/// ```
pub fn check_url(raw: &str) -> Result<String, UrlFault> {
    let url: String = raw.chars().filter(|&c| !c.is_control() && !is_invisible(c)).collect();
    let url = url.trim();
    if url.contains('\\') {
        return Err(UrlFault::Backslash);
    }
    if url.starts_with("//") {
        return Err(UrlFault::OtherHost);
    }
    // What stands before the first colon is a scheme unless a slash, "?" or "#" comes first.
    let scheme = match url.find([':', '/', '?', '#']) {
        Some(at) if url.as_bytes().get(at) == Some(&b':') => &url[..at],
        _ => return Ok(url.to_owned()),
    };
    let rest = &url[scheme.len() + 1..];
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => match rest.trim_start_matches('/') {
            "" => Err(UrlFault::Empty),
            _ if rest.starts_with("//") => Ok(url.to_owned()),
            host => Ok(format!("{scheme}://{host}")),
        },
        "mailto" if rest.is_empty() => Err(UrlFault::Empty),
        "mailto" => Ok(url.to_owned()),
        _ => Err(UrlFault::Scheme),
    }
}

/// Zero-width and direction marks: nobody types them, and they disguise what is shown.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_that_are_kept() {
        for (raw, kept) in [
            ("https://example.org/a?b=c:d#e", "https://example.org/a?b=c:d#e"),
            ("HTTP://EXAMPLE.org", "HTTP://EXAMPLE.org"),
            ("https:/example.org", "https://example.org"),
            ("http:example.org", "http://example.org"),
            ("https:///example.org", "https:///example.org"),
            ("mailto:a@example.org", "mailto:a@example.org"),
            ("papers/1.html", "papers/1.html"),
            ("/papers/a:b", "/papers/a:b"),
            ("./a:b", "./a:b"),
            ("../../up", "../../up"),
            ("?q=a:b", "?q=a:b"),
            ("#top", "#top"),
            ("https://example.org/\n  a", "https://example.org/  a"),
            ("", ""),
            (" \t ", ""),
        ] {
            assert_eq!(check_url(raw).as_deref(), Ok(kept), "{raw:?}");
        }
    }

    #[test]
    fn links_that_are_refused() {
        for (raw, why) in [
            ("javascript:alert(1)", UrlFault::Scheme),
            ("JaVaScRiPt:alert(1)", UrlFault::Scheme),
            ("java\nscript:alert(1)", UrlFault::Scheme),
            ("\u{1}javascript:alert(1)", UrlFault::Scheme),
            (" \u{a0}javascript:alert(1)", UrlFault::Scheme),
            ("java\u{200b}script:alert(1)", UrlFault::Scheme),
            ("java script:alert(1)", UrlFault::Scheme),
            ("data:text/html,<script>", UrlFault::Scheme),
            ("vbscript:x", UrlFault::Scheme),
            ("file:///etc/passwd", UrlFault::Scheme),
            ("blob:https://a", UrlFault::Scheme),
            (":", UrlFault::Scheme),
            ("//host/path", UrlFault::OtherHost),
            ("/\t/host", UrlFault::OtherHost),
            ("\\\\host", UrlFault::Backslash),
            ("/\\host", UrlFault::Backslash),
            ("https:\\\\host", UrlFault::Backslash),
            ("https://", UrlFault::Empty),
            ("https:", UrlFault::Empty),
            ("mailto:", UrlFault::Empty),
        ] {
            assert_eq!(check_url(raw), Err(why), "{raw:?}");
        }
    }

    #[test]
    fn what_is_kept_is_kept_again() {
        for raw in ["https:/a", "a b", " x:y", "http:////b"] {
            if let Ok(kept) = check_url(raw) {
                assert_eq!(check_url(&kept).as_deref(), Ok(kept.as_str()));
            }
        }
    }
}
