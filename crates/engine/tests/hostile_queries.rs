//! Whatever is typed, pasted or put into a link is answered: at once, without harm, and with marks that fit the text.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use std::cell::RefCell;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use common::random::Random;
use common::use_all::assert_sound;
use common::{built, documents, setting};
use proptest::prelude::*;
use thumbindex_engine::{Answer, Document, SearchOptions, Session};

/// Documents with all that is hard to mark: scripts without spaces, pairs of surrogates, marks, markup, names of JavaScript.
fn odd_documents() -> Vec<Document> {
    let mut all = documents::documents(4, 200, 60, 1500);
    let texts = [
        ("深度学习与神经网络", "深度学习。神经网络可以学习！我们训练深度网络。"),
        (
            "𝒳-ray 𝒟eep 👩\u{200d}🔬 learning",
            "The 𝒳-ray of 👩\u{200d}🔬 and 🇩🇪 shows naïve étale cafe\u{301} networks. 𝔘nicode 𝔘nicode!",
        ),
        (
            "<script>alert(1)</script> & <b>markup</b>",
            "He said \"<img src=x onerror=alert(1)>\" and it stayed text. &lt;script&gt; javascript:alert(1)",
        ),
        (
            "__proto__ constructor toString",
            "Objects have a constructor, a toString and a __proto__; hasOwnProperty tells. valueOf too.",
        ),
        ("שלום עולם مرحبا بالعالم", "טקסט מימין לשמאל. نص من اليمين إلى اليسار. mixed \u{202e}reversed\u{202c} text."),
        ("Straße ﬁnden İstanbul ΣΊΣΥΦΟΣ", "Die Straße ist groß; ﬁnden wir sie? İstanbul'da. Σίσυφος ﷺ."),
        ("", "A body without a title."),
        (
            "C++ and C# and .NET: a::b(c) -> d[e] | f*",
            "Operators: a && b || !c; title:x author:y OR AND NOT \"quoted\" -minus +plus wild* card?",
        ),
        ("ภาษาไทย ខ្មែរ", "ภาษาไทยเขียนติดกัน. hangul 한국어 검색 엔진."),
    ];
    all.extend((0..).zip(texts).map(|(number, (title, body))| Document {
        id: format!("odd{number}"),
        title: title.to_owned(),
        body: body.to_owned(),
        keywords: vec!["odd".to_owned()],
        ..Document::default()
    }));
    all
}

static BYTES: LazyLock<Vec<u8>> = LazyLock::new(|| built(odd_documents()).bytes);

thread_local! {
    static SESSION: RefCell<Session> = RefCell::new(open());
}

fn open() -> Session {
    Session::open(BYTES.clone()).unwrap()
}

/// Asks everything about a query, and checks what must hold of the answers.
fn ask(query: &str) -> Answer {
    SESSION.with_borrow_mut(|session| {
        let options = SearchOptions::default();
        session.plan(query, &options);
        for suggestion in session.suggest(query, 5) {
            assert!(suggestion.documents > 0);
        }
        let closed = SearchOptions { open_last_word: false, typos: false, limit: 3, ..SearchOptions::default() };
        assert_sound(&session.search(query, &closed), &closed);
        let answer = session.search(query, &options);
        assert_sound(&answer, &options);
        answer
    })
}

