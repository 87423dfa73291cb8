//! What all pages share: escaping, and the frame around their content.

use std::fmt::Write as _;

use super::opensearch::{DESCRIPTION, TYPE};
use super::words::{Words, put};
use super::{Look, Shown};
use crate::folder::manifest::Manifest;

/// The style sheet of all pages.
pub(crate) const STYLE: &str = "page.css";
/// The first page.
pub(crate) const HOME: &str = "index.html";
/// The page of all topics.
pub(crate) const TOPICS: &str = "topics.html";
/// The feed of what is new.
pub(crate) const FEED: &str = "feed.xml";
/// What searches, in the foot of every page.
pub(crate) const PROGRAM: &str = "<strong>thumbindex</strong>";

/// Text as it stands in HTML and XML, between tags and in quoted attributes. Characters that XML forbids become U+FFFD.
pub(crate) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out
}

/// An address that a page may link to, escaped; the same rule as when records are read, for they may have been read by another.
pub(crate) fn link(url: &str) -> Option<String> {
    let url = thumbindex_ingest::check_url(url).ok()?;
    (!url.is_empty()).then(|| escape(&url))
}

/// The parts of one page.
pub(crate) struct Page<'a> {
    /// Its file, for the canonical address.
    pub(crate) name: &'a str,
    /// Its title alone; empty for the first page.
    pub(crate) title: &'a str,
    /// What it is about, in a sentence.
    pub(crate) about: &'a str,
    /// Further elements of the head.
    pub(crate) head: String,
    /// What is inside `<main>`.
    pub(crate) main: String,
}

impl Page<'_> {
    /// The whole page.
    pub(crate) fn to_html(&self, look: &Look, shown: &Shown) -> String {
        let site = escape(&look.title);
        let home = self.title.is_empty();
        let title = if home { site.clone() } else { format!("{} · {site}", escape(self.title)) };
        let mut head = String::new();
        if !self.about.is_empty() {
            let _ = writeln!(head, "<meta name=\"description\" content=\"{}\">", escape(self.about));
        }
        if let Some(base) = &look.base_url {
            let path = if self.name == HOME { "" } else { self.name };
            let _ = writeln!(head, "<link rel=\"canonical\" href=\"{}\">", escape(&format!("{base}{path}")));
        }
        if shown.feed {
            let _ = writeln!(
                head,
                "<link rel=\"alternate\" type=\"application/atom+xml\" title=\"{site}\" href=\"{FEED}\">"
            );
        }
        if shown.search && look.base_url.is_some() {
            let _ = writeln!(head, "<link rel=\"search\" type=\"{TYPE}\" title=\"{site}\" href=\"{DESCRIPTION}\">");
        }
        if shown.style {
            let _ = writeln!(head, "<link rel=\"stylesheet\" href=\"{STYLE}\">");
        }
        if shown.search {
            head.push_str("<script type=\"module\" src=\"thumbindex.js\"></script>\n");
        }
        head.push_str(&self.head);
        let brand = if home {
            let about = if self.about.is_empty() { String::new() } else { format!("\n<p>{}</p>", escape(self.about)) };
            format!("<h1 dir=\"auto\">{site}</h1>{about}")
        } else {
            format!("<p class=\"brand\"><a href=\"{HOME}\">{site}</a></p>")
        };
        format!(
            "<!doctype html>\n<html {language}>\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"generator\" content=\"{generator}\">\n\
             <title>{title}</title>\n{head}</head>\n<body class=\"site{front}\">\n<header>\n{brand}\n{nav}{search}</header>\n\
             <main>\n{main}</main>\n<footer>\n<p>{foot}</p>\n</footer>\n</body>\n</html>\n",
            language = look.language(),
            generator = Manifest::generator(),
            front = if home { " front" } else { "" },
            nav = self.nav(look, shown),
            search = if shown.search { search(look.words(), home) } else { String::new() },
            main = self.main,
            foot = foot(look.words(), shown),
        )
    }

    fn nav(&self, look: &Look, shown: &Shown) -> String {
        let words = look.words();
        let mut places = vec![(HOME, words.home), ("all.html", words.all)];
        if shown.topics {
            places.push((TOPICS, words.topics));
        }
        let mut nav = format!("<nav aria-label=\"{}\">\n<ul>\n", words.site);
        for (file, what) in places {
            let current = if file == self.name { " aria-current=\"page\"" } else { "" };
            let _ = writeln!(nav, "<li><a href=\"{file}\"{current}>{what}</a></li>");
        }
        nav.push_str("</ul>\n</nav>\n");
        nav
    }
}

/// The box; what is inside is for readers where it does not run.
fn search(words: &Words, home: bool) -> String {
    let Words { search_here, search_fields, search, noscript, all_entries, .. } = words;
    let all = format!("<a href=\"all.html\">{all_entries}</a>");
    if home {
        format!(
            "<thumb-index layout=\"inline\" param=\"q\" hotkey=\"/\" label=\"{search_here}\" placeholder=\"{search_fields}\">\
             <p class=\"noscript\">{noscript} {all}</p></thumb-index>\n"
        )
    } else {
        format!(
            "<thumb-index hotkey=\"/\" label=\"{search_here}\" placeholder=\"{search}\">\
             <p class=\"noscript\">{all}</p></thumb-index>\n"
        )
    }
}

fn foot(words: &Words, shown: &Shown) -> String {
    let feed = if shown.feed { format!("<a href=\"{FEED}\">{}</a> · ", words.feed) } else { String::new() };
    feed + &put(words.searched, &[PROGRAM])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(
            escape("<a href='x' title=\"y\">&amp;\u{0}\u{1b}"),
            "&lt;a href=&#39;x&#39; title=&quot;y&quot;&gt;&amp;amp;\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn links_lead_to_pages_only() {
        for url in [
            "javascript:alert(1)",
            "JAVASCRIPT:x",
            "java\tscript:x",
            "data:text/html,x",
            "//evil.example",
            "",
            "\\\\evil",
        ] {
            assert_eq!(link(url), None, "{url}");
        }
        assert_eq!(link("https://a.example/?a=1&b=\"").as_deref(), Some("https://a.example/?a=1&amp;b=&quot;"));
    }
}
