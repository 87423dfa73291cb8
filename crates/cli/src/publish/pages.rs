//! The pages themselves: first page, lists, topics, records.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::html::{HOME, Page, TOPICS, escape, link};
use super::words::{Words, put};
use super::{Look, Record, Shown, anchor, bibtex, names};
use crate::failure::Failure;

/// Rows of one page of a list.
pub(crate) const PER_LIST: usize = 100;
/// Rows of the first page.
const PER_HOME: usize = 20;
/// Topics of the first page, and topics that have a page.
const HOME_TOPICS: usize = 40;
const MOST_TOPICS: usize = 500;
/// A topic of fewer records is not worth a page.
const LEAST_RECORDS: usize = 2;
/// Authors that a row names.
const ROW_AUTHORS: usize = 3;
/// Similar records that a page lists.
const MOST_SIMILAR: usize = 5;

/// A topic and the places of its records.
pub(crate) type Topic = (String, Vec<usize>);

/// Topics with pages, the largest first.
pub(crate) fn topics(records: &[Record]) -> Vec<Topic> {
    let mut found: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, record) in records.iter().enumerate() {
        for keyword in &record.document.keywords {
            let places = found.entry(keyword).or_default();
            if places.last() != Some(&at) {
                places.push(at);
            }
        }
    }
    let mut topics: Vec<Topic> = found
        .into_iter()
        .filter(|(_, places)| places.len() >= LEAST_RECORDS)
        .map(|(topic, places)| (topic.to_owned(), places))
        .collect();
    topics.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then(a.0.cmp(&b.0)));
    topics.truncate(MOST_TOPICS);
    topics
}

/// Takes a page: its name and its text.
pub(crate) type Take<'a> = dyn FnMut(String, String) -> Result<(), Failure> + 'a;

/// What the pages are made from.
pub(crate) struct Site<'a> {
    pub(crate) look: &'a Look,
    /// The newest first.
    pub(crate) records: &'a [Record],
    pub(crate) topics: &'a [Topic],
    pub(crate) shown: Shown,
}

