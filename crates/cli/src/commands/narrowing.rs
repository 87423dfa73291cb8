//! What `thumbindex search` narrows an answer by, as it is typed: `version=2.0`, `year=2019..2022`, `author!=Ada`.

use thumbindex_engine::{Criterion, Narrow, Sort};

use crate::failure::{Failure, printable};

/// Values of a field that are printed.
const SHOWN: usize = 20;

/// Arguments that narrow an answer.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Narrowing {
    /// Only documents with this value: FIELD=VALUE, FIELD=FROM..TO or FIELD!=VALUE. Several of one field are alternatives.
    #[arg(long = "filter", value_name = "FIELD=VALUE")]
    filters: Vec<String>,
    /// Another order than the best first: by the values of this field, with a minus in front the largest first.
    #[arg(long, value_name = "FIELD", allow_hyphen_values = true)]
    sort: Option<String>,
    /// Count the values of this field among the documents found. May be given several times.
    #[arg(long, value_name = "FIELD")]
    count: Vec<String>,
}

impl Narrowing {
    /// What the engine is asked, if anything.
    pub(crate) fn narrow(&self) -> Result<Option<Narrow>, Failure> {
        if self.filters.is_empty() && self.sort.is_none() && self.count.is_empty() {
            return Ok(None);
        }
        let mut narrow = Narrow { count: self.count.clone(), most: SHOWN, ..Narrow::default() };
        for filter in &self.filters {
            let (name, value) = split(filter)?;
            let place = narrow.criteria.iter().position(|criterion| criterion.field == name).unwrap_or_else(|| {
                narrow.criteria.push(Criterion { field: name.to_owned(), ..Criterion::default() });
                narrow.criteria.len() - 1
            });
            let Some(criterion) = narrow.criteria.get_mut(place) else { continue };
            let bound = |text: &str| (!text.is_empty()).then(|| text.to_owned());
            match value {
                Wanted::Not(value) => criterion.none.push(value.to_owned()),
                Wanted::Is(value) => match value.split_once("..") {
                    Some((from, to)) => (criterion.from, criterion.to) = (bound(from), bound(to)),
                    None => criterion.any.push(value.to_owned()),
                },
            }
        }
        narrow.sort = self.sort.as_ref().map(|sort| Sort {
            field: sort.strip_prefix('-').unwrap_or(sort).to_owned(),
            descending: sort.starts_with('-'),
        });
        Ok(Some(narrow))
    }

    /// The fields that this takes, each once.
    pub(crate) fn fields(&self) -> Vec<String> {
        let mut fields: Vec<String> =
            self.filters.iter().flat_map(|filter| split(filter)).map(|(name, _)| name.to_owned()).collect();
        fields.extend(self.sort.iter().map(|sort| sort.strip_prefix('-').unwrap_or(sort).to_owned()));
        fields.extend(self.count.iter().cloned());
        fields.sort();
        fields.dedup();
        fields
    }
}

enum Wanted<'a> {
    Is(&'a str),
    Not(&'a str),
}

fn split(filter: &str) -> Result<(&str, Wanted<'_>), Failure> {
    match filter.split_once('=') {
        Some((name, value)) if !name.is_empty() && name != "!" => Ok(match name.strip_suffix('!') {
            Some(name) => (name, Wanted::Not(value)),
            None => (name, Wanted::Is(value)),
        }),
        _ => {
            let cause = format!("--filter {:?} names no field and value", printable(filter));
            Err(Failure::new("usage", cause, "write it as in --filter author=Ada or --filter year=2019..2022"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_becomes_criteria() {
        let filters = ["author=Ada", "author=Bo", "year=2019..", "tag!=a=b"].map(String::from).to_vec();
        let narrowing = Narrowing { filters, sort: Some("-year".into()), count: vec!["tag".into()] };
        let narrow = narrowing.narrow().unwrap().unwrap();
        let text = |text: &str| text.to_owned();
        assert_eq!(
            narrow.criteria,
            [
                Criterion { field: text("author"), any: vec![text("Ada"), text("Bo")], ..Criterion::default() },
                Criterion { field: text("year"), from: Some(text("2019")), ..Criterion::default() },
                Criterion { field: text("tag"), none: vec![text("a=b")], ..Criterion::default() },
            ]
        );
        assert_eq!(narrow.sort, Some(Sort { field: text("year"), descending: true }));
        assert_eq!(narrowing.fields(), ["author", "tag", "year"]);
        assert_eq!(Narrowing::default().narrow().unwrap(), None);
        for wrong in ["author", "=x", "!=x"] {
            let narrowing = Narrowing { filters: vec![wrong.into()], ..Narrowing::default() };
            assert_eq!(narrowing.narrow().unwrap_err().code, "usage", "{wrong}");
        }
    }
}
