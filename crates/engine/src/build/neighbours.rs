//! Nearest documents: for each document the five whose terms are most alike (cosine of BM25F impacts).
//!
//! Found with an inverted index of each document's weightiest stem classes, asked with a document's own.

use rayon::prelude::*;

use crate::format::manifest::Frequencies;
use crate::rank::bm25f::{idf, saturate};

/// Neighbours kept for each document.
pub(crate) const NEIGHBOURS: usize = 5;
/// Weightiest classes by which a document is found.
const KEPT: usize = 48;
/// Weightiest classes with which its neighbours are sought.
const ASKED: usize = 24;

/// The neighbours of each document, nearest first; the document itself where there are fewer.
///
/// `documents` are in final order with ordinals of terms, `class` names the stem class of a term, `weigh` gives a
/// posting's weighted frequency. Only documents of one of the `editions` are neighbours: the same page in another is no other page.
pub(crate) fn neighbours(
    documents: &[Vec<(u32, Frequencies)>],
    class: &[u32],
    editions: &[u32],
    weigh: &(dyn Fn(u32, Frequencies) -> f32 + Sync),
) -> Vec<[u32; NEIGHBOURS]> {
    let count = documents.len() as u32;
    // Frequencies of classes, and each document as (class, weighted frequency).
    let merged: Vec<Vec<(u32, f32)>> = (0u32..)
        .zip(documents)
        .collect::<Vec<_>>()
        .into_par_iter()
        .map(|(doc, list)| {
            let mut classes: Vec<(u32, f32)> =
                list.iter().map(|&(term, frequencies)| (class[term as usize], weigh(doc, frequencies))).collect();
            classes.sort_unstable_by_key(|entry| entry.0);
            classes.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 += next.1;
                }
                same
            });
            classes
        })
        .collect();
    let mut frequency = vec![0u32; class.len()];
    merged.iter().flatten().for_each(|entry| frequency[entry.0 as usize] += 1);
    let vectors: Vec<Vec<(u32, f32)>> = merged
        .into_par_iter()
        .map(|mut classes| {
            for entry in &mut classes {
                entry.1 = idf(count, frequency[entry.0 as usize]) * saturate(entry.1);
            }
            let norm = classes.iter().map(|entry| entry.1 * entry.1).sum::<f32>().sqrt().max(f32::MIN_POSITIVE);
            classes.retain(|entry| frequency[entry.0 as usize] > 1);
            classes.sort_unstable_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            classes.truncate(KEPT);
            classes.iter_mut().for_each(|entry| entry.1 /= norm);
            classes
        })
        .collect();
    let mut lists: Vec<Vec<(u32, f32)>> = vec![Vec::new(); class.len()];
    for (doc, vector) in (0u32..).zip(&vectors) {
        for &(class, weight) in vector {
            lists[class as usize].push((doc, weight));
        }
    }
    // A class in very many documents costs much and tells little.
    let cap = (documents.len() / 20).max(500);
    (0..count)
        .into_par_iter()
        .map_init(
            || (vec![0f32; documents.len()], Vec::new()),
            |(scores, touched): &mut (Vec<f32>, Vec<u32>), doc| {
                let useful = vectors[doc as usize].iter().filter(|entry| lists[entry.0 as usize].len() <= cap);
                for &(class, weight) in useful.take(ASKED) {
                    for &(other, theirs) in &lists[class as usize] {
                        let score = &mut scores[other as usize];
                        if *score == 0.0 {
                            touched.push(other);
                        }
                        *score += weight * theirs;
                    }
                }
                let mut best: Vec<(f32, u32)> = Vec::with_capacity(NEIGHBOURS + 1);
                for &other in touched.iter() {
                    let score = std::mem::take(&mut scores[other as usize]);
                    let entry = (score, other);
                    let worse = |a: &(f32, u32)| a.0 > entry.0 || (a.0 == entry.0 && a.1 < entry.1);
                    let apart = editions[other as usize] != editions[doc as usize];
                    if other == doc || apart || (best.len() == NEIGHBOURS && best.last().is_some_and(worse)) {
                        continue;
                    }
                    let at = best.partition_point(worse);
                    best.insert(at, entry);
                    best.truncate(NEIGHBOURS);
                }
                touched.clear();
                let mut out = [doc; NEIGHBOURS];
                for (slot, entry) in out.iter_mut().zip(&best) {
                    *slot = entry.1;
                }
                out
            },
        )
        .collect()
}
