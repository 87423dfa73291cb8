//! Files that are read as a whole: BibTeX, feeds, Markdown, text, pages.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use thumbindex_engine::Document;
use thumbindex_ingest::{FieldMap, Limits, Problem, ingest, read_file};

fn read(name: &str, text: &str) -> (Vec<Document>, Vec<Problem>) {
    let (mut documents, mut problems) = (Vec::new(), Vec::new());
    let (fields, limits) = (FieldMap::default(), Limits::default());
    ingest(name, text.as_bytes(), &fields, &limits, |d| documents.push(d), |p| problems.push(p)).unwrap();
    (documents, problems)
}

#[test]
fn bibtex_entries_are_documents() {
    let (documents, problems) = read(
        "refs.bib",
        "% mine\n@string{ns = \"Neural Systems\"}\n@article{lee2001,\n title = {On {BERT} and Erd\\H{o}s},\n author = \"Lee, Ann and Chen, Bo\",\n \
         journal = ns, year = 2001, doi = {10.1/abc}, abstract = {Words.}\n}\n@book{broken, title = {never closed\n\
         @misc{next, title = {Next}, url = {javascript:alert(1)}}\n",
    );
    let first = &documents[0];
    assert_eq!((first.id.as_str(), first.title.as_str()), ("lee2001", "On BERT and Erdős"));
    assert_eq!((first.authors.len(), first.year, first.venue.as_str()), (2, Some(2001), "Neural Systems"));
    assert_eq!((first.url.as_str(), first.body.as_str()), ("https://doi.org/10.1/abc", "Words."));
    assert_eq!((documents[1].id.as_str(), documents[1].url.as_str()), ("next", ""));
    let places: Vec<(u64, &str)> = problems.iter().map(|problem| (problem.line, problem.code())).collect();
    assert_eq!(places, [(8, "bibtex-syntax"), (9, "url-refused")]);
}

#[test]
fn feeds_are_documents() {
    let (atom, problems) = read(
        "blog.atom",
        "<?xml version='1.0'?><feed xmlns='http://www.w3.org/2005/Atom'><title>Blog</title><entry><id>urn:1</id><title>Ants &amp; bees</title>\
         <link rel='edit' href='/edit'/><link href='/a?x=1&amp;y=2'/><author><name>Ada</name></author><updated>2021-02-03T00:00:00Z</updated>\
         <category term='insects'/><content type='html'>&lt;p>They &lt;b>walk&lt;/b>.&lt;script>no&lt;/script></content></entry></feed>",
    );
    assert!(problems.is_empty(), "{problems:?}");
    let entry = &atom[0];
    assert_eq!((entry.id.as_str(), entry.title.as_str(), entry.url.as_str()), ("urn:1", "Ants & bees", "/a?x=1&y=2"));
    assert_eq!(
        (entry.body.as_str(), &entry.authors, &entry.keywords),
        ("They walk.", &vec!["Ada".to_owned()], &vec!["insects".to_owned()])
    );
    let (rss, _) = read(
        "blog.xml",
        "<rss><channel><title>Blog</title><item><title>One</title><link>https://x.org/1</link><pubDate>Tue, 02 Mar 2021 10:00:00 GMT</pubDate>\
         <description><![CDATA[<p>First <i>post</i></p>]]></description></item><item><title>Two</title></item></channel></rss>",
    );
    assert_eq!(rss.len(), 2);
    assert_eq!((rss[0].body.as_str(), rss[0].url.as_str(), rss[0].year), ("First post", "https://x.org/1", Some(2021)));
    let (none, problems) = read("other.xml", "<svg><title>x</title></svg>");
    assert!(none.is_empty());
    assert_eq!(problems[0].code(), "feed-syntax");
}

#[test]
fn markdown_text_and_pages_are_documents_by_section() {
    let (documents, _) = read(
        "guide.md",
        "---\ntitle: \"The guide\"\n---\nLead.\n\n## Set up `it`!\n\nInstall.\n\n```\ncode\n```\n<script>x</script>\n",
    );
    let found: Vec<(&str, &str, &str)> = documents
        .iter()
        .map(|document| (document.title.as_str(), document.url.as_str(), document.body.as_str()))
        .collect();
    assert_eq!(found, [("The guide", "guide.md", "Lead."), ("Set up it!", "guide.md#set-up-it", "Install. code")]);
    let (documents, _) = read("note.txt", "A note\r\n\r\nFirst lines\r\nof text.\r\n\r\nMore.");
    assert_eq!((documents[0].title.as_str(), documents[0].body.as_str()), ("A note", "First lines of text. More."));
    let (documents, _) = read("a.html", "<nav>no</nav><main><h1>Page</h1><p>Text");
    assert_eq!((documents[0].title.as_str(), documents[0].body.as_str()), ("Page", "Text"));
}

#[test]
fn lists_of_pages_in_json_are_documents() {
    let (documents, _) =
        read("pages.json", r#"[{"loc": "/a/", "title": "A"}, {"location": "b/", "title": "B", "text": "x"}]"#);
    let urls: Vec<&str> = documents.iter().map(|document| document.url.as_str()).collect();
    assert_eq!(urls, ["/a/", "b/"]);
}

proptest! {
    #[test]
    fn any_bytes_end_with_documents_and_problems(name in "a\\.(bib|xml|atom|md|txt|html)", bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let (fields, limits) = (FieldMap::default(), Limits::default());
        let _ = ingest(&name, bytes.as_slice(), &fields, &limits, |_| (), |_| ());
        read_file(&name, &bytes, true);
    }

    #[test]
    fn any_pieces_end_with_documents_and_problems(name in "a\\.(bib|xml|md)", parts in proptest::collection::vec(
        prop_oneof!["@(string|misc|comment)?[{(]?[a-z]{0,2},?", "[a-z]{1,5} *= *[{\"]", "[}\")#,&;]", "</?(rss|feed|item|entry|title|link)( href='x')?/?>", "[#*`>|\\[\\]-]{1,3} ", "\n", "é\\\\'x"], 0..40)) {
        let (fields, limits) = (FieldMap::default(), Limits::default());
        let _ = ingest(&name, parts.concat().as_bytes(), &fields, &limits, |_| (), |_| ());
    }
}
