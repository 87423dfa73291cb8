//! Pages of one site to documents: what repeats is dropped, titles are found, every section with an anchor is a document of its own.

mod address;
mod editions;
mod repeats;
mod sections;
mod titles;

use std::collections::HashMap;

use rayon::prelude::*;
use thumbindex_engine::Section;

use crate::html::{BlockKind, Page};
use crate::problem::Problem;
use repeats::Repeats;
use titles::Title;

/// The pages of one site.
#[derive(Debug, Default)]
pub struct Site {
    pages: Vec<Page>,
}

/// What came of a site.
#[derive(Debug, Default)]
pub struct Outcome {
    /// Pages and their sections: each page's one after the other, the page itself first. Pages are in the order of their paths.
    pub documents: Vec<Section>,
    /// Pages that are found.
    pub pages: usize,
    /// Pages that are not, by path, and why.
    pub left_out: Vec<(String, String)>,
    /// What was wrong with pages.
    pub problems: Vec<Problem>,
    /// Two pages that have one address: the address and both paths.
    pub clash: Option<(String, String, String)>,
    /// What was asked about.
    pub trace: Option<Trace>,
}

/// What was taken of one page, and why.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Trace {
    /// Why the page is not found, where it is not.
    pub unwanted: Option<String>,
    /// Its address.
    pub url: String,
    /// Its language.
    pub language: String,
    /// Its title, and where that is from.
    pub title: (String, &'static str),
    /// What told where the content is.
    pub content: String,
    /// Sections: heading, address and number of words.
    pub sections: Vec<(String, String, usize)>,
    /// Texts that were left out, and why.
    pub left_out: Vec<(String, String)>,
}

impl Site {
    /// A site without pages.
    pub fn new() -> Site {
        Site::default()
    }

    /// Adds a page. Paths must be unique.
    pub fn add(&mut self, page: Page) {
        self.pages.push(page);
    }

    /// The documents of the site; `asked` is the path of a page that is to be traced.
    pub fn finish(self, asked: Option<&str>) -> Outcome {
        let Site { mut pages } = self;
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        let mut outcome = Outcome::default();
        let links: (u32, u32) =
            pages.iter().fold((0, 0), |sum, page| (sum.0 + page.index_links.0, sum.1 + page.index_links.1));
        let folders = links.0 <= links.1;
        let elsewhere = address::canonical(&mut pages);
        editions::lend_languages(&mut pages);
        let editions = editions::editions(&pages, &elsewhere);
        let mut why: Vec<Option<String>> = Vec::with_capacity(pages.len());
        for (number, page) in pages.iter().enumerate() {
            for reason in &page.faults {
                outcome.problems.push(Problem { file: page.path.as_str().into(), line: 1, reason: reason.clone() });
            }
            let version =
                |number: usize| editions.get(number).and_then(Option::as_ref).map(|edition| edition.version.as_str());
            // The same page in another version is found, as one of the two.
            let other = elsewhere.get(number).copied().flatten();
            let other = other.filter(|&other| version(other) == version(number) || version(number) == Some(""));
            let named = other.and_then(|other| pages.get(other));
            why.push(if let Some(unwanted) = page.unwanted {
                Some(unwanted.to_owned())
            } else if page.path.rsplit('/').next() == Some("404.html") {
                Some("the page for what is not there".to_owned())
            } else {
                named.map(|other| format!("its canonical address is that of {}", other.path))
            });
        }
        let mut wanted = Vec::with_capacity(pages.len());
        let mut kept = Vec::with_capacity(pages.len());
        for ((page, why), edition) in pages.into_iter().zip(why).zip(editions) {
            match why {
                None => {
                    wanted.push(page);
                    kept.push(edition);
                }
                Some(why) => {
                    if asked == Some(page.path.as_str()) {
                        outcome.trace = Some(Trace { unwanted: Some(why.clone()), ..Trace::default() });
                    }
                    outcome.left_out.push((page.path, why));
                }
            }
        }
        let pages = wanted;
        outcome.pages = pages.len();
        let works = editions::works(&kept);
        let titles = titles::titles(&pages, &works);
        let repeats = Repeats::of(&pages, &works, |page| {
            page.blocks
                .iter()
                .filter(|block| block.kind != BlockKind::Term)
                .map(|block| (block.text.as_str(), block.kind.is_heading()))
                .collect()
        });
        let mut addresses: HashMap<String, &str> = HashMap::new();
        for page in &pages {
            let url = address::address(&page.path, folders);
            if let Some(first) = addresses.insert(url.clone(), &page.path) {
                outcome.clash.get_or_insert((url, first.to_owned(), page.path.clone()));
            }
        }
        let made: Vec<_> = pages
            .par_iter()
            .zip(&titles)
            .zip(&kept)
            .map(|((page, title), edition)| {
                sections::documents(
                    page,
                    edition.as_ref(),
                    &title.text,
                    &address::address(&page.path, folders),
                    &repeats,
                    asked.is_some(),
                )
            })
            .collect();
        for ((page, title), (documents, dropped)) in pages.iter().zip(&titles).zip(made) {
            if asked == Some(page.path.as_str()) {
                outcome.trace = Some(trace(page, title, &documents, dropped));
            }
            outcome.documents.extend(documents);
        }
        outcome
    }
}

fn trace(page: &Page, title: &Title, documents: &[Section], dropped: Vec<(String, String)>) -> Trace {
    Trace {
        unwanted: None,
        url: documents.first().map(|section| section.document.url.clone()).unwrap_or_default(),
        language: page.language.clone(),
        title: (title.text.clone(), title.from),
        content: page.content.clone(),
        sections: documents
            .iter()
            .map(|Section { document, .. }| {
                (document.title.clone(), document.url.clone(), document.body.split(' ').count())
            })
            .collect(),
        left_out: page.left_out.iter().cloned().chain(dropped).collect(),
    }
}
