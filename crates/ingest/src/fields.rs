//! Which field of a record becomes which field of a document.
//!
//! [`FieldMap`] knows the usual names and takes explicit ones. `Draft` collects the values of one record under it
//! and becomes a [`Document`].

// Explicit names replace the usual names of their target: somebody who writes body=text does not want the abstract in
// front of it. The replaced names then count as any other field.

use std::borrow::Cow;

use thumbindex_engine::Document;

use crate::clean::{clean, clean_plain};
use crate::error::Error;
use crate::problem::Reason;
use crate::url::check_url;

/// A field of a document that a record's field can be mapped to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    /// The identifier. Usual names: `id`, `_id`.
    Id,
    /// The title. Usual names: `title`, `name`, `heading`.
    Title,
    /// The text. Usual names: `abstract`, `body`, `text`, `content`, `summary`, `description`.
    Body,
    /// The link. Usual names: `url`, `link`, `href`, `loc`, `location`.
    Url,
    /// The authors. Usual names: `authors`, `author`.
    Authors,
    /// The year. Usual names: `year`, `date`, `published`.
    Year,
    /// Where it appeared. Usual names: `venue`, `journal`, `conference`, `booktitle`.
    Venue,
    /// Keywords. Usual names: `keywords`, `tags`, `topics`, `categories`.
    Keywords,
}

impl Field {
    /// All fields, in the order of [`Document`].
    pub const ALL: [Field; 8] =
        [Field::Id, Field::Title, Field::Body, Field::Url, Field::Authors, Field::Year, Field::Venue, Field::Keywords];

    /// The name by which `--field` and `[fields]` call it.
    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Title => "title",
            Field::Body => "body",
            Field::Url => "url",
            Field::Authors => "authors",
            Field::Year => "year",
            Field::Venue => "venue",
            Field::Keywords => "keywords",
        }
    }

    /// The names under which a record usually has it, the preferred one first.
    pub fn usual_names(self) -> &'static [&'static str] {
        match self {
            Field::Id => &["id", "_id"],
            Field::Title => &["title", "name", "heading"],
            Field::Body => &["abstract", "body", "text", "content", "summary", "description"],
            Field::Url => &["url", "link", "href", "loc", "location"],
            Field::Authors => &["authors", "author"],
            Field::Year => &["year", "date", "published"],
            Field::Venue => &["venue", "journal", "conference", "booktitle"],
            Field::Keywords => &["keywords", "tags", "topics", "categories"],
        }
    }

    /// The field with this name; `Err` holds a message that suggests the nearest one.
    pub(crate) fn from_name(name: &str) -> Result<Field, String> {
        let wanted = name.trim().to_ascii_lowercase();
        match Field::ALL.iter().find(|field| field.name() == wanted) {
            Some(&field) => Ok(field),
            None => Err(unknown("field", name, &Field::ALL.map(Field::name))),
        }
    }
}

/// "unknown {what} "{name}"; did you mean "...""?
pub(crate) fn unknown(what: &str, name: &str, known: &[&str]) -> String {
    let near = known
        .iter()
        .map(|k| (strsim::damerau_levenshtein(k, &name.trim().to_ascii_lowercase()), k))
        .min()
        .filter(|(distance, k)| *distance <= 2.max(k.len() / 2));
    match near {
        Some((_, k)) => format!("unknown {what} \"{name}\"; did you mean \"{k}\"?"),
        None => format!("unknown {what} \"{name}\"; known are {}", known.join(", ")),
    }
}

