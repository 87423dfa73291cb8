//! Pages of several sections, and names of programs: what a site's index answers.

#![allow(clippy::unwrap_used)]
#![cfg(feature = "build")]

use thumbindex_engine::build::{BuildOptions, Builder};
use thumbindex_engine::{Answer, Document, SearchOptions, Section, Session};

/// A site of pages, each a list of (heading, text); ids are `page.section`.
fn site(pages: &[&[(&str, &str)]]) -> Session {
    let mut builder = Builder::new(BuildOptions { threads: 1, identifiers: true, ..BuildOptions::default() });
    for (page, sections) in pages.iter().enumerate() {
        for (number, (title, body)) in sections.iter().enumerate() {
            let (title, body) = (title.to_string(), body.to_string());
            let document = Document { id: format!("{page}.{number}"), title, body, ..Document::default() };
            builder.add_section(Section { document, continues: number > 0, ..Section::default() });
        }
    }
    Session::open(builder.finish(&|_, _, _| ()).unwrap().bytes).unwrap()
}

fn answer(site: &mut Session, query: &str) -> Answer {
    site.search(query, &SearchOptions::default())
}

fn ids(site: &mut Session, query: &str) -> Vec<String> {
    answer(site, query).hits.into_iter().map(|hit| hit.id).collect()
}

#[test]
fn a_page_is_one_hit_and_its_best_section_stands_for_it() {
    let mut site = site(&[
        &[
            ("Garden", "All about the garden."),
            ("Rakes", "A rake gathers leaves."),
            ("Hoes", "Not a rake, yet a rake helps."),
        ],
        &[("Kitchen", "A rake is no ladle."), ("Ladles", "For soup.")],
    ]);
    let found = answer(&mut site, "rake");
    let ids: Vec<&str> = found.hits.iter().map(|hit| hit.id.as_str()).collect();
    assert_eq!((ids, found.total), (vec!["0.1", "1.0"], 2));
}

#[test]
fn a_title_that_is_the_query_comes_before_one_that_begins_like_it() {
    let mut site = site(&[
        &[("CREATE TABLESPACE", "It makes one.")],
        &[("CREATE TABLE", "It makes one, and this text about it is much longer than the text about the other.")],
    ]);
    assert_eq!(ids(&mut site, "create table")[0], "1.0");
    assert_eq!(ids(&mut site, "create tables")[0], "0.0");
}

#[test]
fn words_in_several_sections_of_one_page_count_together() {
    let mut site = site(&[
        &[("Alpha", "Nothing here."), ("One", "The walrus sings.")],
        &[("Beta", "Nothing here."), ("Two", "The walrus sings."), ("Three", "Oysters are eaten.")],
        &[("Gamma", "Nothing here."), ("Four", "Oysters are eaten.")],
    ]);
    assert_eq!(ids(&mut site, "walrus oysters")[0].split('.').next(), Some("1"));
}

#[test]
fn the_title_of_a_page_comes_before_the_same_heading_of_a_section() {
    let mut site = site(&[
        &[("News", "What is new."), ("Signals", "They changed.")],
        &[("Signals", "How to use them in a longer text about many other things as well."), ("Sending", "Send one.")],
    ]);
    assert_eq!(ids(&mut site, "signals"), ["1.0", "0.1"]);
}

#[test]
fn the_title_of_a_page_goes_with_the_headings_below_it() {
    let mut site = site(&[
        &[("Storage", "Files."), ("Settings", "For storage, one setting.")],
        &[("Network", "Sockets."), ("Settings", "For the network.")],
    ]);
    assert_eq!(ids(&mut site, "network settings")[0], "1.1");
    assert_eq!(ids(&mut site, "storage settings")[0], "0.1");
}

#[test]
fn a_name_comes_first_wherever_it_stands() {
    let mut site = site(&[
        &[("Lazy", "All that is lazy."), ("keep_lazy(func)", "Keeps a lazy func lazy: lazy func, lazy func.")],
        &[("Source", "A long text about many things, and in it somewhere lazy_func, among other things there are.")],
        &[("Func", "Lazy ones too."), ("Lazy func", "A func that is lazy.")],
    ]);
    assert_eq!(ids(&mut site, "lazy_func")[0], "1.0");
    assert_eq!(ids(&mut site, "lazy func")[0], "2.1");
    // While the name is being typed as well.
    assert_eq!(ids(&mut site, "lazy_fun")[0], "1.0");
    // Where no page has it, its parts count as ever.
    assert_eq!(ids(&mut site, "func_lazy").len(), 3);
}

#[test]
fn a_name_is_found_as_it_is_written_then_by_its_parts_then_by_what_is_inside() {
    let mut site = site(&[
        &[("Parts", "The group has many members, and to group by them is common. Group by what?")],
        &[("Name", "Call group_by on it.")],
        &[("Path", "See itertools::group for more, or std.path.join there.")],
        &[("Capitals", "Call createElement or HTTPServer there.")],
        &[("Versions", "Since 3.0.2 of it.")],
        &[("Version", "Since 3.2.0 of it, not 2.")],
        &[("Flags", "Give --no-verify to it.")],
    ]);
    assert_eq!(ids(&mut site, "group_by")[0], "1.0");
    for query in ["itertools::group", "itertools.group", "std.path", "path.join"] {
        assert_eq!(ids(&mut site, query)[0], "2.0", "{query}");
    }
    for query in ["createElement", "element", "create element", "server", "httpserv"] {
        assert_eq!(ids(&mut site, query)[0], "3.0", "{query}");
    }
    assert_eq!(ids(&mut site, "3.0.2")[0], "4.0");
    assert_eq!(ids(&mut site, "3.2.0")[0], "5.0");
    for query in ["--no-verify", "no-verify", "noverify"] {
        assert_eq!(ids(&mut site, query)[0], "6.0", "{query}");
    }
}

