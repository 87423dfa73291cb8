//! Text in, text out: from wasm-bindgen's module to a factory.

use std::fmt::Write as _;

use anyhow::{Result, ensure};

/// The class over the exported functions.
const ENGINE: &str = include_str!("../../../src/engine.js");

/// `a` to `z`, then `a1`, `b1` and so on: names that never clash.
pub(crate) fn short_name(number: usize) -> String {
    let letter = (b'a' + (number % 26) as u8) as char;
    match number / 26 {
        0 => letter.to_string(),
        round => format!("{letter}{round}"),
    }
}

/// Wraps the glue into `createGlue`. `names` are the module's imports as (short, long).
pub(crate) fn script(glue: &str, imports: &str, names: &[(String, String)]) -> Result<String> {
    let mut body = String::with_capacity(glue.len());
    for line in glue.lines() {
        let line = line.trim();
        ensure!(!line.starts_with("import "), "the glue imports something: {line}");
        let line = line.strip_prefix("export ").unwrap_or(line);
        ensure!(!line.starts_with('{'), "the glue exports in a way that is not known here: {line}");
        body.push_str(line);
        body.push('\n');
    }
    for name in ["function load(", "function ask(", "__wbg_set_wasm"] {
        ensure!(body.contains(name), "the glue lacks {name}");
    }
    let mut table = String::new();
    for (short, long) in names {
        ensure!(body.contains(&format!("function {long}(")), "the glue lacks the import {long}");
        writeln!(table, "        {short}: {long},")?;
    }
    Ok(format!(
        "/* Made by `cargo xtask wasm`: do not edit. */
export function createGlue() {{
{body}
{ENGINE}
    return {{
        Engine,
        imports: {{ {imports}: {{
{table}        }} }},
        attach(instance) {{
            wasm = instance.exports;
            wasm.__wbindgen_start?.();
        }},
    }};
}}
"
    ))
}

/// The types of wasm-bindgen with the factory's beside them.
pub(crate) fn types(glue: &str) -> String {
    format!(
        "{glue}
/** The glue of one instance. */
export interface Glue {{
    Engine: typeof Engine;
    /** What the module imports. */
    imports: WebAssembly.Imports;
    /** Gives the glue its instance and starts it; once. */
    attach(instance: WebAssembly.Instance): void;
}}

/** Makes glue for one fresh instance. */
export function createGlue(): Glue;
"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_names_never_clash() {
        let names: std::collections::BTreeSet<String> = (0..500).map(short_name).collect();
        assert_eq!(names.len(), 500);
    }

    #[test]
    fn the_factory_alone_is_exported() {
        let glue = "export function load(b) {}\nexport function ask(o) {}\nexport function __wbg_x_1(a) {}\nlet wasm;\nexport function __wbg_set_wasm(v) {}\n";
        let made = script(glue, "g", &[("a".into(), "__wbg_x_1".into())]).unwrap();
        assert_eq!(made.matches("export ").count(), 1);
        assert!(made.contains("a: __wbg_x_1,"));
    }

    #[test]
    fn an_unknown_shape_is_refused() {
        assert!(script("import * as x from 'y';\n", "g", &[]).is_err());
        assert!(script("export function ask(o) {}\n", "g", &[]).is_err());
    }
}
