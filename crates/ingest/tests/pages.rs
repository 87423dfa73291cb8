//! Pages as they are found: what is text, what is not, and that no bytes hurt.

#![allow(clippy::unwrap_used)]

use std::time::{Duration, Instant};

use proptest::prelude::*;
use thumbindex_ingest::{BlockKind, Page, Site, read_page};

fn texts(html: &str) -> Vec<String> {
    read_page("a.html", html.as_bytes(), false).blocks.into_iter().map(|block| block.text).collect()
}

/// Headings and terms with their anchors.
fn anchors(html: &str) -> Vec<(String, String)> {
    let blocks = read_page("a.html", html.as_bytes(), false).blocks.into_iter();
    blocks.filter_map(|block| Some((block.text, block.anchor?))).collect()
}

#[test]
fn landmarks_tell_what_is_content() {
    for html in [
        "<body><nav>Menu</nav><main>Text</main><footer>Foot</footer>",
        "<body><div role=navigation>Menu</div><div role=main>Text</div>",
        "<body>Menu<main>Lead<article>Text</article></main>",
        "<body>Menu<p data-thumb-body>Text</p><main>Other</main>",
        "<body>Menu<div class='x theme-doc-markdown'>Text</div>",
        "<body><header>Head</header><div class=sphinxsidebar>Menu</div>Text<aside>Ad</aside><footer>Foot</footer>",
        "<body><main hidden></main><p>Text</p><script>x</script><style>y</style><template>z</template><noscript>n</noscript>",
        "<body><main>Text<p hidden>Gone</p><p aria-hidden=true>Gone</p><div data-thumb-ignore>Gone<p>Gone</p></div></main>",
    ] {
        assert_eq!(texts(html), ["Text"], "{html}");
    }
    assert_eq!(texts("<article><header><h1>Title</h1></header>Text</article>"), ["Title", "Text"]);
}

#[test]
fn a_sidebar_is_furniture_where_it_is_mostly_links() {
    let links = "<p><a href=a>One page</a> and <a href=b>another page</a></p>";
    assert_eq!(texts(&format!("<body><div class=sidebar>{links}</div><p>Text</p>")), ["Text"]);
    // As DocBook and docutils have boxes beside the text.
    let story = "<p>A story of its own, with <a href=a>a link</a> in it.</p>";
    assert_eq!(
        texts(&format!("<body><div class=sidebar>{story}</div><p>Text</p>")),
        ["A story of its own, with a link in it.", "Text"]
    );
}

#[test]
fn a_page_says_its_language_and_version() {
    let said = |html: &str| {
        let page = read_page("a.html", html.as_bytes(), false);
        (page.language, page.version)
    };
    let of = |language: &str, version: &str| (language.to_owned(), version.to_owned());
    assert_eq!(said("<html lang=pt-BR><p>x"), of("pt-br", ""));
    // As DocBook has it; where parts differ, none of them speaks for the page.
    assert_eq!(
        said("<html><body><ul><li>x</ul><div lang=ja-JP xml:lang=ja-JP>x<div lang=ja-JP>y</div></div>"),
        of("ja-jp", "")
    );
    assert_eq!(said("<html><body><div lang=ja>x</div><div lang=de>y</div><div lang=ja>z</div>"), of("", ""));
    assert_eq!(said("<html lang=en data-thumb-version=2.0><p>x"), of("en", "2.0"));
    assert_eq!(said("<p>Version <b data-thumb-version>3.1</b>"), of("", "3.1"));
    assert_eq!(said("<meta name=docsearch:version content=next><p>x"), of("", "next"));
}

#[test]
fn broken_pages_are_read_as_browsers_read_them() {
    assert_eq!(texts("<p>one<p>two<li>three<td>four</b></div><br>five"), ["one", "two", "threefour five"]);
    assert_eq!(texts("<table><tr><td>a<td>b<tr><td>c</table><b>d<p>e</b>f"), ["a b", "c", "d", "ef"]);
    assert_eq!(texts("a&lt;b&nbsp;&amp; c&#x41;&bogus; <!-- no --> d < e"), ["a<b & cA&bogus; d < e"]);
    assert_eq!(texts("plain text, no tags"), ["plain text, no tags"]);
    assert_eq!(texts("<title>only a title"), [""; 0]);
}

