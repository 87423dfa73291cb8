//! Contexts with similar successors, which share a code.

use std::cmp::Reverse;
use std::sync::LazyLock;

use rayon::prelude::*;

use super::KINDS;
use super::costs::{BIT, NEVER, log2};
use super::symbols::{END, SPELL, SPELL_GAP};
use super::tally::Tally;
use crate::format::huffman;

/// The most codes.
const CODES: usize = 128;
/// What one more code length must save, in 256ths of a bit: some 5 bits, twice, as the model is always loaded.
const LENGTH_COST: u64 = 10 * 256;

/// Code lengths by code and symbol, and the code of each context: of each symbol, then of each kind.
pub(super) struct Lengths {
    pub(super) contexts: Vec<u8>,
    pub(super) codes: Vec<Vec<u8>>,
}

impl Lengths {
    #[inline]
    pub(super) fn cost(&self, context: usize, symbol: usize) -> u32 {
        match self.codes[usize::from(self.contexts[context])][symbol] {
            0 => NEVER,
            length => u32::from(length) * BIT,
        }
    }
}

/// Contexts that share a code, and how often each symbol follows.
struct Cluster {
    contexts: Vec<usize>,
    counts: Vec<u32>,
    /// The symbols that do follow.
    present: Vec<u32>,
    total: u64,
    /// n log n of all counts, added up.
    known: u64,
    /// Of the symbols and the code lengths, in 256ths of a bit.
    cost: u64,
}

impl Cluster {
    fn new(contexts: Vec<usize>, counts: Vec<u32>) -> Cluster {
        let total = counts.iter().map(|&count| u64::from(count)).sum();
        let present: Vec<u32> = (0..).zip(&counts).filter(|(_, count)| **count > 0).map(|(symbol, _)| symbol).collect();
        let known = counts.iter().map(|&count| weight(count)).sum();
        let cost = cost_of(total, known, present.len() as u64);
        Cluster { contexts, counts, present, total, known, cost }
    }

    /// What it costs to share a code; negative where that saves.
    fn cost_with(&self, other: &Cluster) -> i64 {
        // Only what both have is not the sum of the two.
        let (few, many) = if self.present.len() < other.present.len() { (self, other) } else { (other, self) };
        let (mut known, mut lengths) = (many.known, many.present.len() as u64);
        for &symbol in &few.present {
            let (one, two) = (few.counts[symbol as usize], many.counts[symbol as usize]);
            known = known + weight(one + two) - weight(two);
            lengths += u64::from(two == 0);
        }
        cost_of(self.total + other.total, known, lengths) as i64 - (self.cost + other.cost) as i64
    }

    fn with(mut self, other: Cluster) -> Cluster {
        self.contexts.extend(other.contexts);
        self.counts.iter_mut().zip(other.counts).for_each(|(own, other)| *own += other);
        Cluster::new(self.contexts, self.counts)
    }
}

/// n log n for small numbers n: clustering asks for little else.
static KNOWN: LazyLock<Vec<u64>> = LazyLock::new(|| (0..4096).map(|number| number * log2(number)).collect());

fn weight(count: u32) -> u64 {
    match KNOWN.get(count as usize) {
        Some(&known) => known,
        None => u64::from(count) * log2(u64::from(count)),
    }
}

fn cost_of(total: u64, known: u64, lengths: u64) -> u64 {
    (total * log2(total)).saturating_sub(known) + lengths * LENGTH_COST
}

/// Finds contexts with similar successors and gives them codes.
pub(super) fn lengths(tally: &Tally<'_>) -> Lengths {
    let symbols = tally.rough.len();
    let counts = tally.counts.chunks(symbols).enumerate();
    let mut all: Vec<Cluster> = counts.map(|(context, counts)| Cluster::new(vec![context], counts.to_vec())).collect();
    all.sort_by_key(|cluster| Reverse(cluster.total));
    // The many rare contexts join a frequent one at once.
    let rare = all.split_off(all.len().min(CODES * 2));
    let mut clusters: Vec<Option<Cluster>> = all.into_iter().map(Some).collect();
    for other in rare {
        let best =
            clusters.iter_mut().min_by_key(|cluster| cluster.as_ref().map_or(0, |cluster| cluster.cost_with(&other)));
        let Some(best) = best else { break };
        *best = best.take().map(|cluster| cluster.with(other));
    }
    // Then pair after pair, the best one first, as long as sharing saves or there are too many.
    let mut clusters: Vec<Cluster> = clusters.into_iter().flatten().collect();
    let row = |clusters: &[Cluster], one: usize| {
        (0..one).map(|two| clusters[one].cost_with(&clusters[two])).collect::<Vec<i64>>()
    };
    let mut costs: Vec<Vec<i64>> = (0..clusters.len()).into_par_iter().map(|one| row(&clusters, one)).collect();
    loop {
        let pairs = costs
            .iter()
            .enumerate()
            .flat_map(|(one, row)| row.iter().enumerate().map(move |(two, &cost)| (cost, one, two)));
        let Some((cost, one, two)) = pairs.min() else { break };
        if cost >= 0 && clusters.len() <= CODES {
            break;
        }
        let other = clusters.remove(one);
        let cluster = clusters.remove(two);
        clusters.push(cluster.with(other));
        for gone in [one, two] {
            costs.remove(gone);
            costs.iter_mut().skip(gone).for_each(|row| _ = row.remove(gone));
        }
        costs.push(row(&clusters, clusters.len() - 1));
    }
    let mut lengths = Lengths { contexts: vec![0; symbols + KINDS], codes: Vec::new() };
    for (code, cluster) in (0..).zip(clusters) {
        cluster.contexts.iter().for_each(|&context| lengths.contexts[context] = code);
        let mut counts: Vec<u64> = cluster.counts.iter().map(|&count| u64::from(count)).collect();
        // Whatever comes, it can be spelled and ended.
        [END, SPELL, SPELL_GAP].iter().for_each(|&symbol| counts[symbol] = counts[symbol].max(1));
        lengths.codes.push(huffman::lengths(&counts));
    }
    lengths
}
