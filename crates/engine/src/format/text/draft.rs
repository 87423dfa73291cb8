//! Drafts the alphabet for what a survey has counted.

use std::cmp::Reverse;

use super::Words;
use super::alphabet::{Action, Alphabet, Gap, Head, by_octave};
use super::costs::{BIT, log2};
use super::dictionary::Map;
use super::forms::{CLASS_DIGITS, CLASS_MIXED, CLASS_SMALL, CLASSED, CLASSES, SMALL, form_of};
use super::survey::Survey;

/// The most heads.
const HEADS: usize = 256;
/// A head is at least one word in so many ...
const HEAD_SHARE: u64 = 2500;
/// ... and occurs at least so often.
const HEAD_COUNT: u64 = 16;

/// An alphabet for what was surveyed, and a guess at what each symbol costs.
pub(super) fn draft<W: Words + ?Sized>(words: &W, threshold: u32, survey: &Survey) -> (Alphabet, Vec<u32>) {
    let mut alphabet = Alphabet::default();
    let gaps = survey.listed_gaps();
    alphabet.gaps =
        gaps.iter().map(|&(gap, count)| Gap { text: gap.to_owned(), capital: count.capital > count.small }).collect();
    let extras = survey.extras();
    alphabet.extras = extras.iter().map(|&(word, _)| word.to_owned()).collect();

    let mut best: Map<u32, (u32, u64)> = Map::default();
    for (&(ordinal, form), &count) in &survey.mixed {
        let own = best.entry(ordinal).or_default();
        *own = (*own).max((count, form));
    }
    let count = |ordinal: u32| u64::from(survey.terms[ordinal as usize].all);
    let least = (survey.words / HEAD_SHARE).max(HEAD_COUNT);
    let mut heads: Vec<u32> =
        (0..words.len()).filter(|&ordinal| words.frequency(ordinal) >= threshold && count(ordinal) >= least).collect();
    heads.sort_unstable_by_key(|&ordinal| (Reverse(count(ordinal)), ordinal));
    heads.truncate(HEADS);
    heads.sort_unstable();
    let head = |&ordinal: &u32| {
        let form = match survey.class(ordinal) {
            CLASS_MIXED => best.get(&ordinal).map_or(SMALL, |&(_, form)| form),
            class => form_of(class),
        };
        let [small, capitalised] = survey.terms[ordinal as usize].titled;
        Head { ordinal, form, small: small > capitalised }
    };
    alphabet.heads = heads.iter().map(head).collect();

    for [lettered, digits] in by_octave(words, threshold, &alphabet.heads) {
        let mut classes: [Vec<u32>; CLASSES] = Default::default();
        for ordinal in lettered {
            let listed = words.frequency(ordinal) >= CLASSED;
            let class = if listed { survey.class(ordinal) } else { CLASS_SMALL };
            classes[usize::from(class)].push(ordinal);
        }
        let mixed = classes[usize::from(CLASS_MIXED)].iter();
        let mixed: Vec<u64> = mixed.map(|ordinal| best.get(ordinal).map_or(SMALL, |&(_, form)| form)).collect();
        classes[usize::from(CLASS_DIGITS)] = digits;
        alphabet.add_groups(classes.each_ref().map(Vec::as_slice), &mixed);
    }
    alphabet.number();

    let cost = |count: u64| (log2(survey.words * 2).saturating_sub(log2(count.max(1))) * u64::from(BIT) / 256) as u32;
    let rough = |&action: &Action| match action {
        Action::Gap { first, bits } => {
            cost(gaps[first as usize..].iter().take(1 << bits).map(|(_, count)| u64::from(count.all)).sum())
        }
        Action::Extra { first, bits } => {
            cost(extras[first as usize..].iter().take(1 << bits).map(|&(_, count)| u64::from(count)).sum())
        }
        Action::Head(head) => cost(count(alphabet.heads[head as usize].ordinal)),
        Action::Group(group) => {
            let group = alphabet.groups[group as usize];
            let terms = &alphabet.tail[group.start as usize..][..group.len as usize];
            cost(terms.iter().map(|&ordinal| u64::from(words.frequency(ordinal))).sum())
        }
        Action::Repeat { .. } => 4 * BIT,
        _ => 5 * BIT,
    };
    let rough = alphabet.actions.iter().map(rough).collect();
    (alphabet, rough)
}
