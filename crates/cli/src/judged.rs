//! Queries with known answers, as `eval` reads them.
//!
//! Three shapes: a folder in BEIR's layout (`queries.jsonl`, `qrels.tsv`), the same two files by
//! name (judgements also in TREC's four columns), and known-item lines `{kind, query, doc}`.
//! Identifiers are compared as text, whether the file wrote them as strings or as numbers.

use std::collections::{BTreeMap, HashMap};
use std::fs;
use std::path::Path;

use serde::Deserialize;

use crate::failure::Failure;

/// One query and what answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct JudgedQuery {
    /// The query's own id; for known items the line number.
    pub(crate) id: String,
    /// What the query tries, for known items.
    pub(crate) kind: Option<String>,
    /// What is typed.
    pub(crate) text: String,
    /// Grades (above 0) of the documents that answer it.
    pub(crate) relevant: BTreeMap<String, u32>,
}

/// An identifier written as a string or as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Id {
    Text(String),
    Number(serde_json::Number),
}

impl Id {
    fn into_text(self) -> String {
        match self {
            Id::Text(text) => text,
            Id::Number(number) => number.to_string(),
        }
    }
}

/// Reads queries and judgements. Queries without a judgement above 0 do not count.
pub(crate) fn read_judged(queries: &Path, qrels: &Path) -> Result<Vec<JudgedQuery>, Failure> {
    #[derive(Deserialize)]
    struct Line {
        #[serde(rename = "_id", alias = "id")]
        id: Id,
        text: String,
    }
    let mut grades = parse_qrels(qrels, &read_text(qrels)?)?;
    let mut judged = Vec::new();
    for (number, line) in lines(&read_text(queries)?) {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            Failure::new(
                "bad-queries",
                format!("{}:{number}: {error}", queries.display()),
                "a line is {\"_id\": ..., \"text\": ...}",
            )
        })?;
        let id = line.id.into_text();
        if let Some(relevant) = grades.remove(&id) {
            judged.push(JudgedQuery { id, kind: None, text: line.text, relevant });
        }
    }
    some(judged, queries)
}

/// Reads known-item queries: the one document that each query was made from.
pub(crate) fn read_known_items(path: &Path) -> Result<Vec<JudgedQuery>, Failure> {
    #[derive(Deserialize)]
    struct Line {
        kind: String,
        query: String,
        doc: Id,
    }
    let mut judged = Vec::new();
    for (number, line) in lines(&read_text(path)?) {
        let line: Line = serde_json::from_str(line).map_err(|error| {
            let fix = "a line is {\"kind\": ..., \"query\": ..., \"doc\": ...}";
            Failure::new("bad-queries", format!("{}:{number}: {error}", path.display()), fix)
        })?;
        judged.push(JudgedQuery {
            id: number.to_string(),
            kind: Some(line.kind),
            text: line.query,
            relevant: BTreeMap::from([(line.doc.into_text(), 1)]),
        });
    }
    some(judged, path)
}

fn some(judged: Vec<JudgedQuery>, path: &Path) -> Result<Vec<JudgedQuery>, Failure> {
    if judged.is_empty() {
        let cause = format!("{} has no query with a known answer", path.display());
        return Err(Failure::new("no-queries", cause, "check that queries and judgements belong together"));
    }
    Ok(judged)
}

/// Judgements as lines `query document grade` or, in TREC's form, `query iteration document grade`.
/// A first line whose grade is no number is a header. Grades of 0 and below are left out.
fn parse_qrels(path: &Path, text: &str) -> Result<HashMap<String, BTreeMap<String, u32>>, Failure> {
    let mut grades: HashMap<String, BTreeMap<String, u32>> = HashMap::new();
    for (number, line) in lines(text) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let (query, document, grade) = match columns[..] {
            [query, document, grade] => (query, document, grade),
            [query, _, document, grade] => (query, document, grade),
            _ => return Err(bad_qrels(path, number, "expected 3 columns (or 4 in TREC's form)")),
        };
        let grade: f64 = match grade.parse() {
            Ok(grade) => grade,
            Err(_) if number == 1 => continue,
            Err(_) => return Err(bad_qrels(path, number, "the last column is no number")),
        };
        if grade > 0.0 {
            grades.entry(query.to_string()).or_default().insert(document.to_string(), grade.round().max(1.0) as u32);
        }
    }
    Ok(grades)
}

fn bad_qrels(path: &Path, number: usize, reason: &str) -> Failure {
    let fix = "a line is: query-id, corpus-id, score";
    Failure::new("bad-qrels", format!("{}:{number}: {reason}", path.display()), fix)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))
}

/// Numbered lines that are not blank.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.trim_start_matches('\u{feff}')
        .lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line))
        .filter(|(_, line)| !line.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn qrels_in_three_and_four_columns() {
        let expected: BTreeMap<String, u32> = BTreeMap::from([("7".into(), 2)]);
        for text in ["query-id\tcorpus-id\tscore\n1\t7\t2\n1\t8\t0\n", "1 0 7 2\n1 0 8 0\n", "1\t0\t7\t2\r\n"] {
            let grades = parse_qrels(Path::new("q"), text).unwrap();
            assert_eq!(grades["1"], expected, "{text:?}");
        }
    }

    #[test]
    fn broken_qrels_are_named_by_line() {
        let failure = parse_qrels(Path::new("q.tsv"), "1 7 1\n1 7\n").unwrap_err();
        assert!(failure.cause.starts_with("q.tsv:2: "), "{failure:?}");
        let failure = parse_qrels(Path::new("q.tsv"), "1 7 1\n1 7 much\n").unwrap_err();
        assert!(failure.cause.starts_with("q.tsv:2: "), "{failure:?}");
    }

    #[test]
    fn ids_are_text_however_they_are_written() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("known.jsonl");
        fs::write(&file, "{\"kind\":\"typo\",\"query\":\"a\",\"doc\":7}\n\n{\"kind\":\"typo\",\"query\":\"b\",\"doc\":\"x7\",\"src\":\"c\"}\n")
            .unwrap();
        let judged = read_known_items(&file).unwrap();
        let ids: Vec<_> =
            judged.iter().map(|query| (query.id.as_str(), query.relevant.keys().next().unwrap().as_str())).collect();
        assert_eq!(ids, [("1", "7"), ("3", "x7")]);
    }

    #[test]
    fn only_queries_with_a_positive_judgement_count() {
        let folder = tempfile::tempdir().unwrap();
        let (queries, qrels) = (folder.path().join("queries.jsonl"), folder.path().join("qrels.tsv"));
        fs::write(
            &queries,
            "{\"_id\":\"1\",\"text\":\"a\"}\n{\"_id\":2,\"text\":\"b\"}\n{\"_id\":\"3\",\"text\":\"c\"}\n",
        )
        .unwrap();
        fs::write(&qrels, "query-id\tcorpus-id\tscore\n1\td\t0\n2\td\t1\n").unwrap();
        let judged = read_judged(&queries, &qrels).unwrap();
        assert_eq!(judged.iter().map(|query| query.text.as_str()).collect::<Vec<_>>(), ["b"]);
    }
}
