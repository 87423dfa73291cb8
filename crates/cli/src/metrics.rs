//! How good a ranking is: pure functions from the grades of a ranked list to a number.
//!
//! A *grade* says how relevant a document is to a query; 0 means not at all. All functions take the
//! grades of the hits, best hit first, and the grades of everything that is relevant.

use std::collections::BTreeMap;

use serde::Serialize;

/// The names under which [`Scores`] are printed and compared, in order.
pub(crate) const NAMES: [&str; 5] = ["ndcg@10", "mrr@10", "recall@100", "success@1", "success@10"];

/// The measures of one query, or their means over many.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Scores {
    /// Normalised discounted cumulative gain of the first ten: gain = grade, discount = log2(rank + 1).
    #[serde(rename = "ndcg@10")]
    pub(crate) ndcg_10: f64,
    /// One over the rank of the first relevant hit, 0 when it is not among the first ten.
    #[serde(rename = "mrr@10")]
    pub(crate) mrr_10: f64,
    /// The share of all relevant documents that is among the first hundred.
    #[serde(rename = "recall@100")]
    pub(crate) recall_100: f64,
    /// 1 when the first hit is relevant.
    #[serde(rename = "success@1")]
    pub(crate) success_1: f64,
    /// 1 when one of the first ten hits is relevant.
    #[serde(rename = "success@10")]
    pub(crate) success_10: f64,
}

impl Scores {
    /// The measures of one ranking. `relevant` holds the grades of all relevant documents, those
    /// that were not found (or are not in the index) included.
    pub(crate) fn of(ranked: &[u32], relevant: &[u32]) -> Scores {
        Scores {
            ndcg_10: ndcg(ranked, relevant, 10),
            mrr_10: reciprocal_rank(ranked, 10),
            recall_100: recall(ranked, relevant, 100),
            success_1: success(ranked, 1),
            success_10: success(ranked, 10),
        }
    }

    /// The value with this name (see [`NAMES`]).
    pub(crate) fn value(&self, name: &str) -> Option<f64> {
        self.values().into_iter().zip(NAMES).find(|(_, known)| *known == name).map(|(value, _)| value)
    }

    /// All values in the order of [`NAMES`].
    pub(crate) fn values(&self) -> [f64; 5] {
        [self.ndcg_10, self.mrr_10, self.recall_100, self.success_1, self.success_10]
    }

    /// The mean of each measure; zeros for no scores at all.
    pub(crate) fn mean<'a>(scores: impl IntoIterator<Item = &'a Scores>) -> Scores {
        let mut sums = [0.0; 5];
        let mut count = 0.0;
        for score in scores {
            for (sum, value) in sums.iter_mut().zip(score.values()) {
                *sum += value;
            }
            count += 1.0;
        }
        if count == 0.0 {
            return Scores::default();
        }
        let [ndcg_10, mrr_10, recall_100, success_1, success_10] = sums.map(|sum| sum / count);
        Scores { ndcg_10, mrr_10, recall_100, success_1, success_10 }
    }
}

/// The means over a set of queries.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Group {
    /// How many queries.
    pub(crate) queries: usize,
    /// The means.
    #[serde(flatten)]
    pub(crate) scores: Scores,
}

/// The means over all queries, over those of each kind, and over the kinds.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct Summary {
    /// Every query counts once.
    #[serde(flatten)]
    pub(crate) all: Group,
    /// By kind of query; empty when queries have no kinds.
    pub(crate) kinds: BTreeMap<String, Group>,
    /// Every kind counts once, however many queries it has.
    #[serde(rename = "mean over kinds", skip_serializing_if = "Option::is_none")]
    pub(crate) mean_over_kinds: Option<Group>,
}

impl Summary {
    /// Sums up (kind, scores) pairs.
    pub(crate) fn of<'a>(queries: impl IntoIterator<Item = (Option<&'a str>, Scores)>) -> Summary {
        let mut all = Vec::new();
        let mut by_kind: BTreeMap<&str, Vec<Scores>> = BTreeMap::new();
        for (kind, scores) in queries {
            all.push(scores);
            if let Some(kind) = kind {
                by_kind.entry(kind).or_default().push(scores);
            }
        }
        let group = |scores: &Vec<Scores>| Group { queries: scores.len(), scores: Scores::mean(scores) };
        let kinds: BTreeMap<String, Group> =
            by_kind.iter().map(|(kind, scores)| (kind.to_string(), group(scores))).collect();
        let mean_over_kinds = (!kinds.is_empty()).then(|| Group {
            queries: kinds.values().map(|kind| kind.queries).sum(),
            scores: Scores::mean(kinds.values().map(|kind| &kind.scores)),
        });
        Summary { all: group(&all), kinds, mean_over_kinds }
    }
}

/// Rank (from 1) of the first relevant hit.
pub(crate) fn first_relevant(ranked: &[u32]) -> Option<usize> {
    ranked.iter().position(|grade| *grade > 0).map(|at| at + 1)
}

fn reciprocal_rank(ranked: &[u32], depth: usize) -> f64 {
    match first_relevant(ranked) {
        Some(rank) if rank <= depth => 1.0 / rank as f64,
        _ => 0.0,
    }
}

fn success(ranked: &[u32], depth: usize) -> f64 {
    if ranked.iter().take(depth).any(|grade| *grade > 0) { 1.0 } else { 0.0 }
}

