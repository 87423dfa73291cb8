//! Sorting, once: the standard library's sorts are copied for every type and order, and would be a quarter of the module.

/// A key under which larger scores come first; scores are never negative.
#[inline]
pub(crate) fn larger_first(score: f32) -> u32 {
    !score.to_bits()
}

/// Two keys as one: the first decides, then the second.
#[inline]
pub(crate) fn then(first: u32, second: u32) -> u64 {
    (u64::from(first) << 32) | u64::from(second)
}

/// Sorts by a key; equal keys keep their order.
pub(crate) fn sort_by_key<T: Clone>(items: &mut Vec<T>, key: &dyn Fn(&T) -> u64) {
    sort_behind(items, 0, key);
}

/// Keeps the `keep` items with the least keys: the one with the greatest of them first, the others in no order.
pub(crate) fn keep_least<T: Clone>(items: &mut Vec<T>, keep: usize, key: &dyn Fn(&T) -> u64) {
    sort_behind(items, keep, key);
    items.truncate(keep);
}

/// Sorts what belongs behind the first `keep`, which become a heap.
fn sort_behind<T: Clone>(items: &mut Vec<T>, keep: usize, key: &dyn Fn(&T) -> u64) {
    let mut keyed: Vec<(u64, u32)> = Vec::with_capacity(items.len());
    for item in &*items {
        keyed.push((key(item), keyed.len() as u32));
    }
    sort(&mut keyed, keep);
    let mut sorted = Vec::with_capacity(items.len());
    for &(_, place) in &keyed {
        if let Some(item) = items.get(place as usize) {
            sorted.push(item.clone());
        }
    }
    *items = sorted;
}

/// Heap sort (Williams 1964), until `keep` are left in the heap.
fn sort(keys: &mut [(u64, u32)], keep: usize) {
    let length = keys.len();
    for root in (0..length / 2).rev() {
        sift(keys, root);
    }
    let mut heap = keys;
    while heap.len() > keep
        && let [first, .., last] = heap
    {
        (*first, *last) = (*last, *first);
        let Some((_, rest)) = heap.split_last_mut() else { return };
        sift(rest, 0);
        heap = rest;
    }
}

fn sift(heap: &mut [(u64, u32)], mut root: usize) {
    let Some(&moving) = heap.get(root) else { return };
    loop {
        let mut child = 2 * root + 1;
        let Some(&(mut larger)) = heap.get(child) else { break };
        if let Some(&right) = heap.get(child + 1)
            && right > larger
        {
            child += 1;
            larger = right;
        }
        if larger <= moving {
            break;
        }
        if let Some(slot) = heap.get_mut(root) {
            *slot = larger;
        }
        root = child;
    }
    if let Some(slot) = heap.get_mut(root) {
        *slot = moving;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_sorts_like_a_stable_sort(items in proptest::collection::vec((0u32..50, any::<u32>()), 0..300)) {
            let mut ours = items.clone();
            let mut theirs = items;
            sort_by_key(&mut ours, &|item| u64::from(item.0));
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn the_least_are_kept(mut items in proptest::collection::vec(0u32..50, 0..300), keep in 0usize..40) {
            let mut kept = items.clone();
            keep_least(&mut kept, keep, &|&item| u64::from(item));
            items.sort_unstable();
            items.truncate(keep);
            prop_assert_eq!(kept.first(), items.last());
            kept.sort_unstable();
            prop_assert_eq!(kept, items);
        }

        #[test]
        fn larger_scores_come_first(a in 0f32..1e9, b in 0f32..1e9) {
            prop_assert_eq!(larger_first(a) < larger_first(b), a > b);
        }
    }
}
