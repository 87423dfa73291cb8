//! `eval`: three ways to name judgements, floors, and the files for comparing runs.

use std::fs;

use serde_json::Value;

use crate::harness::Scratch;

fn scratch() -> Scratch {
    let scratch = Scratch::built();
    scratch.write(
        "beir/queries.jsonl",
        "{\"_id\": \"q1\", \"text\": \"glacier retreat\"}\n{\"_id\": \"q2\", \"text\": \"tides in estuaries\"}\n{\"_id\": \"q3\", \"text\": \"unjudged\"}\n{\"_id\": \"q4\", \"text\": \"moss\"}\n",
    );
    scratch.write("beir/qrels.tsv", "query-id\tcorpus-id\tscore\nq1\t7\t1\nq2\ttides\t2\nq4\ttides\t0\n");
    scratch.write("trec.qrels", "q1 0 7 1\nq2 0 tides 2\n");
    scratch.write(
        "known.jsonl",
        "{\"kind\": \"words\", \"query\": \"glacier orbit\", \"doc\": 7}\n{\"kind\": \"words\", \"query\": \"moss walls\", \"doc\": \"moss\"}\n{\"kind\": \"lost\", \"query\": \"zzzzqqqq\", \"doc\": \"tides\"}\n",
    );
    scratch
}

#[test]
fn judged_queries_in_a_folder_or_as_two_files() {
    let scratch = scratch();
    let perfect = serde_json::json!({
        "queries": 2, "ndcg@10": 1.0, "mrr@10": 1.0, "recall@100": 1.0, "success@1": 1.0, "success@10": 1.0, "kinds": {}
    });
    for args in [
        &["eval", "site", "--beir", "beir", "--json"][..],
        &["eval", "site", "--queries", "beir/queries.jsonl", "--qrels", "beir/qrels.tsv", "--json"],
        &["eval", "site", "--queries", "beir/queries.jsonl", "--qrels", "trec.qrels", "--json", "--threads", "1"],
        &["eval", "site", "--beir", "beir", "--json", "--finished", "--no-typos"],
    ] {
        assert_eq!(scratch.run(args).ok().json(), perfect, "{args:?}");
    }
}

#[test]
fn known_items_by_kind() {
    let scratch = scratch();
    let run = scratch.run(&["eval", "site", "--known-items", "known.jsonl", "--json"]).ok();
    let summary = run.json();
    assert_eq!((&summary["queries"], &summary["kinds"]["words"]["queries"]), (&3.into(), &2.into()));
    assert_eq!(summary["kinds"]["words"]["success@1"], 1.0);
    assert_eq!(summary["kinds"]["lost"]["success@10"], 0.0);
    assert_eq!(summary["mean over kinds"]["success@1"], 0.5);
    assert!((summary["success@1"].as_f64().unwrap() - 2.0 / 3.0).abs() < 1e-12);
    let out = scratch.run(&["eval", "site", "--known-items", "known.jsonl"]).ok().out();
    assert!(out.contains("mean over kinds") && out.contains("search time: p50 "), "{out}");
}

#[test]
fn floors_decide_the_exit_status() {
    let scratch = scratch();
    let base = ["eval", "site", "--known-items", "known.jsonl", "--min"];
    let with = |floor| scratch.run(&[&base[..], &[floor]].concat());
    with("success@1=0.66").ok();
    with("mean.success@1=0.5").ok();
    with("words.ndcg@10=1").ok();
    let run = with("mean.success@1=0.88").fails(1, "below-minimum", "mean.success@1 is 0.5000, the minimum is 0.88");
    assert!(run.out().contains("mean over kinds"), "the table is printed all the same");
    with("sucess@1=1").fails(2, "usage", "did you mean success@1?");
    with("prefix.success@1=1").fails(2, "usage", "lost, words");
    let two = scratch.run(&[&base[..], &["success@1=0.9", "--min", "mrr@10=0.9"]].concat());
    two.fails(1, "below-minimum", "success@1 is 0.6667, the minimum is 0.9; mrr@10 is 0.6667");
}

#[test]
fn every_query_can_be_looked_at() {
    let scratch = scratch();
    scratch.run(&["eval", "site", "--known-items", "known.jsonl", "--per-query", "runs.jsonl"]).ok();
    let text = fs::read_to_string(scratch.path("runs.jsonl")).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!((&lines[0]["rank"], &lines[0]["top"][0], &lines[0]["kind"]), (&1.into(), &"7".into(), &"words".into()));
    assert_eq!((&lines[2]["rank"], &lines[2]["query"]), (&Value::Null, &"zzzzqqqq".into()));
}

#[test]
fn unknown_documents_are_named_and_missed() {
    let scratch = scratch();
    scratch.write("more.jsonl", "{\"kind\": \"k\", \"query\": \"glacier\", \"doc\": \"atlantis\"}\n{\"kind\": \"k\", \"query\": \"glacier\", \"doc\": 7}\n");
    let run = scratch.run(&["eval", "site", "--known-items", "more.jsonl", "--json"]).ok();
    assert_eq!(run.json()["success@1"], 0.5);
    let warning: Value = serde_json::from_str(&run.err()).unwrap();
    assert_eq!(warning["warning"]["code"], "unknown-documents");
    assert!(warning["warning"]["cause"].as_str().unwrap().contains("atlantis"));
}

#[test]
fn wrong_calls_and_files() {
    let scratch = scratch();
    scratch.run(&["eval", "site"]).fails(2, "usage", "--beir");
    scratch.run(&["eval", "site", "--beir", "beir", "--known-items", "known.jsonl"]).fails(
        2,
        "usage",
        "cannot be used with",
    );
    scratch.run(&["eval", "site", "--queries", "beir/queries.jsonl"]).fails(2, "usage", "--qrels");
    scratch.run(&["eval", "site", "--beir", "bier"]).fails(2, "not-found", "bier");
    scratch.write("bad.jsonl", "{\"kind\": \"k\"}\n");
    scratch.run(&["eval", "site", "--known-items", "bad.jsonl"]).fails(2, "bad-queries", "bad.jsonl:1: ");
    scratch.write("empty.jsonl", "");
    scratch.run(&["eval", "site", "--known-items", "empty.jsonl"]).fails(2, "no-queries", "empty.jsonl");
}