fn recall(ranked: &[u32], relevant: &[u32], depth: usize) -> f64 {
    let there = relevant.iter().filter(|grade| **grade > 0).count();
    if there == 0 {
        return 0.0;
    }
    ranked.iter().take(depth).filter(|grade| **grade > 0).count() as f64 / there as f64
}

fn gain(grades: impl IntoIterator<Item = u32>, depth: usize) -> f64 {
    grades.into_iter().take(depth).enumerate().map(|(at, grade)| f64::from(grade) / (at as f64 + 2.0).log2()).sum()
}

fn ndcg(ranked: &[u32], relevant: &[u32], depth: usize) -> f64 {
    let mut best = relevant.to_vec();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal = gain(best, depth);
    if ideal == 0.0 { 0.0 } else { gain(ranked.iter().copied(), depth) / ideal }
}

/// The value below which `share` of the sorted values lie (nearest rank).
pub(crate) fn percentile(sorted: &[f64], share: f64) -> f64 {
    let rank = (share * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).or(sorted.last()).copied().unwrap_or(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(value: f64, expected: f64) {
        assert!((value - expected).abs() < 1e-9, "{value} is not {expected}");
    }

    #[test]
    fn one_relevant_document_at_rank_three() {
        // gain 1 / log2(4) = 0.5 against an ideal of 1 / log2(2) = 1
        let scores = Scores::of(&[0, 0, 1, 0], &[1]);
        close(scores.ndcg_10, 0.5);
        close(scores.mrr_10, 1.0 / 3.0);
        close(scores.recall_100, 1.0);
        close(scores.success_1, 0.0);
        close(scores.success_10, 1.0);
    }

    #[test]
    fn grades_are_linear_gains() {
        // 2 / log2(2) + 0 + 3 / log2(4) = 3.5; ideal 3 + 2 / log2(3) + 1 / log2(4) = 4.76185950714...
        let scores = Scores::of(&[2, 0, 3], &[1, 2, 3]);
        close(scores.ndcg_10, 3.5 / (3.0 + 2.0 / 3f64.log2() + 0.5));
        close(scores.recall_100, 2.0 / 3.0);
        close(scores.success_1, 1.0);
    }

    #[test]
    fn depths_cut() {
        let mut ranked = vec![0; 10];
        ranked.push(1);
        let scores = Scores::of(&ranked, &[1]);
        assert_eq!(scores.values(), [0.0, 0.0, 1.0, 0.0, 0.0]);
        assert_eq!(first_relevant(&ranked), Some(11));
        let mut ranked = vec![0; 100];
        ranked.push(1);
        assert_eq!(Scores::of(&ranked, &[1]).recall_100, 0.0);
    }

    #[test]
    fn the_ideal_is_cut_too() {
        // Twelve relevant documents, ten of them in front: nothing better is possible.
        close(Scores::of(&[1; 10], &[1; 12]).ndcg_10, 1.0);
    }

    #[test]
    fn nothing_found_and_nothing_relevant_are_zero() {
        assert_eq!(Scores::of(&[], &[1]), Scores::default());
        assert_eq!(Scores::of(&[0, 0], &[]), Scores::default());
        assert_eq!(Scores::mean(&[]), Scores::default());
    }

    #[test]
    fn kinds_weigh_the_same_however_many_queries_they_have() {
        let hit = Scores::of(&[1], &[1]);
        let miss = Scores::default();
        let summary =
            Summary::of([(Some("typo"), hit), (Some("typo"), hit), (Some("typo"), hit), (Some("prefix"), miss)]);
        close(summary.all.scores.success_1, 0.75);
        let mean = summary.mean_over_kinds.unwrap();
        close(mean.scores.success_1, 0.5);
        assert_eq!((mean.queries, summary.all.queries, summary.kinds["typo"].queries), (4, 4, 3));
        assert_eq!(Summary::of([(None, hit)]).mean_over_kinds, None);
    }

    #[test]
    fn percentiles_by_nearest_rank() {
        assert_eq!(percentile(&[1.0, 2.0, 3.0, 4.0], 0.5), 2.0);
        assert_eq!(percentile(&[1.0, 2.0, 3.0, 4.0], 0.99), 4.0);
        assert_eq!(percentile(&[], 0.5), 0.0);
    }

    /// Rankings scored by pytrec_eval-terrier 0.5.11 (trec_eval's own C code): measures `ndcg_cut_10`,
    /// `recip_rank` on the run cut after ten hits, `recall_100`, `success_1`, `success_10`. Four of the 24
    /// rankings are empty: the tool leaves such queries out, and their zeros were filled in by hand.
    #[test]
    fn agrees_with_trec_eval() {
        #[derive(serde::Deserialize)]
        struct Fixture {
            queries: BTreeMap<String, Case>,
        }
        #[derive(serde::Deserialize)]
        struct Case {
            qrels: BTreeMap<String, u32>,
            run: Vec<String>,
            expected: BTreeMap<String, f64>,
        }
        let fixture: Fixture = serde_json::from_str(include_str!("../tests/data/trec_eval.json")).unwrap();
        assert!(fixture.queries.len() >= 20);
        for (id, case) in fixture.queries {
            let ranked: Vec<u32> = case.run.iter().map(|doc| case.qrels.get(doc).copied().unwrap_or(0)).collect();
            let relevant: Vec<u32> = case.qrels.values().copied().collect();
            let scores = Scores::of(&ranked, &relevant);
            for name in NAMES {
                let (value, expected) = (scores.value(name).unwrap(), case.expected[name]);
                assert!((value - expected).abs() < 1e-6, "query {id}, {name}: {value}, trec_eval says {expected}");
            }
        }
    }
}