/// Which names of a record lead to which [`Field`].
///
/// Names are compared without regard to ASCII case. Fields of nested objects are called `outer.inner`; the usual names
/// mean top-level fields only, explicit names may mean nested ones.
///
/// When a record has several fields for one target, they are taken in the order of [`Field::usual_names`], or in the
/// order in which they were given explicitly:
///
/// | target | with several sources |
/// |---|---|
/// | body | joined, one after the other; a text already contained in the body is not repeated |
/// | keywords | united, each keyword once |
/// | others | the first that is not empty; the rest becomes metadata |
///
/// ```
/// use thumbindex_ingest::{Field, FieldMap};
/// let mut fields = FieldMap::default();
/// fields.assign("body=fulltext")?;
/// assert_eq!(fields.field_of("FullText"), Some(Field::Body));
/// assert_eq!(fields.field_of("abstract"), None);
/// assert_eq!(fields.field_of("Title"), Some(Field::Title));
/// # Ok::<(), thumbindex_ingest::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct FieldMap {
    /// Targets with explicit names, in the order in which they were first given.
    explicit: Vec<(Field, Vec<String>)>,
}

impl FieldMap {
    /// Takes one assignment as written after `--field`: `body=abstract` or `body=abstract,text`. Assigning to the same
    /// target again adds further names.
    pub fn assign(&mut self, assignment: &str) -> Result<(), Error> {
        let Some((target, sources)) = assignment.split_once('=') else {
            return Err(Error::config(format!(
                "cannot read the field mapping \"{assignment}\". Fix: write TARGET=NAME, such as body=abstract"
            )));
        };
        let field = Field::from_name(target)
            .map_err(|cause| Error::config(format!("field mapping \"{assignment}\": {cause}")))?;
        let names: Vec<&str> = sources.split(',').map(str::trim).filter(|s| !s.is_empty()).collect();
        if names.is_empty() {
            return Err(Error::config(format!(
                "field mapping \"{assignment}\" names no field. Fix: write TARGET=NAME, such as body=abstract"
            )));
        }
        self.add(field, names);
        Ok(())
    }

    /// Adds explicit names for a target. They replace its usual names.
    pub fn add<S: Into<String>>(&mut self, field: Field, names: impl IntoIterator<Item = S>) {
        let names = names.into_iter().map(Into::into);
        match self.explicit.iter_mut().find(|(f, _)| *f == field) {
            Some((_, known)) => known.extend(names),
            None => self.explicit.push((field, names.collect())),
        }
    }

    /// Lets every target that `other` names explicitly be named as in `other`: the command line over the file.
    pub fn override_with(&mut self, other: &FieldMap) {
        for (field, names) in &other.explicit {
            self.explicit.retain(|(f, _)| f != field);
            self.explicit.push((*field, names.clone()));
        }
    }

    /// The target of a top-level field name.
    pub fn field_of(&self, name: &str) -> Option<Field> {
        self.resolve(name, false).map(|(field, _)| field)
    }

    /// Whether a column of a table leads to the title or the body.
    pub(crate) fn holds_text(&self, column: &str) -> bool {
        matches!(self.field_of(column), Some(Field::Title | Field::Body))
    }

    /// The target and the rank among the names for it, smaller first.
    fn resolve(&self, name: &str, nested: bool) -> Option<(Field, usize)> {
        for (field, names) in &self.explicit {
            if let Some(rank) = names.iter().position(|n| n.eq_ignore_ascii_case(name)) {
                return Some((*field, rank));
            }
        }
        if nested {
            return None;
        }
        Field::ALL.iter().filter(|field| !self.explicit.iter().any(|(f, _)| f == *field)).find_map(|field| {
            let rank = field.usual_names().iter().position(|n| n.eq_ignore_ascii_case(name))?;
            Some((*field, rank))
        })
    }
}

