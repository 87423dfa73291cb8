#![doc = include_str!("front.md")]
#![cfg_attr(test, allow(clippy::unwrap_used))]

mod clean;
mod config;
mod csv;
mod error;
mod fields;
mod format;
mod html;
mod ingest;
mod json;
mod latex;
mod lines;
mod markup;
mod problem;
mod records;
mod site;
mod symbols;
mod url;
mod whole;

pub use clean::clean;
pub use config::Config;
pub use error::Error;
pub use fields::{Field, FieldMap};
pub use format::Format;
pub use html::{Block, BlockKind, Page, read_page};
pub use ingest::{Ingest, Summary, ingest};
pub use problem::{Problem, Reason, Severity, UrlFault};
pub use records::{Limits, Parsed, Parser, Record, Records};
pub use site::{Outcome, Site, Trace};
pub use url::check_url;
pub use whole::page as read_file;
