//! One file per subcommand. Each has its arguments and a `run` that writes to the given output.

pub(crate) mod build;
pub(crate) mod eval;
pub(crate) mod inspect;
pub(crate) mod narrowing;
mod planning;
mod presenting;
mod report;
pub(crate) mod search;
pub(crate) mod serve;
pub(crate) mod similar;
pub(crate) mod site;
pub(crate) mod verify;

use std::io::Write;

use crate::failure::Failure;

/// Where a command writes and what it may assume about the reader.
pub(crate) struct Output<'a> {
    /// Standard output.
    pub(crate) to: &'a mut dyn Write,
    /// Whether a person reads it on a terminal that understands styles.
    pub(crate) styled: bool,
}

impl Output<'_> {
    /// Writes one line.
    pub(crate) fn line(&mut self, text: impl std::fmt::Display) -> Result<(), Failure> {
        writeln!(self.to, "{text}").map_err(|error| Failure::output(&error))
    }

    /// Writes one JSON value on a line of its own.
    pub(crate) fn json(&mut self, value: &impl serde::Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(value)
            .map_err(|error| Failure::new("internal", format!("cannot write JSON: {error}"), ""))?;
        self.line(text)
    }
}

/// 1234567 as "1,234,567".
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A count with its noun: "1 document", "2 documents".
pub(crate) fn counted(number: u64, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", grouped(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_for_people() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(counted(1, "document"), "1 document");
        assert_eq!(counted(1_234_567, "byte"), "1,234,567 bytes");
    }
}