/// Texts that somebody has sent to a search box, by what is special about them.
fn hostile_queries() -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |name: &str, query: String| all.push((name.to_owned(), query));
    // Long ones.
    for (name, piece) in [
        ("one letter", "a"),
        ("one word and a blank", "network "),
        ("one long word", "networks"),
        ("blanks", " "),
        ("tabs and line ends", "\t\r\n"),
        ("combining marks", "\u{301}"),
        ("joiners", "\u{200d}"),
        ("right-to-left overrides", "\u{202e}"),
        ("replacement characters", "\u{fffd}"),
        ("NUL", "\0"),
        ("byte order marks", "\u{feff}"),
        ("soft hyphens", "\u{ad}"),
        ("ideographs", "深度"),
        ("emoji in families", "👩\u{200d}👩\u{200d}👧"),
        ("flags", "🇩🇪"),
        ("letters beyond the first plane", "𝒳"),
        ("letters with many marks", "e\u{301}\u{302}\u{303}\u{304}\u{323}"),
        ("apostrophes", "a'"),
        ("quotes", "\""),
        ("pairs of quotes", "\"a\" "),
        ("minus signs", "-"),
        ("excluded words", "-a "),
        ("stars", "*"),
        ("open words", "ne* "),
        ("colons", ":"),
        ("fields", "title:"),
        ("nested fields", "title:title:a "),
        ("alternatives", "a OR "),
        ("operators alone", "OR "),
        ("years", "year:2000..2010 "),
        ("dots", "."),
        ("ranges", ".."),
        ("brackets", "([{"),
        ("backslashes", "\\"),
        ("markup", "<b>"),
        ("per cent signs", "%00"),
        ("long s and sharp s", "ſß"),
        ("ligatures that become eighteen letters", "ﷺ"),
        ("final sigmas", "Σς"),
        ("dotted capitals", "İ"),
        ("hangul jamo", "\u{1100}\u{1161}\u{11a8}"),
        ("thai", "ภาษา"),
        ("variation selectors", "a\u{fe0f}\u{e0100}"),
        ("tags", "\u{e0041}"),
        ("private use", "\u{e000}"),
        ("non-characters", "\u{ffff}\u{10ffff}"),
        ("controls", "\u{1}\u{7f}\u{85}"),
        ("separators", "\u{2028}\u{2029}\u{a0}\u{3000}"),
        ("digits", "2024"),
        ("words of two letters", "ab "),
    ] {
        add(&format!("10 of {name}"), piece.repeat(10));
        add(&format!("10,000 of {name}"), piece.repeat(10_000));
        add(&format!("a word among {name}"), format!("{0}network{0}", piece.repeat(20)));
    }
    add("a token of 1 MB", "x".repeat(1 << 20));
    add("1 MB of blanks", " ".repeat(1 << 20));
    add("100,000 combining marks on one letter", format!("e{}", "\u{301}".repeat(100_000)));
    add("10,000 different words", (0..10_000).map(|number| format!("w{number} ")).collect());
    add("255 units and a pair", format!("{}𝒳 network", "a".repeat(255)));
    add("256 units exactly", "neural networ ".repeat(19).chars().take(256).collect());
    // Names that mean something to somebody.
    for query in [
        "__proto__",
        "constructor",
        "toString",
        "hasOwnProperty",
        "valueOf",
        "__defineGetter__",
        "prototype",
        "null",
        "undefined",
        "NaN",
        "true",
        "-0",
        "1e309",
        "0x10",
        "Infinity",
        "[object Object]",
    ] {
        add("a name of JavaScript", query.to_owned());
    }
    // Payloads.
    for query in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "<svg/onload=alert(1)>",
        "javascript:alert(1)",
        "';alert(String.fromCharCode(88,83,83))//",
        "{{constructor.constructor('alert(1)')()}}",
        "${7*7}",
        "' OR 1=1 --",
        "\"; DROP TABLE papers; --",
        "../../../etc/passwd",
        "%3Cscript%3Ealert(1)%3C/script%3E",
        "&lt;b&gt;",
        "\u{2028}alert(1)",
        "data:text/html,<script>alert(1)</script>",
    ] {
        add("a payload", query.to_owned());
    }
    // Regular expressions and wildcards.
    for query in
        [".*", "(a+)+$", "[a-z]{1,9}", "a|b", "^net$", "net?ork", "*", "**", "n*k", "\\bnet\\b", "(?:", "[", "+", "?"]
    {
        add("a pattern", query.to_owned());
    }
    // The query language, broken.
    for query in [
        "\"",
        "\"neural",
        "neural\"",
        "\"\"",
        "\" \"",
        "\"\"\"",
        "-\"",
        "-\"a b\"",
        "--a",
        "- a",
        "-",
        "title:",
        ":title",
        "title::a",
        "title:\"a",
        "title:\"a b\" c",
        "-title:a",
        "colour:red",
        "year:",
        "year:x",
        "year:99999999999999999999",
        "year:-5",
        "year:0000..9999",
        "year:9999..0000",
        "year:..",
        "year:...",
        "year:2000..",
        "year:..2000",
        "year:2147483648",
        "year:9999999999",
        "year:99999..99999",
        "year:١٩٩٩",
        "OR",
        "OR OR",
        "a OR",
        "OR a",
        "a OR OR b",
        "a OR -b",
        "a OR \"b c\"",
        "AND",
        "NOT a",
        "a AND b",
        "author:",
        "authors:a*",
        "keyword:odd",
        "keywords:\"odd\"",
        "TITLE:a",
        "title: a",
        "a:b:c:d",
        "http://example.org/?q=a&b=c#d",
        "a::b",
        "C++",
        ".NET",
        "C#",
    ] {
        add("a broken operator", query.to_owned());
    }
    all
}