/// A value in a record, whatever the format it came from.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value<'a> {
    Null,
    Bool(bool),
    Int(i64),
    UInt(u64),
    Float(f64),
    Text(Cow<'a, str>),
    List(Vec<Value<'a>>),
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Int(_) | Value::UInt(_) | Value::Float(_) => "a number",
            Value::Text(_) => "text",
            Value::List(_) => "a list",
            Value::Object(_) => "an object",
        }
    }

    fn is_empty(&self) -> bool {
        match self {
            Value::Null => true,
            Value::Text(text) => text.trim().is_empty(),
            Value::List(items) => items.iter().all(Value::is_empty),
            Value::Object(members) => members.is_empty(),
            _ => false,
        }
    }

    /// The member of an object that names it, for objects such as `{"name": "..."}`.
    fn member(&self, names: &[&str]) -> Option<&Value<'a>> {
        let Value::Object(members) = self else { return None };
        names
            .iter()
            .find_map(|name| members.iter().find(|(key, value)| key.eq_ignore_ascii_case(name) && !value.is_empty()))
            .map(|(_, value)| value)
    }

    /// The value as cleaned text; lists are joined, of objects the name is taken. Empty when there is none.
    fn text(&self) -> String {
        match self {
            Value::Null => String::new(),
            Value::Bool(value) => value.to_string(),
            Value::Int(value) => value.to_string(),
            Value::UInt(value) => value.to_string(),
            Value::Float(value) => value.to_string(),
            Value::Text(text) => clean(text),
            Value::List(items) => {
                let texts: Vec<String> = items.iter().map(Value::text).filter(|t| !t.is_empty()).collect();
                texts.join(", ")
            }
            Value::Object(_) => self.member(OBJECT_NAMES).map(Value::text).unwrap_or_default(),
        }
    }
}

const OBJECT_NAMES: &[&str] = &["name", "display_name", "full_name", "fullname", "title", "text", "value"];

/// How deep nested objects are followed; what lies deeper is left out.
const MAX_NESTING: usize = 4;

/// The values of one record on their way to a document.
pub(crate) struct Draft<'a, 'm> {
    map: &'m FieldMap,
    mapped: Vec<(Field, usize, Cow<'a, str>, Value<'a>)>,
    meta: Vec<(Cow<'a, str>, Value<'a>)>,
}

impl<'a, 'm> Draft<'a, 'm> {
    pub(crate) fn new(map: &'m FieldMap) -> Self {
        Draft { map, mapped: Vec::with_capacity(8), meta: Vec::new() }
    }

    /// Adds a top-level field.
    pub(crate) fn add(&mut self, name: Cow<'a, str>, value: Value<'a>) {
        if !value.is_empty() {
            self.place(name, value, 0);
        }
    }

    fn place(&mut self, name: Cow<'a, str>, value: Value<'a>, depth: usize) {
        if let Some((field, rank)) = self.map.resolve(&name, depth > 0) {
            self.mapped.push((field, rank, name, value));
            return;
        }
        match value {
            Value::Object(members) => {
                if depth < MAX_NESTING {
                    for (inner, value) in members {
                        self.place(Cow::Owned(format!("{name}.{inner}")), value, depth + 1);
                    }
                }
            }
            value => self.meta.push((name, value)),
        }
    }

    /// The document, and what was left out of it.
    pub(crate) fn finish(mut self, ordinal: u64) -> Result<(Document, Vec<Reason>), Reason> {
        let mut warnings = Vec::new();
        let mut document = Document {
            id: match self.first(Field::Id) {
                Some(value) => id_text(&value)?,
                None => String::new(),
            },
            title: self.first(Field::Title).map(|v| v.text()).unwrap_or_default(),
            body: self.body(),
            authors: self.first(Field::Authors).map(|v| names(&v)).unwrap_or_default(),
            venue: self.first(Field::Venue).map(|v| v.text()).unwrap_or_default(),
            keywords: self.keywords(),
            ..Document::default()
        };
        if document.title.is_empty() && document.body.is_empty() {
            return Err(Reason::NoText);
        }
        if document.id.is_empty() {
            document.id = ordinal.to_string();
        }
        if let Some(value) = self.first(Field::Url) {
            let raw = match &value {
                Value::Text(text) => text.to_string(),
                other => other.text(),
            };
            match check_url(&raw) {
                Ok(url) => document.url = url,
                Err(why) => warnings.push(Reason::UrlRefused { url: shortened(&clean_plain(&raw)), why }),
            }
        }
        if let Some(value) = self.first(Field::Year) {
            document.year = year(&value);
            if document.year.is_none() {
                warnings.push(Reason::YearUnreadable { value: shortened(&value.text()) });
            }
            // A whole date says more than its year; who wants it finds it among the metadata.
            if let Some(date) = whole_date(&value)
                && !self.meta.iter().any(|(name, _)| name.eq_ignore_ascii_case("date"))
            {
                self.meta.push(("date".into(), Value::Text(date.into())));
            }
        }
        document.meta = self
            .meta
            .iter()
            .map(|(name, value)| (clean_plain(name), value.text()))
            .filter(|(name, text)| !name.is_empty() && !text.is_empty())
            .collect();
        Ok((document, warnings))
    }