impl Site<'_> {
    /// Writes every page.
    pub(crate) fn write(&self, take: &mut Take) -> Result<(), Failure> {
        let with_pages: HashMap<&str, String> =
            self.topics.iter().map(|(topic, _)| (topic.as_str(), names::topic(topic, 1))).collect();
        let words = self.look.words();
        self.home(take)?;
        let all: Vec<usize> = (0..self.records.len()).collect();
        self.list(words.all_entries, &|number| names::list(number), &all, take)?;
        if !self.topics.is_empty() {
            self.topic_list(take)?;
        }
        for (topic, places) in self.topics {
            self.list(topic, &|number| names::topic(topic, number), places, take)?;
        }
        for record in self.records.iter().filter(|record| record.has_page) {
            self.record(record, &with_pages, take)?;
        }
        Ok(())
    }

    fn page(&self, page: &Page, take: &mut Take) -> Result<(), Failure> {
        take(page.name.to_owned(), page.to_html(self.look, &self.shown))
    }

    fn home(&self, take: &mut Take) -> Result<(), Failure> {
        let words = self.look.words();
        let mut main = String::new();
        if !self.topics.is_empty() {
            let _ = writeln!(main, "<section aria-labelledby=\"topics\">\n<h2 id=\"topics\">{}</h2>", words.topics);
            self.cloud(&self.topics[..self.topics.len().min(HOME_TOPICS)], &mut main);
            if self.topics.len() > HOME_TOPICS {
                let count = words.number(self.topics.len());
                let _ = writeln!(main, "<p class=\"more\"><a href=\"{TOPICS}\">{} ({count})</a></p>", words.all_topics);
            }
            main.push_str("</section>\n");
        }
        let dated = self.records.first().is_some_and(|record| record.date.is_some());
        let heading = if dated { words.newest } else { words.entries };
        let _ = writeln!(main, "<section aria-labelledby=\"newest\">\n<h2 id=\"newest\">{heading}</h2>");
        let places: Vec<usize> = (0..self.records.len().min(PER_HOME)).collect();
        self.rows(&places, false, &mut main);
        if self.records.len() > PER_HOME {
            let (all, count) = (words.all_entries, words.number(self.records.len()));
            let _ = writeln!(main, "<p class=\"more\"><a href=\"{}\">{all} ({count})</a></p>", names::list(1));
        }
        main.push_str("</section>\n");
        self.page(&Page { name: HOME, title: "", about: &self.look.about, head: String::new(), main }, take)
    }

    fn topic_list(&self, take: &mut Take) -> Result<(), Failure> {
        let title = self.look.words().topics;
        let mut main = format!("<h1>{title}</h1>\n");
        self.cloud(self.topics, &mut main);
        self.page(&Page { name: TOPICS, title, about: "", head: String::new(), main }, take)
    }

    fn cloud(&self, topics: &[Topic], main: &mut String) {
        main.push_str("<ul class=\"topics\">\n");
        for (topic, places) in topics {
            let _ = writeln!(
                main,
                "<li><a href=\"{}\"><bdi>{}</bdi> <span class=\"count\">{}</span></a></li>",
                names::topic(topic, 1),
                escape(topic),
                self.look.words().number(places.len()),
            );
        }
        main.push_str("</ul>\n");
    }

    /// A list over as many pages as it takes.
    fn list(
        &self,
        title: &str,
        name: &dyn Fn(usize) -> String,
        places: &[usize],
        take: &mut Take,
    ) -> Result<(), Failure> {
        let words = self.look.words();
        let pages = places.len().div_ceil(PER_LIST).max(1);
        for number in 1..=pages {
            let rows = places.get((number - 1) * PER_LIST..places.len().min(number * PER_LIST)).unwrap_or_default();
            let of = if pages > 1 { format!(" · {}", self.place(number, pages)) } else { String::new() };
            let mut main = format!("<h1 dir=\"auto\">{}</h1>\n", escape(title));
            let _ = writeln!(main, "<p class=\"quiet\">{}: {}{of}</p>", words.entries, words.number(places.len()));
            self.rows(rows, true, &mut main);
            self.turn(number, pages, name, &mut main);
            let heading = format!("{title}{of}");
            self.page(&Page { name: &name(number), title: &heading, about: "", head: String::new(), main }, take)?;
        }
        Ok(())
    }

    /// Which page of a list it is.
    fn place(&self, number: usize, pages: usize) -> String {
        let words = self.look.words();
        put(words.page_of, &[&words.number(number), &words.number(pages)])
    }

    /// To the pages before and behind.
    fn turn(&self, number: usize, pages: usize, name: &dyn Fn(usize) -> String, main: &mut String) {
        if pages == 1 {
            return;
        }
        let words = self.look.words();
        let _ = writeln!(main, "<nav class=\"turn\" aria-label=\"{}\">", words.pages);
        if number > 1 {
            let _ = writeln!(main, "<a rel=\"prev\" href=\"{}\">{}</a>", name(number - 1), words.newer);
        }
        let _ = writeln!(main, "<span>{}</span>", self.place(number, pages));
        if number < pages {
            let _ = writeln!(main, "<a rel=\"next\" href=\"{}\">{}</a>", name(number + 1), words.older);
        }
        main.push_str("</nav>\n");
    }

    /// Rows in order; with `by_year` a heading goes before the first row of each year.
    fn rows(&self, places: &[usize], by_year: bool, main: &mut String) {
        let mut year = None;
        let mut open = false;
        for record in places.iter().filter_map(|&place| self.records.get(place)) {
            let this = record.date.map(super::date::Date::year);
            if by_year && this != year && this.is_some() {
                let end = if open { "</ul>\n" } else { "" };
                let _ = writeln!(main, "{end}<h2 class=\"year\">{}</h2>", this.unwrap_or_default());
                open = false;
            }
            year = this;
            if !open {
                main.push_str("<ul class=\"rows\">\n");
                open = true;
            }
            row(record, self.look.words(), main);
        }
        if open {
            main.push_str("</ul>\n");
        }
    }

    fn record(&self, record: &Record, topics: &HashMap<&str, String>, take: &mut Take) -> Result<(), Failure> {
        let (document, words) = (&record.document, self.look.words());
        let mut main = format!("<article>\n<h1 dir=\"auto\">{}</h1>\n", escape(&document.title));
        main.push_str(&byline(record, words, usize::MAX));
        if let Some(href) = link(&record.link) {
            let _ =
                writeln!(main, "<p class=\"open\"><a href=\"{href}\">{}</a></p>", escape(&host(&record.link, words)));
        }
        if !document.body.is_empty() {
            let _ = writeln!(main, "<p class=\"body\" dir=\"auto\">{}</p>", escape(&document.body));
        }
        if !document.keywords.is_empty() {
            main.push_str("<ul class=\"topics\">\n");
            for keyword in &document.keywords {
                let text = escape(keyword);
                let _ = match topics.get(keyword.as_str()) {
                    Some(page) => writeln!(main, "<li><a href=\"{page}\"><bdi>{text}</bdi></a></li>"),
                    None => writeln!(main, "<li><bdi>{text}</bdi></li>"),
                };
            }
            main.push_str("</ul>\n");
        }
        if let Some(entry) = bibtex::entry(document, &record.link) {
            let _ = writeln!(main, "<details>\n<summary>BibTeX</summary>\n<pre>{}</pre>\n</details>", escape(&entry));
        }
        main.push_str("</article>\n");
        if !record.similar.is_empty() {
            let _ = writeln!(main, "<section aria-labelledby=\"similar\">\n<h2 id=\"similar\">{}</h2>", words.similar);
            self.rows(&record.similar[..record.similar.len().min(MOST_SIMILAR)], false, &mut main);
            main.push_str("</section>\n");
        }
        let mut head = format!("<meta name=\"citation_title\" content=\"{}\">\n", escape(&document.title));
        for author in &document.authors {
            let _ = writeln!(head, "<meta name=\"citation_author\" content=\"{}\">", escape(author));
        }
        if let Some(date) = record.date {
            let slashed = date.to_string().replace('-', "/");
            let _ = writeln!(head, "<meta name=\"citation_publication_date\" content=\"{slashed}\">");
        }
        let about: String = document.body.chars().take(200).collect();
        let page = Page { name: &names::paper(&document.id), title: &document.title, about: &about, head, main };
        self.page(&page, take)
    }
}