#[test]
fn headings_have_the_anchor_that_leads_to_them() {
    for (html, anchor) in [
        ("<h2 id=x>Name</h2>", "x"),
        ("<h2><a name=x></a>Name</h2>", "x"),
        ("<h2><a id=x href=#x>Name</a></h2>", "x"),
        ("<a name=x></a><h2>Name</h2>", "x"),
        ("<section id=x><h2>Name</h2></section>", "x"),
        ("<span id=old></span><section id=x><h2>Name<a class=headerlink href=#x>¶</a></h2></section>", "x"),
        ("<div id=x><div class=titlepage><div><h2>Name</h2></div></div></div>", "x"),
        ("<h2 id=auto data-thumb-anchor=x>Name</h2>", "x"),
        ("<dl><dt id=x>Name</dt><dd>y</dd></dl>", "x"),
    ] {
        assert_eq!(anchors(html), [("Name".to_owned(), anchor.to_owned())], "{html}");
    }
    assert_eq!(anchors("<div id=menu><form><input></form></div><h2>Name</h2>"), []);
    // An anchor belongs to the first heading in its element alone.
    assert_eq!(anchors("<div id=x><h2>One</h2>a<h2>Two</h2>b</div>"), [("One".to_owned(), "x".to_owned())]);
}

#[test]
fn attributes_weigh_text_and_give_values() {
    let html = "<html lang=de><body data-thumb-filter='kind:guide' data-thumb-sort='order:3'><h1 data-thumb-meta=title>Name</h1>\
        <p data-thumb-weight=2>big</p><pre>code</pre><p data-thumb-weight=0>none</p><img data-thumb-meta='image[src]' src=a.png>";
    let page = read_page("a.html", html.as_bytes(), false);
    let weights: Vec<(&str, u8)> = page.blocks.iter().map(|block| (block.text.as_str(), block.weight)).collect();
    assert_eq!(weights, [("Name", 4), ("big", 8), ("code", 2), ("none", 0)]);
    assert_eq!(page.blocks[2].kind, BlockKind::Code);
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert_eq!(page.filters, [pair("kind", "guide"), pair("order", "3")]);
    assert_eq!(page.meta, [pair("title", "Name"), pair("image", "a.png")]);
    assert_eq!(page.language, "de");
}

fn site(pages: &[(&str, &str)]) -> Vec<(String, String, String)> {
    let mut site = Site::new();
    for (path, html) in pages {
        site.add(read_page(path, html.as_bytes(), false));
    }
    let documents = site.finish(None).documents.into_iter();
    documents.map(|section| section.document).map(|document| (document.id, document.title, document.body)).collect()
}

#[test]
fn what_repeats_over_the_site_is_no_content() {
    let page = |name: &str, text: &str| {
        format!(
            "<body><p>You read version 3.1<ul><li>Home<li>About</ul><h1>{name}</h1><p>{text}<p>Next: {name}<p>Page {} of 9",
            text.len()
        )
    };
    let pages = [page("Ants", "They walk."), page("Bees", "They fly away."), page("Cats", "They sleep all day.")];
    let documents = site(&[("a.html", &pages[0]), ("b.html", &pages[1]), ("c.html", &pages[2])]);
    let bodies: Vec<&str> = documents.iter().map(|document| document.2.as_str()).collect();
    assert_eq!(bodies, ["They walk. Next: Ants", "They fly away. Next: Bees", "They sleep all day. Next: Cats"]);
}

#[test]
fn pages_of_each_language_are_compared_with_each_other() {
    let page = |language: &str, menu: &str, text: &str| format!("<html lang={language}><body><p>{menu}<p>{text}");
    let mut pages = Vec::new();
    for (language, menu) in [("de", "Startseite"), ("fr", "Accueil"), ("ja", "目次"), ("en", "Home")] {
        for number in ["one", "two", "three"] {
            pages.push((format!("{language}-{number}.html"), page(language, menu, number)));
        }
    }
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, html)| (path.as_str(), html.as_str())).collect();
    assert!(site(&pages).iter().all(|document| ["one", "two", "three"].contains(&document.2.as_str())));
}

