//! Cuts a text into words and gaps.

/// A text cut into words and gaps, in turn: whether it is a word, and the piece.
pub(super) struct Pieces<'t> {
    rest: &'t str,
}

pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = (bool, &'t str);

    fn next(&mut self) -> Option<(bool, &'t str)> {
        let in_word = |letter: char| {
            if letter.is_ascii() { letter.is_ascii_alphanumeric() } else { letter.is_alphanumeric() }
        };
        let word = in_word(self.rest.chars().next()?);
        let end = self.rest.find(|letter| in_word(letter) != word).unwrap_or(self.rest.len());
        let (piece, rest) = self.rest.split_at(end);
        self.rest = rest;
        Some((word, piece))
    }
}

/// Whether most longer words at the start of a text have a capital.
pub(super) fn is_titled(text: &str) -> bool {
    let words = pieces(text).filter_map(|(word, piece)| {
        let first = *piece.as_bytes().first()?;
        (word && piece.len() >= 4 && first.is_ascii_alphabetic()).then_some(first.is_ascii_uppercase())
    });
    let (all, capitals) =
        words.take(40).fold((0, 0), |(all, capitals), capital| (all + 1, capitals + u32::from(capital)));
    capitals > 0 && capitals * 10 >= all * 6
}
