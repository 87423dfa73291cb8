//! Filters, counts and orders: against the documents themselves.

#![cfg(feature = "build")]
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use thumbindex_engine::build::{BuildOptions, Builder, BuiltIndex};
use thumbindex_engine::{
    Answer, Criterion, Document, ErrorKind, FacetKind, FieldCounts, Narrow, SearchOptions, Section, Session, Sort,
};

/// Papers of three authors over ten years, every second one about cats.
fn papers() -> Vec<Document> {
    let author = |number: usize| ["Ada", "Bo", "Cy"][number % 3].to_owned();
    (0..60)
        .map(|number| Document {
            id: format!("p{number}"),
            title: format!("Paper {number} about {}", ["cats", "dogs"][number % 2]),
            body: "They were fed with care, and grew up on quiet farms beside a river.".into(),
            authors: if number % 7 == 0 { vec![author(number), author(number + 1)] } else { vec![author(number)] },
            year: (number % 5 != 4).then_some(2000 + (number % 10) as i32),
            keywords: if number < 10 { vec!["early".into()] } else { Vec::new() },
            meta: vec![
                ("pages".into(), (number * 3).to_string()),
                ("seen".into(), format!("2024-{:02}", 1 + number % 12)),
            ],
            ..Document::default()
        })
        .collect()
}

fn built(documents: Vec<Document>) -> BuiltIndex {
    let options = BuildOptions { facets: vec!["pages".into(), "seen".into()], ..BuildOptions::default() };
    let mut builder = Builder::new(options);
    documents.into_iter().for_each(|document| builder.add(document));
    builder.finish(&|_, _, _| {}).unwrap()
}

fn opened(built: &BuiltIndex) -> Session {
    let mut session = Session::open(built.bytes.clone()).unwrap();
    for facet in &built.facets {
        session.provide_facet(facet.bytes.clone()).unwrap();
    }
    session
}

fn ask(session: &mut Session, query: &str, narrow: Narrow) -> Answer {
    session.search(query, &SearchOptions { limit: 1000, narrow: Some(narrow), ..SearchOptions::default() })
}

fn texts(values: &[&str]) -> Vec<String> {
    values.iter().map(|&value| value.to_owned()).collect()
}

fn any(field: &str, values: &[&str]) -> Criterion {
    Criterion { field: field.into(), any: texts(values), ..Criterion::default() }
}

fn only(criterion: Criterion) -> Narrow {
    Narrow { criteria: vec![criterion], ..Narrow::default() }
}

/// The ids of the papers that a test is true of, sorted.
fn expected(test: impl Fn(&Document) -> bool) -> Vec<String> {
    let mut ids: Vec<String> = papers().into_iter().filter(|paper| test(paper)).map(|paper| paper.id).collect();
    ids.sort();
    ids
}

fn found(answer: &Answer) -> Vec<String> {
    let mut ids: Vec<String> = answer.hits.iter().map(|hit| hit.id.clone()).collect();
    ids.sort();
    ids
}

fn counts<'a>(answer: &'a Answer, field: &str) -> &'a FieldCounts {
    answer.facets.iter().find(|counts| counts.field == field).unwrap()
}

#[test]
fn fields_are_told_with_their_kinds() {
    let built = built(papers());
    let kinds: Vec<(&str, FacetKind, u32, usize)> = built
        .facets
        .iter()
        .map(|facet| (facet.field.as_str(), facet.kind, facet.documents, facet.values.len()))
        .collect();
    assert_eq!(
        kinds,
        [
            ("author", FacetKind::Text, 60, 3),
            ("keyword", FacetKind::Text, 10, 1),
            ("pages", FacetKind::Number, 60, 60),
            ("seen", FacetKind::Date, 60, 12),
            ("year", FacetKind::Number, 48, 8),
        ]
    );
}

/// What is true of the documents that are to be found.
type Test = Box<dyn Fn(&Document) -> bool>;