#[test]
fn words_that_weigh_nothing_are_shown_and_not_found() {
    let mut builder = Builder::new(BuildOptions { threads: 1, identifiers: true, ..BuildOptions::default() });
    let body = "seen hidden".to_owned();
    let document = Document { id: "a".into(), title: "Title".into(), body, ..Document::default() };
    builder.add_section(Section { document, weights: vec![(4, 4), (11, 0)], ..Section::default() });
    let mut session = Session::open(builder.finish(&|_, _, _| ()).unwrap().bytes).unwrap();
    assert_eq!(answer(&mut session, "seen").hits[0].snippet.text, "seen hidden");
    assert!(answer(&mut session, "hidden").hits.is_empty());
}

#[test]
fn a_collection_that_is_no_site_has_no_pages() {
    let mut builder = Builder::new(BuildOptions::default());
    builder.add(Document { id: "a".into(), title: "foo_bar".into(), ..Document::default() });
    let built = builder.finish(&|_, _, _| ()).unwrap();
    assert!(built.inspection.parts.iter().all(|part| part.name != "pages"));
    assert_eq!(built.inspection.terms, 2);
}

#[test]
fn what_was_typed_before_changes_no_score() {
    let pages: &[&[(&str, &str)]] = &[
        &[("Garden", "A rake."), ("Rakes", "A rake and a rake gather leaves."), ("Hoes", "Not a rake at all.")],
        &[("Kitchen", "Ladles and leaves."), ("Ladles", "A rake is no ladle, a ladle is.")],
    ];
    let mut typed = site(pages);
    for query in ["rake", "rake l", "rake le", "rake lea", "rake leaves", "rake lead", "rake"] {
        let scores = |found: Answer| found.hits.into_iter().map(|hit| (hit.id, hit.score)).collect::<Vec<_>>();
        assert_eq!(scores(answer(&mut typed, query)), scores(answer(&mut site(pages), query)), "{query}");
    }
}

#[test]
fn compounds_are_found_by_their_parts_where_their_language_has_them() {
    let mut builder = Builder::new(BuildOptions { threads: 1, identifiers: true, ..BuildOptions::default() });
    for (id, language, body) in [
        ("1", "de", "Eine Datenbankverbindung steht."),
        ("2", "de", "Eine Verbindung und die Datenbank."),
        ("3", "de-CH", "Keine Verbindung zur Datenbank."),
        ("4", "de", "Der Hintergrund und die Zeitung zur Zeit."),
        ("5", "en", "A notebook."),
        ("6", "en", "A book and a note."),
    ] {
        let document = Document { id: id.into(), title: id.into(), body: body.into(), ..Document::default() };
        builder.add_section(Section { document, language: language.into(), ..Section::default() });
    }
    let mut site = Session::open(builder.finish(&|_, _, _| ()).unwrap().bytes).unwrap();
    let mut found = |query: &str| {
        let mut ids = ids(&mut site, query);
        ids.sort();
        ids.concat()
    };
    assert_eq!(found("verbindung "), "123");
    assert_eq!(found("datenbank verbindung"), "123");
    assert_eq!(found("die zeit "), "4");
    // English writes what belongs together apart.
    assert_eq!(found("book"), "6");
    // Function words of the page's language say nothing beside others.
    assert_eq!(found("der hintergrund"), "4");
}

#[test]
fn forms_of_a_word_are_found_in_the_language_of_their_page() {
    let mut builder = Builder::new(BuildOptions { threads: 1, identifiers: true, ..BuildOptions::default() });
    for (id, language, body) in [
        ("de 1", "de-AT", "Das Haus steht."),
        ("de 2", "de", "Alle Häuser stehen."),
        ("ru 1", "ru", "Здесь лежит книга."),
        ("ru 2", "ru", "Здесь лежат книги."),
        ("en 1", "", "A library is open."),
        ("en 2", "en", "Two libraries."),
        ("none 1", "tlh", "Network."),
        ("none 2", "zh", "图书馆的 networks 很多。"),
    ] {
        let document = Document { id: id.into(), title: id.into(), body: body.into(), ..Document::default() };
        builder.add_section(Section { document, language: language.into(), ..Section::default() });
    }
    // A record says its language in its metadata.
    for (id, body) in [("fr 1", "Une phrase continuelle."), ("fr 2", "Elle fume continuellement.")] {
        let meta = vec![("lang".into(), "fr".into())];
        builder.add(Document { id: id.into(), title: id.into(), body: body.into(), meta, ..Document::default() });
    }
    let mut site = Session::open(builder.finish(&|_, _, _| ()).unwrap().bytes).unwrap();
    for (query, language) in
        [("häuser", "de"), ("книги", "ru"), ("libraries", "en"), ("networks", "none"), ("continuellement", "fr")]
    {
        let mut found = ids(&mut site, query);
        found.sort();
        assert_eq!(found, [format!("{language} 1"), format!("{language} 2")], "{query}");
    }
}
