//! An Atom feed of the newest records (RFC 4287). Ids stay as long as the record's id and the site's address or name do.

use std::fmt::Write as _;

use super::html::{FEED, HOME, escape};
use super::{Look, Record};
use crate::hash::{hash16, hash16_seeded};

/// How many entries it holds.
const ENTRIES: usize = 50;

/// The feed; `None` where no record has a date and none was given, for an entry must have one.
pub(crate) fn write(look: &Look, records: &[Record]) -> Option<String> {
    let dated = records.iter().filter_map(|record| Some((record, record.date.or(look.date)?)));
    let entries: Vec<_> = dated.take(ENTRIES).collect();
    let newest = entries.iter().map(|(_, date)| *date).max()?;
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    let _ = writeln!(out, "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">", escape(&look.lang));
    let title = escape(&look.title);
    let _ = writeln!(out, "<title>{title}</title>\n<id>{}</id>", id(look, FEED));
    let _ = writeln!(out, "<updated>{}</updated>\n<author><name>{title}</name></author>", newest.moment());
    let _ = writeln!(out, "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>", address(look, HOME));
    if look.base_url.is_some() {
        let _ = writeln!(out, "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>", address(look, FEED));
    }
    let _ = writeln!(out, "<generator>thumbindex</generator>");
    for (record, date) in entries {
        let document = &record.document;
        let _ = writeln!(out, "<entry>\n<title>{}</title>", escape(&document.title));
        let _ = writeln!(out, "<id>{}</id>\n<updated>{}</updated>", id(look, &document.id), date.moment());
        let _ = writeln!(out, "<link rel=\"alternate\" href=\"{}\"/>", address(look, &document.url));
        for author in document.authors.iter().filter(|name| !name.is_empty()) {
            let _ = writeln!(out, "<author><name>{}</name></author>", escape(author));
        }
        for keyword in &document.keywords {
            let _ = writeln!(out, "<category term=\"{}\"/>", escape(keyword));
        }
        if !document.body.is_empty() {
            let _ = writeln!(out, "<summary>{}</summary>", escape(&document.body));
        }
        out.push_str("</entry>\n");
    }
    out.push_str("</feed>\n");
    Some(out)
}

/// Where something is: absolute where the site's address is known.
fn address(look: &Look, url: &str) -> String {
    let Some(base) = &look.base_url else { return escape(url) };
    let scheme = url.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'));
    if scheme {
        return escape(url);
    }
    if url.starts_with('/') {
        // "https://", then the host up to the next slash.
        let host = base.match_indices('/').nth(2).map_or(base.len(), |(at, _)| at);
        return escape(&format!("{}{url}", &base[..host]));
    }
    escape(&format!("{base}{}", if url == HOME { "" } else { url }))
}

/// A lasting name: a UUID (RFC 9562, version 8) of the site's address, or else of its name, and of what is named.
fn id(look: &Look, of: &str) -> String {
    let site = look.base_url.as_ref().unwrap_or(&look.title);
    let text = format!("{site}\0{of}");
    let (high, low) = (hash16(text.as_bytes()), hash16_seeded(text.as_bytes(), 1));
    format!("urn:uuid:{}-{}-8{}-8{}-{}", &high[..8], &high[8..12], &high[13..], &low[1..4], &low[4..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(base: Option<&str>) -> Look {
        Look {
            title: "Papers & <more>".into(),
            about: String::new(),
            base_url: base.map(str::to_owned),
            date: None,
            pages: 1,
            lang: "en".into(),
            style: None,
        }
    }

    #[test]
    fn addresses_are_absolute_where_the_site_is_known() {
        let known = look(Some("https://a.example/papers/"));
        for (url, whole) in [
            ("p-1.html", "https://a.example/papers/p-1.html"),
            ("index.html", "https://a.example/papers/"),
            ("/x", "https://a.example/x"),
            ("https://b.example/", "https://b.example/"),
            ("p-1.html#a:b", "https://a.example/papers/p-1.html#a:b"),
        ] {
            assert_eq!(address(&known, url), whole);
        }
        assert_eq!(address(&look(None), "p-1.html"), "p-1.html");
    }

    #[test]
    fn ids_are_lasting_uuids() {
        let id_of = |text| id(&look(Some("https://a.example/")), text);
        let one = id_of("1");
        let digits: Vec<usize> = one.trim_start_matches("urn:uuid:").split('-').map(str::len).collect();
        assert_eq!(digits, [8, 4, 4, 4, 12], "{one}");
        assert_eq!((one, id_of("1") == id_of("2")), (id_of("1"), false));
    }

    #[test]
    fn without_any_date_there_is_no_feed() {
        assert_eq!(write(&look(None), &[]), None);
    }
}