    /// Takes the values for a target, the preferred one first.
    fn take(&mut self, field: Field) -> Vec<(Cow<'a, str>, Value<'a>)> {
        let mut values: Vec<_> = self.mapped.extract_if(.., |(f, ..)| *f == field).collect();
        values.sort_by_key(|(_, rank, ..)| *rank);
        values.into_iter().map(|(_, _, name, value)| (name, value)).collect()
    }

    /// The preferred value for a target; the others become metadata.
    fn first(&mut self, field: Field) -> Option<Value<'a>> {
        let mut values = self.take(field).into_iter();
        let (_, value) = values.next()?;
        self.meta.extend(values);
        Some(value)
    }

    fn body(&mut self) -> String {
        let mut body = String::new();
        for (_, value) in self.take(Field::Body) {
            let text = value.text();
            if body.is_empty() || text.starts_with(&body) {
                body = text;
            } else if !text.is_empty() && !body.contains(&text) {
                body.push(' ');
                body.push_str(&text);
            }
        }
        body
    }

    fn keywords(&mut self) -> Vec<String> {
        let mut keywords: Vec<String> = Vec::new();
        for (_, value) in self.take(Field::Keywords) {
            let parts = match &value {
                Value::List(items) => items.iter().map(Value::text).collect(),
                other => split_keywords(other),
            };
            keywords.extend(parts.into_iter().filter(|part| !part.is_empty()));
        }
        let mut seen = std::collections::HashSet::new();
        keywords.retain(|keyword| seen.insert(keyword.to_lowercase()));
        keywords
    }
}

fn split_keywords(value: &Value<'_>) -> Vec<String> {
    let Value::Text(text) = value else { return vec![value.text()] };
    let separator = if text.contains(';') && !looks_like_entity(text) { ';' } else { ',' };
    text.split(separator).map(clean).collect()
}

/// Whether the semicolons of a text belong to HTML entities: "R&amp;D, robots" has no list separated by them.
fn looks_like_entity(text: &str) -> bool {
    text.split(';').rev().skip(1).all(|part| {
        part.rsplit_once('&')
            .is_some_and(|(_, name)| name.len() < 9 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '#'))
    })
}

