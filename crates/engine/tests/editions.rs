//! Pages in several versions and languages: one hit, the reader's first.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "build")]

use thumbindex_engine::build::{BuildOptions, Builder};
use thumbindex_engine::{Criterion, Document, Edition, Narrow, Reader, SearchOptions, Section, Session};

/// A page: id, work, version, language, and its sections as (heading, text).
type Page<'a> = (&'a str, &'a str, &'a str, &'a str, &'a [(&'a str, &'a str)]);

fn site(pages: &[Page]) -> Session {
    let mut builder = Builder::new(BuildOptions { threads: 1, identifiers: true, ..BuildOptions::default() });
    for (id, work, version, language, sections) in pages {
        for (number, (title, body)) in sections.iter().enumerate() {
            let (title, body) = (title.to_string(), body.to_string());
            let id = if number == 0 { id.to_string() } else { format!("{id}#{number}") };
            builder.add_section(Section {
                document: Document { id, title, body, ..Document::default() },
                continues: number > 0,
                language: language.to_string(),
                facets: vec![("version".to_owned(), version.to_string())],
                edition: Some(Edition { work: work.to_string(), version: version.to_string() }),
                ..Section::default()
            });
        }
    }
    let built = builder.finish(&|_, _, _| ()).unwrap();
    let mut session = Session::open(built.bytes).unwrap();
    for facet in built.facets {
        session.provide_facet(facet.bytes).unwrap();
    }
    session
}

/// A handbook in two versions and two languages, with a page that only the newer one has, and one that stands alone.
fn handbook() -> Session {
    let install: &[(&str, &str)] = &[("Install", "How to install."), ("Options", "The option prefix sets the folder.")];
    let newer: &[(&str, &str)] =
        &[("Install", "How to install."), ("Options", "The option prefix sets the folder, and sandbox a wall.")];
    let german: &[(&str, &str)] = &[("Installation", "Wie man install aufruft."), ("Optionen", "Die Option prefix.")];
    site(&[
        ("1.0/install", "install", "1.0", "en", install),
        ("2.0/install", "install", "2.0", "en", newer),
        ("2.0/de/install", "install", "2.0", "de", german),
        ("1.0/use", "use", "1.0", "en", &[("Use", "How to use what you could install.")]),
        ("2.0/use", "use", "2.0", "en", &[("Use", "How to use what you could install.")]),
        ("2.0/new", "new", "2.0", "en", &[("New", "What is new to install.")]),
        ("about", "about", "", "en", &[("About", "Who made it, and how they install things.")]),
    ])
}

fn reader(version: &str, language: &str) -> SearchOptions {
    let reader = Reader { version: version.to_owned(), language: language.to_owned() };
    SearchOptions { reader, ..SearchOptions::default() }
}

/// Ids of the hits, each with its other editions behind it.
fn ids(session: &mut Session, query: &str, options: &SearchOptions) -> Vec<String> {
    let answer = session.search(query, options);
    assert!(answer.total as usize >= answer.hits.len());
    let told = |hit: &thumbindex_engine::Hit| {
        let others: Vec<String> =
            hit.editions.iter().map(|other| format!(" {}/{}", other.version, other.language)).collect();
        format!("{}{}", hit.id, others.concat())
    };
    answer.hits.iter().map(told).collect()
}

#[test]
fn the_same_page_is_one_result_and_the_readers_version_stands_for_it() {
    let mut session = handbook();
    assert_eq!(ids(&mut session, "use", &reader("", ""))[0], "2.0/use 1.0/en");
    assert_eq!(ids(&mut session, "use", &reader("/docs/1.0/index.html", "en"))[0], "1.0/use 2.0/en");
    let answer = session.search("install", &reader("1.0", "en"));
    let mut found: Vec<&str> = answer.hits.iter().map(|hit| hit.id.as_str()).collect();
    found.sort_unstable();
    // What the reader's version does not have is found in the one that has it.
    assert_eq!((found, answer.total), (vec!["1.0/install", "1.0/use", "2.0/new", "about"], 4));
}

#[test]
fn the_readers_language_comes_first_where_it_has_what_is_asked_for() {
    let mut session = handbook();
    assert_eq!(ids(&mut session, "install", &reader("2.0", "de-AT"))[0], "2.0/de/install 2.0/en 1.0/en");
    assert_eq!(ids(&mut session, "install", &reader("2.0", "en-GB"))[0], "2.0/install 1.0/en 2.0/de");
    assert_eq!(ids(&mut session, "prefix", &reader("1.0", "de")), ["2.0/de/install#1 1.0/en 2.0/en"]);
    // The words of the query decide where one language alone has them.
    assert_eq!(ids(&mut session, "sets folder", &reader("", "de"))[0], "2.0/install#1 2.0/de 1.0/en");
}

#[test]
fn a_version_that_lacks_a_word_gives_way_to_one_that_has_all() {
    let mut session = handbook();
    assert_eq!(ids(&mut session, "option sandbox", &reader("1.0", "en")), ["2.0/install#1 1.0/en 2.0/de"]);
}

#[test]
fn filters_choose_among_editions_and_counts_tell_of_all() {
    let mut session = handbook();
    let criterion = Criterion { field: "version".to_owned(), any: vec!["1.0".to_owned()], ..Criterion::default() };
    let narrow = |criteria: Vec<Criterion>| {
        let narrow = Narrow { criteria, count: vec!["version".to_owned()], ..Narrow::default() };
        SearchOptions { narrow: Some(narrow), ..reader("2.0", "en") }
    };
    assert_eq!(ids(&mut session, "use", &narrow(vec![criterion.clone()]))[0], "1.0/use 2.0/en");
    // Without a query too.
    let mut all = ids(&mut session, "", &narrow(vec![criterion]));
    all.sort();
    assert_eq!(all, ["1.0/install 2.0/en 2.0/de", "1.0/use 2.0/en"]);
    let counts = session.search("use", &narrow(Vec::new())).facets;
    let counted: Vec<(&str, u32)> =
        counts[0].values.iter().map(|value| (value.value.as_str(), value.documents)).collect();
    assert_eq!(counted, [("1.0", 1), ("2.0", 1)]);
    // What is excluded alone finds nothing, as it does without editions.
    assert_eq!(ids(&mut session, "-use", &reader("2.0", "en")), [""; 0]);
}

#[test]
fn what_is_like_a_page_is_no_edition_of_it() {
    let mut session = handbook();
    let doc = session.find("2.0/use").unwrap();
    let like: Vec<String> = session.similar(doc).into_iter().map(|hit| hit.id).collect();
    assert!(like.iter().all(|id| !id.starts_with("1.0/")), "{like:?}");
}

#[test]
fn a_site_without_editions_has_no_such_part() {
    let session = site(&[("a", "a", "1.0", "en", &[("A", "One.")]), ("b", "b", "2.0", "en", &[("B", "Two.")])]);
    assert!(session.inspect().parts.iter().all(|part| part.name != "editions"));
    assert!(handbook().inspect().parts.iter().any(|part| part.name == "editions"));
}
