//! Which characters make words: a small table instead of the Unicode database.
//!
//! Full Unicode tables are the largest single item that a search module could carry, and few of their
//! distinctions matter for finding words. What is not listed here counts as a letter, so unknown scripts
//! are searchable as runs. A property test holds the table against UAX #29.

/// What a character does to the word it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// Part of a word.
    Letter,
    /// Part of a word of a script written without spaces: indexed by overlapping pairs.
    Ideograph,
    /// Part of the word before it, without a sound of its own: combining marks, joiners, soft hyphens.
    Mark,
    /// Joins two letters into one word where it stands between them: the apostrophes.
    Apostrophe,
    /// Ends a word.
    Other,
}

/// First and last character of ranges above ASCII that are not letters, in order.
const RANGES: &[(u32, u32, Class)] = &[
    (0x80, 0xA9, Class::Other),
    (0xAB, 0xAC, Class::Other),
    (0xAD, 0xAD, Class::Mark),
    (0xAE, 0xB1, Class::Other),
    (0xB4, 0xB4, Class::Other),
    (0xB6, 0xB8, Class::Other),
    (0xBB, 0xBB, Class::Other),
    (0xBF, 0xBF, Class::Other),
    (0xD7, 0xD7, Class::Other),
    (0xF7, 0xF7, Class::Other),
    (0x2C2, 0x2C5, Class::Other),
    (0x2D2, 0x2DF, Class::Other),
    (0x300, 0x36F, Class::Mark),
    (0x37E, 0x37E, Class::Other),
    (0x387, 0x387, Class::Other),
    (0x55A, 0x55F, Class::Other),
    (0x589, 0x58A, Class::Other),
    (0x591, 0x5BD, Class::Mark),
    (0x5BE, 0x5BE, Class::Other),
    (0x5BF, 0x5BF, Class::Mark),
    (0x5C0, 0x5C0, Class::Other),
    (0x5C1, 0x5C2, Class::Mark),
    (0x5C3, 0x5C3, Class::Other),
    (0x5C4, 0x5C5, Class::Mark),
    (0x5C6, 0x5C6, Class::Other),
    (0x5C7, 0x5C7, Class::Mark),
    (0x5F3, 0x5F4, Class::Other),
    (0x600, 0x60F, Class::Other),
    (0x610, 0x61A, Class::Mark),
    (0x61B, 0x61F, Class::Other),
    (0x640, 0x640, Class::Mark),
    (0x64B, 0x65F, Class::Mark),
    (0x66A, 0x66D, Class::Other),
    (0x670, 0x670, Class::Mark),
    (0x6D4, 0x6D4, Class::Other),
    (0x964, 0x965, Class::Other),
    (0xE01, 0xE3A, Class::Ideograph),
    (0xE3F, 0xE3F, Class::Other),
    (0xE40, 0xE4E, Class::Ideograph),
    (0xE4F, 0xE4F, Class::Other),
    (0xE5A, 0xE5B, Class::Other),
    (0xE81, 0xECD, Class::Ideograph),
    (0x1000, 0x103F, Class::Ideograph),
    (0x104A, 0x104F, Class::Other),
    (0x1050, 0x109D, Class::Ideograph),
    (0x1360, 0x1368, Class::Other),
    (0x1780, 0x17D3, Class::Ideograph),
    (0x17D4, 0x17D6, Class::Other),
    (0x17D7, 0x17D7, Class::Ideograph),
    (0x17D8, 0x17DB, Class::Other),
    (0x1AB0, 0x1AFF, Class::Mark),
    (0x1DC0, 0x1DFF, Class::Mark),
    (0x2000, 0x200A, Class::Other),
    (0x200B, 0x200F, Class::Mark),
    (0x2010, 0x2018, Class::Other),
    (0x2019, 0x2019, Class::Apostrophe),
    (0x201A, 0x2029, Class::Other),
    (0x202A, 0x202E, Class::Mark),
    (0x202F, 0x205F, Class::Other),
    (0x2060, 0x206F, Class::Mark),
    (0x207A, 0x207E, Class::Other),
    (0x208A, 0x208E, Class::Other),
    (0x20A0, 0x20CF, Class::Other),
    (0x20D0, 0x20FF, Class::Mark),
    (0x2100, 0x2101, Class::Other),
    (0x2103, 0x2106, Class::Other),
    (0x2108, 0x2109, Class::Other),
    (0x2114, 0x2114, Class::Other),
    (0x2116, 0x2118, Class::Other),
    (0x211E, 0x2123, Class::Other),
    (0x2190, 0x245F, Class::Other),
    (0x2500, 0x2BFF, Class::Other),
    (0x2CE5, 0x2CEA, Class::Other),
    (0x2CF9, 0x2CFF, Class::Other),
    (0x2E00, 0x2E7F, Class::Other),
    (0x2E80, 0x2FDF, Class::Ideograph),
    (0x2FF0, 0x3004, Class::Other),
    (0x3005, 0x3007, Class::Ideograph),
    (0x3008, 0x3020, Class::Other),
    (0x302A, 0x302F, Class::Mark),
    (0x3030, 0x3030, Class::Other),
    (0x303D, 0x303F, Class::Other),
    (0x3041, 0x3096, Class::Ideograph),
    (0x3099, 0x309A, Class::Mark),
    (0x309B, 0x309C, Class::Other),
    (0x309D, 0x309F, Class::Ideograph),
    (0x30A0, 0x30A0, Class::Other),
    (0x30A1, 0x30FA, Class::Ideograph),
    (0x30FB, 0x30FB, Class::Other),
    (0x30FC, 0x30FF, Class::Ideograph),
    (0x3190, 0x319F, Class::Other),
    (0x31C0, 0x31EF, Class::Other),
    (0x31F0, 0x31FF, Class::Ideograph),
    (0x3200, 0x33FF, Class::Other),
    (0x3400, 0x4DBF, Class::Ideograph),
    (0x4DC0, 0x4DFF, Class::Other),
    (0x4E00, 0x9FFF, Class::Ideograph),
    (0xA490, 0xA4CF, Class::Other),
    (0xD800, 0xF8FF, Class::Other),
    (0xF900, 0xFAFF, Class::Ideograph),
    (0xFB1E, 0xFB1E, Class::Mark),
    (0xFD3E, 0xFD3F, Class::Other),
    (0xFE00, 0xFE0F, Class::Mark),
    (0xFE10, 0xFE1F, Class::Other),
    (0xFE20, 0xFE2F, Class::Mark),
    (0xFE30, 0xFE6F, Class::Other),
    (0xFEFF, 0xFEFF, Class::Mark),
    (0xFF00, 0xFF0F, Class::Other),
    (0xFF1A, 0xFF20, Class::Other),
    (0xFF3B, 0xFF40, Class::Other),
    (0xFF5B, 0xFF65, Class::Other),
    (0xFF66, 0xFF9F, Class::Ideograph),
    (0xFFE0, 0xFFFF, Class::Other),
    (0x10100, 0x1013F, Class::Other),
    (0x1D000, 0x1D3FF, Class::Other),
    (0x1F000, 0x1FAFF, Class::Other),
    (0x20000, 0x323AF, Class::Ideograph),
    (0xE0000, 0x10FFFF, Class::Mark),
];