#[test]
fn what_the_versions_of_a_page_share_is_its_own() {
    let page = |version: &str, name: &str| {
        let banner = if version == "1.0" { "<p>This version is no longer maintained.</p>" } else { "" };
        format!("<title>{name} - Docs</title><h1>{name}</h1>{banner}<p>All about {name}.</p><p>Made by nobody.</p>")
    };
    let mut pages = Vec::new();
    for version in ["1.0", "2.0", "latest"] {
        for name in ["ants", "bees", "cats"] {
            pages.push((format!("{version}/{name}.html"), page(version, name)));
        }
    }
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, html)| (path.as_str(), html.as_str())).collect();
    for (path, title, body) in site(&pages) {
        assert_eq!(body, format!("All about {title}."), "{path}");
        assert!(path.ends_with(&format!("{title}.html")), "{path}");
    }
}

#[test]
fn every_section_with_an_anchor_is_found_by_itself() {
    let html = "<h1>Page</h1><p>Lead<h2 id=one>First</h2><p>a<h3>No anchor</h3><p>b<h2 id=two>Second</h2><p>c<h2 id=two>Again</h2>d";
    let expected =
        [("p.html", "Page", "Lead"), ("p.html#one", "First", "a No anchor b"), ("p.html#two", "Second", "c Again d")];
    assert_eq!(site(&[("p.html", html)]), expected.map(|(id, title, body)| (id.into(), title.into(), body.into())));
}

#[test]
fn a_list_of_links_is_no_text() {
    let links: String = (0..200).map(|number| format!("<li><a href=#{number}>entry {number}</a>")).collect();
    assert_eq!(
        site(&[("all.html", &format!("<h1>Index</h1><ul>{links}</ul>"))]),
        [("all.html".into(), "Index".into(), String::new())]
    );
}

fn read_within(bytes: &[u8], limit: Duration) -> Page {
    let start = Instant::now();
    let page = read_page("a.html", bytes, true);
    assert!(start.elapsed() < limit, "{:?}", start.elapsed());
    page
}

#[test]
fn long_pages_and_deep_ones_take_time_in_proportion() {
    let limit = Duration::from_secs(20);
    let long = "<p>Some words in a <b>paragraph</b> of text.</p>\n".repeat(220_000);
    assert!(long.len() > 10_000_000);
    assert_eq!(read_within(long.as_bytes(), limit).blocks.len(), 220_000);
    for part in [
        "<div>",
        "<b><p>",
        "<a href=x>",
        "<table><td>",
        "<ul><li>",
        "<svg><g>",
        "<font a=1><i>",
        "</p>",
        "<select>",
        "<!--",
        "&",
    ] {
        let page = read_within(format!("<p>text</p>{}", part.repeat(4_000_000 / part.len())).as_bytes(), limit);
        assert_eq!(page.blocks.first().map(|block| block.text.as_str()), Some("text"), "{part}");
    }
    let deep = read_within("<div>x".repeat(500_000).as_bytes(), limit);
    assert_eq!(deep.faults.first().map(thumbindex_ingest::Reason::code), Some("page-too-deep"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_bytes_make_a_page(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let mut site = Site::new();
        site.add(read_page("a.html", &bytes, true));
        let outcome = site.finish(Some("a.html"));
        prop_assert_eq!(outcome.documents.len() + outcome.left_out.len() >= 1, true);
    }

    #[test]
    fn any_tags_make_a_page(parts in proptest::collection::vec(
        prop_oneof![
            "</?(h[1-6]|p|div|table|tr|td|b|a|main|nav|pre|dt|dl|li|ul|form|select|option|template|svg|math|title|script|body|html|br|img)",
            "( (id|name|href|class|role|hidden|data-thumb-(ignore|body|weight|anchor|meta|filter))(=[\"']?[a-z#:,]{0,6}[\"']?)?){0,3}>",
            "[a-zé <>&;\"'\u{0}\u{feff}]{0,12}",
        ],
        0..60,
    )) {
        let html = parts.concat();
        let page = read_page("a.html", html.as_bytes(), true);
        for block in &page.blocks {
            prop_assert!(!block.text.trim().is_empty());
            prop_assert!(block.anchor.as_deref() != Some(""));
        }
        let mut site = Site::new();
        site.add(page);
        for document in site.finish(None).documents {
            prop_assert!(thumbindex_ingest::check_url(&document.document.url).is_ok());
        }
    }
}