#[test]
fn criteria_keep_exactly_the_documents_that_have_them() {
    let mut session = opened(&built(papers()));
    let cats = |paper: &Document| paper.title.contains("cats");
    let has = |paper: &Document, name: &str| paper.authors.iter().any(|author| author == name);
    let pages = |paper: &Document| -> usize { paper.meta[0].1.parse().unwrap() };
    let of = |criterion: Criterion| only(criterion);
    let everything = Criterion::default;
    let cases: Vec<(Narrow, Test)> = vec![
        (of(any("author", &["Ada"])), Box::new(move |paper| has(paper, "Ada"))),
        (of(any("author", &["Ada", "Cy"])), Box::new(move |paper| has(paper, "Ada") || has(paper, "Cy"))),
        (of(any("author", &["ada"])), Box::new(|_| false)),
        (
            of(Criterion { field: "author".into(), all: texts(&["Ada", "Bo"]), ..everything() }),
            Box::new(move |paper| has(paper, "Ada") && has(paper, "Bo")),
        ),
        (of(Criterion { field: "author".into(), all: texts(&["Ada", "Nobody"]), ..everything() }), Box::new(|_| false)),
        (
            of(Criterion { field: "author".into(), none: texts(&["Bo", "Nobody"]), ..everything() }),
            Box::new(move |paper| !has(paper, "Bo")),
        ),
        (
            of(Criterion { field: "pages".into(), from: Some("9".into()), to: Some("100".into()), ..everything() }),
            Box::new(move |paper| (9..=100).contains(&pages(paper))),
        ),
        (
            of(Criterion { field: "year".into(), from: Some("2006".into()), ..everything() }),
            Box::new(|paper| paper.year.is_some_and(|year| year >= 2006)),
        ),
        (
            of(Criterion { field: "seen".into(), to: Some("2024-02".into()), ..everything() }),
            Box::new(|paper| paper.meta[1].1.as_str() <= "2024-02"),
        ),
        (
            Narrow { criteria: vec![any("author", &["Bo"]), any("keyword", &["early"])], ..Narrow::default() },
            Box::new(move |paper| has(paper, "Bo") && !paper.keywords.is_empty()),
        ),
    ];
    for (narrow, test) in cases {
        let answer = ask(&mut session, "cats", narrow.clone());
        assert_eq!(found(&answer), expected(|paper| cats(paper) && test(paper)), "{narrow:?}");
        assert_eq!((answer.total as usize, answer.partial), (answer.hits.len(), false), "{narrow:?}");
        // Without words all of them.
        let answer = ask(&mut session, "", narrow.clone());
        assert_eq!(found(&answer), expected(test), "{narrow:?}");
    }
    // Filters change no order.
    let plain = ask(&mut session, "cats", Narrow::default());
    let narrowed = ask(&mut session, "cats", only(any("author", &["Bo"])));
    let kept: Vec<&str> =
        plain.hits.iter().filter(|hit| hit.authors.contains(&"Bo".into())).map(|hit| hit.id.as_str()).collect();
    assert_eq!(narrowed.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), kept);
}

#[test]
fn counts_are_those_of_the_query_and_a_field_does_not_narrow_itself() {
    let mut session = opened(&built(papers()));
    let narrow = Narrow {
        criteria: vec![
            any("author", &["Ada"]),
            Criterion { field: "year".into(), from: Some("2002".into()), ..Criterion::default() },
        ],
        count: texts(&["year", "author", "keyword"]),
        ..Narrow::default()
    };
    let answer = ask(&mut session, "cats", narrow);
    assert_eq!(
        answer.facets.iter().map(|counts| counts.field.as_str()).collect::<Vec<_>>(),
        ["year", "author", "keyword"]
    );
    let cats: Vec<Document> = papers().into_iter().filter(|paper| paper.title.contains("cats")).collect();
    let recent = |paper: &&Document| paper.year.is_some_and(|year| year >= 2002);
    let by = |paper: &&Document, name: &str| paper.authors.iter().any(|author| author == name);
    for value in &counts(&answer, "author").values {
        let count = cats.iter().filter(recent).filter(|paper| by(paper, &value.value)).count();
        assert_eq!(value.documents as usize, count, "{value:?}");
    }
    for value in &counts(&answer, "year").values {
        let year = value.value.parse().ok();
        let count = cats.iter().filter(|paper| by(paper, "Ada") && paper.year == year).count();
        assert_eq!(value.documents as usize, count, "{value:?}");
    }
    assert_eq!(counts(&answer, "author").distinct, 3);
    assert_eq!(counts(&answer, "year").range, Some(("2000".into(), "2008".into())));
    let early = cats.iter().filter(recent).filter(|paper| by(paper, "Ada") && !paper.keywords.is_empty()).count();
    assert_eq!(counts(&answer, "keyword").values[0].documents as usize, early);
    // Those of most documents come first, and no more than are asked for.
    let most = ask(&mut session, "", Narrow { count: texts(&["author"]), most: 2, ..Narrow::default() });
    let values = &counts(&most, "author").values;
    assert!(values.len() == 2 && values[0].documents >= values[1].documents && counts(&most, "author").distinct == 3);
}