/// The class of a character.
#[inline]
pub(crate) fn class(c: char) -> Class {
    if c.is_ascii() {
        return match c {
            '0'..='9' | 'a'..='z' | 'A'..='Z' => Class::Letter,
            '\'' => Class::Apostrophe,
            _ => Class::Other,
        };
    }
    let after = BORDERS.partition_point(|&border| border >> 3 <= c as u32);
    match after.checked_sub(1).and_then(|at| BORDERS.get(at)).map_or(0, |border| border & 7) {
        IDEOGRAPH => Class::Ideograph,
        MARK => Class::Mark,
        APOSTROPHE => Class::Apostrophe,
        OTHER => Class::Other,
        _ => Class::Letter,
    }
}

const IDEOGRAPH: u32 = Class::Ideograph as u32;
const MARK: u32 = Class::Mark as u32;
const APOSTROPHE: u32 = Class::Apostrophe as u32;
const OTHER: u32 = Class::Other as u32;

/// [`RANGES`] as the module carries them, in half the bytes: where the class changes, shifted by three bits, and the class from there on.
static BORDERS: [u32; borders(&mut [0; 2 * RANGES.len()])] = {
    let mut all = [0; 2 * RANGES.len()];
    let count = borders(&mut all);
    let mut some = [0; borders(&mut [0; 2 * RANGES.len()])];
    let mut at = 0;
    while at < count {
        some[at] = all[at];
        at += 1;
    }
    some
};

/// Fills in the borders; gives how many there are.
const fn borders(all: &mut [u32; 2 * RANGES.len()]) -> usize {
    let (mut count, mut number) = (0, 0);
    while number < RANGES.len() {
        let (first, last, class) = RANGES[number];
        all[count] = first << 3 | class as u32;
        count += 1;
        number += 1;
        // Letters follow, unless the next range does.
        if number == RANGES.len() || RANGES[number].0 > last + 1 {
            all[count] = (last + 1) << 3 | Class::Letter as u32;
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_has_the_class_of_its_range() {
        for c in (0x80..=0x10_FFFF).filter_map(char::from_u32) {
            let range = RANGES.iter().find(|&&(first, last, _)| (first..=last).contains(&(c as u32)));
            assert_eq!(class(c), range.map_or(Class::Letter, |range| range.2), "{c:?}");
        }
    }

    #[test]
    fn ranges_are_in_order_and_do_not_overlap() {
        for pair in RANGES.windows(2) {
            assert!(pair[0].0 <= pair[0].1 && pair[0].1 < pair[1].0, "{pair:x?}");
        }
    }

    /// Numbers and badges that UAX #29 lets stand in words; nobody searches for them.
    const SYMBOLS: &[(u32, u32)] = &[
        (0x2D2, 0x2DF),
        (0x2460, 0x2BFF),
        (0x2CE5, 0x2CFF),
        (0x2E2F, 0x2E2F),
        (0x3190, 0x319F),
        (0x3200, 0x33FF),
        (0x10100, 0x1013F),
        (0x1D2C0, 0x1D3FF),
        (0x1F100, 0x1F1FF),
    ];

    #[test]
    fn whatever_uax_29_counts_as_a_word_character_is_one_here_but_for_symbols() {
        use unicode_segmentation::UnicodeSegmentation;
        let symbol = |code: u32| SYMBOLS.iter().any(|&(first, last)| (first..=last).contains(&code));
        let differing: Vec<char> = (0x80..0x2_0000u32)
            .filter(|&code| !symbol(code))
            .filter_map(char::from_u32)
            .filter(|c| c.to_string().unicode_words().next().is_some() && class(*c) == Class::Other)
            .collect();
        assert_eq!(differing, []);
    }
}