#[test]
fn two_hundred_kinds_of_hostile_query_are_answered_at_once() {
    let queries = hostile_queries();
    assert!(queries.len() >= 200, "{}", queries.len());
    ask("warm");
    for (name, query) in queries {
        let start = Instant::now();
        ask(&query);
        // A hundred times what it takes; tells a hang from a busy machine.
        assert!(start.elapsed() < Duration::from_secs(2), "{name} took {:?}", start.elapsed());
    }
}

#[test]
fn what_is_cut_is_said_to_be() {
    for query in [
        "x".repeat(257),
        "x".repeat(1 << 20),
        "word ".repeat(10_000),
        (0..17).map(|number| format!("w{number} ")).collect(),
    ] {
        assert!(ask(&query).partial, "{} bytes", query.len());
    }
    for query in ["x".repeat(256), "𝒳".repeat(128), (0..16).map(|number| format!("w{number} ")).collect()] {
        assert!(!ask(&query).partial, "{query:?}");
    }
}

#[test]
fn names_of_javascript_are_ordinary_words() {
    for query in ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"] {
        let answer = ask(query);
        assert_eq!(answer.hits.first().map(|hit| hit.id.as_str()), Some("odd3"), "{query}");
    }
}

#[test]
fn payloads_are_text_in_and_out() {
    let answer = ask("<script>alert(1)</script> markup");
    assert_eq!(answer.hits[0].title.text, "<script>alert(1)</script> & <b>markup</b>");
    assert!(answer.hits[0].title.marks.len() >= 2);
}

#[test]
fn an_operator_that_means_nothing_is_read_as_the_words_in_it() {
    for (query, plain) in [
        ("\"naïve étale", "naïve étale"),
        ("colour:naïve", "colour naïve"),
        ("naïve OR ", "naïve"),
        ("(naïve)", "naïve."),
        ("- naïve", "naïve"),
    ] {
        let (odd, usual) = (ask(query), ask(plain));
        let ids = |answer: &Answer| answer.hits.iter().map(|hit| hit.id.clone()).collect::<Vec<_>>();
        assert_eq!(ids(&odd), ids(&usual), "{query}");
        assert!(!odd.hits.is_empty());
    }
}