/// A row whose direction is that of its title.
fn row(record: &Record, words: &Words, main: &mut String) {
    let document = &record.document;
    let title = if document.title.is_empty() { &document.id } else { &document.title };
    let _ = write!(main, "<li id=\"{}\" dir=\"auto\">", anchor(&document.id));
    let title = escape(title);
    let _ = match link(&document.url) {
        Some(href) => writeln!(main, "<a class=\"title\" href=\"{href}\">{title}</a>"),
        None => writeln!(main, "<span class=\"title\">{title}</span>"),
    };
    main.push_str(&byline(record, words, ROW_AUTHORS));
    main.push_str("</li>\n");
}

/// Authors, place and date in a line; empty where nothing is known.
fn byline(record: &Record, words: &Words, most: usize) -> String {
    let document = &record.document;
    let mut parts = Vec::new();
    if !document.authors.is_empty() {
        let mut names: Vec<String> =
            document.authors.iter().take(most).map(|name| format!("<bdi>{}</bdi>", escape(name))).collect();
        if document.authors.len() > most {
            names.push(words.others.into());
        }
        parts.push(names.join(", "));
    }
    if !document.venue.is_empty() {
        parts.push(format!("<cite dir=\"auto\">{}</cite>", escape(&document.venue)));
    }
    if let Some(date) = record.date {
        parts.push(format!("<time datetime=\"{date}\">{date}</time>"));
    }
    if parts.is_empty() { String::new() } else { format!("<p class=\"byline\">{}</p>\n", parts.join(" · ")) }
}

/// What a link to a record says: where it leads.
fn host(url: &str, words: &Words) -> String {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    if host.is_empty() { words.open.into() } else { put(words.open_at, &[host]) }
}
