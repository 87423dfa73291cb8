//! What the command says when it cannot go on: a stable code, the cause, the fix, an exit status.

use std::fmt::Write as _;
use std::io;
use std::path::Path;

use serde::Serialize;

/// Exit status of a failed check: `eval --min`, `verify`, `build --strict`.
pub(crate) const EXIT_CHECK: u8 = 1;
/// Exit status of a wrong call or of a file that cannot be read or written.
pub(crate) const EXIT_USAGE: u8 = 2;

/// A named failure with its remedy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Failure {
    /// Stable, for programs to decide on.
    pub(crate) code: &'static str,
    /// What failed, and on which thing.
    pub(crate) cause: String,
    /// What to do about it; empty when the cause says all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) fix: String,
    /// The exit status.
    #[serde(skip)]
    pub(crate) exit: u8,
}

impl Failure {
    /// A wrong call or an unusable file (exit status 2).
    pub(crate) fn new(code: &'static str, cause: impl Into<String>, fix: impl Into<String>) -> Self {
        Failure { code, cause: cause.into(), fix: fix.into(), exit: EXIT_USAGE }
    }

    /// A check that did not hold (exit status 1).
    pub(crate) fn check(code: &'static str, cause: impl Into<String>, fix: impl Into<String>) -> Self {
        Failure { exit: EXIT_CHECK, ..Failure::new(code, cause, fix) }
    }

    /// A file operation that the system refused; `doing` completes "cannot ...".
    pub(crate) fn io(doing: &str, path: &Path, error: &io::Error) -> Self {
        let (code, fix) = match error.kind() {
            io::ErrorKind::NotFound => ("not-found", "check the path"),
            io::ErrorKind::PermissionDenied => {
                ("permission-denied", "check the permissions of the file and of its folder")
            }
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                ("disk-full", "free some space or write to another disk; nothing was replaced")
            }
            io::ErrorKind::ReadOnlyFilesystem => {
                ("read-only", "write to a folder on a disk that is not mounted read-only")
            }
            _ => ("io", ""),
        };
        Failure::new(code, format!("cannot {doing} {}: {}", path.display(), reason(error)), fix)
    }

    /// Standard output refused a line. A closed pipe is no fault of ours; see `main`.
    pub(crate) fn output(error: &io::Error) -> Self {
        let code = if error.kind() == io::ErrorKind::BrokenPipe { CLOSED_PIPE } else { "output" };
        Failure::new(code, format!("cannot write the output: {}", reason(error)), "")
    }

    /// Two lines for a person.
    pub(crate) fn to_text(&self) -> String {
        let mut text = format!("error[{}]: {}\n", self.code, printable(&self.cause));
        if !self.fix.is_empty() {
            let _ = writeln!(text, "  fix: {}", printable(&self.fix));
        }
        text
    }

    /// One line of JSON for a program.
    pub(crate) fn to_json(&self) -> String {
        #[derive(Serialize)]
        struct Envelope<'a> {
            error: &'a Failure,
        }
        let mut line = serde_json::to_string(&Envelope { error: self })
            .unwrap_or_else(|_| format!("{{\"error\":{{\"code\":\"{}\"}}}}", self.code));
        line.push('\n');
        line
    }
}

/// Something worth saying that is no failure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Warning {
    /// Stable, for programs to decide on.
    pub(crate) code: &'static str,
    /// What is worth knowing.
    pub(crate) cause: String,
    /// What to do about it; empty when the cause says all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub(crate) fix: String,
}

impl Warning {
    /// A warning.
    pub(crate) fn new(code: &'static str, cause: impl Into<String>, fix: impl Into<String>) -> Self {
        Warning { code, cause: cause.into(), fix: fix.into() }
    }

    /// Says it on standard error.
    pub(crate) fn print(&self, json: bool) {
        #[derive(Serialize)]
        struct Envelope<'a> {
            warning: &'a Warning,
        }
        if json && let Ok(line) = serde_json::to_string(&Envelope { warning: self }) {
            eprintln!("{line}");
            return;
        }
        eprintln!("warning[{}]: {}", self.code, printable(&self.cause));
        if !self.fix.is_empty() {
            eprintln!("  fix: {}", printable(&self.fix));
        }
    }
}

/// The code of a failure that is only a reader who closed the pipe.
pub(crate) const CLOSED_PIPE: &str = "closed-pipe";

/// The system's words without the number that the standard library appends.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(at) => text[..at].to_string(),
        None => text,
    }
}

/// Text from a corpus, a path or a query, safe to show on a terminal: control characters, which
/// could move the cursor or change colours, become U+FFFD; line ends and tabs become blanks.
pub(crate) fn printable(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\r' | '\t' => ' ',
            c if c.is_control() => '\u{fffd}',
            // Direction overrides could make one name look like another.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// The candidate that is spelled most like `name`, if one is near enough to be meant.
pub(crate) fn near<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let folded = name.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&folded, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| {
            let length = candidate.chars().count();
            *distance < length && *distance <= 1 + length / 4
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// The entry of `path`'s folder that is spelled most like its last part.
pub(crate) fn near_file(path: &Path) -> Option<String> {
    let name = path.file_name()?.to_str()?;
    let folder = match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent,
        _ => Path::new("."),
    };
    let mut names: Vec<String> =
        std::fs::read_dir(folder).ok()?.flatten().filter_map(|entry| entry.file_name().into_string().ok()).collect();
    names.sort();
    let best = near(name, names.iter().map(String::as_str))?;
    Some(path.with_file_name(best).display().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_names_code_cause_and_fix() {
        let failure = Failure::new("not-found", "cannot read a\u{1b}[31m.jsonl", "check the path");
        assert_eq!(failure.to_text(), "error[not-found]: cannot read a\u{fffd}[31m.jsonl\n  fix: check the path\n");
        assert_eq!(Failure::new("x", "y", "").to_json(), "{\"error\":{\"code\":\"x\",\"cause\":\"y\"}}\n");
    }

    #[test]
    fn near_names_are_near() {
        assert_eq!(near("tilte", ["id", "title", "body"]), Some("title"));
        assert_eq!(near("abstract", ["id", "title", "body"]), None);
        assert_eq!(near("ndgc@10", ["ndcg@10", "mrr@10"]), Some("ndcg@10"));
    }
}
