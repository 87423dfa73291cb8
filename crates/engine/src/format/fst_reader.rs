//! Reads the finite state transducer of the lexicon from bytes that nobody vouches for.
//!
//! The bytes are what the `fst` crate 0.4.7 writes (its format version 3; the automaton is that of
//! Daciuk, Mihov, Watson & Watson, "Incremental construction of minimal acyclic finite-state
//! automata", 2000, with outputs after Mihov & Maurel, 2000). That crate stays the writer. Its
//! reader trusts the bytes; this one never panics, never leaves them and never walks in a circle,
//! whatever they are: damage shows as `None` or as a wrong ordinal below [`Subtree::end`].
//!
//! A file is an 8-byte version, an 8-byte type, the nodes, the number of keys, the address of the
//! root (both 8 bytes) and a checksum of 4 bytes, all little-endian. A node is named by the address
//! of its **last** byte and is read downwards from there:
//!
//! ```text
//! 11cccccc [input]                         one transition, to the node just below, output 0
//! 10cccccc [input] sizes distance output   one transition
//! 0fnnnnnn [count] sizes [index] inputs distances outputs [final output]
//! ```
//!
//! `cccccc` is 1 + the place of the input in [`COMMON`], or 0 where the input follows; `f` says that
//! a key ends here; `nnnnnn` is the number of transitions, or 0 where it follows (as 1 for 256).
//! `sizes` holds the bytes of a distance (high half) and of an output (low half). The index has 256
//! bytes, from 33 transitions on. Lists start with the transition of the smallest input, at the
//! highest address. A distance counts from the node's first byte down to the last byte of the child;
//! 0 stands for the node at address 0, which has no bytes: a key ends there and nothing follows.
//!
//! What the inner loops call is always inlined, although the module is compiled for size.

/// The inputs that fit into the first byte of a node with one transition, in the order of their codes.
const COMMON: &[u8; 63] = b"te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG";

/// Bytes before the first node.
const HEAD: usize = 16;
/// Bytes after the root: number of keys, root address, checksum.
const TAIL: usize = 20;
/// Nodes with more transitions than this hold an index of 256 bytes.
const INDEXED_FROM: usize = 33;

/// A transducer whose values are the ordinals of its keys.
///
/// Since the keys were added in order and numbered from 0, the outputs on the way to a node sum up
/// to the ordinal of the first key below it, and an output at the end of a key is always 0; it is
/// skipped, not read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fst<'a> {
    bytes: &'a [u8],
    root: Subtree,
}

/// A node, not yet read, and the ordinals of the keys below it: `first..end`.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Subtree {
    address: usize,
    /// The ordinal of the first key in the subtree.
    pub(crate) first: u32,
    /// One more than the ordinal of the last; never beyond the end of the subtree above.
    pub(crate) end: u32,
}

impl Subtree {
    /// Nothing yet.
    pub(crate) const EMPTY: Subtree = Subtree { address: 0, first: 0, end: 0 };
}

/// A node that has been read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node<'a> {
    bytes: &'a [u8],
    /// The inputs, smallest last.
    inputs: &'a [u8],
    below: Subtree,
    /// Just above the first distance and the first output.
    distances: usize,
    outputs: usize,
    distance_bytes: u8,
    output_bytes: u8,
    /// 1 where the only child lies just below, without a written distance.
    adjacent: u8,
    is_final: bool,
}

