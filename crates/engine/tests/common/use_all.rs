//! Everything that can be asked of a session, and what must hold of every answer.

use thumbindex_engine::answer::MarkedText;
use thumbindex_engine::{Answer, SearchOptions, Session};

/// Queries of every kind: a word, a beginning, a typing error, a phrase, many words, fields, nothing.
pub(crate) const QUERIES: &[&str] = &[
    "r",
    "ra",
    "netgra tor",
    "the",
    "ranetiso",
    "grpahnet",
    "\"the of\" -in",
    "title:al OR in ex",
    "luka mo den vis tor gra ph net in al er or ing ex pro ra ne",
    "",
    "深度学",
    "author:pro year:1990..2010 ka*",
    "xnetinexal",
];

/// Marks are sorted, do not overlap, are not empty, and lie on borders of characters in UTF-16.
pub(crate) fn assert_marks(marked: &MarkedText) {
    let mut borders = vec![true];
    for c in marked.text.chars() {
        borders.extend((1..=c.len_utf16()).map(|unit| unit == c.len_utf16()));
    }
    let mut last = 0;
    for mark in &marked.marks {
        assert!(mark.start >= last && mark.start < mark.end, "{marked:?}");
        for at in [mark.start, mark.end] {
            assert_eq!(borders.get(at as usize), Some(&true), "{at} in {marked:?}");
        }
        last = mark.end;
    }
}

/// What must hold of every answer, whatever the index and the query.
pub(crate) fn assert_sound(answer: &Answer, options: &SearchOptions) {
    assert!(answer.hits.len() <= options.limit);
    assert!(answer.missing.is_empty() || answer.partial);
    assert!(answer.missing.is_sorted_by(|a, b| a < b));
    for hit in &answer.hits {
        assert!(!hit.score.is_nan(), "{hit:?}");
        assert_marks(&hit.title);
        assert_marks(&hit.snippet);
    }
}

/// Asks for everything there is.
pub(crate) fn use_all(session: &mut Session, queries: &[&str]) {
    for query in queries {
        let options = SearchOptions::default();
        assert_sound(&session.search(query, &options), &options);
        session.suggest(query, 5);
        session.plan(query, &options);
    }
    let documents = session.inspect().documents;
    for doc in [0, documents / 2, documents.saturating_sub(1), documents, u32::MAX] {
        session.similar(doc);
        session.document(doc);
    }
}
