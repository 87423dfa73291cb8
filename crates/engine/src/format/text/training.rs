//! Learns a model from texts.

use rayon::prelude::*;

use super::Words;
use super::clusters::lengths;
use super::dictionary::Dictionary;
use super::draft::draft;
use super::encoder::TextEncoder;
use super::speaker::Speaker;
use super::spelling::Spelling;
use super::survey::{Record, Survey};
use super::tally::{Tally, share};
use crate::format::huffman;

// Training passes twice over the texts. The survey counts terms, forms, gaps and words that are no terms; a draft
// of the alphabet follows. The tally then says every text in that alphabet and counts which symbol follows
// which; from it come the codes. What to say (by recency or not) depends on what it costs, so a tally of a
// sample at guessed costs goes ahead. All arithmetic is in integers and all ties are broken by value, so the
// bytes depend on the texts alone, not on threads or the machine.

/// Records of the first tally, which only guesses what is dear.
const SAMPLE: usize = 4_000;

/// Learns a model from the records that it will code; terms of fewer than `threshold` documents are spelled.
///
/// Other texts can be coded with it too, only not as short.
pub(crate) fn train<'w, W: Words + Sync + ?Sized>(
    words: &'w W,
    threshold: u32,
    records: &[Record<'_>],
) -> TextEncoder<'w, W> {
    let threshold = threshold.max(1);
    let dictionary = Dictionary::new(words);
    let numbered: Vec<(u32, &Record<'_>)> = (0..).zip(records).collect();
    let surveys = numbered.par_chunks(share(records.len())).map(|records| {
        let mut survey = Survey::new(words);
        records.iter().for_each(|&(number, record)| survey.add(&dictionary, threshold, number, record));
        survey
    });
    let survey = surveys.reduce_with(Survey::merge).unwrap_or_else(|| Survey::new(words));
    let (alphabet, rough) = draft(words, threshold, &survey);
    let speaker = Speaker::new(dictionary, alphabet, survey.texts.map(|(all, titled)| titled * 2 > all));
    drop(survey);

    let first = lengths(&Tally::of(&speaker, &rough, None, records, records.len().div_ceil(SAMPLE).max(1)));
    let mut tally = Tally::of(&speaker, &rough, Some(&first), records, 1);
    let lengths = lengths(&tally);
    let codes = lengths.codes.iter().map(|lengths| huffman::codes(lengths)).collect();
    // The lists of the model are spelled with the same letters.
    speaker.alphabet.gaps.iter().for_each(|gap| tally.gap_letters.add(&gap.text));
    speaker.alphabet.extras.iter().for_each(|extra| tally.word_letters.add(extra));
    let (word_spelling, gap_spelling) = (Spelling::new(&tally.word_letters), Spelling::new(&tally.gap_letters));
    TextEncoder { speaker, threshold, lengths, codes, word_spelling, gap_spelling }
}
