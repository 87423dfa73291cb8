//! What each fuzz target does with an input. `tests/fuzz_regressions.rs` replays old findings through the same functions.

use std::cell::RefCell;

use thumbindex_engine::build::{BuildOptions, Builder};
use thumbindex_engine::{Document, SearchOptions, Session};

#[path = "../../tests/common/container.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod container;
#[path = "../../tests/common/documents.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod documents;
#[path = "../../tests/common/random.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod random;
#[path = "../../tests/common/use_all.rs"]
#[allow(dead_code, reason = "shared with the tests")]
mod use_all;

/// Any bytes as an index file. What opens has passed its hashes, so it is used as well.
pub fn open_index(data: &[u8]) {
    if let Ok(mut session) = Session::open(data.to_vec()) {
        use_all::use_all(&mut session, use_all::QUERIES);
    }
}

/// Any bytes as an index file whose magic, version, lengths and hashes are made to fit, so that parsers see the rest.
pub fn open_repaired(data: &[u8]) {
    let mut file = data.to_vec();
    container::repair(&mut file);
    open_index(&file);
}

/// Any text as a query.
pub fn query(data: &[u8]) {
    thread_local! {
        static SESSION: RefCell<Session> = RefCell::new(session());
    }
    let query = String::from_utf8_lossy(data);
    SESSION.with_borrow_mut(|kept| {
        use_all::use_all(kept, &[&query]);
        let options =
            SearchOptions { limit: 3, typos: false, open_last_word: false, snippets: true, ..SearchOptions::default() };
        use_all::assert_sound(&kept.search(&query, &options), &options);
    });
}

/// Any texts as documents: what was built is read back.
///
/// Documents end at a line end, fields at a tab.
pub fn round_trip(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let document = |(number, line): (usize, &str)| {
        let mut fields = line.split('\t').map(str::to_owned);
        let mut next = || fields.next().unwrap_or_default();
        let (title, body, url, venue, id) = (next(), next(), next(), next(), next());
        let year = line.len().is_multiple_of(3).then_some(line.len() as i32 + 1990);
        let rest: Vec<String> = fields.collect();
        let (authors, keywords) = rest.split_at(rest.len() / 2);
        Document {
            id: format!("{id}{number}"),
            title,
            body,
            url,
            venue,
            year,
            authors: authors.to_vec(),
            keywords: keywords.to_vec(),
            meta: Vec::new(),
        }
    };
    let documents: Vec<Document> = text.split('\n').take(40).enumerate().map(document).collect();
    let Ok(bytes) = built(documents.clone()) else { panic!("documents are refused: {documents:?}") };
    let Ok(mut session) = Session::open(bytes) else { panic!("what was built does not open: {documents:?}") };
    for expected in &documents {
        let found = session.find(&expected.id).and_then(|doc| session.document(doc));
        assert_eq!(found.as_ref(), Some(expected));
        use_all::use_all(&mut session, &[&expected.title]);
    }
}

fn built(documents: Vec<Document>) -> Result<Vec<u8>, thumbindex_engine::Error> {
    let mut builder = Builder::new(BuildOptions { threads: 1, ..BuildOptions::default() });
    documents.into_iter().for_each(|document| builder.add(document));
    Ok(builder.finish(&|_, _, _| {})?.bytes)
}

fn session() -> Session {
    built(documents::documents(4, 40, 40, 300)).and_then(Session::open).unwrap_or_else(|error| panic!("{error}"))
}

/// Inputs to start from, by target.
pub fn seeds() -> Vec<(&'static str, Vec<Vec<u8>>)> {
    let files: Vec<Vec<u8>> = [(1, 0, 0, 9), (2, 1, 10, 20), (3, 6, 24, 60), (4, 20, 30, 200)]
        .into_iter()
        .filter_map(|(seed, count, length, words)| built(documents::documents(seed, count, length, words)).ok())
        .collect();
    let texts = documents::documents(5, 20, 20, 80).into_iter().map(|document| {
        [document.title, document.body, document.url, document.venue, document.id, document.authors.join("\t")]
            .join("\t")
            .into_bytes()
    });
    let mut queries: Vec<Vec<u8>> = use_all::QUERIES.iter().map(|query| query.as_bytes().to_vec()).collect();
    queries
        .extend(["title:\"a b\" -c", "a OR b* year:..2010", "深度 étale don't"].map(|query| query.as_bytes().to_vec()));
    vec![("open_index", files.clone()), ("open_repaired", files), ("query", queries), ("round_trip", texts.collect())]
}
