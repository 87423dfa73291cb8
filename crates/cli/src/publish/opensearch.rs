//! What a browser needs to offer the site's search in its own bar: an OpenSearch description (version 1.1).

use super::Look;
use super::html::escape;

/// The description's file.
pub(crate) const DESCRIPTION: &str = "opensearch.xml";
/// Its type.
pub(crate) const TYPE: &str = "application/opensearchdescription+xml";
/// Letters that the specification allows in a short and in a long name.
const SHORT: usize = 16;
const LONG: usize = 48;

/// The description; `None` where the site's address is not known, for addresses in it are absolute.
pub(crate) fn write(look: &Look) -> Option<String> {
    let base = escape(look.base_url.as_deref()?);
    let name = |most: usize| escape(look.title.chars().take(most).collect::<String>().trim());
    let about = if look.about.is_empty() { name(LONG) } else { escape(&look.about) };
    Some(format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <OpenSearchDescription xmlns=\"http://a9.com/-/spec/opensearch/1.1/\">\n\
         <ShortName>{short}</ShortName>\n<LongName>{long}</LongName>\n<Description>{about}</Description>\n\
         <Language>{lang}</Language>\n<InputEncoding>UTF-8</InputEncoding>\n<OutputEncoding>UTF-8</OutputEncoding>\n\
         <Url type=\"text/html\" template=\"{base}?q={{searchTerms}}\"/>\n\
         <Url type=\"{TYPE}\" rel=\"self\" template=\"{base}{DESCRIPTION}\"/>\n\
         </OpenSearchDescription>\n",
        short = name(SHORT),
        long = name(LONG),
        lang = escape(&look.lang),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_description_has_what_the_specification_wants() {
        let mut look = Look {
            title: "Field notes & <other> papers of many years".into(),
            about: String::new(),
            base_url: None,
            date: None,
            pages: 1,
            lang: "de".into(),
            style: None,
        };
        assert_eq!(write(&look), None);
        look.base_url = Some("https://a.example/n/?a&b/".into());
        let text = write(&look).unwrap_or_default();
        assert!(text.contains("<ShortName>Field notes &amp; &lt;o</ShortName>"), "{text}");
        assert!(text.contains("<Description>Field notes &amp; &lt;other&gt; papers"), "{text}");
        assert!(text.contains("<Language>de</Language>"), "{text}");
        let url = "<Url type=\"text/html\" template=\"https://a.example/n/?a&amp;b/?q={searchTerms}\"/>";
        assert!(text.contains(url), "{text}");
    }
}