impl<'a> Fst<'a> {
    /// Checks the shape: head, tail, and a root that ends where the tail begins.
    pub(crate) fn open(bytes: &'a [u8]) -> Option<Self> {
        let word = |at: usize| bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes);
        let tail = bytes.len().checked_sub(TAIL).filter(|&tail| tail >= HEAD)?;
        let len = u32::try_from(word(tail)?).ok()?;
        // Without nodes the root is the node at address 0.
        let address = if tail == HEAD { 0 } else { tail - 1 };
        if word(0)? != 3 || word(8)? != 0 || word(tail + 8)? != address as u64 {
            return None;
        }
        // No keys, no nodes: then every node that is read has an ordinal to give.
        let address = if len == 0 { usize::MAX } else { address };
        Some(Fst { bytes, root: Subtree { address, first: 0, end: len } })
    }

    /// All keys; `root().end` is how many there should be.
    pub(crate) fn root(&self) -> Subtree {
        self.root
    }

    /// Opens again what [`Fst::open`] accepted, without the checks.
    pub(crate) fn resume(bytes: &'a [u8], root: Subtree) -> Self {
        Fst { bytes, root }
    }

    /// The node on top of all keys; `None` where there are none.
    #[inline(never)]
    pub(crate) fn top(&self) -> Option<Node<'a>> {
        self.node(self.root)
    }

    /// The node at the end of transition `which`: [`Node::child`] and [`Fst::node`], which are small
    /// in a hot loop, once for all places that are not hot.
    #[inline(never)]
    pub(crate) fn follow(&self, node: &Node<'a>, which: usize) -> Option<Node<'a>> {
        self.node(node.child(which)?)
    }

    /// Reads the node on top of a subtree; `None` where the bytes are no node.
    #[inline]
    pub(crate) fn node(&self, below: Subtree) -> Option<Node<'a>> {
        let bytes = self.bytes;
        let mut node = Node {
            bytes,
            inputs: &[],
            below,
            distances: 0,
            outputs: 0,
            distance_bytes: 0,
            output_bytes: 0,
            adjacent: 0,
            is_final: true,
        };
        if below.address == 0 {
            return Some(node);
        }
        // `at` goes down and may wrap around below 0: then no byte is found there, or the last
        // comparison fails.
        let mut at = below.address;
        let head = *bytes.get(at)?;
        let low = usize::from(head & 0x3f);
        let mut count = 1;
        if head & 0x80 != 0 {
            node.is_final = false;
            node.inputs = match low {
                0 => {
                    at = at.wrapping_sub(1);
                    std::slice::from_ref(bytes.get(at)?)
                }
                _ => COMMON.get(low - 1..low)?,
            };
            node.adjacent = (head >> 6) & 1;
        } else {
            node.is_final = head & 0x40 != 0;
            count = low;
            if low == 0 {
                at = at.wrapping_sub(1);
                count = match *bytes.get(at)? {
                    1 => 256,
                    count => usize::from(count),
                };
            }
        }
        if node.adjacent == 0 {
            at = at.wrapping_sub(1);
            let sizes = *bytes.get(at)?;
            node.distance_bytes = sizes >> 4;
            node.output_bytes = sizes & 0x0f;
            if node.distance_bytes > 4 || node.output_bytes > 4 {
                return None;
            }
            if head & 0x80 == 0 {
                if count >= INDEXED_FROM {
                    at = at.wrapping_sub(256);
                }
                let top = at;
                at = at.wrapping_sub(count);
                node.inputs = bytes.get(at..top)?;
            }
            node.distances = at;
            at = at.wrapping_sub(count * usize::from(node.distance_bytes));
            node.outputs = at;
            at = at.wrapping_sub((count + usize::from(node.is_final)) * usize::from(node.output_bytes));
        }
        if at > below.address {
            return None;
        }
        node.below.address = at;
        Some(node)
    }
}

impl<'a> Node<'a> {
    /// Whether the path to this node is a key; its ordinal is that of [`Node::below`]`.first`.
    #[inline]
    pub(crate) fn is_final(&self) -> bool {
        self.is_final
    }

    /// The ordinals of the keys that start with the path to this node.
    #[inline]
    pub(crate) fn below(&self) -> std::ops::Range<u32> {
        self.below.first..self.below.end
    }

    /// The inputs of the transitions, in order.
    #[inline]
    pub(crate) fn inputs(&self) -> impl Iterator<Item = u8> + use<'a> {
        self.inputs.iter().rev().copied()
    }

    /// The input of transition `which`.
    pub(crate) fn input(&self, which: usize) -> Option<u8> {
        self.inputs.get(self.inputs.len().checked_sub(which + 1)?).copied()
    }

    /// Whether the inputs are in order, each once.
    pub(crate) fn is_sorted(&self) -> bool {
        let mut above = 256;
        for &input in self.inputs {
            if u32::from(input) >= above {
                return false;
            }
            above = u32::from(input);
        }
        true
    }

    /// The transition for an input byte.
    #[inline(always)]
    pub(crate) fn find(&self, input: u8) -> Option<usize> {
        for (which, &other) in self.inputs.iter().rev().enumerate() {
            if other == input {
                return Some(which);
            }
        }
        None
    }

    /// Where transition `which` leads. The node there has a lower address than this one, and its
    /// ordinals are some of this node's, at least one; `None` where the bytes say otherwise.
    #[inline(always)]
    pub(crate) fn child(&self, which: usize) -> Option<Subtree> {
        let distance = self.number(self.distances, self.distance_bytes, which)? as usize | usize::from(self.adjacent);
        let address = match distance {
            0 => 0,
            _ => self.below.address.checked_sub(distance)?,
        };
        let first = self.ordinal(which)?;
        let end = if which + 1 < self.inputs.len() { self.ordinal(which + 1)? } else { self.below.end };
        (first < end && end <= self.below.end).then_some(Subtree { address, first, end })
    }

    #[inline(always)]
    fn ordinal(&self, which: usize) -> Option<u32> {
        self.below.first.checked_add(self.number(self.outputs, self.output_bytes, which)?)
    }

    /// Number `which` of a list of numbers of `size` bytes that goes down from `top`.
    ///
    /// Four bytes are read whatever the size: after any node there are at least [`TAIL`] more.
    #[inline(always)]
    fn number(&self, top: usize, size: u8, which: usize) -> Option<u32> {
        let at = top.wrapping_sub((which + 1) * usize::from(size));
        let bytes = self.bytes.get(at..)?.first_chunk()?;
        let beyond = u64::MAX << (8 * u32::from(size));
        Some(u32::from_le_bytes(*bytes) & !beyond as u32)
    }
}

