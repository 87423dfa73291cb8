//! The part of `thumbindex.toml` that concerns reading.

use serde::Deserialize;
use toml::{Table, Value};

use crate::error::Error;
use crate::fields::{Field, FieldMap, unknown};
use crate::records::Limits;

/// How a corpus is to be read.
///
/// ```toml
/// [fields]
/// body = "fulltext"              # this field, instead of the usual ones
/// keywords = ["tags", "topics"]  # several, in order of preference
///
/// [limits]
/// record_mib = 32                # the longest record, in MiB
/// ```
///
/// The keys of `[fields]` are the names of [`Field`]. Other keys are errors that suggest the nearest one:
///
/// ```
/// use thumbindex_ingest::Config;
/// let error = Config::from_toml("[fields]\nbdoy = \"text\"").unwrap_err();
/// assert_eq!(error.to_string(), "[fields]: unknown field \"bdoy\"; did you mean \"body\"?");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Config {
    /// From `[fields]`.
    pub fields: FieldMap,
    /// From `[limits]`.
    pub limits: Limits,
}

const TABLES: &[&str] = &["fields", "limits"];
const LIMITS: &[&str] = &["record_mib"];

#[derive(Deserialize)]
#[serde(untagged)]
enum Names {
    One(String),
    Many(Vec<String>),
}

impl Config {
    /// Reads a configuration that holds nothing else.
    pub fn from_toml(text: &str) -> Result<Config, Error> {
        Config::from_toml_beside(text, &[])
    }

    /// Reads a configuration in which the top-level keys `others` belong to somebody else.
    pub fn from_toml_beside(text: &str, others: &[&str]) -> Result<Config, Error> {
        let table: Table = text
            .trim_start_matches('\u{feff}')
            .parse()
            .map_err(|error| Error::config(format!("not valid TOML: {error}")))?;
        let mut config = Config::default();
        for (key, value) in table {
            match key.as_str() {
                "fields" => config.fields = fields(value)?,
                "limits" => config.limits = limits(value)?,
                other if others.contains(&other) => {}
                other => {
                    let known: Vec<&str> = TABLES.iter().chain(others).copied().collect();
                    return Err(Error::config(unknown("key", other, &known)));
                }
            }
        }
        Ok(config)
    }
}

fn table(name: &str, value: Value) -> Result<Table, Error> {
    match value {
        Value::Table(table) => Ok(table),
        other => Err(Error::config(format!(
            "{name} is {}, not a table. Fix: write [{name}] on a line of its own",
            other.type_str()
        ))),
    }
}

fn fields(value: Value) -> Result<FieldMap, Error> {
    let mut map = FieldMap::default();
    for (key, value) in table("fields", value)? {
        let field = Field::from_name(&key).map_err(|cause| Error::config(format!("[fields]: {cause}")))?;
        let names = match value.try_into() {
            Ok(Names::One(name)) => vec![name],
            Ok(Names::Many(names)) => names,
            Err(_) => Vec::new(),
        };
        if names.is_empty() || names.iter().any(|name| name.trim().is_empty()) {
            return Err(Error::config(format!(
                "[fields]: {key} names no field. Fix: write {key} = \"name\" or {key} = [\"name\", \"name\"]"
            )));
        }
        map.add(field, names);
    }
    Ok(map)
}

fn limits(value: Value) -> Result<Limits, Error> {
    let mut limits = Limits::default();
    for (key, value) in table("limits", value)? {
        if key != "record_mib" {
            return Err(Error::config(format!("[limits]: {}", unknown("limit", &key, LIMITS))));
        }
        limits.record_bytes = match value.as_integer() {
            Some(mib @ 1..=1024) => (mib as usize) << 20,
            other => {
                let found = other.map_or_else(|| value.type_str().to_owned(), |number| number.to_string());
                return Err(Error::config(format!(
                    "[limits]: record_mib is {found}. Fix: write a whole number from 1 to 1024"
                )));
            }
        };
    }
    Ok(limits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn refused(text: &str, expected: &str) {
        let error = Config::from_toml(text).unwrap_err();
        assert!(error.is_config());
        assert!(error.to_string().contains(expected), "{text:?}: {error}");
    }

    #[test]
    fn names_and_limits_are_read() {
        let config =
            Config::from_toml("[fields]\nbody = 'Text'\ntitle = ['h1', 'h2']\n[limits]\nrecord_mib = 1").unwrap();
        assert_eq!(config.limits.record_bytes, 1 << 20);
        assert_eq!(config.fields.field_of("text"), Some(Field::Body));
        assert_eq!(config.fields.field_of("H2"), Some(Field::Title));
        assert_eq!(config.fields.field_of("title"), None);
        assert_eq!(Config::from_toml("").unwrap(), Config::default());
    }

    #[test]
    fn wrong_keys_suggest_the_nearest() {
        refused("[field]\n", "unknown key \"field\"; did you mean \"fields\"?");
        refused("[fields]\nauthor = 'a'", "did you mean \"authors\"?");
        refused("[fields]\nxyzzyxyzzy = 'a'", "known are id, title, body");
        refused("[limits]\nrecord_mb = 1", "did you mean \"record_mib\"?");
    }

    #[test]
    fn wrong_values_are_named() {
        refused("[fields]\nbody = 3", "body names no field");
        refused("[fields]\nbody = []", "body names no field");
        refused("fields = 3", "fields is integer, not a table");
        refused("[limits]\nrecord_mib = 0", "record_mib is 0");
        refused("[fields", "not valid TOML");
    }

    #[test]
    fn the_keys_of_others_are_left_to_them() {
        let text = "[output]\npath = 'x'\n[fields]\nid = 'key'";
        assert!(Config::from_toml(text).is_err());
        let config = Config::from_toml_beside(text, &["output"]).unwrap();
        assert_eq!(config.fields.field_of("key"), Some(Field::Id));
    }
}
