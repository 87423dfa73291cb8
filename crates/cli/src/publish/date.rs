//! When a record is from, as far as it says.

use std::fmt;

use thumbindex_engine::Document;

/// Metadata that may hold the whole date; records with one of these alone have a year from it.
const NAMES: [&str; 4] = ["date", "published", "submitted", "created"];

/// A day, a month or a year: what is not known is zero and sorts first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Date {
    year: i32,
    month: u8,
    day: u8,
}

impl Date {
    /// The date of a document.
    pub(crate) fn of(document: &Document) -> Option<Date> {
        let whole = NAMES.iter().find_map(|wanted| {
            let named = |(name, text): &(String, String)| {
                name.eq_ignore_ascii_case(wanted).then(|| Date::parse(text)).flatten()
            };
            document.meta.iter().find_map(named)
        });
        // Another year than the record's own says that the date is one of something else.
        let year = document.year.filter(|year| (1..10_000).contains(year));
        match (whole, year) {
            (Some(date), Some(year)) if date.year != year => Some(Date { year, month: 0, day: 0 }),
            (Some(date), _) => Some(date),
            (None, year) => year.map(|year| Date { year, month: 0, day: 0 }),
        }
    }

    /// Reads `2024`, `2024-05` or `2024-05-31`, and what begins so with a time behind it.
    pub(crate) fn parse(text: &str) -> Option<Date> {
        let text = text.trim();
        let date = text.split(['T', ' ']).next().unwrap_or_default();
        let mut parts = date.split('-');
        let number = |part: Option<&str>, digits: usize| match part {
            None => Some(0),
            Some(part) if part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()) => part.parse().ok(),
            Some(_) => None,
        };
        let year: i32 = number(parts.next(), 4)?;
        let (month, day): (i32, i32) = (number(parts.next(), 2)?, number(parts.next(), 2)?);
        let told = date.matches('-').count();
        let longest = match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        let right = year > 0
            && parts.next().is_none()
            && (told == 0 || (1..=12).contains(&month))
            && (told < 2 || (1..=longest).contains(&day));
        right.then_some(Date { year, month: month as u8, day: day as u8 })
    }

    /// The year.
    pub(crate) fn year(self) -> i32 {
        self.year
    }

    /// The moment that Atom wants: the first of what is known.
    pub(crate) fn moment(self) -> String {
        format!("{:04}-{:02}-{:02}T00:00:00Z", self.year, self.month.max(1), self.day.max(1))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        for part in [self.month, self.day].into_iter().take_while(|part| *part > 0) {
            write!(f, "-{part:02}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_as_far_as_they_go() {
        for (text, shown, moment) in [
            ("2024", "2024", "2024-01-01T00:00:00Z"),
            ("2024-05", "2024-05", "2024-05-01T00:00:00Z"),
            ("2024-02-29", "2024-02-29", "2024-02-29T00:00:00Z"),
            ("2024-05-31T10:00:00+02:00", "2024-05-31", "2024-05-31T00:00:00Z"),
        ] {
            let date = Date::parse(text).unwrap();
            assert_eq!((date.to_string().as_str(), date.moment().as_str()), (shown, moment));
        }
        for text in ["", "24", "2023-02-29", "2024-13", "2024-00", "2024-1-1", "2024-05-31-1", "May 2024", "0000"] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_record_says_its_date_or_its_year() {
        let dated = |year, date: &str| {
            let meta = vec![("Date".into(), date.into())];
            Date::of(&Document { year, meta, ..Document::default() }).map(|date| date.to_string())
        };
        assert_eq!(dated(Some(2024), "2024-05-31").as_deref(), Some("2024-05-31"));
        assert_eq!(dated(Some(2020), "2024-05-31").as_deref(), Some("2020"));
        assert_eq!(dated(Some(2020), "soon").as_deref(), Some("2020"));
        assert_eq!(dated(None, "soon"), None);
    }
}
