//! The order of documents: similar ones side by side, so that gaps in posting lists are small.
//!
//! Recursive graph bisection (Dhulipala et al. 2016): split the documents in halves, swap those between the halves whose move
//! saves most bits by an estimate of log-gap cost, and go on inside each half.

use rayon::prelude::*;

use crate::format::manifest::Frequencies;

/// Swap rounds on each level.
const ROUNDS: usize = 8;
/// Ranges of at most this many documents keep their order.
const LEAF: usize = 24;
/// Terms in fewer documents than this, or in more than one in `COMMON`, say little about order.
const RARE: u32 = 3;
const COMMON: u32 = 8;

/// New order of documents: position -> old number. The sections of a page stay together, in their order: `begins` says which
/// documents begin a page.
pub(crate) fn order_pages(documents: &[Vec<(u32, Frequencies)>], frequencies: &[u32], begins: &[bool]) -> Vec<u32> {
    if !begins.contains(&false) {
        return order(documents, frequencies);
    }
    let mut pages: Vec<std::ops::Range<usize>> = Vec::new();
    for (number, &begins) in begins.iter().enumerate() {
        match pages.last_mut().filter(|_| !begins) {
            Some(page) => page.end = number + 1,
            None => pages.push(number..number + 1),
        }
    }
    let whole = |page: &std::ops::Range<usize>| {
        let mut terms: Vec<(u32, Frequencies)> = documents[page.clone()].iter().flatten().copied().collect();
        terms.sort_unstable_by_key(|entry| entry.0);
        terms.dedup_by_key(|entry| entry.0);
        terms
    };
    let lists: Vec<Vec<(u32, Frequencies)>> = pages.par_iter().map(whole).collect();
    let mut counts = vec![0u32; frequencies.len()];
    lists.iter().flatten().for_each(|entry| counts[entry.0 as usize] += 1);
    order(&lists, &counts).into_iter().flat_map(|page| pages[page as usize].clone()).map(|doc| doc as u32).collect()
}

/// New order of documents: position -> old number. A function of the lists alone.
pub(crate) fn order(documents: &[Vec<(u32, Frequencies)>], frequencies: &[u32]) -> Vec<u32> {
    let count = documents.len() as u32;
    // Terms that matter, renumbered densely so that the counters stay small.
    let mut dense = vec![u32::MAX; frequencies.len()];
    let mut terms = 0u32;
    for (slot, &frequency) in dense.iter_mut().zip(frequencies) {
        if frequency >= RARE && frequency <= (count / COMMON).max(RARE) {
            *slot = terms;
            terms += 1;
        }
    }
    let lists: Vec<Vec<u32>> = documents
        .par_iter()
        .map(|list| list.iter().map(|entry| dense[entry.0 as usize]).filter(|&term| term != u32::MAX).collect())
        .collect();
    let mut order: Vec<u32> = (0..count).collect();
    let logs: Vec<f32> = (0..=documents.len() + 1).map(|n| (n.max(1) as f32).log2()).collect();
    bisect(&mut order, &lists, terms as usize, &logs);
    order
}

/// Scratch of one bisection, by term.
struct Degrees {
    left: Vec<u32>,
    right: Vec<u32>,
    gain_left: Vec<f32>,
    gain_right: Vec<f32>,
}

fn bisect(order: &mut [u32], lists: &[Vec<u32>], terms: usize, logs: &[f32]) {
    let mut scratch = Degrees {
        left: vec![0; terms],
        right: vec![0; terms],
        gain_left: vec![0.0; terms],
        gain_right: vec![0.0; terms],
    };
    split(order, lists, logs, &mut scratch);
    let (left, right) = order.split_at_mut(order.len() / 2);
    let mut other = Degrees {
        left: vec![0; terms],
        right: vec![0; terms],
        gain_left: vec![0.0; terms],
        gain_right: vec![0.0; terms],
    };
    rayon::join(|| descend(left, lists, logs, &mut scratch), || descend(right, lists, logs, &mut other));
}

