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
        let bytes = self.rest.as_bytes();
        let word = self.rest.chars().next()?.is_alphanumeric();
        let mut end = 0;
        // Most text is ASCII: one byte, one step.
        loop {
            while bytes.get(end).is_some_and(|byte| byte.is_ascii() && byte.is_ascii_alphanumeric() == word) {
                end += 1;
            }
            if bytes.get(end).is_none_or(u8::is_ascii) {
                break;
            }
            let Some(letter) = self.rest[end..].chars().next().filter(|letter| letter.is_alphanumeric() == word) else {
                break;
            };
            end += letter.len_utf8();
        }
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
