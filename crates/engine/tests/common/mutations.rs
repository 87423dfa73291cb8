//! Changes to bytes: the ways in which files go wrong, and those in which somebody makes them.

use super::container::{self as c, Block};
use super::random::Random;

/// Changes bytes in one of the ways in which files go wrong.
pub(crate) fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    if bytes.is_empty() {
        bytes.push(random.next() as u8);
        return;
    }
    let at = random.below(bytes.len());
    let length = (1 + random.skewed(64)).min(bytes.len() - at);
    match random.below(10) {
        0 | 1 => bytes[at] ^= 1 << random.below(8),
        2 => bytes[at] = random.next() as u8,
        3 => bytes[at..at + length].iter_mut().for_each(|byte| *byte = random.next() as u8),
        4 => bytes[at..at + length].fill(0),
        5 => bytes[at..at + length].fill(0xff),
        6 => drop(bytes.drain(at..at + length)),
        7 => drop(bytes.splice(at..at, (0..length).map(|_| random.next() as u8))),
        8 => {
            let to = random.below(bytes.len() - length + 1);
            bytes.copy_within(at..at + length, to);
        }
        _ => {
            let copy = bytes[at..at + length].to_vec();
            let to = random.below(bytes.len());
            bytes.splice(to..to, copy);
        }
    }
}

/// A file of which some block was changed, or some byte anywhere, with hashes that fit again.
pub(crate) fn with_repaired_hashes(blocks: &[Block], file: &[u8], random: &mut Random) -> Vec<u8> {
    if random.one_in(8) {
        let mut bytes = file.to_vec();
        mutate(&mut bytes, random);
        c::repair(&mut bytes);
        return bytes;
    }
    let mut blocks = blocks.to_vec();
    for _ in 0..=random.skewed(4) {
        // Large and small parts alike.
        let part = random.pick(&[0, 1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12, 1, 2, 4, 9, 10, 11]);
        let of_part: Vec<usize> = (0..blocks.len()).filter(|&number| blocks[number].0 == *part).collect();
        if !of_part.is_empty() {
            mutate(&mut blocks[*random.pick(&of_part)].1, random);
        }
    }
    c::file(&blocks)
}