fn id_text(value: &Value<'_>) -> Result<String, Reason> {
    /// From here on two whole numbers can share one f64.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match value {
        Value::Text(text) => Ok(clean_plain(text)),
        Value::Int(_) | Value::UInt(_) => Ok(value.text()),
        Value::Float(number) if number.fract() != 0.0 => Err(Reason::IdKind { found: "a fraction" }),
        Value::Float(number) if number.abs() < EXACT => Ok(number.to_string()),
        Value::Float(_) => Err(Reason::IdNotExact),
        other => Err(Reason::IdKind { found: other.kind() }),
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(100) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

fn year(value: &Value<'_>) -> Option<i32> {
    match value {
        Value::Int(number) => year_in(&number.to_string()),
        Value::UInt(number) => year_in(&number.to_string()),
        Value::Float(number) => year_in(&number.to_string()),
        Value::Text(text) => year_in(text),
        Value::List(items) => items.iter().find_map(year),
        Value::Object(_) => value.member(&["year", "date", "value"]).and_then(year),
        _ => None,
    }
}

/// The `YYYY-MM` or `YYYY-MM-DD` that a text begins with.
fn whole_date(value: &Value<'_>) -> Option<String> {
    let Value::Text(text) = value else { return None };
    let date = text.trim().split(['T', ' ']).next()?;
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = date.split('-');
    let right = digits(parts.next()?, 4) && digits(parts.next()?, 2) && parts.next().is_none_or(|day| digits(day, 2));
    (right && parts.next().is_none()).then(|| date.to_owned())
}

/// The first run of four digits that can be a year (1000 to 2999), or the year of a run YYYYMMDD.
fn year_in(text: &str) -> Option<i32> {
    text.split(|c: char| !c.is_ascii_digit()).find_map(|run| {
        let year: i32 = run.get(..4)?.parse().ok()?;
        let whole_date = run.len() == 8
            && matches!(run.get(4..6)?.parse(), Ok(1..=12u8))
            && matches!(run.get(6..8)?.parse(), Ok(1..=31u8));
        ((run.len() == 4 || whole_date) && (1000..3000).contains(&year)).then_some(year)
    })
}

/// The authors of a record, in order.
///
/// A list has one author an element: text, or an object with a name, or with given and family name. A text is split,
/// see `split_names`.
fn names(value: &Value<'_>) -> Vec<String> {
    let names = match value {
        Value::List(items) => items.iter().map(name_of).collect(),
        Value::Text(text) => split_names(text).into_iter().map(clean).collect::<Vec<_>>(),
        other => vec![name_of(other)],
    };
    names.into_iter().filter(|name| !name.is_empty()).collect()
}

fn name_of(value: &Value<'_>) -> String {
    if let Value::Object(_) = value {
        let named = value.member(&["name", "display_name", "full_name", "fullname"]);
        if let Some(name) = named {
            return name.text();
        }
        let given = value.member(&["given", "first", "first_name", "firstname", "forename"]);
        let family = value.member(&["family", "last", "last_name", "lastname", "surname"]);
        let parts: Vec<String> = [given, family].into_iter().flatten().map(Value::text).collect();
        return parts.join(" ");
    }
    value.text()
}

/// Splits a text of several authors.
///
/// Semicolons, when there are any, are the only separators. Otherwise " and " and " & " separate, and a comma does when
/// it cannot be the one of "Family, Given": when all its neighbours have two words or more, or when there are several
/// commas. Pairs such as "Smith, J., Doe, A." stay together when every second piece consists of initials.
fn split_names(text: &str) -> Vec<&str> {
    if text.contains(';') && !looks_like_entity(text) {
        return text.split(';').collect();
    }
    let mut names = Vec::new();
    for part in text.split(" and ").flat_map(|part| part.split(" & ")) {
        let pieces: Vec<&str> = part.split(',').map(str::trim).filter(|p| !p.is_empty()).collect();
        let full_names = pieces.iter().all(|piece| piece.contains(char::is_whitespace));
        if pieces.len() >= 4
            && pieces.len().is_multiple_of(2)
            && pieces.iter().skip(1).step_by(2).all(|p| is_initials(p))
        {
            let mut rest = part;
            while let Some((second, _)) = rest.match_indices(',').nth(1) {
                names.push(&rest[..second]);
                rest = &rest[second + 1..];
            }
            names.push(rest);
        } else if pieces.len() >= 3 || (pieces.len() == 2 && full_names) {
            names.extend(pieces.into_iter().map(|p| p.strip_prefix("and ").unwrap_or(p)));
        } else {
            names.push(part.trim().trim_matches(','));
        }
    }
    names
}

fn is_initials(text: &str) -> bool {
    text.len() <= 8 && text.contains('.') && text.chars().all(|c| c.is_uppercase() || matches!(c, '.' | '-' | ' '))
}
