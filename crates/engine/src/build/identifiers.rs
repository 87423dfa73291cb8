//! Names of programs: `foo_bar`, `foo::bar`, `foo.bar`, `--foo-bar`, `fooBar`, `3.0.2`.
//!
//! Analysis cuts them into their words, and readers type them whole, in part or with blanks. Each two parts that only a sign of names
//! stands between become one more term, which the query finds as it finds any two words that are one in the lexicon; and the parts of
//! a name in capitals become terms too. So the name as it is written counts most, then its parts, and the module knows nothing of it.

/// Letters of the parts of a name in capitals, at the least.
const SHORTEST: usize = 3;
/// Bytes of a joined term, at most.
const LONGEST: usize = 64;

/// Whether what stands between two words makes them parts of one name.
fn joins(between: &str) -> bool {
    matches!(between, "." | "::" | "-" | "->" | "#" | "$")
        || (!between.is_empty() && between.bytes().all(|byte| byte == b'_'))
}

/// The term of two neighbouring words, where they are parts of one name.
pub(super) fn joined(first: &str, between: &str, second: &str) -> Option<String> {
    let short = |word: &str| word.len() < 2 && !word.bytes().all(|byte| byte.is_ascii_digit());
    // What hyphens join are words too: "e-mail" has its own ways.
    let apart = between == "-" && (short(first) || short(second));
    (joins(between) && !apart && first.len() + second.len() <= LONGEST).then(|| format!("{first}{second}"))
}

/// Hands the parts of a name in capitals to `each`, in lower case.
pub(super) fn parts(word: &str, each: &mut dyn FnMut(&str)) {
    let bytes = word.as_bytes();
    if !word.is_ascii() || word.len() > LONGEST || !bytes.iter().skip(1).any(u8::is_ascii_uppercase) {
        return;
    }
    let begins = |at: usize| {
        let upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
        let lower = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_lowercase);
        // fooBar, HTTPServer
        upper(at) && (!upper(at - 1) || lower(at + 1))
    };
    let mut start = 0;
    for at in 1..=bytes.len() {
        if at < bytes.len() && !begins(at) {
            continue;
        }
        let part = word.get(start..at).unwrap_or("");
        if part.len() >= SHORTEST && part.len() < word.len() {
            each(&part.to_ascii_lowercase());
        }
        start = at;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_names_join_and_other_signs_do_not() {
        for (first, between, second, term) in [
            ("foo", "_", "bar", "foobar"),
            ("std", "::", "fmt", "stdfmt"),
            ("os", ".", "path", "ospath"),
            ("3", ".", "0", "30"),
        ] {
            assert_eq!(joined(first, between, second).as_deref(), Some(term));
        }
        for (first, between, second) in [("a", " ", "b"), ("and", "/", "or"), ("end", ". ", "next"), ("e", "-", "mail")]
        {
            assert_eq!(joined(first, between, second), None);
        }
    }

    #[test]
    fn names_in_capitals_have_parts() {
        let split = |word: &str| {
            let mut all = Vec::new();
            parts(word, &mut |part| all.push(part.to_owned()));
            all.join(" ")
        };
        for (word, all) in [
            ("createElement", "create element"),
            ("HTTPServer", "http server"),
            ("ModelAdmin", "model admin"),
            ("plain", ""),
            ("Plain", ""),
            ("NATO", ""),
            ("getX", "get"),
            ("isÉtat", ""),
        ] {
            assert_eq!(split(word), all, "{word}");
        }
    }
}
