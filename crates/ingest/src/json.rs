//! JSON: the elements of an array or of a sequence, and one record to its fields.
//!
//! An array is never parsed as a whole. `Elements` cuts it where the nesting is back at the level of the array; each cut
//! is then a record of its own, and damage in one leaves the others alone.

use std::borrow::Cow;
use std::fmt;
use std::io;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use crate::fields::{Draft, FieldMap, Value};
use crate::lines::{Cut, Input};
use crate::problem::Reason;

/// Cuts a JSON text into its elements.
///
/// Elements are told apart by nesting and quotation marks alone: a comma too many or too few between them does no harm.
pub(crate) struct Elements {
    /// Elements of one array; otherwise values one after the other.
    array: bool,
    state: Place,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Before,
    Inside,
    After,
    Done,
}

/// What the next element looks like while it is being read.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Nested { depth: u64, quoted: bool, escaped: bool },
    Text { escaped: bool },
    Bare,
}

impl Elements {
    pub(crate) fn of_array() -> Self {
        Elements { array: true, state: Place::Before }
    }

    pub(crate) fn of_sequence() -> Self {
        Elements { array: false, state: Place::Inside }
    }

    pub(crate) fn next(&mut self, input: &mut Input<'_>) -> io::Result<Option<Cut>> {
        // Between elements: find the first byte of the next one, which stays in the input.
        let mut first = None;
        let (array, mut state) = (self.array, self.state);
        if state == Place::Done {
            return Ok(None);
        }
        input.scan(|buffer| {
            for (at, &byte) in buffer.iter().enumerate() {
                match byte {
                    b' ' | b'\t' | b'\n' | b'\r' => {}
                    b'[' if state == Place::Before => state = Place::Inside,
                    b',' if array && state == Place::Inside => {}
                    b']' if array && state == Place::Inside => state = Place::After,
                    _ => {
                        first = Some(byte);
                        return (at, true);
                    }
                }
            }
            (buffer.len(), false)
        })?;
        self.state = state;
        let Some(first) = first else {
            self.state = Place::Done;
            let open = array && state == Place::Inside;
            let fault = Some(Reason::ArrayNotClosed);
            return Ok(open.then(|| Cut { fault, ..input.start() }));
        };
        if state == Place::After {
            self.state = Place::Done;
            return Ok(Some(Cut { fault: Some(Reason::AfterArray), ..input.start() }));
        }
        self.element(input, first).map(Some)
    }

    fn element(&mut self, input: &mut Input<'_>, first: u8) -> io::Result<Cut> {
        let mut cut = input.start();
        let limit = input.limit();
        let mut shape = match first {
            b'{' | b'[' => Shape::Nested { depth: 0, quoted: false, escaped: false },
            b'"' => Shape::Text { escaped: true },
            _ => Shape::Bare,
        };
        let mut started = false;
        let ended = input.scan(|buffer| {
            for (at, &byte) in buffer.iter().enumerate() {
                let end = match &mut shape {
                    Shape::Nested { escaped: escaped @ true, .. } => {
                        *escaped = false;
                        false
                    }
                    Shape::Nested { quoted: quoted @ true, escaped, .. } => {
                        *quoted = byte != b'"';
                        *escaped = byte == b'\\';
                        false
                    }
                    Shape::Nested { depth, quoted, .. } => {
                        match byte {
                            b'"' => *quoted = true,
                            b'{' | b'[' => *depth += 1,
                            b'}' | b']' => *depth -= 1,
                            _ => {}
                        }
                        *depth == 0
                    }
                    // The opening quotation mark counts as escaped: it does not close the text.
                    Shape::Text { escaped } => {
                        let close = byte == b'"' && !*escaped;
                        *escaped = byte == b'\\' && !*escaped;
                        close
                    }
                    Shape::Bare => {
                        let delimiter = matches!(byte, b',' | b']' | b' ' | b'\t' | b'\n' | b'\r' | b'{' | b'[' | b'"');
                        if delimiter && (started || at > 0) {
                            Input::keep(limit, &mut cut, &buffer[..at]);
                            return (at, true);
                        }
                        false
                    }
                };
                if end {
                    Input::keep(limit, &mut cut, &buffer[..=at]);
                    return (at + 1, true);
                }
            }
            started = true;
            Input::keep(limit, &mut cut, buffer);
            (buffer.len(), false)
        })?;
        if !ended {
            self.state = Place::Done;
            if cut.fault.is_none() && shape != Shape::Bare {
                cut.fault = Some(Reason::Unfinished);
            }
        }
        Ok(cut)
    }
}

