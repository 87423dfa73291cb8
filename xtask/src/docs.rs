//! `cargo xtask docs`: the project's documentation as a site that mdBook builds and thumbindex searches.

use anyhow::{Result, bail};

use crate::{build, command, paths};

pub(crate) fn run(arguments: &[String]) -> Result<()> {
    let serve = match arguments {
        [] => true,
        [flag] if flag == "--no-serve" => false,
        _ => bail!("docs knows --no-serve alone"),
    };
    if !paths::thumbindex().is_file() {
        build::run()?;
    }
    let out = paths::root().join("target/docs-site");
    command::run(command::node("xtask/docs.mjs").arg(&out).arg(paths::thumbindex()))?;
    if serve {
        command::run(command::command(paths::thumbindex()).arg("serve").arg(&out).args(["--port", "0"]))?;
    }
    Ok(())
}
