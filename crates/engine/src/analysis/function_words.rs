//! Function words: so common that they say nothing where the query also has content words.
//!
//! The build marks those that the corpus has; the list for English has about 150 words.

/// English function words, folded and sorted.
#[cfg(feature = "build")]
pub(crate) const ENGLISH: &[&str] = &[
    "a", "about", "above", "after", "again", "against", "all", "also", "although", "am", "among", "an", "and", "any",
    "are", "as", "at", "be", "because", "been", "before", "being", "below", "between", "both", "but", "by", "can",
    "cannot", "could", "did", "do", "does", "doing", "done", "dont", "down", "during", "each", "either", "every",
    "few", "for", "from", "further", "had", "has", "have", "having", "he", "her", "here", "hers", "him", "himself", "his", "how",
    "however", "i", "if", "in", "into", "is", "it", "its", "itself", "just", "may", "me", "might", "more", "most",
    "must", "my", "neither", "no", "nor", "not", "of", "off", "on", "once", "only", "onto", "or", "other", "our", "ours",
    "out", "over", "own", "per", "same", "shall", "she", "should", "since", "so", "some", "such", "than", "that", "the",
    "their", "them", "themselves", "then", "there", "therefore", "these", "they", "this", "those", "through", "thus", "to",
    "too", "toward", "towards", "under", "until", "up", "upon", "us", "very", "via", "was", "we", "were", "what", "when", "where",
    "whether", "which", "while", "who", "whom", "whose", "why", "will", "with", "within", "without", "would", "yet", "you", "your",
];

#[cfg(all(test, feature = "build"))]
mod tests {
    #[test]
    fn the_list_is_sorted() {
        assert!(super::ENGLISH.windows(2).all(|pair| pair[0] < pair[1]));
    }
}