/// Reads one JSON text into the fields of a draft.
pub(crate) fn read_record<'a, 'm>(bytes: &'a [u8], map: &'m FieldMap) -> Result<Draft<'a, 'm>, Reason> {
    let text = std::str::from_utf8(bytes).map_err(|error| Reason::NotUtf8 { at: error.valid_up_to() })?;
    let value: Value<'a> = serde_json::from_str(text).map_err(|error| json_fault(&error))?;
    let Value::Object(members) = value else {
        return Err(Reason::NotAnObject { found: value.kind() });
    };
    let mut draft = Draft::new(map);
    for (name, value) in members {
        draft.add(name, value);
    }
    Ok(draft)
}

fn json_fault(error: &serde_json::Error) -> Reason {
    let message = error.to_string();
    if message.starts_with("recursion limit exceeded") {
        return Reason::JsonTooDeep;
    }
    // The parser sees one record, so that its line is counted from the record's first.
    let cause = message.split(" at line ").next().unwrap_or(&message);
    let message = match (error.line(), error.column()) {
        (0 | 1, column) => format!("{cause} at column {column}"),
        (line, column) => format!("{cause} at line {line} of the record, column {column}"),
    };
    Reason::JsonSyntax { message }
}

impl<'de> Deserialize<'de> for Value<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Self::Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Self::Value, E> {
        Ok(Value::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Self::Value, E> {
        Ok(Value::UInt(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Self::Value, E> {
        Ok(Value::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(value.to_owned())))
    }

    fn visit_string<E>(self, value: String) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Owned(value)))
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
        Ok(Value::Text(Cow::Borrowed(value)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = access.next_element()? {
            items.push(item);
        }
        Ok(Value::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some((Name(name), value)) = access.next_entry()? {
            members.push((name, value));
        }
        Ok(Value::Object(members))
    }
}

/// A member's name, borrowed where it has no escapes.
struct Name<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Name<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct NameVisitor;
        impl<'de> Visitor<'de> for NameVisitor {
            type Value = Name<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a name")
            }

            fn visit_str<E>(self, value: &str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Owned(value.to_owned())))
            }

            fn visit_borrowed_str<E>(self, value: &'de str) -> Result<Self::Value, E> {
                Ok(Name(Cow::Borrowed(value)))
            }
        }
        deserializer.deserialize_str(NameVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(mut elements: Elements, text: &str, limit: usize) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        for buffer in [1, 2, 7, 4096] {
            let reader = io::BufReader::with_capacity(buffer, io::Cursor::new(text.as_bytes().to_vec()));
            let mut input = Input::new(Box::new(reader), limit);
            let mut found = Vec::new();
            while let Some(cut) = elements.next(&mut input).unwrap() {
                let text = match cut.fault {
                    Some(reason) => reason.code().to_owned(),
                    None => String::from_utf8(cut.bytes).unwrap(),
                };
                found.push((cut.line, text));
            }
            elements = if elements.array { Elements::of_array() } else { Elements::of_sequence() };
            all.push(found);
        }
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "the buffer's size matters: {all:?}");
        all.pop().unwrap()
    }

    #[track_caller]
    fn array(text: &str, expected: &[(u64, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(line, text)| (*line, text.to_string())).collect();
        assert_eq!(elements(Elements::of_array(), text, 40), expected, "{text:?}");
    }

    #[test]
    fn an_array_is_cut_into_its_elements() {
        array("[]", &[]);
        array("[{\"a\":[1,{}]},\n {\"b\":\"}]\\\"\"}\n]\n", &[(1, "{\"a\":[1,{}]}"), (2, "{\"b\":\"}]\\\"\"}")]);
        array("[1, \"a,b\\\"\",null]", &[(1, "1"), (1, "\"a,b\\\"\""), (1, "null")]);
    }

    #[test]
    fn commas_between_elements_are_not_counted() {
        array("[{},,{}{},]", &[(1, "{}"), (1, "{}"), (1, "{}")]);
    }

    #[test]
    fn damage_at_the_end_of_an_array_is_named() {
        array("[{}", &[(1, "{}"), (1, "array-not-closed")]);
        array("[{},\n{\"a\"", &[(1, "{}"), (2, "record-unfinished")]);
        array("[{}]\n{}", &[(1, "{}"), (2, "after-array")]);
    }

    #[test]
    fn a_long_element_is_named_and_the_next_one_read() {
        let long = format!("[\"{}\",{{}}]", "a".repeat(100));
        array(&long, &[(1, "record-too-long"), (1, "{}")]);
    }

    #[test]
    fn a_sequence_needs_no_separator() {
        let found = elements(Elements::of_sequence(), "{\n}\n{\"a\": 1}{} true", 40);
        let texts: Vec<_> = found.iter().map(|(_, text)| text.as_str()).collect();
        assert_eq!(texts, ["{\n}", "{\"a\": 1}", "{}", "true"]);
    }
}
