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
pub(crate) fn sort_by_key<T: Clone>(items: &mut Vec<T>, key: impl Fn(&T) -> u64) {
    let mut keyed: Vec<(u64, u32)> = items.iter().map(&key).zip(0..).collect();
    sort(&mut keyed);
    let sorted = keyed.iter().filter_map(|&(_, place)| items.get(place as usize).cloned()).collect();
    *items = sorted;
}

/// Heap sort (Williams 1964).
fn sort(keys: &mut [(u64, u32)]) {
    let length = keys.len();
    for root in (0..length / 2).rev() {
        sift(keys, root, length);
    }
    for end in (1..length).rev() {
        keys.swap(0, end);
        sift(keys, 0, end);
    }
}

fn sift(keys: &mut [(u64, u32)], mut root: usize, end: usize) {
    loop {
        let mut largest = root;
        for child in [2 * root + 1, 2 * root + 2] {
            if child < end && keys.get(child) > keys.get(largest) {
                largest = child;
            }
        }
        if largest == root {
            return;
        }
        keys.swap(root, largest);
        root = largest;
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
            sort_by_key(&mut ours, |item| u64::from(item.0));
            theirs.sort_by_key(|item| item.0);
            prop_assert_eq!(ours, theirs);
        }

        #[test]
        fn larger_scores_come_first(a in 0f32..1e9, b in 0f32..1e9) {
            prop_assert_eq!(larger_first(a) < larger_first(b), a > b);
        }
    }
}
