//! Words in quotes must follow each other.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]
#![cfg(feature = "build")]

mod common;

use common::{document, documents, ids, session};
use thumbindex_engine::{Answer, Document, SearchOptions};

fn some_documents() -> Vec<Document> {
    let mut all = vec![
        document("title", "The neural tangent kernel", "Wide networks train like linear ones."),
        document("body", "Wide networks", "We study the limit. The Neural Tangent-Kernel is constant there."),
        document("apart", "A kernel for neural networks", "The tangent of a curve. Neural code and kernel code."),
        document("turned", "Kernel tangent, neural", "Nothing in order."),
        document("possessive", "Parkinson's disease progression", "Rock 'n' roll is not a disease."),
        document("accents", "Henri Poincare\u{301}'s conjecture", "Soft\u{AD}hyphen here."),
        document("chinese", "深度学习与神经网络", "神经网络可以学习。"),
        document("function", "To be, or not to be", "That is the question."),
        document("latex", "State-of-the-art O(n^2) bounds", "The art of the state."),
    ];
    all[3].authors = vec!["Geoffrey Hinton".to_owned(), "Yann LeCun".to_owned()];
    all[2].keywords = vec!["spectral bias".to_owned(), "lazy training".to_owned()];
    all
}

fn answer(query: &str) -> Answer {
    session(some_documents()).search(query, &SearchOptions::default())
}

#[test]
fn only_documents_with_the_words_in_a_row_are_hits() {
    for query in ["\"neural tangent kernel\"", "wide \"neural tangent kernel\"", "\"NEURAL  tangent, kernel\" limit"] {
        let answer = answer(query);
        assert_eq!(ids(&answer), ["body", "title"], "{query}");
        assert_eq!(answer.total, 2, "{query}");
        assert!(answer.unmatched.is_empty());
    }
    assert_eq!(ids(&answer("\"kernel tangent\"")), ["turned"]);
}

#[test]
fn an_open_quote_is_plain_text() {
    assert!(ids(&answer("\"neural tangent kernel")).len() > 2);
}

#[test]
fn words_are_those_of_the_analyser() {
    for (query, id) in [
        ("\"parkinson's disease\"", "possessive"),
        ("\"parkinsons disease progression\"", "possessive"),
        ("\"rock n roll\"", "possessive"),
        ("\"henri poincare's conjecture\"", "accents"),
        ("\"softhyphen here\"", "accents"),
        ("\"深度学习\"", "chinese"),
        ("\"网络可以学\"", "chinese"),
        ("\"state of the art\"", "latex"),
        ("\"o n 2\"", "latex"),
        ("\"or not to be\"", "function"),
        ("\"that is\"", "function"),
    ] {
        let answer = answer(query);
        assert_eq!(ids(&answer), [id], "{query}");
        assert!(answer.unmatched.is_empty(), "{query}");
    }
    assert_ne!(answer("\"学习可以\"").unmatched, [] as [String; 0]);
}

#[test]
fn a_phrase_stands_in_one_field_and_in_one_name() {
    assert_eq!(ids(&answer("\"geoffrey hinton\"")), ["turned"]);
    assert_eq!(ids(&answer("author:\"yann lecun\"")), ["turned"]);
    assert_eq!(ids(&answer("keyword:\"lazy training\"")), ["apart"]);
    assert_eq!(ids(&answer("title:\"neural tangent kernel\"")), ["title"]);
    for query in ["\"hinton yann\"", "\"bias lazy\"", "\"kernel wide\""] {
        assert_eq!(answer(query).unmatched.len(), 1, "{query}");
    }
}

#[test]
fn a_phrase_that_no_document_has_becomes_words_and_is_named() {
    let phrase = answer("\"kernel neural networks\" code");
    assert_eq!(phrase.unmatched, ["\"kernel neural networks\""]);
    let words = answer("\"kernel\" \"neural\" \"networks\" code");
    assert_eq!(ids(&phrase), ids(&words));
    assert_eq!(phrase.total, words.total);
    assert!(!phrase.hits.is_empty());
}

#[test]
fn only_the_phrase_that_is_not_there_becomes_words() {
    let answer = answer("\"tangent kernel\" \"linear curve\"");
    assert_eq!(answer.unmatched, ["\"linear curve\""]);
    assert_eq!(ids(&answer), ["body", "title"]);
    let turned = self::answer("\"linear curve\" \"tangent kernel\"");
    assert_eq!((turned.unmatched.len(), ids(&turned)), (1, ids(&answer)));
}

#[test]
fn a_phrase_may_be_excluded() {
    assert_eq!(ids(&answer("neural -\"neural tangent kernel\"")), ["apart", "turned"]);
    assert_eq!(ids(&answer("neural -\"neural tangent kernel\" -\"kernel for\"")), ["turned"]);
    assert_eq!(ids(&answer("neural -title:\"tangent kernel\"")), ["apart", "body", "turned"]);
    assert_eq!(ids(&answer("\"tangent kernel\" -\"wide networks\"")), Vec::<&str>::new());
    assert_eq!(answer("neural -\"neural tangent kernel\"").total, 2);
}

#[test]
fn the_snippet_shows_the_phrase() {
    let filler =
        "Gravity bends light near massive stars, and light bends gravity too in all the usual models of today. ";
    let body = format!(
        "Light gravity waves bend, and waves of light or gravity bend more. {}Here a gravity wave bends. {0}",
        filler.repeat(5)
    );
    let mut session = session(vec![document("1", "Waves", &body)]);
    let answer = session.search("light \"gravity wave\"", &SearchOptions::default());
    assert!(answer.hits[0].snippet.text.contains("gravity wave bends"), "{:?}", answer.hits[0].snippet);
}

/// The phrases of all titles and texts, as the documents themselves have them.
#[test]
fn every_run_of_words_is_found() {
    let all = documents::documents(9, 120, 60, 900);
    let mut session = session(all.clone());
    let options = SearchOptions { limit: 200, ..SearchOptions::default() };
    for document in all.iter().step_by(3) {
        for text in [&document.title, &document.body] {
            let words: Vec<&str> = text.split(' ').collect();
            for run in words.chunks(4).filter(|run| run.len() > 1 && !run.concat().contains('"')).take(5) {
                let phrase = run.join(" ");
                let answer = session.search(&format!("\"{phrase}\""), &options);
                assert!(answer.hits.iter().any(|hit| hit.id == document.id), "{phrase:?}");
                assert_eq!(answer.hits.len(), answer.total as usize, "all were read");
            }
        }
    }
}
