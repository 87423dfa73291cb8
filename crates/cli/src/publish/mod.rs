//! A site of static pages over one file of records: a first page, lists, topics, a page for each record, a feed.
//!
//! The pages are made from the finished index, so that similar papers are those that a search in the page finds. They hold
//! no clock: dates come from the records or from the caller, and the same input gives the same bytes.

pub(crate) mod bibtex;
pub(crate) mod date;
mod feed;
pub(crate) mod html;
mod names;
mod opensearch;
mod pages;
pub(crate) mod single;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;

use thumbindex_engine::{Document, Session};

use crate::assets::{Asset, Files};
use crate::failure::Failure;
use date::Date;

/// How a site presents itself.
#[derive(Clone, Debug)]
pub(crate) struct Look {
    /// Its name.
    pub(crate) title: String,
    /// What it is about, in a sentence.
    pub(crate) about: String,
    /// Where it will be, with a slash at the end. Without it pages have no canonical address and the feed only relative links.
    pub(crate) base_url: Option<String>,
    /// The date of records that have none.
    pub(crate) date: Option<Date>,
    /// How many records have a page of their own.
    pub(crate) pages: usize,
    /// The language of the pages.
    pub(crate) lang: String,
    /// The style sheet in the place of ours.
    pub(crate) style: Option<String>,
}

impl Look {
    /// The words of its language.
    fn words(&self) -> &'static words::Words {
        words::Words::of(&self.lang)
    }

    /// The attributes that say its language, and the direction where that is not the usual one.
    fn language(&self) -> String {
        let direction = if words::right_to_left(&self.lang) { " dir=\"rtl\"" } else { "" };
        format!("lang=\"{}\"{direction}", html::escape(&self.lang))
    }
}

/// What there is beside the pages, for them to link to.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Shown {
    pub(crate) feed: bool,
    pub(crate) topics: bool,
    pub(crate) style: bool,
    pub(crate) search: bool,
}

/// A record as the pages show it.
#[derive(Debug)]
pub(crate) struct Record {
    pub(crate) document: Document,
    /// Where the record itself leads; the document's `url` is where its row leads.
    pub(crate) link: String,
    pub(crate) date: Option<Date>,
    pub(crate) has_page: bool,
    /// Places in the list of records, nearest first.
    pub(crate) similar: Vec<usize>,
}

/// Where each record will be, decided before the index is built, for its hits lead there.
#[derive(Debug)]
pub(crate) struct Plan {
    look: Look,
    /// By id: the place in the list, and the link that the record came with.
    places: HashMap<String, (usize, String)>,
}

impl Plan {
    /// Orders the documents, newest first, and gives each the address of its page: one of its own, else its link, else its
    /// place in the list.
    pub(crate) fn new(look: Look, documents: &mut [Document]) -> Plan {
        let mut order: Vec<(Option<Date>, usize)> =
            documents.iter().enumerate().map(|(at, document)| (Date::of(document).or(look.date), at)).collect();
        // Equals stay in the order of their ids.
        order.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut places = HashMap::with_capacity(documents.len());
        for (place, &(_, at)) in order.iter().enumerate() {
            let document = &mut documents[at];
            let own = if place < look.pages {
                names::paper(&document.id)
            } else if document.url.is_empty() {
                format!("{}#{}", names::list(place / pages::PER_LIST + 1), anchor(&document.id))
            } else {
                document.url.clone()
            };
            let link = std::mem::replace(&mut document.url, own);
            places.insert(document.id.clone(), (place, link));
        }
        Plan { look, places }
    }

    /// All files of the site, but for the index and the code of the search.
    pub(crate) fn files(&self, session: &mut Session, assets: &[Asset]) -> Result<Files, Failure> {
        let records = self.records(session)?;
        let has = |wanted: &str| assets.iter().any(|(name, _)| *name == wanted);
        let topics = pages::topics(&records);
        let feed = feed::write(&self.look, &records);
        let shown = Shown {
            feed: feed.is_some(),
            topics: !topics.is_empty(),
            style: self.look.style.is_some() || has(html::STYLE),
            search: has(crate::assets::LOADER),
        };
        let site = pages::Site { look: &self.look, records: &records, topics: &topics, shown };
        let mut files = Files::new();
        if let Some(style) = &self.look.style {
            files.insert(html::STYLE.into(), Cow::Owned(style.clone().into_bytes()));
        }
        if let Some(feed) = feed {
            files.insert(html::FEED.into(), Cow::Owned(feed.into_bytes()));
        }
        if let Some(description) = opensearch::write(&self.look).filter(|_| shown.search) {
            files.insert(opensearch::DESCRIPTION.into(), Cow::Owned(description.into_bytes()));
        }
        site.write(&mut |name, text| match files.insert(name.clone(), Cow::Owned(text.into_bytes())) {
            None => Ok(()),
            Some(_) => Err(Failure::new("internal", format!("two pages are called {name}"), "")),
        })?;
        Ok(files)
    }

    fn records(&self, session: &mut Session) -> Result<Vec<Record>, Failure> {
        let incomplete = || Failure::new("internal", "the index does not give back what was put into it", "");
        let mut records: Vec<Option<Record>> = Vec::new();
        records.resize_with(self.places.len(), || None);
        for doc in 0..session.info().documents {
            let document = session.document(doc).ok_or_else(incomplete)?;
            let (place, link) = self.places.get(&document.id).ok_or_else(incomplete)?;
            let has_page = *place < self.look.pages;
            let similar = if has_page { session.similar(doc) } else { Vec::new() };
            let similar = similar.iter().filter_map(|hit| self.places.get(&hit.id)).map(|(place, _)| *place).collect();
            let date = Date::of(&document);
            *records.get_mut(*place).ok_or_else(incomplete)? =
                Some(Record { document, link: link.clone(), date, has_page, similar });
        }
        records.into_iter().map(|record| record.ok_or_else(incomplete)).collect()
    }
}

/// The place of a record within a list.
fn anchor(id: &str) -> String {
    format!("p-{}", names::stem(id))
}