/// Text that looks like queries: words of the index and others, operators, and what breaks them.
fn some_query() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "(neural|network|netw|the|of|naïve|𝒳-ray|深度|学习|mRNA|BERT4Rec|étale|ranetiso|straße|İ|한국)",
        3 => "[a-z]{1,12}",
        3 => "( |  |\t|\u{3000})",
        2 => "(\"|-|:|[*]|title:|author:|keyword:|year:|year:2000[.][.]|OR| OR |[.][.]|')",
        1 => "(\u{301}|\u{200d}|\u{ad}|\u{202e}|\0|\u{feff}|\u{fffd}|👩\u{200d}🔬)",
        1 => "\\PC{1,6}",
    ];
    prop_oneof![
        6 => proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat()),
        2 => any::<String>(),
        1 => "\\PC{0,300}",
    ]
}

fn cases() -> u32 {
    setting("THUMBINDEX_CASES", 20_000).min(u64::from(u32::MAX)) as u32
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases()) })]

    #[test]
    fn any_text_is_answered_with_marks_that_fit(query in some_query()) {
        ask(&query);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(300) })]

    #[test]
    fn an_answer_does_not_depend_on_what_was_asked_before(queries in proptest::collection::vec(some_query(), 1..8)) {
        let mut fresh = open();
        let options = SearchOptions::default();
        for query in &queries {
            ask(query);
            let kept = SESSION.with_borrow_mut(|session| session.search(query, &options));
            prop_assert_eq!(&kept, &fresh.search(query, &options), "{:?}", query);
        }
        let last = queries.last().unwrap();
        prop_assert_eq!(fresh.search(last, &options), open().search(last, &options));
    }
}

#[test]
fn typing_deleting_and_pasting_give_what_the_text_alone_gives() {
    let mut session = open();
    let mut random = Random::new(9);
    let options = SearchOptions::default();
    let sources = odd_documents();
    let mut text = String::new();
    for stroke in 0..600 {
        match random.below(10) {
            0 => text.clear(),
            1 | 2 => drop(text.pop()),
            3 => {
                let from = &sources[random.below(sources.len())].title;
                text.push_str(&from[..from.floor_char_boundary(random.below(from.len() + 1))]);
            }
            4 => text.push(' '),
            _ => {
                let from: Vec<char> = sources[random.below(sources.len())].body.chars().collect();
                text.push(from[random.below(from.len())]);
            }
        }
        let kept = session.search(&text, &options);
        if stroke % 5 == 0 {
            assert_eq!(kept, open().search(&text, &options), "{text:?}");
        }
        if random.one_in(50) {
            text.clear();
        }
    }
}

#[test]
fn words_asked_for_one_by_one_are_marked_where_they_stand() {
    for document in odd_documents().iter().rev().take(9) {
        for word in document.title.split(' ').chain(document.body.split(' ')) {
            ask(word);
            for (at, _) in word.char_indices() {
                ask(&word[..at]);
            }
        }
    }
}

/// A text may have very many matches and no full stop at all, or nothing but full stops.
#[test]
fn the_snippet_of_a_very_long_text_is_found_at_once() {
    let bodies = [
        "network ".repeat(150_000),
        "a network. ".repeat(100_000),
        "深。".repeat(150_000),
        "network".repeat(150_000),
        "。".repeat(300_000),
        "n ".repeat(500_000),
        format!("{} network", "\u{301}".repeat(300_000)),
        format!("{} network", "x".repeat(1_000_000)),
    ];
    let documents = bodies.into_iter().enumerate().map(|(number, body)| Document {
        id: number.to_string(),
        body,
        ..Document::default()
    });
    let mut session = Session::open(built(documents.collect()).bytes).unwrap();
    let options = SearchOptions::default();
    for query in ["network", "深", "n", "network a", "netwrok", "x"] {
        let start = Instant::now();
        let answer = session.search(query, &options);
        assert!(!answer.hits.is_empty(), "{query}");
        assert_sound(&answer, &options);
        for hit in &answer.hits {
            assert!(hit.snippet.text.len() < 500, "{} bytes for {query}", hit.snippet.text.len());
        }
        assert!(start.elapsed() < Duration::from_secs(5), "{query} took {:?}", start.elapsed());
    }
}