#[test]
fn another_order_is_that_of_the_values_then_the_best() {
    let mut session = opened(&built(papers()));
    let sorted = |session: &mut Session, query: &str, field: &str, descending| {
        ask(session, query, Narrow { sort: Some(Sort { field: field.into(), descending }), ..Narrow::default() })
    };
    for descending in [false, true] {
        let answer = sorted(&mut session, "cats", "pages", descending);
        let mut pages: Vec<u32> = answer.hits.iter().map(|hit| hit.meta[0].1.parse().unwrap()).collect();
        if descending {
            pages.reverse();
        }
        assert!(pages.len() == 30 && pages.is_sorted(), "{pages:?}");
        // Documents without the field come last in both.
        let years: Vec<Option<i32>> =
            sorted(&mut session, "", "year", descending).hits.iter().map(|hit| hit.year).collect();
        assert!(
            years.len() == 60 && years[48..].iter().all(Option::is_none) && years[..48].iter().all(Option::is_some)
        );
    }
    // Beside an order, documents with all of the words come alone; where none has all, those with any.
    let all = sorted(&mut session, "paper 17 dogs", "pages", true);
    assert_eq!(found(&all), ["p17"]);
    assert_eq!(sorted(&mut session, "cats dogs", "pages", true).hits.len(), 60);
    assert_eq!(sorted(&mut session, "dogs -farms", "pages", true).hits.len(), 0);
}

#[test]
fn a_page_is_counted_once_and_stands_once_in_an_order() {
    let mut builder = Builder::new(BuildOptions { identifiers: true, ..BuildOptions::default() });
    for page in 0..8 {
        for section in 0..4 {
            let title =
                if section == 2 { format!("Install release {page}") } else { format!("Part {section} of {page}") };
            let document = Document {
                id: format!("{page}#{section}"),
                title,
                body: "How to install it on your machine.".into(),
                ..Document::default()
            };
            let facets = if section == 0 { vec![("release".into(), format!("1.{}", page + 5))] } else { Vec::new() };
            builder.add_section(Section { document, continues: section > 0, facets, ..Section::default() });
        }
    }
    let mut session = opened(&builder.finish(&|_, _, _| {}).unwrap());
    let narrow = Narrow {
        criteria: vec![any("release", &["1.9", "1.10", "1.11"])],
        sort: Some(Sort { field: "release".into(), descending: true }),
        count: texts(&["release"]),
        ..Narrow::default()
    };
    let answer = ask(&mut session, "install", narrow.clone());
    // The best section stands for its page, and versions are in the order of their numbers.
    assert_eq!(answer.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["6#2", "5#2", "4#2"]);
    assert_eq!(answer.total, 3);
    assert!(counts(&answer, "release").values.iter().all(|value| value.documents == 1));
    assert_eq!(counts(&answer, "release").values.len(), 8);
    assert_eq!(found(&ask(&mut session, "", narrow)), ["4#0", "5#0", "6#0"]);
}

#[test]
fn what_is_not_there_or_of_another_build_gives_no_wrong_answer() {
    let index = built(papers());
    let mut session = Session::open(index.bytes.clone()).unwrap();
    // A filter whose file was not handed in finds nothing, and says that it is not the whole answer.
    let answer = ask(&mut session, "cats", only(any("author", &["Ada"])));
    assert!(answer.hits.is_empty() && answer.partial);
    let other = built(papers().into_iter().skip(1).collect());
    assert_eq!(session.provide_facet(other.facets[0].bytes.clone()).unwrap_err().kind(), ErrorKind::Malformed);
    let bytes = &index.facets[0].bytes;
    for at in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        assert!(session.provide_facet(damaged).is_err(), "byte {at}");
    }
    assert!(session.provide_facet(bytes[..bytes.len() - 1].to_vec()).is_err());
    assert!(session.provide_facet(bytes.clone()).is_ok());
    assert!(!ask(&mut session, "cats", only(any("author", &["Ada"]))).partial);
}
