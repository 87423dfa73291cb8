//! What `thumbindex build` is told of a site or of a page in one file.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::failure::Failure;
use crate::publish::Look;
use crate::publish::date::Date;
use crate::publish::single;

/// Records with a page of their own, unless said otherwise. Hosts have limits of some ten thousand files.
const PAGES: usize = 5_000;

/// Arguments about pages.
#[derive(Debug, clap::Args)]
pub(crate) struct Presenting {
    /// Write a whole site into DIR: a first page, lists, topics, a page for each record, an Atom feed.
    #[arg(long, requires = "output")]
    pub(crate) site: bool,
    /// Write one HTML file that holds engine, index and page, for readers without a server.
    #[arg(long, value_name = "FILE")]
    pub(crate) single: Option<PathBuf>,
    /// The name of the site or page.
    #[arg(long, value_name = "TEXT", default_value = "Papers")]
    title: String,
    /// What it is about, in a sentence.
    #[arg(long, value_name = "TEXT", default_value = "")]
    about: String,
    /// Where the site will be, as in https://example.org/papers/: for absolute links in the feed and canonical addresses.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The date of records that have none, as 2024-05-31, for the feed.
    #[arg(long, value_name = "DATE")]
    date: Option<String>,
    /// How many records, the newest first, get a page of their own; the others are in the lists.
    #[arg(long, value_name = "N", default_value_t = PAGES)]
    pages: usize,
    /// The language of the pages.
    #[arg(long, value_name = "TAG", default_value = "en")]
    lang: String,
    /// A style sheet of your own in the place of page.css.
    #[arg(long, value_name = "FILE")]
    style: Option<PathBuf>,
}

impl Presenting {
    /// How the pages present themselves; an error names the argument that cannot be meant.
    pub(crate) fn look(&self) -> Result<Look, Failure> {
        let date = match &self.date {
            None => None,
            Some(text) => Some(Date::parse(text).ok_or_else(|| {
                Failure::new("usage", format!("--date {text} is not a date"), "write it as 2024-05-31, 2024-05 or 2024")
            })?),
        };
        let base_url = self.base_url.as_deref().map(base).transpose()?;
        let lang = &self.lang;
        if lang.is_empty()
            || !lang
                .split('-')
                .all(|part| !part.is_empty() && part.len() <= 8 && part.bytes().all(|b| b.is_ascii_alphanumeric()))
        {
            return Err(Failure::new("usage", format!("--lang {lang} is not a language"), "write it as en or pt-BR"));
        }
        let style = match &self.style {
            None => None,
            Some(path) => Some(fs::read_to_string(path).map_err(|error| Failure::io("read", path, &error))?),
        };
        Ok(Look {
            style,
            title: self.title.trim().to_owned(),
            about: self.about.trim().to_owned(),
            base_url,
            date,
            pages: if self.site { self.pages } else { 0 },
            lang: lang.clone(),
        })
    }
}

/// An address with a slash at its end.
fn base(text: &str) -> Result<String, Failure> {
    let web = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let right = web.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'))
        && !text.contains(['?', '#', '\\', '"', '<', '>'])
        && !text.chars().any(|c| c.is_control() || c.is_whitespace());
    if !right {
        let cause = format!("--base-url {text} is not the address of a site");
        return Err(Failure::new("usage", cause, "write it as https://example.org/papers/"));
    }
    Ok(format!("{}/", text.trim_end_matches('/')))
}

/// Refuses a place for the one file where something else is.
pub(crate) fn check_single(path: &Path) -> Result<(), Failure> {
    if path.is_dir() {
        return Err(Failure::new(
            "output-unusable",
            format!("{} is a folder", path.display()),
            "name a file, as in papers.html",
        ));
    }
    match fs::read(path) {
        Ok(bytes) if bytes.is_empty() || bytes.starts_with(single::opening().as_bytes()) => Ok(()),
        Ok(_) => {
            let cause = format!("{} was not written by thumbindex", path.display());
            Err(Failure::new("output-not-ours", cause, "name a new file, or remove that one yourself"))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(Failure::io("read", path, &error)),
    }
}

/// Writes the one file beside its place and then puts it there.
pub(crate) fn write_single(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let refused = |error: std::io::Error| Failure::io("write", path, &error);
    if let Some(parent) = path.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        fs::create_dir_all(parent).map_err(refused)?;
    }
    let mut name = std::ffi::OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(format!(".thumbindex-tmp-{}", std::process::id()));
    let temporary = path.with_file_name(name);
    let written = fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|error| {
        let _ = fs::remove_file(&temporary);
        refused(error)
    })
}

#[cfg(test)]
mod tests {
    use super::base;

    #[test]
    fn a_base_is_the_address_of_a_folder() {
        assert_eq!(base("https://a.example").unwrap(), "https://a.example/");
        assert_eq!(base("http://a.example/x//").unwrap(), "http://a.example/x/");
        for text in
            ["a.example", "https://", "https:///x", "javascript:x", "https://a/?q", "https://a b/", "https://a/\"x"]
        {
            assert_eq!(base(text).unwrap_err().code, "usage", "{text}");
        }
    }
}