fn descend(order: &mut [u32], lists: &[Vec<u32>], logs: &[f32], scratch: &mut Degrees) {
    if order.len() <= LEAF {
        return;
    }
    split(order, lists, logs, scratch);
    let (left, right) = order.split_at_mut(order.len() / 2);
    descend(left, lists, logs, scratch);
    descend(right, lists, logs, scratch);
}

fn split(order: &mut [u32], lists: &[Vec<u32>], logs: &[f32], scratch: &mut Degrees) {
    if order.len() <= LEAF {
        return;
    }
    let half = order.len() / 2;
    let list = |document: u32| lists[document as usize].as_slice();
    let mut touched: Vec<u32> = Vec::new();
    for (position, &document) in order.iter().enumerate() {
        for &term in list(document) {
            let term = term as usize;
            if scratch.left[term] + scratch.right[term] == 0 {
                touched.push(term as u32);
            }
            if position < half { scratch.left[term] += 1 } else { scratch.right[term] += 1 }
        }
    }
    let log = |n: usize| logs[n.min(logs.len() - 1)];
    // Bits of a term with `degree` documents among `size`.
    let cost = |degree: u32, size: usize| degree as f32 * (log(size) - log(degree as usize + 1));
    let sizes = (half, order.len() - half);
    let mut gains: Vec<(f32, u32)> = Vec::with_capacity(order.len());
    for _ in 0..ROUNDS {
        for &term in &touched {
            let term = term as usize;
            let (left, right) = (scratch.left[term], scratch.right[term]);
            let now = cost(left, sizes.0) + cost(right, sizes.1);
            scratch.gain_left[term] =
                if left > 0 { now - cost(left - 1, sizes.0) - cost(right + 1, sizes.1) } else { 0.0 };
            scratch.gain_right[term] =
                if right > 0 { now - cost(left + 1, sizes.0) - cost(right - 1, sizes.1) } else { 0.0 };
        }
        gains.clear();
        for (position, &document) in order.iter().enumerate() {
            let of = if position < half { &scratch.gain_left } else { &scratch.gain_right };
            gains.push((list(document).iter().map(|&term| of[term as usize]).sum(), position as u32));
        }
        let (left, right) = gains.split_at_mut(half);
        let best_first = |a: &(f32, u32), b: &(f32, u32)| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1));
        left.sort_unstable_by(best_first);
        right.sort_unstable_by(best_first);
        let mut swaps = 0;
        for (a, b) in left.iter().zip(right.iter()) {
            if a.0 + b.0 <= 0.0 {
                break;
            }
            let (a, b) = (a.1 as usize, b.1 as usize);
            for &term in list(order[a]) {
                scratch.left[term as usize] -= 1;
                scratch.right[term as usize] += 1;
            }
            for &term in list(order[b]) {
                scratch.right[term as usize] -= 1;
                scratch.left[term as usize] += 1;
            }
            order.swap(a, b);
            swaps += 1;
        }
        if swaps == 0 {
            break;
        }
    }
    for &term in &touched {
        scratch.left[term as usize] = 0;
        scratch.right[term as usize] = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_of_one_kind_end_up_side_by_side() {
        // Two kinds, interleaved; each kind has its own 40 terms.
        let documents: Vec<Vec<(u32, Frequencies)>> = (0..200u32)
            .map(|document| {
                (0..10).map(|n| ((document % 2) * 40 + (document * 7 + n * 3) % 40, Frequencies::default())).collect()
            })
            .collect();
        let mut frequencies = vec![0; 80];
        documents.iter().flatten().for_each(|entry| frequencies[entry.0 as usize] += 1);
        let order = order(&documents, &frequencies);
        let changes = order.windows(2).filter(|pair| pair[0] % 2 != pair[1] % 2).count();
        assert!(changes < 20, "{changes} changes of kind");
        let mut sorted = order.clone();
        sorted.sort_unstable();
        assert_eq!(sorted, (0..200).collect::<Vec<u32>>());
    }
}
