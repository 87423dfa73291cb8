//! Writes the JavaScript side of the module.
//!
//! wasm-bindgen's own glue holds one instance in module-level variables. A page must be able to throw a trapped
//! instance away and make another one, so the glue becomes the body of a function: each call of
//! `createGlue()` has variables of its own. `glue.js`, `glue.d.ts` and `glue.wasm` come out.

mod factory;
mod panics;

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

/// What the module calls the object it imports from: short, for it is shipped.
const IMPORTS: &str = "g";

fn main() -> Result<()> {
    let mut arguments = std::env::args_os().skip(1).map(PathBuf::from);
    let (Some(module), Some(folder)) = (arguments.next(), arguments.next()) else {
        anyhow::bail!("usage: thumbindex-glue MODULE.wasm FOLDER [--keep-panics]");
    };
    let keep_panics = arguments.next().is_some_and(|argument| argument.as_os_str() == "--keep-panics");
    let mut output = Bindgen::new()
        .input_path(&module)
        .bundler(true)?
        .typescript(true)
        .remove_name_section(std::env::var_os("GLUE_NAMES").is_none())
        .remove_producers_section(true)
        .generate_output()
        .with_context(|| format!("wasm-bindgen cannot read {}", module.display()))?;

    let script = output.start().context("wasm-bindgen made no script")?.clone();
    let types = output.ts().context("wasm-bindgen made no types")?.to_owned();
    let mut names = Vec::new();
    for (number, import) in output.wasm_mut().imports.iter_mut().enumerate() {
        import.module = IMPORTS.to_owned();
        let long = std::mem::replace(&mut import.name, factory::short_name(number));
        names.push((import.name.clone(), long));
    }

    if !keep_panics {
        panics::cut(output.wasm_mut())?;
    }

    fs::create_dir_all(&folder)?;
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))
    };
    write("glue.js", factory::script(&script, IMPORTS, &names)?.as_bytes())?;
    write("glue.d.ts", factory::types(&types).as_bytes())?;
    write("glue.wasm", &output.wasm_mut().emit_wasm())
}