#[cfg(all(test, feature = "build"))]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    /// Numbers the keys and writes them.
    fn written(keys: &BTreeSet<Vec<u8>>) -> Vec<u8> {
        let mut builder = fst::MapBuilder::memory();
        for (ordinal, key) in (0..).zip(keys) {
            builder.insert(key, ordinal).unwrap();
        }
        builder.into_inner().unwrap()
    }

    fn walk(fst: &Fst<'_>, below: Subtree, path: &mut Vec<u8>, keys: &mut Vec<(Vec<u8>, u32)>) {
        let node = fst.node(below).unwrap();
        if node.is_final() {
            keys.push((path.clone(), node.below().start));
        }
        for (which, input) in node.inputs().enumerate() {
            assert_eq!(node.find(input), Some(which));
            path.push(input);
            walk(fst, node.child(which).unwrap(), path, keys);
            path.pop();
        }
        assert_eq!(node.below().end as usize, keys.len(), "all keys below were passed");
    }

    fn assert_all_keys_are_read(keys: &BTreeSet<Vec<u8>>) {
        let bytes = written(keys);
        let fst = Fst::open(&bytes).unwrap();
        let mut read = Vec::new();
        if keys.is_empty() {
            assert!(fst.node(fst.root()).is_none());
            return;
        }
        walk(&fst, fst.root(), &mut Vec::new(), &mut read);
        let expected: Vec<_> = keys.iter().cloned().zip(0..).collect();
        assert_eq!(read, expected);
    }

    proptest! {
        #[test]
        fn reads_what_the_fst_crate_wrote(
            keys in proptest::collection::btree_set(proptest::collection::vec(any::<u8>(), 0..6), 0..300),
        ) {
            assert_all_keys_are_read(&keys);
        }

        #[test]
        fn reads_shared_endings_and_common_letters(
            keys in proptest::collection::btree_set("[etaoin]{0,6}".prop_map(String::into_bytes), 0..300),
        ) {
            assert_all_keys_are_read(&keys);
        }
    }

    #[test]
    fn reads_nodes_of_any_number_of_transitions() {
        for count in [0, 1, 2, 31, 32, 33, 34, 62, 63, 64, 65, 255, 256] {
            for end in ["", "?", "ending"] {
                let keys = (0..count).map(|n: u16| [&[n as u8], end.as_bytes()].concat()).collect();
                assert_all_keys_are_read(&keys);
            }
        }
    }

    #[test]
    fn reads_ordinals_and_distances_of_several_bytes() {
        let keys = (0..70_000u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes().to_vec()).collect();
        assert_all_keys_are_read(&keys);
    }

    #[test]
    fn the_empty_key_is_a_key() {
        assert_all_keys_are_read(&BTreeSet::from([vec![]]));
        assert_all_keys_are_read(&BTreeSet::from([vec![], b"a".to_vec()]));
    }

    #[test]
    fn head_and_tail_must_fit_the_length() {
        let bytes = written(&BTreeSet::from([b"a".to_vec(), b"b".to_vec()]));
        assert!(Fst::open(&bytes).is_some());
        assert!(Fst::open(&bytes[1..]).is_none());
        for len in 0..bytes.len() {
            assert!(Fst::open(&bytes[..len]).is_none(), "cut after {len} bytes");
        }
        for at in (0..HEAD).chain(bytes.len() - 12..bytes.len() - 4) {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert!(Fst::open(&damaged).is_none(), "byte {at}");
        }
    }
}
