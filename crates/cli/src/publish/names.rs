//! File names of pages. They depend on the record alone, so that addresses stay, and are never taken from it unchecked.

use crate::hash::hash16;

/// Longer ids and topics are named by their hash.
const LONGEST: usize = 64;

/// The page of a record: `p-ID.html` where the id is made of lower-case letters, digits, dots, dashes and underscores,
/// else of its hash.
pub(crate) fn paper(id: &str) -> String {
    format!("p-{}.html", stem(id))
}

/// A name for a record within a page.
pub(crate) fn stem(id: &str) -> String {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'_');
    // What looks like a hash could be that of another id.
    let hash = id.len() == 16 && id.bytes().all(|b| b.is_ascii_hexdigit());
    if !id.is_empty() && id.len() <= LONGEST && id.bytes().all(plain) && !hash {
        id.to_owned()
    } else {
        hash16(id.as_bytes())
    }
}

/// The pages of a topic, by number from one: `topic-graph-networks.html`, `topic-graph-networks.2.html`.
pub(crate) fn topic(topic: &str, number: usize) -> String {
    let mut slug = String::new();
    for c in topic.chars() {
        match c {
            c if c.is_ascii_alphanumeric() => slug.push(c.to_ascii_lowercase()),
            _ if slug.ends_with('-') || slug.is_empty() => {}
            _ => slug.push('-'),
        }
    }
    let slug = slug.trim_end_matches('-');
    // Words of plain letters with single blanks between them can be read back from the slug; others are told apart by a hash.
    let injective = !slug.is_empty() && slug.len() <= LONGEST && slug.replace('-', " ") == topic;
    let hash = hash16(topic.as_bytes());
    let name = match slug.get(..slug.len().min(LONGEST)) {
        _ if injective => slug.to_owned(),
        Some(slug) if !slug.is_empty() => format!("{}-{}", slug.trim_end_matches('-'), &hash[..8]),
        _ => hash,
    };
    numbered(&format!("topic-{name}"), number)
}

/// The pages of the list of all records, by number from one.
pub(crate) fn list(number: usize) -> String {
    numbered("all", number)
}

fn numbered(name: &str, number: usize) -> String {
    if number == 1 { format!("{name}.html") } else { format!("{name}.{number}.html") }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::manifest::is_plain_name;

    #[test]
    fn plain_ids_are_seen_in_the_address_and_others_are_hashed() {
        assert_eq!(paper("7"), "p-7.html");
        assert_eq!(paper("2401.01234v2"), "p-2401.01234v2.html");
        let long = "x".repeat(65);
        for id in ["A", "a/b", "../x", "é", "<b>", "ef46db3751d8e999", "con ", "", &long] {
            let name = paper(id);
            assert_eq!(name, format!("p-{}.html", hash16(id.as_bytes())), "{id}");
            assert!(is_plain_name(&name));
        }
    }

    #[test]
    fn topics_never_share_a_page() {
        assert_eq!(topic("graph networks", 1), "topic-graph-networks.html");
        assert_eq!(topic("graph networks", 2), "topic-graph-networks.2.html");
        let alike = [
            "graph networks",
            "graph-networks",
            "Graph networks",
            "graph  networks",
            "graph networks!",
            "グラフ",
            "—",
            "graph networks 2",
        ];
        let mut names: Vec<String> = alike.iter().map(|name| topic(name, 1)).collect();
        assert!(names.iter().all(|name| is_plain_name(name)), "{names:?}");
        names.sort();
        names.dedup();
        assert_eq!(names.len(), alike.len());
        assert!(is_plain_name(&topic(&"word ".repeat(50), 12)));
    }
}
