//! Properties of cleaning, on text made of the pieces that it looks for.

use proptest::prelude::*;
use thumbindex_ingest::{check_url, clean};

/// Pieces that mean something to one of the translators, and some that do not.
fn piece() -> impl Strategy<Value = String> {
    const PIECES: &[&str] = &[
        "\\",
        "$",
        "{",
        "}",
        "^",
        "_",
        "~",
        "``",
        "''",
        "--",
        "---",
        "<",
        ">",
        "&",
        ";",
        "<i>",
        "</i>",
        "<p>",
        "&amp;",
        "&lt;",
        "lt;",
        "&gt;",
        "&#36;",
        "&#92;",
        "\\$",
        "\\\\",
        "\\{",
        "\\}",
        "\\%",
        "\\(",
        "\\)",
        "\\[",
        "\\]",
        "\\ ",
        "\\emph",
        "\\emph{",
        "{\\em ",
        "\\frac",
        "\\sqrt",
        "\\sqrt[3]",
        "\\over ",
        "\\left(",
        "\\right)",
        "\\alpha",
        "\\leq",
        "\\log",
        "\\mathbb{R}",
        "\\tilde",
        "\\tildeO",
        "\\\"o",
        "\\'{e}",
        "\\v{s}",
        "\\c ",
        "\\not",
        "\\cite{a}",
        "\\url{",
        "\\href{",
        "\\begin{a}",
        "\\item",
        "\\footnote{",
        "\\text{",
        "\\textbackslash ",
        "\\textasciitilde ",
        "\\foo",
        "\\ie",
        " ",
        "  ",
        "\t",
        "\n",
        "\u{a0}",
        "\0",
        "\u{81}",
        "\u{85}",
        "\u{99}",
        "\u{200d}",
        "\u{200b}",
        "\u{ad}",
        "\u{feff}",
        "\u{301}",
        "\u{338}",
        "\u{1fef}",
        "\u{212b}",
        "ﬁ",
        "â€",
        "™",
        "œ",
        "\u{e2}",
        "\u{80}",
        "“",
        "नी",
        "가",
        "👩",
        "é",
        "x",
        "n",
        "5",
        "10",
        "a",
        "b",
        "word",
        ".",
        ",",
        " imes",
        " au$",
        "(cid:",
        "(cid:12)",
        "173)",
    ];
    prop_oneof![
        4 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
        1 => "[ -~]{0,4}",
    ]
}

fn text() -> impl Strategy<Value = String> {
    proptest::collection::vec(piece(), 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    #[test]
    fn cleaning_its_own_result_changes_nothing(text in text()) {
        let once = clean(&text);
        prop_assert_eq!(clean(&once), once);
    }

    #[test]
    fn any_text_is_cleaned_to_printable_characters_in_single_spaces(text in prop_oneof![text(), any::<String>()]) {
        let cleaned = clean(&text);
        prop_assert!(!cleaned.contains("  "), "{:?}", cleaned);
        prop_assert_eq!(cleaned.trim(), &cleaned);
        prop_assert!(!cleaned.chars().any(|c| c.is_control() || (c.is_whitespace() && c != ' ')), "{:?}", cleaned);
    }

    #[test]
    fn text_without_markup_keeps_its_words(words in proptest::collection::vec("[a-zA-Z0-9.,{}~^_'#%()\\-]{1,8}", 0..20)) {
        let text = words.join(" ");
        prop_assert_eq!(clean(&text), text);
    }

    #[test]
    fn prices_are_no_formulas(low in 0u32..100_000, high in 0u32..100_000, cents in 0u32..100) {
        for text in [
            format!("from ${low} to ${high}.{cents:02} a year"),
            format!("${low} and ${high}"),
            format!("(${low}-${high}), about ${cents}k"),
        ] {
            prop_assert_eq!(clean(&text), text);
        }
    }

    #[test]
    fn no_link_leads_to_a_script(before in "[\\x00-\\x20\\u{a0}\\u{200b}]{0,3}", inside in "[\\t\\n\\r\\x00-\\x1f]{0,2}", after in ".{0,20}") {
        for scheme in ["javascript", "vbscript", "data", "JavaScript", "blob", "file"] {
            let (left, right) = scheme.split_at(3);
            let url = format!("{before}{left}{inside}{right}:{after}");
            prop_assert!(check_url(&url).is_err(), "{:?}", url);
        }
    }

    #[test]
    fn a_link_that_is_kept_is_kept_as_it_is(raw in any::<String>()) {
        if let Ok(url) = check_url(&raw) {
            prop_assert_eq!(check_url(&url), Ok(url.clone()));
        }
    }
}

/// Work is linear: inputs made to trip a scanner finish at once. The time is no measurement; quadratic work on these
/// lengths takes minutes.
#[test]
fn hostile_texts_take_linear_time() {
    let started = std::time::Instant::now();
    for unit in [
        "{",
        "}",
        "$",
        "$$",
        "\\",
        "\\\\",
        "\\frac",
        "\\frac{",
        "\\cite{",
        "\\sqrt[",
        "``",
        "``a",
        "<",
        "<i",
        "&",
        "&amp;amp;",
        "^",
        "^{",
        "_{",
        "\\$",
        "$x",
        "\\hat{",
        "\\\"{",
        "\\not",
        "(cid:",
        "\\left",
        "~",
        "-",
        "'",
        "<i>",
        "\u{e2}",
        "\u{200d}",
        "a\u{301}",
        "\\text{$",
        "\\(",
        "\\url{",
        "\\begin{",
        "\\item[",
        "\\footnote{",
        "x^{y_",
        "$ ",
        " $",
        "\\emph",
        "\\operatorname{",
        "\\c ",
        "\\over ",
    ] {
        let text = unit.repeat(300_000 / unit.len());
        let cleaned = clean(&text);
        assert!(cleaned.len() <= 4 * text.len() + 16, "{unit:?} grows to {}", cleaned.len());
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}
